"""What goes to Kafka for one writer: in librdkafka's queue until it is acknowledged, or failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from hop._kafka import call_after_fork
from hop._kafka import errors as kafka_errors
from hop._large.oversized import Placeholder
from hop.errors import DeliveryFailed, TransportError, TransportTimeout

if TYPE_CHECKING:
    from hop._kafka import Client
    from hop._large.oversized import Oversized
    from hop._messages.metadata import Header

ANY = -1
"""The partition that librdkafka chooses."""

_SLICE_S = 0.1
# What the broker has refused is heard of at most this much later, at no cost for each message.
_LISTEN_EVERY_S = 0.01
# From this size on, in bytes, a message may be larger than its topic takes. One of over a million,
# which is what brokers take by default, has a batch of its own and takes no other down with it.
_LARGE = 8192


def never() -> bool:
    """That a wait is not broken off."""
    return False


class Outgoing:
    """Messages on their way to the broker, and what becomes of them. For several threads.

    Args:
        make: makes the client, with these settings of ours.
        oversized: what becomes of messages that are too large.
        headers_of: gives the headers of a placeholder, by those of format and test.

    Attributes:
        client: the client.
        waits_for_room: whether :meth:`send` waits while the queue is full; otherwise it raises
            ``BufferError``: whoever writes in an event loop waits himself.
        is_closed: whether nothing can be sent any more: :meth:`close` was called, or the process
            is a fork.
    """

    def __init__(
        self,
        make: Callable[[dict[str, Any]], Client],
        oversized: Oversized,
        headers_of: Callable[[list[Header]], list[Header]],
    ) -> None:
        self._failed: list[tuple[str, Any]] = []
        self._oversized, self._headers_of = oversized, headers_of
        self._lock = threading.Lock()
        self._listened = 0.0
        self.waits_for_room = True
        self.is_closed = False
        self.client = make({"on_delivery": self._hear})
        self._produce = self.client.raw.produce
        call_after_fork(self)

    def after_fork(self) -> None:
        """Send nothing from a fork of the process: what is under way is its parent's."""
        self.is_closed = True
        self._failed, self._lock = [], threading.Lock()

    def _over(self) -> TransportError:
        """The error of whoever writes though :attr:`is_closed`."""
        return kafka_errors.forked() if self.client.is_forked else kafka_errors.closed()

    def _hear(self, error: Any, record: Any) -> None:
        if error is not None:
            self._failed.append((record.topic(), error))

    def _hear_of_large(self, headers: list[Header], error: Any, record: Any) -> None:
        if error is not None and kafka_errors.is_too_large(error):
            self._oversized.add(error, record, headers)
        else:
            self._hear(error, record)

    def is_quick(self) -> bool:
        """Whether :meth:`send` would wait for nothing but room in the queue."""
        late = self._listened + _LISTEN_EVERY_S / 2
        return time.monotonic() < late and not self._oversized

    def send(
        self,
        topic: str | None,
        payload: bytes,
        key: Any,
        headers: list[Header],
        partition: int = ANY,
    ) -> None:
        """Put a message into the queue.

        Raises:
            hop.errors.EncodeError: the key is neither text nor bytes.
            hop.errors.DeliveryFailed: a message sent before was not acknowledged.
            hop.errors.TransportError: the broker refuses the client, or it is closed.
        """
        if self.is_closed:
            raise self._over()
        if time.monotonic() > self._listened + _LISTEN_EVERY_S:
            self.listen(0)
        while True:
            try:
                if len(payload) < _LARGE:
                    self._produce(topic, payload, key, partition, headers=headers)
                else:
                    # librdkafka's report of a message does not have its headers.
                    report = partial(self._hear_of_large, headers)
                    self._produce(
                        topic, payload, key, partition, headers=headers, on_delivery=report
                    )
                return
            except BufferError:  # the queue is full: wait until the broker has taken some
                if not self.waits_for_room:
                    raise
                self.listen(_SLICE_S)
                if self.is_closed:
                    raise self._over() from None
            except (TypeError, UnicodeEncodeError):
                from hop._wire.headers import own_key

                own_key(key)  # asked only now, since it is hardly ever wrong
                raise
            except self.client.kafka_exception as fault:
                raise kafka_errors.translate(
                    fault.args[0], self.client.context.at(topic or "")
                ) from fault

    def listen(self, seconds: float) -> None:
        """Hear what became of messages, and of the connection.

        Raises:
            hop.errors.DeliveryFailed: one was not acknowledged.
            hop.errors.TransportError: the broker refuses the client.
        """
        self.client.poll(seconds)
        self._listened = time.monotonic()
        self._raise_what_failed()

    def _raise_what_failed(self) -> None:
        if self.client.errors:
            self.client.check()
        if self._oversized:
            self._keep_outside()
        if self._failed:
            with self._lock:
                failed, self._failed = self._failed, []
            topic, first = failed[0]
            raise kafka_errors.not_delivered(len(failed), first, self.client.context.at(topic))

    def _keep_outside(self) -> None:
        """Write placeholders for messages that are kept outside Kafka; the others have failed."""
        for outcome in self._oversized.keep():
            if isinstance(outcome, Placeholder):
                topic, payload, key, marks = outcome
                headers = self._headers_of(marks)
                while True:
                    try:
                        self._produce(topic, payload, key, headers=headers)
                        break
                    except BufferError:
                        self.client.poll(_SLICE_S)
            else:
                self._failed.append(outcome)

    def flush(self, timeout: float | None, is_over: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`.

        Args:
            timeout: how long to wait, s; None: until each is acknowledged or has failed.
            is_over: tells that nobody waits any more.
        """
        if self.is_closed:
            raise self._over()
        left = self._wait(timeout, is_over)
        self._raise_what_failed()
        if left and not is_over():
            raise TransportTimeout(
                f"{left} messages are not acknowledged by {self.client.context.brokers} after "
                f"{timeout:g} s; they are still under way: flush() again, or close()",
                retriable=True,
            )

    def _wait(self, timeout: float | None, is_over: Callable[[], bool]) -> int:
        """Wait until all messages are acknowledged or failed; how many are left when time is up."""
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            wait = _SLICE_S if end is None else min(_SLICE_S, max(0.0, end - time.monotonic()))
            left = self.client.flush(wait)
            if self.client.errors:
                self.client.check()
            if self._oversized:
                self._keep_outside()
                continue
            if not left or is_over() or (end is not None and time.monotonic() >= end):
                return left

    def close(self, timeout: float | None, is_over: Callable[[], bool]) -> None:
        """Wait until every message is acknowledged, and shut down; the parameters are those of
        :meth:`flush`.

        Raises:
            hop.errors.DeliveryFailed: some were not acknowledged.
        """
        self.is_closed = True
        if self.client.is_forked:
            return
        try:
            left = self._wait(timeout, is_over)
        except TransportError as refusal:
            left = self._give_up()
            if left:
                raise kafka_errors.given_up(left, refusal) from refusal
            raise
        except BaseException:
            self._give_up()
            raise
        self._give_up()
        self._raise_what_failed()
        if left:
            raise DeliveryFailed(
                f"{left} messages were not acknowledged by {self.client.context.brokers} when "
                "closing was broken off; they are given up: write them again",
                retriable=True,
            )

    def _give_up(self) -> int:
        """Shut down; how many messages were still without an acknowledgement."""
        left = len(self.client.raw)
        if left:
            self.client.raw.purge()
        self.client.raw.close()
        return left
