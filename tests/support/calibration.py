"""Limits of time that hold on any machine: measured against a known piece of work.

A limit needs room: it is several times what the action takes, and well below what it takes if it is
wrong. Where an event or a count can tell the same, use that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

# What the work below took on the machine where the limits were written, s.
_REFERENCE_S = 0.02
# Below this no limit is missed, so nothing is calibrated: that takes longer.
_SHORT_S = 0.1
_PIECES = 5


def _pieces(clock: Callable[[], float]) -> list[float]:
    """How long some pieces of a known work take, by a clock."""
    taken = []
    for _ in range(_PIECES):
        start = clock()
        sum(number * number % 7 for number in range(250_000))
        taken.append(clock() - start)
    return taken


def slowness() -> float:
    """How many times slower this process computes than the reference, now; at least 1."""
    return max(1.0, median(_pieces(time.process_time)) / _REFERENCE_S)


class Stopwatch:
    """Processor time from its creation on, in seconds of the reference: for what computes."""

    def __init__(self) -> None:
        self._start = time.process_time()

    def seconds(self) -> float:
        """What was used since; measured first, calibrated then."""
        used = time.process_time() - self._start
        return used if used < _SHORT_S else used / slowness()


class Clock:
    """Time on the wall from its creation on, in seconds of the reference: for what waits.

    Other processes that use the machine make it slow: the calibration sees that, since it waits for
    the processor too.
    """

    def __init__(self) -> None:
        self._start = time.perf_counter()

    def seconds(self) -> float:
        """What has passed since; measured first, calibrated then."""
        passed = time.perf_counter() - self._start
        if passed < _SHORT_S:
            return passed
        return passed / max(1.0, max(_pieces(time.perf_counter)) / _REFERENCE_S)
