"""Messages as record batches of Apache Arrow, for :meth:`hop.io.Consumer.read_batches`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hop.models import arrow
from hop.models._message_columns import (
    MadeBatch,
    Messages,
    Row,
    error_of,
    load_pyarrow,
    message_column,
    message_schema,
)
from hop.models.alert import Alert

if TYPE_CHECKING:
    import pyarrow as pa

    from hop.io import Metadata

__all__ = ["MadeBatch", "alerts_and_error", "batch_maker", "error_of", "schema", "to_batch"]


def batch_maker(
    schema: str = "alert", fields: Sequence[str] | None = None
) -> Callable[[Messages], Iterable[MadeBatch]]:
    """What makes batches of messages that were collected; :mod:`hop.io` asks for it.

    Args:
        schema: ``alert``: the columns are those of :func:`schema`. ``writer``: the messages are
            records in Avro, and the column ``record`` has the fields of the schema that they were
            written with; there is a batch for each such schema, and one for other messages.
        fields: the columns that are wanted, or the fields of the record; None: all.

    Raises:
        ValueError: there is no such schema, or no such column.
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    load_pyarrow()
    if isinstance(fields, str):
        raise ValueError(f"fields is a list of names, not the text {fields!r}")
    if schema == "writer":
        from hop.models._writer_batches import WriterBatches  # heavy: pyarrow

        return WriterBatches(fields)
    if schema != "alert":
        raise ValueError(f"schema is 'alert' or 'writer', not {schema!r}")
    _chosen(fields)

    def make(messages: Messages) -> list[MadeBatch]:
        return [MadeBatch(to_batch(messages, fields), messages)]

    return make


@cache
def schema() -> pa.Schema:
    """The columns of a batch: those about the message, and then an alert's.

    An alert's are those of :func:`hop.models.arrow.schema`. Those about the message have the names
    and types of hop's archives.

    Raises:
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    pa = load_pyarrow()
    return pa.schema([*message_schema(), *arrow.schema()])


def _chosen(fields: Iterable[str] | None) -> pa.Schema:
    """The columns that are wanted."""
    pa, known = load_pyarrow(), schema()
    if fields is None:
        return known
    wanted = list(dict.fromkeys(fields))
    if unknown := [each for each in wanted if each not in known.names]:
        raise ValueError(
            f"no column {', '.join(map(repr, unknown))}; there are {', '.join(known.names)}"
        )
    return pa.schema([known.field(each) for each in wanted])


def to_batch(
    messages: Iterable[tuple[Any, Metadata]], fields: Iterable[str] | None = None
) -> pa.RecordBatch:
    """Make a batch: a row for each alert, and one for each message that has none.

    Args:
        messages: messages with their metadata.
        fields: the columns that are wanted, in this order; None: all of :func:`schema`.

    Raises:
        ValueError: there is no such column.
        hop.errors.ConfigError: pyarrow or healpix is not installed.
    """
    pa, chosen = load_pyarrow(), _chosen(fields)
    given = list(messages)
    about_alerts = _about_alerts([message for message, _ in given])
    of_alert = dict(zip(arrow.schema().names, about_alerts.arrays, strict=True))
    rows = [
        Row(*given[at], index, about_alerts.errors.get(at)) for at, index in about_alerts.places
    ]
    columns = [
        of_alert[each.name] if each.name in of_alert else message_column(each, rows)
        for each in chosen
    ]
    return pa.RecordBatch.from_arrays(columns, schema=chosen)


# The columns about the alert


class _AboutAlerts(NamedTuple):
    """The columns about the alerts of some messages.

    Attributes:
        places: of each row, which message it is of, and which alert of the message.
        arrays: the columns of :func:`hop.models.arrow.schema`.
        errors: of models that have failed, by message.
    """

    places: list[tuple[int, int]]
    arrays: list[pa.Array]
    errors: dict[int, str]


def _about_alerts(messages: Sequence[Any]) -> _AboutAlerts:
    from hop.models._survey_columns import plain_alerts  # heavy: pyarrow

    pa = load_pyarrow()
    places: list[tuple[int, int]] = []
    pieces: list[list[Any]] = []
    for piece in plain_alerts(messages):
        places += [(at, 0) for at in piece.rows]
        pieces.append(piece.arrays)
    done = {at for at, _ in places}
    left = [at for at in range(len(messages)) if at not in done]
    others = _one_by_one(messages, left)
    if others.places or not pieces:
        places += others.places
        pieces.append(others.arrays)
    if len(pieces) == 1:
        return _AboutAlerts(places, pieces[0], others.errors)
    order = sorted(range(len(places)), key=places.__getitem__)
    arrays = [pa.concat_arrays(parts).take(pa.array(order)) for parts in zip(*pieces, strict=True)]
    return _AboutAlerts([places[each] for each in order], arrays, others.errors)


def _one_by_one(messages: Sequence[Any], wanted: Iterable[int]) -> _AboutAlerts:
    """The columns by an :class:`Alert` for each alert; a row of nulls for a message without one."""
    places: list[tuple[int, int]] = []
    alerts: list[Alert | None] = []
    tests: list[bool | None] = []
    errors: dict[int, str] = {}
    for at in wanted:
        message = messages[at]
        found, error = alerts_and_error(message)
        if error is not None:
            errors[at] = error
        for index, alert in enumerate(found or (None,)):
            places.append((at, index))
            alerts.append(alert)
            # A message without an alert may be marked as a test, too.
            tests.append(message.is_test or None if alert is None else alert.is_test)
    arrays = arrow.to_arrays(alerts)
    arrays[arrow.schema().get_field_index("is_test")] = load_pyarrow().array(tests, "bool")
    return _AboutAlerts(places, arrays, errors)


def alerts_and_error(message: Any) -> tuple[tuple[Alert, ...], str | None]:
    """The alerts of a message, and the error of a model that fails."""
    try:
        found = message.alerts
    except Exception as fault:  # a model of somebody else; its message comes all the same
        return (), f"{type(fault).__name__}: {fault}"
    is_view = type(found) is tuple and all(isinstance(each, Alert) for each in found)
    return (found if is_view else ()), None
