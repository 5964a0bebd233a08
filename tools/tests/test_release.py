"""What a release checks: changelog, ranges, how far the schemas moved; and how it fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from hop_codegen.compare.verdicts import Step
from hop_release import changelog, command, ranges, repository, schema_step
from hop_release.errors import ReleaseError
from hop_release.packages import PACKAGES, ROOT, closure

IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
}
CIRCULAR = "schemas/gcn/circular.schema.json"
MODELS_VERSION = "packages/hop-models/src/hop/models/_version.py"


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, env=os.environ | IDENTITY
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository of its own with the schemas, the versions and the needs of the packages."""
    root = tmp_path / "checkout"
    shutil.copytree(
        ROOT / "schemas", root / "schemas", ignore=shutil.ignore_patterns("examples", "voevent")
    )
    for package in PACKAGES.values():
        (root / package.folder / package.version_file).parent.mkdir(parents=True)
        set_version(root, "0.1.0", package.name)
        for name in ("pyproject.toml", "CHANGELOG.md"):
            shutil.copy(ROOT / package.folder / name, root / package.folder / name)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Change it")


def set_version(root: Path, version: str, name: str = "hop-models") -> None:
    package = PACKAGES[name]
    path = root / package.folder / package.version_file
    path.write_text(f'__version__ = "{version}"\n', encoding="utf-8")


def edit_circular(root: Path, **more: Any) -> None:
    path = root / CIRCULAR
    path.write_text(json.dumps(json.loads(path.read_text()) | more), encoding="utf-8")


@pytest.mark.parametrize(
    ("last", "step", "least"),
    [
        ("0.1.0", Step.NONE, "0.1.0"),
        ("0.1.0", Step.PATCH, "0.1.1"),
        ("0.1.4", Step.MINOR, "0.1.5"),
        ("0.1.4", Step.MAJOR, "0.2.0"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.MAJOR, "2.0.0"),
        ("2.0", Step.PATCH, "2.0.1"),
    ],
)
def test_how_far_a_version_has_to_move(last: str, step: Step, least: str) -> None:
    assert schema_step.least_version(Version(last), step) == Version(least)


