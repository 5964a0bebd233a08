"""What every message is, ``MessageModel``, and the messages that need no schema."""

from hop._messages import Blob, ExternalMessage, JSONBlob, MessageModel, Source

__all__ = ["Blob", "ExternalMessage", "JSONBlob", "MessageModel", "Source"]
