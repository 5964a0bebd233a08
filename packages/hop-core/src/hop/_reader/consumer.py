"""A stream opened for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from hop._config import bootstrap_servers, redact
from hop._kafka import ErrorContext, is_eager, reader_client, reader_settings
from hop._kafka import errors as kafka_errors
from hop._large.fetcher import Fetcher
from hop._large.offload import Offload
from hop._messages.metadata import (
    Metadata,
    Record,
    Start,
    StartPosition,
    check_start,
    is_count,
    to_ms,
)
from hop._reader.assignment import Assigned
from hop._reader.events import Judge
from hop._reader.membership import Commits, Grouped
from hop._reader.offsets import Places
from hop._reader.receiver import Intake
from hop._reader.stop import Ending, check_idle_timeout
from hop._reader.unpacking import Unpacker, payload_of
from hop._wire import registry
from hop._wire.decoding import Decoder, Errors
from hop._wire.headers import marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hop._config import Auth

BATCH_SIZE = 500
"""How many messages are taken from librdkafka at once, at most."""

_WAIT_S = 0.1  # so that stop() and Ctrl-C are heard at once
# So many topics are named in errors.
_FEW = 5


class Consumer:
    """A stream of the messages of one or more topics. Get one from :meth:`hop.io.Stream.open`.

    Iterating over it gives messages as they come. Reading belongs to one thread; :meth:`stop`,
    :meth:`close` and :meth:`mark_done` may be called from any, and from signal handlers.

    Args:
        group_id: the consumer group, whose members share the partitions and whose place is kept
            by the broker; None to read everything, without a place.
        broker_addresses: ``host:port``, or several of them.
        topics: a name, or several; those that begin with ``^`` are patterns.
        auth: the credential.
        start_at: where to start where the group has no place: an end of the topics, a time, or a
            number of last messages (which takes no group).
        until_eos: end at the end of every partition, as it was when reading reached it.
        until: end each partition before its first message at or after this time.
        idle_timeout: end when nothing has come for so long, s.
        ignoretest: leave out messages that carry the header ``_test``.
        errors: what becomes of a message that cannot be decoded.
        fetch_external: fetch large messages that are kept outside Kafka; None: as configured.
        kafka: librdkafka settings that go before hop's own.

    Raises:
        ValueError: a start, an end or a timeout that is none.
        hop.errors.UnknownTopic: a topic does not exist (with ``until_eos``; else it is waited for).
        hop.errors.AuthenticationFailed: the broker refuses the credential.
        hop.errors.NotAuthorized: the credential may not read that.
        hop.errors.ConnectionFailed: there is no such broker, or its certificate is not trusted.
        hop.errors.ConfigError: a setting that librdkafka refuses.
    """

    def __init__(
        self,
        group_id: str | None,
        broker_addresses: str | Sequence[str],
        topics: str | Sequence[str],
        *,
        auth: Auth | None = None,
        start_at: Start = StartPosition.LATEST,
        until_eos: bool = True,
        until: datetime | None = None,
        idle_timeout: float | None = None,
        ignoretest: bool = True,
        errors: Errors = "blob",
        fetch_external: bool | None = None,
        kafka: Mapping[str, Any] | None = None,
    ) -> None:
        brokers = bootstrap_servers(broker_addresses)
        names = [topics] if isinstance(topics, str) else list(topics)
        kafka = redact(kafka or {})
        check_start(start_at)
        check_idle_timeout(idle_timeout)
        if group_id and is_count(start_at):
            raise ValueError(
                f"the last {-start_at} messages are counted over all partitions, of which a member "
                f"of a group has a share: leave out the group, {group_id}, or start at a time"
            )
        before = None if until is None else to_ms(until, "until")
        decoder = Decoder(errors)
        few = names if len(names) <= _FEW else [*names[:_FEW], f"{len(names) - _FEW} more"]
        place = ErrorContext(brokers, auth.user if auth else None, ", ".join(few), group_id or "")
        settings = reader_settings(
            names,
            place,
            ends=until_eos,
            tells_ends=until_eos or until is not None or is_count(start_at),
        )
        commits = Commits(kafka.get("on_commit"))
        if group_id:
            kafka["on_commit"] = commits.hear
        client = reader_client(place, auth, settings, kafka)

        def is_wanted(record: Record) -> bool:
            is_left_out = ignoretest and marks(record.headers() or ())[1]
            return not is_left_out and (before is None or record.timestamp()[1] < before)

        subscription = (
            Grouped(client, names, start_at, commits, waits=not until_eos, is_eager=is_eager(kafka))
            if group_id
            else Assigned(client, names, start_at, waits=not until_eos, is_wanted=is_wanted)
        )
        places = Places(client, BATCH_SIZE // 2) if group_id else None
        has_ending = until is not None or idle_timeout is not None
        ending = Ending(client, subscription, until, idle_timeout) if has_ending else None
        self._intake = Intake(client, subscription, places, ending, ends=until_eos)
        self._unpacker = Unpacker(
            self._intake,
            Judge(client, subscription, ending, ends=until_eos, in_group=bool(group_id)),
            decoder,
            Fetcher(Offload(brokers, auth), decoder, fetch_external),
            places=places,
            ending=ending,
            ignoretest=ignoretest,
        )
        self._topics = names
        # Handlers read by these two.
        self._look, self._drain = self._intake.look, self._unpacker.unpack
        self._intake.start()

    @overload
    def read(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[Any]: ...

    @overload
    def read(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[tuple[Any, Metadata]]: ...

    def read(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[Any]:
        """Read messages.

        Args:
            metadata: give ``(message, Metadata)`` instead of the message alone.
            autocommit: mark a message as done when the next one is asked for. Otherwise it is done
                when it is given to :meth:`mark_done`; the group's place moves to the lowest
                message that is not done.
            batch_size: how many messages to take at once, at most. What has arrived is handed
                over without waiting for more.
            batch_timeout: the longest single wait for messages, a timedelta or seconds.

        Returns:
            The messages, models of :mod:`hop.models` or Blobs, until the end (``persist=False``)
            or until :meth:`stop` or :meth:`close`.

        Raises:
            ValueError: a batch of less than one message, or a wait of no time.
            hop.errors.TransportError: the broker refuses what it allowed before, or the stream is
                closed.
            hop.errors.MessageError: a message that cannot be decoded, with ``errors="raise"``.
        """
        wait = self._wait_of(batch_size, batch_timeout)
        return self._read(metadata, autocommit, batch_size, wait)

    @overload
    def read_raw(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[bytes]: ...

    @overload
    def read_raw(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[tuple[bytes, Metadata]]: ...

    def read_raw(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[Any]:
        """Read messages without decoding them; the parameters are those of :meth:`read`.

        Returns:
            The payloads as they came, a null one as no bytes; with ``metadata``, whose headers
            name the format, as ``(payload, Metadata)``.

        Raises:
            ValueError: a batch of less than one message, or a wait of no time.
            hop.errors.TransportError: the broker refuses what it allowed before, or the stream is
                closed.
        """
        wait = self._wait_of(batch_size, batch_timeout)
        return self._read(metadata, autocommit, batch_size, wait, payload_of)

    def __iter__(self) -> Iterator[Any]:
        return self.read()

    def _wait_of(self, batch_size: int, batch_timeout: timedelta | float | None) -> float:
        if batch_size < 1:
            raise ValueError(f"batch_size is 1 or more, not {batch_size}")
        if isinstance(batch_timeout, timedelta):
            batch_timeout = batch_timeout.total_seconds()
        if batch_timeout is not None and batch_timeout <= 0:
            raise ValueError(f"batch_timeout is a time to wait, not {batch_timeout}")
        if self._intake.is_closed:
            raise kafka_errors.closed()
        return min(_WAIT_S, batch_timeout or _WAIT_S)

    def _read(
        self,
        metadata: bool,
        autocommit: bool,
        size: int,
        wait: float,
        decode: Callable[..., Any] | None = None,
    ) -> Iterator[Any]:
        intake = self._intake
        if decode is None:
            self._get_ready()
        while not intake.is_stopped and (intake.ready or intake.fetch(size, wait)):
            yield from self._drain(metadata, autocommit, decode)

    def _get_ready(self) -> None:
        """Load what decoding needs: librdkafka fetches meanwhile, and no alert waits for it."""
        registry.claims()

    def mark_done(self, metadata: Metadata) -> None:
        """Mark a message as done, in any order; without a group it changes nothing.

        Args:
            metadata: what came with the message.
        """
        self._intake.note((metadata.topic, metadata.partition), metadata.offset)

    @property
    def at_hand(self) -> int:
        """How many messages have come and were not handed out yet: they need no waiting for."""
        return len(self._intake.ready)

    def keep_alive(self) -> None:
        """Stay a member of the group while messages take long: to be called every few seconds.

        Asking for the next message does the same. It belongs to the thread that reads.
        """
        self._intake.keep_alive()

    def stop(self) -> None:
        """End reading at once, without an exception; :meth:`close` is still to be called."""
        self._intake.stop()

    def close(self) -> None:
        """End all subscriptions and shut down; what is done is committed. May be repeated."""
        self._intake.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()
