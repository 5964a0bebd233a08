"""A changelog in the form of Keep a Changelog, and whether it fits a version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

from hop_release.errors import ReleaseError

_HEADING = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\S+))?\s*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_UNRELEASED = "Unreleased"


@dataclass(frozen=True)
class Section:
    """What a changelog says of one version.

    Attributes:
        name: the version, or ``Unreleased``.
        date: when it was released, as it stands there; "" without one.
        text: the entries.
    """

    name: str
    date: str
    text: str


def read_changelog(path: Path) -> list[Section]:
    """The sections of a changelog, in their order.

    Raises:
        ReleaseError: it cannot be read, or has none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ReleaseError(f"{path}: {fault.strerror}") from None
    headings = list(_HEADING.finditer(text))
    if not headings:
        raise ReleaseError(f"{path}: no heading such as ## [1.2.0] - 2021-03-04")
    ends = [match.start() for match in headings[1:]] + [len(text)]
    return [
        Section(match["name"], match["date"] or "", text[match.end() : end].strip())
        for match, end in zip(headings, ends, strict=True)
    ]


def faults_of(sections: list[Section], version: Version, name: str) -> list[str]:
    """What is wrong with a changelog for the release of a version."""
    first, *others = sections
    faults = []
    if first.name != _UNRELEASED:
        faults.append(f"{name}: it does not begin with ## [{_UNRELEASED}]")
        others = sections
    elif first.text:
        faults.append(
            f"{name}: [{_UNRELEASED}] has entries: move them to a section of {version}, or of a "
            "later version"
        )
    if not others or others[0].name != str(version):
        found = others[0].name if others else "none"
        faults.append(
            f"{name}: the newest section is {found}, the version is {version}: write "
            f"## [{version}] - YEAR-MONTH-DAY below [{_UNRELEASED}]"
        )
        return faults
    if not _DATE.fullmatch(others[0].date):
        faults.append(f"{name}: [{version}] has no date such as 2021-03-04")
    if not others[0].text:
        faults.append(f"{name}: [{version}] says nothing")
    faults += _disorder(others, name)
    return faults


def _disorder(sections: list[Section], name: str) -> list[str]:
    try:
        versions = [Version(section.name) for section in sections]
    except InvalidVersion as fault:
        return [f"{name}: {fault}"]
    if versions != sorted(set(versions), reverse=True):
        return [f"{name}: its versions are not in order, newest first, each once"]
    return []
