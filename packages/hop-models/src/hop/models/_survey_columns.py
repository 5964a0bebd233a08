"""Columns of many alerts of a survey at once, without an :class:`hop.models.Alert` for each.

Nearly all alerts of a survey are plain: each value has the type and the range that it should have.
Their columns are computed as arrays. All others are left to the views of alerts, which know what
to say about a value that is wrong, and which values stand further behind.

Source: ``schemas/alert/sources/rubin.toml`` and ``ztf.toml``. A test holds these columns equal to
those of the views. This module needs pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress
from types import NoneType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hop._messages import has_test_header
from hop._wire import claims
from hop.errors import DecodeError
from hop.models import arrow
from hop.models._generated.alert import Alert
from hop.models._runtime.avro_record import LazyRecord, RecordSchema
from hop.models._survey_fields import injected_flags
from hop.models.survey import SurveyAlert

Mask = NDArray[np.bool_]

_FEWEST = 16
"""Fewer alerts of one schema are not worth the arrays, which take a millisecond."""
_DAY_US = 86_400_000_000
_TAI_US = 37_000_000
"""TAI is ahead of UTC by so much since 2017. The views know the years before."""
_MJD = 57_755, 124_592
"""The days from 2017 to 2199: the views refuse later ones."""
_JD = 2_451_545, 2_524_592
"""The days from 2000 to 2199."""


class AlertColumns(NamedTuple):
    """The columns of some alerts.

    Attributes:
        rows: which of the messages they are of.
        arrays: the columns of :func:`hop.models.arrow.schema`, a row for each of these.
    """

    rows: list[int]
    arrays: list[pa.Array]


class _Unusual(Exception):
    """A schema whose values are not of the usual types."""


def plain_alerts(messages: Sequence[Any]) -> Iterator[AlertColumns]:
    """The columns of those messages that are plain alerts of a survey, for each writer's schema."""
    by_schema: dict[RecordSchema, list[int]] = {}
    for row, message in enumerate(messages):
        if type(message) is SurveyAlert and not _is_marked(message):
            record = message.record
            if isinstance(record, LazyRecord):
                by_schema.setdefault(record.schema, []).append(row)
    for schema, rows in by_schema.items():
        if len(rows) >= _FEWEST:
            try:
                is_plain, arrays = _columns_of(schema, [messages[row].record for row in rows])
            except (_Unusual, DecodeError):
                continue
            yield AlertColumns(list(compress(rows, is_plain)), arrays)


def _is_marked(message: SurveyAlert) -> bool:
    """Whether something beside its content says that it is a test."""
    topic = message.hop_topic
    return has_test_header(message) or (topic is not None and claims().is_for_tests(topic))


def _columns_of(schema: RecordSchema, records: Sequence[LazyRecord]) -> tuple[Mask, list[Any]]:
    """Which of these alerts are plain, and the columns of those.

    Raises:
        _Unusual: the schema is of another kind.
        hop.errors.DecodeError: a record breaks its schema.
    """
    survey = _survey_of(schema)
    detections = [record[survey.part] for record in records]
    if any(type(each) is not dict for each in detections):
        raise _Unusual
    detection, whole = _Fields(detections), _Fields(records)
    is_plain, made = survey.read(whole, detection)
    is_plain &= ~detection.any_true(injected_flags(detections[0]))
    mask, first = pa.array(is_plain), pa.array([0] * is_plain.sum(), pa.int32())
    bare = zip(arrow.schema().names, _bare(survey.family, survey.mission), strict=True)
    return is_plain, [
        made[name].filter(mask) if name in made else value.take(first) for name, value in bare
    ]


@cache
def _bare(family: str, mission: str) -> list[pa.Array]:
    """What stands in the columns that a survey says nothing about: a row."""
    return arrow.to_arrays([Alert(family, "", mission=mission, messenger="EM")])


