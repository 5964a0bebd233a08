"""The frames in which a record in Avro comes, told by their bytes.

A container file has its schema in it. The others are short: what stands before the record, or
beside it, says where the schema is.

Source: the Avro specification (object container files, single-object encoding, schema
fingerprints), and the wire format of Confluent's schema registry.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from hop.errors import DecodeError, EncodeError, HopError
from hop.models._runtime.avro_container import MAGIC
from hop.models._runtime.avro_limits import Header
from hop.models._runtime.avro_record import LazyRecord, RecordSchema, record_schema

if TYPE_CHECKING:
    from hop._wire import Schemas

CONFLUENT, SINGLE_OBJECT = b"\0", b"\xc3\x01"
_ID_END, _FINGERPRINT_END = 5, 10
_SYNC = 16
# A topic carries a few versions of a schema at a time. The text of one is about 30 kB.
_MOST_RECENT, _LONGEST_RECENT = 8, 2**17
_FINGERPRINTS = 512


class _Recent(NamedTuple):
    """How a container file began, without its sync marker, and what that says."""

    beginning: bytes
    header: Header
    schema: RecordSchema


_recent: list[_Recent] = []


def header_of(payload: bytes) -> tuple[Header, RecordSchema]:
    """The header of a container file of records, and its schema.

    Files of one topic begin alike, so the beginnings of late are compared as a whole.

    Raises:
        hop.errors.DecodeError: it is none, or its records are something else.
        hop.errors.LimitExceeded: its schema is nested too deeply.
    """
    for known in _recent:
        if payload.startswith(known.beginning):
            return known.header, known.schema
    header = Header.read(payload)
    found = _Recent(payload[: header.end - _SYNC], header, record_schema(header.schema))
    if len(found.beginning) <= _LONGEST_RECENT and len(payload) >= header.end:
        _recent[:] = [found, *_recent[: _MOST_RECENT - 1]]
    return header, found.schema


def record_of_container(payload: bytes) -> LazyRecord | None:
    """The only record of a container file; None if it holds another number of them.

    Raises:
        hop.errors.DecodeError: it is broken, or its records are something else.
        hop.errors.LimitExceeded: it would come to too much, or is nested too deeply.
    """
    header, schema = header_of(payload)
    found = header.only_record(payload)
    return None if found is None else LazyRecord(schema, *found)


def record_of_frame(
    payload: bytes, key: bytes | None, schemas: Schemas | None
) -> LazyRecord | None:
    """The record of a payload whose schema is elsewhere; None if it is in no such frame.

    Args:
        payload: the record's value.
        key: the key of the message in Kafka, which may be the schema.
        schemas: where other schemas are; None: nowhere.

    Raises:
        hop.errors.DecodeError: it is in such a frame, and cannot be read.
        hop.errors.LimitExceeded: it would come to too much, or is nested too deeply.
    """
    if payload.startswith(MAGIC):
        return None
    if schemas is not None and payload.startswith(CONFLUENT) and len(payload) > _ID_END:
        number = int.from_bytes(payload[1:_ID_END], "big")
        return LazyRecord(record_schema(schemas.by_id(number)), payload, _ID_END)
    if schemas is not None and payload.startswith(SINGLE_OBJECT):
        schema = record_schema(_by_fingerprint(payload[2:_FINGERPRINT_END], schemas))
        return LazyRecord(schema, payload, _FINGERPRINT_END)
    if key is not None and key[:1] == b"{":
        return LazyRecord(_schema_in_key(key), payload)
    return None


def _schema_in_key(key: bytes) -> RecordSchema:
    try:
        return record_schema(key)
    except HopError as error:
        raise DecodeError(f"its key is no schema of its record: {error}") from error


def _by_fingerprint(wanted: bytes, schemas: Schemas) -> bytes:
    for text in schemas.known():
        if _fingerprint(text) == wanted:
            return text
    raise DecodeError(
        f"Avro whose schema has the fingerprint {wanted.hex()}, and no known schema has it; put "
        "the schema as a file NAME.avsc into a folder, and name that with registry="
    )


@lru_cache(_FINGERPRINTS)
def _fingerprint(text: bytes) -> bytes:
    """CRC-64-AVRO of a schema, as a frame has its bytes; none of a broken schema."""
    from fastavro.schema import fingerprint, to_parsing_canonical_form  # heavy

    try:
        return bytes.fromhex(
            fingerprint(to_parsing_canonical_form(json.loads(text)), "CRC-64-AVRO")
        )
    except Exception:  # of a file that is no schema
        return b""


def container_of(schema: bytes, data: bytes) -> bytes:
    """A container file of one record.

    Args:
        schema: what it was written with, as JSON.
        data: the record.
    """
    # The same record is always the same bytes.
    sync = blake2b(schema, digest_size=_SYNC).digest()
    header = b"".join(map(_text, (b"avro.codec", b"null", b"avro.schema", schema)))
    start = MAGIC + _number(2) + header + _number(0) + sync
    return start + _number(1) + _text(data) + sync


def in_frame(payload: bytes, register: Callable[[bytes], int]) -> bytes:
    """A container file of one record in the frame of Confluent.

    Args:
        payload: the file.
        register: gives the number of a schema in a registry.

    Raises:
        hop.errors.EncodeError: it holds another number of records than one.
    """
    header = Header.read(payload)
    found = header.only_record(payload)
    if found is None:
        raise EncodeError("a message whose schema is in a registry is one record, not several")
    data, start, end = found
    return CONFLUENT + register(header.schema).to_bytes(4, "big") + data[start:end]


def _text(data: bytes) -> bytes:
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    """A number that is not below zero, as Avro writes it."""
    rest, written = value << 1, bytearray()
    while rest > 0x7F:
        written.append(rest & 0x7F | 0x80)
        rest >>= 7
    written.append(rest)
    return bytes(written)
