"""``hop run``: a function of one's own, called for each message."""

from __future__ import annotations

import logging
import signal
import sys

import click

from hop.cli.options import Seconds, check_url, client_options, resolve_target, usage_faults

_log = logging.getLogger(__name__)


@click.command(short_help="Call a function of yours for each message.")
@click.argument("handler", metavar="MODULE:FUNCTION")
@click.argument("url", metavar="URL")
@click.option(
    "-g",
    "--group-id",
    metavar="NAME",
    help="The consumer group that keeps the place, where URL names none.",
)
@click.option(
    "-s",
    "--start-at",
    type=click.Choice(["EARLIEST", "LATEST"], case_sensitive=False),
    metavar="[EARLIEST|LATEST]",
    default="LATEST",
    help="Where to start where the group has no place yet. Default: LATEST.",
)
@click.option(
    "-e", "--until-eos", is_flag=True, help="Stop at the end of the stream; otherwise go on."
)
@click.option(
    "--concurrency",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    help="Handle so many messages at a time; those of one key keep their order. Default: 1.",
)
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    metavar="N",
    default=3,
    help="Try a message so many times more after the function has raised. Default: 3.",
)
@click.option(
    "--backoff",
    type=Seconds(0),
    metavar="SECONDS",
    default=1.0,
    help="Wait so long before that, and twice as long each time. Default: 1.",
)
@click.option(
    "--dead-letter",
    metavar="DIR|URL",
    help="Keep what has failed each time, with the cause, in a folder or a topic. Otherwise the "
    "first such message ends the command.",
)
@click.option(
    "--stop-timeout",
    type=Seconds(0),
    metavar="SECONDS",
    default=30.0,
    help="How long the function may take to end when SIGTERM or Ctrl-C comes. Default: 30.",
)
@click.option(
    "--metrics",
    metavar="[HOST:]PORT",
    help="Answer /metrics, for Prometheus, and /healthz there; a port alone is open to this "
    "machine only.",
)
@click.option("-t", "--test", is_flag=True, help="Handle messages marked as tests, too.")
@client_options
def run(
    *,
    handler: str,
    url: str,
    group_id: str | None,
    start_at: str,
    until_eos: bool,
    concurrency: int,
    retries: int,
    backoff: float,
    dead_letter: str | None,
    stop_timeout: float,
    metrics: str | None,
    test: bool,
    no_auth: bool,
    user: str | None,
) -> None:
    """Call MODULE:FUNCTION for each message at URL, kafka://groupid@host[:port]/topic[,topic2].

    The function, synchronous or not, gets the message, and its metadata where it has a parameter
    of this name. A message is done when it has returned: after a crash it gets it again.

    The module is looked for in the current folder, too.
    """
    parsed = check_url(url, writing=False)
    if not (group_id or parsed.group_id):
        raise click.UsageError(
            "a group is needed, which keeps the place: give -g NAME, or kafka://NAME@host/topic"
        )
    sys.path.insert(0, "")
    from hop._handlers import Retry, Run, find_handler

    function = find_handler(handler)
    target = resolve_target(parsed, no_auth=no_auth, user=user)
    from hop.cli import interrupts
    from hop.cli.handler_call import CallForReader
    from hop.io import StartPosition

    # The function may take as long as it is given; that has an end of its own.
    for number in (signal.SIGTERM, signal.SIGINT):
        interrupts.allow(number, None)
    call = CallForReader(function)
    with usage_faults():
        handling = Run(
            call,
            target,
            group_id,
            auth=not no_auth if user is None else target.auth or False,
            concurrency=concurrency,
            retry=Retry(retries, backoff),
            dead_letter=dead_letter,
            stop_timeout=stop_timeout,
            metrics=metrics,
            start_at=StartPosition[start_at.upper()],
            persist=not until_eos,
            ignoretest=not test,
        )
    call.stop = handling.stop
    counters = handling.go()
    if call.reader_is_gone:
        raise BrokenPipeError
    _log.info("%d done, %d kept as dead letters", counters.done, counters.dead)