class _Fields:
    """The values of fields in many records, as arrays.

    Args:
        parts: the records, or the same part of each.
    """

    def __init__(self, parts: Sequence[Mapping[str, Any]]) -> None:
        self._parts = parts

    def __contains__(self, name: str) -> bool:
        return name in self._parts[0]

    def first(self, name: str, older: str) -> str:
        """The name of a field that had another one in older schemas."""
        return name if name in self else older

    def of(self, name: str, kind: type) -> pa.Array:
        """The values of a field; nulls where the records have no such field.

        Raises:
            _Unusual: one of them has another type.
        """
        values = [each.get(name) for each in self._parts]
        if not {kind, NoneType}.issuperset(map(type, values)):
            raise _Unusual
        types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
        return pa.array(values, types[kind])

    def any_true(self, names: Sequence[str]) -> Mask:
        """Whether one of these fields is true."""
        return np.array([any(each[name] is True for name in names) for each in self._parts], bool)


class _Survey(NamedTuple):
    """How the alerts of a survey become columns.

    Attributes:
        family: of the alerts.
        mission: of the alerts.
        part: the field that tells of the detection.
        read: makes columns of the whole records and their detections. It says which are plain;
            the values of the others do not count.
    """

    family: str
    mission: str
    part: str
    read: Callable[[_Fields, _Fields], tuple[Mask, dict[str, pa.Array]]]


def _survey_of(schema: RecordSchema) -> _Survey:
    has_candidate = "candidate" in schema.places
    if "diaSource" in schema.places and not has_candidate:
        return _RUBIN
    if has_candidate and "candid" in schema.places and "diaSource" not in schema.places:
        return _ZTF
    raise _Unusual


def _rubin(whole: _Fields, detection: _Fields) -> tuple[Mask, dict[str, pa.Array]]:
    number, in_sky = (detection.of(name, int) for name in ("diaSourceId", "diaObjectId"))
    in_solar_system = detection.of("ssObjectId", int)
    withdrawn = detection.of("timeWithdrawnMjdTai", float).is_valid()
    time = detection.of(detection.first("midpointMjdTai", "midPointTai"), float)
    sent = detection.of("timeProcessedMjdTai", float)
    ra, dec = detection.of("ra", float), detection.of(detection.first("dec", "decl"), float)
    snr, reliability = detection.of("snr", float), detection.of("reliability", float)
    is_plain = (
        _mask(number.is_valid())
        & _mask(pc.not_equal(in_sky, 0))
        # The designation stands behind the history. Only objects of the Solar System have one.
        & ("ssSource" not in whole or ~_mask(pc.not_equal(in_solar_system, 0)))
        & _is_on_sky(ra, dec)
        & _is_within(time, *_MJD)
        & (_is_null(sent) | _is_within(sent, *_MJD))
        & (_is_null(snr) | _is_within(snr, -1e300, 1e300))
        & (_is_null(reliability) | _is_within(reliability, 0, 1))
    )
    name = number.cast("string")
    return is_plain, {
        "message_id": _joined("rubin:", name, pc.if_else(withdrawn, ":withdrawn", ":detected")),
        "event_id": _joined("rubin:", in_sky.cast("string")),
        "names": _as_lists("names", _joined("LSST-AP-DS-", name)),
        "time": _to_utc("time", time, 40_587, -_TAI_US),
        "time_of": _says(time.is_valid(), "observation"),
        "sent": _to_utc("sent", sent, 40_587, -_TAI_US),
        **_position(ra, dec),
        "significance": _significance(snr),
        "p_astro": reliability,
        "kind": _says(withdrawn, "retraction"),
        "is_test": detection.of("pixelFlags_injected", bool),
    }


