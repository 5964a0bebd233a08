"""Which partitions a reader reads, and from which offsets: without a group, all of them."""

from __future__ import annotations

import logging
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hop._kafka import (
    BEGINNING,
    END,
    Client,
    Partition,
    offsets_for_times,
    offsets_since,
    partitions_of,
)
from hop._kafka import errors as kafka_errors
from hop._messages import Record, Start, StartPosition, is_count, to_ms
from hop._reader.last_messages import last_messages
from hop.errors import UnknownTopic

if TYPE_CHECKING:
    from confluent_kafka import TopicPartition

    from hop._config import ResumeAt

_log = logging.getLogger(__name__)

# How often a reader that never ends looks for topics it is still missing, and for new partitions.
_MISSING_EVERY_S = 2.0
_NEW_EVERY_S = 60.0


class Assignment(ABC):
    """The topics that a reader asked for, and the partitions of them that it reads now.

    Args:
        client: the reader's client.
        topics: names, or patterns that begin with ``^``.
        start_at: where to start in a partition that has no committed offset.
        resume_at: gives the offsets at which partitions go on, which are kept elsewhere.
        waits: whether topics that do not exist are waited for.

    Attributes:
        partitions: the partitions that are read now.
        is_closing: whether nothing more will be read, so that no offset is to be looked for.
    """

    def __init__(
        self,
        client: Client,
        topics: Sequence[str],
        start_at: Start,
        resume_at: ResumeAt | None = None,
        *,
        waits: bool,
    ) -> None:
        self._client, self._start_at, self._waits = client, start_at, waits
        self._resume_at = resume_at
        self._topics = list(topics)
        self._names = [topic for topic in topics if not topic.startswith("^")]
        self._patterns = [re.compile(topic) for topic in topics if topic.startswith("^")]
        self.partitions: set[Partition] = set()
        self._at_end: set[Partition] = set()
        self.is_closing = False

    @property
    def names(self) -> list[str]:
        """The topics that were asked for by name."""
        return self._names

    @abstractmethod
    def start(self, on_revoked: Callable[[Partition], None]) -> list[Record]:
        """Ask for the partitions.

        Args:
            on_revoked: called with each partition that goes to another member of the group.

        Returns:
            The last messages that were there already, if they are asked for.

        Raises:
            hop.errors.UnknownTopic: a topic does not exist, and is not waited for.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """

    def on_partition_end(self, partition: Partition) -> None:
        """Note that all messages of a partition have been read."""
        self._at_end.add(partition)

    def is_at_end(self) -> bool:
        """Whether all messages of every partition have been read."""
        return self._at_end >= self.partitions

    def is_settled(self) -> bool:
        """Whether it is known which partitions are read."""
        return True

    def refresh(self, now: float) -> None:  # noqa: B027 - the group's coordinator does it
        """Look for missing topics and new partitions, when it is time; for endless readers."""

    def restart(self, partition: Partition, offset: int) -> None:
        """Read a partition from another offset on; what librdkafka has fetched of it is dropped.

        Unlike librdkafka's `seek`, this also works if a partition is not fetched any more.

        Raises:
            hop.errors.TransportError: librdkafka does not read the partition, or nothing, any more.
        """
        self._at_end.discard(partition)
        try:
            self._restart(partition, offset)
        except self._client.kafka_exception as error:
            context = self._client.context.at(partition[0])
            raise kafka_errors.translate(error.args[0], context) from error

    def _restart(self, partition: Partition, offset: int) -> None:
        from confluent_kafka import TopicPartition

        self._client.raw.incremental_unassign([TopicPartition(*partition)])
        self._client.raw.incremental_assign([TopicPartition(*partition, offset)])

    def note_positions(self, undelivered: Iterable[Record]) -> None:  # noqa: B027 - a group commits
        """Note where reading ends, before the client is closed.

        Args:
            undelivered: what has arrived, and was not delivered.
        """

    def leave(self) -> bool:
        """Prepare for the closing of the client.

        Returns:
            Whether closing is quick.
        """
        return True

    def _find(self) -> dict[str, list[int]]:
        """The partitions of the topics that exist.

        Raises:
            hop.errors.UnknownTopic: one does not exist, and is not waited for.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        metadata = self._client.metadata(self._only_name())
        partitions = partitions_of(metadata, self._matching(metadata))
        for topic in self._names:
            if topic not in partitions:
                self._add_missing(topic, partitions)
        return partitions

    def _only_name(self) -> str | None:
        """The topic, if it is one; the broker is asked about all topics otherwise."""
        return self._names[0] if len(self._topics) == 1 and self._names else None

    def _matching(self, metadata: Any) -> list[str]:
        # As librdkafka does it: a pattern is looked for at the start of the name.
        by_pattern = (
            topic
            for topic in metadata.topics
            if any(pattern.match(topic) for pattern in self._patterns)
        )
        return list(dict.fromkeys([*self._names, *by_pattern]))

    def _add_missing(self, topic: str, partitions: dict[str, list[int]]) -> None:
        """Ask about one topic alone: only then the broker says why it is not there."""
        try:
            partitions[topic] = sorted(self._client.known_topic(topic).partitions)
        except UnknownTopic as error:
            if not self._waits:
                raise
            _log.warning("%s; it is read as soon as it appears", str(error).partition(";")[0])

    def _kept(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """The offsets of partitions that are kept elsewhere."""
        partitions = list(partitions)
        return self._resume_at(partitions) if self._resume_at is not None and partitions else {}

    def _resumed(self, starts: list[TopicPartition]) -> list[TopicPartition]:
        """The starts, or where there is one the offset that is kept elsewhere."""
        kept = self._kept((each.topic, each.partition) for each in starts)
        for each in starts:
            each.offset = kept.get((each.topic, each.partition), each.offset)
        return starts

    def _starts(self, partitions: Iterable[Partition]) -> list[TopicPartition]:
        """The partitions, each with the offset at which a reader starts by ``start_at``."""
        from confluent_kafka import TopicPartition

        partitions = list(partitions)
        if self._start_at is StartPosition.EARLIEST:
            return [TopicPartition(*each, BEGINNING) for each in partitions]
        # Looked up now: what is written from here on is read, however long the first fetch takes.
        if isinstance(self._start_at, datetime):
            since = to_ms(self._start_at, "start_at")
            found = offsets_since(self._client, partitions, since)
        else:
            found = offsets_for_times(self._client, partitions, END)
        return [TopicPartition(*each, found.get(each, END)) for each in partitions]


class AllPartitions(Assignment):
    """Every partition of every topic, without a group: nothing is committed.

    Args:
        client: the reader's client.
        topics: names, or patterns that begin with ``^``.
        start_at: where to start.
        resume_at: gives the offsets at which partitions go on, which are kept elsewhere.
        waits: whether topics that do not exist are waited for.
        is_wanted: whether a message counts among the last ones, where these are asked for.
        positions: where an earlier reading ended; see :class:`hop.io.Consumer`.
    """

    def __init__(
        self,
        client: Client,
        topics: Sequence[str],
        start_at: Start,
        resume_at: ResumeAt | None = None,
        *,
        waits: bool,
        is_wanted: Callable[[Record], bool],
        positions: dict[Partition, int] | None = None,
    ) -> None:
        super().__init__(client, topics, start_at, resume_at, waits=waits)
        self._is_wanted, self._positions = is_wanted, positions

    def start(self, on_revoked: Callable[[Partition], None]) -> list[Record]:
        """Assign all partitions; none is revoked."""
        self.partitions = _flat(self._find())
        starts = self._continued() or self._starts(sorted(self.partitions))
        last = self._last_messages(-self._start_at, starts) if is_count(self._start_at) else []
        self._client.raw.assign(self._resumed(starts))
        self._next_refresh = time.monotonic() + self._interval()
        return last

    def _continued(self) -> list[TopicPartition]:
        """The partitions where an earlier reading ended; new ones begin at their beginning."""
        from confluent_kafka import TopicPartition

        if not self._positions:
            return []
        return [
            TopicPartition(*each, self._positions.get(each, BEGINNING))
            for each in sorted(self.partitions)
        ]

    def note_positions(self, undelivered: Iterable[Record]) -> None:
        """Note where reading ends."""
        if self._positions is None:
            return
        raw = self._client.raw
        assigned = raw.assignment()
        try:
            reached = raw.position(assigned)
        except self._client.kafka_exception:  # the client failed; the next reading begins anew
            return
        for each, position in zip(assigned, reached, strict=True):
            # Where nothing was read of a partition, that is where it began.
            offset = position.offset if position.offset >= 0 else each.offset
            self._positions[each.topic, each.partition] = offset
        # librdkafka counts all that was taken from it; the first one was delivered last.
        for record in reversed(list(undelivered)):
            if record.error() is None:
                self._positions[record.topic(), record.partition()] = record.offset()

    def _last_messages(self, count: int, ends: list[TopicPartition]) -> list[Record]:
        begins = offsets_for_times(self._client, sorted(self.partitions), BEGINNING)
        bounds = {
            (each.topic, each.partition): (begins[each.topic, each.partition], each.offset)
            for each in ends
            if (each.topic, each.partition) in begins
        }
        return last_messages(self._client, bounds, count, self._is_wanted)

    def _interval(self) -> float:
        has_all = {topic for topic, _ in self.partitions} >= set(self._names)
        return _NEW_EVERY_S if has_all and not self._patterns else _MISSING_EVERY_S

    def refresh(self, now: float) -> None:
        """Assign partitions that have appeared, from their beginning: they are new."""
        if now < self._next_refresh:
            return
        from confluent_kafka import TopicPartition

        try:
            metadata = self._client.ask(self._only_name(), 1.0)
        except self._client.kafka_exception:
            metadata = None  # the broker is away; reading goes on when it is back
        if metadata is not None:
            found = _flat(partitions_of(metadata, self._matching(metadata)))
            new = sorted(found - self.partitions)
            if new:
                self.partitions.update(new)
                starts = [TopicPartition(*each, BEGINNING) for each in new]
                self._client.raw.incremental_assign(self._resumed(starts))
        self._next_refresh = time.monotonic() + self._interval()


def _flat(partitions: dict[str, list[int]]) -> set[Partition]:
    return {(topic, number) for topic, numbers in partitions.items() for number in numbers}
