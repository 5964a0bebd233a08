"""Merges the small files of a day into one, while archivers write and others read.

The merged file is made first, under a name that says which offsets it has. Readers of hop do not
count the small ones from then on, so nothing is twice and nothing missing, whenever this dies. Then
they are removed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pyarrow as pa

from hop.archive._files import end_of, find_files, open_file, read_marker, to_parquet
from hop.archive._layout import DataFile, chains, file_schema, new_file
from hop.archive._store import Store, open_store

_log = logging.getLogger(__name__)

# What a merged file takes in memory while it is made, bytes; more becomes several files.
_MAX_BYTES = 64 * 2**20
# So long after the end of a day its files are left alone: an archiver may still write some.
_CLOSED_AFTER = timedelta(hours=1)


def compact(place: str | os.PathLike[str], before: date | None = None) -> int:
    """Merge the files of each partition and day into few.

    Args:
        place: the folder, or ``s3://bucket/prefix``.
        before: only files of days before this one, UTC. None: of days that have ended an hour ago.

    Returns:
        How many files were merged into others.

    Raises:
        hop.errors.ArchiveError: it is not an archive, a file in it is damaged, or it cannot be
            written. What was there before is kept.
    """
    store = open_store(place)
    read_marker(store)
    limit = before or (datetime.now(UTC) - _CLOSED_AFTER).date()
    files = find_files(store)
    found = chains(files)
    counted = {each.path for chain in found.values() for each in chain}
    for each in files:  # of a compaction that has died
        if each.path not in counted and each.day < limit:
            store.delete(each.path)
    count = 0
    for chain in found.values():
        # Only neighbours: what lies between two files may belong to another day.
        for day, run in groupby(chain, lambda each: each.day):
            if day < limit:
                count += _merge_run(store, list(run))
    store.sweep()
    return count


def _merge_run(store: Store, run: Sequence[DataFile]) -> int:
    """Merge files of one partition and day that follow each other; how many are gone then."""
    count = 0
    part: list[DataFile] = []
    batches: list[pa.RecordBatch] = []
    size = 0
    for each in run:
        read = _read(store, each)
        nbytes = sum(batch.nbytes for batch in read)
        if part and size + nbytes > _MAX_BYTES:
            count += _merge(store, part, batches)
            part, batches, size = [], [], 0
        part.append(each)
        batches += read
        size += nbytes
    return count + _merge(store, part, batches)


def _read(store: Store, file: DataFile) -> list[pa.RecordBatch]:
    opened, _ = open_file(store, file)
    with opened:
        table = opened.read()
    schema = file_schema()
    # A file of an older hop has fewer columns.
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    batches: list[pa.RecordBatch] = pa.Table.from_arrays(columns, schema=schema).to_batches(10_000)
    return batches


def _merge(store: Store, part: Sequence[DataFile], batches: Sequence[pa.RecordBatch]) -> int:
    if len(part) < 2:
        return 0
    first, end = part[0], end_of(store, part[-1])
    data, _ = to_parquet(batches, first.start, end)
    merged = new_file(first.topic, first.day, first.partition, first.start, end)
    store.create(merged.path, data)  # another compaction may have made the same one
    for each in part:
        store.delete(each.path)
    _log.info("%d files merged into %s", len(part), merged.path)
    return len(part)
