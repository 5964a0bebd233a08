"""``hop inspect``: show what a recording holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from hop._console import show
from hop._messages import to_line
from hop._wire import format_name
from hop.cli.options import json_option
from hop.recording import Recorded, Recording


@dataclass
class PartitionSummary:
    """What a recording holds of one partition.

    Attributes:
        messages: the number of messages.
        bytes: the size of all payloads.
        first_offset: the offset of the first message.
        last_offset: the offset of the last message.
        first_time: when the first message was written, ISO 8601, UTC; ms since 1970 if that is no
            date, since senders choose times.
        last_time: when the last message was written, likewise.
        restarts: how often the offsets begin again, since the topic was made anew.
        formats: the number of messages of each format, by the header; "" without a header.
    """

    messages: int = 0
    bytes: int = 0
    first_offset: int = 0
    last_offset: int = 0
    first_time: str | int = ""
    last_time: str | int = ""
    restarts: int = 0
    formats: dict[str, int] = field(default_factory=dict)


@click.command("inspect", short_help="Show what a recording holds.")
@click.argument(
    "file", metavar="FILE", type=click.Path(dir_okay=False, readable=False, path_type=Path)
)
@json_option("all of it")
def inspect(*, file: Path, as_json: bool) -> None:
    """Show what the recording FILE holds: for each partition, messages, formats, and times."""
    recording = Recording(file)
    parts = _count(recording)
    if as_json:
        tree = {
            "url": recording.url,
            "started": recording.started,
            "messages": sum(part.messages for part in parts.values()),
            "damaged_bytes": recording.damaged_bytes,
            "broken_bytes": recording.broken_bytes,
            "partitions": [
                {"topic": topic, "partition": number, **asdict(part)}
                for (topic, number), part in parts.items()
            ],
        }
        show(to_line(tree))
        return
    source, started = recording.url or "an unknown URL", recording.started or "at an unknown time"
    show(f"{file}: recorded from {source}, begun {started}")
    for (topic, number), part in parts.items():
        formats = ", ".join(
            f"{count} {name or 'without a format'}" for name, count in part.formats.items()
        )
        show(
            f"{topic}, partition {number}: {part.messages} messages ({formats}), "
            f"{part.bytes} bytes, offsets {part.first_offset} to {part.last_offset}, "
            f"{part.first_time} to {part.last_time}"
            + (f"; offsets begin again {part.restarts} times" if part.restarts else "")
        )
    if not parts:
        show("no messages")
    if recording.damaged_bytes or recording.broken_bytes:
        show(
            f"cannot be read: {recording.damaged_bytes} bytes in the middle, "
            f"{recording.broken_bytes} at the end"
        )


def _count(recording: Recording) -> dict[tuple[str, int], PartitionSummary]:
    parts: dict[tuple[str, int], PartitionSummary] = {}
    for each in recording:
        written = _iso(each)
        part = parts.get((each.topic, each.partition))
        if part is None:
            part = parts[each.topic, each.partition] = PartitionSummary(
                first_offset=each.offset, first_time=written
            )
        part.restarts += part.messages > 0 and each.offset <= part.last_offset
        part.messages += 1
        part.bytes += len(each.payload or b"")
        part.last_offset, part.last_time = each.offset, written
        name = format_name(each.headers) or ""
        part.formats[name] = part.formats.get(name, 0) + 1
    return dict(sorted(parts.items()))


def _iso(message: Recorded) -> str | int:
    if message.time is None:
        return message.timestamp
    return message.time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
