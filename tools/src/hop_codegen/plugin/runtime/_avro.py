"""Models in Avro: records in object container files, judged by the Avro schema in this package.

Values are as Avro stores them: bytes are bytes, and a time is the number that stands for it.
"""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources
from typing import Any, ClassVar, Self

import fastavro
import fastavro.schema
import fastavro.validation

from hop.avro_limits import check
from hop.errors import DecodeError, EncodeError, ValidationError

from ._judge import shown
from ._model import Message, Part, read_input

MAGIC = b"Obj\x01"
"""What every container file begins with."""


@cache
def _schema(path: str) -> tuple[Any, dict[str, Any]]:
    text = (resources.files(__package__) / "schemas" / path).read_text(encoding="utf-8-sig")
    names: dict[str, Any] = {}
    parsed = fastavro.parse_schema(_plain(json.loads(text)), named_schemas=names)
    return parsed, names


def _plain(schema: Any) -> Any:
    """A schema without logical types, which would turn numbers into what JSON cannot hold."""
    if isinstance(schema, dict):
        return {key: _plain(each) for key, each in schema.items() if key != "logicalType"}
    return [_plain(each) for each in schema] if isinstance(schema, list) else schema


def _fault(datum: Any, schema: Any, path: list[str]) -> tuple[list[str], Any, str]:
    """Where a value that a schema refuses goes wrong: the path, what is wanted, what is there."""
    if isinstance(schema, list):
        kinds = {"array": list, "map": dict, "record": dict}
        fitting = [
            each
            for each in schema
            if isinstance(each, dict) and isinstance(datum, kinds.get(each["type"], ()))
        ]
        return (
            _fault(datum, fitting[0], path) if len(fitting) == 1 else (path, schema, shown(datum))
        )
    kind = schema["type"] if isinstance(schema, dict) else schema
    inside: list[tuple[str, Any, Any]] = []
    if kind == "record" and isinstance(datum, dict):
        for field in schema["fields"]:
            name = field["name"]
            if name not in datum and "default" not in field:
                return [*path, name], field["type"], "nothing, the field is missing"
            if name in datum:
                inside.append((name, datum[name], field["type"]))
    if kind == "array" and isinstance(datum, list):
        inside += [(str(at), each, schema["items"]) for at, each in enumerate(datum)]
    if kind == "map" and isinstance(datum, dict):
        inside += [(str(key), each, schema["values"]) for key, each in datum.items()]
    for name, each, wanted in inside:
        if not _fits(each, wanted):
            return _fault(each, wanted, [*path, name])
    return path, schema, shown(datum)


def _fits(datum: Any, schema: Any) -> bool:
    try:
        return bool(fastavro.validation.validate(datum, schema, raise_errors=False))
    except (TypeError, ValueError, AttributeError):
        return False
    except fastavro.schema.SchemaParseException:  # a type that holds itself: no further
        return True


def _named(schema: Any) -> str:
    if isinstance(schema, list):
        return " or ".join(map(_named, schema))
    if not isinstance(schema, dict):
        return str(schema)
    if "symbols" in schema:
        return f"one of {', '.join(schema['symbols'])}"
    return str(schema.get("name", schema["type"]))


class AvroPart(Part):
    """A record in a message; its fields are those of its Avro schema."""

    hop_file: ClassVar[str]
    """The file of the schema, below the folder of schemas."""

    @classmethod
    def _check(cls, tree: Any) -> None:
        schema = _schema(cls.hop_file)[1][cls.hop_uri]
        if not isinstance(tree, dict):
            raise ValidationError("/", "a record", shown(tree))
        try:
            if fastavro.validation.validate(tree, schema, raise_errors=False):
                return
        except (TypeError, ValueError, AttributeError) as fault:
            raise ValidationError("/", "what Avro can hold", str(fault)) from None
        path, wanted, got = _fault(tree, schema, [])
        raise ValidationError("/" + "/".join(path), _named(wanted), got)

    @classmethod
    def accepts(cls, tree: Any) -> bool:
        """Whether the schema accepts a record."""
        schema = _schema(cls.hop_file)[1][cls.hop_uri]
        return bool(fastavro.validation.validate(tree, schema, raise_errors=False))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The schema, which is one of Avro."""
        found = fastavro.schema.expand_schema(_schema(cls.hop_file)[0])
        return dict(found) if isinstance(found, dict) else {}


class AvroMessage(AvroPart, Message):
    """A whole message: one record in an Avro object container file."""

    @classmethod
    def load(cls, input_: Any) -> Self:
        """Create a message from an Avro object container file: bytes, or a file object.

        Raises:
            hop.errors.DecodeError: no such file, or not one record in it.
            hop.errors.ValidationError: the schema refuses it; the error names the place.
        """
        raw = read_input(input_, cls.__name__)
        if isinstance(raw, str) or not raw.startswith(MAGIC):
            raise DecodeError(f"a {cls.__name__} is an Avro container file, and this is none")
        check(raw)
        try:
            written = fastavro.reader(io.BytesIO(raw)).writer_schema
            # As it was written: what a later schema has added is not lost.
            records = list(fastavro.reader(io.BytesIO(raw), reader_schema=_plain(written)))
        except MemoryError:
            raise DecodeError("not Avro: it tells of more than memory can hold") from None
        except Exception as fault:  # whatever a broken file leads to
            raise DecodeError(f"not Avro: {type(fault).__name__}: {fault}") from fault
        if len(records) != 1:
            raise DecodeError(f"a {cls.__name__} is one Avro record; here are {len(records)}")
        message = cls.from_tree(records[0])
        message.__dict__["_written"] = _plain(written)
        return message

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is a container of records of this schema's name."""
        if not payload.startswith(MAGIC):
            return False
        schema = fastavro.reader(io.BytesIO(payload)).writer_schema
        return isinstance(schema, dict) and schema.get("name") == cls.hop_uri

    def to_wire(self) -> tuple[str, bytes]:
        """As ``avro``: the container names the schema."""
        return "avro", bytes(self)

    def __bytes__(self) -> bytes:
        record = self.serialize()["content"]
        schema = self.__dict__.get("_written") or _schema(self.hop_file)[0]
        file = io.BytesIO()
        try:
            fastavro.writer(file, fastavro.parse_schema(schema), [record])
        except (TypeError, ValueError, KeyError) as fault:
            raise EncodeError(f"a {type(self).__name__} cannot be sent as Avro: {fault}") from None
        return file.getvalue()
