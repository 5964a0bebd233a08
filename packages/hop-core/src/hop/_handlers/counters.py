"""Counts of what became of the messages that a handler got."""

from __future__ import annotations

import enum
import threading
from collections import Counter
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
        resets: how often the next offset of a partition was not on the broker, by topic and
            partition.
        missed: how many messages at most were deleted before they were read, likewise.
    """

    done: int = 0
    dead: int = 0
    size: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    resets: Counter[Partition] = field(default_factory=Counter)
    missed: Counter[Partition] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

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

    def reset(self, partition: Partition, missed: int) -> None:
        """Count an offset that was not there, and the messages deleted before they were read."""
        with self._lock:
            self.resets[partition] += 1
            self.missed[partition] += missed

    def restart(self) -> None:
        """Count the stream as opened again."""
        with self._lock:
            self.restarts += 1
