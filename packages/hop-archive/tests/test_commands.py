"""The commands: what they print, how they end, and that a replay is what was archived."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from filling import Kept, Message, archive, fill, held, kept

from hop import Stream
from hop.io import StartPosition


def hop(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["hop", *map(str, arguments)], capture_output=True, text=True, timeout=240,

    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture
def filled(url: str, place: Path, messages: list[Message]) -> Path:
    fill(url, messages)
    archive(url, place)
    return place


def test_archive_keeps_what_a_topic_holds(url: str, place: Path, messages: list[Message]) -> None:
    fill(url, messages)
    done = hop("archive", "--no-auth", "-v", "-g", "keeper", "-o", place, url)
    assert f"{len(messages)} messages archived" in done.stderr
    assert kept(place) == held(url)
    done = hop("archive", "fill", url, "--no-auth", "-v", "-g", "keeper", "-o", place)
    assert "0 messages archived" in done.stderr
    done = hop("archive", "compact", "-v", place)
    assert "0 files merged into others" in done.stderr


def test_archive_stops_where_the_other_commands_do(
    url: str, place: Path, messages: list[Message]
) -> None:
    fill(url, messages)
    done = hop("archive", "--no-auth", "-v", "-o", place, "--until", "2001-01-01T00:00:00Z", url)
    assert "0 messages archived" in done.stderr
    done = hop("archive", "--no-auth", "-v", "-e", "-o", place, url)
    assert f"{len(messages)} messages archived" in done.stderr
    hop("archive", "--no-auth", "-e", "-p", "-o", place, url, code=2)


def test_archive_keeps_topics_of_several_urls(
    new_topic: Callable[..., str], place: Path, messages: list[Message]
) -> None:
    one, other = new_topic(), new_topic()
    fill(one, messages[:3])
    fill(other, messages[3:5])
    both = f"{one},{other.rpartition('/')[2]}"
    done = hop("archive", "--no-auth", "-v", "-g", "keeper", "-o", place, one, both)
    assert "5 messages archived" in done.stderr
    assert kept(place) == sorted([*held(one), *held(other)], key=lambda each: each[:2])


def test_archive_refuses_urls_that_are_not_one_group_s(url: str, place: Path) -> None:
    done = hop("archive", "--no-auth", "-o", place, url, "kafka://127.0.0.1:1/other", code=2)
    assert "are of different brokers" in done.stderr
    grouped = url.replace("kafka://", "kafka://keeper@")
    done = hop("archive", "--no-auth", "-o", place, url, grouped, code=2)
    assert "name the group once, with -g" in done.stderr
    assert not place.exists()


def test_archive_says_what_is_wrong(url: str, place: Path, tmp_path: Path) -> None:
    done = hop("archive", "--no-auth", url, code=2)
    assert "missing option '-o' / '--output'" in done.stderr
    hop("archive", "--no-auth", "-o", place, "-s", "EARLIEST", "--where", "fr < 1", url, code=2)
    assert not place.exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/file").write_text("")
    done = hop("archive", "--no-auth", "-o", tmp_path / "mine", url, code=74)
    assert done.stderr.startswith(f"hop: {tmp_path}/mine is not an archive of hop: it holds file")


def test_query_prints_in_each_form(filled: Path, tmp_path: Path) -> None:
    sql = 'SELECT "offset", key, headers, time FROM messages WHERE key IS NOT NULL ORDER BY 1'
    table = hop("query", filled, sql).stdout.splitlines()
    assert table[0].split() == ["offset", "key", "headers", "time"]
    assert len(table) == 4
    lines = [
        json.loads(each) for each in hop("query", filled, sql, "-f", "json").stdout.split("\n")[:-1]
    ]
    assert [each["key"] for each in lines] == ["a key", {"base64": "//4="}, "gone"]
    rows = list(csv.DictReader(hop("query", filled, sql, "-f", "csv").stdout.splitlines()))
    assert [each["offset"] for each in rows] == [str(each["offset"]) for each in lines]
    result = tmp_path / "result.parquet"
    hop("query", filled, sql, "-f", "parquet", "-o", result)
    assert pq.read_table(result)["key"].to_pylist() == [b"a key", b"\xff\xfe", b"gone"]
    done = hop("query", filled, sql, "-f", "parquet", code=2)
    assert "-f parquet needs a file: add -o FILE" in done.stderr


def test_query_leaves_no_file_after_an_error(filled: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.csv"
    done = hop("query", filled, "SELECT nope FROM alerts", "-o", result, "-f", "csv", code=2)
    first, *others = done.stderr.splitlines()
    assert first.startswith("hop: the query cannot be answered, line 1, column 8: Binder Error")
    assert first.endswith("(hop explain QueryError)")
    assert others[-2:] == ["LINE 1: SELECT nope FROM alerts", "               ^^^^"]
    assert list(tmp_path.glob("*result*")) == []
    hop("query", filled, "SELECT 1/0 + x FROM (SELECT 'a' AS x)", "-o", result, code=2)
    assert list(tmp_path.glob("*result*")) == []


def test_backtest_tells_the_events(filled: Path) -> None:
    table = hop("backtest", filled, "--where", 'mission_is("LVK")').stdout.splitlines()
    assert table[0].split() == ["event", "first", "last", "messages", "kinds"]
    lines = hop("backtest", filled, "--where", 'mission_is("LVK")', "-j").stdout.splitlines()
    events = {json.loads(each)["event"] for each in lines}
    assert events == {each.split()[0] for each in table[1:]}
    done = hop("backtest", filled, "--where", "fr < 1", code=2)
    assert "unknown field fr; did you mean far?" in done.stderr


@pytest.mark.parametrize("options", [[], ["--keep-times"]])
def test_replay_publishes_what_was_archived(
    new_topic: Callable[..., str], place: Path, messages: list[Message], options: list[str]
) -> None:
    url, other = new_topic(3), new_topic(3)
    fill(url, messages)
    archive(url, place)
    hop("replay", "--no-auth", "--speed", "max", *options, place, other)

    def compared(each: Kept) -> Kept:
        return each if options else each._replace(timestamp=0)

    assert list(map(compared, held(other))) == list(map(compared, held(url)))


def test_replay_keeps_the_pace_of_then(new_topic: Callable[..., str], place: Path) -> None:
    url, other = new_topic(), new_topic()
    with Stream(auth=False).open(url, "w") as stream:
        for at in (0, 1500, 3000):
            stream.write_raw(b"1", timestamp=1_790_000_000_000 + at)
    archive(url, place)
    hop("replay", "--no-auth", "--speed", "2x", place, other)
    times = [each.timestamp for each in held(other)]
    # Not at once, and not at 4x. The first one may be late, on a busy machine.
    assert times[1] - times[0] >= 500
    assert times[2] - times[0] >= 1000


def test_replay_of_something_else_is_told(tmp_path: Path, url: str) -> None:
    done = hop("replay", "--no-auth", tmp_path, url, code=74)
    assert "is not an archive of hop: it has no file _hop_archive.json" in done.stderr


def test_the_stream_is_read_again_from_a_replay(
    new_topic: Callable[..., str], place: Path, messages: list[Message]
) -> None:
    url, other = new_topic(), new_topic()
    fill(url, messages)
    archive(url, place)
    hop("replay", "--no-auth", "--speed", "max", place, other)
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False)
    with stream.open(url) as first, stream.open(other) as second:
        assert [repr(each) for each in first] == [repr(each) for each in second]
