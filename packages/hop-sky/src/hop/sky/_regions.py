"""Circles and ellipses of alerts as maps: Fisher's distribution, or a Gaussian on the plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq

from hop.models import Circle, Ellipse, Polygon
from hop.sky._cells import FINEST, Floats, MixedCells, area_of, centers, vectors

# Cells are split until they have a tenth of sigma, out to five sigma.
_PER_SIGMA = 10
_REACH = 5.0
_MAX_CELLS = 4_000_000

Density = Callable[[Floats], Floats]


def region_map(
    region: Circle | Ellipse | Polygon, ra: float, dec: float, containment: float | None
) -> tuple[MixedCells, Floats]:
    """Cells and densities (sr⁻¹) of a region around a position.

    A circle is Fisher's distribution, which is the Gaussian where it is small. An ellipse is a
    Gaussian on the tangent plane. Both sum to 1.

    Raises:
        ValueError: the region is a polygon, or nobody says how much it contains, or a value is
            outside its range.
    """
    inside = region.containment if containment is None else containment
    if isinstance(region, Polygon):
        raise ValueError("a polygon does not say how probability is spread; only circles and "
                         "ellipses become maps")  # fmt: skip
    if inside is None:
        raise ValueError(
            "nobody says how much probability the region contains; give it, such as containment=0.9"
        )
    if not (0 < inside < 1 and -90 <= dec <= 90 and np.isfinite(ra)):
        raise ValueError(f"no region: containment {inside}, position {ra}, {dec} degrees")
    if isinstance(region, Circle):
        sizes = (region.radius, region.radius)
    else:
        sizes = (region.semi_major, region.semi_minor)
    if not all(0 < each <= 180 for each in sizes):
        raise ValueError(f"no region: its size is {sizes[0]} and {sizes[1]} degrees")
    scale = np.sqrt(-2 * np.log1p(-inside))
    a, b = (np.radians(each) / scale for each in sizes)
    angle = region.position_angle if isinstance(region, Ellipse) else 0.0
    frame = _Frame(ra, dec, angle, a, b)
    if isinstance(region, Circle):
        density = _fisher(np.radians(region.radius), inside, frame)
    else:
        density = frame.gaussian
    cells = _split(frame)
    order, pixels = cells.nested()
    values = density(vectors(*centers(order, pixels)))
    return cells, values / np.sum(values * cells.areas)


class _Frame:
    """The tangent plane at a position, in units of the axes of an ellipse."""

    def __init__(self, ra: float, dec: float, angle: float, a: float, b: float) -> None:
        self.center = vectors(ra, dec)
        east = np.array([-np.sin(np.radians(ra)), np.cos(np.radians(ra)), 0.0])
        north = np.cross(self.center, east)
        angle = np.radians(angle)
        self._long = np.cos(angle) * north + np.sin(angle) * east
        self._short = np.cos(angle) * east - np.sin(angle) * north
        self.a, self.b = a, b

    def cosine(self, points: Floats) -> Floats:
        return np.asarray(points @ self.center)

    def angles(self, points: Floats) -> Floats:
        """The angular distance from the centre; exact where it is small."""
        chord = np.linalg.norm(points - self.center, axis=-1)
        return np.asarray(2 * np.arcsin(np.clip(chord / 2, 0, 1)))

    def gaussian(self, points: Floats) -> Floats:
        cosine = self.cosine(points)
        front = cosine > 1e-3
        with np.errstate(all="ignore"):
            x = points @ self._long / cosine / self.a
            y = points @ self._short / cosine / self.b
            # The area on the plane of a piece of the sky grows with the third power of 1/cos.
            found = np.exp(-(x**2 + y**2) / 2) / cosine**3
        return np.where(front, found, 0.0)

    def nearest(self, points: Floats, radius: Floats) -> Floats:
        """No more than the distance, in sigma, of a cell from the centre."""
        theta = self.angles(points)
        with np.errstate(all="ignore"):
            along, across = points @ self._long, points @ self._short
            unit = theta / np.maximum(np.hypot(along, across), 1e-300)
            x = np.maximum(np.abs(along * unit) - radius, 0) / self.a
            y = np.maximum(np.abs(across * unit) - radius, 0) / self.b
        return np.asarray(np.hypot(x, y))


def _fisher(radius: float, inside: float, frame: _Frame) -> Density:
    drop = 2 * np.sin(min(radius, np.pi) / 2) ** 2  # 1 - cos, exact where it is small

    def excess(kappa: float) -> float:
        return float(np.expm1(-kappa * drop) / np.expm1(-2 * kappa) - inside)

    first = -np.log1p(-inside) / drop
    uniform = drop / 2
    kappa = 0.0 if uniform >= inside else brentq(excess, 1e-9, 2 * first + 1, xtol=1e-12 * first)

    def density(points: Floats) -> Floats:
        return np.exp(-2 * kappa * np.sin(frame.angles(points) / 2) ** 2)

    return density


def _split(frame: _Frame) -> MixedCells:
    smallest = min(frame.a, frame.b) / _PER_SIGMA
    pixels = np.arange(12 * 4**2, dtype=np.int64)
    orders, done = [], []
    for order in range(2, FINEST + 1):
        size = np.sqrt(area_of(order))
        points = vectors(*centers(np.int64(order), pixels))
        distance = frame.nearest(points, np.full(len(pixels), size))
        # Where the density is low, a cell may be larger.
        allowed = smallest * np.maximum(1.0, distance - 2)
        fine = (size <= allowed) | (distance > _REACH) | (order == FINEST)
        orders.append(np.full(int(fine.sum()), order, np.int64))
        done.append(pixels[fine])
        pixels = (pixels[~fine][:, None] * 4 + np.arange(4)).reshape(-1)
        if not len(pixels):
            break
        if len(pixels) > _MAX_CELLS:
            raise ValueError("the ellipse is too long and thin for a map")
    return MixedCells(np.concatenate(orders), np.concatenate(done), "region")
