"""A stream opened for writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from hop._config import bootstrap_servers, check_topic, redact
from hop._kafka import ErrorContext, writer_client
from hop._kafka import errors as kafka_errors
from hop._large.oversized import Oversized
from hop._writer.delivery import ANY, Outgoing, never
from hop.errors import EncodeError, TransportError

if TYPE_CHECKING:
    from types import TracebackType

    from hop._config import Auth
    from hop._kafka import Client
    from hop._messages.metadata import Header
    from hop._wire.headers import HeadersInput

# Ctrl-C shall end a program at once; what is under way gets this long to arrive.
_INTERRUPTED_S = 0.1


class Producer:
    """A stream that messages are written to. Get one from :meth:`hop.io.Stream.open`.

    Writing does not wait for the broker. What the broker refuses raises at the next
    :meth:`write`, :meth:`flush` or :meth:`close`; leaving a ``with`` block means that every
    message is acknowledged. May be used by several threads.

    Args:
        broker_addresses: ``host:port``, or several of them.
        topic: the topic of messages that name none; None: each message names one.
        auth: the credential.
        envelope: write the JSON envelope that readers of 2021 expect, without format headers.
        automatic_offload: keep messages too large for their topic outside Kafka, where the broker
            announces a service for that; None: as configured.
        kafka: librdkafka settings that go before hop's own.

    Raises:
        hop.errors.UnknownTopic: the topic does not exist, and the broker does not make it.
        hop.errors.AuthenticationFailed: the broker refuses the credential.
        hop.errors.NotAuthorized: the credential may not see the topic.
        hop.errors.ConnectionFailed: there is no such broker, or its certificate is not trusted.
        hop.errors.ConfigError: a setting that librdkafka refuses.
    """

    def __init__(
        self,
        broker_addresses: str | Sequence[str],
        topic: str | None,
        *,
        auth: Auth | None = None,
        envelope: bool = False,
        automatic_offload: bool | None = None,
        kafka: Mapping[str, Any] | None = None,
    ) -> None:
        brokers = bootstrap_servers(broker_addresses)
        kafka = redact(kafka or {})
        self._topic, self._closed = topic, False
        # How many partitions each topic has that has been asked for.
        self._known: dict[str, int] = {}
        place = ErrorContext(brokers, auth.user if auth else None, topic or "")
        self._oversized = Oversized(brokers, auth, automatic_offload)
        self._client = self._connect(lambda settings: writer_client(place, auth, settings, kafka))
        # Loaded here: librdkafka connects meanwhile.
        from hop._wire.packing import Packer

        self._packer = Packer(auth.user if auth else None, envelope=envelope)
        self._greet(topic)

    def _connect(self, make: Callable[[dict[str, Any]], Client]) -> Client:
        self._outgoing = Outgoing(make, self._oversized, self._placeholder_headers)
        # Itself, not by way of a method: this is done for each message.
        self._send = self._outgoing.send
        return self._outgoing.client

    def _placeholder_headers(self, marks: list[Header]) -> list[Header]:
        return self._packer.placeholder_headers(marks)

    def _greet(self, topic: str | None) -> None:
        """Ask now, so that a wrong topic or credential is told before anything is written."""
        if topic is None:
            self._client.metadata()
        else:
            self._know(topic)
        # An idempotent producer gets its id when metadata comes while its connection is up; the
        # first may come by another one. Otherwise it looks again only after half a second.
        self._client.metadata(topic)

    def _know(self, topic: str) -> None:
        check_topic(topic)
        self._known[topic] = len(self._client.known_topic(topic).partitions)

    def write(
        self,
        message: Any,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        test: bool = False,
        topic: str | None = None,
    ) -> None:
        """Write a message.

        Args:
            message: a model; or a plain value: what JSON can hold is sent as JSON, bytes as they
                are.
            headers: further headers, names with text or bytes.
            key: messages of one key keep their order, in one partition.
            test: mark the message as a test; readers leave it out unless they ask for it.
            topic: where to, instead of the topic that the stream was opened for.

        Raises:
            hop.errors.EncodeError: the message, its key or a header cannot be sent.
            hop.errors.ValidationError: a model that its schema refuses.
            hop.errors.DeliveryFailed: a message written before was not acknowledged.
            hop.errors.TransportError: the broker refuses this client, or the stream is closed.
            hop.errors.URLError: there is no topic to write to, or none can have that name.
        """
        if topic is None:
            topic = self._topic
        if topic not in self._known:
            self._check(topic)
        payload, record = self._packer.pack(message, headers, test)
        self._send(topic, payload, key, record)

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
        from hop._wire.packing import Packer

        return Packer(auth.user if auth else None).pack(message, headers, test)

    def write_raw(
        self,
        packed_message: bytes,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        topic: str | None = None,
        *,
        partition: int | None = None,
    ) -> None:
        """Write a payload and headers as they are; nothing is added to them.

        Args:
            packed_message: the payload, of :meth:`pack` or of :meth:`hop.io.Consumer.read_raw`.
            headers: all headers, Hopskotch's own included.
            key: messages of one key keep their order, in one partition.
            topic: where to, instead of the topic that the stream was opened for.
            partition: which partition of it, counted round where there are not so many; None:
                chosen by the key, or any.

        Raises:
            hop.errors.EncodeError: the payload is not bytes, or the key or a header cannot be sent.
            hop.errors.DeliveryFailed: a message written before was not acknowledged.
            hop.errors.TransportError: the broker refuses this client, or the stream is closed.
            hop.errors.URLError: there is no topic to write to, or none can have that name.
        """
        if not isinstance(packed_message, (bytes, bytearray, memoryview)):
            raise EncodeError(
                f"a payload is bytes, not {type(packed_message).__name__}; pack() makes them"
            )
        if topic is None:
            topic = self._topic
        if topic not in self._known:
            self._check(topic)
        chosen = ANY if partition is None else partition % self._known[str(topic)]
        self._send(topic, bytes(packed_message), key, self._packer.unpacked(headers), chosen)

    def _check(self, topic: str | None) -> None:
        if topic is None:
            from hop.errors import URLError

            raise URLError(
                "the stream was opened without a topic: name it in the URL, or write(…, topic=…)"
            )
        self._check_open()
        self._know(topic)

    def takes_at_once(self, topic: str | None = None) -> bool:
        """Whether :meth:`write` would wait for nothing but room in the queue.

        Otherwise it asks for a topic, hears what became of others, or keeps them outside Kafka.

        Args:
            topic: where to, instead of the topic that the stream was opened for.
        """
        return (topic or self._topic) in self._known and self._outgoing.is_quick()

    def _check_open(self) -> None:
        if self._closed:
            raise kafka_errors.closed()
        if self._client.is_forked:
            raise kafka_errors.forked()

    def _raise_when_full(self) -> None:
        """Have :meth:`write` raise ``BufferError``, and not wait, while the queue is full."""
        self._outgoing.waits_for_room = False

    def _listen(self, seconds: float) -> None:
        self._outgoing.listen(seconds)

    def flush(self, timeout: float | None = None) -> None:
        """Wait until every message is acknowledged.

        Args:
            timeout: how long to wait, s; None: until each is acknowledged or has failed (by
                default after 5 minutes without an acknowledgement).

        Raises:
            hop.errors.DeliveryFailed: some were not acknowledged.
            hop.errors.TransportTimeout: the time is up; the messages are still under way.
            hop.errors.TransportError: the broker refuses this client.
        """
        self._flush(timeout, never)

    def _flush(self, timeout: float | None, is_over: Callable[[], bool]) -> None:
        self._outgoing.flush(timeout, is_over)

    def close(self) -> None:
        """Wait until every message is acknowledged, and shut down. May be repeated.

        Raises:
            hop.errors.DeliveryFailed: some were not acknowledged; the text says how many.
        """
        self._close(None)

    def _close(self, timeout: float | None, is_over: Callable[[], bool] = never) -> None:
        if not self._closed:
            self._closed = True
            self._outgoing.close(timeout, is_over)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
            return
        # What was written before is sent all the same; the error that is under way is the one told.
        try:
            self._close(_INTERRUPTED_S if isinstance(error, KeyboardInterrupt) else None)
        except TransportError as failure:
            error.add_note(str(failure))
