"""A package installed in fresh environments, with what it needs at both ends of its ranges."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from packaging.version import Version

from hop_release.builds import Build, build
from hop_release.errors import ReleaseError
from hop_release.packages import PACKAGES, Package, closure
from hop_release.ranges import versions_to_test
from hop_release.repository import commit_time, export
from hop_release.tools import Environment

Versions = dict[str, Version]


def combinations(
    package: Package, root: Path, released: dict[str, list[Version]]
) -> Iterator[Versions]:
    """The versions of the other packages to install with: all the oldest, all the newest.

    Once where these are the same.
    """
    ends: list[Versions] = [{}, {}]
    for other in closure(package, root):
        requirement = next(
            (each for each in package.needs(root) if each.name == other.name), None
        ) or next(each for its in PACKAGES.values() for each in its.needs(root)
                  if each.name == other.name)  # fmt: skip
        found = versions_to_test(requirement, other.version(root), released[other.name])
        if not found:
            raise ReleaseError(f"no version of {other.name} is in the range {requirement}")
        for end, version in zip(ends, (found[0], found[-1]), strict=True):
            end[other.name] = version
    yield ends[0]
    if ends[1] != ends[0]:
        yield ends[1]


def wheel_of(package: Package, version: Version, root: Path, source: Path, work: Path) -> Path:
    """The wheel of another package: of this checkout, or of the tag of an older version."""
    out = work / f"{package.name}-{version}"
    if found := sorted(out.glob("*.whl")):
        return found[0]
    if version == package.version(root):
        return build(package, source, out, "0").wheel
    tagged = work / f"{package.name}-{version}-source"
    export(root, package.tag(version), tagged)
    wheel = build(package, tagged, out, commit_time(root, package.tag(version))).wheel
    shutil.rmtree(tagged)
    return wheel


def test_installed(
    package: Package, made: Build, others: list[Path], source: Path, work: Path
) -> str:
    """Install a wheel in a fresh environment and run the tests of its package against it.

    Returns:
        The last line of the tests.

    Raises:
        ReleaseError: it cannot be installed, or a test fails.
    """
    work.mkdir()
    environment = Environment.make(work / "environment")
    wheel = f"{made.wheel}[{','.join(package.extras)}]" if package.extras else made.wheel
    environment.install(wheel, *others, *package.test_needs)
    for oracle in package.oracles:
        environment.run("-m", "pip", "install", "--quiet", "--no-deps", oracle, cwd=work)
    where = environment.run(
        "-c", f"import {package.import_name} as it; print(it.__file__)", cwd=work
    )
    if not Path(where.strip()).is_relative_to(environment.folder):
        raise ReleaseError(f"{package.import_name} is imported from {where.strip()}")
    # The tests of the checkout, without the code of it.
    tree = work / "tree"
    shutil.copytree(source, tree, ignore=_without_source(source / package.folder))
    output = environment.run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", tree / package.folder / "tests", cwd=tree
    )
    return output.strip().splitlines()[-1]


def test_archive(package: Package, made: Build, others: list[Path], work: Path) -> None:
    """See that the source archive can be installed too.

    Raises:
        ReleaseError: it cannot.
    """
    work.mkdir()
    environment = Environment.make(work / "environment")
    environment.install(made.archive, *others)
    environment.run("-c", f"import {package.import_name}", cwd=work)


def _without_source(folder: Path) -> Callable[[str, list[str]], set[str]]:
    def ignored(at: str, names: list[str]) -> set[str]:
        return {"src"} & set(names) if Path(at) == folder else set()

    return ignored
