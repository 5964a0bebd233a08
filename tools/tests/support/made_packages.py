"""What the tests of generated packages share: make one, import it, change examples at random."""

from __future__ import annotations

import copy
import importlib
import itertools
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import referencing
from referencing.jsonschema import DRAFT202012

from hop.errors import MessageError
from hop_codegen.package import make_plugin

_numbers = itertools.count(1)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 7.0, 1.5, 400, 10**30, "", "x", "2026-01-01T00:00:00Z"),
    *([], [1], [1, 2], ["a"], [None], [[1, 2], [3]], {}, {"a": 1}, {"a": "b"}),
)


GCN = "npm:@nasa-gcn/schema@7.2.3"
LVK = "pypi:igwn-gwalert-schema==1.3.0"

Headers = list[tuple[str, bytes]]
Carry = Callable[..., list[Any]]

NEWEST = "https://json-schema.org/draft/2020-12/schema"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
BASE = "https://example.org/v1.2.0"

SCHEMAS: dict[str, Any] = {
    "core/Place.schema.json": {
        "$id": f"{BASE}/core/Place.schema.json",
        "$schema": NEWEST,
        "title": "Place",
        "description": "Where it is.",
        "type": "object",
        "properties": {
            "ra": {"type": "number", "minimum": 0, "exclusiveMaximum": 360, "unit": "deg"},
            "dec": {"type": "number", "description": "Declination [deg]"},
        },
        "required": ["ra", "dec"],
    },
    "alert.schema.json": {
        "$id": f"{BASE}/alert.schema.json",
        "$schema": NEWEST,
        "title": "Sky Alert",
        "type": "object",
        "allOf": [{"$ref": "core/Place.schema.json"}],
        "properties": {
            "$schema": {"type": "string"},
            "id": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "tense": {"enum": ["current", "test", None], "default": "current"},
            "count": {"type": "integer", "default": 1},
            "class": {"type": "string", "pattern": "^[A-Z]+$"},
            "load": {"type": "boolean"},
            "2mass": {"type": ["number", "null"]},
            "a-b": {"const": 3},
            "a_b": {"type": "string"},
            "name": {"type": "string", "minLength": 2},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/piece"}, "maxItems": 3},
            "by_name": {
                "type": "object",
                "additionalProperties": {"$ref": f"{BASE}/core/Place.schema.json"},
            },
            "either": {
                "oneOf": [{"$ref": "#/$defs/piece"}, {"$ref": "#/$defs/box"}, {"type": "null"}]
            },
        },
        "if": {"properties": {"tense": {"const": "test"}}, "required": ["tense"]},
        "then": {"required": ["name"]},
        "required": ["id"],
        "unevaluatedProperties": False,
        "$defs": {
            "piece": {
                "type": "object",
                "properties": {
                    "size": {"type": "number"},
                    "parts": {"type": "array", "items": {"$ref": "#/$defs/piece"}},
                    "whole": {"$ref": "#"},
                },
                "required": ["size"],
                "additionalProperties": False,
            },
            "box": {
                "type": "object",
                "properties": {"width": {"type": "number"}},
                "required": ["width"],
            },
        },
    },
    "old.schema.json": {
        "$schema": DRAFT_07,
        "title": "Old",
        "type": "object",
        "definitions": {"level": {"type": "integer", "exclusiveMinimum": 0}},
        "properties": {
            # What stands beside a $ref does not count in draft-07.
            "level": {"$ref": "#/definitions/level", "maximum": 3},
            "place": {"$ref": "./core/Place.schema.json"},
            "pair": {"type": "array", "items": [{"type": "string"}, {"type": "number"}]},
        },
        "dependencies": {"pair": ["level"]},
        "examples": [{"level": 7, "place": {"ra": 1, "dec": 2}, "pair": ["a", 1]}],
    },
    "status.schema.json": {"$schema": NEWEST, "title": "Status", "enum": ["on", "off"]},
    "tree.schema.json": {
        "$schema": NEWEST,
        "title": "Tree",
        "type": "array",
        "items": {"$ref": "#"},
    },
}


def environment(**more: str) -> dict[str, str]:
    """The variables of this process without those of its tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    return kept | more


def write(folder: Path, files: dict[str, Any]) -> Path:
    """A folder of files: text as it is, anything else as JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def quiet(_: str) -> None:
    """Where what make_plugin tells is of no interest."""


class Made:
    """A package that was generated, imported from where it lies."""

    def __init__(
        self,
        source: Path | str,
        folder: Path,
        name: str | None = None,
        *,
        alerts: Path | None = None,
    ) -> None:
        self.name = name or f"made-{next(_numbers)}"
        self.output = folder / self.name
        make_plugin(str(source), self.name, self.output, alerts=alerts, tell=quiet)
        sys.path.insert(0, str(self.output / "src"))
        self.package: ModuleType = importlib.import_module(self.name.replace("-", "_"))

    def model(self, name: str) -> Any:
        return getattr(self.package, name)

    def oracle(self, model: Any) -> jsonschema.protocols.Validator:
        """What judges a model's documents by the same schemas, and is another library."""
        uris = importlib.import_module(f"{self.package.__name__}._schemas").SCHEMAS.files
        folder = self.output / "src" / self.package.__name__ / "schemas"
        resources = [
            (
                uri,
                referencing.Resource.from_contents(
                    json.loads((folder / path).read_text()), default_specification=DRAFT202012
                ),
            )
            for uri, path in uris.items()
        ]
        kind = jsonschema.validators.validator_for({"$schema": model.hop_schema.draft})
        registry: Any = referencing.Registry().with_resources(resources)
        judge: jsonschema.protocols.Validator = kind(
            {"$ref": model.hop_schema.uri}, registry=registry
        )
        return judge

    def agree(self, model: Any, document: Any, most: int = 200) -> tuple[int, int]:
        """How many mutants were judged, and how many of them accepted, by both alike."""
        judge = self.oracle(model)
        accepted = 0
        changed = list(mutants(document))
        random.Random(model.__name__).shuffle(changed)
        for each in changed[:most]:
            raw = json.dumps(each).encode()
            try:
                message = model.load(raw)
            except MessageError:
                assert not judge.is_valid(each), f"{model.__name__} refuses {raw!r}"
                continue
            assert judge.is_valid(each), f"{model.__name__} accepts {raw!r}"
            assert same(bytes(message), raw)
            accepted += 1
        return min(most, len(changed)), accepted


def same(one: bytes, other: bytes) -> bool:
    """Whether two JSON texts are equal, where 1 and 1.0 are not."""
    return json.dumps(json.loads(one), sort_keys=True) == json.dumps(
        json.loads(other), sort_keys=True
    )


def mutants(document: Any) -> Iterator[Any]:
    """The document with one thing changed: removed, replaced, or added."""
    for path in _paths(document):
        for value in _VALUES:
            yield _with(document, path, value)
        if path:
            changed = copy.deepcopy(document)
            del _at(changed, path[:-1])[path[-1]]
            yield changed
        changed = copy.deepcopy(document)
        place = _at(changed, path)
        if isinstance(place, dict):
            place["unknown_field"] = 1
            yield changed
        elif isinstance(place, list):
            place.append(place[0] if place else 1)
            yield changed


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    children: dict[Any, Any] = {}
    if isinstance(node, dict | list):
        children = node if isinstance(node, dict) else dict(enumerate(node))
    for key, value in children.items():
        yield from _paths(value, (*path, key))


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def _with(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(document)
    _at(changed, path[:-1])[path[-1]] = value
    return changed
