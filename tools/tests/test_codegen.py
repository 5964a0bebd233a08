"""The generator: same input, same bytes; what is out of date is found; a schema change arrives."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hop_codegen.check import find_differences
from hop_codegen.cli import main
from hop_codegen.config import find_root, read_config
from hop_codegen.errors import CodegenError
from hop_codegen.render import render

ROOT = Path(__file__).parents[2]
OUTPUT = Path("packages/hop-models/src/hop/models/_generated")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of what the generator reads and writes in this repository."""
    root = tmp_path / "copy"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "schemas", root / "schemas", ignore=ignored)
    shutil.copytree(ROOT / OUTPUT.parent, root / OUTPUT.parent, ignore=ignored)
    return root


def rendered(root: Path) -> dict[str, bytes]:
    files = render(read_config(root)).files
    return {path.relative_to(root).as_posix(): content for path, content in files.items()}


def python(root: Path, code: str, *, folder: Path | None = None, **variables: str) -> str:
    """The output of a process of its own, with the copy's models before the installed ones."""
    script = f"import hop; hop.__path__.insert(0, {str(root / OUTPUT.parents[1])!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder or root,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_committed_is_what_the_schemas_give() -> None:
    assert find_differences(read_config(ROOT)) == []


def test_generated_files_tell_their_source_and_nothing_of_the_machine() -> None:
    for name, content in rendered(ROOT).items():
        text = content.decode()
        assert str(ROOT) not in text
        assert str(Path.home()) not in text
        if name.endswith(".py") and not name.endswith("__init__.py"):
            assert text.startswith("# Generated from schemas/")
            assert "by hop-codegen; do not edit\n" in text
            assert "(sha256 " in text


def test_same_input_same_bytes(repository: Path, tmp_path: Path) -> None:
    code = """
import hashlib, pathlib
from hop_codegen.config import read_config
from hop_codegen.render import render
root = pathlib.Path({root!r})
for path, content in render(read_config(root)).files.items():
    print(path.relative_to(root).as_posix(), hashlib.sha256(content).hexdigest())
"""
    runs = {
        python(
            repository,
            code.format(root=str(root)),
            folder=folder,
            PYTHONHASHSEED=seed,
            LC_ALL=locale,
        )
        for root, folder, seed, locale in (
            (repository, tmp_path, "1", "C"),
            (ROOT, ROOT, "2", "C.UTF-8"),
        )
    }
    assert len(runs) == 1
    assert OUTPUT.as_posix() in runs.pop()


def test_check_finds_stale_missing_and_orphaned(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(repository)]) == 0
    assert capsys.readouterr() == ("", "")

    output = repository / OUTPUT
    (output / "voevent.py").write_text("# edited by hand\n")
    (output / "circular.py").unlink()
    (output / "old.py").write_text("")
    (output / "schemas" / "old.json").write_text("{}")
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}
    assert main(["check", "--root", str(repository)]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"missing: {(OUTPUT / 'circular.py').as_posix()}",
        f"stale: {(OUTPUT / 'voevent.py').as_posix()}",
        f"orphaned: {(OUTPUT / 'old.py').as_posix()}",
        f"orphaned: {(OUTPUT / 'schemas/old.json').as_posix()}",
    ]
    assert "hatch run generate" in told.err
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*")} == before

    assert main(["generate", "--root", str(repository)]) == 0
    assert main(["check", "--root", str(repository)]) == 0
    assert not (output / "old.py").exists()


