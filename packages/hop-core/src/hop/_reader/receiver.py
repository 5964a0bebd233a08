"""The poll loop of every reader: what arrives from Kafka, is delivered, and is marked as done."""

from __future__ import annotations

import atexit
import logging
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from hop._kafka import errors as kafka_errors
from hop._kafka import timing
from hop._messages import Metadata
from hop._wire import JSON, claims, marks

if TYPE_CHECKING:
    from hop._config import Selector
    from hop._kafka import Client, Partition
    from hop._messages import Record
    from hop._reader.assignment import Assignment
    from hop._reader.decoder import RecordDecoder
    from hop._reader.offsets import OffsetTracker
    from hop._reader.ranges import RangeEnd
    from hop._reader.stop import StopCondition
    from hop.errors import TransportError

_log = logging.getLogger(__name__)

BATCH_SIZE = 500
"""How many messages are taken from librdkafka at once, at most."""

SERVE_EVERY_S = 1.0
"""How often librdkafka is polled while the caller works."""

# A client that never worked, or whose group does not answer, may take long to close.
_CLOSE_S = 0.2


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How messages are read: the parameters of :meth:`hop.io.Consumer.read`, and two more.

    Attributes:
        metadata: deliver ``(message, Metadata)`` instead of the message alone.
        autocommit: a message is done when the next one is asked for.
        batch_size: how many messages are taken from librdkafka at once, at most.
        batch_timeout: the longest single wait for messages, a timedelta or seconds.
        raw: deliver payloads as they came, without decoding them.
        prefetch: decode the next message while polling, if it takes long.
        keeps_filter_errors: deliver a message on which the filter fails with its error, in
            :attr:`Receiver.filter_error`; otherwise a warning tells of it.

    Raises:
        ValueError: a batch of less than one message, or a wait of no time.
    """

    metadata: bool = False
    autocommit: bool = True
    batch_size: int = BATCH_SIZE
    batch_timeout: timedelta | float | None = None
    raw: bool = False
    prefetch: bool = False
    keeps_filter_errors: bool = False

    def __post_init__(self) -> None:
        if self.batch_size < 1:
            raise ValueError(f"batch_size is 1 or more, not {self.batch_size}")
        if self.batch_timeout is not None and self.timeout_s <= 0:
            raise ValueError(f"batch_timeout is a time to wait, not {self.timeout_s}")

    @property
    def wait_s(self) -> float:
        """How long a poll waits for messages, s."""
        return min(timing.SLICE_S, self.timeout_s)

    @property
    def timeout_s(self) -> float:
        """``batch_timeout`` in seconds; without one, as long as a poll waits."""
        if isinstance(self.batch_timeout, timedelta):
            return self.batch_timeout.total_seconds()
        return timing.SLICE_S if self.batch_timeout is None else self.batch_timeout


class Recovery(Protocol):
    """Goes on reading where librdkafka reports that an offset cannot be read."""

    def note(self, event: Record) -> None:
        """Note an event; it does not ask the broker, and does not block."""

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition that another member reads now."""

    def serve(self, should_stop: Callable[[], bool]) -> list[tuple[Partition, int]]:
        """Go on where that was noted; the partitions, and how many messages each has missed."""


