"""How the demo looks: with colours on a terminal, as plain text elsewhere."""

from __future__ import annotations

import io
import sys
import textwrap
from typing import Any, Protocol

from hop.sandbox.summaries import Summary

_WIDTH = 100


class Narrator(Protocol):
    """Tells a story on standard output."""

    def step(self, text: str) -> None:
        """What happens next."""

    def typed(self, line: str) -> None:
        """What a user would type for it."""

    def result(self, text: str, *, good: bool = True) -> None:
        """How it came out."""

    def show(self, summary: Summary) -> None:
        """A message."""


def narrator() -> Narrator:
    """The narrator that suits standard output."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # for terminals without ± and ✓
    return _Coloured() if sys.stdout.isatty() else _Plain()


class _Plain:
    def step(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def typed(self, line: str) -> None:
        print(textwrap.indent(line, "    "), flush=True)

    def result(self, text: str, *, good: bool = True) -> None:
        print(f"  {'ok' if good else 'FAULT'}: {text}", flush=True)

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
        from rich.console import Console

        self._console: Any = Console(highlight=False)

    def step(self, text: str) -> None:
        self._print(f"\n{text}", "bold")

    def typed(self, line: str) -> None:
        from rich.syntax import Syntax

        language = "console" if line.startswith("$") else "python"
        shown = Syntax(
            line, language, theme="ansi_dark", background_color="default", padding=(0, 4)
        )
        self._console.print(shown)

    def result(self, text: str, *, good: bool = True) -> None:
        self._print(f"  {'✓' if good else '✗'} {text}", "green" if good else "bold red")

    def show(self, summary: Summary) -> None:
        from rich.console import Group
        from rich.panel import Panel
        from rich.table import Table
        from rich.text import Text

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
        from rich.text import Text

        self._console.print(Text(text, style=style))
