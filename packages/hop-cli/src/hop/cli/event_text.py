"""How events are shown to people: a line of many, a page about one, what a notice changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hop._console import columns, escape_line
from hop.models._view import angle, cut, number, percent, rate_in_words, region_size, size, when

if TYPE_CHECKING:
    from hop.events import Change, Entry, Event, Link, SkyMapVersion, Update

_BOLD, _RED, _DIM, _END = "\x1b[1m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"
_CIRCULARS = "https://gcn.nasa.gov/circulars/"
_LABELS = {
    "is_retracted": "retracted",
    "is_test": "test",
    "ra": "position",
    "far": "false alarms",
    "p_astro": "astrophysical",
    "sky_map": "sky map",
}
_HEAD = ("TIME", "EVENT", "NAME", "MISSION", "KIND", "POSITION", "NOTICES")
_LONGEST = 40
_MOST_CLASSES = 6


def lines_of(events: Sequence[Event], *, colours: bool) -> Iterator[str]:
    """Yield a line for each event, in columns, after one that names them."""
    rows = [_HEAD, *(_row(each) for each in events)]
    lines = columns(rows, numbers=[len(_HEAD) - 1])
    yield next(lines)
    for event, line in zip(events, lines, strict=True):
        colour = _RED if event.is_retracted and not event.is_test else _DIM if event.is_test else ""
        yield f"{colour}{line}{_END}" if colours and colour else line


def _row(event: Event) -> tuple[str, ...]:
    marks = [*(["TEST"] if event.is_test else []), _kind(event)]
    cells = (
        "-" if event.time is None else f"{event.time:%Y-%m-%dT%H:%M:%SZ}",
        event.event_id,
        ", ".join(event.names) or "-",
        ", ".join(event.missions) or "-",
        " ".join(filter(None, marks)) or "-",
        _position(event) or ("sky map" if event.sky_map else "-"),
        str(event.notices),
    )
    return tuple(escape_line(cut(each, _LONGEST)) for each in cells)


def _kind(event: Event) -> str:
    return "RETRACTION" if event.is_retracted else event.kind or ""


def _position(event: Event) -> str:
    return "" if event.ra is None else _place(event.ra, event.dec, event.region)


def _place(ra: Any, dec: Any, region: Mapping[str, Any] | None) -> str:
    """A position, and the size of its region."""
    shape = region_size(SimpleNamespace(**region)) if region else ""
    return f"{number(ra)}° {dec:+.6g}° {shape}".rstrip()


def page_of(
    event: Event, timeline: Sequence[Entry], near: Sequence[Event], *, colours: bool
) -> Iterator[str]:
    """Yield the lines of a page about an event: what is known, and how it became known.

    Args:
        event: the event.
        timeline: its notices.
        near: events that may be the same one.
        colours: mark retractions and tests with the colours of a terminal.
    """
    bold, red, dim, end = (_BOLD, _RED, _DIM, _END) if colours else ("", "", "", "")
    marks = [
        *(["TEST"] if event.is_test else []),
        *(["RETRACTED"] if event.is_retracted else []),
    ]
    marked = f"  {red}{' '.join(marks)}{end}" if marks else ""
    title = ", ".join([event.event_id, *event.names])
    yield f"{bold}{escape_line(title)}{end}{marked}"
    rows = list(_facts(event, near))
    width = max(len(label) for label, _ in rows)
    for label, text in rows:
        yield f"  {dim}{label.ljust(width)}{end}  {escape_line(text)}"
    yield ""
    for entry in timeline:
        yield from _entry(entry, bold, dim, end)


def _facts(event: Event, near: Sequence[Event]) -> Iterator[tuple[str, str]]:
    if event.time is not None:
        yield "time", f"{when(event.time)}, by {event.time_from}"
    if event.ra is not None:
        yield "position", f"{_position(event)}, by {event.position_from}"
    for field in ("sky_map", "far", "p_astro", "classes", "properties"):
        if value := getattr(event, field):
            yield _LABELS.get(field, field), shown(field, value)
    if event.distance is not None:
        error = f" ± {event.distance_error:.3g}" if event.distance_error is not None else ""
        yield "distance", f"{event.distance:.4g}{error} Mpc"
    yield "missions", ", ".join(event.missions) or "unknown"
    yield "keys", ", ".join(event.keys)
    for link in event.links:
        yield "link", _link(link)
    for other in near:
        yield "perhaps also", f"{other.event_id}: seen {_apart(other.time, event.time)}"
    yield "notices", str(event.notices)


def _apart(time: datetime | None, other: datetime | None) -> str:
    if time is None or other is None:
        return "at an unknown time"
    seconds = (time - other).total_seconds()
    return f"{abs(seconds):.3g} s {'earlier' if seconds < 0 else 'later'}"


def _link(link: Link) -> str:
    kinds = {"followup": "follow-up of", "followed_up_by": "followed up by",
             "coincidence": "coincidence with"}  # fmt: skip
    known = link.event_id
    told = " (nothing of it has come)" if known is None else ""
    also = f", known as {known}" if known not in (None, link.key) else ""
    return f"{kinds.get(link.kind, link.kind)} {link.key}{also}{told}"


def _entry(entry: Entry, bold: str, dim: str, end: str) -> Iterator[str]:
    alert = entry.notice.alert
    sent = entry.notice.sent
    what = [
        when(sent) if sent else "at an unknown time",
        entry.notice.source,
        alert["kind"] or "",
        alert["stage"] or "",
        alert["subject"] or "",
    ]
    yield f"{bold}{escape_line('  '.join(filter(None, what)))}{end}"
    if alert["family"] == "circular":
        circular = entry.notice.message_id.split(":")[1]
        if circular.isdigit():
            yield f"  {dim}{_CIRCULARS}{circular}{end}"
    for line in changed(entry.changes):
        yield f"  {escape_line(line)}"


def update_line(update: Update) -> str:
    """Return one line about what notices changed."""
    event = update.event
    told = "; ".join(changed(update.changes)) or "nothing new"
    name = ", ".join([event.event_id, *event.names])
    mark = "TEST " if event.is_test else ""
    return escape_line(f"{mark}{name}: {'new: ' if update.is_new else ''}{told}")


def changed(changes: Sequence[Change]) -> Iterator[str]:
    """Yield what is different, in words."""
    by_field = {each.field: each for each in changes}
    place = {"ra", "dec", "region"} & by_field.keys()
    for field, change in by_field.items():
        if field in place:
            continue
        if field == "circulars":
            continue  # the notice itself is the circular
        if field == "is_retracted":
            yield "RETRACTED" if change.after else "no longer retracted"
            continue
        label = _LABELS.get(field, field)
        before, after = shown(field, change.before), shown(field, change.after)
        yield f"{label} {before} → {after or 'withdrawn'}" if before else f"{label} {after}"
    if place:
        yield _new_place(by_field)


def _new_place(by_field: Mapping[str, Change]) -> str:
    values = {name: change.after for name, change in by_field.items()}
    if "ra" in values and values["ra"] is None:
        return "position withdrawn"
    told = [
        f"{name} {number(values[name])}°" for name in ("ra", "dec") if values.get(name) is not None
    ]
    if values.get("region"):
        told.append(region_size(SimpleNamespace(**values["region"])))
    return f"position {' '.join(told) or 'without a region'}"


def shown(field: str, value: Any) -> str:
    """Return a value of an event as text; empty: it is not known."""
    if value in (None, {}, ()):
        return ""
    if isinstance(value, datetime):
        return when(value)
    return _SHOWN.get(field, str)(value)


def _sky_map(value: SkyMapVersion) -> str:
    where = value.url or f"{size(value.bytes or 0)} in the message"
    return f"version {value.version}, {where}"


def _probabilities(values: Mapping[str, float]) -> str:
    best = sorted(values.items(), key=lambda each: -each[1])[:_MOST_CLASSES]
    return ", ".join(f"{name} {percent(value)}" for name, value in best)


_SHOWN: dict[str, Callable[[Any], str]] = {
    "sky_map": _sky_map,
    "far": rate_in_words,
    "p_astro": percent,
    "classes": _probabilities,
    "properties": _probabilities,
    "significance": lambda value: f"{value['value']:.4g} {value['kind']}",
    "distance": lambda value: f"{value:.4g} Mpc",
    "distance_error": lambda value: f"{value:.3g} Mpc",
    "names": ", ".join,
    "links": lambda links: ", ".join(_link(each) for each in links),
    "region": lambda value: angle(value.get("radius", 0)),
}
