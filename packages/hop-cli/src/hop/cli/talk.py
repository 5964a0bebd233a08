"""The options that say how much is told; every command has them."""

from __future__ import annotations

import logging

import click


def _quiet(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:
    _show(ctx, logging.ERROR, given)


def _verbose(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:
    _show(ctx, logging.INFO, given)


def _debug(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:
    if given and ctx.obj is not None:
        ctx.obj.debug = True
    _show(ctx, logging.DEBUG, given)


def _show(ctx: click.Context, level: int, given: bool) -> None:
    from hop.cli.logs import show_logs

    if given and (level == logging.DEBUG or not getattr(ctx.obj, "debug", False)):
        show_logs(level)


_HELP = {
    _quiet: (["-q", "--quiet"], "Tell of errors only."),
    _verbose: (["-v", "--verbose"], "Tell more."),
    _debug: (["--debug"], "Show tracebacks and the lines that librdkafka logs."),
}


def add_talk_options(command: click.Command) -> None:
    """Give a command, and all below it, ``--quiet``, ``--verbose`` and ``--debug``."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            add_talk_options(each)
    known = {name for each in command.params for name in each.opts}
    for callback, (names, text) in _HELP.items():
        if known.isdisjoint(names):
            option = click.Option(
                names, is_flag=True, expose_value=False, callback=callback, help=text
            )
            command.params.append(option)
