"""Messages as record batches of Apache Arrow, for :meth:`hop.io.Consumer.read_batches`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from hop.errors import ConfigError
from hop.message import Blob, ExternalMessage
from hop.models import arrow
from hop.models.alert import Alert

if TYPE_CHECKING:
    import pyarrow as pa

    from hop.io import Metadata

__all__ = ["alerts_and_error", "error_of", "schema", "to_batch"]


def _pyarrow() -> Any:
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
def schema() -> pa.Schema:
    """The columns of a batch: those about the message, and then an alert's.

    An alert's are those of :func:`hop.models.arrow.schema`. Those about the message have the names
    and types of hop's archives.

    Raises:
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    pa = _pyarrow()
    header = pa.struct([("name", pa.string()), ("value", pa.binary())])
    about_message = [
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
    return pa.schema([*about_message, *arrow.schema()])


def to_batch(messages: Iterable[tuple[Any, Metadata]]) -> pa.RecordBatch:
    """Make a batch: a row for each alert, and one for each message that has none.

    Args:
        messages: messages with their metadata.

    Raises:
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    pa = _pyarrow()
    rows: list[tuple[Any, ...]] = []
    alerts: list[Alert | None] = []
    tests: list[bool | None] = []
    for message, metadata in messages:
        found, error = alerts_and_error(message)
        for index, alert in enumerate(found or (None,)):
            rows.append(_about(message, metadata, index, error))
            alerts.append(alert)
            # A message without an alert may be marked as a test, too.
            tests.append(message.is_test or None if alert is None else alert.is_test)
    about_message = [
        pa.array([row[number] for row in rows], schema().field(number).type)
        for number in range(_MESSAGE_COLUMNS)
    ]
    about_alerts = arrow.to_arrays(alerts)
    about_alerts[arrow.schema().get_field_index("is_test")] = pa.array(tests, pa.bool_())
    return pa.RecordBatch.from_arrays([*about_message, *about_alerts], schema=schema())


_MESSAGE_COLUMNS = 10


def _about(message: Any, metadata: Metadata, index: int, error: str | None) -> tuple[Any, ...]:
    place = (metadata.topic, metadata.partition, metadata.offset, index)
    if index:  # the first row of the message has the rest
        return (*place, *[None] * (_MESSAGE_COLUMNS - len(place)))
    return (
        *place,
        metadata.timestamp if metadata.time is not None else None,
        metadata.key.encode() if isinstance(metadata.key, str) else metadata.key,
        [{"name": name, "value": value} for name, value in metadata.headers],
        None if metadata.is_tombstone else metadata.payload,
        getattr(message, "hop_format", None),
        error or error_of(message),
    )


def alerts_and_error(message: Any) -> tuple[tuple[Alert, ...], str | None]:
    """The alerts of a message, and the error of a model that fails."""
    try:
        found = message.alerts
    except Exception as fault:  # a model of somebody else; its message comes all the same
        return (), f"{type(fault).__name__}: {fault}"
    is_view = type(found) is tuple and all(isinstance(each, Alert) for each in found)
    return (found if is_view else ()), None


def error_of(message: Any) -> str | None:
    """Why a message could not be read as what it is; None: it could."""
    if isinstance(message, (Blob, ExternalMessage)) and message.error is not None:
        return f"{type(message.error).__name__}: {message.error}"
    return None
