"""``hop run``: call a function of the user for each message."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hop._handlers import Call, Retry, Run, find_handler, is_topic
from hop._messages import is_count
from hop.cli import interrupts
from hop.cli.options import (
    SELECTION,
    Login,
    WordsCommand,
    check_until,
    group_option,
    login_options,
    parse_source,
    reading_options,
    url_argument,
    usage_errors,
)
from hop.cli.stopping import nobody_reads
from hop.cli.types import seconds
from hop.errors import HandlerError
from hop.io import Metadata

if TYPE_CHECKING:
    from hop._config import Options

_log = logging.getLogger(__name__)


@click.command(cls=WordsCommand, short_help="Call a function of yours for each message.")
@click.argument("handler", metavar="MODULE:FUNCTION")
@url_argument
@group_option
@reading_options("start_at", "until", "until_eos", "tests", *SELECTION)
@click.option(
    "--concurrency",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    help="Handle N messages at the same time. Messages with the same key keep their order. "
    "Default: 1.",
)
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    metavar="N",
    default=3,
    help="Retry a failed message N times. Default: 3.",
)
@click.option(
    "--backoff",
    type=seconds(0),
    metavar="SECONDS",
    default=1.0,
    help="Seconds before the first retry; doubled for each next retry. Default: 1.",
)
@click.option(
    "--dead-letter",
    metavar="DIR|URL",
    help="Keep each message that failed after all retries, with the cause, in a folder or a topic. "
    "Without it, such a message ends the command.",
)
@click.option(
    "--stop-timeout",
    type=seconds(0),
    metavar="SECONDS",
    default=30.0,
    help="How long the messages in work may take after SIGTERM or Ctrl-C. Default: 30.",
)
@click.option(
    "--metrics",
    metavar="[HOST:]PORT",
    help="Answer /metrics, for Prometheus, and /healthz there. A PORT without HOST is open to this "
    "machine only.",
)
@click.option(
    "--events",
    "events_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add the messages to this file of events, as `hop events follow` does. The function gets "
    "two arguments, the event and what changed, when a message changes an event.",
)
@login_options
def run(
    *,
    handler: str,
    url: str,
    group_id: str | None,
    options: Options,
    concurrency: int,
    retries: int,
    backoff: float,
    dead_letter: str | None,
    stop_timeout: float,
    metrics: str | None,
    events_file: Path | None,
    login: Login,
) -> None:
    """Call MODULE:FUNCTION for each message at URL, kafka://groupid@host[:port]/topic[,topic2].

    The function may be async. It gets the message, and the metadata if it has a parameter
    `metadata`. A message is done when the function has returned. After a crash, the function gets
    the message again.

    Messages that are tests do not come to the function: --test include lets them.

    The module may be in the current folder. Modules that are installed go before it.
    """
    source = parse_source(url)
    if events_file is not None and concurrency != 1:
        raise click.UsageError("--events handles one message at a time: leave out --concurrency")
    if not (group_id or source.group_id):
        raise click.UsageError(
            "a handler needs a group, which saves the offsets: give -g NAME, or "
            "kafka://NAME@host/topic"
        )
    check_until(options, grouped=True)
    if is_count(options.get("start_at")):
        raise click.UsageError(
            "the last N messages are counted over all partitions, and a group divides them: start "
            "at EARLIEST, LATEST or a time"
        )
    if dead_letter and not is_topic(dead_letter):
        dead_letter = str(Path(dead_letter).absolute())  # the module may change the current folder
    # Behind all that is installed: a file there called asyncio.py is not run instead of Python's.
    sys.path.append(str(Path.cwd()))
    function = find_handler(handler)
    _check_own_module(handler.partition(":")[0].partition(".")[0])
    target = login.resolve(source)
    # --stop-timeout limits how long the function may take.
    for number in (signal.SIGTERM, signal.SIGINT):
        interrupts.allow(number, None)
    if events_file is not None:
        function = _of_events(function, events_file)
    call = _Call(function)
    with usage_errors():
        handling = Run(
            call,
            target,
            group_id,
            auth=not login.no_auth if login.user is None else target.auth or False,
            concurrency=concurrency,
            retry=Retry(retries, backoff),
            dead_letter=dead_letter,
            stop_timeout=stop_timeout,
            metrics=metrics,
            **options,
        )
    call.stop = handling.stop
    counters = handling.go()
    if call.reader_is_gone:
        raise BrokenPipeError
    _log.info(
        "%d done, %d kept as dead letters, %d tests left out",
        counters.done,
        counters.dead,
        counters.tests,
    )


def _of_events(function: Callable[..., Any], file: Path) -> Callable[..., Any]:
    """Make a handler of messages of a function of events, which are kept in a file."""
    from hop.events import Events

    events = click.get_current_context().with_resource(Events(file))
    call = Call(function)
    return wraps(function)(events.handler(call.with_arguments))


def _check_own_module(name: str) -> None:
    """Check that a module of the current folder is the one that was imported.

    Raises:
        hop.errors.HandlerError: an installed module has the same name.
    """
    file = getattr(sys.modules[name], "__file__", None)
    here = Path.cwd()
    own = [each for each in (here / f"{name}.py", here / name / "__init__.py") if each.is_file()]
    if file and own and not any(each.samefile(file) for each in own):
        raise HandlerError(
            f"{own[0].name if own[0].parent == here else name} of this folder is not run: "
            f"{file} has the same name; rename yours"
        )


class _Call(Call):
    """Calls the function; stops the run if nothing reads the output of the function any more.

    Otherwise one message after the other would fail, be retried, and become a dead letter.

    Args:
        handler: the function.

    Attributes:
        stop: stops the run. The message in work is not done then.
        reader_is_gone: whether this has happened.
    """

    def __init__(self, handler: Callable[..., Any]) -> None:
        super().__init__(handler)
        self.stop: Callable[[], None] | None = None
        self.reader_is_gone = False

    def __call__(self, message: Any, metadata: Metadata) -> None:
        """Call the function, and wait until it is done."""
        try:
            super().__call__(message, metadata)
        except BrokenPipeError:
            if self.stop is not None and nobody_reads():
                self.reader_is_gone = True
                self.stop()
            raise
