"""Which objects of a catalogue a site can observe."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from astropy import units as u
from astropy.table import Table

from hop.sky._catalog import positions
from hop.sky._cells import vectors
from hop.sky._observing import over


def visible(
    matched: Table,
    site: Any,
    span: tuple[datetime, datetime, timedelta],
    *,
    limits: tuple[float, float],
) -> Table:
    """See :meth:`hop.sky.SkyMap.visible`."""
    min_altitude, max_sun = limits
    times, zenith, sun = over(site, span)
    points = vectors(*positions(matched))
    highest, when = np.full(len(points), -1.0), np.zeros(len(points), np.int64)
    for number in np.flatnonzero(sun <= max_sun):
        height = points @ zenith[number]
        higher = height > highest
        highest[higher], when[higher] = height[higher], number
    altitude = np.degrees(np.arcsin(np.clip(highest, -1, 1)))
    use = np.flatnonzero(altitude >= min_altitude)
    found = matched[use]
    found["altitude"] = altitude[use] * u.deg
    found["time"] = times[when[use]]
    return found
