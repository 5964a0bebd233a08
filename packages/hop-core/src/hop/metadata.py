"""What is known of a message beside its content, and where in a topic a reader starts."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from hop.wire import Header


class Record(Protocol):
    """A message as librdkafka hands it over, ``confluent_kafka.Message``."""

    def topic(self) -> str:
        """The topic it was read from."""

    def partition(self) -> int:
        """The partition of that topic."""

    def offset(self) -> int:
        """Its place in that partition."""

    def timestamp(self) -> tuple[int, int]:
        """What kind of time it carries, and the time in ms since 1970 UTC."""

    def key(self) -> bytes | None:
        """Its key."""

    def headers(self) -> list[Header] | None:
        """Its headers."""

    def value(self) -> bytes | None:
        """Its payload."""

    def error(self) -> Any:
        """The error that stands in a message's place; None for a message."""


class StartPosition(enum.Enum):
    """Where reading starts, where no consumer group has a place already."""

    EARLIEST = 1
    """With the oldest message that the broker keeps."""
    LATEST = 2
    """With the first message that comes after the stream was opened."""


@dataclass(slots=True)
class Metadata:
    """What the broker knows of a message.

    Attributes:
        topic: the topic it was read from.
        partition: the partition of that topic.
        offset: its place in that partition.
        timestamp: when it was written, ms since 1970 UTC.
        key: its key; None where it has none.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: str | bytes | None
    _raw: Record = field(repr=False, compare=False)

    @classmethod
    def of(cls, record: Record) -> Metadata:
        """What stands beside the payload of a record."""
        return cls(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp()[1],
            record.key(),
            record,
        )

    @property
    def headers(self) -> list[Header]:
        """The headers in their order; names may repeat. Empty where there are none."""
        return self._raw.headers() or []
