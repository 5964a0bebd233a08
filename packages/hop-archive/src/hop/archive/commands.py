"""``hop archive``, ``hop query`` and ``hop backtest``."""

from __future__ import annotations

import gc
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hop._messages import to_line
from hop.archive import _output as output
from hop.cli.options import (
    SELECTION,
    Login,
    check_until,
    completes,
    explain_option,
    group_option,
    json_option,
    login_options,
    parse_source,
    reading_options,
    reject_empty,
    usage_errors,
)
from hop.cli.stopping import stops
from hop.cli.types import TIME, seconds
from hop.errors import URLError
from hop.io import StartPosition

if TYPE_CHECKING:
    from hop._config import Options, Target
    from hop.archive import Passed

_log = logging.getLogger(__name__)

_FILL = "fill"


class _DefaultGroup(click.Group):
    """A group whose command ``fill`` need not be named: ``hop archive URL... -o DIR``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_FILL, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_DefaultGroup, short_help="Keep every message in Parquet files.")
def archive() -> None:
    """Keep every message of topics in Parquet files, each exactly once.

    `hop archive URL... -o DIR` is short for `hop archive fill URL... -o DIR`.
    """


directory_option = click.option(
    "-o",
    "--output",
    "place",
    metavar="DIR",
    required=True,
    callback=reject_empty,
    help="The archive: a folder, or s3://bucket/prefix. It is made if it does not exist.",
)


@archive.command(_FILL, short_help="Archive the messages at URLs.")
@click.argument("urls", metavar="URL...", nargs=-1, required=True, shell_complete=completes("url"))
@directory_option
@group_option
@reading_options("start_at", "until", "persist", "until_eos", "idle_timeout", *SELECTION)
@click.option(
    "--every",
    type=seconds(0.001),
    metavar="SECONDS",
    help="How long a message may wait before it is in a file. Default: 60. Longer makes fewer and "
    "larger files.",
)
@login_options
def fill(
    *,
    urls: Sequence[str],
    place: str,
    group_id: str | None,
    options: Options,
    every: float | None,
    login: Login,
) -> None:
    """Archive the messages of the topics at URLs of one broker in DIR, each exactly once.

    DIR says itself where reading goes on, so nothing is lost or doubled if this is killed. Several
    commands of one group (-g) share the work, on several machines. Without -p the command stops at
    the end of the stream. A new archive starts at the oldest message, unless -s says otherwise.
    Messages that are marked as tests are archived too.
    """
    from hop.archive import Archiver

    sources = [parse_source(each) for each in urls]
    target = _joined([login.resolve(each) for each in sources], group_id)
    options.setdefault("start_at", StartPosition.EARLIEST)
    grouped = bool(group_id or target.group_id)
    check_until(options, grouped=grouped)
    settings: Any = dict(options) if every is None else {**options, "every": every}
    with usage_errors():
        archiver = Archiver(target, place, group_id, **settings)
    # What is loaded now stays: Python need not search for garbage in it again and again.
    gc.freeze()
    with archiver, stops(archiver, grouped=grouped):
        count = archiver.run(lambda so_far: _log.debug("%d messages archived so far", so_far))
    _log.info("%d message%s archived", count, "" if count == 1 else "s")


def _joined(targets: Sequence[Target], group_id: str | None) -> Target:
    """All topics as those of one URL: an archive holds what one group reads from one broker."""
    first = targets[0]
    for each in targets[1:]:
        if set(each.brokers) != set(first.brokers):
            raise URLError(
                f"{first.text} and {each.text} are of different brokers, and an archive holds the "
                "messages of one; run a command for each, with a folder of its own"
            )
        if group_id is None and each.group_id != first.group_id:
            raise URLError(
                f"{first.text} and {each.text} name different groups; name the group once, with -g"
            )
    topics = dict.fromkeys(topic for each in targets for topic in each.topics)
    return replace(first, topics=tuple(topics), text=" ".join(each.text for each in targets))


@archive.command(short_help="Merge small files.")
@click.argument("place", metavar="DIR")
@click.option(
    "--before",
    type=TIME,
    metavar="TIME",
    help="Only files of days before this one. Default: of all days that have ended an hour ago.",
)
def compact(*, place: str, before: datetime | None) -> None:
    """Merge the small files of each topic and day in the archive DIR.

    Archivers may write meanwhile, and commands of hop may read.
    """
    from hop.archive import compact as merge

    count = merge(place, None if before is None else before.date())
    _log.info("%d file%s merged into others", count, "" if count == 1 else "s")


@click.command(short_help="Ask an archive by SQL.")
@click.argument("place", metavar="DIR")
@click.argument("sql", metavar="SQL")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(sorted(output.FORMATS)),
    default="table",
    help="How to print the result. json is a line for each row; parquet needs -o. Default: table.",
)
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the result to this file, which is there as a whole or not at all.",
)
def query(*, place: str, sql: str, form: str, file: Path | None) -> None:
    """Ask the archive DIR by SQL, in DuckDB's dialect.

    The view `messages` has a row for each message, and `alerts` a row for each alert. The query
    sees nothing else, and changes nothing.

        hop query kept "SELECT event_id, count(*) FROM alerts GROUP BY event_id"

    in_cone(ra, dec, center_ra, center_dec, radius) tells whether a position is inside a circle, and
    separation(ra1, dec1, ra2, dec2) is an angle; all in degrees.
    """
    from hop.archive import Query

    if form == "parquet" and file is None:
        raise click.UsageError("-f parquet needs a file: add -o FILE")
    with Query(place) as opened:
        output.write(opened.run(sql), form, file)


@click.command(short_help="Show what a filter would have passed.")
@click.argument("place", metavar="DIR")
@click.option(
    "--where",
    metavar="EXPR",
    required=True,
    callback=reject_empty,
    help="The filter, such as 'far < per_year(1) && !is_test'.",
)
@click.option("--topic", "topics", metavar="NAME", multiple=True, help="Only this topic.")
@click.option("--since", type=TIME, metavar="TIME", help="Only messages from this time on.")
@click.option("--until", type=TIME, metavar="TIME", help="Only messages before this time.")
@click.option(
    "--deduplicate", is_flag=True, help="Leave out a notice that has passed before, in any format."
)
@explain_option
@json_option("each message that passes")
def backtest(
    *,
    place: str,
    where: str,
    topics: Sequence[str],
    since: datetime | None,
    until: datetime | None,
    deduplicate: bool,
    as_json: bool,
) -> None:
    """Show which messages of the archive DIR a filter would have passed, event by event.

    As in a stream, retractions and updates of an event that passed pass too.
    """
    from hop.archive import backtest as test

    passed = test(place, where, topics, since, until, deduplicate=deduplicate)
    if as_json:
        for each in passed:
            click.echo(to_line(_tree(each)))
        return
    events: dict[str, list[Passed]] = {}
    for each in passed:
        events.setdefault(each.event, []).append(each)
    output.write_rows(
        ["event", "first", "last", "messages", "kinds"],
        [[name, *_summary(found)] for name, found in events.items()],
    )


def _summary(found: Sequence[Passed]) -> list[Any]:
    kinds = dict.fromkeys(alert.kind for each in found for alert in each.alerts if alert.kind)
    return [found[0].time, found[-1].time, len(found), ", ".join(kinds)]


def _tree(passed: Passed) -> dict[str, Any]:
    return {
        "event": passed.event,
        "topic": passed.topic,
        "partition": passed.partition,
        "offset": passed.offset,
        "timestamp": passed.timestamp,
        "alerts": [
            {name: value for name, value in each.asdict().items() if name != "origin"}
            for each in passed.alerts
        ],
    }
