"""Every fault of a document: each bad example has its own, each good one none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hop._messages.faults import Fault
from hop._wire.registry import model_for
from hop.errors import ConfigError
from hop.models import GCNCircular, VOEvent
from hop.models._runtime.json_lines import lines_of
from hop.models.checks import load_check

EXAMPLES = Path(__file__).parents[3] / "schemas/examples"
VOEVENT = (EXAMPLES / "good/voevent/every_element.xml").read_bytes()
FORMATS = {"circular_record": "circular"}


def examples(kind: str) -> list[Any]:
    files = [
        file
        for file in sorted(EXAMPLES.glob(f"{kind}/*/*"))
        if file.is_file() and not file.name.endswith((".expect.json", ".gitattributes"))
    ]
    return [pytest.param(file, id=f"{file.parent.name}/{file.name}") for file in files]


def faults_of(file: Path) -> list[Fault]:
    name = file.parent.name
    model = model_for(FORMATS.get(name, name))
    assert model is not None
    return model.find_faults(file.read_bytes())


@pytest.mark.parametrize("file", examples("good"))
def test_a_good_example_has_no_faults(file: Path) -> None:
    assert faults_of(file) == []


@pytest.mark.parametrize("file", examples("bad"))
def test_a_bad_example_has_the_fault_that_it_is_for(file: Path) -> None:
    expected = json.loads(file.with_suffix(".expect.json").read_text())
    faults = faults_of(file)
    assert faults
    if path := expected.get("path"):
        assert any(path in re.sub(r"\[\d+\]", "", fault.path) for fault in faults)
    if file.suffix == ".xml" and file.stem not in ("empty", "entities"):
        assert all(fault.line for fault in faults)


def test_every_fault_of_a_voevent_with_its_line() -> None:
    data = b"""<?xml version="1.0"?>
<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0"
    ivorn="ivo://a/b#c" role="nonsense">
  <What>
    <Param name="a" dataType="text"/>
    <Group>
      <Param name="b" dataType="float"/>
      <Params/>
    </Group>
  </What>
  <Why importance="high"/>
  <Reference/>
