"""Alerts as columns of Apache Arrow: for Parquet files, tables and fast queries.

from hop.models import arrow

table = pyarrow.Table.from_arrays(arrow.to_arrays(alerts), schema=arrow.schema())

The columns are the fields of :class:`hop.models.Alert`, with the types of
``schemas/alert/alert.schema.json``; a field that was added there is a column here. Two things are
left out, since the message itself has them: ``origin``, and the data of a sky map. The column
``healpix_29`` comes at the end: the HEALPix cell of the position, NESTED, nside 2**29.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from hop.errors import ConfigError
from hop.models._alert_part import READ
from hop.models._generated import alert as classes
from hop.models._generated.alert import Alert

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["HEALPIX_NSIDE", "BatchAlerts", "from_batch", "healpix_29", "schema", "to_arrays"]

HEALPIX_NSIDE = 2**29
"""The resolution of ``healpix_29``: cells of 0.4 milliarcseconds."""

_CELL = "healpix_29"
_LEFT_OUT = frozenset({"origin"})
_LARGE = frozenset({("sky_map", "data")})

Loader = Callable[[], Any]
"""Reads the message of an alert again; None where there is none."""


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise ConfigError(
            "alerts as columns need the package pyarrow, which is not installed; run: pip install "
            "'hop-models[arrow]'"
        ) from None
    return pa


@cache
def schema() -> pa.Schema:
    """The columns, one for each field of an alert, and ``healpix_29``; any may be null.

    Raises:
        hop.errors.ConfigError: pyarrow is not installed.
    """
    pa = _pyarrow()
    properties = _document()["properties"]
    fields = [pa.field(each, _type_of(properties[each], (each,))) for each in _names()]
    return pa.schema([*fields, pa.field(_CELL, pa.int64())])


@cache
def _names() -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(Alert) if each.name not in _LEFT_OUT)


def _document() -> dict[str, Any]:
    schema = Alert.hop_schema
    document: dict[str, Any] = schema.folder.document(schema.uri)
    return document


def _type_of(rule: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The type of a column, by the JSON Schema of the field."""
    pa = _pyarrow()
    if "$ref" in rule:
        return _struct([rule], path)
    if "anyOf" in rule:
        return _struct([each for each in rule["anyOf"] if "$ref" in each], path)
    if rule.get("format") == "date-time":
        return pa.timestamp("us", "UTC")
    kinds = rule.get("type", "string")
    kind = next(each for each in ([kinds] if isinstance(kinds, str) else kinds) if each != "null")
    if kind == "array":
        return pa.list_(_type_of(rule["items"], path))
    if kind == "object":
        return pa.map_(pa.string(), _type_of(rule["additionalProperties"], path))
    simple = {"number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_()}
    return simple.get(kind, pa.string())


def _struct(references: Iterable[Mapping[str, Any]], path: tuple[str, ...]) -> Any:
    """One struct that has the fields of all shapes that may stand there."""
    pa = _pyarrow()
    found: dict[str, Any] = {}
    for each in references:
        part = _document()["$defs"][each["$ref"].rpartition("/")[2]]
        for name, rule in part["properties"].items():
            if (*path, name) not in _LARGE:
                found.setdefault(name, _type_of(rule, (*path, name)))
    return pa.struct(list(found.items()))


# From alerts to columns


def to_arrays(alerts: Sequence[Alert | None]) -> list[pa.Array]:
    """The columns of :func:`schema`, a row for each alert; one of nulls where there is None.

    Raises:
        hop.errors.ConfigError: pyarrow is not installed.
    """
    names, pa = _names(), _pyarrow()
    if all(each is None for each in alerts):
        return [pa.nulls(len(alerts), each.type) for each in schema()]
    nothing = (None,) * len(names)
    rows = [nothing if each is None else _values_of(each) for each in alerts]
    values = zip(*rows, strict=True)
    kinds = [schema().field(name).type for name in names]
    columns = [_array(each, kind) for each, kind in zip(values, kinds, strict=True)]
    ra, dec = columns[names.index("ra")], columns[names.index("dec")]
    cells = pa.array(healpix_29(ra, dec), from_pandas=True)
    return [*columns, cells]


def _values_of(alert: Alert) -> tuple[Any, ...]:
    """The fields of an alert, in the order of the columns."""
    return _fields()(alert.hop_values())


@cache
def _fields() -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    return itemgetter(*_names())


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """A column of values of alerts."""
    pa = _pyarrow()
    shown = _shown(kind)
    if shown is not None:
        values = [None if each is None else shown(each) for each in values]
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        # One that the schema does not foresee must not cost the others: it is unknown.
        return pa.concat_arrays([_single(each, kind) for each in values])


def _single(value: Any, kind: pa.DataType) -> pa.Array:
    pa = _pyarrow()
    try:
        return pa.array([value], kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.nulls(1, kind)


def _shown(kind: pa.DataType) -> Callable[[Any], Any] | None:
    """What makes a value of an alert into one that pyarrow takes; None where it takes it as is."""
    types = _pyarrow().types
    if types.is_struct(kind):
        return _as_dict
    if types.is_map(kind):
        return lambda value: list(value.items())
    if types.is_list(kind) and types.is_struct(kind.value_type):
        return lambda parts: [_as_dict(each) for each in parts]
    return None


def _as_dict(part: Any) -> dict[str, Any]:
    """The fields of a part of an alert; pyarrow takes those that the column has."""
    kind: Any = type(part)
    fields: dict[str, Any] = _defaults_of(kind) | vars(part)
    return fields


@cache
def _defaults_of(kind: Any) -> dict[str, Any]:
    return {
        each.name: each.default
        for each in dataclasses.fields(kind)
        if each.default is not dataclasses.MISSING
    }


def healpix_29(ra: Any, dec: Any) -> Any:
    """The cells of positions, NESTED, nside 2**29.

    Args:
        ra: right ascensions, degrees; an array of Arrow or numpy. Nulls become NaN.
        dec: declinations, degrees.

    Returns:
        An array of numpy, masked where a position is unknown.
    """
    import healpix
    import numpy as np

    lon, lat = (
        np.asarray(each.to_numpy(zero_copy_only=False) if hasattr(each, "to_numpy") else each)
        for each in (ra, dec)
    )
    lon, lat = lon.astype(float), lat.astype(float)
    is_known = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90)
    cells = np.zeros(len(lon), np.int64)
    if is_known.any():
        cells[is_known] = healpix.ang2pix(
            HEALPIX_NSIDE, lon[is_known], lat[is_known], nest=True, lonlat=True
        )
    return np.ma.masked_array(cells, ~is_known)


# From columns to alerts


def from_batch(batch: Any, messages: Sequence[Loader] | None = None) -> list[Alert | None]:
    """The alerts of a record batch or a table; a column is read when a field is looked at.

    Args:
        batch: it has the columns of :func:`schema`, as far as they are wanted; others are ignored.
        messages: for each row, what loads the message again: for what has no column. None: that
            stays unknown.

    Returns:
        One for each row; None where the row has no alert: its family is null.
    """
    return list(BatchAlerts(batch, messages))


class BatchAlerts(Sequence[Alert | None]):
    """The alerts of a record batch or a table, each made when it is asked for.

    Args:
        batch: as for :func:`from_batch`.
        messages: as there.
        fields: fields that will be looked at in every alert. They are read at once, which is
            faster.
    """

    def __init__(
        self, batch: Any, messages: Sequence[Loader] | None = None, fields: Iterable[str] = ()
    ) -> None:
        self._columns = _Columns(batch, messages)
        # A sky map may have to be loaded.
        self._names = ["family", *(each for each in fields if each != "sky_map")]
        self._rows = list(zip(*map(self._columns.values, self._names), strict=True))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Alert | None: ...

    @overload
    def __getitem__(self, at: slice) -> list[Alert | None]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        values = dict(zip(self._names, self._rows[at], strict=True))
        if values["family"] is None:
            return None
        return Alert.hop_unread(_Row(self._columns, at), values)


class _Row(NamedTuple):
    """What is not read yet of an alert in a batch."""

    columns: _Columns
    at: int

    def get(self, name: str) -> Any:
        """The value of a field."""
        found = self.columns.values(name)[self.at]
        if name == "sky_map" and found is not None:
            message = self.columns.message(self.at)
            return found if message is None else message.sky_map
        return found

    def fill(self, values: dict[str, Any]) -> None:
        """Read all fields."""
        for name in (*READ, "problems"):
            if name not in values:
                values[name] = self.get(name)

    def origin(self, values: dict[str, Any]) -> dict[str, Any]:
        """Nothing: no column says where a value came from."""
        return {}


class _Columns:
    """The columns of a batch as values of Python, each made when it is first asked for."""

    def __init__(self, batch: Any, messages: Sequence[Loader] | None) -> None:
        self._batch, self._messages = batch, messages
        self._made: dict[str, list[Any]] = {}

    def values(self, name: str) -> list[Any]:
        """The values of a column; what is unknown where it is null, or there is none."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._read(name)
        return made

    def _read(self, name: str) -> list[Any]:
        is_there = name in self._batch.schema.names
        rows = self._batch.num_rows
        values: list[Any] = self._batch.column(name).to_pylist() if is_there else [None] * rows
        made, empty = _VALUES.get(name), _EMPTY.get(name, _nothing)
        return values if made is None else [empty() if v is None else made(v) for v in values]

    def message(self, at: int) -> Any:
        """The message of a row, loaded again; None where nothing loads it."""
        return self._messages[at]() if self._messages is not None else None


def _region_of(tree: Mapping[str, Any]) -> Any:
    shapes = {"circle": classes.Circle, "ellipse": classes.Ellipse, "polygon": classes.Polygon}
    shape: Any = shapes[tree["type"]]
    values: dict[str, Any] = {each.name: tree[each.name] for each in dataclasses.fields(shape)}
    if "corners" in values:
        values["corners"] = tuple(map(tuple, values["corners"]))
    return shape(**values)


_VALUES: dict[str, Callable[[Any], Any]] = {
    "aliases": tuple,
    "names": tuple,
    "problems": tuple,
    "refs": lambda trees: tuple(classes.Ref(**each) for each in trees),
    "region": _region_of,
    "significance": lambda tree: classes.Significance(**tree),
    "classes": dict,
    "properties": dict,
    "sky_map": lambda tree: classes.SkyMapRef(None, **tree),
}


_EMPTY: dict[str, Callable[[], Any]] = {
    **dict.fromkeys(("aliases", "names", "problems", "refs"), tuple),
    **dict.fromkeys(("classes", "properties"), dict),
}
"""What stands for null where a field of an alert is never None."""


def _nothing() -> None:
    """What is unknown."""
