"""``hop doctor``: why it does not work."""

from __future__ import annotations

import click

from hop.cli.options import client_options


@click.command(short_help="Find out why it does not work.")
@click.argument("url", metavar="[URL]", required=False)
@click.option("-j", "--json", "as_json", is_flag=True, help="Print each finding as a line of JSON.")
@client_options
@click.pass_context
def doctor(
    ctx: click.Context, *, url: str | None, as_json: bool, no_auth: bool, user: str | None
) -> None:
    """Look at all that lies between here and the topics at URL, one after the other.

    Versions, configuration, credential, name, port, certificate, token, login, topics, group and
    clock: each line is ok, warning or failed, the latter two with cause and cure. Nothing is
    written, and no group is joined. The exit code is that of the first failure, else 0.
    """
    if no_auth and user is not None:
        raise click.UsageError("--no-auth and --user contradict each other: give one of them")
    from hop._config import resolve
    from hop._messages.json import to_line
    from hop.cli.exits import code_of
    from hop.cli.output import show
    from hop.doctor import FAILED, examine

    target = resolve(url, auth=False) if url else None
    code = 0
    for finding in examine(target, no_auth=no_auth, user=user):
        show(to_line(finding.tree()) if as_json else "\n".join(finding.lines()))
        if finding.state is FAILED and finding.error is not None:
            code = code or code_of(finding.error)
    ctx.exit(code)
