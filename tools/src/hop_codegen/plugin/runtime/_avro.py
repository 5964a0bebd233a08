"""Models in Avro: records in object container files, judged by the Avro schema in this package.

Values are as Avro stores them: bytes are bytes, and a time is the number that stands for it.
"""

from __future__ import annotations

import copy
import io
import json
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import Any, ClassVar, Self

import fastavro
import fastavro.schema
import fastavro.validation

from hop.errors import DecodeError, EncodeError, ValidationError
from hop.models._avro_limits import check

from ._judge import shown
from ._model import Message, Part, _by_json, _fields, _is_required, read_input

MAGIC = b"Obj\x01"
"""What every container file begins with."""


@cache
def _names(path: str) -> dict[str, Any]:
    """The types that a schema file defines, by their full names; any may refer to any."""
    text = (resources.files(__package__) / "schemas" / path).read_text(encoding="utf-8-sig")
    names: dict[str, Any] = {}
    fastavro.parse_schema(_plain(json.loads(text)), named_schemas=names)
    return names


@cache
def _judges(path: str) -> dict[str, Any]:
    """The same types to judge by: fastavro compares defaults of bytes as the text in the schema."""
    names = copy.deepcopy(_names(path))
    for schema in names.values():
        for field in schema.get("fields", ()):
            kind = field["type"][0] if isinstance(field["type"], list) else field["type"]
            kind = names.get(kind, kind) if isinstance(kind, str) else kind
            kind = kind["type"] if isinstance(kind, dict) else kind
            if kind in {"bytes", "fixed"} and isinstance(field.get("default"), str):
                field["default"] = field["default"].encode("latin-1")
    return names


def _usable(schema: Any, names: dict[str, Any]) -> Any:
    """A part of a schema as fastavro takes it alone, with the names that it refers to."""
    if isinstance(schema, list):
        return [_usable(each, names) for each in schema]
    if isinstance(schema, str):
        schema = names.get(schema, schema)
    if isinstance(schema, dict):
        return {**schema, "__fastavro_parsed": True, "__named_schemas": names}
    return schema


def _plain(schema: Any) -> Any:
    """A schema without logical types, which would turn numbers into what JSON cannot hold."""
    if isinstance(schema, dict):
        return {key: _plain(each) for key, each in schema.items() if key != "logicalType"}
    return [_plain(each) for each in schema] if isinstance(schema, list) else schema


