"""The command, run in this process or in one of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[3] / "schemas/examples"
COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    def fails(self, code: int, *parts: str) -> None:
        """It failed with that code, and with one line that says all this, and nothing else."""
        assert self.code == code, self
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.startswith("hop: ")
        for part in parts:
            assert part in line


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The command starts as an installed one does, its modules compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the configuration, empty; nothing of the user's own is seen or touched."""
    for name in [*os.environ]:
        if name.startswith(("HOP_", "XDG_CONFIG", "XDG_STATE", "_HOP")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """What a command, run in this process, changes about logging is taken back."""
    names = (None, "hop", "hop.librdkafka", "hop.tests", "hop.explain")
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.handlers[:], each.level, each.propagate) for each in loggers]
    yield
    for logger, handlers, level, propagate in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.fixture
def hop(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """The command in this process."""

    def run(*arguments: str | Path) -> Result:
        from hop.cli.program import run

        capfd.readouterr()
        code = run([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return run


@pytest.fixture
def hop_process() -> Callable[..., Result]:
    """The command in a process of its own."""

    def run(*arguments: str | Path, env: dict[str, str] | None = None, **options: Any) -> Result:
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=os.environ | (env or {}),
            encoding="utf-8",
            timeout=60,
            **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options),
        )
        return Result(done.returncode, done.stdout or "", done.stderr or "")

    return run
