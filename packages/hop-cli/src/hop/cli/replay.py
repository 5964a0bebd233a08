"""``hop replay``: publish the messages of a recording, as they came."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from hop._messages import to_ms
from hop.cli.logs import track
from hop.cli.options import Login, login_options, parse_destination, url_argument
from hop.cli.types import TIME, Parsed
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


@click.command(short_help="Publish the messages of a recording.")
@click.argument(
    "file", metavar="FILE", type=click.Path(dir_okay=False, readable=False, path_type=Path)
)
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
@login_options
def replay(
    *,
    file: Path,
    url: str,
    speed: float,
    since: datetime | None,
    until: datetime | None,
    login: Login,
) -> None:
    """Publish the messages of the recording FILE to the topic at URL, kafka://host[:port]/topic.

    Payloads, headers and keys stay the same. The messages of one partition keep their order, and
    go to one partition. Without a topic in URL, each message goes to the topic it came from.
    """
    if since and until and until <= since:
        raise click.UsageError("--until is not after --since: there is nothing between them")
    destination = parse_destination(url, needs_topic=False)
    target = login.resolve(destination)
    recording = Recording(file)
    messages = _between(recording, since, until)
    with Stream().open(target, "w") as producer:
        topic = target.topics[0] if target.topics else None
        count = _replay(producer, _paced(messages, speed), topic)
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _between(
    messages: Iterable[Recorded], since: datetime | None, until: datetime | None
) -> Iterator[Recorded]:
    first = -math.inf if since is None else to_ms(since, "since")
    end = math.inf if until is None else to_ms(until, "until")
    return (each for each in messages if first <= each.timestamp < end)


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


def _replay(producer: Producer, messages: Iterable[Recorded], topic: str | None) -> int:
    count = 0
    for each in track(messages, "Sending"):
        producer.write_raw(
            each.payload,
            each.headers,
            each.key,
            topic or each.topic,
            partition=each.partition,
        )
        count += 1
    return count
