"""The keywords of JSON Schema that hold plain values: types, enumerations, bounds, patterns, …"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from hop_codegen.compare.verdicts import (
    MOVED,
    NARROWED,
    REPLACED,
    RESHAPED,
    UNCLEAR,
    WIDENED,
    Finding,
    judge_bound,
    judge_values,
)

Node = dict[str, Any]

TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_OF_NUMBERS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
OF_TYPE = {
    "number": _OF_NUMBERS,
    "integer": _OF_NUMBERS,
    "string": {"minLength", "maxLength", "pattern", "format", "contentEncoding"},
    "array": {"items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems",
              "contains", "minContains", "maxContains", "unevaluatedItems"},
    "object": {"properties", "required", "additionalProperties", "patternProperties",
               "propertyNames", "minProperties", "maxProperties", "dependentRequired",
               "dependentSchemas", "dependencies", "unevaluatedProperties"},
}  # fmt: skip
"""Keywords that mean something for one type only."""

# Bounds from below, and from above, each with the keyword that excludes the bound itself.
_LOWER = {"minimum": "exclusiveMinimum", "minLength": "", "minItems": "", "minProperties": "",
          "minContains": ""}  # fmt: skip
_UPPER = {"maximum": "exclusiveMaximum", "maxLength": "", "maxItems": "", "maxProperties": "",
          "maxContains": ""}  # fmt: skip


class _Rule(NamedTuple):
    """How one keyword is read from all schemas that apply, and how two readings compare."""

    keyword: str
    read: Callable[[Sequence[Node]], Any]
    judge: Callable[[str, Any, Any], Finding]


def findings(
    own: tuple[Sequence[Any], Sequence[Any]], whole: tuple[Sequence[Any], Sequence[Any]]
) -> Iterator[tuple[str, Finding]]:
    """Find what changed in the plain keywords of a schema.

    Args:
        own: the schemas of the old and of the new version that apply here and are not compared
            elsewhere.
        whole: all that apply here.

    Yields:
        The keyword, and the change.
    """
    own_old, own_new = (_objects(side) for side in own)
    all_old, all_new = (_objects(side) for side in whole)
    for keyword, read, judge in _RULES:
        old, new = read(all_old), read(all_new)
        # A change in a schema that is referred to is reported there.
        if old != new and read(own_old) != read(own_new):
            yield keyword, judge(keyword, old, new)


def _objects(schemas: Sequence[Any]) -> list[Node]:
    return [schema for schema in schemas if isinstance(schema, dict)]


def canonical(value: Any) -> str:
    """Write a JSON value so that values which JSON Schema takes for equal have the same text."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


# Types


def types_of(schemas: Sequence[Any]) -> frozenset[str]:
    """The types of the values that can fit all of the schemas."""
    result = TYPES
    for schema in schemas:
        if schema is False:
            return frozenset()
        if isinstance(schema, dict) and "type" in schema:
            given = schema["type"]
            named = {given} if isinstance(given, str) else set(given)
            result &= named | {"integer"} if "number" in named else named
    return result


def listed(types: frozenset[str]) -> str:
    """Name types as a person would; a number may be an integer."""
    if types == TYPES:
        return "any type"
    return ", ".join(sorted(types - {"integer"} if "number" in types else types)) or "nothing"


def _judge_types(_: str, old: frozenset[str], new: frozenset[str]) -> Finding:
    more, fewer = new - old, old - new
    if more and fewer:
        judgement = MOVED if more == {"number"} else REPLACED
        return "type changed", judgement, f"was {listed(old)}, is {listed(new)}"
    if fewer:
        few_left = len(fewer) > len(new)
        text = f"only {listed(new)} is allowed now" if few_left else f"no longer {listed(fewer)}"
        return "type narrowed", NARROWED, text
    if more == {"number"}:
        return "type widened", WIDENED, "numbers need not be integers any more"
    return "type widened", RESHAPED, f"a reader may now find {listed(more)}"


# Enumerations


