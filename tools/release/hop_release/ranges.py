"""The ranges of versions that the packages need of each other."""

from __future__ import annotations

from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

from hop_release.packages import PACKAGES, Package


def faults_of(package: Package, root: Path, released: dict[str, list[Version]]) -> list[str]:
    """What is wrong with the ranges of a package, and with those of others for it.

    Args:
        package: the package to be released.
        root: the checkout.
        released: the versions of each package that have been released.
    """
    faults = []
    for requirement in package.needs(root):
        current = PACKAGES[requirement.name].version(root)
        faults += _faults_of_range(package.name, requirement)
        if not requirement.specifier.contains(current, prereleases=True):
            faults.append(
                f"{package.name} needs {requirement}, but here is {current}: widen the range, or "
                f"release {requirement.name} first"
            )
        lowest = lowest_allowed(requirement)
        known = {*released[requirement.name], current}
        if lowest is not None and lowest not in known and not _between(lowest, known):
            faults.append(f"{package.name} needs {requirement}, but {lowest} was never released")
    version = package.version(root)
    for other in PACKAGES.values():
        for requirement in other.needs(root):
            if requirement.name == package.name and not requirement.specifier.contains(
                version, prereleases=True
            ):
                faults.append(
                    f"{other.name} here needs {requirement}, which leaves {version} out: widen its "
                    "range, and release it after this"
                )
    return faults


def _between(lowest: Version, known: set[Version]) -> bool:
    """Whether a range begins at a version such as 0.1, of which 0.1.0 is the first release."""
    return any(version.release[: len(lowest.release)] == lowest.release for version in known)


def _faults_of_range(name: str, requirement: Requirement) -> list[str]:
    operators = {specifier.operator for specifier in requirement.specifier}
    if "==" in operators or "===" in operators:
        return [f"{name} needs {requirement}: give a range, as in {requirement.name}>=1.2,<2"]
    if not operators & {">=", "~="} or not operators & {"<", "~="}:
        return [f"{name} needs {requirement}: give it a lower and an upper end"]
    return []


def lowest_allowed(requirement: Requirement) -> Version | None:
    """The lower end of a range; None where it has none."""
    ends = [
        Version(specifier.version)
        for specifier in requirement.specifier
        if specifier.operator in (">=", "~=")
    ]
    return max(ends, default=None)


def versions_to_test(
    requirement: Requirement, current: Version, released: list[Version]
) -> list[Version]:
    """The oldest and the newest version of a package that a range allows; one where they are one.

    What is here counts as the newest where the range allows it, since it will be released before.
    """
    allowed = sorted(
        version
        for version in {*released, current}
        if requirement.specifier.contains(version, prereleases=True)
    )
    return sorted({allowed[0], allowed[-1]}) if allowed else []
