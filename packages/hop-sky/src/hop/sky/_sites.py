"""Sites of telescopes by name."""

from __future__ import annotations

from collections.abc import Sequence

SITES = {
    "apache point": (-105.820, 32.780, 2798.0),
    "cerro pachon": (-70.749, -30.245, 2663.0),
    "cerro tololo": (-70.806, -30.169, 2207.0),
    "kitt peak": (-111.600, 31.963, 2096.0),
    "la palma": (-17.889, 28.760, 2332.0),
    "la silla": (-70.732, -29.257, 2347.0),
    "las campanas": (-70.701, -29.008, 2282.0),
    "mauna kea": (-155.472, 19.826, 4160.0),
    "palomar": (-116.865, 33.356, 1712.0),
    "paranal": (-70.403, -24.625, 2635.0),
    "siding spring": (149.066, -31.273, 1165.0),
    "sutherland": (20.811, -32.379, 1798.0),
}
"""Longitude and latitude in degrees, east and north positive, and height in m, by name."""


def coordinates(site: str | Sequence[float]) -> tuple[float, float, float]:
    """Longitude, latitude and height of a site: a name, or these three.

    Raises:
        ValueError: the name is unknown, or the coordinates are none.
    """
    if isinstance(site, str):
        found = SITES.get(site.strip().lower().replace("_", " ").replace("-", " "))
        if found is None:
            raise ValueError(
                f"unknown site {site!r}; known are {', '.join(SITES)}; or give (longitude, "
                "latitude, height in m)"
            )
        return found
    longitude, latitude, height = site
    if not (-360 <= longitude <= 360 and -90 <= latitude <= 90):
        raise ValueError(f"no site: longitude {longitude}, latitude {latitude} degrees")
    return longitude, latitude, height
