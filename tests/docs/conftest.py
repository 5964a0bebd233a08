"""One sandbox for all pages, started by the command that the first page names."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from docs_pages import blocks

_PATIENCE_S = 100


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def command_path() -> str:
    """PATH with the commands of this environment first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def port(command_path: str) -> Iterator[int]:
    """The port of the broker: as the first page starts it, but for the port."""
    (block,) = (each for each in blocks("index.md") if "sandbox" in each.classes)
    number = _free_port()
    process = subprocess.Popen(
        ["bash", "-c", f"exec {block.code.replace('9092', str(number))}"],
        env={**os.environ, "PATH": command_path},
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
        assert str(number) in url, f"{block.code.strip()} printed {url!r}"
        yield number
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
