"""Choices that are always the same: each kind of sample makes its own."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from hop.testing.texts import FREE, fits, kind_of, plain_text
from hop.testing.trees import Numbers, Words

_UNICODE = "Ω 新星 Ångström e\N{COMBINING ACUTE ACCENT} \N{RIGHT-TO-LEFT MARK}נובה 🔭 <&\"'>"
_LONG = 10_000
_MANY = 25
_ORDINARY = (17.5, 0.5, 1.0, 0.0, -17.5)


@dataclass(frozen=True)
class Policy:
    """How one sample chooses.

    Attributes:
        name: of the sample.
        why: what it shows.
        everything: whether optional fields are there.
        choice: which of several, the last one where there are fewer.
        texts: ``plain``, ``unicode``, ``long`` or ``empty``.
        numbers: ``plain``, ``least`` or ``greatest``.
        many: whether lists and tables are long.
        unknown: how many fields there are of which the schema does not know.
        narrow: whether numbers have 32 bits.
    """

    name: str
    why: str
    everything: bool = True
    choice: int = 0
    texts: Literal["plain", "unicode", "long", "empty"] = "plain"
    numbers: Literal["plain", "least", "greatest"] = "plain"
    many: bool = False
    unknown: int = 0
    narrow: bool = False

    def option(self, count: int) -> int:
        """Which of several."""
        return min(self.choice, count - 1)

    def present(self, names: tuple[str, ...]) -> Collection[str]:
        """Which of the optional fields are there."""
        return names if self.everything else ()

    def size(self, least: int, most: float, depth: int) -> int:
        """How many items or fields there are."""
        wanted = _MANY if self.many and depth < 3 else int(self.everything)
        return int(min(max(least, wanted), most))

    def strangers(self) -> int:
        """How many fields there are of which the schema does not know."""
        return self.unknown

    def number(self, asked: Numbers) -> float:
        """A number."""
        if self.numbers == "plain":
            return _fitting(asked, [*asked.examples, *_ordinary(asked)])
        sign = -1 if self.numbers == "least" else 1
        bound = asked.least if sign < 0 else asked.most
        if asked.format == "xsd-float":
            limits = [math.inf * sign]
        elif asked.whole:
            limits = [2**63 - 1 if sign > 0 else -(2**63), sign * (2**53 - 1)]
        else:
            limits = [sign * (3.4028234663852886e38 if self.narrow else 1.7976931348623157e308)]
        near = [each for each in (asked.below, asked.above) if math.isfinite(each)]
        beside = [value for each in near for value in _beside(each, whole=asked.whole)]
        return _fitting(asked, [*(x for x in (bound,) if math.isfinite(x)), *limits, *beside])

    def text(self, asked: Words) -> str:
        """A text."""
        if kind_of(asked) == FREE:
            text = {"unicode": _UNICODE, "long": "kestrel " * (_LONG // 8 - 1) + "kestrel",
                    "empty": "", "plain": None}[self.texts]  # fmt: skip
            if text is not None:
                cut = text[: int(min(asked.most, len(text)))].strip()
                if fits(cut, asked):
                    return cut
        return plain_text(asked)

    def anything(self) -> Any:
        """A value of which nothing is asked."""
        return [
            {"event": self.text(Words()), "magnitude": self.number(Numbers())},
            [self.number(Numbers()), self.text(Words()), True, None],
            None,
        ][self.option(3)]


def _ordinary(asked: Numbers) -> list[float]:
    return [*(int(each) for each in _ORDINARY)] if asked.whole else [*_ORDINARY]


def _beside(bound: float, *, whole: bool) -> list[float]:
    if whole:
        return [math.ceil(bound) - 1, math.floor(bound) + 1]
    return [math.nextafter(bound, -math.inf), math.nextafter(bound, math.inf)]


def _fitting(asked: Numbers, wanted: list[float]) -> float:
    """The first of some numbers that is within the bounds, else one that is."""
    bounds = [b for b in (asked.least, asked.most, asked.above, asked.below) if math.isfinite(b)]
    middle = [sum(bounds) / len(bounds)] if bounds else []
    near = [value for each in bounds for value in (each, *_beside(each, whole=asked.whole))]
    for each in (*wanted, *_ordinary(asked), *middle, *near):
        number = round(each) if asked.whole and math.isfinite(each) else each
        if asked.step and math.isfinite(number):
            try:
                number = math.floor(number / asked.step) * asked.step
            except OverflowError:  # of the greatest number, in small steps
                continue
        if asked.allow(number):
            return number
    return wanted[0]


POLICIES = (
    Policy("minimal", "only what must be there", everything=False),
    Policy("everything", "each field is there"),
    Policy("second choice", "of several types or values the second", choice=1),
    Policy("third choice", "of several types or values the third", choice=2),
)
"""What a sound message looks like."""

EDGES = (
    Policy("last choice", "of several types or values the last: null where it may be", choice=99),
    Policy("unicode", "texts of many scripts, and what XML and JSON must escape", texts="unicode"),
    Policy("long texts", "texts of 10,000 characters", texts="long"),
    Policy("empty texts", "texts without a character", texts="empty"),
    Policy("greatest numbers", "the greatest numbers that are allowed", numbers="greatest"),
    Policy("least numbers", "the least numbers that are allowed", numbers="least"),
    Policy("many", "long lists", many=True),
    Policy("unknown fields", "fields that the schema does not name, but allows", unknown=3),
)
"""What is just allowed."""
