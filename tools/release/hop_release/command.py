"""``hatch run release:check PACKAGE``: everything of a release but the upload."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from packaging.version import Version

from hop_release import builds, rules
from hop_release.packages import ROOT, Package, ReleaseError, find_packages, siblings

Rule = tuple[str, Callable[[], list[str]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all checks; the exit code is 1 if one fails."""
    options = _parser().parse_args(arguments)
    packages = find_packages(options.root.resolve())
    package = packages[options.package]
    if options.version not in (None, str(package.version)):
        print(f"{package.name} here is {package.version}, not {options.version}", file=sys.stderr)
        return 1
    try:
        left = _check_rules(package, packages, rehearse=options.rehearse)
        with tempfile.TemporaryDirectory(prefix="release-") as work:
            _check_builds(package, packages, Path(work), options.out)
    except ReleaseError as error:
        print(f"\n{package.name} cannot be released: {error}", file=sys.stderr)
        return 1
    about = f"\n{package.name} {package.version}"
    if left:
        print(f"{about} builds and works; {left} things are left to do before a release")
    else:
        print(f"{about} can be released: git tag {package.tag(package.version)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hatch run release:check",
        description="Do everything that a release of one package does, except the upload.",
    )
    names = list(find_packages())
    parser.add_argument("package", choices=names, metavar="PACKAGE", help=", ".join(names))
    parser.add_argument("--version", help="fail if the package has another version")
    parser.add_argument(
        "--rehearse", action="store_true",
        help="only report what must hold on the day of a release alone: everything is committed, "
        "the version is new, the changelog has it",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="keep the tested archives there, for the upload")  # fmt: skip
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser


def _check_rules(package: Package, packages: dict[str, Package], *, rehearse: bool) -> int:
    """Check what is written down, and return how many things are left to do."""
    on_the_day: list[Rule] = [
        ("everything is committed", lambda: rules.everything_is_committed(package)),
        ("the version is new", lambda: rules.version_is_new(package)),
        ("the changelog has the version", lambda: rules.changelog_has_the_version(package)),
    ]
    always: list[Rule] = [("the ranges hold", lambda: rules.ranges_hold(package, packages))]
    if package.name == "hop-models":
        always.append(
            ("the version fits the schemas", lambda: rules.version_fits_the_schemas(package))
        )
    left = 0
    for name, rule in on_the_day + always:
        faults = "; ".join(rule())
        if not faults:
            print(f"ok: {name}")
        elif rehearse and (name, rule) in on_the_day:
            print(f"left: {name}: {faults}")
            left += 1
        else:
            raise ReleaseError(faults)
    return left


def _check_builds(
    package: Package, packages: dict[str, Package], work: Path, out: Path | None
) -> None:
    with _step("two builds have the same bytes"):
        made, copy = builds.build_twice(package, work)
    with _step("twine check"):
        builds.run(sys.executable, "-m", "twine", "check", "--strict", *made, cwd=work)
    needed = siblings(package, packages)
    for number, versions in enumerate(_combinations(package, packages)):
        wheels = {
            name: builds.wheel_of(packages[name], version, work)
            for name, version in versions.items()
        }
        others = [wheels[name] for name in needed]
        for_tests = [wheel for name, wheel in wheels.items() if name not in needed]
        with _step(f"installed with {_listed(versions)}, imported and tested"):
            print(builds.run_tests(copy, made.wheel, others, for_tests, work / f"wheel-{number}"))
    with _step("the source archive installs"):
        builds.install(package, made.archive, others, work / "archive")
    for file in made:
        print(f"  {builds.digest(file)}  {file.name}")
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, out)


def _combinations(package: Package, packages: dict[str, Package]) -> list[dict[str, Version]]:
    """The versions of the other packages to test with: all the oldest, and all the newest."""
    oldest, newest = {}, {}
    for name, requirements in siblings(package, packages, for_tests=True).items():
        ends = rules.ends_of_ranges(requirements, packages[name])
        if not ends:
            ranges = ", ".join(map(str, requirements))
            raise ReleaseError(f"no version of {name} is in the range {ranges}")
        oldest[name], newest[name] = ends[0], ends[-1]
    return [oldest] if oldest == newest else [oldest, newest]


def _listed(versions: dict[str, Version]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items()) or "nothing else"


@contextmanager
def _step(name: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    print(f"ok: {name} ({time.monotonic() - start:.1f} s)", flush=True)
