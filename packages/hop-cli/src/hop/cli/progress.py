"""How far long work has come, shown to people and to nobody else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")

# What is done sooner needs no bar.
_SHOW_AFTER_S = 0.5


def track(items: Iterable[_Item], description: str, total: int | None = None) -> Iterator[_Item]:
    """Pass the items on; when it takes long, with a bar on standard error if that is a terminal.

    Args:
        items: what is worked on.
        description: what is done with it, in a word or two.
        total: how many there are; None where nobody knows.
    """
    iterator = iter(items)
    if sys.stderr is None or not sys.stderr.isatty():
        yield from iterator
        return
    start, done = time.monotonic(), 0
    for item in iterator:
        yield item
        done += 1
        if time.monotonic() - start > _SHOW_AFTER_S:
            break
    else:
        return
    yield from _with_bar(iterator, description, total, done)


def _with_bar(
    iterator: Iterator[_Item], description: str, total: int | None, done: int
) -> Iterator[_Item]:
    # Loaded here: most work ends before anybody could see a bar.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(description, total=total, completed=done)
        for item in iterator:
            yield item
            bar.advance(task)
