"""Samples of every model, judged by other libraries than those that read them."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
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
from hop.models import GCNCircular, LVKAlert
from hop.testing import MockBroker, Sample, samples

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
    if is_avro(payload):
        return len(list(fastavro.reader(io.BytesIO(payload)))) == 1
    return is_document("lvk/alert.schema.json")(payload)


def is_circular(payload: bytes) -> bool:
    if not is_json(payload):
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            return False
        return re.match("(TITLE|NUMBER|SUBJECT|DATE|FROM):", text) is not None
    found = json.loads(payload)
    if "circularId" not in found:
        return by_schema("gcn/circular.schema.json").is_valid(found)
    is_whole = found["circularId"] is not None and isinstance(found.get("body"), str)
    return is_whole and by_schema("gcn/circular_record.schema.json").is_valid(found)


def is_text_notice(payload: bytes) -> bool:
    try:
        return re.search("^[A-Z_]+: ", payload.decode(), re.MULTILINE) is not None
    except UnicodeDecodeError:
        return False


def is_external(payload: bytes) -> bool:
    found = json.loads(payload)
    return isinstance(found, dict) and str(found.get("url")).startswith("https:")


JUDGES: dict[str, Callable[[bytes], bool]] = {
    "voevent": is_voevent,
    "circular": is_circular,
    "gcntextnotice": is_text_notice,
    "gcnnotice": is_document("gcn/notice.schema.json"),
    "lvkalert": is_alert,
    "avro": is_avro,
    "json": is_json,
    "blob": lambda payload: payload[:200] != b"[" * 200,
    "external": is_external,
}


@pytest.mark.parametrize("format_", FORMATS)
def test_models_and_schemas_judge_samples_alike(format_: str) -> None:
    found = samples(format_)
    for sample in found:
        assert JUDGES[format_](sample.payload) == sample.is_valid, sample
        assert bool(sample.why) != sample.is_valid
        if sample.is_valid:
            message = sample.load()
            assert type(message) is sample.model
            # As text, because NaN does not equal itself.
            again = sample.model.from_wire(bytes(message))
            assert repr(again.asdict()) == repr(message.asdict())
        else:
            with pytest.raises(MessageError):
                sample.load()
    names = [str(sample) for sample in found]
    assert len(names) == len({*names})
    wanted = {"valid"} if format_ == "blob" else {"valid", "invalid"}
    assert {sample.kind for sample in found} == wanted
    assert samples(format_, "valid") == [each for each in found if each.is_valid]
    assert samples(found[0].model) == found


def names(*args: Any) -> set[str]:
    return {sample.name for sample in samples(*args)}


def test_samples_are_the_curated_examples() -> None:
    for quality, kind in (("good", "valid"), ("bad", "invalid")):
        files = {
            path.name
            for path in (SCHEMAS / "examples" / quality / "voevent").iterdir()
            if not path.name.endswith(".expect.json")
        }
        assert names("voevent", kind) == files
    assert {"latin1.xml", "other_prefix.xml"} <= names("voevent", "valid")
    assert {"preliminary.avro", "preliminary.json"} <= names(LVKAlert, "valid")
    assert {"crlf.gcn3", "wire.json", "record_plain.json"} <= names(GCNCircular)


def test_the_reason_of_an_invalid_sample() -> None:
    (role,) = (each for each in samples("voevent", "invalid") if each.name == "role.xml")
    assert role.why == "@role: expected observation, got nonsense"


def test_samples_arrive_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOP_FETCH_EXTERNAL", "false")
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, tests="include")
    every = [sample for each in FORMATS for sample in samples(each)]
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
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); from own_model import Own\n"
        "from hop.testing import samples\n"
        "whole = b''.join(sample.payload for sample in [*samples('lvkalert'), *samples(Own)])\n"
        "print(hashlib.sha256(whole).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


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

    @classmethod
    def load(cls, input_: Any) -> Donut:
        try:
            return cls(**json.loads(input_.read() if hasattr(input_, "read") else input_))
        except (TypeError, ValueError) as error:
            raise MessageError("no donut") from error


class Plain(MessageModel):
    """A model that says nothing of its messages."""


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "multipleOf": 7, "minimum": 1}, {"str for the document"}),
        ({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1.5}, set()),
        (
            {"type": "string", "pattern": "^R[0-9]{6}[a-z]{2,}$", "maxLength": 12},
            {"int for the document", "other text for the document"},
        ),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, {"list for the document"}),
        (
            {
                "type": "object",
                "properties": {"kind": {"enum": ["a", "b"]}, "name": {"type": "string"}},
                "required": ["kind"],
                "if": {"properties": {"kind": {"const": "b"}}},
                "then": {"required": ["name"]},
                "unevaluatedProperties": False,
            },
            {"missing kind", "other text for kind", "unknown field in the document"},
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
            {"dict for the document", "list for the document"},
        ),
    ],
    ids=["multiples", "bounds", "pattern", "list", "condition", "recursion", "names"],
)  # fmt: skip
def test_models_of_ones_own(schema: Any, expected: set[str]) -> None:
    own = model(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = samples(own)
    assert expected - {"list for the document", "dict for the document"} <= {
        sample.name for sample in found
    }
    assert [sample.name for sample in found if sample.is_valid]
    assert len({sample.name for sample in found}) == len(found)
    for sample in found:
        assert isinstance(sample, Sample)
        is_valid = is_json(sample.payload) and validator.is_valid(json.loads(sample.payload))
        assert is_valid == sample.is_valid, sample


def test_what_cannot_be_made() -> None:
    with pytest.raises(UnknownFormat, match=r"'vovent'.*voevent"):
        samples("vovent")
    with pytest.raises(UnknownFormat, match=r"Plain has no JSON Schema.*json_schema\(\)"):
        samples(Plain)
    with pytest.raises(ConfigError, match="Own"):
        samples(model({"type": "string", "not": {}}))
    with pytest.raises(ConfigError, match=r"other\.schema\.json"):
        samples(model({"$ref": "https://example.org/other.schema.json"}))


def test_a_dataclass_without_a_schema() -> None:
    assert [type(sample.load()) for sample in samples(Donut, "valid")].count(Donut) > 1
    assert "missing size" in names(Donut, "invalid")


def test_samples_of_hop_need_no_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "hop.testing._strategies", raising=False)
    monkeypatch.delitem(sys.modules, "hop.testing._schema", raising=False)
    assert samples("external")
    with pytest.raises(ConfigError, match="pip install hypothesis"):
        samples(model({"type": "integer", "minimum": 4711}))
