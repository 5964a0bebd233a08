"""The help of commands, examples, and hop's words for those of other programs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator

import click
import pytest

from hop.cli import hints
from hop.cli.examples import EXAMPLES
from hop.cli.program import ALIASES, COMMANDS, root

from .conftest import Result

Hop = Callable[..., Result]


def commands(command: click.Command, words: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command of hop's own, with the words that call it."""
    yield words, command
    if command is root:
        below = {name: root.get_command(click.Context(root), name) for name in COMMANDS}
    else:
        below = dict(command.commands) if isinstance(command, click.Group) else {}
    for name, each in below.items():
        assert each is not None
        yield from commands(each, f"{words} {name}".strip())


ALL = dict(commands(root))


@pytest.mark.parametrize("words", ALL)
def test_each_help_ends_with_three_examples(hop: Hop, words: str) -> None:
    told = hop(*words.split(), "--help").out
    assert hop("help", *words.split()).out == told
    lines = told.partition("  Examples:\n")[2].splitlines()[:3]
    written = [line.strip() for line in EXAMPLES[words].strip().splitlines()]
    assert [line.strip() for line in lines] == written
    assert len(written) == 3
    assert all(len(line) < 80 for line in lines)


@pytest.mark.parametrize("line", [each for text in EXAMPLES.values() for each in text.split("\n")])
def test_each_example_can_be_parsed(line: str) -> None:
    for part in re.split(r"[|>]", line):
        words = [each for each in shlex.split(part) if not re.match("[A-Z_]+=", each)]
        if words[:1] != ["hop"] or words[1:] == ["--version"]:
            continue
        context = root.make_context("hop", words[1:])
        while isinstance(context.command, click.Group):
            rest = [*context._protected_args, *context.args]
            name, command, rest = context.command.resolve_command(context, rest)
            if command is None:
                break
            context = command.make_context(name, rest, parent=context)


def test_no_example_is_left_over() -> None:
    assert EXAMPLES.keys() == ALL.keys()


def test_help_of_a_short_name(hop: Hop) -> None:
    assert hop("help", "topics").out.startswith("Usage: hop topics ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nonsense"], "no such command 'nonsense'; see `hop --help`"),
        (["pubish"], "did you mean 'publish'"),
        (["consume"], "hop says `hop subscribe URL`"),
        (["auth", "ad"], "did you mean 'add'"),
        (["publish", "more"], "hop publish has no commands of its own"),
    ],
)
def test_help_of_what_there_is_not(hop: Hop, words: list[str], says: str) -> None:
    hop("help", *words).fails(2, says)


@pytest.mark.parametrize("word", hints.COMMANDS)
def test_a_command_of_another_program(hop: Hop, word: str) -> None:
    assert word not in (*COMMANDS, *ALIASES)
    hop(word, "x").fails(2, f"no such command {word!r}; {hints.COMMANDS[word]}; see `hop --help`")


@pytest.mark.parametrize("option", hints.OPTIONS)
def test_an_option_of_another_program(hop: Hop, option: str) -> None:
    lacking = [
        words
        for words, each in ALL.items()
        if words and not any(option in param.opts for param in each.params)
    ]
    words = "subscribe" if "subscribe" in lacking else lacking[0]
    hop(*words.split(), option).fails(2, f"no such option {option}; {hints.OPTIONS[option]}; see")


@pytest.mark.parametrize("hint", sorted({*hints.COMMANDS.values(), *hints.OPTIONS.values()}))
def test_hints_name_commands_that_there_are(hint: str) -> None:
    for words in re.findall(r"`hop ([a-z][a-z-]*)", hint):
        assert words in (*COMMANDS, *ALIASES)


def test_a_url_is_no_command(hop: Hop) -> None:
    hop("gcn:gcn.circulars").fails(2, "`hop subscribe gcn:gcn.circulars` reads from a URL")
    hop("kafka://h/t").fails(2, "`hop subscribe kafka://h/t` reads from a URL")
