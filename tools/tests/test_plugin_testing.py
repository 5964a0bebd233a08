"""Samples and strategies of ``hop.testing`` for models of generated packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from made_packages import SCHEMAS, Made, write

from hop.errors import ConfigError, MessageError
from hop.testing import messages, samples

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:try"
    xmlns="urn:try" elementFormDefault="qualified">
  <xs:element name="Report">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Title" type="xs:string"/>
        <xs:element name="Count" type="xs:int" minOccurs="0"/>
        <xs:element name="Part" type="Part" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="kind" use="required">
        <xs:simpleType>
          <xs:restriction base="xs:string">
            <xs:enumeration value="first"/><xs:enumeration value="last"/>
          </xs:restriction>
        </xs:simpleType>
      </xs:attribute>
      <xs:attribute name="sure" type="xs:boolean"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="Part">
    <xs:sequence><xs:element name="Size" type="xs:double"/></xs:sequence>
  </xs:complexType>
</xs:schema>
"""
AVRO = {
    "type": "record",
    "name": "Alert",
    "namespace": "sky",
    "fields": [
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["FIRST", "LAST"]}},
        {"name": "image", "type": ["null", "bytes"]},
        {"name": "seen", "type": "long"},
        {"name": "far", "type": "float"},
        {"name": "parts", "type": {"type": "array", "items": "Alert"}, "default": []},
        {"name": "places", "type": {"type": "map", "values": "bytes"}, "default": {}},
    ],
}


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Any], Made]:
    def made(name: str, files: Any) -> Made:
        folder = tmp_path_factory.mktemp(name)
        return Made(write(folder / "source", files), folder, f"tested-{name}")

    return made


def judged(model: Any) -> list[str]:
    """The names of a model's samples, all of which it judges as they say."""
    found = samples(model)
    for sample in found:
        if sample.is_valid:
            message = sample.load()
            assert model.load(bytes(message)) == message, sample
        else:
            with pytest.raises(MessageError):
                sample.load()
    return [sample.name for sample in found]


def drawn(model: Any) -> None:
    @settings(
        max_examples=30, database=None, derandomize=True, deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(messages(model))
    def check(message: Any) -> None:
        assert type(message) is model
        assert model.load(bytes(message)) == message

    check()


def test_json(make: Callable[[str, Any], Made]) -> None:
    made = make("json", SCHEMAS)
    for name in made.package.__all__:
        found = judged(made.model(name))
        drawn(made.model(name))
        if name == "SkyAlert":
            assert {
                *("missing ra", "str for ra", "list for a-b"),
                "unknown field in the document",
            } <= {*found}


def test_odd_json(make: Callable[[str, Any], Made]) -> None:
    """A file named whole and in part, patterns that Python cannot read, steps and no end."""
    newest = "https://json-schema.org/draft/2020-12/schema"
    files: dict[str, Any] = {
        "odd.schema.json": {
            "$schema": newest,
            "title": "Odd",
            "type": "object",
            "properties": {
                "level": {"$ref": "parts.schema.json#/definitions/level"},
                "parts": {"$ref": "parts.schema.json"},
                "letters": {"type": "string", "pattern": r"^\p{L}+$"},
                "step": {"type": "number", "multipleOf": 0.01, "exclusiveMinimum": 0},
            },
            "required": ["letters", "level"],
        },
        "parts.schema.json": {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "Parts",
            "type": "object",
            "definitions": {"level": {"enum": ["high", "low"]}},
            "properties": {"level": {"$ref": "#/definitions/level"}},
            "required": ["level"],
        },
        "endless.schema.json": {
            "$schema": newest,
            "title": "Endless",
            "type": "object",
            "properties": {"inner": {"$ref": "#"}},
            "required": ["inner"],
        },
    }
    made = make("odd-json", files)
    model = made.model("Odd")
    (whole,) = (part for uri, part in model.json_schema()["$defs"].items() if "parts" in uri)
    assert whole["required"] == ["level"]
    assert {"drawn 1", "missing level", "other text for level"} <= {*judged(model)}
    drawn(made.model("Parts"))
    with pytest.raises(ConfigError, match="no message that meets the JSON Schema of Endless"):
        samples(made.model("Endless"))


def test_odd_xml(make: Callable[[str, Any], Made]) -> None:
    """A choice of one, a value that is always the same, and a name beyond ASCII."""
    xsd = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="report"><xs:complexType>
        <xs:choice>
          <xs:element name="n\u00e4he" type="xs:double"/>
          <xs:element name="when" type="xs:dateTime"/>
        </xs:choice>
        <xs:attribute name="version" type="xs:int" fixed="2" use="required"/>
      </xs:complexType></xs:element></xs:schema>"""
    model = make("odd-xml", {"report.xsd": xsd}).model("Report")
    assert {"drawn 1", "missing report/@version"} <= {*judged(model)}
    drawn(model)
    both = {"version": 2, "n\u00e4he": 1.0, "when": "2031-04-12T03:14:15"}
    with pytest.raises(MessageError):
        model.from_tree(both)


def test_odd_avro(make: Callable[[str, Any], Made]) -> None:
    """Bytes of one length, bytes or text, and a record that is an error."""
    fields = [
        {"name": "mark", "type": {"type": "fixed", "name": "Mark", "size": 4}},
        {"name": "either", "type": ["bytes", "string"]},
        {"name": "count", "type": "int", "default": 0},
    ]
    schema = {"type": "error", "name": "Trouble", "fields": fields}
    model = make("odd-avro", {"trouble.avsc": schema}).model("TroubleAvro")
    assert {"drawn 1", "cut off"} <= {*judged(model)}
    drawn(model)


def test_xml(make: Callable[[str, Any], Made], tmp_path: Path) -> None:
    model = make("xml", {"report.xsd": XSD}).model("Report")
    found = judged(model)
    xsd = etree.XMLSchema(etree.fromstring(XSD))
    for sample in samples(model):
        if sample.is_valid:
            assert xsd.validate(etree.fromstring(sample.payload)), sample
    assert {
        "missing Report/@kind",
        "missing Title",
        "other text for Report/@kind",
        "other text for Count",
    } <= {*found}
    drawn(model)


def test_avro(make: Callable[[str, Any], Made]) -> None:
    model = make("avro", {"alert.avsc": AVRO}).model("AlertAvro")
    assert {"drawn 1", "drawn 2", "cut off"} <= {*judged(model)}
    drawn(model)
