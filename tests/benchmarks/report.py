"""Results as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contest import BARE, HOP, PEER, Goal, Measure, Result

_COLUMNS = (HOP, BARE, PEER)


def table(results: Sequence[Result]) -> str:
    """The table, in Markdown: medians with their range, and hop's ratio to each other."""
    lines = [
        "| work | unit | hop | confluent-kafka | hop-client | reached | to reach |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in results:
        for measure in result.work.measures:
            cells = [_cell(result, name, measure) for name in _COLUMNS]
            got, wanted = _goals(result, measure)
            lines.append(
                f"| {measure.title} | {measure.unit} | {' | '.join(cells)} | {got} | {wanted} |"
            )
            lines += _others(result, measure)
    return "\n".join(lines)


def _others(result: Result, measure: Measure) -> list[str]:
    """Variants of the work, below it."""
    return [
        f"| … {name} | {measure.unit} | {_cell(result, name, measure)} | | | | |"
        for name in result.work.runs
        if name not in _COLUMNS and result.series(name, measure.key)
    ]


def _cell(result: Result, contestant: str, measure: Measure) -> str:
    if contestant in result.faults:
        return "no figure: its check failed"
    series = result.series(contestant, measure.key)
    if not series:
        return "-"
    middle = result.median(contestant, measure.key)
    shown = [f"{each:,.{measure.digits}f}" for each in (middle or 0.0, min(series), max(series))]
    return shown[0] if len(series) == 1 else f"{shown[0]} ({shown[1]} to {shown[2]})"


def _goals(result: Result, measure: Measure) -> tuple[str, str]:
    got, wanted = [], []
    sign = "≥" if measure.more_is_better else "≤"
    for goal in measure.goals:
        value = _value(result, measure, goal)
        reached = result.reached(measure, goal)
        mark = {True: "yes", False: "**no**", None: "-"}[reached]
        unit = f" of {goal.against}" if goal.against else f" {measure.unit}"
        got.append("-" if value is None else f"{value:.2f}{unit}: {mark}")
        wanted.append(f"{sign} {goal.factor:g}{unit}")
    return "; ".join(got), "; ".join(wanted)


def _value(result: Result, measure: Measure, goal: Goal) -> float | None:
    if goal.against is None:
        return result.median(HOP, measure.key)
    return result.ratio(measure.key, goal.against)


def save(path: Path, results: Sequence[Result], machine: dict[str, str], quick: bool) -> None:
    """Write all figures of all runs."""
    works: dict[str, Any] = {
        result.work.name: {
            "figures": {
                name: runs for name, runs in result.figures.items() if name not in result.faults
            },
            "failed checks": result.faults,
            "reached": {
                measure.title: {
                    f"{goal.factor:g} {goal.against or measure.unit}": result.reached(measure, goal)
                    for goal in measure.goals
                }
                for measure in result.work.measures
            },
        }
        for result in results
    }
    path.write_text(
        json.dumps({"quick": quick, "with": machine, "works": works}, indent=2) + "\n",
        encoding="utf-8",
    )
