"""The command from its arguments to its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from hop.cli import exits
from hop.cli._version import __version__
from hop.cli.lazy import LazyGroup, show_help_and_fail

COMMANDS = {
    "auth": ("hop.cli.auth", "Manage stored credentials."),
    "configure": ("hop.cli.configure", "Manage the configuration."),
    "doctor": ("hop.cli.doctor", "Find out why it does not work."),
    "explain": ("hop.cli.explain", "Tell what an error means, and what to do."),
    "groups": ("hop.cli.groups", "Show where a group is, and move it."),
    "inspect": ("hop.cli.inspect", "Show what a recording holds."),
    "list-topics": ("hop.cli.list_topics", "List topics, and how much each holds."),
    "publish": ("hop.cli.publish", "Publish messages."),
    "record": ("hop.cli.record", "Record messages in a file."),
    "replay": ("hop.cli.replay", "Publish the messages of a recording."),
    "run": ("hop.cli.run", "Call a function of yours for each message."),
    "sandbox": ("hop.cli.sandbox", "Run a real Kafka on this machine, to try things on."),
    "schema": ("hop.cli.schema", "Show the models that are installed, and their fields."),
    "subscribe": ("hop.cli.subscribe", "Subscribe to messages and print them."),
    "validate": ("hop.cli.validate", "Check files, without a broker."),
    "version": ("hop.cli.version", "List the versions of hop and of what it uses."),
}
"""Each command: the module that has it, and what it does."""

_COMPLETION = "_HOP_COMPLETE"


@dataclass
class Settings:
    """What holds for every command.

    Attributes:
        debug: whether errors come with a traceback, and librdkafka's lines are shown.
    """

    debug: bool = False


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`hop COMMAND --help` tells more of a command.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks and the lines that librdkafka logs.")
@click.version_option(__version__, prog_name="hop", message="%(prog)s %(version)s")
@click.pass_context
def root(ctx: click.Context, debug: bool) -> None:
    """Publish and receive astronomical alerts over Apache Kafka."""
    ctx.ensure_object(Settings).debug = debug
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)
    from hop.cli.logs import DEBUG, WARNING, show_logs

    show_logs(DEBUG if debug else WARNING)


def _meant(arguments: Sequence[str]) -> click.Context:
    """The command that a line is for, as far as its words name one.

    Of an option without its value click does not tell whose it is.
    """
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
            from click.shell_completion import shell_complete

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
            error.ctx = _meant(arguments)
        return exits.report(error, trace=settings.debug)
    return code
