"""How a reader comes to its partitions: a share of them, as a member of a consumer group."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING, offsets_for_times
from hop._kafka import errors as kafka_errors
from hop._messages.metadata import StartPosition
from hop._reader.assignment import Subscription
from hop._reader.patterns import for_group

if TYPE_CHECKING:
    from confluent_kafka import KafkaError, TopicPartition

    from hop._kafka import Client, Partition
    from hop._messages.metadata import Record, Start

_log = logging.getLogger(__name__)

_ASK_TIMEOUT_S = 5.0
# So long the group's places may be unknown while its share is taken.
_PLACES_PATIENCE_S = 20.0
_AGAIN_S = 0.1
# A member without partitions may get some when the others have given theirs up.
_EMPTY_SHARE_S = 5.0
# Members hear within a second that they have to join anew; one that died is waited for ten.
_LEAVE_S = 12.0
# librdkafka's poll does not end when it has told something.
_TICK_S = 0.002
# The refusals of a commit that is made again when the partitions are divided.
_OF_BEFORE = {"ILLEGAL_GENERATION", "REBALANCE_IN_PROGRESS"}
_NOTHING_LEFT = "_NO_OFFSET"


class Commits:
    """What became of the commits of a member, as librdkafka tells it.

    Args:
        on_commit: the caller's own listener, if there is one.

    Attributes:
        heard: how many were heard of.
        error: why the last one was refused; None: it was not.
    """

    def __init__(self, on_commit: Callable[..., Any] | None = None) -> None:
        self._on_commit = on_commit
        self.heard = 0
        self.error: KafkaError | None = None

    def hear(self, error: KafkaError | None, partitions: list[TopicPartition]) -> None:
        """Note what became of a commit."""
        self.error = error
        self.heard += 1
        if error is not None:
            _log.debug("a commit is refused: %s", error)
        if self._on_commit is not None:
            self._on_commit(error, partitions)


class Grouped(Subscription):
    """A share of the partitions, balanced among the members of a consumer group.

    Args:
        client: the reader's client.
        topics: names, or patterns that begin with ``^``.
        start_at: where to start in a partition in which the group has no place.
        commits: hears what becomes of the member's commits.
        waits: whether topics that do not exist are waited for.
        is_eager: whether all partitions are given up, and given out anew, when the members change.
    """

    def __init__(
        self,
        client: Client,
        topics: Sequence[str],
        start_at: Start,
        commits: Commits,
        *,
        waits: bool,
        is_eager: bool,
    ) -> None:
        super().__init__(client, topics, start_at, waits=waits)
        self._commits, self._is_eager = commits, is_eager
        self._shared_at: float | None = None
        self._subscribed = [for_group(each) if each.startswith("^") else each for each in topics]
        self._known: set[Partition] = set()

    def start(self, on_taken_away: Callable[[Partition], None]) -> list[Record]:
        """Join the group; no messages are there at once."""
        self._on_taken_away = on_taken_away
        found = self._find()
        self._known = {(topic, number) for topic, numbers in found.items() for number in numbers}
        if self._waits and not found:
            self._shared_at = -math.inf  # nothing to share: librdkafka would tell nothing
        self._client.raw.subscribe(
            self._subscribed, on_assign=self._assign, on_revoke=self._revoke, on_lost=self._revoke
        )
        return []

    def is_at_end(self) -> bool:
        """Whether there is a share, and all that stood in it has been read."""
        return self.has_share() and super().is_at_end()

    def has_share(self) -> bool:
        """Whether there is a share; an empty one is believed after a while."""
        if self._shared_at is None:
            return False
        return bool(self.held) or time.monotonic() - self._shared_at > _EMPTY_SHARE_S

    def leave(self) -> bool:
        """Commit what is done, and leave the group where closing would not do so by itself.

        Returns:
            Whether closing is quick: the broker answers, and no other member is waited for.
        """
        is_free = self._commit_all()
        if not self.held:
            # librdkafka closes a member without partitions in silence; the others would wait for
            # it to be declared dead.
            self._client.raw.unsubscribe()
        return is_free

    def _commit_all(self) -> bool:
        """Commit until nothing is left that is done and not committed; False: some is left.

        While the members join anew, to divide the partitions, a broker leaves a member's commit
        unanswered, and refuses it afterwards: it is of the generation before. librdkafka, once it
        closes, does not commit again, and whoever gets the partitions reads the same messages.
        """
        from confluent_kafka import KafkaException

        end = time.monotonic() + _LEAVE_S
        while self.held and time.monotonic() < end:
            shared_at, heard = self._shared_at, self._commits.heard
            try:
                self._client.raw.commit(asynchronous=True)
            except KafkaException:
                return False
            while self._commits.heard == heard:
                if time.monotonic() > end:
                    return False
                self._serve()
            error = self._commits.error
            if error is None:
                continue  # the next one finds nothing left, which is an error
            name = kafka_errors.code_of(error)
            if name not in _OF_BEFORE:
                return name == _NOTHING_LEFT
            while self._shared_at == shared_at:
                if time.monotonic() > end:
                    return False
                self._serve()
        return not self.held

    def _serve(self) -> None:
        """Let librdkafka tell what it has to tell; messages are for whoever reads on."""
        self._client.raw.poll(_TICK_S)

    def _assign(self, consumer: Any, partitions: list[TopicPartition]) -> None:
        # Whoever leaves is given a share all the same, if it had not heard of it before.
        places = partitions if self.is_left else self._places(consumer, partitions)
        if self._is_eager:
            consumer.assign(places)
        else:
            consumer.incremental_assign(places)
        self.held |= {(each.topic, each.partition) for each in partitions}
        self._shared_at = time.monotonic()

    def _places(self, consumer: Any, partitions: list[TopicPartition]) -> list[TopicPartition]:
        """The partitions with the places of the group in them, made where there is none yet."""
        from confluent_kafka import TopicPartition

        if not partitions:
            return []
        committed = self._committed(consumer, partitions)
        if committed is None:
            return partitions
        kept = [each for each in committed if each.offset >= 0]
        without = [(each.topic, each.partition) for each in committed if each.offset < 0]
        # All in a partition that has appeared since the reader was opened came since then.
        is_new = self._start_at is StartPosition.LATEST
        new = [each for each in without if is_new and each not in self._known]
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
        """The places of the group; None where librdkafka is to ask for them when it reads.

        Raises:
            hop.errors.TransportError: the broker does not tell them, and without them nobody knows
                where to start.
        """
        from confluent_kafka import KafkaException

        end = time.monotonic() + _PLACES_PATIENCE_S
        while True:
            try:
                found: list[TopicPartition] = consumer.committed(partitions, timeout=_ASK_TIMEOUT_S)
                return found
            except KafkaException as fault:
                if self._start_at is StartPosition.EARLIEST:
                    _log.warning("the group's places are not known yet: %s", fault.args[0].str())
                    return None
                error = kafka_errors.translate(fault.args[0], self._client.context)
                if not error.retriable or time.monotonic() > end:
                    raise error from fault
            time.sleep(_AGAIN_S)

    def _revoke(self, _consumer: Any, partitions: list[TopicPartition]) -> None:
        for each in partitions:
            partition = (each.topic, each.partition)
            self.held.discard(partition)
            self._at_end.discard(partition)
            self._on_taken_away(partition)
        self._shared_at = time.monotonic()
