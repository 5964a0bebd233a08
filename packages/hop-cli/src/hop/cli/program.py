"""The root of all commands: import the one that is called, run it, and report its errors."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem, shell_complete

from hop.cli import examples, exits, extensions
from hop.cli._version import __version__
from hop.cli.logs import show_logs

COMMANDS = {
    "alert": ("hop.cli.alert", "Show what alerts in files say."),
    "auth": ("hop.cli.auth", "Manage stored credentials."),
    "completion": ("hop.cli.completion", "Complete names with the Tab key."),
    "configure": ("hop.cli.configure", "Manage the configuration."),
    "doctor": ("hop.cli.doctor", "Find out why it does not work."),
    "events": ("hop.cli.events", "Tell what is known of each event."),
    "explain": ("hop.cli.explain", "Explain an error, and what to do."),
    "groups": ("hop.cli.groups", "Show the offsets of a group, and change them."),
    "help": ("hop.cli.help", "Show the help of a command."),
    "inspect": ("hop.cli.inspect", "Show what a recording holds."),
    "journal": ("hop.cli.journal", "Show what a journal has put aside."),
    "list-topics": ("hop.cli.list_topics", "List topics (short: hop topics), or describe them."),
    "notify": ("hop.cli.notify", "Tell people of alerts: e-mail, Slack, Mattermost, desktop."),
    "publish": ("hop.cli.publish", "Publish messages."),
    "record": ("hop.cli.record", "Record messages in a file."),
    "replay": ("hop.cli.replay", "Publish the messages of a recording or an archive."),
    "run": ("hop.cli.run", "Call your function for each message."),
    "sandbox": ("hop.cli.sandbox", "Run a real Kafka on this machine, to try things on."),
    "schema": ("hop.cli.schema", "Show the installed models, and their fields."),
    "subscribe": ("hop.cli.subscribe", "Subscribe to messages and print them."),
    "validate": ("hop.cli.validate", "Check files, without a broker."),
    "version": ("hop.cli.version", "List the versions of hop and of what it uses."),
    "watch": ("hop.cli.watch", "Tell when something is no longer alive."),
}
"""Each command: its module, and what it does."""

ALIASES = {"topics": "list-topics"}
"""Short names of commands."""

_COMPLETION = "_HOP_COMPLETE"
_DEBUG_HELP = "Show tracebacks, and what librdkafka logs."


@dataclass
class Settings:
    """What holds for every command.

    Attributes:
        debug: whether to show tracebacks, and what librdkafka logs.
    """

    debug: bool = False


class LazyGroup(click.Group):
    """A click Group that imports a command when it is called, or asked for help.

    Commands of other packages are looked up if hop has none of that name. Each command also gets
    ``--quiet``, ``--verbose`` and ``--debug``.

    Args:
        lazy: for each command its module and its short help. The module has the command under the
            same name, with _ for -.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table; then those of other packages."""
        return [*self._lazy, *self._others()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None if there is none of that name.

        Raises:
            hop.errors.PluginError: the command of another package cannot be loaded.
        """
        command: click.Command
        cmd_name = ALIASES.get(cmd_name, cmd_name)
        if cmd_name in self._lazy:
            name = cmd_name.replace("-", "_")
            command = getattr(import_module(self._lazy[cmd_name][0]), name)
        elif point := extensions.announced().get(cmd_name):
            command = extensions.load(point)
        else:
            return None
        _add_to(command, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a line; if there is none of that name, name the one that is meant."""
        name = args[0]
        if name not in (*self._lazy, *ALIASES) and not ctx.resilient_parsing:
            from hop.cli import hints  # for errors only

            names = self.list_commands(ctx)
            if name not in names and (hint := hints.of_command(name)):
                raise click.UsageError(f"no such command {name!r}; {hint}", ctx)
            near = () if name in names else get_close_matches(name, names, 1)
            if near:
                raise click.UsageError(f"no such command {name!r}; did you mean {near[0]!r}?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._lazy.items()])
        extensions.warn_of_taken(self._lazy)
        if others := self._others():
            with formatter.section("Commands of other packages"):
                # Those of one package are told by the same words: once.
                texts = dict.fromkeys(others.values())
                formatter.write_dl(
                    [
                        (", ".join(name for name, each in others.items() if each == text), text)
                        for text in texts
                    ]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete names of commands, without importing any; and options."""
        texts = {name: text for name, (_, text) in self._lazy.items()} | self._others()
        found = [
            CompletionItem(name, help=text)
            for name, text in texts.items()
            if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def _others(self) -> dict[str, str]:
        """The commands of other packages, and what each is for."""
        points = extensions.announced().items()
        return {
            name: extensions.short_help(each) for name, each in points if name not in self._lazy
        }


def _add_to(command: click.Command, words: str) -> None:
    """Add ``--quiet``, ``--verbose``, ``--debug`` and examples to a command and to all below it.

    Args:
        command: the command.
        words: what calls it, after ``hop``.
    """
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            _add_to(each, f"{words} {name}")
    command.epilog = command.epilog or examples.epilog(words)
    known = {name for each in command.params for name in each.opts}
    for names, level, text in (
        (["-q", "--quiet"], logging.ERROR, "Print errors only."),
        (["-v", "--verbose"], logging.INFO, "Print more."),
        (["--debug"], logging.DEBUG, _DEBUG_HELP),
    ):
        if known.isdisjoint(names):
            option = click.Option(
                names, is_flag=True, expose_value=False, callback=_sets_level(level), help=text
            )
            command.params.append(option)


def _sets_level(level: int) -> Any:
    def callback(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:
        settings = ctx.ensure_object(Settings)
        if given:
            settings.debug = settings.debug or level == logging.DEBUG
            show_logs(logging.DEBUG if settings.debug else level)

    return callback


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"{examples.epilog('')}\n\n`hop help COMMAND` explains a command.",
)
@click.option("--debug", is_flag=True, help=_DEBUG_HELP)
@click.version_option(__version__, prog_name="hop", message="%(prog)s %(version)s")
@click.pass_context
def root(ctx: click.Context, debug: bool) -> None:
    """Publish and receive astronomical alerts over Apache Kafka."""
    ctx.ensure_object(Settings).debug = debug
    if ctx.invoked_subcommand is None:
        exits.show_help_and_fail(ctx)
    show_logs(logging.DEBUG if debug else logging.WARNING)


def _context_of(arguments: Sequence[str]) -> click.Context:
    """Find the command that a line names. click does not say whose option lacks its value."""
    command: click.Command = root
    context = click.Context(root, info_name="hop")
    for word in arguments:
        found = command.get_command(context, word) if isinstance(command, click.Group) else None
        if found is not None:
            command, context = found, click.Context(found, context, word)
    return context


def run(arguments: Sequence[str]) -> int:
    """Run the command and report its errors.

    Args:
        arguments: what follows ``hop`` on the command line.

    Returns:
        The exit code.
    """
    settings = Settings()
    try:
        if instruction := os.environ.get(_COMPLETION):
            from hop.cli import shells  # only for the Tab key

            shells.register()
            return shell_complete(root, {}, "hop", _COMPLETION, instruction)
        try:
            with root.make_context("hop", list(arguments), obj=settings) as ctx:
                root.invoke(ctx)
            code = 0
        except click.exceptions.Exit as end:
            code = end.exit_code
        if sys.stdout is not None:
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        if isinstance(error, click.UsageError) and error.ctx is None:
            error.ctx = _context_of(arguments)
        return exits.report(error, trace=settings.debug)
    return code
