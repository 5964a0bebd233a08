"""When a telescope can observe how much of a sky map.

The positions of the sun and of the zenith are those of astropy, with the tables of the Earth's
rotation that come with it. Refraction and aberration are left out: altitudes are right to about 0.1
degrees above 10 degrees. Never point a telescope by them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from astropy import units as u
from astropy.coordinates import AltAz, EarthLocation, SkyCoord, get_sun
from astropy.table import Table
from astropy.time import Time
from astropy.utils import iers
from astropy.utils.exceptions import AstropyWarning
from erfa import ErfaWarning

from hop.sky._cells import Floats, vectors
from hop.sky._sites import coordinates


def location(site: Any) -> EarthLocation:
    """The place of a site: its name, its coordinates, or what astropy has.

    Raises:
        ValueError: the name is unknown, or the coordinates are none.
    """
    if isinstance(site, EarthLocation):
        return site
    longitude, latitude, height = coordinates(site)
    return EarthLocation.from_geodetic(longitude * u.deg, latitude * u.deg, height * u.m)


@contextmanager
def tables_as_shipped() -> Iterator[None]:
    """Nothing is downloaded, and no error is raised for the age of the tables."""
    with (
        warnings.catch_warnings(),
        iers.conf.set_temp("auto_download", False),
        iers.conf.set_temp("auto_max_age", None),
        iers.conf.set_temp("iers_degraded_accuracy", "ignore"),
    ):
        # For times beyond the tables the error is a second of time, far below what is promised.
        warnings.simplefilter("ignore", AstropyWarning)
        warnings.simplefilter("ignore", ErfaWarning)
        yield


def observable(
    points: Floats,
    probability: Floats,
    best: tuple[float, float],
    site: Any,
    span: tuple[datetime, datetime, timedelta],
    *,
    limits: tuple[float, float],
) -> Table:
    """See :meth:`hop.sky.SkyMap.observable`."""
    start, stop, step = span
    count = int((stop - start) / step) + 1
    min_altitude, max_sun = limits
    place = location(site)
    with tables_as_shipped():
        times = Time(start) + np.arange(count) * step.total_seconds() * u.s
        frame = AltAz(obstime=times, location=place)
        sun = get_sun(times).transform_to(frame).alt.deg
        up = SkyCoord(np.zeros(count) * u.deg, np.full(count, 90) * u.deg, frame=frame).icrs
        zenith = vectors(up.ra.deg, up.dec.deg)
    sine = np.sin(np.radians(min_altitude))
    seen = np.array([probability[points @ each >= sine].sum() for each in zenith])
    height = np.clip(zenith @ vectors(*best), -1, 1)
    altitude = np.degrees(np.arcsin(height))
    with np.errstate(all="ignore"):
        # Pickering 2002; it holds down to the horizon.
        above = 1 / np.sin(np.radians(altitude + 244 / (165 + 47 * np.abs(altitude) ** 1.1)))
    return Table(
        {
            "time": times,
            "probability": np.where(sun <= max_sun, seen, 0.0),
            "altitude": altitude * u.deg,
            "airmass": np.where(altitude > 0, above, np.nan),
            "sun_altitude": sun * u.deg,
        }
    )
