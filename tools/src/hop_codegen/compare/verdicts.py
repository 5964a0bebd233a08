"""What a change of a schema means for programs that read messages, and for those that write them.

Readers are programs made for the old version that get messages of the new one. Writers are programs
made for the old version whose messages are checked by the new one. So readers are affected if the
new version accepts more, and writers if it accepts less. A change of the attributes of a generated
class (one is gone, may now be absent, or has another type) breaks readers even if every message
still fits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How much a change matters to one side, from least to most."""

    COMPATIBLE = "compatible"
    CARE = "needs care"
    BREAKING = "breaking"


class Step(StrEnum):
    """How far the version of the model package has to move, from least to most."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


_STEPS = list(Step)
_VERDICTS = list(Verdict)


@dataclass(frozen=True)
class Judgement:
    """The verdicts for readers and for writers, and the step if both are compatible."""

    readers: Verdict
    writers: Verdict
    least: Step = Step.MINOR


DOCUMENTED = Judgement(Verdict.COMPATIBLE, Verdict.COMPATIBLE, Step.PATCH)
"""Only people read it."""
ADDED = Judgement(Verdict.COMPATIBLE, Verdict.COMPATIBLE)
"""Something is new, and no program is affected."""
WIDENED = Judgement(Verdict.CARE, Verdict.COMPATIBLE)
"""More messages fit than before."""
NARROWED = Judgement(Verdict.COMPATIBLE, Verdict.BREAKING)
"""Fewer messages fit than before."""
RESHAPED = Judgement(Verdict.BREAKING, Verdict.COMPATIBLE)
"""More messages fit, and programs find values of another kind."""
REPLACED = Judgement(Verdict.BREAKING, Verdict.BREAKING)
"""Messages of each version do not fit the other."""
MOVED = Judgement(Verdict.CARE, Verdict.BREAKING)
"""Some messages fit no longer, others newly do."""
UNCLEAR = Judgement(Verdict.CARE, Verdict.CARE)
"""What fits is the same, or depends on the program; its meaning may have changed."""


def opposite(inner: Judgement) -> Judgement:
    """Judge a change for a schema that forbids what the changed one accepts."""
    widened = inner.readers is not Verdict.COMPATIBLE
    narrowed = inner.writers is not Verdict.COMPATIBLE
    if widened and narrowed:
        return MOVED
    if widened:
        return NARROWED
    return WIDENED if narrowed else inner


def worst(judgements: Sequence[Judgement]) -> Judgement:
    """The most severe verdict for each side."""
    return Judgement(
        max((each.readers for each in judgements), key=_VERDICTS.index),
        max((each.writers for each in judgements), key=_VERDICTS.index),
        max((each.least for each in judgements), key=_STEPS.index),
    )


Finding = tuple[str, Judgement, str]
"""What was done, in two or three words; what that means; and why, in one sentence."""


def judge_values(old: Collection[str] | None, new: Collection[str] | None) -> Finding:
    """Judge a change of the values that are allowed; None stands for any."""
    if old is None or new is None:
        if new is not None:
            return "values limited", NARROWED, f"only {_listed(new)} is allowed now"
        return "values freed", WIDENED, f"it may be other than {_listed(old or ())} now"
    more = [value for value in new if value not in old]
    fewer = [value for value in old if value not in new]
    if more and fewer:
        judgement = MOVED if len(fewer) < len(old) else REPLACED
        return "values changed", judgement, f"{_listed(fewer)} became {_listed(more)}"
    if more:
        return "values added", WIDENED, f"a reader may now find {_listed(more)}"
    return "values removed", NARROWED, f"no longer allowed: {_listed(fewer)}"


def _listed(values: Collection[str]) -> str:
    more = f" and {len(values) - 8} more" if len(values) > 8 else ""
    return ", ".join(list(values)[:8]) + more


def judge_bound(tighter: bool, reason: str) -> Finding:
    """Judge a change of a bound."""
    if tighter:
        return "bound tightened", NARROWED, reason
    return "bound loosened", WIDENED, reason


@dataclass(frozen=True)
class Change:
    """One change of a schema.

    Attributes:
        path: the file and the place in it, as in ``circular.schema.json#/properties/body``; the
            place of the new version, or of the old one where it is gone.
        kind: what was done, in two or three words.
        judgement: what that means.
        reason: why, in one sentence.
    """

    path: str
    kind: str
    judgement: Judgement
    reason: str

    @property
    def step(self) -> Step:
        """The step that this change alone would ask for."""
        verdicts = (self.judgement.readers, self.judgement.writers)
        if Verdict.BREAKING in verdicts:
            return Step.MAJOR
        return Step.MINOR if Verdict.CARE in verdicts else self.judgement.least

    def asdict(self) -> dict[str, str]:
        """The change as it stands in ``--json``."""
        return {
            "path": self.path,
            "kind": self.kind,
            "readers": str(self.judgement.readers),
            "writers": str(self.judgement.writers),
            "step": str(self.step),
            "reason": self.reason,
        }


class Findings:
    """The changes that are found in one schema.

    Args:
        name: its file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.changes: list[Change] = []

    def add(self, pointer: str, kind: str, judgement: Judgement, reason: str) -> None:
        """Note a change."""
        self.changes.append(Change(f"{self.name}#{pointer}", kind, judgement, reason))


@dataclass(frozen=True)
class Comparison:
    """Every change between two versions, in the order of their files and places."""

    changes: tuple[Change, ...]

    @property
    def step(self) -> Step:
        """How far the version of the model package has to move."""
        return max((change.step for change in self.changes), key=_STEPS.index, default=Step.NONE)

    def asdict(self) -> dict[str, Any]:
        """``{"step": …, "changes": […]}``."""
        return {"step": str(self.step), "changes": [change.asdict() for change in self.changes]}
