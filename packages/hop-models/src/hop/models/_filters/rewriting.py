"""What hop adds to CEL, written in CEL: integers are numbers, fields can be asked for presence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from hop.models._filters.fields import FIELDS, WHOLES
from hop.models._filters.functions import OF_HOP_SKY, functions
from hop.models._filters.tokens import (
    Token,
    before,
    closing,
    fault,
    is_mark,
    next_of,
    opening,
)

# What CEL gives as an integer. The time of day is here too: time.getHours() > 20.
_GIVE_INTEGERS = frozenset({
    "size", "int", "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek",
    "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds",
})  # fmt: skip
_MAPS = ("classes", "properties")
_OF_PYTHON = {"and": "&&", "or": "||", "not": "!", "True": "true", "False": "false", "None": "null"}
_OTHERS = ("has", "size", "matches", "startsWith", "endsWith", "contains", "exists", "all", "in",
           "timestamp", "duration", "double", "int", "true", "false", "null")  # fmt: skip


def presence(name: str) -> str:
    """The variable that says whether a field is known."""
    return f"has_{name.replace('.', '_')}_"


def nearest(name: str, names: Iterable[str] | None = None) -> str:
    """A question for what was meant; "" where no name is near. Default: of all names."""
    known = (*FIELDS, *WHOLES, *functions(), *_OTHERS) if names is None else names
    near = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {near[0]}?" if near else ""


def rewritten(source: str, tokens: Sequence[Token]) -> list[Token]:
    """The same expression in plain CEL.

    Raises:
        hop.errors.FilterError: a name that no alert has, or a word of Python.
    """
    _check_words(source, tokens)
    return _with_numbers(_with_presence(source, tokens))


def chain(tokens: Sequence[Token], index: int) -> tuple[str, int]:
    """The names joined by dots that begin at a token, and the index behind them."""
    name, end = tokens[index].text, index + 1
    while is_mark(tokens, dot := next_of(tokens, end - 1), "."):
        after = next_of(tokens, dot)
        if after >= len(tokens) or tokens[after].kind != "name":
            break
        name, end = f"{name}.{tokens[after].text}", after + 1
    return name, end


def names_in(tokens: Sequence[Token]) -> dict[str, int]:
    """The names that stand in an expression, with what follows by a dot, and where they begin."""
    found: dict[str, int] = {}
    for index, each in enumerate(tokens):
        if each.kind == "name" and not is_mark(tokens, before(tokens, index), "."):
            found.setdefault(chain(tokens, index)[0], index)
    return found


def _check_words(source: str, tokens: Sequence[Token]) -> None:
    for index, each in enumerate(tokens):
        if each.kind == "mark" and each.text == "=":
            raise fault(source, each.start, "= is no comparison; use ==")
        if each.kind != "name" or is_mark(tokens, before(tokens, index), "."):
            continue
        if each.text in _OF_PYTHON:
            raise fault(source, each.start, f"{each.text} is Python; use {_OF_PYTHON[each.text]}")
        is_called = is_mark(tokens, next_of(tokens, index), "(")
        if is_called and each.text in OF_HOP_SKY and each.text not in functions():
            raise fault(
                source,
                each.start,
                f"{each.text}() needs the package hop-sky, which is not installed; run: "
                "pip install hop-sky; or leave this part out",
            )
        if each.text in WHOLES:
            name, _ = chain(tokens, index)
            parts = [known for known in FIELDS if known.startswith(f"{each.text}.")]
            if name.count(".") and name not in parts:
                last = index + 2
                raise fault(
                    source,
                    tokens[min(last, len(tokens) - 1)].start,
                    f"there is no {name}{nearest(name, parts)}",
                )


def _with_presence(source: str, tokens: Sequence[Token]) -> list[Token]:
    """With ``has(field)``, ``field == null`` and ``field != null`` as variables."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        each = tokens[index]
        end = None
        if each.kind == "name" and not is_mark(tokens, before(tokens, index), "."):
            if each.text == "has":
                end = _has(source, tokens, index, out)
            else:
                end = _equals_null(tokens, index, out)
        if end is None:
            out.append(each)
            index += 1
        else:
            index = end
    return out


