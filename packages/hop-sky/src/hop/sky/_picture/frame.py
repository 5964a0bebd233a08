"""The projection of a picture: which position each pixel shows, and where a position is shown.

The whole sky is drawn in Mollweide's projection. A part of it is drawn in Lambert's equal-area
projection around its centre. Both keep areas. Right ascension runs to the left.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from astropy.wcs import WCS

from hop.sky._cells import Floats, vectors

ALL_SKY_DEG = np.degrees(np.sqrt(2))
"""Half the height of the whole sky on the plane of Mollweide's projection."""
# More than half of the sky is shown better as a whole.
LARGEST = 90.0
SMALLEST = 0.01


class Frame:
    """A part of the sky, or all of it, on pixels.

    Args:
        center: the position in the middle, degrees; of the whole sky only its right ascension.
        radius: degrees from the middle to the edge; None for the whole sky.
        width: pixels.
        height: pixels.
    """

    def __init__(
        self, center: tuple[float, float], radius: float | None, width: int, height: int
    ) -> None:
        self.is_all_sky = radius is None
        self.center = (center[0], 0.0) if radius is None else center
        self.width, self.height = width, height
        self.radius = 180.0 if radius is None else radius
        self.has_pole = self.radius + abs(self.center[1]) > 90
        half = ALL_SKY_DEG if radius is None else np.degrees(2 * np.sin(np.radians(radius) / 2))
        step = 2 * half / height
        kind = "MOL" if radius is None else "ZEA"
        self.wcs = WCS(naxis=2)
        self.wcs.wcs.ctype = [f"RA---{kind}", f"DEC--{kind}"]
        self.wcs.wcs.crval = self.center
        self.wcs.wcs.crpix = [(width + 1) / 2, (height + 1) / 2]
        self.wcs.wcs.cdelt = [-step, step]

    def positions(self) -> tuple[Floats, Floats]:
        """Right ascension and declination of each pixel, (height, width); nan outside the sky."""
        x, y = np.meshgrid(np.arange(self.width), np.arange(self.height))
        ra, dec = self.wcs.wcs_pix2world(x.ravel(), y.ravel(), 0)
        return ra.reshape(x.shape), dec.reshape(x.shape)

    def pixels(self, ra: Any, dec: Any) -> tuple[Floats, Floats]:
        """Where positions are shown."""
        x, y = self.wcs.wcs_world2pix(np.atleast_1d(ra), np.atleast_1d(dec), 0)
        return x, y

    def shows(self, x: Floats, y: Floats) -> Any:
        """Whether pixels are in the picture."""
        return (x >= -0.5) & (x < self.width - 0.5) & (y >= -0.5) & (y < self.height - 0.5)

    def line(self, ra: Floats, dec: Floats) -> Floats:
        """The pixels of a line, (n, 2), with nan where it leaves one edge for the other."""
        x, y = self.pixels(ra, dec)
        points = np.column_stack((x, y))
        if not self.is_all_sky:
            return points
        east = (ra - self.center[0] + 180) % 360
        breaks = np.flatnonzero(np.abs(np.diff(east)) > 180) + 1
        return np.insert(points, breaks, np.nan, axis=0)


def around(points: Floats) -> tuple[tuple[float, float], float]:
    """The centre and the radius of a small circle around positions, degrees.

    Args:
        points: shape (n, 2), degrees.
    """
    places = vectors(points[:, 0], points[:, 1])
    middle = places.mean(axis=0)
    # Badoiu and Clarkson 2003: go to the farthest point, by smaller and smaller steps.
    for step in range(1, 100):
        middle = middle + (places[np.argmin(places @ middle)] - middle) / (step + 1)
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    ra = float(np.degrees(np.arctan2(middle[1], middle[0])) % 360)
    dec = float(np.degrees(np.arcsin(np.clip(middle[2], -1, 1))))
    return (ra, dec), reach((ra, dec), points)


def reach(center: tuple[float, float], points: Floats) -> float:
    """How far the farthest of some positions is from another, degrees."""
    chord = np.linalg.norm(vectors(points[:, 0], points[:, 1]) - vectors(*center), axis=-1).max()
    return float(np.degrees(2 * np.arcsin(min(chord / 2, 1.0))))


def circle(center: Floats, radius: float, count: int = 721) -> tuple[Floats, Floats]:
    """Positions on a circle around a unit vector, degrees."""
    aside = np.cross(center, [0.0, 0.0, 1.0] if abs(center[2]) < 0.9 else [1.0, 0.0, 0.0])
    aside /= np.linalg.norm(aside)
    third = np.cross(center, aside)
    angle, reach = np.linspace(0, 2 * np.pi, count)[:, None], np.radians(radius)
    turned = np.cos(angle) * aside + np.sin(angle) * third
    points = np.cos(reach) * center + np.sin(reach) * turned
    ra = np.degrees(np.arctan2(points[:, 1], points[:, 0])) % 360
    return ra, np.degrees(np.arcsin(np.clip(points[:, 2], -1, 1)))
