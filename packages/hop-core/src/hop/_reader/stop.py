"""What ends reading though the topics go on: a time that is reached, or silence."""

from __future__ import annotations

import math
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hop._kafka import offsets_since
from hop._messages.metadata import to_ms
from hop.errors import TransportError

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages.metadata import Record
    from hop._reader.assignment import Subscription

_ASK_TIMEOUT_S = 1.0


def check_idle_timeout(seconds: Any) -> None:
    """See that reading can end after so long a silence.

    Raises:
        ValueError: it is no time that passes.
    """
    is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if seconds is not None and not (is_number and 0 < seconds < math.inf):
        raise ValueError(f"idle_timeout is a time in seconds, or None, not {seconds!r}")


class Ending:
    """When to end reading.

    Args:
        client: the reader's client, which tells of the ends of partitions.
        subscription: what it reads.
        until: a partition ends before its first message at or after this time; None: it does not.
        idle_timeout: how long nothing may come, s; None: for ever.
    """

    def __init__(
        self,
        client: Client,
        subscription: Subscription,
        until: datetime | None,
        idle_timeout: float | None,
    ) -> None:
        self._client, self._subscription = client, subscription
        self._until = None if until is None else to_ms(until, "until")
        self._idle_timeout = idle_timeout
        self._ended: set[Partition] = set()
        self._reached: dict[Partition, int] = {}
        self._ends: dict[Partition, int] = {}
        self._heard = True
        self._silent_since = 0.0

    def leaves_out(self, record: Record) -> bool:
        """Whether a message comes after the end; others break the silence."""
        self._heard = True
        if self._until is None:
            return False
        partition = (record.topic(), record.partition())
        if record.timestamp()[1] >= self._until:
            self._ended.add(partition)
        if partition in self._ended:
            return True
        self._reached[partition] = record.offset() + 1
        return False

    def reach(self, partition: Partition, offset: int) -> None:
        """Note that all before that offset has been read."""
        self._reached[partition] = offset

    def forget(self, partition: Partition) -> None:
        """Note that the partition belongs to another reader now."""
        self._ended.discard(partition)
        self._reached.pop(partition, None)

    def is_due(self, now: float) -> bool:
        """Whether there is nothing more to wait for.

        Args:
            now: monotonic time, s.
        """
        if not self._subscription.has_share():
            return False
        if self._until is not None and self._is_over(self._until):
            return True
        if self._idle_timeout is None:
            return False
        if self._heard:
            # Counted from when the caller asks again: the time it worked is no silence.
            self._heard, self._silent_since = False, now
        return now - self._silent_since >= self._idle_timeout

    def _is_over(self, until: int) -> bool:
        # Partitions may come and go while this is asked.
        going_on = set(self._subscription.held) - self._ended
        if not going_on and self._subscription.held:
            return True
        if time.time() * 1000 < until:
            return False
        # Nothing before that time is written any more: asked once, the ends are final.
        unknown = going_on - self._ends.keys()
        if unknown:
            try:
                found = offsets_since(self._client, unknown, until, _ASK_TIMEOUT_S)
            except TransportError:
                return False  # the broker is away; asked again when reading goes on
            self._ends |= found
        return all(
            each in self._ends and self._reached.get(each, -1) >= self._ends[each]
            for each in going_on
        )
