"""Prints the result of a query, or writes it to a file."""

from __future__ import annotations

import base64
import contextlib
import os
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from hop._messages import to_line

if TYPE_CHECKING:
    import pyarrow as pa

# A longer value is cut in a table.
_WIDEST = 60
_GAP = "  "


def write(batches: Iterator[pa.RecordBatch], form: str, file: Path | None) -> None:
    """Write a result.

    Args:
        batches: the result; the first batch has the columns.
        form: one of :data:`FORMATS`.
        file: where to; None: standard output.

    Raises:
        OSError: the file cannot be written.
    """
    first = next(batches)  # before a file is made: an error of the query leaves nothing
    with _whole(file) as sink:
        FORMATS[form](_all(first, batches), first.schema, sink)


def _all(first: pa.RecordBatch, others: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from others


@contextlib.contextmanager
def _whole(file: Path | None) -> Iterator[IO[bytes]]:
    """A file that is there when all is written; standard output."""
    if file is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    made = file.with_name(f".{file.name}.{uuid.uuid4().hex}.tmp")
    try:
        with made.open("xb") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _as_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, sink: IO[bytes]) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for each in batches:
            writer.write_batch(each)


def _as_json(batches: Iterable[pa.RecordBatch], _schema: pa.Schema, sink: IO[bytes]) -> None:
    for row in _rows(batches):
        sink.write(to_line({name: plain(value) for name, value in row.items()}).encode() + b"\n")


def _as_csv(batches: Iterable[pa.RecordBatch], schema: pa.Schema, sink: IO[bytes]) -> None:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(schema.names)
    for row in _rows(batches):
        writer.writerow([_cell(each) for each in row.values()])
        sink.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    sink.write(text.getvalue().encode())


def _as_table(batches: Iterable[pa.RecordBatch], schema: pa.Schema, sink: IO[bytes]) -> None:
    rows = [[*row.values()] for row in _rows(batches)]
    sink.write(_table(schema.names, rows).encode("utf-8", "backslashreplace"))


def write_rows(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as a table on standard output."""
    sys.stdout.buffer.write(_table(names, rows).encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [list(names), *([_short(_cell(each)) for each in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(_GAP.join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)


def _short(text: str) -> str:
    text = "".join(each if each.isprintable() else " " for each in text)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Mapping[str, Any]]:
    for batch in batches:
        # Not by name: two columns of a query may have one.
        columns = [each.to_pylist() for each in batch.columns]
        for values in zip(*columns, strict=True):
            yield dict(zip(_unique(batch.schema.names), values, strict=True))


def _unique(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for each in names:
        name, number = each, 1
        while name in found:
            name, number = f"{each}_{number}", number + 1
        found.append(name)
    return found


def _cell(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else to_line(value)


def plain(value: Any) -> Any:
    """A value as JSON has it: times in ISO 8601, bytes as text or as base64."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return _plain_bytes(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    is_plain = isinstance(value, (str, int, float, bool)) or value is None
    return value if is_plain else str(value)


def _plain_bytes(value: bytes) -> Any:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


FORMATS: Mapping[str, Callable[[Iterable[Any], Any, IO[bytes]], None]] = {
    "csv": _as_csv,
    "json": _as_json,
    "parquet": _as_parquet,
    "table": _as_table,
}
