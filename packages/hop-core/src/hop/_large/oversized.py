"""What a broker found too large: handed to the service for large messages, for one writer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hop._config import load_config
from hop._kafka import errors as kafka_errors
from hop._large.offload import Offload
from hop._wire import FORMAT, ID
from hop.errors import ConfigError, TransportError

if TYPE_CHECKING:
    from hop._config import Auth
    from hop._messages import Header


class Placeholder(NamedTuple):
    """A message for Kafka that takes the place of one that is kept outside.

    Attributes:
        topic: where to.
        payload: says where the message is.
        key: that of the message.
        headers: those that tell of the format and of a test.
        name: what errors call it.
    """

    topic: str
    payload: bytes
    key: bytes | None
    headers: list[Header]
    name: str


class Oversized:
    """Messages that came back as too large, until they are kept outside Kafka or have failed.

    Nothing is asked of the broker, nor of the configuration, before the first.

    Args:
        brokers: ``host:port`` of the brokers.
        auth: the credential.
        wanted: whether they are kept outside; None: as configured.
    """

    def __init__(
        self, brokers: str | Sequence[str], auth: Auth | None, wanted: bool | None
    ) -> None:
        self._wanted = wanted
        self._waiting: deque[tuple[Any, Any, list[Header], str]] = deque()
        self._offload = Offload(brokers, auth)

    def add(self, error: Any, record: Any, headers: list[Header], name: str) -> None:
        """Note a message that came back.

        Args:
            error: librdkafka's reason.
            record: the message, a ``confluent_kafka.Message``.
            headers: its headers, which that does not have.
            name: what errors call it.
        """
        self._waiting.append((error, record, headers, name))

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def keep(self) -> Iterator[Placeholder | kafka_errors.Failed]:
        """Hand over each message: its placeholder, or how it failed where there is no service.

        Raises:
            hop.errors.TransportError: the service does not take one; the others stay noted.
        """
        while self._waiting:
            error, record, headers, name = self._waiting.popleft()
            topic = record.topic()
            try:
                if not self._can_keep(headers):
                    yield kafka_errors.Failed(topic, name, error)
                    continue
                payload, marks = self._offload.upload(topic, record.value(), headers, record.key())
            except (TransportError, ConfigError) as refusal:
                raise kafka_errors.not_kept(topic, name, refusal) from refusal
            yield Placeholder(topic, payload, record.key(), marks, name)

    def _can_keep(self, headers: list[Header]) -> bool:
        names = dict(headers)
        if ID not in names or names.get(FORMAT) == b"external":
            return False  # an envelope of 2021, or itself a placeholder
        if self._wanted is None:
            self._wanted = load_config().automatic_offload
        if not self._wanted:
            return False
        return self._offload.endpoint() is not None
