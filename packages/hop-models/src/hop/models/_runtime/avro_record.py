"""A record in Avro that is read only as far as somebody looks.

Surveys put what a filter needs first, and history and images behind it. The fields of a record
follow each other without an index, so a field is read with all fields before it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from hop._messages import loads
from hop.errors import DecodeError, LimitExceeded
from hop.models._runtime.avro_limits import BREAKS_SCHEMA, Body
from hop.models._runtime.part import same

_KEPT_SCHEMAS, _LONGEST_KEPT = 16, 2**17
"""Most messages of a topic come with the same schema, of some 10 to 30 kB."""


class RecordSchema:
    """The schema with which a record was written, made ready to read its fields one by one.

    Args:
        text: the schema as JSON.

    Attributes:
        text: the same.
        tree: the schema as its JSON says.
        name: the full name of the record.
        names: the names of its fields, in order.
        limits: judges what a record of it comes to.

    Raises:
        hop.errors.DecodeError: it is no Avro schema, or one of something else than a record.
        hop.errors.LimitExceeded: it is nested too deeply.
    """

    def __init__(self, text: bytes) -> None:
        self.text, self.limits = text, Body(text)
        self.tree: dict[str, Any] = loads(text)
        if not isinstance(self.tree, dict) or self.tree.get("type") != "record":
            raise DecodeError("the Avro schema is not that of a record")
        self.name = ".".join(filter(None, [self.tree.get("namespace"), self.tree["name"]]))
        self.names = tuple(each["name"] for each in self.tree["fields"])
        self.places = {name: place for place, name in enumerate(self.names)}
        self._fields = self._parsed()

    def _parsed(self) -> list[Any]:
        """A schema for each field: a record of that field alone."""
        from fastavro import parse_schema  # heavy

        # Types that a field names are defined by fields before it.
        named: dict[str, Any] = {}
        space = self.tree.get("namespace")
        own = {"namespace": space} if space else {}
        return [
            parse_schema(
                {"type": "record", "name": f"hop_field_{place}", "fields": [each], **own}, named
            )
            for place, each in enumerate(self.tree["fields"])
        ]

    def read(self, place: int, file: io.BytesIO) -> Any:
        """Read the next field, which has that place, from a file."""
        from fastavro import schemaless_reader  # heavy

        record: Any = schemaless_reader(file, self._fields[place], None)
        return record[self.names[place]]


def record_schema(text: bytes) -> RecordSchema:
    """The schema of a text; those of late are remembered.

    Raises:
        hop.errors.DecodeError: it is no Avro schema, or one of something else than a record.
        hop.errors.LimitExceeded: it is nested too deeply.
    """
    make = _record_schema if len(text) <= _LONGEST_KEPT else RecordSchema
    return make(text)


@lru_cache(_KEPT_SCHEMAS)
def _record_schema(text: bytes) -> RecordSchema:
    return RecordSchema(text)


class LazyRecord(Mapping[str, Any]):
    """A record whose fields are read when somebody looks.

    Args:
        schema: what it was written with.
        data: bytes that have the record.
        start: where it begins in them.
        end: where it ends; None: with them.

    Raises:
        hop.errors.LimitExceeded: it would come to too much, or is nested too deeply.
        hop.errors.DecodeError: it does not follow the schema, as far as that was looked at.
    """

    __slots__ = ("_body", "_error", "_file", "_lock", "_next", "_values", "schema")

    def __init__(
        self, schema: RecordSchema, data: bytes, start: int = 0, end: int | None = None
    ) -> None:
        end = len(data) if end is None else end
        schema.limits.check(data, start, end)
        self.schema = schema
        # fastavro reads a text that is longer than the rest as far as it goes. One byte more behind
        # the record shows it.
        self._body = data[start:end] + b"\0"
        self._file: io.BytesIO | None = io.BytesIO(self._body)
        self._values: dict[str, Any] = {}
        self._next = 0
        self._error: DecodeError | None = None
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            self._read_to(self.schema.places[name])
            return self._values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or the default where the schema has no such field."""
        if name in self._values:
            return self._values[name]
        return self[name] if name in self.schema.places else default

    @property
    def data(self) -> bytes:
        """The record as it came."""
        return self._body[:-1]

    def is_unchanged(self) -> bool:
        """Whether all values that were read are still those of the bytes."""
        fresh = LazyRecord(self.schema, self.data)
        return all(same(fresh[name], value) for name, value in self._values.items())

    def _read_to(self, place: int) -> None:
        with self._lock:
            file, schema = self._file, self.schema
            while self._next <= place:
                if self._error is not None:
                    raise self._error
                assert file is not None  # noqa: S101 - it is kept as long as a field is missing
                name = schema.names[self._next]
                try:
                    value = schema.read(self._next, file)
                    self._check_end(file)
                except Exception as fault:  # whatever a broken record leads to
                    self._error = _not_as_its_schema(name, fault)
                    self._file = None
                    raise self._error from fault
                self._values[name] = value
                self._next += 1
            if self._next == len(schema.names):
                self._file = None

    def _check_end(self, file: io.BytesIO) -> None:
        left = len(self._body) - 1 - file.tell()
        if left < 0:
            raise EOFError("it ends too soon")
        if left and self._next == len(self.schema.names) - 1:
            raise ValueError("it is longer than its fields")

    def whole(self) -> dict[str, Any]:
        """All fields.

        Raises:
            hop.errors.DecodeError: the record does not follow its schema.
        """
        self._read_to(len(self.schema.names) - 1)
        return self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self.schema.names)

    def __len__(self) -> int:
        return len(self.schema.names)

    def __contains__(self, name: object) -> bool:
        return name in self.schema.places

    def __repr__(self) -> str:
        read = ", ".join(self.schema.names[: self._next]) or "nothing"
        return f"<record {self.schema.name}; read so far: {read}>"


def _not_as_its_schema(name: str, fault: Exception) -> DecodeError:
    if isinstance(fault, LimitExceeded):
        return fault
    told = f"{type(fault).__name__}: {fault!s:.200}"
    return DecodeError(f"{BREAKS_SCHEMA}: field {name!r}: {told}")
