"""A group whose commands are loaded when they are run or asked for help."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from hop.cli.talk import add_talk_options


class LazyGroup(click.Group):
    """A group that knows its commands by name only.

    Each gets the options that say how much is told, ``--quiet``, ``--verbose`` and ``--debug``.

    Args:
        lazy: for each command its module, which has it under the same name, with _ for -, and its
            short help.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None where there is none of that name."""
        if cmd_name not in self._lazy:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(self._lazy[cmd_name][0]), name)
        add_talk_options(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a line; where there is none, the one that may be meant is named."""
        name = args[0]
        if name not in self._lazy and not ctx.resilient_parsing:
            from difflib import get_close_matches

            if near := get_close_matches(name, self._lazy, 1):
                raise click.UsageError(f"no such command {name!r}; did you mean {near[0]!r}?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._lazy.items()])


def show_help_and_fail(ctx: click.Context) -> None:
    """Where a group is called without a command: its help, on standard error, as a mistake."""
    click.echo(ctx.get_help(), err=True)
    ctx.exit(2)
