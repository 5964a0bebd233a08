"""When a telescope can observe how much of a sky map.

The positions of the sun and of the zenith are those of astropy, with the tables of the Earth's
rotation that come with it. Refraction and aberration are left out: altitudes are right to about 0.1
degrees above 10 degrees. Never point a telescope by them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from astropy import units as u
from astropy.coordinates import AltAz, EarthLocation, SkyCoord, get_body, get_sun
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


@dataclass(frozen=True)
class SkyAt:
    """What a site has above it at a time.

    Attributes:
        site: its name, or its coordinates.
        time: the time, UTC.
        zenith: the unit vector of what is overhead.
        sun: right ascension and declination of the sun, degrees.
        sun_altitude: degrees.
        moon: right ascension and declination of the moon, degrees.
        moon_altitude: degrees.
        moon_lit: the part of the moon's disc that is lit, from 0 to 1.
    """

    site: str
    time: datetime
    zenith: Floats
    sun: tuple[float, float]
    sun_altitude: float
    moon: tuple[float, float]
    moon_altitude: float
    moon_lit: float


def sky_at(site: Any, when: datetime) -> SkyAt:
    """What a site has above it at a time.

    Raises:
        ValueError: the site is unknown, or the time has no zone.
    """
    if when.tzinfo is None:
        raise ValueError("the time has no zone; give one, such as tzinfo=UTC")
    place = location(site)
    with tables_as_shipped():
        time = Time(when)
        frame = AltAz(obstime=time, location=place)
        sun, moon = (get_body(name, time, place) for name in ("sun", "moon"))
        zenith = vectors(*_zenith(frame))
        heights = [float(each.transform_to(frame).alt.deg) for each in (sun, moon)]
        # Between sun and moon as seen from the site; the sun is so far that this is the phase.
        apart = float(sun.separation(moon).rad)
    return SkyAt(
        site=_title(site, place), time=when.astimezone(UTC), zenith=zenith,
        sun=(float(sun.ra.deg), float(sun.dec.deg)), sun_altitude=heights[0],
        moon=(float(moon.ra.deg), float(moon.dec.deg)), moon_altitude=heights[1],
        moon_lit=(1 - np.cos(apart)) / 2,
    )  # fmt: skip


def _zenith(frame: AltAz) -> tuple[Any, Any]:
    """What is overhead: right ascension and declination, degrees."""
    zero = np.zeros(frame.obstime.shape)
    up = SkyCoord(zero * u.deg, (zero + 90) * u.deg, frame=frame).icrs
    return up.ra.deg, up.dec.deg


def _title(site: Any, place: EarthLocation) -> str:
    if isinstance(site, str):
        return site.strip().title()
    return f"{place.lon.deg:.2f}° {place.lat.deg:+.2f}°"


def over(site: Any, span: tuple[datetime, datetime, timedelta]) -> tuple[Time, Floats, Floats]:
    """Times, what is overhead then (unit vectors), and how high the sun is (degrees)."""
    start, stop, step = span
    count = int((stop - start) / step) + 1
    place = location(site)
    with tables_as_shipped():
        times = Time(start) + np.arange(count) * step.total_seconds() * u.s
        frame = AltAz(obstime=times, location=place)
        sun = get_sun(times).transform_to(frame).alt.deg
        zenith = vectors(*_zenith(frame))
    return times, zenith, sun


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
    min_altitude, max_sun = limits
    times, zenith, sun = over(site, span)
    sine = np.sin(np.radians(min_altitude))
    seen = np.array([probability[points @ each >= sine].sum() for each in zenith])
    height = np.clip(zenith @ vectors(*best), -1, 1)
    altitude = np.degrees(np.arcsin(height))
    above = _airmass(altitude)
    found = Table(
        {
            "time": times,
            "probability": np.where(sun <= max_sun, seen, 0.0),
            "altitude": altitude * u.deg,
            "airmass": np.where(altitude > 0, above, np.nan),
            "sun_altitude": sun * u.deg,
        }
    )
    found.meta["notes"] = _notes(sun, altitude, limits)
    return found


def altitude(site: Any, ra: float, dec: float, when: datetime) -> float:
    """How high a position stands above a site, degrees.

    Raises:
        ValueError: the site is unknown.
    """
    with tables_as_shipped():
        frame = AltAz(obstime=Time(when), location=location(site))
        zenith = vectors(*_zenith(frame))
    return float(np.degrees(np.arcsin(np.clip(zenith @ vectors(ra, dec), -1, 1))))


def airmass(altitude: float) -> float:
    """The air mass at an altitude in degrees; infinite below the horizon."""
    return float(_airmass(altitude)) if altitude > 0 else float("inf")


def _airmass(altitude: Any) -> Any:
    with np.errstate(all="ignore"):
        # Pickering 2002; it holds down to the horizon.
        return 1 / np.sin(np.radians(altitude + 244 / (165 + 47 * np.abs(altitude) ** 1.1)))


def _notes(sun: Floats, altitude: Floats, limits: tuple[float, float]) -> list[str]:
    """What holds at all times: near the poles, it is dark or light for months."""
    min_altitude, max_sun = limits
    notes = []
    if sun.min() > max_sun:
        notes.append(f"it is never dark: the sun is always higher than {max_sun:g} degrees")
    elif sun.max() <= max_sun:
        notes.append(f"it is always dark: the sun is never higher than {max_sun:g} degrees")
    if altitude.max() < min_altitude:
        notes.append(f"the densest cell is never as high as {min_altitude:g} degrees")
    elif altitude.min() >= min_altitude:
        notes.append(f"the densest cell is always higher than {min_altitude:g} degrees")
    return notes
