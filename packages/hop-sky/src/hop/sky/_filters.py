"""The functions of filters that look at sky maps, and at the sky above a site.

Nothing is fetched here: a filter runs in the loop that reads messages.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hop.models.filters import FUNCTIONS as OWN
from hop.models.filters import Function, Unknown
from hop.sky._sites import coordinates

if TYPE_CHECKING:
    from hop.models import Alert
    from hop.sky import SkyMap

# A sky map reaches as far as this credible region.
_REACH = 0.9
# The edge of a circle is followed with cells of this part of the radius.
_FINENESS = 50
# Degrees: the side of a cell of order 0.
_LARGEST_CELL = 58.6
_DEEPEST = 20


class _Last(threading.local):
    """The map of the last alert, so that it is read once for all parts of an expression."""

    alert: Alert | None = None
    found: SkyMap | Unknown | None = None


_last = _Last()


def _map_of(alert: Alert) -> SkyMap:
    """The map of an alert: its own; else of its circle or ellipse.

    Raises:
        Unknown: it has none, or a broken one.
    """
    if _last.alert is not alert or _last.found is None:
        _last.found = _read(alert)
        _last.alert = alert
    if isinstance(_last.found, Unknown):
        raise _last.found
    return _last.found


def _read(alert: Alert) -> SkyMap | Unknown:
    from hop.sky import SkyMap

    has_map = alert.sky_map is not None and alert.sky_map.data is not None
    if not has_map and (alert.region is None or alert.ra is None or alert.dec is None):
        if alert.sky_map is not None and alert.sky_map.url is not None:
            return Unknown(
                "the message has only the address of its sky map, which a filter does not fetch"
            )
        return Unknown("sky_map")
    try:
        found = SkyMap.read(alert)
        found.area(_REACH)  # its probability may be broken, too
    except (ValueError, ArithmeticError) as fault:
        return Unknown(f"the sky map cannot be used: {fault}")
    return found


def _area(alert: Alert, level: float) -> float:
    return _map_of(alert).area(level)


def _level(alert: Alert, ra: float, dec: float) -> float:
    found: float = _map_of(alert).level(ra, dec)
    return found


def _in_sky_map(alert: Alert, ra: float, dec: float, level: float) -> bool:
    return _level(alert, ra, dec) <= level  # nan, outside of a partial map, is not


def _explain_level(alert: Alert, ra: float, dec: float, _level_wanted: float) -> str:
    found = _level(alert, ra, dec)
    return "the position is outside of the map" if math.isnan(found) else f"level = {found:.4g}"


def _probability_within(alert: Alert, ra: float, dec: float, radius: float) -> float:
    return _map_of(alert).probability_within(ra, dec, radius)


def _overlaps(alert: Alert, ra: float, dec: float, radius: float) -> bool:
    if alert.sky_map is None or alert.sky_map.data is None:
        found: bool = OWN["overlaps"].call(alert, ra, dec, radius)
        return found
    if _in_sky_map(alert, ra, dec, _REACH):
        return True
    if radius <= 0:
        return False
    from astropy import units as u
    from mocpy import MOC  # heavy

    depth = min(_DEEPEST, max(6, math.ceil(math.log2(_LARGEST_CELL * _FINENESS / radius))))
    circle = MOC.from_cone(lon=ra * u.deg, lat=dec * u.deg, radius=radius * u.deg, max_depth=depth)
    return not _map_of(alert).moc(_REACH).intersection(circle).empty()


def _altitude(alert: Alert, site: str) -> float:
    from hop.sky._observing import altitude  # astropy.coordinates is heavy

    if alert.ra is not None and alert.dec is not None:
        ra, dec = alert.ra, alert.dec
    else:
        ra, dec = _map_of(alert).best
    return altitude(site, ra, dec, datetime.now(UTC))


def _airmass(alert: Alert, site: str) -> float:
    from hop.sky._observing import airmass

    return airmass(_altitude(alert, site))


def _check_level(number: int) -> Callable[..., tuple[int, str] | None]:
    def check(*values: float) -> tuple[int, str] | None:
        wrong = OWN["in_cone"].check
        found = wrong(*values[:2], 0.0) if wrong is not None and number else None
        if found is None and not 0 < values[number] < 1:
            found = number, f"a credible level is between 0 and 1, not {values[number]:g}"
        return found

    return check


def _check_site(name: str) -> tuple[int, str] | None:
    try:
        coordinates(name)
    except ValueError as fault:
        return 0, str(fault).partition("; or give")[0]
    return None


_CONE = [("double",) * 3]
FUNCTIONS: dict[str, Function] = {
    "area": Function(_area, [("double",)], "double", "area(0.9)", check=_check_level(0)),
    "in_sky_map": Function(
        _in_sky_map, _CONE, "bool", "in_sky_map(ra, dec, 0.9)",
        check=_check_level(2), explain=_explain_level,
    ),
    "probability_within": Function(
        _probability_within, _CONE, "double", "probability_within(ra, dec, radius)",
        check=OWN["in_cone"].check,
    ),
    "altitude": Function(
        _altitude, [("string",)], "double", 'altitude("paranal")', check=_check_site
    ),
    "airmass": Function(_airmass, [("string",)], "double", 'airmass("paranal")', check=_check_site),
    "overlaps": replace(OWN["overlaps"], call=_overlaps),
}  # fmt: skip
"""The functions by their names. Areas are in deg², angles in degrees."""
