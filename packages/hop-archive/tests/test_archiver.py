"""What archivers write: everything, once, whoever dies and whoever has the partition."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow.dataset as ds
import pytest
from confluent_kafka.admin import AdminClient
from filling import Message, archive, fill, held, kept

from hop import Stream
from hop.archive import Archive, Archiver
from hop.errors import ArchiveError
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

FIRST = StartPosition.EARLIEST
DAY_MS = 86_400_000


def files(place: Path) -> list[str]:
    return sorted(each.name for each in place.rglob("*") if each.is_file())


def test_everything_is_kept_as_it_came(
    new_topic: Callable[..., str], place: Path, messages: list[Message]
) -> None:
    url = new_topic(3)
    fill(url, messages)
    assert archive(url, place) == len(messages)
    assert kept(place) == held(url)


def test_an_archiver_goes_on_where_the_archive_ends(url: str, place: Path) -> None:
    for count in (2, 0, 3):
        fill(url, [Message(b"1", [])] * count)
        assert archive(url, place) == count
    assert kept(place) == held(url)


@pytest.mark.parametrize("start", list(StartPosition), ids=str)
def test_the_archive_counts_and_not_the_group(url: str, place: Path, start: StartPosition) -> None:
    fill(url, [Message(b"1", [])] * 3)
    assert archive(url, place, None) == 3
    fill(url, [Message(b"2", [])] * 4)
    marker = place / "_hop_archive.json"
    marker.write_text(marker.read_text().replace("null", '"new-group"'))
    assert archive(url, place, "new-group", start_at=start) == 4
    assert kept(place) == held(url)


def test_a_new_archive_starts_at_the_committed_offset(
    url: str, place: Path, tmp_path: Path
) -> None:
    fill(url, [Message(b"1", [])] * 3)
    archive(url, place)
    fill(url, [Message(b"2", [])] * 2)
    assert archive(url, tmp_path / "other") == 2
    assert [each.offset for each in kept(tmp_path / "other")] == [3, 4]


def test_the_slower_of_two_archivers_forgets_and_goes_on(
    url: str, place: Path, messages: list[Message]
) -> None:
    fill(url, messages)
    counts = []

    def other_is_faster(_alert: Any) -> bool:
        if not counts:
            counts.append(archive(url, place, None))
            fill(url, messages)
        return True

    slower = archive(url, place, None, where=other_is_faster)
    assert counts == [len(messages)]
    assert 0 < slower < len(messages)  # the filter leaves out what is no alert
    found = kept(place)
    assert len({each.offset for each in found}) == len(found) == counts[0] + slower
    assert found == [each for each in held(url) if each in found]


def test_members_of_a_group_share_the_work(
    new_topic: Callable[..., str], place: Path, messages: list[Message]
) -> None:
    url = new_topic(4)
    fill(url, messages, 2)
    command = [sys.executable, "-c", RUN, url, str(place), "0.5"]
    members = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [each.communicate(timeout=120)[1] for each in members] == [""] * 3
    assert kept(place) == held(url)


RUN = """
import logging, sys
from hop.archive import Archiver
from hop.io import StartPosition
logging.disable(logging.WARNING)
url, place, every = sys.argv[1:]
options = dict(auth=False, every=float(every), start_at=StartPosition.EARLIEST)
with Archiver(url, place, "keeper", **options) as archiver:
    archiver.run(lambda count: print(count, flush=True))
