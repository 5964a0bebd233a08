"""What a person sees of a message: a title, marks, and a few rows of label and text.

The command, notebooks and logs show these. A view never raises, and is short however long the
message is. Nothing here makes text harmless for a terminal or a page: whoever shows it does.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.message import MessageModel
    from hop.models._generated.alert import Alert, SkyMapRef

YEAR_S = 365.25 * 86400
_DAY_S = 86400
MOST_ROWS = 12
"""So many rows a view has at most."""
_LONGEST = 300
"""Longer texts of rows are cut: senders write what they like."""
_FEW = 6
"""So many values of a list, and so many names of an object, are shown one by one."""
_LEAST = 0.001
"""Smaller probabilities are left out, beside larger ones."""
_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]{64,}={0,2}\s*\Z")
_CIRCULAR = "circular"
_CIRCULARS = "https://gcn.nasa.gov/circulars/"
_SUPEREVENTS = "https://gracedb.ligo.org/superevents/"

Row = tuple[str, str]


@dataclass(frozen=True)
class View:
    """What a person sees of a message or an alert.

    Attributes:
        title: what it is about, in a few words.
        kind: what sort of notice it is.
        marks: ``TEST`` and ``RETRACTION``, where it is one.
        rows: labels and texts.
        text: what is text anyway, such as a circular; empty where there are rows.
    """

    title: str
    kind: str = ""
    marks: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    text: str = ""


# Numbers


def number(value: float) -> str:
    """A number with at most six digits after its point."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def angle(degrees: float) -> str:
    """An angle in the unit in which it is no small fraction."""
    for factor, unit in ((1, "°"), (60, "′")):
        if degrees * factor >= 1:
            return f"{degrees * factor:.3g}{unit}"
    return f"{degrees * 3600:.3g}″"


def percent(value: float) -> str:
    """A probability as people say it."""
    return f"{value * 100:.3g}%"


def rate(far: float) -> str:
    """A rate in Hz, short: one in so many years, or so many a day."""
    a_year = far * YEAR_S
    if not a_year:
        return "0"
    if a_year < 1:
        return f"1 in {1 / a_year:.3g} yr"
    a_day = far * _DAY_S
    return f"{a_day:.3g} per day" if a_day >= 1 else f"{a_year:.3g} per yr"


def rate_in_words(far: float) -> str:
    """A rate in Hz as people say it: once in so many years, or so many times a day."""
    a_year, a_day = far * YEAR_S, far * _DAY_S
    if not a_year:
        return "0"
    if a_year < 1:
        return f"once in {_amount(1 / a_year)} years"
    if a_day < 1:
        return f"{a_year:.3g} times a year"
    return f"{a_day:.3g} times a day"


def _amount(value: float) -> str:
    return f"{value:.2g}" if value < 100 else f"{float(f'{value:.3g}'):,.0f}"


def size(count: int) -> str:
    """A number of bytes, in the unit in which it is short."""
    if count < 1000:
        return f"{count} B"
    value = float(count)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.5 or unit == "GB":
            break
    return f"{value:.2g} {unit}" if value < 10 else f"{value:.0f} {unit}"


def region_size(region: Any) -> str:
    """The size of a region, and the probability that the source is in it."""
    if region is None:
        return ""
    if region.type == "circle":
        shown = f"±{angle(region.radius)}"
    elif region.type == "ellipse":
        shown = f"±{angle(region.semi_major)}×{angle(region.semi_minor)}"
    else:
        shown = f"polygon of {len(region.corners)} corners"
    return shown if region.containment is None else f"{shown} {percent(region.containment)}"


def when(time: datetime) -> str:
    """A time in UTC, to the second; with fractions where they are short."""
    time = time.astimezone(UTC)
    fraction = f".{time.microsecond:06d}".rstrip("0") if time.microsecond else ""
    return f"{time:%Y-%m-%d %H:%M:%S}{fraction} UTC"


def cut(text: str, most: int = _LONGEST) -> str:
    """A text, or its beginning."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


# One alert


def marks_of(alert: Alert) -> tuple[str, ...]:
    """What must not be overlooked."""
    is_retraction = alert.kind == "retraction"
    return (*(["TEST"] if alert.is_test else []), *(["RETRACTION"] if is_retraction else []))


def name_of(alert: Alert) -> str:
    """The event's name for people, else its key; empty without either."""
    return cut(alert.names[0] if alert.names else alert.event_id or "", 80)


def rows_of(alert: Alert) -> list[Row]:
    """The rows of an alert: what is known of these fields, the most important first."""
    rows: list[Row] = []
    for label, show in _ROWS:
        text = show(alert)
        if text:
            rows.append((label, cut(text)))
    return rows[:MOST_ROWS]


def line_of(alert: Alert) -> str:
    """An alert in one line, for a log."""
    known = [
        " ".join((*marks_of(alert), name_of(alert) or alert.family)),
        _kind(alert),
        _mission(alert),
        when(alert.time) if alert.time is not None else "",
        _position(alert),
        _false_alarms(alert),
        _probabilities(alert.classes) or cut(alert.subject or "", 100),
    ]
    line = ", ".join(filter(None, known))
    # One line it stays, whatever the sender wrote.
    return cut(" ".join(line.split()), 2 * _LONGEST)


