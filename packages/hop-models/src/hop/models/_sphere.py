"""Angles on the sky, in degrees: as much as filters need, without numpy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Vector = tuple[float, float, float]
Position = Sequence[float]
"""Right ascension and declination, degrees."""

# So often the circle around a polygon is moved; its radius is then right to a few parts in 1000.
_MOVES = 300
# So many directions of an ellipse are tried; three neighbours then enclose the nearest point.
_DIRECTIONS = 36


def vector(ra: float, dec: float) -> Vector:
    """The unit vector of a position."""
    a, d = math.radians(ra), math.radians(dec)
    return math.cos(d) * math.cos(a), math.cos(d) * math.sin(a), math.sin(d)


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def _angle(a: Vector, b: Vector) -> float:
    cross = _cross(a, b)
    return math.degrees(math.atan2(math.sqrt(_dot(cross, cross)), _dot(a, b)))


def separation(ra1: float, dec1: float, ra2: float, dec2: float) -> float:
    """The angle between two positions."""
    d1, d2 = math.radians(dec1), math.radians(dec2)
    # The haversine formula, which is exact for small angles.
    h = (
        math.sin((d2 - d1) / 2) ** 2
        + math.cos(d1) * math.cos(d2) * math.sin(math.radians(ra2 - ra1) / 2) ** 2
    )
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(h))))


def bearing(ra1: float, dec1: float, ra2: float, dec2: float) -> float:
    """The direction from the first position to the second, from north to east."""
    d1, d2, da = math.radians(dec1), math.radians(dec2), math.radians(ra2 - ra1)
    east = math.sin(da) * math.cos(d2)
    north = math.cos(d1) * math.sin(d2) - math.sin(d1) * math.cos(d2) * math.cos(da)
    return math.degrees(math.atan2(east, north))


def distance_to_ellipse(major: float, minor: float, along: float, across: float) -> float:
    """How far a point is from an ellipse; 0 inside.

    Args:
        major: half of the long axis.
        minor: half of the short axis.
        along: where the point is along the long axis.
        across: where it is along the short axis.
    """
    if major <= 0 or minor <= 0:
        return math.hypot(max(0.0, abs(along) - max(major, 0.0)), across)
    if (along / major) ** 2 + (across / minor) ** 2 <= 1:
        return 0.0
    along, across = abs(along), abs(across)

    def reach(t: float) -> float:
        return math.hypot(major * math.cos(t) - along, minor * math.sin(t) - across)

    return _smallest(reach, 0.0, math.pi / 2)


def _smallest(function: Callable[[float], float], low: float, high: float) -> float:
    """The smallest value of a function between two places: by steps, and then by halves."""
    step = (high - low) / _DIRECTIONS
    best = min((low + step * each for each in range(_DIRECTIONS + 1)), key=function)
    low, high = max(low, best - step), min(high, best + step)
    for _ in range(60):
        third = (high - low) / 3
        if function(low + third) < function(high - third):
            high -= third
        else:
            low += third
    return function((low + high) / 2)


def distance_to_polygon(ra: float, dec: float, corners: Sequence[Position]) -> float:
    """How far a position is from a polygon of less than half of the sky; 0 inside."""
    point = vector(ra, dec)
    around = [vector(*each[:2]) for each in corners]
    bearings = [bearing(ra, dec, *each[:2]) for each in corners]
    turn, nearest = 0.0, 180.0
    for index in range(len(around)):
        turn += (bearings[index] - bearings[index - 1] + 180.0) % 360.0 - 180.0
        nearest = min(nearest, _distance_to_edge(point, around[index - 1], around[index]))
    # The bearings turn around the antipode, too.
    is_near = sum(_dot(point, each) for each in around) > 0
    return 0.0 if abs(turn) > 180.0 and is_near else nearest


def _distance_to_edge(point: Vector, a: Vector, b: Vector) -> float:
    normal = _cross(a, b)
    length = math.sqrt(_dot(normal, normal))
    if length > 0:
        normal = (normal[0] / length, normal[1] / length, normal[2] / length)
        # Beside the edge, if it is between the two planes through the ends.
        if _dot(_cross(normal, a), point) >= 0 and _dot(_cross(b, normal), point) >= 0:
            return abs(math.degrees(math.asin(max(-1.0, min(1.0, _dot(normal, point))))))
    return min(_angle(point, a), _angle(point, b))


def radius_around(corners: Sequence[Position]) -> float:
    """The radius of the smallest circle around the corners of a polygon."""
    around = [vector(*each[:2]) for each in corners]
    center = around[0]
    for step in range(1, _MOVES + 1):
        # Badoiu and Clarkson (2003): go towards the farthest, each time less.
        farthest = min(around, key=lambda each: _dot(each, center))
        moved = tuple(c + (f - c) / (step + 1) for c, f in zip(center, farthest, strict=True))
        length = math.sqrt(sum(each * each for each in moved)) or 1.0
        center = (moved[0] / length, moved[1] / length, moved[2] / length)
    return max(_angle(each, center) for each in around)


def at_containment(radius: float, known: float, wanted: float) -> float:
    """The radius that contains another part of a two-dimensional Gaussian distribution."""
    return radius * math.sqrt(math.log1p(-wanted) / math.log1p(-known))