def _has(source: str, tokens: Sequence[Token], index: int, out: list[Token]) -> int | None:
    open_ = next_of(tokens, index)
    first = next_of(tokens, open_)
    if not is_mark(tokens, open_, "(") or first >= len(tokens) or tokens[first].kind != "name":
        return None
    name, end = chain(tokens, first)
    close = next_of(tokens, end - 1)
    if not is_mark(tokens, close, ")") or (name.partition(".")[0] in _MAPS and "." in name):
        return None  # CEL itself asks for keys of maps, and tells what is wrong
    if name not in FIELDS and name not in WHOLES:
        if "." in name and name.partition(".")[0] not in WHOLES:
            return None  # of a variable of exists() or all()
        raise fault(source, tokens[first].start, f"unknown field {name}{nearest(name)}")
    out.append(tokens[index].written(presence(name)))
    return close + 1


def _equals_null(tokens: Sequence[Token], index: int, out: list[Token]) -> int | None:
    """Write a comparison with null, in either order, that begins here; the index behind it."""
    left, end = chain(tokens, index)
    sign = next_of(tokens, end - 1)
    right = next_of(tokens, sign)
    if not (is_mark(tokens, sign, "==") or is_mark(tokens, sign, "!=")) or right >= len(tokens):
        return None
    if tokens[right].kind != "name":
        return None
    other, after = chain(tokens, right)
    name = left if other == "null" else other if left == "null" else ""
    begin = tokens[index]
    if name in FIELDS or name in WHOLES:
        asked = [begin.written(presence(name))]
    elif name.partition(".")[0] in _MAPS and name.count(".") == 1:
        asked = [
            begin.written("has"),
            begin.written("(", "mark"),
            begin.written(name),
            begin.written(")", "mark"),
        ]
    else:
        return None
    out += asked if tokens[sign].text == "!=" else [begin.written("!", "mark"), *asked]
    return after


def _in_indices(tokens: Sequence[Token]) -> set[int]:
    """The tokens in brackets that choose an item of a list, where CEL wants integers."""
    inside: set[int] = set()
    for index in range(len(tokens)):
        if is_mark(tokens, index, "["):
            last = before(tokens, index)
            is_value = last >= 0 and (
                (tokens[last].kind == "name" and tokens[last].text != "in")
                or tokens[last].text in (")", "]")
            )
            close = closing(tokens, index)
            if is_value and close is not None:
                inside.update(range(index, close))
    return inside


def _with_numbers(tokens: Sequence[Token]) -> list[Token]:
    """With every integer as a number: CEL compares no integers with numbers."""
    indices = _in_indices(tokens)
    opens: dict[int, int] = {}
    closes: dict[int, int] = {}
    for index, each in enumerate(tokens):
        open_ = next_of(tokens, index)
        if each.kind == "name" and each.text in _GIVE_INTEGERS and index not in indices:
            close = closing(tokens, open_) if is_mark(tokens, open_, "(") else None
            if close is not None:
                start = _start_of_value(tokens, index)
                opens[start] = opens.get(start, 0) + 1
                closes[close] = closes.get(close, 0) + 1
    out: list[Token] = []
    for index, each in enumerate(tokens):
        for _ in range(opens.get(index, 0)):
            out += [each.written("double"), each.written("(", "mark")]
        if each.kind == "int" and index not in indices:
            out.append(each.written(repr(float(int(each.text, 0))), "float"))
        else:
            out.append(each)
        out += [each.written(")", "mark")] * closes.get(index, 0)
    return out


def _start_of_value(tokens: Sequence[Token], index: int) -> int:
    """Where a value begins whose last function is at the index: ``a.b(c)[d].size``."""
    while is_mark(tokens, dot := before(tokens, index), "."):
        index = before(tokens, dot)
        while index >= 0 and tokens[index].kind == "mark" and tokens[index].text in ")]":
            start = opening(tokens, index)
            if start is None:
                return index
            left = before(tokens, start)
            if left < 0 or (tokens[left].kind != "name" and tokens[left].text not in (")", "]")):
                return start
            index = left
    return max(index, 0)
