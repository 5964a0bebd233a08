"""What git knows: tags, whether everything is committed, and copies of a version."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

from packaging.version import InvalidVersion, Version

from hop_release.errors import ReleaseError
from hop_release.packages import Package
from hop_release.tools import program


def git(root: Path, *arguments: str) -> str:
    """The output of git.

    Raises:
        ReleaseError: git fails, or is missing.
    """
    done = subprocess.run(
        [program("git"), *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ReleaseError(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def uncommitted(root: Path) -> list[str]:
    """The files that are changed or unknown to git, as ``git status`` lists them."""
    return git(root, "status", "--porcelain").splitlines()


def released(root: Path, package: Package) -> list[Version]:
    """The versions of a package that have a tag, the newest last."""
    versions = []
    for tag in git(root, "tag", "--list", f"{package.name}-v*").split():
        try:
            versions.append(Version(tag.removeprefix(f"{package.name}-v")))
        except InvalidVersion:
            raise ReleaseError(f"the tag {tag} names no version: delete it") from None
    return sorted(versions)


def is_at_head(root: Path, tag: str) -> bool:
    """Whether a tag is on the very commit that is checked out."""
    return git(root, "rev-list", "-1", tag) == git(root, "rev-parse", "HEAD")


def commit_time(root: Path, revision: str = "HEAD") -> str:
    """When a revision was committed, in seconds, as ``SOURCE_DATE_EPOCH`` takes it."""
    return git(root, "log", "-1", "--format=%ct", revision).strip()


def export(root: Path, revision: str, folder: Path, *paths: str) -> None:
    """Write the files of a revision to a folder: what is committed, and nothing else.

    Raises:
        ReleaseError: there is no such revision, or none of the paths in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / "export.tar"
    git(root, "archive", "--format=tar", f"--output={archive}", revision, *paths)
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    archive.unlink()


def export_as_it_is(root: Path, folder: Path) -> None:
    """Write the files of the checkout to a folder, committed or not, but for ignored ones."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        source = root / name
        if source.is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            target.chmod(source.stat().st_mode)
