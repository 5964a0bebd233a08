"""The options that commands share."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import click
import pytest

from hop._wire import known_models
from hop.cli.options import READING, STARTS
from hop.cli.program import COMMANDS, root
from hop.cli.types import Format
from hop.io import Stream


def test_reading_options_are_fields_of_a_stream() -> None:
    fields = {each.name for each in dataclasses.fields(Stream)}
    assert READING.keys() - fields == set(STARTS) - {"start_at"}  # they replace start_at


@pytest.mark.parametrize("name", ["subscribe", "record", "run"])
def test_each_reader_can_start_and_stop_at_a_time(name: str) -> None:
    known = options_of(name)
    assert {"-s", "--start-at", "--start", "--since", "--until"} <= known.keys()


def options_of(name: str) -> dict[str, click.Option]:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    return {
        option: each
        for each in command.params
        if isinstance(each, click.Option)
        for option in each.opts
    }


@pytest.mark.parametrize(
    "option", ["--start-at", "--persist", "--until-eos", "--group-id", "--no-auth", "--user"]
)
def test_an_option_has_one_help_text(option: str) -> None:
    texts = {options_of(name)[option].help for name in COMMANDS if option in options_of(name)}
    assert len(texts) == 1


def test_every_format_is_its_model() -> None:
    for name, model in known_models().items():
        assert Format().convert(name.upper(), None, None) is model


def test_only_the_command_imports_the_command_line() -> None:
    code = (
        "import sys, hop.publish, hop.subscribe, hop.version; "
        "print(*[name for name in sys.modules if name.startswith(('hop.cli', 'click'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
