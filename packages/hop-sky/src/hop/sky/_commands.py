"""``hop sky``: ask sky maps at the command line. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import contextlib
import json
import math
import re
import shutil
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from hop._console import (
    columns,
    encode,
    escape_json,
    escape_line,
    has_colours,
    is_terminal,
    put,
    show,
    tell,
)
from hop._detection import detect_format
from hop._messages import unpacked
from hop.cli.options import json_option, usage_errors
from hop.cli.types import TIME, Parsed
from hop.errors import HopError, MessageError
from hop.message import Blob
from hop.publish import STANDARD_INPUT, read_whole
from hop.sky._sites import SITES, coordinates

if TYPE_CHECKING:
    from hop.models import Alert
    from hop.sky import SkyMap

_LEVELS = (0.5, 0.9)
_SHOWN_ROWS = 20
_STEP = timedelta(minutes=30)
# Smaller catalogues are read before somebody wonders.
_LARGE_FILE = 10_000_000
# So much of a packed file gives its first bytes.
_HEAD = 4096
# FITS, and FITS packed by gzip, in base64.
_IN_BASE64 = (b"U0lNUExF", b"H4sI")


def _parse_site(text: str) -> str | tuple[float, float, float]:
    parts = text.split(",")
    if len(parts) != 3:
        coordinates(text)
        return text
    try:
        longitude, latitude, height = map(float, parts)
    except ValueError:
        raise ValueError(
            f"{text!r} is no site; give a name, or LONGITUDE,LATITUDE,HEIGHT in degrees and m"
        ) from None
    return coordinates((longitude, latitude, height))


class _Site(Parsed):
    """The name of a site, or its coordinates."""

    def __init__(self) -> None:
        super().__init__("site", _parse_site)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The names, which are written with - in a shell."""
        names = (each.replace(" ", "-") for each in SITES)
        return [CompletionItem(each) for each in names if each.startswith(incomplete.lower())]


def _parse_table(text: str) -> Path:
    from hop.sky._catalog import table_format  # astropy.table is heavy

    try:
        table_format(Path(text))
    except MessageError as fault:
        raise ValueError(str(fault)) from None
    return Path(text)


def _parse_picture(text: str) -> Path:
    if Path(text).suffix.lower() not in (".png", ".svg"):
        raise ValueError(f"{text}: a picture is a .png or .svg file")
    return Path(text)


_source = click.argument("source", metavar="SOURCE")
_trusted = click.option(
    "--trusted",
    is_flag=True,
    help="Allow http, and a server in a private network, for the address SOURCE.",
)


