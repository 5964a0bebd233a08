"""``hop configure``: settings, names of brokers, and a credential."""

from __future__ import annotations

import dataclasses
import logging
import os
from pathlib import Path

import click

from hop import brokers
from hop._console import columns, show
from hop.cli.exits import show_help_and_fail
from hop.cli.options import completes
from hop.cli.types import Parsed
from hop.configure import (
    Config,
    get_config_path,
    load_config,
    set_up_configuration,
    write_config_value,
)

_log = logging.getLogger(__name__)

_HEAD = ("NAME", "ADDRESS", "MECHANISM", "FROM")


@click.group(invoke_without_command=True)
@click.pass_context
def configure(ctx: click.Context) -> None:
    """Manage the configuration: settings, names of brokers, and a credential."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@configure.command()
@click.option(
    "-t",
    "--type",
    "kind",
    type=click.Choice(["general", "auth"]),
    default="general",
    help="The file of settings (general, the default), or of credentials (auth).",
)
def locate(kind: str) -> None:
    """Print the path of the configuration file."""
    show(get_config_path(kind))


@configure.command("show")
def show_() -> None:
    """Print the settings in use now, from variables, the file, or the defaults."""
    for name, value in dataclasses.asdict(load_config()).items():
        show(f"{name}: {', '.join(value) if isinstance(value, tuple) else value}".rstrip())


def _settings() -> list[str]:
    return [each.name for each in dataclasses.fields(Config)]


@configure.command("set")
@click.argument("name", type=Parsed("setting", str, _settings))
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Store a setting in the configuration file.

    NAME is fetch_external or automatic_offload, VALUE true or false (or yes or no, on or off); or
    fetch_from and addresses, separated by commas, fetch_timeout and seconds, or fetch_max_bytes and
    a number of bytes.
    """
    write_config_value(name, value)
    show(f"{name} is stored in {get_config_path()}")
    if os.environ.get(variable := f"HOP_{name.upper()}"):
        _log.warning("%s is set, and overrides the file", variable)


@configure.command()
@click.option(
    "--import",
    "csv_file",
    metavar="CSV",
    type=click.Path(),
    help="Read the credential from this CSV file instead of asking for it.",
)
@click.option("--force", is_flag=True, help="Replace an existing credential.")
def setup(csv_file: str | None, force: bool) -> None:
    """Store a credential in the configuration file.

    hop asks for user name and password (without showing it), or reads them from a CSV file.
    """
    path = get_config_path()
    try:
        set_up_configuration(path, csv_file, force=force)
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # ends the line of the question
        raise
    show(f"The credential is stored in {path}")
    separate = Path(path).with_name("auth.toml")
    if separate.exists():
        _log.warning(
            "%s exists too, and hop reads it instead: move it away to use this one", separate
        )


@configure.group(invoke_without_command=True)
@click.pass_context
def broker(ctx: click.Context) -> None:
    """Manage the names of brokers, such as gcn in gcn:gcn.circulars."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@broker.command("list")
def list_brokers() -> None:
    """List the brokers that have a name."""
    rows = [_HEAD]
    for each in brokers.load().values():
        method = each.mechanism if each.needs_credential else "no credential"
        home = "built in" if each.built_in else get_config_path()
        rows.append((each.name, each.address, method or "the credential's", home))
    for line in columns(rows):
        show(line)


@broker.command("add")
@click.argument("name")
@click.argument("address", metavar="HOST[:PORT][,HOST2…]")
@click.option("--mechanism", default="", help="The SASL mechanism. Default: the credential's.")
@click.option("--token-endpoint", metavar="URL", default="", help="The server that gives tokens.")
@click.option(
    "--protocol",
    default="SASL_SSL",
    help="SASL_SSL (the default), SASL_PLAINTEXT, or PLAINTEXT if no credential is needed.",
)
@click.option(
    "--registry", metavar="URL", default="", help="The schema registry of its messages in Avro."
)
@click.option("--ca-file", metavar="FILE", default="", help="The CA certificates to trust.")
@click.option("--force", is_flag=True, help="Replace a broker with that name.")
def add_broker(
    *,
    name: str,
    address: str,
    mechanism: str,
    token_endpoint: str,
    protocol: str,
    registry: str,
    ca_file: str,
    force: bool,
) -> None:
    """Give a broker a name, for `hop subscribe NAME:topic`."""
    new = brokers.Broker(
        name,
        address.removeprefix("kafka://").rstrip("/"),
        protocol=protocol.upper(),
        mechanism=mechanism or ("OAUTHBEARER" if token_endpoint else ""),
        token_endpoint=token_endpoint,
        ssl_ca_location=ca_file,
        registry=registry,
    )
    show(f"{name} is stored in {brokers.add(new, force=force)}")
    if new.needs_credential:
        show(f"`hop auth add {name}` stores a credential for it.")


@broker.command("remove")
@click.argument("name", shell_complete=completes("broker"))
def remove_broker(name: str) -> None:
    """Remove a name from the configuration. Built-in names stay."""
    show(f"{name} is removed from {brokers.remove(name)}")
