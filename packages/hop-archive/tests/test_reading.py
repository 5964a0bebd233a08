"""Archives are read by hop, and without it; what is wrong with one is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from filling import Message, archive, fill, held, kept

from hop import Stream
from hop import archive as archives
from hop.archive import Archive, compact
from hop.errors import ArchiveError
from hop.io import StartPosition

EVER = date(2100, 1, 1)


@pytest.fixture
def filled(url: str, place: Path, messages: list[Message]) -> Path:
    for _ in range(3):
        fill(url, messages)
        archive(url, place)
    return place


def test_read_gives_what_the_stream_gives(url: str, filled: Path) -> None:
    with Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False).open(url) as stream:
        expected = [
            (type(message), message.hop_topic, message.is_test, metadata)
            for message, metadata in stream.read(metadata=True)
        ]
    found = [
        (type(message), message.hop_topic, message.is_test, metadata)
        for message, metadata in archives.read(filled, metadata=True)
    ]
    assert found == expected


def test_partitions_are_mixed_by_time(new_topic: Callable[..., str], place: Path) -> None:
    url = new_topic(3)
    fill(url, [Message(b"%d" % number, []) for number in range(60)])
    archive(url, place)
    times = [each.timestamp for each in Archive(place).read_raw()]
    assert times == sorted(times)
    assert len(times) == 60


def test_topics_and_times_are_chosen(new_topic: Callable[..., str], place: Path) -> None:
    one, two = new_topic(), new_topic()
    noon = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp() * 1000)
    for url in (one, two):
        with Stream(auth=False).open(url, "w") as stream:
            for hours in range(0, 72, 12):
                stream.write_raw(b"%d" % hours, timestamp=noon + hours * 3_600_000)
    both = f"{one},{urlsplit(two).path.strip('/')}"
    archive(both, place)
    name = urlsplit(one).path.strip("/")
    since, until = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 3, 12, tzinfo=UTC)
    found = list(Archive(place).read_raw([name], since, until))
    assert [(each.topic, each.payload) for each in found] == [(name, b"24"), (name, b"36")]
    assert len(list(Archive(place).read_raw())) == 12
    with pytest.raises(ArchiveError, match="holds no topic nothing; it holds test-"):
        next(Archive(place).read_raw(["nothing"]))
    with pytest.raises(ValueError, match="since is a time without a zone"):
        next(Archive(place).read_raw(since=datetime(2026, 3, 2)))


def test_pyarrow_and_duckdb_read_it_without_hop(url: str, filled: Path) -> None:
    expected = [(each.offset, each.payload, each.key) for each in held(url)]
    table = ds.dataset(filled, partitioning="hive").to_table(filter=ds.field("alert_index") == 0)
    columns = [table[name].to_pylist() for name in ("offset", "payload", "key")]
    assert sorted(zip(*columns, strict=True)) == expected
    rows = duckdb.sql(
        f"SELECT \"offset\", payload, key FROM read_parquet('{filled}/**/*.parquet', "
        "hive_partitioning = true) WHERE alert_index = 0 ORDER BY 1"
    ).fetchall()
    assert rows == expected


def test_each_alert_of_a_message_has_a_row(filled: Path) -> None:
    table = archives.to_table(filled, ["offset", "alert_index", "family", "event_id", "payload"])
    further = [each for each in table.to_pylist() if each["alert_index"] > 0]
    assert further
    assert all(each["payload"] is None and each["family"] for each in further)
    expected = [
        (metadata.offset, index, alert.event_id)
        for message, metadata in archives.read(filled, metadata=True)
        for index, alert in enumerate(message.alerts)
    ]
    found = [
        (each["offset"], each["alert_index"], each["event_id"])
        for each in table.to_pylist()
        if each["family"]
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_what_cannot_be_decoded_has_its_error(filled: Path) -> None:
    table = archives.to_table(filled, ["format", "error"])
    errors = [each["error"] for each in table.to_pylist() if each["error"]]
    assert any(each.startswith("DecodeError: ") for each in errors)
    assert any(each.startswith("ValidationError: ") for each in errors)


def test_a_missing_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"has no file _hop_archive\.json; give the folder"):
        Archive(tmp_path / "nothing")
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="is not an archive of hop: it is a file"):
        Archive(tmp_path / "file")


def test_a_damaged_marker_is_told(filled: Path) -> None:
    (filled / "_hop_archive.json").write_text("{")
    with pytest.raises(ArchiveError, match=r"its file _hop_archive\.json is damaged"):
        Archive(filled)


def test_a_truncated_file_is_named(url: str, filled: Path) -> None:
    broken = min(filled.rglob("*.parquet"))
    broken.write_bytes(broken.read_bytes()[:-10])
    for read in (lambda: list(archives.read(filled)), Archive(filled).dataset):
        with pytest.raises(ArchiveError, match=f"{broken.name} is not a whole Parquet file"):
            read()
    with pytest.raises(ArchiveError, match="is not a whole Parquet file"):
        compact(filled, EVER)
    broken.unlink()  # the messages of one file are missing then, and no others
    assert {each.offset for each in kept(filled)} < {each.offset for each in held(url)}


def test_a_damaged_page_is_told(filled: Path) -> None:
    broken = min(filled.rglob("*.parquet"))
    data = bytearray(broken.read_bytes())
    data[100:300] = bytes(200)
    broken.write_bytes(data)
    with pytest.raises(ArchiveError, match=f"{broken.name} is not a whole Parquet file"):
        list(archives.read(filled))


def test_a_foreign_file_is_told(url: str, filled: Path) -> None:
    foreign = filled / "results.parquet"
    pq.write_table(pa.table({"a": [1]}), foreign)
    for read in (lambda: list(archives.read(filled)), Archive(filled).dataset):
        with pytest.raises(ArchiveError, match=r"results\.parquet is not a file of the archive"):
            read()
    beside = min(filled.rglob("0*.parquet"))
    foreign.rename(beside.with_name("00007-00000000000000000000.parquet"))
    with pytest.raises(ArchiveError, match="another program wrote it; move it to another folder"):
        list(archives.read(filled))
    with pytest.raises(ArchiveError, match="another program wrote it"):
        Archive(filled).dataset()


def test_a_file_of_another_layout_is_told(filled: Path) -> None:
    changed = min(filled.rglob("*.parquet"))
    table = pq.read_table(changed, partitioning=None)
    metadata = {**table.schema.metadata, b"hop.layout": b"2"}
    pq.write_table(table.replace_schema_metadata(metadata), changed)
    with pytest.raises(ArchiveError, match="has layout 2, and this hop knows layout 1"):
        list(archives.read(filled))


def test_a_renamed_file_is_told(filled: Path) -> None:
    file = min(filled.rglob("*.parquet"))
    file.rename(file.with_name("00000-00000000000000000009.parquet"))
    with pytest.raises(ArchiveError, match="starts at offset 0, and its name says another one"):
        list(archives.read(filled))


def test_files_with_fewer_columns_are_read(filled: Path, url: str) -> None:
    """A file of an older hop: since then a column, and a field of a struct, were added."""
    older = min(filled.rglob("*.parquet"))
    table = pq.read_table(older, partitioning=None)
    metadata = table.schema.metadata
    at = table.schema.get_field_index("significance")
    values = pc_field(table["significance"], "value")
    table = table.set_column(at, "significance", values).drop_columns(["healpix_29", "subject"])
    pq.write_table(table.replace_schema_metadata(metadata), older)
    assert kept(filled) == held(url)
    read = archives.to_table(filled)
    assert read["subject"].null_count < read.num_rows
    found = archives.query(filled, "SELECT significance.value v, healpix_29 FROM messages")
    assert found.num_rows == len(held(url))
    compact(filled, EVER)
    assert kept(filled) == held(url)
    assert archives.to_table(filled).num_rows == read.num_rows


def pc_field(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """A column of structs that have one field only."""
    chunks = [
        pa.StructArray.from_arrays([each.field(name)], [name], mask=each.is_null())
        for each in column.chunks
    ]
    return pa.chunked_array(chunks)


def test_files_with_more_columns_are_read(filled: Path, url: str) -> None:
    newer = min(filled.rglob("*.parquet"))
    table = pq.read_table(newer, partitioning=None)
    metadata = table.schema.metadata
    table = table.append_column("new", pa.array([1] * table.num_rows))
    pq.write_table(table.replace_schema_metadata(metadata), newer)
    assert kept(filled) == held(url)
    assert archives.to_table(filled).num_rows >= len(held(url))


def test_an_archive_can_be_copied(filled: Path, url: str, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    assert kept(tmp_path / "copy") == held(url)
