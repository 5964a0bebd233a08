"""Ctrl-C ends the command at once, whatever it is busy with.

Python hears of a signal between two of its own instructions, and a library may be busy for long:
shutting down a client whose broker is away, for one. So a thread counts from the moment the signal
arrives, which the C level tells through a descriptor, and ends the process when the time is up.
What ends earlier by itself ends in good order.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# What there is to put in order gets this long, s.
_grace: dict[int, float | None] = {signal.SIGINT: 0.12, signal.SIGTERM: 5.0}
if hasattr(signal, "SIGHUP"):  # the terminal is closed
    _grace[signal.SIGHUP] = 5.0
SIGNALS = tuple(_grace)
"""The signals that ask a command to end."""
_interrupted = False


def watch() -> None:
    """Begin to count when a signal asks for the end; to be called in the main thread.

    A signal that Python does not handle, as of a command started in the background, stays as it is.
    """
    if os.name != "posix":
        return
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    threading.Thread(target=_count, args=(receiver,), name="interrupts", daemon=True).start()


def allow(number: int, seconds: float | None) -> None:
    """Change how long a signal may take to be answered.

    Args:
        number: the signal.
        seconds: the time; None: as long as it takes. A second signal ends the wait, but not this.
    """
    _grace[number] = seconds


@contextmanager
def unlimited() -> Iterator[None]:
    """Let a signal that comes inside of the block take as long as it takes."""
    before = dict(_grace)
    _grace.update(dict.fromkeys(before))
    try:
        yield
    finally:
        _grace.update(before)


def interrupted() -> bool:
    """Whether Ctrl-C was pressed, though a library may have made another error out of it."""
    return _interrupted


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    global _interrupted  # noqa: PLW0603 - signals belong to the process
    _interrupted = True
    raise KeyboardInterrupt


def _count(receiver: int) -> None:
    while True:
        number = _next(receiver, None)
        grace = _grace.get(number)
        if grace is not None:
            _next(receiver, grace)
            os._exit(128 + number)


def _next(receiver: int, seconds: float | None) -> int:
    """Wait for a signal that asks for the end; 0 when none has come in time."""
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        left = None if end is None else max(0.0, end - time.monotonic())
        if not select.select([receiver], [], [], left)[0]:
            return 0
        number = os.read(receiver, 1)[0]
        if number in _grace:
            return number
