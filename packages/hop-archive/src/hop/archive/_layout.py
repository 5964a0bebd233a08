"""What lies where in an archive: columns, names of files, and which files count.

The page docs/reference/archive.md describes it for readers that do not have hop.

The files of a partition are a chain: each is named by the offset at which it starts, and the next
one starts where it ends, so the first starts at 0. A file is made only if none has its name.
So of two archivers that have the same partition for a moment one is refused, and no message is
twice in the chain. A merged file has start and end in its name; the files that it was made of do
not count any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby

import pyarrow as pa

from hop.models import arrow

LAYOUT = 1
MARKER = "_hop_archive.json"
"""The file that says that a folder is an archive."""
SUFFIX = ".parquet"
HIDDEN = "."
"""How names of files begin that are not complete yet: no reader looks at them."""

_NAME = re.compile(
    r"topic=(?P<topic>[A-Za-z0-9._-]+)/day=(?P<day>\d{4}-\d\d-\d\d)/"
    r"(?P<partition>\d{5,})-(?P<start>\d{20})(?:-(?P<end>\d{20}))?\.parquet"
)
_NO_DAY = date(1970, 1, 1)

MESSAGE_COLUMNS = pa.schema(
    [
        pa.field("partition", pa.int32(), nullable=False),
        pa.field("offset", pa.int64(), nullable=False),
        pa.field("alert_index", pa.int32(), nullable=False),
        pa.field("timestamp", pa.timestamp("ms", "UTC")),
        pa.field("timestamp_type", pa.string()),
        pa.field("key", pa.binary()),
        pa.field("headers", pa.list_(pa.struct([("name", pa.string()), ("value", pa.binary())]))),
        pa.field("payload", pa.binary()),
        pa.field("format", pa.string()),
        pa.field("error", pa.string()),
    ]
)
"""The columns that are about the message. An alert's follow them."""


@cache
def file_schema() -> pa.Schema:
    """The columns of a file."""
    return pa.schema([*MESSAGE_COLUMNS, *arrow.schema()])


@cache
def archive_schema() -> pa.Schema:
    """The columns of an archive: those of its files, and what the names of the folders say."""
    return pa.schema([*file_schema(), pa.field("topic", pa.string()), pa.field("day", pa.date32())])


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of an archive, by its name.

    Attributes:
        path: where it is in the archive.
        topic: the topic of its messages.
        day: their day, UTC; 1970-01-01 where they have no time.
        partition: the partition of the topic.
        start: the file is about the messages from this offset on.
        end: and before this one; None: its last message says it.
    """

    path: str
    topic: str
    day: date
    partition: int
    start: int
    end: int | None = None

    @property
    def chain(self) -> tuple[str, int]:
        """The partition, as Kafka names it."""
        return self.topic, self.partition


def parse_path(path: str) -> DataFile | None:
    """A file by its path in the archive; None if no archiver makes such a name."""
    found = _NAME.fullmatch(path)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return None
    end = None if found["end"] is None else int(found["end"])
    return DataFile(path, found["topic"], day, int(found["partition"]), int(found["start"]), end)


def new_file(topic: str, day: date, partition: int, start: int, end: int | None = None) -> DataFile:
    """A file to be written; ``end`` if it is merged of others."""
    tail = "" if end is None else f"-{end:020d}"
    name = f"{partition:05d}-{start:020d}{tail}{SUFFIX}"
    path = f"{topic_folder(topic)}/day={day.isoformat()}/{name}"
    return DataFile(path, topic, day, partition, start, end)


def topic_folder(topic: str) -> str:
    """The folder of a topic."""
    return f"topic={topic}"


def day_of(time: datetime | None) -> date:
    """The day of a message, UTC."""
    return _NO_DAY if time is None else time.astimezone(UTC).date()


def chains(files: Iterable[DataFile]) -> Mapping[tuple[str, int], list[DataFile]]:
    """The files that count, by topic and partition, each in the order of the offsets.

    Those that were merged into another one do not, though they may still be there. Nor does the
    second of two files with one start: it was written by an archiver that had lost its partition.
    """
    ordered = sorted(files, key=lambda each: (each.chain, each.start, -(each.end or 0), each.day))
    return {chain: _effective(group) for chain, group in groupby(ordered, lambda each: each.chain)}


def _effective(ordered: Iterable[DataFile]) -> list[DataFile]:
    found: list[DataFile] = []
    covered = 0
    for each in ordered:
        is_second = bool(found) and each.start == found[-1].start
        if each.start < covered or is_second:
            continue
        found.append(each)
        covered = each.end or covered
    return found


# What a file says of itself, in the metadata of its schema.

_LAYOUT, _START, _END, _WRITER = b"hop.layout", b"hop.start", b"hop.end", b"hop.writer"


@dataclass(frozen=True, slots=True)
class Footer:
    """What the end of a file says.

    Attributes:
        layout: the version of the layout.
        start: the file is about the messages from this offset on.
        end: and before this one.
        writer: a name that only this file has.
    """

    layout: int
    start: int
    end: int
    writer: str

    def to_metadata(self) -> dict[bytes, bytes]:
        """As the metadata of a schema."""
        return {
            _LAYOUT: b"%d" % self.layout,
            _START: b"%d" % self.start,
            _END: b"%d" % self.end,
            _WRITER: self.writer.encode(),
        }

    @classmethod
    def of(cls, metadata: Mapping[bytes, bytes] | None) -> Footer | None:
        """Of the metadata of a schema; None if no archiver wrote them."""
        try:
            found = metadata or {}
            layout, start, end = (int(found[each]) for each in (_LAYOUT, _START, _END))
            return cls(layout, start, end, found[_WRITER].decode())
        except (KeyError, ValueError):
            return None
