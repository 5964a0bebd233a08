"""``hop-codegen compare`` as a command: folders, references, exit codes, bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hop_codegen.cli import main
from hop_codegen.compare import json_schema

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/schema/{}/"

CORE = {"type": "object", "properties": {"ra": {"type": "number"}}}
ALERT = {
    "type": "object",
    "allOf": [{"$ref": "core.schema.json"}],
    "properties": {"core": {"$ref": "core.schema.json"}, "name": {"type": "string"}},
}


def write(folder: Path, version: str, **schemas: Any) -> Path:
    folder.mkdir(parents=True)
    for name, schema in schemas.items():
        named = (
            {"$id": f"{BASE.format(version)}{name}.schema.json", **schema} if version else schema
        )
        (folder / f"{name}.schema.json").write_text(json.dumps(named))
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main(["compare", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def places(found: dict[str, Any]) -> dict[str, str]:
    return {change["path"]: change["kind"] for change in found["changes"]}


def test_what_is_shared_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(tmp_path / "old", "v1.0.0", core=CORE, alert=ALERT, gone=CORE)
    new = write(
        tmp_path / "new", "v1.1.0",
        core={**CORE, "properties": {"ra": {"type": "string"}}}, alert=ALERT, come=ALERT,
    )  # fmt: skip
    (new / "alert.example.json").write_text('{"name": "no schema"}')
    code, found = run(capsys, old, new)
    assert places(found) == {
        "alert.schema.json#/$id": "version in the name",
        "come.schema.json#": "schema added",
        "core.schema.json#/$id": "version in the name",
        "core.schema.json#/properties/ra/type": "type changed",
        "gone.schema.json#": "schema removed",
    }
    assert found["step"] == "major"
    assert code == 12


def test_a_schema_that_moves_is_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "old", "", core=CORE, alert=ALERT)
    new = write(tmp_path / "new", "", alert=json.loads(
        json.dumps(ALERT).replace("core.schema", "parts/core.schema")
    ))  # fmt: skip
    write(new / "parts", "", core=CORE)
    code, found = run(capsys, old, new)
    assert places(found) == {
        "alert.schema.json#": "written otherwise",
        "parts/core.schema.json#": "schema renamed",
    }
    assert code == 12


def test_a_reference_exchanged_for_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"type": "object", "properties": {"dec": {"type": "integer"}}, "required": ["dec"]}
    old = write(tmp_path / "old", "v1", core=CORE, other=other, alert=ALERT)
    changed = {**ALERT, "allOf": [{"$ref": "other.schema.json"}]}
    new = write(tmp_path / "new", "v1", core=CORE, other=other, alert=changed)
    _, found = run(capsys, old, new)
    assert places(found) == {
        "alert.schema.json#/properties/ra": "field removed",
        "alert.schema.json#/properties/dec": "required field added",
    }


def test_recursive_schemas_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def tree(kind: str) -> dict[str, Any]:
        return {
            "properties": {"left": {"$ref": "#"}, "all": {"not": {"items": {"$ref": "#"}}},
                           "value": {"type": kind}, "same": {"$ref": "#/properties/left"}},
        }  # fmt: skip

    old = write(tmp_path / "old", "", tree=tree("integer"))
    new = write(tmp_path / "new", "", tree=tree("number"))
    code, found = run(capsys, old, new)
    assert places(found)["tree.schema.json#/properties/value/type"] == "type widened"
    # What widens the tree narrows what is no list of trees.
    assert places(found)["tree.schema.json#/properties/all/not"] == "not changed"
    assert code == 12


def test_schemas_that_refer_to_each_other_are_compared_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def entangled(kind: str) -> dict[str, Any]:
        me: dict[str, Any] = {"$ref": "#", "default": {}}
        choice = {"oneOf": [me, {"type": "array", "items": me}, {"not": me}]}
        fields = {f"f{index}": [me, choice, {"not": choice}][index % 3] for index in range(30)}
        return {"type": ["object", "boolean"], "properties": {**fields, "x": {"type": kind}}}

    old = write(tmp_path / "old", "", a=entangled("integer"))
    new = write(tmp_path / "new", "", a=entangled("string"))
    # It gives up after this number of pairs. Without its memory it would need far more.
    monkeypatch.setattr(json_schema, "MOST_PAIRS", 20_000)
    code, found = run(capsys, old, new)
    assert places(found)["a.schema.json#/properties/x/type"] == "type changed"
    assert code == 12


def test_beside_a_reference_of_draft_07_nothing_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def schema(dialect: str, least: int) -> dict[str, Any]:
        return {"$schema": dialect, "definitions": {"n": {"type": "number"}},
                "properties": {"x": {"$ref": "#/definitions/n", "minimum": least}}}  # fmt: skip

    steps = []
    for index, dialect in enumerate(
        ("http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema")
    ):
        old = write(tmp_path / f"old{index}", "", a=schema(dialect, 0))
        new = write(tmp_path / f"new{index}", "", a=schema(dialect, 1))
        steps.append(run(capsys, old, new)[1]["step"])
    assert steps == ["patch", "major"]


def test_exit_codes_and_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / f"{index}.json" for index in range(4)]
    for path, schema in zip(
        paths,
        ({}, {"description": "All."}, {"format": "uri"}, {"type": "string"}),
        strict=True,
    ):
        path.write_text(json.dumps(schema))
    codes = [main(["compare", str(paths[0]), str(path)]) for path in paths]
    assert codes == [0, 10, 11, 12]
    told = capsys.readouterr().out
    assert "step: none (0 changes)" in told
    assert "step: patch (1 change)" in told
    assert "readers: compatible; writers: breaking" in told
    assert "3.json#/type: type narrowed" in told


def test_our_own_schemas_compare(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, ROOT / "schemas", ROOT / "schemas") == (0, {"step": "none", "changes": []})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({}, None, "no such file or folder"),
        ({}, "{", "new.json: not JSON"),
        ({}, "[" * 100_000, "new.json: not JSON"),
        ({}, "[]", "a schema is a JSON object"),
        ({}, {"$ref": "gone.json"}, "new.json#/$ref: gone.json is none of these schemas"),
        ({}, {"$ref": "https://example.org/a.json"}, "nothing is fetched"),
        ({}, {"allOf": [{"$ref": "#/$defs/A"}]}, "new.json#/allOf/0/$ref: #/$defs/A names nothing"),
    ],
)  # fmt: skip
def test_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: Any, new: Any, told: str
) -> None:
    one, other = tmp_path / "old.json", tmp_path / "new.json"
    one.write_text(json.dumps(old))
    if new is not None:
        other.write_text(new if isinstance(new, str) else json.dumps(new))
    assert main(["compare", str(one), str(other)]) == 1
    assert told in capsys.readouterr().err


def test_what_cannot_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, empty = tmp_path / "a.json", tmp_path / "empty"
    file.write_text("{}")
    empty.mkdir()
    xsd = tmp_path / "a.xsd"
    xsd.write_text("<a/>")
    for pair, told in (
        ((file, empty), "not both files"),
        ((empty, empty), "no schema there"),
        ((file, xsd), "not both XSDs"),
        ((xsd, xsd), "not an XSD"),
    ):
        assert main(["compare", *map(str, pair)]) == 1
        assert told in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["compare", str(file)])
    assert caught.value.code == 2


def test_files_are_found_by_odd_names_and_relative_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for version, kind in (("old", "number"), ("new", "string")):
        schemas = {
            "a.schema.json": {"$id": "../common/a.json", "$ref": "b.json"},
            "b.schema.json": {"$id": "../common/b.json", "$ref": "../c%20%C3%A4.schema.json"},
            "c ä.schema.json": {"type": kind},
        }
        for name, schema in schemas.items():
            folder = tmp_path / version / ("" if name.startswith("c") else "x")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(json.dumps(schema))
    code, found = run(capsys, tmp_path / "old", tmp_path / "new")
    assert places(found)["c ä.schema.json#/type"] == "type changed"
    assert code == 12


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<xs:element name="a" type="xs:no"/>', "not an XSD: unknown type 'xs:no' (at /xs:schema"),
        ('<xs:include schemaLocation="b.xsd"/>', "cannot be read: Include schema failed: "),
    ],
)
def test_a_fault_of_an_xsd_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inside: str, told: str
) -> None:
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{inside}</xs:schema>'
    (tmp_path / "a.xsd").write_text(text)
    assert main(["compare", str(tmp_path / "a.xsd"), str(tmp_path / "a.xsd")]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
