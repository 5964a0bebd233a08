"""Reads archives: as messages, or as a dataset of Arrow."""

from __future__ import annotations

import heapq
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hop._messages import message_position
from hop._messages import to_ms as ms_of
from hop._wire import Decoder, marks
from hop.archive._files import damaged, find_files, open_file, read_marker
from hop.archive._layout import DataFile, archive_schema, chains, topic_folder
from hop.archive._store import Store, open_store
from hop.errors import ArchiveError
from hop.io import Metadata
from hop.models import Alert, arrow
from hop.recording import Recorded

if TYPE_CHECKING:
    import pyarrow.dataset as ds

# So many rows are in memory for each partition: with payloads, and without.
_BATCH_ROWS, _SMALL_ROWS = 256, 1024
_OPEN_THREADS = 8
# So often a file may be merged into another one while it is looked for.
_TRIES = 10
MESSAGE = ("offset", "alert_index", "timestamp", "key", "headers", "payload")
"""The columns that a message is made of again."""
_LAST = 2**63 - 1


class Chunk:
    """Some rows of a file.

    Attributes:
        file: the file.
        batch: the rows.
        offsets: the offset of each.
        times: the time of each message, ms since 1970 UTC.
    """

    def __init__(self, file: DataFile, batch: pa.RecordBatch) -> None:
        self.file, self.batch = file, batch
        self._alerts: arrow.BatchAlerts | None = None
        self.offsets: list[int] = batch.column("offset").to_pylist()
        self.times: list[int | None] = batch.column("timestamp").cast(pa.int64()).to_pylist()

    def starts(self) -> list[int]:
        """The rows that begin a message; others are further alerts of it."""
        indices = self.batch.column("alert_index").to_pylist()
        return [at for at, index in enumerate(indices) if index == 0]

    def alerts_of(self, at: int, fields: Iterable[str] = ()) -> tuple[Alert, ...]:
        """The alerts of the message that a row begins, as far as they are in this chunk.

        Args:
            at: the row.
            fields: fields that will be looked at in every alert of the chunk. Others are read when
                somebody looks at them.
        """
        if self._alerts is None:
            self._alerts = arrow.BatchAlerts(self.batch, self._loaders(), fields)
        end = at + 1
        while end < len(self.offsets) and self.offsets[end] == self.offsets[at]:
            end += 1
        return tuple([each for each in self._alerts[at:end] if each is not None])

    def _loaders(self) -> list[arrow.Loader] | None:
        """What loads the message of each row again, if the payloads are here."""
        if "payload" not in self.batch.schema.names:
            return None
        return [partial(self._load, at) for at in range(len(self.offsets))]

    def recorded(self, at: int) -> Recorded:
        """The message that a row begins, as it came."""
        key, headers, payload = (
            self.batch.column(name)[at].as_py() for name in ("key", "headers", "payload")
        )
        time = self.times[at]
        return Recorded(
            self.file.topic,
            self.file.partition,
            self.offsets[at],
            -1 if time is None else time,
            key,
            [(each["name"], each["value"]) for each in headers or ()],
            payload,
        )

    def _load(self, at: int) -> Alert | None:
        """The alert of a row out of its message, which has what no column has."""
        first = self.offsets.index(self.offsets[at])
        found = decode(Decoder("blob"), self.recorded(first)).alerts
        index = self.batch.column("alert_index")[at].as_py()
        alert: Alert | None = found[index] if index < len(found) else None
        return alert


Row = tuple[int, Chunk, int]
"""The time of a message, made ascending in its partition; and where it is: which row of a chunk."""


