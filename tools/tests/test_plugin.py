"""Packages made of JSON Schemas: what they accept, what they look like, what they announce."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_packages import BASE, NEWEST, SCHEMAS, Made, contents, environment, same, write

from hop._wire import codec as wire
from hop.errors import DecodeError, MessageError, ValidationError

ALERT = {
    "$schema": f"{BASE}/alert.schema.json",
    "ra": 120,
    "dec": -1.5,
    "id": ["one", "two"],
    "tense": "test",
    "class": "GRB",
    "load": True,
    "2mass": None,
    "a-b": 3,
    "a_b": "x",
    "name": "it",
    "parts": [{"size": 1, "parts": [{"size": 2.5}]}],
    "by_name": {"here": {"ra": 0, "dec": 0}},
    "either": {"width": 1},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    source = write(folder / "source", SCHEMAS | {"examples/alert.first.json": ALERT})
    return Made(source, folder, "sky-models")


def test_a_message_comes_out_as_it_came_and_is_typed(made: Made) -> None:
    raw = json.dumps(ALERT).encode()
    alert = made.model("SkyAlert").load(raw)
    assert dataclasses.is_dataclass(alert)
    assert same(bytes(alert), raw)
    assert list(alert.asdict()) == list(ALERT)
    assert (alert.ra, type(alert.ra)) == (120, int)
    assert type(alert.parts[0].parts[0]).__name__ == "Piece"
    assert type(alert.by_name["here"]) is made.model("Place")
    assert type(alert.either).__name__ == "Box"
    assert alert.class_ == "GRB"
    assert (alert.n2mass, alert.load_, alert.a_b_2, alert.a_b) == (None, True, 3, "x")
    assert alert.count == 1
    assert "count" not in alert.asdict()
    for other in (copy.deepcopy(alert), pickle.loads(pickle.dumps(alert)), alert.replace()):
        assert other == alert
        assert same(bytes(other), raw)


def test_what_is_accepted_is_what_jsonschema_accepts(made: Made) -> None:
    judged, accepted = made.agree(made.model("SkyAlert"), ALERT, 600)
    assert judged == 600
    assert accepted > 30
    old = SCHEMAS["old.schema.json"]["examples"][0]
    assert made.agree(made.model("Old"), old, 150)[1] > 5
    assert made.agree(made.model("Status"), "on")[1] == 0


def test_values_that_are_no_objects_are_messages_too(made: Made) -> None:
    status = made.model("Status").load(b'"on"')
    assert (status.value, bytes(status)) == ("on", b'"on"')
    with pytest.raises(ValidationError, match="expected one of 'on', 'off'"):
        made.model("Status").load(b'"broken"')
    tree = made.model("Tree").load(b"[[],[[]]]")
    assert (tree.value, bytes(tree)) == ([[], [[]]], b"[[],[[]]]")
    with pytest.raises(ValidationError):
        made.model("Tree")(value=[1])


def test_a_message_is_made_from_fields_and_judged(made: Made) -> None:
    kind = made.model("SkyAlert")
    alert = kind(ra=1, dec=2, id="x", by_name={"a": {"ra": 1, "dec": 1}}, tense=None)
    assert alert.asdict() == {
        "ra": 1,
        "dec": 2,
        "id": "x",
        "by_name": {"a": {"ra": 1, "dec": 1}},
        "tense": None,
    }
    assert alert.by_name["a"].dec == 1
    assert alert.replace(dec=5).dec == 5
    for fields, path in (
        ({"ra": 1, "dec": 2}, "id"),
        ({"ra": 1, "dec": 2, "id": "x", "other": 1}, "other"),
        ({"ra": 400, "dec": 2, "id": "x"}, "ra"),
        ({"ra": 1, "dec": 2, "id": "x", "by_name": {"a": {"ra": 1}}}, "by_name/a/dec"),
        ({"ra": 1, "dec": 2, "id": "x", "parts": [{"size": "x"}]}, "parts/0/size"),
    ):
        with pytest.raises(ValidationError) as caught:
            kind(**fields)
        assert caught.value.path == path
    with pytest.raises(ValidationError, match=r"^ra: expected a number"):
        alert.ra = "far"
    assert bytes(alert) == json.dumps(alert.asdict(), separators=(",", ":")).encode()
    alert.ra, alert.by_name = 3, None
    assert "by_name" not in json.loads(bytes(alert))


def test_unknown_fields_are_kept_where_the_schema_allows_them(made: Made) -> None:
    place = made.model("Place").load(b'{"ra": 1, "dec": 2, "observer": "me"}')
    assert place.extra == {"observer": "me"}
    assert json.loads(bytes(place)) == {"ra": 1, "dec": 2, "observer": "me"}
    assert place != made.model("Place")(ra=1, dec=2)
    with pytest.raises(ValidationError, match=r"^observer: expected no such field"):
        made.model("SkyAlert").load(b'{"ra": 1, "dec": 2, "id": "x", "observer": "me"}')


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[1]", b"null", b"[" * 5000])
def test_what_is_no_such_message_is_refused(made: Made, raw: bytes) -> None:
    with pytest.raises(MessageError):
        made.model("SkyAlert").load(raw)
    with pytest.raises(DecodeError):
        made.model("SkyAlert").load(3)


def test_messages_arrive_typed(made: Made) -> None:
    __import__("sky_models.plugin")
    kind = made.model("SkyAlert")
    raw = json.dumps(ALERT).encode()
    assert type(wire.decode(raw, [])) is kind
    other = raw.replace(b"v1.2.0", b"v1.3.0")
    assert type(wire.decode(other, [])) is kind
    name, payload = kind.load(raw).to_wire()
    assert name == "sky-models.skyalert"
    assert wire.decode(payload, [("_format", name.encode())]) == kind.load(raw)
    envelope = wire.encode_envelope(kind.load(raw))
    assert wire.decode(envelope, []) == kind.load(raw)


def test_importing_one_model_loads_no_other(made: Made) -> None:
    code = (
        "import sys, sky_models; first = set(sys.modules); sky_models.Status; "
        "print(sorted(name for name in sys.modules if name.startswith('sky_models.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment(), "PYTHONPATH": str(made.output / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(
        [f"sky_models.{name}" for name in ("_schemas", "status", "topics")]
    )


def test_docs_tell_units_sources_and_renamed_fields(made: Made) -> None:
    text = made.model("SkyAlert").__doc__
    assert "Unit: deg." in text
    assert "Declination [deg]" in text
    assert "class_: Not described. In JSON: class." in text
    assert "Source: schemas/alert.schema.json#" in text
    assert "ra: Unit: deg. Required." in text


def test_nobody_is_told_where_it_was_made(made: Made, tmp_path: Path) -> None:
    for path, raw in contents(made.output).items():
        assert str(made.output.parent).encode() not in raw, path


def test_one_file_takes_what_lies_beside_it(tmp_path: Path) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    made = Made(source / "old.schema.json", tmp_path)
    assert sorted(made.package.__all__) == ["Old", "Place"]
    assert made.model("Old").load(b'{"place": {"ra": 1, "dec": 2}}').place.dec == 2


NAMES = [
    *("class", "Class", "def", "a b", "a-b", "a_b", "_x", "x", "", "é", "ª", "asdict", "hop_uri"),
    *("list", "str", "日本", "self", "cls", "__init__", "extra", "1", "a.b", "\u2028", "ﬁ"),
]


def test_huge_enumerations_and_odd_names(tmp_path: Path) -> None:
    odd = {"type": "integer", "description": 'Ends in a quote \\N{"""} "'}
    who = {"type": "object", "properties": {"Who": {"$ref": "#"}}}
    schema = {
        "$schema": NEWEST,
        "type": "object",
        "title": 'Odd """ \\ title',
        "description": 'Ends in a quote "',
        "properties": {
            **dict.fromkeys(NAMES, odd),
            "huge": {"enum": [f"v{number}" for number in range(5000)]},
            "deep/er~": {"type": "object", "properties": {"Who": who}},
        },
    }
    made = Made(write(tmp_path / "source", {"a.schema.json": schema}), tmp_path)
    (name,) = made.package.__all__
    model = made.model(name)
    fields = [field.name for field in dataclasses.fields(model)]
    assert len(set(fields)) == len(fields) == len(NAMES) + 2
    document = {each: number for number, each in enumerate(NAMES)} | {
        "huge": "v4999",
        "deep/er~": {"Who": {"Who": {"x": 1}}},
    }
    raw = json.dumps(document).encode()
    message = model.load(raw)
    assert same(bytes(message), raw)
    assert (message.class_, message.def_, message.self, message.a_b) == (0, 2, 16, 5)
    assert message.deep_er.Who.Who.x == 1
    assert made.agree(model, {"huge": "v1", "class": 1, "deep/er~": {"Who": {}}})[1] > 5
    with pytest.raises(ValidationError):
        model(huge="v5000")


