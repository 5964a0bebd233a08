"""When a message that a handler failed on is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass

LONGEST_PAUSE_S = 60.0
"""How long is waited between two attempts at most."""


@dataclass(frozen=True, slots=True)
class Retry:
    """When a message is tried again.

    Attributes:
        count: how often.
        first_pause: how long to wait the first time, s.
    """

    count: int = 3
    first_pause: float = 1.0

    def __post_init__(self) -> None:
        if self.count < 0 or self.first_pause < 0:
            raise ValueError("retries and backoff are 0 or more")

    def pause(self, attempt: int) -> float:
        """How long to wait after an attempt, counted from 1, s."""
        longest = min(LONGEST_PAUSE_S, self.first_pause * 2.0 ** min(attempt - 1, 30))
        return longest * random.uniform(0.8, 1.0)  # noqa: S311 - so that many do not come at once
