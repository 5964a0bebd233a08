"""Run the blocks of a page as its reader does: in an empty folder, with a broker."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs_pages import Block, blocks
from sandboxes import sandbox_at

_BLOCK_TIMEOUT_S = 60
_START_TIMEOUT_S = 100
# Variables of this machine that would change what hop does.
_HIDDEN = re.compile("HOP_|XDG_CONFIG|XDG_STATE|PYTHONPATH|VIRTUAL_ENV")

# What differs each time: the page shows one value, and any other of its kind is right too.
_KINDS = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z",
    "milliseconds": r"\b1[789]\d{11}\b",
    "duration": r"\b\d+\.\d+s\b",
    "version": r"(?<===)\d+(?:\.\w+)+",
    "identifier": r'(?<="base64": ")[\w+/]+=*',
    "many": r"\b\d\d+(?= passed)",
    "age": r"\b\d[\d.e-]* (?:s|min)(?= old)",
    "space": r"\b\d[\d.e+]*(?= % is free| GB\))",
}
_VARIES = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))


class Session:
    """A folder, a broker and an environment, in which the blocks of a page run.

    Args:
        folder: an empty folder.
        port: the port of the broker.
        path: the PATH of the environment whose commands the blocks use.
        block_timeout: how long one block may take, s.
    """

    def __init__(
        self, folder: Path, port: int, path: str, block_timeout: float = _BLOCK_TIMEOUT_S
    ) -> None:
        self._folder, self._port = folder, port
        self._block_timeout = block_timeout
        self._started: list[subprocess.Popen[Any]] = []
        self._environ = {
            **{name: value for name, value in os.environ.items() if not _HIDDEN.match(name)},
            "PATH": path,
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "XDG_STATE_HOME": str(folder / ".state"),
            "PYTHONUNBUFFERED": "1",
        }

    def follow(self, page: str) -> None:
        """Run the blocks of the page, and compare what they print with the page."""
        printed = ""
        for block in blocks(page):
            if "sandbox" in block.classes:
                continue  # it is running already
            if block.caption:
                self._write(block)
            elif block.is_run:
                printed = self._run(block)
            elif "output" in block.classes:
                assert _pattern(block.code).search(printed), (
                    f"line {block.line}: expected\n{block.code}\nin\n{printed}"
                )

    def run(self, language: str, code: str) -> str:
        """Run a piece of code as a block of a page, and return what it prints."""
        return self._run(Block(0, language, code, "", frozenset()))

    def end(self) -> None:
        """Stop the blocks that run in the background."""
        for process in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def _write(self, block: Block) -> None:
        file = self._folder / block.caption
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(with_port(block.code, self._port), encoding="utf-8")

    def _run(self, block: Block) -> str:
        in_background = "background" in block.classes
        is_python = block.language == "python"
        command = ["python", "-c"] if is_python else ["bash", "-euo", "pipefail", "-c"]
        process = subprocess.Popen(
            ["/usr/bin/env", *command, with_port(block.code, self._port)],
            cwd=self._folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if in_background else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        if in_background:
            return ""
        printed, _ = process.communicate(timeout=self._block_timeout)
        failed = process.returncode != 0
        assert failed == ("fails" in block.classes), (
            f"line {block.line}, exit code {process.returncode}\n{printed}"
        )
        shown = str(printed).replace(str(self._folder), "/home/alice")
        return shown.replace(f"localhost:{self._port}", "localhost:9092")


def with_port(text: str, port: int) -> str:
    """Return the text with the address of the tests' broker."""
    return re.sub(r"localhost(:9092)?(?=[/\s\"',]|$)", f"localhost:{port}", text)


@contextlib.contextmanager
def sandbox(path: str) -> Iterator[int]:
    """Start a sandbox as the first page does, on a free port. Yield the port.

    Args:
        path: the PATH of the environment whose command starts it.
    """
    (block,) = (each for each in blocks("index.md") if "sandbox" in each.classes)
    port = _free_port()
    command = ["bash", "-c", f"exec {block.code.replace('9092', str(port))}"]
    env = {**os.environ, "PATH": path}
    with sandbox_at(port, command, start_timeout=_START_TIMEOUT_S, env=env):
        yield port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pattern(output: str) -> re.Pattern[str]:
    """What matches these whole lines, with other times, versions and identifiers."""
    lines = (_with_any_value(line.strip()) for line in output.rstrip().splitlines())
    return re.compile("^" + "\n".join(rf"\s*{line}\s*?" for line in lines) + "$", re.M)


def _with_any_value(line: str) -> str:
    end, pattern = 0, ""
    for match in _VARIES.finditer(line):
        pattern += re.escape(line[end : match.start()]) + _KINDS[str(match.lastgroup)]
        end = match.end()
    # A table's columns are as wide as these values.
    return re.sub(r"(?:\\ ){2,}", r"\ {2,}", pattern + re.escape(line[end:]))