def test_a_schema_change_reaches_the_models(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anchor = (
        '<xs:attribute name="unit" type="xs:string">\n      <xs:annotation>\n        '
        "<xs:documentation>\n          Unit of the value in VOUnits"
    )
    added = (
        '<xs:attribute name="confidence" type="smallFloat"><xs:annotation><xs:documentation>How '
        "sure the author is.</xs:documentation></xs:annotation></xs:attribute>\n    "
    )
    edit(repository / "schemas/voevent/VOEvent-v2.0.xsd", anchor, added + anchor)
    assert main(["check", "--root", str(repository)]) == 1
    assert "stale: schemas/voevent/voevent.schema.json" in capsys.readouterr().out
    assert main(["generate", "--root", str(repository)]) == 0
    assert main(["check", "--root", str(repository)]) == 0

    shown = python(
        repository,
        """
from hop.errors import ValidationError
from hop.models import VOEvent
event = VOEvent("ivo://a", What={"Param": {"name": "x", "confidence": "0.90"}})
again = VOEvent.load(bytes(event))
print(again.What.Param[0].confidence == 0.9, again.What["Param"]["confidence"])
print("How sure the author is." in type(again.What.Param[0]).__doc__)
for wrong in ("much", 1.5):
    try:
        VOEvent("ivo://a", What={"Param": {"confidence": wrong}})
    except ValidationError as fault:
        print(fault.path)
""",
    )
    assert shown.split() == ["True", "0.90", "True", *["What/Param/@confidence"] * 2]


def test_derive_writes_the_derived_schema_alone(repository: Path) -> None:
    schema = repository / "schemas/voevent/voevent.schema.json"
    expected = schema.read_bytes()
    schema.unlink()
    (repository / OUTPUT / "voevent.py").unlink()
    assert main(["derive", "--root", str(repository)]) == 0
    assert schema.read_bytes() == expected
    assert not (repository / OUTPUT / "voevent.py").exists()


def test_the_repository_is_found_from_within(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository / OUTPUT)
    assert find_root(Path.cwd()) == repository
    assert main(["check"]) == 0
    monkeypatch.chdir(repository.parent)
    assert main(["check"]) == 1
    assert "--root" in capsys.readouterr().err


def xsd(body: str) -> str:
    return f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a"
        targetNamespace="urn:a">{body}</xs:schema>"""


def root_of(body: str) -> str:
    return xsd(f'<xs:element name="VOEvent"><xs:complexType>{body}</xs:complexType></xs:element>')


ELEMENT = '<xs:element name="A"><xs:complexType><xs:attribute name="{}"/></xs:complexType>'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not an XSD"),
        ("<a/>", "not an XSD"),
        (xsd(""), "no global element VOEvent"),
        (root_of('<xs:sequence><xs:any processContents="lax"/></xs:sequence>'), "xs:any is not"),
        (root_of("<xs:sequence/><xs:anyAttribute/>"), "/VOEvent/@*: xs:anyAttribute is not"),
        (root_of('<xs:attribute name="a" type="xs:gMonth"/>'), "/VOEvent/@a: xs:gMonth is not"),
        (root_of('<xs:attribute name="a" type="xs:IDREFS"/>'), "/VOEvent/@a: xs:IDREFS is not"),
        (
            root_of('<xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="a"/>'),
            "/VOEvent/a: an element or attribute of that name",
        ),
        (
            root_of(
                f"<xs:sequence>{ELEMENT.format('x')}</xs:element><xs:element name='B'>"
                f"<xs:complexType><xs:sequence>{ELEMENT.format('y')}</xs:element></xs:sequence>"
                "</xs:complexType></xs:element></xs:sequence>"
            ),
            "two types would both be called AElement",
        ),
        (
            root_of('<xs:attribute name="a"><xs:simpleType><xs:restriction base="xs:string">'
                    '<xs:pattern value="x"/></xs:restriction></xs:simpleType></xs:attribute>'),
            "the facet pattern is not supported",
        ),
    ],
)  # fmt: skip
def test_an_xsd_that_cannot_be_used(
    repository: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (repository / "schemas/voevent/VOEvent-v2.0.xsd").write_text(text)
    fails_and_writes_nothing(repository)
    shown = capsys.readouterr().err
    assert shown.startswith("hop-codegen: voevent/VOEvent-v2.0.xsd")
    assert told in shown


def fails_and_writes_nothing(repository: Path) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}

    before = state()
    assert main(["generate", "--root", str(repository)]) == 1
    assert state() == before


CLASH = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}},
    "$defs": {
        name: {"title": "Twin", "type": "object", "properties": {field: {"type": "string"}}}
        for name, field in (("A", "x"), ("B", "y"))
    },
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda file: file.unlink(), "gcn/circular.schema.json: cannot be read"),
        (lambda file: file.write_text("{"), "gcn/circular.schema.json: not JSON"),
        (lambda file: file.write_text("[]"), "gcn/circular.schema.json: a schema is a JSON object"),
        (lambda file: file.write_text(json.dumps(CLASH)), "#/$defs/Twin: the name Twin is taken"),
    ],
)
def test_a_json_schema_that_cannot_be_used(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], object],
    told: str,
) -> None:
    change(repository / "schemas/gcn/circular.schema.json")
    fails_and_writes_nothing(repository)
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("output = ", "not TOML"),
        ("", "#/module: missing"),
        ("[module]", "#/output: missing"),
        ('output = "a"\ncommand = "b"\n[module.m]', "#/module/m/schema: missing"),
        ('output = "a"\ncommand = "b"\n[module.m]\nclas = 1', "#/module/m/clas: no such entry"),
        ('output = "a"\ncommand = 1\n[module]', "#/command: 1 is no str"),
        ('output = "a"\ncommand = "b"\nmodule.m = 1', "#/module/m: a table is needed"),
    ],
)
def test_a_configuration_that_cannot_be_used(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/codegen.toml").write_text(text)
    with pytest.raises(CodegenError) as caught:
        read_config(tmp_path)
    assert told in str(caught.value)
    assert "codegen.toml" in str(caught.value)


def test_enumerations_lose_repeats_and_inner_bounds_of_a_choice_mean_nothing() -> None:
    schema = json.loads(rendered(ROOT)["schemas/voevent/voevent.schema.json"])
    systems = schema["$defs"]["AstroCoordSystemElement"]["properties"]["id"]["enum"]
    assert len(systems) == len(set(systems)) == 14
    param = schema["$defs"]["ParamElement"]
    assert "required" not in param
    assert param["properties"]["Value"]["type"] == "array"
    assert schema["$defs"]["HowElement"]["anyOf"][0]["required"] == ["Description"]
    assert schema["$defs"]["CitationsElement"]["required"] == ["EventIVORN"]
    assert schema["required"] == ["ivorn"]
