"""From messages to rows: what a stream delivers, as record batches of Arrow."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hop._messages import from_ms
from hop.archive._layout import day_of, file_schema
from hop.models import batches

if TYPE_CHECKING:
    from hop.io import Metadata

# After so many messages, or bytes, the objects of Python become a batch, which is far smaller. More
# of them would make Python search for garbage in all of them again and again.
_PACK_MESSAGES = 250
_PACK_BYTES = 4 * 2**20
# What a message costs beside its payload, about.
_ROW_BYTES = 200
_DAY_MS = 86_400_000


class Rows:
    """The rows of one file that is to be written: messages of one partition and one day.

    Attributes:
        day: the day of the messages.
        offsets: the offset of each message.
        size: about how many bytes they take.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self.offsets: list[int] = []
        self.size = self._unpacked = 0
        self._batches: list[pa.RecordBatch] = []
        self._messages: list[tuple[Any, Metadata]] = []

    def add(self, message: Any, metadata: Metadata) -> None:
        """Add a message: a row, and one more for each further alert of it."""
        self.offsets.append(metadata.offset)
        self._messages.append((message, metadata))
        size = len(metadata.payload) + _ROW_BYTES
        self.size += size
        self._unpacked += size
        if self._unpacked > _PACK_BYTES or len(self._messages) >= _PACK_MESSAGES:
            self._pack()

    def batches(self) -> list[pa.RecordBatch]:
        """All rows, in the order in which they came."""
        self._pack()
        return self._batches

    def _pack(self) -> None:
        if not self._messages:
            return
        batch = _batch_of(self._messages)
        self._batches.append(batch)
        # Further alerts of a message have rows of their own.
        self.size += _ROW_BYTES * (batch.num_rows - len(self._messages))
        self._messages.clear()
        self._unpacked = 0


def _batch_of(messages: list[tuple[Any, Metadata]]) -> pa.RecordBatch:
    """The rows of messages, with the columns of a file."""
    batch = batches.to_batch(messages)
    types = (metadata.timestamp_type for _, metadata in messages)
    indices = batch.column("alert_index").to_pylist()
    of_rows = [None if index else next(types) for index in indices]
    batch = batch.append_column("timestamp_type", pa.array(of_rows, pa.string()))
    return batch.select(file_schema().names)


def day_of_message(metadata: Metadata) -> date:
    """The day of the folder that a message belongs in."""
    return _day(metadata.timestamp // _DAY_MS)


@lru_cache(maxsize=100)
def _day(number: int) -> date:
    return day_of(from_ms(number * _DAY_MS))
