"""``hop replay``: the messages of a recording, published as they came."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hop.cli.options import check_one_topic, client_options, resolve_target
from hop.cli.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from hop._writer.producer import Producer
    from hop.recording import Recorded

    _SpeedType = click.ParamType[float, Any]
else:
    _SpeedType = click.ParamType

_log = logging.getLogger(__name__)


class Speed(_SpeedType):
    """How many times as fast as it was: ``10x``, ``0.5x``; ``max`` is infinite."""

    name = "speed"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        if isinstance(value, float):
            return value
        if value == "max":
            return float("inf")
        try:
            speed = float(str(value).removesuffix("x"))
        except ValueError:
            speed = 0.0
        if not 0 < speed < float("inf"):
            self.fail(f"{value!r} is no speed; give 10x, 0.5x or max", param, ctx)
        return speed


@click.command(short_help="Publish the messages of a recording.")
@click.argument(
    "file", metavar="FILE", type=click.Path(dir_okay=False, readable=False, path_type=Path)
)
@click.argument("url", metavar="URL")
@click.option(
    "--speed",
    type=Speed(),
    metavar="10x|max",
    default="1x",
    help="How many times as fast as it was. Default: 1x, at the pace of then.",
)
@click.option(
    "--since",
    type=Time(),
    metavar="TIME",
    help="Leave out what was written before: an ISO time, or `2h ago`.",
)
@client_options
def replay(
    *, file: Path, url: str, speed: float, since: datetime | None, no_auth: bool, user: str | None
) -> None:
    """Publish the messages of the recording FILE to the topic at URL, kafka://host[:port]/topic.

    Payloads, headers and keys are those of then; messages of one partition keep their order, and
    go to one partition. Without a topic in URL each goes to the topic it came from.
    """
    from hop._config import parse

    parsed = parse(url)
    check_one_topic(parsed)
    target = resolve_target(parsed, no_auth=no_auth, user=user)
    from hop.io import Stream
    from hop.recording import Recording

    recording = Recording(file)
    messages = _since(recording, since) if since else iter(recording)
    with Stream().open(target, "w") as producer:
        topic = parsed.topics[0] if parsed.topics else None
        count = _replay(producer, _paced(messages, speed), topic)
    if recording.broken_bytes:
        _log.warning(
            "the last %d bytes of %s are broken, as of a writer that died; the %d before them are "
            "sent",
            recording.broken_bytes,
            file,
            count,
        )
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _since(messages: Iterable[Recorded], start: datetime) -> Iterator[Recorded]:
    from hop._messages.metadata import to_ms

    first = to_ms(start, "since")
    return (each for each in messages if each.timestamp >= first)


def _paced(messages: Iterator[Recorded], speed: float) -> Iterator[Recorded]:
    """The messages, each when its time has come."""
    if speed == float("inf"):
        yield from messages
        return
    begun = first = None
    for each in messages:
        if begun is None or first is None:
            begun, first = time.monotonic(), each.timestamp
        due = begun + (each.timestamp - first) / 1000 / speed
        time.sleep(max(0.0, due - time.monotonic()))
        yield each


def _replay(producer: Producer, messages: Iterable[Recorded], topic: str | None) -> int:
    from hop.cli.progress import track

    count = 0
    for each in track(messages, "Sending"):
        producer.write_raw(
            each.payload or b"",
            each.headers,
            each.key,
            topic or each.topic,
            partition=each.partition,
        )
        count += 1
    return count
