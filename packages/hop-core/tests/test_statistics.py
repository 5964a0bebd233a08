"""What librdkafka's statistics tell of a reader: whether it is served."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hop._reader import Statistics
from hop._reader import statistics as module

SERVED: dict[str, Any] = {
    "brokers": {"a": {"nodeid": 0, "state": "UP"}, "b": {"nodeid": 1, "state": "DOWN"}},
    "cgrp": {"state": "up", "join_state": "steady"},
    "topics": {
        "alerts": {
            "partitions": {
                "0": {"desired": True, "broker": 0, "consumer_lag_stored": 3, "consumer_lag": -1},
                "1": {"desired": False, "broker": 1, "consumer_lag_stored": 9, "consumer_lag": -1},
            }
        }
    },
}


class Clock:
    """A clock that is put forward by hand."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(module, "time", found)
    return found


def report(statistics: Statistics, about: dict[str, Any]) -> None:
    statistics.settings()["stats_cb"](json.dumps(about))


def test_a_reader_without_reports_is_stalled(clock: Clock) -> None:
    statistics = Statistics()
    statistics.watch(dict)
    clock.now = 60.0
    assert not statistics.is_stalled(), "nothing is known yet"
    report(statistics, SERVED)
    assert statistics.lag() == {("alerts", 0): 3}
    assert not statistics.is_stalled()
    clock.now = 90.0
    assert statistics.is_stalled()
    report(statistics, SERVED)
    assert not statistics.is_stalled()


def test_silence_counts_from_the_last_message_that_came(clock: Clock) -> None:
    statistics, partition = Statistics(), SERVED["topics"]["alerts"]["partitions"]["0"]

    def come(count: int) -> dict[str, float]:
        about = {"topics": {"alerts": {"partitions": {"0": partition | {"rxmsgs": count}}}}}
        report(statistics, SERVED | about)
        return statistics.silence()

    statistics.watch(dict)
    assert statistics.silence() == {}
    assert come(0) == {"alerts": 0.0}
    clock.now = 50.0
    assert come(0) == {"alerts": 50.0}
    assert come(3) == {"alerts": 0.0}
    clock.now = 70.0
    assert come(3) == {"alerts": 20.0}
    # The stream is opened again: its counts begin anew, the silence goes on.
    statistics.clear()
    statistics.watch(dict)
    assert come(0) == {"alerts": 20.0}
    assert come(1) == {"alerts": 0.0}


@pytest.mark.parametrize(
    "fault",
    [
        {"brokers": {"a": {"nodeid": 0, "state": "TRY_CONNECT"}}},
        {"cgrp": {"state": "query-coord", "join_state": "steady"}},
        {"cgrp": {"state": "up", "join_state": "wait-join"}},
    ],
)
def test_a_reader_that_is_not_served_is_stalled(clock: Clock, fault: dict[str, Any]) -> None:
    statistics = Statistics()
    statistics.watch(dict)
    for second in range(20):
        clock.now = float(second)
        report(statistics, SERVED | fault)
        assert statistics.is_stalled() is (second > 10)
    report(statistics, SERVED)
    assert not statistics.is_stalled()
    clock.now = 99.0
    statistics.clear()
    assert not statistics.is_stalled(), "the stream is closed"
