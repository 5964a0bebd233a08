"""A sketch of the whole sky in characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

_COLUMNS, _ROWS = 72, 24


def sketch(level: Callable[[Any, Any], Any]) -> str:
    """Draw the sky in Mollweide's projection: right ascension 180 in the middle, east to the left.

    Args:
        level: the credible level of positions.
    """
    # Several points in a character, so that a small region is not missed as easily.
    x = (np.arange(_COLUMNS * 2) + 0.5) / _COLUMNS - 1
    y = 1 - (np.arange(_ROWS * 4) + 0.5) / (_ROWS * 2)
    x, y = np.meshgrid(x, y)
    theta = np.arcsin(y)
    dec = np.degrees(np.arcsin(np.clip((2 * theta + np.sin(2 * theta)) / np.pi, -1, 1)))
    inside = x**2 + y**2 < 1
    ra = np.where(inside, 180 - 180 * x / np.cos(theta), 0.0) % 360
    found = np.where(np.isnan(values := level(ra, dec)), 1.0, values)
    lowest = np.where(inside, found, 2.0).reshape(_ROWS, 4, _COLUMNS, 2).min(axis=(1, 3))
    marks = np.select([lowest <= 0.5, lowest <= 0.9, lowest < 2], ["#", "+", "."], " ")
    lines = ["".join(row).rstrip() for row in marks]
    return "\n".join([*lines, "# in 50 %, + in 90 %; RA 180 in the middle, east left, north up"])
