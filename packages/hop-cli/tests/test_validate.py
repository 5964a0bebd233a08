"""``hop validate``: every fault of every file, by lines and as JSON."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hop.errors import MessageError
from hop.models import Blob, GCNCircular
from hop.publish import load

from .conftest import EXAMPLES, Result

Hop = Callable[..., Result]
VOEVENT, CIRCULAR = EXAMPLES / "demo/voevent.xml", EXAMPLES / "demo/circular.gcn3"
BROKEN = """<?xml version="1.0"?>
<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0"
    ivorn="ivo://a/b#c" role="test">
  <What>
    <Param name="a" dataType="text"/>
    <Params/>
  </What>
</voe:VOEvent>
"""


def test_good_files(hop: Hop) -> None:
    files = [VOEVENT, CIRCULAR, EXAMPLES / "demo/followup.json", EXAMPLES / "good/json/nan.json"]
    kinds = ["VOEVENT", "CIRCULAR", "JSON", "JSON"]
    lines = [f"{file}: valid {kind}\n" for file, kind in zip(files, kinds, strict=True)]
    assert hop("validate", *files) == Result(0, "".join(lines), "")
    assert hop("validate", "-q", *files) == Result(0, "", "")


@pytest.mark.parametrize("kind", ["voevent", "gcnnotice", "lvkalert", "gcntextnotice", "avro"])
def test_the_format_is_detected(hop: Hop, kind: str) -> None:
    files = sorted(each for each in (EXAMPLES / "good" / kind).iterdir() if each.suffix)
    found = hop("validate", *files).out.splitlines()
    # A notice that names no schema is JSON like any other. A second line names the nearest format.
    lines = [line for line in found if not line.endswith("; give -f GCNNOTICE")]
    assert len(lines) == len(files)
    known = [line for line in lines if line.endswith(f": valid {kind.upper()}")]
    assert known
    assert all(line.endswith(": valid JSON") for line in lines if line not in known)


def test_every_error_has_its_line(hop: Hop, folder: Path) -> None:
    broken, letter = folder / "broken.xml", folder / "letter.json"
    broken.write_text(BROKEN)
    letter.write_text('{"header": {"subject": 1,\n"number": 2},\n"body": "b"}')
    result = hop("validate", broken, VOEVENT, letter)
    assert result.code == 65
    assert result.err == "hop: 2 of 3 files not valid, 4 errors (hop explain MessageError)\n"
    assert result.out.splitlines() == [
        f"{broken}:5: What/Param/@dataType: expected one of 'string', 'float', 'int', got 'text'",
        f"{broken}:6: What/Params: expected no such element in What, or no more, got the "
        "element Params",
        f"{VOEVENT}: valid VOEVENT",
        f"{letter}:1: header/subject: expected text, got number 1",
        f"{letter}:2: header/number: expected text, got number 2",
    ]


def test_errors_as_json(hop: Hop, folder: Path) -> None:
    broken = folder / "broken.xml"
    broken.write_text(BROKEN)
    result = hop("validate", "--json", broken, CIRCULAR)
    assert result.code == 65
    bad, good = (json.loads(line) for line in result.out.splitlines())
    assert good == {"file": str(CIRCULAR), "format": "CIRCULAR", "valid": True, "faults": []}
    assert (bad["file"], bad["format"], bad["valid"]) == (str(broken), "VOEVENT", False)
    assert [fault["line"] for fault in bad["faults"]] == [5, 6]
    assert bad["faults"][0] == {
        "line": 5,
        "path": "What/Param/@dataType",
        "expected": "one of 'string', 'float', 'int'",
        "got": "'text'",
    }


def test_the_format_is_given(hop: Hop) -> None:
    result = hop("validate", "-f", "json", VOEVENT)
    assert (result.code, result.out.startswith(f"{VOEVENT}:1: not JSON at line 1")) == (65, True)
    assert hop("validate", "-f", "BLOB", VOEVENT).out == f"{VOEVENT}: valid BLOB\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", '{"a": 1,\n}', ":2: not JSON at line 2"),
        ("a", '{"a": 1,\n}', ":2: not JSON at line 2"),
        ("a.xml", "", "a VOEvent is expected, but the input is empty"),
        ("a.xml", "<a>\n</b>", ":2: a VOEvent is XML, and this is not well-formed"),
        ("a", "<a/>", "the root element VOEvent"),
        ("a.gcn3", "Dear all,", "no circular"),
        ("a", "SUBJECT: a\n\nb\udcff", ":3: not UTF-8"),
    ],
)
def test_bad_files(hop: Hop, folder: Path, name: str, content: str, says: str) -> None:
    (folder / name).write_text(content, errors="surrogateescape")
    result = hop("validate", folder / name)
    assert result.code == 65
    assert result.out.startswith(f"{folder / name}:")
    assert says in result.out
    assert result.err == "hop: 1 of 1 files not valid, 1 error (hop explain MessageError)\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Dear all,\nNote: dinner at eight", "BLOB"),
        ("Note: dinner at eight", "BLOB"),
        ("[12:00] all is well", "BLOB"),
        ("", "BLOB"),
        ('{"a": 1}', "JSON"),
        ("[1, 2]", "JSON"),
    ],
)
def test_without_a_schema_only_strict_refuses(
    hop: Hop, folder: Path, content: str, kind: str
) -> None:
    file = folder / "file"
    file.write_text(content)
    assert hop("validate", file) == Result(0, f"{file}: valid {kind}\n", "")
    result = hop("validate", "--strict", file)
    assert result.code == 65
    assert f"expected a format with a schema, got plain {kind}; give -f, or --schema" in result.out
    assert hop("validate", "--strict", VOEVENT).code == 0


def test_the_nearest_format_is_named(hop: Hop, folder: Path) -> None:
    file = folder / "file"
    file.write_text('{"superevent_id": "S1", "alert_typ": "INITIAL", "time_created": "now"}')
    result = hop("validate", file)
    first, *others = result.out.splitlines()
    assert (result.code, first) == (0, f"{file}: valid JSON")
    assert others
    assert all(line.endswith("(if it is meant as LVKALERT)") for line in others)
    assert any("alert_type" in line for line in others)
    (tree,) = hop("validate", "-j", file).out.splitlines()
    assert json.loads(tree)["nearest"] == "LVKALERT"
    strictly = hop("validate", "--strict", file)
    assert strictly.code == 65
    assert len(strictly.out.splitlines()) == len(others)


def test_publishing_and_loading_see_the_same_format(hop: Hop, folder: Path) -> None:
    assert isinstance(load(str(CIRCULAR)), GCNCircular)
    for content, kind in ((BROKEN, "VOEVENT"), ('{"a": 1,\n}', "JSON")):
        file = folder / "file"
        file.write_text(content)
        assert hop("validate", file).code == 65
        cure = f"it looks like {kind}: repair it, or send it as it is with -f BLOB"
        hop("publish", "--no-auth", "kafka://localhost:1/t", file).fails(65, str(file), cure)
        with pytest.raises(MessageError, match="looks like"):
            load(str(file))


@pytest.mark.parametrize("content", ["5", '{"a": 1}', "Dear all", "", "\udcff", "[12:00] well"])
def test_what_looks_like_no_format_is_sent_as_before(folder: Path, content: str) -> None:
    file = folder / "file"
    file.write_text(content, errors="surrogateescape")
    assert load(str(file)).to_wire() == load(str(file), Blob).to_wire()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("demo/voevent.xml", "VOEVENT"), ("demo/circular.gcn3", "CIRCULAR"), ("avro", "AVRO")],
)
def test_a_file_compressed_by_gzip_is_unpacked(
    hop: Hop, folder: Path, name: str, kind: str
) -> None:
    name = "good/avro/one_record.avro" if name == "avro" else name
    file = folder / f"{Path(name).name}.gz"
    file.write_bytes(gzip.compress((EXAMPLES / name).read_bytes()))
    assert hop("validate", file) == Result(0, f"{file}: valid {kind}\n", "")
    assert hop("validate", "-f", kind, file) == Result(0, f"{file}: valid {kind}\n", "")


def test_a_damaged_gzip_file_is_not_valid(hop: Hop, folder: Path) -> None:
    file = folder / "event.xml.gz"
    file.write_bytes(gzip.compress(VOEVENT.read_bytes())[:-20])
    result = hop("validate", file)
    assert result.code == 65
    assert "compressed by gzip, and damaged" in result.out


def test_a_schema_may_be_compressed_by_gzip(hop: Hop, folder: Path) -> None:
    schema, file = folder / "own.xsd.gz", folder / "voevent.xml.gz"
    xsd = EXAMPLES.parent / "voevent/VOEvent-v2.0.xsd"
    schema.write_bytes(gzip.compress(xsd.read_bytes()))
    file.write_bytes(gzip.compress(VOEVENT.read_bytes()))
    assert hop("validate", "--schema", schema, file).code == 0
    schema.write_bytes(schema.read_bytes()[:-9])
    hop("validate", "--schema", schema, file).fails(78, "own.xsd.gz", "damaged")


def test_gcns_json_circular_is_valid_as_it_is_published(hop: Hop, folder: Path) -> None:
    file = EXAMPLES / "good/circular_record/corrected.json"
    assert hop("validate", "-f", "CIRCULAR", file).code == 0
    assert load(str(file), GCNCircular).to_wire() == ("json", file.read_bytes())
    bad = folder / "bad.json"
    bad.write_text('{"circularId": 1, "subject": 5, "body": "b"}')
    assert hop("validate", "-f", "CIRCULAR", bad).code == 65
    with pytest.raises(MessageError, match="subject"):
        load(str(bad), GCNCircular)


def test_standard_input(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(VOEVENT.read_bytes())))
    assert hop("validate", "-") == Result(0, "standard input: valid VOEVENT\n", "")
    hop("validate", "-", "-").fails(2, "one message only")


def test_a_file_that_cannot_be_read_is_reported_last(
    hop: Hop, hop_process: Hop, folder: Path
) -> None:
    result = hop_process("validate", "nowhere.xml", VOEVENT)
    assert (result.code, result.out) == (74, f"{VOEVENT}: valid VOEVENT\n")
    assert result.err == "hop: nowhere.xml: No such file or directory; check the path\n"
    broken = folder / "broken.xml"
    broken.write_text(BROKEN)
    result = hop("validate", "nowhere.xml", folder, broken)
    assert (result.code, len(result.out.splitlines())) == (65, 2)
    assert result.err.splitlines() == [
        "hop: error: nowhere.xml: No such file or directory",
        f"hop: error: {folder}: Is a directory",
        "hop: 1 of 3 files not valid, 2 errors (hop explain MessageError)",
    ]


def test_a_schema_of_the_user(hop: Hop, folder: Path) -> None:
    schema, good, bad = (folder / name for name in ("s.json", "good.json", "bad.json"))
    schema.write_text('{"properties": {"far": {"type": "number"}}, "required": ["id"]}')
    good.write_text('{"id": 1, "far": 0.1}')
    bad.write_text('{\n"far": "low"}')
    result = hop("validate", "--schema", schema, good, bad)
    assert (result.code, result.out.splitlines()) == (
        65,
        [
            f"{good}: valid s.json",
            f"{bad}:1: id: expected a value, got nothing, the field is missing",
            f"{bad}:2: far: expected a number, got 'low'",
        ],
    )
    hop("validate", "--schema", schema, "-f", "JSON", good).fails(2, "--format and --schema")
    hop("validate", "--schema", folder, good).fails(2, "is a directory")
    hop("validate", "--schema", VOEVENT, good).fails(78, "no XSD")
    hop("validate", "--schema", CIRCULAR, good).fails(78, "no JSON Schema")
    xsd = EXAMPLES.parent / "voevent/VOEvent-v2.0.xsd"
    assert hop("validate", "--schema", xsd, VOEVENT).out == f"{VOEVENT}: valid {xsd.name}\n"
    hop("validate", "--schema", "nowhere.json", good).fails(74, "nowhere.json: No such file")


def test_mistakes(hop: Hop) -> None:
    hop("validate").fails(2, "FILE...")
    hop("validate", "-f", "CAKE", VOEVENT).fails(2, "'CAKE' is an unknown format")
