"""Ranges of offsets: each partition is read from one offset up to another, and no farther."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hop._kafka import END, Client, Partition, offsets_for_times
from hop._kafka import errors as kafka_errors
from hop._messages import Record, StartPosition
from hop._reader.assignment import Assignment
from hop.errors import UnknownTopic

if TYPE_CHECKING:
    from hop._config import Ranges


def check_ranges(ranges: Ranges, **others: object) -> None:
    """Validate the option ``ranges``.

    Args:
        ranges: its value.
        others: the options that say something else of where reading starts or ends.

    Raises:
        ValueError: a range that begins before offset 0 or ends before it begins, or another option
            that contradicts.
    """
    for (topic, number), (start, end) in ranges.items():
        if not 0 <= start <= end:
            raise ValueError(
                f"the range of topic {topic}, partition {number}, is from {start} to {end}; give "
                "the first offset, 0 or more, and the one after the last"
            )
    given = [name for name, value in others.items() if value is not None]
    if given:
        raise ValueError(
            f"ranges say where reading starts and ends: leave out {', '.join(given)}, or ranges"
        )


class RangeAssignment(Assignment):
    """The partitions of some ranges, without a group: nothing is committed.

    Args:
        client: the reader's client.
        ranges: for each partition the first offset, and the one after the last.
    """

    def __init__(self, client: Client, ranges: Ranges) -> None:
        topics = sorted({topic for topic, _ in ranges})
        super().__init__(client, topics, StartPosition.EARLIEST, waits=False)
        self._starts_of = {each: start for each, (start, end) in ranges.items() if start < end}
        self.partitions = set(self._starts_of)

    def start(self, on_revoked: Callable[[Partition], None]) -> list[Record]:
        """Assign the partitions whose range is not empty; none is revoked.

        Raises:
            hop.errors.UnknownTopic: a topic, or a partition of it, does not exist.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        from confluent_kafka import TopicPartition

        found = self._find()
        for topic, number in sorted(self.partitions):
            # librdkafka would wait for it.
            if number not in found[topic]:
                raise UnknownTopic(
                    f"topic {topic} on {self._client.context.brokers} has no partition {number}; "
                    f"it has {len(found[topic])}"
                )
        starts = [TopicPartition(*each, start) for each, start in self._starts_of.items()]
        self._client.raw.assign(starts)
        return []

    def is_at_end(self) -> bool:
        """Return False: :class:`RangeEnd` knows where reading ends."""
        return False


class RangeEnd:
    """Ends reading when each range was read; it takes the place of a ``StopCondition``.

    The last message of a range may be missing: a compacted topic has gaps, and marks of
    transactions are no messages. Then the next message, or the end of the partition, tells it.

    Args:
        client: the reader's client, which reports the ends of partitions.
        ranges: for each partition the first offset, and the one after the last.
    """

    def __init__(self, client: Client, ranges: Ranges) -> None:
        self._client = client
        self._ends = {each: end for each, (start, end) in ranges.items() if start < end}
        self._unfinished = set(self._ends)

    def excludes(self, record: Record) -> bool:
        """Whether a message comes after its range."""
        partition = (record.topic(), record.partition())
        end = self._ends[partition]
        if record.offset() + 1 >= end:
            self._unfinished.discard(partition)
        return bool(record.offset() >= end)

    def has_ended(self, partition: Partition) -> bool:
        """Whether a range was read."""
        return partition not in self._unfinished

    def on_partition_end(self, partition: Partition, offset: int) -> None:
        """Note that all messages of a partition before that offset have been read.

        Raises:
            hop.errors.TransportError: the partition ends before its range does.
        """
        end = self._ends[partition]
        if offset >= end:
            self._unfinished.discard(partition)
            return
        # A broker that has just become the leader may know less for a moment: ask it.
        last = offsets_for_times(self._client, [partition], END).get(partition, end)
        if partition in self._unfinished and last < end:
            detail = f"the partition ends at {last}"
            raise kafka_errors.messages_gone(partition, last, end, detail, self._client.context)

    def on_revoked(self, partition: Partition) -> None:
        """Nothing: without a group no partition is revoked."""

    def is_met(self, _now: float) -> bool:
        """Whether all ranges were read."""
        return not self._unfinished


class LostOffsets:
    """Raises an error if the broker does not hold the next offset of a range.

    Args:
        client: the reader's client.
        ranges: for each partition the first offset, and the one after the last.
    """

    def __init__(self, client: Client, ranges: Ranges) -> None:
        self._client, self._ranges = client, ranges

    def note(self, event: Record) -> None:
        """Raise what the broker says.

        Raises:
            hop.errors.TransportError: always.
        """
        partition = (event.topic(), event.partition())
        start, end = self._ranges[partition]
        wanted = event.offset() if event.offset() is not None else start
        detail = kafka_errors.detail_of(event.error())
        raise kafka_errors.messages_gone(partition, wanted, end, detail, self._client.context)

    def on_revoked(self, partition: Partition) -> None:
        """Nothing: without a group no partition is revoked."""

    def serve(self, _should_stop: Callable[[], bool]) -> list[tuple[Partition, int]]:
        """Return nothing: reading does not go on elsewhere."""
        return []
