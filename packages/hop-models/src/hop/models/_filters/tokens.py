"""The tokens of an expression in CEL, and where each stands in the user's text.

This is no parser: CEL's own decides what an expression means. What hop adds to the language is
written in CEL first, token by token, and each token keeps its place, so that errors point there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from hop.errors import FilterError

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*)
    | (?P<text>[rRbB]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    | (?P<float>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)
    | (?P<int>(?:0[xX][0-9a-fA-F]+|\d+)(?![0-9uU]))
    | (?P<name>[A-Za-z_]\w*)
    | (?P<mark>&&|\|\||[=!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENS, _CLOSES = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression.

    Attributes:
        kind: ``space``, ``text``, ``float``, ``int``, ``name`` or ``mark``.
        text: how it is written in CEL.
        start: where it begins in the user's text.
        end: where it ends there.
        is_moved: whether its text is not the user's own.
    """

    kind: str
    text: str
    start: int
    end: int
    is_moved: bool = False

    def written(self, text: str, kind: str = "name") -> Token:
        """The same place, with another text."""
        return Token(kind, text, self.start, self.end, True)


def tokens_of(source: str) -> list[Token]:
    """The tokens of an expression, spaces and comments too."""
    return [
        Token(match.lastgroup or "", match[0], match.start(), match.end())
        for match in _TOKEN.finditer(source)
    ]


def joined(tokens: Sequence[Token]) -> str:
    """The text of the tokens."""
    return "".join(each.text for each in tokens)


def next_of(tokens: Sequence[Token], index: int) -> int:
    """The next token that is no space; the number of tokens at the end."""
    index += 1
    while index < len(tokens) and tokens[index].kind == "space":
        index += 1
    return index


def before(tokens: Sequence[Token], index: int) -> int:
    """The token before that is no space; -1 at the beginning."""
    index -= 1
    while index >= 0 and tokens[index].kind == "space":
        index -= 1
    return index


def is_mark(tokens: Sequence[Token], index: int, text: str) -> bool:
    """Whether there is a token at the index, and it is this mark."""
    return 0 <= index < len(tokens) and tokens[index].kind == "mark" and tokens[index].text == text


def closing(tokens: Sequence[Token], index: int) -> int | None:
    """The token that closes the bracket at the index; None where none does."""
    depth = 0
    for at in range(index, len(tokens)):
        if tokens[at].kind == "mark":
            depth += (tokens[at].text in _OPENS) - (tokens[at].text in _CLOSES)
            if depth == 0:
                return at
    return None


def opening(tokens: Sequence[Token], index: int) -> int | None:
    """The token that opens the bracket which closes at the index; None where none does."""
    depth = 0
    for at in range(index, -1, -1):
        if tokens[at].kind == "mark":
            depth += (tokens[at].text in _CLOSES) - (tokens[at].text in _OPENS)
            if depth == 0:
                return at
    return None


def split(tokens: Sequence[Token], mark: str) -> list[list[Token]]:
    """The parts between the marks that stand in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for each in tokens:
        if each.kind == "mark":
            depth += (each.text in _OPENS) - (each.text in _CLOSES)
        if each.kind == "mark" and each.text == mark and depth == 0:
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


def stripped(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without spaces at both ends."""
    solid = [index for index, each in enumerate(tokens) if each.kind != "space"]
    return list(tokens[solid[0] : solid[-1] + 1]) if solid else []


def place_of(tokens: Sequence[Token], offset: int) -> int:
    """Where in the user's text that is which stands at an offset of the joined text."""
    starts, at = [], 0
    for each in tokens:
        starts.append(at)
        at += len(each.text)
    if not tokens or offset >= at:
        return tokens[-1].end if tokens else 0
    index = bisect_right(starts, offset) - 1
    token = tokens[index]
    return token.start if token.is_moved else token.start + offset - starts[index]


def fault(source: str, place: int, text: str) -> FilterError:
    """An error that shows the line of the expression, and points to the place.

    Args:
        source: the user's text.
        place: where in it.
        text: what is wrong, and what was expected.
    """
    line = source.count("\n", 0, place) + 1
    begin = source.rfind("\n", 0, place) + 1
    column = place - begin + 1
    end = source.find("\n", place)
    shown = source[begin : len(source) if end < 0 else end].replace("\t", " ")
    where = f"line {line}, column {column}" if "\n" in source.strip() else f"column {column}"
    return FilterError(
        f"the filter is wrong at {where}: {text}\n    {shown}\n    {' ' * (column - 1)}^",
        line=line,
        column=column,
    )
