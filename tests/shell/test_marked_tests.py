"""Tests, whatever marks them: left out on every way of reading, and counted; all with include."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

import hop
from hop import Stream
from hop.io import StartPosition
from hop.models import AvroBlob, VOEvent
from hop.recording import Recording
from hop.sandbox import KafkaCluster

HOP = [sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())"]
ALERTS = Path(__file__).parents[2] / "schemas/alert/examples"
START: dict[str, Any] = {"start_at": StartPosition.EARLIEST}
STREAM = Stream(auth=False, **START)
INCLUDING = Stream(auth=False, tests="include", **START)
GCN = "ivo://nasa.gsfc.gcn/Swift"

REAL = {
    "an alert of LVK": (ALERTS / "lvk/preliminary.json").read_bytes(),
    "a VOEvent": bytes(VOEvent(ivorn=f"{GCN}#1", role="observation")),
    "a notice": (ALERTS / "swift_guano_notice/position.json").read_bytes(),
    "a text notice": (ALERTS / "swift_text/bat.txt").read_bytes(),
    "JSON": b'{"is_test": false, "magnitude": 17.2}',
    "text": b"This is only a test of the dome.",
}


def event(role: str = "observation", ivorn: str = f"{GCN}#2", **params: str) -> bytes:
    found = [{"name": name, "value": value} for name, value in params.items()]
    return bytes(VOEvent(ivorn=ivorn, role=role, What={"Param": found} if found else {}))


TESTS = {
    "the role test": event("test"),
    "Test_Submission": event(Test_Submission="true"),
    "HardwareInj": event(HardwareInj="1"),
    "the type of a packet": event(Packet_Type="82"),
    "a number of GECAM": event(ivorn="ivo://nasa.gsfc.gcn/GECAM#3", Trigger_Number="100000007"),
    "alert_tense": (ALERTS / "superk_notice/test_without_direction.json").read_bytes(),
    "a mock alert of LVK": (ALERTS / "lvk/retraction.json").read_bytes(),
    "the type of a text notice": (ALERTS / "swift_text/xrt.txt").read_bytes(),
    "a fire drill": (ALERTS / "snews2_notice/fire_drill.json").read_bytes(),
    "a flag": b'{"is_firedrill": true}',
    "an injected source": bytes(AvroBlob({"diaSource": {"pixelFlags_injected": True}})),
}


@pytest.fixture
def filled(url: str) -> str:
    """A topic of real messages and tests, in turns; one more test has the header."""
    with STREAM.open(url, "w") as stream:
        for number in range(max(len(REAL), len(TESTS))):
            for messages in (list(TESTS.values()), list(REAL.values())):
                if number < len(messages):
                    stream.write_raw(messages[number], [])
        stream.write("by the header", test=True)
    return url


ALL_TESTS = [*TESTS.values(), b'"by the header"']


def read(url: str, **options: Any) -> list[bytes]:
    with STREAM.open(url, **options) as stream:
        return [metadata.payload for _, metadata in stream.read(metadata=True)]


@pytest.mark.parametrize("raw", [False, True])
def test_streams_leave_tests_out_and_count_them(filled: str, raw: bool) -> None:
    def payloads(**options: Any) -> tuple[list[bytes], int]:
        with STREAM.open(filled, **options) as stream:
            if raw:
                found = list(stream.read_raw())
            else:
                found = [metadata.payload for _, metadata in stream.read(metadata=True)]
            return found, stream.receiver.tests.left_out

    everything = [*REAL.values(), *ALL_TESTS]
    assert payloads() == (list(REAL.values()), len(ALL_TESTS))
    assert payloads(tests="only") == (ALL_TESTS, len(REAL))
    for options in ({"tests": "include"}, {"ignoretest": False}):
        found, left_out = payloads(**options)
        assert (sorted(found), left_out) == (sorted(everything), 0)
    found, left_out = payloads(tests="header")
    assert (sorted(found), left_out) == (sorted(everything[:-1]), 1)


@pytest.mark.parametrize("raw", [False, True])
def test_so_does_asyncio(filled: str, raw: bool) -> None:
    async def payloads(stream: Stream) -> list[bytes]:
        async with stream.aopen(filled) as reader:
            if raw:
                return [payload async for payload in reader.read_raw()]
            return [each.payload async for _, each in reader.read(metadata=True)]

    assert asyncio.run(payloads(STREAM)) == list(REAL.values())
    assert sorted(asyncio.run(payloads(INCLUDING))) == sorted([*REAL.values(), *ALL_TESTS])


def test_no_test_reaches_a_handler(filled: str) -> None:
    for options, wanted, left_out in (
        ({}, list(REAL.values()), len(ALL_TESTS)),
        ({"tests": "only"}, ALL_TESTS, len(REAL)),
        ({"tests": "include"}, [*REAL.values(), *ALL_TESTS], 0),
    ):
        got: list[bytes] = []
        counters = hop.run(
            lambda message, metadata, got=got: got.append(metadata.payload),
            filled,
            f"group-{uuid.uuid4().hex[:8]}",
            auth=False,
            persist=False,
            **START,
            **options,
        )
        assert sorted(got) == sorted(wanted)
        assert (counters.done, counters.tests) == (len(wanted), left_out)


def test_the_last_messages_are_counted_without_tests(filled: str) -> None:
    real = list(REAL.values())
    assert read(filled, start_at=-2) == real[-2:]
    assert read(filled, start_at=-2, tests="only") == ALL_TESTS[-2:]
    assert read(filled, start_at=-1, tests="include") == ALL_TESTS[-1:]


def test_a_group_is_done_with_what_was_left_out(filled: str) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    with STREAM.open(filled, "r", group) as stream:
        assert len(list(stream)) == len(REAL)
    with INCLUDING.open(filled, "r", group) as stream:
        assert list(stream) == []


def test_a_filter_sees_what_is_left(filled: str) -> None:
    assert len(read(filled, where="is_test")) == 0
    assert len(read(filled, where="is_test", tests="include")) >= 6


@pytest.mark.parametrize(
    "topic", ["gcn.classic.voevent.SWIFT_TEST_COORDS", "gcn.notices.orchard.test"]
)
def test_a_topic_marks_all_its_messages(kafka: KafkaCluster, topic: str) -> None:
    kafka.create_topic(topic)
    url = f"{kafka.url}/{topic}"
    with STREAM.open(url, "w") as stream:
        stream.write_raw(event(), [])
        stream.write({"magnitude": 1})
    assert read(url) == []
    assert len(read(url, tests="include")) == 2
    assert len(read(url, tests="header")) == 2


def test_a_topic_of_somebody_that_is_called_test_is_none(kafka: KafkaCluster) -> None:
    topic = f"test-{uuid.uuid4().hex[:8]}.test"
    kafka.create_topic(topic)
    url = f"{kafka.url}/{topic}"
    with STREAM.open(url, "w") as stream:
        stream.write({"magnitude": 1})
    assert len(read(url)) == 1


def command(*arguments: str | Path) -> tuple[bytes, str]:
    done = subprocess.run([*HOP, *map(str, arguments)], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr.decode()


LEFT_OUT = f"hop: {len(ALL_TESTS)} tests left out; --test include"


@pytest.mark.parametrize("given", [[], ["--test", "exclude"]])
def test_subscribe_prints_no_test_and_counts_them(filled: str, given: list[str]) -> None:
    lines, told = command("subscribe", "--no-auth", "-s", "EARLIEST", "--json=full", *given, filled)
    found = [json.loads(line) for line in lines.splitlines()]
    assert [each["is_test"] for each in found] == [False] * len(REAL)
    assert LEFT_OUT in told


@pytest.mark.parametrize("given", [["-t"], ["--test"], ["--test", "include"], ["--test=include"]])
def test_subscribe_includes_tests_where_asked(filled: str, given: list[str]) -> None:
    options = ["subscribe", "--no-auth", "-s", "EARLIEST", "-j", *given]
    lines, told = command(*options, filled)
    assert len(lines.splitlines()) == len(REAL) + len(ALL_TESTS)
    assert told == ""


def test_subscribe_prints_only_tests_where_asked(filled: str) -> None:
    options = ["subscribe", "--no-auth", "-s", "EARLIEST", "-j", "--test", "only"]
    lines, told = command(*options, filled)
    assert len(lines.splitlines()) == len(ALL_TESTS)
    assert f"hop: {len(REAL)} messages that are no tests left out" in told
    lines, told = command(*options[:-1], "header", "-q", filled)
    assert len(lines.splitlines()) == len(REAL) + len(TESTS)
    assert told == ""


def test_record_leaves_tests_out_and_counts_them(filled: str, tmp_path: Path) -> None:
    options = ["record", "--no-auth", "-s", "EARLIEST"]
    _, told = command(*options, "-o", tmp_path / "real", filled)
    assert LEFT_OUT in told
    assert [each.payload for each in Recording(tmp_path / "real")] == list(REAL.values())
    # A recording that is continued goes on, and leaves out no real message.
    with STREAM.open(filled, "w") as stream:
        stream.write("one more")
        stream.write("a test", test=True)
    command("record", "--no-auth", "--append", "-o", tmp_path / "real", filled)
    payloads = [each.payload for each in Recording(tmp_path / "real")]
    assert payloads == [*REAL.values(), b'"one more"']
    _, told = command(*options, "-t", "-o", tmp_path / "all", filled)
    assert len(list(Recording(tmp_path / "all"))) == len(REAL) + len(ALL_TESTS) + 2
    assert told == ""


def test_hop_run_counts_tests_in_its_log(filled: str, tmp_path: Path) -> None:
    (tmp_path / "desk.py").write_text("def handle(message):\n    print(message.hop_format)\n")
    for given, count in (([], len(REAL)), (["--test", "include"], len(REAL) + len(ALL_TESTS))):
        done = subprocess.run(
            [*HOP, "run", "--no-auth", "-g", uuid.uuid4().hex, "-s", "EARLIEST", "-e", *given,
             "desk:handle", filled],
            cwd=tmp_path, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == count
        assert (LEFT_OUT in done.stderr) is (not given)
