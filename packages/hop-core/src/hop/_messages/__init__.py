"""What every message is, and the messages that need no schema."""

from hop._messages.blobs import Blob, JSONBlob
from hop._messages.external import ExternalMessage
from hop._messages.metadata import Metadata, StartPosition
from hop._messages.model import MessageModel, Source, mark_test

__all__ = [
    "Blob",
    "ExternalMessage",
    "JSONBlob",
    "MessageModel",
    "Metadata",
    "Source",
    "StartPosition",
    "mark_test",
]
