"""What a release checks: changelog, ranges, how far the schemas moved; and how it fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import schema_step
from packaging.requirements import Requirement
from packaging.version import Version

from hop_codegen.compare.verdicts import Step
from hop_release import command, rules
from hop_release.packages import (
    ROOT,
    Package,
    ReleaseError,
    copy_checkout,
    export,
    find_packages,
    siblings,
)

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
    packages = find_packages().values()
    for package in packages:
        (root / package.folder / package.version_file).parent.mkdir(parents=True)
        for name in ("pyproject.toml", "CHANGELOG.md"):
            shutil.copy(package.path / name, root / package.folder / name)
    for package in packages:
        set_version(root, "0.1.0", package.name)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Change it")


def set_version(root: Path, version: str, name: str = "hop-models") -> None:
    package = find_packages(root)[name]
    (package.path / package.version_file).write_text(
        f'__version__ = "{version}"\n', encoding="utf-8"
    )


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
    assert rules.least_version(Version(last), step) == Version(least)


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
    assert "version 1.0.0 fits the changes since hop-models-v1.0.0" in capsys.readouterr().out

    edit_circular(checkout, additionalProperties=True)
    for version, code in (("1.0.0", 1), ("1.0.1", 1), ("1.1.0", 0), ("2.0.0", 0)):
        set_version(checkout, version)
        assert schema_step.main(checkout) == code
    told = capsys.readouterr()
    assert "gcn/circular.schema.json#/additionalProperties: opened" in told.err
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
    assert find_packages(checkout)["hop-models"].released()[-1] == Version("0.10.0")
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
        ("1.1.0", "", " - 2021-05-06", "", ["has no entries"]),
        ("1.2.0", "", " - 2021-05-06", "- More.", ["is 1.1.0, the version is 1.2.0"]),
    ],
)  # fmt: skip
def test_changelog(
    checkout: Path, version: str, unreleased: str, date: str, entries: str, told: list[str]
) -> None:
    faults = faults_of_changelog(
        checkout, version, CHANGES.format(unreleased=unreleased, date=date, entries=entries)
    )
    assert len(faults) == len(told), faults
    assert all(text in fault for text, fault in zip(told, faults, strict=True))


def faults_of_changelog(root: Path, version: str, text: str) -> list[str]:
    set_version(root, version)
    package = find_packages(root)["hop-models"]
    (package.path / "CHANGELOG.md").write_text(text)
    return rules.changelog_has_the_version(package)


def test_a_changelog_out_of_order_or_none(checkout: Path) -> None:
    text = "## [Unreleased]\n## [1.0.0] - 2021-01-01\n- a\n## [1.1.0] - 2021-01-02\n- b\n"
    (fault,) = faults_of_changelog(checkout, "1.0.0", text)
    assert "not in order" in fault
    (fault,) = faults_of_changelog(checkout, "1.0.0", "Nothing yet")
    assert "no heading" in fault
    package = find_packages(checkout)["hop-models"]
    (package.path / "CHANGELOG.md").unlink()
    (fault,) = rules.changelog_has_the_version(package)
    assert "No such file" in fault


def need(root: Path, name: str, old: str, new: str) -> None:
    path = find_packages(root)[name].path / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(root: Path, name: str) -> list[str]:
    packages = find_packages(root)
    return rules.ranges_hold(packages[name], packages)


def test_ranges_of_this_repository_hold(checkout: Path) -> None:
    packages = find_packages(checkout)
    assert [fault for name in packages for fault in faults(checkout, name)] == []
    assert {"hop-core", "hop-models"} <= siblings(packages["hop-cli"], packages).keys()
    assert siblings(packages["hop-core"], packages) == {}


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
    assert {"hop-models", "hop-cli"} <= {each.split()[0] for each in told}
    assert all("excludes 0.2.0" in each for each in told)


def test_the_oldest_and_the_newest_that_a_range_allows(checkout: Path) -> None:
    for version in ("0.1.0", "0.1.1", "0.2.0", "1.0.0"):
        git(checkout, "tag", f"hop-models-v{version}")
    set_version(checkout, "0.3.0")

    def ends(*ranges: str) -> list[str]:
        models = find_packages(checkout)["hop-models"]
        needs = [Requirement(f"hop-models{each}") for each in ranges]
        return [str(version) for version in rules.ends_of_ranges(needs, models)]

    assert ends(">=0.1.1,<1") == ["0.1.1", "0.3.0"]
    assert ends(">=0.3,<1") == ["0.3.0"]
    assert ends(">=5") == []
    assert ends(">=0.1,<1", ">=0.1.1,<0.3") == ["0.1.1", "0.2.0"]


def test_only_what_is_committed_is_exported(checkout: Path, tmp_path: Path) -> None:
    (checkout / "schemas/new.json").write_text("{}")
    edit_circular(checkout, title="Changed")
    (checkout / ".gitignore").write_text("*.log\n")
    (checkout / "schemas/ignored.log").write_text("")
    (fault,) = rules.everything_is_committed(find_packages(checkout)["hop-models"])
    assert fault.startswith("3 files are not committed")
    export(checkout, "HEAD", tmp_path / "committed", "schemas")
    copy_checkout(checkout, tmp_path / "all")
    for name, changed in (("committed", False), ("all", True)):
        assert (tmp_path / name / "schemas/new.json").exists() == changed
        text = (tmp_path / name / CIRCULAR).read_text(encoding="utf-8")
        assert ('"Changed"' in text) == changed
    assert not (tmp_path / "committed/packages").exists()
    assert not (tmp_path / "all/schemas/ignored.log").exists()
    with pytest.raises(ReleaseError, match="git archive"):
        export(checkout, "no-such-tag", tmp_path / "gone")


def test_what_is_not_ready_is_not_released(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "left.txt").write_text("")
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "1 files are not committed, first ?? left.txt" in capsys.readouterr().err
    commit(checkout)
    git(checkout, "tag", "hop-core-v0.1.0", "HEAD~1")
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "hop-core-v0.1.0 exists already" in capsys.readouterr().err
    git(checkout, "tag", "hop-core-v0.2.0")
    git(checkout, "tag", "-d", "hop-core-v0.1.0")
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "0.2.0 is released already, and is later" in capsys.readouterr().err
    git(checkout, "tag", "-d", "hop-core-v0.2.0")
    (checkout / "packages/hop-core/CHANGELOG.md").write_text("## [Unreleased]\n- Not yet.\n")
    commit(checkout)
    assert command.main(["hop-core", "--root", str(checkout)]) == 1
    assert "the newest section is none, the version is 0.1.0" in capsys.readouterr().err
    assert command.main(["hop-core", "--version", "0.2.0", "--root", str(checkout)]) == 1
    assert "hop-core here is 0.1.0, not 0.2.0" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        command.main(["hop-client"])


def test_versions_are_read(checkout: Path) -> None:
    package: Package = find_packages(checkout)["hop-models"]
    set_version(checkout, "1.2.3")
    assert package.version == Version("1.2.3")
    for text, told in (("", "no line __version__"), ('__version__ = "soon"\n', "soon")):
        (checkout / MODELS_VERSION).write_text(text)
        with pytest.raises(ReleaseError, match=told):
            _ = package.version
    (checkout / MODELS_VERSION).unlink()
    with pytest.raises(ReleaseError, match="No such file"):
        _ = package.version