def test_the_schemas_and_the_version_move_together(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert schema_step.main(checkout) == 0
    assert "no earlier release" in capsys.readouterr().out

    set_version(checkout, "1.0.0")
    commit(checkout)
    git(checkout, "tag", "hop-models-v1.0.0")
    git(checkout, "tag", "hop-core-v9.0.0")
    assert schema_step.main(checkout) == 0
    assert "no earlier release" in capsys.readouterr().out
    (checkout / "later.txt").write_text("")
    commit(checkout)
    assert schema_step.main(checkout) == 0
    assert "schemas: none since hop-models-v1.0.0, version 1.0.0" in capsys.readouterr().out

    edit_circular(checkout, additionalProperties=True)
    for version, code in (("1.0.0", 1), ("1.0.1", 1), ("1.1.0", 0), ("2.0.0", 0)):
        set_version(checkout, version)
        assert schema_step.main(checkout) == code
    told = capsys.readouterr()
    assert "gcn/circular.schema.json#/additionalProperties: opened" in told.out
    assert "at least 1.1.0 is needed" in told.err

    edit_circular(checkout, required=["header", "body", "footer"])
    set_version(checkout, "1.1.0")
    commit(checkout)
    git(checkout, "tag", "hop-models-v1.1.0")  # a release itself is held to the one before it
    assert schema_step.main(checkout) == 1
    assert "at least 2.0.0 is needed" in capsys.readouterr().err


def test_the_newest_tag_counts_and_a_strange_one_is_told(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for version in ("0.9.0", "0.10.0"):
        git(checkout, "tag", f"hop-models-v{version}")
    assert repository.released(checkout, PACKAGES["hop-models"])[-1] == Version("0.10.0")
    git(checkout, "tag", "hop-models-vnext")
    assert schema_step.main(checkout) == 1
    assert "hop-models-vnext names no version" in capsys.readouterr().err


CHANGES = """# Changelog

## [Unreleased]
{unreleased}
## [1.1.0]{date}
{entries}
## [1.0.0] - 2021-03-04

- First.
"""


@pytest.mark.parametrize(
    ("version", "unreleased", "date", "entries", "told"),
    [
        ("1.1.0", "", " - 2021-05-06", "- More.", []),
        ("1.1.0", "- Even more.", " - 2021-05-06", "- More.", ["[Unreleased] has entries"]),
        ("1.1.0", "", "", "- More.", ["has no date"]),
        ("1.1.0", "", " - 2021-13-06", "- More.", ["has no date"]),
        ("1.1.0", "", " - 2021-05-06", "", ["says nothing"]),
        ("1.2.0", "", " - 2021-05-06", "- More.", ["is 1.1.0, the version is 1.2.0"]),
    ],
)  # fmt: skip
def test_changelog(
    tmp_path: Path, version: str, unreleased: str, date: str, entries: str, told: list[str]
) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(CHANGES.format(unreleased=unreleased, date=date, entries=entries))
    faults = changelog.faults_of(changelog.read_changelog(path), Version(version), "it")
    assert len(faults) == len(told), faults
    assert all(text in fault for text, fault in zip(told, faults, strict=True))


def test_a_changelog_out_of_order_or_none(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text("## [Unreleased]\n## [1.0.0] - 2021-01-01\n- a\n## [1.1.0] - 2021-01-02\n- b\n")
    (fault,) = changelog.faults_of(changelog.read_changelog(path), Version("1.0.0"), "it")
    assert "not in order" in fault
    path.write_text("Nothing yet")
    with pytest.raises(ReleaseError, match="no heading"):
        changelog.read_changelog(path)
    with pytest.raises(ReleaseError, match="No such file"):
        changelog.read_changelog(tmp_path / "gone.md")


def need(root: Path, name: str, old: str, new: str) -> None:
    path = root / PACKAGES[name].folder / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(root: Path, name: str) -> list[str]:
    known = {each: repository.released(root, package) for each, package in PACKAGES.items()}
    return ranges.faults_of(PACKAGES[name], root, known)


def test_ranges_of_this_repository_hold(checkout: Path) -> None:
    assert [fault for name in PACKAGES for fault in faults(checkout, name)] == []
    assert [each.name for each in closure(PACKAGES["hop-cli"], ROOT)] == ["hop-core", "hop-models"]


@pytest.mark.parametrize(
    ("range_", "told"),
    [
        ("hop-core==0.1.0", "give a range"),
        ("hop-core>=0.1", "a lower and an upper end"),
        ("hop-core<1", "a lower and an upper end"),
        ("hop-core>=0.2,<0.3", "but here is 0.1.0: widen the range"),
        ("hop-core>=0.0.5,<0.2", "but 0.0.5 was never released"),
    ],
)
def test_ranges_that_do_not_hold(checkout: Path, range_: str, told: str) -> None:
    need(checkout, "hop-models", "hop-core>=0.1,<0.2", range_)
    assert told in " ".join(faults(checkout, "hop-models"))


def test_a_version_that_its_dependents_leave_out(checkout: Path) -> None:
    set_version(checkout, "0.2.0", "hop-core")
    told = faults(checkout, "hop-core")
    assert [each.split()[0] for each in told] == ["hop-models", "hop-testing", "hop-cli"]
    assert all("leaves 0.2.0 out" in each for each in told)


def test_the_oldest_and_the_newest_that_a_range_allows() -> None:
    known = [Version(each) for each in ("0.1.0", "0.1.1", "0.2.0", "1.0.0")]
    found = ranges.versions_to_test(Requirement("a>=0.1.1,<1"), Version("0.3.0"), known)
    assert found == [Version("0.1.1"), Version("0.3.0")]
    assert ranges.versions_to_test(Requirement("a>=0.3,<1"), Version("0.3.0"), known) == [
        Version("0.3.0")
    ]
    assert ranges.versions_to_test(Requirement("a>=5"), Version("0.3.0"), known) == []


def test_only_what_is_committed_is_exported(checkout: Path, tmp_path: Path) -> None:
    (checkout / "schemas/new.json").write_text("{}")
    edit_circular(checkout, title="Changed")
    assert sorted(line.split()[1] for line in repository.uncommitted(checkout)) == [
        CIRCULAR,
        "schemas/new.json",
    ]
    repository.export(checkout, "HEAD", tmp_path / "committed", "schemas")
    repository.export_as_it_is(checkout, tmp_path / "all")
    for name, changed in (("committed", False), ("all", True)):
        assert (tmp_path / name / "schemas/new.json").exists() == changed
        text = (tmp_path / name / CIRCULAR).read_text(encoding="utf-8")
        assert ('"Changed"' in text) == changed
    assert not (tmp_path / "committed/packages").exists()
    with pytest.raises(ReleaseError, match="git archive"):
        repository.export(checkout, "no-such-tag", tmp_path / "gone")


def test_what_is_not_ready_is_not_released(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "left.txt").write_text("")
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "1 files are not committed, ?? left.txt among them" in capsys.readouterr().err
    commit(checkout)
    git(checkout, "tag", "hop-core-v0.1.0", "HEAD~1")
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "hop-core-v0.1.0 is there already" in capsys.readouterr().err
    git(checkout, "tag", "hop-core-v0.2.0")
    git(checkout, "tag", "-d", "hop-core-v0.1.0")
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "0.2.0 is released already, and later" in capsys.readouterr().err
    git(checkout, "tag", "-d", "hop-core-v0.2.0")
    (checkout / "packages/hop-core/CHANGELOG.md").write_text("## [Unreleased]\n- Not yet.\n")
    commit(checkout)
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "the newest section is none, the version is 0.1.0" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        command.main(["hop-client"])


def test_versions_are_read(checkout: Path) -> None:
    package = PACKAGES["hop-models"]
    set_version(checkout, "1.2.3")
    assert package.version(checkout) == Version("1.2.3")
    for text, told in (("", "no line __version__"), ('__version__ = "soon"\n', "soon")):
        (checkout / MODELS_VERSION).write_text(text)
        with pytest.raises(ReleaseError, match=told):
            package.version(checkout)
    (checkout / MODELS_VERSION).unlink()
    with pytest.raises(ReleaseError, match="No such file"):
        package.version(checkout)
