"""The fields of an alert as variables of a filter: their types, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from hop.models._filters.fits import numbers_in_headers
from hop.models.alert import Alert, Circle, Ellipse, Polygon, Significance, SkyMapRef

_Read = Callable[[Alert], Any]


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


def _distance(name: str, card: str) -> _Read:
    """A distance; where the message has none, that of its sky map, which LVK's alerts have."""
    of_message = _number(name)

    def read(alert: Alert) -> Any:
        value = of_message(alert)
        if value is None and alert.sky_map is not None and alert.sky_map.data is not None:
            return numbers_in_headers(alert.sky_map.data, (card,)).get(card)
        return value

    return read


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
    **{name: ("string", attrgetter(name)) for name in _TEXTS},
    **{name: ("double", _number(name)) for name in _NUMBERS},
    **{name: ("timestamp", attrgetter(name)) for name in ("time", "sent")},
    **{name: ("list<string>", _list(name)) for name in ("aliases", "names", "problems")},
    **{name: ("map<string, double>", attrgetter(name)) for name in ("classes", "properties")},
    "is_test": ("bool", _is_test),
    "distance": ("double", _distance("distance", "DISTMEAN")),
    "distance_error": ("double", _distance("distance_error", "DISTSTD")),
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
    return value_of(alert, name) not in (None, (), {})


def value_of(alert: Alert, name: str) -> Any:
    """The value of a field, of a part of one, or of a key in one; None where it is unknown."""
    value: Any = alert
    for each in name.split("."):
        value = value.get(each) if isinstance(value, dict) else getattr(value, each, None)
    if value is None and name in ("distance", "distance_error"):
        return FIELDS[name][1](alert)
    return value
