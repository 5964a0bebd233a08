"""What must be written down before a release: version, changelog, ranges, the step of the schemas.

Each rule returns its faults, one line each.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

from hop_codegen.compare.verdicts import Comparison, Step
from hop_codegen.compare.versions import compare
from hop_release.packages import Package, export, git, is_at_head

SCHEMAS = "schemas"
_HEADING = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\S+))?\s*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def everything_is_committed(package: Package) -> list[str]:
    """Check that the checkout has no changed and no new files."""
    files = git(package.root, "status", "--porcelain").splitlines()
    return [f"{len(files)} files are not committed, first {files[0].strip()}"] if files else []


def version_is_new(package: Package) -> list[str]:
    """Check that no later version is released, and that the tag is free or on this very commit."""
    released, tag = package.released(), package.tag(package.version)
    if package.version in released:
        if is_at_head(package.root, tag):
            return []
        return [f"the tag {tag} exists already; run `hatch version` in {package.folder}"]
    if released and released[-1] > package.version:
        return [f"{released[-1]} is released already, and is later than {package.version}"]
    return []


def changelog_has_the_version(package: Package) -> list[str]:
    """Check that the newest section is that of the version, dated and not empty."""
    name = f"{package.folder}/CHANGELOG.md"
    try:
        text = (package.root / name).read_text(encoding="utf-8")
    except OSError as error:
        return [f"{name}: {error.strerror}"]
    return [f"{name}: {fault}" for fault in _faults_of_changelog(text, str(package.version))]


def _faults_of_changelog(text: str, version: str) -> list[str]:
    headings = list(_HEADING.finditer(text))
    if not headings:
        return ["no heading such as ## [1.2.0] - 2021-03-04"]
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    entries = [
        text[heading.end() : end].strip() for heading, end in zip(headings, ends, strict=True)
    ]
    faults = []
    newest = 1
    if headings[0]["name"] != "Unreleased":
        faults.append("the first section is not ## [Unreleased]")
        newest = 0
    elif entries[0]:
        faults.append(f"[Unreleased] has entries: move them to [{version}], or to a later version")
    found = headings[newest]["name"] if newest < len(headings) else "none"
    if found != version:
        faults.append(
            f"the newest section is {found}, the version is {version}: write "
            f"## [{version}] - YEAR-MONTH-DAY below [Unreleased]"
        )
        return faults
    if not _DATE.fullmatch(headings[newest]["date"] or ""):
        faults.append(f"[{version}] has no date such as 2021-03-04")
    if not entries[newest]:
        faults.append(f"[{version}] has no entries")
    try:
        versions = [Version(heading["name"]) for heading in headings[newest:]]
    except InvalidVersion as error:
        return [*faults, str(error)]
    if versions != sorted(set(versions), reverse=True):
        faults.append("the versions are not in order, newest first, each once")
    return faults


def ranges_hold(package: Package, packages: dict[str, Package]) -> list[str]:
    """Check the ranges between a package and the others here, in both directions."""
    faults = []
    for requirement in package.needs:
        if requirement.name in packages:
            faults += _faults_of_range(package, requirement, packages[requirement.name])
    for other in packages.values():
        for requirement in other.needs:
            if requirement.name == package.name and not _allows(requirement, package.version):
                faults.append(
                    f"{other.name} here needs {requirement}, which excludes {package.version}: "
                    f"widen its range, and release {other.name} after {package.name}"
                )
    return faults


def _faults_of_range(package: Package, requirement: Requirement, needed: Package) -> list[str]:
    about = f"{package.name} needs {requirement}"
    operators = {specifier.operator for specifier in requirement.specifier}
    if operators & {"==", "==="}:
        return [f"{about}: give a range, such as {needed.name}>=1.2,<2"]
    if not operators & {">=", "~="} or not operators & {"<", "~="}:
        return [f"{about}: give it a lower and an upper end"]
    faults = []
    if not _allows(requirement, needed.version):
        faults.append(
            f"{about}, but here is {needed.version}: widen the range, or release {needed.name} "
            "first"
        )
    lowest = max(
        Version(specifier.version)
        for specifier in requirement.specifier
        if specifier.operator in (">=", "~=")
    )
    # A range may begin at 0.1 where the first release is 0.1.0.
    length = len(lowest.release)
    known = {version.release[:length] for version in (*needed.released(), needed.version)}
    if lowest.release not in known:
        faults.append(f"{about}, but {lowest} was never released")
    return faults


def _allows(requirement: Requirement, version: Version) -> bool:
    return requirement.specifier.contains(version, prereleases=True)


def ends_of_ranges(requirements: list[Requirement], needed: Package) -> list[Version]:
    """The oldest and the newest version of a package that all ranges allow; one if they are equal.

    What is checked out counts as released: it is released before the packages that need it.
    """
    allowed = sorted(
        version
        for version in {*needed.released(), needed.version}
        if all(_allows(requirement, version) for requirement in requirements)
    )
    return sorted({*allowed[:1], *allowed[-1:]})


def version_fits_the_schemas(models: Package) -> list[str]:
    """Check that the version moved as far as the schemas did since the last release."""
    last = last_release(models)
    if last is None:
        return []
    comparison = changes_since(models, last)
    least = least_version(last, comparison.step)
    if models.version >= least:
        return []
    changes = [
        f"{change.path}: {change.kind}: {change.reason}"
        for change in comparison.changes
        if change.step is comparison.step
    ]
    return [
        *changes,
        f"the step of the schemas since {models.tag(last)} is {comparison.step}, the version is "
        f"{models.version}, and at least {least} is needed: run `hatch version` in "
        f"{models.folder}, and add the change to {models.folder}/CHANGELOG.md",
    ]


def last_release(package: Package) -> Version | None:
    """The last release before this checkout; None if there is none."""
    versions = package.released()
    if versions and is_at_head(package.root, package.tag(versions[-1])):
        versions.pop()  # this commit is that release: the one before counts
    return versions[-1] if versions else None


def changes_since(models: Package, last: Version) -> Comparison:
    """What changed in the schemas since a release."""
    with tempfile.TemporaryDirectory() as folder:
        export(models.root, models.tag(last), Path(folder), SCHEMAS)
        return compare(Path(folder) / SCHEMAS, models.root / SCHEMAS)


def least_version(last: Version, step: Step) -> Version:
    """The lowest version that a step allows after a release.

    Before 1.0 the second number counts what breaks, and the third everything else: the ranges
    between the packages, such as ``>=0.1,<0.2``, rely on it.
    """
    major, minor, micro = (*last.release, 0, 0)[:3]
    if step is Step.NONE:
        return last
    if step is Step.MAJOR:
        return Version(f"{major + 1}.0.0" if major else f"0.{minor + 1}.0")
    if step is Step.MINOR and major:
        return Version(f"{major}.{minor + 1}.0")
    return Version(f"{major}.{minor}.{micro + 1}")