_JSON_TYPES: dict[str, dict[str, Any]] = {
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "long": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "string": {"type": "string"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "fixed": {"type": "string", "contentEncoding": "base64"},
}


def _as_json(schema: Any, names: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema, list):
        return {"anyOf": [_as_json(each, names) for each in schema]}
    if isinstance(schema, str):
        return {"$ref": f"#/$defs/{schema}"} if schema in names else dict(_JSON_TYPES[schema])
    kind = schema["type"]
    found = dict(_JSON_TYPES.get(kind, {}))
    if kind in {"record", "error"}:
        fields = schema["fields"]
        found = _described(schema) | {
            "type": "object",
            "properties": {
                field["name"]: _as_json(field["type"], names) | _described(field)
                for field in fields
            },
            "required": [field["name"] for field in fields if "default" not in field],
        }
    elif kind == "fixed":
        whole, rest = divmod(schema["size"], 3)
        padding = "=" * (-schema["size"] % 3)
        letters = 4 * whole + (rest + 1 if rest else 0)
        found["pattern"] = f"^[A-Za-z0-9+/]{{{letters}}}{padding}$"
    elif kind == "enum":
        found = {"enum": list(schema["symbols"])}
    elif kind == "array":
        found = {"type": "array", "items": _as_json(schema["items"], names)}
    elif kind == "map":
        found = {"type": "object", "additionalProperties": _as_json(schema["values"], names)}
    return found


def _read_records(raw: bytes) -> tuple[Any, list[Any]]:
    """The schema that a container was written with, and its first two records."""
    reader = fastavro.block_reader(io.BytesIO(raw))
    # As it was written: what a later schema has added is not lost.
    written = _plain(reader.writer_schema)
    parsed = fastavro.parse_schema(copy.deepcopy(written))
    records: list[Any] = []
    block: Any  # its content is not in fastavro's own types
    for block in reader:
        for _ in range(min(block.num_records, 2)):
            records.append(fastavro.schemaless_reader(block.bytes_, parsed, None))
        if len(records) > 1:
            break
    return written, records


def _described(node: dict[str, Any]) -> dict[str, Any]:
    return {"description": node["doc"]} if "doc" in node else {}


def _fault(
    datum: Any, schema: Any, names: dict[str, Any], path: list[str]
) -> tuple[list[str], Any, str]:
    """Where a value that a schema refuses goes wrong: the path, what is wanted, what is there."""
    schema = _usable(schema, names)
    if isinstance(schema, list):
        kinds = {"array": list, "map": dict, "record": dict}
        fitting = [
            each
            for each in schema
            if isinstance(each, dict) and isinstance(datum, kinds.get(each["type"], ()))
        ]
        if len(fitting) == 1:
            return _fault(datum, fitting[0], names, path)
        return path, schema, shown(datum)
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
        if not _fits(each, _usable(wanted, names)):
            return _fault(each, wanted, names, [*path, name])
    return path, schema, shown(datum)


def _fits(datum: Any, schema: Any) -> bool:
    try:
        return bool(fastavro.validation.validate(datum, schema, raise_errors=False))
    except (TypeError, ValueError, AttributeError):
        return False


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
    def _built(cls, tree: dict[str, Any]) -> Self:
        self = super()._built(tree)
        for name, field in _fields(cls).items():
            if _is_required(field) and name not in self.__dict__:
                setattr(self, name, None)  # an older schema has no such field: null, says fastavro
        return self

    @classmethod
    def _check(cls, tree: Any) -> None:
        names = _judges(cls.hop_file)
        schema = _usable(cls.hop_uri, names)
        if not isinstance(tree, dict):
            raise ValidationError("/", "a record", shown(tree))
        try:
            if fastavro.validation.validate(tree, schema, raise_errors=False):
                return
        except (TypeError, ValueError, AttributeError) as fault:
            raise ValidationError("/", "what Avro can hold", str(fault)) from None
        path, wanted, got = _fault(tree, schema, names, [])
        raise ValidationError("/" + "/".join(path), _named(wanted), got)

    @classmethod
    def accepts(cls, tree: Any) -> bool:
        """Whether the schema accepts a record."""
        schema = _usable(cls.hop_uri, _judges(cls.hop_file))
        return bool(fastavro.validation.validate(tree, schema, raise_errors=False))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The Avro schema as a JSON Schema; bytes are text in base64."""
        names = _names(cls.hop_file)
        definitions = {name: _as_json(schema, names) for name, schema in names.items()}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": cls.__name__,
            **definitions[cls.hop_uri],
            "$defs": definitions,
        }


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
            written, records = _read_records(raw)
        except MemoryError:
            raise DecodeError("not Avro: it tells of more than memory can hold") from None
        except Exception as fault:  # whatever a broken file leads to
            raise DecodeError(f"not Avro: {type(fault).__name__}: {fault}") from fault
        if len(records) != 1:
            told = "more" if records else "none"
            raise DecodeError(f"a {cls.__name__} is one Avro record; here are {told}")
        message = cls.from_tree(records[0])
        message.__dict__["_written"] = written
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
        # The schema that it came with, unless it lacks a field that was set since.
        ways = [(_usable(self.hop_uri, _names(self.hop_file)), record)]
        if "_written" in self.__dict__:
            came = {key: value for key, value in record.items() if not self._is_unset(key, value)}
            ways.insert(0, (self.__dict__["_written"], came))
        told = ""
        for schema, content in ways:
            file = io.BytesIO()
            try:
                # Strict, or what a schema does not name would be left out without a word.
                parsed = fastavro.parse_schema(schema)
                # The same message is always the same bytes; by itself, fastavro would choose.
                mark = blake2b(self.hop_uri.encode(), digest_size=16).digest()
                fastavro.writer(
                    file, parsed, [content], sync_marker=mark, strict_allow_default=True
                )
            except (TypeError, ValueError, KeyError) as fault:
                told = str(fault)
            else:
                return file.getvalue()
        raise EncodeError(f"a {type(self).__name__} cannot be sent as Avro: {told}")

    def _is_unset(self, key: str, value: Any) -> bool:
        """Whether a field did not come with the message, and nobody gave it a value since."""
        name = _by_json(type(self)).get(key)
        if name is None or key in self._given:
            return False
        field = _fields(type(self))[name]
        return bool(value == (None if _is_required(field) else field.default))
