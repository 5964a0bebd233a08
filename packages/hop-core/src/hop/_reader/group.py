"""Membership of a consumer group: joining, rebalances, committed offsets, leaving."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING, offsets_for_times
from hop._kafka import errors as kafka_errors
from hop._messages import StartPosition
from hop._reader.assignment import Assignment
from hop._reader.patterns import to_posix

if TYPE_CHECKING:
    from confluent_kafka import KafkaError, TopicPartition

    from hop._config import ResumeAt
    from hop._kafka import Client, Partition
    from hop._messages import Record, Start

_log = logging.getLogger(__name__)

_ASK_TIMEOUT_S = 5.0
# So long the committed offsets may be unknown while partitions are assigned.
_COMMITTED_PATIENCE_S = 20.0
_AGAIN_S = 0.1
# A member without partitions may get some when the others have given theirs up.
_EMPTY_ASSIGNMENT_S = 5.0
# Members learn of a rebalance within a second; the broker waits ten for one that has died.
_LEAVE_S = 12.0
# librdkafka's poll does not end when a callback was called.
_TICK_S = 0.002
# The refusals of a commit that is made again after the rebalance.
_OF_BEFORE = {"ILLEGAL_GENERATION", "REBALANCE_IN_PROGRESS"}
_NOTHING_LEFT = "_NO_OFFSET"


class Commits:
    """The results of a member's commits, as librdkafka reports them.

    Args:
        on_commit: the caller's own callback, if there is one.

    Attributes:
        count: how many results there were.
        error: why the last commit was refused; None: it was not.
    """

    def __init__(self, on_commit: Callable[..., Any] | None = None) -> None:
        self._on_commit = on_commit
        self.count = 0
        self.error: KafkaError | None = None

    def on_commit(self, error: KafkaError | None, partitions: list[TopicPartition]) -> None:
        """Note the result of a commit; librdkafka calls it."""
        self.error = error
        self.count += 1
        if error is not None:
            _log.debug("a commit is refused: %s", error)
        if self._on_commit is not None:
            self._on_commit(error, partitions)


class GroupAssignment(Assignment):
    """The partitions that a consumer group assigns to this member.

    Args:
        client: the reader's client.
        topics: names, or patterns that begin with ``^``.
        start_at: where to start in a partition in which the group has no committed offset.
        resume_at: gives the offsets at which partitions go on, which are kept elsewhere.
        commits: notes the results of the member's commits.
        waits: whether topics that do not exist are waited for.
        is_eager: whether a rebalance revokes all partitions before it assigns them.
    """

    def __init__(
        self,
        client: Client,
        topics: Sequence[str],
        start_at: Start,
        resume_at: ResumeAt | None,
        commits: Commits,
        *,
        waits: bool,
        is_eager: bool,
    ) -> None:
        super().__init__(client, topics, start_at, resume_at, waits=waits)
        self._commits, self._is_eager = commits, is_eager
        self._rebalanced_at: float | None = None
        self._subscribed = [to_posix(each) if each.startswith("^") else each for each in topics]
        self._known: set[Partition] = set()

    def start(self, on_revoked: Callable[[Partition], None]) -> list[Record]:
        """Join the group; the coordinator assigns the partitions later."""
        self._on_partition_revoked = on_revoked
        found = self._find()
        self._known = {(topic, number) for topic, numbers in found.items() for number in numbers}
        if self._waits and not found:
            self._rebalanced_at = -math.inf  # no partition exists: librdkafka would not call back
        self._client.raw.subscribe(
            self._subscribed,
            on_assign=self._on_assign,
            on_revoke=self._on_revoke,
            on_lost=self._on_revoke,
        )
        return []

    def is_at_end(self) -> bool:
        """Whether there is an assignment, and all messages in it have been read."""
        return self.is_settled() and super().is_at_end()

    def is_settled(self) -> bool:
        """Whether there is an assignment; an empty one is believed after a while."""
        if self._rebalanced_at is None:
            return False
        is_old = time.monotonic() - self._rebalanced_at > _EMPTY_ASSIGNMENT_S
        return bool(self.partitions) or is_old

    def _restart(self, partition: Partition, offset: int) -> None:
        if not self._is_eager:
            super()._restart(partition, offset)
            return
        # An eager member changes its assignment as a whole only.
        raw = self._client.raw
        assigned = raw.assignment()
        for each, position in zip(assigned, raw.position(assigned), strict=True):
            if (each.topic, each.partition) == partition:
                each.offset = offset
            elif position.offset >= 0:
                each.offset = position.offset
        raw.assign(assigned)

    def leave(self) -> bool:
        """Commit what is done, and leave the group where closing would not do so by itself.

        Returns:
            Whether closing is quick: the broker answers, and no other member is waited for.
        """
        is_committed = self._commit_all()
        if not self.partitions:
            # librdkafka closes a member without partitions in silence; the others would wait for
            # it to be declared dead.
            self._client.raw.unsubscribe()
        return is_committed

    def _commit_all(self) -> bool:
        """Commit until all that is done is committed.

        In a rebalance, a broker does not answer a member's commit before all members have joined,
        and then refuses it: it is of the generation before. librdkafka, once it closes, does not
        commit again, and whoever gets the partitions would read the same messages.

        Returns:
            Whether it is committed; False: the broker refuses, or does not answer in time.
        """
        from confluent_kafka import KafkaException

        end = time.monotonic() + _LEAVE_S
        while self.partitions and time.monotonic() < end:
            rebalanced_at, count = self._rebalanced_at, self._commits.count
            try:
                self._client.raw.commit(asynchronous=True)
            except KafkaException:
                return False
            while self._commits.count == count:
                if time.monotonic() > end:
                    return False
                self._poll()
            error = self._commits.error
            if error is None:
                continue  # the next commit finds nothing left, which is an error
            code = kafka_errors.code_of(error)
            if code not in _OF_BEFORE:
                return code == _NOTHING_LEFT
            while self._rebalanced_at == rebalanced_at:
                if time.monotonic() > end:
                    return False
                self._poll()
        return not self.partitions

    def _poll(self) -> None:
        """Let librdkafka call back; messages are for whoever reads on."""
        self._client.raw.poll(_TICK_S)

    def _on_assign(self, consumer: Any, partitions: list[TopicPartition]) -> None:
        # A member that leaves gets partitions all the same, if the broker did not know before.
        starts = partitions if self.is_closing else self._group_starts(consumer, partitions)
        if self._is_eager:
            consumer.assign(starts)
        else:
            consumer.incremental_assign(starts)
        self.partitions |= {(each.topic, each.partition) for each in partitions}
        self._rebalanced_at = time.monotonic()

    def _group_starts(
        self, consumer: Any, partitions: list[TopicPartition]
    ) -> list[TopicPartition]:
        """The partitions with the group's committed offsets, committed now where there is none.

        Offsets that are kept elsewhere count like committed ones.
        """
        from confluent_kafka import TopicPartition

        if not partitions:
            return []
        committed = self._committed(consumer, partitions)
        if committed is None:
            return self._resumed(partitions)
        resumed = self._kept((each.topic, each.partition) for each in committed)
        for each in committed:
            # The group may be ahead: what was left out there is not kept.
            each.offset = max(each.offset, resumed.get((each.topic, each.partition), each.offset))
        kept = [each for each in committed if each.offset >= 0]
        without = [(each.topic, each.partition) for each in committed if each.offset < 0]
        # All in a partition that has appeared since the reader was opened came since then.
        takes_new = self._start_at is StartPosition.LATEST
        new = [each for each in without if takes_new and each not in self._known]
        starts = self._starts(each for each in without if each not in new)
        lows = offsets_for_times(self._client, new, BEGINNING)
        starts += [TopicPartition(*each, lows.get(each, BEGINNING)) for each in new]
        fixed = [TopicPartition(each.topic, each.partition, each.offset) for each in starts]
        fixed = [each for each in fixed if each.offset >= 0]
        if fixed:
            # A group that came for what is written from now on keeps that promise over a restart,
            # and over a rebalance, though nothing has been read yet.
            consumer.commit(offsets=fixed, asynchronous=True)
        return [*kept, *starts]

    def _committed(
        self, consumer: Any, partitions: list[TopicPartition]
    ) -> list[TopicPartition] | None:
        """The group's committed offsets; None: librdkafka is to ask for them when it reads.

        Raises:
            hop.errors.TransportError: the broker does not say, and without them nobody knows
                where to start.
        """
        from confluent_kafka import KafkaException

        end = time.monotonic() + _COMMITTED_PATIENCE_S
        while True:
            try:
                found: list[TopicPartition] = consumer.committed(partitions, timeout=_ASK_TIMEOUT_S)
                return found
            except KafkaException as exception:
                refusal = exception.args[0]
                if self._start_at is StartPosition.EARLIEST:
                    _log.warning("the group's offsets are not known yet: %s", refusal.str())
                    return None
                error = kafka_errors.translate(refusal, self._client.context)
                if not error.retriable or time.monotonic() > end:
                    raise error from exception
            time.sleep(_AGAIN_S)

    def _on_revoke(self, _consumer: Any, partitions: list[TopicPartition]) -> None:
        for each in partitions:
            partition = (each.topic, each.partition)
            self.partitions.discard(partition)
            self._at_end.discard(partition)
            self._on_partition_revoked(partition)
        self._rebalanced_at = time.monotonic()
