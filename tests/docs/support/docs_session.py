"""Following a page as its reader does: in a folder of one's own, beside a broker."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs_pages import Block, blocks

_BLOCK_S = 60
_PATIENCE_S = 100
# What the reader's own surroundings would say to hop.
_NOT_THEIRS = re.compile("HOP_|XDG_CONFIG|PYTHONPATH|VIRTUAL_ENV")


class Session:
    """Where a page is followed.

    Args:
        folder: an empty folder.
        port: of the broker.
        path: PATH, for the environment whose commands are meant.
    """

    def __init__(self, folder: Path, port: int, path: str) -> None:
        self._folder, self._port = folder, port
        self._started: list[subprocess.Popen[Any]] = []
        self._environ = {
            **{name: value for name, value in os.environ.items() if not _NOT_THEIRS.match(name)},
            "PATH": path,
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "PYTHONUNBUFFERED": "1",
        }

    def follow(self, page: str) -> None:
        """Do what the page says, and see that it prints what the page says."""
        printed = ""
        for block in blocks(page):
            if "sandbox" in block.classes:
                continue  # runs already
            if block.caption:
                self._write(block)
            elif block.is_run:
                printed = self._run(block)
            elif "output" in block.classes:
                assert _pattern(block.code).search(printed), (
                    f"line {block.line}: expected\n{block.code}\nin\n{printed}"
                )

    def end(self) -> None:
        """End whatever goes on in the background."""
        for process in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def _here(self, text: str) -> str:
        """The text with the address of the broker of the tests."""
        return re.sub(r"localhost(:9092)?(?=[/\s\"',]|$)", f"localhost:{self._port}", text)

    def _write(self, block: Block) -> None:
        file = self._folder / block.caption
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self._here(block.code), encoding="utf-8")

    def _run(self, block: Block) -> str:
        goes_on = "background" in block.classes
        is_python = block.language == "python"
        command = ["python", "-c"] if is_python else ["bash", "-euo", "pipefail", "-c"]
        process = subprocess.Popen(
            ["/usr/bin/env", *command, self._here(block.code)],
            cwd=self._folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if goes_on else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        if goes_on:
            return ""
        printed, _ = process.communicate(timeout=_BLOCK_S)
        failed = process.returncode != 0
        assert failed == ("fails" in block.classes), (
            f"line {block.line}, exit code {process.returncode}\n{printed}"
        )
        return str(printed).replace(f"localhost:{self._port}", "localhost:9092")


@contextlib.contextmanager
def sandbox(path: str) -> Iterator[int]:
    """A broker, started as the first page says but for the port, which is given.

    Args:
        path: PATH, for the environment whose command is meant.
    """
    (block,) = (each for each in blocks("index.md") if "sandbox" in each.classes)
    port = _free_port()
    process = subprocess.Popen(
        ["bash", "-c", f"exec {block.code.replace('9092', str(port))}"],
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    impatience = threading.Timer(_PATIENCE_S, process.kill)
    impatience.start()
    # Its only line on standard output, once it is ready.
    url = process.stdout.readline()
    impatience.cancel()
    try:
        assert str(port) in url, f"{block.code.strip()} printed {url!r}"
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pattern(output: str) -> re.Pattern[str]:
    lines = (re.escape(line).replace("…", ".*") for line in output.rstrip().splitlines())
    return re.compile("^" + "\n".join(rf"\s*{line.strip()}\s*?" for line in lines) + "$", re.M)
