"""How far the schemas moved since the last release of hop-models, and whether its version did."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from packaging.version import Version

from hop_codegen.compare.verdicts import Comparison, Step
from hop_codegen.compare.versions import compare
from hop_release.errors import ReleaseError
from hop_release.packages import PACKAGES, ROOT
from hop_release.repository import export, is_at_head, released

_MODELS = PACKAGES["hop-models"]
_SCHEMAS = "schemas"


def least_version(last: Version, step: Step) -> Version:
    """The lowest version that a step allows after a release.

    Before 1.0 the second number counts what breaks, and the third all else: the ranges between the
    packages, such as ``>=0.1,<0.2``, take it so.
    """
    major, minor, micro = (*last.release, 0, 0)[:3]
    if step is Step.NONE:
        return last
    if step is Step.MAJOR:
        return Version(f"{major + 1}.0.0" if major else f"0.{minor + 1}.0")
    if step is Step.MINOR and major:
        return Version(f"{major}.{minor + 1}.0")
    return Version(f"{major}.{minor}.{micro + 1}")


def main(root: Path = ROOT) -> int:
    """Compare and tell; the exit code is 1 where the version has to move further."""
    try:
        return _check(root)
    except ReleaseError as fault:
        print(f"schemas: {fault}", file=sys.stderr)
        return 1


def _check(root: Path) -> int:
    versions = released(root, _MODELS)
    if versions and is_at_head(root, _MODELS.tag(versions[-1])):
        versions.pop()  # this is that release: what counts is the one before
    if not versions:
        print(f"schemas: {_MODELS.name} has no earlier release: nothing to compare with")
        return 0
    last, current = versions[-1], _MODELS.version(root)
    comparison = changes_since(root, last)
    least = least_version(last, comparison.step)
    told = f"schemas: {comparison.step} since {_MODELS.tag(last)}, version {current}"
    if current >= least:
        print(told)
        return 0
    for change in comparison.changes:
        if change.step is comparison.step:
            print(f"{change.path}: {change.kind}: {change.reason}")
    print(
        f"{told}: at least {least} is needed; run `hatch version` in {_MODELS.folder}, and tell of "
        f"it in {_MODELS.folder}/CHANGELOG.md",
        file=sys.stderr,
    )
    return 1


def changes_since(root: Path, last: Version) -> Comparison:
    """What changed in the schemas since a release."""
    with tempfile.TemporaryDirectory() as name:
        export(root, _MODELS.tag(last), Path(name), _SCHEMAS)
        return compare(Path(name) / _SCHEMAS, root / _SCHEMAS)
