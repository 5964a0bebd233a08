"""``hop auth``: the stored credentials."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from hop._config import (
    Auth,
    add_credential,
    ask_for_credential,
    ask_for_credential_of,
    credential_from_csv,
    describe,
    find_broker,
    get_config_path,
    remove_credential,
    stored_credentials,
)
from hop._console import show, tell
from hop.cli.exits import show_help_and_fail
from hop.cli.options import completes

_log = logging.getLogger(__name__)


def _complete_source(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the names of brokers, and files."""
    found = [CompletionItem(each) for each in completes("broker")(ctx, param, incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


@click.group(invoke_without_command=True)
@click.pass_context
def auth(ctx: click.Context) -> None:
    """Manage stored credentials."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@auth.command()
def locate() -> None:
    """Print the path of the file that stores the credentials."""
    show(get_config_path("auth"))


@auth.command("list")
def list_() -> None:
    """List the stored credentials: users, and their brokers."""
    stored = stored_credentials()
    longest = max((len(each.user) for each in stored), default=0)
    for each in stored:
        show(f"{each.user:{longest}} for {each.host}" if each.host else each.user)
    if not stored:
        tell("No credential is stored; `hop auth add` stores one.")
    _warn_of_variables()


@auth.command()
@click.argument("source", metavar="[BROKER|CSV]", required=False, shell_complete=_complete_source)
@click.option("--force", is_flag=True, help="Replace a credential of the same user and host.")
def add(source: str | None, force: bool) -> None:
    """Store a credential: ask for it, or read it from a CSV file.

    hop asks for user name, password (without showing it), host and token endpoint. With the name of
    a BROKER, such as gcn, it asks only for what that broker needs (`hop configure broker list`
    shows all names). The CSV file has a header line and a line of values: username, password, and
    any of hostname, mechanism, protocol, ssl_ca_location, token_endpoint, token_command.
    """
    try:
        new = _credential_from(source)
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # ends the line of the question
        raise
    path = add_credential(new, force=force)
    show(f"The credential of {describe(new)} is stored in {path}")
    _warn_of_variables()


def _credential_from(source: str | None) -> Auth:
    if source is None:
        return ask_for_credential()
    # The name of a broker has letters, digits, - and _ only; the name of a file has more: .csv
    if Path(source).is_file() or not source.replace("-", "").replace("_", "").isalnum():
        return credential_from_csv(source)
    return ask_for_credential_of(find_broker(source))


@auth.command()
@click.argument("name", metavar="NAME[@HOST]", shell_complete=completes("credential"))
def remove(name: str) -> None:
    """Remove a stored credential.

    If a user has several, choose one with NAME@HOST, or the one for any host with NAME@.
    """
    removed = remove_credential(name)
    show(f"The credential of {describe(removed)} is removed")
    _warn_of_variables()


def _warn_of_variables() -> None:
    if os.environ.get("HOP_USERNAME"):
        _log.warning("HOP_USERNAME is set: hop uses its credential, and no stored one")
