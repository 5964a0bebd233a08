"""What ends the reading of a stream from outside: Ctrl-C, SIGTERM, and a reader that has gone."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hop.consumer import Consumer


@contextmanager
def stops(consumer: Consumer) -> Iterator[None]:
    """Stop the consumer when it is to end, so that what was printed is marked as done.

    Raises:
        KeyboardInterrupt: it was Ctrl-C, after the consumer has been closed inside of the block.
        BrokenPipeError: nobody reads standard output any more.
    """
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        consumer.stop()

    def stop_unread() -> None:
        told.append(signal.SIGPIPE)
        consumer.stop()

    # What is ignored, as in a command started in the background, stays ignored.
    numbers = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = {number: signal.signal(number, stop) for number in numbers}
    _watch_reader(stop_unread)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if signal.SIGINT in told:
        raise KeyboardInterrupt
    if told and signal.SIGTERM not in told:
        raise BrokenPipeError


def _watch_reader(stop: Callable[[], None]) -> None:
    """Have a function called when the reader of a pipe goes, though nothing is written to it.

    Otherwise ``hop subscribe -p … | head -1`` would stay until the next message comes.
    """
    try:
        descriptor = sys.stdout.fileno()
        mode = os.fstat(descriptor).st_mode
    except (AttributeError, OSError, ValueError):  # no stdout, or none with a descriptor
        return
    if not hasattr(select, "poll") or not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return
    poll = select.poll()
    poll.register(descriptor, 0)

    def wait() -> None:
        poll.poll()  # errors and hang-ups are told unasked
        stop()

    threading.Thread(target=wait, name="reader", daemon=True).start()
