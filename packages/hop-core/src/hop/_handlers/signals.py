"""Signals that ask a run to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def stops_on_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Stop by SIGTERM and Ctrl-C, where this is the main thread; a second Ctrl-C does not wait."""
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT and number in told:
            raise KeyboardInterrupt
        told.append(number)
        stop()

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:  # what is ignored stays ignored
                before[number] = signal.signal(number, hear)
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