class Receiver:
    """Polls librdkafka, and delivers what has arrived. Every reader works like this::

        while receiver.poll(options):
            for message in receiver.deliver(options):
                ...

    :meth:`poll`, :meth:`deliver` and :meth:`keep_alive` are called by one thread at a time;
    :meth:`mark_done`, :meth:`stop` and :meth:`close` by any, and by signal handlers.

    Args:
        client: the reader's client.
        assignment: which partitions are read.
        decoder: makes messages of records.
        offsets: the offsets of the group; None without one.
        stop_condition: what ends reading beside the ends of partitions.
        ends: whether reading ends at the ends of partitions.
        recoveries: what goes on reading where an offset cannot be read, by the code of the event.
        selector: chooses the messages that are delivered; None: all are.

    Attributes:
        tests: leaves out tests, or all others, and counts what was left out.
        on_missed: called, by the thread that polls, where reading has gone on at another offset:
            with the partition, and how many messages at most were missed.
        on_revoked: called, by the thread that polls, before a partition goes to another member.
        filter_error: what the filter raised on the message that was delivered last; None: nothing.
        is_stopped: whether nothing more is delivered.
        is_closed: whether :meth:`close` was called.
    """

    def __init__(
        self,
        client: Client,
        assignment: Assignment,
        decoder: RecordDecoder,
        *,
        offsets: OffsetTracker | None,
        stop_condition: StopCondition | RangeEnd | None,
        ends: bool,
        recoveries: Mapping[str, Recovery] | None = None,
        selector: Selector | None = None,
    ) -> None:
        self._selector = selector
        self.filter_error: Exception | None = None
        # Marked as done, and not yet noted by the selector, nor by the offsets.
        self._done: deque[tuple[Partition, int]] = deque()
        self._is_noting = False
        # For event loops: the last message passed; one that passed is to be noted by the next poll.
        self._has_passed = self._has_news = False
        self._client, self._assignment, self._decoder = client, assignment, decoder
        self.tests = decoder.tests
        self._offsets, self._stop_condition, self._ends = offsets, stop_condition, ends
        self._recoveries = dict(recoveries or {})
        self.on_missed: Callable[[Partition, int], None] | None = None
        self.on_revoked: Callable[[Partition], None] | None = None
        self._arrived: deque[Record] = deque()
        self._polled_at = time.monotonic()
        self.is_stopped = self.is_closed = self._knows_models = False
        # A signal handler may come here while its thread is here.
        self._lock = threading.RLock()
        self._polling_thread: int | None = None
        self._has_revoked = self._is_shut_down = False
        # Why librdkafka's client delivers nothing any more; reading that is begun again raises it.
        self._fatal: TransportError | None = None
        _open.add(self)

    def start(self) -> None:
        """Ask for the partitions.

        Raises:
            hop.errors.UnknownTopic: a topic does not exist, and is not waited for.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        try:
            self._arrived.extend(self._assignment.start(self._on_revoked))
        except BaseException:
            self._close_in_background(self.close)
            raise

    @property
    def at_hand(self) -> int:
        """How many messages have arrived and were not delivered yet."""
        return len(self._arrived)

    # Polling.

    def poll(self, options: ReadOptions) -> bool:
        """Wait a little for messages, unless some are at hand, and let librdkafka call back.

        Returns:
            Whether reading goes on, though perhaps nothing has arrived. False: it was stopped, or
            has reached its end.

        Raises:
            hop.errors.TransportError: the broker refuses what it allowed before, another reader has
                the membership, or this process is a fork of the reader's.
        """
        if self.is_stopped:
            return False
        if self._fatal is not None:
            raise self._fatal
        if self._decodes(options) and not self._knows_models:
            # librdkafka fetches meanwhile: no alert waits for the plugins, or for these models.
            claims().load_for(self._assignment.names)
            self._knows_models = True
        if self._has_news:
            with self._lock:
                self._store_offsets()
        if self._arrived:
            self.keep_alive()
        elif not self._wait(options):
            return False
        if options.prefetch and self._decodes(options):
            self._prefetch()
        return not self.is_stopped

    def _decodes(self, options: ReadOptions) -> bool:
        return not options.raw or self._selector is not None or self._decoder.tests.judges

    def _wait(self, options: ReadOptions) -> bool:
        if self._client.is_forked:
            raise kafka_errors.forked()
        now = time.monotonic()
        if self._ends and self._assignment.is_at_end():
            return False
        if self._stop_condition is not None and self._stop_condition.is_met(now):
            return False
        self._fetch(options.batch_size, options.wait_s)
        if not (self._ends or self._arrived or self.is_stopped):
            self._assignment.refresh(now)
        return True

    def keep_alive(self) -> None:
        """Poll librdkafka, if that is due: so a reader stays a member of its group."""
        if not self.is_stopped and self._is_poll_due():
            self._fetch(1, 0.0)

    def _is_poll_due(self) -> bool:
        return time.monotonic() - self._polled_at > SERVE_EVERY_S

    def _fetch(self, size: int, wait: float) -> None:
        if self._client.is_forked:
            raise kafka_errors.forked()
        self._polled_at = time.monotonic()
        # Set first, and reset last: a signal handler that closes leaves it to this.
        self._polling_thread = threading.get_ident()
        try:
            with self._lock:
                if not self.is_stopped:
                    self._store_offsets()
                    self._recover()
                    self._arrived.extend(self._consume(size, wait))
        finally:
            self._polling_thread = None
            if self.is_closed:
                self._shut_down()
        if self._client.errors:
            self._client.check()
        if self._arrived:
            self._check_alive(self._arrived[-1])
            self._client.succeed()

    def _check_alive(self, event: Record) -> None:
        """Raise a fatal error at once: what arrived before it is another member's now."""
        error = event.error()
        if error is not None and kafka_errors.is_fatal(error):
            self._arrived.clear()
            self._fatal = kafka_errors.translate(error, self._client.context)
            raise self._fatal

    def _recover(self) -> None:
        for recovery in self._recoveries.values():
            for partition, missed in recovery.serve(lambda: self.is_stopped):
                if self.on_missed is not None:
                    self.on_missed(partition, missed)

    def _consume(self, size: int, wait: float) -> Sequence[Record]:
        raw = self._client.raw
        records: Sequence[Record]
        # Asking for a batch with a time to wait would wait until it is full.
        records = raw.consume(size, 0)
        if not records and wait:
            first = raw.poll(wait)
            records = [first, *raw.consume(size, 0)] if first is not None else ()
        if self._has_revoked:
            # What was taken just before its partition was revoked is another member's now. So is
            # the end of that: it would commit what the other member has not done yet.
            self._has_revoked = False
            records = [each for each in records if self._is_ours(each)]
        return records

    def _is_ours(self, record: Record) -> bool:
        error = record.error()
        if error is not None and kafka_errors.code_of(error) != kafka_errors.END_OF_PARTITION:
            return True
        return (record.topic(), record.partition()) in self._assignment.partitions

    def first_offsets(self) -> dict[Partition, int]:
        """Where reading began in each partition, as an offset or a logical one of librdkafka.

        To be asked by the thread that polls.
        """
        assigned = self._client.raw.assignment()
        return {(each.topic, each.partition): each.offset for each in assigned}

    def restart(self, partition: Partition, offset: int) -> None:
        """Go on at another offset of a partition, if this member has it; see :class:`Assignment`.

        Raises:
            hop.errors.TransportError: librdkafka does not read that, or nothing, any more.
        """
        with self._lock:
            if partition not in self._assignment.partitions:
                return
            if self._offsets is not None:
                self._offsets.on_revoked(partition)
            self._drop(partition)
            self._assignment.restart(partition, offset)

    def _drop(self, partition: Partition) -> None:
        kept = [each for each in self._arrived if (each.topic(), each.partition()) != partition]
        self._arrived.clear()
        self._arrived.extend(kept)

    # Delivery.

    def deliver(
        self, options: ReadOptions, pause: Callable[[], bool] | None = None
    ) -> Iterator[Any]:
        """Deliver the messages that have arrived, without waiting for more.

        Args:
            options: how to deliver them; ``autocommit`` marks each as done when the next one is
                asked for.
            pause: asked after each message; True ends this delivery. The message before is done
                then, and the next one is not taken yet: whoever waits here loses no message, and
                repeats none. None: the delivery ends when librdkafka is to be polled.

        Raises:
            hop.errors.TransportError: an event that ends reading.
            hop.errors.MessageError: a message that cannot be decoded, if the stream raises such.
        """
        pause = pause or self._is_poll_due
        # What is looked up for each message is what most of its time goes to.
        arrived, decoder = self._arrived, self._decoder
        offsets, stop_condition = self._offsets, self._stop_condition
        metadata, tests = options.metadata, decoder.tests
        decode = self._decode_of(options)
        is_plain = not options.raw and self._selector is None and decoder.is_for_any
        finish = self._finish_of(options) if options.autocommit else None
        while arrived and not self.is_stopped:
            record = arrived.popleft()
            if record.error() is not None:
                self._on_event(record)
                return  # the next message may be one to decode ahead
            if stop_condition is not None and stop_condition.excludes(record):
                continue
            headers = record.headers()
            form, is_test = marks(headers) if headers else (None, False)
            message: Any = None
            described = record
            if is_test and tests.drops_marked:
                tests.count(record)
            # Most messages are plain JSON: they skip the steps that all others need.
            elif form == JSON and is_plain and not is_test and decoder.prefetched is None:
                message, described = decoder.decode_json(record)
            else:
                message, described = decode(record, is_test)
            if offsets is not None and finish is None:
                offsets.deliver((record.topic(), record.partition()), record.offset())
            if message is not None:
                yield (message, Metadata.of(described)) if metadata else message
            if finish is not None:
                finish(record)
            elif offsets is not None and message is None:  # nobody else marks it
                offsets.mark_done((record.topic(), record.partition()), record.offset())
                offsets.store()
            if pause():
                return

    def _decode_of(self, options: ReadOptions) -> Callable[[Record, bool], tuple[Any, Record]]:
        """What makes a message of a record, or None where it is left out."""
        decode = self._decoder.decode
        if self._selector is None:
            return self._decoder.payload_of if options.raw else decode

        def chosen(record: Record, is_test: bool) -> tuple[Any, Record]:
            message, described = decode(record, is_test)
            if not self._passes(message, described, options):
                return None, described
            return (record.value() or b"" if options.raw else message), described

        return chosen

    def _finish_of(self, options: ReadOptions) -> Callable[[Record], None] | None:
        """What notes that a message, and all before it in its partition, are done; None: nobody."""
        selector, offsets = self._selector, self._offsets
        if selector is None:
            return offsets.done_up_to if offsets is not None else None

        def finish(record: Record) -> None:
            selector.done((record.topic(), record.partition()), record.offset())
            if offsets is not None:
                offsets.done_up_to(record)

        def finish_later(record: Record) -> None:
            partition, offset = (record.topic(), record.partition()), record.offset()
            if offsets is not None:
                offsets.deliver(partition, offset)
            self._done.append((partition, offset))
            self._has_news = self._has_news or self._has_passed

        # An event loop is not held up by a disk: the next poll notes it, in its thread.
        return finish_later if options.prefetch else finish

    def _passes(self, message: Any, record: Record, options: ReadOptions) -> bool:
        """Whether the selector lets a message pass; one on which it fails passes."""
        assert self._selector is not None  # noqa: S101 - asked only then
        self.filter_error = None
        raises = options.keeps_filter_errors
        try:
            # One that is None cannot be decoded, and the stream leaves such messages out.
            self._has_passed = message is not None and self._selector.select(
                message, Metadata.of(record), raises=raises
            )
        except Exception as error:
            if not raises:
                raise
            self.filter_error, self._has_passed = error, True
        return self._has_passed

    def select(self, message: Any, metadata: Metadata) -> bool:
        """Ask the filter again for a message on which it failed, and raise what it raises."""
        return self._selector is None or self._selector.select(message, metadata, raises=True)

    def is_ready(self, options: ReadOptions) -> bool:
        """Whether the next message can be delivered at once, without a call of :meth:`poll`.

        That is so if it has arrived, no poll is due or under way, and it is quick to decode.
        """
        if self._polling_thread is not None or self._is_poll_due() or self._has_news:
            return False
        first = self._first()
        if first is None:
            return False
        return not self._decodes(options) or not self._decoder.is_slow(first)

    def _prefetch(self) -> None:
        first = self._first()
        if first is not None and self._decoder.is_slow(first):
            self._decoder.prefetch(first)

    def _first(self) -> Record | None:
        try:
            return self._arrived[0]
        except IndexError:
            return None

    # Events.

    def _on_event(self, event: Record) -> None:
        """Handle an event that librdkafka delivers like a message: a partition's end, or an error.

        Raises:
            hop.errors.TransportError: reading cannot go on.
        """
        error = event.error()
        if kafka_errors.code_of(error) == kafka_errors.END_OF_PARTITION:
            self._on_partition_end((event.topic(), event.partition()), event.offset())
            return
        recovery = self._recoveries.get(kafka_errors.code_of(error))
        if recovery is not None and event.topic() is not None:
            recovery.note(event)
            return
        self._check_alive(event)
        context = self._client.context
        translated = kafka_errors.translate(error, context.at(event.topic() or context.topic))
        if kafka_errors.concerns_group(error):
            if self._offsets is not None:
                raise translated
            return  # nobody asked for the group that librdkafka wants a name of
        if kafka_errors.may_appear(error):
            if self._ends:
                raise translated
            return  # said when the stream was opened
        if kafka_errors.is_final(error):
            raise translated
        _log.warning("%s", translated)

    def _on_partition_end(self, partition: Partition, offset: int) -> None:
        self._assignment.on_partition_end(partition)
        stop_condition = self._stop_condition
        if stop_condition is not None:
            stop_condition.on_partition_end(partition, offset)
        is_all_read = stop_condition is None or not stop_condition.has_ended(partition)
        if self._offsets is not None and is_all_read:
            self._offsets.on_partition_end(partition, offset)

    def _on_revoked(self, partition: Partition) -> None:
        if self.on_revoked is not None:
            self.on_revoked(partition)
        self._note_done()
        if self._offsets is not None:
            self._offsets.on_revoked(partition)
        if self._stop_condition is not None:
            self._stop_condition.on_revoked(partition)
        for recovery in self._recoveries.values():
            recovery.on_revoked(partition)
        self._has_revoked = True
        self._drop(partition)

    # Offsets.

    def mark_done(self, partition: Partition, *offsets: int) -> None:
        """Mark delivered messages of a partition as done; without a group it changes nothing."""
        if self._selector is not None:
            self._done.extend((partition, offset) for offset in offsets)
        elif self._offsets is not None:
            for offset in offsets:
                self._offsets.mark_done(partition, offset)
        else:
            return
        # Otherwise a poll is under way, which stores it.
        if self._polling_thread is None and self._lock.acquire(blocking=False):
            try:
                self._store_offsets()
            finally:
                self._lock.release()

    def _store_offsets(self) -> None:
        if not self._is_shut_down:
            self._note_done()
            if self._offsets is not None:
                self._offsets.store()

    def _note_done(self) -> None:
        """Have the selector note what was marked as done, before its offset is committed.

        Raises:
            hop.errors.StateError: it cannot be written; the messages are not done then.
        """
        if self._selector is None or self._is_noting:
            return  # the latter: a signal handler; the call that it interrupted notes its marks
        self._is_noting = True
        try:
            while self._done:
                partition, offset = self._done[0]
                self._selector.done(partition, offset)
                self._done.popleft()
                if self._offsets is not None:
                    self._offsets.mark_done(partition, offset)
            self._has_news = False
        finally:
            self._is_noting = False

    # The end.

    def check_open(self) -> None:
        """Check that reading may begin.

        Raises:
            hop.errors.TransportError: the stream is closed.
        """
        if self.is_closed:
            raise kafka_errors.closed()

    def stop(self) -> None:
        """Deliver nothing more."""
        self.is_stopped = True

    def close(self) -> None:
        """Leave the group and shut down; what is done is committed. May be repeated."""
        self.is_stopped = self.is_closed = True
        if self._client.is_forked or self._polling_thread == threading.get_ident():
            return  # the parent's; or in a signal handler: the poll closes at its end
        self._shut_down()

    def _close_in_background(self, close: Callable[[], None]) -> None:
        """Close without waiting for long."""
        thread = threading.Thread(target=close, name="closing", daemon=True)
        thread.start()
        thread.join(_CLOSE_S)

    def _shut_down(self) -> None:
        with self._lock:
            if self._is_shut_down:
                return
            self._is_shut_down = True  # first: a signal handler may close meanwhile
            try:
                self._note_done()
            finally:
                self._leave()

    def _leave(self) -> None:
        if self._offsets is not None:
            self._offsets.store()
        self._assignment.note_positions(self._arrived)
        self._arrived.clear()
        self._assignment.is_closing = True
        close, is_quick = self._client.raw.close, False
        try:
            is_quick = self._assignment.leave()
        finally:
            self._decoder.tests.close()
            if self._selector is not None:
                self._selector.close()
            if is_quick:
                close()
            else:
                self._close_in_background(close)

    def __del__(self) -> None:
        """Release librdkafka's client where nobody has closed it."""
        self.release()

    def release(self) -> None:
        """Close librdkafka's client before Python destroys it, without leaving the group.

        Its destructor waits for ever where a group has assigned partitions and the callbacks were
        not called yet.
        """
        self.is_stopped = True
        if not self._client.is_forked and self._lock.acquire(timeout=SERVE_EVERY_S):
            try:
                if not self._is_shut_down:
                    self._is_shut_down = self._assignment.is_closing = True
                    self._assignment.note_positions(self._arrived)
                    self._client.raw.close()
                    if self._selector is not None:
                        self._selector.close()
            finally:
                self._lock.release()


_open: weakref.WeakSet[Receiver] = weakref.WeakSet()


@atexit.register
def _release_all() -> None:
    # Early enough: when the last objects go, nothing can be imported for the callbacks any more.
    for receiver in list(_open):
        receiver.release()
