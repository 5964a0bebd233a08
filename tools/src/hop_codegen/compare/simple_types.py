"""Simple types of XSD: what they are made of, and what a change of that means."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from hop_codegen.compare.verdicts import (
    MOVED,
    NARROWED,
    REPLACED,
    RESHAPED,
    WIDENED,
    Judgement,
)

_XS = "{http://www.w3.org/2001/XMLSchema}"
_NUMBERS = frozenset(
    {
        *("decimal", "integer", "long", "int", "short", "byte", "float", "double"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    }
)
_TEXTS = frozenset({"string", "normalizedString", "token", "anySimpleType", "anyAtomicType"})
_LOWER = ("minInclusive", "minExclusive", "minLength")
_UPPER = ("maxInclusive", "maxExclusive", "maxLength", "totalDigits", "fractionDigits")

Finding = tuple[str, Judgement, str]


def compare_simple_types(old: Any, new: Any) -> Iterator[Finding]:
    """Kind, judgement and reason of each change of a simple type."""
    if _variety(old) != _variety(new):
        yield "type changed", *_by_variety(_variety(old), _variety(new))
        return
    if _variety(old) == "list":
        for kind, judgement, reason in compare_simple_types(old.item_type, new.item_type):
            yield kind, judgement, f"in a list: {reason}"
    elif _variety(old) == "union":
        members = [{simple_meaning(each) for each in kind.member_types} for kind in (old, new)]
        if members[1] - members[0]:
            yield "type widened", WIDENED, "there is another kind of value"
        if members[0] - members[1]:
            yield "type narrowed", NARROWED, "a kind of value fits no longer"
    else:
        before, after = _builtin(old), _builtin(new)
        if before != after:
            yield _by_builtin(old, new, before, after)
    yield from _compare_facets(_facets(old), _facets(new))


def simple_meaning(kind: Any) -> Any:
    """What a simple type is, to be compared for equality."""
    if not hasattr(kind, "is_simple") or not kind.is_simple():
        return kind.name or id(kind)
    if _variety(kind) == "list":
        return ("list", simple_meaning(kind.item_type), *_sorted(_facets(kind)))
    if _variety(kind) == "union":
        return ("union", *(simple_meaning(each) for each in kind.member_types))
    return (_builtin(kind), *_sorted(_facets(kind)))


def _sorted(facets: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, repr(value)) for name, value in facets.items())


def _variety(kind: Any) -> str:
    if kind.is_list():
        return "list"
    return "union" if kind.is_union() else "atomic"


def _ancestors(kind: Any) -> list[str]:
    names, here = [], kind
    while here is not None:
        if here.name is not None and here.name.startswith(_XS):
            names.append(str(here.local_name))
        here = here.base_type
    return names


def _builtin(kind: Any) -> str:
    return next(iter(_ancestors(kind)), "anySimpleType")


def _by_variety(old: str, new: str) -> tuple[Judgement, str]:
    text = f"was {_with_article(old)}, is {_with_article(new)}"
    if old == "atomic":
        return RESHAPED if new == "union" else REPLACED, text
    return REPLACED, text


def _with_article(variety: str) -> str:
    return {"atomic": "a single value", "list": "a list", "union": "one of several kinds"}[variety]


def _by_builtin(old: Any, new: Any, before: str, after: str) -> Finding:
    text = f"was xs:{before}, is xs:{after}"
    numbers = before in _NUMBERS and after in _NUMBERS
    texts = before in _TEXTS and after in _TEXTS
    real = {"float", "double"}
    if {before, after} == real:
        widened, narrowed = after == "double", before == "double"
    else:
        # Every text of one type is one of the other.
        widened = after in _ancestors(old) or (numbers and after in real)
        narrowed = before in _ancestors(new) or (numbers and before in real)
    if widened or (after in _TEXTS and not texts):
        return "type widened", WIDENED if numbers or texts else RESHAPED, text
    if narrowed:
        return "type narrowed", NARROWED, text
    if before in _TEXTS:
        # Every document still fits the old schema, but what was text is none any more.
        return "type narrowed", MOVED, text
    return "type changed", REPLACED, text


def _facets(kind: Any) -> dict[str, Any]:
    """The facets that a type has beyond those of the builtin type it is made from."""
    base, patterns = kind, []
    while base is not None and not (base.name or "").startswith(_XS):
        if base.patterns is not None:
            regexps = sorted(str(each.get("value")) for each in base.patterns)
            if regexps not in patterns:
                patterns.append(regexps)
        base = base.base_type
    if base is kind:
        return {}
    builtin = _own_facets(base) if base is not None else {}
    found = {name: value for name, value in _own_facets(kind).items() if builtin.get(name) != value}
    if patterns:
        found["pattern"] = " and ".join(" or ".join(each) for each in patterns)
    return found


def _own_facets(kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, facet in (kind.facets or {}).items():
        local = str(name or "").removeprefix(_XS)
        if local == "enumeration":
            found[local] = tuple(dict.fromkeys(str(each) for each in kind.enumeration))
        elif local not in ("", "pattern", "assertion"):
            found[local] = str(facet.value)
    return found


def _compare_facets(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Finding]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if name == "enumeration":
            yield from _compare_values(before, after)
        elif name in _LOWER or name in _UPPER:
            yield _compare_bounds(name, before, after)
        else:
            text = f"was {before}, is {after}" if before and after else str(after or before)
            judgement = MOVED if before and after else NARROWED if after else WIDENED
            verb = "changed" if before and after else "added" if after else "removed"
            yield f"{name} {verb}", judgement, text


def _compare_values(before: Any, after: Any) -> Iterator[Finding]:
    if before is None:
        yield "values limited", NARROWED, f"only {', '.join(after)}"
    elif after is None:
        yield "values freed", WIDENED, f"it may be other than {', '.join(before)}"
    else:
        more = [each for each in after if each not in before]
        fewer = [each for each in before if each not in after]
        if more and len(fewer) == len(before):
            yield "values changed", REPLACED, f"{', '.join(fewer)} became {', '.join(more)}"
            return
        if more:
            yield "values added", WIDENED, f"a reader may now find {', '.join(more)}"
        if fewer:
            yield "values removed", NARROWED, f"no longer allowed: {', '.join(fewer)}"


def _compare_bounds(name: str, before: Any, after: Any) -> Finding:
    text = f"{name} was {before or 'absent'}, is {after or 'absent'}"
    if before is None or after is None:
        tighter = before is None
    else:
        try:
            higher = Decimal(after) > Decimal(before)
        except InvalidOperation:
            higher = after > before  # dates and times, which sort as texts
        tighter = higher if name in _LOWER else not higher
    if tighter:
        return "bound tightened", NARROWED, text
    return "bound loosened", WIDENED, text
