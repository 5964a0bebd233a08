"""What an Avro container file from a stranger would come to, found out before it is read.

A few bytes of Avro can tell of millions of values, by compression or by counts of what takes no
room, and of values nested so deeply that the reader's stack overflows. Most schemas cannot do
that: each of their values takes a byte or more. Then the size of a file bounds its values. Any
other file is walked first, without making anything of it.
"""

from __future__ import annotations

import bz2
import lzma
import math
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from hop._messages import MAX_DEPTH, loads
from hop.errors import DecodeError, LimitExceeded

MAX_BYTES = 64 * 2**20
"""How large the blocks of a compressed file may be, all together."""
MAX_VALUES = 500_000
"""How many records, their fields, and items of arrays and maps a file may hold."""

BREAKS_SCHEMA = "Avro whose record does not follow the schema in the file"

Schema = Any

# Smaller files are always walked: it takes no time, and finds the branch of a union below zero,
# which fastavro counts from the last.
_SMALL = 4096
# Most messages of a topic come with the same schema, of some 10 kB.
_KEPT_SCHEMAS, _LONGEST_KEPT = 16, 2**17
_DECOMPRESSORS: dict[str, Callable[[], Any]] = {
    "deflate": lambda: zlib.decompressobj(-15),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lzma.LZMADecompressor,
}
_SIZES = {"null": 0, "boolean": 1, "float": 4, "double": 8}
_NUMBERS = ("int", "long", "enum")
_NUMBER = re.compile(rb"[\x80-\xff]*[\0-\x7f]")
_TEXTS = ("bytes", "string")
_LEAVES = {*_SIZES, *_NUMBERS, *_TEXTS, "fixed"}
_SYNC = 16
# Writers make one for each block. To take out one of very many copies all the others.
_MOST_STREAMS = 100
_LONGEST_NUMBER = 10
# Arrays of numbers are read fast, and take less room than others; they count as one value.
_LONGEST_RUN = 4_000_000


def check(payload: bytes) -> None:
    """See that a container file can be read without harm.

    Args:
        payload: the file, with its magic bytes.

    Raises:
        hop.errors.LimitExceeded: it is too deep, too large, of too many values, or compressed in
            a way whose size cannot be told beforehand.
        hop.errors.DecodeError: it is broken.
    """
    header = Header.read(payload)
    schema = _schema_of(header.schema)
    with _faults():
        blocks = list(header.blocks(payload))
        if any(count < 0 for count, _ in blocks):
            raise DecodeError("not Avro: fewer records than none")
        size = sum(len(block) for _, block in blocks)
        if _must_be_walked(schema, size):
            walk = _Walk(schema)
            for count, block in blocks:
                walk.over(count, block)


class Body:
    """The limits of records that come without their schema.

    Args:
        schema: the schema as JSON.

    Raises:
        hop.errors.LimitExceeded: it is too deep.
        hop.errors.DecodeError: it is none.
    """

    def __init__(self, schema: bytes) -> None:
        self._schema = _schema_of(schema)

    def check(self, data: bytes, start: int, end: int) -> None:
        """See that a record can be read without harm.

        Args:
            data: bytes that have the record.
            start: where it begins in them.
            end: where it ends.

        Raises:
            hop.errors.LimitExceeded: it is too deep, too large, or of too many values.
            hop.errors.DecodeError: it is broken.
        """
        if _must_be_walked(self._schema, end - start):
            with _faults():
                _Walk(self._schema).over(1, data[start:end])


def _schema_of(text: bytes) -> _Parsed:
    is_kept = len(text) <= _LONGEST_KEPT
    return (_parsed if is_kept else _parsed.__wrapped__)(text)


def _must_be_walked(schema: _Parsed, size: int) -> bool:
    """Whether so many bytes of a schema may come to more than is read."""
    is_bounded = size * schema.density <= MAX_VALUES  # not if the density is NaN
    return size <= _SMALL or not is_bounded


@contextmanager
def _faults() -> Iterator[None]:
    """Give what broken bytes lead to as hop's errors."""
    try:
        yield
    except RecursionError:
        raise LimitExceeded("Avro nested that deeply is not read") from None
    except (IndexError, KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, DecodeError):
            raise
        raise DecodeError(f"not Avro: {type(fault).__name__}: {fault}") from None


