"""Commands of other packages: found by name, imported when called, and broken ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Result

Hop = Callable[..., Result]
COMMAND = """
import click
from hop import errors

@click.group()
def stars():
    "Count stars."

@stars.command()
@click.argument("number", type=int)
def count(number):
    "Count to NUMBER."
    if number < 0:
        raise errors.DecodeError("no stars")
    click.echo(number)

not_a_command = 12
print("imported", __name__)
"""


def announce(
    folder: Path, points: str, *, name: str = "star-count", summary: str = "Count the stars."
) -> dict[str, str]:
    """Lay a package into a folder; return the environment that finds it."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nSummary: {summary}\n"
    )
    (info / "entry_points.txt").write_text(f"[hop_command]\n{points}\n")
    (folder / "star_count.py").write_text(COMMAND)
    return {"PYTHONPATH": str(folder)}


def test_help_lists_a_command_without_importing(folder: Path, hop_process: Hop) -> None:
    result = hop_process("--help", env=announce(folder, "stars = star_count:stars"))
    assert (result.code, result.err) == (0, "")
    own, others = result.out.split("Commands of other packages:")
    assert "subscribe" in own
    assert "stars  Count the stars." in others
    assert "imported" not in result.out


def test_help_lists_the_commands_of_a_package_together(folder: Path, hop_process: Hop) -> None:
    env = announce(folder, "stars = star_count:stars\nmoons = star_count:stars")
    others = hop_process("--help", env=env).out.split("Commands of other packages:")[1]
    assert "moons, stars  Count the stars." in others


def test_without_other_packages_help_has_no_section(folder: Path, hop_process: Hop) -> None:
    result = hop_process("--help", env=announce(folder, "publish = star_count:stars"))
    assert "star" not in result.out


def test_a_command_is_called(folder: Path, hop_process: Hop) -> None:
    env = announce(folder, "stars = star_count:stars")
    assert hop_process("stars", "count", "3", env=env).out.splitlines()[-1] == "3"
    help_ = hop_process("stars", "count", "--help", env=env).out
    assert "Usage: hop stars count" in help_
    assert "--debug" in help_


def test_its_errors_have_the_usual_exit_codes(folder: Path, hop_process: Hop) -> None:
    env = announce(folder, "stars = star_count:stars")
    wrong = hop_process("stars", "count", "x", env=env)
    assert (wrong.code, wrong.err.startswith("hop: ")) == (2, True)
    bad = hop_process("stars", "count", "--", "-1", env=env)
    assert (bad.code, bad.err) == (65, "hop: no stars (hop explain DecodeError)\n")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("star_count:no_such_name", "AttributeError"),
        ("no_such_module:stars", "No module named 'no_such_module'"),
        ("star_count:not_a_command", "is no click command, but a int"),
    ],
)
def test_a_broken_command_names_its_package(
    folder: Path, hop_process: Hop, value: str, reason: str
) -> None:
    env = announce(folder, f"stars = {value}")
    result = hop_process("stars", "count", "3", env=env)
    (line,) = result.err.splitlines()
    assert result.code == 78
    assert reason in line
    assert "update the package star-count, or uninstall it" in line
    assert "star-count==1.0" in hop_process("version", env=env).out  # nothing else is affected
    assert "stars" in hop_process("--help", env=env).out


def test_a_name_of_hops_own_wins(folder: Path, hop_process: Hop) -> None:
    env = announce(folder, "version = star_count:stars\nstars = star_count:stars")
    assert "hop-core==" in hop_process("version", env=env).out
    result = hop_process("--help", env=env)
    assert result.err == (
        "hop: warning: the package star-count announces a command 'version'; hop's own is used\n"
    )
    assert "version" not in result.out.split("Commands of other packages:")[1]


def test_near_names_over_both(folder: Path, hop_process: Hop) -> None:
    env = announce(folder, "stars = star_count:stars")
    for given, meant in (("starts", "stars"), ("subscibe", "subscribe")):
        result = hop_process(given, env=env)
        result.fails(2, f"no such command '{given}'; did you mean '{meant}'? See")


def test_completion_of_a_name_imports_nothing(folder: Path, hop_process: Hop) -> None:
    env = announce(folder, "stars = no_such_module:stars")
    env |= {"_HOP_COMPLETE": "bash_complete", "COMP_WORDS": "hop s", "COMP_CWORD": "1"}
    result = hop_process(env=env)
    assert (result.code, result.err) == (0, "")
    names = [line.split(",", 1)[1] for line in result.out.splitlines()]
    assert {"stars", "subscribe"} <= set(names)