def html_of(alert: Alert) -> str:
    """An alert as a small table, for notebooks."""
    title = " ".join((*marks_of(alert), _title(alert)))
    rows = "".join(
        f"<tr><th style='text-align:left'>{html.escape(label)}</th>"
        f"<td style='text-align:left'>{html.escape(text)}</td></tr>"
        for label, text in rows_of(alert)
    )
    return (
        f"<table><caption style='text-align:left'><b>{html.escape(title)}</b></caption>"
        f"{rows}</table>"
    )


def rich_of(alert: Alert) -> str:
    """An alert in the markup of the library rich, which prints it."""
    rows = rows_of(alert)
    width = max((len(label) for label, _ in rows), default=0)
    marks = "".join(f"[bold reverse]{mark}[/] " for mark in marks_of(alert))
    lines = [f"{marks}[bold]{_no_markup(_title(alert))}[/]"]
    lines += [f"  [dim]{label.ljust(width)}[/]  {_no_markup(text)}" for label, text in rows]
    return "\n".join(lines)


def _no_markup(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[")


def view_of_alert(alert: Alert) -> View:
    """What a person sees of an alert."""
    return View(_title(alert), _kind(alert), marks_of(alert), tuple(rows_of(alert)))


def _title(alert: Alert) -> str:
    about = ", ".join(filter(None, [_mission(alert), name_of(alert)]))
    return about or cut(alert.subject or "", 80) or alert.family


def _mission(alert: Alert) -> str:
    return cut(" ".join(filter(None, [alert.mission, alert.instrument])), 80)


def _kind(alert: Alert) -> str:
    stage = cut(alert.stage or "", 60)
    if not alert.kind or alert.kind == "retraction":
        return stage if stage.lower() != "retraction" else ""
    return f"{alert.kind} ({stage})" if stage and stage.lower() != alert.kind else alert.kind


def _event(alert: Alert) -> str:
    names = [each for each in (*alert.names, alert.event_id, *alert.aliases) if each]
    # lvk:S230914ak says no more than S230914ak.
    shown = [each for each in names if not any(each == f"{_space(each)}{name}" for name in names)]
    return ", ".join(dict.fromkeys(shown))


def _space(key: str) -> str:
    space, colon, _ = key.partition(":")
    return space + colon if colon else "\0"


def _time(alert: Alert) -> str:
    if alert.time is None:
        return ""
    shown = when(alert.time)
    if alert.time_error:
        shown += f" ± {alert.time_error:.3g} s"
    of = {"observation": " (of an observation)", "other": " (of the event followed up)"}
    return shown + of.get(alert.time_of or "", "")


def _position(alert: Alert) -> str:
    region = region_size(alert.region)
    if alert.ra is None or alert.dec is None:
        return region
    return f"RA {alert.ra:.4f}°, Dec {alert.dec:+.4f}° {region}".rstrip()


def _map(alert: Alert) -> str:
    found: SkyMapRef | None = alert.sky_map
    if found is None:
        return ""
    if found.data is not None:
        kind = kind_of_bytes(found.data).removeprefix("sky map, ")
        return f"{kind}, {size(len(found.data))}, in the message"
    return found.url or "cannot be read"


def _distance(alert: Alert) -> str:
    if alert.distance is None:
        return ""
    if alert.distance_error is None:
        return f"{alert.distance:.4g} Mpc"
    return f"{alert.distance:.4g} ± {alert.distance_error:.2g} Mpc"


def _false_alarms(alert: Alert) -> str:
    return "" if alert.far is None else f"FAR {rate_in_words(alert.far)}"


def _significance(alert: Alert) -> str:
    found = alert.significance
    return "" if found is None else f"{found.value:.4g} {found.kind}"


def _probabilities(values: Mapping[str, float]) -> str:
    first = sorted(values.items(), key=lambda item: -item[1])
    first = [each for each in first if each[1] >= _LEAST] or first
    shown = [f"{name} {percent(value)}" for name, value in first[:_FEW]]
    if len(first) > _FEW:
        shown.append(f"and {len(first) - _FEW} more")
    return ", ".join(shown)


def _refs(alert: Alert) -> str:
    shown = [f"{_KINDS.get(each.kind, each.kind)} {each.event_id}" for each in alert.refs[:3]]
    if len(alert.refs) > 3:
        shown.append(f"and {len(alert.refs) - 3} more")
    return ", ".join(shown)


_KINDS = {
    "followup": "follow-up of",
    "supersedes": "replaces what was said of",
    "retraction": "withdraws",
    "coincidence": "coincidence with",
}


def _links(alert: Alert) -> str:
    links = []
    key = alert.event_id or ""
    if key.startswith("lvk:"):
        links.append(f"{_SUPEREVENTS}{key[4:]}/view/")
    if alert.family == _CIRCULAR and alert.sequence is not None:
        links.append(f"{_CIRCULARS}{alert.sequence}")
    return " ".join(links)


def _sent(alert: Alert) -> str:
    return "" if alert.sent is None else when(alert.sent.replace(microsecond=0))


_ROWS: tuple[tuple[str, Callable[[Alert], str]], ...] = (
    ("Event", _event),
    ("Mission", _mission),
    ("Subject", lambda alert: alert.subject or ""),
    ("Time", _time),
    ("Sent", _sent),
    ("Position", _position),
    ("Sky map", _map),
    ("Distance", _distance),
    ("FAR", lambda alert: "" if alert.far is None else rate_in_words(alert.far)),
    ("Significance", _significance),
    ("Classes", lambda alert: _probabilities(alert.classes)),
    ("Properties", lambda alert: _probabilities(alert.properties)),
    ("P(astro)", lambda alert: "" if alert.p_astro is None else percent(alert.p_astro)),
    ("About", _refs),
    ("Links", _links),
    ("Problems", lambda alert: "; ".join(alert.problems)),
)


# Any message


def view_of(message: MessageModel) -> View:
    """What a person sees of a message, whatever it is."""
    try:
        return _view_of(message)
    except Exception as fault:  # of a model of somebody else
        return View(
            _format_of(message), rows=(("Error", f"{type(fault).__name__}: {fault!s:.200}"),)
        )


def _view_of(message: MessageModel) -> View:
    alerts = message.alerts
    form = _format_of(message)
    marks = ("TEST",) if message.is_test is True else ()
    if len(alerts) and alerts[0].family == _CIRCULAR:
        # It is text for people already; its retractions are, too.
        return View("circular", "", marks_of(alerts[0]), (), message.to_text())
    if len(alerts):
        first = view_of_alert(alerts[0])
        # A row is said of the whole message: one of its objects may be a test, another not.
        if len(alerts) == 1:
            return first
        count = len(alerts) - 1
        more = ("More", f"{count} more alert{'' if count == 1 else 's'} in this message")
        return View(first.title, first.kind, first.marks, (*first.rows[: MOST_ROWS - 1], more))
    error = getattr(message, "error", None)
    rows: list[Row] = [("Error", cut(str(error)))] if isinstance(error, Exception) else []
    tree = message.to_tree()
    if isinstance(tree, str) and tree:
        return View(form, "", marks, tuple(rows), tree)
    return View(form, "", marks, (*rows, *tree_rows(tree)))


def _format_of(message: MessageModel) -> str:
    return str(message.hop_format)


def tree_rows(tree: Any) -> list[Row]:
    """The rows of a JSON tree: a row for each name of an object, or one for the whole."""
    if isinstance(tree, dict) and tree:
        rows = [(cut(str(name), 24), brief(value)) for name, value in tree.items()]
        if len(rows) > MOST_ROWS:
            left = len(rows) - MOST_ROWS + 1
            rows = [*rows[: MOST_ROWS - 1], ("…", f"{left} more fields")]
        return rows
    return [("Content", brief(tree) if tree not in (b"", "") else "empty")]


def brief(value: Any) -> str:
    """A value of a JSON tree in a few words: long ones as what they are."""
    if isinstance(value, str):
        return _brief_text(value)
    if isinstance(value, (bytes, bytearray)):
        return f"{kind_of_bytes(bytes(value))}, {size(len(value))}"
    if isinstance(value, list) and len(value) > _FEW:
        return f"list of {len(value)}"
    if isinstance(value, dict) and len(value) > _FEW:
        return f"{len(value)} fields: {cut(', '.join(map(str, value)), 100)}"
    if isinstance(value, (list, dict)) and not _is_flat(value):
        return f"list of {len(value)}" if isinstance(value, list) else f"{len(value)} fields"
    return cut(json.dumps(_shortened(value), ensure_ascii=False, default=str))


def _is_flat(value: list[Any] | dict[Any, Any]) -> bool:
    inner: Iterable[Any] = value.values() if isinstance(value, dict) else value
    return not any(isinstance(each, (dict, list)) and len(each) > _FEW for each in inner)


def _shortened(value: Any, depth: int = 3) -> Any:
    if isinstance(value, dict):
        if not depth:
            return f"{len(value)} fields"
        return {str(name): _shortened(each, depth - 1) for name, each in value.items()}
    if isinstance(value, list):
        if not depth or len(value) > _FEW:
            return f"list of {len(value)}"
        return [_shortened(each, depth - 1) for each in value]
    return brief(value) if isinstance(value, (str, bytes)) else value


def _brief_text(value: str) -> str:
    if len(value) > 200 and _BASE64.match(value):
        start = value[:16].strip()
        kind = "base64"
        if start.startswith("U0lNUExF"):
            kind = "sky map, FITS"
        elif start.startswith("H4sI"):
            kind = "base64, gzip"
        return f"{kind}, {size(len(value) * 3 // 4)}"
    return cut(value)


def kind_of_bytes(data: bytes) -> str:
    """What bytes are, as far as their beginning tells."""
    if data.startswith(b"SIMPLE  ="):
        return "sky map, FITS" if b"HEALPIX" in data[:20000] else "FITS"
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    return "bytes"
