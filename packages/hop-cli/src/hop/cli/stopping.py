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

from hop.cli import interrupts

if TYPE_CHECKING:
    from hop.consumer import Consumer


# A member that goes without a word keeps the others, and itself when it comes back, waiting for
# most of a minute: leaving may take longer than Ctrl-C does otherwise. A second one ends it.
_LEAVE_GROUP_S = 1.0


@contextmanager
def stops(consumer: Consumer, *, grouped: bool) -> Iterator[None]:
    """Stop the consumer when it is to end, so that what was printed is marked as done.

    Args:
        consumer: what is to be stopped, and closed inside of the block.
        grouped: whether it has a consumer group to leave.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
        BrokenPipeError: nobody reads standard output any more.
    """
    if grouped:
        interrupts.allow(signal.SIGINT, _LEAVE_GROUP_S)
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
