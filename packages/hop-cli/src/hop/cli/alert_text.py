"""How an alert is shown to people: a page about one alert, or one line of many."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hop._console import encode, escape_json, escape_line, is_terminal
from hop._messages import to_line
from hop.models._view import angle, cut, number, percent, rate, region_size

if TYPE_CHECKING:
    from hop.models import Alert, Origin, SkyMapRef

_WIDEST = 60
"""Longer values of a page do not move the column beside them."""
_LONGEST_CELL, _LONGEST_VALUE = 80, 1000
"""Longer values of a line, or of a page, are cut: senders write what they like."""
_RETRACTED, _DIM, _BOLD, _RED, _END = "\x1b[1;31m", "\x1b[2m", "\x1b[1m", "\x1b[31m", "\x1b[0m"

_COLUMNS = (("TIME", 20), ("EVENT", 23), ("KIND", 15), ("MISSION", 15), ("POSITION", 30),
            ("FAR", 14), ("CLASS", 0))  # fmt: skip
"""The columns of lines, and how wide each is; the last one ends the line."""


def json_of(alert: Alert) -> bytes:
    """Return the JSON of an alert: one line, without its end."""
    line = escape_json(to_line(alert.asdict()))
    return encode(line, for_people=is_terminal())


# One line an alert


def heading() -> str:
    """Return the line that names the columns."""
    return _line([name for name, _ in _COLUMNS])


def line_of(alert: Alert, *, colours: bool) -> str:
    """Return one line about an alert, in columns; what is unknown is a ``-``.

    Args:
        alert: the alert.
        colours: mark retractions and tests with the colours of a terminal.
    """
    kind = alert.kind or ""
    is_retraction = kind == "retraction"
    mark = " ".join(filter(None, ["TEST" if alert.is_test else "", _loud(kind)]))
    line = _line(
        [
            "-" if alert.time is None else _short_time(alert.time),
            alert.event_id or " ".join(alert.names) or "-",
            mark or "-",
            _mission(alert) or "-",
            _position(alert) or "-",
            "-" if alert.far is None else rate(alert.far),
            _best(alert.classes) or alert.subject or "-",
        ]
    )
    if not colours or not (is_retraction or alert.is_test):
        return line
    return f"{_RETRACTED if is_retraction and not alert.is_test else _DIM}{line}{_END}"


def _line(cells: Iterable[str]) -> str:
    padded = (
        escape_line(cut(cell, _LONGEST_CELL)).ljust(width)
        for cell, (_, width) in zip(cells, _COLUMNS, strict=True)
    )
    return "  ".join(padded).rstrip()


def _loud(kind: str) -> str:
    return kind.upper() if kind == "retraction" else kind


def _short_time(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


def _mission(alert: Alert) -> str:
    return "/".join(filter(None, [alert.mission, alert.instrument]))


def _position(alert: Alert) -> str:
    region = region_size(alert.region)
    if alert.ra is None or alert.dec is None:
        return region or ("sky map" if alert.sky_map is not None else "")
    return f"{alert.ra:8.4f} {alert.dec:+8.4f} {region}".rstrip()


def _best(classes: Mapping[str, float]) -> str:
    if not classes:
        return ""
    name = max(classes, key=lambda each: classes[each])
    return f"{name} {percent(classes[name])}"


# A page about an alert


def page_of(alert: Alert, place: str, *, colours: bool) -> list[str]:
    """Return the lines of a page about an alert: each known field, and where it comes from.

    Args:
        alert: the alert.
        place: the file that it is in.
        colours: mark retractions and problems with the colours of a terminal.
    """
    rows, unknown = [], []
    for field in dataclasses.fields(alert):
        if field.name in ("origin", "problems"):
            continue
        value = getattr(alert, field.name)
        if value in (None, (), {}):
            unknown.append(field.name)
            continue
        shown = cut(_SHOWN.get(field.name, _plain)(value), _LONGEST_VALUE)
        came_from = _origin(alert.origin.get(field.name))
        rows.append((field.name, escape_line(shown), escape_line(came_from)))
    names = max(len(name) for name, _, _ in rows)
    values = min(_WIDEST, max(len(value) for _, value, _ in rows))
    bold, red, dim, end = (_BOLD, _RED, _DIM, _END) if colours else ("", "", "", "")
    lines = [f"{_title(alert, escape_line(place), bold, red, end)}"]
    for name, value, came_from in rows:
        told = f"  {name.ljust(names)}  {value.ljust(values)}"
        lines.append(f"{told}  {dim}{came_from}{end}" if came_from else told.rstrip())
    lines += [f"  {red}! {escape_line(each)}{end}" for each in alert.problems]
    if unknown:
        lines.append(f"  {dim}unknown: {', '.join(unknown)}{end}")
    return lines


def _title(alert: Alert, place: str, bold: str, red: str, end: str) -> str:
    marks = ["TEST"] if alert.is_test else []
    if alert.kind == "retraction":
        marks.append("RETRACTION")
    told = " ".join(filter(None, [alert.mission, alert.instrument]))
    name = (alert.names[0] if alert.names else alert.event_id) or ""
    parts = [cut(each, _LONGEST_CELL) for each in (told, name) if each]
    title = escape_line(", ".join(parts) or alert.family)
    marked = f"{bold}{red}{' '.join(marks)}{end} " if marks else ""
    return f"{bold}{place}{end}: {marked}{title}"


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return ""
    note = origin.note or ""
    if origin.assumed:
        note = f"assumed: {note}" if note else "assumed"
    return f"{origin.path} ({note})" if origin.path and note else origin.path or note


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _probabilities(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {percent(value)}" for name, value in values.items())


def _sky_map(sky_map: SkyMapRef) -> str:
    if sky_map.data is not None:
        return f"FITS file in the message, {len(sky_map.data)} bytes"
    return sky_map.url or "cannot be read"


def _region(region: Any) -> str:
    if region.type == "circle":
        told = f"circle, radius {angle(region.radius)}"
    elif region.type == "ellipse":
        axes = f"{angle(region.semi_major)} × {angle(region.semi_minor)}"
        told = f"ellipse, half axes {axes}, position angle {number(region.position_angle)}°"
    else:
        corners = "; ".join(" ".join(number(each) for each in corner) for corner in region.corners)
        told = f"polygon, corners {corners} (deg)"
    if region.containment is not None:
        told += f", {percent(region.containment)} containment"
        told += " (assumed)" if region.assumed else ""
    if region.systematic is not None:
        told += f", {'with' if region.systematic else 'without'} systematic errors"
    return told


def _refs(refs: Iterable[Any]) -> str:
    return ", ".join(f"{each.kind} of {each.event_id}" for each in refs)


def _right_ascension(ra: float) -> str:
    seconds = round(ra * 240, 2) % 86400
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{number(ra)}° ({hours:02d}h{minutes:02d}m{seconds:05.2f}s)"


def _declination(dec: float) -> str:
    minutes, seconds = divmod(round(abs(dec) * 3600, 1), 60)
    degrees, minutes = divmod(int(minutes), 60)
    sign = "-" if dec < 0 else "+"
    return f"{number(dec)}° ({sign}{degrees:02d}°{minutes:02d}′{seconds:04.1f}″)"


_TIMES_OF = {
    "event": "the event",
    "observation": "an observation, such as an image",
    "other": "another event, which was followed up",
}

_SHOWN: dict[str, Callable[[Any], str]] = {
    "time": lambda time: time.isoformat().replace("+00:00", "Z"),
    "sent": lambda time: time.isoformat().replace("+00:00", "Z"),
    "time_error": lambda value: f"{value:.6g} s",
    "time_of": lambda value: _TIMES_OF.get(value, value),
    "ra": _right_ascension,
    "dec": _declination,
    "region": _region,
    "sky_map": _sky_map,
    "far": lambda far: f"{far:.4g} Hz ({rate(far)})",
    "significance": lambda value: f"{value.value:.6g} {value.kind}",
    "p_astro": percent,
    "classes": _probabilities,
    "properties": _probabilities,
    "kind": _loud,
    "is_test": lambda value: "yes: TEST" if value else "no",
    "distance": lambda value: f"{value:.6g} Mpc",
    "distance_error": lambda value: f"{value:.6g} Mpc",
    "refs": _refs,
}
"""How the values of fields are shown that are more than a word."""
