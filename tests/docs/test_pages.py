"""Every block of the documentation does what its page says, in one sandbox."""

from __future__ import annotations

import ast
import configparser
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docs_pages import DOCS, ELSEWHERE, PAGES, Block, blocks

pytestmark = pytest.mark.timeout(240)
_BLOCK_S = 60
_OURS = [page for page in PAGES if page not in ELSEWHERE]
_WITH_CODE = [page for page in _OURS if any(block.is_run for block in blocks(page))]


class Session:
    """Where a page is followed: a folder and a configuration of its own, and the broker of all."""

    def __init__(self, folder: Path, port: int, path: str) -> None:
        self.folder, self._port = folder, port
        self._started: list[subprocess.Popen[Any]] = []
        hidden = re.compile("HOP_|XDG_")
        self._environ = {
            **{name: value for name, value in os.environ.items() if not hidden.match(name)},
            "PATH": path,
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "PYTHONUNBUFFERED": "1",
        }

    def _here(self, text: str) -> str:
        """The text with the address of the broker of the tests."""
        return re.sub(r"localhost(:9092)?(?=[/\s\"',]|$)", f"localhost:{self._port}", text)

    def write(self, block: Block) -> None:
        file = self.folder / block.caption
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self._here(block.code), encoding="utf-8")

    def run(self, block: Block) -> str:
        code = self._here(block.code)
        command = ["bash", "-euo", "pipefail", "-c"]
        if block.language == "python":
            command = [sys.executable, "-c"]
        if "background" in block.classes:
            process = subprocess.Popen(
                [*command, code],
                cwd=self.folder,
                env=self._environ,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._started.append(process)
            return ""
        process = subprocess.Popen(
            [*command, code],
            cwd=self.folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        # Whatever it leaves running ends with the page, too.
        self._started.append(process)
        printed, _ = process.communicate(timeout=_BLOCK_S)
        failed = process.returncode != 0
        assert failed == ("fails" in block.classes), (
            f"line {block.line}, exit code {process.returncode}\n{printed}"
        )
        return printed.replace(f"localhost:{self._port}", "localhost:9092")

    def end(self) -> None:
        for process in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@pytest.fixture
def session(tmp_path: Path, port: int, command_path: str) -> Iterator[Session]:
    session = Session(tmp_path, port, command_path)
    yield session
    session.end()


def _pattern(output: str) -> re.Pattern[str]:
    lines = (re.escape(line).replace("…", ".*") for line in output.rstrip().splitlines())
    return re.compile("^" + "\n".join(rf"\s*{line.strip()}\s*?" for line in lines) + "$", re.M)


@pytest.mark.parametrize("page", _WITH_CODE)
def test_page(page: str, session: Session) -> None:
    printed = ""
    for block in blocks(page):
        if "sandbox" in block.classes:
            continue  # runs already, for all pages
        if block.caption:
            session.write(block)
        elif block.is_run:
            printed = session.run(block)
        elif "output" in block.classes:
            assert _pattern(block.code).search(printed), (
                f"line {block.line}: expected\n{block.code}\nin\n{printed}"
            )


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
            raise AssertionError(f"line {block.line}: nobody checks {other or 'no language'}")


@pytest.mark.parametrize("page", _OURS)
def test_syntax(page: str) -> None:
    for block in blocks(page):
        if block.language != "{include}" and not block.language.startswith("{"):
            _check_syntax(block)


def test_sandbox_is_one_for_all_pages() -> None:
    commands = {
        block.code for page in _OURS for block in blocks(page) if "sandbox" in block.classes
    }
    assert len(commands) == 1


def test_pages_are_in_the_contents() -> None:
    contents = (DOCS / "index.md").read_text(encoding="utf-8")
    missing = [page for page in PAGES if f"\n{page.removesuffix('.md')}\n" not in contents]
    assert missing == ["index.md"]


def test_what_is_not_run_is_known() -> None:
    # Each more is a promise that nobody keeps: think first.
    unrun = {
        page: count for page in _OURS if (count := sum(block.is_unrun for block in blocks(page)))
    }
    assert unrun == {
        "howto/gcn.md": 2,
        "howto/hopskotch.md": 1,
        "howto/service.md": 4,
        "migrate/gcn-kafka.md": 3,
        "migrate/hop-client.md": 3,
        "tutorial/handler.md": 1,
    }
