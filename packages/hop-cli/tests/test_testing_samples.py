"""Samples of every family, judged by other libraries than those that made or read them."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import fastavro
import jsonschema
import pytest
from lxml import etree

from hop import Stream
from hop.errors import ConfigError, MessageError, UnknownFormat
from hop.io import StartPosition
from hop.message import MessageModel
from hop.models import GCNCircular, LVKAlert, VOEvent
from hop.testing import MockBroker, Sample, samples
from hop.testing.breaking import breaks
from hop.testing.families import forms_of
from hop.testing.policies import POLICIES
from hop.testing.trees import grow

SCHEMAS = Path(__file__).parents[3] / "schemas"
FORMATS = ["voevent", "circular", "gcntextnotice", "gcnnotice", "lvkalert", "avro", "json", "blob",
           "external"]  # fmt: skip


@cache
def by_schema(path: str) -> Any:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / path).read_bytes()))


@cache
def xsd() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMAS / "voevent/VOEvent-v2.0.xsd"))


def is_voevent(payload: bytes) -> bool:
    try:
        root = etree.fromstring(payload)
    except etree.XMLSyntaxError:
        return False
    return bool(xsd().validate(root)) and not root.getroottree().docinfo.doctype


def is_json(payload: bytes) -> bool:
    try:
        json.loads(payload.decode("utf-8-sig"))
    except ValueError:
        return False
    return payload[:200] != b"[" * 200


def is_document(path: str) -> Callable[[bytes], bool]:
    def judge(payload: bytes) -> bool:
        return is_json(payload) and by_schema(path).is_valid(
            json.loads(payload.decode("utf-8-sig"))
        )

    return judge


def is_avro(payload: bytes) -> bool:
    try:
        list(fastavro.reader(io.BytesIO(payload)))
    except Exception:  # whatever it stumbles over
        return False
    return payload.startswith(b"Obj\x01")  # the library does not look


def is_alert(payload: bytes) -> bool:
    return is_avro(payload) or is_document("lvk/alert.schema.json")(payload)


def is_circular(payload: bytes) -> bool:
    if payload.startswith(b"TITLE:"):
        return b"\n\n" in payload
    if b'"header"' in payload or b'"circularId"' not in payload:
        return is_document("gcn/circular.schema.json")(payload)
    found = json.loads(payload)
    is_whole = found["circularId"] is not None and isinstance(found.get("body"), str)
    return is_whole and by_schema("gcn/circular_record.schema.json").is_valid(found)


JUDGES: dict[str, Callable[[bytes], bool]] = {
    "voevent": is_voevent,
    "circular": is_circular,
    "gcntextnotice": lambda payload: (
        (b": " in payload and payload.isascii()) or "Ω".encode() in payload
    ),
    "gcnnotice": is_document("gcn/notice.schema.json"),
    "lvkalert": is_alert,
    "avro": is_avro,
    "json": is_json,
    "blob": lambda payload: payload[:200] != b"[" * 200,
    "external": lambda payload: is_json(payload) and b'"url"' in payload and b"https:" in payload,
}


@pytest.mark.parametrize("format_", FORMATS)
def test_models_and_schemas_judge_samples_alike(format_: str) -> None:
    found = samples(format_)
    for sample in found:
        assert JUDGES[format_](sample.payload) == sample.is_valid, sample
        assert sample.why
        if sample.is_valid:
            message = sample.load()
            assert type(message) is sample.model
            assert sample.model.from_wire(bytes(message)) == message
        else:
            with pytest.raises(MessageError):
                sample.load()
    names = [str(sample) for sample in found]
    assert len(names) == len({*names})
    assert {sample.kind for sample in found} == {"valid", "edge", "invalid"}
    assert samples(format_, "valid", "edge") == [each for each in found if each.is_valid]
    assert samples(found[0].model) == found


def names(*args: Any) -> set[str]:
    return {sample.name for sample in samples(*args)}


def test_a_sample_for_each_kind_of_edge() -> None:
    everywhere = {"minimal", "everything", "unicode", "long texts", "greatest numbers", "many"}
    assert everywhere | {"last choice", "UTF-16", "comment", "other prefix"} <= names("voevent")
    assert everywhere | {"unknown fields", "spaced", "in Avro"} <= names(LVKAlert)
    assert {"text form", "record, minimal", "record, everything"} <= names(GCNCircular)
    largest = max(len(sample.payload) for each in FORMATS for sample in samples(each))
    assert largest < 1_000_000  # which every broker takes


def test_a_sample_for_each_rule_of_a_schema() -> None:
    """Counted in the schemas: each required field, closed set of values, pattern and bound."""
    broken = names("voevent", "invalid")
    schema = VOEvent.json_schema()
    for name, part in {"": schema, **schema["$defs"]}.items():
        for field in part.get("required", []):
            if part["properties"][field]["x-xml"] == "text":
                continue  # an element always has a text, if an empty one
            endings = (f"/{field}", f" {field}")
            assert any(each.startswith("missing ") and each.endswith(endings) for each in broken), (
                f"{name}.{field}"
            )
        for field, rule in part["properties"].items():
            told = {"enum": "unknown value of", "pattern": "wrong form of", "minimum": ""}
            for word in told.keys() & rule.keys():
                assert any(
                    each.startswith(told[word])
                    and each.partition(",")[0].split(" out of")[0].endswith(field)
                    for each in broken
                ), f"{name}.{field}: {word}"
    assert {"order of Citations", "two of VOEvent/Who", "document type"} <= broken
    for model in (LVKAlert, GCNCircular):
        typed = names(model, "invalid")
        for field in model.json_schema()["properties"]:
            assert f"wrong type of {field}" in typed


@pytest.mark.parametrize("format_", ["gcnnotice", "lvkalert", "circular"])
def test_no_break_that_was_made_is_kept_silent(format_: str) -> None:
    """A model that took what its schema refuses would not lack a sample, but fail here."""
    (form, *_) = forms_of(samples(format_)[0].model)
    tree = grow(form.rules, POLICIES[1])
    made = list(breaks(form.rules, tree))
    assert made
    assert all(form.refuses(each.tree, form.write(each.tree)) for each in made)


def test_samples_arrive_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOP_FETCH_EXTERNAL", "false")
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
    every = [sample for each in FORMATS for sample in samples(each) if len(sample.payload) < 50_000]
    with MockBroker() as broker:
        broker.create_topic("samples")
        with stream.open(f"{broker.url}/samples", "w") as s:
            for sample in every:
                s.write_raw(sample.payload, sample.headers)
        with stream.open(f"{broker.url}/samples") as s:
            came = list(s)
    assert len(came) == len(every)
    for sample, message in zip(every, came, strict=True):
        assert isinstance(message, MessageModel)
        if sample.is_valid and sample.payload:
            assert type(message) is sample.model, sample
            assert getattr(message, "error", None) is None, sample


def test_they_are_always_the_same() -> None:
    code = (
        "import hashlib; from hop.testing import samples\n"
        "whole = b''.join(sample.payload for sample in samples('lvkalert'))\n"
        "print(hashlib.sha256(whole).hexdigest())"
    )
    space: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as here:
        exec(code, space)
    there = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "1"}, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert there.stdout == here.getvalue()


class Made(MessageModel):
    """A model with a schema of its own, as a user writes one."""

    schema: ClassVar[Any] = True

    def __init__(self, tree: Any) -> None:
        self.tree = tree

    @classmethod
    def json_schema(cls) -> Any:
        return cls.schema

    @classmethod
    def load(cls, input_: Any) -> Made:
        tree = json.loads(input_.read() if hasattr(input_, "read") else input_)
        if not jsonschema.Draft202012Validator(cls.schema).is_valid(tree):
            raise MessageError("no such message")
        return cls(tree)

    @classmethod
    def from_content(cls, content: Any) -> Made:
        return cls.load(json.dumps(content))

    def asdict(self) -> Any:
        return self.tree


def model(schema: Any) -> type[Made]:
    return type("Own", (Made,), {"schema": schema})


@dataclasses.dataclass
class Donut(MessageModel):
    size: int


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "multipleOf": 7, "minimum": 1}, {"wrong type of the whole"}),
        ({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1.5}, set()),
        (
            {"type": "string", "pattern": "^R[0-9]{6}[a-z]{2,}$", "maxLength": 12},
            {"too long the whole", "wrong form of the whole"},
        ),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, {"too few of the whole"}),
        (
            {
                "type": "object",
                "properties": {"kind": {"enum": ["a", "b"]}, "name": {"type": "string"}},
                "required": ["kind"],
                "if": {"properties": {"kind": {"const": "b"}}},
                "then": {"required": ["name"]},
                "unevaluatedProperties": False,
            },
            {"missing kind", "unknown value of kind", "unknown field in the whole"},
        ),
        (
            {
                "$defs": {"node": {"type": "object", "required": ["next"], "properties": {
                    "next": {"oneOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}}},
                "$ref": "#/$defs/node",
            },
            {"missing next"},
        ),
        (
            {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z]+$"},
             "additionalProperties": {"type": "boolean"}},
            {"wrong type of kestrel"},
        ),
    ],
    ids=["multiples", "bounds", "pattern", "list", "condition", "recursion", "names"],
)  # fmt: skip
def test_models_of_ones_own(schema: Any, expected: set[str]) -> None:
    own = model(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = samples(own)
    assert expected <= {sample.name for sample in found}
    assert [sample.name for sample in found if sample.is_valid]
    for sample in found:
        assert isinstance(sample, Sample)
        is_valid = is_json(sample.payload) and validator.is_valid(
            json.loads(sample.payload.decode("utf-8-sig"))
        )
        if sample.name != "byte order mark":
            assert is_valid == sample.is_valid, sample


def test_what_cannot_be_made() -> None:
    with pytest.raises(UnknownFormat, match=r"'vovent'.*voevent"):
        samples("vovent")
    with pytest.raises(UnknownFormat, match=r"Donut has no JSON Schema.*json_schema\(\).*lvkalert"):
        samples(Donut)
    with pytest.raises(ConfigError, match="Own"):
        samples(model({"type": "string", "not": {}}))
    with pytest.raises(ConfigError, match=r"other\.schema\.json"):
        samples(model({"$ref": "https://example.org/other.schema.json"}))
    with pytest.raises(ConfigError, match="characters"):
        samples(model({"type": "string", "pattern": "^a{9}$", "maxLength": 3}))
