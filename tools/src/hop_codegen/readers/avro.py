"""Avro schemas: read, completed by what others define, and planned as classes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import fastavro

from hop_codegen.errors import CodegenError
from hop_codegen.names import camel, field_names, module_name
from hop_codegen.plan import (
    ANY,
    NULL,
    Class,
    Field,
    Kind,
    Module,
    array,
    literal,
    mapping,
    union,
)
from hop_codegen.readers.json_files import parse

_BYTES = {"type": "string", "format": "binary"}
_PRIMITIVES: dict[str, dict[str, Any]] = {
    "null": NULL,
    "boolean": {"type": "boolean"},
    "int": {"type": "integer"},
    "long": {"type": "integer"},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "bytes": _BYTES,
    "string": {"type": "string"},
}
_NAMED = {"record", "error", "enum", "fixed"}


class AvroSchemas:
    """The Avro schemas of one source; a name that one defines may be used in another.

    Raises:
        CodegenError: a file is no Avro schema of a record.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.raw = {path: raw for path, raw in files.items() if path.lower().endswith(".avsc")}
        self.schemas = {path: parse(path, raw) for path, raw in self.raw.items()}
        self.defined: dict[str, tuple[str, Any, str]] = {}
        for path, schema in self.schemas.items():
            for name, node, space in _definitions(schema, ""):
                self.defined.setdefault(name, (path, node, space))

    def names(self) -> dict[str, str | None]:
        """What the model of each schema would be called, by its path."""
        return {path: f"{self._record(path)}Avro" for path in self.schemas}

    def _record(self, path: str) -> str:
        schema = self.schemas[path]
        if not isinstance(schema, dict) or schema.get("type") not in {"record", "error"}:
            raise CodegenError(path, "/type", "a message in Avro is a record; this is none")
        if not isinstance(schema.get("name"), str):
            raise CodegenError(path, "/name", "a record has a name")
        return camel(schema["name"].rpartition(".")[2])

    def expanded(self, path: str) -> bytes:
        """A schema with the definitions that others give it inside, as the package holds it.

        Raises:
            CodegenError: it uses a name that none defines, or is no Avro schema otherwise.
        """
        whole = _Expansion(self, path).run()
        try:
            fastavro.parse_schema(json.loads(json.dumps(whole)))
        except Exception as fault:  # fastavro raises what it stumbles over
            raise CodegenError(path, "", f"no Avro schema: {fault}") from fault
        if whole == self.schemas[path]:
            return self.raw[path]
        return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()

    def module(self, path: str, model: str) -> Module:
        """The classes of one schema.

        Raises:
            CodegenError: it is no Avro schema.
        """
        raw = self.expanded(path)
        schema = json.loads(raw)
        fields = frozenset(_field_names(schema))
        module = Module(module_name(path), path, "", raw, {model}, fields, "Avro")
        _Records(module).record(schema, "", "", model)
        return module


class _Expansion:
    def __init__(self, schemas: AvroSchemas, path: str) -> None:
        self.schemas, self.path = schemas, path
        self.done: set[str] = set()

    def run(self) -> Any:
        return self.of(self.schemas.schemas[self.path], "", "")

    def of(self, node: Any, space: str, pointer: str) -> Any:
        if isinstance(node, str):
            return self.named(node, space, pointer)
        if isinstance(node, list):
            return [self.of(each, space, f"{pointer}/{at}") for at, each in enumerate(node)]
        if not isinstance(node, dict) or "type" not in node:
            raise CodegenError(self.path, pointer, "an Avro type is a name, a list or an object")
        kind = _kind(node)
        if kind in _NAMED:
            name, space = _full_name(node, space)
            self.done.add(name)
            self.check_named(node, kind, pointer)
        if kind in {"record", "error"}:
            self.check_fields(node, pointer)
            fields = [
                {**field, "type": self.of(field.get("type"), space, f"{pointer}/fields/{at}/type")}
                for at, field in enumerate(node["fields"])
            ]
            return {**node, "fields": fields}
        if kind in {"array", "map"}:
            key = "items" if kind == "array" else "values"
            return {**node, key: self.of(node.get(key), space, f"{pointer}/{key}")}
        if kind in {"enum", "fixed"} or kind in _PRIMITIVES:
            return node
        if not kind:
            raise CodegenError(
                self.path, f"{pointer}/type", "a type within a type; give the inner one alone"
            )
        return {**node, "type": self.of(kind, space, f"{pointer}/type")}

    def check_named(self, node: dict[str, Any], kind: str, pointer: str) -> None:
        if not isinstance(node.get("name"), str):
            raise CodegenError(self.path, pointer, f"{kind} types have a name")
        if kind == "fixed" and not isinstance(node.get("size"), int):
            raise CodegenError(self.path, f"{pointer}/size", "a fixed type has a size in bytes")
        if kind == "enum" and not isinstance(node.get("symbols"), list):
            raise CodegenError(self.path, f"{pointer}/symbols", "an enum has a list of symbols")

    def check_fields(self, node: dict[str, Any], pointer: str) -> None:
        fields = node.get("fields")
        if not isinstance(fields, list):
            raise CodegenError(self.path, f"{pointer}/fields", "a record has a list of fields")
        for at, field in enumerate(fields):
            if not isinstance(field, dict) or not isinstance(field.get("name"), str):
                raise CodegenError(self.path, f"{pointer}/fields/{at}", "a field has a name")
            if any(field["name"] == each["name"] for each in fields[:at]):
                raise CodegenError(
                    self.path,
                    f"{pointer}/fields/{at}/name",
                    f"the record has a field {field['name']!r} already",
                )

    def named(self, name: str, space: str, pointer: str) -> Any:
        if name in _PRIMITIVES:
            return name
        full = name if "." in name or not space else f"{space}.{name}"
        for wanted in (full, name):
            if wanted in self.done:
                return name
            if wanted in self.schemas.defined:
                _, node, inner = self.schemas.defined[wanted]
                return self.of({**node, "namespace": inner}, inner, pointer)
        raise CodegenError(self.path, pointer, f"no type {name!r} is defined anywhere")


