"""When and where something was seen in the sky."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

__all__ = ["Observation", "Position"]


class Position(NamedTuple):
    """A position in the sky.

    Attributes:
        ra: right ascension in degrees, 0 to less than 360.
        dec: declination in degrees, -90 to 90.
        error: the radius of the error circle in degrees; None if it is absent. Only
            the sender knows if it means 1 sigma or 90 %.
        frame: ``ICRS`` or ``FK5``; they differ by about 0.01 arcsec.
    """

    ra: float
    dec: float
    error: float | None
    frame: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """When and where something was seen, and from where.

    Attributes:
        time: the time in UTC, converted from TT, TDB or GPS; None where it is not told, has
            another scale, or is before 1999 in a scale that is not UTC.
        time_error: how far the time may be off to either side, in seconds.
        position: the position in the sky.
        observatory: the name of the observatory, or of a region: ``GEOSURFACE``.
    """

    time: datetime | None = None
    time_error: float | None = None
    position: Position | None = None
    observatory: str | None = None
