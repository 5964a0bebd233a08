"""``hop auth``: the credentials that are stored."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop.cli.lazy import show_help_and_fail

if TYPE_CHECKING:
    from hop.auth import Auth

_log = logging.getLogger(__name__)


@click.group(invoke_without_command=True)
@click.pass_context
def auth(ctx: click.Context) -> None:
    """Manage stored credentials."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@auth.command()
def locate() -> None:
    """Print the path of the file of credentials."""
    from hop.cli.output import show
    from hop.configure import get_config_path

    show(get_config_path("auth"))


@auth.command("list")
def list_() -> None:
    """List the stored credentials: users, and the brokers they are for."""
    from hop._config import stored_credentials
    from hop.cli.output import show, tell

    stored = stored_credentials()
    longest = max((len(each.user) for each in stored), default=0)
    for each in stored:
        show(f"{each.user:{longest}} for {each.host}" if each.host else each.user)
    if not stored:
        tell("No credential is stored; `hop auth add` stores one.")
    _tell_of_variables()


@auth.command()
@click.argument("source", metavar="[BROKER|CSV]", type=click.Path(), required=False)
@click.option("--force", is_flag=True, help="Replace a credential of the same user and host.")
def add(source: str | None, force: bool) -> None:
    """Store a credential, taken from a CSV file, or asked for.

    It asks for user name, password (without echo), host, and token endpoint; of a BROKER that has a
    name, as gcn, just for what it needs (`hop configure broker list` shows all). The CSV file has a
    header line and a line of values: username, password, and any of hostname, mechanism, protocol,
    ssl_ca_location, token_endpoint, token_command.
    """
    from hop._config import add_credential, describe
    from hop.cli.output import show

    try:
        new = _taken_from(source)
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # ends the line of the question
        raise
    path = add_credential(new, force=force)
    show(f"The credential of {describe(new)} is stored in {path}")
    _tell_of_variables()


def _taken_from(source: str | None) -> Auth:
    from hop._config import (
        ask_for_credential,
        ask_for_credential_of,
        credential_from_csv,
        find_broker,
    )

    if source is None:
        return ask_for_credential()
    # A name and a file are told apart by the form: files of credentials end with .csv.
    if Path(source).is_file() or not source.replace("-", "").replace("_", "").isalnum():
        return credential_from_csv(source)
    return ask_for_credential_of(find_broker(source))


@auth.command()
@click.argument("name", metavar="NAME[@HOST]")
def remove(name: str) -> None:
    """Remove a stored credential.

    Where one user has several, name one by NAME@HOST, and the one for any host by NAME@.
    """
    from hop._config import describe, remove_credential
    from hop.cli.output import show

    removed = remove_credential(name)
    show(f"The credential of {describe(removed)} is removed")
    _tell_of_variables()


def _tell_of_variables() -> None:
    if os.environ.get("HOP_USERNAME"):
        _log.warning("HOP_USERNAME is set: its credential is used, and none that is stored")
