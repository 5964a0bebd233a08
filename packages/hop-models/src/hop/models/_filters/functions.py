"""The functions of filters. They take an alert, and raise :class:`Unknown` for what it lacks.

Other packages add functions with the entry point ``hop_filter_functions``: a dictionary of
:class:`Function` by name. One of a name that hop has takes its place: hop-sky's ``overlaps`` looks
at sky maps.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hop.models import _sphere as sky
from hop.models.alert import Alert, Circle, Ellipse

GROUP = "hop_filter_functions"

_log = logging.getLogger(__name__)

_YEAR_S = 365.25 * 86400.0
_DAY_S = 86400.0
_MOST_MISSIONS = 8


class Unknown(LookupError):
    """A field that a function needs is not known; the text is its name, or the reason."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of filters.

    Attributes:
        call: takes the alert and the arguments.
        parameters: the types of the arguments, in CEL's words, for each way to call it.
        returns: the type of its value.
        usage: how it is called, for errors.
        fields: the fields that it looks at.
        check: takes arguments that stand in the expression itself, and gives the number of the one
            that is wrong and what was expected there; None where all are right.
        explain: takes what ``call`` takes, and says for a reason what it found.
    """

    call: Callable[..., Any]
    parameters: Sequence[Sequence[str]]
    returns: str
    usage: str
    fields: tuple[str, ...] = ()
    check: Callable[..., tuple[int, str] | None] | None = None
    explain: Callable[..., str] | None = None


def _per_year(_alert: Alert, number: float) -> float:
    return number / _YEAR_S


def _per_day(_alert: Alert, number: float) -> float:
    return number / _DAY_S


def _position(alert: Alert) -> tuple[float, float]:
    if alert.ra is None or alert.dec is None:
        raise Unknown("ra" if alert.ra is None else "dec")
    return alert.ra, alert.dec


def _in_cone(alert: Alert, ra: float, dec: float, radius: float) -> bool:
    return sky.separation(*_position(alert), ra, dec) <= radius


def _overlaps(alert: Alert, ra: float, dec: float, radius: float) -> bool:
    region = alert.region
    if region is None:
        return _in_cone(alert, ra, dec, radius)
    if isinstance(region, Circle):
        return sky.separation(*_position(alert), ra, dec) <= radius + region.radius
    if not isinstance(region, Ellipse):
        return sky.distance_to_polygon(ra, dec, region.corners) <= radius
    at = _position(alert)
    distance = sky.separation(*at, ra, dec)
    # The plane that touches the sphere at the position is flat enough for an ellipse.
    angle = math.radians(sky.bearing(*at, ra, dec) - region.position_angle)
    along, across = distance * math.cos(angle), distance * math.sin(angle)
    major, minor = region.semi_major, region.semi_minor
    return sky.distance_to_ellipse(major, minor, along, across) <= radius


def _age(alert: Alert) -> float:
    if alert.time is None:
        raise Unknown("time")
    return (datetime.now(UTC) - alert.time).total_seconds()


def _error_radius(alert: Alert, containment: float) -> float:
    region = alert.region
    if region is None:
        raise Unknown("region")
    known = region.containment
    if known is None or not 0 < known < 1:
        raise Unknown("region.containment")
    if not 0 < containment < 1:
        raise ValueError(f"{containment} is no containment")
    if isinstance(region, Circle):
        radius = region.radius
    elif isinstance(region, Ellipse):
        radius = max(region.semi_major, region.semi_minor)
    else:
        radius = sky.radius_around(region.corners)
    return sky.at_containment(radius, known, containment)


def _mission_is(alert: Alert, *names: Any) -> bool:
    if alert.mission is None:
        raise Unknown("mission")
    wanted = names[0] if names and isinstance(names[0], list) else names
    return alert.mission.casefold() in {str(each).casefold() for each in wanted}


def _check_cone(ra: float, dec: float, radius: float) -> tuple[int, str] | None:
    if not 0 <= ra <= 360:
        return 0, f"a right ascension is 0 to 360 degrees, not {ra:g}"
    if not -90 <= dec <= 90:
        return 1, f"a declination is -90 to 90 degrees, not {dec:g}"
    if not 0 <= radius <= 180:
        return 2, f"a radius is 0 to 180 degrees, not {radius:g}"
    return None


def _check_containment(value: float) -> tuple[int, str] | None:
    return None if 0 < value < 1 else (0, f"a containment is between 0 and 1, not {value:g}")


def _check_rate(value: float) -> tuple[int, str] | None:
    return None if value >= 0 else (0, f"a rate is 0 or more, not {value:g}")


_CONE = [("double",) * 3]
_ONE = [("double",)]
FUNCTIONS = {
    "per_year": Function(_per_year, _ONE, "double", "per_year(1)", check=_check_rate),
    "per_day": Function(_per_day, _ONE, "double", "per_day(1)", check=_check_rate),
    "in_cone": Function(
        _in_cone, _CONE, "bool", "in_cone(ra, dec, radius)", ("ra", "dec"), _check_cone
    ),
    "overlaps": Function(
        _overlaps, _CONE, "bool", "overlaps(ra, dec, radius)", ("ra", "dec", "region"), _check_cone
    ),
    "age": Function(_age, [()], "double", "age()", ("time",)),
    "error_radius": Function(
        _error_radius, _ONE, "double", "error_radius(0.9)", ("region",), _check_containment
    ),
    "mission_is": Function(
        _mission_is,
        [*(("string",) * count for count in range(1, _MOST_MISSIONS + 1)), ("list<string>",)],
        "bool",
        'mission_is("Swift")',
        ("mission",),
    ),
}
"""The functions by their names. Rates are in Hz, angles in degrees, times in seconds."""

OF_HOP_SKY = ("area", "in_sky_map", "probability_within", "altitude", "airmass")
"""The functions that look at sky maps, or at the sky above a site: the package hop-sky has them."""


@cache
def functions() -> Mapping[str, Function]:
    """The functions by their names, those of other packages too. A broken package is left out."""
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    found = dict(FUNCTIONS)
    for point in entry_points(group=GROUP):
        try:
            found |= point.load()
        except Exception as fault:
            _log.warning(
                "the filter functions of %s (%s) are left out: they cannot be loaded: %s: %s",
                point.name,
                point.value,
                type(fault).__name__,
                fault,
            )
    return found
