"""Merging small files: nothing is lost or doubled, whenever it dies and whoever reads."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from filling import Message, archive, fill, held, kept

from hop import Stream
from hop import archive as archives
from hop.archive import Archive, compact, query

EVER = date(2100, 1, 1)
NOON = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp() * 1000)


def files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.parquet"))


@pytest.fixture
def filled(url: str, place: Path, messages: list[Message]) -> Path:
    for _ in range(4):
        fill(url, messages[:50])
        archive(url, place)
    assert len(files(place)) == 4
    return place


def test_files_of_a_day_become_one(url: str, filled: Path) -> None:
    before = archives.to_table(filled).num_rows
    assert compact(filled, EVER) == 4
    assert [each.name for each in files(filled)] == [f"00000-{0:020d}-{200:020d}.parquet"]
    assert kept(filled) == held(url)
    assert archives.to_table(filled).num_rows == before
    assert ds.dataset(filled, partitioning="hive").count_rows() == before
    assert compact(filled, EVER) == 0


def test_archivers_go_on_after_it(url: str, filled: Path, messages: list[Message]) -> None:
    compact(filled, EVER)
    fill(url, messages[:50])
    assert archive(url, filled) == 50
    assert compact(filled, EVER) == 2
    assert kept(filled) == held(url)
    assert archive(url, filled) == 0


def test_today_is_left_alone(filled: Path) -> None:
    assert compact(filled) == 0
    assert len(files(filled)) == 4


def test_a_compaction_that_died_harms_nothing(url: str, filled: Path) -> None:
    small = {each: each.read_bytes() for each in files(filled)}
    rows = archives.to_table(filled).num_rows
    compact(filled, EVER)
    for each, data in list(small.items())[1:3]:  # it died before it removed them all
        each.write_bytes(data)
    assert kept(filled) == held(url)
    assert archives.to_table(filled).num_rows == rows
    assert query(filled, "SELECT count(*) n FROM messages")["n"].to_pylist() == [200]
    assert archive(url, filled) == 0
    compact(filled, EVER)
    assert len(files(filled)) == 1
    assert kept(filled) == held(url)


def test_two_compactions_agree(url: str, filled: Path) -> None:
    small = {each: each.read_bytes() for each in files(filled)}
    compact(filled, EVER)
    merged = files(filled)[0]
    data = merged.read_bytes()
    for each, content in small.items():
        each.write_bytes(content)
    compact(filled, EVER)  # the other one saw the small files only
    assert files(filled) == [merged]
    assert merged.read_bytes() == data
    assert kept(filled) == held(url)


def test_a_reader_goes_on_while_files_are_merged(url: str, filled: Path) -> None:
    reading = Archive(filled).read_raw()
    first = [next(reading) for _ in range(60)]
    compact(filled, EVER)
    offsets = [each.offset for each in [*first, *reading]]
    assert offsets == [each.offset for each in held(url)]


def test_an_archiver_that_slept_replaces_nothing(
    url: str, place: Path, messages: list[Message]
) -> None:
    """It wakes when its next file was written by another archiver, and merged since."""
    fill(url, messages)
    once: list[int] = []

    def meanwhile(_alert: object) -> bool:
        if not once:
            once.append(archive(url, place, None))
            fill(url, messages)
            archive(url, place, None)
            compact(place, EVER)
        return True

    archive(url, place, None, where=meanwhile)
    assert len(files(place)) == 1
    assert kept(place) == held(url)


def test_days_that_alternate_stay_apart(url: str, place: Path) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for days in (0, 0, 1, 0, 1, 1):
            stream.write_raw(b"1", timestamp=NOON + days * 86_400_000)
            stream.flush()
    for _ in range(2):
        archive(url, place)
    compact(place, EVER)
    assert kept(place) == held(url)
    assert archives.to_table(place).num_rows == 6


def test_a_filtered_archive_is_merged(url: str, place: Path, messages: list[Message]) -> None:
    for _ in range(3):
        fill(url, messages)
        archive(url, place, where='mission_is("LVK")')
    before = kept(place)
    assert compact(place, EVER) == 3
    assert kept(place) == before
