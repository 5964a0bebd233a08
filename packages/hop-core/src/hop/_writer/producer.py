"""A stream opened for writing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self

from hop._config import bootstrap_servers, check_topic, redact
from hop._kafka import ErrorContext, writer_client
from hop._large import Oversized
from hop._registry import open_registry
from hop._wire import Packer
from hop._writer.delivery import ANY, DeliveryQueue, never
from hop._writer.refused import Acknowledged
from hop.errors import EncodeError, TransportError, URLError

if TYPE_CHECKING:
    from types import TracebackType

    from hop._config import Auth
    from hop._kafka import Client
    from hop._messages import Header
    from hop._wire import HeadersInput

# Ctrl-C shall end a program at once; what is under way gets this long to arrive.
_INTERRUPTED_S = 0.1
_PARTITIONS = 2**31  # Kafka numbers them in 32 bits
_TIMES = 2**63


class Sink(Protocol):
    """Where a producer puts its messages: librdkafka's queue, or a journal before it.

    Attributes:
        waits_for_room: whether :meth:`send` waits while the queue is full; otherwise it raises
            ``BufferError``.
        on_acknowledged: called for each message that the broker has acknowledged, perhaps in
            another thread, and before the next call of this returns; None: nobody asks.
    """

    waits_for_room: bool
    on_acknowledged: Acknowledged | None

    def open(self, topic: str | None) -> int | None:
        """Ask the broker for a topic, or for all, before anything is written.

        A wrong topic or credential raises here. Returns what :meth:`partitions` returns.
        """

    def partitions(self, topic: str) -> int | None:
        """How many partitions a topic has; None if the broker cannot say, and is not needed."""

    def is_quick(self) -> bool:
        """Whether :meth:`send` would wait for nothing but room in the queue."""

    def wait_for_room(self, seconds: float) -> None:
        """Wait until the broker has acknowledged something, at most for that time."""

    def send(
        self,
        topic: str,
        payload: bytes | None,
        key: Any,
        headers: list[Header],
        partition: int = ANY,
        *,
        name: str = "",
        timestamp: int = 0,
    ) -> None:
        """Take a message; then raise what is known of earlier ones."""

    def flush(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged."""

    def close(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged, and shut down. May be repeated."""


class Producer:
    """A stream that messages are written to. Get one from :meth:`hop.io.Stream.open`.

    Writing does not wait for the broker. If the broker refuses a message, hop raises an error at
    the next :meth:`write`, :meth:`flush` or :meth:`close`. After a ``with`` block, every message is
    acknowledged. May be used by several threads.

    With a journal, :meth:`write` returns when the message is on the disk. hop sends it
    until the broker acknowledges it, and then removes it from the journal. If the process dies, hop
    sends the rest when the journal is opened next. A message may reach its readers twice, with the
    same ``_id``. Messages with the same key keep their order. If the broker is away, hop warns, and
    you can write until the journal is full.

    Args:
        broker_addresses: ``host:port``, or several of them.
        topic: the topic for messages that name none; None: each message must name one.
        auth: the credential.
        envelope: write the JSON envelope that readers of 2021 expect, without format headers.
        automatic_offload: keep messages too large for their topic outside Kafka, where the broker
            announces a service for that; None: as configured. A writer with a journal does not.
        journal: the file that keeps messages until they are acknowledged; None: there is none.
        journal_bytes: the largest size of the journal, in bytes.
        registry: the address of a schema registry: messages in Avro are sent without their schema,
            which is added to it as ``TOPIC-value``.
        kafka: librdkafka settings that go before hop's own.

    Raises:
        hop.errors.UnknownTopic: the topic does not exist, and the broker does not make it.
        hop.errors.AuthenticationFailed: the broker refuses the credential.
        hop.errors.NotAuthorized: the credential may not see the topic.
        hop.errors.ConnectionFailed: there is no such broker, or its certificate is not trusted.
        hop.errors.ConfigError: a setting that librdkafka refuses.
        hop.errors.JournalError: the journal cannot be used.
    """

    def __init__(
        self,
        broker_addresses: str | Sequence[str],
        topic: str | None,
        *,
        auth: Auth | None = None,
        envelope: bool = False,
        automatic_offload: bool | None = None,
        journal: str | os.PathLike[str] | None = None,
        journal_bytes: int = 2**30,
        registry: str | os.PathLike[str] | None = None,
        kafka: Mapping[str, Any] | None = None,
    ) -> None:
        brokers = bootstrap_servers(broker_addresses)
        kafka = redact(kafka or {})
        user = auth.user if auth else None
        context = ErrorContext(brokers, user, topic or "")
        self._packer = Packer(user, envelope=envelope)
        self._registry = open_registry(registry)

        def connect(settings: dict[str, Any]) -> Client:
            return writer_client(context, auth, settings, kafka)

        self._sink: Sink
        if journal is None:
            oversized = Oversized(brokers, auth, automatic_offload)
            self._sink = DeliveryQueue(connect, oversized, self._packer.placeholder_headers)
        else:
            from hop._writer.journal_queue import JournalQueue  # sqlite3 is heavy

            self._sink = JournalQueue(connect, journal, journal_bytes, brokers)
        self._send = self._sink.send  # looked up once: this is done for each message
        self._topic, self._brokers = topic, brokers
        # How many partitions each topic has that has been asked for; None: the broker was away.
        self._known: dict[str, int | None] = {}
        if topic is not None:
            check_topic(topic)
        partitions = self._sink.open(topic)
        if topic is not None:
            self._known[topic] = partitions

    def __repr__(self) -> str:
        return f"<{type(self).__name__} to {self._topic or 'any topic'} at {self._brokers:.60}>"

    def write(
        self,
        message: Any,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        test: bool = False,
        topic: str | None = None,
        *,
        name: str = "",
    ) -> None:
        """Write a message.

        Args:
            message: a model; or a plain value: what JSON can hold is sent as JSON, bytes as they
                are.
            headers: more headers: names, with text or bytes.
            key: messages of one key keep their order, in one partition.
            test: mark the message as a test; readers leave it out unless they ask for it.
            topic: where to, instead of the topic that the stream was opened for.
            name: what errors call the message, such as a file and a line; "": its id.

        Raises:
            hop.errors.EncodeError: the message, its key or a header cannot be sent.
            hop.errors.ValidationError: a model that its schema refuses.
            hop.errors.DeliveryFailed: an earlier message was not acknowledged; this one is taken,
                and on its way.
            hop.errors.TransportError: the broker refuses this client, or the stream is closed.
            hop.errors.JournalError: the journal cannot be written; the message is not in it.
            hop.errors.URLError: there is no topic to write to, or none can have that name.
        """
        if topic is None:
            topic = self._topic
        if topic is None or topic not in self._known:
            topic = self._check(topic)
        register = None
        if self._registry is not None:
            register = partial(self._registry.register, f"{topic}-value")
        payload, record = self._packer.pack(message, headers, test, register)
        self._send(topic, payload, key, record, name=name)

    @staticmethod
    def pack(
        message: Any,
        headers: HeadersInput | None = None,
        test: bool = False,
        auth: Auth | None = None,
    ) -> tuple[bytes, list[Header]]:
        """What :meth:`write` would send, for :meth:`write_raw` or another client.

        Args:
            message: a model, or a plain value.
            headers: further headers; they are not changed.
            test: mark the message as a test.
            auth: whom to name as the sender.

        Returns:
            The payload, and all headers. Each call gives the message another id.

        Raises:
            hop.errors.EncodeError: the message, or a header, cannot be sent.
            hop.errors.ValidationError: a model that its schema refuses.
        """
        return Packer(auth.user if auth else None).pack(message, headers, test)

    def write_raw(
        self,
        packed_message: bytes | None,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        topic: str | None = None,
        *,
        partition: int | None = None,
        name: str = "",
        timestamp: int | None = None,
    ) -> None:
        """Write a payload and headers as they are; nothing is added to them.

        Args:
            packed_message: the payload, of :meth:`pack` or of :meth:`hop.io.Consumer.read_raw`.
                None is a tombstone: a compacted topic deletes what has the same key.
            headers: all headers, Hopskotch's own included.
            key: messages of one key keep their order, in one partition.
            topic: where to, instead of the topic that the stream was opened for.
            partition: the partition, modulo the number of partitions of the topic; None: chosen by
                the key, or any.
            name: what errors call the message; "": its id.
            timestamp: when it was written first, ms since 1970 UTC; None: now. A topic may be set
                to replace it.

        Raises:
            hop.errors.EncodeError: the payload is not bytes, or the key or a header cannot be sent.
            hop.errors.DeliveryFailed: an earlier message was not acknowledged; this one is taken,
                and on its way.
            hop.errors.TransportError: the broker refuses this client, or the stream is closed.
            hop.errors.JournalError: the journal cannot be written; the message is not in it.
            hop.errors.URLError: there is no topic to write to, or none can have that name.
            ValueError: no topic can have that partition, or no message that timestamp; or a stream
                with a journal gets one.
        """
        if not isinstance(packed_message, (bytes, bytearray, memoryview, type(None))):
            raise EncodeError(
                f"a payload is bytes, not {type(packed_message).__name__}; pack() makes them"
            )
        if topic is None:
            topic = self._topic
        if topic is None or topic not in self._known:
            topic = self._check(topic)
        chosen = ANY
        if partition is not None:
            if not 0 <= partition < _PARTITIONS:
                raise ValueError(f"a partition is a number from 0 on, not {partition}")
            count = self._known[topic]
            chosen = partition if count is None else partition % count
        payload = None if packed_message is None else bytes(packed_message)
        # librdkafka takes 0 for now; a message of 1970 has no time that matters.
        time = 0 if timestamp is None else timestamp
        if not 0 <= time < _TIMES:
            raise ValueError(f"a timestamp is a number of ms since 1970, not {timestamp}")
        unpacked = self._packer.unpacked(headers)
        self._send(topic, payload, key, unpacked, chosen, name=name, timestamp=time)

    def _check(self, topic: str | None) -> str:
        """Ask the broker for a topic that was not written to before."""
        if topic is None:
            raise URLError(
                "the stream was opened without a topic: name it in the URL, or write(…, topic=…)"
            )
        check_topic(topic)
        self._known[topic] = self._sink.partitions(topic)
        return topic

    @property
    def waits_for_room(self) -> bool:
        """Whether :meth:`write` waits while the queue is full; otherwise it raises ``BufferError``.

        Set it to False in an event loop, and wait by :meth:`wait_for_room` in another thread.
        """
        return self._sink.waits_for_room

    @waits_for_room.setter
    def waits_for_room(self, waits: bool) -> None:
        self._sink.waits_for_room = waits

    def wait_for_room(self, seconds: float) -> None:
        """Wait until the broker has acknowledged something, at most for that time.

        Raises:
            hop.errors.TransportError: the broker refuses this client.
        """
        self._sink.wait_for_room(seconds)

    def takes_at_once(self, topic: str | None = None) -> bool:
        """Whether :meth:`write` would wait for nothing but room in the queue.

        Otherwise it asks for a topic, waits for a disk, learns what became of earlier messages, or
        keeps them outside Kafka.

        Args:
            topic: where to, instead of the topic that the stream was opened for.
        """
        if self._registry is not None:  # it may have to be asked
            return False
        return (topic or self._topic) in self._known and self._sink.is_quick()

    @property
    def on_acknowledged(self) -> Acknowledged | None:
        """Called for each message that the broker has acknowledged: name, topic, partition, offset.

        It may be called in another thread, and must not raise. The name is empty with a journal.
        Without one, librdkafka tells of this with the setting ``delivery.report.only.error`` off.
        """
        return self._sink.on_acknowledged

    @on_acknowledged.setter
    def on_acknowledged(self, call: Acknowledged | None) -> None:
        self._sink.on_acknowledged = call

    def flush(
        self, timeout: float | None = None, *, should_stop: Callable[[], bool] = never
    ) -> None:
        """Wait until every message is acknowledged.

        Args:
            timeout: how long to wait, s; None: until each is acknowledged or has failed (by
                default after 5 minutes without an acknowledgement), with a journal until none was
                acknowledged for a minute.
            should_stop: asked while it waits: whether to wait no longer, without an error.

        Raises:
            hop.errors.DeliveryFailed: some were not acknowledged; with a journal, what the broker
                will never take is put aside, and all others are sent again.
            hop.errors.TransportTimeout: the time is up; the messages are still under way, or in
                the journal.
            hop.errors.TransportError: the broker refuses this client.
            hop.errors.JournalError: the journal cannot be read or written.
        """
        self._sink.flush(timeout, should_stop)

    def close(
        self, timeout: float | None = None, *, should_stop: Callable[[], bool] = never
    ) -> None:
        """Wait until every message is acknowledged, and shut down. May be repeated.

        Args:
            timeout: how long to wait, s; None: as :meth:`flush`.
            should_stop: asked while it waits: whether to wait no longer.

        Raises:
            hop.errors.DeliveryFailed: some were not acknowledged; the text says how many. They are
                lost, or stay in the journal.
        """
        self._sink.close(timeout, should_stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
            return
        # What was written before is sent all the same; the error of the block is the one raised.
        try:
            self.close(_INTERRUPTED_S if isinstance(error, KeyboardInterrupt) else None)
        except TransportError as failure:
            if str(failure) not in str(error):
                error.add_note(str(failure))
            if isinstance(error, TransportError):
                error.failures += failure.failures