</voe:VOEvent>
"""
    faults = VOEvent.find_faults(data)
    assert [(fault.line, fault.path) for fault in faults] == [
        (3, "@role"),  # where the tag ends
        (5, "What/Param/@dataType"),
        (8, "What/Group/Params"),
        (11, "Why/@importance"),
        (11, "Why"),
        (12, "Reference/@uri"),
    ]
    assert faults[3].expected.startswith("a number")
    assert faults[3].got == "'high'"
    assert VOEvent.find_faults(VOEVENT) == []


def test_a_voevent_that_is_no_xml() -> None:
    (fault,) = VOEvent.find_faults(b"<a>\n<b>\n</a>")
    assert fault.line == 3
    assert "not well-formed" in str(fault)
    (fault,) = VOEvent.find_faults(b"<a>\n\0")
    assert (fault.line, "NUL" in str(fault)) == (2, True)
    (fault,) = VOEvent.find_faults(b"<other/>")
    assert "the root element VOEvent" in fault.expected


def test_the_faults_of_a_large_voevent_are_all_found() -> None:
    params = b"".join(b'<Param name="p" dataType="%d"/>\n' % n for n in range(5000))
    head, rest = VOEVENT.split(b"<What>", 1)
    _, tail = rest.split(b"</What>", 1)
    faults = VOEvent.find_faults(head + b"<What>\n" + params + b"</What>" + tail)
    first = head.count(b"\n") + 2
    assert [fault.line for fault in faults] == [*range(first, first + 5000)]


def test_every_fault_of_a_circular_in_json() -> None:
    data = b'{\n"header": {"a": "b",\n "number": 5,\n "c": null},\n"extra": [1]}'
    faults = GCNCircular.find_faults(data)
    assert [(fault.line, str(fault)) for fault in faults] == [
        (1, "body: expected a value, got nothing, the field is missing"),
        (3, "header/number: expected text, got number 5"),
        (4, "header/c: expected text, got null"),
        (5, "extra: expected no such field, got list [1]"),
    ]


def test_the_fault_of_a_circular_in_text() -> None:
    (fault,) = GCNCircular.find_faults(b"TITLE: GCN CIRCULAR\nSUBJECT: a\n\nbody \xff\n")
    assert (fault.line, "UTF-8" in str(fault)) == (4, True)
    (fault,) = GCNCircular.find_faults(b"Dear all,\n")
    assert "no circular" in str(fault)


SCHEMA = {
    "$id": "https://example.org/a/main.schema.json",
    "type": "object",
    "properties": {
        "kind": {"enum": ["grb", "gw"]},
        "far": {"type": ["number", "null"], "exclusiveMinimum": 0},
        "event": {"anyOf": [{"$ref": "sub/event.schema.json"}, {"type": "null"}]},
        "tags": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z]+$"},
            "maxItems": 3,
        },
        "mixed": {"oneOf": [{"type": "string"}, {"type": "array"}]},
    },
    "required": ["kind", "far"],
    "additionalProperties": False,
}
EVENT = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/event.schema.json").write_text(json.dumps(EVENT))
    path = tmp_path / "main.schema.json"
    path.write_text(json.dumps(SCHEMA))
    return path


def test_a_json_schema_of_ones_own(schema: Path) -> None:
    check = load_check(schema)
    assert check(b'{"kind": "gw", "far": 1e-9, "event": {"id": 1}}') == []
    document = """{
  "kind": "frb",
  "far": 0,
  "event": {
    "id": "7"
  },
  "tags": ["ok",
    "NO", "a",
    5],
  "mixed": 3,
  "other": {}
}"""
    assert [(fault.line, str(fault)) for fault in check(document.encode())] == [
        (2, "kind: expected one of 'grb', 'gw', got 'frb'"),
        (3, "far: expected more than 0, got number 0"),
        (5, "event/id: expected a whole number, got '7'"),
        (7, "tags: expected a list of at most 3 items, got list ['ok', 'NO', 'a', 5]"),
        (8, "tags/1: expected text that matches ^[a-z]+$, got 'NO'"),
        (9, "tags/3: expected text, got number 5"),
        (10, "mixed: expected text or a list, got number 3"),
        (11, "other: expected no such field, got object {}"),
    ]
    (fault,) = check(b'{\n"kind": }')
    assert fault.line == 2
    (fault,) = check(b"[]")
    assert str(fault) == "expected an object, got list []"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "no JSON Schema"),
        ("[]", "no JSON object"),
        ('{"type": "thing"}', "is no JSON Schema"),
        ("<schema", "no XSD"),
        ("<other/>", "no XSD"),
    ],
)
def test_what_is_no_schema(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "schema"
    path.write_text(content)
    with pytest.raises(ConfigError, match=says) as caught:
        load_check(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "ref", ["missing.json", "https://elsewhere.example/a.json", "file:///etc/passwd"]
)
def test_what_a_schema_refers_to_is_never_fetched(tmp_path: Path, ref: str) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"$ref": ref}))
    check = load_check(path)
    with pytest.raises(ConfigError, match="refers to"):
        check(b"{}")


def test_an_xsd_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xsd"
    path.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a">'
        '<xs:complexType><xs:attribute name="n" type="xs:float" use="required"/>'
        "</xs:complexType></xs:element></xs:schema>"
    )
    check = load_check(path)
    assert check(b'<a n="1"/>') == []
    assert [str(fault) for fault in check(b'<a n="x"/>')] == [
        "@n: expected a number: 1.5, -3e-5, INF, -INF, NaN, got 'x'"
    ]
    (fault,) = check(b"\n<b/>")
    assert fault.line == 2
    (fault,) = check(b"text")
    assert "not well-formed" in str(fault)


def test_lines_of_json() -> None:
    text = '{"a": [1,\n {"b\\"": "x\\ny",\n "c": {}}],\n\n "d"\n: "a:{[,\\\\"}'
    paths: set[tuple[str | int, ...]] = {
        (), ("a",), ("a", 0), ("a", 1), ("a", 1, 'b"'), ("a", 1, "c"), ("d",), ("e",)
    }  # fmt: skip
    assert json.loads(text)
    assert lines_of(text, paths) == {
        (): 1, ("a",): 1, ("a", 0): 1, ("a", 1): 2, ("a", 1, 'b"'): 2, ("a", 1, "c"): 3, ("d",): 5
    }  # fmt: skip
    assert lines_of("\n\n5", {()}) == {(): 3}
    assert lines_of('{"a": 1,\n"a":\n{}}', {("a",)}) == {("a",): 2}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """All paths in a value, in the order in which they are written."""
    yield path
    if isinstance(value, (dict, list)):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths_of(each, (*path, key))


@settings(deadline=None)
@given(VALUES)
def test_lines_of_any_json(value: Any) -> None:
    paths = list(paths_of(value))
    lines = lines_of(json.dumps(value, indent=1), set(paths))
    # Written so, each value begins a line of its own.
    found = [lines[path] for path in paths]
    assert found == sorted(set(found))
    assert lines_of(json.dumps(value), set(paths)) == dict.fromkeys(paths, 1)


def test_of_very_many_faults_the_first_are_listed_and_the_others_counted() -> None:
    attributes = b" ".join(b'a%d="x"' % n for n in range(10_007))
    head, tail = VOEVENT.split(b"<What>", 1)
    *listed, last = VOEvent.find_faults(head + b"<What " + attributes + b">" + tail)
    assert len(listed) == 10_000
    assert str(last) == "7 more faults, which are not listed"
