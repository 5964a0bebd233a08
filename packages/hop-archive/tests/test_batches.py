"""``read_batches``: messages as record batches; here, since pyarrow and DuckDB are here."""

from __future__ import annotations

import sys
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from filling import Message
from survey_records import ALERT, RUBIN, container

from hop import Stream
from hop.archive import _layout
from hop.errors import ConfigError, TransportError
from hop.io import StartPosition
from hop.models import batches

EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST, tests="include")
TIMEOUT_S = 60


def group() -> str:
    return f"group-{uuid.uuid4().hex[:8]}"


def write(url: str, count: int, first: int = 0) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for number in range(first, first + count):
            stream.write({"number": number}, key=f"key {number}")


def offsets(batch: Any) -> list[int]:
    found: list[int] = batch.column("offset").to_pylist()
    return found


def test_every_message_is_a_row(url: str, messages: list[Message]) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for each in messages:
            stream.write_raw(each.payload, each.headers, each.key)
    with EVERYTHING.open(url) as stream:
        read = list(stream.read(metadata=True))
    with EVERYTHING.open(url) as stream:
        table = pa.Table.from_batches(stream.read_batches(batch_size=7))
    table.validate(full=True)
    assert table.schema == batches.schema()
    rows = table.to_pylist()
    firsts = [row for row in rows if row["alert_index"] == 0]
    assert [row["offset"] for row in firsts] == [metadata.offset for _, metadata in read]
    assert [row["payload"] for row in firsts] == [
        None if metadata.is_tombstone else metadata.payload for _, metadata in read
    ]
    assert [row["format"] for row in firsts] == [each.hop_format for each, _ in read]
    alerts = [alert for message, _ in read for alert in message.alerts]
    with_alert = [row for row in rows if row["family"] is not None]
    assert alerts
    assert [(row["family"], row["event_id"], row["ra"]) for row in with_alert] == [
        (each.family, each.event_id, each.ra) for each in alerts
    ]


def test_columns_are_those_of_archives() -> None:
    for field in _layout.MESSAGE_COLUMNS:
        if field.name != "timestamp_type":
            assert batches.schema().field(field.name) == field


def test_the_size_bounds_a_batch(url: str) -> None:
    write(url, 23)
    with EVERYTHING.open(url) as stream:
        found = [len(each) for each in stream.read_batches(batch_size=10, batch_timeout=TIMEOUT_S)]
    assert found == [10, 10, 3]


def test_large_payloads_make_smaller_batches(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hop._reader.batches.MOST_BYTES", 1000)
    with EVERYTHING.open(url, "w") as stream:
        for _ in range(10):
            stream.write_raw(b" " * 300)
    with EVERYTHING.open(url) as stream:
        found = [len(each) for each in stream.read_batches(batch_timeout=TIMEOUT_S)]
    assert found == [4, 4, 2]


def test_what_is_unpacked_makes_smaller_batches(url: str) -> None:
    large = {**ALERT, "cutoutDifference": bytes(30 * 2**20)}
    packed = container(RUBIN, [large], codec="deflate")
    assert len(packed) < 2**16
    with EVERYTHING.open(url, "w") as stream:
        for _ in range(5):
            stream.write_raw(packed)
    with EVERYTHING.open(url) as stream:
        found = [len(each) for each in stream.read_batches(batch_timeout=TIMEOUT_S)]
    assert found == [3, 2]


def test_a_batch_that_is_not_full_comes_in_time(url: str) -> None:
    write(url, 5)
    with EVERYTHING.open(url, persist=True) as stream:
        got = stream.read_batches(batch_size=1000, batch_timeout=0.2)
        numbers = offsets(next(got))
        assert numbers[0] == 0
        write(url, 1, 5)
        while 5 not in numbers:
            numbers += offsets(next(got))


def test_a_batch_is_done_when_the_next_is_asked_for(url: str) -> None:
    write(url, 30)
    name = group()
    with EVERYTHING.open(url, group_id=name) as stream:
        got = stream.read_batches(batch_size=10)
        assert offsets(next(got)) == list(range(10))
        assert offsets(next(got)) == list(range(10, 20))
    with EVERYTHING.open(url, group_id=name) as stream:
        got = stream.read_batches(batch_size=10)
        assert offsets(next(got)) == list(range(10, 20))
        assert offsets(next(got)) == list(range(20, 30))
        assert list(got) == []
    write(url, 1, 30)
    with EVERYTHING.open(url, group_id=name) as stream:
        assert [offsets(each) for each in stream.read_batches()] == [[30]]


def test_what_is_collected_at_a_stop_is_read_again(url: str) -> None:
    write(url, 3)
    name = group()
    with EVERYTHING.open(url, group_id=name, persist=True) as stream:
        threading.Timer(5, stream.stop).start()
        begin = time.monotonic()
        assert list(stream.read_batches(batch_timeout=3600)) == []
        assert time.monotonic() - begin < TIMEOUT_S
    with EVERYTHING.open(url, group_id=name) as stream:
        assert [offsets(each) for each in stream.read_batches()] == [[0, 1, 2]]


def test_times_and_keys_are_typed(url: str) -> None:
    before = datetime.now(UTC)
    write(url, 1)
    with EVERYTHING.open(url) as stream:
        (row,) = next(stream.read_batches()).to_pylist()
    assert abs((row["timestamp"] - before).total_seconds()) < TIMEOUT_S
    assert row["key"] == b"key 0"
    assert {"name": "_format", "value": b"json"} in row["headers"]


def test_columns_are_not_copied_for_other_libraries(url: str) -> None:
    write(url, 4)
    with EVERYTHING.open(url) as stream:
        batch = next(stream.read_batches())
    column = batch.column("offset")
    array = column.to_numpy(zero_copy_only=True)
    assert array.__array_interface__["data"][0] == column.buffers()[1].address


def test_wrong_bounds_are_refused(url: str) -> None:
    with EVERYTHING.open(url) as stream:
        with pytest.raises(ValueError, match="batch_size is 1 or more"):
            stream.read_batches(batch_size=0)
        with pytest.raises(ValueError, match="batch_timeout is a time to wait"):
            stream.read_batches(batch_timeout=0)
    with pytest.raises(TransportError):
        stream.read_batches()


def test_a_missing_library_is_told_of_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with EVERYTHING.open(url) as stream, pytest.raises(ConfigError, match="pip install"):
        stream.read_batches()


def test_duckdb_asks_a_batch(new_topic: Callable[..., str]) -> None:
    import duckdb

    url = new_topic()
    write(url, 8)
    with EVERYTHING.open(url) as stream:
        for batch in stream.read_batches():
            connection = duckdb.connect()
            connection.register("messages", batch)
            found = connection.sql('select count(*), max("offset") from messages').fetchall()
            assert found == [(8, 7)]
