"""``hop sandbox`` as a program of its own, ready when its block begins."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def sandbox_at(
    port: int, command: Sequence[str], *, start_timeout: float = 300, **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """Start a sandbox, wait until it is ready, and end it with the block.

    Args:
        port: its port.
        command: what starts it.
        start_timeout: how long it may take to come up, s: the first time its broker is downloaded.
        options: more of ``subprocess.Popen``.
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    assert process.stdout is not None
    timer = threading.Timer(start_timeout, process.kill)
    timer.start()
    # It prints its URL, and only that, when its topics are there.
    url = process.stdout.readline()
    timer.cancel()
    try:
        assert str(port) in url, f"{' '.join(command)} printed {url!r}"
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
