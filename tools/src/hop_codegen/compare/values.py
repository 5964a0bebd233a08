"""Keywords of JSON Schema that hold a plain value: types, enumerations, bounds, and their like."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hop_codegen.compare.verdicts import (
    MOVED,
    NARROWED,
    REPLACED,
    RESHAPED,
    UNCLEAR,
    WIDENED,
    Judgement,
)

Node = dict[str, Any]
Finding = tuple[str, str, Judgement, str]
"""Keyword, kind, judgement, reason."""

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
OF_TYPE = {
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
    "string": {"minLength", "maxLength", "pattern", "format", "contentEncoding"},
    "array": {"items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems",
              "contains", "minContains", "maxContains", "unevaluatedItems"},
    "object": {"properties", "required", "additionalProperties", "patternProperties",
               "propertyNames", "minProperties", "maxProperties", "dependentRequired",
               "dependentSchemas", "dependencies", "unevaluatedProperties"},
}  # fmt: skip
"""Keywords that mean something for one type only."""
OF_TYPE["integer"] = OF_TYPE["number"]

_LOWER = ("minLength", "minItems", "minProperties", "minContains")
_UPPER = ("maxLength", "maxItems", "maxProperties", "maxContains")


def canonical(value: Any) -> str:
    """A text that is the same for JSON values that JSON Schema takes for equal."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def types_of(nodes: Sequence[Any]) -> frozenset[str]:
    """The types that a value may have which fits all of the schemas."""
    result = frozenset(TYPES)
    for node in nodes:
        if node is False:
            return frozenset()
        if not isinstance(node, dict) or "type" not in node:
            continue
        given = node["type"]
        named = {given} if isinstance(given, str) else set(given)
        result &= named | {"integer"} if "number" in named else named
    return result


def _values(nodes: Sequence[Node]) -> dict[str, Any] | None:
    result: dict[str, Any] | None = None
    for node in nodes:
        for listed in (node.get("enum"), [node["const"]] if "const" in node else None):
            if isinstance(listed, list):
                values = {canonical(value): value for value in listed}
                result = (
                    values
                    if result is None
                    else {key: result[key] for key in result if key in values}
                )
    return result


def _bound(nodes: Sequence[Node], plain: str, exclusive: str, sign: int) -> tuple[Any, bool] | None:
    """The strictest bound; sign is 1 for a lower one. Sorted by strictness: (value, excluded)."""
    bounds: list[tuple[Any, bool]] = []
    for node in nodes:
        excluded: Any = node.get(exclusive)
        if _is_number(node.get(plain)):
            # In draft-04 "exclusiveMinimum" is a boolean that belongs to "minimum".
            bounds.append((sign * node[plain], excluded is True))
        if _is_number(excluded):
            bounds.append((sign * excluded, True))
    if not bounds:
        return None
    value, strict = max(bounds)
    return sign * value, strict


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _texts(keyword: str) -> Callable[[Sequence[Node]], frozenset[str]]:
    return lambda nodes: frozenset(
        canonical(node[keyword]) for node in nodes if keyword in node and node[keyword] is not False
    )


@dataclass(frozen=True)
class _Rule:
    """How a keyword is read from all schemas that hold at once, and how two readings compare."""

    keyword: str
    read: Callable[[Sequence[Node]], Any]
    judge: Callable[[str, Any, Any], Finding]


def findings(
    own: tuple[Sequence[Any], Sequence[Any]], whole: tuple[Sequence[Any], Sequence[Any]]
) -> Iterator[Finding]:
    """What changed in the plain keywords of a schema.

    Args:
        own: the schemas of the old and of the new version that hold here and are not compared
            elsewhere.
        whole: all that hold here.
    """
    own_nodes = tuple([node for node in side if isinstance(node, dict)] for side in own)
    nodes = tuple([node for node in side if isinstance(node, dict)] for side in whole)
    for rule in _RULES:
        old, new = (rule.read(side) for side in nodes)
        # What is not changed here is changed where it is referred to, and told there.
        if old != new and rule.read(own_nodes[0]) != rule.read(own_nodes[1]):
            yield rule.judge(rule.keyword, old, new)


def judge_types(old: frozenset[str], new: frozenset[str]) -> tuple[str, Judgement, str]:
    """Kind, judgement and reason of a change of the types that are allowed."""
    more, fewer = sorted(new - old), sorted(old - new)
    if more and fewer:
        text = f"was {_listed(old)}, is {_listed(new)}"
        return "type changed", MOVED if more == ["number"] else REPLACED, text
    if fewer:
        whole = len(fewer) > len(new)
        text = f"only {_listed(new)} is allowed now" if whole else f"no longer {_listed(fewer)}"
        return "type narrowed", NARROWED, text
    if more == ["number"]:
        return "type widened", WIDENED, "numbers need be no integers any more"
    return "type widened", RESHAPED, f"a reader may now find {_listed(more)}"


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    kinds = frozenset(names)
    if kinds == frozenset(TYPES):
        return "any type"
    if "number" in kinds:
        kinds -= {"integer"}
    return ", ".join(sorted(kinds)) or "nothing"


