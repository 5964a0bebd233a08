"""``hop doctor``: find out why it does not work.

One check after the other, from this machine to the topics. Each gives findings. If a check fails,
the checks that need it are skipped. Nothing is written to a broker, no group is joined, and no
offset is committed.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from hop._config import Target, resolve
from hop._console import show
from hop._messages import to_line
from hop.cli.doctor import clock, local, network, service
from hop.cli.doctor.findings import FAILED, Finding
from hop.cli.exits import code_of
from hop.cli.options import Login, completes, json_option, login_options


@click.command(short_help="Find out why it does not work.")
@click.argument("url", metavar="[URL]", required=False, shell_complete=completes("url"))
@json_option("each finding")
@login_options
@click.pass_context
def doctor(ctx: click.Context, *, url: str | None, as_json: bool, login: Login) -> None:
    """Check everything between this machine and the topics at URL, one after the other.

    Versions, configuration, credential, host name, port, certificate, token, login, topics, group
    and clock: each line is ok, warning or failed, the latter two with cause and cure. Nothing is
    written, and no group is joined. The exit code is that of the first failure, else 0.
    """
    target = resolve(url, auth=False) if url else None
    code = 0
    for finding in examine(target, login):
        show(to_line(finding.tree()) if as_json else "\n".join(finding.lines()))
        if finding.state is FAILED and finding.error is not None:
            code = code or code_of(finding.error)
    ctx.exit(code)


def examine(target: Target | None, login: Login) -> Iterator[Finding]:
    """Check this machine, and the way to a target.

    Args:
        target: what the URL says, without a credential; None: check this machine only.
        login: how to log in there.

    Yields:
        Each finding, as soon as it is made.
    """
    yield from local.examine()
    if target is None:
        yield clock.examine(None, None)
        return
    target, findings = local.log_in(target, login)
    yield from findings
    reached = False
    for finding in network.reach(target.brokers):
        reached = reached or (finding.check == "tcp" and finding.state is not FAILED)
        yield finding
    if not reached or any(each.state is FAILED for each in findings):
        yield clock.examine(None, None)
        return
    newest, auth = None, target.auth
    if not auth or not auth.ssl or (yield from network.secure(target.brokers, auth.ca_file)):
        newest = yield from service.examine(target)
    yield clock.examine(auth, newest)
