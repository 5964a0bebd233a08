"""``hop configure``: where the configuration is, and how a credential comes into it."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from hop.cli.lazy import show_help_and_fail

_log = logging.getLogger(__name__)


@click.group(invoke_without_command=True)
@click.pass_context
def configure(ctx: click.Context) -> None:
    """Manage the configuration and the credential in it."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@configure.command()
def locate() -> None:
    """Print the path of the configuration file."""
    from hop.cli.output import show
    from hop.configure import get_config_path

    show(get_config_path())


@configure.command()
@click.option(
    "--import",
    "csv_file",
    metavar="CSV",
    type=click.Path(),
    help="Take the credential from this CSV file instead of asking for it.",
)
@click.option("--force", is_flag=True, help="Replace a credential that is there.")
def setup(csv_file: str | None, force: bool) -> None:
    """Store a credential in the configuration file.

    Asks for user name and password, the latter without echo, or takes them from a CSV file.
    """
    from hop.cli.output import show
    from hop.configure import get_config_path, set_up_configuration

    path = get_config_path()
    try:
        set_up_configuration(path, csv_file, force=force)
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # ends the line of the question
        raise
    show(f"The credential is stored in {path}")
    separate = Path(path).with_name("auth.toml")
    if separate.exists():
        _log.warning("%s is there too and is read instead: move it away to use this one", separate)
