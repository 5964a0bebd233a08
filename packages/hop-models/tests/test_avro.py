"""Avro: container files of one or many records, with the schema given or made."""

from __future__ import annotations

import dataclasses
import io
import json
import math
import pickle
from pathlib import Path
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hop._messages.json import to_line
from hop.errors import DecodeError, EncodeError, MessageError
from hop.message import Blob
from hop.models._runtime.avro_container import infer_schema
from hop.models._runtime.part import same
from hop.models.avro import AvroBlob

GOOD = Path(__file__).parents[3] / "schemas/examples/good/avro"
ONE, MANY, NONE = GOOD / "one_record.avro", GOOD / "many_records.avro", GOOD / "no_records.avro"


def test_one_record_is_the_content() -> None:
    blob = AvroBlob.load_file(ONE)
    assert blob.content == {"object": "Orchard 12", "magnitude": 17.5, "cutout": b"\x00\xff"}
    assert (blob.single_record, blob["magnitude"]) == (True, 17.5)
    assert isinstance(blob, Blob)
    assert blob == blob.content
    assert blob.to_wire() == ("avro", ONE.read_bytes())
    assert blob.to_document() == ONE.read_bytes()
    assert json.loads(to_line(blob.content))["cutout"] == {"base64": "AP8="}
    assert json.loads(blob.to_text())["cutout"] == {"base64": "AP8="}


def test_many_records_are_a_list() -> None:
    blob = AvroBlob.load_file(MANY)
    assert [each["object"] for each in blob] == ["Orchard 0", "Orchard 1", "Orchard 2"]
    assert blob.single_record is False
    assert bytes(blob) == MANY.read_bytes()
    empty = AvroBlob.load_file(NONE)
    assert (empty.content, empty.single_record) == ([], False)
    assert bytes(empty) == NONE.read_bytes()


def test_one_record_or_a_list_may_be_asked_for() -> None:
    with MANY.open("rb") as file, pytest.raises(DecodeError, match="here are 3"):
        AvroBlob.load(file, single_record=True)
    with pytest.raises(DecodeError, match="here are 0"):
        AvroBlob.load(NONE.read_bytes(), single_record=True)
    listed = AvroBlob.load(ONE.read_bytes(), single_record=False)
    assert len(listed) == 1
    assert bytes(listed) == ONE.read_bytes()
    with pytest.raises(EncodeError, match="list"):
        AvroBlob({"a": 1}, single_record=False)


def test_a_change_of_the_content_changes_what_is_sent_in_the_same_schema() -> None:
    blob = AvroBlob.load_file(ONE)
    blob.content["magnitude"] = None
    again = AvroBlob.load(bytes(blob))
    assert again.content["magnitude"] is None
    assert again.schema == blob.schema
    blob.content["magnitude"] = "bright"
    with pytest.raises(EncodeError, match="Avro"):
        bytes(blob)


def test_dates_have_a_json_form() -> None:
    blob = AvroBlob.load_file(GOOD / "times.avro")
    assert blob.content.year == 2031
    assert json.loads(to_line(blob.content)).startswith("2031-")


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ("x", "string"),
        (b"x", "bytes"),
        (None, "null"),
        (True, "boolean"),
        (5, "long"),
        (5.0, "double"),
        ([1, 2], {"type": "array", "items": "long"}),
        ([1, 2.5, None], {"type": "array", "items": ["null", "long", "double"]}),
        ([], {"type": "array", "items": "null"}),
        ({"a": 1, "b": 2}, {"type": "map", "values": "long"}),
        ({}, {"type": "map", "values": "null"}),
        ({"a": 1, "b": 2, "c": "x", "d": "y"}, {"type": "map", "values": ["long", "string"]}),
        (
            {"a": 1, "b": "x"},
            {
                "type": "record",
                "name": "auto_record0",
                "fields": [{"name": "a", "type": "long"}, {"name": "b", "type": "string"}],
            },
        ),
        (
            {"a": 1, "b": {"c": 1, "d": "x"}},
            {
                "type": "record",
                "name": "auto_record1",
                "fields": [
                    {"name": "a", "type": "long"},
                    {
                        "name": "b",
                        "type": {
                            "type": "record",
                            "name": "auto_record0",
                            "fields": [
                                {"name": "c", "type": "long"},
                                {"name": "d", "type": "string"},
                            ],
                        },
                    },
                ],
            },
        ),
        ({"not a name": 1, "b": "x"}, {"type": "map", "values": ["long", "string"]}),
        (
            [{"a": 1, "b": "x"}, {"b": 2.5, "a": 2}],
            {
                "type": "array",
                "items": {
                    "type": "record",
                    "name": "auto_record2",
                    "fields": [
                        {"name": "a", "type": "long"},
                        {"name": "b", "type": ["double", "string"]},
                    ],
                },
            },
        ),
        (
            [{"a": 1, "b": "x"}, {"c": None}],
            {"type": "array", "items": {"type": "map", "values": ["null", "long", "string"]}},
        ),
        (
            [[1], ["x"], [], {"a": 1}, {"a": None}],
            {
                "type": "array",
                "items": [
                    {"type": "array", "items": ["null", "long", "string"]},
                    {"type": "map", "values": ["null", "long"]},
                ],
            },
        ),
    ],
    ids=repr,
)
def test_the_schema_that_is_made(value: Any, schema: Any) -> None:
    assert infer_schema([value]) == schema
    assert AvroBlob.load(bytes(AvroBlob(value))).content == value


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text()
    | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from("abc"), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(values, max_size=3), st.booleans())
