"""Packages made of odd XSDs: what is written in order, and what is refused before it is lost."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from lxml import etree
from made_packages import Made, quiet, write

from hop.errors import ValidationError
from hop_codegen.errors import CodegenError
from hop_codegen.package import make_plugin
from hop_codegen.readers.xsd import compile_xsd

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:group name="place"><xs:sequence>
    <xs:element name="ra" type="xs:double"/>
    <xs:choice>
      <xs:element name="dec" type="xs:double"/>
      <xs:sequence>
        <xs:element name="degrees" type="xs:int"/><xs:element name="minutes" type="xs:int"/>
      </xs:sequence>
    </xs:choice>
  </xs:sequence></xs:group>
  <xs:complexType name="Base"><xs:sequence>
    <xs:element name="note" type="xs:string"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="More"><xs:complexContent><xs:extension base="Base"><xs:sequence>
    <xs:element name="more" type="xs:string"/>
  </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:element name="alert"><xs:complexType><xs:sequence>
    <xs:group ref="place"/>
    <xs:element name="base" type="Base" minOccurs="0"/>
    <xs:element name="count" type="xs:integer" minOccurs="0"/>
    <xs:element name="end" type="xs:string"/>
  </xs:sequence>
  <xs:attribute name="level" type="xs:int" fixed="3"/>
  <xs:attribute name="weight" type="xs:double" default="1.5"/>
  </xs:complexType></xs:element>
</xs:schema>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("odd-xsd")
    return Made(write(folder / "source", {"alert.xsd": XSD}), folder, "odd-xml-models")


def xml(body: str, attributes: str = "") -> bytes:
    return f"<alert{attributes}><ra>1.5</ra>{body}<end/></alert>".encode()


@pytest.mark.parametrize(
    "body",
    ["<dec>2.5</dec>", "<degrees>2</degrees><minutes>30</minutes><base><note>x</note></base>"],
)
def test_children_in_groups_are_written_in_their_order(made: Made, body: str) -> None:
    kind = made.model("Alert")
    alert = kind.load(xml(body, ' level="3"'))
    assert (alert.level, alert.weight) == (3, 1.5)
    again = bytes(kind.from_tree(alert.asdict()))
    assert [child.tag for child in etree.fromstring(again)] == [
        child.tag for child in etree.fromstring(xml(body))
    ]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (
            '<dec>1</dec><base xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xsi:type="More"><note/><more/></base>',
            "base",
        ),
        (f"<dec>1</dec><count>{'9' * 5000}</count>", "count"),
    ],
)
def test_what_no_field_can_hold_is_refused_with_its_place(made: Made, body: str, path: str) -> None:
    with pytest.raises(ValidationError) as caught:
        made.model("Alert").load(xml(body))
    assert caught.value.path == path


@pytest.mark.parametrize("number", ["INF", "-INF", "NaN"])
def test_a_number_that_is_not_finite_comes_out_as_it_came(made: Made, number: str) -> None:
    kind = made.model("Alert")
    alert = kind.load(xml(f"<dec>{number}</dec>"))
    assert alert.dec == float(number) or (number == "NaN" and math.isnan(alert.dec))
    alert.weight = 2.0
    assert f"<dec>{number}</dec>".encode() in bytes(alert)


def element(inner: str, head: str = "", more: str = "") -> str:
    return (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"{more}>{head}<xs:element name="r">'
        f"<xs:complexType>{inner}</xs:complexType></xs:element></xs:schema>"
    )


def sequence(inner: str) -> str:
    return f"<xs:sequence>{inner}</xs:sequence>"


IN_A_SPACE = ' targetNamespace="urn:x" xmlns="urn:x"'
REFUSED = {
    "an include": (
        element("", '<xs:include schemaLocation="other.xsd"/>'),
        "a.xsd: line 1: xs:include of other.xsd",
    ),
    "an import": (
        element("", '<xs:import namespace="urn:y" schemaLocation="http://x.invalid/y.xsd"/>'),
        "a.xsd: line 1: xs:import of http://x.invalid/y.xsd",
    ),
    "a nillable element": (
        element(sequence('<xs:element name="a" type="xs:int" nillable="true"/>')),
        "a.xsd#/r/a: nillable",
    ),
    "a default of an element": (
        element(sequence('<xs:element name="a" type="xs:int" default="1"/>')),
        "a.xsd#/r/a: default and fixed",
    ),
    "an abstract type": (
        element(
            sequence('<xs:element name="a" type="T"/>'),
            '<xs:complexType name="T" abstract="true"/>',
        ),
        "a.xsd#/r/a: abstract",
    ),
    "a substitution": (
        element(
            sequence('<xs:element ref="h"/><xs:element ref="m"/>'),
            '<xs:element name="h" type="xs:int"/>'
            '<xs:element name="m" type="xs:int" substitutionGroup="h"/>',
        ),
        "a.xsd#/r/h: substitution groups",
    ),
    "a repeated sequence": (
        element(
            '<xs:sequence maxOccurs="2"><xs:element name="a" type="xs:int"/>'
            '<xs:element name="b" type="xs:int"/></xs:sequence>'
        ),
        "a.xsd#/r: a repeated xs:sequence",
    ),
    "an attribute in a namespace": (
        element('<xs:attribute ref="g"/>', '<xs:attribute name="g" type="xs:int"/>', IN_A_SPACE),
        "a.xsd#/r/@{urn:x}g: attributes in a namespace",
    ),
    "an element out of the namespace": (
        element(sequence('<xs:element name="a" type="xs:int" form="qualified"/>'), "", IN_A_SPACE),
        "a.xsd#/r/a: elements with and without a namespace",
    ),
    "no XML": ("", "a.xsd: not an XSD: not well-formed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_xsd_whose_documents_could_not_be_read_or_written_is_refused(
    tmp_path: Path, case: str
) -> None:
    text, told = REFUSED[case]
    source = write(tmp_path / "source", {"a.xsd": text})
    with pytest.raises(CodegenError) as caught:
        make_plugin(str(source), "some-models", tmp_path / "out", tell=quiet)
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_file_beside_an_xsd_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"other.xsd": element("")})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match=r"block access to resource .*other\.xsd"):
        compile_xsd(element("", '<xs:include schemaLocation="other.xsd"/>').encode())
