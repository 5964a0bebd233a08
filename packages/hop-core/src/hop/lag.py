"""How far a reader of a group is behind the ends of its partitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hop.json import loads

if TYPE_CHECKING:
    from hop.offsets import Partition

_EVERY_MS = 1000


class Lag:
    """How many messages of each partition are not done, as librdkafka tells it every second.

    The client itself is not asked: it belongs to the thread that reads. A partition in which
    nothing has been done yet, by this reader, may be left out.
    """

    def __init__(self) -> None:
        self._known: dict[Partition, int] = {}

    def settings(self) -> dict[str, Any]:
        """What a reader is told, so that this hears of it."""
        return {"statistics.interval.ms": _EVERY_MS, "stats_cb": self._hear}

    def __call__(self) -> dict[Partition, int]:
        """The numbers by partition; one that nothing is known of yet is left out."""
        return self._known

    def clear(self) -> None:
        """Forget them: the stream is closed."""
        self._known = {}

    def _hear(self, text: str) -> None:
        known: dict[Partition, int] = {}
        for topic, about in loads(text).get("topics", {}).items():
            for number, each in about["partitions"].items():
                if each["desired"] is not True:  # another member has it
                    continue
                # Behind what is done; before anything is, behind the place of the group.
                lags = (each["consumer_lag_stored"], each["consumer_lag"])
                lag = next((lag for lag in lags if lag >= 0), None)
                if lag is not None:
                    known[topic, int(number)] = lag
        self._known = known
