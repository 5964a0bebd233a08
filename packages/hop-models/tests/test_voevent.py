"""VOEvent as an object: typed, a dictionary, validated; its bytes kept until something changes."""

from __future__ import annotations

import copy
import dataclasses
import gzip
import inspect
import io
import json
import math
import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hop._messages import dumps
from hop.errors import DecodeError, EncodeError, HopError, ValidationError
from hop.message import MessageModel
from hop.models import VOEvent
from hop.models.schema import XsdFloat
from hop.models.voevent import SECTIONS, _generated

ROOT = Path(__file__).parents[3]
SCHEMA = etree.XMLSchema(etree.parse(str(ROOT / "schemas" / "voevent" / "VOEvent-v2.0.xsd")))
GOOD = sorted((ROOT / "schemas" / "examples" / "good" / "voevent").glob("*.xml"))
EVERYTHING = ROOT / "schemas" / "examples" / "good" / "voevent" / "every_element.xml"


def real_events() -> list[Path]:
    folder = Path(os.environ.get("HOP_TEST_DATA", ROOT.parent / "shared" / "data"))
    return sorted(file for file in folder.glob("*.xml") if b"VOEvent" in file.read_bytes()[:2000])


def event() -> VOEvent:
    return VOEvent.load(EVERYTHING.read_bytes())


def is_valid(data: bytes) -> bool:
    return bool(SCHEMA.validate(etree.fromstring(data)))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_good_example_goes_round(file: Path) -> None:
    goes_round(file.read_bytes())


@pytest.mark.skipif(not real_events(), reason="no real events: HOP_TEST_DATA is not set")
def test_real_events_go_round() -> None:
    for file in real_events():
        goes_round(file.read_bytes())


def goes_round(data: bytes) -> None:
    loaded = VOEvent.load(data)
    tree = loaded.asdict()
    assert bytes(loaded) == data
    assert json.loads(json.dumps(tree)) == tree

    made = VOEvent(**tree)
    assert made.asdict() == tree
    assert made == loaded
    assert is_valid(bytes(made))
    assert VOEvent.load(bytes(made)).asdict() == tree
    assert VOEvent.from_content(loaded.serialize()["content"]) == loaded

    for twin in (copy.copy(loaded), copy.deepcopy(loaded), pickle.loads(pickle.dumps(loaded))):
        assert twin == loaded
        assert bytes(twin) == data
    assert dataclasses.replace(loaded).asdict() == tree
    assert dataclasses.replace(loaded, role="utility").asdict() == {**tree, "role": "utility"}


def test_it_is_a_dataclass_with_the_documented_signature() -> None:
    assert dataclasses.is_dataclass(VOEvent)
    assert issubclass(VOEvent, MessageModel)
    assert VOEvent.hop_format == "voevent"
    names = "ivorn role version Who What WhereWhen How Why Citations Description Reference"
    assert list(inspect.signature(VOEvent).parameters) == names.split()
    assert [field.name for field in dataclasses.fields(VOEvent)] == names.split()


def test_typed_access() -> None:
    loaded = event()
    assert loaded.role == "prediction"
    assert loaded.What.Param[0].value == "38.5"
    assert loaded.What.Param[0].typed_value == 38.5
    assert loaded.What.Param[1].value is None
    assert loaded.What.Param[1].dataType == "string"
    assert loaded.What.Param[1].typed_value == "Two lines of text\nare easier in an element."
    assert loaded.What.Group[0].Param[1].typed_value == 412
    assert not hasattr(loaded.What.Group[0], "Group")
    place = loaded.WhereWhen.ObsDataLocation[0].ObservationLocation.AstroCoords.Position2D
    assert place is not None
    assert place.Value2.C1 == 268.06125
    assert isinstance(place.Value2.C1, XsdFloat)
    assert place.Error2Radius.text == "2e-5"
    assert loaded.Citations.EventIVORN[2].value == "ivo://example.org/other#7"
    assert loaded.Citations.EventIVORN[2].cite is None


