"""Which messages of a group's reader are done, and so how far its place may move."""

from __future__ import annotations

import threading
from collections import deque

Partition = tuple[str, int]
"""A topic and one of its partitions."""


class Outstanding:
    """Messages that were handed out and are not done yet. They may be done in any order.

    The place in a partition moves to the lowest message that is not done, so that none is passed
    over when the reader restarts. May be used by several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handed_out: dict[Partition, deque[int]] = {}
        self._done: dict[Partition, set[int]] = {}

    def hand_out(self, partition: Partition, offset: int) -> None:
        """Note a message that the caller has now."""
        with self._lock:
            self._handed_out.setdefault(partition, deque()).append(offset)

    def done(self, partition: Partition, offset: int) -> int | None:
        """Note a message as done.

        Returns:
            The offset of the next message to read after a restart; None where that has not moved.
        """
        with self._lock:
            waiting = self._handed_out.get(partition)
            if waiting is None:
                return None  # another reader of the group has the partition now
            done = self._done.setdefault(partition, set())
            done.add(offset)
            place = None
            while waiting and waiting[0] in done:
                first = waiting.popleft()
                done.discard(first)
                place = first + 1
            return place

    def forget(self, partition: Partition) -> None:
        """Note that the partition belongs to another reader now."""
        with self._lock:
            self._handed_out.pop(partition, None)
            self._done.pop(partition, None)