def _judge_types(keyword: str, old: frozenset[str], new: frozenset[str]) -> Finding:
    kind, judgement, reason = judge_types(old, new)
    return keyword, kind, judgement, reason


def _judge_values(keyword: str, old: Any, new: Any) -> Finding:
    if old is None:
        return keyword, "values limited", NARROWED, f"only {_shown(new)} is allowed now"
    if new is None:
        return keyword, "values freed", WIDENED, f"it may be other than {_shown(old)} now"
    more = {key: new[key] for key in new if key not in old}
    fewer = {key: old[key] for key in old if key not in new}
    if more and fewer:
        judgement = MOVED if len(fewer) < len(old) else REPLACED
        text = f"{_shown(fewer)} became {_shown(more)}"
        return keyword, "values changed", judgement, text
    if more:
        return keyword, "values added", WIDENED, f"a reader may now find {_shown(more)}"
    return keyword, "values removed", NARROWED, f"no longer allowed: {_shown(fewer)}"


def _shown(values: dict[str, Any]) -> str:
    texts = [json.dumps(value, ensure_ascii=False) for value in values.values()]
    return ", ".join(texts[:8]) + (f" and {len(texts) - 8} more" if len(texts) > 8 else "")


def _judge_bound(sign: int) -> Callable[[str, Any, Any], Finding]:
    def rank(bound: tuple[Any, bool] | None) -> tuple[Any, ...]:
        return (-math.inf,) if bound is None else (sign * bound[0], bound[1])

    def judge(keyword: str, old: Any, new: Any) -> Finding:
        text = f"was {_bound_text(old)}, is {_bound_text(new)}"
        if rank(new) > rank(old):
            return keyword, "bound tightened", NARROWED, text
        return keyword, "bound loosened", WIDENED, text

    return judge


def _bound_text(bound: tuple[Any, bool] | None) -> str:
    if bound is None:
        return "without a bound"
    return f"{bound[0]}{', itself excluded' if bound[1] else ''}"


def _judge_texts(
    added: Judgement, removed: Judgement, both: Judgement
) -> Callable[[str, frozenset[str], frozenset[str]], Finding]:
    def judge(keyword: str, old: frozenset[str], new: frozenset[str]) -> Finding:
        more, fewer = sorted(new - old), sorted(old - new)
        if more and fewer:
            text = f"was {', '.join(fewer)}, is {', '.join(more)}"
            return keyword, f"{keyword} changed", both, text
        if more:
            return keyword, f"{keyword} added", added, f"now has to be {', '.join(more)}"
        return keyword, f"{keyword} removed", removed, f"need no longer be {', '.join(fewer)}"

    return judge


def _judge_multiple(keyword: str, old: frozenset[str], new: frozenset[str]) -> Finding:
    text = f"was {', '.join(sorted(old)) or 'free'}, is {', '.join(sorted(new)) or 'free'}"
    if not new or (old and _divides(new, old)):
        return keyword, "bound loosened", WIDENED, text
    if not old or _divides(old, new):
        return keyword, "bound tightened", NARROWED, text
    return keyword, "bound moved", MOVED, text


def _divides(small: frozenset[str], large: frozenset[str]) -> bool:
    """Whether every multiple of all the large ones is one of all the small ones."""
    return all(
        any(Fraction(each) % Fraction(divisor) == 0 for each in large if Fraction(divisor))
        for divisor in small
    )


def _size(keyword: str, sign: int) -> Callable[[Sequence[Node]], tuple[Any, bool] | None]:
    def read(nodes: Sequence[Node]) -> tuple[Any, bool] | None:
        bound = _bound(nodes, keyword, "", sign)
        # A length of nought or more is any length.
        idle = sign > 0 and bound is not None and bound[0] <= 0 and keyword != "minContains"
        return None if idle else bound

    return read


_RULES = (
    _Rule("type", types_of, _judge_types),
    _Rule("enum", _values, _judge_values),
    _Rule(
        "minimum", lambda nodes: _bound(nodes, "minimum", "exclusiveMinimum", 1), _judge_bound(1)
    ),
    _Rule(
        "maximum", lambda nodes: _bound(nodes, "maximum", "exclusiveMaximum", -1), _judge_bound(-1)
    ),
    *(_Rule(keyword, _size(keyword, 1), _judge_bound(1)) for keyword in _LOWER),
    *(_Rule(keyword, _size(keyword, -1), _judge_bound(-1)) for keyword in _UPPER),
    _Rule("multipleOf", _texts("multipleOf"), _judge_multiple),
    _Rule("uniqueItems", _texts("uniqueItems"), _judge_texts(NARROWED, WIDENED, MOVED)),
    _Rule("pattern", _texts("pattern"), _judge_texts(NARROWED, WIDENED, MOVED)),
    # Most validators take these for notes, some check them.
    *(
        _Rule(keyword, _texts(keyword), _judge_texts(UNCLEAR, UNCLEAR, UNCLEAR))
        for keyword in ("format", "contentEncoding", "contentMediaType")
    ),
)
