"""Which ranges of cells a circle on the sky covers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hop.sky._cells import FINEST, Floats, Ints, area_of, centers, vectors

# No cell reaches further from its centre than this many times the root of its area.
_CIRCUMRADIUS = 1.1
# The boundary is followed with cells of this part of the radius.
_FINENESS = 150


def sum_in_cone(
    cumulative: Callable[[Ints], Floats], ra: float, dec: float, radius: float
) -> float:
    """The sum of what is in a circle.

    Args:
        cumulative: for numbers of order 29, the sum over all cells before them.
        ra: the centre, degrees.
        dec: the centre, degrees.
        radius: the radius, degrees.
    """
    center, reach = vectors(ra, dec), np.radians(radius)
    pixels = np.arange(12, dtype=np.int64)
    total = 0.0
    for order in range(FINEST + 1):
        size = float(np.sqrt(area_of(order)))
        chord = np.linalg.norm(vectors(*centers(np.int64(order), pixels)) - center, axis=-1)
        distance = 2 * np.arcsin(np.clip(chord / 2, 0, 1))
        is_last = size * _FINENESS < reach or order == FINEST
        margin = 0.0 if is_last else _CIRCUMRADIUS * size
        inside = distance <= reach - margin
        first = pixels[inside] << 2 * (FINEST - order)
        after = (pixels[inside] + 1) << 2 * (FINEST - order)
        total += float(np.sum(cumulative(after) - cumulative(first)))
        if is_last:
            break
        split = pixels[~inside & (distance < reach + margin)]
        pixels = (split[:, None] * 4 + np.arange(4)).reshape(-1)
    return total
