"""Strategies: what they draw is valid, and survives the wire."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from typing import Any, ClassVar

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from hop import models
from hop.errors import ConfigError, UnknownFormat
from hop.message import MessageModel
from hop.models import AvroBlob, GCNNotice, LVKAlert, VOEvent
from hop.testing import messages
from hop.testing._strategies import schema_strategies

MODELS = [
    each
    for each in map(models.__getattr__, models.__all__)
    if issubclass(each, MessageModel) and each is not MessageModel
]
quick = settings(
    max_examples=50, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_what_is_drawn_survives_the_wire(model: type[MessageModel]) -> None:
    drawn = []

    @quick
    @given(messages(model))
    def check(message: Any) -> None:
        drawn.append(message)
        assert type(message) is model
        payload = bytes(message)
        assert model.from_wire(payload) == message
        assert bytes(model.from_wire(payload)) == payload

    check()
    assert len(drawn) == 50


@pytest.mark.parametrize("model", [GCNNotice, LVKAlert])
def test_what_is_drawn_is_valid_by_the_schema(model: Any) -> None:
    validator = jsonschema.Draft202012Validator(model.json_schema())

    @quick
    @given(messages(model))
    def check(message: Any) -> None:
        assert validator.is_valid(message.asdict())

    check()


@pytest.mark.parametrize("model", [VOEvent, LVKAlert])
def test_every_field_is_drawn_and_left_out(model: Any) -> None:
    seen: Counter[str] = Counter()
    drawn = 0

    @settings(quick, max_examples=150)
    @given(schema_strategies(model).whole())
    def check(content: Any) -> None:
        nonlocal drawn
        drawn += 1
        seen.update(list(content))

    check()
    schema = model.json_schema()
    assert seen.keys() >= {*schema["properties"]}
    always = {name for name, times in seen.items() if times == drawn}
    assert always == {*schema.get("required", [])}


def test_names_of_formats() -> None:
    @quick
    @given(messages("avro"))
    def check(message: Any) -> None:
        assert isinstance(message, AvroBlob)

    check()
    with pytest.raises(UnknownFormat, match="lvkalert"):
        messages("ligo")


@dataclasses.dataclass
class Donut(MessageModel):
    size: int
    names: list[str]
    hole: bool | None = None


def test_a_dataclass_without_a_schema() -> None:
    @quick
    @given(messages(Donut))
    def check(donut: Donut) -> None:
        assert isinstance(donut.size, int)
        assert all(isinstance(name, str) for name in donut.names)

    check()


class Own(MessageModel):
    """A model with a schema of its own, as a user writes one."""

    schema: ClassVar[Any]

    def __init__(self, tree: Any) -> None:
        self.tree = tree

    @classmethod
    def json_schema(cls) -> Any:
        return cls.schema

    @classmethod
    def from_content(cls, content: Any) -> Own:
        return cls(content)


SCHEMAS: dict[str, Any] = {
    "multiples": {"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 40},
    "bounds": {"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1.5},
    "pattern": {"type": "string", "pattern": "^R[0-9]{6}[a-z]+$", "maxLength": 12},
    "format": {"type": "string", "format": "date-time"},
    "pair": {
        "prefixItems": [{"type": "string"}, {"type": "boolean"}], "items": False, "minItems": 2,
        "type": "array",
    },
    "set": {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True},
    "condition": {
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"]}, "name": {"type": "string"}},
        "required": ["kind"],
        "if": {"properties": {"kind": {"const": "b"}}},
        "then": {"required": ["name"]},
        "dependentRequired": {"name": ["count"]},
        "additionalProperties": {"type": "integer"},
    },
    "recursion": {
        "$defs": {"node": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
        "allOf": [{"$ref": "#/$defs/node"}, {"maxItems": 2}],
    },
    "anything": {},
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_models_of_ones_own(name: str) -> None:
    own = type("Made", (Own,), {"schema": SCHEMAS[name]})
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])

    @settings(quick, suppress_health_check=list(HealthCheck))
    @given(messages(own))
    def check(message: Any) -> None:
        assert validator.is_valid(message.tree)

    check()


def test_without_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    for name in ("hop.testing._strategies", "hop.testing._schema"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(ConfigError, match="pip install hypothesis"):
        messages(VOEvent)
