"""``hop-codegen check`` on the schemas themselves: each fault is found and named with its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hop_codegen.check_alerts import find_table_faults
from hop_codegen.check_schemas import find_faults
from hop_codegen.cli import main
from hop_codegen.config import read_config
from hop_codegen.errors import CodegenError

ROOT = Path(__file__).parents[2]
CIRCULAR = "schemas/gcn/circular.schema.json"
CONVERSIONS = "packages/hop-models/src/hop/models/_alerts/conversions.py"
GOOD, BAD = "schemas/examples/good/circular", "schemas/examples/bad/circular"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the schemas and their examples."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    conversions = tmp_path / CONVERSIONS
    conversions.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / CONVERSIONS, conversions)
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


# Tables of alerts


def table_faults(root: Path) -> str:
    """What is told of the tables and their examples."""
    try:
        return "\n".join(find_table_faults(read_config(root)))
    except CodegenError as fault:
        return str(fault)


TABLES = "schemas/alert/sources"
TABLE_FAULTS: list[tuple[str, str, str, str]] = [
    # table, what stands there, what is written instead, what is told
    ("lvk", "[far]", "[farr]", "lvk.toml#/farr: 'farr' is not known; did you mean 'far'?"),
    ("lvk", 'path = "/event/far"', 'pth = "/event/far"', "#/far/pth: 'pth' is not known"),
    ("lvk", '"/event/far"', '"/event/fra"', "lvk.toml: '/event/fra' is in no example and not"),
    ("lvk", '"/event/far"', '"event/far"', "'event/far' is no path of a lvk: write /name/name"),
    ("lvk", 'convert = "comma_list"', 'convert = "commas"', "did you mean 'comma_list'?"),
    ("lvk", 'mission = "LVK"', "mission = {}", "either a path or a constant is needed"),
    ("lvk", '"LVK"\nmessenger = "GW"', '"LVK"\nmessenger = "gravity"', "'gravity' is not known"),
    ("lvk", "UPDATE = ", 'HOPE = "hope", UPDATE = ', "#/kind/map: 'hope' is not known"),
    ("icecube_voevent", '"yr^-1"', '"yr-1"', "#/far/unit: 'yr-1' is not known; did you mean"),
    ("icecube_voevent", "[173, 174, 176]", "[173, 67]", "swift_voevent.toml#/match: "),
    ("icecube_voevent", 'base = "voevent"', 'base = "event"', "#/base: 'event' is not known"),
    ("circular", "description", "describe", "'describe' is not known"),
    ("swift_voevent", "ivo://nasa.gsfc.gcn/SWIFT#*_{id}", "ivo://x#", "#/cited: write ivorn ="),
]


@pytest.mark.parametrize(("table", "old", "new", "told"), TABLE_FAULTS)
def test_fault_of_a_table_is_named_with_its_cure(
    repository: Path, table: str, old: str, new: str, told: str
) -> None:
    path = repository / TABLES / f"{table}.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert told in table_faults(repository)


def test_a_table_needs_two_examples_with_their_alerts(repository: Path) -> None:
    folder = repository / "schemas/alert/examples/icecube_notice"
    (folder / "gold.alert.json").unlink()
    (folder / "update.alert.json").write_text('{"family": "x", "ra": 360, "message_id": "y"}')
    told = table_faults(repository)
    assert "gold.alert.json: missing: which alert must come of gold.json?" in told
    assert "update.alert.json: $.ra: 360 is greater than or equal to" in told
    (folder / "gold.json").unlink()
    folder.rename(folder.with_name("unknown"))
    told = table_faults(repository)
    assert "icecube_notice.toml: 0 examples, and 2 are needed: put NAME.json with" in told
    assert "alert/examples/unknown: no table has this name" in told


def test_check_tells_of_the_faults_of_tables(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(repository / "schemas/alert/examples/circular")
    assert main(["check", "--root", str(repository)]) == 1
    assert "circular.toml: 0 examples" in capsys.readouterr().out