@pytest.mark.parametrize(
    ("keywords", "value"),
    [({"multipleOf": 0.1}, 0.3), ({"pattern": r"^\d+$"}, "12\n"), ({"pattern": r"^\d+$"}, "١٢")],
)
def test_where_jsonschema_and_the_standard_part_the_standard_is_followed(
    tmp_path: Path, keywords: dict[str, Any], value: Any
) -> None:
    schema = {"$schema": NEWEST, "title": "Odd", "properties": {"x": keywords}}
    made = Made(write(tmp_path / "source", {"a.schema.json": schema}), tmp_path)
    model = made.model("Odd")
    assert model.accepts({"x": value}) is not made.oracle(model).is_valid({"x": value})
    assert model.accepts({"x": value}) is (value == 0.3)


def test_what_several_schemas_mix_in_is_one_class_in_the_module_of_its_own_schema(
    tmp_path: Path,
) -> None:
    part = {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}
    core = {
        "type": "object",
        "properties": {"where": part, "all": {"type": "array", "items": part}},
    }
    files = {
        "core.schema.json": core,
        "a.schema.json": {"title": "First", "allOf": [{"$ref": "core.schema.json"}]},
        "z.schema.json": {"title": "Last", "allOf": [{"$ref": "core.schema.json"}]},
    }
    made = Made(write(tmp_path / "source", files), tmp_path)
    where = [
        made.model(name).load(b'{"where": {"x": 1}, "all": [{"x": 2}]}').where
        for name in ("First", "Last", "Core")
    ]
    assert {type(each).__module__ for each in where} == {f"{made.package.__name__}.core"}
    assert type(where[0])(x=3).asdict() == {"x": 3}
    with pytest.raises(ValidationError, match=r"^x: expected a number"):
        type(where[0])(x="3")
