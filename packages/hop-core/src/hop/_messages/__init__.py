"""What every message is, and the messages that need no schema."""

from hop._messages.blobs import Blob, JSONBlob
from hop._messages.external import ExternalMessage
from hop._messages.faults import Fault, fault_of
from hop._messages.files import MessageFile, describe_message, file_name_of
from hop._messages.json import MAX_DEPTH, dumps, loads, to_line
from hop._messages.metadata import (
    Header,
    Metadata,
    Record,
    Start,
    StartPosition,
    check_start,
    is_count,
    message_position,
    to_ms,
)
from hop._messages.model import (
    MessageModel,
    Source,
    by_loading,
    has_test_header,
    load_as_file,
    mark_test,
    set_topic,
)

__all__ = [
    "MAX_DEPTH",
    "Blob",
    "ExternalMessage",
    "Fault",
    "Header",
    "JSONBlob",
    "MessageFile",
    "MessageModel",
    "Metadata",
    "Record",
    "Source",
    "Start",
    "StartPosition",
    "by_loading",
    "check_start",
    "describe_message",
    "dumps",
    "fault_of",
    "file_name_of",
    "has_test_header",
    "is_count",
    "load_as_file",
    "loads",
    "mark_test",
    "message_position",
    "set_topic",
    "to_line",
    "to_ms",
]
