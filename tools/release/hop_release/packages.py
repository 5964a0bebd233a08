"""The packages of this repository, and what git knows about them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[3]
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


class ReleaseError(Exception):
    """Something that a release needs does not hold; the text says what to do."""


@dataclass(frozen=True)
class Package:
    """One distribution, as its pyproject.toml describes it.

    Attributes:
        root: the checkout.
        folder: its folder, relative to the checkout.
        name: its name on the package index.
        version_file: the file with its version, relative to its folder.
        needs: its dependencies, those of all extras included.
        extras: the names of its extras.
        test_needs: what its tests need besides: the dependency group ``test``.
    """

    root: Path
    folder: str
    name: str
    version_file: str
    needs: tuple[Requirement, ...]
    extras: tuple[str, ...]
    test_needs: tuple[Requirement, ...]

    @property
    def path(self) -> Path:
        """Its folder."""
        return self.root / self.folder

    @property
    def version(self) -> Version:
        """The version in the checkout.

        Raises:
            ReleaseError: there is none, or it is not a version.
        """
        file = self.path / self.version_file
        try:
            match = _VERSION.search(file.read_text(encoding="utf-8"))
            if match is None:
                raise ReleaseError(f"{file}: no line __version__ = …")
            return Version(match[1])
        except OSError as error:
            raise ReleaseError(f"{file}: {error.strerror}") from None
        except InvalidVersion as error:
            raise ReleaseError(f"{file}: {error}") from None

    def tag(self, version: Version) -> str:
        """The tag that releases a version."""
        return f"{self.name}-v{version}"

    def released(self) -> list[Version]:
        """The versions that have a tag, the newest last.

        Raises:
            ReleaseError: a tag does not end in a version.
        """
        versions = []
        for tag in git(self.root, "tag", "--list", f"{self.name}-v*").split():
            try:
                versions.append(Version(tag.removeprefix(f"{self.name}-v")))
            except InvalidVersion:
                raise ReleaseError(f"the tag {tag} names no version: delete it") from None
        return sorted(versions)


def find_packages(root: Path = ROOT) -> dict[str, Package]:
    """The packages of a checkout by name: all in ``packages``, and ``tools``."""
    files = sorted([*root.glob("packages/*/pyproject.toml"), root / "tools/pyproject.toml"])
    found = [read_package(root, file.parent.relative_to(root).as_posix()) for file in files]
    return {package.name: package for package in found}


def read_package(root: Path, folder: str) -> Package:
    """The package in a folder of a checkout."""
    table = tomllib.loads((root / folder / "pyproject.toml").read_text(encoding="utf-8"))
    project = table["project"]
    extras = project.get("optional-dependencies", {})
    groups = [project.get("dependencies", []), *extras.values()]
    return Package(
        root,
        folder,
        name=project["name"],
        version_file=table["tool"]["hatch"]["version"]["path"],
        needs=tuple(Requirement(text) for group in groups for text in group),
        extras=tuple(extras),
        test_needs=tuple(map(Requirement, table.get("dependency-groups", {}).get("test", ()))),
    )


def siblings(
    package: Package, packages: dict[str, Package], *, for_tests: bool = False
) -> dict[str, list[Requirement]]:
    """The other packages here that a package needs, directly or not, with the ranges.

    Args:
        package: the package.
        packages: all packages here.
        for_tests: whether to add those that its tests need.
    """
    found: dict[str, list[Requirement]] = {}
    waiting = [*package.needs, *(package.test_needs if for_tests else ())]
    while waiting:
        requirement = waiting.pop()
        if requirement.name in packages and requirement.name != package.name:
            if requirement.name not in found:
                waiting += packages[requirement.name].needs
            found.setdefault(requirement.name, []).append(requirement)
    return dict(sorted(found.items()))


def git(root: Path, *arguments: str) -> str:
    """The output of a git command.

    Raises:
        ReleaseError: git fails.
    """
    return _git(root, *arguments).decode()


def _git(root: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)  # noqa: S607
    if done.returncode:
        raise ReleaseError(f"git {' '.join(arguments)}: {done.stderr.decode().strip()}")
    return done.stdout


def is_at_head(root: Path, tag: str) -> bool:
    """Return True if a tag is on the commit that is checked out."""
    return git(root, "rev-list", "-1", tag) == git(root, "rev-parse", "HEAD")


def export(root: Path, revision: str, folder: Path, *paths: str) -> None:
    """Write the files of a revision to a folder.

    Raises:
        ReleaseError: the revision does not exist, or has none of the paths.
    """
    content = _git(root, "archive", "--format=tar", revision, *paths)
    with tarfile.open(fileobj=BytesIO(content)) as files:
        files.extractall(folder, filter="data")


def copy_checkout(root: Path, folder: Path) -> None:
    """Copy the files of a checkout to a folder, committed or not, but not the ignored ones."""
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)
