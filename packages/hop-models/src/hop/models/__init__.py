"""Typed, validated models of astronomical alerts.

The models are loaded when they are first asked for, so that importing this package stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.message import Blob as Blob
    from hop.message import ExternalMessage as ExternalMessage
    from hop.message import JSONBlob as JSONBlob
    from hop.message import MessageModel as MessageModel
    from hop.models.avro import AvroBlob as AvroBlob
    from hop.models.gcn import GCNCircular as GCNCircular
    from hop.models.lvk import LVKAlert as LVKAlert
    from hop.models.notice import GCNNotice as GCNNotice
    from hop.models.text_notice import GCNTextNotice as GCNTextNotice
    from hop.models.voevent import VOEvent as VOEvent

__all__ = [
    "AvroBlob",
    "Blob",
    "ExternalMessage",
    "GCNCircular",
    "GCNNotice",
    "GCNTextNotice",
    "JSONBlob",
    "LVKAlert",
    "MessageModel",
    "VOEvent",
]

_HOMES = {
    "AvroBlob": "hop.models.avro",
    "Blob": "hop.message",
    "ExternalMessage": "hop.message",
    "GCNCircular": "hop.models.gcn",
    "GCNNotice": "hop.models.notice",
    "GCNTextNotice": "hop.models.text_notice",
    "JSONBlob": "hop.message",
    "LVKAlert": "hop.models.lvk",
    "MessageModel": "hop.message",
    "VOEvent": "hop.models.voevent",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
