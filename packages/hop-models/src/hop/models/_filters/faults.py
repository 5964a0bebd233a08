"""The errors of CEL's compiler in the words of a user of alerts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hop.errors import FilterError
from hop.models._filters.fields import FIELDS, WHOLES
from hop.models._filters.functions import functions
from hop.models._filters.rewriting import nearest
from hop.models._filters.tokens import Token, before, fault, is_mark, joined, place_of, tokens_of

_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_OVERLOAD = re.compile(r"found no matching overload for '(.+?)' applied to '(.*)'")
_UNDECLARED = re.compile(r"undeclared reference to '(.+?)'")
_WORDS = {"double": "number", "int": "number", "string": "text", "bool": "true/false",
          "timestamp": "time", "null_type": "null",
          "google.protobuf.Duration": "duration"}  # fmt: skip


def translated(source: str, tokens: Sequence[Token], text: str) -> FilterError:
    """The first of the errors of CEL.

    Args:
        source: the user's expression.
        tokens: what CEL was given.
        text: what CEL says.
    """
    found = _ERROR.search(text)
    if found is None:
        return FilterError(f"the filter is too long, or too deeply nested: {text}")
    lines = joined(tokens).split("\n")
    line, column = int(found[1]), int(found[2])
    offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    place = place_of(tokens, offset)
    return fault(source, *_explained(source, place, found[3].removesuffix(" [INVALID_ARGUMENT]")))


def word(kind: str) -> str:
    """The usual word for a type of CEL."""
    return _WORDS.get(kind, kind)


def _explained(source: str, place: int, text: str) -> tuple[int, str]:
    """Where an error is, and what it means."""
    tokens = tokens_of(source)
    at = next((n for n, each in enumerate(tokens) if each.start >= place), len(tokens))
    named = tokens[before(tokens, at)] if is_mark(tokens, at, "(") else None
    undeclared, overload = _UNDECLARED.search(text), _OVERLOAD.search(text)
    if named is not None and named.text in functions() and (undeclared or overload):
        given = f", not with {_types(overload[2])}" if overload else ""
        return named.start, f"call it as {functions()[named.text].usage}{given}"
    if undeclared:
        if named is not None and named.text == undeclared[1]:
            return named.start, f"unknown function {named.text}{nearest(named.text)}"
        # CEL points to the last dot of a name that has some.
        begin = source.rfind(undeclared[1].partition(".")[0], 0, place + 1)
        return (place if begin < 0 else begin), _undeclared(undeclared[1])
    if overload:
        sign = overload[1].strip("_@").replace("_", "") or overload[1]
        return place, f"{sign} is not for {_types(overload[2])}"
    return place, _syntax(text, tokens[at].text if at < len(tokens) else "")


def _undeclared(name: str) -> str:
    if name in WHOLES:
        parts = ", ".join(each for each in FIELDS if each.startswith(f"{name}."))
        return f"{name} has parts: {parts}; or ask has({name})"
    return f"unknown field {name}{nearest(name)}"


def _syntax(text: str, token: str) -> str:
    """What an error of CEL's grammar at a token means; without one, it is at the end."""
    if token in ("&", "|"):
        return f"use {token * 2}"
    if not token or "<EOF>'" in text:
        return "the expression is not complete; a value or a closing bracket is missing"
    if "select operation" in text:
        return "what stands before this dot has no parts"
    if "expecting" in text:
        return f"unexpected {token}; expected an operator such as && or the end"
    return text.removeprefix("Syntax error: ")


def _types(text: str) -> str:
    kinds = [each.strip() for each in text.strip("()").split(", ") if each and each != "*error*"]
    return " and ".join(map(word, kinds)) or "nothing"
