"""Deliver messages to the broker: librdkafka's queue, until each is acknowledged or has failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from hop._kafka import call_after_fork, timing
from hop._kafka import errors as kafka_errors
from hop._large import Placeholder
from hop._wire import own_key
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
# From this size on, in bytes, a message may be larger than its topic takes. One of over a million,
# which is what brokers take by default, has a batch of its own and takes no other down with it.
_LARGE = 8192


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
        is_closed: whether nothing can be sent any more: :meth:`close` was called, or the process
            is a fork.
    """

    def __init__(
        self,
        connect: Connect,
        oversized: Oversized,
        placeholder_headers: Callable[[list[Header]], list[Header]],
    ) -> None:
        self._failed: list[tuple[str, Any]] = []
        self._oversized, self._placeholder_headers = oversized, placeholder_headers
        self._lock = threading.Lock()
        self._polled = 0.0
        self.waits_for_room = True
        self.is_closed = False
        self.client = connect({"on_delivery": self._on_delivery})
        self._produce = self.client.raw.produce
        call_after_fork(self)

    def after_fork(self) -> None:
        """Send nothing from a fork of the process: what is under way is its parent's."""
        self.is_closed = True
        self._failed, self._lock = [], threading.Lock()

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

    def _on_delivery(self, error: Any, record: Any) -> None:
        if error is not None:
            self._failed.append((record.topic(), error))

    def _on_large_delivery(self, headers: list[Header], error: Any, record: Any) -> None:
        if error is not None and kafka_errors.is_too_large(error):
            self._oversized.add(error, record, headers)
        else:
            self._on_delivery(error, record)

    def is_quick(self) -> bool:
        """Whether :meth:`send` would wait for nothing but room in the queue."""
        is_fresh = time.monotonic() < self._polled + _POLL_EVERY_S / 2
        return is_fresh and not self._oversized

    def send(
        self,
        topic: str,
        payload: bytes | None,
        key: Any,
        headers: list[Header],
        partition: int = ANY,
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
        while True:
            try:
                if payload is None or len(payload) < _LARGE:
                    self._produce(topic, payload, key, partition, headers=headers)
                else:
                    # librdkafka's report of a message does not have its headers.
                    report = partial(self._on_large_delivery, headers)
                    self._produce(
                        topic, payload, key, partition, headers=headers, on_delivery=report
                    )
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
                # A client that can do nothing more only says so here; its callbacks know why.
                self._poll(0)
                self._raise_failures()
                raise kafka_errors.translate(
                    error.args[0], self.client.context.at(topic)
                ) from error
        if is_due:
            self._raise_failures()

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
        if self._oversized:
            self._offload()
        if self._failed:
            with self._lock:
                failed, self._failed = self._failed, []
            topic, first = failed[0]
            raise kafka_errors.not_delivered(len(failed), first, self.client.context.at(topic))

    def _offload(self) -> None:
        """Write placeholders for messages that are kept outside Kafka; the others have failed."""
        for outcome in self._oversized.keep():
            if isinstance(outcome, Placeholder):
                topic, payload, key, marks = outcome
                headers = self._placeholder_headers(marks)
                while True:
                    try:
                        self._produce(topic, payload, key, headers=headers)
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
        while True:
            wait = (
                timing.SLICE_S
                if end is None
                else min(timing.SLICE_S, max(0.0, end - time.monotonic()))
            )
            left = self.client.flush(wait)
            if self.client.errors:
                self.client.check()
            if self._oversized:
                self._offload()
                continue
            if not left or should_stop() or (end is not None and time.monotonic() >= end):
                return left

    def close(self, timeout: float | None, should_stop: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged, and shut down.

        See :meth:`hop.io.Producer.close`.
        """
        if self.is_closed:
            return
        self.is_closed = True
        try:
            left = self._wait(timeout, should_stop)
        except TransportError as refusal:
            if left := self._shut_down():
                raise kafka_errors.given_up(left, refusal) from refusal
            raise
        except BaseException:
            self._shut_down()
            raise
        self._shut_down()
        self._raise_failures()
        if left:
            raise DeliveryFailed(
                f"{left} messages were not acknowledged by {self.client.context.brokers} when "
                "closing was broken off; they are given up: write them again",
                retriable=True,
            )

    def _shut_down(self) -> int:
        """Shut down; how many messages were still without an acknowledgement."""
        left = len(self.client.raw)
        if left:
            self.client.raw.purge()
        self.client.raw.close()
        return left
