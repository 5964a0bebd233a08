"""What every message is, ``MessageModel``, and the messages that need no schema: from one place."""

from hop.blobs import Blob, JSONBlob
from hop.external_message import ExternalMessage
from hop.message_model import MessageModel, Source, declares_test, mark_test

__all__ = [
    "Blob",
    "ExternalMessage",
    "JSONBlob",
    "MessageModel",
    "Source",
    "declares_test",
    "mark_test",
]
