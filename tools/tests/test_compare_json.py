"""Changes of a JSON Schema one by one: each verdict, and the document that proves it."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hop_codegen.compare.verdicts import Comparison
from hop_codegen.compare.versions import compare

NOTHING = object()
"""No document can prove it: what changed is not what fits."""

COMPATIBLE, CARE, BREAKING = "compatible", "needs care", "breaking"


@dataclass(frozen=True)
class Case:
    """One change.

    Attributes:
        lost: a document that the old schema accepts and the new one refuses.
        gained: one that the new schema accepts and the old one refuses.
    """

    name: str
    old: Any
    new: Any
    kind: str
    readers: str
    writers: str
    step: str
    lost: Any = field(default=NOTHING)
    gained: Any = field(default=NOTHING)


def thing(
    required: tuple[str, ...] = ("id",), closed: bool = False, more: Any = None, **fields: Any
) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"id": {"type": "string"}, **fields}}
    return schema | {"required": list(required)} | (
        {"additionalProperties": False} if closed else {}
    ) | (more or {})  # fmt: skip


def field_of(schema: Any) -> dict[str, Any]:
    return thing(x=schema)


def x(value: Any) -> dict[str, Any]:
    return {"id": "a", "x": value}


NUMBER, TEXT, NULL = {"type": "number"}, {"type": "string"}, {"type": "null"}
LIST = {"type": "array", "items": NUMBER}

CASES = [
    # Fields
    Case("optional field, closed", thing(closed=True), thing(closed=True, x=NUMBER),
         "optional field added", CARE, COMPATIBLE, "minor", gained=x(1)),
    Case("optional field, open", thing(), thing(x=NUMBER),
         "optional field added", COMPATIBLE, CARE, "minor", lost=x("text")),
    Case("optional field of any type, open", thing(), thing(x={}),
         "optional field added", COMPATIBLE, COMPATIBLE, "minor"),
    Case("required field, open", thing(), thing(("id", "x"), x=NUMBER),
         "required field added", COMPATIBLE, BREAKING, "major", lost={"id": "a"}),
    Case("required field, closed", thing(closed=True), thing(("id", "x"), closed=True, x=NUMBER),
         "required field added", CARE, BREAKING, "major", lost={"id": "a"}, gained=x(1)),
    Case("optional field removed, open", thing(x=NUMBER), thing(),
         "field removed", BREAKING, CARE, "major", gained=x("text")),
    Case("optional field removed, closed", thing(closed=True, x=NUMBER), thing(closed=True),
         "field removed", BREAKING, BREAKING, "major", lost=x(1)),
    Case("required field removed, open", thing(("id", "x"), x=NUMBER), thing(),
         "field removed", BREAKING, CARE, "major", gained={"id": "a"}),
    Case("optional field renamed, open", thing(x=NUMBER), thing(y=NUMBER),
         "field renamed", BREAKING, CARE, "major", lost={"id": "a", "y": "text"}, gained=x("text")),
    Case("required field renamed", thing(("id", "x"), x=NUMBER), thing(("id", "y"), y=NUMBER),
         "field renamed", BREAKING, BREAKING, "major", lost=x(1), gained={"id": "a", "y": 1}),
    Case("made required", thing(x=NUMBER), thing(("id", "x"), x=NUMBER),
         "made required", COMPATIBLE, BREAKING, "major", lost={"id": "a"}),
    Case("made optional", thing(("id", "x"), x=NUMBER), thing(x=NUMBER),
         "made optional", BREAKING, COMPATIBLE, "major", gained={"id": "a"}),
    # Types
    Case("integer to number", field_of({"type": "integer"}), field_of(NUMBER),
         "type widened", CARE, COMPATIBLE, "minor", gained=x(1.5)),
    Case("number to integer", field_of(NUMBER), field_of({"type": "integer"}),
         "type narrowed", COMPATIBLE, BREAKING, "major", lost=x(1.5)),
    Case("null allowed", field_of(NUMBER), field_of({"type": ["number", "null"]}),
         "type widened", BREAKING, COMPATIBLE, "major", gained=x(None)),
    Case("null forbidden", field_of({"type": ["number", "null"]}), field_of(NUMBER),
         "type narrowed", COMPATIBLE, BREAKING, "major", lost=x(None)),
    Case("another type", field_of(NUMBER), field_of(TEXT),
         "type changed", BREAKING, BREAKING, "major", lost=x(1), gained=x("1")),
    Case("type given", field_of({}), field_of(TEXT),
         "type narrowed", COMPATIBLE, BREAKING, "major", lost=x(1)),
    Case("number or list", field_of(LIST), field_of({"oneOf": [NUMBER, LIST]}),
         "alternative added", BREAKING, COMPATIBLE, "major", gained=x(1)),
    Case("list only", field_of({"anyOf": [NUMBER, LIST]}), field_of(LIST),
         "alternative removed", COMPATIBLE, BREAKING, "major", lost=x(1)),
    Case("alternative of a known type", field_of({"anyOf": [{"const": "a"}, {"const": "b"}]}),
         field_of({"anyOf": [{"const": "a"}, {"const": "b"}, {"const": "c"}]}),
         "alternative added", CARE, COMPATIBLE, "minor", gained=x("c")),
    Case("choice asked", field_of({}), field_of({"anyOf": [NUMBER, NULL]}),
         "choice added", COMPATIBLE, BREAKING, "major", lost=x("a")),
    # Values
    Case("value added", field_of({"enum": ["a", "b"]}), field_of({"enum": ["a", "b", "c"]}),
         "values added", CARE, COMPATIBLE, "minor", gained=x("c")),
    Case("value removed", field_of({"enum": ["a", "b"]}), field_of({"enum": ["b"]}),
         "values removed", COMPATIBLE, BREAKING, "major", lost=x("a")),
    Case("value renamed", field_of({"enum": ["a", "b"]}), field_of({"enum": ["A", "b"]}),
         "values changed", CARE, BREAKING, "major", lost=x("a"), gained=x("A")),
    Case("constant changed", field_of({"const": 1}), field_of({"const": 2}),
         "values changed", BREAKING, BREAKING, "major", lost=x(1), gained=x(2)),
    Case("values listed", field_of(TEXT), field_of({**TEXT, "enum": ["a"]}),
         "values limited", COMPATIBLE, BREAKING, "major", lost=x("b")),
    Case("values free", field_of({**TEXT, "enum": ["a"]}), field_of(TEXT),
         "values freed", CARE, COMPATIBLE, "minor", gained=x("b")),
    # Bounds
    Case("minimum added", field_of(NUMBER), field_of({**NUMBER, "minimum": 0}),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost=x(-1)),
    Case("minimum lowered", field_of({**NUMBER, "minimum": 0}), field_of({**NUMBER, "minimum": -5}),
         "bound loosened", CARE, COMPATIBLE, "minor", gained=x(-1)),
    Case("maximum lowered", field_of({**NUMBER, "maximum": 9}), field_of({**NUMBER, "maximum": 5}),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost=x(7)),
    Case("maximum removed", field_of({**NUMBER, "maximum": 9}), field_of(NUMBER),
         "bound loosened", CARE, COMPATIBLE, "minor", gained=x(10)),
    Case("bound itself excluded", field_of({**NUMBER, "minimum": 0}),
         field_of({**NUMBER, "exclusiveMinimum": 0}),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost=x(0)),
    Case("length bounded", field_of({**TEXT, "maxLength": 4}), field_of({**TEXT, "maxLength": 2}),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost=x("abc")),
    Case("more items", field_of({**LIST, "maxItems": 1}), field_of({**LIST, "maxItems": 2}),
         "bound loosened", CARE, COMPATIBLE, "minor", gained=x([1, 2])),
    Case("an item at least", field_of(LIST), field_of({**LIST, "minItems": 1}),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost=x([])),
    Case("coarser multiple", field_of({**NUMBER, "multipleOf": 2}),
         field_of({**NUMBER, "multipleOf": 4}),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost=x(2)),
    Case("other multiple", field_of({**NUMBER, "multipleOf": 2}),
         field_of({**NUMBER, "multipleOf": 3}),
         "bound moved", CARE, BREAKING, "major", lost=x(2), gained=x(3)),
    Case("pattern added", field_of(TEXT), field_of({**TEXT, "pattern": "^a"}),
         "pattern added", COMPATIBLE, BREAKING, "major", lost=x("b")),
    Case("pattern removed", field_of({**TEXT, "pattern": "^a"}), field_of(TEXT),
         "pattern removed", CARE, COMPATIBLE, "minor", gained=x("b")),
    Case("pattern changed", field_of({**TEXT, "pattern": "^a"}),
         field_of({**TEXT, "pattern": "^b"}),
         "pattern changed", CARE, BREAKING, "major", lost=x("a"), gained=x("b")),
    Case("unique items", field_of(LIST), field_of({**LIST, "uniqueItems": True}),
         "uniqueItems added", COMPATIBLE, BREAKING, "major", lost=x([1, 1])),
    Case("format added", field_of(TEXT), field_of({**TEXT, "format": "date-time"}),
         "format added", CARE, CARE, "minor"),
    # Objects and lists as a whole
    Case("closed", thing(), thing(closed=True),
         "closed", COMPATIBLE, BREAKING, "major", lost=x(1)),
    Case("opened", thing(closed=True), thing(),
         "opened", CARE, COMPATIBLE, "minor", gained=x(1)),
    Case("other fields typed", thing(), thing(more={"additionalProperties": NUMBER}),
         "type narrowed", COMPATIBLE, BREAKING, "major", lost=x("a")),
    Case("items of another type", field_of(LIST), field_of({"type": "array", "items": TEXT}),
         "type changed", BREAKING, BREAKING, "major", lost=x([1]), gained=x(["a"])),
    Case("tuple closed", field_of({"prefixItems": [NUMBER]}),
         field_of({"prefixItems": [NUMBER], "items": False}),
         "closed", COMPATIBLE, BREAKING, "major", lost=x([1, 2])),
    Case("names by a pattern", thing(), thing(more={"patternProperties": {"^x": NUMBER}}),
         "type narrowed", COMPATIBLE, BREAKING, "major", lost=x("a")),
    Case("a field needs another", thing(x=NUMBER, y=NUMBER),
         thing(x=NUMBER, y=NUMBER, more={"dependentRequired": {"x": ["y"]}}),
         "dependency added", COMPATIBLE, BREAKING, "major", lost=x(1)),
    Case("forbidden less", field_of({"not": {"enum": [1, 2]}}), field_of({"not": {"enum": [1]}}),
         "not changed", CARE, COMPATIBLE, "minor", gained=x(2)),
    Case("condition added", thing(x=NUMBER),
         thing(x=NUMBER, more={"if": {"required": ["x"]}, "then": {"required": ["y"]}}),
         "condition added", COMPATIBLE, BREAKING, "major", lost=x(1)),
    Case("a part of allOf", thing(), thing(more={"allOf": [{"required": ["x"]}]}),
         "made required", COMPATIBLE, BREAKING, "major", lost={"id": "a"}),
    Case("no message at all", True, False, "nothing fits", COMPATIBLE, BREAKING, "major", lost=1),
    # Words, and what no document shows
    Case("description", field_of(NUMBER), field_of({**NUMBER, "description": "In deg."}),
         "description added", COMPATIBLE, COMPATIBLE, "patch"),
    Case("default", field_of({**NUMBER, "default": 1}), field_of({**NUMBER, "default": 2}),
         "default changed", CARE, CARE, "minor"),
    Case("unit", field_of({**NUMBER, "unit": "deg"}), field_of({**NUMBER, "unit": "rad"}),
         "unit changed", BREAKING, BREAKING, "major"),
    Case("deprecated", field_of(NUMBER), field_of({**NUMBER, "deprecated": True}),
         "deprecated added", CARE, CARE, "minor"),
    Case("part renamed", {"$defs": {"A": thing()}, "$ref": "#/$defs/A"},
         {"$defs": {"B": thing()}, "$ref": "#/$defs/B"},
         "part renamed", BREAKING, BREAKING, "major"),
    Case("part added", thing(), thing(more={"$defs": {"A": thing()}}),
         "part added", COMPATIBLE, COMPATIBLE, "minor"),
    Case("written inline", {"$defs": {"A": NUMBER}, "properties": {"x": {"$ref": "#/$defs/A"}}},
         {"$defs": {"A": NUMBER}, "properties": {"x": NUMBER}},
         "written otherwise", COMPATIBLE, COMPATIBLE, "patch"),
]  # fmt: skip

POOL = [each for case in CASES for each in (case.lost, case.gained) if each is not NOTHING] + [
    x(value) for value in (0, 1, -1, 1.5, 2, 4, 12, "", "a", "abc", None, [], [1], {}, True)
]
POOL += [{"id": "a"}, {"id": 1}, {}, [], "a", 1, None, {"id": "a", "y": 1}, {"id": "a", "y": "b"}]


def compared(folder: Path, old: Any, new: Any) -> Comparison:
    paths = [folder / side / "thing.schema.json" for side in ("old", "new")]
    for path, schema in zip(paths, (old, new), strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(schema))
    return compare(*paths)


def fits(schema: Any, document: Any) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(document)


def test_there_are_enough() -> None:
    assert len(CASES) >= 50
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_change(tmp_path: Path, case: Case) -> None:
    found = compared(tmp_path, case.old, case.new)
    assert len(found.changes) == 1, found
    told = found.changes[0].asdict()
    assert told["path"].startswith("thing.schema.json#")
    assert told["reason"]
    assert {key: told[key] for key in ("kind", "readers", "writers", "step")} == {
        "kind": case.kind, "readers": case.readers, "writers": case.writers, "step": case.step,
    }  # fmt: skip
    assert found.step == case.step


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_validator_agrees(case: Case) -> None:
    if case.lost is not NOTHING:
        assert fits(case.old, case.lost)
        assert not fits(case.new, case.lost)
    if case.gained is not NOTHING:
        assert fits(case.new, case.gained)
        assert not fits(case.old, case.gained)
    # Where a verdict has no proof, none is to be found.
    for document in POOL:
        before, after = fits(case.old, document), fits(case.new, document)
        if case.writers == COMPATIBLE or case.lost is NOTHING:
            assert not before or after, document
        if case.readers == COMPATIBLE or case.gained is NOTHING:
            assert before or not after, document


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_way_back(tmp_path: Path, case: Case) -> None:
    found = compared(tmp_path, case.new, case.old)
    assert found.changes
    sides = [
        {str(getattr(change.judgement, side)) for change in found.changes}
        for side in ("readers", "writers")
    ]
    # What was lost is gained, and the other way round.
    assert case.lost is NOTHING or sides[0] != {COMPATIBLE}
    assert case.gained is NOTHING or sides[1] != {COMPATIBLE}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_same_is_the_same(tmp_path: Path, case: Case) -> None:
    for schema in (case.old, case.new):
        assert compared(tmp_path, schema, schema).changes == ()


def random_schema(chance: random.Random, depth: int = 2) -> Any:
    """A schema of the keywords that are compared, most of them idle or contradictory at times."""
    pick = chance.choice
    schema: dict[str, Any] = {}  # a "$ref" names $defs/P, which only the outermost has
    for word, values in WORDS.items():
        if chance.random() < 0.12:
            schema[word] = pick(values)
    if depth and chance.random() < 0.6:
        schema["properties"] = {
            name: random_schema(chance, depth - 1) for name in ("x", "y") if chance.random() < 0.7
        }
    for word in ("items", "not", "additionalProperties", "contains"):
        if depth and chance.random() < 0.1:
            schema[word] = pick([True, False, random_schema(chance, depth - 1)])
    for word in ("anyOf", "oneOf", "allOf"):
        if depth and chance.random() < 0.12:
            schema[word] = [random_schema(chance, depth - 1) for _ in range(chance.randint(1, 3))]
    if depth == 2 and chance.random() < 0.3:
        schema["$defs"] = {"P": random_schema(chance, 1)}
        schema.setdefault("properties", {})["x"] = {"$ref": "#/$defs/P"}
        if chance.random() < 0.5:
            schema["allOf"] = [{"$ref": "#/$defs/P"}]
    return schema


def schemas_of(schema: Any) -> list[dict[str, Any]]:
    """A schema and all schemas in it."""
    if not isinstance(schema, dict):
        return []
    below = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    for word in ("items", "not", "additionalProperties", "contains"):
        below.append(schema.get(word))
    for word in ("anyOf", "oneOf", "allOf"):
        below += schema.get(word, [])
    return [schema, *(each for part in below for each in schemas_of(part))]


def changed(chance: random.Random, schema: Any) -> Any:
    """The schema with one or two places in it made anew."""
    schema = copy.deepcopy(schema)
    for _ in range(chance.randint(1, 2)):
        here = chance.choice(schemas_of(schema))
        for word in [*here]:
            if chance.random() < 0.2 and word not in ("$ref", "$defs"):
                del here[word]
        if "$ref" not in here:
            here.update(copy.deepcopy(random_schema(chance, chance.randint(0, 1))))
    return schema


WORDS: dict[str, list[Any]] = {
    "type": ["object", "string", "number", "integer", ["object", "null"], ["string", "number"]],
    "enum": [[1, 2, "a"], ["a", "b"], [None, {}, {"x": 1}]],
    "const": [1, "a"],
    "minimum": [0, 2],
    "exclusiveMaximum": [2, 5],
    "minLength": [0, 1, 2],
    "maxLength": [1, 3],
    "pattern": ["^a", "b"],
    "minItems": [1],
    "maxItems": [0, 1],
    "uniqueItems": [True, False],
    "multipleOf": [1, 2],
    "required": [["x"], ["y"], ["x", "y"]],
    "maxProperties": [1, 2],
    "dependentRequired": [{"x": ["y"]}],
    "patternProperties": [{"^x": {"type": "number"}}],
}
VALUES = [0, 1, 2, 4, -1, 1.5, "", "a", "b", "abc", None, [], [1], [1, 1], ["a", 2], {}, True]
DOCUMENTS = [
    *VALUES,
    *({"x": value} for value in VALUES),
    *({"y": value} for value in VALUES),
    *({"x": one, "y": other} for one in VALUES[::3] for other in VALUES[1::3]),
    *({"x": {"x": value}} for value in VALUES[::2]),
    {"id": "a", "xy": 1},
    {"xy": "a"},
]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_called_compatible_is(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told = proven = 0
    for _ in range(60):
        old = random_schema(chance)
        new = changed(chance, old)
        found = compared(tmp_path, old, new)
        readers, writers = (
            all(getattr(change.judgement, side) == COMPATIBLE for change in found.changes)
            for side in ("readers", "writers")
        )
        before, after = (jsonschema.Draft202012Validator(schema) for schema in (old, new))
        for document in DOCUMENTS:
            shown = json.dumps([old, new, document])
            fitted, fits_now = before.is_valid(document), after.is_valid(document)
            assert not writers or not fitted or fits_now, shown
            assert not readers or fitted or not fits_now, shown
            proven += fitted != fits_now
        told += bool(found.changes)
    assert told > 30
    assert proven > 100


def test_order_and_layout_mean_nothing(tmp_path: Path) -> None:
    old = thing(("id", "x"), x={"enum": [1, 2]}, y={"type": ["number", "null"]})
    new = dict(reversed(old.items())) | {
        "required": ["x", "id"],
        "properties": dict(reversed(old["properties"].items()))
        | {"x": {"enum": [2, 1.0]}, "y": {"type": ["null", "number"]}},
    }
    assert compared(tmp_path, old, new).changes == ()