@click.group(short_help="Ask sky maps of alerts.", no_args_is_help=True)
def sky() -> None:
    """Ask sky maps of alerts.

    SOURCE is a FITS file, a file with an alert (its map; else its circle or ellipse), an address
    (https://…), or - for standard input. Positions are degrees, ICRS.
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # those of libraries are for programmers


@sky.command(name="show", short_help="Show a sketch, areas and the best position.")
@_source
@_trusted
@json_option("what is shown")
def show_map(*, source: str, trusted: bool, as_json: bool) -> None:
    """Show a sketch of the sky, the area of the credible regions, and the best position."""
    found = _read(source, trusted=trusted)
    ra, dec = found.best
    if as_json:
        areas = {f"area_{level * 100:.0f}": found.area(level) for level in _LEVELS}
        _put_json({
            "object": found.header.get("OBJECT"),
            "cells": found.cells,
            "total": found.total,
            "ra": ra,
            "dec": dec,
            **areas,
            "distance": _number(found.header.get("DISTMEAN")),
            "distance_error": _number(found.header.get("DISTSTD")),
            "problems": list(found.problems),
        })  # fmt: skip
        return
    _show_sketch(found)
    mean, spread = (_number(found.header.get(each)) for each in ("DISTMEAN", "DISTSTD"))
    if mean is not None and spread is not None:
        show(f"distance {mean:.4g} ± {spread:.2g} Mpc")


@sky.command(short_help="Draw a map as PNG or SVG.")
@_source
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=Parsed("file", _parse_picture),
    help="The picture to write, .png or .svg.",
)
@click.option("--site", type=_Site(), help="Draw the horizon of this site now, sun and moon.")
@click.option("--zoom", is_flag=True, help="Draw only the part of the sky with the 90 % region.")
@_trusted
def plot(*, source: str, output: Path, site: Any, zoom: bool, trusted: bool) -> None:
    """Draw the whole sky, or with --zoom the part with the source."""
    found = _read(source, trusted=trusted)
    with usage_errors():
        found.plot(output, site=site, zoom=zoom)


@sky.command(short_help="Sort the objects of a catalogue, the likeliest first.")
@_source
@click.argument("catalogue", metavar="CATALOGUE")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=Parsed("file", _parse_table),
    help="Write the sorted catalogue to this file instead, in the format of its name.",
)
@click.option(
    "-n",
    "--number",
    type=click.IntRange(min=1),
    help=f"Only so many of the best. Default: {_SHOWN_ROWS} on standard output, all in a file.",
)
@_trusted
@json_option("each object")
def crossmatch(
    *,
    source: str,
    catalogue: str,
    output: Path | None,
    number: int | None,
    trusted: bool,
    as_json: bool,
) -> None:
    """Sort the objects of CATALOGUE by how likely they are the source, the likeliest first.

    CATALOGUE is a CSV, ECSV, VOTable, FITS or Parquet file. Its columns are found by UCD or by a
    usual name. If map and catalogue have distances, the likeliest place in space comes first. Only
    objects in the map are listed.
    """
    if output is not None and as_json:
        raise click.UsageError("--output writes a file: leave out --json")
    found = _read(source, trusted=trusted)
    from hop.sky._catalog import find_distance, find_positions, read_catalog, write_table

    _tell_of_large(catalogue)
    where, table = read_catalog(catalogue)
    ra, dec = find_positions(table, where)
    distance = find_distance(table) if found.has_distances else None
    tell(f"hop: columns {ra}, {dec}{f', {distance}' if distance else '; without distances'}")
    matched = found.crossmatch(table, ra, dec, distance)
    matched = matched[~_is_nan(matched["level"])]
    if output is not None:
        write_table(matched[:number], output)
        return
    matched = matched[: number or _SHOWN_ROWS]
    if as_json:
        for row in matched:
            _put_json({name: _value(row[name]) for name in matched.colnames})
        return
    levels = ("level", "volume_level") if distance else ("level",)
    names = dict.fromkeys(
        [matched.colnames[0], ra, dec, *([distance] if distance else []), *levels]
    )
    rows = [[escape_line(_text(row[name])) for name in names] for row in matched]
    for line in columns([list(names), *rows]):
        show(line)


@sky.command(short_help="When a site can observe how much of a map.")
@_source
@click.option("--site", type=_Site(), required=True, help="A name, or LONGITUDE,LATITUDE,HEIGHT.")
@click.option(
    "--when",
    type=TIME,
    help="The begin of the 24 hours: 2026-11-01T18:00Z, 'in 2 h'. Default: now.",
)
@_trusted
@json_option("each time")
def observe(*, source: str, site: Any, when: datetime | None, trusted: bool, as_json: bool) -> None:
    """Show how much of the probability a site can observe, in steps of half an hour.

    What counts is higher than 30 degrees, with the sun lower than -18 degrees. ALTITUDE and AIRMASS
    are those of the densest part of the map.
    """
    found = _read(source, trusted=trusted)
    with usage_errors():
        table = found.observable(site, when or datetime.now(UTC), step=_STEP)
    if as_json:
        for row in table:
            values = {name: _value(row[name]) for name in table.colnames if name != "time"}
            _put_json({"time": _iso(row["time"]), **values})
        return
    for note in table.meta["notes"]:
        tell(f"hop: {note}")
    dark = table[table["probability"] > 0]
    if not len(dark):
        tell("hop: nothing can be observed: no part of the map is high enough in the dark")
        return
    rows = [
        [
            _iso(row["time"]),
            f"{row['probability']:.3f}",
            f"{row['altitude']:.1f}",
            "-" if math.isnan(row["airmass"]) else f"{row['airmass']:.2f}",
            f"{row['sun_altitude']:.1f}",
        ]
        for row in dark
    ]
    heading = ["TIME", "PROBABILITY", "ALTITUDE", "AIRMASS", "SUN"]
    for line in columns([heading, *rows], numbers=range(1, 5)):
        show(line)


@sky.command(short_help="Write a map as multi-order FITS.")
@_source
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@_trusted
def convert(*, source: str, file: Path, trusted: bool) -> None:
    """Write the map to FILE, as a multi-order FITS file in the layout of LVK."""
    _read(source, trusted=trusted).write(file)


# Where a map comes from


def _read(source: str, *, trusted: bool) -> SkyMap:
    """The map of what the user named.

    Raises:
        hop.errors.MessageError: it is no map, and no alert with one.
        hop.errors.TransportError: it cannot be fetched.
        OSError: it cannot be read.
    """
    from hop.sky import SkyMap
    from hop.sky._sources import is_address

    if is_address(source):
        return _fetched(source, trusted=trusted)
    if source != STANDARD_INPUT:
        with Path(source).open("rb") as file:
            head = file.read(_HEAD)
        if _is_fits(head):
            return SkyMap.read(source)
    name, data = read_whole(source)
    if source == STANDARD_INPUT and _is_fits(data[:_HEAD]):
        content = BytesIO(data)
        content.name = name  # the errors have it
        return SkyMap.read(content)
    if data.startswith(_IN_BASE64):
        return SkyMap.read(data)
    return _of_alert(name, _alert_in(name, source, data))


def _is_fits(head: bytes) -> bool:
    """Whether a file that begins so is FITS, or is to be."""
    if head.startswith(b"\x1f\x8b"):
        with contextlib.suppress(zlib.error):
            head = zlib.decompressobj(31).decompress(head, 80) or b"SIMPLE"
    return head.startswith(b"SIMPLE")


def _alert_in(name: str, path: str, data: bytes) -> Alert:
    data = unpacked(data)
    model = detect_format(data, path)
    if model is Blob:
        raise MessageError(f"{name}: neither a sky map (FITS) nor an alert in a format of hop")
    try:
        alerts: tuple[Alert, ...] = model.from_wire(data).alerts
    except MessageError as fault:
        raise MessageError(f"{name}: {fault}") from fault
    useful = [each for each in alerts if each.sky_map is not None or each.region is not None]
    if len(useful) != 1:
        what = "none" if not useful else f"{len(useful)} alerts"
        raise MessageError(
            f"{name}: give a message of one alert with a sky map; here {what} has one"
        )
    return useful[0]


def _of_alert(name: str, alert: Alert) -> SkyMap:
    """The map of an alert; that at its address too, which is a stranger's."""
    from hop.sky import SkyMap

    reference = alert.sky_map
    if reference is not None and reference.data is None and reference.url:
        try:
            return _fetched(reference.url, trusted=False)
        except HopError as fault:
            if alert.region is None:
                raise
            tell(f"hop: warning: {fault}; the error region is used instead")
    try:
        return SkyMap.read(alert)
    except ValueError as fault:
        raise MessageError(f"{name}: {fault}") from fault


