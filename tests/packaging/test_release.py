"""What a release builds: the same bytes from the same source, and an error where it is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from hop_release.builds import build_twice, digest
from hop_release.errors import ReleaseError
from hop_release.packages import Package

PACKAGE = Package("moonstone", "stone", "src/moonstone.py", "moonstone")
PROJECT = """
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
[project]
name = "moonstone"
version = "1.0"
requires-python = ">=3.11"
[tool.hatch.build.targets.wheel]
only-include = ["src/moonstone.py"]
sources = ["src"]
"""
HOOK = """
import time
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
class Clock(BuildHookInterface):
    def initialize(self, version, build_data):
        with open(f"{self.root}/src/moonstone.py", "a") as file:
            file.write(f"BUILT = {time.time_ns()}\\n")
"""
EPOCH = "1600000000"


def source(folder: Path, more: str = "") -> Path:
    (folder / "stone/src").mkdir(parents=True)
    (folder / "stone/src/moonstone.py").write_text("")
    (folder / "stone/pyproject.toml").write_text(PROJECT + more)
    return folder


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "other"):
        made = build_twice(PACKAGE, source(tmp_path / name / "source"), tmp_path / name, EPOCH)
        assert [each.name for each in made.files] == [
            "moonstone-1.0.tar.gz",
            "moonstone-1.0-py3-none-any.whl",
        ]
        digests.add(tuple(map(digest, made.files)))
    assert len(digests) == 1


def test_a_build_that_depends_on_the_time_is_told(tmp_path: Path) -> None:
    folder = source(tmp_path / "source", "[tool.hatch.build.hooks.custom]\n")
    (folder / "stone/hatch_build.py").write_text(HOOK)
    with pytest.raises(ReleaseError, match=r"two builds of the same source differ"):
        build_twice(PACKAGE, folder, tmp_path / "work", EPOCH)


def test_what_cannot_be_built_is_told(tmp_path: Path) -> None:
    folder = source(tmp_path / "source", "[tool.hatch.build.targets.sdist]\nonly-include = 1\n")
    with pytest.raises(ReleaseError, match=r"uv build .* exited"):
        build_twice(PACKAGE, folder, tmp_path / "work", EPOCH)
