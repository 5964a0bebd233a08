"""What a broker says of its topics: the times of messages, and how many there are."""

from __future__ import annotations

import re
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
from hop.cli.watch.habits import Habit, learn

if TYPE_CHECKING:
    from types import TracebackType

    from hop._config import Target

_ANSWER_S = 10.0


class Broker:
    """A connection that is logged in, for one look; a context manager.

    Each look logs in anew: only so an expired credential is found.

    Args:
        target: the broker, and the topics that are watched.

    Attributes:
        missing: the topics of the target that the broker does not have.
        topics: those that it has, also by patterns, with their partitions.

    Raises:
        hop.errors.HopError: the broker cannot be reached, or refuses the credential.
    """

    def __init__(self, target: Target) -> None:
        from confluent_kafka import admin  # heavy

        api: Any = admin
        self._spec = api.OffsetSpec
        self._context = ErrorContext(target.bootstrap, target.user)
        self._admin = Client(admin.AdminClient, {}, self._context, target.auth, {})
        answer = self._admin.metadata(timeout=_ANSWER_S)
        known = partitions_of(answer, answer.topics)
        named = [each for each in target.topics if not each.startswith("^")]
        patterns = [re.compile(each) for each in target.topics if each.startswith("^")]
        matching = [each for each in known if any(pattern.match(each) for pattern in patterns)]
        self.missing = [each for each in named if each not in known]
        self.topics = {each: known[each] for each in dict.fromkeys([*named, *sorted(matching)])
                       if each in known}  # fmt: skip
        self._reader = reader_client(
            self._context, target.auth, group_settings(None, self._context), {}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._reader.raw.close()

    def newest(self, topic: str) -> float | None:
        """The time of the newest message of a topic, s since 1970; None if it is empty.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        return max(self._times(topic, self._spec.max_timestamp()), default=None)

    def habit(self, topic: str, now: float) -> Habit | None:
        """How long a topic is usually silent; None if it holds too few messages to know.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        keys = [(topic, each) for each in self.topics[topic]]
        low = offsets_for_times(self._reader, keys, BEGINNING, _ANSWER_S)
        high = offsets_for_times(self._reader, keys, END, _ANSWER_S)
        count = sum(max(0, high[key] - low[key]) for key in keys if key in low and key in high)
        first, newest = self._next_after(topic, 0.0), self.newest(topic)
        if first is None or newest is None:
            return None
        return learn(first, newest, count, lambda at: self._next_after(topic, at), now)

    def _next_after(self, topic: str, at: float) -> float | None:
        return min(self._times(topic, self._spec.for_timestamp(int(at * 1000))), default=None)

    def _times(self, topic: str, spec: Any) -> list[float]:
        from confluent_kafka import KafkaException, TopicPartition  # heavy

        asked = {TopicPartition(topic, each): spec for each in self.topics[topic]}
        answers = self._admin.raw.list_offsets(asked, request_timeout=_ANSWER_S).values()
        try:
            times = [answer.result(_ANSWER_S + 1).timestamp / 1000 for answer in answers]
        except KafkaException as fault:
            context = self._context.at(topic)
            raise kafka_errors.translate(fault.args[0], context) from fault
        return [each for each in times if each >= 0]
