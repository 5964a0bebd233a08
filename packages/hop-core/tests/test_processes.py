"""Worker processes that end before they read anything, and sums of their metrics."""

from __future__ import annotations

import importlib
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import prometheus_client
import pytest

import hop
from hop._handlers import Counters
from hop._handlers.metrics import Metrics, Sums
from hop._handlers.processes import Processes
from hop._handlers.workers import Workers
from hop.errors import ConfigError, HandlerError

BEGINNINGS = """
import os, signal
from hop.errors import ConfigError

def killed():
    os.kill(os.getpid(), signal.SIGKILL)

def ended():
    os._exit(3)

def refused():
    raise ConfigError("no such file; check the path")
"""


@pytest.fixture
def beginnings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module that workers can import."""
    name = f"beginnings_{uuid.uuid4().hex}"
    (tmp_path / f"{name}.py").write_text(BEGINNINGS)
    monkeypatch.syspath_prepend(tmp_path)
    return importlib.import_module(name)


def test_the_pauses_before_restarts_grow(beginnings: Any, caplog: pytest.LogCaptureFixture) -> None:
    workers = Processes(beginnings.killed, 1)
    thread = threading.Thread(target=workers.go)
    thread.start()
    end = time.monotonic() + 60
    while len(caplog.messages) < 3 and time.monotonic() < end:
        time.sleep(0.05)
    workers.stop()
    thread.join(60)
    assert not thread.is_alive()
    how = "worker 1 was killed by signal 9; it starts again in"
    assert caplog.messages[:3] == [f"{how} 1 s", f"{how} 2 s", f"{how} 4 s"]


def test_a_worker_that_cannot_begin_ends_all(beginnings: Any) -> None:
    with pytest.raises(HandlerError, match=r"could not begin: it ended with exit code 3"):
        Processes(beginnings.ended, 2).go()


def test_the_error_of_a_worker_arrives_as_it_was(beginnings: Any) -> None:
    with pytest.raises(ConfigError, match=r"^no such file; check the path$"):
        Processes(beginnings.refused, 2).go()


@pytest.mark.parametrize("count", [0, -1])
def test_there_is_at_least_one_worker(count: int) -> None:
    with pytest.raises(ValueError, match="workers is 1 or more"):
        hop.run(print, "kafka://group@localhost:1/topic", workers=count, auth=False)


def test_a_function_without_a_name_cannot_be_sent() -> None:
    with pytest.raises(HandlerError, match="give functions that are written in a module"):
        hop.run(lambda message: None, "kafka://group@localhost:1/topic", workers=2, auth=False)


def test_a_state_file_is_for_one_process(tmp_path: Any) -> None:
    options: dict[str, Any] = {"deduplicate": True, "state": tmp_path / "state"}
    with pytest.raises(ValueError, match="a state file belongs to one process"):
        hop.run(print, "kafka://group@localhost:1/topic", workers=2, auth=False, **options)


def test_counts_are_added() -> None:
    total = Counters()
    for number in (1, 2):
        counted = Counters(selection=lambda: {"left_out": 4})
        counted.finish(10 * number, 0.1, dead=False)
        counted.fail(ValueError())
        counted.miss(("topic", 0), number)
        total.add(counted.counts())
    assert (total.done, total.size, total.left_out) == (2, 30, 8)
    assert (total.errors["ValueError"], total.missed["topic", 0]) == (2, 3)


def test_metrics_are_added_and_silence_is_the_shortest() -> None:
    families = []
    for lag, silence in ((2, 30.0), (5, 4.0)):
        counted = Metrics({("topic", lag): lag}.copy, {"topic": silence}.copy)
        counted.finish(100, 0.5, dead=False)
        families.append(list(counted.registry.collect()))
    text = prometheus_client.generate_latest(Sums(lambda: families, lambda: (2, 3)).registry)
    lines = text.decode().splitlines()
    for expected in (
        'hop_messages_total{outcome="done"} 2.0',
        "hop_bytes_total 200.0",
        'hop_lag_messages{partition="2",topic="topic"} 2.0',
        'hop_lag_messages{partition="5",topic="topic"} 5.0',
        'hop_silence_seconds{topic="topic"} 4.0',
        "hop_handling_seconds_count 2.0",
        'hop_handling_seconds_bucket{le="0.5"} 2.0',
        "hop_workers 2.0",
        "hop_worker_restarts_total 3.0",
    ):
        assert expected in lines


def test_what_is_not_begun_can_be_dropped() -> None:
    go, done = threading.Event(), []

    def work(number: int) -> None:
        assert go.wait(60)
        done.append(number)

    workers = Workers(work, 1, 10, lambda: None)
    for number in range(10):
        assert workers.submit(number, number % 3, 0)
    end = time.monotonic() + 60
    while workers.in_progress() != [0] and time.monotonic() < end:
        time.sleep(0.01)
    workers.drop(lambda number: number in (1, 3, 6, 9, 8))
    assert not workers.wait_for_those(lambda number: number == 0, 0)
    go.set()
    assert workers.wait_for_those(lambda number: number == 0, 60)
    assert workers.wait(60)
    assert sorted(done) == [0, 2, 4, 5, 7]
    assert done.index(2) < done.index(5)
    assert done.index(4) < done.index(7)
