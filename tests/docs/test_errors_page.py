"""Each error class has an entry with its name, its cause and its cure."""

from __future__ import annotations

import re

import pytest
from docs_pages import DOCS

from hop import errors

_KINDS = {
    name: value
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.HopError)
}
_TEXT = (DOCS / "errors.md").read_text(encoding="utf-8")
_ENTRIES = {
    match[1]: match[2] for match in re.finditer(r"^##+ (\w+)\n(.*?)(?=^##|\Z)", _TEXT, re.M | re.S)
}


@pytest.mark.parametrize("name", _KINDS)
def test_error_has_cause_and_cure(name: str) -> None:
    entry = _ENTRIES[name]
    assert re.search(r"^Cause\n: \S", entry, re.M)
    assert re.search(r"^Cure\n: \S", entry, re.M)


@pytest.mark.parametrize("name", _KINDS)
def test_tree_shows_the_error(name: str) -> None:
    tree = _TEXT.split("```text\n")[1].split("```")[0]
    (line,) = (each for each in tree.splitlines() if re.search(rf"(^|─ ){name}\b", each))
    parent = _KINDS[name].__mro__[1]
    depth = (len(line) - len(line.lstrip("│├└─ "))) // 3
    assert depth == sum(1 for kind in _KINDS[name].__mro__ if kind in _KINDS.values()) - 1
    for base in (KeyError, ValueError, TypeError, FileNotFoundError):
        if issubclass(_KINDS[name], base) and not issubclass(parent, base):
            assert f"also {base.__name__}" in line


def test_each_entry_is_an_error() -> None:
    others = {"Configuration", "Addresses", "Messages", "Files", "Handlers", "Filters"}
    assert set(_ENTRIES) - others == set(_KINDS)
