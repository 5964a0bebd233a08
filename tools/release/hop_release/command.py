"""``hatch run release:check PACKAGE``: all of a release but the upload."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from packaging.version import Version

from hop_release import builds, changelog, installs, ranges, repository, schema_step
from hop_release.errors import ReleaseError
from hop_release.packages import PACKAGES, ROOT, Package
from hop_release.tools import run

_Result = TypeVar("_Result")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all checks; the exit code is 1 where one fails."""
    options = _parser().parse_args(arguments)
    package = PACKAGES[options.package]
    root = options.root.resolve()
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        try:
            check = _Check(package, root, Path(name), rehearse=options.rehearse)
            rehearsed = check.run(options.out)
        except ReleaseError as fault:
            print(f"\n{package.name} cannot be released: {fault}", file=sys.stderr)
            return 1
    version = package.version(root)
    if rehearsed:
        print(f"\n{package.name} {version} builds and works; {rehearsed} to be done before release")
    else:
        print(f"\n{package.name} {version} can be released: git tag {package.tag(version)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hatch run release:check",
        description="Do everything that a release of one package does, but the upload.",
    )
    parser.add_argument("package", choices=list(PACKAGES), metavar="PACKAGE",
                        help=", ".join(PACKAGES))  # fmt: skip
    parser.add_argument(
        "--rehearse", action="store_true",
        help="only tell of what need hold on the day of a release alone: that everything is "
        "committed, that the changelog has a section of the version, that the version is new",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="keep what was built and tested there, for the upload")  # fmt: skip
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser


class _Check:
    def __init__(self, package: Package, root: Path, work: Path, *, rehearse: bool) -> None:
        self.package, self.root, self.work, self.rehearse = package, root, work, rehearse
        self.version = package.version(root)
        self.released: dict[str, list[Version]] = {}
        self.left = 0

    def run(self, out: Path | None) -> str:
        """All steps; the text says how much of the rest is left, "" for nothing."""
        self.released = {
            name: repository.released(self.root, each) for name, each in PACKAGES.items()
        }
        self.step("everything is committed", self.is_clean, only_at_release=True)
        self.step("the version is new", self.is_new, only_at_release=True)
        self.step("the changelog tells of it", self.is_told, only_at_release=True)
        self.step("ranges between the packages", self.ranges_hold)
        if self.package.name == "hop-models":
            self.step("the version fits the schemas", self.schemas_fit)
        source = self.work / "source"
        if self.rehearse:
            repository.export_as_it_is(self.root, source)
        else:
            repository.export(self.root, "HEAD", source)
        epoch = repository.commit_time(self.root)
        made = self.step(
            "two builds, the same bytes",
            lambda: builds.build_twice(self.package, source, self.work, epoch),
        )
        self.step("twine check", lambda: self.is_presentable(made))
        for number, others in enumerate(
            installs.combinations(self.package, self.root, self.released)
        ):
            self.install(made, others, source, number)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for path in made.files:
                (out / path.name).write_bytes(path.read_bytes())
        for path in made.files:
            print(f"  {builds.digest(path)}  {path.name}")
        return f"{self.left} things are left" if self.left else ""

    def step(
        self, name: str, work: Callable[[], _Result], *, only_at_release: bool = False
    ) -> _Result:
        start = time.monotonic()
        try:
            result = work()
        except ReleaseError as fault:
            if not (only_at_release and self.rehearse):
                raise
            self.left += 1
            print(f"left: {name}: {fault}")
            return None  # type: ignore[return-value]
        print(f"ok: {name} ({time.monotonic() - start:.1f} s)", flush=True)
        return result

    def is_clean(self) -> None:
        if files := repository.uncommitted(self.root):
            raise ReleaseError(
                f"{len(files)} files are not committed, {files[0].strip()} among them"
            )

    def is_new(self) -> None:
        known = self.released[self.package.name]
        tag = self.package.tag(self.version)
        if self.version in known:
            if not repository.is_at_head(self.root, tag):
                folder = self.package.folder
                raise ReleaseError(f"{tag} is there already; run `hatch version` in {folder}")
        elif known and known[-1] > self.version:
            raise ReleaseError(f"{known[-1]} is released already, and later than {self.version}")

    def is_told(self) -> None:
        name = f"{self.package.folder}/CHANGELOG.md"
        _raise(changelog.faults_of(changelog.read_changelog(self.root / name), self.version, name))

    def ranges_hold(self) -> None:
        _raise(ranges.faults_of(self.package, self.root, self.released))

    def schemas_fit(self) -> None:
        if schema_step.main(self.root):
            raise ReleaseError("the schemas moved further than the version")

    def is_presentable(self, made: builds.Build) -> None:
        run(sys.executable, "-m", "twine", "check", "--strict", *made.files, cwd=self.work)

    def install(
        self, made: builds.Build, others: installs.Versions, source: Path, number: int
    ) -> None:
        wheels = [
            installs.wheel_of(PACKAGES[name], version, self.root, source, self.work)
            for name, version in others.items()
        ]
        tools = [
            installs.wheel_of(each, each.version(self.root), self.root, source, self.work)
            for each in map(PACKAGES.__getitem__, self.package.tested_with)
        ]
        beside = ", ".join(f"{name} {version}" for name, version in others.items())
        told = self.step(
            f"installed {f'with {beside}' if beside else 'alone'}, and tested",
            lambda: installs.test_installed(
                self.package, made, wheels + tools, source, self.work / f"wheel-{number}"
            ),
        )
        print(f"  {told}")
        if number == 0:
            self.step(
                "the source archive installs",
                lambda: installs.test_archive(self.package, made, wheels, self.work / "archive"),
            )


def _raise(faults: list[str]) -> None:
    if faults:
        raise ReleaseError("; ".join(faults))
