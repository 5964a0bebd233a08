"""The options of the command against a real Kafka: where to start and end, what is written, how."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop.cli.program import run
from hop.io import Consumer, Metadata, StartPosition
from hop.models import GCNCircular, VOEvent
from hop.recording import Recording
from hop.sandbox import KafkaCluster

ROOT = Path(__file__).parents[2]
DEMO, GOOD = ROOT / "schemas/examples/demo", ROOT / "schemas/examples/good"
COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def hop(
    command: str, *arguments: str | Path, code: int = 0, says: str = "", stdin: bytes = b""
) -> bytes:
    """The command in this process, since most of what one of its own takes is Python's start."""
    streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (stdin, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        ended = run([command, "--no-auth", *map(str, arguments)])
    out, told = (stream.buffer.getvalue() for stream in streams[1:])  # type: ignore[attr-defined]
    assert (ended, bool(told)) == (code, bool(says)), told
    assert says in told.decode()
    return bytes(out)


def earliest(url: str, *arguments: str | Path, **more: Any) -> bytes:
    return hop("subscribe", "-s", "EARLIEST", *arguments, url, **more)


@pytest.fixture
def hours(kafka: KafkaCluster, new_topic: Any) -> str:
    """A topic of two partitions with a message an hour, ten of them from BEGIN on."""
    topic: str = new_topic(2)
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for n in range(10):
        ms = (BEGIN + timedelta(hours=n) - EPOCH) // timedelta(milliseconds=1)
        producer.produce(topic, str(n), partition=n % 2, timestamp=ms)
    assert producer.flush(60) == 0
    return f"{kafka.url}/{topic}"


def test_recording_and_handling_between_two_times(hours: str, tmp_path: Path) -> None:
    between = ("--since", "2026-11-01T02:00:00Z", "--until", "2026-11-01T05:00:00Z")
    recording, received = tmp_path / "r", tmp_path / "received"
    hop("record", hours, "-o", recording, *between)
    assert sorted(each.payload for each in Recording(recording)) == [b"2", b"3", b"4"]
    module = f"handler_{tmp_path.name}"
    (tmp_path / f"{module}.py").write_text(
        f"def handle(message):\n    print(message.content, file=open({str(received)!r}, 'a'))\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        hop("run", f"{module}:handle", hours, "-g", "between", *between)
    assert sorted(received.read_text().split()) == ["2", "3", "4"]


def test_where_to_start_and_where_to_end(hours: str) -> None:
    assert hop("subscribe", "--start", "-5", hours) == b"5\n6\n7\n8\n9\n"
    assert hop("subscribe", hours, "--start=-2", "-n", "1") == b"8\n"
    since = hop("subscribe", "--start", "2026-11-01T07:00:00Z", hours)
    assert sorted(since.split()) == [b"7", b"8", b"9"]
    # Of two partitions either may come first; each keeps its order.
    for option in ("--since", "-s"):
        same = hop("subscribe", option, "2026-11-01T07:00:00Z", hours).split()
        assert sorted(same) == [b"7", b"8", b"9"]
        assert same.index(b"7") < same.index(b"9")
    assert hop("subscribe", "-s", "-5", hours) == b"5\n6\n7\n8\n9\n"
    since = hop("subscribe", "--start", "2026-11-01T08:30:00+01:00", hours)
    assert sorted(since.split()) == [b"8", b"9"]
    part = hop("subscribe", "--start", "2026-11-01", "--until", "2026-11-01 03:00", "-p", hours)
    assert sorted(part.split()) == [b"0", b"1", b"2"]
    past = (datetime.now(UTC) - BEGIN).total_seconds() - 8.5 * 3600
    assert hop("subscribe", "--start", f"{past:.0f} seconds ago", hours) == b"9\n"
    hop("subscribe", "--start", "-3", "-g", "x", hours, code=2, says="leave out the group, x")


def test_silence_and_a_time_to_come_end_waiting(hours: str) -> None:
    start = time.monotonic()
    assert hop("subscribe", "--start", "-1", "--idle-timeout", "0.5", hours) == b"9\n"
    assert hop("subscribe", "--start", "-1", "--until", "in 1 s", hours) == b"9\n"
    assert time.monotonic() - start > 1.5
    assert hop("subscribe", "--start", "-1", "-e", "--idle-timeout", "100", hours) == b"9\n"


def test_a_count_is_kept_by_a_group(hours: str) -> None:
    lines = [earliest(hours, "-g", "counting", "-n", "4").split() for _ in range(3)]
    assert [len(each) for each in lines] == [4, 4, 2]
    assert sorted(line for each in lines for line in each) == [b"%d" % n for n in range(10)]


def test_a_pipe_gets_each_message_byte_for_byte(url: str) -> None:
    latin = GOOD / "voevent/latin1.xml"
    hop("publish", "-f", "VOEVENT", url, latin)
    hop("publish", url, "-", stdin=b"\xff\x00")
    hop("publish", "-f", "CIRCULAR", url, DEMO / "circular.gcn3")
    circular = (DEMO / "circular.gcn3").read_bytes()
    assert earliest(url, "-D", "") == latin.read_bytes() + b"\xff\x00" + circular
    ends = [each if each.endswith(b"\n") else each + b"\n" for each in (latin.read_bytes(),)]
    assert earliest(url) == b"".join([*ends, b"\xff\x00\n", circular])


def test_a_line_for_each_alert(url: str) -> None:
    alerts = DEMO.parents[1] / "alert/examples"
    hop("publish", url, "-f", "LVKALERT", alerts / "lvk/preliminary.json")
    hop("publish", url, DEMO / "followup.json")  # no alert
    hop("publish", url, "-f", "VOEVENT", alerts / "swift_voevent/not_a_burst.xml")
    lines = earliest(url, "-t", "--alerts").decode().splitlines()
    assert [line.split()[0] for line in lines] == ["2032-03-02T05:33:46Z", "2031-05-07T00:59:50Z"]
    assert lines[0].endswith("BNS 95%")
    assert " TEST RETRACTION " in lines[1]
    documents = [json.loads(line) for line in earliest(url, "-t", "--alerts", "-j").splitlines()]
    assert [each["event_id"] for each in documents] == ["lvk:S320302ab", "swift:900002"]
    assert documents[1]["origin"]["event_id"]["path"] == "What/TrigID"


def test_delimiters(url: str) -> None:
    hop("publish", url, stdin=b'"one"\n"two\\u0000"\n{"n": 3}\n')
    assert earliest(url, "-D", r"\0") == b'one\0two\0{"n": 3}\0'
    assert earliest(url, "-D", r"\x1e\u2028\\-") == b"".join(
        each + b"\x1e" + "\u2028".encode() + b"\\-" for each in (b"one", b"two\0", b'{"n": 3}')
    )
    assert earliest(url, "-j", "-D", r"\t") == b'"one"\t"two\\u0000"\t{"n": 3}\t'


def test_keys_and_headers(url: str) -> None:
    options = ["--key", "GRB é", "--header", "a=1", "--header", "a=b=c", "--header", "empty="]
    hop("publish", *options, url, DEMO / "followup.json")
    hop("publish", *options, url, stdin=b"2\n")
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url, "r") as stream:
        told = [metadata for _, metadata in stream.read(metadata=True)]
    for metadata in told:
        assert metadata.key == "GRB é".encode()
        assert metadata.headers[:3] == [("a", b"1"), ("a", b"b=c"), ("empty", b"")]
    assert len(told) == 2


@pytest.mark.parametrize("name", ["none", "lz4", "ZSTD"])
def test_compression(kafka: KafkaCluster, url: str, name: str) -> None:
    value = json.dumps("x" * 50_000).encode()
    hop("publish", "--compression", name, url, stdin=value)
    assert earliest(url, "-j") == value + b"\n"
    (log,) = kafka.folder.rglob(f"{url.rpartition('/')[2]}-0/*.log")
    assert (log.stat().st_size < 25_000) == (name != "none")


def test_what_is_not_acknowledged_in_time(kafka: KafkaCluster, url: str) -> None:
    pipe = subprocess.PIPE
    arguments = [*COMMAND, "publish", "--no-auth", "--timeout", "3", url]
    with subprocess.Popen(arguments, stdin=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        process.stdin.write(b"1\n")
        process.stdin.flush()
        end = time.monotonic() + 60
        while not earliest(url) and time.monotonic() < end:
            pass
        with kafka.pause_broker(0):
            start = time.monotonic()
            _, told = process.communicate(b"2\n", timeout=100)  # the default is 300 s
            assert time.monotonic() - start > 2.5
    assert process.returncode == 69
    assert b"not acknowledged" in told


def test_without_a_limit_of_time(url: str) -> None:
    hop("publish", "--timeout", "0", url, stdin=b"1\n")
    assert earliest(url) == b"1\n"


def test_a_folder_of_messages(kafka: KafkaCluster, url: str, topic: str, tmp_path: Path) -> None:
    latin, text = GOOD / "voevent/latin1.xml", DEMO / "circular.gcn3"
    hop("publish", "-f", "VOEVENT", "--key", "k", "--header", "x=y", url, latin)
    hop("publish", "-f", "CIRCULAR", "-t", url, text)
    hop("publish", url, DEMO / "followup.json")
    hop("publish", url, "-", stdin=b"\xff\x00")
    hop("publish", url, "-", stdin=b"")
    bare = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    evil: list[Any] = [("_format", b"../../etc/passwd"), ("_id", b"/etc/passwd"), ("k", b"\xff")]
    bare.produce(topic, b'{"../a": "b"}', key=b"../../evil\0", headers=evil)
    bare.produce(topic, b"<broken", headers=[("_format", b"voevent")])
    assert bare.flush(60) == 0
    folder = tmp_path / "new" / "folder"
    out = earliest(url, "-t", "--output-dir", folder, says="format voevent")
    suffixes = [".xml", ".txt", ".json", ".bin", ".txt", ".json", ".xml"]
    names = [f"{topic}-0-{n}{suffix}" for n, suffix in enumerate(suffixes)]
    assert out.decode().splitlines() == [str(folder / name) for name in names]
    found = sorted(path.name for path in folder.iterdir())
    assert found == sorted([*names, *(f"{name}.meta.json" for name in names)])
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    files = [folder / name for name in names]
    assert files[0].read_bytes() == latin.read_bytes()
    assert GCNCircular.load_file(files[1]).asdict() == GCNCircular.load_file(text).asdict()
    assert json.loads(files[2].read_bytes()) == json.loads((DEMO / "followup.json").read_text())
    assert [each.read_bytes() for each in files[3:5]] == [b"\xff\x00", b""]
    told = [json.loads(Path(f"{file}.meta.json").read_text()) for file in files]
    assert told[0] | {"timestamp": 0, "time": "", "id": "", "headers": []} == {
        "topic": topic,
        "partition": 0,
        "offset": 0,
        "timestamp": 0,
        "time": "",
        "key": "k",
        "id": "",
        "sender": None,
        "format": "voevent",
        "is_test": VOEvent.load_file(latin).role == "test",
        "headers": [],
    }
    assert told[0]["headers"][0] == ["x", "y"]
    assert datetime.fromisoformat(told[0]["time"]).timestamp() * 1000 == told[0]["timestamp"]
    assert told[1]["is_test"]
    assert told[5]["key"] == "../../evil\0"
    assert told[5]["headers"][2] == ["k", {"base64": "/w=="}]
    assert "not well-formed" in told[6]["error"]


def test_a_folder_of_lines_of_json(url: str, tmp_path: Path) -> None:
    hop("publish", "-f", "VOEVENT", url, DEMO / "voevent.xml")
    (path,) = earliest(url, "-j", "--output-dir", tmp_path).decode().splitlines()
    assert path.endswith("-0-0.json")
    assert json.loads(Path(path).read_bytes()) == VOEvent.load_file(DEMO / "voevent.xml").asdict()


def test_links_in_the_folder_are_not_followed(url: str, topic: str, tmp_path: Path) -> None:
    hop("publish", url, stdin=b"1\n")
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / f"{topic}-0-0.txt").symlink_to(victim)
    (folder / f"{topic}-0-0.txt.meta.json").symlink_to(victim)
    (path,) = earliest(url, "--output-dir", folder).decode().splitlines()
    assert Path(path).read_bytes() == b"1"
    assert victim.read_text() == "untouched"


def test_files_are_on_the_disk_before_they_are_done(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hop("publish", url, stdin=b"1\n" * 20)
    events: list[int] = []  # numbers of files and folders that are synced; -1: a message is done
    sync, mark_done = os.fsync, Consumer.mark_done

    def synced(file: int) -> None:
        events.append(os.fstat(file).st_ino)
        sync(file)

    def done(self: Consumer, metadata: Metadata) -> None:
        events.append(-1)
        mark_done(self, metadata)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Consumer, "mark_done", done)
    folder = tmp_path / "saved"
    paths = earliest(url, "-g", "syncing", "--output-dir", folder).decode().splitlines()
    assert len(paths) == events.count(-1) == 20
    for number, path in enumerate(paths):
        before = events[: [at for at, each in enumerate(events) if each == -1][number]]
        files = [Path(path).stat().st_ino, Path(f"{path}.meta.json").stat().st_ino]
        assert set(files) <= set(before)
        last = max(before.index(each) for each in files)
        assert folder.stat().st_ino in before[last:]
    assert events.count(folder.stat().st_ino) < 20  # once for all that have arrived together
    assert earliest(url, "-g", "syncing") == b""


def test_a_folder_that_cannot_be_written(url: str, tmp_path: Path) -> None:
    """The message is read again by the group."""
    hop("publish", url, stdin=b"1\n")
    (tmp_path / "file").touch()
    for path, code in ((tmp_path / "file", 2), (tmp_path / "file" / "below", 74)):
        earliest(url, "-g", "saving", "--output-dir", path, code=code, says="file")
    folder = tmp_path / "folder"
    (folder / f"{url.rpartition('/')[2]}-0-0.txt").mkdir(parents=True)
    earliest(url, "-g", "saving", "--output-dir", folder, code=74, says="-0-0.txt: ")
    assert earliest(url, "-g", "saving") == b"1\n"


def test_list_topics(kafka: KafkaCluster, hours: str, new_topic: Any) -> None:
    busy, idle = hours.rpartition("/")[2], new_topic()
    lines = hop("list-topics", f"{kafka.url}/{busy},{idle}").decode().splitlines()
    assert lines[0].split() == ["TOPIC", "PARTITIONS", "MESSAGES"]
    listed = sorted(line.split() for line in lines[1:])
    assert listed == sorted([[busy, "2", "10"], [idle, "1", "0"]])
    assert len({len(line) for line in lines}) == 1
    every = [json.loads(line) for line in hop("list-topics", "--json", kafka.url).splitlines()]
    assert {
        "topic": busy,
        "messages": 10,
        "partitions": {"0": {"first": 0, "next": 5}, "1": {"first": 0, "next": 5}},
    } in every
    assert idle in [topic["topic"] for topic in every]
    advice = f"`hop list-topics --no-auth {kafka.url}` lists all"
    part = hop("list-topics", f"{kafka.url}/{idle},nowhere", code=69, says=advice)
    assert idle in part.decode()


def test_less_and_more_is_told(url: str) -> None:
    assert hop("publish", "-v", url, stdin=b"1\n", says="acknowledged 1 message") == b""
    nowhere = url.rpartition("/")[0] + "/nowhere"
    hop("subscribe", "--debug", nowhere, code=69, says="Traceback (most recent call last)")
    hop("subscribe", "-q", url)
