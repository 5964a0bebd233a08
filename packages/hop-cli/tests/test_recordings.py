"""The commands about recordings, as far as they need no broker."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from damage import TIME_MS, metadata

from hop.cli import replay
from hop.recording import Recorded, Recorder

from .conftest import Result

Hop = Callable[..., Result]
ODD = (-1, 9_000_000_000_000_000, 2**63 - 1)


def record(path: Path, *times: int) -> None:
    with Recorder(path, "kafka://h/t") as recorder:
        for offset, time in enumerate(times):
            recorder.add(b"1", metadata(offset, timestamp=time))


@pytest.mark.parametrize("odd", ODD)
def test_times_that_are_no_dates_are_shown_as_numbers(hop: Hop, tmp_path: Path, odd: int) -> None:
    path = tmp_path / "x.rec"
    record(path, TIME_MS, odd)
    (part,) = json.loads(hop("inspect", "--json", path).out)["partitions"]
    assert (part["first_time"], part["last_time"]) == ("2023-11-14T22:13:20.000Z", odd)
    assert f"2023-11-14T22:13:20.000Z to {odd}\n" in hop("inspect", path).out


def test_damage_is_shown(hop: Hop, tmp_path: Path) -> None:
    path = tmp_path / "x.rec"
    record(path, TIME_MS)
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00" * 5)
        file.write(gzip.compress(b"", mtime=0))
        file.write(b"\x1f\x8b\x08\x00")
    known = hop("inspect", "--json", path)
    tree = json.loads(known.out)
    assert (tree["messages"], tree["damaged_bytes"], tree["broken_bytes"]) == (1, 20, 4)
    assert "20 bytes in the middle of" in known.err
    assert "the last 4 bytes of" in known.err
    assert "cannot be read: 20 bytes in the middle, 4 at the end" in hop("inspect", path).out
    path.write_bytes(b"\x1f\x8b\x08\x00" + path.read_bytes()[:size])
    assert "recorded from kafka://h/t" in hop("inspect", path).out


def test_a_topic_made_anew_is_shown(hop: Hop, tmp_path: Path) -> None:
    path = tmp_path / "x.rec"
    record(path, TIME_MS, TIME_MS)
    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"2", metadata(0, timestamp=TIME_MS + 5))
    (part,) = json.loads(hop("inspect", "--json", path).out)["partitions"]
    assert (part["messages"], part["restarts"]) == (3, 1)
    assert "offsets begin again 1 times" in hop("inspect", path).out


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("first", [True, False])
def test_times_that_are_no_dates_are_replayed_at_once(
    monkeypatch: pytest.MonkeyPatch, odd: int, first: bool
) -> None:
    slept = []
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    monkeypatch.setattr(replay.time, "sleep", sleep)
    monkeypatch.setattr(replay.time, "monotonic", lambda: now)
    times = [TIME_MS, TIME_MS + 10_000]
    times.insert(0 if first else 1, odd)
    messages = [Recorded("t", 0, n, time, None, [], b"") for n, time in enumerate(times)]
    assert list(replay._paced(iter(messages), 1.0)) == messages
    assert slept == [10.0]


def test_a_gap_of_years_is_waited_for_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    slept, now = [], 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += 10**15  # the time comes all the same

    monkeypatch.setattr(replay.time, "sleep", sleep)
    monkeypatch.setattr(replay.time, "monotonic", lambda: now)
    messages = [Recorded("t", 0, n, time, None, [], b"") for n, time in enumerate((0, 2 * 10**14))]
    assert list(replay._paced(iter(messages), 0.001)) == messages
    assert slept == [3600.0]