def _fetched(url: str, *, trusted: bool) -> SkyMap:
    from hop.sky import SkyMap
    from hop.sky._sources import read

    with _bar() as progress:
        return SkyMap(*read(url, None, trusted=trusted, progress=progress))


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar for what is fetched, on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="fetching", file=sys.stderr) as bar:

        def progress(done: int, total: int | None) -> None:
            bar.length = total or done
            bar.update(done - bar.pos)

        yield progress


def _tell_of_large(path: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        with contextlib.suppress(OSError):
            size = Path(path).stat().st_size
            if size > _LARGE_FILE:
                tell(f"hop: reading {path}, {size / 1e6:.0f} MB")


# How values are written


def _show_sketch(found: SkyMap) -> None:
    if not is_terminal():
        show(str(found))
        return
    width = max(40, shutil.get_terminal_size().columns)
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    text = found.sketch(min(width, 120), color=has_colours(), unicode=is_unicode)
    # Its own colours stay; what the file may hold beside is made harmless.
    pieces = re.split(r"(\x1b\[[\d;]*m)", text)
    put(b"".join(
        piece.encode() if number % 2 else encode(piece, for_people=True)
        for number, piece in enumerate(pieces)
    ))  # fmt: skip


def _is_nan(column: Any) -> Any:
    import numpy as np

    return np.isnan(column)


def _number(value: Any) -> float | None:
    """A number of a header; None where it is none."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None


def _value(cell: Any) -> Any:
    """A cell of a table as JSON has it; null where it is masked or no number."""
    value = getattr(cell, "value", cell)
    value = value.item() if hasattr(value, "item") and getattr(value, "ndim", 0) == 0 else value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    tolist = getattr(value, "tolist", None)
    return tolist() if tolist is not None else str(value)


def _text(cell: Any) -> str:
    value = _value(cell)
    if isinstance(value, float):
        return f"{value:.6g}"
    return "-" if value is None else str(value)


def _iso(time: Any) -> str:
    found: datetime = time.to_datetime(timezone=UTC)
    return found.strftime("%Y-%m-%dT%H:%MZ")


def _put_json(document: dict[str, Any]) -> None:
    line = json.dumps(document, ensure_ascii=False, allow_nan=False)
    put(escape_json(line).encode("utf-8", "backslashreplace"))
