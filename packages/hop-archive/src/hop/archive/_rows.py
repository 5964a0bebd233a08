"""From messages to rows: what a stream delivers, as record batches of Arrow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hop.archive._layout import MESSAGE_COLUMNS, day_of, file_schema
from hop.models import Alert, arrow
from hop.models.batches import alerts_and_error, error_of

if TYPE_CHECKING:
    from hop.io import Metadata

# After so many messages, or bytes, the objects of Python become a batch, which is far smaller.
_PACK_MESSAGES = 2000
_PACK_BYTES = 4 * 2**20
# What a message costs beside its payload, about.
_ROW_BYTES = 200


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
        self._columns: list[list[Any]] = [[] for _ in MESSAGE_COLUMNS]
        self._alerts: list[Alert | None] = []
        self._tests: list[bool | None] = []

    def add(self, message: Any, metadata: Metadata) -> None:
        """Add a message: a row, and one more for each further alert of it."""
        payload: bytes | None = metadata.payload
        if not payload and metadata.is_tombstone:
            payload = None
        alerts, error = alerts_and_error(message)
        first = alerts[0] if alerts else None
        self._add(
            metadata.partition,
            metadata.offset,
            0,
            metadata.timestamp if metadata.time is not None else None,
            metadata.timestamp_type,
            metadata.key.encode() if isinstance(metadata.key, str) else metadata.key,
            [{"name": name, "value": value} for name, value in metadata.headers],
            payload,
            getattr(message, "hop_format", None),
            error or error_of(message),
            alert=first,
            is_test=message.is_test or None if first is None else first.is_test,
        )
        for index, each in enumerate(alerts[1:], 1):
            row = (metadata.partition, metadata.offset, index, *[None] * (len(self._columns) - 3))
            self._add(*row, alert=each, is_test=each.is_test)
        self.offsets.append(metadata.offset)
        size = len(payload or b"") + _ROW_BYTES * max(1, len(alerts))
        self.size += size
        self._unpacked += size
        if self._unpacked > _PACK_BYTES or len(self._alerts) >= _PACK_MESSAGES:
            self._pack()

    def _add(self, *values: Any, alert: Alert | None, is_test: bool | None) -> None:
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)
        self._alerts.append(alert)
        self._tests.append(is_test)

    def batches(self) -> list[pa.RecordBatch]:
        """All rows, in the order in which they came."""
        self._pack()
        return self._batches

    def _pack(self) -> None:
        if not self._alerts:
            return
        about_message = [
            pa.array(values, field.type)
            for values, field in zip(self._columns, MESSAGE_COLUMNS, strict=True)
        ]
        about_alert = arrow.to_arrays(self._alerts)
        # A message without an alert may be marked as a test, too.
        about_alert[arrow.schema().get_field_index("is_test")] = pa.array(self._tests, pa.bool_())
        self._batches.append(
            pa.RecordBatch.from_arrays([*about_message, *about_alert], schema=file_schema())
        )
        for column in self._columns:
            column.clear()
        self._alerts.clear()
        self._tests.clear()
        self._unpacked = 0


def day_of_message(metadata: Metadata) -> date:
    """The day of the folder that a message belongs in."""
    return day_of(metadata.time)
