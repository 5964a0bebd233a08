"""Filters over a real Kafka: a day of alerts, readers that are killed, handlers, the commands."""

from __future__ import annotations

import asyncio
import itertools
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from day import CIRCULARS, FIELD, GOLD, MERGERS, NEAR, READER, Day, make_day, publish

import hop
from hop import Stream
from hop.cli import main
from hop.errors import ConnectionFailed, FilterError, RecordingError, StateError
from hop.io import StartPosition
from hop.models import Alert
from hop.models.filters import Selector
from hop.recording import Recorder, Recording
from hop.sandbox import KafkaCluster

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False)


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day()


@pytest.fixture(scope="module")
def url(kafka: KafkaCluster, day: Day) -> str:
    """The topics with the day: notices in one, events in the other."""
    return publish(day, kafka)


def ids(messages: Any) -> Counter[str]:
    return Counter(message.alerts[0].message_id for message in messages)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("where", [MERGERS, NEAR, GOLD, CIRCULARS])
def test_of_a_day_passes_what_should_each_once(url: str, day: Day, where: str):
    with STREAM.open(url, where=where, deduplicate=True) as stream:
        assert ids(stream) == Counter(dict.fromkeys(day.expected[where], 1))


@pytest.mark.parametrize("where", [MERGERS, NEAR, GOLD])
def test_a_kill_loses_and_doubles_nothing(url: str, day: Day, where: str, tmp_path: Path):
    handled = tmp_path / "handled"
    program = [sys.executable, "-c", READER, url, where, str(tmp_path / "state"), str(handled)]
    killed = subprocess.run([*program, "3"], timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert len(handled.read_text().splitlines()) == 2
    subprocess.run([*program, "0"], timeout=60, check=True)
    assert Counter(handled.read_text().split()) == Counter(dict.fromkeys(day.expected[where], 1))


def test_what_is_left_out_is_done_for_the_group(url: str):
    for expected in (4, 0):
        with STREAM.open(url, group_id="left-out", where=GOLD, deduplicate=True) as stream:
            assert sum(1 for _ in stream) == expected
    with STREAM.open(url, group_id="left-out") as stream:
        assert list(stream) == []


def test_marks_in_any_order_are_remembered(url: str, tmp_path: Path):
    options: Any = {"where": GOLD, "deduplicate": True, "state": tmp_path / "state"}
    with STREAM.open(url, **options) as stream:
        found = list(stream.read(metadata=True, autocommit=False))
        for _, metadata in reversed(found[1:]):
            stream.mark_done(metadata)
    first = found[0][0].alerts[0].message_id
    with STREAM.open(url, **options) as stream:
        assert first in ids(stream)


def test_streams_for_asyncio_filter_too(url: str, day: Day, tmp_path: Path):
    for expected in (day.expected[GOLD], set()):

        async def read() -> list[Any]:
            options: Any = {"where": GOLD, "deduplicate": True, "state": tmp_path / "state"}
            async with STREAM.aopen(url, group_id="asyncio", **options) as stream:
                return [message async for message in stream]

        assert ids(asyncio.run(read())).keys() == expected


def is_gold(alert: Alert) -> bool:
    return alert.mission == "IceCube" and alert.stage == "Gold"


def test_a_function_filters_as_an_expression_does(url: str, day: Day):
    with STREAM.open(url, where=is_gold, deduplicate=True) as stream:
        assert ids(stream).keys() == day.expected[GOLD]


def test_streams_that_share_a_selector_share_duplicates(url: str, day: Day):
    base, _, topics = url.rpartition("/")
    found: Counter[str] = Counter()
    with Selector(GOLD, deduplicate=True) as selector:
        for topic in topics.split(","):
            with STREAM.open(f"{base}/{topic}", where=selector) as stream:
                found += ids(stream)
    assert found == Counter(dict.fromkeys(day.expected[GOLD], 1))


def test_raw_messages_are_filtered_too(url: str):
    with STREAM.open(url, where=GOLD, deduplicate=True) as stream:
        payloads = list(stream.read_raw())
    assert len(payloads) == 4
    assert all(b"148138" in each for each in payloads)


def test_a_failing_function_loses_no_message_of_a_handler(url: str, tmp_path: Path):
    handled: list[Any] = []
    attempts: Counter[str] = Counter()

    def picky(alert: Alert) -> bool:
        attempts[alert.message_id] += 1
        if alert.message_id.startswith("icecube:148138_52486231"):
            raise ZeroDivisionError("always")
        if alert.message_id.startswith("icecube") and attempts[alert.message_id] == 1:
            raise ZeroDivisionError("once")
        return is_gold(alert)

    counters = hop.run(
        handled.append,
        url,
        "failing",
        auth=False,
        where=picky,
        deduplicate=True,
        retries=1,
        backoff=0.0,
        dead_letter=tmp_path / "dead",
        start_at=StartPosition.EARLIEST,
        persist=False,
    )
    assert "icecube:148138_52486233:0" in ids(handled)
    assert "icecube:148138_52486231:0" not in ids(handled)
    causes = [
        json.loads(each.read_text())["cause"] for each in (tmp_path / "dead").glob("*.meta.json")
    ]
    assert causes == ["ZeroDivisionError: always"] * counters.dead
    assert counters.dead >= 2
    assert counters.left_out > 200


def test_a_wrong_filter_is_refused_before_a_connection():
    nowhere = "kafka://localhost:1/topic"
    with pytest.raises(FilterError, match="did you mean far"):
        STREAM.open(nowhere, where="fat < 1")
    with pytest.raises(FilterError):
        hop.run(print, nowhere, "g", auth=False, where="fat < 1")
    with pytest.raises(ValueError, match="for reading"):
        STREAM.open(nowhere, "w", where="far < 1")
    with pytest.raises(ValueError, match="where="):
        STREAM.open(nowhere, state="file")
    with pytest.raises(ValueError, match="not int"):
        STREAM.open(nowhere, where=7)  # type: ignore[call-overload]


def test_a_stream_that_fails_or_closes_frees_its_state(url: str, tmp_path: Path):
    state = tmp_path / "state"
    with pytest.raises(ConnectionFailed):
        STREAM.open("kafka://localhost:1/topic", deduplicate=True, state=state)
    with (
        STREAM.open(url, deduplicate=True, state=state),
        pytest.raises(StateError, match="in use"),
    ):
        STREAM.open(url, deduplicate=True, state=state)
    STREAM.open(url, deduplicate=True, state=state).close()


def test_the_command_filters_and_explains(url: str, day: Day, tmp_path: Path):
    chosen = ("--no-auth", "-t", "-s", "EARLIEST", "--where", MERGERS, "--deduplicate")
    state = ("--state", str(tmp_path / "state"))
    result = run("subscribe", *chosen, *state, "--explain", "-j", url)
    assert result.returncode == 0, result.stderr
    lines = [json.loads(each) for each in result.stdout.splitlines()]
    assert len(lines) == len(day.expected[MERGERS])
    left_out = [each for each in result.stderr.splitlines() if "left out: topic day-" in each]
    assert len(left_out) == len(day.notices) + len(day.events) - len(lines)
    assert any(
        "lvk:S310706bb: classes.BNS > 0.5 is false: classes.BNS = 0.01" in each for each in left_out
    )
    assert run("subscribe", *chosen, *state, url).stdout == ""


def test_a_recording_holds_what_passes(url: str, tmp_path: Path):
    file = tmp_path / "gold.hop"
    chosen = ("--no-auth", "-s", "EARLIEST", "--where", GOLD, "--deduplicate")
    assert run("record", *chosen, "-o", str(file), url).returncode == 0
    assert len(list(Recording(file))) == 4


def test_a_message_that_is_not_on_the_disk_is_recorded_again(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A state must not say that a message is done which a recording has lost."""
    file, state = tmp_path / "gold.hop", tmp_path / "state"
    arguments = ["record", "--no-auth", "-s", "EARLIEST", "--where", GOLD, "--deduplicate"]
    arguments += ["--state", str(state), "-o", str(file), url]

    flush, calls = Recorder.flush, itertools.count()

    def is_full(recorder: Recorder) -> None:
        if next(calls):  # the first is of the line that names the stream
            raise RecordingError("no space")
        flush(recorder)

    with monkeypatch.context() as full:
        full.setattr(Recorder, "flush", is_full)
        assert main(arguments) == 74
    file.unlink(missing_ok=True)
    assert main(arguments) == 0
    assert len(list(Recording(file))) == 4


@pytest.mark.parametrize("command", ["subscribe", "record", "run"])
def test_a_command_refuses_a_wrong_filter(command: str, tmp_path: Path):
    arguments = {
        "subscribe": [],
        "record": ["-o", str(tmp_path / "file")],
        "run": ["-g", "g", "builtins:print"],
    }[command]
    result = run(
        command, *arguments, "--no-auth", "--where", "far < 1 && fat", "kafka://localhost:1/t"
    )
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "hop: the filter is wrong at column 12: unknown field fat; did you mean far? "
        "(hop explain FilterError)",
        "    far < 1 && fat",
        "               ^",
    ]
    assert not (tmp_path / "file").exists()


def test_the_field_of_the_day_is_the_one_of_its_filter():
    assert f"in_cone({FIELD[0]}, {FIELD[1]}, 5)" in NEAR
