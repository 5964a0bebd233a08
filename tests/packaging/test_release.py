"""What a release builds: the same bytes from the same source, and an error where it is not so."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from hop_release import installs
from hop_release.builds import build_twice, digest
from hop_release.errors import ReleaseError
from hop_release.installs import wheel_of
from hop_release.packages import Package
from hop_release.repository import git

PACKAGE = Package("moonstone", "stone", "src/moonstone.py", "moonstone", ("pytest>=8.3",))
IDENTITY = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
PROJECT = """
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
[project]
name = "moonstone"
dynamic = ["version"]
requires-python = ">=3.11"
[tool.hatch.version]
path = "src/moonstone.py"
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
    (folder / "stone/src/moonstone.py").write_text('__version__ = "1.0"\n')
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


def test_an_older_version_is_built_from_its_tag(tmp_path: Path) -> None:
    root = source(tmp_path / "checkout")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, *IDENTITY, "commit", "-q", "-m", "First")
    git(root, "tag", "moonstone-v1.0")
    (root / "stone/src/moonstone.py").write_text('__version__ = "1.1"\n')
    work = tmp_path / "work"
    made = [wheel_of(PACKAGE, Version(each), root, root, work).name for each in ("1.0", "1.1")]
    assert made == [f"moonstone-{each}-py3-none-any.whl" for each in ("1.0", "1.1")]


def test_the_tests_run_against_what_was_built(tmp_path: Path) -> None:
    folder = source(tmp_path / "source")
    (folder / "stone/tests").mkdir()
    test = folder / "stone/tests/test_it.py"
    test.write_text(
        "import moonstone\n"
        "def test_it():\n"
        "    assert 'site-packages' in moonstone.__file__ and moonstone.__version__ == '1.0'\n"
    )
    made = build_twice(PACKAGE, folder, tmp_path / "work", EPOCH)
    told = installs.test_installed(PACKAGE, made, [], folder, tmp_path / "good")
    assert told.startswith("1 passed")
    test.write_text("def test_it():\n    assert False\n")
    with pytest.raises(ReleaseError, match="1 failed"):
        installs.test_installed(PACKAGE, made, [], folder, tmp_path / "bad")
