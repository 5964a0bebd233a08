"""Wheels and source archives, built so that the same source gives the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from hop_release.errors import ReleaseError
from hop_release.packages import Package
from hop_release.tools import program, run


@dataclass(frozen=True)
class Build:
    """What is uploaded of one package."""

    wheel: Path
    archive: Path

    @property
    def files(self) -> tuple[Path, Path]:
        """Both."""
        return self.archive, self.wheel


def build(package: Package, source: Path, out: Path, epoch: str, seed: str = "0") -> Build:
    """Build the source archive of a package, and the wheel out of it.

    Raises:
        ReleaseError: the build fails, or gives other files than these two.
    """
    out.mkdir(parents=True, exist_ok=True)
    run(
        program("uv"), "build", "--quiet", "--out-dir", out, source / package.folder,
        cwd=source, SOURCE_DATE_EPOCH=epoch, PYTHONHASHSEED=seed,
    )  # fmt: skip
    wheels, archives = sorted(out.glob("*.whl")), sorted(out.glob("*.tar.gz"))
    if len(wheels) != 1 or len(archives) != 1:
        found = ", ".join(sorted(each.name for each in out.iterdir())) or "nothing"
        raise ReleaseError(f"the build of {package.name} gave {found}")
    return Build(wheels[0], archives[0])


def build_twice(package: Package, source: Path, work: Path, epoch: str) -> Build:
    """Build a package in two places, of another name and with other hashes of texts.

    Raises:
        ReleaseError: the two builds differ.
    """
    elsewhere = work / "the-same-in-another-place"
    shutil.copytree(source, elsewhere)
    first = build(package, source, work / "dist", epoch, "1")
    second = build(package, elsewhere, work / "dist-again", epoch, "2")
    for one, other in zip(first.files, second.files, strict=True):
        if one.name != other.name or digest(one) != digest(other):
            raise ReleaseError(
                f"{one.name}: two builds of the same source differ; unpack both and compare: "
                "something in it depends on the time, the path or the order of files"
            )
    shutil.rmtree(elsewhere)
    return first


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