def test_whatever_avro_can_hold_comes_back_equal(records: list[Any], several: bool) -> None:
    blob = AvroBlob(records, single_record=not several)
    again = AvroBlob.load(bytes(blob), single_record=not several)
    assert same(again.content, records)
    # Read by its maker, without our code.
    assert len(list(fastavro.reader(io.BytesIO(bytes(blob))))) == (len(records) if several else 1)


@pytest.mark.parametrize(
    "value",
    [object(), {1: "a"}, 2**63, {"a": {1, 2}}, [{"b": {None: 1}}]],
    ids=["object", "key", "large", "set", "inner key"],
)
def test_what_avro_has_no_type_for_is_refused(value: Any) -> None:
    with pytest.raises(EncodeError):
        AvroBlob(value).to_wire()


def test_a_wrong_schema_is_refused() -> None:
    for schema in ({"type": "recored"}, {"type": "record", "name": "a"}, "no_such", 5):
        with pytest.raises(EncodeError):
            bytes(AvroBlob({"a": 1}, schema=schema))  # type: ignore[arg-type]
    narrow = {"type": "record", "name": "r", "fields": [{"name": "a", "type": "long"}]}
    with pytest.raises(EncodeError, match="b"):
        bytes(AvroBlob({"a": 1, "b": 2}, schema=narrow))
    given_schema = {"type": "map", "values": "double"}
    blob = AvroBlob({"a": 1}, schema=given_schema)  # type: ignore[arg-type]
    assert AvroBlob.load(bytes(blob)).content == {"a": 1.0}


def test_the_same_message_is_always_the_same_bytes() -> None:
    assert bytes(AvroBlob({"a": 1})) == bytes(AvroBlob({"a": 1}))
    assert bytes(AvroBlob({"a": 1}))[-16:] != bytes(AvroBlob({"a": "x"}))[-16:]


def test_text_is_no_avro() -> None:
    with pytest.raises(DecodeError, match="binary"):
        AvroBlob.load("Obj\x01")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 300), st.integers(0, 255), st.integers(0, 300))
def test_damage_is_an_error_of_the_message(place: int, value: int, end: int) -> None:
    data = bytearray(ONE.read_bytes())
    if place < len(data):
        data[place] = value
    try:
        blob = AvroBlob.from_wire(bytes(data[: end + 150]))
    except MessageError:
        return
    assert not isinstance(blob.content, float) or not math.isnan(blob.content)


def test_a_record_against_the_schema_in_the_file_is_said_so() -> None:
    schema = {"type": "record", "name": "r", "fields": [{"name": "a", "type": ["null", "long"]}]}
    file = io.BytesIO()
    fastavro.writer(file, schema, [{"a": 5}], sync_marker=b"s" * 16)
    good = file.getvalue()
    data = good.replace(b"\x02\x04\x02\x0a" + b"s" * 16, b"\x02\x04\x06\x0a" + b"s" * 16)
    assert data != good
    with pytest.raises(DecodeError, match=r"record does not follow the schema .* no branch 3"):
        AvroBlob.load(data)


def test_the_envelope() -> None:
    blob = AvroBlob({"a": 1})
    assert blob.serialize() == {"format": "avro", "content": {"content": {"a": 1}}}
    assert AvroBlob.from_content(blob.serialize()["content"]) == blob


def test_what_todays_users_write_works() -> None:
    schema: Any = {"type": "map", "values": "double"}
    assert AvroBlob.load(bytes(AvroBlob({"a": 1}, schema))).schema == schema
    several = AvroBlob([{"a": 1}, {"a": 2}], schema, False)
    assert AvroBlob.load(bytes(several), single_record=False) == [{"a": 1.0}, {"a": 2.0}]
    assert dataclasses.replace(several, content=[{"a": 3}]).schema == schema
    assert pickle.loads(pickle.dumps(several)).single_record is False
