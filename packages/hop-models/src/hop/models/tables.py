"""Tables of alerts, for :func:`hop.to_table`: a row for each alert, with units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from hop.errors import ConfigError
from hop.message import MessageModel
from hop.models.alert import Alert, Circle, Ellipse, Polygon

__all__ = ["to_table"]

# How the columns begin that there are only where an alert has such a class or property.
_NAMED = {"classes": "class_", "properties": "property_"}
_JOINED = ("aliases", "names", "problems")
_OF_REGION = ("radius", "semi_major", "semi_minor", "position_angle", "containment")
# Where each value comes from is a table of its own.
_LEFT_OUT = ("origin",)


@dataclass
class _Column:
    """A column.

    Attributes:
        kind: ``text``, ``float``, ``int``, ``bool`` or ``time``.
        description: what it holds.
        unit: the unit of its numbers; "" where they have none.
        values: the value of each row; None where it is not known.
    """

    kind: str
    description: str
    unit: str = ""
    values: list[Any] = field(default_factory=list)


def to_table(
    messages: Iterable[MessageModel | Alert],
    *,
    format: Literal["astropy", "pandas"] = "astropy",  # noqa: A002 - as astropy calls it
) -> Any:
    """Make a table of alerts, with a row for each alert of each message.

    The columns are the fields of :class:`hop.models.Alert` in the same units, and the topic. A
    region has the columns ``region`` (its shape), ``region_radius`` and so on. Each class and each
    property has a column of its own, ``class_BNS``, ``property_HasNS``. A sky map is not in the
    table: ``sky_map`` says whether there is one. A message without alerts has no row.

    Args:
        messages: messages, such as a stream, a recording or a list; or alerts. They are read to
            their end.
        format: ``"astropy"`` for an :class:`astropy.table.Table`, with units and descriptions, and
            unknown values masked; ``"pandas"`` for a :class:`pandas.DataFrame`, with both in
            ``attrs``.

    Raises:
        ValueError: there is no such format.
        TypeError: it is neither a message nor an alert.
        hop.errors.ConfigError: the library for the format is not installed.
    """
    make = _MAKERS.get(format)
    if make is None:
        raise ValueError(f'format is "astropy" or "pandas", not {format!r}')
    library = _library(format)  # before a message is read
    return make(library, _filled(_rows(messages)))


def _rows(messages: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for each in messages:
        if isinstance(each, Alert):
            yield _row(each, None)
        elif isinstance(each, MessageModel):
            for alert in each.alerts:
                yield _row(alert, each.hop_topic)
        else:
            raise TypeError(
                f"a table is made of messages or alerts, not of a {type(each).__name__}; "
                "leave out metadata=True"
            )


def _row(alert: Alert, topic: str | None) -> dict[str, Any]:
    """The values of an alert by the names of their columns."""
    row: dict[str, Any] = {"topic": topic}
    for name in _properties():
        value = getattr(alert, name)
        if name in _JOINED:
            row[name] = ", ".join(value) or None
        elif name in _NAMED:
            row |= {f"{_NAMED[name]}{key}": each for key, each in value.items()}
        else:
            row[name] = value
    region, map_, significance = alert.region, alert.sky_map, alert.significance
    row["refs"] = ", ".join(f"{each.kind} {each.event_id}" for each in alert.refs) or None
    row["region"] = None if region is None else region.type
    row |= {f"region_{name}": getattr(region, name, None) for name in _OF_REGION}
    row["sky_map"] = map_ is not None
    row["sky_map_url"] = None if map_ is None else map_.url
    row["significance"] = None if significance is None else significance.value
    row["significance_kind"] = None if significance is None else significance.kind
    return row


def _filled(rows: Iterable[dict[str, Any]]) -> dict[str, _Column]:
    columns = _empty()
    usual = list(columns)
    for count, row in enumerate(rows):
        for name in row.keys() - columns.keys():
            columns[name] = _Column("float", _told(name), values=[None] * count)
        for name, column in columns.items():
            column.values.append(row.get(name))
    named = sorted(columns.keys() - set(usual))
    return {name: columns[name] for name in (*usual, *named)}


def _empty() -> dict[str, _Column]:
    """The columns that each table has."""
    columns: dict[str, _Column] = {}
    for name, schema in _properties().items():
        if name in _NAMED:
            continue
        columns[name] = _Column(_kind(schema), schema["description"], schema.get("unit", ""))
        if name == "region":
            columns |= {f"region_{each}": _of_region(each) for each in _OF_REGION}
            columns[name].description = "Shape of the region where the source can be."
        elif name == "sky_map":
            columns[name] = _Column("bool", "Whether there is a sky map.")
            columns["sky_map_url"] = _Column("text", "Address of the sky map.")
        elif name == "significance":
            columns[name].kind = "float"
            columns["significance_kind"] = _Column("text", "What the significance measures.")
    columns["topic"] = _Column("text", "Topic that the message was read from.")
    return columns


def _properties() -> dict[str, Any]:
    document: dict[str, Any] = Alert.hop_schema.folder.document(Alert.hop_schema.uri)
    return {name: each for name, each in document["properties"].items() if name not in _LEFT_OUT}


def _of_region(name: str) -> _Column:
    for shape in (Circle, Ellipse, Polygon):
        home, _, _ = shape.hop_schema.uri.partition("#")
        document = shape.hop_schema.folder.document(home)
        schema = document["$defs"][shape.__name__]["properties"].get(name)
        if schema is not None:
            return _Column("float", schema["description"], schema.get("unit", ""))
    raise KeyError(name)


def _kind(schema: dict[str, Any]) -> str:
    given = schema.get("type", "string")
    types = [given] if isinstance(given, str) else given
    if schema.get("format") == "date-time":
        return "time"
    known = {"number": "float", "integer": "int", "boolean": "bool"}
    return next((known[each] for each in types if each in known), "text")


def _told(name: str) -> str:
    what = "source" if name.startswith(_NAMED["classes"]) else "property"
    return f"Probability of this kind of {what}, as given."


def _library(name: str) -> Any:
    try:
        if name == "pandas":
            import pandas

            return pandas
        import astropy.table
        import astropy.time

        return astropy
    except ImportError as error:
        raise ConfigError(
            f"a table needs the library {name}, which is not installed; run: pip install {name}"
        ) from error


def _astropy_table(astropy: Any, columns: dict[str, _Column]) -> Any:
    table = astropy.table.Table()
    for name, column in columns.items():
        table[name] = (_time_of if column.kind == "time" else _column_of)(astropy, column)
        table[name].info.description = column.description
    return table


def _column_of(astropy: Any, column: _Column) -> Any:
    empty, dtype = {
        "text": ("", str),
        "float": (float("nan"), float),
        "int": (0, "int64"),
        "bool": (False, bool),
    }[column.kind]
    return astropy.table.MaskedColumn(
        [empty if each is None else each for each in column.values],
        mask=[each is None for each in column.values],
        dtype=dtype,
        unit=column.unit or None,
    )


def _time_of(astropy: Any, column: _Column) -> Any:
    import numpy as np

    mask = np.array([each is None for each in column.values], dtype=bool)
    # numpy's times have no zone; those of alerts are UTC.
    values = ["2000-01-01" if each is None else each.replace(tzinfo=None) for each in column.values]
    array = np.array(values, dtype="datetime64[us]")
    times = astropy.time.Time(array, format="datetime64", scale="utc")
    times.format = "isot"
    if mask.any():
        times[mask] = np.ma.masked
    return times


def _pandas_frame(pandas: Any, columns: dict[str, _Column]) -> Any:
    kinds = {"text": "object", "float": "float64", "int": "Int64", "bool": "boolean"}
    kinds["time"] = "datetime64[us, UTC]"
    frame = pandas.DataFrame(
        {name: pandas.Series(each.values, dtype=kinds[each.kind]) for name, each in columns.items()}
    )
    frame.attrs["units"] = {name: each.unit for name, each in columns.items() if each.unit}
    frame.attrs["descriptions"] = {name: each.description for name, each in columns.items()}
    return frame


_MAKERS: dict[str, Callable[[Any, dict[str, _Column]], Any]] = {
    "astropy": _astropy_table,
    "pandas": _pandas_frame,
}
