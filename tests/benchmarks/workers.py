"""Contestants as processes of their own: for a work, a command, or a share of a group."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hop.sandbox._java import cache_folder

_CONTESTANTS = Path(__file__).parent / "contestants"
_PATIENCE_S = 300.0


def environment() -> dict[str, str]:
    """What every contestant finds around it: no settings or credentials of this user's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    # Whether an installer has compiled a package must not decide who starts sooner.
    bytecode = str(cache_folder().parent / "benchmarks" / "bytecode")
    return kept | {"XDG_CONFIG_HOME": "/nonexistent", "PYTHONPYCACHEPREFIX": bytecode}


def command(script: str, work: str, arguments: Mapping[str, Any], python: str) -> list[str]:
    """The command line of a contestant."""
    return [python, str(_CONTESTANTS / script), work, json.dumps(dict(arguments))]


def work(script: str, name: str, python: str = sys.executable, **arguments: Any) -> dict[str, Any]:
    """Have a contestant do a work; its figures.

    Raises:
        AssertionError: a check failed, or the process did.
    """
    done = subprocess.run(
        command(script, name, arguments, python),
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        env=environment(),
    )
    return figures(done.returncode, done.stdout, done.stderr)


def figures(code: int | None, out: str, log: str) -> dict[str, Any]:
    """What a contestant has answered.

    Raises:
        AssertionError: a check failed, or the process did.
    """
    if code != 0:
        lines = log.strip().splitlines() or [f"it ended with code {code}"]
        raise AssertionError(lines[-1])
    found: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return found


def program(python: str) -> str:
    """The command ``hop`` beside an interpreter."""
    found = shutil.which("hop", path=str(Path(python).parent))
    if found is None:
        raise SystemExit(f"there is no command hop beside {python}")
    return found


def command_ms(arguments: Sequence[str]) -> dict[str, float]:
    """How long a command takes, from its start to its end, in ms.

    Raises:
        AssertionError: it fails.
    """
    start = time.perf_counter()
    done = subprocess.run(
        arguments, capture_output=True, text=True, timeout=_PATIENCE_S, env=environment()
    )
    took = time.perf_counter() - start
    if done.returncode:
        raise AssertionError((done.stderr.strip().splitlines() or ["it says nothing"])[-1])
    return {"ms": 1000 * took}


def first_line_ms(arguments: Sequence[str], expected: str) -> dict[str, float]:
    """How long it takes from the start of a command to the end of its first line, in ms.

    Raises:
        AssertionError: the line is not what it ought to hold.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        took = time.perf_counter() - start
        process.kill()
    if expected not in line:
        raise AssertionError(f"the first line is {line[:100]!r}")
    return {"ms": 1000 * took}