def test_item_access_has_the_shape_of_dictionaries() -> None:
    loaded = event()
    assert loaded.Who["Date"] == "2030-09-17T21:05:00.25Z"
    assert "Date" in loaded.Who
    assert "Nickname" not in loaded.Who
    assert loaded.Who.get("Nickname", 3) == 3
    assert loaded["Who"] is loaded.Who
    assert [param["name"] for param in loaded.What["Param"]] == ["PeakMagnification", "Remark"]
    assert loaded.What["Group"]["name"] == "source"  # an only child without a list
    assert loaded.Who["Author"]["contactName"] == ["Marisol Teague", "Anselm Whitlock"]
    assert loaded.Citations["EventIVORN"][0] == {
        "cite": "followup",
        "#text": "ivo://example.org/lantern#L300917-1",
    }
    assert loaded.Citations["EventIVORN"][2] == "ivo://example.org/other#7"
    assert loaded.Why["importance"] == "0.4"
    assert dict(loaded.How) == {
        "Description": "Nightly images in I, fitted with one lens.",
        "Reference": {"uri": "https://lantern.example.org/camera"},
    }
    assert len(loaded.How) == 2
    assert loaded.How.items() == list(dict(loaded.How).items())
    with pytest.raises(KeyError):
        loaded.Who["Nickname"]
    for key in loaded:
        assert (loaded[key] or {}) == (loaded.asdict()[key] or {})


def test_sections_are_mappings_for_json_and_for_match() -> None:
    loaded = event()
    assert isinstance(loaded.What, Mapping)
    assert isinstance(loaded.What.Param[0], Mapping)

    def plain(value: object) -> object:
        if isinstance(value, Mapping):
            return dict(value)
        raise TypeError

    assert json.loads(json.dumps(loaded.What, default=plain)) == loaded.What.asdict()
    match loaded.Who:
        case {"AuthorIVORN": author}:
            assert author == loaded.Who.AuthorIVORN
        case _:
            pytest.fail("no mapping")


def test_hops_own_json_says_how_to_write_a_section() -> None:
    with pytest.raises(EncodeError, match=r"WhoElement is inside it, give its asdict\(\)"):
        dumps({"who": event().Who})


def test_an_event_compressed_by_gzip_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "event.xml.gz"
    file.write_bytes(gzip.compress(EVERYTHING.read_bytes()))
    assert bytes(VOEvent.load_file(file)) == EVERYTHING.read_bytes()
    with pytest.raises(DecodeError, match="compressed by gzip"):
        VOEvent.load(file.read_bytes())


def test_absent_sections_are_empty() -> None:
    made = VOEvent("ivo://example.org/a#1", How={}, Why=None)
    assert made.asdict() == {
        "ivorn": "ivo://example.org/a#1",
        "role": "observation",
        "version": "2.0",
        **{name: {} for name in SECTIONS},
    }
    assert not made.Why
    assert made.Who == {}
    assert "Date" not in made.Who
    assert made.Description is None
    assert made["Description"] == {}
    root = etree.fromstring(bytes(made))
    assert len(root) == 0
    assert root.prefix == "voe"


def test_what_is_unset_stays_unset_and_text_keeps_its_characters() -> None:
    made = VOEvent(
        "ivo://example.org/a#1",
        What={"Param": {"name": "x", "value": "+1.50e0"}},
        Why={"importance": "0.50", "Concept": "a"},
    )
    assert made.asdict()["What"] == {"Param": {"name": "x", "value": "+1.50e0"}}
    assert made.What.Param[0].dataType == "string"
    assert made.Why.importance == 0.5
    assert b'importance="0.50"' in bytes(made)
    assert b"dataType" not in bytes(made)