class Header(NamedTuple):
    """What a file begins with.

    Attributes:
        schema: of each record, as JSON.
        codec: how the blocks are compressed.
        end: where they begin.
    """

    schema: bytes
    codec: str
    end: int

    @classmethod
    def read(cls, payload: bytes) -> Header:
        entries: dict[bytes, bytes] = {}
        at = 4
        while True:
            count, at = _number(payload, at)
            if count < 0:
                count, (_, at) = -count, _number(payload, at)
            if not count:
                break
            if count > len(payload):
                raise DecodeError("not Avro: it ends too soon")
            for _ in range(count):
                name, at = _text(payload, at)
                entries[name], at = _text(payload, at)
        if b"avro.schema" not in entries:
            raise DecodeError("not Avro: it has no schema")
        codec = entries.get(b"avro.codec", b"null").decode(errors="replace")
        return cls(entries[b"avro.schema"], codec, at + _SYNC)

    def only_record(self, payload: bytes) -> tuple[bytes, int, int] | None:
        """The bytes that have the one record of a file, where it begins and where it ends.

        None if the file has none, or several, or does not end where it says.
        """
        count, at = _number(payload, self.end)
        block, end = _text(payload, at) if self.codec != "null" else (b"", _end_of(payload, at))
        sync = payload[self.end - _SYNC : self.end]
        if count != 1 or payload[end:] != sync:
            return None
        if self.codec == "null":
            return payload, _number(payload, at)[1], end
        content = _decompressed(block, self.codec, MAX_BYTES)
        return content, 0, len(content)

    def blocks(self, payload: bytes) -> Iterator[tuple[int, bytes]]:
        """How many records each block holds, and its bytes, no longer compressed."""
        at, left = self.end, MAX_BYTES
        while at < len(payload):
            count, at = _number(payload, at)
            block, at = _text(payload, at)
            at += _SYNC
            if self.codec != "null":
                block = _decompressed(block, self.codec, left)
                left -= len(block)
            yield count, block


def _decompressed(block: bytes, codec: str, limit: int) -> bytes:
    make = _DECOMPRESSORS.get(codec)
    if make is None:
        raise LimitExceeded(
            f"Avro compressed by {codec[:40]} is not read: its size cannot be told beforehand; "
            f"compress it by one of {', '.join(_DECOMPRESSORS)}, or not"
        )
    content, rest, streams = b"", block, 0
    while rest:
        streams += 1
        if streams > _MOST_STREAMS:
            raise LimitExceeded(f"a block of Avro in more than {_MOST_STREAMS} parts is not read")
        decompressor = make()
        try:
            content += decompressor.decompress(rest, limit + 1 - len(content))
        except (zlib.error, OSError, lzma.LZMAError, EOFError) as fault:
            raise DecodeError(f"not Avro: a block is not compressed by {codec}: {fault}") from None
        if len(content) > limit:
            raise LimitExceeded(
                f"Avro that comes to more than {MAX_BYTES // 2**20} MiB when it is no longer "
                "compressed is not read"
            )
        if not decompressor.eof:
            raise DecodeError("not Avro: a compressed block ends too soon")
        # bzip2 and xz may go on with another stream; fastavro leaves a checksum behind deflate.
        rest = decompressor.unused_data if codec != "deflate" else b""
    return content


class _Parsed(NamedTuple):
    """A schema.

    Attributes:
        schema: of each record.
        named: its named types.
        density: how many values a block may hold for each of its bytes; infinite where that
            cannot be told.
    """

    schema: Schema
    named: dict[str, Schema]
    density: float


@lru_cache(_KEPT_SCHEMAS)
def _parsed(text: bytes) -> _Parsed:
    from fastavro import parse_schema

    named: dict[str, Schema] = {}
    written = loads(text)
    try:
        schema = parse_schema(written, named)
        return _Parsed(schema, named, _Sizes(named).per_byte(schema))
    except RecursionError:
        raise LimitExceeded("Avro with a schema that deep is not read") from None
    except Exception as fault:  # whatever it stumbles over
        raise DecodeError(f"not Avro: {type(fault).__name__}: {fault!s:.200}") from None


class _Size(NamedTuple):
    """What a value of a type comes to.

    Attributes:
        least: the bytes that it takes at least.
        values: the values in it, without those in arrays and maps.
        density: the values in its arrays and maps, for each of their bytes, at most.
        levels: how deeply it is nested, at most.
    """

    least: float
    values: float
    density: float
    levels: float

    def repeated(self, more: int = 0) -> float:
        """How many values there are in a byte of many of these, each with more bytes beside."""
        least = self.least + more
        return (1 + self.values) / least + self.density if least else math.inf


_UNKNOWN = _Size(0, math.inf, math.inf, math.inf)


class _Sizes:
    """What the values of a schema come to, told by the schema alone."""

    def __init__(self, named: dict[str, Schema]) -> None:
        self._named, self._known = named, dict[str, _Size]()

    def per_byte(self, schema: Schema) -> float:
        """How many values many records hold for each byte."""
        found = self._of(schema, 0)
        return found.repeated() if found.levels <= MAX_DEPTH else math.inf

    def _of(self, schema: Schema, depth: int) -> _Size:
        if depth > MAX_DEPTH:
            return _UNKNOWN
        schema = _unwrapped(schema)
        kind = _kind(schema)
        if kind in _LEAVES:
            least = schema["size"] if kind == "fixed" else _SIZES.get(kind, 1)
            return _Size(max(least, 0), 0, 0, 0)
        if kind == "union":
            branches = [self._of(each, depth) for each in schema]
            leasts, *most = zip(*branches, strict=True)
            return _Size(1 + min(leasts), *map(max, most))
        if kind in ("array", "map"):
            inner, key = ("items", 0) if kind == "array" else ("values", 1)
            each = self._of(schema[inner], depth + 1)
            return _Size(1, 0, each.repeated(key), each.levels + 1)
        if kind in ("record", "error"):
            return self._of_record(schema, depth)
        return self._of(self._named[kind], depth)

    def _of_record(self, schema: Schema, depth: int) -> _Size:
        name = schema["name"]
        if name not in self._known:
            self._known[name] = _UNKNOWN  # of a record in itself nothing can be told
            sizes = [self._of(field["type"], depth + 1) for field in schema["fields"]]
            self._known[name] = _Size(
                # As floats: of records of records of records there may be too many for integers.
                sum((each.least for each in sizes), 0.0),
                sum((1 + each.values for each in sizes), 0.0),
                max((each.density for each in sizes), default=0),
                max((each.levels for each in sizes), default=0) + 1,
            )
        return self._known[name]


