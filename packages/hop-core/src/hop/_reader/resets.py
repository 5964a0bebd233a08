"""Where reading goes on if its next offset is not on the broker, and what was missed."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING, END, offsets_for_times
from hop._kafka import errors as kafka_errors
from hop.errors import TransportError, UnknownTopic

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages import Record
    from hop._reader.assignment import Assignment
    from hop._reader.offsets import OffsetTracker

_log = logging.getLogger(__name__)

_ASK_TIMEOUT_S = 1.0
_AGAIN_S = 1.0
_CURE = "; read sooner, or ask for a longer retention of the topic"

SETTING = "auto.offset.reset"
_ENDS = dict.fromkeys(("earliest", "smallest", "beginning"), BEGINNING)
_ENDS |= dict.fromkeys(("latest", "largest", "end"), END)

# What librdkafka writes of a log that was cut while the reader was ahead of the cut.
_CUT = re.compile(r"\bepoch\b")
_CUT_AT = re.compile(r"truncation detected .*broker end offset is (\d+)")


def take_reset_end(kafka: dict[str, Any]) -> int | None:
    """The end at which reading goes on, of the caller's own settings; None: an error is raised.

    The setting is taken out: librdkafka is to report each reset, and would do it in silence.
    """
    value = str(kafka.get(SETTING, "earliest"))
    if value in _ENDS or value == "error":
        kafka.pop(SETTING, None)
    return _ENDS.get(value)


class Resets:
    """Finds out where reading goes on if its next offset is not on the broker, and says why.

    librdkafka reports that the broker does not have the next offset of a partition, and waits.
    Gaps between offsets tell nothing: compacted and transactional topics have them.

    Args:
        client: the reader's client.
        assignment: which partitions are read.
        offsets: the offsets of the group; None without one.
        end: the end of the partition at which reading goes on; None: an error is raised.
    """

    def __init__(
        self,
        client: Client,
        assignment: Assignment,
        offsets: OffsetTracker | None,
        end: int | None,
    ) -> None:
        self._client, self._assignment, self._offsets = client, assignment, offsets
        self._end = end
        self._events: dict[Partition, Record] = {}
        self._next_try = 0.0

    def note(self, event: Record) -> None:
        """Note that the next offset of a partition is not there; :meth:`serve` does the rest.

        Raises:
            hop.errors.TransportError: the caller's settings ask for an error.
        """
        if self._end is None:
            context = self._client.context.at(event.topic())
            raise kafka_errors.translate(event.error(), context)
        self._events[event.topic(), event.partition()] = event

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition that another member reads now."""
        self._events.pop(partition, None)

    def serve(self, _should_stop: Callable[[], bool]) -> list[tuple[Partition, int]]:
        """Go on reading where the next offset was not there. It asks the broker.

        Returns:
            The partitions of which that was told, and how many messages at most were deleted in
            each before they were read.

        Raises:
            hop.errors.TransportError: the broker refuses to say which offsets there are.
        """
        told: list[tuple[Partition, int]] = []
        if not self._events or time.monotonic() < self._next_try:
            return told
        for partition, event in list(self._events.items()):
            bounds = self._bounds(partition)
            if bounds is None:
                self._next_try = time.monotonic() + _AGAIN_S
                continue
            del self._events[partition]
            missed = self._go_on(partition, event, *bounds)
            if missed is not None:
                told.append((partition, missed))
        return told

    def _bounds(self, partition: Partition) -> tuple[int, int] | None:
        """The offsets that a partition has; None: the broker does not say it now."""
        try:
            low = offsets_for_times(self._client, [partition], BEGINNING, _ASK_TIMEOUT_S)
            high = offsets_for_times(self._client, [partition], END, _ASK_TIMEOUT_S)
        except TransportError as error:
            if error.retriable or isinstance(error, UnknownTopic):
                return None
            raise
        if partition not in low or partition not in high:
            return None
        return low[partition], high[partition]

    def _go_on(self, partition: Partition, event: Record, low: int, high: int) -> int | None:
        """Read on, and say why; how many messages were missed, None where nothing is to say."""
        wanted, detail = event.offset(), str(event.error().str())
        start = low if self._end == BEGINNING else high
        cut = _CUT_AT.search(detail)
        if wanted is None and cut is not None:
            # The messages before the cut are those that were read.
            start = min(int(cut[1]), high)
            self._assignment.restart(partition, start)
            lost = f"the broker lost messages from offset {start} on, some of which were read"
            _tell(partition, lost, start)
            return 0
        if wanted is None:  # the group had no offset yet
            self._assignment.restart(partition, start)
            return None
        if low <= wanted <= high and not _CUT.search(detail):
            self._assignment.restart(partition, wanted)  # it is there by now
            return None
        self._move(partition, start)
        if wanted < low:
            _tell(partition, f"{_deleted(wanted, start)} before they were read", start, _CURE)
            return start - wanted
        read = "all stored messages are read again" if start == low else "only new ones are read"
        _tell(partition, f"the next offset, {wanted}, {_after(high)}; {read}", start)
        return 0

    def _move(self, partition: Partition, offset: int) -> None:
        if self._offsets is not None:
            self._offsets.on_revoked(partition)
        self._assignment.restart(partition, offset)
        if self._offsets is not None:
            # Else the next start would begin at the same offset, and say the same.
            self._offsets.commit_at(partition, offset)


def _deleted(first: int, end: int) -> str:
    if end - first == 1:
        return f"the message at offset {first} was deleted"
    return f"up to {end - first} messages (offsets {first} to {end - 1}) were deleted"


def _after(end: int) -> str:
    return f"is not there: the topic ends at {end}, since it was made anew or has lost messages"


def _tell(partition: Partition, text: str, start: int, cure: str = "") -> None:
    topic, number = partition
    _log.warning(
        "topic %s, partition %d: %s; reading goes on at offset %d%s",
        topic,
        number,
        text,
        start,
        cure,
    )
