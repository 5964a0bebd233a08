"""What comes from Kafka for one reader: taken from librdkafka, and held until it is handed out."""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hop._kafka import errors as kafka_errors

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages.metadata import Record
    from hop._reader.assignment import Subscription
    from hop._reader.offsets import Places
    from hop._reader.stop import Ending

SERVE_EVERY_S = 1.0
"""How often librdkafka is looked after while the caller works."""

# A client that never worked, or whose group does not answer, may take long to close.
_ABANDON_S = 0.2


class Intake:
    """Messages, and the events among them, as librdkafka has fetched them.

    They are taken by one thread; :meth:`note`, :meth:`stop` and :meth:`close` may be called from
    any, and from signal handlers.

    Args:
        client: the reader's client.
        subscription: what is read.
        places: the places of the group; None without one.
        ending: what ends reading beside the ends of partitions.
        ends: whether reading ends there.

    Attributes:
        ready: what has come and was not handed out yet.
        served: when librdkafka was last looked after (monotonic, s).
        is_stopped: whether nothing more is to be handed out.
        is_closed: whether :meth:`close` was called.
    """

    def __init__(
        self,
        client: Client,
        subscription: Subscription,
        places: Places | None,
        ending: Ending | None,
        *,
        ends: bool,
    ) -> None:
        self._client, self._subscription, self._places = client, subscription, places
        self._ending, self._ends = ending, ends
        self.ready: deque[Record] = deque()
        self.served = time.monotonic()
        self.is_stopped = self.is_closed = False
        # A signal handler may come here while its thread is here.
        self._lock = threading.RLock()
        self._fetching: int | None = None
        self._taken_away = self._shut_down = False
        _made.add(self)

    def start(self) -> None:
        """Come to the partitions.

        Raises:
            hop.errors.UnknownTopic: a topic does not exist, and is not waited for.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        try:
            self.ready.extend(self._subscription.start(self._take_away))
        except BaseException:
            self._abandon(self.close)
            raise

    def fetch(self, size: int, wait: float) -> bool:
        """Take what has arrived; wait for something if there is nothing.

        Args:
            size: how many messages at once, at most.
            wait: the longest single wait, s.

        Returns:
            Whether there is something; otherwise reading is at its end.

        Raises:
            hop.errors.TransportError: the broker refuses what it allowed before.
        """
        while True:
            found = self.look(size, wait)
            if found is not None:
                return found

    def look(self, size: int, wait: float) -> bool | None:
        """Take what has arrived; wait a little if there is nothing.

        Args:
            size: how many messages at once, at most.
            wait: how long to wait, s; 0: look after librdkafka, and end nothing.

        Returns:
            Whether there is something, or reading is at its end; None where neither is known yet.

        Raises:
            hop.errors.TransportError: the broker refuses what it allowed before.
        """
        if self._client.is_forked:
            raise kafka_errors.forked()
        now = self.served = time.monotonic()
        if wait and (
            (self._ends and self._subscription.is_at_end())
            or (self._ending is not None and self._ending.is_due(now))
        ):
            return False
        self._poll(size, wait)
        if self._client.errors:
            self._client.check()
        if self.is_stopped:
            return False
        if self.ready:
            self._client.succeed()
            return True
        if not wait:
            return True
        if not self._ends:
            self._subscription.refresh(now)
        return None

    def starts(self) -> dict[Partition, int]:
        """Where reading began in each partition, as an offset or a logical one of librdkafka.

        To be asked by the thread that reads.
        """
        held = self._client.raw.assignment()
        return {(each.topic, each.partition): each.offset for each in held}

    def is_to_be_served(self) -> bool:
        """Whether librdkafka is to be looked after, which it is while something may come."""
        return not self.is_stopped and time.monotonic() - self.served > SERVE_EVERY_S

    def keep_alive(self) -> None:
        """Look after librdkafka, if that is due: so a reader stays a member of its group."""
        if self.is_to_be_served():
            self.look(1, 0.0)

    def _poll(self, size: int, wait: float) -> None:
        # Set first, and reset last: a signal handler that closes leaves it to this.
        self._fetching = threading.get_ident()
        try:
            with self._lock:
                if not self.is_stopped:
                    self._settle()
                    self.ready.extend(self._take(size, wait))
        finally:
            self._fetching = None
            if self.is_closed:
                self._shut()

    def _take(self, size: int, wait: float) -> Sequence[Record]:
        raw = self._client.raw
        records: Sequence[Record]
        # Asking for a batch with a time to wait would wait until it is full.
        records = raw.consume(size, 0)
        if not records and wait:
            first = raw.poll(wait)
            records = [first, *raw.consume(size, 0)] if first is not None else ()
        if self._taken_away:
            # What was taken just before its partition went is another member's now.
            self._taken_away = False
            held = self._subscription.held
            records = [
                each
                for each in records
                if each.error() is not None or (each.topic(), each.partition()) in held
            ]
        return records

    def note(self, partition: Partition, offset: int) -> None:
        """Note that a message that was handed out is done; without a group it changes nothing."""
        if self._places is not None:
            self._places.note(partition, offset)
            # Else a poll is under way, which settles it.
            if self._fetching is None and self._lock.acquire(blocking=False):
                try:
                    self._settle()
                finally:
                    self._lock.release()

    def _settle(self) -> None:
        if self._places is not None and not self._shut_down:
            self._places.settle()

    def _take_away(self, partition: Partition) -> None:
        if self._places is not None:
            self._places.forget(partition)
        if self._ending is not None:
            self._ending.forget(partition)
        self._taken_away = True
        kept = [each for each in self.ready if (each.topic(), each.partition()) != partition]
        self.ready.clear()
        self.ready.extend(kept)

    def stop(self) -> None:
        """Hand out nothing more."""
        self.is_stopped = True

    def close(self) -> None:
        """End the subscription and shut down; what is done is committed. May be repeated."""
        self.is_stopped = self.is_closed = True
        if self._client.is_forked or self._fetching == threading.get_ident():
            return  # the parent's; or in a signal handler: the poll closes on its way out
        self._shut()

    def _abandon(self, close: Callable[[], None]) -> None:
        """Close without waiting for it."""
        thread = threading.Thread(target=close, name="closing", daemon=True)
        thread.start()
        thread.join(_ABANDON_S)

    def _shut(self) -> None:
        with self._lock:
            if self._shut_down:
                return
            self._shut_down = True  # first: a signal handler may close meanwhile
            if self._places is not None:
                self._places.settle()
            self.ready.clear()
            self._subscription.is_left = True
            close, is_quick = self._client.raw.close, False
            try:
                is_quick = self._subscription.leave()
            finally:
                if is_quick:
                    close()
                else:
                    self._abandon(close)

    def __del__(self) -> None:
        """Let go of librdkafka's client where nobody has closed it."""
        self._let_go()

    def _let_go(self) -> None:
        """Close librdkafka's client before Python takes it apart.

        Its destructor waits for ever where a group has a share of which the listeners were not
        told yet.
        """
        self.is_stopped = True
        if not self._client.is_forked and self._lock.acquire(timeout=SERVE_EVERY_S):
            try:
                if not self._shut_down:
                    self._shut_down = self._subscription.is_left = True
                    self._client.raw.close()
            finally:
                self._lock.release()


_made: weakref.WeakSet[Intake] = weakref.WeakSet()


@atexit.register
def _let_all_go() -> None:
    # In good time: when the last objects go, nothing more can be imported for the listeners.
    for intake in list(_made):
        intake._let_go()
