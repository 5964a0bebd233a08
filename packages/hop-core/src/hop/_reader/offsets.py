"""Which messages of a group's reader are done, and so how far its place may move."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages.metadata import Record

_log = logging.getLogger(__name__)


class Outstanding:
    """Messages that were handed out and are not done yet. They may be done in any order.

    The place in a partition moves to the lowest message that is not done, so that none is passed
    over when the reader restarts. May be used by several threads.
    """

    def __init__(self) -> None:
        # A signal handler may hand in what is done while its thread hands out.
        self._lock = threading.RLock()
        # Whether each is done, in the order in which they were handed out.
        self._handed_out: dict[Partition, OrderedDict[int, bool]] = {}

    def hand_out(self, partition: Partition, offset: int) -> None:
        """Note a message that the caller has now."""
        with self._lock:
            self._handed_out.setdefault(partition, OrderedDict())[offset] = False

    def done(self, partition: Partition, offset: int) -> int | None:
        """Note a message as done.

        Returns:
            The offset of the next message to read after a restart; None where that has not moved.
        """
        with self._lock:
            waiting = self._handed_out.get(partition)
            if waiting is None or offset not in waiting:
                return None  # said before; or another reader of the group has the partition now
            waiting[offset] = True
            place = None
            while waiting and waiting[first := next(iter(waiting))]:
                del waiting[first]
                place = first + 1
            return place

    def forget(self, partition: Partition) -> None:
        """Note that the partition belongs to another reader now."""
        with self._lock:
            self._handed_out.pop(partition, None)


class Places:
    """The places of a group in its partitions: noted, and committed in the background.

    Args:
        client: the reader's client.
        commit_every: how many messages may be done before their place is sent off, however fast
            they are done: a reader that dies has done so many, and some more until the broker
            knows, for nothing.
    """

    def __init__(self, client: Client, commit_every: int) -> None:
        self._client, self._commit_every = client, commit_every
        self._outstanding = Outstanding()
        self.hand_out = self._outstanding.hand_out
        self._marks: deque[tuple[Partition, int]] = deque()
        self._lock = threading.RLock()
        self._is_settling = False
        self._uncommitted = 0

    def pass_by(self, record: Record) -> None:
        """Note that a message is done, and all before it in its partition."""
        try:
            self._client.raw.store_offsets(record)
            self._uncommitted += 1
            self._commit_when_due()
        except (self._client.kafka_exception, RuntimeError) as fault:
            self._let_go(fault)

    def note(self, partition: Partition, offset: int) -> None:
        """Note that a message that was handed out is done; :meth:`settle` tells librdkafka.

        It takes no lock: a signal handler may do this while its thread settles.
        """
        self._marks.append((partition, offset))

    def settle(self) -> None:
        """Tell librdkafka what was noted; not while another thread waits for messages there.

        Its calls would wait for that one, and for the next, as long as nothing comes.
        """
        if not self._marks:
            return
        with self._lock:
            if self._is_settling:
                return  # a signal handler; what it has noted is settled where it came
            self._is_settling = True
            try:
                for partition, place in self._settled().items():
                    self._store(partition, place)
            finally:
                self._is_settling = False

    def _settled(self) -> dict[Partition, int]:
        """The places that have moved by what was noted."""
        moved: dict[Partition, int] = {}
        while self._marks:
            partition, offset = self._marks.popleft()
            self._uncommitted += 1
            place = self._outstanding.done(partition, offset)
            if place is not None:
                moved[partition] = place
        return moved

    def _store(self, partition: Partition, place: int) -> None:
        from confluent_kafka import TopicPartition

        try:
            self._client.raw.store_offsets(offsets=[TopicPartition(*partition, place)])
            self._commit_when_due()
        except (self._client.kafka_exception, RuntimeError) as fault:
            self._let_go(fault)

    def forget(self, partition: Partition) -> None:
        """Note that the partition goes to another reader now; what is done in it is kept."""
        self.settle()
        self._outstanding.forget(partition)

    def _commit_when_due(self) -> None:
        # librdkafka commits what is noted every half second, and when partitions move.
        if self._uncommitted >= self._commit_every:
            self._uncommitted = 0
            self._client.raw.commit(asynchronous=True)

    def _let_go(self, fault: Exception) -> None:
        # The partition is another member's now, who reads the message again; or the stream closed.
        _log.debug("a place is not kept: %s", fault)
