"""Packages made of Avro schemas: containers in and out, and what is refused."""

from __future__ import annotations

import copy
import io
import pickle
from typing import Any

import fastavro
import jsonschema
import pytest
from made_packages import Made, write

from hop._wire import codec as wire
from hop.errors import DecodeError, ValidationError

PLACE = {
    "type": "record",
    "name": "Place",
    "namespace": "sky",
    "doc": "Where it is.",
    "fields": [
        {"name": "ra", "type": "double", "doc": "Right ascension [deg]"},
        {"name": "dec", "type": "double"},
    ],
}
ALERT = {
    "type": "record",
    "name": "Alert",
    "namespace": "sky",
    "fields": [
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["FIRST", "LAST"]}},
        {"name": "place", "type": ["null", "Place"], "default": None},
        {"name": "places", "type": {"type": "map", "values": "sky.Place"}, "default": {}},
        {"name": "image", "type": ["null", "bytes"]},
        {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "parts", "type": {"type": "array", "items": "Alert"}, "default": []},
        {"name": "class", "type": ["int", "string"], "default": 3},
    ],
}
RECORD: dict[str, Any] = {
    "kind": "FIRST",
    "place": {"ra": 1.5, "dec": 2.0},
    "places": {"a": {"ra": 0.0, "dec": 0.0}},
    "image": b"\0\1",
    "seen": 1_700_000_000_123,
    "parts": [],
    "class": "GRB",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("avro")
    source = write(folder / "source", {"alert.avsc": ALERT, "place.avsc": PLACE})
    return Made(source, folder, "avro-models")


def container(*records: dict[str, Any], more: tuple[dict[str, Any], ...] = ()) -> bytes:
    schema: dict[str, Any] = copy.deepcopy(ALERT)
    schema["fields"][1]["type"] = ["null", PLACE]
    schema["fields"] += more
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(schema), records, codec="deflate")
    return file.getvalue()


def test_a_record_comes_out_as_it_came_and_is_typed(made: Made) -> None:
    kind = made.model("AlertAvro")
    raw = container(RECORD | {"parts": [RECORD]})
    alert = kind.load(raw)
    assert alert.asdict() == RECORD | {"parts": [RECORD]}
    assert (alert.class_, alert.image, alert.seen) == ("GRB", b"\0\1", RECORD["seen"])
    assert type(alert.parts[0]) is kind
    assert type(alert.places["a"]).__name__ == "Place"
    for other in (alert, copy.deepcopy(alert), pickle.loads(pickle.dumps(alert))):
        assert alert == other
        assert bytes(other) == raw
    for other in (alert.replace(), copy.deepcopy(alert.replace())):
        assert kind.load(bytes(other)) == alert == other
        assert bytes(other) == bytes(alert.replace())
    assert next(fastavro.reader(io.BytesIO(bytes(alert))))["kind"] == "FIRST"


def test_what_a_newer_schema_adds_is_kept(made: Made) -> None:
    raw = container(RECORD | {"colour": "red"}, more=({"name": "colour", "type": "string"},))
    alert = made.model("AlertAvro").load(raw)
    assert alert.extra == {"colour": "red"}
    alert.class_ = 4
    sent = next(fastavro.reader(io.BytesIO(bytes(alert))))
    assert (sent["colour"], sent["class"]) == ("red", 4)


def test_a_record_is_made_of_fields_and_judged(made: Made) -> None:
    kind = made.model("AlertAvro")
    alert = kind(kind="LAST", image=None, seen=1)
    assert (alert.place, alert.class_) == (None, 3)
    again = kind.load(bytes(alert))
    assert (again.place, again.places, again.class_) == (None, {}, 3)
    for fields, path in (
        ({"kind": "OTHER"}, "kind"),
        ({"place": {"ra": "far", "dec": 1.0}}, "place/ra"),
        ({"places": {"a": {"ra": 1.0}}}, "places/a/dec"),
        ({"parts": [RECORD | {"seen": "now"}]}, "parts/0"),
        ({"seen": 2**64}, "seen"),
    ):
        with pytest.raises(ValidationError) as caught:
            kind(**{"kind": "LAST", "image": None, "seen": 1} | fields)
        assert caught.value.path.startswith(path)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", "text", b"Obj\x01", container(RECORD)[:-4], container(RECORD, RECORD)]
)
def test_what_is_no_such_container_is_refused(made: Made, raw: Any) -> None:
    with pytest.raises(DecodeError):
        made.model("AlertAvro").load(raw)


def test_records_arrive_typed_by_their_name(made: Made) -> None:
    __import__("avro_models.plugin")
    alert = made.model("AlertAvro").load(container(RECORD))
    name, payload = alert.to_wire()
    assert name == "avro"
    for headers in ([], [("_format", b"avro")]):
        assert wire.decode(payload, headers) == alert


def test_the_schema_is_shown_as_json_schema(made: Made) -> None:
    schema = made.model("AlertAvro").json_schema()
    assert schema["$defs"]["sky.Place"]["properties"]["ra"] == {
        "type": "number",
        "description": "Right ascension [deg]",
    }
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    shown = RECORD | {"image": "AAE="}
    assert judge.is_valid(shown)
    assert not judge.is_valid(shown | {"place": {"ra": "far", "dec": 1}})
    assert schema["required"] == ["kind", "image", "seen"]
