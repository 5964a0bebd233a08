"""``hop replay``: publish the messages of a recording or an archive, as they came."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from hop._messages import to_ms
from hop.cli.logs import track
from hop.cli.options import Login, login_options, parse_destination, url_argument
from hop.cli.types import TIME, Parsed
from hop.errors import ConfigError
from hop.io import Producer, Stream
from hop.recording import Recorded, Recording

_log = logging.getLogger(__name__)

# No longer wait is possible, and a recording may have gaps of years.
_LONGEST_SLEEP_S = 3600.0


def parse_speed(text: str) -> float:
    """Parse a speed: ``10x``, ``0.5x``; ``max`` is infinite."""
    if text == "max":
        return float("inf")
    try:
        speed = float(text.removesuffix("x"))
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise ValueError(f"{text!r} is not a speed; give 10x, 0.5x or max")
    return speed


@click.command(short_help="Publish the messages of a recording or an archive.")
@click.argument("source", metavar="FILE|DIR")
@url_argument
@click.option(
    "--speed",
    type=Parsed("speed", parse_speed),
    metavar="10x|max",
    default="1x",
    help="Replay speed. Default 1x: the original timing.",
)
@click.option(
    "--since",
    type=TIME,
    metavar="TIME",
    help="Skip messages that were written before this time: an ISO time, or `2h ago`.",
)
@click.option(
    "--until",
    type=TIME,
    metavar="TIME",
    help="Skip messages that were written at or after this time.",
)
@click.option(
    "--keep-times",
    is_flag=True,
    help="Give each message the time at which it was first written, instead of now. A topic that "
    "keeps messages for some days deletes older ones at once.",
)
@login_options
def replay(
    *,
    source: str,
    url: str,
    speed: float,
    since: datetime | None,
    until: datetime | None,
    keep_times: bool,
    login: Login,
) -> None:
    """Publish the messages of the recording FILE to the topic at URL, kafka://host[:port]/topic.

    DIR is an archive, which `hop archive` fills: a folder, or s3://bucket/prefix. Payloads, headers
    and keys stay the same. The messages of one partition keep their order, and go to one partition.
    Without a topic in URL, each message goes to the topic it came from.
    """
    if since and until and until <= since:
        raise click.UsageError("--until is not after --since: there is nothing between them")
    destination = parse_destination(url, needs_topic=False)
    target = login.resolve(destination)
    messages = _between(_messages(source, since), since, until)
    with Stream().open(target, "w") as producer:
        topic = target.topics[0] if target.topics else None
        count = _replay(producer, _paced(messages, speed), topic, keep_times=keep_times)
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _between(
    messages: Iterable[Recorded], since: datetime | None, until: datetime | None
) -> Iterator[Recorded]:
    first = -math.inf if since is None else to_ms(since, "since")
    end = math.inf if until is None else to_ms(until, "until")
    return (each for each in messages if first <= each.timestamp < end)


def _messages(source: str, since: datetime | None) -> Iterator[Recorded]:
    if "://" in source or Path(source).is_dir():
        found: Iterator[Recorded] = _archive(source).read_raw(since=since)
        return found
    return iter(Recording(source))


def _archive(source: str) -> Any:
    try:
        # By name: hop-archive stands above this package, and is heavy.
        module = import_module("hop.archive")
    except ModuleNotFoundError as fault:
        if fault.name != "hop.archive":
            raise
        raise ConfigError(
            f"{source} is a folder, and archives need the package hop-archive, which is not "
            "installed; run: pip install hop-archive"
        ) from None
    return module.Archive(source)


def _paced(messages: Iterator[Recorded], speed: float) -> Iterator[Recorded]:
    """Yield each message when its time has come; at once if that is no date."""
    if speed == float("inf"):
        yield from messages
        return
    begun = first = None
    for each in messages:
        if each.time is not None:
            if begun is None or first is None:
                begun, first = time.monotonic(), each.timestamp
            due = begun + (each.timestamp - first) / 1000 / speed
            while (left := due - time.monotonic()) > 0:
                time.sleep(min(left, _LONGEST_SLEEP_S))
        yield each


def _replay(
    producer: Producer, messages: Iterable[Recorded], topic: str | None, *, keep_times: bool
) -> int:
    count = 0
    for each in track(messages, "Sending"):
        producer.write_raw(
            each.payload,
            each.headers,
            each.key,
            topic or each.topic,
            partition=each.partition,
            timestamp=each.timestamp if keep_times and each.time is not None else None,
        )
        count += 1
    return count
