"""How the demo shows messages: in short, with colours on a terminal and as plain text elsewhere."""

from __future__ import annotations

import io
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from rich.console import Console, Group
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from hop.message import Blob, MessageModel
from hop.models import GCNCircular, VOEvent

_BODY_LINES = 8
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Summary:
    """A message in short.

    Attributes:
        title: what it is.
        rows: names and texts.
        body: text to show below, unchanged.
    """

    title: str
    rows: list[tuple[str, str]]
    body: str = ""


def summarize(message: MessageModel) -> Summary:
    """Return a message in short."""
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
        # For example UTC-ICRS-GEO: the time scale, and the frame of the coordinates.
        scale, frame, _ = (coords.coord_system_id or "--").split("-")
        if coords.Time:
            within = "".join(f" ± {error:.10g} {coords.Time.unit}" for error in coords.Time.Error)
            for instant in coords.Time.TimeInstant:
                yield "when", " ".join([*instant.ISOTime, scale]) + within
        if position := coords.Position2D:
            unit, point, radius = position.unit or "", position.Value2, position.Error2Radius
            first = f"{position.Name1} {point.C1:.10g} {unit}"
            second = f"{position.Name2} {point.C2:.10g} {unit}"
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
        yield "", json.dumps(content)
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
    return value if isinstance(value, str) else json.dumps(value)


def _named(items: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for key, value in items:
        yield f"{key} {_inline(value)}"


class Narrator(Protocol):
    """Describes the steps of the demo on standard output."""

    def step(self, text: str) -> None:
        """Say what happens next."""

    def typed(self, line: str) -> None:
        """Show what a user would type for it."""

    def result(self, text: str, *, good: bool = True) -> None:
        """Say how it went."""

    def show(self, summary: Summary) -> None:
        """Show a message."""


def narrator() -> Narrator:
    """Return the narrator that suits standard output."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # for terminals without ± and ✓
    return _Coloured() if sys.stdout.isatty() else _Plain()


class _Plain:
    def step(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def typed(self, line: str) -> None:
        print(textwrap.indent(line, "    "), flush=True)

    def result(self, text: str, *, good: bool = True) -> None:
        print(f"  {'ok' if good else 'FAILED'}: {text}", flush=True)

    def show(self, summary: Summary) -> None:
        wide = max((len(name) for name, _ in summary.rows), default=0) + 2
        print(f"\n  {summary.title}")
        for name, text in summary.rows:
            first, below = f"    {name:{wide}}", " " * (4 + wide)
            print(textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=below))
        if summary.body:
            print("\n" + textwrap.indent(summary.body, "    | ", lambda _: True))
        sys.stdout.flush()


class _Coloured:
    def __init__(self) -> None:
        self._console = Console(highlight=False)

    def step(self, text: str) -> None:
        self._print(f"\n{text}", "bold")

    def typed(self, line: str) -> None:
        language = "console" if line.startswith("$") else "python"
        shown = Syntax(
            line, language, theme="ansi_dark", background_color="default", padding=(0, 4)
        )
        self._console.print(shown)

    def result(self, text: str, *, good: bool = True) -> None:
        self._print(f"  {'✓' if good else '✗'} {text}", "green" if good else "bold red")

    def show(self, summary: Summary) -> None:
        table = Table.grid(padding=(0, 2))
        table.add_column(style="cyan", no_wrap=True)
        table.add_column()
        for name, text in summary.rows:
            table.add_row(Text(name), Text(text))
        body = [Text(f"\n{summary.body}", style="italic")] if summary.body else []
        title = Text(summary.title, style="bold")
        panel = Panel(Group(table, *body), title=title, title_align="left", border_style="blue")
        self._console.print(panel)

    def _print(self, text: str, style: str) -> None:
        self._console.print(Text(text, style=style))
