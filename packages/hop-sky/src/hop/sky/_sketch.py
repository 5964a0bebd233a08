"""A sketch of the whole sky in characters, for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

NARROWEST = 40
"""Fewer columns cannot be read."""
_MARGIN = 5
_PARALLELS = (60, 30, 0, -30, -60)
_MERIDIANS = (360, 270, 180, 90, 0)
# What a character shows: nothing, no data, sky, the regions of 90 and 50 %, the densest cell.
_OUTSIDE, _UNKNOWN, _SKY, _IN_90, _IN_50, _BEST = range(6)
_ASCII, _UNICODE = "  .+#X", "  ·▒█◆"
_COLORS = ("", "", "2", "33", "1;31", "1;36")

Level = Callable[[Any, Any], Any]


def sketch(
    level: Level, best: tuple[float, float], columns: int, *, color: bool, unicode: bool
) -> str:
    """Draw the sky in Mollweide's projection: right ascension 180 in the middle, east to the left.

    Args:
        level: the credible level of positions.
        best: the densest cell, degrees.
        columns: of the terminal.
        color: whether to use the colours of a terminal (ANSI).
        unicode: whether to use symbols that ASCII does not have.
    """
    wide = max(columns, NARROWEST) - _MARGIN
    # A character is twice as high as wide, and the sky is twice as wide as high.
    high = round(wide / 4)
    marks = _marks(level, wide, high)
    x, y = _place(*best)
    row, column = round((1 - y) / 2 * high - 0.5), round((x + 1) / 2 * wide - 0.5)
    marks[min(max(row, 0), high - 1), min(max(column, 0), wide - 1)] = _BEST
    names = [" " * _MARGIN] * high
    for dec in _PARALLELS:
        row = round((1 - _place(180, dec)[1]) / 2 * high - 0.5)
        names[row] = f"{dec:+4d} " if dec else "   0 "
    letters = _UNICODE if unicode else _ASCII
    lines = [
        name + _painted(each, letters, color=color) for name, each in zip(names, marks, strict=True)
    ]
    lines.append(_meridians(wide))
    key = [
        _painted(np.array([kind]), letters, color=color) + f" {text}"
        for kind, text in ((_IN_50, "50 %"), (_IN_90, "90 %"), (_BEST, "densest"))
    ]
    return "\n".join([*lines, "   ".join(key)])


def paragraph(text: str, columns: int, *, unicode: bool) -> list[str]:
    """Lines of a text that fit in a terminal."""
    if not unicode:
        text = text.replace("²", "2").encode("ascii", "replace").decode()
    return textwrap.wrap(text, max(columns, NARROWEST))


def _marks(level: Level, wide: int, high: int) -> NDArray[np.int64]:
    # Several points in a character, so that a small region is not missed as easily.
    across, down = 2, 4
    x = (np.arange(wide * across) + 0.5) / wide / across * 2 - 1
    y = 1 - (np.arange(high * down) + 0.5) / high / down * 2
    x, y = np.meshgrid(x, y)
    theta = np.arcsin(y)
    dec = np.degrees(np.arcsin(np.clip((2 * theta + np.sin(2 * theta)) / np.pi, -1, 1)))
    inside = x**2 + y**2 < 1
    ra = np.where(inside, 180 - 180 * x / np.cos(theta), 0.0) % 360
    found = np.where(inside, np.where(np.isnan(values := level(ra, dec)), 2.0, values), 3.0)
    lowest = found.reshape(high, down, wide, across).min(axis=(1, 3))
    kinds = [_IN_50, _IN_90, _SKY, _UNKNOWN]
    return np.select([lowest <= 0.5, lowest <= 0.9, lowest <= 1, lowest <= 2], kinds, _OUTSIDE)


def _place(ra: float, dec: float) -> tuple[float, float]:
    """Where a position is drawn, from -1 to 1."""
    theta = phi = np.radians(dec)
    for _ in range(50):
        slope = max(2 + 2 * np.cos(2 * theta), 1e-9)
        theta -= (2 * theta + np.sin(2 * theta) - np.pi * np.sin(phi)) / slope
    return (180 - ra % 360) / 180 * float(np.cos(theta)), float(np.sin(theta))


def _painted(marks: NDArray[np.int64], letters: str, *, color: bool) -> str:
    parts = []
    for kind, group in groupby(marks.tolist()):
        text = letters[kind] * len(list(group))
        parts.append(f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if color and _COLORS[kind] else text)
    return "".join(parts).rstrip()


def _meridians(wide: int) -> str:
    """Right ascensions below the places where they cross the equator."""
    line = [" "] * (_MARGIN + wide)
    for ra in _MERIDIANS:
        name = str(ra)
        middle = _MARGIN + round((360 - ra) / 360 * (wide - 1))
        start = min(max(middle - len(name) // 2, _MARGIN), len(line) - len(name))
        line[start : start + len(name)] = name
    return "".join(line).rstrip()
