"""Check one topic: if it exists, what is allowed, and what it holds."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING, END, offsets_for_times
from hop._kafka import errors as kafka_errors
from hop.cli.doctor.findings import OK, WARNING, Finding, failed
from hop.errors import TransportError, TransportTimeout

if TYPE_CHECKING:
    from hop._kafka import Client, ErrorContext

_ANSWER_S = 3.0
_READ_S = 2.0


class TopicCheck:
    """Checks one topic.

    Args:
        admin: a client for administration; it changes nothing.
        reader: a client for reading, without a group.
        context: broker, user and topic.

    Attributes:
        newest: the time of the newest message, s since 1970; None if there is none.
    """

    def __init__(self, admin: Client, reader: Client, context: ErrorContext) -> None:
        self._admin, self._reader, self._context = admin, reader, context
        self.newest: float | None = None

    def examine(self, broker: str) -> Finding:
        """Check the topic.

        Args:
            broker: the name of the broker; "" if it has none.
        """
        topic = self._context.topic
        try:
            # With the reader: if the admin client asks for it, some brokers create the topic.
            found = self._reader.known_topic(topic)
        except TransportError as error:
            finding = failed("topic", f"{topic} cannot be used", error)
            if broker.startswith("gcn") and error.code == "UNKNOWN_TOPIC_OR_PART":
                cure = "GCN creates a topic with its first message: wait for it with -p"
                return Finding("topic", WARNING, f"{topic} does not exist", finding.cause, cure)
            return finding
        partitions = sorted(found.partitions)
        leaderless = [each for each in partitions if found.partitions[each].leader < 0]
        try:
            holds = self._holds(partitions)
            self._read(partitions)
        except TransportError as error:
            return failed("topic", f"{topic} exists, but cannot be read", error)
        text = f"{topic} exists and may be read, {self._may_write()}; {holds}"
        if leaderless:
            cause = f"no broker leads partition {', '.join(map(str, leaderless))}"
            return Finding("topic", WARNING, text, cause, "wait, or tell the broker's owner")
        return Finding("topic", OK, text)

    def _holds(self, partitions: list[int]) -> str:
        topic = self._context.topic
        keys = [(topic, each) for each in partitions]
        low = offsets_for_times(self._reader, keys, BEGINNING, _ANSWER_S)
        high = offsets_for_times(self._reader, keys, END, _ANSWER_S)
        ends = ", ".join(
            f"{low.get(key, '?')}-{high.get(key, '?')}" for key in keys if key in low or key in high
        )
        first, last = self._times(partitions)
        self.newest = last
        if not any(high.get(key, 0) > low.get(key, 0) for key in keys):
            return f"partitions: {len(keys)}, empty, offsets {ends}"
        return f"partitions: {len(keys)}, offsets {ends}, from {_shown(first)} to {_shown(last)}"

    def _times(self, partitions: list[int]) -> tuple[float | None, float | None]:
        from confluent_kafka import KafkaException, TopicPartition, admin  # heavy

        api: Any = admin
        found: list[list[float]] = []
        for spec in (api.OffsetSpec.for_timestamp(0), api.OffsetSpec.max_timestamp()):
            asked = {TopicPartition(self._context.topic, each): spec for each in partitions}
            times = []
            for answer in self._admin.raw.list_offsets(asked, request_timeout=_ANSWER_S).values():
                try:
                    times.append(answer.result(_ANSWER_S + 1).timestamp / 1000)
                except KafkaException:  # an old broker does not know the time of the newest message
                    continue
            found.append([each for each in times if each >= 0])
        return min(found[0], default=None), max(found[1], default=None)

    def _read(self, partitions: list[int]) -> None:
        """Fetch from the end of a partition: only then brokers refuse to be read."""
        from confluent_kafka import KafkaException, TopicPartition  # heavy

        number = partitions[0]
        key = (self._context.topic, number)
        end = offsets_for_times(self._reader, [key], END, _ANSWER_S).get(key, 0)
        self._reader.raw.assign([TopicPartition(*key, end)])
        try:
            limit = time.monotonic() + _READ_S
            while time.monotonic() < limit:
                try:
                    record = self._reader.raw.poll(0.1)
                except KafkaException as fault:
                    if kafka_errors.concerns_group(fault.args[0]):
                        continue
                    raise kafka_errors.translate(fault.args[0], self._context) from fault
                if record is None:
                    continue
                error = record.error()
                if error is None or kafka_errors.code_of(error) == kafka_errors.END_OF_PARTITION:
                    return
                # An error of the group does not count: only librdkafka needs one.
                if not kafka_errors.concerns_group(error):
                    raise kafka_errors.translate(error, self._context)
        finally:
            self._reader.raw.unassign()
        raise TransportTimeout(
            f"{self._context.brokers} did not answer a reader of {self._context.topic} in "
            f"{_READ_S:.0f} s; try again, or look at the state of the broker"
        )

    def _may_write(self) -> str:
        from confluent_kafka import KafkaException, TopicCollection, admin  # heavy

        api: Any = admin
        topic = self._context.topic
        asked: Any = self._admin.raw.describe_topics(
            TopicCollection([topic]),
            include_authorized_operations=True,
            request_timeout=_ANSWER_S,
        )
        try:
            operations = asked[topic].result(_ANSWER_S + 1).authorized_operations
        except KafkaException:
            operations = None
        if not operations:
            return "and the broker does not say if it may be written"
        if {api.AclOperation.WRITE, api.AclOperation.ALL} & set(operations):
            return "and the broker says that it may be written"
        return "but the broker says that it may not be written"


def _shown(seconds: float | None) -> str:
    return "?" if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
