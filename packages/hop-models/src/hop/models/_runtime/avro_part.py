"""The bases of classes that are generated from Avro schemas: records in container files.

Values are as Avro stores them: bytes are bytes, and a time is the number that stands for it.
"""

from __future__ import annotations

import copy
import io
import json
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any, ClassVar, Self

import fastavro
import fastavro.schema
import fastavro.validation

from hop._messages import Fault, by_loading
from hop.errors import DecodeError, EncodeError
from hop.models._runtime.avro_container import MAGIC, whole
from hop.models._runtime.avro_limits import check
from hop.models._runtime.fields import fields_of
from hop.models._runtime.part import Message, Part, read_input
from hop.models._runtime.schemas import DRAFT, SchemaFolder, SchemaRef
from hop.models._runtime.words import Finding, describe

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
_WORDS = {
    "string": "text",
    "boolean": "true or false",
    "int": "a whole number",
    "long": "a whole number",
    "float": "a number",
    "double": "a number",
    "array": "a list",
    "map": "an object",
}


class AvroRef(SchemaRef):
    """An Avro schema in a package.

    Args:
        folder: the schemas of the package.
        path: the file, below the folder of schemas.
        name: the full name of the record in it.
    """

    def __init__(self, folder: SchemaFolder, path: str, name: str) -> None:
        super().__init__(folder, name, DRAFT)
        self._path = path

    @cached_property
    def names(self) -> dict[str, Any]:
        """The types that the file defines, by their full names; any may refer to any."""
        return _names(self.folder, self._path)

    @cached_property
    def schema(self) -> Any:
        """The schema as fastavro writes by it."""
        return _usable(self.uri, self.names)

    def accepts(self, value: Any) -> bool:
        """Whether the schema accepts a record."""
        return _fits(value, _usable(self.uri, _judges(self.folder, self._path)))

    def findings(self, value: Any) -> list[Finding]:
        """What the schema refuses in a record: nothing, or the first finding."""
        names = _judges(self.folder, self._path)
        schema = _usable(self.uri, names)
        if not isinstance(value, dict):
            return [Finding((), "a record", describe(value), ())]
        try:
            if fastavro.validation.validate(value, schema, raise_errors=False):
                return []
        except (TypeError, ValueError, AttributeError) as fault:
            return [Finding((), "what Avro can hold", str(fault), ())]
        path, wanted, got = _fault(value, schema, names, ())
        return [Finding(path, _named(wanted), got, path)]

    def faults(self, data: bytes) -> list[Fault]:
        """No faults with lines: the document is no text."""
        return []

    def bundled(self) -> dict[str, Any]:
        """The Avro schema as a JSON Schema; bytes are text in base64."""
        definitions = {name: _as_json(schema, self.names) for name, schema in self.names.items()}
        return {
            "$schema": DRAFT,
            "title": self.uri.rpartition(".")[2],
            **definitions[self.uri],
            "$defs": definitions,
        }


class AvroPart(Part):
    """A record in a message; its fields are those of its Avro schema."""

    __slots__ = ()

    hop_schema: ClassVar[AvroRef]


class AvroMessage(AvroPart, Message):
    """A whole message: one record in an Avro object container file.

    Attributes:
        hop_written: the schema that it came with; None where it was made otherwise.
    """

    hop_written: Any = None

    @classmethod
    def load(cls, input_: Any, *, strict: bool = True) -> Self:
        """Create a message from an Avro object container file: bytes, or a file object.

        Raises:
            hop.errors.DecodeError: no such file, or not one record in it.
            hop.errors.ValidationError: the schema refuses it; the error names the place.
        """
        raw = input_.read() if hasattr(input_, "read") else input_
        payload = b"" if isinstance(raw, str) else read_input(raw, cls.__name__)
        if not payload.startswith(MAGIC):
            raise DecodeError(f"a {cls.__name__} is an Avro container file, and this is none")
        check(payload)
        try:
            written, record = _read_record(payload, cls.__name__)
        except DecodeError:
            raise
        except MemoryError:
            raise DecodeError("not Avro: it tells of more than memory can hold") from None
        except Exception as fault:  # whatever a broken file leads to
            raise DecodeError(f"not Avro: {type(fault).__name__}: {fault}") from fault
        message = cls.hop_of(record, payload, strict=strict)
        vars(message)["hop_written"] = written
        return message

    @classmethod
    def hop_parse(cls, payload: bytes) -> Any:
        """The tree of a payload: its one record."""
        return _read_record(payload, cls.__name__)[1]

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """The fault that loading a document runs into.

        Args:
            data: the document, as a file holds it.
        """
        return by_loading(cls.load, data)

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is a container of records of this schema's name."""
        if not payload.startswith(MAGIC):
            return False
        schema = fastavro.reader(io.BytesIO(payload)).writer_schema
        return isinstance(schema, dict) and schema.get("name") == cls.hop_schema.uri

    def to_wire(self) -> tuple[str, bytes]:
        """As ``avro``: the container names the schema."""
        return "avro", bytes(self)

    def hop_write(self, tree: dict[str, Any]) -> bytes:
        """The payload of a tree: by the schema that it came with, unless that lacks a field."""
        known = fields_of(type(self)).by_wire
        whole = {name: field.default() for name, field in known.items() if not field.is_required}
        ways = [(self.hop_schema.schema, {**_without_bytes(whole), **tree})]
        if self.hop_written is not None:
            ways.insert(0, (self.hop_written, tree))
        told = ""
        for schema, content in ways:
            file = io.BytesIO()
            try:
                # Strict, or what a schema does not name would be left out without a word.
                parsed = fastavro.parse_schema(schema)
                # The same message is always the same bytes; by itself, fastavro would choose.
                mark = blake2b(self.hop_schema.uri.encode(), digest_size=16).digest()
                fastavro.writer(
                    file, parsed, [content], sync_marker=mark, strict_allow_default=True
                )
            except (TypeError, ValueError, KeyError) as fault:
                told = str(fault)
            else:
                return file.getvalue()
        raise EncodeError(f"a {type(self).__name__} cannot be sent as Avro: {told}")


