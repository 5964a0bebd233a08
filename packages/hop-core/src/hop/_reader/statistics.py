"""What librdkafka's statistics tell of a reader: the lag, and whether it is served."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING
from hop._messages import loads

if TYPE_CHECKING:
    from hop._kafka import Partition

_EVERY_MS = 1000
# A rebalance, or a broker that restarts, is over sooner.
_PATIENCE_S = 10.0


class Statistics:
    """The lag of each partition, and whether brokers serve the reader.

    librdkafka reports every second, in the thread that polls.
    """

    def __init__(self) -> None:
        self._lag: dict[Partition, int] = {}
        # How many messages came, and when it was first reported that the last one had come.
        self._received: dict[Partition, int] = {}
        self._received_at: dict[str, float] = {}
        self._first_offsets: Callable[[], dict[Partition, int]] | None = None
        # When it was last reported that brokers serve the reader; None before the first report.
        self._served_at: float | None = None

    def watch(self, first_offsets: Callable[[], dict[Partition, int]]) -> None:
        """Begin: the stream is open.

        Args:
            first_offsets: tells where reading began in each partition.
        """
        self._first_offsets, self._served_at = first_offsets, None

    def settings(self) -> dict[str, Any]:
        """The settings of a reader that reports to this."""
        return {"statistics.interval.ms": _EVERY_MS, "stats_cb": self._on_statistics}

    def lag(self) -> dict[Partition, int]:
        """How many messages of each partition are not done; those not known yet are left out.

        Where this reader has done nothing yet, all messages from its first offset on are not done.
        """
        return self._lag

    def silence(self) -> dict[str, float]:
        """For how long no message of each topic has come, s; also none that a filter leaves out.

        Before the first message of a topic: since its first report.
        """
        now = time.monotonic()
        return {topic: now - at for topic, at in self._received_at.items()}

    def is_stalled(self) -> bool:
        """Whether the reader has not been served for a while.

        That is so if a partition has no broker, if the group has not assigned partitions, or if the
        thread that polls does not: then nothing is reported. False before the first report.
        """
        served_at = self._served_at  # another thread may clear it
        return served_at is not None and time.monotonic() - served_at > _PATIENCE_S

    def clear(self) -> None:
        """Forget everything: the stream is closed."""
        self._first_offsets, self._lag, self._served_at = None, {}, None
        self._received = {}

    def _on_statistics(self, text: str) -> None:
        if self._first_offsets is None:
            return
        statistics = loads(text)
        if self._served_at is None or _is_served(statistics):
            self._served_at = time.monotonic()
        self._note_received(statistics)
        found: dict[Partition, int] = {}
        first_offsets: dict[Partition, int] | None = None
        for topic, number, about in _partitions_in(statistics):
            # Behind what is done; or, before anything is, behind the committed offset.
            lags = (about["consumer_lag_stored"], about["consumer_lag"])
            lag = next((lag for lag in lags if lag >= 0), None)
            if lag is None:
                if first_offsets is None:
                    first_offsets = self._first_offsets()
                lag = _messages_from(first_offsets.get((topic, number)), about)
            if lag is not None:
                found[topic, number] = lag
        self._lag = found

    def _note_received(self, statistics: dict[str, Any]) -> None:
        received = {
            (topic, number): int(about.get("rxmsgs", 0))
            for topic, number, about in _partitions_in(statistics)
        }
        for (topic, number), count in received.items():
            if count > self._received.get((topic, number), 0) or topic not in self._received_at:
                self._received_at[topic] = time.monotonic()
        self._received = received


def _partitions_in(statistics: dict[str, Any]) -> list[tuple[str, int, dict[str, Any]]]:
    """The partitions that this reader reads, and what is reported of each."""
    return [
        (topic, int(number), partition)
        for topic, about in statistics.get("topics", {}).items()
        for number, partition in about["partitions"].items()
        if partition["desired"] is True  # else another member has it
    ]


def _is_served(statistics: dict[str, Any]) -> bool:
    """Whether the group has its coordinator, and each partition a broker that is connected."""
    group = statistics.get("cgrp", {})
    connected = {
        each["nodeid"] for each in statistics.get("brokers", {}).values() if each["state"] == "UP"
    }
    return (group.get("state"), group.get("join_state")) == ("up", "steady") and all(
        about["broker"] in connected for _, _, about in _partitions_in(statistics)
    )


def _messages_from(offset: int | None, statistics: dict[str, int]) -> int | None:
    """How many messages a partition has from an offset on; None where that is not known yet."""
    ends = (statistics["ls_offset"], statistics["hi_offset"])
    end = next((end for end in ends if end >= 0), None)
    if offset is None or end is None or (offset < 0 and offset != BEGINNING):
        return None
    return max(0, end - max(offset, statistics["lo_offset"]))
