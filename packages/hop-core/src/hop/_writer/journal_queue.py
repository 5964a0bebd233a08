"""Deliver messages from a journal: on disk first, then to the broker until it acknowledges them."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from hop._kafka import errors as kafka_errors
from hop._wire import own_key
from hop._writer.delivery import ANY, Connect
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.topic_queue import TopicQueue
from hop.errors import (
    ConnectionFailed,
    DeliveryFailed,
    JournalFull,
    TransportError,
    TransportTimeout,
)

if TYPE_CHECKING:
    from hop._kafka import Client
    from hop._messages import Header

_Answer = TypeVar("_Answer")

_log = logging.getLogger(__name__)

# Every acknowledgement is reported, and no message is given up.
_SETTINGS: dict[str, Any] = {"delivery.report.only.error": False, "message.timeout.ms": 0}
_WINDOW = 10_000  # messages that librdkafka has in memory, for each topic
_CHUNK = 500  # messages, after which others get their turn
_TICK_S = 0.1
_AFTER_ERROR_S = 1.0
# So long without any acknowledgement, and waiting for more is given up.
_PATIENCE_S = 60.0
_FULL_PATIENCE_S = 10.0
# What the broker will not take tomorrow either, if it was sent alone. All else is sent again.
_NEVER = {"MSG_SIZE_TOO_LARGE", "RECORD_LIST_TOO_LARGE", "INVALID_RECORD"}
# librdkafka gave the message up by itself, for example because its topic is gone. When the message
# is sent again, the broker says why it fails.
_SAYS_NOTHING = "_DESTROY"


class JournalQueue:
    """Messages in a journal on their way to the broker, which a thread keeps moving.

    They go out in their order in each topic, again and again until each is acknowledged; then it
    is taken out of the journal. May be used by several threads.

    It is the sink of a :class:`hop.io.Producer` with a journal; see :class:`hop._writer.Sink`.

    Args:
        connect: makes a client, also in the place of one that can do nothing more.
        journal: the journal's file.
        max_bytes: how much it holds at most.
        brokers: the brokers that the messages are for, ``host:port`` separated by commas.

    Attributes:
        client: the client.
        waits_for_room: means nothing here: there is no queue that could be full.

    Raises:
        ValueError: ``max_bytes`` is no size.
        hop.errors.JournalError: the journal cannot be used.
    """

    def __init__(
        self, connect: Connect, journal: str | os.PathLike[str], max_bytes: int, brokers: str
    ) -> None:
        if max_bytes <= 0:
            raise ValueError(f"journal_bytes is a size in bytes, not {max_bytes}")
        self._max_bytes = max_bytes
        self._connect: Callable[[], Client] = partial(connect, _SETTINGS)
        self.waits_for_room = True
        self._is_closed = False
        self._journal = Journal(journal, brokers)
        try:
            self.client = self._connect()
        except BaseException:
            self._journal.close()
            raise
        # Whether the broker did not answer, and whether it has acknowledged something since.
        self._is_away = self._has_sent = False
        # Topics and errors of messages that were not acknowledged, and what the thread met.
        self._failed: list[tuple[str, Any]] = []
        self._error: Exception | None = None
        self._topics = {name: TopicQueue(name, waits=True) for name in self._journal.topics()}
        self._reports: deque[tuple[int, TopicQueue, int, Any]] = deque()
        self._done: list[int] = []  # acknowledged, and not taken out of the journal yet
        # Of the client: reports of one that was replaced are not failures.
        self._generation = 0
        self._waiting = 0
        self._removed_at = self._moved_at = time.monotonic()
        self._turn = threading.Condition()  # of the journal and the queues of topics
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name="hop-journal", daemon=True)

    def open(self, topic: str | None) -> int | None:
        """Ask the broker for a topic, and begin to send; see :meth:`hop._writer.Sink.open`."""
        try:
            count = None if topic is None else self.partitions(topic)
            # For the same reason as in DeliveryQueue.open.
            if not self._is_away:
                self._ask(lambda: self.client.metadata(topic))
        except BaseException:
            self._journal.close()
            raise
        if self._journal.count:
            _log.warning(
                "%d messages of before are in the journal %s; they are sent now",
                self._journal.count,
                self._journal.path,
            )
        self._thread.start()
        return count

    def partitions(self, topic: str) -> int | None:
        """How many partitions a topic has; None while the broker is away."""
        self._check_open()
        if self._has_sent:
            self._is_away = False
        if self._is_away:
            return None
        return self._ask(lambda: len(self.client.known_topic(topic).partitions))

    def _ask(self, question: Callable[[], _Answer]) -> _Answer | None:
        """Ask the broker something; None if it does not answer, but may come back."""
        try:
            return question()
        except (ConnectionFailed, TransportTimeout) as error:
            if not error.retriable:
                raise
            self._is_away, self._has_sent = True, False
            self.client.errors.clear()
            _log.warning("%s; messages are kept in %s until it answers", error, self._journal.path)
            return None

    def _check_open(self) -> None:
        if self._is_closed:
            raise kafka_errors.closed()
        if self.client.is_forked:
            raise kafka_errors.forked()

    def is_quick(self) -> bool:
        """Whether :meth:`send` would wait for nothing: no, it waits for the disk."""
        return False

    def wait_for_room(self, seconds: float) -> None:
        """Do nothing: there is no queue that could be full."""

    def send(
        self,
        topic: str,
        payload: bytes | None,
        key: Any,
        headers: list[Header],
        partition: int = ANY,
    ) -> None:
        """Put a message into the journal, and send it if nothing is before it.

        Then raise what is known of earlier messages.

        Raises:
            hop.errors.EncodeError: the key is neither text nor bytes.
            hop.errors.JournalFull: the journal holds what it may, and the broker takes nothing.
            hop.errors.JournalError: the journal cannot be written.
            hop.errors.TransportError: earlier messages were not acknowledged, the broker refuses
                the client, or it is closed.
        """
        self._check_open()
        entry = Entry(topic, payload, own_key(key), headers, partition=partition)
        with self._turn:
            self._wait_for_space(len(payload or b""))
            queue = self._topics.setdefault(topic, TopicQueue(topic, sent=self._journal.last))
            try:
                number = self._journal.append(entry)
                fits = queue.is_open() and len(queue.in_flight) < _WINDOW
                if not fits or not self._produce(queue, number, entry):
                    queue.waits = True
            except BaseException:
                queue.retry_soon()  # nobody knows whether the message is in the journal
                raise
        self._raise_failures()

    def _wait_for_space(self, size: int) -> None:
        end = time.monotonic() + _FULL_PATIENCE_S
        while self._journal.count and self._journal.size + size > self._max_bytes:
            before = self._journal.count
            with self._awaited():
                self._turn.wait(_TICK_S)
            if self._journal.count < before:
                end = time.monotonic() + _FULL_PATIENCE_S
            elif time.monotonic() > end:
                raise JournalFull(
                    f"the journal {self._journal.path} is full: {before} messages, "
                    f"{self._journal.size} bytes, of which {self.client.context.brokers} has "
                    f"acknowledged none in {_FULL_PATIENCE_S:g} s; see that the broker runs, or "
                    "allow more by journal_bytes"
                )

    @contextmanager
    def _awaited(self) -> Iterator[None]:
        """Have acknowledgements looked at without delay, since somebody waits for them."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _produce(self, queue: TopicQueue, number: int, entry: Entry) -> bool:
        """Give a message to librdkafka; False if its queue is full."""
        queue.in_flight.add(number)
        report = partial(self._on_delivery, self._generation, queue, number)
        try:
            self.client.raw.produce(
                entry.topic,
                entry.payload,
                entry.key,
                entry.partition,
                headers=entry.headers,
                timestamp=entry.timestamp,
                on_delivery=report,
            )
        except BufferError:
            queue.in_flight.discard(number)
            return False
        except self.client.kafka_exception as error:
            report(error.args[0], None)
        queue.sent = number
        return True

    def _on_delivery(
        self, generation: int, queue: TopicQueue, number: int, error: Any, _record: Any
    ) -> None:
        # In whichever thread polls, and perhaps while another holds the lock.
        self._reports.append((generation, queue, number, error))

    def _work(self) -> None:
        """Move the messages on; the thread's whole life."""
        while not self._end.is_set():
            try:
                self.client.poll(_TICK_S)
                # Whoever writes has the lock most of the time; it is asked for only when needed.
                if self._is_due() or self._has_waiting() or self._is_dead():
                    with self._turn:
                        if self._is_dead():
                            self._replace_client()
                        if self._is_due():
                            self._process_reports()
                        self._feed()
            except Exception as error:  # raised by the next call; what is on disk stays there
                self._error = error
                self._end.wait(_AFTER_ERROR_S)

    def _is_due(self) -> bool:
        """Whether reports are worth a change of the journal; many at once cost as little as one."""
        late = time.monotonic() - self._removed_at > _TICK_S
        return bool(self._reports or self._done) and (
            late or self._waiting > 0 or len(self._reports) >= _CHUNK or self._goes_alone()
        )

    def _goes_alone(self) -> bool:
        queues = list(self._topics.values())
        return any(queue.sent <= queue.alone for queue in queues if queue.alone)

    def _has_waiting(self) -> bool:
        queues = list(self._topics.values())
        return any(queue.room(_WINDOW) > 0 or queue.awaits_retry() for queue in queues)

    def _process_reports(self) -> None:
        """Take what was acknowledged out of the journal, and plan what was not."""
        self._removed_at = now = time.monotonic()
        done = self._done
        for _ in range(len(self._reports)):
            generation, queue, number, error = self._reports.popleft()
            if error is None:
                queue.succeed(number)
                done.append(number)
            elif generation == self._generation:
                self._process_failure(queue, number, error)
        if done:
            self._journal.remove(done)
            done.clear()
            self._moved_at, self._has_sent = now, True
            self.client.succeed()
        self._turn.notify_all()

    def _process_failure(self, queue: TopicQueue, number: int, error: Any) -> None:
        """Send a message again that was not acknowledged, or put it aside."""
        name = kafka_errors.code_of(error)
        if name in _NEVER and not queue.is_single(number):
            queue.in_flight.discard(number)
            queue.retry_soon()
        elif name in _NEVER:
            queue.in_flight.discard(number)
            context = self.client.context.at(queue.topic)
            self._journal.refuse(number, str(kafka_errors.translate(error, context)))
            self._failed.append((queue.topic, error))
        else:
            queue.fail(number)
            if name != _SAYS_NOTHING and all(topic != queue.topic for topic, _ in self._failed):
                self._failed.append((queue.topic, error))

    def _feed(self) -> None:
        """Give librdkafka what waits, as far as there is room."""
        for queue in list(self._topics.values()):
            queue.retry_if_due()
            room = min(queue.room(_WINDOW), _CHUNK)
            if room <= 0:
                continue
            given = 0
            with closing(self._journal.after(queue.topic, queue.sent, room)) as rows:
                for number, entry in rows:
                    if not self._produce(queue, number, entry):
                        break
                    given += 1
                else:
                    queue.waits = given == room

    def _is_dead(self) -> bool:
        """Whether the client can do nothing more, and is about to be replaced."""
        return any(error.fatal() for _, error in list(self.client.errors))

    def _replace_client(self) -> None:
        """Replace a client that can do nothing more, and send again what it had."""
        dead, client = self.client, self._connect()
        fatal = next(error for _, error in list(dead.errors) if error.fatal())
        _log.warning(
            "%s; a new client sends again what is not acknowledged",
            kafka_errors.translate(fatal, dead.context),
        )
        self._generation += 1
        dead.raw.purge()
        dead.poll(0)
        dead.raw.close()
        self.client = client
        self._process_reports()
        for queue in self._topics.values():
            queue.retry()

    def _raise_failures(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise error
        if self.client.errors and not self._is_dead():
            self.client.check()
        if not self._failed:
            return
        with self._turn:
            failed, self._failed = self._failed, []
        if failed:
            topic, first = failed[0]
            context = self.client.context.at(topic)
            raise self._with_outcome(kafka_errors.not_delivered(len(failed), first, context))

    def _with_outcome(self, error: TransportError) -> TransportError:
        """The error, with what became of the messages."""
        path, left = self._journal.path, self._journal.count
        words = [str(error)]
        if error.code in _NEVER:
            words.append(f"what was refused is put aside in the journal {path}")
        if left:
            words.append(f"{left} not acknowledged are kept in {path}, and sent again")
        return type(error)("; ".join(words), code=error.code, retriable=error.retriable)

    def flush(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`."""
        self._check_open()
        left = self._wait(timeout, should_stop)
        self._raise_failures()
        if left and not should_stop():
            raise TransportTimeout(
                f"{left} messages are not acknowledged by {self.client.context.brokers} yet; "
                f"they are kept in {self._journal.path}, and sent until they are",
                retriable=True,
            )

    def _wait(self, timeout: float | None, should_stop: Callable[[], bool]) -> int:
        """Wait until all is acknowledged, or what is left will not be soon; how many are left.

        Raises:
            hop.errors.TransportError: the broker refuses the client.
        """
        start = time.monotonic()
        with self._turn, self._awaited():
            while left := self._journal.count:
                if self._error or (self._failed and self._rests()):
                    break
                if self.client.errors and not self._is_dead():
                    self.client.check()
                limit = max(start, self._moved_at) + _PATIENCE_S
                rest = (limit if timeout is None else start + timeout) - time.monotonic()
                if rest <= 0 or should_stop():
                    break
                self._turn.wait(min(_TICK_S, rest))
            return left

    def _rests(self) -> bool:
        """Whether nothing more will be acknowledged before the next retry."""
        queues = self._topics.values()
        return all(queue.is_paused() or not (queue.waits or queue.in_flight) for queue in queues)

    def close(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged, and shut down.

        See :meth:`hop.io.Producer.close`.
        """
        if self._is_closed or self.client.is_forked:
            return
        self._is_closed = True
        refusal = None
        try:
            self._wait(timeout, should_stop)
        except TransportError as error:
            refusal = error
        finally:
            self._shut_down()
        if refusal is not None:
            raise self._with_outcome(refusal) from refusal
        self._raise_failures()
        if left := self._journal.count:
            raise DeliveryFailed(
                f"{left} messages are not acknowledged by {self.client.context.brokers}; "
                f"they are kept in {self._journal.path}, and sent when it is opened next",
                code="_TIMED_OUT",
                retriable=True,
            )

    def _shut_down(self) -> None:
        """Send no more; what is not acknowledged stays in the journal."""
        try:
            self._end.set()
            if self._thread.is_alive():
                self._thread.join()
            # What is purged here has not failed.
            self._generation += 1
            if len(self.client.raw):
                self.client.raw.purge()
            self.client.raw.close()
            with self._turn:
                self._process_reports()
        finally:
            self._journal.close()
