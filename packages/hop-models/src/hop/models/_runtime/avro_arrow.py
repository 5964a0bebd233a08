"""Types of Apache Arrow for Avro schemas. This module needs pyarrow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import fastavro
import pyarrow as pa

from hop._messages import MAX_DEPTH, loads
from hop.errors import DecodeError

_SIMPLE = {
    "null": pa.null(),
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "bytes": pa.binary(),
    "string": pa.string(),
    "enum": pa.string(),
}
# As fastavro gives their values.
_LOGICAL: dict[tuple[str, str | None], Any] = {
    ("int", "date"): pa.date32(),
    ("int", "time-millis"): pa.time32("ms"),
    ("long", "time-micros"): pa.time64("us"),
    ("long", "timestamp-millis"): pa.timestamp("ms", "UTC"),
    ("long", "timestamp-micros"): pa.timestamp("us", "UTC"),
    ("long", "local-timestamp-millis"): pa.timestamp("ms"),
    ("long", "local-timestamp-micros"): pa.timestamp("us"),
}
_MOST_DIGITS = 76


def struct_of(text: bytes, fields: tuple[str, ...] | None = None) -> pa.StructType:
    """The type of records of an Avro schema.

    A union with null is a value that may be null. Enums and UUIDs are text. Times, dates and
    decimals have Arrow's types for them.

    Args:
        text: the schema as JSON.
        fields: those that are wanted, as far as the schema has them; None: all.

    Raises:
        hop.errors.DecodeError: it is not that of a record, or Arrow has no type for a field.
    """
    named: dict[str, Any] = {}
    try:
        schema: Any = fastavro.parse_schema(loads(text), named)
    except Exception as fault:  # whatever fastavro stumbles over
        raise DecodeError(f"not Avro: {type(fault).__name__}: {fault!s:.200}") from None
    if not isinstance(schema, dict) or schema["type"] != "record":
        raise DecodeError("the Avro schema is not that of a record")
    types = _Types(named)
    return pa.struct(
        [
            pa.field(each["name"], types.of(each["type"], each["name"], (schema["name"],)))
            for each in schema["fields"]
            if fields is None or each["name"] in fields
        ]
    )


def with_texts(value: Any) -> Any:
    """A value with text for UUIDs: Arrow takes no UUIDs of Python within a struct."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {name: with_texts(each) for name, each in value.items()}
    return [with_texts(each) for each in value] if isinstance(value, list) else value


class _Types:
    def __init__(self, named: dict[str, Any]) -> None:
        self._named = named

    def of(self, schema: Any, path: str, inside: tuple[str, ...]) -> pa.DataType:
        """The type of a part of a schema.

        Args:
            schema: the part.
            path: where it is.
            inside: the records around it, by name.

        Raises:
            hop.errors.DecodeError: Arrow has none.
        """
        if len(inside) > MAX_DEPTH:
            raise DecodeError(f"field {path[:200]}: nested too deeply for a column")
        if isinstance(schema, list):
            return self._of_union(schema, path, inside)
        if isinstance(schema, str):
            schema = self._named.get(schema, {"type": schema})
        found = _leaf(schema)
        return self._of_nested(schema, path, inside) if found is None else found

    def _of_nested(self, schema: Any, path: str, inside: tuple[str, ...]) -> pa.DataType:
        kind = schema["type"]
        if kind == "record":
            return self._of_record(schema, path, inside)
        if kind == "array":
            return pa.list_(self.of(schema["items"], f"{path}[]", (*inside, "")))
        if kind == "map":
            return pa.map_(pa.string(), self.of(schema["values"], f"{path}{{}}", (*inside, "")))
        return self.of(kind, path, inside)  # what stands around a type, or its name

    def _of_record(self, schema: Any, path: str, inside: tuple[str, ...]) -> pa.DataType:
        name = schema["name"]
        if name in inside:
            raise DecodeError(f"field {path}: a record within itself has no column")
        parts = [(each["name"], each["type"]) for each in schema["fields"]]
        return pa.struct(
            [(part, self.of(kind, f"{path}.{part}", (*inside, name))) for part, kind in parts]
        )

    def _of_union(self, branches: list[Any], path: str, inside: tuple[str, ...]) -> pa.DataType:
        values = [each for each in branches if each != "null"]
        if len(values) > 1:
            raise DecodeError(
                f"field {path}: a union of several types has no column; leave the field out "
                "by fields="
            )
        return self.of(values[0], path, inside) if values else pa.null()


def _leaf(schema: dict[str, Any]) -> pa.DataType | None:
    """The type of a value without parts, as fastavro gives it; None: it has parts."""
    kind, logical = schema["type"], schema.get("logicalType")
    if not isinstance(kind, str):
        return None
    if logical == "decimal" and kind in ("bytes", "fixed") and schema["precision"] <= _MOST_DIGITS:
        return pa.decimal256(schema["precision"], schema.get("scale", 0))
    if (kind, logical) in _LOGICAL:
        return _LOGICAL[kind, logical]
    return pa.binary(schema["size"]) if kind == "fixed" else _SIMPLE.get(kind)
