"""Deliver messages from a journal: on disk first, then to the broker until it acknowledges them."""

from __future__ import annotations

import logging
import os
import shlex
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from hop._kafka import errors as kafka_errors
from hop._wire import own_key
from hop._writer.delivery import ANY, Connect
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.refused import Acknowledged, message_name
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
_SETTINGS: dict[str, Any] = {
    "delivery.report.only.error": False,
    "message.timeout.ms": 0,
    # Nothing overtakes what a broker refuses: librdkafka ends the client, and a new one goes on
    # with what was refused. Without this, it sends the next batch at once.
    "enable.gapless.guarantee": True,
}
_WINDOW = 10_000  # messages that librdkafka has in memory, for each topic
_CHUNK = 500  # messages, after which others get their turn
_TICK_S = 0.1
_AFTER_ERROR_S = 1.0
_END_S = 0.5  # for a client that can do nothing more, and for the first answers to a new one
# So long without any acknowledgement, and waiting for more is given up.
_PATIENCE_S = 60.0
_FULL_PATIENCE_S = 10.0
# Why librdkafka ends a client that is replaced without a word.
_GAPLESS = "_GAPLESS_GUARANTEE"
# What a client that has ended says of all that it still had.
_ENDED = ("_PURGE_QUEUE", "_PURGE_INFLIGHT", "_FATAL", _GAPLESS)
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
        self.on_acknowledged: Acknowledged | None = None
        self._is_closed = False
        self._journal = Journal(journal, brokers)
        try:
            self.client = self._connect()
        except BaseException:
            self._journal.close()
            raise
        # Whether the broker did not answer, and whether it has acknowledged something since.
        self._is_away = self._has_sent = False
        # Messages that were put aside, one of each topic that fails, and what the thread met.
        self._failed: list[kafka_errors.Failed] = []
        self._names: dict[int, str] = {}  # of messages in the journal, if the program gave one
        self._aside = 0  # messages that were put aside since the stream was opened
        self._aside_told = 0
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
        *,
        name: str = "",
        timestamp: int = 0,
    ) -> None:
        """Put a message into the journal, and send it if nothing is before it.

        Then raise what is known of earlier messages.

        Raises:
            hop.errors.EncodeError: the key is neither text nor bytes.
            hop.errors.JournalFull: the journal holds what it may, and the broker takes nothing.
            hop.errors.JournalError: the journal cannot be written.
            hop.errors.TransportError: earlier messages were not acknowledged, the broker refuses
                the client, or it is closed.
            ValueError: the message has a time of its own.
        """
        self._check_open()
        if timestamp:
            raise ValueError("a journal does not keep timestamps: write without a journal")
        entry = Entry(topic, payload, own_key(key), headers, partition=partition)
        with self._turn:
            self._wait_for_space(len(payload or b""))
            queue = self._topics.setdefault(topic, TopicQueue(topic, sent=self._journal.last))
            try:
                number = self._journal.append(entry)
                if name:
                    self._names[number] = name
                fits = queue.is_open(entry.key) and len(queue.in_flight) < _WINDOW
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
        queue.in_flight[number] = entry.key, entry.partition
        report = partial(self._on_delivery, self._generation, queue, number)
        # One whose time was refused gets a new one: the clock was wrong, or it has waited too long.
        timestamp = time.time_ns() // 1_000_000 if number in queue.untimely else entry.timestamp
        try:
            self.client.raw.produce(
                entry.topic,
                entry.payload,
                entry.key,
                entry.partition,
                headers=entry.headers,
                timestamp=timestamp,
                on_delivery=report,
            )
        except BufferError:
            queue.in_flight.pop(number, None)
            return False
        except self.client.kafka_exception as error:
            # A client that can do nothing more only says so here; its callbacks know why.
            self._poll(0)
            report(error.args[0], None)
        queue.sent = number
        return True

    def _on_delivery(
        self, generation: int, queue: TopicQueue, number: int, error: Any, record: Any
    ) -> None:
        if error is None and self.on_acknowledged is not None:
            self.on_acknowledged("", record.topic(), record.partition(), record.offset())
        # In whichever thread polls, and perhaps while another holds the lock.
        self._reports.append((generation, queue, number, error))

    def _work(self) -> None:
        """Move the messages on; the thread's whole life."""
        while not self._end.is_set():
            try:
                self._poll(_TICK_S)
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

    def _poll(self, seconds: float) -> None:
        """Let librdkafka call its callbacks; a client that has ended is replaced, no error."""
        try:
            self.client.poll(seconds)
        except TransportError:
            if not self._is_dead():
                raise

    def _is_due(self) -> bool:
        """Whether reports are worth a change of the journal; many at once cost as little as one."""
        late = time.monotonic() - self._removed_at > _TICK_S
        return bool(self._reports or self._done) and (
            late or self._waiting > 0 or len(self._reports) >= _CHUNK or self._goes_alone()
        )

    def _goes_alone(self) -> bool:
        queues = list(self._topics.values())
        return any(queue.goes_alone() for queue in queues)

    def _has_waiting(self) -> bool:
        queues = list(self._topics.values())
        return any(queue.room(_WINDOW) > 0 or queue.is_due() for queue in queues)

    def _process_reports(self) -> None:
        """Take what was acknowledged out of the journal, and plan what was not."""
        self._removed_at = now = time.monotonic()
        done = self._done
        for _ in range(len(self._reports)):
            generation, queue, number, error = self._reports.popleft()
            if error is None:
                queue.succeed(number)
                done.append(number)
            # What a client that was replaced says of its end counts not, but what a broker refused.
            elif generation == self._generation or kafka_errors.concerns_batch(error):
                self._process_failure(queue, number, error)
        if done:
            self._journal.remove(done)
            if self._names:
                for number in done:
                    self._names.pop(number, None)
            done.clear()
            self._moved_at, self._has_sent = now, True
            self.client.succeed()
        self._turn.notify_all()

    def _process_failure(self, queue: TopicQueue, number: int, error: Any) -> None:
        """Send a message again that was not acknowledged, or put it aside."""
        code, concerns_batch = kafka_errors.code_of(error), kafka_errors.concerns_batch(error)
        key, partition = queue.in_flight.get(number, (None, ANY))
        if code in _ENDED or (concerns_batch and not queue.is_single(number)):
            queue.in_flight.pop(number, None)
            queue.retry_soon()
        elif concerns_batch:
            if kafka_errors.concerns_time(error):
                queue.untimely.add(number)
            if not (kafka_errors.may_pass(error) and queue.hold(number, key)):
                self._put_aside(queue, number, key, error)
        elif kafka_errors.concerns_partition(error) and self._lacks(queue.topic, partition):
            self._put_aside(queue, number, key, error)
        else:
            queue.fail(number)
            is_news = all(each.topic != queue.topic for each in self._failed)
            if code != _SAYS_NOTHING and is_news:
                self._failed.append(kafka_errors.Failed(queue.topic, "", error))

    def _lacks(self, topic: str, partition: int) -> bool:
        """Whether a topic exists, but not that partition of it."""
        if partition < 0:  # librdkafka chose it
            return False
        try:
            found = self.client.ask(topic, _END_S).topics[topic]
        except self.client.kafka_exception:
            return False
        return found.error is None and partition not in found.partitions

    def _put_aside(self, queue: TopicQueue, number: int, key: bytes | None, error: Any) -> None:
        queue.drop(number, key)
        reason = kafka_errors.translate(error, self.client.context.at(queue.topic))
        entry = self._journal.refuse(number, str(reason))
        name = message_name(self._names.pop(number, ""), entry.headers if entry else [])
        self._aside += 1
        self._failed.append(kafka_errors.Failed(queue.topic, name, error))

    def _feed(self) -> None:
        """Give librdkafka what waits, as far as there is room."""
        for queue in list(self._topics.values()):
            queue.retry_if_due()
            if queue.room(_WINDOW) <= 0:
                continue
            given = 0
            with closing(self._journal.after(queue.topic, queue.sent, _CHUNK)) as rows:
                for number, entry in rows:
                    if not queue.holds(number, entry.key) and not (
                        queue.room(_WINDOW) > 0 and self._produce(queue, number, entry)
                    ):
                        break
                    given += 1
                else:
                    queue.waits = given == _CHUNK

    def _is_dead(self) -> bool:
        """Whether the client can do nothing more, and is about to be replaced."""
        return any(error.fatal() for _, error in list(self.client.errors))

    def _replace_client(self) -> None:
        """Replace a client that can do nothing more, and send again what it had."""
        dead, client = self.client, self._connect()
        fatal = next(error for _, error in list(dead.errors) if error.fatal())
        if kafka_errors.code_of(fatal) != _GAPLESS:
            _log.warning(
                "%s; a new client sends again what is not acknowledged",
                kafka_errors.translate(fatal, dead.context),
            )
        self._generation += 1
        with suppress(TransportError):
            # What another broker is about to acknowledge need not be sent again.
            dead.flush(_END_S)
        dead.abandon()
        self.client = client
        self._process_reports()
        for queue in self._topics.values():
            queue.is_new = True
            if queue.in_flight:
                queue.retry()
        # For the same reason as in DeliveryQueue.open.
        for _ in range(2):
            with suppress(client.kafka_exception):
                client.ask(next(iter(self._topics)), _END_S)

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
            raise self._with_outcome(kafka_errors.not_delivered(failed, self.client.context))

    def _with_outcome(self, error: TransportError) -> TransportError:
        """The error, with what became of the messages."""
        path, left = self._journal.path, self._journal.count
        words = [str(error)]
        if self._aside > self._aside_told:
            words.append(self._aside_words(self._aside - self._aside_told))
            self._aside_told = self._aside
        if left:
            words.append(f"{left} not acknowledged are kept in {path}, and sent again")
        result = type(error)("; ".join(words), code=error.code, retriable=error.retriable)
        result.failures = error.failures
        return result

    def _aside_words(self, count: int) -> str:
        path = self._journal.path
        many = "1 message is" if count == 1 else f"{count} messages are"
        return (
            f"{many} put aside in the journal {path}: `hop journal list {shlex.quote(str(path))}`"
        )

    def _tell_aside(self) -> None:
        """Say what was put aside since the stream was opened, though a write has raised it."""
        if self._aside:
            _log.warning("%s", self._aside_words(self._aside))

    def flush(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`."""
        self._check_open()
        left = self._wait(timeout, should_stop)
        self._raise_failures()
        self._tell_aside()
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
        return all(
            queue.is_paused() or not (queue.waits or queue.in_flight or queue.held)
            for queue in queues
        )

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
        try:
            self._raise_failures()
        finally:
            self._tell_aside()
        if left := self._journal.count:
            kept = f"kept in {self._journal.path}, and sent when it is opened next"
            unsent = DeliveryFailed(
                f"{left} messages are not acknowledged by {self.client.context.brokers}; "
                f"they are {kept}",
                code="_TIMED_OUT",
                retriable=True,
            )
            unsent.failures = tuple((name, f"it is {kept}") for name in self._names.values())
            raise unsent

    def _shut_down(self) -> None:
        """Send no more; what is not acknowledged stays in the journal."""
        try:
            self._end.set()
            if self._thread.is_alive():
                self._thread.join()
            # What is purged here has not failed.
            self._generation += 1
            self.client.abandon()
            with self._turn:
                self._process_reports()
        finally:
            self._journal.close()
