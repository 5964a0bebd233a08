"""`hop events follow` and `hop run --events` over a real Kafka."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hop import Stream
from hop.events import Events
from hop.models import VOEvent
from hop.sandbox import KafkaCluster

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
STREAM = Stream(auth=False)
AT = datetime(2031, 4, 12, 3, 14, tzinfo=UTC)


def _event(number: int, ra: float) -> VOEvent:
    made = VOEvent.build(
        f"ivo://example.org/lantern#L{number}", author="Lantern", ra=ra, dec=20.0, error=0.1,
        time=AT + timedelta(hours=number),
    )  # fmt: skip
    assert isinstance(made, VOEvent)
    return made


@pytest.fixture
def urls(kafka: KafkaCluster, new_topic) -> list[str]:
    """Two topics: first notices in one, later ones in the other."""
    first, later = (f"{kafka.url}/{new_topic()}" for _ in range(2))
    events = [_event(number, 10.0 + number) for number in range(5)]
    with STREAM.open(first, "w") as stream:
        for each in events:
            stream.write(each)
    with STREAM.open(later, "w") as stream:
        for number, each in enumerate(events[:3]):
            ivorn = f"ivo://example.org/lantern#L{number}b"
            stream.write(
                each.update(ivorn=ivorn, author="Lantern", ra=11.0, dec=20.0, error=0.01, time=AT)
            )
        stream.write(events[3].retract(ivorn="ivo://example.org/lantern#L3b", author="Lantern"))
    return [first, later]


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=60, cwd=cwd
    )


def test_two_streams_are_followed_into_one_file(urls: list[str], tmp_path: Path):
    file = tmp_path / "events.db"
    command = ("events", "follow", "--no-auth", "--file", file, "-s", "EARLIEST", "-e", "-j", *urls)
    result = run(*command)
    assert result.returncode == 0, result.stderr
    assert {json.loads(line)["event"]["event_id"] for line in result.stdout.splitlines()} == {
        f"voevent:ivo://example.org/lantern#L{number}" for number in range(5)
    }
    with Events(file) as events:
        found = {each.event_id[-2:]: each for each in events.all()}
    assert [found[f"L{number}"].notices for number in range(5)] == [2, 2, 2, 2, 1]
    assert [found[f"L{number}"].is_retracted for number in range(5)] == [False] * 3 + [True, False]
    again = run(*command)  # the same notices again change nothing
    assert (again.returncode, again.stdout) == (0, "")


def test_a_wrong_stream_ends_the_others(urls: list[str], tmp_path: Path):
    nowhere = "kafka://localhost:1/topic"
    result = run("events", "follow", "--no-auth", "--file", tmp_path / "e.db", urls[0], nowhere)
    assert result.returncode == 69
    assert "localhost:1" in result.stderr


HANDLER = """
calls = []

def handle(event, changes):
    name = event.event_id[-2:]
    if name not in calls:
        calls.append(name)
        raise RuntimeError(f"the first call for {name} fails")
    print(name, event.notices, ",".join(each.field for each in changes), flush=True)
"""


def test_a_handler_gets_each_change_though_it_failed_once(urls: list[str], tmp_path: Path):
    (tmp_path / "desk.py").write_text(HANDLER)
    result = run("run", "desk:handle", urls[0], "-g", "desk", "--no-auth", "-s", "EARLIEST", "-e",
                 "--backoff", "0.01", "--events", "events.db", cwd=tmp_path)  # fmt: skip
    assert result.returncode == 0, result.stderr
    lines = [line.split() for line in result.stdout.splitlines()]
    assert sorted(line[:2] for line in lines) == [[f"L{number}", "1"] for number in range(5)]
    assert all("ra" in line[2].split(",") for line in lines)
