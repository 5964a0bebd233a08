"""In which line of a JSON text something stands."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from itertools import islice

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]++', re.DOTALL)
MOST_TOKENS = 500_000
"""How many texts, numbers and marks of a text are looked at; what follows them has no line."""


def lines_of(text: str, wanted: Collection[Path]) -> dict[Path, int]:
    """The lines, counted from 1, of values in a JSON text; of a member, that of its name.

    Args:
        text: JSON without a fault of syntax.
        wanted: the paths of the values, of names and of indices counted from 0.
    """
    found: dict[Path, int] = {}
    stack: list[str | int] = []  # what is open: the name or index of its present item
    kinds: list[str] = []
    line, position = 1, 0
    is_name = False  # whether the next text is the name of a member

    def note() -> None:
        path = tuple(stack)
        if path in wanted:
            found[path] = line  # of a name that is repeated, the last one counts

    for token in islice(_TOKEN.finditer(text), MOST_TOKENS):
        line += text.count("\n", position, token.start())
        position = token.start()
        word = token[0]
        if is_name and word[0] == '"':
            stack[-1] = json.loads(word, strict=False)
            is_name = False
            note()
        elif word in "{[":
            if not kinds or kinds[-1] == "[":
                note()
            kinds.append(word)
            stack.append("" if word == "{" else 0)
            is_name = word == "{"
        elif word in "}]":
            kinds.pop()
            stack.pop()
            is_name = False
        elif word == ",":
            is_name = kinds[-1] == "{"
            if not is_name:
                stack[-1] = int(stack[-1]) + 1
        elif word != ":" and (not kinds or kinds[-1] == "["):
            note()
    return found
