"""Run every code block of the documentation, and compare its output with the page."""

from __future__ import annotations

import ast
import configparser
import json
import subprocess
import tomllib

import pytest
import yaml
from docs_pages import DOCS, ELSEWHERE, PAGES, Block, blocks
from docs_session import Session

pytestmark = pytest.mark.timeout(240)
_OURS = [page for page in PAGES if page not in ELSEWHERE]
_WITH_CODE = [page for page in _OURS if any(block.is_run for block in blocks(page))]


@pytest.mark.parametrize("page", _WITH_CODE)
def test_page_does_what_it_says(page: str, session: Session) -> None:
    session.follow(page)


def _check_syntax(block: Block) -> None:
    match block.language:
        case "python":
            ast.parse(block.code)
        case "bash":
            checked = subprocess.run(
                ["bash", "-n"], input=block.code, text=True, capture_output=True
            )
            assert checked.returncode == 0, checked.stderr
        case "toml":
            tomllib.loads(block.code)
        case "json":
            json.loads(block.code)
        case "yaml":
            assert yaml.safe_load(block.code)
        case "ini":
            parser = configparser.ConfigParser(strict=False, interpolation=None)
            parser.optionxform = str  # type: ignore[assignment,method-assign]
            parser.read_string(block.code)
            assert parser.sections()
        case "dockerfile":
            first = {line.split()[0] for line in block.code.splitlines() if line[:1].isalpha()}
            assert {"FROM"} <= first <= {"FROM", "COPY", "RUN", "USER", "CMD", "ENTRYPOINT", "ENV"}
        case "xml" | "text" | "console":
            pass
        case other:
            raise AssertionError(f"line {block.line}: no check for {other or 'no language'}")


@pytest.mark.parametrize("page", _OURS)
def test_code_has_valid_syntax(page: str) -> None:
    for block in blocks(page):
        if block.language != "{include}" and not block.language.startswith("{"):
            _check_syntax(block)


def test_all_pages_start_the_same_sandbox() -> None:
    commands = {
        block.code for page in _OURS for block in blocks(page) if "sandbox" in block.classes
    }
    assert len(commands) == 1


def test_every_page_is_in_the_contents() -> None:
    contents = (DOCS / "index.md").read_text(encoding="utf-8")
    missing = [page for page in PAGES if f"\n{page.removesuffix('.md')}\n" not in contents]
    assert missing == ["index.md"]


def test_only_known_blocks_are_not_run() -> None:
    # A block that is not run may be wrong and nobody sees it. Add one only for a good reason.
    unrun = {
        page: count for page in _OURS if (count := sum(block.is_unrun for block in blocks(page)))
    }
    assert unrun == {
        "howto/archive.md": 2,
        "howto/gcn.md": 2,
        "howto/hopskotch.md": 1,
        "howto/service.md": 4,
        "migrate/gcn-kafka.md": 3,
        "migrate/hop-client.md": 3,
        "reference/archive.md": 2,  # tests/archive and packages/hop-archive run these
    }