class _Records:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.made: dict[str, Kind] = {}

    def record(self, node: dict[str, Any], space: str, pointer: str, model: str = "") -> Kind:
        name, space = _full_name(node, space)
        short = model or self.class_name(name.rpartition(".")[2])
        place = f"{self.module.name}:{short}"
        made = self.made[name] = Kind({"class": place}, place)
        text = " ".join(str(node.get("doc", "")).split())
        record = Class(short, name, f"schemas/{self.module.path}#{pointer}", text, bool(model))
        self.module.classes.append(record)
        if model:
            self.module.uri = name
        given = node["fields"]
        names = field_names([field["name"] for field in given])
        for at, field in enumerate(given):
            kind = self.of(field["type"], space, f"{pointer}/fields/{at}/type")
            text = " ".join(str(field.get("doc", "")).split())
            planned = Field(
                field["name"], names[field["name"]], kind, "default" not in field, text=text
            )
            default = field.get("default")
            if isinstance(default, str | int | float | bool) and kind.shape is None:
                planned.default = default
                if isinstance(default, str) and kind.members[0] == _BYTES:
                    # A letter for each byte, as Avro writes them into a schema.
                    planned.default = default.encode("latin-1", "replace")
            record.fields.append(planned)
        return made

    def class_name(self, name: str) -> str:
        wanted = camel(name)
        while wanted in self.module.names or wanted in self.module.properties:
            wanted += "Part"
        self.module.names.add(wanted)
        return wanted

    def of(self, node: Any, space: str, pointer: str) -> Kind:
        if isinstance(node, list):
            return union([self.of(each, space, f"{pointer}/{at}") for at, each in enumerate(node)])
        if isinstance(node, str):
            if node in _PRIMITIVES:
                return Kind(_PRIMITIVES[node])
            full = node if "." in node or not space else f"{space}.{node}"
            return self.made.get(full) or self.made.get(node) or ANY
        return self.complex(node, space, pointer)

    def complex(self, node: dict[str, Any], space: str, pointer: str) -> Kind:
        kind = _kind(node)
        if kind in {"record", "error"}:
            return self.record(node, space, pointer)
        if kind in {"enum", "fixed"}:
            symbols = literal(node["symbols"]) if kind == "enum" else None
            made = symbols or Kind({"type": "string"} if kind == "enum" else _BYTES)
            self.made[_full_name(node, space)[0]] = made
            return made
        if kind == "array":
            return array(self.of(node["items"], space, f"{pointer}/items"))
        if kind == "map":
            return mapping(self.of(node["values"], space, f"{pointer}/values"))
        return self.of(node["type"], space, f"{pointer}/type")


def _kind(node: dict[str, Any]) -> str:
    """What a type is, where it says so by one word; empty where it wraps another."""
    kind = node.get("type")
    return kind if isinstance(kind, str) else ""


def _full_name(node: dict[str, Any], space: str) -> tuple[str, str]:
    name = str(node.get("name", ""))
    if "." in name:
        return name, name.rpartition(".")[0]
    space = str(node.get("namespace", space))
    return (f"{space}.{name}" if space else name), space


def _definitions(node: Any, space: str) -> Iterator[tuple[str, Any, str]]:
    if isinstance(node, list):
        for each in node:
            yield from _definitions(each, space)
    if not isinstance(node, dict):
        return
    if _kind(node) in _NAMED:
        name, space = _full_name(node, space)
        yield name, node, space
    for key in ("type", "items", "values"):
        if isinstance(node.get(key), dict | list):
            yield from _definitions(node[key], space)
    for field in node.get("fields", ()):
        if isinstance(field, dict):
            yield from _definitions(field.get("type"), space)


def _field_names(node: Any) -> Iterator[str]:
    for _, record, _ in _definitions(node, ""):
        for field in record.get("fields", ()):
            yield str(field["name"])
