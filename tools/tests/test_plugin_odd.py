"""Packages made of odd schemas: names, values and files that few have, and all may have."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import fastavro
import pytest
from made_packages import DRAFT_07, NEWEST, Made, quiet, write

from hop.errors import EncodeError, ValidationError
from hop_codegen.errors import CodegenError
from hop_codegen.package import make_plugin

SCHEMAS: dict[str, Any] = {
    "v1.2/my alert.schema.json": {
        "$schema": NEWEST,
        "title": "Odd",
        "type": "object",
        "properties": {
            "cls": {"type": "integer"},
            "self": {"type": "integer"},
            "fixed": {"const": {"k": 1}},
            "either": {"enum": [{"a": 1}, [1]]},
            "big": {"const": 2**70},
            "letters": {"type": "string", "pattern": r"^\p{L}+$"},
            "small": {"type": "integer", "default": 1},
            "other": {"$ref": "../b%C3%A4r.schema.json"},
            "1": {"type": "string"},
        },
        "patternProperties": {"^x": {"type": "integer"}},
        "minProperties": 2,
    },
    "bär.schema.json": {
        "$schema": DRAFT_07,
        "title": "Other",
        "type": "object",
        "properties": {"text": {"type": "string", "contentEncoding": "base64"}},
    },
    "alert.avsc": {
        "type": "record",
        "name": "Alert",
        "fields": [
            {"name": "cls", "type": "int"},
            {"name": "image", "type": ["null", "string"]},
            {"name": "mark", "type": "bytes", "default": "\u00ff"},
            {"name": "size", "type": "long", "default": 5},
        ],
    },
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("odd")
    return Made(write(folder / "source", SCHEMAS), folder, "odd-models")


def test_odd_names_and_values(made: Made) -> None:
    kind = made.model("Odd")
    odd = kind(cls=1, self=2, fixed={"k": 1}, either=[1], big=2**70, letters="é", other={})
    assert kind.load(bytes(odd)) == odd == odd.replace(cls=1)
    assert type(odd.other).__name__ == "Other"
    source = next((made.output / "src").rglob("v1_2_my_alert.py")).read_text()
    assert "fixed: dict[str, Any] | None" in source
    assert "either: list[Any] | dict[str, Any] | None" in source
    assert "big: int | None" in source


def test_what_is_no_base64_is_accepted_as_by_other_validators(made: Made) -> None:
    tree = {"text": "!"}
    assert made.oracle(made.model("Other")).is_valid(tree)
    assert made.model("Other").from_tree(tree).text == "!"


def test_a_changed_copy_is_judged_with_its_extra_fields_and_keeps_their_order(made: Made) -> None:
    odd = made.model("Odd").load(b'{"x2": 2, "cls": 1, "small": 1}')
    assert bytes(odd.replace(cls=3)) == b'{"x2":2,"cls":3,"small":1}'
    assert odd.replace(cls=None).asdict() == {"x2": 2, "small": 1}
    assert odd.asdict() == {"x2": 2, "cls": 1, "small": 1}
    with pytest.raises(ValidationError):
        odd.replace(cls=None).replace(small=None)
    with pytest.raises(ValidationError, match="no such field"):
        odd.replace(unknown=1)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"small": float("nan")}, "small: expected a whole number, got number nan"),
        ({"either": [b"x"]}, "either/0: expected a JSON value, got a value of the type bytes"),
        ({"n1": 1}, "1: expected text, got number 1"),
        ({"other": {"text": 1}}, "other/text: expected text, got number 1"),
        ({"fixed": {1: 2}}, "fixed/1: expected text as a name, got number 1"),
    ],
)
def test_what_json_cannot_hold_is_told_with_its_place(
    made: Made, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        made.model("Odd")(cls=1, **fields)
    assert str(caught.value) == told


def test_a_field_that_there_is_not_cannot_be_set(made: Made) -> None:
    odd = made.model("Odd").load(b'{"cls": 1, "self": 2}')
    with pytest.raises(AttributeError, match="Odd has no field 'clss'"):
        odd.clss = 2
    odd.extra["x1"] = 1
    assert bytes(odd) == b'{"cls":1,"self":2,"x1":1}'


def container(schema: dict[str, Any], record: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(schema), [record])
    return file.getvalue()


def read(raw: bytes) -> Any:
    (record,) = fastavro.reader(io.BytesIO(raw))
    return record


def schema(*names: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    fields = [field for field in SCHEMAS["alert.avsc"]["fields"] if field["name"] in names]
    fields += [{"name": name, "type": "int"} for name in more]
    return {"type": "record", "name": "Alert", "fields": fields}


def test_a_field_that_an_older_schema_lacks_is_null_or_its_default(made: Made) -> None:
    alert = made.model("AlertAvro").load(container(schema("cls"), {"cls": 1}))
    assert (alert.image, alert.mark, alert.size) == (None, b"\xff", 5)
    assert read(bytes(made.model("AlertAvro")(cls=1, image=None)))["mark"] == b"\xff"


def test_what_the_schema_of_a_container_cannot_hold_is_written_by_the_models(made: Made) -> None:
    alert = made.model("AlertAvro").load(container(schema("cls", more=("extra_",)), {
        "cls": 1, "extra_": 7,
    }))  # fmt: skip
    assert read(bytes(alert.replace(cls=2))) == {"cls": 2, "extra_": 7}
    older = made.model("AlertAvro").load(container(schema("cls"), {"cls": 1}))
    older.image = "png"
    assert read(bytes(older)) == {"cls": 1, "image": "png", "mark": b"\xff", "size": 5}
    # No schema holds both what was added here and what came with the message.
    with pytest.raises(EncodeError, match="extra_"):
        bytes(alert.replace(image="png"))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400"])
def test_a_number_that_is_none_of_json_is_refused(tmp_path: Path, number: str) -> None:
    text = json.dumps({"$schema": NEWEST, "type": "object", "default": 1})[:-2] + f"{number}}}"
    source = write(tmp_path / "source", {"a.schema.json": text})
    with pytest.raises(CodegenError, match=rf"a\.schema\.json: not JSON: {number}"):
        make_plugin(str(source), "some-models", tmp_path / "out", tell=quiet)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ({"name": "b", "type": {"type": "fixed", "name": "F"}}, "/fields/1/type/size: a fixed"),
        ({"name": "b", "type": {"type": {"type": "int"}}}, "/fields/1/type/type: a type within"),
        ({"name": "b", "type": {"type": "enum", "name": "E"}}, "/fields/1/type/symbols: an enum"),
        ({"name": "a", "type": "int"}, "/fields/1/name: the record has a field 'a' already"),
    ],
)
def test_a_fault_in_an_avro_schema_is_told_with_its_place(
    tmp_path: Path, field: dict[str, Any], told: str
) -> None:
    record = {"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"}, field]}
    source = write(tmp_path / "source", {"a.avsc": record})
    with pytest.raises(CodegenError) as caught:
        make_plugin(str(source), "some-models", tmp_path / "out", tell=quiet)
    assert str(caught.value).startswith(f"a.avsc#{told}")
