"""What a VOEvent holds, by short names: its Params, its groups, its times and positions.

A document that breaks the schema is read too. What is absent or cannot be read is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hop.models._alerts.conversions import voevent_time
from hop.models._alerts.reading import not_below, text_number, to_degrees
from hop.models._alerts.reading import position as on_sphere
from hop.models._voevent_part import Element
from hop.models.observation import Observation, Position

if TYPE_CHECKING:
    from hop.models._generated.voevent import ParamElement

Value = str | int | float | None
"""The value of a Param, read by its ``dataType``."""

_SCALES = ("UTC", "TT", "TDB", "GPS", "TAI")
_FRAMES = ("ICRS", "FK5")


def params_of(holder: Any) -> dict[str, Value]:
    """The values of the Params of a section or a group by their names; of equal names, the last."""
    return {
        param.name: param.typed_value for param in _params(holder) if isinstance(param.name, str)
    }


def groups_of(what: Any) -> dict[str, dict[str, Value]]:
    """The Params of each group by its name; groups of equal names are read as one."""
    found: dict[str, dict[str, Value]] = {}
    for group in _elements(what, "Group"):
        name: Any = getattr(group, "name", None)
        found.setdefault(name if isinstance(name, str) else "", {}).update(params_of(group))
    return found


def observations_of(where_when: Any) -> tuple[Observation, ...]:
    """The times and positions of a section WhereWhen."""
    return tuple(_observation(each) for each in _elements(where_when, "ObsDataLocation"))


def _params(holder: Any) -> Iterable[ParamElement]:
    found: Any = _elements(holder, "Param")
    return found  # type: ignore[no-any-return]


def _elements(holder: Any, name: str) -> list[Element]:
    """The children of a name; in a document that breaks the schema, those that are elements."""
    found: list[Element] = []
    for each in holder if isinstance(holder, list) else [holder]:
        value = getattr(each, name, None) if isinstance(each, Element) else None
        values = value if isinstance(value, list) else [value]
        found += [one for one in values if isinstance(one, Element)]
    return found


def _element(holder: Any, *names: str) -> Element | None:
    for name in names:
        holder = next(iter(_elements(holder, name)), None)
    return holder  # type: ignore[no-any-return]


def _text(holder: Element | None, name: str) -> str | None:
    """The text of an attribute, or of the first child of a name."""
    value = None if holder is None else getattr(holder, name, None)
    value = next(iter(value), None) if isinstance(value, list) else value
    return getattr(value, "text", value if isinstance(value, str) else None)


def _observation(location: Element) -> Observation:
    observed = _element(location, "ObservationLocation")
    coords = _element(observed, "AstroCoords")
    system = _text(_element(observed, "AstroCoordSystem"), "id") or _text(coords, "coord_system_id")
    time = _element(coords, "Time")
    return Observation(
        time=_time(_text(_element(time, "TimeInstant"), "ISOTime"), system),
        time_error=_seconds(time),
        position=_position(_element(coords, "Position2D"), system),
        observatory=_text(_element(location, "ObservatoryLocation"), "id"),
    )


def _time(text: str | None, system: str | None) -> datetime | None:
    if text is None or (system is not None and system.partition("-")[0] not in _SCALES):
        return None
    return voevent_time(text, system, "", [])


def _seconds(time: Element | None) -> float | None:
    error = _text(time, "Error")
    if error is None or _text(time, "unit") not in (None, "s"):
        return None
    return _not_below_zero(text_number(error, "", []))


def _not_below_zero(value: float | None) -> float | None:
    return None if value is None else not_below(value, 0.0, "", [])


def _position(place: Element | None, system: str | None) -> Position | None:
    factor = to_degrees(_text(place, "unit"), "", [])
    values = _element(place, "Value2")
    ra, dec = (text_number(_text(values, name) or "", "", []) for name in ("C1", "C2"))
    if factor is None or ra is None or dec is None:
        return None
    found = on_sphere(ra * factor, dec * factor, ("", ""), [])
    frame = system.split("-")[1] if system is not None and system.count("-") > 1 else None
    if found is None or frame not in (*_FRAMES, None):
        return None
    error = _not_below_zero(text_number(_text(place, "Error2Radius") or "", "", []))
    return Position(*found, None if error is None else error * factor, frame)
