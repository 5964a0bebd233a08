"""What ends the reading of a stream from outside: signals, and a reader that has gone."""

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
from hop.cli.output import abandon

if TYPE_CHECKING:
    from hop._reader import Consumer


# A member that goes without a word keeps the others, and itself when it comes back, waiting for
# most of a minute: leaving may take longer than Ctrl-C does otherwise. A second one ends it.
_LEAVE_GROUP_S = 1.0
# A line that is being written gets this long to be out.
_FINISH_LINE_S = 0.05
_NOBODY_READS = -1  # where a signal's number stands otherwise


class Ended(BaseException):
    """What is in hand is broken off, and not done: nobody takes it, or a program did not."""


class Stop:
    """Ends a consumer's reading when it is told to.

    Args:
        consumer: what is to be stopped.

    Attributes:
        writing: whether a message is being written. Reading ends after the one that was printed
            last, so that it is marked as done; one that nobody takes is broken off.
        told: the signals that have come, and whether the reader has gone.
    """

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        self.writing = False
        self.told: list[int] = []

    @property
    def reader_is_gone(self) -> bool:
        """Whether nobody reads standard output any more."""
        return _NOBODY_READS in self.told

    @property
    def signals(self) -> int:
        """How many signals have come."""
        return sum(number != _NOBODY_READS for number in self.told)

    def write(self, write: Callable[[], None]) -> None:
        """Have a message written, so that a signal may break it off."""
        self.writing = True
        write()
        self.writing = False

    def by_signal(self, number: int, _frame: FrameType | None) -> None:
        """Handle a signal."""
        self.told.append(number)
        self._consumer.stop()
        if self.writing and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _FINISH_LINE_S)

    def by_timer(self, _number: int, _frame: FrameType | None) -> None:
        """Break off writing that a signal has not ended."""
        if self.writing:
            raise Ended

    def by_reader(self) -> None:
        """Stop because nobody reads any more."""
        self.told.append(_NOBODY_READS)
        self._consumer.stop()


@contextmanager
def stops(consumer: Consumer, *, grouped: bool) -> Iterator[Stop]:
    """Stop the consumer by signals, and when nobody reads standard output any more.

    Args:
        consumer: what is to be stopped, and closed inside of the block.
        grouped: whether it has a consumer group to leave.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
        BrokenPipeError: nobody reads standard output any more.
    """
    if grouped:
        interrupts.allow(signal.SIGINT, _LEAVE_GROUP_S)
    stop = Stop(consumer)
    # What is ignored, as in a command started in the background, stays ignored.
    numbers = [
        number for number in interrupts.SIGNALS if signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = {number: signal.signal(number, stop.by_signal) for number in numbers}
    if hasattr(signal, "SIGALRM"):
        before[signal.SIGALRM] = signal.signal(signal.SIGALRM, stop.by_timer)
    _watch_reader(stop.by_reader)
    try:
        yield stop
    except Ended:
        abandon()
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
    if signal.SIGINT in stop.told:
        raise KeyboardInterrupt
    if _NOBODY_READS in stop.told:
        raise BrokenPipeError


def _watch_reader(stop: Callable[[], None]) -> None:
    """Have a function called when the reader of a pipe goes, though nothing is written to it.

    Otherwise ``hop subscribe -p … | head -1`` would stay until the next message comes.
    """
    look = _look_for_reader()
    if look is None:
        return

    def wait() -> None:
        look(None)
        stop()

    threading.Thread(target=wait, name="reader", daemon=True).start()


def nobody_reads() -> bool:
    """Whether standard output is a pipe whose reader has gone."""
    look = _look_for_reader()
    return look is not None and bool(look(0))


def _look_for_reader() -> Callable[[int | None], object] | None:
    """What waits so many milliseconds for the reader of a pipe to go, None without end."""
    try:
        descriptor = sys.stdout.fileno()
        mode = os.fstat(descriptor).st_mode
    except (AttributeError, OSError, ValueError):  # no stdout, or none with a descriptor
        return None
    if not hasattr(select, "poll") or not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return None
    poll = select.poll()
    poll.register(descriptor, 0)  # errors and hang-ups are told unasked
    return poll.poll
