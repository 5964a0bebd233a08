"""``hop-codegen check`` on the schemas themselves: each fault is found and named with its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hop_codegen.check_schemas import find_faults
from hop_codegen.cli import main
from hop_codegen.config import read_config

ROOT = Path(__file__).parents[2]
CIRCULAR = "schemas/gcn/circular.schema.json"
GOOD, BAD = "schemas/examples/good/circular", "schemas/examples/bad/circular"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the schemas and their examples."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return tmp_path


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    tree = json.loads(path.read_text(encoding="utf-8"))
    change(tree)
    path.write_text(json.dumps(tree), encoding="utf-8")


def test_ours_are_right() -> None:
    assert find_faults(read_config(ROOT)) == []


SCHEMA_FAULTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (
        lambda tree: tree["properties"]["body"].update(type="text"),
        "#/properties/body/type: against",
    ),
    (lambda tree: tree.update({"$schema": "urn:mine"}), "#/$schema: urn:mine is no dialect"),
    (
        lambda tree: tree["properties"].update(more={"$ref": "#/$defs/Gone"}),
        "#/properties/more/$ref: #/$defs/Gone names nothing",
    ),
    (
        lambda tree: tree["properties"].update(more={"$ref": "https://example.org/a.json"}),
        "nothing is fetched",
    ),
    (
        lambda tree: tree["properties"].update(more={"pattern": "("}),
        "#/properties/more/pattern: '('",
    ),
    (
        lambda tree: tree["properties"].update({"ra-dec": {}, "ra_dec": {}}),
        "#/properties/ra_dec: 'ra-dec' would be called ra_dec as well",
    ),
    (
        lambda tree: tree.update({"$defs": {"Far Away": {}, "FarAway": {}}}),
        "#/$defs/FarAway: 'Far Away' would be called FarAway as well",
    ),
]


@pytest.mark.parametrize(("change", "told"), SCHEMA_FAULTS, ids=[told for _, told in SCHEMA_FAULTS])
def test_a_schema_with_a_fault(
    repository: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    edit(repository / CIRCULAR, change)
    faults = find_faults(read_config(repository))
    assert len(faults) == 1, faults
    assert faults[0].startswith("gcn/circular.schema.json#")
    assert told in faults[0]


def test_repeated_names(repository: Path) -> None:
    path = repository / CIRCULAR
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"required":', '"required": [],\n  "required":'), encoding="utf-8")
    assert find_faults(read_config(repository)) == [
        "gcn/circular.schema.json: 'required' stands 2 times in one object"
    ]


def test_two_schemas_of_one_name(repository: Path) -> None:
    edit(repository / CIRCULAR, lambda tree: tree.update({"$id": "urn:hop:schemas:voevent:2.0"}))
    (repository / "schemas/gcn/Notice.schema.json").write_text("{}")
    faults = find_faults(read_config(repository))
    assert "voevent/voevent.schema.json: gcn/circular.schema.json has the same $id" in faults
    assert "gcn/notice.schema.json: gcn/Notice.schema.json has the same path" in faults


def test_what_is_no_schema(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / CIRCULAR).write_text("{")
    (repository / "schemas/voevent/VOEvent-v2.0.xsd").write_text("<a/>")
    assert main(["check", "--root", str(repository)]) == 1
    told = capsys.readouterr()
    assert "gcn/circular.schema.json: not JSON" in told.out
    assert "voevent/VOEvent-v2.0.xsd: not an XSD" in told.out
    assert "schemas or their examples are wrong" in told.err


def test_examples_that_are_not_what_their_folder_says(repository: Path) -> None:
    shutil.copy(repository / BAD / "body_is_list.json", repository / GOOD / "list.json")
    shutil.copy(repository / GOOD / "wire.json", repository / BAD / "wire.json")
    (repository / BAD / "wire.expect.json").write_text('{"error": "ValidationError"}')
    (repository / BAD / "untold.json").write_text("{}")
    voevent = repository / "schemas/examples"
    shutil.copy(voevent / "bad/voevent/role.xml", voevent / "good/voevent/role.xml")
    edit(repository / BAD / "body_missing.expect.json", lambda tree: tree.update(by="model"))
    faults = find_faults(read_config(repository))
    assert [fault.partition(":")[0].removeprefix("examples/") for fault in faults] == [
        "bad/circular/body_missing.json",
        "bad/circular/untold.json",
        "bad/circular/wire.json",
        "good/circular/list.json",
        "good/voevent/role.xml",
    ]
    for fault, told in zip(
        faults,
        ("not only the model", "untold.expect.json is missing", "accepts it", "$.body", "line "),
        strict=True,
    ):
        assert told in fault


def test_the_configuration_names_what_is_there(repository: Path) -> None:
    path = repository / "schemas/codegen.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('examples = ["circular"]', 'examples = ["letter"]'))
    assert find_faults(read_config(repository)) == [
        "codegen.toml#/module/circular/examples: there is no folder examples/good/letter"
    ]
