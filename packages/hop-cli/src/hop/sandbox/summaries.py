"""What a person wants to know of a message, for the demo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hop._messages.json import to_line
from hop.message import Blob, MessageModel

if TYPE_CHECKING:
    from hop.models import GCNCircular, VOEvent

_BODY_LINES = 8


@dataclass(frozen=True, slots=True)
class Summary:
    """A message in short.

    Attributes:
        title: what it is.
        rows: what there is to know, as name and text.
        body: text to show below, as it came.
    """

    title: str
    rows: list[tuple[str, str]]
    body: str = ""


def summarize(message: MessageModel) -> Summary:
    """A message in short, by its kind."""
    from hop.models import GCNCircular, VOEvent

    if isinstance(message, VOEvent):
        return _of_event(message)
    if isinstance(message, GCNCircular):
        return _of_circular(message)
    content = message.content if isinstance(message, Blob) else message.asdict()
    return Summary(f"{type(message).__name__}: JSON without a schema", list(_fields(content)))


def _of_event(event: VOEvent) -> Summary:
    rows = [
        ("event", f"{event.ivorn} ({event.role})"),
        *_what_happened(event),
        *_who(event),
        *_when_and_where(event),
        *_importance(event),
        *_measured(event),
    ]
    if event.Citations:
        rows += [(each.cite or "cites", each.value) for each in event.Citations.EventIVORN]
    return Summary("VOEvent, valid by its schema", rows, event.Description or "")


def _what_happened(event: VOEvent) -> Iterator[tuple[str, str]]:
    for inference in event.Why.Inference if event.Why else ():
        sure = (
            "" if inference.probability is None else f", probability {inference.probability:.10g}"
        )
        yield "what", "; ".join([*inference.Name, *inference.Concept]) + sure
    for text in event.How.Description if event.How else ():
        yield "how", text


def _who(event: VOEvent) -> Iterator[tuple[str, str]]:
    if event.Who is None:
        return
    if author := event.Who.Author:
        contact = ", ".join([*author.contactName, *author.contactEmail])
        yield "who", "; ".join([*author.title, *([contact] if contact else [])])
    if event.Who.Date:
        yield "sent", f"{event.Who.Date} UTC"


def _when_and_where(event: VOEvent) -> Iterator[tuple[str, str]]:
    for observed in event.WhereWhen.ObsDataLocation if event.WhereWhen else ():
        coords = observed.ObservationLocation.AstroCoords
        # As UTC-ICRS-GEO: how time is counted, and what the coordinates refer to.
        scale, frame, _ = (coords.coord_system_id or "--").split("-")
        if coords.Time:
            within = "".join(f" ± {error:.10g} {coords.Time.unit}" for error in coords.Time.Error)
            for instant in coords.Time.TimeInstant:
                yield "when", " ".join([*instant.ISOTime, scale]) + within
        if place := coords.Position2D:
            unit, point, radius = place.unit or "", place.Value2, place.Error2Radius
            first = f"{place.Name1} {point.C1:.10g} {unit}"
            second = f"{place.Name2} {point.C2:.10g} {unit}"
            within = "" if radius is None else f", ± {radius:.10g} {unit}"
            yield "where", f"{first}, {second}{within} ({frame})"


def _importance(event: VOEvent) -> Iterator[tuple[str, str]]:
    if event.Why is not None and event.Why.importance is not None:
        until = f", until {event.Why.expires} UTC" if event.Why.expires else ""
        yield "importance", f"{event.Why.importance:.10g} of 1{until}"


def _measured(event: VOEvent) -> Iterator[tuple[str, str]]:
    if event.What is None:
        return
    for param in event.What.Param:
        remark = f"  {' '.join(param.Description)}" if param.Description else ""
        yield param.name or "", _value(param) + remark
    for group in event.What.Group:
        values = ", ".join(f"{param.name} {_value(param)}" for param in group.Param)
        yield group.name or "", values


def _value(param: Any) -> str:
    value = param.typed_value
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return f"{text} {param.unit}" if param.unit else text


def _of_circular(circular: GCNCircular) -> Summary:
    header = circular.header
    rows = [(name, header[name]) for name in ("subject", "number", "from", "date")]
    lines = circular.body.strip().splitlines()
    more = [f"… {len(lines) - _BODY_LINES} more lines"] if len(lines) > _BODY_LINES else []
    return Summary("GCN Circular", rows, "\n".join(lines[:_BODY_LINES] + more))


def _fields(content: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(content, dict):
        yield "", to_line(content)
        return
    for key, value in content.items():
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                yield f"{key} {number}", _inline(item)
        else:
            yield key, _inline(value)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_named(value.items()))
    return value if isinstance(value, str) else to_line(value)


def _named(items: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for key, value in items:
        yield f"{key} {_inline(value)}"
