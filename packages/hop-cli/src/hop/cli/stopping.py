"""Stop reading a stream when a signal comes, or when nothing reads standard output any more."""

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
from typing import Protocol

from hop._console import abandon
from hop.cli import interrupts

# If a member of a group does not say that it leaves, the others, and the member itself if it comes
# back, wait for most of a minute. So leaving may take longer than Ctrl-C does otherwise. A second
# Ctrl-C ends it.
_LEAVE_GROUP_S = 1.0
# The time to finish the line that is being written.
_FINISH_LINE_S = 0.05
_NOBODY_READS = -1  # in the place of a signal's number


class Stoppable(Protocol):
    """A consumer, or anything else that can be stopped."""

    def stop(self) -> None:
        """Stop."""


class Ended(BaseException):
    """The message in work is abandoned, and not done."""


class Stop:
    """Stops a consumer.

    Args:
        consumer: what to stop.

    Attributes:
        writing: whether a message is being written. Reading ends after the message that was printed
            last, so that it is marked as done. A message that nothing reads is abandoned.
        received: the signals that have come; -1 if nothing reads the output any more.
    """

    def __init__(self, consumer: Stoppable) -> None:
        self._consumer = consumer
        self.writing = False
        self.received: list[int] = []

    @property
    def reader_is_gone(self) -> bool:
        """Whether nothing reads standard output any more."""
        return _NOBODY_READS in self.received

    @property
    def signals(self) -> int:
        """The number of signals that have come."""
        return sum(number != _NOBODY_READS for number in self.received)

    def write(self, write: Callable[[], None]) -> None:
        """Call a function that writes a message. A signal may abandon it."""
        self.writing = True
        write()
        self.writing = False

    def by_signal(self, number: int, _frame: FrameType | None) -> None:
        """Handle a signal."""
        self.received.append(number)
        self._consumer.stop()
        if self.writing and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _FINISH_LINE_S)

    def by_timer(self, _number: int, _frame: FrameType | None) -> None:
        """Abandon writing that has not ended in time after a signal."""
        if self.writing:
            raise Ended

    def by_reader(self) -> None:
        """Stop because nothing reads the output any more."""
        self.received.append(_NOBODY_READS)
        self._consumer.stop()


@contextmanager
def stops(consumer: Stoppable, *, grouped: bool) -> Iterator[Stop]:
    """Stop the consumer when a signal comes, or nothing reads standard output any more.

    Args:
        consumer: what to stop. It is closed inside the block.
        grouped: whether it has a consumer group to leave.

    Raises:
        KeyboardInterrupt: the signal was Ctrl-C.
        BrokenPipeError: nothing reads standard output any more.
    """
    if grouped:
        interrupts.allow(signal.SIGINT, _LEAVE_GROUP_S)
    stop = Stop(consumer)
    # An ignored signal, as in a command started in the background, stays ignored.
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
    if signal.SIGINT in stop.received:
        raise KeyboardInterrupt
    if _NOBODY_READS in stop.received:
        raise BrokenPipeError


def _watch_reader(stop: Callable[[], None]) -> None:
    """Call a function when the reader of the pipe goes, even if nothing is written to the pipe.

    Otherwise ``hop subscribe -p … | head -1`` would not end before the next message comes.
    """
    wait_for_end = _waits_for_end_of_reader()
    if wait_for_end is None:
        return

    def wait() -> None:
        wait_for_end(None)
        stop()

    threading.Thread(target=wait, name="reader", daemon=True).start()


def nobody_reads() -> bool:
    """Return whether standard output is a pipe whose reader has gone."""
    wait_for_end = _waits_for_end_of_reader()
    return wait_for_end is not None and bool(wait_for_end(0))


def _waits_for_end_of_reader() -> Callable[[int | None], object] | None:
    """Return a function that waits until the reader of the pipe goes; None if there is no pipe.

    Its argument is the longest wait, ms; None: no limit.
    """
    try:
        descriptor = sys.stdout.fileno()
        mode = os.fstat(descriptor).st_mode
    except (AttributeError, OSError, ValueError):  # no stdout, or none with a descriptor
        return None
    if not hasattr(select, "poll") or not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return None
    poll = select.poll()
    poll.register(descriptor, 0)  # 0: errors and hang-ups, which are always reported
    return poll.poll
