"""A stream opened for reading."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from hop import kafka_errors, transport
from hop.decoding import JSON, Decoder, Errors, json_blob, marks
from hop.ending import Ending, check_idle_timeout
from hop.errors import TransportError
from hop.external import Fetcher
from hop.kafka_errors import Place
from hop.message import ExternalMessage
from hop.metadata import Metadata, Record, Start, StartPosition, check_start, is_count, to_ms
from hop.offload import Offload
from hop.offsets import Partition, Places
from hop.reader_settings import reader_settings
from hop.secrecy import hidden
from hop.subscription import Assigned, Grouped
from hop.url import bootstrap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from hop.auth import Auth

_log = logging.getLogger(__name__)

BATCH_SIZE = 500
"""How many messages are taken from librdkafka at once, at most."""

_WAIT_S = 0.1  # so that stop() and Ctrl-C are heard at once
_SERVE_EVERY_S = 1.0
# So many topics are named in errors.
_FEW = 5
# A client that never worked may take long to close: it waits for the resolver, say.
_ABANDON_S = 0.2


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
        brokers = bootstrap(broker_addresses)
        names = [topics] if isinstance(topics, str) else list(topics)
        kafka = hidden(kafka or {})
        check_start(start_at)
        check_idle_timeout(idle_timeout)
        if group_id and is_count(start_at):
            raise ValueError(
                f"the last {-start_at} messages are counted over all partitions, of which a member "
                f"of a group has a share: leave out the group, {group_id}, or start at a time"
            )
        before = None if until is None else to_ms(until, "until")
        self._decoder = Decoder(errors)
        self._until_eos, self._ignoretest = until_eos, ignoretest
        self._fetcher = Fetcher(Offload(brokers, auth), self._decoder, fetch_external)
        self._ready: deque[Record] = deque()
        self._lock = threading.Lock()
        self._fetching: int | None = None
        self._taken_away = False
        self._stopped = self._closed = self._shut_down = False
        self._served = time.monotonic()
        few = names if len(names) <= _FEW else [*names[:_FEW], f"{len(names) - _FEW} more"]
        place = Place(brokers, auth.user if auth else None, ", ".join(few), group_id or "")
        settings = reader_settings(
            names,
            place,
            from_latest=start_at is StartPosition.LATEST,
            ends=until_eos,
            tells_ends=until_eos or until is not None or is_count(start_at),
        )
        self._client = transport.consumer(place, auth, settings, kafka)
        self._places = Places(self._client, BATCH_SIZE // 2) if group_id else None
        self._subscription: Assigned | Grouped
        if group_id:
            self._subscription = Grouped(
                self._client, names, start_at, waits=not until_eos, on_taken_away=self._take_away
            )
        else:
            self._subscription = Assigned(
                self._client,
                names,
                start_at,
                waits=not until_eos,
                is_wanted=lambda record: (
                    not (ignoretest and marks(record.headers() or ())[1])
                    and (before is None or record.timestamp()[1] < before)
                ),
            )
        self._ending = (
            None
            if until is None and idle_timeout is None
            else Ending(self._client, self._subscription, until, idle_timeout)
        )
        try:
            self._ready.extend(self._subscription.start())
        except BaseException:
            self._abandon()
            raise

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
        return self._read(metadata, autocommit, batch_size, wait, _payload)

    def __iter__(self) -> Iterator[Any]:
        return self.read()

    def _wait_of(self, batch_size: int, batch_timeout: timedelta | float | None) -> float:
        if batch_size < 1:
            raise ValueError(f"batch_size is 1 or more, not {batch_size}")
        if isinstance(batch_timeout, timedelta):
            batch_timeout = batch_timeout.total_seconds()
        if batch_timeout is not None and batch_timeout <= 0:
            raise ValueError(f"batch_timeout is a time to wait, not {batch_timeout}")
        if self._closed:
            raise TransportError("the stream is closed; open it anew")
        return min(_WAIT_S, batch_timeout or _WAIT_S)

    def _read(
        self,
        metadata: bool,
        autocommit: bool,
        size: int,
        wait: float,
        decode: Callable[..., Any] | None = None,
    ) -> Iterator[Any]:
        while not self._stopped and (self._ready or self._fetch(size, wait)):
            yield from self._drain(metadata, autocommit, decode)

    def _drain(
        self, metadata: bool, autocommit: bool, decode: Callable[..., Any] | None = None
    ) -> Iterator[Any]:
        """The messages that have been taken from librdkafka; this does not wait for more."""
        is_plain, ignoretest, ready = decode is None, self._ignoretest, self._ready
        decode = decode or self._decoder.decode
        places, ending, fetcher = self._places, self._ending, self._fetcher
        monotonic = time.monotonic
        record: Record

        def where() -> str:
            return (
                f"topic {record.topic()}, partition {record.partition()}, offset {record.offset()}"
            )

        while ready and not self._stopped:
            record = ready.popleft()
            if record.error() is not None:
                self._judge(record)
                continue
            if ending is not None and ending.leaves_out(record):
                continue
            headers = record.headers()
            form, is_test = marks(headers) if headers else (None, False)
            message: Any = None
            if form == JSON and is_plain and not is_test:
                message = json_blob(record.value())
            if message is None and not (is_test and ignoretest):
                message = decode(record.value(), headers, where, record.topic(), is_test)
            shown = record
            if type(message) is ExternalMessage and fetcher.is_wanted:
                message, shown = fetcher.fetch(message, record, where, is_test)
            if places is not None and not autocommit:
                places.hand_out((record.topic(), record.partition()), record.offset())
            if message is not None:
                yield (message, Metadata.of(shown)) if metadata else message
            if places is not None:
                if autocommit:
                    places.pass_by(record)
                elif message is None:  # the caller never sees it, so nobody else marks it
                    places.note((record.topic(), record.partition()), record.offset())
                    places.settle()
            if monotonic() - self._served > _SERVE_EVERY_S:
                self._fetch(1, 0.0)

    def _fetch(self, size: int, wait: float) -> bool:
        """Take what has arrived; wait for something if there is nothing.

        Returns:
            Whether there is something; otherwise reading is at its end.
        """
        while True:
            found = self._look(size, wait)
            if found is not None:
                return found

    def _look(self, size: int, wait: float) -> bool | None:
        """Take what has arrived; wait a little if there is nothing.

        Returns:
            Whether there is something, or reading is at its end; None where neither is known yet.
        """
        now = self._served = time.monotonic()
        if wait and (
            (self._until_eos and self._subscription.is_at_end())
            or (self._ending is not None and self._ending.is_due(now))
        ):
            return False
        self._poll(size, wait)
        if self._client.errors:
            self._client.check()
        if self._stopped:
            return False
        if self._ready:
            self._client.succeed()
            return True
        if not wait:
            return True
        if not self._until_eos:
            self._subscription.refresh(now)
        return None

    def _poll(self, size: int, wait: float) -> None:
        raw, ready = self._client.raw, self._ready
        with self._lock:
            if self._stopped:
                return
            self._settle()
            self._fetching = threading.get_ident()
            try:
                # Asking for a batch with a time to wait would wait until it is full.
                records = raw.consume(size, 0)
                if not records and wait:
                    first = raw.poll(wait)
                    records = [first, *raw.consume(size, 0)] if first is not None else ()
                if self._taken_away:
                    # What was taken just before its partition went is another member's now.
                    self._taken_away = False
                    held = self._subscription.held
                    records = [
                        each
                        for each in records
                        if each.error() is not None or (each.topic(), each.partition()) in held
                    ]
                ready.extend(records)
            finally:
                self._fetching = None
        if self._closed:  # by a signal handler, while librdkafka was busy
            self._shut()

    def _judge(self, record: Record) -> None:
        """Deal with what librdkafka hands over in a message's place."""
        error = record.error()
        if kafka_errors.name_of(error) == kafka_errors.END_OF_PARTITION:
            partition = (record.topic(), record.partition())
            self._subscription.reach_end(partition)
            if self._ending is not None:
                self._ending.reach(partition, record.offset())
            return
        place = self._client.place
        told = kafka_errors.translate(error, place.at(record.topic() or place.topic))
        if kafka_errors.concerns_group(error):
            if self._places is not None:
                raise told
            return  # nobody asked for the group that librdkafka wants a name of
        if kafka_errors.may_appear(error):
            if self._until_eos:
                raise told
            return  # said when the stream was opened
        if error.fatal() or kafka_errors.is_final(error):
            raise told
        _log.warning("%s", told)

    def mark_done(self, metadata: Metadata) -> None:
        """Mark a message as done, in any order; without a group it changes nothing.

        Args:
            metadata: what came with the message.
        """
        if self._places is not None:
            self._places.note((metadata.topic, metadata.partition), metadata.offset)
            if self._lock.acquire(blocking=False):  # else a read is under way, which settles it
                try:
                    self._settle()
                finally:
                    self._lock.release()

    def _settle(self) -> None:
        if self._places is not None and not self._shut_down:
            self._places.settle()

    def _take_away(self, partition: Partition) -> None:
        if self._places is not None:
            self._places.forget(partition)
        if self._ending is not None:
            self._ending.forget(partition)
        self._taken_away = True
        kept = [each for each in self._ready if (each.topic(), each.partition()) != partition]
        self._ready.clear()
        self._ready.extend(kept)

    @property
    def at_hand(self) -> int:
        """How many messages have come and were not handed out yet: they need no waiting for."""
        return len(self._ready)

    def keep_alive(self) -> None:
        """Stay a member of the group while messages take long: to be called every few seconds.

        Asking for the next message does the same. It belongs to the thread that reads.
        """
        if not self._stopped and time.monotonic() - self._served > _SERVE_EVERY_S:
            self._fetch(1, 0.0)

    def stop(self) -> None:
        """End reading at once, without an exception; :meth:`close` is still to be called."""
        self._stopped = True

    def close(self) -> None:
        """End all subscriptions and shut down; what is done is committed. May be repeated."""
        self._stopped = self._closed = True
        if self._fetching == threading.get_ident():
            return  # in a signal handler: the read closes on its way out
        with self._lock:
            self._shut()

    def _abandon(self) -> None:
        """Close without waiting for it."""
        thread = threading.Thread(target=self.close, name="closing", daemon=True)
        thread.start()
        thread.join(_ABANDON_S)

    def _shut(self) -> None:
        if not self._shut_down:
            self._settle()
            self._shut_down = True
            self._ready.clear()
            self._subscription.leave()
            self._client.raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _payload(payload: bytes | None, *_: Any) -> bytes:
    return b"" if payload is None else payload
