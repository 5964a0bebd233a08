"""Running other programs, and environments of their own to run in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from hop_release.errors import ReleaseError

_HIDDEN = ("PYTHON", "VIRTUAL_ENV", "HOP_", "XDG_", "COV_", "PYTEST_", "SOURCE_DATE_EPOCH")
_LAST_LINES = 40


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """The output of a command.

    Raises:
        ReleaseError: it fails; the text has the end of what it printed.
    """
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(_HIDDEN)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-_LAST_LINES:])
        raise ReleaseError(f"{' '.join(map(str, command))} exited {done.returncode}:\n{end}")
    return done.stdout


def program(name: str) -> str:
    """The path of a program beside this Python, or on the path.

    Raises:
        ReleaseError: there is none.
    """
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise ReleaseError(
            f"{name} is missing; `hatch run release:check PACKAGE` brings all but git"
        )
    return found


@dataclass(frozen=True)
class Environment:
    """A virtual environment in which nothing of the checkout can be imported."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Environment:
        """Make a fresh one."""
        run(
            program("uv"), "venv", "--quiet", "--seed", "--python", sys.executable, folder,
            cwd=folder.parent,
        )  # fmt: skip
        return cls(folder)

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def install(self, *what: str | Path) -> None:
        """Install distributions, by path or requirement."""
        run(
            program("uv"), "pip", "install", "--quiet", "--python", self.python, *what,
            cwd=self.folder,
        )  # fmt: skip

    def run(self, *arguments: str | Path, cwd: Path) -> str:
        """What its Python prints; its own programs are the first on the path."""
        path = os.pathsep.join([str(self.python.parent), os.environ.get("PATH", "")])
        # The home of whoever releases is no part of the test.
        return run(self.python, *arguments, cwd=cwd, PATH=path, HOME=str(self.folder))
