"""What a site has above it at a time, drawn over a sky map."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from hop.sky._cells import Floats, vectors
from hop.sky._observing import SkyAt
from hop.sky._picture.frame import Frame, circle
from hop.sky._picture.style import Style
from hop.sky._picture.words import number, plain

MIN_ALTITUDE = 30.0
"""What stands lower is shaded, as :meth:`hop.sky.SkyMap.observable` leaves it out."""


def draw_site(
    axes: Axes, frame: Frame, style: Style, positions: tuple[Floats, Floats], above: SkyAt
) -> list[Any]:
    """Draw what is too low, the horizon, the sun and the moon.

    Args:
        axes: where to draw.
        frame: its projection.
        style: its colours.
        positions: of each pixel.
        above: where zenith, sun and moon are.

    Returns:
        The lines, for the legend.
    """
    height = vectors(*positions) @ above.zenith
    low = np.zeros((*height.shape, 4))
    low[..., :3] = to_rgb(style.shade)
    with np.errstate(invalid="ignore"):
        low[..., 3] = 0.22 * (height < np.sin(np.radians(MIN_ALTITUDE))) + 0.25 * (height < 0)
    axes.imshow(low, origin="lower", interpolation="nearest", zorder=2)
    lines = []
    for altitude, dashes in ((0.0, "-"), (MIN_ALTITUDE, "--")):
        points = frame.line(*circle(above.zenith, 90 - altitude))
        label = f"{altitude:.0f}° high" if altitude else "horizon"
        if frame.shows(points[:, 0], points[:, 1]).any():
            lines += axes.plot(
                *points.T, dashes, color=style.horizon, lw=1.1, label=label, zorder=4
            )
    bodies = (("Sun", above.sun, style.sun), ("Moon", above.moon, style.moon))
    for name, place, color in bodies:
        x, y = (float(each[0]) for each in frame.pixels(*place))
        if not frame.shows(np.array(x), np.array(y)):
            continue
        axes.plot([x], [y], "o", ms=9, mfc=color, mec=style.ink, mew=0.8, zorder=7)
        text = axes.annotate(
            name, (x, y), (7, 5), textcoords="offset points", color=style.ink, fontsize=8, zorder=7
        )
        text.set_clip_on(True)
    return lines


def describe(above: SkyAt, best: tuple[float, float]) -> str:
    """What the picture shows of a site, in a line."""
    altitude = np.degrees(np.arcsin(np.clip(vectors(*best) @ above.zenith, -1, 1)))
    densest, sun, moon = (
        number(float(each), ".0f") for each in (altitude, above.sun_altitude, above.moon_altitude)
    )
    return (
        f"{plain(above.site, 40)}, {above.time:%Y-%m-%d %H:%M} UTC. Altitudes: densest {densest}°, "
        f"sun {sun}°, moon {moon}° ({100 * above.moon_lit:.0f} % lit)"
    )