def test_typed_objects_are_taken_too() -> None:
    param = _generated.ParamElement(name="x", value="1")
    made = VOEvent("ivo://example.org/a#1", What=_generated.WhatElement(Param=[param]))
    assert made.What.Param[0] == {"name": "x", "value": "1"}
    with pytest.raises(ValidationError, match="@dataType"):
        _generated.ParamElement(dataType="double")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"ivorn": "ivo://x/y#1", "role": "nonsense"}, "@role"),
        ({"ivorn": "ivo://x/y#1", "version": "1.1"}, "@version"),
        ({"ivorn": "ivo://x/y#1", "Where": {}}, "Where"),
        ({}, "@ivorn"),
        ({"ivorn": 5}, "@ivorn"),
        ({"ivorn": b"ivo://x/y#1"}, "@ivorn"),
        ({"ivorn": "%zz"}, "@ivorn"),
        ({"What": {"Param": [{}, {"dataType": "double"}]}}, "What/Param[2]/@dataType"),
        ({"What": {"Param": {"dataType": "double"}}}, "What/Param/@dataType"),
        ({"What": {"Param": {"value": 5}}}, "What/Param/@value"),
        ({"What": "text"}, "What"),
        ({"What": {"Group": {"Group": {}}}}, "What/Group/Group"),
        ({"Who": {"Date": "2031-04-12"}}, "Who/Date"),
        ({"Who": {"Date": "2031-02-30T00:00:00"}}, "Who/Date"),
        ({"Who": {"Author": {}}}, "Who/Author"),
        ({"Who": {"Description": "\x01"}}, "Who/Description"),
        ({"Who": {"Description": "\ud800"}}, "Who/Description"),
        ({"Why": {"importance": 1}}, "Why"),
        ({"Why": {"importance": "high", "Name": "x"}}, "Why/@importance"),
        ({"Why": {"importance": True, "Name": "x"}}, "Why/@importance"),
        ({"Why": {"Inference": {"probability": 1.5, "Name": "x"}}}, "Why/Inference/@probability"),
        ({"Citations": {"Description": "x"}}, "Citations/EventIVORN"),
        ({"Citations": {"EventIVORN": ["a", 5]}}, "Citations/EventIVORN[2]"),
        ({"Reference": {"type": "url"}}, "Reference/@uri"),
        ({"WhereWhen": {"ObsDataLocation": {"ObservatoryLocation": {}}}}, "ObservationLocation"),
    ],
)
def test_the_constructor_refuses(fields: dict[str, Any], path: str) -> None:
    given = {"ivorn": "ivo://x/y#1", **fields} if fields else {}
    with pytest.raises(ValidationError) as caught:
        VOEvent(**given)
    assert caught.value.path.endswith(path)
    assert caught.value.expected
    assert caught.value.got
    assert isinstance(caught.value, ValueError)


def test_a_changed_field_changes_what_is_sent() -> None:
    def sent(changed: VOEvent) -> dict[str, Any]:
        data = bytes(changed)
        assert is_valid(data)
        return VOEvent.load(data).asdict()

    loaded = event()
    before = loaded.asdict()
    loaded.What.Param[0].value = "40.0"
    assert sent(loaded)["What"]["Param"][0]["value"] == "40.0"
    loaded.What["Param"][0]["value"] = before["What"]["Param"][0]["value"]
    assert sent(loaded) == before

    loaded.role = "test"
    assert sent(loaded) == {**before, "role": "test"}
    loaded.Who["Date"] = "2030-09-18T00:00:00"
    assert sent(loaded)["Who"]["Date"] == "2030-09-18T00:00:00"
    del loaded.Who["Date"]
    assert "Date" not in sent(loaded)["Who"]
    loaded.How = {}
    assert sent(loaded)["How"] == {}
    del loaded.Citations
    assert sent(loaded)["Citations"] == {}
    loaded.Description = None
    assert sent(loaded)["Description"] == {}
    loaded.What.Param.append({"name": "more", "value": "1"})
    assert sent(loaded)["What"]["Param"][2] == {"name": "more", "value": "1"}
    loaded.What.Param[0].Reference.append(_generated.ReferenceElement(uri="https://a.example"))
    assert len(sent(loaded)["What"]["Param"][0]["Reference"]) == 2
    loaded.Why = {"Name": "new", "importance": 1}
    assert sent(loaded)["Why"] == {"Name": "new", "importance": "1"}
    loaded.Why.importance = 0.25
    assert sent(loaded)["Why"]["importance"] == "0.25"


