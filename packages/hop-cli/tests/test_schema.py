"""``hop schema``: what is listed, what a table shows, and of which schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hop.cli import main
from hop.cli.schema_fields import Field, parts_of, parts_of_class
from hop.version import package_of, version_of


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["schema", *arguments]) == 0
    return capsys.readouterr().out


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    head, *rows = run(capsys, "list").splitlines()
    assert head.split() == ["FORMAT", "MODEL", "PACKAGE", "VERSION", "$SCHEMA"]
    found = {row.split()[0]: row.split()[1:] for row in rows}
    assert found["VOEVENT"][:3] == ["VOEvent", "hop-models", version_of("hop-models")]
    assert found["JSON"][1:3] == ["hop-core", version_of("hop-core")]
    assert any(uri.startswith("https://gcn.nasa.gov/schema/") for uri in found["GCNNOTICE"])
    entries = [json.loads(line) for line in run(capsys, "list", "--json").splitlines()]
    assert {entry["format"].upper() for entry in entries} == set(found)
    # Other tests of this process may have announced models that no package has.
    ours = [entry for entry in entries if entry["package"] in ("hop-core", "hop-models")]
    assert len(ours) >= 8
    assert all(entry["version"] for entry in ours)


def test_show_prints_fields_types_units_and_meanings(capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "show", "LVKAlert").splitlines()
    assert lines[0] == f"LVKAlert, format lvkalert, of hop-models {version_of('hop-models')}"
    rows = {line.split()[0]: line for line in lines if line.startswith("  ")}
    assert "superevent_id*" in rows
    assert "event: " in "\n".join(lines)
    assert rows["far"].split() == ["far", "number", "or", "null", "Hz", "False", "alarm", "rate."]
    assert "list of (text or null)" in rows["instruments"]


def test_show_follows_references_of_a_urn(capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, "show", "voevent")
    assert ".AstroCoords.Position2D: " in text
    assert "\nWhat.Group: " in text
    assert '"observation" or "prediction"' in text


def test_show_prints_the_schema_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("voevent", "circular", "gcnnotice", "lvkalert"):
        schema = json.loads(run(capsys, "show", name, "--json"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["properties"]


def test_validate_is_hop_validate(capsys: pytest.CaptureFixture[str]) -> None:
    examples = Path(__file__).parents[3] / "schemas/examples"
    good, bad = examples / "good/voevent/minimal.xml", examples / "bad/voevent/role.xml"
    assert "valid VOEVENT" in run(capsys, "validate", str(good))
    assert main(["schema", "validate", str(bad)]) == 65
    assert "@role" in capsys.readouterr().out
    assert main(["schema", "--help"]) == 0
    assert "validate" in capsys.readouterr().out


def test_a_model_without_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert "content*" in run(capsys, "show", "blob")
    assert main(["schema", "show", "blob", "--json"]) == 2
    assert "no JSON Schema for Blob" in capsys.readouterr().err
    assert main(["schema", "show", "nonsense"]) == 2
    assert "is an unknown format" in capsys.readouterr().err
    assert main(["schema"]) == 2


def test_packages_of_models() -> None:
    assert package_of("hop.models.voevent") == "hop-models"
    assert package_of("hop.message") == "hop-core"
    assert package_of("pytest.fixtures") == "pytest"
    assert package_of("no.such.module") is None


def test_types_units_and_parts() -> None:
    schema: dict[str, Any] = {
        "$id": "https://example.org/alert.json",
        "description": "An alert.",
        "allOf": [{"$ref": "core.json"}, {"properties": {"id": {"type": ["string", "null"]}}}],
        "properties": {
            "flux": {"type": "number", "unit": "Jy", "minimum": 0},
            "energy": {"type": "array", "items": {"type": "number"}, "description": "Range [keV]"},
            "kind": {"enum": ["a", "b"]},
            "many": {"enum": list(range(9))},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
            "one": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "gone": {"$ref": "elsewhere.json"},
            "free": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
        "$defs": {
            "Part": {"properties": {"again": {"$ref": "#/$defs/Part"}, "t": {"maximum": 5,
                     "type": "integer", "description": "Delay in s."}}},
            "core": {"$id": "core.json", "required": ["ra"], "$defs": {"n": {"type": "number"}},
                     "properties": {"ra": {"$ref": "#/$defs/n", "description": "In degrees."}}},
        },
    }  # fmt: skip
    whole, part = parts_of(schema)
    assert (whole.path, whole.text) == ("", "An alert.")
    told = {each.name: (each.type, each.unit) for each in whole.fields}
    assert told == {
        "flux": ("number from 0", "Jy"),
        "energy": ("list of number", "keV"),
        "kind": ('"a" or "b"', ""),
        "many": ("0 or 1 or 2 or 3 or 4 or 5 or 3 more", ""),
        "parts": ("list of object", ""),
        "one": ("text or list of text", ""),
        "gone": ("any", ""),
        "free": ("object of integer", ""),
        "ra": ("number", "degrees"),
        "id": ("text or null", ""),
    }
    assert [each.name for each in whole.fields if each.required] == ["ra"]
    assert part.path == "parts"
    assert part.fields[1] == Field("t", "integer to 5", False, "s", "Delay in s.")
    assert parts_of_class(str) == []
