"""What a person sees of a sandbox's start, on standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from hop.sandbox.jars import Progress


@contextlib.contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Something that shows progress: a bar on a terminal, a line a step elsewhere.

    Args:
        quiet: show none.
    """
    if quiet or sys.stderr is None:
        yield lambda _text, _done, _total: None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        with _lines() as tell:
            yield tell


@contextlib.contextmanager
def _lines() -> Iterator[Progress]:
    last = ""

    def tell(text: str, done: int, total: int) -> None:
        nonlocal last
        if text != last:
            last = text
            print(f"{text} …", file=sys.stderr, flush=True)

    yield tell


@contextlib.contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    # Gone when Kafka is there: what it said is of no use then.
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(text: str, done: int, total: int) -> None:
            bar.update(task, description=text, completed=done, total=total or None)

        yield tell
