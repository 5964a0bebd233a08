"""The packages of this repository: where they are, what version they have, what they need."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

from hop_release.errors import ReleaseError

ROOT = Path(__file__).parents[3]

_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """One distribution.

    Attributes:
        name: as it is on the package index.
        folder: where it is in the repository.
        version_file: the file with its version, below that folder.
        import_name: a module that only it brings.
        test_needs: what its tests need beyond itself.
        oracles: what its tests compare with, installed by pip and without what it needs: its
            archives hold file names with colons, which uv refuses to unpack.
        extras: the extras that its tests need.
        tested_with: other packages here that only its tests need.
    """

    name: str
    folder: str
    version_file: str
    import_name: str
    test_needs: tuple[str, ...] = ()
    oracles: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    tested_with: tuple[str, ...] = ()

    def version(self, root: Path) -> Version:
        """The version that a checkout has.

        Raises:
            ReleaseError: it has none, or one that is no version.
        """
        path = root / self.folder / self.version_file
        try:
            match = _VERSION.search(path.read_text(encoding="utf-8"))
            if match is None:
                raise ReleaseError(f"{path}: no line __version__ = …")
            return Version(match[1])
        except OSError as fault:
            raise ReleaseError(f"{path}: {fault.strerror}") from None
        except InvalidVersion as fault:
            raise ReleaseError(f"{path}: {fault}") from None

    def needs(self, root: Path) -> list[Requirement]:
        """What it needs of the other packages here."""
        raw = tomllib.loads((root / self.folder / "pyproject.toml").read_text(encoding="utf-8"))
        found = map(Requirement, raw["project"]["dependencies"])
        return [each for each in found if each.name in PACKAGES]

    def tag(self, version: Version) -> str:
        """The tag that releases a version."""
        return f"{self.name}-v{version}"


_TESTING = ("pytest>=8.3", "pytest-timeout>=2.3", "hypothesis>=6.100")

PACKAGES = {
    package.name: package
    for package in (
        Package("hop-core", "packages/hop-core", "src/hop/_version.py", "hop.io", _TESTING),
        Package(
            "hop-models",
            "packages/hop-models",
            "src/hop/models/_version.py",
            "hop.models.voevent",
            (*_TESTING, "six", "xmlschema>=4.3"),
            ("voevent-parse==1.0.3",),
        ),
        Package(
            "hop-testing",
            "packages/hop-testing",
            "src/hop/testing/_version.py",
            "hop.testing",
            _TESTING,
        ),
        Package(
            "hop-cli",
            "packages/hop-cli",
            "src/hop/cli/_version.py",
            "hop.cli",
            _TESTING,
            tested_with=("hop-testing",),
        ),
        Package(
            "hop-codegen",
            "tools",
            "src/hop_codegen/_version.py",
            "hop_codegen",
            (*_TESTING, "packaging>=24"),
            tested_with=("hop-core", "hop-models", "hop-testing"),
        ),
    )
}
"""In the order in which they are released: none needs one that comes after it."""


def closure(package: Package, root: Path) -> list[Package]:
    """The packages here that it needs, directly or not, in the order of their releases."""
    found: set[str] = set()
    waiting = [package]
    while waiting:
        for requirement in waiting.pop().needs(root):
            if requirement.name not in found:
                found.add(requirement.name)
                waiting.append(PACKAGES[requirement.name])
    return [each for name, each in PACKAGES.items() if name in found]
