"""Record batches with the fields of the Avro schema that messages were written with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from hop.errors import MessageError
from hop.models._message_columns import (
    MadeBatch,
    Messages,
    Row,
    error_of,
    message_column,
    message_schema,
)
from hop.models._runtime.avro_arrow import struct_of, with_texts
from hop.models._runtime.avro_container import MAGIC, read_container
from hop.models._runtime.avro_record import LazyRecord
from hop.models.avro import AvroBlob

if TYPE_CHECKING:
    from hop.io import Metadata

_MOST_KEPT = 16
"""Most topics carry a few schemas at a time."""
_OF_RECORDS = ("topic", "partition", "offset", "timestamp", "key", "headers", "format")
_OF_OTHERS = (*_OF_RECORDS, "payload", "error")
_INDEX = pa.field("record_index", pa.int32(), nullable=False)


class _Written(NamedTuple):
    """A message in Avro.

    Attributes:
        given: the message, with its metadata.
        records: what is in it.
    """

    given: tuple[Any, Metadata]
    records: Sequence[Mapping[str, Any]]


class _Other(NamedTuple):
    """A message without a record.

    Attributes:
        given: the message, with its metadata.
        error: why it has none; None: it is no Avro.
    """

    given: tuple[Any, Metadata]
    error: str | None


class WriterBatches:
    """Makes a batch for each schema that messages were written with, and one of other messages.

    The first have a row for each record, with the columns ``record_index`` and ``record``. The
    other messages are no records in Avro, or cannot be decoded, or their schema has no columns in
    Arrow. Their batch has the columns ``payload`` and ``error``.

    Args:
        fields: the fields of a record that are wanted; None: all.
    """

    def __init__(self, fields: Sequence[str] | None) -> None:
        self._fields = None if fields is None else tuple(dict.fromkeys(fields))
        self._types: dict[bytes, pa.StructType] = {}

    def __call__(self, messages: Messages) -> Iterator[MadeBatch]:
        by_schema: dict[bytes, list[_Written]] = {}
        others: list[_Other] = []
        for given in messages:
            try:
                schema, records = self._records_of(*given)
                if schema is None or not records:
                    others.append(_Other(given, None))
                    continue
                self._type_of(schema)
            except MessageError as error:
                others.append(_Other(given, _told(error)))
                continue
            if b'"uuid"' in schema:
                records = with_texts(list(records))
            by_schema.setdefault(schema, []).append(_Written(given, records))
        for schema, written in by_schema.items():
            yield from self._made(self._type_of(schema), written, others)
        if others:
            yield _of_others(others)

    def _records_of(
        self, message: Any, metadata: Metadata
    ) -> tuple[bytes | None, Sequence[Mapping[str, Any]]]:
        """The schema of a message as JSON, and its records; None without one.

        Raises:
            hop.errors.MessageError: a record breaks its schema.
        """
        record = getattr(message, "record", None)
        if isinstance(record, LazyRecord):
            return record.schema.text, [self._wanted_of(record)]
        if isinstance(message, AvroBlob):
            records = [message.content] if message.single_record else message.content
            schema: Any = message.schema
        elif error_of(message) is None and metadata.payload.startswith(MAGIC):
            records, schema = read_container(metadata.payload)
        else:
            return None, ()
        return None if schema is None else json.dumps(schema).encode(), records

    def _wanted_of(self, record: LazyRecord) -> Mapping[str, Any]:
        if self._fields is None:
            return record.whole()
        names = [name for name in record.schema.names if name in self._fields]
        # The last one first: then all before it are read at once.
        return {name: record[name] for name in reversed(names)}

    def _type_of(self, schema: bytes) -> pa.StructType:
        """The type of the column ``record``.

        Raises:
            hop.errors.DecodeError: a field has none.
        """
        found = self._types.get(schema)
        if found is None:
            if len(self._types) >= _MOST_KEPT:
                self._types.clear()
            found = self._types[schema] = struct_of(schema, self._fields)
        return found

    def _made(
        self, kind: pa.StructType, written: list[_Written], others: list[_Other]
    ) -> Iterator[MadeBatch]:
        """Batches of one schema: mostly one. What Arrow does not take goes to the others."""
        try:
            records = pa.array([record for each in written for record in each.records], kind)
            if not isinstance(records, pa.StructArray):
                raise OverflowError("it comes to more than a column holds")
        except Exception as fault:  # whatever Arrow stumbles over
            if len(written) == 1:
                others.append(_Other(written[0].given, _told(fault)))
                return
            middle = len(written) // 2
            yield from self._made(kind, written[:middle], others)
            yield from self._made(kind, written[middle:], others)
            return
        yield _of_records(records, written)


def _of_records(records: pa.StructArray, written: list[_Written]) -> MadeBatch:
    rows = [Row(*each.given, index) for each in written for index in range(len(each.records))]
    about = [message_schema().field(name) for name in _OF_RECORDS]
    chosen = pa.schema([*about[:3], _INDEX, *about[3:], pa.field("record", records.type)])
    columns = [message_column(each, rows) for each in chosen if each.name != "record"]
    batch = pa.RecordBatch.from_arrays([*columns, records], schema=chosen)
    return MadeBatch(batch, [each.given for each in written])


def _of_others(others: list[_Other]) -> MadeBatch:
    rows = [Row(*each.given, 0, each.error) for each in others]
    chosen = pa.schema([message_schema().field(name) for name in _OF_OTHERS])
    columns = [message_column(each, rows) for each in chosen]
    batch = pa.RecordBatch.from_arrays(columns, schema=chosen)
    return MadeBatch(batch, [each.given for each in others])


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault!s:.500}"
