"""Two versions of the schemas of NASA's GCN, as npm has them: what changed is what is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from hop_codegen.compare.versions import find_schemas
from hop_codegen.readers.source import open_source

PACKAGE = "npm:@nasa-gcn/schema@{}"
OLD, NEW = "6.0.0", "7.2.3"
NAMES_ONLY = "version in the name"


@pytest.fixture(scope="module")
def found() -> list[dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-m", "hop_codegen.cli", "compare", "--json"]
        + [PACKAGE.format(version) for version in (OLD, NEW)],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 12, done.stderr
    told = json.loads(done.stdout)
    assert told["step"] == "major"
    changes: list[dict[str, str]] = told["changes"]
    return changes


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The schemas of both versions, by their paths."""
    result = {}
    for version in (OLD, NEW):
        folder = tmp_path_factory.mktemp("gcn")
        for name, content in open_source(PACKAGE.format(version)).files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        result[version] = {
            name: json.loads(Path(folder / name).read_bytes()) for name in find_schemas(folder)
        }
    return result


def kinds(found: list[dict[str, str]], name: str) -> dict[str, str]:
    start = f"gcn/{name}.schema.json#"
    return {
        change["path"].removeprefix(start): change["kind"]
        for change in found
        if change["path"].startswith(start) and change["kind"] != NAMES_ONLY
    }


def test_its_real_changes_are_listed(found: list[dict[str, str]]) -> None:
    assert kinds(found, "circulars") == {"/properties/eventType": "optional field added"}
    # A misspelt name was put right.
    assert kinds(found, "notices/core/Statistics") == {
        "/properties/background_count_rate": "field renamed"
    }
    assert kinds(found, "notices/core/Reporter") == {"/properties/filter": "field removed"}
    assert kinds(found, "notices/core/Localization") == {
        "/properties/healpix_file/description": "description changed"
    }
    trigger = kinds(found, "notices/fermi/gbm/trigger")
    assert trigger["/properties/photon_flux"] == "field removed"
    assert trigger["/properties/flux_unit"] == "optional field added"
    assert trigger["/properties/best_fit_model/enum"] == "values changed"
    for name in ("boom/alert", "maxi/gsc.known", "km3net/alert", "fermi/lat/flare"):
        assert kinds(found, f"notices/{name}") == {"": "schema added"}
    assert kinds(found, "notices/core/spectral/GammaRay") == {"": "schema removed"}
    assert kinds(found, "notices/core/models/Band") == {"": "schema renamed"}


def test_what_is_the_same_in_both_is_not_told(
    found: list[dict[str, str]], versions: dict[str, dict[str, Any]]
) -> None:
    def without_version(schema: dict[str, Any]) -> str:
        return json.dumps({key: value for key, value in schema.items() if key != "$id"})

    old, new = versions[OLD], versions[NEW]
    told = {change["path"].partition("#")[0] for change in found if change["kind"] != NAMES_ONLY}
    for name in old.keys() & new.keys():
        if without_version(old[name]) == without_version(new[name]):
            assert name not in told
        else:
            assert name in told
    assert (old.keys() ^ new.keys()) - told <= {
        # Told under their new names.
        name
        for name in old
        if "/core/spectral/models/" in name
    }


def judge(schemas: dict[str, Any], name: str) -> Any:
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema, DRAFT202012)) for schema in schemas.values()
    )
    return jsonschema.Draft202012Validator(schemas[name], registry=registry)


@pytest.mark.parametrize(
    ("name", "document", "fitted", "fits"),
    [
        ("core/Statistics", {"background_count_rate": "many"}, True, False),
        ("core/Statistics", {"backgound_count_rate": "many"}, False, True),
        ("core/Reporter", {"filter": "r"}, False, True),
    ],
)
def test_its_own_validator_agrees(
    versions: dict[str, dict[str, Any]],
    name: str,
    document: Any,
    fitted: bool,
    fits: bool,
) -> None:
    path = f"gcn/notices/{name}.schema.json"
    assert judge(versions[OLD], path).is_valid(document) == fitted
    assert judge(versions[NEW], path).is_valid(document) == fits
