"""``hop configure``: where the configuration is, the settings and the credential in it."""

from __future__ import annotations

import dataclasses
import logging
import os
from pathlib import Path

import click

from hop.cli.broker import broker
from hop.cli.lazy import show_help_and_fail

_log = logging.getLogger(__name__)


@click.group(invoke_without_command=True)
@click.pass_context
def configure(ctx: click.Context) -> None:
    """Manage the configuration: settings, names of brokers, and a credential."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


configure.add_command(broker)


@configure.command()
@click.option(
    "-t",
    "--type",
    "kind",
    type=click.Choice(["general", "auth"]),
    default="general",
    help="The file of settings (general, the default), or that of credentials (auth).",
)
def locate(kind: str) -> None:
    """Print the path of the configuration file."""
    from hop.cli.output import show
    from hop.configure import get_config_path

    show(get_config_path(kind))


@configure.command("show")
def show_() -> None:
    """Print the settings as they hold now: of variables, of the file, or by default."""
    from hop.cli.output import show
    from hop.configure import load_config

    for name, value in dataclasses.asdict(load_config()).items():
        show(f"{name}: {value}")


@configure.command("set")
@click.argument("name")
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Store a setting in the configuration file.

    NAME is fetch_external or automatic_offload, VALUE true or false (or yes or no, on or off).
    """
    from hop.cli.output import show
    from hop.configure import get_config_path, write_config_value

    write_config_value(name, value)
    show(f"{name} is stored in {get_config_path()}")
    if os.environ.get(variable := f"HOP_{name.upper()}"):
        _log.warning("%s is set, and goes before the file", variable)


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
