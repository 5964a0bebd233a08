"""Batches with the fields of the writer's schema; here, since pyarrow and DuckDB are here."""

from __future__ import annotations

import asyncio
import copy
import decimal
import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from survey_records import ALERT, DETECTION, RUBIN, body, container

from hop import Stream
from hop.io import StartPosition
from hop.models.batches import batch_maker
from hop.testing import survey_alerts, survey_schema, survey_schema_id

EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST, tests="include")
# Longer than it takes: what ends a batch here is its size, its schema or the end of the topic.
TIMEOUT_S = 60


def write(url: str, *payloads: bytes | None) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for each in payloads:
            stream.write_raw(each)


def read(url: str, **options: Any) -> list[pa.RecordBatch]:
    with EVERYTHING.open(url) as stream:
        found = list(stream.read_batches(schema="writer", batch_timeout=TIMEOUT_S, **options))
    for each in found:
        each.validate(full=True)
    return found


def with_records(found: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    return [each for each in found if "record" in each.schema.names]


def others(found: list[pa.RecordBatch]) -> list[dict[str, Any]]:
    return [row for each in found if "record" not in each.schema.names for row in each.to_pylist()]


def record_schema(*fields: tuple[str, Any]) -> dict[str, Any]:
    parts = [{"name": name, "type": kind} for name, kind in fields]
    return {"type": "record", "name": "made", "namespace": "of.tests", "fields": parts}


NOW = datetime(2026, 11, 30, 1, 2, 3, 456_000, UTC)
POINT = {"type": "record", "name": "point", "fields": [{"name": "x", "type": "double"}]}
TYPES: list[tuple[str, Any, Any, pa.DataType]] = [
    ("nothing", "null", None, pa.null()),
    ("flag", "boolean", True, pa.bool_()),
    ("small", "int", -5, pa.int32()),
    ("large", "long", 2**60, pa.int64()),
    ("short", "float", 0.5, pa.float32()),
    ("precise", "double", 0.1, pa.float64()),
    ("text", "string", "é", pa.string()),
    ("data", "bytes", b"\xff", pa.binary()),
    ("known", ["null", "long"], 7, pa.int64()),
    ("unknown", ["string", "null"], None, pa.string()),
    ("code", {"type": "fixed", "name": "two", "size": 2}, b"ab", pa.binary(2)),
    ("band", {"type": "enum", "name": "b", "symbols": ["g", "r"]}, "r", pa.string()),
    ("point", POINT, {"x": 1.5}, pa.struct([("x", pa.float64())])),
    ("again", ["null", "point"], {"x": 2.5}, pa.struct([("x", pa.float64())])),
    (
        *("points", {"type": "array", "items": "of.tests.point"}),
        *([{"x": 1.0}, {"x": 2.0}], pa.list_(pa.struct([("x", pa.float64())]))),
    ),
    (
        *("shares", {"type": "map", "values": "float"}),
        *([("BNS", 0.5)], pa.map_(pa.string(), pa.float32())),
    ),
    ("day", {"type": "int", "logicalType": "date"}, date(2026, 11, 30), pa.date32()),
    ("clock", {"type": "int", "logicalType": "time-millis"}, time(1, 2), pa.time32("ms")),
    ("when", {"type": "long", "logicalType": "timestamp-millis"}, NOW, pa.timestamp("ms", "UTC")),
    ("exact", {"type": "long", "logicalType": "timestamp-micros"}, NOW, pa.timestamp("us", "UTC")),
    (
        *("price", {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}),
        *(decimal.Decimal("12.34"), pa.decimal256(4, 2)),
    ),
    ("id", {"type": "string", "logicalType": "uuid"}, str(uuid.UUID(int=5)), pa.string()),
]


def test_each_type_of_avro_has_one_of_arrow(url: str) -> None:
    schema = record_schema(*((name, kind) for name, kind, *_ in TYPES))
    values = {name: value for name, _, value, _ in TYPES}
    write(url, container(schema, [{**values, "shares": {"BNS": 0.5}}]))
    (batch,) = read(url)
    kind = batch.schema.field("record").type
    assert [(each.name, each.type) for each in kind] == [(name, t) for name, *_, t in TYPES]
    assert batch.column("record").to_pylist() == [values]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Schemas of Rubin, of two versions."""
    for version in (0, 1):
        name = f"{survey_schema_id('rubin', version=version)}.avsc"
        (tmp_path / name).write_text(json.dumps(survey_schema("rubin", version=version)))
    return tmp_path


def test_nothing_is_lost_of_a_mixed_topic(url: str, folder: Path) -> None:
    first, second = (
        list(survey_alerts("rubin", 12, version=version, seed=version)) for version in (0, 1)
    )
    unknown = b"\0\0\0\0\x09" + b"no schema"
    cut = first[0].payload[:-7]
    odd = [b'{"number": 1}', unknown, b"\xff\xfe", None, cut]
    write(url, *(each.payload for pair in zip(first, second, strict=True) for each in pair), *odd)
    stream, name = EVERYTHING, f"group-{uuid.uuid4().hex[:8]}"
    options: Any = {"group_id": name, "registry": str(folder)}
    with stream.open(url, **options) as s:
        found = list(s.read_batches(schema="writer", batch_timeout=TIMEOUT_S))
    assert [len(each) for each in found] == [12, 12, 5]
    offsets = [row["offset"] for each in found for row in each.to_pylist()]
    assert sorted(offsets) == list(range(29))
    assert offsets[:12] == list(range(0, 24, 2))
    columns = [each.schema.field("record").type.get_field_index("added_1") for each in found[:2]]
    assert columns[0] < 0 < columns[1]
    left = others(found)
    assert [row["payload"] for row in left] == odd
    assert [row["error"] is None for row in left] == [True, False, True, True, False]
    assert "DecodeError: " in left[4]["error"]
    with stream.open(url, **options) as s:
        assert list(s.read_batches(schema="writer")) == []


def test_a_record_is_what_the_survey_wrote(url: str, folder: Path) -> None:
    samples = list(survey_alerts("rubin", 5))
    write(url, *(each.payload for each in samples))
    with EVERYTHING.open(url, registry=str(folder)) as stream:
        (batch,) = stream.read_batches(schema="writer", batch_timeout=TIMEOUT_S)
    batch.validate(full=True)
    rows = batch.column("record").to_pylist()
    for row, sample in zip(rows, samples, strict=True):
        for name in ("ra", "dec", "midpointMjdTai", "diaObjectId", "band"):
            assert row["diaSource"][name] == sample.content["diaSource"][name]
        assert len(row["prvDiaSources"]) == 40
        assert row["cutoutScience"].startswith(b"SIMPLE")


def test_decoded_records_do_not_wait_in_memory(url: str) -> None:
    write(url, *(each.payload for each in survey_alerts("ztf", 150)))
    with EVERYTHING.open(url) as stream:
        messages = list(stream.read(metadata=True))
    (made,) = batch_maker("writer")(messages)
    assert made.batch.num_rows == 150
    assert {repr(message.record) for message, _ in messages} == {  # type: ignore[attr-defined]
        "<record hop.survey.ztf.alert; read so far: nothing>"
    }
    first: Any = messages[0][0]
    assert made.batch.column("record")[0].as_py()["candid"] == first.id


def test_fields_stop_the_decoding(url: str) -> None:
    schema = copy.deepcopy(RUBIN)
    schema["fields"].insert(3, {"name": "behind", "type": "string"})
    whole = body(schema, {**ALERT, "behind": "long " * 4000})
    cut = whole[:-9000]  # within a field that nobody asks for
    with EVERYTHING.open(url, "w") as stream:
        stream.write_raw(whole, key=json.dumps(schema))
        stream.write_raw(cut, key=json.dumps(schema))
    (batch,) = read(url, fields=["prvDiaSources", "diaSource", "no such"])
    assert batch.schema.field("record").type.num_fields == 2
    assert [row["diaSource"]["ra"] for row in batch.column("record").to_pylist()] == [10.5, 10.5]
    one, other = read(url)
    assert (one.column("offset").to_pylist(), other.column("offset").to_pylist()) == ([0], [1])
    assert other.column("payload").to_pylist() == [cut]


ODD_FIELDS = [
    (["string", "long"], "field odd: a union of several types has no column"),
    (["null", "made"], "field odd: a record within itself has no column"),
]


@pytest.mark.parametrize(("kind", "told"), ODD_FIELDS)
def test_a_field_without_a_column_is_told_of(url: str, kind: Any, told: str) -> None:
    schema = record_schema(("good", "long"), ("odd", kind))
    write(url, container(schema, [{"good": 5, "odd": None if "null" in kind else "x"}]))
    (row,) = others(read(url))
    assert told in row["error"]
    (batch,) = read(url, fields=["good"])
    assert batch.column("record").to_pylist() == [{"good": 5}]


def test_a_value_without_a_place_spoils_no_other(url: str) -> None:
    kind = {"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 0}
    plain = record_schema(("price", "bytes"))
    good, bad = (container(plain, [{"price": each}]) for each in (b"\x05", b"\x7f\xff\xff"))
    mark = json.dumps(kind)[1:-1].encode()
    renamed = [_with_schema(each, record_schema(("price", kind))) for each in (good, bad)]
    assert mark in renamed[0]
    write(url, *([renamed[0]] * 3), renamed[1], *([renamed[0]] * 3))
    found = read(url)
    assert sum(len(each) for each in with_records(found)) == 6
    (row,) = others(found)
    assert (row["offset"], row["payload"]) == (3, renamed[1])


def _with_schema(payload: bytes, schema: dict[str, Any]) -> bytes:
    """A container whose record was written by a schema of the same layout."""
    from hop.models._runtime.avro_frames import container_of, record_of_container

    record = record_of_container(payload)
    assert record is not None
    return container_of(json.dumps(schema).encode(), record.data)


def test_each_record_of_a_message_is_a_row(url: str) -> None:
    schema = record_schema(("number", "long"))
    write(url, container(schema, [{"number": 1}, {"number": 2}]), container(schema, []))
    write(url, container(schema, [{"number": 3}]))
    batch, empty = read(url)
    assert empty.column("offset").to_pylist() == [1]
    assert batch.column("offset").to_pylist() == [0, 0, 2]
    assert batch.column("record_index").to_pylist() == [0, 1, 0]
    assert batch.column("timestamp").null_count == 1  # what the first row of the message has
    assert [each["number"] for each in batch.column("record").to_pylist()] == [1, 2, 3]


def test_duckdb_asks_the_history(url: str) -> None:
    import duckdb

    write(url, *[container(RUBIN, [ALERT])] * 3)
    (batch,) = read(url)
    connection = duckdb.connect()
    connection.register("alerts", batch)
    asked = (
        "SELECT sum(past.psfFlux) FROM (SELECT unnest(record.prvDiaSources) AS past FROM alerts)"
    )
    assert connection.sql(asked).fetchall() == [(-150.0,)]
    assert pa.RecordBatch.from_struct_array(batch.column("record")).schema.names[:2] == [
        "diaSourceId",
        "diaSource",
    ]


def test_what_was_not_delivered_comes_later(url: str, folder: Path) -> None:
    for version in (0, 1):
        write(url, *(each.payload for each in survey_alerts("rubin", 5, version=version)))
    with EVERYTHING.open(url, registry=str(folder)) as stream:
        first = next(stream.read_batches(schema="writer", batch_timeout=TIMEOUT_S))
        (second,) = stream.read_batches(schema="writer", batch_timeout=TIMEOUT_S)
    found = [each.column("offset").to_pylist() for each in (first, second)]
    assert found == [list(range(5)), list(range(5, 10))]


def test_wrong_choices_are_refused(url: str) -> None:
    with EVERYTHING.open(url) as stream:
        with pytest.raises(ValueError, match="schema is 'alert' or 'writer', not 'avro'"):
            stream.read_batches(schema="avro")  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="no column 'radius'"):
            stream.read_batches(fields=["radius"])
        with pytest.raises(ValueError, match="fields is a list of names, not the text 'ra'"):
            stream.read_batches(fields="ra")


# For asyncio


def test_batches_come_in_an_event_loop_too(new_topic: Callable[..., str]) -> None:
    url, name = new_topic(), f"group-{uuid.uuid4().hex[:8]}"
    large = {**ALERT, "cutoutDifference": b"\0" * 50_000}
    write(url, *[container(RUBIN, [large])] * 7, *[b'{"number": 1}'] * 8)

    async def read_all(**options: Any) -> list[pa.RecordBatch]:
        async with EVERYTHING.aopen(url, group_id=name) as stream:
            bounds: Any = {"batch_size": 5, "batch_timeout": TIMEOUT_S}
            return [each async for each in stream.read_batches(**bounds, **options)]

    found = asyncio.run(read_all(fields=["offset", "ra"]))
    assert [each.column("offset").to_pylist() for each in found] == [
        *(list(range(first, first + 5)) for first in (0, 5, 10)),
    ]
    assert found[0].column("ra").to_pylist() == [DETECTION["ra"]] * 5
    assert asyncio.run(read_all()) == []


def test_a_cancelled_wait_loses_no_message(url: str) -> None:
    write(url, *[b'{"number": 1}'] * 4)

    async def read_twice() -> list[int]:
        async with EVERYTHING.aopen(url, persist=True) as stream:
            waiting = stream.read_batches(batch_timeout=3600)
            task = asyncio.ensure_future(anext(waiting))
            while len(stream._stream.collection.messages) < 4:
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            batch = await anext(stream.read_batches(batch_size=4))
            found: list[int] = batch.column("offset").to_pylist()
            return found

    assert asyncio.run(read_twice()) == [0, 1, 2, 3]
