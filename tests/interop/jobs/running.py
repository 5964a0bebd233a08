"""A client at work: the lines that it prints, and when."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

_PATIENCE = 60


@dataclass(frozen=True)
class Line:
    """A line that was printed.

    Attributes:
        seconds: how long after the start.
        text: what it says.
        is_error: whether it went to standard error.
    """

    seconds: float
    text: str
    is_error: bool


class Running:
    """A process with all that it starts, ended at the end of the ``with`` block.

    Args:
        command: what is run.
        folder: where; it is the home, too.
        path: where commands are looked for.
    """

    def __init__(self, command: list[str], folder: Path, path: str) -> None:
        # As on a terminal, Python hands over each line at once.
        environment = {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8"}
        environment["PYTHONUNBUFFERED"] = "1"
        self.lines: list[Line] = []
        self._come: queue.Queue[Line | None] = queue.Queue()
        self._open = 2  # standard output and standard error
        self._start = time.monotonic()
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        assert self._process.stdout and self._process.stderr
        self._readers = [
            threading.Thread(target=self._read, args=(stream, is_error), daemon=True)
            for stream, is_error in ((self._process.stdout, False), (self._process.stderr, True))
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.signal(signal.SIGKILL)
        self._process.wait()
        for reader in self._readers:
            reader.join(_PATIENCE)

    def _read(self, stream: IO[str], is_error: bool) -> None:
        with stream:
            for line in stream:
                self._come.put(Line(self._since(), line.rstrip("\n"), is_error))
        self._come.put(None)

    def _since(self) -> float:
        return time.monotonic() - self._start

    def signal(self, number: int) -> None:
        """Send a signal to it and all that it has started, as a service manager does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _next(self) -> Line | None:
        try:
            line = self._come.get(timeout=max(0.0, _PATIENCE - self._since()))
        except queue.Empty:
            raise AssertionError(f"nothing more within {_PATIENCE} s:\n{self}") from None
        if line is None:
            self._open -= 1
        else:
            self.lines.append(line)
        return line

    def wait_for(self, is_wanted: Callable[[Line], bool]) -> Line:
        """The next line that is wanted.

        Raises:
            AssertionError: it does not come; the text has all that came.
        """
        while self._open:
            line = self._next()
            if line is not None and is_wanted(line):
                return line
        raise AssertionError(f"ended before it said what is waited for:\n{self}")

    def end(self) -> float:
        """How many seconds it took to end by itself, and well.

        Raises:
            AssertionError: it failed, or did not end; the text has all that came.
        """
        code = self.wait()
        assert code == 0, f"ended with {code}:\n{self}"
        return self.seconds

    def wait(self) -> int:
        """Wait for its end; its exit code.

        Raises:
            AssertionError: it does not end; the text has all that came.
        """
        while self._open:
            self._next()
        code = self._process.wait(_PATIENCE)
        self.seconds = self._since()
        return code

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def output(self) -> list[str]:
        """The lines of standard output so far."""
        return [line.text for line in self.lines if not line.is_error]

    def __str__(self) -> str:
        return "\n".join(line.text for line in self.lines)
