"""``hop notify``: tell people of alerts, by e-mail, in a channel, or on the desktop.

A message is done when everybody was told. Then that is noted on the disk, and its offset is
committed. So nothing is lost while a server is down, and nothing is told twice.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop._handlers import Retry, Run
from hop.cli import interrupts
from hop.cli.notify.destinations import load_destinations
from hop.cli.notify.note import Destination, Note
from hop.cli.notify.teller import Teller
from hop.cli.notify.text import Template, subject_of, text_of
from hop.cli.notify.told import Told, path_for
from hop.cli.options import (
    Login,
    WordsCommand,
    group_option,
    login_options,
    parse_source,
    reading_options,
    reject_empty,
    url_argument,
    usage_errors,
)
from hop.errors import TransportError
from hop.models.filters import Expression

if TYPE_CHECKING:
    from hop._config import Options
    from hop.models import Alert

_log = logging.getLogger(__name__)


@click.command(
    cls=WordsCommand, short_help="Tell people of alerts: e-mail, Slack, Mattermost, desktop."
)
@url_argument
@group_option
@click.option(
    "--to",
    "names",
    metavar="NAME",
    multiple=True,
    help="Tell only this destination of the file; may be repeated. Default: all.",
)
@click.option("--updates", is_flag=True, help="Tell the updates of an event, too.")
@click.option(
    "--template",
    metavar="FILE",
    callback=reject_empty,
    help="Write subject and text by this template of jinja2.",
)
@reading_options("start_at", "until_eos", "tests", "registry", "where")
@click.option(
    "--state",
    metavar="FILE",
    callback=reject_empty,
    help="Remember in this file what was told. Default: a file for the group in "
    "~/.local/state/hop.",
)
@click.option(
    "--config",
    metavar="FILE",
    callback=reject_empty,
    help="The file of the destinations. Default: notify.toml, beside config.toml.",
)
@click.option("--trial", is_flag=True, help="Tell each destination that this is a trial, and end.")
@click.option(
    "--metrics",
    metavar="[HOST:]PORT",
    help="Answer /metrics, for Prometheus, and /healthz there. A PORT without HOST is open to this "
    "machine only.",
)
@login_options
def notify(
    *,
    url: str,
    group_id: str | None,
    names: tuple[str, ...],
    updates: bool,
    template: str | None,
    options: Options,
    state: str | None,
    config: str | None,
    trial: bool,
    metrics: str | None,
    login: Login,
) -> None:
    """Tell people of the alerts at URL, kafka://groupid@host[:port]/topic[,topic2].

    Each event is told once, when its first alert passes --where, and once more if it is withdrawn.
    Tests are not told, unless -t is given.

    While a server cannot be reached, hop tries again, and the alerts wait. If a password is wrong,
    the command ends. The next run then tells the alert.

    notify.toml says who is told. Only its owner may be able to read it:

    \b
        [notify.desk]
        type = "mail"
        server = "smtp.example.org"
        username = "desk"
        password = "…"
        from = "desk@example.org"
        to = ["you@example.org"]
    \b
        [notify.channel]
        type = "slack"
        url = "https://hooks.slack.com/services/…"
    """
    source = parse_source(url)
    group = group_id or source.group_id
    if not group:
        raise click.UsageError(
            "notifications need a group, which saves the offsets: give -g NAME, or "
            "kafka://NAME@host/topic"
        )
    destinations = load_destinations(config, names)
    write = Template(template).render if template else _write
    where = options.pop("where", None)
    expression = Expression(where) if isinstance(where, str) else None
    if trial:
        _try(destinations)
        return
    target = login.resolve(source)
    _check(destinations)
    for number in (signal.SIGTERM, signal.SIGINT):  # as in hop run
        interrupts.allow(number, None)
    with ExitStack() as stack, usage_errors():
        told = stack.enter_context(Told(Path(state) if state else path_for(group)))
        teller = Teller(
            destinations,
            told,
            write,
            where=expression,
            updates=updates,
            tests=options.get("tests", "exclude") != "exclude",
        )
        run = Run(
            teller,
            target,
            group_id,
            auth=not login.no_auth if login.user is None else target.auth or False,
            retry=Retry(sys.maxsize),
            metrics=metrics,
            **options,
        )
        teller.stop = run.stop
        run.go()
    if teller.error is not None:
        raise teller.error
    _log.info("%d notifications sent", teller.count)


def _write(alert: Alert, topic: str) -> tuple[str, str]:
    return subject_of(alert), text_of(alert, topic)


def _check(destinations: Sequence[Destination]) -> None:
    """Find out before the first alert what would fail with it.

    Raises:
        hop.errors.HopError: a destination fails in a way that does not pass by itself.
    """
    for each in destinations:
        try:
            each.check()
        except TransportError as error:
            if not error.retriable:
                raise
            _log.warning("%s; it is tried again when there is something to tell", error)


def _try(destinations: Sequence[Destination]) -> None:
    for each in destinations:
        each.send(Note("hop notify: a trial", "Alerts will be told here.\n", "trial"))
        click.echo(f"{each.name}: sent")
