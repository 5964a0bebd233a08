"""Ctrl-C ends the command at once, whatever it is doing.

Python handles a signal between two of its own instructions, but a library may be busy for long: it
shuts down a client whose broker is away, for example. So a thread waits for signals, which arrive
through a file descriptor, and ends the process if the process has not ended by itself in time.
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

# The time to clean up after each signal, s; None: no limit.
_grace: dict[int, float | None] = {signal.SIGINT: 0.12, signal.SIGTERM: 5.0}
if hasattr(signal, "SIGHUP"):  # the terminal is closed
    _grace[signal.SIGHUP] = 5.0
SIGNALS = tuple(_grace)
"""The signals that ask a command to end."""
_interrupted = False


def watch() -> None:
    """Start the thread that waits for signals; to be called in the main thread.

    A signal that Python does not handle, as in a command started in the background, stays ignored.
    """
    if os.name != "posix":
        return
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    threading.Thread(target=_end_in_time, args=(receiver,), name="interrupts", daemon=True).start()


def allow(number: int, seconds: float | None) -> None:
    """Set how long the command may clean up after a signal.

    Args:
        number: the signal.
        seconds: the time, s; None: no limit.
    """
    _grace[number] = seconds


@contextmanager
def unlimited() -> Iterator[None]:
    """Set no limit for any signal inside the block."""
    before = dict(_grace)
    _grace.update(dict.fromkeys(before))
    try:
        yield
    finally:
        _grace.update(before)


def interrupted() -> bool:
    """Return whether Ctrl-C was pressed, even if a library raised another error because of it."""
    return _interrupted


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    global _interrupted  # noqa: PLW0603 - signals belong to the process
    _interrupted = True
    raise KeyboardInterrupt


def _end_in_time(receiver: int) -> None:
    while True:
        number = _wait_for_signal(receiver, None)
        grace = _grace.get(number)
        if grace is not None:
            _wait_for_signal(receiver, grace)
            os._exit(128 + number)


def _wait_for_signal(receiver: int, seconds: float | None) -> int:
    """Wait for a signal that asks for the end, and return it; 0 if none comes in time."""
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        left = None if end is None else max(0.0, end - time.monotonic())
        if not select.select([receiver], [], [], left)[0]:
            return 0
        number = os.read(receiver, 1)[0]
        if number in _grace:
            return number
