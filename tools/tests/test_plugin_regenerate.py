"""Packages made anew: same bytes, only what changed, and never a loss of work."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path

import pytest
from made_packages import NEWEST, SCHEMAS, contents, environment, quiet, write

from hop_codegen.cli import main
from hop_codegen.package import make_plugin


def test_same_schemas_same_bytes(tmp_path: Path) -> None:
    results = []
    for seed, locale, place in (("1", "C", "one"), ("77", "C.UTF-8", "deep/er/two")):
        source = write(tmp_path / place / "source", SCHEMAS)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "hop_codegen.cli", "plugin", str(source)),
                *("--name", "some-models", "--output", str(tmp_path / place / "out")),
            ],
            env={**environment(), "PYTHONHASHSEED": seed, "LC_ALL": locale},
            cwd=tmp_path / place,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        results.append(contents(tmp_path / place / "out"))
    assert results[0] == results[1]


def test_regenerating_changes_what_the_schema_changed(tmp_path: Path) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    output = tmp_path / "out"
    make_plugin(str(source), "some-models", output, tell=quiet)
    (output / "src/some_models/by_hand.py").write_text("MINE = 1\n")
    (output / "src/some_models/topics.py").write_text("TOPICS = {'SkyAlert': ['sky.*']}\n")
    (output / "pyproject.toml").write_text("# mine\n")
    before = contents(output)
    make_plugin(str(source), "some-models", output, tell=quiet)
    assert contents(output) == before

    changed = copy.deepcopy(SCHEMAS)
    changed["core/Place.schema.json"]["properties"]["height"] = {"type": "number"}
    del changed["tree.schema.json"]
    # A second schema of that title must not take the name away.
    changed["a.schema.json"] = {"$schema": NEWEST, "title": "Sky Alert", "type": "object"}
    (source / "tree.schema.json").unlink()
    write(source, changed)
    make_plugin(str(source), "some-models", output, tell=quiet)
    after = contents(output)
    place = "src/some_models"
    assert {path for path in before | after if before.get(path) != after.get(path)} == {
        "MODELS.md",
        "hop-codegen.json",
        "tests/test_generated.py",
        f"{place}/__init__.py",
        f"{place}/_schemas.py",
        f"{place}/a.py",
        f"{place}/alert.py",  # which has the fields of Place
        f"{place}/core_place.py",
        f"{place}/tree.py",
        f"{place}/schemas/a.schema.json",
        f"{place}/schemas/core/Place.schema.json",
        f"{place}/schemas/tree.schema.json",
    }
    assert f"{place}/tree.py" not in after
    assert b"class SkyAlert(" in after[f"{place}/alert.py"]


def test_work_by_hand_is_never_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    output = tmp_path / "out"
    command = ["plugin", str(source), "--name", "some-models", "--output", str(output)]
    assert main(command) == 0
    edited = output / "src/some_models/alert.py"
    edited.write_text(edited.read_text() + "MINE = 1\n")
    before = contents(output)
    capsys.readouterr()
    assert main(command) == 1
    assert "alert.py: generated, but edited by hand since" in capsys.readouterr().err
    assert contents(output) == before

    edited.unlink()
    assert main(command) == 0
    (output / "src/some_models/new.py").write_text("MINE = 1\n")
    write(source, {"new.schema.json": {"$schema": NEWEST, "type": "object"}})
    before = contents(output)
    capsys.readouterr()
    assert main(command) == 1
    assert "new.py: written by hand where a file is to be generated" in capsys.readouterr().err
    assert contents(output) == before


def test_a_package_may_lie_in_the_folder_of_its_schemas(tmp_path: Path) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    output = source / "package"
    make_plugin(str(source), "some-models", output, tell=quiet)
    before = contents(output)
    make_plugin(str(source), "some-models", output, tell=quiet)
    assert contents(output) == before
    assert sorted(path.name for path in source.iterdir() if path.name.startswith(".")) == []


def test_what_is_to_be_installed_is_told_as_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a bare name pip would ask the package index, where it may be somebody else's."""
    write(tmp_path / "source", SCHEMAS)
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    make_plugin("source", "some-models", Path("some-models"), tell=told.append)
    assert told[-1].endswith("; pip install ./some-models")
    make_plugin("source", "some-models", tmp_path / "some-models", tell=told.append)
    assert told[-1].endswith(f"; pip install {tmp_path}/some-models")
