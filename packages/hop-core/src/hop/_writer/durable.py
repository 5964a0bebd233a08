"""A stream for writing whose messages are on disk until the broker has acknowledged them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hop._config import bootstrap_servers, check_topic
from hop._kafka import errors as kafka_errors
from hop._wire.headers import own_key
from hop._writer.delivery import ANY, never
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.outbox import NEVER, Outbox
from hop._writer.producer import Producer
from hop.errors import ConnectionFailed, DeliveryFailed, TransportError, TransportTimeout

if TYPE_CHECKING:
    from hop._config import Auth
    from hop._kafka import Client
    from hop._messages.metadata import Header

_log = logging.getLogger(__name__)

# Of partitions, while there is no broker to ask.
_ANY_NUMBER = 2**31 - 1


class DurableProducer(Producer):
    """A :class:`Producer` that loses nothing, whoever dies.

    :meth:`write` returns when the message is on the disk. It is given to the broker again and again
    until it is acknowledged, and taken out of the journal then; what is left when the process
    dies is sent when the journal is opened next. A message may reach its readers twice, with the
    same ``_id``; those of one key keep their order. When the broker is away, writing goes on until
    the journal is full.

    Args:
        broker_addresses: ``host:port``, or several of them.
        topic: the topic of messages that name none; None: each message names one.
        journal: the journal's file.
        journal_bytes: how much it holds at most.
        auth: the credential.
        envelope: write the JSON envelope that readers of 2021 expect, without format headers.
        kafka: librdkafka settings that go before hop's own.

    Raises:
        hop.errors.JournalError: the journal cannot be used.
        hop.errors.TransportError: as with :class:`Producer`; but a broker that is away is a
            warning.
    """

    def __init__(
        self,
        broker_addresses: str | Sequence[str],
        topic: str | None,
        journal: str | os.PathLike[str],
        *,
        journal_bytes: int = 2**30,
        auth: Auth | None = None,
        envelope: bool = False,
        kafka: Mapping[str, Any] | None = None,
    ) -> None:
        if journal_bytes <= 0:
            raise ValueError(f"journal_bytes is a size in bytes, not {journal_bytes}")
        self._limit, self._is_away = journal_bytes, False
        brokers = bootstrap_servers(broker_addresses)
        self._journal = Journal(journal, brokers)
        try:
            super().__init__(brokers, topic, auth=auth, envelope=envelope, kafka=kafka)
        except BaseException:
            self._journal.close()
            raise
        if self._journal.count:
            _log.warning(
                "%d messages of before are in the journal %s; they are sent now",
                self._journal.count,
                self._journal.path,
            )
        self._outbox.start()

    def _connect(self, make: Callable[[dict[str, Any]], Client]) -> Client:
        # Every acknowledgement is told, and none is given up.
        settings = {"delivery.report.only.error": False, "message.timeout.ms": 0}
        self._outbox = Outbox(self._journal, self._limit, lambda: make(settings))
        return self._outbox.client

    def _greet(self, topic: str | None) -> None:
        if topic is not None:
            self._know(topic)
        # As the class above does, with the same reason for the second question.
        if not self._is_away:
            self._try(lambda: self._client.metadata(topic))

    def _know(self, topic: str) -> None:
        check_topic(topic)
        if self._outbox.has_sent:
            self._is_away = False
        if not self._is_away:
            self._client = self._outbox.client
            self._try(lambda: super(DurableProducer, self)._know(topic))
        self._known.setdefault(topic, _ANY_NUMBER)

    def _try(self, ask: Callable[[], Any]) -> None:
        """Ask the broker something; go on without it if it does not answer, but may come back."""
        try:
            ask()
        except (ConnectionFailed, TransportTimeout) as fault:
            if not fault.retriable:
                raise
            self._is_away, self._outbox.has_sent = True, False
            self._client.errors.clear()
            _log.warning("%s; messages are kept in %s until it answers", fault, self._journal.path)

    def _check_open(self) -> None:
        super()._check_open()
        if self._outbox.client.is_forked:
            raise kafka_errors.forked()

    def _send(
        self,
        topic: str | None,
        payload: bytes,
        key: Any,
        headers: list[Header],
        partition: int = ANY,
    ) -> None:
        self._check_open()
        self._raise_what_failed()
        self._outbox.put(Entry(topic or "", payload, own_key(key), headers, partition=partition))

    def takes_at_once(self, topic: str | None = None) -> bool:
        """Whether :meth:`write` would wait for nothing: no, it waits for the disk."""
        return False

    def _raise_when_full(self) -> None:
        """There is no queue that could be full."""

    def _listen(self, seconds: float) -> None:
        self._raise_what_failed()

    def _raise_what_failed(self) -> None:
        outbox = self._outbox
        fault, outbox.fault = outbox.fault, None
        if fault is not None:
            raise fault
        if outbox.client.errors and not outbox.is_dead():
            outbox.client.check()
        if outbox.failed and (failed := outbox.take_failed()):
            topic, first = failed[0]
            place = outbox.client.context.at(topic)
            raise self._with_place(kafka_errors.not_delivered(len(failed), first, place))

    def _with_place(self, told: TransportError) -> TransportError:
        """The error, with what became of the messages."""
        path, left = self._journal.path, self._journal.count
        words = [str(told)]
        if told.code in NEVER:
            words.append(f"what was refused is put aside in the journal {path}")
        if left:
            words.append(f"{left} not acknowledged are kept in {path}, and sent again")
        return type(told)("; ".join(words), code=told.code, retriable=told.retriable)

    def flush(self, timeout: float | None = None) -> None:
        """Wait until every message is acknowledged.

        Args:
            timeout: how long to wait, s; None: until none was acknowledged for a minute.

        Raises:
            hop.errors.DeliveryFailed: some were not acknowledged; what the broker will never take
                is put aside, and all others are sent again.
            hop.errors.TransportTimeout: the time is up; the messages are in the journal.
            hop.errors.TransportError: the broker refuses this client.
            hop.errors.JournalError: the journal cannot be read or written.
        """
        self._flush(timeout, never)

    def _flush(self, timeout: float | None, is_over: Callable[[], bool]) -> None:
        self._check_open()
        left = self._outbox.wait(timeout, is_over)
        self._raise_what_failed()
        if left and not is_over():
            raise TransportTimeout(
                f"{left} messages are not acknowledged by "
                f"{self._outbox.client.context.brokers} yet; "
                f"they are kept in {self._journal.path}, and sent until they are",
                retriable=True,
            )

    def _close(self, timeout: float | None, is_over: Callable[[], bool] = never) -> None:
        if self._closed or self._outbox.client.is_forked:
            return
        self._closed = True
        try:
            self._outbox.wait(timeout, is_over)
        except TransportError as refusal:
            self._give_up()
            raise self._with_place(refusal) from refusal
        finally:
            self._give_up()
        self._raise_what_failed()
        if left := self._journal.count:
            raise DeliveryFailed(
                f"{left} messages are not acknowledged by {self._outbox.client.context.brokers}; "
                f"they are kept in {self._journal.path}, and sent when it is opened next",
                code="_TIMED_OUT",
                retriable=True,
            )

    def _give_up(self) -> int:
        try:
            self._outbox.stop()
        finally:
            self._journal.close()
        return self._journal.count
