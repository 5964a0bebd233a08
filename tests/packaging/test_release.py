"""What a release builds: the same bytes from the same source, and an error where it is not so."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from hop_release.builds import build_twice, digest, install, run_tests, wheel_of
from hop_release.packages import Package, ReleaseError, git, read_package

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
[dependency-groups]
test = ["pytest>=8.3"]
"""
HOOK = """
import time
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
class Clock(BuildHookInterface):
    def initialize(self, version, build_data):
        with open(f"{self.root}/src/moonstone.py", "a") as file:
            file.write(f"BUILT = {time.time_ns()}\\n")
"""


@pytest.fixture(autouse=True)
def _one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@1600000000 +0000")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def package(folder: Path, more: str = "", **files: str) -> Package:
    """A committed package; the time of the commit is always the same."""
    (folder / "stone/src").mkdir(parents=True)
    (folder / "stone/src/moonstone.py").write_text('__version__ = "1.0"\n')
    (folder / "stone/pyproject.toml").write_text(PROJECT + more)
    for name, text in files.items():
        (folder / "stone" / f"{name}.py").write_text(text)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, *IDENTITY, "commit", "-q", "-m", "First")
    return read_package(folder, "stone")


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "other"):
        made, _ = build_twice(package(tmp_path / name / "source"), tmp_path / name)
        assert [each.name for each in made] == [
            "moonstone-1.0.tar.gz",
            "moonstone-1.0-py3-none-any.whl",
        ]
        digests.add(tuple(map(digest, made)))
    assert len(digests) == 1


def test_a_build_that_depends_on_the_time_is_reported(tmp_path: Path, work: Path) -> None:
    stone = package(tmp_path / "source", "[tool.hatch.build.hooks.custom]\n", hatch_build=HOOK)
    with pytest.raises(ReleaseError, match=r"two builds of the same source differ"):
        build_twice(stone, work)


def test_a_failed_build_is_reported(tmp_path: Path, work: Path) -> None:
    more = "[tool.hatch.build.targets.sdist]\nonly-include = 1\n"
    with pytest.raises(ReleaseError, match=r"uv build .* exited"):
        build_twice(package(tmp_path / "source", more), work)


def test_an_older_version_is_built_from_its_tag(tmp_path: Path, work: Path) -> None:
    stone = package(tmp_path / "checkout")
    git(stone.root, "tag", "moonstone-v1.0")
    (stone.path / "src/moonstone.py").write_text('__version__ = "1.1"\n')
    made = [wheel_of(stone, Version(each), work).name for each in ("1.0", "1.1")]
    assert made == [f"moonstone-{each}-py3-none-any.whl" for each in ("1.0", "1.1")]


def test_a_module_that_cannot_be_imported_is_reported(tmp_path: Path, work: Path) -> None:
    stone = package(tmp_path / "source")
    (stone.path / "src/moonstone.py").write_text('__version__ = "1.0"\nimport sunstone\n')
    made, _ = build_twice(stone, work)
    with pytest.raises(ReleaseError, match="No module named 'sunstone'"):
        install(stone, made.archive, [], work / "archive")


def test_the_tests_run_against_what_was_built(tmp_path: Path, work: Path) -> None:
    stone = package(tmp_path / "source")
    (stone.path / "tests").mkdir()
    (stone.path / "tests/test_it.py").write_text(
        "import moonstone\n"
        "def test_it():\n"
        "    assert 'site-packages' in moonstone.__file__ and moonstone.__version__ == '1.0'\n"
    )
    made, copy = build_twice(stone, work)
    assert run_tests(copy, made.wheel, [], [], work / "good").startswith("1 passed")
    (copy.path / "tests/test_it.py").write_text("def test_it():\n    assert False\n")
    with pytest.raises(ReleaseError, match="1 failed"):
        run_tests(copy, made.wheel, [], [], work / "bad")
