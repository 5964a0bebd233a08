"""What a filter would have passed, had it run while an archive was filled."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hop._messages import from_ms
from hop.archive._reading import MESSAGE, Archive
from hop.io import Metadata
from hop.models import arrow
from hop.models.filters import Selector

if TYPE_CHECKING:
    from hop.models import Alert

# The functions of filters that look at sky maps, which are in the payload.
_LOOKS_AT_MAPS = re.compile(r"\b(sky_map|overlaps|area|in_sky_map|probability_within)\b")
_POSITION = ("offset", "alert_index", "timestamp")


@dataclass(frozen=True, slots=True)
class Passed:
    """A message that would have passed.

    Attributes:
        topic: the topic it was read from.
        partition: the partition of that topic.
        offset: its offset in that partition.
        timestamp: when it was written, ms since 1970 UTC; -1 if nobody knows.
        alerts: what it says.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    alerts: tuple[Alert, ...]

    @property
    def time(self) -> datetime | None:
        """When it was written, UTC."""
        return from_ms(self.timestamp)

    @property
    def event(self) -> str:
        """The key of its event; that of the notice if it names no event."""
        alert = self.alerts[0]
        return alert.event_id or alert.message_id


class _Message:
    """What a filter sees of a message: its alerts."""

    __slots__ = ("alerts",)

    def __init__(self, alerts: tuple[Alert, ...]) -> None:
        self.alerts = alerts


def backtest(
    place: str | os.PathLike[str],
    where: str | Callable[[Alert], Any],
    topics: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    deduplicate: bool = False,
) -> Iterator[Passed]:
    """Give the messages that a filter passes, in the order of time.

    As in a stream, retractions and updates of an event that passed pass too.

    Args:
        place: the folder, or ``s3://bucket/prefix``.
        where: an expression, or a function of an alert.
        topics: only these; all if it is empty.
        since: only messages that were written at or after this time (with a zone).
        until: only messages that were written before this time (with a zone).
        deduplicate: leave out a notice that has passed before, in any format.

    Raises:
        hop.errors.FilterError: the expression is wrong; nothing is read.
        hop.errors.ArchiveError: it is not an archive, cannot be read, or is damaged.
    """
    selector = Selector(where, deduplicate=deduplicate)
    columns = (*_POSITION, *arrow.schema().names)
    if callable(where) or _LOOKS_AT_MAPS.search(where):
        columns = (*MESSAGE, *arrow.schema().names)
    return _passed(selector, Archive(place), (columns, topics, since, until))


def _passed(selector: Selector, archive: Archive, wanted: tuple[Any, ...]) -> Iterator[Passed]:
    fields = selector.fields
    with selector:
        for _, chunk, at in archive.rows(*wanted):
            alerts = chunk.alerts_of(at, fields)
            if not alerts:
                continue
            file, time = chunk.file, chunk.times[at]
            position = (file.topic, file.partition, chunk.offsets[at], -1 if time is None else time)
            if selector.select(_Message(alerts), Metadata(*position, None)):
                yield Passed(*position, alerts)