def test_a_change_of_an_absent_section_is_sent() -> None:
    made = VOEvent("ivo://example.org/a#1")
    made.Who.Date = "2031-04-12T00:00:00"
    made.What.Param.append(_generated.ParamElement(name="x"))
    tree = VOEvent.load(bytes(made)).asdict()
    assert tree["Who"] == {"Date": "2031-04-12T00:00:00"}
    assert tree["What"] == {"Param": {"name": "x"}}


def test_a_wrong_change_is_refused() -> None:
    loaded = event()
    data = bytes(loaded)
    with pytest.raises(ValidationError, match="@role"):
        loaded.role = "nonsense"
    with pytest.raises(ValidationError, match="colour"):
        loaded.colour = "red"
    with pytest.raises(ValidationError, match="@dataType"):
        loaded.What.Param[0].dataType = "double"
    with pytest.raises(ValidationError, match="@ivorn"):
        loaded.ivorn = None
    with pytest.raises(TypeError):
        loaded.Citations["EventIVORN"].append("ivo://example.org/view#1")
    assert bytes(loaded) == data

    for wrong in (5, {"name": 5}, {"colour": "red"}, None, _generated.ReferenceElement(uri="x")):
        loaded = event()
        loaded.What.Param.append(wrong)
        with pytest.raises(ValidationError, match=r"What/Param\[3\]"):
            bytes(loaded)


def test_looking_changes_nothing() -> None:
    data = (EVERYTHING.parent / "minimal.xml").read_bytes()
    loaded = VOEvent.load(data)
    str(loaded), repr(loaded), loaded.asdict(), list(loaded), loaded.Why, loaded.Reference
    assert loaded.What.Table == []
    assert bytes(loaded) == data


def test_a_section_is_whole_whatever_was_looked_at_first() -> None:
    data, other = EVERYTHING.read_bytes(), (EVERYTHING.parent / "minimal.xml").read_bytes()
    expected = VOEvent.load(data)
    order = list(expected.What)
    for name in reversed(order):
        looked = VOEvent.load(data)
        seen = getattr(looked.What, name)
        VOEvent.load(other)  # so that the document is parsed again
        assert list(looked.What) == order
        assert looked.What.asdict() == expected.What.asdict()
        assert getattr(looked.What, name) is seen
        assert copy.copy(looked.What) == looked.What
        assert bytes(looked) == data
    begun = VOEvent.load(data)
    begun.hop_read_child("What")  # as where another thread has come so far
    assert bytes(begun) == data
    assert begun.asdict() == expected.asdict()


def test_a_key_is_there_if_the_field_is() -> None:
    what = VOEvent.load(EVERYTHING.read_bytes()).What
    assert "Param" in what
    assert "Params" not in what
    assert 5 not in what
    what.Param.clear()
    assert "Param" not in what
    what.Param = [{"name": "again", "value": "1"}]
    assert "Param" in what
    what.Param = []
    assert "Param" not in what
    text = _generated.EventIVORNElement(value="ivo://a/b", cite="followup")
    assert ("value" in text, "#text" in text, "cite" in text) == (False, True, True)


def test_a_change_in_a_section_keeps_what_nobody_read() -> None:
    data = EVERYTHING.read_bytes()
    expected = VOEvent.load(data).asdict()
    changed = VOEvent.load(data)
    changed.What.Param[0].value = "7"
    changed.What.Description = ["changed"]
    expected["What"]["Param"][0]["value"] = "7"
    expected["What"]["Description"] = "changed"
    assert VOEvent.load(bytes(changed)).asdict() == expected


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "12", 12),
        ("int", " -7 ", -7),
        ("int", "3.9", 3),
        ("int", "-3.9", -3),
        ("int", "abc", 0),
        ("int", "", 0),
        ("int", None, 0),
        ("int", "1_000", 0),
        ("int", "inf", 0),
        ("int", "٣", 0),
        ("int", "9" * 5000, 0),
        ("float", "1.5e3", 1500.0),
        ("float", "-inf", -math.inf),
        ("float", "abc", math.nan),
        ("float", "", math.nan),
        ("string", "0x42", "0x42"),
        ("string", "", ""),
        ("string", None, None),
    ],
)
def test_a_value_is_read_by_its_data_type(kind: str, text: str | None, value: Any) -> None:
    found = _generated.ParamElement(dataType=kind, value=text).typed_value
    assert type(found) is type(value)
    assert found == value or (found != found and value != value)


