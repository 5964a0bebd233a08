"""Counts of what became of the messages that a handler got."""

from __future__ import annotations

import enum
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hop._kafka import Partition


class State(enum.Enum):
    """What a run is doing."""

    OPENING = "opening the stream"
    READING = "reading"
    STALLED = "not reading: no broker, no partitions assigned, or the reader hangs"
    STOPPING = "stopping"


@dataclass(eq=False)
class Counters:
    """Counts of what became of the messages that a handler got. May be used by several threads.

    Attributes:
        done: how many the handler has dealt with.
        dead: how many went to the dead letters.
        size: how many bytes the payloads of both had.
        errors: how often the handler raised, by the name of the error.
        restarts: how often the stream was opened again after an error.
        missed: how many messages at most were not read, by topic and partition: they were deleted
            before, or cannot be unpacked.
        resets: how often reading has gone on at another offset, for one of these reasons or since
            the next offset was after the end, by topic and partition.
        tests: how many messages were left out since they are tests; with ``tests="only"``, since
            they are none.
        selection: tells how many messages never came to the handler, by the reason.
    """

    done: int = 0
    dead: int = 0
    size: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    missed: Counter[Partition] = field(default_factory=Counter)
    resets: Counter[Partition] = field(default_factory=Counter)
    tests: int = 0
    selection: Callable[[], Mapping[str, int]] = field(default=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def left_out(self) -> int:
        """How many messages the filter left out."""
        return self.selection().get("left_out", 0)

    @property
    def duplicates(self) -> int:
        """How many messages were left out as duplicates."""
        return self.selection().get("duplicate", 0)

    def begin(self, since_event: float | None) -> None:
        """Count a message that goes to the handler.

        Args:
            since_event: how long ago it was written, s; None where that is not known.
        """

    def fail(self, error: BaseException) -> None:
        """Count a call that raised."""
        with self._lock:
            self.errors[type(error).__name__] += 1

    def finish(self, size: int, seconds: float, *, dead: bool) -> None:
        """Count a message that is done.

        Args:
            size: the bytes of its payload.
            seconds: how long it took, with all attempts.
            dead: whether it went to the dead letters.
        """
        with self._lock:
            self.size += size
            if dead:
                self.dead += 1
            else:
                self.done += 1

    def miss(self, partition: Partition, count: int) -> None:
        """Count that reading has gone on at another offset, and the messages missed by that."""
        with self._lock:
            self.resets[partition] += 1
            self.missed[partition] += count

    def leave_out_test(self) -> None:
        """Count a message that was left out since it is a test."""
        with self._lock:
            self.tests += 1

    def restart(self) -> None:
        """Count the stream as opened again."""
        with self._lock:
            self.restarts += 1
