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
    from hop.models.alert import Alert as Alert
    from hop.models.alert import Circle as Circle
    from hop.models.alert import Ellipse as Ellipse
    from hop.models.alert import Origin as Origin
    from hop.models.alert import Polygon as Polygon
    from hop.models.alert import Ref as Ref
    from hop.models.alert import Significance as Significance
    from hop.models.alert import SkyMapRef as SkyMapRef
    from hop.models.avro import AvroBlob as AvroBlob
    from hop.models.gcn import GCNCircular as GCNCircular
    from hop.models.lvk import LVKAlert as LVKAlert
    from hop.models.notice import GCNNotice as GCNNotice
    from hop.models.survey import SurveyAlert as SurveyAlert
    from hop.models.text_notice import GCNTextNotice as GCNTextNotice
    from hop.models.voevent import VOEvent as VOEvent

__all__ = [
    "Alert",
    "AvroBlob",
    "Blob",
    "Circle",
    "Ellipse",
    "ExternalMessage",
    "GCNCircular",
    "GCNNotice",
    "GCNTextNotice",
    "JSONBlob",
    "LVKAlert",
    "MessageModel",
    "Origin",
    "Polygon",
    "Ref",
    "Significance",
    "SkyMapRef",
    "SurveyAlert",
    "VOEvent",
]

_HOMES = {
    "Alert": "hop.models.alert",
    "AvroBlob": "hop.models.avro",
    "Blob": "hop.models._alerts",
    "Circle": "hop.models.alert",
    "Ellipse": "hop.models.alert",
    "ExternalMessage": "hop.message",
    "GCNCircular": "hop.models.gcn",
    "GCNNotice": "hop.models.notice",
    "GCNTextNotice": "hop.models.text_notice",
    "JSONBlob": "hop.models._alerts",
    "LVKAlert": "hop.models.lvk",
    "MessageModel": "hop.message",
    "Origin": "hop.models.alert",
    "Polygon": "hop.models.alert",
    "Ref": "hop.models.alert",
    "Significance": "hop.models.alert",
    "SkyMapRef": "hop.models.alert",
    "SurveyAlert": "hop.models.survey",
    "VOEvent": "hop.models.voevent",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