class Archive:
    """An archive to be read, also while archivers fill it.

    Args:
        place: the folder, or ``s3://bucket/prefix``.

    Attributes:
        group: the consumer group that fills it; None: none.

    Raises:
        hop.errors.ArchiveError: it is not an archive, or one of another version.
        hop.errors.ConfigError: the library for S3 is not installed.
    """

    def __init__(self, place: str | os.PathLike[str]) -> None:
        self._store: Store = open_store(place)
        self.group: str | None = read_marker(self._store).get("group")

    @property
    def name(self) -> str:
        """The folder or URL."""
        return self._store.name

    def read(
        self,
        topics: Collection[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        metadata: bool = False,
    ) -> Iterator[Any]:
        """Read messages as a stream delivers them: models of :mod:`hop.models`, or Blobs.

        Args:
            topics: only these; all if it is empty.
            since: only messages that were written at or after this time (with a zone).
            until: only messages that were written before this time (with a zone).
            metadata: give ``(message, Metadata)`` instead of the message alone.

        Raises:
            hop.errors.ArchiveError: the archive cannot be read, or a file in it is damaged.
            ValueError: a time without a zone.
        """
        decoder = Decoder("blob")
        for each in self.read_raw(topics, since, until):
            message = decode(decoder, each)
            yield (message, _metadata_of(each)) if metadata else message

    def read_raw(
        self,
        topics: Collection[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Recorded]:
        """Read messages as they came: payload, key, headers, offset and time.

        Those of a partition keep their order. Partitions are mixed in the order of time.

        Args:
            topics: only these; all if it is empty.
            since: only messages that were written at or after this time (with a zone).
            until: only messages that were written before this time (with a zone).

        Raises:
            hop.errors.ArchiveError: the archive cannot be read, or a file in it is damaged.
            ValueError: a time without a zone.
        """
        for _, chunk, at in self.rows(MESSAGE, topics, since, until):
            yield chunk.recorded(at)

    def dataset(self) -> ds.Dataset:
        """The files that count, for pyarrow, DuckDB and others. A row is a message.

        A further alert of a message is a row of its own, with ``alert_index`` 1 and more. The
        columns ``topic`` and ``day`` are those of the folders.

        Raises:
            hop.errors.ArchiveError: the archive cannot be read, or a file in it is damaged.
        """
        for _ in range(_TRIES):
            try:
                return self._dataset()
            except FileNotFoundError:  # it was merged into another one this moment
                continue
        raise self._moving()

    def _dataset(self) -> ds.Dataset:
        import pyarrow.dataset as ds  # loads pandas, if it is installed

        files = [each for chain in chains(find_files(self._store)).values() for each in chain]
        with ThreadPoolExecutor(_OPEN_THREADS) as pool:
            list(pool.map(self._check, files))
        kind = ds.ParquetFileFormat()
        fragments = [
            kind.make_fragment(
                each.path,
                filesystem=self._store.files,
                partition_expression=(ds.field("topic") == each.topic)
                & (ds.field("day") == pa.scalar(each.day, pa.date32())),
            )
            for each in files
        ]
        return ds.FileSystemDataset(fragments, archive_schema(), kind, self._store.files)

    def _check(self, file: DataFile) -> None:
        open_file(self._store, file)[0].close()

    def rows(
        self,
        columns: Sequence[str],
        topics: Collection[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Row]:
        """The messages, with some of the columns, in the order of :meth:`read_raw`."""
        first = 0 if since is None else ms_of(since, "since")
        last = _LAST if until is None else ms_of(until, "until")
        found = chains(find_files(self._store))
        wanted = [each for each in found if not topics or each[0] in topics]
        missing = set(topics) - {topic for topic, _ in wanted}
        if missing:
            raise ArchiveError(
                f"{self.name} holds no topic {min(missing)}; it holds "
                f"{', '.join(sorted({topic for topic, _ in found})) or 'none'}"
            )
        days = None if since is None and until is None else (first, last)

        def partition(chain: tuple[str, int]) -> Iterator[Row]:
            newest = 0
            for chunk, at in self._partition(chain, columns, days):
                time = chunk.times[at]
                if days is None or (time is not None and first <= time < last):
                    newest = max(newest, time or 0)
                    yield newest, chunk, at

        return heapq.merge(*map(partition, wanted), key=lambda row: row[0])

    def _partition(
        self, chain: tuple[str, int], columns: Sequence[str], days: tuple[int, int] | None
    ) -> Iterator[tuple[Chunk, int]]:
        """The messages of a partition: which row of a chunk."""
        position = 0
        for _ in range(_TRIES):
            files = chains(find_files(self._store, topic_folder(chain[0]))).get(chain, [])
            try:
                for file, following in zip(files, [*files[1:], None], strict=True):
                    if following is not None and following.start <= position:
                        continue
                    if days is not None and _is_outside(file, days):
                        continue
                    for chunk in self._chunks(file, columns):
                        for at in chunk.starts():
                            if chunk.offsets[at] >= position:
                                position = chunk.offsets[at] + 1
                                yield chunk, at
            except FileNotFoundError:  # it was merged into another one this moment
                continue
            return
        raise self._moving()

    def _chunks(self, file: DataFile, columns: Sequence[str]) -> Iterator[Chunk]:
        opened, _ = open_file(self._store, file)
        known = [each for each in columns if each in opened.schema_arrow.names]
        with opened:
            rows = _BATCH_ROWS if "payload" in known else _SMALL_ROWS
            batches = opened.iter_batches(rows, columns=known)
            while True:
                try:
                    batch = next(batches)
                except StopIteration:
                    return
                except (pa.ArrowInvalid, OSError) as fault:
                    raise damaged(f"{self.name}/{file.path}", fault) from None
                yield Chunk(file, batch)

    def _moving(self) -> ArchiveError:
        return ArchiveError(
            f"files of {self.name} go faster than they are found; wait until what removes or "
            "merges them has ended, and try again"
        )


def _is_outside(file: DataFile, days: tuple[int, int]) -> bool:
    """Whether all messages of a file have another day than the times."""
    begin = int(datetime.combine(file.day, datetime.min.time(), UTC).timestamp() * 1000)
    return begin >= days[1] or begin + 86_400_000 <= days[0]


def decode(decoder: Decoder, message: Recorded) -> Any:
    """The model, or a Blob, of a message."""

    def where() -> str:
        return message_position(message.topic, message.partition, message.offset)

    is_test = marks(message.headers)[1]
    return decoder.decode(message.payload, message.headers, where, message.topic, is_test)


def _metadata_of(message: Recorded) -> Metadata:
    return Metadata(
        message.topic,
        message.partition,
        message.offset,
        message.timestamp,
        message.key,
        headers=list(message.headers),
    )


def read(
    place: str | os.PathLike[str],
    topics: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    metadata: bool = False,
) -> Iterator[Any]:
    """Read the messages of an archive; see :meth:`Archive.read`.

    Raises:
        hop.errors.ArchiveError: it is not an archive, cannot be read, or is damaged.
    """
    return Archive(place).read(topics, since, until, metadata=metadata)


def to_table(place: str | os.PathLike[str], columns: Sequence[str] | None = None) -> pa.Table:
    """Read an archive as a table of Arrow, in memory; see :meth:`Archive.dataset`.

    Args:
        place: the folder, or ``s3://bucket/prefix``.
        columns: only these; None: all, payloads too.

    Raises:
        hop.errors.ArchiveError: it is not an archive, cannot be read, or is damaged.
    """
    return Archive(place).dataset().to_table(columns=columns)
