"""The benchmarks' own rules: turns, ratios of neighbours, and no figure without a sound check."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

import report  # noqa: E402
import workers  # noqa: E402
from contest import BARE, HOP, PEER, Goal, Measure, Run, Work, hold  # noqa: E402

RATE = Measure("rate", "publish", "messages/s", [Goal(1.0, BARE)], more_is_better=True, digits=0)


def runs(*rates: float) -> Run:
    left: Iterator[float] = iter(rates)
    return lambda: {"rate": next(left)}


def failing() -> Mapping[str, float]:
    raise AssertionError("one message of two came twice")


def test_ratios_are_of_neighbours():
    # The machine is ten times slower in the second round: the ratio stays the same.
    work = Work("w", {HOP: runs(200, 20, 210), BARE: runs(100, 10, 100)}, [RATE], rounds=3)
    result = hold(work, print)
    assert result.ratio("rate", BARE) == 2.0
    assert result.median(HOP, "rate") == 200
    assert result.reached(RATE, RATE.goals[0]) is True


def test_contestants_take_turns_and_change_who_is_first():
    order: list[str] = []

    def run(name: str) -> Run:
        return lambda: order.append(name) or {"rate": 1.0}

    hold(Work("w", {HOP: run(HOP), BARE: run(BARE)}, [RATE], rounds=2), print)
    assert order == [HOP, BARE, BARE, HOP]


def test_a_warm_up_does_not_count():
    work = Work("w", {HOP: runs(1, 5), PEER: runs(1, 7)}, [RATE], 1, seldom=[PEER], warms_up=True)
    result = hold(work, print)
    assert result.series(HOP, "rate") == [5]
    assert result.series(PEER, "rate") == [7]


def test_what_fails_its_check_has_no_figure(tmp_path: Path):
    told: list[str] = []
    work = Work("w", {HOP: failing, BARE: runs(100, 100)}, [RATE], rounds=2)
    result = hold(work, told.append)
    assert "one message of two came twice" in told[0]
    assert result.reached(RATE, RATE.goals[0]) is None
    row = report.table([result]).splitlines()[-1]
    assert row.startswith("| publish | messages/s | no figure: its check failed | 100 (100 to 100)")
    report.save(tmp_path / "out.json", [result], {"Python": "3"}, quick=True)
    saved = json.loads((tmp_path / "out.json").read_text())["works"]["w"]
    assert HOP not in saved["figures"]
    assert saved["failed checks"] == {HOP: "one message of two came twice"}


def test_a_contestant_that_finds_a_fault_answers_without_figures():
    with pytest.raises(AssertionError, match="message 5 is"):
        workers.figures(1, "\n", "Traceback\nAssertionError: message 5 is {}")
    assert workers.figures(0, 'noise\n\n{"rate": 2.0}\n', "") == {"rate": 2.0}
