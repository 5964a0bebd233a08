"""Fills an archive from a stream, each message exactly once.

The archive itself says where reading goes on; the group only shares out the partitions. Whoever has
read on from the end of a partition's chain writes the next file of it, whose name is that end. If
another archiver has written it meanwhile, this one forgets what it has read, and goes on at the new
end. So nothing depends on who has a partition when.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

import pyarrow as pa

from hop._kafka import cluster_id
from hop._messages import message_position
from hop._reader import ReadOptions
from hop.archive._files import create_marker, end_of, find_files, open_file, to_parquet
from hop.archive._layout import DataFile, chains, new_file, topic_folder
from hop.archive._rows import Rows, day_of_message
from hop.archive._store import open_store
from hop.errors import ArchiveError
from hop.io import Stream
from hop.models.filters import Expression

if TYPE_CHECKING:
    from hop._config import Options, Target
    from hop.auth import Auth
    from hop.io import Metadata

_log = logging.getLogger(__name__)

Partition = tuple[str, int]

EVERY_S = 60.0
"""How long a message may wait before it is in a file, s."""

# What all messages that wait may take, bytes; and what librdkafka may hold of those that follow.
# The whole process takes at most 300 MB, of which 140 are libraries.
_MAX_BYTES = 12 * 2**20
_QUEUE = {"queued.max.messages.kbytes": 8 * 2**10}
# So many files are written at the same time. Compressing needs no Python, so two cores do it.
_WRITERS = 2
_OPTIONS = ReadOptions(metadata=True, autocommit=False)


class Archiver:
    """Keeps the messages of a stream in an archive; a context manager.

    Several archivers, on several machines, may fill one archive as members of one group.

    Args:
        url: what to read, as for :meth:`hop.io.Stream.open`.
        place: a folder, or ``s3://bucket/prefix``. It becomes an archive if it is new or empty.
        group_id: the consumer group, instead of that of the URL. Without one, all is read.
        auth: a credential; True: the stored one for the host of the URL; False: none.
        every: how long a message may wait before it is in a file, s. Longer makes larger files.
        options: options of :class:`hop.io.Stream` for reading. Tests are kept unless
            ``tests="exclude"``.

    Attributes:
        count: how many messages are in files that this archiver wrote.

    Raises:
        hop.errors.ArchiveError: the place is no archive, is filled by another group or from another
            broker, or cannot be written.
        hop.errors.HopError: those of :meth:`hop.io.Stream.open`.
        ValueError: a wrong option.
    """

    def __init__(
        self,
        url: str | Target,
        place: str | os.PathLike[str],
        group_id: str | None = None,
        auth: bool | Auth = True,
        *,
        every: float = EVERY_S,
        **options: Unpack[Options],
    ) -> None:
        from hop._config import resolve

        if not every > 0:
            raise ValueError(f"every is a time to wait, not {every}")
        if isinstance(options.get("where"), str):
            Expression(str(options["where"]))  # a wrong one is refused before anything is made
        self._every = every
        target = resolve(url, auth=auth) if isinstance(url, str) else url
        group_id = group_id or target.group_id
        self._store = open_store(place)
        self._claim(target, group_id)
        self._store.sweep()
        # Where the chain of each partition ends, and what follows, not yet in a file.
        self._ends: dict[Partition, int] = {}
        self._waiting: dict[Partition, Rows] = {}
        self._size, self._since = 0, 0.0
        self.count = 0
        options.setdefault("tests", "include")
        options["resume_at"] = self._resume_at
        options["kafka"] = {**_QUEUE, **(options.get("kafka") or {})}
        # What the topic holds is archived, whatever a server has, or a model thinks of it.
        stream = Stream(fetch_external=False, errors="blob")
        self._consumer = stream.open(target, "r", group_id, **options)

    def _claim(self, target: Target, group_id: str | None) -> None:
        """See that the archive is this group's, of this cluster."""
        topic = next((each for each in target.topics if not each.startswith("^")), "")
        cluster = cluster_id(target.bootstrap, target.auth, topic or "hop-archive")
        own = {"group": group_id, "cluster": cluster}
        kept = create_marker(self._store, own)
        for name, cure in (
            ("cluster", "one archive holds the messages of one broker; use another folder"),
            ("group", "two groups would do the work twice; use that group, or another folder"),
        ):
            if kept.get(name) != own[name]:
                raise ArchiveError(
                    f"{self._store.name} is filled from the {name} {_shown(kept.get(name))}, not "
                    f"from {_shown(own[name])}: {cure}"
                )

    def stop(self) -> None:
        """End :meth:`run`, which writes what waits first. A signal handler may call it."""
        self._consumer.stop()

    def run(self, on_saved: Callable[[int], None] | None = None) -> int:
        """Archive until the end of the stream, or until :meth:`stop`.

        Args:
            on_saved: called after files were written, with the number of messages so far.

        Returns:
            How many messages are in files that this archiver wrote.

        Raises:
            hop.errors.ArchiveError: the archive cannot be written, or a topic was made anew.
            hop.errors.TransportError: the broker refuses what it allowed before.
        """
        receiver = self._consumer.receiver
        while True:
            while receiver.poll(_OPTIONS):
                for message, metadata in receiver.deliver(_OPTIONS):
                    self._add(message, metadata)
                    if self._size >= _MAX_BYTES:
                        self._flush(on_saved)
                if self._size and time.monotonic() - self._since >= self._every:
                    self._flush(on_saved)
            if self._flush(on_saved):
                return self.count

    def close(self) -> None:
        """Leave the group. May be repeated."""
        self._consumer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _add(self, message: Any, metadata: Metadata) -> None:
        partition = metadata.topic, metadata.partition
        if metadata.offset < self._ends.get(partition, 0):
            raise self._made_anew(metadata)
        rows = self._waiting.get(partition)
        if rows is not None and metadata.offset <= rows.offsets[-1]:
            self._forget(partition)  # it is read again
            rows = None
        day = day_of_message(metadata)
        if rows is not None and rows.day != day:
            if not self._save(partition):
                return  # reading goes on elsewhere
            rows = None
        if rows is None:
            rows = self._waiting[partition] = Rows(day)
        if not self._size:
            self._since = time.monotonic()
        before = rows.size
        rows.add(message, metadata)
        self._size += rows.size - before

    def _made_anew(self, metadata: Metadata) -> ArchiveError:
        where = message_position(metadata.topic, metadata.partition, metadata.offset)
        end = self._ends[metadata.topic, metadata.partition]
        return ArchiveError(
            f"the message at {where} is before offset {end}, where the archive {self._store.name} "
            "goes on: the topic was made anew, and its offsets begin again; archive into a new "
            "folder, with a new group"
        )

    def _forget(self, partition: Partition) -> None:
        rows = self._waiting.pop(partition, None)
        if rows is not None:
            self._size -= rows.size

    # The end of a chain.

    def _resume_at(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        """Where the partitions that this archiver just got go on."""
        found = self._find_ends(partitions)
        for each in partitions:
            self._forget(each)
        self._ends.update({each: found.get(each, 0) for each in partitions})
        return found

    def _find_ends(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        found: dict[Partition, int] = {}
        for topic in {topic for topic, _ in partitions}:
            files = chains(find_files(self._store, topic_folder(topic)))
            for each in partitions:
                if each[0] == topic and files.get(each):
                    found[each] = self._end_of_last(each, files[each][-1])
        return found

    def _end_of_last(self, partition: Partition, last: DataFile) -> int:
        try:
            return end_of(self._store, last)
        except FileNotFoundError:  # it was merged this moment
            return self._find_ends([partition])[partition]

    # Writing.

    def _flush(self, on_saved: Callable[[int], None] | None) -> bool:
        """Write all that waits.

        Returns:
            Whether reading goes on where it was; False: in a partition another archiver was faster.
        """
        if not self._waiting:
            return True
        are_saved = self._save(*self._waiting)
        if on_saved is not None:
            on_saved(self.count)
        return are_saved

    def _save(self, *partitions: Partition) -> bool:
        """Write what waits of some partitions, at the same time.

        Returns:
            Whether reading goes on where it was; False: in a partition another archiver was faster.
        """
        with ThreadPoolExecutor(_WRITERS) as pool:
            are_saved = list(pool.map(self._write, partitions))
        pa.default_memory_pool().release_unused()
        for partition, is_saved in zip(partitions, are_saved, strict=True):
            rows = self._waiting[partition]
            self._forget(partition)
            if is_saved:
                self._ends[partition] = rows.offsets[-1] + 1
                self.count += len(rows.offsets)
                self._consumer.receiver.mark_done(partition, *rows.offsets)
            else:
                self._go_on(partition)
        return all(are_saved)

    def _write(self, partition: Partition) -> bool:
        """Write the file of what waits of a partition. It changes nothing else.

        Returns:
            Whether the file counts; False: another archiver was faster.
        """
        rows = self._waiting[partition]
        start, end = self._ends[partition], rows.offsets[-1] + 1
        data, writer = to_parquet(rows.batches(), start, end)
        file = new_file(partition[0], rows.day, partition[1], start)
        is_made = self._store.create(file.path, data) or self._is_own(file, writer)
        return is_made and self._is_in_chain(file)

    def _is_own(self, file: DataFile, writer: str) -> bool:
        """Whether a file is the one just written: S3 made it, and its answer was lost."""
        try:
            opened, footer = open_file(self._store, file)
        except FileNotFoundError:
            return False
        with opened:
            return footer.writer == writer

    def _is_in_chain(self, file: DataFile) -> bool:
        """Whether the file counts; one that another archiver's merged file covers is withdrawn."""
        folder = file.path.rpartition("/")[0]
        beside = chains(find_files(self._store, folder)).get(file.chain, [])
        if file in beside:
            return True
        self._store.delete(file.path)
        return False

    def _go_on(self, partition: Partition) -> None:
        topic, number = partition
        end = self._find_ends([partition]).get(partition, 0)
        self._ends[partition] = end
        _log.info(
            "another archiver wrote topic %s, partition %d; reading goes on at offset %d",
            topic,
            number,
            end,
        )
        self._consumer.restart(topic, number, end)


def _shown(name: Any) -> str:
    return "none" if name is None else str(name)
