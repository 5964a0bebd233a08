"""What ends reading while the topics go on: a time is reached, or nothing comes any more."""

from __future__ import annotations

import math
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hop._kafka import offsets_since
from hop._messages import to_ms
from hop.errors import TransportError

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages import Record
    from hop._reader.assignment import Assignment

_ASK_TIMEOUT_S = 1.0


def check_idle_timeout(seconds: Any) -> None:
    """Validate the option ``idle_timeout``.

    Raises:
        ValueError: it is neither None nor a positive number of seconds.
    """
    is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if seconds is not None and not (is_number and 0 < seconds < math.inf):
        raise ValueError(f"idle_timeout is a time in seconds, or None, not {seconds!r}")


class StopCondition:
    """When reading ends: the options ``until`` and ``idle_timeout``.

    Args:
        client: the reader's client, which reports the ends of partitions.
        assignment: what it reads.
        until: a partition ends before its first message at or after this time; None: it does not.
        idle_timeout: reading ends when nothing has come for so long, s; None: it does not.
    """

    def __init__(
        self,
        client: Client,
        assignment: Assignment,
        until: datetime | None,
        idle_timeout: float | None,
    ) -> None:
        self._client, self._assignment = client, assignment
        self._until = None if until is None else to_ms(until, "until")
        self._idle_timeout = idle_timeout
        self._ended: set[Partition] = set()
        # The next offset of each partition, and the one at which it ends, as far as they are known.
        self._next_offsets: dict[Partition, int] = {}
        self._end_offsets: dict[Partition, int] = {}
        self._was_active = True
        self._idle_since = 0.0

    def excludes(self, record: Record) -> bool:
        """Whether a message comes after the end; it ends the silence either way."""
        self._was_active = True
        if self._until is None:
            return False
        partition = (record.topic(), record.partition())
        if record.timestamp()[1] >= self._until:
            self._ended.add(partition)
        if partition in self._ended:
            return True
        self._next_offsets[partition] = record.offset() + 1
        return False

    def has_ended(self, partition: Partition) -> bool:
        """Whether the rest of a partition is left unread."""
        return partition in self._ended

    def on_partition_end(self, partition: Partition, offset: int) -> None:
        """Note that all messages of a partition before that offset have been read."""
        self._next_offsets[partition] = offset

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition: it goes to another reader."""
        self._ended.discard(partition)
        self._next_offsets.pop(partition, None)

    def is_met(self, now: float) -> bool:
        """Whether reading ends; to be asked when all that has arrived was delivered.

        Args:
            now: monotonic time, s.
        """
        if not self._assignment.is_settled():
            return False
        if self._until is not None and self._is_past(self._until):
            return True
        if self._idle_timeout is None:
            return False
        if self._was_active:
            # Counted from the caller's next request: while it worked, the stream was not silent.
            self._was_active, self._idle_since = False, now
        return now - self._idle_since >= self._idle_timeout

    def _is_past(self, until: int) -> bool:
        # A copy: partitions may be assigned and revoked meanwhile.
        going_on = set(self._assignment.partitions) - self._ended
        if not going_on and self._assignment.partitions:
            return True
        if time.time() * 1000 < until:
            return False
        # Nothing before that time is written any more: asked once, the ends are final.
        unknown = going_on - self._end_offsets.keys()
        if unknown:
            try:
                found = offsets_since(self._client, unknown, until, _ASK_TIMEOUT_S)
            except TransportError:
                return False  # the broker is away; asked again when reading goes on
            self._end_offsets |= found
        return all(
            each in self._end_offsets
            and self._next_offsets.get(each, -1) >= self._end_offsets[each]
            for each in going_on
        )
