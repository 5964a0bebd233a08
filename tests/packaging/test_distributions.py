"""What is in the wheels and in the source archives, and what is not."""

from __future__ import annotations

import tarfile
import zipfile
from email.parser import Parser
from itertools import combinations
from pathlib import Path

import pytest

OURS = ("hop-core", "hop-models", "hop-testing", "hop-sky", "hop-cli", "hop-archive")
ALL = (*OURS, "hop-codegen")

_PARTS = ("models", "cli", "sandbox", "testing", "sky", "archive", "events", "spark")
_ELSEWHERE = tuple(f"hop/{each}/" for each in _PARTS)
MARKERS = {
    "hop-core": "hop/py.typed",
    "hop-models": "hop/models/py.typed",
    "hop-testing": "hop/testing/py.typed",
    "hop-sky": "hop/sky/py.typed",
    "hop-cli": "hop/cli/py.typed",
    "hop-archive": "hop/archive/py.typed",
    "hop-codegen": "hop_codegen/py.typed",
}


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def read(wheel: Path, ending: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(ending)]
        return archive.read(name).decode()


@pytest.mark.parametrize("pair", list(combinations(ALL, 2)), ids="+".join)
def test_no_file_is_in_two_wheels(wheels: dict[str, Path], pair: tuple[str, str]) -> None:
    first, second = pair
    assert names(wheels[first]) & names(wheels[second]) == set()


@pytest.mark.parametrize("name", ALL)
def test_a_wheel_is_typed_and_licensed(wheels: dict[str, Path], name: str) -> None:
    content = names(wheels[name])
    assert MARKERS[name] in content
    assert any(entry.endswith(".dist-info/licenses/LICENSE") for entry in content)
    assert "hop/__init__.pyi" not in content
    assert not [entry for entry in content if "/tests/" in entry or "__pycache__" in entry]


@pytest.mark.parametrize("name", OURS)
def test_a_wheel_keeps_to_its_part_of_the_package(wheels: dict[str, Path], name: str) -> None:
    code = {entry for entry in names(wheels[name]) if ".dist-info/" not in entry}
    assert {entry.split("/")[0] for entry in code} == {"hop"}
    own = {
        "hop-core": lambda path: not path.startswith(_ELSEWHERE),
        "hop-models": lambda path: path.startswith(("hop/models/", "hop/events/", "hop/spark/")),
        "hop-testing": lambda path: path.startswith(("hop/sandbox/", "hop/testing/")),
        "hop-sky": lambda path: path.startswith("hop/sky/"),
        "hop-archive": lambda path: path.startswith("hop/archive/"),
        "hop-cli": lambda path: (
            path.startswith("hop/cli/")
            or path.removeprefix("hop/")
            in (
                "__main__.py",
                "_console.py",
                "_detection.py",
                "publish.py",
                "subscribe.py",
                "version.py",
            )
        ),
    }[name]
    assert [entry for entry in code if not own(entry)] == []
    assert ("hop/__init__.py" in code) == (name == "hop-core")


def test_the_models_bring_their_schemas(wheels: dict[str, Path]) -> None:
    endings = ("VOEvent-v2.0.xsd", "circular.schema.json")
    content = names(wheels["hop-models"])
    assert all(any(entry.endswith(ending) for entry in content) for ending in endings)


def test_the_samples_come_with_their_package(wheels: dict[str, Path]) -> None:
    examples = Path(__file__).parents[2] / "schemas/examples"
    files = {
        f"hop/testing/examples/{path.relative_to(examples).as_posix()}"
        for quality in ("good", "bad")
        for path in (examples / quality).rglob("*")
        if path.is_file()
    }
    content = names(wheels["hop-testing"])
    assert {entry for entry in content if entry.startswith("hop/testing/examples/")} == files


def test_the_command_brings_the_page_of_errors(wheels: dict[str, Path]) -> None:
    page = Path(__file__).parents[2] / "docs/errors.md"
    assert read(wheels["hop-cli"], "hop/cli/errors.md") == page.read_text(encoding="utf-8")


def test_entry_points(wheels: dict[str, Path]) -> None:
    assert "[hop_plugin]\nhop-models = hop.models.plugin" in read(
        wheels["hop-models"], "entry_points.txt"
    )
    assert "[hop_filter]\nhop-models = hop.models.filters:Selector" in read(
        wheels["hop-models"], "entry_points.txt"
    )
    assert "[hop_batch]\nhop-models = hop.models.batches:batch_maker" in read(
        wheels["hop-models"], "entry_points.txt"
    )
    assert "[hop_table]\nhop-models = hop.models.tables:to_table" in read(
        wheels["hop-models"], "entry_points.txt"
    )
    of_cli = read(wheels["hop-cli"], "entry_points.txt")
    assert "[console_scripts]\nhop = hop.cli:main" in of_cli
    of_testing = read(wheels["hop-testing"], "entry_points.txt")
    assert "[pytest11]\nhop.testing = hop.testing.plugin" in of_testing


@pytest.mark.parametrize("name", ALL)
def test_metadata(wheels: dict[str, Path], name: str) -> None:
    metadata = Parser().parsestr(read(wheels[name], ".dist-info/METADATA"))
    assert metadata["Name"] == name
    assert metadata["License-Expression"] == "BSD-3-Clause"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_payload().strip()
    needed = metadata.get_all("Requires-Dist") or []
    between = [entry for entry in needed if entry.startswith("hop-")]
    ranges = [entry.partition(";")[0] for entry in between]
    assert all(">=" in entry and "<" in entry and "==" not in entry for entry in ranges)
    own = {"hop-models": 1, "hop-testing": 2, "hop-sky": 3, "hop-cli": 3, "hop-archive": 3}
    assert len(between) == own.get(name, 0)


@pytest.mark.parametrize("name", ALL)
def test_source_archives(distributions: dict[str, tuple[Path, Path]], name: str) -> None:
    with tarfile.open(distributions[name][1]) as archive:
        content = archive.getnames()
    assert not [entry for entry in content if entry.endswith("hop/__init__.pyi")]
    for file in ("LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml"):
        assert any(entry.endswith(f"/{file}") and entry.count("/") == 1 for entry in content), file
