"""Messages of batches that the broker refused: send the good ones again, find the bad ones.

A broker judges a batch as a whole: because of one message it refuses all that librdkafka has put
into one request with it, and does not say which one it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from hop._kafka import errors as kafka_errors
from hop._kafka import timing
from hop._wire import ID

if TYPE_CHECKING:
    from hop._kafka import Client
    from hop._messages import Header

Acknowledged = Callable[[str, str, int, int], None]
"""Is called with the name that a message was given, its topic, its partition and its offset."""

DeliveryReport = Callable[[Any, Any], None]
"""Is called with Kafka's error, or None, and the message."""


pack: Callable[[tuple[list[Header], str]], bytes] = msgspec.msgpack.encode
"""Packs the headers and the name of a message."""

unpack = msgspec.msgpack.Decoder(tuple[list[tuple[str, bytes | None]], str]).decode
"""What :data:`pack` has packed."""


def reporter(on_delivery: Callable[[bytes, Any, Any], None]) -> Callable[[bytes], DeliveryReport]:
    """Make delivery reports that know what librdkafka does not: headers, for example.

    Each report is bytes that can be called. The garbage collector does not visit bytes: with many
    messages on their way, anything else makes writing almost twice as slow.

    Args:
        on_delivery: is called with the bytes of the report, Kafka's error and the message.
    """

    class Report(bytes):
        __slots__ = ()

        def __call__(self, error: Any, record: Any) -> None:
            on_delivery(self, error, record)

    return Report


class Refused(NamedTuple):
    """A message that came back.

    Attributes:
        error: Kafka's reason.
        record: the message, a ``confluent_kafka.Message``.
        headers: its headers, which that does not have.
        name: what the program calls it; "" if it gives it no name.
    """

    error: Any
    record: Any
    headers: list[Header]
    name: str

    @property
    def shown_name(self) -> str:
        """What errors call it."""
        return message_name(self.name, self.headers)


def message_name(name: str, headers: Iterable[Header]) -> str:
    """What errors call a message: its name, else its id, else ""."""
    if name:
        return name
    value = dict(headers).get(ID)
    is_id = isinstance(value, bytes) and len(value) == 16
    return str(uuid.UUID(bytes=value)) if is_id else ""


class Retrial:
    """Sends messages again in groups, and halves each group that is refused.

    A message that is refused alone is refused for good. The messages of a partition keep their
    order. They get the time at which they are sent now: librdkafka does not report the first one.

    Args:
        client: a writer's client that nobody else uses, and that reports every acknowledgement.
        messages: the messages.

    Attributes:
        refused: those that were refused alone, or failed otherwise.
    """

    def __init__(self, client: Client, messages: Iterable[Refused]) -> None:
        self._client = client
        self.refused: list[Refused] = []
        partitions: dict[tuple[str, int], list[Refused]] = {}
        for each in messages:
            partitions.setdefault((each.record.topic(), each.record.partition()), []).append(each)
        self._groups: list[list[Refused]] = []
        for group in partitions.values():
            self._halve(group)

    @property
    def left(self) -> list[Refused]:
        """The messages that are not decided."""
        return [each for group in reversed(self._groups) for each in group]

    def _halve(self, group: list[Refused]) -> None:
        """Plan to send the halves of a group; the first half first."""
        middle = len(group) // 2
        self._groups += filter(None, (group[middle:], group[:middle]))

    def run(self, is_over: Callable[[], bool]) -> None:
        """Decide about all messages, or as many as there is time for.

        Args:
            is_over: whether the time is up.

        Raises:
            hop.errors.TransportError: the broker refuses the client.
        """
        while self._groups and not is_over():
            group = self._groups[-1]
            failed: list[Refused] = []
            waiting = dict(enumerate(group))
            try:
                self._send(waiting, failed, is_over)
            finally:
                self._groups.pop()
                if waiting:
                    self._groups.append([*failed, *waiting.values()])
            if waiting:
                return
            of_batch = [each for each in failed if kafka_errors.concerns_batch(each.error)]
            if len(group) > 1 and of_batch:
                self._halve(of_batch)
                failed = [each for each in failed if not kafka_errors.concerns_batch(each.error)]
            self.refused += failed

    def _send(
        self, waiting: dict[int, Refused], failed: list[Refused], is_over: Callable[[], bool]
    ) -> None:
        """Send messages; take each out of ``waiting`` when its outcome is known."""

        def report(number: int, error: Any, _record: Any) -> None:
            message = waiting.pop(number, None)
            if message is not None and error is not None:
                failed.append(message._replace(error=error))

        for number, message in list(waiting.items()):
            self._produce(message, partial(report, number))
        while waiting and not is_over():
            self._client.flush(timing.SLICE_S)
            if self._client.errors:
                self._client.check()

    def _produce(self, message: Refused, report: Callable[[Any, Any], None]) -> None:
        record = message.record
        while True:
            try:
                self._client.raw.produce(
                    record.topic(),
                    record.value(),
                    record.key(),
                    record.partition(),
                    report,
                    headers=message.headers,
                )
                return
            except BufferError:
                self._client.poll(timing.SLICE_S)
            except self._client.kafka_exception as error:
                report(error.args[0], None)
                return
