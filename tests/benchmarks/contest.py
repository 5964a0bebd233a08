"""What a work is, who does it, and how their figures are compared."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, float]
Run = Callable[[], Figures]
"""One run of one contestant; raises where a check fails."""

HOP, BARE, PEER = "hop", "confluent-kafka", "hop-client"


@dataclass(frozen=True)
class Goal:
    """What hop is to reach.

    Attributes:
        factor: how many times the figure of the other, or the figure itself.
        against: the other contestant; None where the factor is the figure.
    """

    factor: float
    against: str | None = None


@dataclass(frozen=True)
class Measure:
    """One of the figures of a work; a row of the table.

    Attributes:
        key: its name among the figures of a run.
        title: the row's.
        unit: of the figure.
        goals: what hop is to reach.
        more_is_better: otherwise less is.
        digits: after the point, as it is shown.
    """

    key: str
    title: str
    unit: str
    goals: Sequence[Goal] = ()
    more_is_better: bool = False
    digits: int = 1


@dataclass(frozen=True)
class Work:
    """What all contestants do.

    Attributes:
        name: as it is chosen on the command line.
        runs: who does it, and how.
        measures: the figures that come of it.
        rounds: how often each does it, by turns.
        seldom: those that do it only once, since it takes them long.
        warms_up: whether each does it once before it counts.
    """

    name: str
    runs: Mapping[str, Run]
    measures: Sequence[Measure]
    rounds: int
    seldom: Sequence[str] = ()
    warms_up: bool = False


@dataclass
class Result:
    """The figures of all runs of a work, by contestant, in the order of the rounds."""

    work: Work
    figures: dict[str, list[Figures]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def series(self, contestant: str, key: str) -> list[float]:
        """The figures of a contestant; none where a check of any of its runs failed."""
        if contestant in self.faults:
            return []
        return [each[key] for each in self.figures.get(contestant, ()) if key in each]

    def median(self, contestant: str, key: str) -> float | None:
        """The median of a contestant's figures."""
        series = self.series(contestant, key)
        return statistics.median(series) if series else None

    def ratio(self, key: str, against: str) -> float | None:
        """hop's figure by another's: the median of the rounds' ratios.

        Runs of one round are neighbours in time, so that what slows the machine slows both.
        """
        ours, theirs = self.series(HOP, key), self.series(against, key)
        if not ours or not theirs:
            return None
        if len(ours) != len(theirs):
            return statistics.median(ours) / statistics.median(theirs)
        return statistics.median(our / their for our, their in zip(ours, theirs, strict=True))

    def reached(self, measure: Measure, goal: Goal) -> bool | None:
        """Whether hop reaches a goal; None where a figure is missing."""
        if goal.against is None:
            got = self.median(HOP, measure.key)
        else:
            got = self.ratio(measure.key, goal.against)
        if got is None:
            return None
        return got >= goal.factor if measure.more_is_better else got <= goal.factor


def hold(work: Work, tell: Callable[[str], None]) -> Result:
    """Let the contestants do the work by turns."""
    result = Result(work)
    for number in range(-1 if work.warms_up else 0, work.rounds):
        names = list(work.runs)
        # Whoever comes first meets a broker that has rested longer.
        if number % 2:
            names.reverse()
        for name in names:
            if name in result.faults or (number > 0 and name in work.seldom):
                continue
            try:
                figures = work.runs[name]()
            except AssertionError as fault:
                result.faults[name] = str(fault)
                tell(f"{work.name}: {name} fails its check: {fault}")
                continue
            if number >= 0:
                result.figures.setdefault(name, []).append(figures)
    return result
