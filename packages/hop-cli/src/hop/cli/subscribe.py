"""``hop subscribe``: messages from a topic to standard output."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import click

from hop.cli.options import check_url, client_options, credential, usage_faults

if TYPE_CHECKING:
    from hop.consumer import Consumer

_log = logging.getLogger(__name__)


@click.command(short_help="Subscribe to messages and print them.")
@click.argument("url", metavar="URL")
@click.option(
    "-s",
    "--start-at",
    type=click.Choice(["EARLIEST", "LATEST"], case_sensitive=False),
    metavar="[EARLIEST|LATEST]",
    default="LATEST",
    help="Where to start where the group has no place yet. Default: LATEST.",
)
@click.option("-p", "--persist", is_flag=True, help="Go on for ever, waiting for new messages.")
@click.option(
    "-e", "--until-eos", is_flag=True, help="Stop at the end of the stream, as without -p."
)
@click.option("-j", "--json", "as_json", is_flag=True, help="Print each message as a line of JSON.")
@click.option(
    "-g",
    "--group-id",
    metavar="NAME",
    help="Read as a member of this consumer group, which continues where it stopped.",
)
@click.option("-t", "--test", is_flag=True, help="Print messages marked as tests, too.")
@client_options
def subscribe(
    *,
    url: str,
    start_at: str,
    persist: bool,
    until_eos: bool,
    as_json: bool,
    group_id: str | None,
    test: bool,
    no_auth: bool,
    user: str | None,
) -> None:
    """Print the messages of the topics at URL, kafka://[groupid@]host[:port]/topic[,topic2].

    Without -p the command stops at the end of the stream. A topic that begins with ^ is a pattern.
    """
    if persist and until_eos:
        raise click.UsageError("--persist and --until-eos contradict each other: give one of them")
    place = check_url(url, writing=False)
    auth = credential(place, no_auth=no_auth, user=user)
    from hop.io import StartPosition, Stream

    with usage_faults():
        consumer = Stream(auth=auth).open(
            url,
            "r",
            group_id,
            start_at=StartPosition[start_at.upper()],
            persist=persist,
            ignoretest=not test,
        )
    _print_all(consumer, as_json, grouped=bool(group_id or place.group_id))


def _print_all(consumer: Consumer, as_json: bool, *, grouped: bool) -> None:
    from hop.cli.output import show
    from hop.cli.stopping import stops

    count = 0
    with stops(consumer, grouped=grouped) as stop, consumer:
        for message in consumer:
            text = _render(message, as_json)
            if text is not None:
                stop.writing = True
                show(text)
                stop.writing = False
            count += 1
    _log.info("%d message%s read", count, "" if count == 1 else "s")


def _render(message: Any, as_json: bool) -> str | None:
    from hop.cli import output

    try:
        return output.as_json(message) if as_json else output.as_text(message)
    except Exception as fault:  # a plugin's own, or a field that JSON has no form for
        # One message is at fault; the others are waited for.
        _log.warning(
            "a %s cannot be printed: %s: %s", type(message).__name__, type(fault).__name__, fault
        )
        return None
