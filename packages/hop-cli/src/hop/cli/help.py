"""``hop help``: the help of a command, for who types it before the name."""

from __future__ import annotations

from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from hop._console import show


def _complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    context = _context_of(ctx.find_root(), ctx.params.get("words") or ())
    command = context.command
    return command.shell_complete(context, incomplete) if isinstance(command, click.Group) else []


@click.command(short_help="Show the help of a command.")
@click.argument("words", metavar="[COMMAND]...", nargs=-1, shell_complete=_complete)
@click.pass_context
def help(ctx: click.Context, words: tuple[str, ...]) -> None:  # noqa: A001 - the command's name
    """Show the help of a command, as `hop COMMAND --help` does. Without COMMAND, list all."""
    show(_context_of(ctx.find_root(), words).get_help())


def _context_of(context: click.Context, words: Sequence[str]) -> click.Context:
    """Find the command that some words name.

    Raises:
        click.UsageError: there is none; the text names a similar one.
    """
    for word in words:
        if not isinstance(context.command, click.Group):
            raise click.UsageError(f"{context.command_path} has no commands of its own", context)
        name, command, _ = context.command.resolve_command(context, [word])
        if command is not None:
            context = click.Context(command, context, name)
    return context
