"""A record in Avro that is read only as far as somebody looks.

Surveys put what a filter needs first, and history and images behind it. The fields of a record
follow each other without an index, so a field is read with all fields before it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from hop._messages import loads
from hop.errors import DecodeError, LimitExceeded
from hop.models._runtime.avro_limits import BREAKS_SCHEMA, Body
from hop.models._runtime.part import same

_KEPT_SCHEMAS, _LONGEST_KEPT = 16, 2**17
"""Most messages of a topic come with the same schema, of some 10 to 30 kB."""
_MOST_RUNS = 64
"""So many groups of fields that were read together are remembered, of each schema."""


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
        notes: what others found out about records of it.

    Raises:
        hop.errors.DecodeError: it is no Avro schema, or one of something else than a record.
        hop.errors.LimitExceeded: it is nested too deeply.
    """

    def __init__(self, text: bytes) -> None:
        self.text, self.limits = text, Body(text)
        self.notes: dict[str, Any] = {}
        self.tree: dict[str, Any] = loads(text)
        if not isinstance(self.tree, dict) or self.tree.get("type") != "record":
            raise DecodeError("the Avro schema is not that of a record")
        self.name = ".".join(filter(None, [self.tree.get("namespace"), self.tree["name"]]))
        self.names = tuple(each["name"] for each in self.tree["fields"])
        self.places = {name: place for place, name in enumerate(self.names)}
        self._known = self._names_before()
        self._runs: dict[tuple[int, int], Any] = {}

    def _names_before(self) -> list[dict[str, Any]]:
        """The types that are defined before each field: fields behind may name them."""
        named: dict[str, Any] = {}
        known = []
        for place in range(len(self.names)):
            known.append(dict(named))
            self._parse(place, place + 1, named)
        return known

    def _parse(self, first: int, end: int, named: dict[str, Any]) -> Any:
        """The schema of a record of some of the fields alone."""
        from fastavro import parse_schema  # heavy

        space = self.tree.get("namespace")
        own = {"namespace": space} if space else {}
        fields = self.tree["fields"][first:end]
        name = f"hop_fields_{first}_{end}"
        return parse_schema({"type": "record", "name": name, "fields": fields, **own}, named)

    def read(self, first: int, end: int, file: io.BytesIO) -> dict[str, Any]:
        """Read the next fields from a file.

        Args:
            first: the place of the first one.
            end: the place behind the last one.
            file: where they are.
        """
        run = self._runs.get((first, end))
        if run is None:
            if len(self._runs) >= _MOST_RUNS:
                self._runs.clear()
            run = self._parse(first, end, dict(self._known[first]))
            self._runs[first, end] = run
        record: Any = _reader()(file, run, None)
        return dict(record)


@cache
def _reader() -> Any:
    from fastavro import schemaless_reader  # heavy

    return schemaless_reader


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

    __slots__ = (
        "_bytes",
        "_end",
        "_error",
        "_file",
        "_lock",
        "_next",
        "_start",
        "_values",
        "schema",
    )

    def __init__(
        self, schema: RecordSchema, data: bytes, start: int = 0, end: int | None = None
    ) -> None:
        end = len(data) if end is None else end
        schema.limits.check(data, start, end)
        self.schema = schema
        self._bytes, self._start, self._end = data, start, end
        # It has the same bytes: nothing is copied for those who look at the first fields.
        self._file: io.BytesIO | None = io.BytesIO(data)
        self._file.seek(start)
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
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self._bytes)

    @property
    def data(self) -> bytes:
        """The record as it came."""
        return self._bytes[self._start : self._end]

    def is_unchanged(self) -> bool:
        """Whether all values that were read are still those of the bytes."""
        fresh = LazyRecord(self.schema, self.data)
        return all(same(fresh[name], value) for name, value in self._values.items())

    def _read_to(self, place: int) -> None:
        with self._lock:
            if self._next <= place and self._error is None:
                self._read_together(place + 1)
            if self._next <= place:
                assert self._error is not None  # noqa: S101 - or it would have been read
                raise self._error

    def _read_together(self, end: int) -> None:
        """Read the fields up to a place at once; if that fails, one by one up to the broken one."""
        first, at = self._next, self._at()
        try:
            self._read_run(end)
        except Exception as fault:  # whatever a broken record leads to
            if end - first == 1:
                self._error, self._file = _not_as_its_schema(self.schema.names[first], fault), None
                self._error.__cause__ = fault
                return
            self._go_to(at)
            for place in range(first, end):
                if self._error is None:
                    self._read_together(place + 1)

    def _read_run(self, end: int) -> None:
        is_last = end == len(self.schema.names)
        at = self._at()
        if is_last:
            self._lengthen()
            self._go_to(at)
        values = self.schema.read(self._next, end, self._opened())
        if self._at() >= len(self._bytes):
            self._lengthen()
            self._go_to(at)
            values = self.schema.read(self._next, end, self._opened())
        left = self._end - self._at()
        if left < 0:
            raise EOFError("it ends too soon")
        if left and is_last:
            raise ValueError("it is longer than its fields")
        self._values.update(values)
        self._next = end
        if is_last:
            self._file = None

    def _lengthen(self) -> None:
        """Put a byte behind the record, unless there is one.

        fastavro reads a text that is longer than the rest as far as it goes. That byte shows it.
        """
        if self._end == len(self._bytes):
            self._bytes = b"".join((self._bytes, b"\0"))
            self._file = io.BytesIO(self._bytes)

    def _opened(self) -> io.BytesIO:
        assert self._file is not None  # noqa: S101 - it is kept as long as a field is missing
        return self._file

    def _at(self) -> int:
        return self._opened().tell()

    def _go_to(self, at: int) -> None:
        self._opened().seek(at)

    def whole(self) -> dict[str, Any]:
        """All fields.

        Raises:
            hop.errors.DecodeError: the record does not follow its schema.
        """
        self._read_to(len(self.schema.names) - 1)
        return self._values

    def forget(self) -> None:
        """Let go of the values. They are read again when somebody looks."""
        with self._lock:
            self._values, self._next, self._error = {}, 0, None
            self._file = io.BytesIO(self._bytes)
            self._file.seek(self._start)

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
