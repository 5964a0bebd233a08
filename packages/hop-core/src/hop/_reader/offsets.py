"""The offsets of a group's reader: which messages are done, which offset is committed."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages import Record

_log = logging.getLogger(__name__)


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

    def on_partition_end(self, partition: Partition, end: int) -> int | None:
        """Note that there is nothing more before an offset: what was not delivered is done.

        Returns:
            The offset to commit; None while a message is not done.
        """
        with self._lock:
            waiting = self._is_done.get(partition)
            if not waiting:
                return end
            if next(reversed(waiting)) < end - 1:
                waiting[end - 1] = True
            return None

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

    def on_partition_end(self, partition: Partition, end: int) -> None:
        """Note that all messages of a partition before an offset have been read.

        The last ones may never be delivered: those of transactions that were aborted. Otherwise
        they would count as not read for ever.
        """
        to_commit = self._outstanding.on_partition_end(partition, end)
        if to_commit is not None:
            self._store(partition, to_commit)

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition that goes to another reader; what is done in it is stored."""
        self.store()
        self._outstanding.on_revoked(partition)

    def commit_at(self, partition: Partition, offset: int) -> None:
        """Commit an offset at which reading goes on, perhaps one before that which was reached."""
        from confluent_kafka import TopicPartition

        self._client.raw.commit(offsets=[TopicPartition(*partition, offset)], asynchronous=True)

    def _commit_when_due(self) -> None:
        # librdkafka commits what is stored every half second, and when partitions are revoked.
        if self._uncommitted >= self._commit_every:
            self._uncommitted = 0
            self._client.raw.commit(asynchronous=True)

    def _log_refusal(self, error: Exception) -> None:
        # Another member has the partition now, and reads the message again; or the stream closed.
        _log.debug("an offset is not stored: %s", error)
