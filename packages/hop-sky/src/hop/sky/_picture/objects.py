"""The objects of a catalogue on a picture: those in the 90 % region marked, the best ones named."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from hop.sky._catalog import positions
from hop.sky._cells import Floats
from hop.sky._picture.frame import Frame
from hop.sky._picture.style import Style
from hop.sky._picture.words import plain

_NAMED = 5
# A picture with more marks shows nothing else.
_MARKED = 2000
_LEVEL = 0.9
_LONGEST = 24
# From one name to the next, as a part of the height of the picture.
_LINE = 0.045
# Points: the smallest and the largest mark.
_SIZES = (1.2, 4.0)


def draw_objects(axes: Axes, frame: Frame, style: Style, table: Any) -> list[Any]:
    """Mark the objects of a table of :meth:`hop.sky.SkyMap.crossmatch`, best first.

    Returns:
        The marks, for the legend.
    """
    in_space = "volume_level" in table.colnames
    level = np.asarray(table["volume_level" if in_space else "level"], float)
    inside = np.flatnonzero(level <= _LEVEL)
    x, y = frame.pixels(*positions(table))
    seen = inside[:_MARKED]
    seen = seen[frame.shows(x[seen], y[seen])]
    place = "volume" if in_space else "area"
    label = f"{len(inside)} objects in the 90 % {place}"
    if len(inside) > _MARKED:
        label += f", {_MARKED} marked"
    points = 72 / axes.figure.dpi
    marks: list[Any] = axes.plot(
        x[seen], y[seen], "o", ms=_mark_size(x[seen] * points, y[seen] * points), mfc="none",
        mec=style.mark, mew=0.8, zorder=3.5, label=label,
    )  # fmt: skip
    best = seen[:_NAMED]
    axes.plot(
        x[best], y[best], "o", ms=4.5, mfc=style.mark, mec=style.paper, mew=0.6, zorder=6
    )  # fmt: skip
    names = [_name(table, int(row)) for row in best]
    marked = list(zip(x[best].tolist(), y[best].tolist(), names, strict=True))
    _put_names(axes, frame, style, marked, x[seen])
    return marks


def _mark_size(x: Floats, y: Floats) -> float:
    """Half of the mean distance of marks, so that they do not become one blot."""
    if len(x) < 2:
        return _SIZES[1]
    apart = np.sqrt(float(np.ptp(x)) * float(np.ptp(y)) / len(x))
    return float(np.clip(apart / 2, *_SIZES))


def _name(table: Any, row: int) -> str:
    by_name = {name.lower(): name for name in table.colnames}
    texts = [name for name in table.colnames if table[name].dtype.kind in "US"]
    column = by_name.get("name") or (texts[0] if texts else None)
    name = plain(str(table[column][row]), _LONGEST) if column else ""
    return f"{row + 1} {name}".rstrip()


def _put_names(
    axes: Axes,
    frame: Frame,
    style: Style,
    marks: list[tuple[float, float, str]],
    all_x: Floats,
) -> None:
    """Put the names in columns beside the marks, a line leading to each, so that none overlap."""
    for is_left in (True, False):
        group = [each for each in marks if (each[0] < frame.width / 2) == is_left]
        group.sort(key=lambda each: each[1])
        if not group:
            continue
        gap = _LINE * frame.height
        rows = np.arange(len(group)) * gap
        middle = float(np.mean([each[1] for each in group])) - rows.mean()
        rows += np.clip(middle, gap, frame.height - rows[-1] - gap)
        column = _column(frame, all_x[(all_x < frame.width / 2) == is_left], is_left=is_left)
        for (x, y, name), row in zip(group, rows, strict=True):
            text = axes.annotate(
                name, (x, y), (column, row), fontsize=8, color=style.ink, zorder=8,
                ha="left" if is_left else "right", va="center", parse_math=False,
                arrowprops={"arrowstyle": "-", "color": style.mark, "lw": 0.7, "shrinkB": 3},
            )  # fmt: skip
            text.set_path_effects([withStroke(linewidth=2.2, foreground=style.paper)])


def _column(frame: Frame, x: Floats, *, is_left: bool) -> float:
    """Where names begin: towards the middle on the whole sky, else at the edge."""
    if frame.is_all_sky:
        aside = 0.04 * frame.width
        return float(x.max() + aside if is_left else x.min() - aside)
    return (0.02 if is_left else 0.98) * frame.width
