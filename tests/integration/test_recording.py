"""Recordings: made by a process that is killed, and replayed elsewhere."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import confluent_kafka
import confluent_kafka.admin
import pytest

from hop import Stream
from hop.errors import HopError
from hop.io import StartPosition
from hop.recording import Recorder, Recording
from hop.sandbox import KafkaCluster

EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False)
EXAMPLES = Path(__file__).parents[2] / "schemas/examples/good"
HOP = [sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())"]

Record = tuple[int, bytes | None, tuple[tuple[str, bytes | None], ...], bytes | None]


def hop(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HOP, *map(str, arguments)], capture_output=True, text=True, timeout=60)


def records(url: str) -> list[Record]:
    """Partition, key, headers and payload of each message, in the order of each partition."""
    with EVERYTHING.open(url) as stream:
        found = [
            (
                place.partition,
                place.offset,
                place.key,
                tuple(place.headers),
                None if place.is_tombstone else payload,
            )
            for payload, place in stream.read_raw(metadata=True)
        ]
    found.sort(key=lambda record: record[:2])
    return [(number, key, headers, payload) for number, _, key, headers, payload in found]


def fill(kafka: KafkaCluster, url: str) -> int:
    """Every good example of every format, and what only a bare client sends."""
    count = 0
    with EVERYTHING.open(url, "w") as stream:
        for number, path in enumerate(sorted(EXAMPLES.rglob("*.*"))):
            name = path.parent.name
            headers = [("_format", name), ("raw", b"\xff\x00"), ("twice", "1"), ("twice", "2")]
            stream.write_raw(path.read_bytes(), headers, key=f"k{number % 7}")
            count += 1
        stream.write_raw(b"\x00\xff", [])
        stream.write_raw(b"", [("empty", None)], key=b"\xff")
    bare = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    bare.produce(url.rpartition("/")[2], None, key="tombstone")
    bare.flush()
    return count + 3


def test_a_killed_recorder_loses_nothing(
    kafka: KafkaCluster, new_topic: Any, tmp_path: Path
) -> None:
    url, target = (f"{kafka.url}/{new_topic(partitions=3)}" for _ in range(2))
    file = tmp_path / "night.hop"
    written = fill(kafka, url)
    recorder = subprocess.Popen(
        [*HOP, "record", "--no-auth", "-t", "-p", "-s", "EARLIEST", "-o", str(file), url]
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if file.exists() and file.stat().st_size and len(list(Recording(file))) >= written:
                break
            time.sleep(0.2)
    finally:
        recorder.send_signal(signal.SIGKILL)
        recorder.wait()
    assert len(list(Recording(file))) == written
    with EVERYTHING.open(url, "w") as stream:
        stream.write("while nobody records")
    with file.open("ab") as broken:
        broken.write(b"\x1f\x8b\x08\x00\x00")
    done = hop("record", "--no-auth", "-t", "--append", "-o", file, url)
    assert done.returncode == 0, done.stderr
    assert Recording(file).url == url

    done = hop("replay", "--no-auth", "--speed", "max", file, target)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    expected = records(url)
    assert [key for _, key, _, payload in expected if payload is None] == [b"tombstone"]
    assert records(target) == expected
    assert len(expected) == written + 1

    shown = json.loads(hop("inspect", "--json", file).stdout)
    assert shown["messages"] == written + 1
    assert shown["broken_bytes"] == 0
    told = hop("inspect", file).stdout
    assert f"recorded from {url}" in told
    assert "voevent" in told


def test_a_topic_made_anew_is_told_and_recorded(
    kafka: KafkaCluster, topic: str, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.hop"
    with EVERYTHING.open(url, "w") as stream:
        for number in range(5):
            stream.write(number)
    done = hop("record", "-v", "--no-auth", "-s", "EARLIEST", "-o", file, url)
    assert "5 messages recorded" in done.stderr
    admin = confluent_kafka.admin.AdminClient({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    admin.delete_topics([topic])[topic].result()
    end = time.monotonic() + 30
    while True:  # the broker takes a moment to forget it
        try:
            kafka.create_topic(topic)
            break
        except HopError:
            assert time.monotonic() < end
            time.sleep(0.1)
    with EVERYTHING.open(url, "w") as stream:
        for number in range(3):
            stream.write(f"new {number}")
    for told in ("3 messages recorded", "0 messages recorded"):
        done = hop("record", "-v", "--no-auth", "--append", "-o", file, url)
        assert (done.returncode, told in done.stderr) == (0, True), done.stderr
        assert ("was made anew" in done.stderr) == told.startswith("3")
    assert [each.offset for each in Recording(file)] == [0, 1, 2, 3, 4, 0, 1, 2]


def test_two_recorders_do_not_share_a_file(url: str, tmp_path: Path) -> None:
    file = tmp_path / "x.hop"
    with Recorder(file, url):
        done = hop("record", "--no-auth", "--append", "-o", file, url)
    assert done.returncode == 74
    assert "in use by process" in done.stderr


def test_zcat_shows_it(url: str, tmp_path: Path) -> None:
    with EVERYTHING.open(url, "w") as stream:
        stream.write({"a": 1}, key="k")
    file = tmp_path / "x.hop"
    assert hop("record", "--no-auth", "-s", "EARLIEST", "-o", file, url).returncode == 0
    shown = subprocess.run(["zcat"], stdin=file.open("rb"), capture_output=True, check=True).stdout
    head, message = map(json.loads, shown.splitlines())
    assert head["hop_recording"] == 1
    assert (message["value"], message["key"]) == ('{"a":1}', "k")


def test_to_the_topics_of_then_and_in_their_time(
    kafka: KafkaCluster, new_topic: Any, tmp_path: Path
) -> None:
    topic = new_topic()
    url, file = f"{kafka.url}/{topic}", tmp_path / "x.hop"
    with EVERYTHING.open(url, "w") as stream:
        for number in range(3):
            stream.write(number)
            stream.flush()
            time.sleep(0.5)
    assert hop("record", "--no-auth", "-s", "EARLIEST", "-o", file, url).returncode == 0
    start = time.monotonic()
    done = hop("replay", "--no-auth", "--speed", "0.5x", file, kafka.url)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - start > 1.9
    done = hop("replay", "--no-auth", "--speed", "max", "--since", "in 1h", file, kafka.url)
    assert done.returncode == 0, done.stderr
    assert [payload for *_, payload in records(url)] == [b"0", b"1", b"2"] * 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not gzip"),
        (b"text", "not gzip"),
        (b"\x1f\x8b\x08\x00", "no recording"),
    ],
)
def test_what_is_no_recording(url: str, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "x.hop"
    file.write_bytes(content)
    for arguments in (("replay", "--no-auth", file, url), ("inspect", file)):
        done = hop(*arguments)
        assert done.returncode == 74
        assert done.stderr.startswith(f"hop: {file} ")
        assert told in done.stderr
    if content:
        done = hop("record", "--no-auth", "--append", "-o", file, url)
        assert done.returncode == 74
        assert file.read_bytes() == content


def test_mistakes(url: str, tmp_path: Path) -> None:
    file = tmp_path / "x.hop"
    file.write_bytes(b"something")
    done = hop("record", "--no-auth", "-o", file, url)
    assert done.returncode == 2
    assert "--append" in done.stderr
    assert hop("inspect", tmp_path / "none").returncode == 74
    for speed in ("0x", "fast", "-1", "inf", "nan"):
        done = hop("replay", "--speed", speed, file, url)
        assert done.returncode == 2
        assert "is not a speed" in done.stderr
    assert hop("replay", "--no-auth", "--since", "yesterdayish", file, url).returncode != 0
    assert not (tmp_path / "none").exists()
