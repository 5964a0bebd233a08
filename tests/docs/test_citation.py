"""CITATION.cff has what the Citation File Format asks for, and agrees with the packages."""

from __future__ import annotations

import tomllib

import yaml
from docs_pages import DOCS

_CITATION = yaml.safe_load((DOCS.parent / "CITATION.cff").read_text(encoding="utf-8"))


def test_required_entries_are_there() -> None:
    assert {"cff-version", "message", "title", "authors"} <= set(_CITATION)
    assert all(each.get("name") or each.get("family-names") for each in _CITATION["authors"])


def test_licence_is_that_of_the_packages() -> None:
    for file in DOCS.parent.glob("packages/*/pyproject.toml"):
        project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        assert project["license"] == _CITATION["license"]


def test_title_is_that_of_the_site() -> None:
    assert (DOCS / "index.md").read_text(encoding="utf-8").startswith(f"# {_CITATION['title']}\n")
