"""Changes of an XSD one by one: each verdict, and the document that proves it."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from hop_codegen.compare.content import (
    Model,
    choice,
    difference,
    interleave,
    named,
    repeat,
    sequence,
)
from hop_codegen.compare.verdicts import Comparison
from hop_codegen.compare.versions import compare

COMPATIBLE, CARE, BREAKING = "compatible", "needs care", "breaking"


@dataclass(frozen=True)
class Case:
    """One change: what is in the element ``e``, before and after.

    Attributes:
        lost: what is in a document that the old schema accepts and the new one refuses; "" for
            none. Attributes of ``e`` come first, up to ``>``.
        gained: the same the other way round.
    """

    name: str
    old: str
    new: str
    kind: str
    readers: str
    writers: str
    step: str
    lost: str = ""
    gained: str = ""


def sequence_of(*children: str) -> str:
    return f"<xs:sequence>{''.join(children)}</xs:sequence>"


def child(name: str, kind: str = "xs:string", more: str = "") -> str:
    return f'<xs:element name="{name}" type="{kind}" {more}/>'


def attribute(name: str, kind: str = "xs:string", more: str = "") -> str:
    return f'<xs:attribute name="{name}" type="{kind}" {more}/>'


def restricted(*facets: str, base: str = "xs:string") -> str:
    """A child `a` of a simple type with these facets, such as `enumeration=x`."""
    parts = "".join(
        f'<xs:{name} value="{value}"/>'
        for name, _, value in (each.partition("=") for each in facets)
    )
    return sequence_of(
        '<xs:element name="a"><xs:simpleType>'
        f'<xs:restriction base="{base}">{parts}</xs:restriction></xs:simpleType></xs:element>'
    )


def restricted_list(item: str) -> str:
    """A child `a` of at most three values of a type."""
    items = f'<xs:simpleType><xs:list itemType="{item}"/></xs:simpleType>'
    return sequence_of(
        '<xs:element name="a"><xs:simpleType>'
        f'<xs:restriction>{items}<xs:maxLength value="3"/></xs:restriction>'
        "</xs:simpleType></xs:element>"
    )


A, B = child("a"), child("b")
OPTIONAL, MANY, REQUIRED = 'minOccurs="0"', 'maxOccurs="unbounded"', 'use="required"'

CASES = [
    Case("optional element", sequence_of(A), sequence_of(A, child("b", more=OPTIONAL)),
         "optional element added", CARE, COMPATIBLE, "minor", gained="><a/><b/>"),
    Case("required element", sequence_of(A), sequence_of(A, B),
         "required element added", CARE, BREAKING, "major", lost="><a/>", gained="><a/><b/>"),
    Case("element removed", sequence_of(A, child("b", more=OPTIONAL)), sequence_of(A),
         "element removed", BREAKING, BREAKING, "major", lost="><a/><b/>"),
    Case("element renamed", sequence_of(A, child("b", "xs:int")),
         sequence_of(A, child("c", "xs:int")),
         "element renamed", BREAKING, BREAKING, "major",
         lost="><a/><b>1</b>", gained="><a/><c>1</c>"),
    Case("minOccurs 0 to 1", sequence_of(child("a", more=OPTIONAL)), sequence_of(A),
         "made required", COMPATIBLE, BREAKING, "major", lost=">"),
    Case("minOccurs 1 to 0", sequence_of(A), sequence_of(child("a", more=OPTIONAL)),
         "made optional", BREAKING, COMPATIBLE, "major", gained=">"),
    Case("minOccurs 1 to 2", sequence_of(child("a", more=MANY)),
         sequence_of(child("a", more=f'minOccurs="2" {MANY}')),
         "minOccurs changed", COMPATIBLE, BREAKING, "major", lost="><a/>"),
    Case("maxOccurs 1 to many", sequence_of(A), sequence_of(child("a", more=MANY)),
         "maxOccurs changed", BREAKING, COMPATIBLE, "major", gained="><a/><a/>"),
    Case("maxOccurs many to 1", sequence_of(child("a", more=MANY)), sequence_of(A),
         "maxOccurs changed", BREAKING, BREAKING, "major", lost="><a/><a/>"),
    Case("maxOccurs 2 to 3", sequence_of(child("a", more='maxOccurs="2"')),
         sequence_of(child("a", more='maxOccurs="3"')),
         "maxOccurs changed", CARE, COMPATIBLE, "minor", gained="><a/><a/><a/>"),
    Case("maxOccurs many to 2", sequence_of(child("a", more=MANY)),
         sequence_of(child("a", more='maxOccurs="2"')),
         "maxOccurs changed", COMPATIBLE, BREAKING, "major", lost="><a/><a/><a/>"),
    Case("order of a sequence", sequence_of(A, B), sequence_of(B, A),
         "children changed", BREAKING, BREAKING, "major", lost="><a/><b/>", gained="><b/><a/>"),
    Case("sequence to all", sequence_of(A, B), f"<xs:all>{A}{B}</xs:all>",
         "children changed", CARE, COMPATIBLE, "minor", gained="><b/><a/>"),
    Case("all to sequence", f"<xs:all>{A}{B}</xs:all>", sequence_of(A, B),
         "children changed", COMPATIBLE, BREAKING, "major", lost="><b/><a/>"),
    Case("one of them at least",
         sequence_of(child("a", more=OPTIONAL), child("b", more=OPTIONAL)),
         f"<xs:choice>{sequence_of(A, child('b', more=OPTIONAL))}{B}</xs:choice>",
         "children changed", COMPATIBLE, BREAKING, "major", lost=">"),
    Case("any element allowed", sequence_of(A),
         sequence_of(A, '<xs:any namespace="##other" processContents="lax" minOccurs="0"/>'),
         "optional element added", CARE, COMPATIBLE, "minor", gained='><a/><z:z xmlns:z="urn:z"/>'),
    Case("optional attribute", "", attribute("x"),
         "optional attribute added", CARE, COMPATIBLE, "minor", gained=' x="1">'),
    Case("required attribute", "", attribute("x", more=REQUIRED),
         "required attribute added", CARE, BREAKING, "major", lost=">", gained=' x="1">'),
    Case("attribute removed", attribute("x"), "",
         "attribute removed", BREAKING, BREAKING, "major", lost=' x="1">'),
    Case("attribute prohibited", attribute("x"), attribute("x", more='use="prohibited"'),
         "attribute removed", BREAKING, BREAKING, "major", lost=' x="1">'),
    Case("attribute renamed", attribute("x", "xs:float"), attribute("y", "xs:float"),
         "attribute renamed", BREAKING, BREAKING, "major", lost=' x="1">', gained=' y="1">'),
    Case("attribute made required", attribute("x"), attribute("x", more=REQUIRED),
         "made required", COMPATIBLE, BREAKING, "major", lost=">"),
    Case("attribute made optional", attribute("x", more=REQUIRED), attribute("x"),
         "made optional", BREAKING, COMPATIBLE, "major", gained=">"),
    Case("attribute default", attribute("x", more='default="1"'),
         attribute("x", more='default="2"'),
         "default changed", CARE, CARE, "minor"),
    Case("attribute fixed", attribute("x"), attribute("x", more='fixed="1"'),
         "value fixed", COMPATIBLE, BREAKING, "major", lost=' x="2">'),
    Case("fixed value changed", attribute("x", more='fixed="1"'), attribute("x", more='fixed="2"'),
         "fixed value changed", BREAKING, BREAKING, "major", lost=' x="1">', gained=' x="2">'),
    Case("any attribute", "", '<xs:anyAttribute processContents="lax"/>',
         "opened", CARE, COMPATIBLE, "minor", gained=' q="1">'),
    Case("integer to float", attribute("x", "xs:integer"), attribute("x", "xs:float"),
         "type widened", CARE, COMPATIBLE, "minor", gained=' x="1.5">'),
    Case("float to integer", attribute("x", "xs:float"), attribute("x", "xs:integer"),
         "type narrowed", COMPATIBLE, BREAKING, "major", lost=' x="1.5">'),
    Case("float to text", attribute("x", "xs:float"), attribute("x"),
         "type widened", BREAKING, COMPATIBLE, "major", gained=' x="much">'),
    Case("text to float", attribute("x"), attribute("x", "xs:float"),
         "type narrowed", CARE, BREAKING, "major", lost=' x="much">'),
    Case("date to number", attribute("x", "xs:date"), attribute("x", "xs:int"),
         "type changed", BREAKING, BREAKING, "major", lost=' x="2021-03-04">', gained=' x="1">'),
    Case("value added", restricted("enumeration=u", "enumeration=v"),
         restricted("enumeration=u", "enumeration=v", "enumeration=w"),
         "values added", CARE, COMPATIBLE, "minor", gained="><a>w</a>"),
    Case("value removed", restricted("enumeration=u", "enumeration=v"),
         restricted("enumeration=u"),
         "values removed", COMPATIBLE, BREAKING, "major", lost="><a>v</a>"),
    Case("values listed", restricted(), restricted("enumeration=u"),
         "values limited", COMPATIBLE, BREAKING, "major", lost="><a>v</a>"),
    Case("bound tightened", restricted("maxInclusive=9", base="xs:int"),
         restricted("maxInclusive=5", base="xs:int"),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost="><a>7</a>"),
    Case("bound loosened", restricted("minInclusive=0", base="xs:float"),
         restricted("minInclusive=-1", base="xs:float"),
         "bound loosened", CARE, COMPATIBLE, "minor", gained="><a>-0.5</a>"),
    Case("length", restricted("maxLength=4"), restricted("maxLength=2"),
         "bound tightened", COMPATIBLE, BREAKING, "major", lost="><a>abc</a>"),
    Case("pattern", restricted(), restricted("pattern=u+"),
         "pattern added", COMPATIBLE, BREAKING, "major", lost="><a>v</a>"),
    Case("items of a restricted list", restricted_list("xs:int"), restricted_list("xs:float"),
         "type widened", CARE, COMPATIBLE, "minor", gained="><a>1.5</a>"),
    Case("values replaced in part", restricted("enumeration=u", "enumeration=v"),
         restricted("enumeration=u", "enumeration=w"),
         "values changed", CARE, BREAKING, "major", lost="><a>v</a>", gained="><a>w</a>"),
    Case("nillable", sequence_of(child("a", "xs:int")),
         sequence_of(child("a", "xs:int", 'nillable="true"')),
         "nillable changed", BREAKING, COMPATIBLE, "major",
         gained='><a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'),
    Case("documentation", sequence_of(A),
         "<xs:annotation><xs:documentation>E.</xs:documentation></xs:annotation>" + sequence_of(A),
         "documentation changed", COMPATIBLE, COMPATIBLE, "patch"),
]  # fmt: skip

POOL = {each for case in CASES for each in (case.lost, case.gained) if each}


def schema(body: str) -> str:
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e">'
        f"<xs:complexType>{body}</xs:complexType></xs:element></xs:schema>"
    )


def fits(text: str, document: str) -> bool:
    compiled = etree.XMLSchema(etree.fromstring(text.encode()))
    return bool(compiled.validate(etree.fromstring(f"<e{document}</e>".encode())))


def compared(folder: Path, old: str, new: str) -> Comparison:
    paths = [folder / f"{side}.xsd" for side in ("old", "new")]
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text)
    return compare(*paths)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_change(tmp_path: Path, case: Case) -> None:
    found = compared(tmp_path, schema(case.old), schema(case.new))
    assert len(found.changes) == 1, found
    told = found.changes[0].asdict()
    assert told["path"].startswith("new.xsd#/e")
    assert {key: told[key] for key in ("kind", "readers", "writers", "step")} == {
        "kind": case.kind, "readers": case.readers, "writers": case.writers, "step": case.step,
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_validator_agrees(case: Case) -> None:
    old, new = schema(case.old), schema(case.new)
    assert not case.lost or (fits(old, case.lost) and not fits(new, case.lost))
    assert not case.gained or (fits(new, case.gained) and not fits(old, case.gained))
    for document in POOL:
        before, after = fits(old, document), fits(new, document)
        if case.writers == COMPATIBLE or not case.lost:
            assert not before or after, document
        if case.readers == COMPATIBLE or not case.gained:
            assert before or not after, document


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_same_is_the_same(tmp_path: Path, case: Case) -> None:
    assert compared(tmp_path, schema(case.new), schema(case.new)).changes == ()


def test_named_types_and_other_elements(tmp_path: Path) -> None:
    old = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e" type="T"/>'
        '<xs:complexType name="T"><xs:sequence><xs:element name="a" type="S" minOccurs="0"/>'
        '<xs:element name="t" type="T" minOccurs="0"/></xs:sequence></xs:complexType>'
        '<xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>'
    )
    new = old.replace("xs:int", "xs:integer").replace(
        '<xs:complexType name="T">', '<xs:element name="f" type="S"/><xs:complexType name="T">'
    )
    found = {change.path: change for change in compared(tmp_path, old, new).changes}
    assert set(found) == {"new.xsd#/S", "new.xsd#/f"}
    assert found["new.xsd#/S"].kind == "type widened"
    assert found["new.xsd#/f"].step == "minor"
    assert compared(tmp_path, new, old).step == "major"
    elsewhere = old.replace("<xs:schema ", '<xs:schema targetNamespace="urn:n" xmlns="urn:n" ')
    assert compared(tmp_path, old, elsewhere).changes[0].kind == "namespace changed"


def accepted(model: Model, length: int) -> set[tuple[str, ...]]:
    """Every list of children that fits, up to a length: tried one by one, by another way."""
    if model.kind == "name":
        return {(model.name,)} if length else set()
    if model.kind in ("empty", "never"):
        return {()} if model.kind == "empty" else set()
    parts = [accepted(part, length) for part in model.parts]
    if model.kind == "choice":
        return set().union(*parts)
    if model.kind == "sequence":
        return joined(parts, length)
    if model.kind == "all":
        return set().union(
            *(joined(list(order), length) for order in itertools.permutations(parts))
        )
    high = length + model.low if model.high is None else model.high
    counts = range(model.low, min(high, length + model.low) + 1)
    return set().union(*(joined(parts * count, length) for count in counts))


def joined(parts: list[set[tuple[str, ...]]], length: int) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = {()}
    for part in parts:
        found = {one + other for one in found for other in part if len(one + other) <= length}
    return found


def random_model(chance: random.Random, depth: int) -> Model:
    kind = chance.choice(["name", "sequence", "choice", "repeat"]) if depth else "name"
    if kind == "name":
        return named(chance.choice("ab"))
    if kind == "repeat":
        low = chance.randint(0, 2)
        high = chance.choice([None, low, low + 1, max(low, 1)])
        return repeat(random_model(chance, depth - 1), low, high)
    parts = [random_model(chance, depth - 1) for _ in range(chance.randint(1, 3))]
    return sequence(*parts) if kind == "sequence" else choice(*parts)


def test_differences_of_content_are_found_and_no_others() -> None:
    chance = random.Random(7)
    equal = 0
    for _ in range(400):
        one, other = random_model(chance, 2), random_model(chance, 2)
        if chance.random() < 0.2:
            one = interleave(named("c"), named("b"), repeat(named("a"), 0, 1))
        before, after = accepted(one, 4), accepted(other, 4)
        shown = difference(one, other)
        if shown is None:
            assert before <= after
            equal += 1
        elif len(shown) <= 4:
            assert tuple(shown) in before - after
            assert min(map(len, before - after)) == len(shown)
    assert equal > 20
