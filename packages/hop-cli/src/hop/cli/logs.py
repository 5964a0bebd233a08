"""What the command prints on standard error while it works: log lines, and progress bars."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable, Iterator
from logging import DEBUG, ERROR, INFO, WARNING
from typing import TypeVar

from hop._console import tell

_Item = TypeVar("_Item")

_PREFIXES = {
    DEBUG: "debug: ",
    INFO: "",
    WARNING: "warning: ",
    ERROR: "error: ",
    logging.CRITICAL: "error: ",
}
# Shorter work needs no progress bar.
_SHOW_AFTER_S = 0.5


class _NoRepetition(logging.Filter):
    """Drops a line that repeats the one before: librdkafka repeats that a broker is away."""

    def __init__(self) -> None:
        super().__init__()
        self._last = ""

    def filter(self, record: logging.LogRecord) -> bool:
        last, self._last = self._last, record.getMessage()
        return self._last != last


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = " ".join(record.getMessage().split())
        except Exception:
            self.handleError(record)
            return
        tell(f"hop: {_PREFIXES.get(record.levelno, '')}{text}")


def show_logs(level: int) -> None:
    """Print what hop and its plugins log from a level on. A later call replaces an earlier one."""
    logging.getLogger().handlers[:] = [_Handler()]
    logging.getLogger("hop").setLevel(level)
    # How many tests were left out is worth a line, unless only errors are wanted.
    logging.getLogger("hop.tests").setLevel(INFO if level <= WARNING else level)
    # librdkafka's lines repeat what hop reports as errors: only --debug shows them.
    librdkafka = logging.getLogger("hop.librdkafka")
    librdkafka.handlers[:] = [_Handler() if level <= DEBUG else logging.NullHandler()]
    librdkafka.handlers[0].addFilter(_NoRepetition())
    librdkafka.propagate = False


def show_reasons() -> None:
    """Print why each message is left out, whatever else is printed."""
    logger = logging.getLogger("hop.explain")
    logger.setLevel(INFO)
    logger.handlers[:] = [_Handler()]
    logger.propagate = False


def track(items: Iterable[_Item], description: str, total: int | None = None) -> Iterator[_Item]:
    """Yield the items. If this takes long, show a bar on standard error, if that is a terminal.

    Args:
        items: what is worked on.
        description: what is done with it, in a word or two.
        total: how many there are; None: unknown.
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
    # rich is heavy
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(description, total=total, completed=done)
        for item in iterator:
            yield item
            bar.advance(task)
