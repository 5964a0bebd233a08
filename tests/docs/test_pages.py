"""Run every code block of the documentation, and compare its output with the page."""

from __future__ import annotations

import ast
import configparser
import json
import shlex
import subprocess
import tomllib

import click
import jinja2
import pytest
import yaml
from docs_pages import DOCS, ELSEWHERE, PAGES, Block, blocks
from docs_session import Session

from hop.cli.program import root

pytestmark = pytest.mark.timeout(240)
_OURS = [page for page in PAGES if page not in ELSEWHERE]
_DOCKERFILE = {"FROM", "COPY", "RUN", "WORKDIR", "USER", "CMD", "ENTRYPOINT", "ENV"}
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
            assert list(yaml.safe_load_all(block.code))
        case "ini":
            parser = configparser.ConfigParser(strict=False, interpolation=None)
            parser.optionxform = str  # type: ignore[assignment,method-assign]
            parser.read_string(block.code)
            assert parser.sections()
        case "dockerfile":
            first = {line.split()[0] for line in block.code.splitlines() if line[:1].isalpha()}
            assert {"FROM"} <= first <= _DOCKERFILE
        case "jinja":
            jinja2.Environment().parse(block.code)
        case "xml" | "text" | "console" | "bibtex":
            pass
        case other:
            raise AssertionError(f"line {block.line}: no check for {other or 'no language'}")


@pytest.mark.parametrize("page", _OURS)
def test_code_has_valid_syntax(page: str) -> None:
    for block in blocks(page):
        if block.language != "{include}" and not block.language.startswith("{"):
            _check_syntax(block)


@pytest.mark.parametrize("kind", ["install", "sandbox"])
def test_all_pages_begin_in_the_same_way(kind: str) -> None:
    commands = {block.code for page in _OURS for block in blocks(page) if kind in block.classes}
    assert len(commands) == 1


def _of_hop(block: Block) -> list[str]:
    lines = block.code.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("hop ")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, id=f"{page}:{block.line}:{line[:40]}")
        for page in _OURS
        for block in blocks(page)
        if block.is_unrun and block.language == "bash"
        for line in _of_hop(block)
    ],
)
def test_command_that_is_not_run_has_these_options(line: str) -> None:
    command: click.Command | None = root
    names = shlex.split(line)[1:]
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(root), names.pop(0))
    assert command is not None
    command.make_context("hop", names)


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
        "howto/gcn.md": 2,
        "howto/hopskotch.md": 1,
        "howto/jupyter.md": 1,
        "howto/kubernetes.md": 4,
        "howto/network.md": 1,
        "howto/service.md": 2,
        "install.md": 1,
        "migrate/comet.md": 4,
        "migrate/gcn-kafka.md": 3,
        "migrate/hop-client.md": 3,
        "migrate/pygcn.md": 2,
        "reference/topics.md": 1,
        "tutorial/first-alert.md": 5,
    }
