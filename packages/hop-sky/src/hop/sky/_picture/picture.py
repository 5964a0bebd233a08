"""Put a picture together: the density, contours, objects, a site, the legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from astropy import units as u
from astropy.visualization.wcsaxes import WCSAxes
from astropy.visualization.wcsaxes.frame import EllipticalFrame, RectangularFrame
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from hop.sky._cells import Floats
from hop.sky._observing import SkyAt
from hop.sky._picture.frame import LARGEST, SMALLEST, Frame, around, reach
from hop.sky._picture.objects import draw_objects
from hop.sky._picture.sky_at import describe, draw_site
from hop.sky._picture.style import DARK, LIGHT, Style
from hop.sky._picture.words import area, number, plain

_SR_PER_DEG2 = (np.pi / 180) ** 2
# In inches. The picture is drawn at this size, and the pixels make it larger or smaller: so it
# looks the same at every size.
_WIDTH = 8.0
_ALL_SKY, _ZOOM = 5.7, 7.4
_SKY_BOX, _ZOOM_BOX = (0.35, 1.2, 7.3, 3.65), (1.0, 1.1, 5.6, 5.6)
_SKY_BAR, _ZOOM_BAR = (2.5, 0.95, 3.0, 0.11), (6.8, 1.1, 0.16, 5.6)
_CONTOURS = ((0.5, 1.7, "--"), (0.9, 1.1, "-"))
# A circle around the region, and some sky.
_MARGIN = 1.2
# How far apart circles around a pole may be, degrees.
_STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30)
# An outline of this part of the width has its level written on it.
_LABELLED = 0.1
Box = tuple[float, float, float, float]
WIDTHS = (200, 10_000)


class Answers(Protocol):
    """What a picture asks a sky map."""

    header: dict[str, Any]

    @property
    def best(self) -> tuple[float, float]:
        """The centre of the densest cell."""

    def density(self, ra: Any, dec: Any) -> Any:
        """The probability density at positions, sr⁻¹."""

    def area(self, level: float) -> float:
        """The area of a credible region, deg²."""

    def contour(self, level: float) -> list[Floats]:
        """The outline of a credible region."""


@dataclass(frozen=True)
class View:
    """What a picture shows.

    Attributes:
        zoom: only the credible region, instead of the whole sky.
        center: its middle, degrees.
        radius: degrees from the middle to the edge.
        width: its width in pixels.
        dark: light colours on a dark ground.
        title: the line above; None for the name in the file.
    """

    zoom: bool = False
    center: tuple[float, float] | None = None
    radius: float | None = None
    width: int = 1600
    dark: bool = False
    title: str | None = None

    def __post_init__(self) -> None:
        if not WIDTHS[0] <= self.width <= WIDTHS[1]:
            raise ValueError(f"the width is {self.width}, not {WIDTHS[0]} to {WIDTHS[1]} pixels")
        if self.radius is not None and not SMALLEST <= self.radius <= LARGEST:
            raise ValueError(
                f"the radius is {self.radius} degrees, not {SMALLEST} to {LARGEST:.0f}"
            )
        if self.center is not None:
            ra, dec = self.center
            if not (np.isfinite(ra) and -90 <= dec <= 90):
                raise ValueError(f"the centre is {ra} {dec}, no position in degrees")


def draw(sky: Answers, view: View, above: SkyAt | None = None, table: Any = None) -> Figure:
    """Draw a sky map.

    Args:
        sky: the map.
        view: what to show of it.
        above: where zenith, sun and moon of a site are.
        table: objects, as :meth:`hop.sky.SkyMap.crossmatch` gives them.
    """
    style = DARK if view.dark else LIGHT
    outlines = {level: sky.contour(level) for level, _, _ in _CONTOURS}
    center, radius = _part(sky, view, outlines[0.9])
    is_all_sky = radius is None
    height = _ALL_SKY if is_all_sky else _ZOOM
    figure = Figure((_WIDTH, height), dpi=view.width / _WIDTH, facecolor=style.paper)
    FigureCanvasAgg(figure)
    box = _SKY_BOX if is_all_sky else _ZOOM_BOX
    frame = Frame(center, radius, *(round(each * figure.dpi) for each in box[2:]))
    axes = WCSAxes(
        figure, _place(box, height), wcs=frame.wcs,
        frame_class=EllipticalFrame if is_all_sky else RectangularFrame,
    )  # fmt: skip
    figure.add_axes(axes)
    positions = frame.positions()
    image = _draw_density(axes, style, sky, positions, is_zoom=not is_all_sky)
    axes.set_xlim(-0.5, frame.width - 0.5)
    axes.set_ylim(-0.5, frame.height - 0.5)
    _draw_grid(axes, frame, style)
    entries = _draw_contours(axes, frame, style, sky, outlines)
    if above is not None:
        entries += draw_site(axes, frame, style, positions, above)
    if table is not None:
        entries += draw_objects(axes, frame, style, table)
    entries += _draw_best(axes, frame, style, sky.best)
    for each in (*axes.images, *axes.lines, *axes.collections):
        each.set_clip_path(axes.coords.frame.patch)
    _draw_bar(figure, image, style, is_all_sky=is_all_sky)
    _write_text(figure, style, sky, view, above=above, entries=entries)
    return figure


def _place(inches: Box, height: float) -> Box:
    """A part of a picture as matplotlib wants it: left, bottom, width, height as parts of it."""
    left, bottom, wide, high = inches
    return left / _WIDTH, bottom / height, wide / _WIDTH, high / height


def _part(
    sky: Answers, view: View, outline: list[Floats]
) -> tuple[tuple[float, float], float | None]:
    """The centre and the radius of a picture; no radius: the whole sky."""
    if not view.zoom and view.radius is None:
        return view.center or (180.0, 0.0), None
    if not outline:  # nothing is outside of the region, or nothing inside
        return view.center or sky.best, view.radius or LARGEST
    points = np.concatenate(outline)
    center, radius = around(points)
    if view.center is not None:
        center, radius = view.center, reach(view.center, points)
    elif radius * _MARGIN > LARGEST:
        center = sky.best
    if view.radius is not None:
        return center, view.radius
    return center, float(np.clip(radius * _MARGIN, SMALLEST, LARGEST))


def _draw_density(
    axes: Any, style: Style, sky: Answers, positions: tuple[Floats, Floats], *, is_zoom: bool
) -> Any:
    ra, dec = positions
    on_sky = np.isfinite(ra)
    density = np.full(ra.shape, np.nan)
    density[on_sky] = sky.density(ra[on_sky], dec[on_sky]) * _SR_PER_DEG2
    # Of a small region no pixel of the whole sky may show the densest cell.
    shown = density if is_zoom and np.nansum(density) > 0 else sky.density(*sky.best) * _SR_PER_DEG2
    most = float(np.nanmax(shown))
    ramp = LinearSegmentedColormap.from_list("hop", style.ramp).with_extremes(bad=style.unknown)
    return axes.imshow(
        np.ma.masked_invalid(density), origin="lower", cmap=ramp, vmin=0, vmax=most,
        interpolation="nearest", zorder=1,
    )  # fmt: skip


def _draw_grid(axes: Any, frame: Frame, style: Style) -> None:
    ra, dec = axes.coords
    for each in (ra, dec):
        each.set_ticklabel(color=style.ink, size=8)
        each.grid(color=style.grid, alpha=0.6, linewidth=0.5)
    axes.coords.frame.set_color(style.ink)
    axes.coords.frame.set_linewidth(0.9)
    axes.set_facecolor(style.paper)
    ra.set_format_unit("deg", decimal=True)
    dec.set_format_unit("deg", decimal=True)
    if frame.is_all_sky:
        seam = (frame.center[0] + 180) % 360
        meridians = np.arange(0.0, 360, 45)
        meridians = meridians[np.abs((meridians - seam + 180) % 360 - 180) > 15]
        ra.set_ticks(meridians * u.deg)
        dec.set_ticks(np.arange(-60, 61, 30) * u.deg)
        ra.set_ticklabel_position("h")
        dec.set_ticklabel_position("c")
        for each in (ra, dec):
            each.set_major_formatter("d")
            each.set_ticks_visible(False)
            each.set_axislabel("")
        return
    ra.set_axislabel("right ascension (ICRS)", color=style.ink, size=9)
    dec.set_axislabel("declination (ICRS)", color=style.ink, size=9, minpad=0.4)
    for each, side in ((ra, "b"), (dec, "l")):
        each.set_ticks(number=5)
        each.set_ticks_position(side)
        each.set_ticklabel_position(side)
        each.set_axislabel_position(side)
        each.tick_params(color=style.ink)
    if frame.has_pole:  # its meridians meet all edges, and its parallels perhaps none
        for each in (ra, dec):
            each.set_ticks_visible(False)
            each.set_ticklabel_visible(False)
            each.set_axislabel("")
        _name_lines_at_pole(axes, frame, style)


def _name_lines_at_pole(axes: Any, frame: Frame, style: Style) -> None:
    """Write on meridians and parallels around a pole which they are."""
    sign, away = float(np.sign(frame.center[1])), 90 - abs(frame.center[1])
    step = next(each for each in _STEPS if frame.radius / each <= 4)
    parallels = sign * np.arange(90 - step, -90, -step)[:12]
    meridians = np.arange(0.0, 360, 30)
    axes.coords[0].set_ticks(meridians * u.deg)
    axes.coords[1].set_ticks(parallels * u.deg)
    # The parallel and the meridian along which the names stand leave the middle free.
    parallel = sign * (90 - min(90, away + 0.6 * frame.radius))
    named = [(ra, parallel, f"{ra:g}°") for ra in meridians]
    named += [(frame.center[0] + 45, dec, f"{number(dec, '+g')}°") for dec in parallels]
    for ra, dec, name in named:
        x, y = frame.pixels(ra, dec)
        margin = 0.03 * frame.width
        if frame.shows(x - margin, y - margin)[0] and frame.shows(x + margin, y + margin)[0]:
            axes.text(
                x[0], y[0], name, color=style.ink, fontsize=8, zorder=3, ha="center", va="center",
                path_effects=_halo(style),
            )  # fmt: skip


def _halo(style: Style) -> list[Any]:
    """What keeps text readable above anything."""
    return [withStroke(linewidth=2.2, foreground=style.paper)]


def _draw_contours(
    axes: Any, frame: Frame, style: Style, sky: Answers, outlines: dict[float, list[Floats]]
) -> list[Any]:
    entries = []
    for level, width, dashes in _CONTOURS:
        lines = [frame.line(each[:, 0], each[:, 1]) for each in outlines[level]]
        name = f"{100 * level:.0f} %"
        collection = LineCollection(
            lines, colors=style.contour, linewidths=width, linestyles=dashes, zorder=4,
            label=f"{name}: {area(sky.area(level))}",
        )  # fmt: skip
        axes.add_collection(collection, autolim=False)
        entries.append(collection)
        # One name is at the top, and the other at the bottom, so that they stay apart.
        place = _label_place(frame, lines, at_top=level > 0.5)
        if place is not None:
            axes.text(
                *place, name, color=style.contour, fontsize=8, ha="center", va="center", zorder=6,
                bbox={"facecolor": style.paper, "pad": 0.8, "linewidth": 0},
            )  # fmt: skip
    return entries


def _label_place(frame: Frame, lines: list[Floats], *, at_top: bool) -> tuple[float, float] | None:
    """The end of the largest outline that is seen; None if all are too small for a name."""
    best, largest = None, _LABELLED * frame.width
    for line in lines:
        for piece in np.split(line, np.flatnonzero(np.isnan(line[:, 0]))):
            seen = piece[frame.shows(piece[:, 0], piece[:, 1])]
            size = float(np.ptp(seen, axis=0).max()) if len(seen) else 0.0
            if size > largest:
                end = seen[np.argmax(seen[:, 1]) if at_top else np.argmin(seen[:, 1])]
                best, largest = (float(end[0]), float(end[1])), size
    return best


def _draw_best(axes: Any, frame: Frame, style: Style, best: tuple[float, float]) -> list[Any]:
    x, y = frame.pixels(*best)
    if not frame.shows(x, y)[0]:
        return []
    label = f"densest: {best[0]:.2f}° {number(best[1], '+.2f')}°"
    marks: list[Any] = axes.plot(
        x, y, "+", ms=10, mew=1.4, color=style.mark, label=label, zorder=6,
        path_effects=_halo(style),
    )  # fmt: skip
    return marks


def _draw_bar(figure: Figure, image: Any, style: Style, *, is_all_sky: bool) -> None:
    height = _ALL_SKY if is_all_sky else _ZOOM
    place = _place(_SKY_BAR if is_all_sky else _ZOOM_BAR, height)
    bar = figure.colorbar(
        image,
        cax=figure.add_axes(place),
        orientation="horizontal" if is_all_sky else "vertical",
    )
    bar.set_label("probability per deg²", color=style.ink, size=8)
    bar.ax.tick_params(colors=style.ink, labelsize=7)
    bar.ax.ticklabel_format(style="sci", scilimits=(-2, 3), useMathText=True)
    for text in (bar.ax.xaxis.get_offset_text(), bar.ax.yaxis.get_offset_text()):
        text.set(color=style.ink, size=7)
    bar.outline.set_edgecolor(style.ink)


def _write_text(
    figure: Figure,
    style: Style,
    sky: Answers,
    view: View,
    *,
    above: SkyAt | None,
    entries: list[Any],
) -> None:
    title = plain(str(view.title if view.title is not None else sky.header.get("OBJECT", "")), 90)
    inch = 1 / figure.get_size_inches()[1]
    figure.text(
        0.5, 1 - 0.15 * inch, title or "Sky map", color=style.ink, size=12, ha="center", va="top",
        parse_math=False,
    )  # fmt: skip
    if above is not None:
        figure.text(
            0.5, 1 - 0.42 * inch, describe(above, sky.best), color=style.ink, size=8, ha="center",
            va="top", parse_math=False,
        )  # fmt: skip
    figure.legend(
        handles=entries, loc="lower center", ncols=3, frameon=False, labelcolor=style.ink,
        fontsize=8, bbox_to_anchor=(0.5, 0.0), columnspacing=1.6, handlelength=1.8,
        borderaxespad=0.2,
    )  # fmt: skip
