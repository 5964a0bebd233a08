"""What every message is, and the messages that need no schema."""

from hop._messages.blobs import Blob, JSONBlob
from hop._messages.external import ExternalMessage
from hop._messages.files import File, describe, name_of
from hop._messages.json import dumps, loads, to_line
from hop._messages.metadata import (
    Header,
    Metadata,
    Record,
    Start,
    StartPosition,
    check_start,
    is_count,
    place_of,
    to_ms,
)
from hop._messages.model import MessageModel, Source, mark_test

__all__ = [
    "Blob",
    "ExternalMessage",
    "File",
    "Header",
    "JSONBlob",
    "MessageModel",
    "Metadata",
    "Record",
    "Source",
    "Start",
    "StartPosition",
    "check_start",
    "describe",
    "dumps",
    "is_count",
    "loads",
    "mark_test",
    "name_of",
    "place_of",
    "to_line",
    "to_ms",
]