class _Walk:
    def __init__(self, parsed: _Parsed) -> None:
        self._schema, self._named = parsed.schema, parsed.named
        self._left = MAX_VALUES
        self._data = b""

    def over(self, count: int, block: bytes) -> None:
        """See what a block would come to.

        Raises:
            hop.errors.LimitExceeded: too much.
            hop.errors.DecodeError: it ends too soon.
        """
        self._data = block
        # What is walked is then what is read: there is no second way to understand it.
        if self._items(self._schema, count, 0, 0) != len(block):
            raise DecodeError("not Avro: a block is longer than its records")

    def _spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise LimitExceeded(f"Avro of more than {MAX_VALUES:,} values is not read")

    def _items(self, schema: Schema, count: int, at: int, depth: int) -> int:
        schema = _unwrapped(schema)
        kind = _kind(schema)
        if kind in _NUMBERS or _SIZES.get(kind):
            if count > _LONGEST_RUN:
                raise LimitExceeded(f"Avro with {count:,} values in a row is not read")
            self._spend(1)
            return self._past(at, _SIZES[kind] * count) if kind in _SIZES else self._run(count, at)
        self._spend(count)
        for _ in range(count):
            at = self._value(schema, at, depth)
        return at

    def _run(self, count: int, at: int) -> int:
        """Where so many numbers of variable length end."""
        if not count:
            return at
        last = next(islice(_NUMBER.finditer(self._data, at), count - 1, None), None)
        if last is None:
            raise DecodeError("not Avro: it ends too soon")
        return last.end()

    def _value(self, schema: Schema, at: int, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise LimitExceeded(f"Avro nested deeper than {MAX_DEPTH} levels is not read")
        schema = _unwrapped(schema)
        kind = _kind(schema)
        if kind in _LEAVES:
            return self._leaf(schema, kind, at)
        if kind == "union":
            branch, at = _number(self._data, at)
            if not 0 <= branch < len(schema):
                raise DecodeError(f"{BREAKS_SCHEMA}: a union has no branch {branch}")
            return self._value(schema[branch], at, depth)
        if kind in ("record", "error"):
            self._spend(len(schema["fields"]))
            for field in schema["fields"]:
                at = self._value(field["type"], at, depth + 1)
            return at
        if kind in ("array", "map"):
            return self._blocks(schema, kind, at, depth)
        return self._value(self._named[kind], at, depth)

    def _leaf(self, schema: Schema, kind: str, at: int) -> int:
        if kind in _NUMBERS:
            return _number(self._data, at)[1]
        if kind in _TEXTS:
            length, at = _number(self._data, at)
            return self._past(at, length)
        return self._past(at, schema["size"] if kind == "fixed" else _SIZES[kind])

    def _blocks(self, schema: Schema, kind: str, at: int, depth: int) -> int:
        while True:
            count, at = _number(self._data, at)
            if count < 0:  # the size of the block follows
                count, (_, at) = -count, _number(self._data, at)
            if not count:
                return at
            if kind == "array":
                at = self._items(schema["items"], count, at, depth + 1)
                continue
            self._spend(count)
            for _ in range(count):
                length, at = _number(self._data, at)
                at = self._value(schema["values"], self._past(at, length), depth + 1)

    def _past(self, at: int, size: int) -> int:
        if size < 0 or at + size > len(self._data):
            raise DecodeError("not Avro: it ends too soon")
        return at + size


def _unwrapped(schema: Schema) -> Schema:
    """A schema without the objects around it that say nothing more than its type."""
    while isinstance(schema, dict) and not isinstance(schema["type"], str):
        schema = schema["type"]
    return schema


def _kind(schema: Schema) -> str:
    if isinstance(schema, dict):
        return str(schema["type"])
    return "union" if isinstance(schema, list) else str(schema)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    number = shift = 0
    for position in range(at, at + _LONGEST_NUMBER):
        if position >= len(data):
            break
        byte = data[position]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (number >> 1) ^ -(number & 1), position + 1
        shift += 7
    raise DecodeError("not Avro: it ends too soon")


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    end = _end_of(data, at)
    start = _number(data, at)[1]
    return data[start:end], end


def _end_of(data: bytes, at: int) -> int:
    """Where a text ends that begins with its length."""
    length, at = _number(data, at)
    if length < 0 or at + length > len(data):
        raise DecodeError("not Avro: it ends too soon")
    return at + length
