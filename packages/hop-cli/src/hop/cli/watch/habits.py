"""How long a topic is usually silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LEAST_S = 60.0
"""No silence up to this is worth a word."""

_FEWEST = 10
# If messages come at random, one silence of a million is longer than 14 times the mean.
_TIMES_THE_MEAN = 14.0
_TIMES_THE_LONGEST = 2.0
_LOOKS = 48


@dataclass(frozen=True, slots=True)
class Habit:
    """What the messages that a broker has say about the silences of a topic.

    Attributes:
        count: how many messages there are.
        mean: the mean time between two, s.
        longest: the longest silence that was found, s.
        learned: when this was found out, s since 1970.
    """

    count: int
    mean: float
    longest: float
    learned: float

    @property
    def limit(self) -> float:
        """A silence that is longer is not usual, s."""
        return max(LEAST_S, _TIMES_THE_MEAN * self.mean, _TIMES_THE_LONGEST * self.longest)


def learn(
    first: float, newest: float, count: int, next_after: Callable[[float], float | None], now: float
) -> Habit | None:
    """Find out how long a topic is usually silent.

    It asks for the time of the next message at a few dozen times: all messages may be many, and
    large.

    Args:
        first: the time of the oldest message, s since 1970.
        newest: that of the newest.
        count: how many there are.
        next_after: gives the time of the first message at or after a time; None: there is none.
        now: the time now.

    Returns:
        The habit; None if there are too few messages to know it.
    """
    span = newest - first
    if count < _FEWEST or span <= 0:
        return None
    step = span / _LOOKS
    longest = 0.0
    for number in range(_LOOKS):
        at = first + number * step
        found = next_after(at)
        if found is not None and (wait := found - at) > longest:
            longest = wait
    # A look falls somewhere into a silence: it began up to one step before, if it is that long.
    return Habit(count, span / (count - 1), longest + step if longest > step else longest, now)
