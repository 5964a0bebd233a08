"""Limits of processor time that hold on any machine: measured against a known piece of work."""

from __future__ import annotations

import time

# What the work below took on the machine where the limits were written, s.
_REFERENCE_S = 0.02


def _work() -> float:
    start = time.process_time()
    sum(number * number % 7 for number in range(250_000))
    return time.process_time() - start


def slowness() -> float:
    """How many times slower this process runs than the reference, now; at least 1."""
    return max(1.0, min(_work() for _ in range(3)) / _REFERENCE_S)


class Stopwatch:
    """Processor time from its creation on, in seconds of the reference."""

    def __init__(self) -> None:
        self._start = time.process_time()

    def seconds(self) -> float:
        """What was used since; measured first, calibrated then."""
        used = time.process_time() - self._start
        return used / slowness()
