"""Links between the files of the repository lead to a file, and to a heading if they name one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs_pages import DOCS

_ROOT = DOCS.parent
# Sphinx checks the links of the pages in docs/.
_FILES = sorted(
    path
    for pattern in ("*.md", "packages/*/*.md", "tools/*.md", "schemas/*.md", "examples/*/*.md")
    for path in _ROOT.glob(pattern)
)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", _FILES, ids=lambda file: str(file.relative_to(_ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    for target, anchor in _LINK.findall(file.read_text(encoding="utf-8")):
        path = file.parent / target if target else file
        assert path.exists(), target
        if anchor:
            assert anchor in _anchors(path), f"{target}#{anchor}"
