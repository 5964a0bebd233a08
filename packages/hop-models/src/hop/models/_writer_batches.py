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
_PIECE_BYTES = 4 * 2**20
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


class _Piece(NamedTuple):
    """Some records as an array.

    Attributes:
        records: the array.
        messages: how many records each message has.
    """

    records: pa.StructArray
    messages: list[tuple[tuple[Any, Metadata], int]]


class _Column:
    """The records of one schema. They become arrays piece by piece: as objects they are large.

    Args:
        kind: the type of a record.
        others: takes the messages whose records Arrow refuses.
    """

    def __init__(self, kind: pa.StructType, others: list[_Other]) -> None:
        self._kind, self._others = kind, others
        self._waiting: list[_Written] = []
        self._size = 0
        self._pieces: list[_Piece] = []

    def add(self, written: _Written) -> None:
        """Add the records of a message."""
        self._waiting.append(written)
        self._size += len(written.given[1].payload)
        if self._size >= _PIECE_BYTES:
            self._pack()

    def _pack(self) -> None:
        self._pieces += self._packed(self._waiting)
        for (message, _), _ in self._waiting:
            record = getattr(message, "record", None)
            if isinstance(record, LazyRecord):
                record.forget()
        self._waiting, self._size = [], 0

    def _packed(self, written: list[_Written]) -> Iterator[_Piece]:
        """Mostly one piece. If Arrow refuses that, its halves show which message is to blame."""
        try:
            records = pa.array([record for each in written for record in each.records], self._kind)
            if not isinstance(records, pa.StructArray):
                raise OverflowError("it comes to more than a column holds")
            yield _Piece(records, [(each.given, len(each.records)) for each in written])
        except Exception as fault:  # whatever Arrow stumbles over
            if len(written) == 1:
                self._others.append(_Other(written[0].given, _told(fault)))
                return
            middle = len(written) // 2
            yield from self._packed(written[:middle])
            yield from self._packed(written[middle:])

    def batches(self) -> Iterator[MadeBatch]:
        """Batches of all records: mostly one."""
        if self._waiting:
            self._pack()
        if not self._pieces:
            return
        try:
            whole = pa.concat_arrays([each.records for each in self._pieces])
            pieces = [_Piece(whole, [each for piece in self._pieces for each in piece.messages])]
        except pa.ArrowException:  # more than a column holds
            pieces = self._pieces
        for piece in pieces:
            yield _of_records(piece)


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
        columns: dict[bytes, _Column] = {}
        others: list[_Other] = []
        for given in messages:
            try:
                schema, records = self._records_of(*given)
                if schema is None or not records:
                    others.append(_Other(given, None))
                    continue
                if schema not in columns:
                    columns[schema] = _Column(self._type_of(schema), others)
            except MessageError as error:
                others.append(_Other(given, _told(error)))
                continue
            if b'"uuid"' in schema:
                records = with_texts(list(records))
            columns[schema].add(_Written(given, records))
        for column in columns.values():
            yield from column.batches()
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


def _of_records(piece: _Piece) -> MadeBatch:
    rows = [Row(*given, number) for given, count in piece.messages for number in range(count)]
    about = [message_schema().field(name) for name in _OF_RECORDS]
    chosen = pa.schema([*about[:3], _INDEX, *about[3:], pa.field("record", piece.records.type)])
    columns = [message_column(each, rows) for each in chosen if each.name != "record"]
    batch = pa.RecordBatch.from_arrays([*columns, piece.records], schema=chosen)
    return MadeBatch(batch, [given for given, _ in piece.messages])


def _of_others(others: list[_Other]) -> MadeBatch:
    rows = [Row(*each.given, 0, each.error) for each in others]
    chosen = pa.schema([message_schema().field(name) for name in _OF_OTHERS])
    columns = [message_column(each, rows) for each in chosen]
    batch = pa.RecordBatch.from_arrays(columns, schema=chosen)
    return MadeBatch(batch, [each.given for each in others])


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault!s:.500}"