def _ztf(whole: _Fields, detection: _Fields) -> tuple[Mask, dict[str, pa.Array]]:
    name, number = whole.of("objectId", str), whole.of("candid", int)
    time = detection.of("jd", float)
    ra, dec = detection.of("ra", float), detection.of("dec", float)
    scores = {each: detection.of(each, float) for each in ("rb", "drb")}
    is_plain = (
        _mask(pc.starts_with(name, "ZTF"))
        & _mask(pc.ascii_is_alnum(name))
        & _mask(number.is_valid())
        & _is_on_sky(ra, dec)
        & _is_within(time, *_JD)
    )
    for each in scores.values():
        is_plain &= _is_null(each) | _is_within(each, 0, 1)
    return is_plain, {
        "message_id": _joined("ztf:", number.cast("string")),
        "event_id": _joined("ztf:", name),
        "names": _as_lists("names", name),
        "time": _to_utc("time", time, 2_440_587.5, 0),
        "time_of": _says(time.is_valid(), "observation"),
        **_position(ra, dec),
        "properties": _as_maps(scores),
    }


_RUBIN = _Survey("rubin", "Rubin", "diaSource", _rubin)
_ZTF = _Survey("ztf", "ZTF", "candidate", _ztf)


# Arrays


def _mask(array: pa.Array) -> Mask:
    """An array of booleans for numpy; null is False."""
    found: Mask = array.fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _is_null(array: pa.Array) -> Mask:
    return _mask(array.is_null())


def _is_within(array: pa.Array, low: float, high: float) -> Mask:
    """Whether a number is known, and in a range with both ends."""
    return _mask(pc.and_(pc.greater_equal(array, low), pc.less_equal(array, high)))


def _is_on_sky(ra: pa.Array, dec: pa.Array) -> Mask:
    return _is_within(ra, 0, 360) & _mask(pc.less(ra, 360.0)) & _is_within(dec, -90, 90)


def _joined(*texts: Any) -> pa.Array:
    return pc.binary_join_element_wise(*texts, "")


def _says(is_said: pa.Array, word: str) -> pa.Array:
    """The word where it is said, else null."""
    return pc.if_else(is_said, word, pa.scalar(None, pa.string()))


def _position(ra: pa.Array, dec: pa.Array) -> dict[str, pa.Array]:
    cells = pa.array(arrow.healpix_29(ra, dec), pa.int64(), from_pandas=True)
    return {"ra": ra, "dec": dec, "healpix_29": cells}


def _to_utc(column: str, days: pa.Array, unix_zero: float, correction_us: int) -> pa.Array:
    """Days as times.

    Args:
        column: the name of the column.
        days: since the zero of their calendar.
        unix_zero: 1970-01-01 in that calendar.
        correction_us: what is added, µs.
    """
    # As timedelta(days=…) rounds: the fraction of a day to whole microseconds.
    fractions, whole = np.modf(days.fill_null(unix_zero).to_numpy() - unix_zero)
    good = np.abs(whole) < 1e5
    us = np.where(good, whole, 0).astype(np.int64) * _DAY_US
    us += np.where(good, np.rint(fractions * _DAY_US), 0).astype(np.int64) + correction_us
    return pa.array(us, pa.int64(), mask=_is_null(days)).cast(arrow.schema().field(column).type)


def _significance(snr: pa.Array) -> pa.Array:
    kind = arrow.schema().field("significance").type
    parts = {"value": snr, "kind": pa.array(["snr"] * len(snr))}
    return pa.StructArray.from_arrays(
        [parts[each.name] for each in kind], fields=list(kind), mask=snr.is_null()
    )


def _as_lists(column: str, values: pa.Array) -> pa.Array:
    """A list of one value in each row."""
    kind = arrow.schema().field(column).type
    ends = pa.array(range(len(values) + 1), pa.int32())
    return pa.ListArray.from_arrays(ends, values, type=kind)


def _as_maps(columns: Mapping[str, pa.Array]) -> pa.Array:
    """A map in each row: the values by the names of their columns, without nulls."""
    known = np.column_stack([_mask(each.is_valid()) for each in columns.values()])
    values = np.column_stack([each.to_numpy(zero_copy_only=False) for each in columns.values()])
    names = np.tile(np.array(list(columns), object), (len(known), 1))
    ends = np.concatenate([[0], known.sum(axis=1).cumsum()])
    return pa.MapArray.from_arrays(
        pa.array(ends, pa.int32()), pa.array(names[known], pa.string()), pa.array(values[known])
    )
