"""Avro object container files, and the schema of values that come without one."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

from hop.errors import DecodeError, EncodeError
from hop.models._runtime.avro_limits import BREAKS_SCHEMA, check

MAGIC = b"Obj\x01"
"""What every container file begins with."""

Schema = dict[str, Any] | list[Any] | str

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONG = range(-(2**63), 2**63)
_SIMPLE: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "long",
    float: "double",
    str: "string",
    bytes: "bytes",
}
# In a union the first branch that takes a value is used: a double would take integers.
_ORDER = [*_SIMPLE.values(), "array", "map", "record"]


def read_container(payload: bytes) -> tuple[list[Any], Schema]:
    """The records of a container file, and the schema that it was written with.

    Raises:
        hop.errors.DecodeError: it is none, or cut off, or compressed in a way that needs a
            library that is not installed.
        hop.errors.LimitExceeded: it would come to too much, or is nested too deeply.
    """
    if not payload.startswith(MAGIC):
        raise DecodeError(
            f"not an Avro container file: it begins with {payload[:8]!r}, not with {MAGIC!r}"
        )
    check(payload)
    import fastavro  # heavy

    records: list[Any] = []
    block: Any  # its content is not in fastavro's own types
    reader = None
    try:
        reader = fastavro.block_reader(io.BytesIO(payload))
        for block in reader:
            with whole(block) as block.bytes_:
                records.extend(block)
        return records, reader.writer_schema
    except MemoryError:
        raise DecodeError("not Avro: it tells of more than memory can hold") from None
    except Exception as fault:  # whatever a broken file leads to
        raise _not_avro(fault, has_schema=reader is not None) from fault


def _not_avro(fault: Exception, *, has_schema: bool) -> DecodeError:
    """The error for a container file that cannot be read.

    Args:
        fault: what reading it led to.
        has_schema: whether its schema could be read.
    """
    told = f"{type(fault).__name__}: {fault}"
    if not has_schema:
        return DecodeError(f"not Avro: {told}")
    if isinstance(fault, EOFError):
        return DecodeError(f"Avro that is cut off: {told}")
    return DecodeError(f"{BREAKS_SCHEMA}: {told}")


@contextmanager
def whole(block: Any) -> Iterator[io.BytesIO]:
    """The bytes of a block, of which all are to be read.

    fastavro reads a text that is longer than the rest as far as it goes, and one of a length below
    zero to the end. One byte more behind the block shows it.

    Raises:
        ValueError: less was read, or more.
    """
    content = block.bytes_.read()
    file = io.BytesIO(content + b"\0")
    yield file
    if file.tell() != len(content):
        raise ValueError("a block is not as long as its records")


def write_container(records: Iterable[Any], schema: Schema) -> bytes:
    """A container file, uncompressed.

    Raises:
        hop.errors.EncodeError: the schema is none, or a record does not fit it.
    """
    import fastavro  # heavy

    file = io.BytesIO()
    try:
        parsed = fastavro.parse_schema(schema)
        # Strict, since what the schema does not name would be left out without a word.
        fastavro.writer(
            file,
            parsed,
            records,
            validator=True,
            strict_allow_default=True,
            # By chance, fastavro would choose; so the same message is always the same bytes.
            sync_marker=blake2b(json.dumps(schema).encode(), digest_size=16).digest(),
        )
    except Exception as fault:  # fastavro's own, and those of what it stumbles over
        raise EncodeError(
            f"cannot be sent as Avro: {type(fault).__name__}: {_first_line(fault)}"
        ) from fault
    return file.getvalue()


def _first_line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:300]


def infer_schema(values: Sequence[Any]) -> Schema:
    """A schema that fits each of some values.

    Text, bytes, None, booleans, integers and floats are what they are, lists are arrays. An object
    is a map where its values share a type, or have at most half as many types as there are keys;
    otherwise it is a record, named ``auto_record0``, ``auto_record1``, …, the innermost first.

    Raises:
        hop.errors.EncodeError: a value that Avro has no type for.
    """
    return _Inference().run(values)


class _Inference:
    def __init__(self) -> None:
        self.records: dict[str, str] = {}  # names by what the record is, so that twins are one
        self.fields: dict[str, list[dict[str, Any]]] = {}

    def run(self, values: Sequence[Any]) -> Schema:
        try:
            schema = self.union([self.of(value) for value in values]) if values else "null"
        except RecursionError:
            raise EncodeError("nested too deeply for Avro; send it as a blob of bytes") from None
        return self.expanded(schema, set())

    def of(self, value: Any) -> Schema:
        if simple := _SIMPLE.get(type(value)):
            if simple == "long" and value not in _LONG:
                raise EncodeError(f"{value:.6g} is too large for Avro's integers of 64 bits")
            return simple
        if isinstance(value, (list, tuple)):
            return self.array(self.of(each) for each in value)
        if isinstance(value, dict):
            return self.object(value)
        raise EncodeError(
            f"{type(value).__name__} has no type in Avro; give a schema, or plain dicts, lists, "
            "text, bytes, numbers, booleans and None"
        )

    def array(self, items: Iterable[Schema]) -> Schema:
        return {"type": "array", "items": self.union(list(items))}

    def object(self, value: dict[Any, Any]) -> Schema:
        for key in value:
            if not isinstance(key, str):
                raise EncodeError(f"the keys of an Avro map or record are text, not {key!r:.60}")
        types = {key: self.of(each) for key, each in value.items()}
        distinct = {json.dumps(each) for each in types.values()}
        is_map = len(distinct) <= 1 or len(distinct) <= len(types) / 2
        if is_map or not all(map(_NAME.fullmatch, types)):
            return {"type": "map", "values": self.union(list(types.values()))}
        return self.record(types)

    def union(self, schemas: list[Schema]) -> Schema:
        """One schema for values of several; of arrays and of maps a union may hold one each."""
        branches: dict[str, Schema] = {}
        for schema in schemas:
            for branch in schema if isinstance(schema, list) else [schema]:
                each, key = branch, _kind(branch)
                if isinstance(branch, dict) and key in ("array", "map") and key in branches:
                    inner = "items" if key == "array" else "values"
                    known = branches[key]
                    assert isinstance(known, dict)  # noqa: S101 - of the same kind
                    each = {"type": key, inner: self.union([known[inner], branch[inner]])}
                if isinstance(branch, dict) and key == "record":
                    key = branch["name"]
                branches[key] = each
        self.tell_objects_apart(branches)
        if len(branches) == 1:
            return next(iter(branches.values()))
        ordered = sorted(branches.values(), key=lambda each: _ORDER.index(_kind(each)))
        return ordered or "null"

    def tell_objects_apart(self, branches: dict[str, Schema]) -> None:
        """Leave one map, or records of different keys: a reader must know which one a value is."""
        known = {name: self.fields[name] for name in branches if name in self.fields}
        if map_ := branches.get("map"):
            assert isinstance(map_, dict)  # noqa: S101 - of that kind
            types = [field["type"] for fields in known.values() for field in fields]
            if known:
                branches["map"] = {"type": "map", "values": self.union([map_["values"], *types])}
            for name in known:
                del branches[name]
            return
        by_keys: dict[frozenset[str], list[str]] = {}
        for name, fields in known.items():
            by_keys.setdefault(frozenset(field["name"] for field in fields), []).append(name)
        for twins in by_keys.values():
            if len(twins) > 1:
                merged: dict[str, list[Schema]] = {}
                for name in twins:
                    del branches[name]
                    for field in known[name]:
                        merged.setdefault(field["name"], []).append(field["type"])
                one = self.record({key: self.union(types) for key, types in merged.items()})
                branches[one["name"]] = one

    def record(self, types: dict[str, Schema]) -> dict[str, Any]:
        fields = [{"name": key, "type": each} for key, each in types.items()]
        name = self.records.setdefault(json.dumps(fields), f"auto_record{len(self.records)}")
        self.fields[name] = fields
        return {"type": "record", "name": name}

    def expanded(self, schema: Schema, seen: set[str]) -> Schema:
        """The schema with each record spelt out where it first stands."""
        if isinstance(schema, list):
            return [self.expanded(each, seen) for each in schema]
        if isinstance(schema, str):
            return schema
        if schema["type"] == "record":
            name = schema["name"]
            if name in seen:
                return str(name)
            fields = [
                {**field, "type": self.expanded(field["type"], seen)} for field in self.fields[name]
            ]
            seen.add(name)
            return {"type": "record", "name": name, "fields": fields}
        inner = "items" if schema["type"] == "array" else "values"
        return {**schema, inner: self.expanded(schema[inner], seen)}


def _kind(schema: Schema) -> str:
    return str(schema["type"]) if isinstance(schema, dict) else str(schema)
