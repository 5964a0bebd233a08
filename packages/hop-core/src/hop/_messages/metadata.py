"""The metadata of a message, and the positions at which reading can start."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeGuard

Header = tuple[str, bytes | None]
"""A header as Kafka has it: names may repeat, values are bytes or null."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Record(Protocol):
    """A message as librdkafka delivers it, ``confluent_kafka.Message``."""

    def topic(self) -> str:
        """The topic it was read from."""

    def partition(self) -> int:
        """The partition of that topic."""

    def offset(self) -> int:
        """Its offset in that partition."""

    def timestamp(self) -> tuple[int, int]:
        """The type of its timestamp, and the time in ms since 1970 UTC."""

    def key(self) -> bytes | None:
        """Its key."""

    def headers(self) -> list[Header] | None:
        """Its headers."""

    def value(self) -> bytes | None:
        """Its payload."""

    def error(self) -> Any:
        """The error that came instead of a message; None for a message."""


def message_position(topic: str | None, partition: int, offset: int) -> str:
    """Where a message is, as errors say it: topic, partition and offset."""
    return f"topic {topic}, partition {partition}, offset {offset}"


class StartPosition(enum.Enum):
    """Where reading starts if the consumer group has no committed offset."""

    EARLIEST = 1
    """At the oldest message that the broker keeps."""
    LATEST = 2
    """At the first message that is written after the stream was opened."""


Start = StartPosition | datetime | int
"""Where reading starts: at one end of each partition; at the first message at or after a time, in
each partition; or, as ``-5``, at the last five messages over all partitions, in order of time."""


def check_start(start: Any) -> None:
    """Check that reading can start there.

    Raises:
        ValueError: it is not such a position, has no time zone, or is not a negative number.
    """
    if isinstance(start, datetime):
        to_ms(start, "start_at")
    elif is_count(start):
        if start >= 0:
            raise ValueError(
                f"start_at={start} is not possible: use a negative number for the last messages "
                "(-5 for the last five), or StartPosition.EARLIEST for all"
            )
    elif not isinstance(start, StartPosition):
        raise ValueError(
            "start_at is StartPosition.EARLIEST or StartPosition.LATEST, a datetime, or a negative "
            f"number of messages, not {start!r}"
        )


def is_count(start: Any) -> TypeGuard[int]:
    """Whether a start is a number of messages."""
    return isinstance(start, int) and not isinstance(start, bool)


def to_ms(time: datetime, name: str) -> int:
    """A time as Kafka has it, ms since 1970 UTC, rounded up.

    Args:
        time: the time.
        name: the name of the option, for the error.

    Raises:
        ValueError: it is not a datetime, has no time zone (it could then mean several moments), or
            is before 1970.
    """
    if not isinstance(time, datetime):
        raise ValueError(f"{name} is a datetime with a zone, not {time!r}")
    if time.utcoffset() is None:
        raise ValueError(
            f"{name} is a time without a zone, {time.isoformat()}; "
            "say which it is in, as in datetime(…, tzinfo=timezone.utc)"
        )
    since = -((_EPOCH - time) // timedelta(milliseconds=1))
    if since < 0:
        raise ValueError(f"{name} is {time.isoformat()}; Kafka's time begins with 1970")
    return since


def from_ms(timestamp: int) -> datetime | None:
    """A time of Kafka as a datetime, UTC; None if it is no date.

    Below 0, the broker does not know. Senders choose the time, which may be beyond all dates.
    """
    if timestamp < 0:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=timestamp)
    except OverflowError:
        return None


@dataclass(slots=True)
class Metadata:
    """What the broker knows about a message.

    Attributes:
        topic: the topic it was read from.
        partition: the partition of that topic.
        offset: its offset in that partition.
        timestamp: when it was written, ms since 1970 UTC.
        key: its key; None if it has none.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: str | bytes | None
    _raw: Record | None = field(repr=False, compare=False)
    _headers: list[Header] | None = field(repr=False, compare=False)

    # By hand: a program that makes metadata of its own, for a test say, gives the headers by name,
    # as with hop-client; those of a record are asked for when somebody looks.
    def __init__(
        self,
        topic: str,
        partition: int,
        offset: int,
        timestamp: int,
        key: str | bytes | None,
        _raw: Record | None = None,
        *,
        headers: list[Header] | None = None,
        _headers: list[Header] | None = None,  # what dataclasses.replace() calls them
    ) -> None:
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self._raw = _raw
        self._headers = _headers if headers is None else headers

    @classmethod
    def of(cls, record: Record) -> Metadata:
        """The metadata of a record."""
        return cls(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp()[1],
            record.key(),
            record,
        )

    @classmethod
    def from_message(cls, msg: Record) -> Metadata:
        """The metadata of a record: hop-client's name for :meth:`of`."""
        return cls.of(msg)

    @property
    def payload(self) -> bytes:
        """The message's bytes as they came; none where the payload is null."""
        return b"" if self._raw is None else self._raw.value() or b""

    @property
    def is_tombstone(self) -> bool:
        """Whether the payload is null: a compacted topic then deletes what has the same key."""
        return self._raw is not None and self._raw.value() is None

    @property
    def headers(self) -> list[Header]:
        """The headers in their order; names may repeat. Empty if there are none."""
        if self._headers is None and self._raw is not None:
            return self._raw.headers() or []
        return self._headers or []

    @property
    def id(self) -> uuid.UUID | None:
        """The id that the sender gave the message; None if there is none, or an invalid one."""
        value = self._first("_id")
        return uuid.UUID(bytes=value) if value is not None and len(value) == 16 else None

    @property
    def sender(self) -> str | None:
        """The user name that the sender gives; None if there is none.

        Nobody checks it: anyone who may write to the topic can give any name.
        """
        value = self._first("_sender")
        return None if value is None else value.decode("utf-8", "replace")

    @property
    def time(self) -> datetime | None:
        """When the message was written, UTC; None if the broker does not know."""
        return from_ms(self.timestamp)

    def _first(self, wanted: str) -> bytes | None:
        return next((value for name, value in self.headers if name == wanted), None)
