"""Reads and writes the Parquet files of an archive, and the file that says what it is."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from hop.archive._layout import (
    LAYOUT,
    MARKER,
    SUFFIX,
    DataFile,
    Footer,
    file_schema,
    parse_path,
)
from hop.archive._store import Store, unreadable, walk
from hop.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Mapping

# A row group is what a reader holds in memory at once.
_GROUP_BYTES = 8 * 2**20
_GROUP_ROWS = 50_000
# Columns whose values repeat are stored once for each group.
_PLAIN = frozenset({"payload", "key", "message_id", "timestamp", "offset", "healpix_29"})
_COMPRESSION_LEVEL = 3


def find_files(store: Store, folder: str = "") -> list[DataFile]:
    """All Parquet files of an archive, or of a folder in it, those that do not count too.

    Raises:
        hop.errors.ArchiveError: it cannot be listed, or one of them is not an archiver's.
    """
    found = []
    for path in walk(store, folder):
        name = path.rpartition("/")[2]
        if not name.endswith(SUFFIX) or name.startswith((".", "_")):
            continue
        file = parse_path(path)
        if file is None:
            raise ArchiveError(
                f"{store.name}/{path} is not a file of the archive: no archiver makes such a name; "
                "move it to another folder"
            )
        found.append(file)
    return found


# The file that says what a folder is.


def create_marker(store: Store, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a folder an archive, unless it is one.

    Args:
        store: where the archive is.
        content: who fills it: the group and the cluster.

    Returns:
        What the archive says of itself: this, or what another archiver said first.

    Raises:
        hop.errors.ArchiveError: the folder holds something else, or an archive of another version,
            or it cannot be written.
    """
    found: Mapping[str, Any] | None = read_marker(store, missing_ok=True)
    if found is None:
        others = next(iter(walk(store, "")), None)
        if others is not None and not others.rpartition("/")[2].startswith((".", MARKER)):
            raise _no_archive(store, f"it holds {others}")
        text = json.dumps({"hop_archive": LAYOUT, **content}, indent=2) + "\n"
        store.create(MARKER, pa.py_buffer(text.encode()))
        # Also that the store does not replace files, on which all depends.
        if store.create(MARKER, pa.py_buffer(text.encode())):
            raise ArchiveError(
                f"{store.name} replaces objects, though it is asked not to (If-None-Match): two "
                "archivers would overwrite each other; use another S3 server"
            )
        made: Mapping[str, Any] = read_marker(store)
        return made
    return found


def read_marker(store: Store, *, missing_ok: bool = False) -> Any:
    """What an archive says of itself; None if there is nothing, and that is allowed.

    Raises:
        hop.errors.ArchiveError: it is not an archive, or one of another version.
    """
    try:
        with store.files.open_input_stream(MARKER) as file:
            content = json.loads(file.read())
        version = content["hop_archive"]
    except FileNotFoundError:
        if missing_ok:
            return None
        raise _no_archive(store, f"it has no file {MARKER}") from None
    except NotADirectoryError:
        raise _no_archive(store, "it is a file") from None
    except OSError as fault:
        raise unreadable(f"{store.name}/{MARKER}", fault) from None
    except (ValueError, KeyError, TypeError):
        raise _no_archive(store, f"its file {MARKER} is damaged") from None
    if version != LAYOUT:
        raise ArchiveError(
            f"{store.name} is an archive of layout {version!r}, and this hop knows layout "
            f"{LAYOUT}; use the hop that wrote it, or a newer one"
        )
    return content


def _no_archive(store: Store, reason: str) -> ArchiveError:
    return ArchiveError(
        f"{store.name} is not an archive of hop: {reason}; give the folder that `hop archive` "
        "writes to, or a new one"
    )


# Parquet.


def to_parquet(batches: Sequence[pa.RecordBatch], start: int, end: int) -> tuple[pa.Buffer, str]:
    """A whole file in memory, and the name in it that no other file has.

    Args:
        batches: its rows.
        start: the file is about the messages from this offset on.
        end: and before this one.
    """
    footer = Footer(LAYOUT, start, end, uuid.uuid4().hex)
    schema = file_schema().with_metadata(footer.to_metadata())
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        compression_level=_COMPRESSION_LEVEL,
        use_dictionary=[name for name in schema.names if name not in _PLAIN],
        write_statistics=[name for name in schema.names if name not in ("payload", "key")],
    ) as writer:
        for group in _groups(batches):
            writer.write_table(pa.Table.from_batches(group, file_schema()), len_of(group))
    return sink.getvalue(), footer.writer


def len_of(batches: Iterable[pa.RecordBatch]) -> int:
    """How many rows some batches have; at least one, as pyarrow wants it."""
    rows: int = sum(each.num_rows for each in batches)
    return max(1, rows)


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterable[list[pa.RecordBatch]]:
    """The batches, as many at once as a row group takes."""
    group: list[pa.RecordBatch] = []
    size = rows = 0
    for each in batches:
        if group and (size + each.nbytes > _GROUP_BYTES or rows + each.num_rows > _GROUP_ROWS):
            yield group
            group, size, rows = [], 0, 0
        group.append(each)
        size += each.nbytes
        rows += each.num_rows
    if group:
        yield group


def open_file(store: Store, file: DataFile) -> tuple[pq.ParquetFile, Footer]:
    """Open a file of an archive.

    Raises:
        FileNotFoundError: it is not there any more: it was merged into another one.
        hop.errors.ArchiveError: it cannot be read, is damaged, or was not written by hop.
    """
    name = f"{store.name}/{file.path}"
    try:
        opened = pq.ParquetFile(store.files.open_input_file(file.path))
    except FileNotFoundError:
        raise
    except (pa.ArrowInvalid, OSError) as fault:
        raise damaged(name, fault) from None
    footer = Footer.of(opened.schema_arrow.metadata)
    if footer is None:
        raise ArchiveError(
            f"{name} is not a file of the archive: another program wrote it; move it to another "
            "folder"
        )
    if footer.layout != LAYOUT:
        raise ArchiveError(
            f"{name} has layout {footer.layout}, and this hop knows layout {LAYOUT}; use a newer "
            "hop"
        )
    if footer.start != file.start:
        raise ArchiveError(
            f"{name} starts at offset {footer.start}, and its name says another one; give it its "
            "name back"
        )
    return opened, footer


def damaged(name: str, fault: Exception) -> ArchiveError:
    """The error of a file that is no whole Parquet file."""
    reason = " ".join(str(fault).split())
    return ArchiveError(
        f"{name} is not a whole Parquet file: {reason:.200}; copy it again from where it came, or "
        "move it away: its messages are missing then"
    )


def end_of(store: Store, file: DataFile) -> int:
    """Where a file ends, by its name or by its content.

    Raises:
        FileNotFoundError: it is not there any more: it was merged into another one.
        hop.errors.ArchiveError: it cannot be read.
    """
    if file.end is not None:
        return file.end
    opened, footer = open_file(store, file)
    with opened:
        return footer.end
