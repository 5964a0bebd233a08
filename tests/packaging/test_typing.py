"""mypy and pyright read a program with the installed packages, as a user's editor does."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Environment

PROGRAM = Path(__file__).parent / "typed/desk.py"
TEXT = PROGRAM.read_text(encoding="utf-8")

# What is misspelt, how, and the line's own words, by which the line is found.
MISTAKES = {
    "a field of the model": ("[alert.superevent_id for", "[alert.supervent_id for"),
    "a field of an alert": ("each.alerts[0].ra if", "each.alerts[0].right_ascension if"),
    "a field of a notice": ("each.ra_dec_error", "each.ra_dec_err"),
    "a property of a message": ("message.is_test", "message.is_tst"),
    "an argument of build": ("ra=1.0", "rra=1.0"),
    "an option of a stream": ('errors="skip"', 'error="skip"'),
    "the type of a value": ("first: float | None", "first: str | None"),
    "a blob that is not looked at": (
        "str(message.error) if isinstance(message, Blob) else message.superevent_id",
        "message.superevent_id",
    ),
    "a field of an event": ('event.role == "test"', 'event.rolle == "test"'),
    "a reader of another model": ("follow(typed)", "follow(mixed)"),
    "a class for a model": ("handle, URL, model=LVKAlert", "handle, URL, model=URL"),
}  # fmt: skip


def mypy(environment: Environment, program: Path) -> set[int]:
    options = ["--strict", "--no-error-summary", "--cache-dir", environment.folder / "mypy"]
    return lines_with_errors(
        sys.executable, "-m", "mypy", *options,
        "--python-executable", environment.python, program,
    )  # fmt: skip


@cache
def fetch_pyright() -> None:
    """Have pyright fetch what it consists of, which it does when it is called first."""
    for _ in range(3):
        if subprocess.run([sys.executable, "-m", "pyright", "--version"]).returncode == 0:
            return


def pyright(environment: Environment, program: Path) -> set[int]:
    fetch_pyright()
    return lines_with_errors(
        sys.executable, "-m", "pyright", "--pythonpath", environment.python, program
    )


def lines_with_errors(*command: object) -> set[int]:
    program = Path(str(command[-1]))
    done = subprocess.run(
        [str(each) for each in command],
        cwd=program.parent, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    found = re.findall(rf"{re.escape(program.name)}:(\d+):.*\berror\b", done.stdout)
    assert done.returncode == bool(found), f"{done.stdout}\n{done.stderr}"
    return set(map(int, found))


@pytest.mark.parametrize("check", [mypy, pyright], ids=["mypy", "pyright"])
def test_types_are_known_and_misspelt_names_found(
    everything: Environment, tmp_path: Path, check: object
) -> None:
    assert callable(check)
    good = tmp_path / "desk.py"
    good.write_text(TEXT, encoding="utf-8")
    assert check(everything, good) == set()
    # All mistakes at once: a type checker takes seconds for each run.
    text = TEXT
    for right, wrong in MISTAKES.values():
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    bad = tmp_path / "desk_with_mistakes.py"
    bad.write_text(text, encoding="utf-8")
    found = check(everything, bad)
    lines = text.splitlines()
    expected = {
        name: next(at for at, line in enumerate(lines, 1) if wrong in line)
        for name, (_, wrong) in MISTAKES.items()
    }
    assert {name for name, line in expected.items() if line not in found} == set()
    assert found == set(expected.values())