"""


def test_an_archiver_that_is_killed_loses_and_doubles_nothing(
    new_topic: Callable[..., str], place: Path, messages: list[Message]
) -> None:
    url = new_topic(2)
    for _ in range(3):
        fill(url, messages)
        command = [sys.executable, "-c", RUN, url, str(place), "0.001"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as member:
            assert member.stdout is not None
            member.stdout.readline()  # something is saved
            member.send_signal(signal.SIGKILL)
    archive(url, place)
    assert kept(place) == held(url)


def test_a_full_disk_ends_the_archiver_and_costs_nothing(
    url: str, place: Path, messages: list[Message]
) -> None:
    fill(url, messages)
    archive(url, place)
    before = files(place)
    fill(url, [Message(os.urandom(200_000), [])])
    limited = subprocess.run(
        [sys.executable, "-c", RUN, url, str(place), "60"],
        capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )  # fmt: skip
    assert "ArchiveError" in limited.stderr
    assert "what was archived before is kept" in limited.stderr
    assert files(place) == before
    assert archive(url, place) == 1
    assert kept(place) == held(url)


def test_files_hold_one_day_each(url: str, place: Path) -> None:
    noon = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp() * 1000)
    with Stream(auth=False).open(url, "w") as stream:
        for days in (0, 0, 1, 0):
            stream.write_raw(b"1", timestamp=noon + days * DAY_MS)
    assert archive(url, place) == 4
    table = ds.dataset(place, partitioning="hive").to_table()
    assert sorted(zip(table["day"].to_pylist(), table["offset"].to_pylist(), strict=True)) == [
        ("2026-03-01", 0),
        ("2026-03-01", 1),
        ("2026-03-01", 3),
        ("2026-03-02", 2),
    ]
    assert kept(place) == held(url)


def test_times_that_are_no_dates_are_unknown(new_topic: Callable[..., str], place: Path) -> None:
    url = new_topic(**{"message.timestamp.after.max.ms": 2**63 - 1})
    with Stream(auth=False).open(url, "w") as stream:
        stream.write_raw(b"1", timestamp=10**15)
    archive(url, place)
    assert [each.timestamp for each in kept(place)] == [-1]
    assert [each.timestamp for each in Archive(place).read_raw()] == [-1]


def test_a_filter_leaves_messages_out(url: str, place: Path, messages: list[Message]) -> None:
    fill(url, messages)
    count = archive(url, place, where='mission_is("LVK")')
    found = kept(place)
    assert 0 < count == len(found) < len(messages)
    assert archive(url, place, where='mission_is("LVK")') == 0
    fill(url, messages)
    assert archive(url, place, where='mission_is("LVK")') == count


def test_another_group_is_refused(url: str, place: Path) -> None:
    fill(url, [Message(b"1", [])])
    archive(url, place, "one")
    before = files(place)
    with pytest.raises(ArchiveError, match="is filled from the group one, not from two"):
        archive(url, place, "two")
    assert files(place) == before
    assert archive(url, place, "one") == 0


def test_another_cluster_is_refused(url: str, place: Path) -> None:
    fill(url, [Message(b"1", [])])
    archive(url, place)
    marker = place / "_hop_archive.json"
    content = json.loads(marker.read_text())
    marker.write_text(json.dumps({**content, "cluster": "elsewhere"}))
    with pytest.raises(ArchiveError, match="holds the messages of one broker"):
        archive(url, place)


def test_a_topic_that_was_made_anew_is_refused(kafka: KafkaCluster, url: str, place: Path) -> None:
    fill(url, [Message(b"1", [])] * 5)
    archive(url, place)
    before = kept(place)
    topic = urlsplit(url).path.strip("/")
    admin = AdminClient({"bootstrap.servers": urlsplit(url).netloc})
    for deletion in admin.delete_topics([topic]).values():
        deletion.result(30)
    kafka.create_topic(topic)
    fill(url, [Message(b"2", [])] * 2)
    with pytest.raises(ArchiveError, match="the topic was made anew"):
        archive(url, place)
    assert kept(place) == before


def test_a_folder_with_something_else_is_refused(url: str, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("42")
    with pytest.raises(ArchiveError, match=r"is not an archive of hop: it holds thesis\.tex"):
        archive(url, tmp_path)
    assert files(tmp_path) == ["thesis.tex"]


def test_another_layout_is_refused(url: str, place: Path) -> None:
    place.mkdir()
    (place / "_hop_archive.json").write_text('{"hop_archive": 99}')
    with pytest.raises(ArchiveError, match="layout 99, and this hop knows layout 1; use"):
        archive(url, place)
    with pytest.raises(ArchiveError, match="layout 99"):
        Archive(place)


def test_what_dead_archivers_left_is_removed_when_old(url: str, place: Path) -> None:
    fill(url, [Message(b"1", [])])
    archive(url, place)
    folder = next(place.rglob("*.parquet")).parent
    old, new = folder / ".1.parquet.a.tmp", folder / ".1.parquet.b.tmp"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(old, (long_ago, long_ago))
    archive(url, place)
    assert not old.exists()
    assert new.exists()
    assert len(kept(place)) == 1


@pytest.mark.parametrize("every", [0, -1, float("nan")])
def test_a_wrong_wait_is_refused(url: str, place: Path, every: float) -> None:
    with pytest.raises(ValueError, match="every is a time to wait"):
        Archiver(url, place, auth=False, every=every)


def test_the_end_writes_what_waits(url: str, place: Path) -> None:
    fill(url, [Message(b"1", [])] * 3)
    with Archiver(url, place, "keeper", auth=False, every=3600, start_at=FIRST) as archiver:
        assert archiver.run() == 3
    assert len(kept(place)) == 3
