"""Read and change the committed offsets of consumer groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from hop._kafka import (
    BEGINNING,
    END,
    Client,
    ErrorContext,
    group_settings,
    offsets_for_times,
    partitions_of,
    reader_client,
)
from hop._kafka import errors as kafka_errors
from hop.errors import TransportError, UnknownTopic

if TYPE_CHECKING:
    from hop._config import Target
    from hop._kafka import Partition

_ANSWER_S = 10.0
EARLIEST, LATEST = "EARLIEST", "LATEST"
"""The two ends of a partition that offsets can be reset to."""


@dataclass(frozen=True, slots=True)
class GroupOffset:
    """The committed offset of a group in one partition.

    Attributes:
        topic: the topic.
        partition: its number.
        next: the committed offset, that of the next message the group reads; None: no offset yet.
        first: the offset of the oldest message; None: unknown.
        end: the offset after the newest message; None: unknown.
    """

    topic: str
    partition: int
    next: int | None
    first: int | None
    end: int | None

    @property
    def lag(self) -> int | None:
        """How many messages the group has not read; None if an offset or the end is unknown."""
        if self.next is None or self.end is None:
            return None
        return max(0, self.end - max(self.next, self.first or 0))


class Groups(AbstractContextManager["Groups"]):
    """The consumer groups of a broker.

    Args:
        target: the broker. If it has topics, only they are read and changed.
        group: the group; "" for none.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """

    def __init__(self, target: Target, group: str) -> None:
        from confluent_kafka import admin  # heavy

        self._context = ErrorContext(target.bootstrap, target.user, group=group)
        self._group, self._topics = group, target.topics
        self._admin = Client(admin.AdminClient, {}, self._context, target.auth, {})
        self._known = partitions_of(found := self._admin.metadata(), found.topics)
        self._reader = reader_client(
            self._context, target.auth, group_settings(None, self._context), {}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._reader.raw.close()

    def names(self) -> list[str]:
        """Return the names of the groups that the user may see.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        asked = self._admin.raw.list_consumer_groups(request_timeout=_ANSWER_S)
        answer = self._result(asked)
        if answer.errors:  # one of several brokers failed: its groups would be missing
            raise kafka_errors.translate(answer.errors[0].args[0], self._context)
        return sorted(each.group_id for each in answer.valid)

    def members(self) -> int:
        """Return how many readers the group has now; 0 if it does not exist.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        asked = self._admin.raw.describe_consumer_groups([self._group], request_timeout=_ANSWER_S)
        try:
            return len(self._result(asked[self._group]).members)
        except TransportError as error:
            if error.code == "GROUP_ID_NOT_FOUND":
                return 0
            raise

    def offsets(self) -> list[GroupOffset]:
        """Return the offsets of the group: in the topics of the URL, else in all its topics.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        import confluent_kafka  # heavy

        wanted = confluent_kafka.ConsumerGroupTopicPartitions(self._group)
        asked = self._admin.raw.list_consumer_group_offsets([wanted], request_timeout=_ANSWER_S)
        found = {
            (each.topic, each.partition): each.offset
            for each in self._result(asked[self._group]).topic_partitions
            if each.offset >= 0
        }
        topics = self._chosen(found)
        if missing := topics - self._known.keys() - {topic for topic, _ in found}:
            raise UnknownTopic(
                f"{', '.join(sorted(missing))}: no such topic on {self._context.brokers}, or "
                f"{self._context.whose} may not see it; check the spelling"
            )
        keys = sorted(
            {key for key in found if key[0] in topics}
            | {(name, number) for name in topics for number in self._named(name)}
        )
        known = [key for key in keys if key[1] in self._known.get(key[0], ())]
        low = offsets_for_times(self._reader, known, BEGINNING)
        high = offsets_for_times(self._reader, known, END)
        return [
            GroupOffset(key[0], key[1], next=found.get(key), first=low.get(key), end=high.get(key))
            for key in keys
        ]

    def _chosen(self, found: Iterable[Partition]) -> set[str]:
        if not self._topics:
            return {topic for topic, _ in found}
        patterns = [re.compile(name) for name in self._topics if name.startswith("^")]
        names = {topic for topic, _ in found} | self._known.keys()
        matching = {name for name in names if any(each.match(name) for each in patterns)}
        return matching | {name for name in self._topics if not name.startswith("^")}

    def _named(self, topic: str) -> Sequence[int]:
        # A partition without an offset is listed if the URL names its topic.
        return self._known.get(topic, ()) if topic in self._topics else ()

    def reset_to(self, offsets: Sequence[GroupOffset], to: str | datetime) -> list[GroupOffset]:
        """Return the offsets that a reset to an end, or to a time, gives; nothing is changed.

        A partition is left out if the broker does not give its offsets.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        wanted = [each for each in offsets if each.first is not None and each.end is not None]
        if to == EARLIEST:
            return [replace(each, next=each.first) for each in wanted]
        if not isinstance(to, datetime):
            return [replace(each, next=each.end) for each in wanted]
        when = int(to.timestamp() * 1000)
        found = offsets_for_times(self._reader, [(e.topic, e.partition) for e in wanted], when)
        return [replace(each, next=self._at(found, each)) for each in wanted]

    @staticmethod
    def _at(found: Mapping[Partition, int], old: GroupOffset) -> int | None:
        offset = found.get((old.topic, old.partition), END)
        return old.end if offset < 0 else offset

    def commit(self, offsets: Sequence[GroupOffset]) -> None:
        """Commit the offsets for the group.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer. It refuses if the
                group has readers.
        """
        import confluent_kafka  # heavy

        wanted = confluent_kafka.ConsumerGroupTopicPartitions(
            self._group,
            [
                confluent_kafka.TopicPartition(e.topic, e.partition, e.next)
                for e in offsets
                if e.next is not None
            ],
        )
        asked = self._admin.raw.alter_consumer_group_offsets([wanted], request_timeout=_ANSWER_S)
        for each in self._result(asked[self._group]).topic_partitions:
            if each.error is not None:
                raise kafka_errors.translate(each.error, self._context.at(each.topic))

    def _result(self, future: Any) -> Any:
        import confluent_kafka  # heavy

        try:
            return future.result(_ANSWER_S + 1)
        except confluent_kafka.KafkaException as fault:
            raise kafka_errors.translate(fault.args[0], self._context) from fault