def test_where_it_is_loaded_from() -> None:
    data = EVERYTHING.read_bytes()
    expected = VOEvent.load(data)
    chunks = (data[start : start + 100] for start in range(0, len(data), 100))
    sources = [
        data.decode(),
        bytearray(data),
        io.BytesIO(data),
        io.StringIO(data.decode()),
        chunks,
        iter(data.decode().splitlines(keepends=True)),
    ]
    for source in sources:
        assert VOEvent.load(source) == expected
    assert VOEvent.load_file(str(EVERYTHING)) == expected
    latin = '<?xml version="1.0" encoding="iso-8859-1"?><voe:VOEvent version="2.0" ' + (
        'xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" ivorn="é"/>'
    )
    assert VOEvent.load(latin).ivorn == "é"
    assert VOEvent.load(latin).to_text() == latin
    wide = latin.replace("iso-8859-1", "utf-16").encode("utf-16")
    assert VOEvent.load(wide).ivorn == "é"
    assert bytes(VOEvent.load(wide)) == wide
    for wrong in (5, None, [5], EVERYTHING, "", b" \n", [], ["a", b"b"], "<?xml encoding='x'?>é"):
        with pytest.raises(DecodeError):
            VOEvent.load(wrong)


def test_text_interrupted_by_a_comment_is_one_text() -> None:
    text = EVERYTHING.read_text().replace("Invented.", "In<!-- c -->ven<?pi?>te<![CDATA[d & ]]>")
    assert VOEvent.load(text).Description == "Invented &"


def test_printed_forms() -> None:
    loaded = event()
    assert loaded.to_text() == EVERYTHING.read_text(encoding="utf-8")
    assert json.loads(str(loaded)) == loaded.asdict()
    assert str(loaded).startswith('{\n  "ivorn"')
    assert loaded.serialize() == {"format": "voevent", "content": loaded.asdict()}
    assert "ivo://example.org/lantern#L300917-4" in repr(loaded)
    assert "PeakMagnification" in repr(loaded.What.Param[0])


def test_equality() -> None:
    assert event() == event()
    other = event()
    other.role = "test"
    assert event() != other
    assert event() == event().asdict()
    assert event() != 5
    assert event().What != event().Who


def test_xsd_float() -> None:
    assert XsdFloat("1.50") == 1.5
    assert XsdFloat("1.50").text == "1.50"
    assert XsdFloat(1e-9).text == "1e-09"
    assert [XsdFloat(v).text for v in (math.inf, -math.inf, math.nan)] == ["INF", "-INF", "NaN"]
    assert pickle.loads(pickle.dumps(XsdFloat("1.50"))).text == "1.50"
    assert copy.deepcopy(XsdFloat("1.50")).text == "1.50"
    for wrong in ("", "inf", "nan", "1,5", "1_0", "0x1", "1.5deg", 10**400):
        with pytest.raises(ValueError):
            XsdFloat(wrong)
    for wrong in (True, None, []):
        with pytest.raises(TypeError):
            XsdFloat(wrong)


def test_errors_travel_between_processes() -> None:
    with pytest.raises(HopError) as caught:
        VOEvent("ivo://x/y#1", role="nonsense")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (twin.path, str(twin)) == (caught.value.path, str(caught.value))


def test_the_document_is_the_xml_in_its_own_encoding() -> None:
    file = Path(__file__).parents[3] / "schemas/examples/good/voevent/latin1.xml"
    event = VOEvent.load_file(file)
    assert event.to_document() == file.read_bytes()
    assert event.to_document() != event.to_text().encode()