def _read_values(nodes: Sequence[Node]) -> dict[str, None] | None:
    """The values that all enumerations and constants allow, as an ordered set; None for any."""
    result: dict[str, None] | None = None
    for node in nodes:
        for allowed in (node.get("enum"), [node["const"]] if "const" in node else None):
            if isinstance(allowed, list):
                values = dict.fromkeys(map(canonical, allowed))
                if result is not None:
                    values = {value: None for value in result if value in values}
                result = values
    return result


# Bounds. The stricter of two bounds is the greater one: (1 or -1 times the value, excluded).


def _bound_rule(keyword: str, excluding: str, sign: int) -> _Rule:
    no_bound = (-math.inf, False)

    def read(nodes: Sequence[Node]) -> tuple[Any, bool]:
        bounds = [no_bound]
        for node in nodes:
            excluded: Any = node.get(excluding)
            if _is_number(node.get(keyword)):
                # In draft-04 "exclusiveMinimum" is a boolean that belongs to "minimum".
                bounds.append((sign * node[keyword], excluded is True))
            if _is_number(excluded):
                bounds.append((sign * excluded, True))
        strictest = max(bounds)
        # Every length is 0 or more.
        any_length = sign > 0 and not excluding and strictest[0] <= 0 and keyword != "minContains"
        return no_bound if any_length else strictest

    def shown(bound: tuple[Any, bool]) -> str:
        value, excluded = bound
        if bound == no_bound:
            return "without a bound"
        return f"{sign * value}{', itself excluded' if excluded else ''}"

    return _Rule(
        keyword,
        read,
        lambda _, old, new: judge_bound(new > old, f"was {shown(old)}, is {shown(new)}"),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# Keywords that hold one value, of which several apply if several schemas do


def _text_rule(keyword: str, judge: Callable[[str, Any, Any], Finding]) -> _Rule:
    def read(nodes: Sequence[Node]) -> frozenset[str]:
        return frozenset(
            canonical(node[keyword]) for node in nodes if node.get(keyword, False) is not False
        )

    return _Rule(keyword, read, judge)


def _judge_demand(keyword: str, old: frozenset[str], new: frozenset[str]) -> Finding:
    more, fewer = ", ".join(sorted(new - old)), ", ".join(sorted(old - new))
    if more and fewer:
        return f"{keyword} changed", MOVED, f"was {fewer}, is {more}"
    if more:
        return f"{keyword} added", NARROWED, f"now has to be {more}"
    return f"{keyword} removed", WIDENED, f"no longer has to be {fewer}"


def _judge_format(keyword: str, old: frozenset[str], new: frozenset[str]) -> Finding:
    # Most validators take these for notes, some check them.
    kind, _, reason = _judge_demand(keyword, old, new)
    return kind, UNCLEAR, reason


def _judge_multiple(_: str, old: frozenset[str], new: frozenset[str]) -> Finding:
    text = f"was {', '.join(sorted(old)) or 'free'}, is {', '.join(sorted(new)) or 'free'}"
    if _divides(new, old):
        return judge_bound(False, text)
    if _divides(old, new):
        return judge_bound(True, text)
    return "bound moved", MOVED, text


def _divides(small: frozenset[str], large: frozenset[str]) -> bool:
    """Return True if every multiple of all the large ones is one of all the small ones."""
    return all(
        any(Fraction(each) % Fraction(divisor) == 0 for each in large if Fraction(divisor))
        for divisor in small
    )


_RULES = (
    _Rule("type", types_of, _judge_types),
    _Rule("enum", _read_values, lambda _, old, new: judge_values(old, new)),
    *(_bound_rule(keyword, excluding, 1) for keyword, excluding in _LOWER.items()),
    *(_bound_rule(keyword, excluding, -1) for keyword, excluding in _UPPER.items()),
    _text_rule("multipleOf", _judge_multiple),
    _text_rule("uniqueItems", _judge_demand),
    _text_rule("pattern", _judge_demand),
    *(
        _text_rule(word, _judge_format)
        for word in ("format", "contentEncoding", "contentMediaType")
    ),
)
