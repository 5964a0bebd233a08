"""The offsets of a group's reader: which messages are done, which offset is committed, the lag."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING
from hop._messages import loads

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages import Record

_log = logging.getLogger(__name__)

_STATISTICS_EVERY_MS = 1000


class Outstanding:
    """Messages that were delivered and are not done yet. They may be done in any order.

    The offset to commit for a partition is that of the lowest message that is not done, so that
    none is skipped when the reader restarts. May be used by several threads.
    """

    def __init__(self) -> None:
        # A signal handler may mark a message as done while its thread delivers one.
        self._lock = threading.RLock()
        # Whether each message is done, in the order of delivery.
        self._is_done: dict[Partition, OrderedDict[int, bool]] = {}

    def __len__(self) -> int:
        """How many messages are remembered."""
        with self._lock:
            return sum(map(len, self._is_done.values()))

    def deliver(self, partition: Partition, offset: int) -> None:
        """Note that the caller gets a message."""
        with self._lock:
            self._is_done.setdefault(partition, OrderedDict())[offset] = False

    def done(self, partition: Partition, offset: int) -> int | None:
        """Note that a message is done.

        Returns:
            The offset to commit, at which reading goes on after a restart; None where it has not
            moved.
        """
        with self._lock:
            waiting = self._is_done.get(partition)
            if waiting is None or offset not in waiting:
                return None  # marked before; or another reader of the group has the partition now
            waiting[offset] = True
            to_commit = None
            while waiting and waiting[first := next(iter(waiting))]:
                del waiting[first]
                to_commit = first + 1
            return to_commit

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition: it goes to another reader."""
        with self._lock:
            self._is_done.pop(partition, None)


class OffsetTracker:
    """Tracks what is done, and has librdkafka commit it in the background.

    Args:
        client: the reader's client.
        commit_every: how many messages may be done before they are committed, however fast they
            are done. A reader that dies reads so many again, and some more until the broker knows.
    """

    def __init__(self, client: Client, commit_every: int) -> None:
        self._client, self._commit_every = client, commit_every
        self._outstanding = Outstanding()
        self.deliver = self._outstanding.deliver
        self._done: deque[tuple[Partition, int]] = deque()
        self._lock = threading.RLock()
        self._is_storing = False
        self._uncommitted = 0

    def done_up_to(self, record: Record) -> None:
        """Note that a message is done, and all before it in its partition."""
        try:
            self._client.raw.store_offsets(record)
            self._uncommitted += 1
            self._commit_when_due()
        except (self._client.kafka_exception, RuntimeError) as error:
            self._log_refusal(error)

    def mark_done(self, partition: Partition, offset: int) -> None:
        """Note that a delivered message is done; :meth:`store` tells librdkafka.

        It takes no lock: a signal handler may call it while its thread is in :meth:`store`.
        """
        self._done.append((partition, offset))

    def store(self) -> None:
        """Tell librdkafka which messages were marked; not while another thread polls.

        librdkafka's calls would wait for that poll, and for the next, as long as nothing comes.
        """
        if not self._done:
            return
        with self._lock:
            if self._is_storing:
                return  # a signal handler; the call that it interrupted stores its marks, too
            self._is_storing = True
            try:
                for partition, offset in self._moved().items():
                    self._store(partition, offset)
            finally:
                self._is_storing = False

    def _moved(self) -> dict[Partition, int]:
        """The offsets to commit that have moved by what was marked."""
        moved: dict[Partition, int] = {}
        while self._done:
            partition, offset = self._done.popleft()
            self._uncommitted += 1
            to_commit = self._outstanding.done(partition, offset)
            if to_commit is not None:
                moved[partition] = to_commit
        return moved

    def _store(self, partition: Partition, offset: int) -> None:
        from confluent_kafka import TopicPartition

        try:
            self._client.raw.store_offsets(offsets=[TopicPartition(*partition, offset)])
            self._commit_when_due()
        except (self._client.kafka_exception, RuntimeError) as error:
            self._log_refusal(error)

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition that goes to another reader; what is done in it is stored."""
        self.store()
        self._outstanding.on_revoked(partition)

    def _commit_when_due(self) -> None:
        # librdkafka commits what is stored every half second, and when partitions are revoked.
        if self._uncommitted >= self._commit_every:
            self._uncommitted = 0
            self._client.raw.commit(asynchronous=True)

    def _log_refusal(self, error: Exception) -> None:
        # Another member has the partition now, and reads the message again; or the stream closed.
        _log.debug("an offset is not stored: %s", error)


class Lag:
    """How many messages of each partition are not done, from librdkafka's statistics.

    librdkafka reports every second, in the thread that polls. Where this reader has done nothing
    yet, all messages from its first offset on are not done.
    """

    def __init__(self) -> None:
        self._by_partition: dict[Partition, int] = {}
        self._first_offsets: Callable[[], dict[Partition, int]] | None = None

    def watch(self, first_offsets: Callable[[], dict[Partition, int]]) -> None:
        """Begin: the stream is open.

        Args:
            first_offsets: tells where reading began in each partition.
        """
        self._first_offsets = first_offsets

    def settings(self) -> dict[str, Any]:
        """The settings of a reader that reports to this."""
        return {
            "statistics.interval.ms": _STATISTICS_EVERY_MS,
            "stats_cb": self._on_statistics,
        }

    def __call__(self) -> dict[Partition, int]:
        """The numbers by partition; those that are not known yet are left out."""
        return self._by_partition

    def clear(self) -> None:
        """Forget the numbers: the stream is closed."""
        self._first_offsets, self._by_partition = None, {}

    def _on_statistics(self, text: str) -> None:
        if self._first_offsets is None:
            return
        found: dict[Partition, int] = {}
        first_offsets: dict[Partition, int] | None = None
        for topic, about in loads(text).get("topics", {}).items():
            for number, statistics in about["partitions"].items():
                if statistics["desired"] is not True:  # another member has it
                    continue
                partition = (topic, int(number))
                # Behind what is done; or, before anything is, behind the committed offset.
                lags = (statistics["consumer_lag_stored"], statistics["consumer_lag"])
                lag = next((lag for lag in lags if lag >= 0), None)
                if lag is None:
                    if first_offsets is None:
                        first_offsets = self._first_offsets()
                    lag = _messages_from(first_offsets.get(partition), statistics)
                if lag is not None:
                    found[partition] = lag
        self._by_partition = found


def _messages_from(offset: int | None, statistics: dict[str, int]) -> int | None:
    """How many messages a partition has from an offset on; None where that is not known yet."""
    ends = (statistics["ls_offset"], statistics["hi_offset"])
    end = next((end for end in ends if end >= 0), None)
    if offset is None or end is None or (offset < 0 and offset != BEGINNING):
        return None
    return max(0, end - max(offset, statistics["lo_offset"]))
