"""How far a reader of a group is behind the ends of its partitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING
from hop._messages.json import loads

if TYPE_CHECKING:
    from hop._kafka import Partition

_EVERY_MS = 1000


class Lag:
    """How many messages of each partition are not done, as librdkafka tells it every second.

    It is told in the thread that reads, to which the client belongs. Where this reader has done
    nothing yet, all from the place at which it began is not done.
    """

    def __init__(self) -> None:
        self._known: dict[Partition, int] = {}
        self._starts: Callable[[], dict[Partition, int]] | None = None

    def watch(self, starts: Callable[[], dict[Partition, int]]) -> None:
        """Begin: the stream is open.

        Args:
            starts: tells where reading began in each partition.
        """
        self._starts = starts

    def settings(self) -> dict[str, Any]:
        """What a reader is told, so that this hears of it."""
        return {"statistics.interval.ms": _EVERY_MS, "stats_cb": self._hear}

    def __call__(self) -> dict[Partition, int]:
        """The numbers by partition; one that nothing is known of yet is left out."""
        return self._known

    def clear(self) -> None:
        """Forget them: the stream is closed."""
        self._starts, self._known = None, {}

    def _hear(self, text: str) -> None:
        if self._starts is None:
            return
        known: dict[Partition, int] = {}
        starts: dict[Partition, int] | None = None
        for topic, about in loads(text).get("topics", {}).items():
            for number, each in about["partitions"].items():
                if each["desired"] is not True:  # another member has it
                    continue
                partition = (topic, int(number))
                # Behind what is done; or, before anything is, behind the place of the group.
                lags = (each["consumer_lag_stored"], each["consumer_lag"])
                lag = next((lag for lag in lags if lag >= 0), None)
                if lag is None:
                    starts = self._starts() if starts is None else starts
                    lag = _since(starts.get(partition), each)
                if lag is not None:
                    known[partition] = lag
        self._known = known


def _since(start: int | None, told: dict[str, int]) -> int | None:
    """How many messages there are from a place on; None where that is not known yet."""
    first, ends = told["lo_offset"], (told["ls_offset"], told["hi_offset"])
    end = next((end for end in ends if end >= 0), None)
    if start is None or end is None or (start < 0 and start != BEGINNING):
        return None
    return max(0, end - max(start, first))
