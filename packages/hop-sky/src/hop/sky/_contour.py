"""The outline of a credible region, by marching over triangles between the centres of cells.

The convex hull of points on a sphere is their Delaunay triangulation. It has no edge, no pole and
no right ascension 0, so every outline closes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import ConvexHull

from hop.sky._cells import Floats, Ints, centers, vectors

_MIN_ORDER = 3


def outline(order: Any, pixels: Ints, levels: Floats, level: float) -> list[Floats]:
    """The closed polygons around the cells of a level and below.

    Args:
        order: the order of each cell.
        pixels: the NESTED number of each cell.
        levels: the level of each cell, nan where there is none; one more than cells.
        level: the level.

    Returns:
        Arrays of shape (n, 2), degrees.
    """
    order, pixels, values = _merged(np.asarray(order, np.int64), pixels, levels[:-1], level)
    points = vectors(*centers(order, pixels))
    # What the map says nothing of, is outside.
    values = np.where(np.isnan(values), 2.0, values)
    if len(points) < 4 or not (values <= level).any() or not (values > level).any():
        return []
    triangles = ConvexHull(points).simplices
    inside = values <= level
    corners = inside[triangles]
    crossing = triangles[corners.any(axis=1) & ~corners.all(axis=1)]
    return _chained(crossing, inside, values, points, level)


def _merged(order: Ints, pixels: Ints, values: Floats, level: float) -> tuple[Ints, Ints, Floats]:
    """Merge four cells of one parent where all are inside, or all outside, and none is near it."""
    keep_order, keep_pixels, keep_values = [], [], []
    parent_of, side_of = pixels, np.where(values <= level, 1, 0)
    current = (np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64))
    for depth in range(int(order.max()), _MIN_ORDER, -1):
        here = order == depth
        pixel = np.concatenate((current[0], parent_of[here]))
        value = np.concatenate((current[1], values[here]))
        side = np.concatenate((current[2], side_of[here]))
        rank = np.argsort(pixel, kind="stable")
        pixel, value, side = pixel[rank], value[rank], side[rank]
        parent, start, count = np.unique(pixel >> 2, return_index=True, return_counts=True)
        if not len(parent):
            continue
        low, high = np.minimum.reduceat(side, start), np.maximum.reduceat(side, start)
        mean = np.add.reduceat(value, start) / count
        far = np.abs(mean - level) > 0.05
        merge = (count == 4) & (low == high) & far
        kept = ~np.repeat(merge, count)
        keep_order.append(np.full(int(kept.sum()), depth))
        keep_pixels.append(pixel[kept])
        keep_values.append(value[kept])
        current = (parent[merge], mean[merge], low[merge])
    coarse = order <= _MIN_ORDER
    keep_order += [np.full(len(current[0]), _MIN_ORDER), order[coarse]]
    keep_pixels += [current[0], pixels[coarse]]
    keep_values += [current[1], values[coarse]]
    return np.concatenate(keep_order), np.concatenate(keep_pixels), np.concatenate(keep_values)


def _chained(
    triangles: Ints, inside: Any, values: Floats, points: Floats, level: float
) -> list[Floats]:
    """Join the pieces in the triangles, each from one edge to another, to closed polygons."""
    edges_of: dict[tuple[int, int], list[int]] = {}
    pieces: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for a, b, c in triangles.tolist():
        ends = [
            (min(p, q), max(p, q)) for p, q in ((a, b), (b, c), (c, a)) if inside[p] != inside[q]
        ]
        for edge in ends:
            edges_of.setdefault(edge, []).append(len(pieces))
        pieces.append((ends[0], ends[1]))
    polygons, used = [], [False] * len(pieces)
    for start in range(len(pieces)):
        if used[start]:
            continue
        path, piece, edge = [], start, pieces[start][0]
        while not used[piece]:
            used[piece] = True
            path.append(edge)
            one, other = pieces[piece]
            edge = other if edge == one else one
            piece = next((each for each in edges_of[edge] if not used[each]), piece)
        path.append(path[0])
        polygons.append(_positions(np.array(path), values, points, level))
    return polygons


def _positions(path: Ints, values: Floats, points: Floats, level: float) -> Floats:
    one, other = values[path[:, 0]], values[path[:, 1]]
    part = np.clip((level - one) / (other - one), 0.02, 0.98)[:, None]
    place = points[path[:, 0]] * (1 - part) + points[path[:, 1]] * part
    ra = np.degrees(np.arctan2(place[:, 1], place[:, 0])) % 360
    dec = np.degrees(np.arctan2(place[:, 2], np.hypot(place[:, 0], place[:, 1])))
    return np.column_stack((ra, dec))
