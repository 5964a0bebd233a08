"""What takes messages from a journal to the broker."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from hop._kafka import Client
from hop._kafka import errors as kafka_errors
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.topic_queue import Lane
from hop.errors import JournalFull

_log = logging.getLogger(__name__)

_WINDOW = 10_000  # messages that librdkafka has in memory, for each topic
_CHUNK = 500  # messages, after which others get their turn
_TICK_S = 0.1
_AFTER_FAULT_S = 1.0
# So long without any acknowledgement, and waiting for more is given up.
_PATIENCE_S = 60.0
_FULL_PATIENCE_S = 10.0
_TOO_LARGE = {"MSG_SIZE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"}

NEVER = {*_TOO_LARGE, "INVALID_RECORD"}
"""What the broker will not take tomorrow either. All else is sent again."""


# librdkafka gave it up by itself, since its topic went, say: sent again, it is told the reason.
_SAYS_NOTHING = "_DESTROY"


class Outbox:
    """Messages of a journal on their way to the broker, which a thread keeps moving.

    They go out in their order in each topic, again and again until each is acknowledged; then it
    is taken out of the journal. May be used by several threads.

    Args:
        journal: where they are.
        limit: how many bytes may be in it.
        make: makes a client, in the place of one that can do nothing more.

    Attributes:
        client: the client.
        failed: topics and errors of messages that were not acknowledged, for somebody to raise.
        fault: what the thread could not do.
        has_sent: whether the broker has acknowledged something since this was last set to False.
    """

    def __init__(self, journal: Journal, limit: int, make: Callable[[], Client]) -> None:
        self._journal, self._limit, self._make = journal, limit, make
        self.client = make()
        self.failed: list[tuple[str, Any]] = []
        self.fault: Exception | None = None
        self.has_sent = False
        self._lanes = {name: Lane(name, waits=True) for name in journal.topics()}
        self._reports: deque[tuple[int, Lane, int, Any]] = deque()
        self._done: list[int] = []  # acknowledged, and not taken out of the journal yet
        self._generation = 0
        self._waiting = 0
        self._settled = self._moved = time.monotonic()
        self._turn = threading.Condition()  # of the journal and the lanes
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name="hop-journal", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def put(self, entry: Entry) -> None:
        """Put a message into the journal, and send it if nothing is before it.

        Raises:
            hop.errors.JournalFull: it holds what it may, and the broker takes nothing.
            hop.errors.JournalError: the journal cannot be written.
        """
        with self._turn:
            self._wait_for_room(len(entry.payload))
            lane = self._lanes.setdefault(entry.topic, Lane(entry.topic, sent=self._journal.last))
            try:
                number = self._journal.append(entry)
                fits = lane.is_open() and len(lane.in_flight) < _WINDOW
                if not fits or not self._hand_over(lane, number, entry):
                    lane.waits = True
            except BaseException:
                lane.check_again()
                raise

    def _wait_for_room(self, size: int) -> None:
        end = time.monotonic() + _FULL_PATIENCE_S
        while self._journal.count and self._journal.size + size > self._limit:
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
        """Have acknowledgements heard at once, since somebody waits for them."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _hand_over(self, lane: Lane, number: int, entry: Entry) -> bool:
        """Give a message to librdkafka; False when its queue is full."""
        lane.in_flight.add(number)
        report = partial(self._hear, self._generation, lane, number)
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
            lane.in_flight.discard(number)
            return False
        except self.client.kafka_exception as fault:
            report(fault.args[0], None)
        lane.sent = number
        return True

    def _hear(self, generation: int, lane: Lane, number: int, error: Any, _record: Any) -> None:
        # In whichever thread polls, and perhaps while another holds the lock.
        self._reports.append((generation, lane, number, error))

    def _work(self) -> None:
        """Move the messages on; the thread's whole life."""
        while not self._end.is_set():
            try:
                self.client.poll(_TICK_S)
                # Whoever writes has the lock most of the time; it is asked for only when needed.
                if self._is_due() or self._has_waiting() or self.is_dead():
                    with self._turn:
                        if self.is_dead():
                            self._renew()
                        if self._is_due():
                            self._settle()
                        self._feed()
            except Exception as fault:  # told by the next call; what is on disk stays there
                self.fault = fault
                self._end.wait(_AFTER_FAULT_S)

    def _is_due(self) -> bool:
        """Whether reports are worth a change of the journal; many at once cost as little as one."""
        late = time.monotonic() - self._settled > _TICK_S
        return bool(self._reports or self._done) and (
            late or self._waiting > 0 or len(self._reports) >= _CHUNK or self._goes_alone()
        )

    def _goes_alone(self) -> bool:
        return any(lane.sent <= lane.alone for lane in list(self._lanes.values()) if lane.alone)

    def _has_waiting(self) -> bool:
        lanes = list(self._lanes.values())
        return any(lane.room(_WINDOW) > 0 or lane.has_failed() for lane in lanes)

    def _settle(self) -> None:
        """Take what was acknowledged out of the journal."""
        self._settled = now = time.monotonic()
        done = self._done
        for _ in range(len(self._reports)):
            generation, lane, number, error = self._reports.popleft()
            if error is None:
                lane.succeed(number)
                done.append(number)
            elif generation == self._generation:
                self._judge(lane, number, error)
        if done:
            self._journal.remove(done)
            done.clear()
            self._moved, self.has_sent = now, True
            self.client.succeed()
        self._turn.notify_all()

    def _judge(self, lane: Lane, number: int, error: Any) -> None:
        """Deal with a message that was not acknowledged."""
        name = kafka_errors.code_of(error)
        if name in _TOO_LARGE and not lane.is_single(number):
            lane.fail(number)
        elif name in NEVER:
            lane.in_flight.discard(number)
            place = self.client.context.at(lane.topic)
            self._journal.refuse(number, str(kafka_errors.translate(error, place)))
            self.failed.append((lane.topic, error))
        else:
            lane.fail(number)
            if name != _SAYS_NOTHING and all(topic != lane.topic for topic, _ in self.failed):
                self.failed.append((lane.topic, error))

    def _feed(self) -> None:
        """Give librdkafka what waits, as far as there is room."""
        for lane in list(self._lanes.values()):
            lane.begin_anew()
            room = min(lane.room(_WINDOW), _CHUNK)
            if room <= 0:
                continue
            given = 0
            with closing(self._journal.after(lane.topic, lane.sent, room)) as rows:
                for number, entry in rows:
                    if not self._hand_over(lane, number, entry):
                        break
                    given += 1
                else:
                    lane.waits = given == room

    def is_dead(self) -> bool:
        """Whether the client can do nothing more, and is about to be replaced."""
        return any(error.fatal() for _, error in list(self.client.errors))

    def _renew(self) -> None:
        """Replace a client that can do nothing more, and send again what it had."""
        dead, client = self.client, self._make()
        heard = next(error for _, error in list(dead.errors) if error.fatal())
        _log.warning(
            "%s; a new client sends again what is not acknowledged",
            kafka_errors.translate(heard, dead.context),
        )
        self._generation += 1
        dead.raw.purge()
        dead.poll(0)
        dead.raw.close()
        self.client = client
        self._settle()
        for lane in self._lanes.values():
            lane.restart()

    def take_failed(self) -> list[tuple[str, Any]]:
        """Topics and errors of messages that were not acknowledged; each is given once."""
        with self._turn:
            failed, self.failed = self.failed, []
        return failed

    def wait(self, timeout: float | None, is_over: Callable[[], bool]) -> int:
        """Wait until all is acknowledged, or what is left will not be soon.

        Args:
            timeout: how long, s; None: until nothing was acknowledged for a minute.
            is_over: tells that nobody waits any more.

        Returns:
            How many messages are left.

        Raises:
            hop.errors.TransportError: the broker refuses the client.
        """
        start = time.monotonic()
        with self._turn, self._awaited():
            while left := self._journal.count:
                if self.fault or (self.failed and self._rests()):
                    break
                if self.client.errors and not self.is_dead():
                    self.client.check()
                limit = max(start, self._moved) + _PATIENCE_S
                rest = (limit if timeout is None else start + timeout) - time.monotonic()
                if rest <= 0 or is_over():
                    break
                self._turn.wait(min(_TICK_S, rest))
            return left

    def _rests(self) -> bool:
        """Whether nothing more will be acknowledged before it is tried anew."""
        lanes = self._lanes.values()
        return all(lane.has_failed() or not (lane.waits or lane.in_flight) for lane in lanes)

    def stop(self) -> None:
        """Send no more; what is not acknowledged stays in the journal. May be repeated."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()
        # What is purged here has not failed.
        self._generation += 1
        if len(self.client.raw):
            self.client.raw.purge()
        self.client.raw.close()
        with self._turn:
            self._settle()
