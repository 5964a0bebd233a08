"""The columns of record batches that are about a message: where it is, what it is, what it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hop.errors import ConfigError
from hop.message import Blob, ExternalMessage

if TYPE_CHECKING:
    import pyarrow as pa

    from hop.io import Metadata

Messages = Sequence[tuple[Any, "Metadata"]]


class MadeBatch(NamedTuple):
    """A batch, and what it was made of.

    Attributes:
        batch: a :class:`pyarrow.RecordBatch`.
        messages: the messages that are in it, with their metadata.
    """

    batch: pa.RecordBatch
    messages: Messages


def load_pyarrow() -> Any:
    """The module, for those who make record batches.

    Raises:
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    try:
        import healpix  # noqa: F401 - for the column healpix_29
        import pyarrow as pa
    except ImportError as error:
        raise ConfigError(
            f"record batches need the package {error.name}, which is not installed; run: pip "
            "install 'hop-models[arrow]'"
        ) from None
    return pa


@cache
def message_schema() -> pa.Schema:
    """The columns, with the names and types of hop's archives.

    Raises:
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    pa = load_pyarrow()
    header = pa.struct([("name", pa.string()), ("value", pa.binary())])
    return pa.schema(
        [
            pa.field("topic", pa.string(), nullable=False),
            pa.field("partition", pa.int32(), nullable=False),
            pa.field("offset", pa.int64(), nullable=False),
            pa.field("alert_index", pa.int32(), nullable=False),
            pa.field("timestamp", pa.timestamp("ms", "UTC")),
            pa.field("key", pa.binary()),
            pa.field("headers", pa.list_(header)),
            pa.field("payload", pa.binary()),
            pa.field("format", pa.string()),
            pa.field("error", pa.string()),
        ]
    )


class Row(NamedTuple):
    """A row of a batch.

    Attributes:
        message: its message.
        metadata: that of the message.
        number: which alert, or record, of the message it is of.
        error: why there is none.
    """

    message: Any
    metadata: Metadata
    number: int
    error: str | None = None


def message_column(column: pa.Field, rows: Sequence[Row]) -> pa.Array:
    """One of the columns about the message.

    Args:
        column: its name and type.
        rows: the rows. Of those of one message the first has all; the others have its position.
    """
    read = _READ[column.name]
    is_in_each = column.name in _POSITION
    values = [read(row) if is_in_each or not row.number else None for row in rows]
    return load_pyarrow().array(values, column.type)


def _timestamp(row: Row) -> int | None:
    return row.metadata.timestamp if row.metadata.time is not None else None


def _key(row: Row) -> bytes | None:
    key = row.metadata.key
    return key.encode() if isinstance(key, str) else key


def _headers(row: Row) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in row.metadata.headers]


def _payload(row: Row) -> bytes | None:
    payload = row.metadata.payload
    return None if not payload and row.metadata.is_tombstone else payload


_POSITION = frozenset({"topic", "partition", "offset", "alert_index", "record_index"})
_READ: dict[str, Callable[[Row], Any]] = {
    "topic": lambda row: row.metadata.topic,
    "partition": lambda row: row.metadata.partition,
    "offset": lambda row: row.metadata.offset,
    "alert_index": lambda row: row.number,
    "record_index": lambda row: row.number,
    "timestamp": _timestamp,
    "key": _key,
    "headers": _headers,
    "payload": _payload,
    "format": lambda row: getattr(row.message, "hop_format", None),
    "error": lambda row: row.error or error_of(row.message),
}


def error_of(message: Any) -> str | None:
    """Why a message could not be read as what it is; None: it could."""
    if isinstance(message, (Blob, ExternalMessage)) and message.error is not None:
        return f"{type(message.error).__name__}: {message.error}"
    return None
