"""``hop record``: the messages of topics, as they come, in a file."""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop.cli.options import (
    SELECTION,
    Login,
    WordsCommand,
    check_until,
    login_options,
    parse_source,
    reading_options,
    url_argument,
    usage_errors,
    waits,
)
from hop.cli.stopping import stops
from hop.io import Consumer, Metadata, StartPosition, Stream
from hop.recording import Recorder

if TYPE_CHECKING:
    from hop._config import Options

_log = logging.getLogger(__name__)

_AT_ONCE = 1000


@click.command(cls=WordsCommand, short_help="Record messages in a file.")
@url_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    help="The file of the recording; `zcat` shows it.",
)
@reading_options("start_at", "until", "persist", "tests", *SELECTION)
@click.option(
    "--append",
    is_flag=True,
    help="Continue a recording, with the messages after its last one that the broker still has.",
)
@login_options
def record(
    *,
    url: str,
    output: Path,
    options: Options,
    append: bool,
    login: Login,
) -> None:
    """Record the messages of the topics at URL, with keys, headers, offsets and times.

    Without -p the command stops at the end of the stream. Messages are not changed. Messages that
    are tests are left out: a recording of everything needs --test include.
    """
    source = parse_source(url)
    if str(output) in ("-", "."):  # an empty path becomes "."
        raise click.UsageError(
            "-o needs the path of a file: --append continues a file, but not standard output"
        )
    if not output.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(output.parent))
    is_there = output.exists() and output.stat().st_size > 0
    if is_there and not append:
        raise click.UsageError(f"{output} exists already; continue it with --append")
    if not is_there:
        check_until(options, grouped=False)
    if waits(options):
        options["persist"] = True
    if is_there:
        options["start_at"] = StartPosition.EARLIEST  # the recorder skips what the file has
    target = login.resolve(source)
    with usage_errors():
        consumer = Stream(persist=False).open(target, "r", **options)
    with consumer, Recorder(output, source.text) as recorder:
        _record(consumer, recorder)


def _record(consumer: Consumer, recorder: Recorder) -> None:
    count = 0
    # Not on the disk yet: a message is done, and --state remembers it, when it is.
    added: list[Metadata] = []

    def flush() -> None:
        recorder.flush()
        while added:
            consumer.mark_done(added.pop(0))

    with stops(consumer, grouped=False):
        for payload, metadata in consumer.read_raw(metadata=True, autocommit=False):
            count += recorder.add(payload, metadata)
            added.append(metadata)
            if not consumer.at_hand or len(added) >= _AT_ONCE:
                flush()
        flush()
    _log.info("%d message%s recorded", count, "" if count == 1 else "s")
