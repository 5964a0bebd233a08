"""Strategies: what they draw is valid, and survives the wire."""

from __future__ import annotations

import copy
import sys
from collections import Counter
from typing import Any, ClassVar

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop import models
from hop.errors import ConfigError, UnknownFormat
from hop.message import MessageModel
from hop.models import AvroBlob, LVKAlert, VOEvent
from hop.testing import messages, samples
from hop.testing.drawing import Drawn
from hop.testing.families import forms_of
from hop.testing.trees import grow

MODELS = [getattr(models, name) for name in models.__all__ if name != "MessageModel"]
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
        (form, *_) = forms_of(model)
        assert type(form.load(payload)) is model

    check()
    assert len(drawn) == 50


@pytest.mark.parametrize("model", [each for each in MODELS if each.json_schema() is not None])
def test_a_model_takes_whatever_its_schema_allows(model: type[MessageModel]) -> None:
    """A strategy passes over what a model refuses; for these there must be nothing."""
    (form, *_) = forms_of(model)

    @quick
    @given(st.data())
    def check(data: st.DataObject) -> None:
        tree = grow(form.rules, Drawn(data.draw, trimmed=form.is_trimmed))
        before = copy.deepcopy(tree)
        if model is not VOEvent:  # its XSD knows more: days of months, addresses
            assert jsonschema.Draft202012Validator(model.json_schema()).is_valid(tree)
            form.build(tree)
        assert tree == before

    check()


@pytest.mark.parametrize("model", [VOEvent, LVKAlert])
def test_every_field_is_drawn_and_left_out(model: Any) -> None:
    (form, *_) = forms_of(model)
    seen: Counter[str] = Counter()
    trees = 0

    @settings(quick, max_examples=150)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        nonlocal trees
        tree = grow(form.rules, Drawn(data.draw, trimmed=form.is_trimmed))
        trees += 1
        seen.update(list(tree))

    check()
    schema = model.json_schema()
    assert seen.keys() >= {*schema["properties"]}
    assert {name for name, times in seen.items() if times == trees} == {*schema.get("required", [])}


def test_names_of_formats() -> None:
    @quick
    @given(messages("avro"))
    def check(message: Any) -> None:
        assert isinstance(message, AvroBlob)

    check()
    with pytest.raises(UnknownFormat, match="lvkalert"):
        messages("ligo")


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
    with pytest.raises(ConfigError, match="pip install hypothesis"):
        messages(VOEvent)
    assert samples("external")
