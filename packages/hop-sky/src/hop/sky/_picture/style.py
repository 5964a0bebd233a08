"""The colours of pictures: for white paper, and for dark screens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """Colours.

    Attributes:
        paper: around the sky.
        ink: text, ticks and frame.
        grid: lines of right ascension and declination.
        ramp: from no probability to the most.
        unknown: where the map says nothing.
        contour: outlines of credible regions.
        mark: the densest cell and the objects of a catalogue.
        horizon: the horizon and the limit of altitude.
        shade: what is too low.
        sun: the sun.
        moon: the moon.
    """

    paper: str
    ink: str
    grid: str
    ramp: tuple[str, ...]
    unknown: str
    contour: str
    mark: str
    horizon: str
    shade: str
    sun: str
    moon: str


LIGHT = Style(
    paper="#ffffff",
    ink="#222222",
    grid="#9a9a9a",
    ramp=("#ffffff", "#fee3b8", "#fdbb6b", "#ef6548", "#a50f15"),
    unknown="#d5d8dd",
    contour="#1d2f6f",
    mark="#006d5b",
    horizon="#5b3a8c",
    shade="#45485a",
    sun="#ffc400",
    moon="#8f98a8",
)
DARK = Style(
    paper="#14161c",
    ink="#e4e6eb",
    grid="#6b7180",
    ramp=("#0a0b0f", "#3b1c4d", "#8c2a63", "#e0604f", "#fdd97f"),
    unknown="#3a3e49",
    contour="#9fd3ff",
    mark="#7dffb0",
    horizon="#c3a6ff",
    shade="#8f96a8",
    sun="#ffd84d",
    moon="#dfe3ea",
)
