"""Choices that hypothesis makes, and texts that only it can find."""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Collection
from functools import cache
from typing import Any

from hop.errors import ConfigError
from hop.testing.texts import (
    ADDRESS,
    BASE64,
    EXAMPLES,
    IDENTIFIER,
    MAIL,
    NAMED,
    TIME,
    fits,
    kind_of,
)
from hop.testing.trees import Numbers, Words

_MORE = 3
_FEW = 12
_LARGEST_DEPTH = 2
_LONGEST_TEXT = 40
_EXACT_IN_32_BITS = 2**24


def load() -> Any:
    """The library hypothesis.

    Raises:
        hop.errors.ConfigError: it is not installed.
    """
    try:
        import hypothesis
        import hypothesis.strategies
    except ImportError as fault:
        raise ConfigError(
            "strategies need the library hypothesis, which is not installed; "
            "run: pip install hypothesis"
        ) from fault
    return hypothesis


@cache
def find_text(asked: Words) -> str:
    """The simplest text that fits patterns.

    Raises:
        hop.errors.ConfigError: the library hypothesis is missing, or there is no such text.
    """
    hypothesis = load()
    strategy = hypothesis.strategies.from_regex(asked.patterns[0] if asked.patterns else "")
    settings = hypothesis.settings(derandomize=True, database=None, max_examples=100)
    try:
        return str(hypothesis.find(strategy, lambda text: fits(text, asked), settings=settings))
    except hypothesis.errors.NoSuchExample:
        raise ConfigError(
            f"no text is found for the field {asked.name or '(the whole)'}: it is to match "
            f"{' and '.join(asked.patterns)} and to have {asked.least} to {asked.most} characters; "
            "make the message by hand"
        ) from None


class Drawn:
    """Choices that a test of hypothesis makes.

    Args:
        draw: what a composite strategy is given.
        narrow: whether numbers have 32 bits.
        trimmed: whether texts cannot have blanks around them, or control characters: XML and
            lines do not hold them.
    """

    def __init__(self, draw: Any, *, narrow: bool = False, trimmed: bool = False) -> None:
        self._draw, self._narrow, self._trimmed = draw, narrow, trimmed
        self._st = load().strategies

    def option(self, count: int) -> int:
        """Which of several."""
        return int(self._draw(self._st.integers(0, count - 1))) if count > 1 else 0

    def present(self, names: tuple[str, ...]) -> Collection[str]:
        """Which of the optional fields are there; of many a few, so that messages stay small."""
        if len(names) > _FEW:
            found: Collection[str] = self._draw(_some(names))
            return found
        return [name for name in names if self._draw(self._st.booleans())]

    def size(self, least: int, most: float, depth: int) -> int:
        """How many items or fields there are."""
        more = _MORE if depth <= _LARGEST_DEPTH else 1
        top = int(min(most, least + more))
        return int(self._draw(self._st.integers(least, top))) if top > least else top

    def strangers(self) -> int:
        """How many fields there are of which the schema does not know."""
        return self.size(0, 1, 0)

    def number(self, asked: Numbers) -> float:
        """A number."""
        found: float = self._draw(_numbers(asked, self._narrow))
        return found

    def text(self, asked: Words) -> str:
        """A text."""
        if asked.name == NAMED and asked.examples:
            return asked.examples[0]
        found = str(self._draw(_texts(asked, self._trimmed)))
        return found.strip() if self._trimmed else found

    def anything(self) -> Any:
        """A value of which nothing is asked."""
        return self._draw(json_values())


@cache
def json_values(*, for_avro: bool = False) -> Any:
    """A strategy for what JSON holds.

    Args:
        for_avro: what Avro holds instead: bytes too, but no integers of more than 64 bits.
    """
    st = load().strategies
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    numbers |= st.integers(-(2**63), 2**63 - 1) if for_avro else st.integers()
    leaves = st.none() | st.booleans() | numbers | st.text()
    return st.recursive(
        leaves | st.binary() if for_avro else leaves,
        lambda inner: (
            st.lists(inner, max_size=_MORE) | st.dictionaries(st.text(), inner, max_size=_MORE)
        ),
        max_leaves=8,
    )


@cache
def _some(names: tuple[str, ...]) -> Any:
    st = load().strategies
    return st.lists(st.sampled_from(names), max_size=_FEW, unique=True)


@cache  # to make a strategy takes longer than to draw from it
def _numbers(asked: Numbers, narrow: bool) -> Any:
    st = load().strategies
    least, most = max(asked.least, asked.above), min(asked.most, asked.below)
    if asked.step:
        step = asked.step
        bounds = [round(each / step) if math.isfinite(each) else None for each in (least, most)]
        return st.integers(*bounds).map(lambda each: each * step).filter(asked.allow)
    low = math.ceil(least) if math.isfinite(least) else None
    high = math.floor(most) if math.isfinite(most) else None
    has_whole = low is None or high is None or low <= high
    whole = st.integers(low, high).filter(asked.allow) if has_whole else st.nothing()
    if asked.whole:
        return whole
    floats = st.floats(
        least if math.isfinite(least) else None,
        most if math.isfinite(most) else None,
        allow_nan=False,
        allow_infinity=False,
        width=32 if narrow else 64,
    )
    small = whole.filter(lambda each: abs(each) < _EXACT_IN_32_BITS) if narrow else whole
    return floats.filter(asked.allow) | small


@cache
def _texts(asked: Words, trimmed: bool) -> Any:
    st = load().strategies
    path = st.text("abcxyzABC0189-._~", min_size=1, max_size=_LONGEST_TEXT)
    kind = kind_of(asked)
    of_kind = {
        TIME: st.datetimes().map(lambda time: f"{time.isoformat()}Z"),
        ADDRESS: path.map(lambda name: f"https://kestrel.example.org/{name}"),
        IDENTIFIER: path.map(lambda name: f"ivo://kestrel.example/{name}"),
        MAIL: path.map(lambda name: f"{name}@kestrel.example.org"),
        BASE64: st.binary(max_size=_LONGEST_TEXT).map(lambda data: b64encode(data).decode()),
    }.get(kind)
    if of_kind is not None and fits(EXAMPLES[kind], asked):
        return of_kind.filter(lambda text: fits(text, asked))
    if asked.patterns:
        printable = st.characters(min_codepoint=32, max_codepoint=126) if trimmed else None
        found = st.from_regex(re.compile(asked.patterns[0]), alphabet=printable)
        return found.filter(lambda text: fits(text, asked))
    # Half a character of UTF-16 is never among them, since no text with it can be sent.
    letters = (
        st.characters(categories=("L", "M", "N", "P", "S", "Zs"))
        if trimmed
        else st.characters(exclude_categories=("Cs",))
    )
    most = int(min(asked.most, max(asked.least, _LONGEST_TEXT)))
    found = st.text(letters, min_size=asked.least, max_size=most)
    return found.filter(lambda text: fits(text.strip(), asked)) if trimmed else found