def _without_bytes(defaults: dict[str, Any]) -> dict[str, Any]:
    """The defaults that fastavro does not know itself: it knows those of bytes only as text."""
    return {name: value for name, value in defaults.items() if isinstance(value, bytes)}


@cache
def _names(folder: SchemaFolder, path: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    text = folder.read(path).decode("utf-8-sig")
    fastavro.parse_schema(_plain(json.loads(text)), named_schemas=names)
    return names


@cache
def _judges(folder: SchemaFolder, path: str) -> dict[str, Any]:
    """The same types to judge by: fastavro compares defaults of bytes as the text in the schema."""
    names = copy.deepcopy(_names(folder, path))
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


def _described(node: dict[str, Any]) -> dict[str, Any]:
    return {"description": node["doc"]} if "doc" in node else {}


def _read_record(raw: bytes, what: str) -> tuple[Any, Any]:
    """The schema that a container was written with, and its record.

    Raises:
        hop.errors.DecodeError: there is not one record in it.
    """
    reader = fastavro.block_reader(io.BytesIO(raw))
    # As it was written: what a later schema has added is not lost.
    written = _plain(reader.writer_schema)
    parsed = fastavro.parse_schema(copy.deepcopy(written))
    records: list[Any] = []
    block: Any  # its content is not in fastavro's own types
    for block in reader:
        if len(records) + block.num_records > 1:
            raise DecodeError(f"a {what} is one Avro record; here are more")
        with whole(block) as file:
            records += [
                fastavro.schemaless_reader(file, parsed, None) for _ in range(block.num_records)
            ]
    if not records:
        raise DecodeError(f"a {what} is one Avro record; here are none")
    return written, records[0]


def _fault(
    datum: Any, schema: Any, names: dict[str, Any], path: tuple[str | int, ...]
) -> tuple[tuple[str | int, ...], Any, str]:
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
        return path, schema, describe(datum)
    kind = schema["type"] if isinstance(schema, dict) else schema
    inside: list[tuple[str | int, Any, Any]] = []
    if kind == "record" and isinstance(datum, dict):
        for field in schema["fields"]:
            name = field["name"]
            if name not in datum and "default" not in field:
                return (*path, name), field["type"], "nothing, the field is missing"
            if name in datum:
                inside.append((name, datum[name], field["type"]))
    if kind == "array" and isinstance(datum, list):
        inside += [(at, each, schema["items"]) for at, each in enumerate(datum)]
    if kind == "map" and isinstance(datum, dict):
        inside += [(str(key), each, schema["values"]) for key, each in datum.items()]
    for name, each, wanted in inside:
        if not _fits(each, _usable(wanted, names)):
            return _fault(each, wanted, names, (*path, name))
    return path, schema, describe(datum)


def _fits(datum: Any, schema: Any) -> bool:
    try:
        return bool(fastavro.validation.validate(datum, schema, raise_errors=False))
    except (TypeError, ValueError, AttributeError):
        return False


def _named(schema: Any) -> str:
    if isinstance(schema, list):
        return " or ".join(map(_named, schema))
    if not isinstance(schema, dict):
        return _WORDS.get(str(schema), str(schema))
    if "symbols" in schema:
        return f"one of {', '.join(schema['symbols'])}"
    return str(schema.get("name") or _WORDS.get(schema["type"], schema["type"]))
