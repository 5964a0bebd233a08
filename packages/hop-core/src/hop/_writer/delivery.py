"""Deliver messages to the broker: librdkafka's queue, until each is acknowledged or has failed."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._kafka import call_after_fork, timing
from hop._kafka import errors as kafka_errors
from hop._large import Placeholder
from hop._wire import own_key
from hop._writer.refused import Acknowledged, Refused, Retrial, message_name, pack, reporter, unpack
from hop.errors import DeliveryFailed, TransportError, TransportTimeout

if TYPE_CHECKING:
    from hop._kafka import Client
    from hop._large import Oversized
    from hop._messages import Header

ANY = -1
"""The partition that librdkafka chooses."""

Connect = Callable[[dict[str, Any]], "Client"]
"""Makes a client that writes, with these settings beside the usual ones."""

# What the broker refuses is raised at most this much later, at no cost for each message.
_POLL_EVERY_S = 0.01
# A larger message, in bytes, has a batch of its own (librdkafka's batch.size): it is judged alone.
_OWN_BATCH = 1_000_000


def never() -> bool:
    """Return False; the default `should_stop`."""
    return False


class DeliveryQueue:
    """Messages on their way to the broker. May be used by several threads.

    It is the sink of a :class:`hop.io.Producer` without a journal; see :class:`hop._writer.Sink`.

    Args:
        connect: makes the client.
        oversized: takes the messages that are too large for their topic.
        placeholder_headers: gives the headers of a placeholder, by those of format and test.

    Attributes:
        client: the client.
        waits_for_room: whether :meth:`send` waits while the queue is full; otherwise it raises
            ``BufferError``.
        on_acknowledged: see :class:`hop._writer.Sink`.
        is_closed: whether nothing can be sent any more: :meth:`close` was called, or the process
            is a fork.
    """

    def __init__(
        self,
        connect: Connect,
        oversized: Oversized,
        placeholder_headers: Callable[[list[Header]], list[Header]],
    ) -> None:
        self._failed: deque[kafka_errors.Failed] = deque()
        # Messages of batches that were refused: most of them are good, and are sent again.
        self._suspects: deque[Refused] = deque()
        self._judging = threading.Lock()
        self._connect = connect
        self._oversized, self._placeholder_headers = oversized, placeholder_headers
        self._lock = threading.Lock()
        self._polled = 0.0
        self.waits_for_room = True
        self.on_acknowledged: Acknowledged | None = None
        self.is_closed = self._gives_up = False
        self.client = connect({})
        self._produce = self.client.raw.produce
        self._report = reporter(self._on_delivery)
        call_after_fork(self)

    def after_fork(self) -> None:
        """Send nothing from a fork of the process: what is under way is its parent's."""
        self.is_closed = True
        self._failed, self._suspects = deque(), deque()
        self._lock, self._judging = threading.Lock(), threading.Lock()

    def open(self, topic: str | None) -> int | None:
        """Ask the broker for a topic, or for all; see :meth:`hop._writer.Sink.open`."""
        count = None
        if topic is None:
            self.client.metadata()
        else:
            count = self.partitions(topic)
        # An idempotent producer gets its id when metadata comes while its connection is up; the
        # first may come by another one. Otherwise it looks again only after half a second.
        self.client.metadata(topic)
        return count

    def partitions(self, topic: str) -> int | None:
        """How many partitions a topic has."""
        self._check_open()
        return len(self.client.known_topic(topic).partitions)

    def _check_open(self) -> None:
        if self.is_closed:
            is_fork = self.client.is_forked
            raise kafka_errors.forked() if is_fork else kafka_errors.closed()

    def _on_delivery(self, packed: bytes, error: Any, record: Any) -> None:
        if error is None:
            if self.on_acknowledged is not None:
                name = unpack(packed)[1]
                self.on_acknowledged(name, record.topic(), record.partition(), record.offset())
            return
        headers, name = unpack(packed)
        is_judged = len(record) >= _OWN_BATCH or not kafka_errors.concerns_batch(error)
        self._note(Refused(error, record, headers, name), is_judged=is_judged)

    def _note(self, message: Refused, *, is_judged: bool) -> None:
        """Note a message that came back: to be sent again alone, kept outside Kafka, or failed."""
        error, record, headers, _ = message
        if not (is_judged or self._gives_up):
            self._suspects.append(message)
        elif kafka_errors.is_too_large(error) and not self._gives_up:
            self._oversized.add(error, record, headers, message.shown_name)
        else:
            failed = kafka_errors.Failed(record.topic(), message.shown_name, error)
            self._failed.append(failed)

    def is_quick(self) -> bool:
        """Whether :meth:`send` would wait for nothing but room in the queue."""
        is_fresh = time.monotonic() < self._polled + _POLL_EVERY_S / 2
        return is_fresh and not self._oversized and not self._suspects

    def send(
        self,
        topic: str,
        payload: bytes | None,
        key: Any,
        headers: list[Header],
        partition: int = ANY,
        *,
        name: str = "",
    ) -> None:
        """Put a message into the queue; then raise what is known of earlier ones.

        Raises:
            hop.errors.EncodeError: the key is neither text nor bytes.
            hop.errors.DeliveryFailed: an earlier message was not acknowledged.
            hop.errors.TransportError: the broker refuses the client, or it is closed.
        """
        if self.is_closed:
            self._check_open()
        # Polled before this message is in the queue: what is raised below is about earlier ones.
        is_due = time.monotonic() > self._polled + _POLL_EVERY_S
        if is_due:
            self._poll(0)
        report = self._report(pack((headers, name)))
        while True:
            try:
                self._produce(topic, payload, key, partition, report, headers=headers)
                break
            except BufferError:  # the queue is full: wait until the broker has taken some
                if not self.waits_for_room:
                    raise
                self.wait_for_room(timing.SLICE_S)
                self._check_open()
            except (TypeError, UnicodeEncodeError):
                own_key(key)  # asked only now, since it is hardly ever wrong
                raise
            except self.client.kafka_exception as error:
                own = kafka_errors.Failed(topic, message_name(name, headers), error.args[0])
                raise self._not_taken(own) from error
        if is_due:
            self._raise_failures()

    def _not_taken(self, own: kafka_errors.Failed) -> TransportError:
        """The error of a message that librdkafka does not take, with what is known of others."""
        reason = kafka_errors.translate(own.error, self.client.context.at(own.topic))
        result = reason
        try:
            # A client that can do nothing more only says so here; its callbacks know why.
            self._poll(0)
            self._raise_failures()
        except TransportError as earlier:
            text = f"{earlier}; the message of this call is not taken"
            result = type(earlier)(text, code=earlier.code, retriable=earlier.retriable)
            result.failures = earlier.failures
        result.failures += ((own.name, str(reason)),)
        return result

    def _poll(self, seconds: float) -> None:
        self.client.poll(seconds)
        self._polled = time.monotonic()

    def wait_for_room(self, seconds: float) -> None:
        """Wait until the broker has acknowledged something.

        Failures of messages are not raised here: the message that waits for room is not sent yet.

        Raises:
            hop.errors.TransportError: the broker refuses the client.
        """
        self._poll(seconds)
        if self.client.errors:
            self.client.check()

    def _raise_failures(self) -> None:
        if self.client.errors:
            self.client.check()
        if self._suspects:
            self._judge(never)
        if self._oversized:
            self._offload()
        if self._failed:
            with self._lock:
                failed = [self._failed.popleft() for _ in range(len(self._failed))]
            if failed:
                raise kafka_errors.not_delivered(failed, self.client.context)

    def _judge(self, is_over: Callable[[], bool]) -> None:
        """Send the messages of refused batches again, and find those that are refused alone.

        Those for which there is no time are left.
        """
        with self._judging:
            suspects = [self._suspects.popleft() for _ in range(len(self._suspects))]
            if not suspects:
                return
            client = self._connect({"delivery.report.only.error": False})
            retrial = Retrial(client, suspects)
            try:
                retrial.run(is_over)
            finally:
                left = retrial.left
                client.abandon()
                self._suspects.extendleft(reversed(left))
                for each in retrial.refused:
                    self._note(each, is_judged=True)

    def _offload(self) -> None:
        """Write placeholders for messages that are kept outside Kafka; the others have failed."""
        for outcome in self._oversized.keep():
            if isinstance(outcome, Placeholder):
                topic, payload, key, marks, name = outcome
                headers = self._placeholder_headers(marks)
                report = self._report(pack((headers, name)))
                while True:
                    try:
                        self._produce(topic, payload, key, ANY, report, headers=headers)
                        break
                    except BufferError:
                        self.client.poll(timing.SLICE_S)
            else:
                self._failed.append(outcome)

    def flush(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`."""
        self._check_open()
        left = self._wait(timeout, should_stop)
        self._raise_failures()
        if left and not should_stop():
            raise TransportTimeout(
                f"{left} messages are not acknowledged by {self.client.context.brokers} after "
                f"{timeout:g} s; they are still under way: flush() again, or close()",
                retriable=True,
            )

    def _wait(self, timeout: float | None, should_stop: Callable[[], bool]) -> int:
        """Wait until all messages are acknowledged or failed; how many are left when time is up."""
        end = None if timeout is None else time.monotonic() + timeout

        def is_over() -> bool:
            return should_stop() or (end is not None and time.monotonic() >= end)

        while True:
            wait = (
                timing.SLICE_S
                if end is None
                else min(timing.SLICE_S, max(0.0, end - time.monotonic()))
            )
            left = self.client.flush(wait)
            if self.client.errors:
                self.client.check()
            if self._suspects and not is_over():
                self._judge(is_over)
                continue
            if self._oversized:
                self._offload()
                continue
            left += len(self._suspects)
            if not left or is_over():
                return left

    def close(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged, and shut down.

        See :meth:`hop.io.Producer.close`.
        """
        if self.is_closed:
            return
        self.is_closed = True
        try:
            self._wait(timeout, should_stop)
        except TransportError as refusal:
            given_up = self._shut_down()
            if failed := [*self._failed, *given_up]:
                raise kafka_errors.given_up(failed, refusal) from refusal
            raise
        except BaseException:
            self._shut_down()
            raise
        given_up = self._shut_down()
        failed = list(self._failed)
        failure = kafka_errors.not_delivered(failed, self.client.context) if failed else None
        if given_up:
            raise self._broken_off(given_up, failure)
        if failure is not None:
            raise failure

    def _broken_off(
        self, given_up: list[kafka_errors.Failed], failure: TransportError | None
    ) -> TransportError:
        text = (
            f"{len(given_up)} messages were not acknowledged by {self.client.context.brokers} when "
            "closing was broken off; they are given up: write them again"
        )
        names = tuple(
            (each.name, "it was given up when closing was broken off") for each in given_up
        )
        if failure is not None:
            text, names = f"{text}; {failure}", failure.failures + names
        error = DeliveryFailed(text, retriable=True)
        error.failures = names
        return error

    def _shut_down(self) -> list[kafka_errors.Failed]:
        """Shut down; the messages that were still without an acknowledgement."""
        known, self._gives_up = len(self._failed), True
        self.client.abandon()
        given_up = [self._failed.pop() for _ in range(len(self._failed) - known)]
        given_up.reverse()
        for error, record, headers, name in self._suspects:
            given_up.append(kafka_errors.Failed(record.topic(), message_name(name, headers), error))
        self._suspects.clear()
        return given_up
