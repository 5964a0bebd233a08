"""``hop record``: the messages of topics, as they come, in a file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop.cli.options import check_url, client_options, resolve_target, usage_faults

if TYPE_CHECKING:
    from hop._reader import Consumer
    from hop.recording import Recorder

_log = logging.getLogger(__name__)


@click.command(short_help="Record messages in a file.")
@click.argument("url", metavar="URL")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    help="The recording; `zcat` shows it.",
)
@click.option(
    "-s",
    "--start-at",
    type=click.Choice(["EARLIEST", "LATEST"], case_sensitive=False),
    metavar="[EARLIEST|LATEST]",
    default="LATEST",
    help="Where to start. Default: LATEST.",
)
@click.option("-p", "--persist", is_flag=True, help="Go on for ever, waiting for new messages.")
@click.option(
    "--append", is_flag=True, help="Go on with a recording, with what came since and is still kept."
)
@client_options
def record(
    *,
    url: str,
    output: Path,
    start_at: str,
    persist: bool,
    append: bool,
    no_auth: bool,
    user: str | None,
) -> None:
    """Record the messages of the topics at URL, with keys, headers, places and times.

    Without -p the command stops at the end of the stream. Nothing is decoded, and tests are
    recorded too.
    """
    parsed = check_url(url, writing=False)
    if str(output) in ("-", "."):  # the latter is what an empty path comes to
        raise click.UsageError(
            "-o wants the path of a file: a recording goes on where it ended, as no output can"
        )
    is_there = output.exists() and output.stat().st_size > 0
    if is_there and not append:
        raise click.UsageError(f"{output} is there already; go on with it by --append")
    target = resolve_target(parsed, no_auth=no_auth, user=user)
    from hop.io import StartPosition, Stream
    from hop.recording import Recorder

    start = StartPosition.EARLIEST if is_there else StartPosition[start_at.upper()]
    with usage_faults():
        consumer = Stream().open(target, "r", start_at=start, persist=persist, ignoretest=False)
    with consumer, Recorder(output, url) as recorder:
        _record(consumer, recorder)


def _record(consumer: Consumer, recorder: Recorder) -> None:
    from hop.cli.stopping import stops

    count = 0
    with stops(consumer, grouped=False):
        for payload, metadata in consumer.read_raw(metadata=True):
            recorder.add(payload, metadata)
            count += 1
            if not consumer.at_hand:
                recorder.flush()
    _log.info("%d message%s recorded", count, "" if count == 1 else "s")
