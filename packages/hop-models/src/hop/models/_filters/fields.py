"""The fields of an alert as variables of a filter: their types, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from hop.models.alert import Alert, Circle, Ellipse, Polygon, Significance, SkyMapRef

_Read = Callable[[Alert], Any]


def _field(name: str) -> _Read:
    def read(alert: Alert) -> Any:
        return getattr(alert, name)

    return read


def _number(name: str) -> _Read:
    def read(alert: Alert) -> float | None:
        value = getattr(alert, name)
        return value if value is None or type(value) is float else float(value)

    return read


def _list(name: str) -> _Read:
    def read(alert: Alert) -> list[Any]:
        return list(getattr(alert, name))

    return read


def _part(whole: str, name: str) -> _Read:
    def read(alert: Alert) -> Any:
        value = getattr(getattr(alert, whole), name, None)
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    return read


def _is_test(alert: Alert) -> bool:
    # Unknown counts as false: no real alert is lost because nobody says that it is real.
    return alert.is_test is True


def _refs(alert: Alert) -> list[dict[str, str]]:
    return [{"kind": each.kind, "event_id": each.event_id} for each in alert.refs]


def _parts(whole: str, *classes: Any) -> dict[str, tuple[str, _Read]]:
    found: dict[str, tuple[str, _Read]] = {}
    for each in classes:
        for part in fields(each):
            kind = _OF_PARTS.get(part.name, "double")
            if kind:
                found[f"{whole}.{part.name}"] = kind, _part(whole, part.name)
    return found


_TEXTS = [
    "family",
    "message_id",
    "mission",
    "instrument",
    "messenger",
    "event_id",
    "time_of",
    "kind",
    "stage",
    "subject",
]
_NUMBERS = ["time_error", "ra", "dec", "far", "p_astro", "sequence", "distance", "distance_error"]
# No numbers: what they are instead; "": no field of filters.
_OF_PARTS = {
    "type": "string",
    "kind": "string",
    "url": "string",
    "systematic": "bool",
    "assumed": "bool",
    "corners": "",
    "data": "",
}

FIELDS: dict[str, tuple[str, _Read]] = {
    **{name: ("string", _field(name)) for name in _TEXTS},
    **{name: ("double", _number(name)) for name in _NUMBERS},
    **{name: ("timestamp", _field(name)) for name in ("time", "sent")},
    **{name: ("list<string>", _list(name)) for name in ("aliases", "names", "problems")},
    **{name: ("map<string, double>", _field(name)) for name in ("classes", "properties")},
    "is_test": ("bool", _is_test),
    "refs": ("list<map<string, string>>", _refs),
    **_parts("region", Circle, Ellipse, Polygon),
    **_parts("significance", Significance),
    **_parts("sky_map", SkyMapRef),
}
"""The type of each field, in CEL's words, and what reads it from an alert; None: it is unknown."""

WHOLES = ("region", "significance", "sky_map")
"""The fields that have parts: a filter asks for their parts, or whether they are there."""


def is_known(alert: Alert, name: str) -> bool:
    """Whether a field, or a part of one, is known."""
    value: Any = alert
    for each in name.split("."):
        value = getattr(value, each, None)
    return value is not None and value not in ((), {})
