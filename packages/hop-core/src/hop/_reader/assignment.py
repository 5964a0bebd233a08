"""How a reader comes to its partitions: without a group, all of them."""

from __future__ import annotations

import logging
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
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
from hop._messages.metadata import Record, Start, StartPosition, is_count, to_ms
from hop._reader.last_messages import last_records

if TYPE_CHECKING:
    from confluent_kafka import TopicPartition

_log = logging.getLogger(__name__)

# How often a reader that never ends looks for topics it is still missing, and for new partitions.
_MISSING_EVERY_S = 2.0
_NEW_EVERY_S = 60.0


class Subscription(ABC):
    """The topics that a reader asked for, and the partitions it has of them now.

    Args:
        client: the reader's client.
        topics: names, or patterns that begin with ``^``.
        start_at: where to start in a partition in which the reader has no place.
        waits: whether topics that do not exist are waited for.
    """

    def __init__(
        self, client: Client, topics: Sequence[str], start_at: Start, *, waits: bool
    ) -> None:
        self._client, self._start_at, self._waits = client, start_at, waits
        self._topics = list(topics)
        self._names = [topic for topic in topics if not topic.startswith("^")]
        self._patterns = [re.compile(topic) for topic in topics if topic.startswith("^")]
        self.held: set[Partition] = set()
        """The partitions that are read now."""
        self._at_end: set[Partition] = set()
        self.is_left = False
        """Whether nothing more will be read, so that no start is to be looked for."""

    @abstractmethod
    def start(self, on_taken_away: Callable[[Partition], None]) -> list[Record]:
        """Come to the partitions.

        Args:
            on_taken_away: called with each partition that goes to another member of the group.

        Returns:
            The last messages that were there already, if they are asked for.

        Raises:
            hop.errors.UnknownTopic: a topic does not exist, and is not waited for.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """

    def reach_end(self, partition: Partition) -> None:
        """Note that all that stood in a partition has been read."""
        self._at_end.add(partition)

    def is_at_end(self) -> bool:
        """Whether all that stood in every partition has been read."""
        return self._at_end >= self.held

    def has_share(self) -> bool:
        """Whether it is settled which partitions are read."""
        return True

    def refresh(self, now: float) -> None:  # noqa: B027 - those of a group have nothing to do
        """Look for what was missing before, when it is time; for readers that never end."""

    def leave(self) -> bool:
        """Give notice before the client is closed; whether closing is quick."""
        return True

    def _find(self) -> dict[str, list[int]]:
        """The partitions of the topics that exist.

        Raises:
            hop.errors.UnknownTopic: one does not exist, and is not waited for.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        if len(self._topics) == 1 and self._names:
            found = self._client.metadata(self._names[0])
        else:
            found = self._client.metadata()
        partitions = partitions_of(found, self._matching(found))
        for topic in self._names:
            if topic not in partitions:
                self._add_missing(topic, partitions)
        return partitions

    def _matching(self, found: Any) -> list[str]:
        # As librdkafka does it: a pattern is searched for from the start of the name.
        by_pattern = (
            topic
            for topic in found.topics
            if any(pattern.match(topic) for pattern in self._patterns)
        )
        return list(dict.fromkeys([*self._names, *by_pattern]))

    def _add_missing(self, topic: str, partitions: dict[str, list[int]]) -> None:
        """Ask for one topic alone: only then the broker says why it is not there."""
        from hop.errors import UnknownTopic

        try:
            partitions[topic] = sorted(self._client.known_topic(topic).partitions)
        except UnknownTopic as error:
            if not self._waits:
                raise
            _log.warning("%s; it is read as soon as it appears", str(error).partition(";")[0])

    def _starts(self, partitions: Iterable[Partition]) -> list[TopicPartition]:
        """The partitions with the offsets at which a reader without a place starts."""
        from confluent_kafka import TopicPartition

        partitions = list(partitions)
        if self._start_at is StartPosition.EARLIEST:
            return [TopicPartition(*each, BEGINNING) for each in partitions]
        # Resolved now: what is written from here on is read, however long the first fetch takes.
        if isinstance(self._start_at, datetime):
            since = to_ms(self._start_at, "start_at")
            found = offsets_since(self._client, partitions, since)
        else:
            found = offsets_for_times(self._client, partitions, END)
        return [TopicPartition(*each, found.get(each, END)) for each in partitions]


class Assigned(Subscription):
    """Every partition of every topic, with offsets of the reader's own; no group is joined.

    Args:
        client: the reader's client.
        topics: names, or patterns that begin with ``^``.
        start_at: where to start.
        waits: whether topics that do not exist are waited for.
        is_wanted: whether a message counts among the last ones, where these are asked for.
    """

    def __init__(
        self,
        client: Client,
        topics: Sequence[str],
        start_at: Start,
        *,
        waits: bool,
        is_wanted: Callable[[Record], bool],
    ) -> None:
        super().__init__(client, topics, start_at, waits=waits)
        self._is_wanted = is_wanted

    def start(self, on_taken_away: Callable[[Partition], None]) -> list[Record]:
        """Take all partitions; none is taken away."""
        found = self._find()
        self.held = {(topic, number) for topic, numbers in found.items() for number in numbers}
        partitions = sorted(self.held)
        starts = self._starts(partitions)
        last: list[Record] = []
        if is_count(self._start_at):
            lows = offsets_for_times(self._client, partitions, BEGINNING)
            bounds = {
                (each.topic, each.partition): (lows[each.topic, each.partition], each.offset)
                for each in starts
                if (each.topic, each.partition) in lows
            }
            last = last_records(self._client, bounds, -self._start_at, self._is_wanted)
        self._client.raw.assign(starts)
        self._next_look = time.monotonic() + self._interval()
        return last

    def _interval(self) -> float:
        has_all = {topic for topic, _ in self.held} >= set(self._names)
        return _NEW_EVERY_S if has_all and not self._patterns else _MISSING_EVERY_S

    def refresh(self, now: float) -> None:
        """Take partitions that have appeared, from their beginning: they are new."""
        if now < self._next_look:
            return
        from confluent_kafka import OFFSET_BEGINNING, KafkaException, TopicPartition

        one = self._names[0] if len(self._topics) == 1 and self._names else None
        try:
            found = self._client.ask(one, 1.0)
        except KafkaException:
            found = None  # the broker is away; reading goes on when it is back
        if found is not None:
            partitions = partitions_of(found, self._matching(found))
            new = {(topic, number) for topic, numbers in partitions.items() for number in numbers}
            new -= self.held
            if new:
                self.held |= new
                starts = [TopicPartition(*each, OFFSET_BEGINNING) for each in sorted(new)]
                self._client.raw.incremental_assign(starts)
        self._next_look = time.monotonic() + self._interval()
