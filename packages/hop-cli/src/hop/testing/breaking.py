"""What breaks a schema: a sound tree with one thing changed, for each rule that there is."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hop.testing.places import Place, Rules, kind_of, place_of
from hop.testing.texts import fits
from hop.testing.trees import Words, is_known

_IN_WORDS = {
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_OTHERS: tuple[Any, ...] = ("no such value", 17, [], {}, True, None, 17.5)
_UNMATCHED = ("", "?", "no such value", "~", "0", "a b", "é", "-" * 300)
_UNKNOWN = "unknown_field"
_BOUNDS = (
    ("minimum", -1, "at least"),
    ("maximum", 1, "at most"),
    ("exclusiveMinimum", 0, "more than"),
    ("exclusiveMaximum", 0, "less than"),
)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Break:
    """A tree that one rule forbids.

    Attributes:
        name: the rule and where it holds, in a few words.
        why: the same as a sentence.
        tree: the tree.
    """

    name: str
    why: str
    tree: Any


def breaks(rules: Rules, tree: Any, *, has_types: bool = True) -> Iterator[Break]:
    """What breaks a schema, each rule once; whether it does is still to be judged.

    Args:
        rules: the rules for the whole.
        tree: a tree that meets them.
        has_types: whether a text can be told from another value, and one item from a list: not so
            in XML.
    """
    seen: set[tuple[Any, ...]] = set()
    for path, value, place in _walk(rules, tree):
        for word, (name, why, changed) in _changes(place, path, value):
            if word == "type" and not has_types and {"string", "array"} & {*place.types}:
                continue
            # The same rule may hold at many places.
            keyword = word.partition(" ")[0]
            said = [node for node in place.nodes if keyword in node] or place.nodes
            key = (word, *sorted(map(id, said)))
            if key not in seen:
                seen.add(key)
                yield Break(name, why, _with(tree, path, changed))


def _walk(rules: Rules, tree: Any) -> Iterator[tuple[Path, Any, Place]]:
    """Each value with its rules, the outer ones first: that is where a rule is told of."""
    waiting: list[tuple[Path, Any, Rules]] = [((), tree, rules)]
    while waiting:
        path, value, given = waiting.pop(0)
        place = _settled(given, value)
        yield path, value, place
        if isinstance(value, Mapping):
            for name, inner in value.items():
                if below := place.fields.get(name) or place.others:
                    waiting.append(((*path, name), inner, below))
        elif isinstance(value, list):
            ahead, others = place.items
            for number, inner in enumerate(value[: len(ahead) + 1]):
                if below := ahead[number] if number < len(ahead) else others:
                    waiting.append(((*path, number), inner, below))


def _settled(rules: Rules, value: Any) -> Place:
    """The rules for a value, with those of the alternatives that are of its type."""
    place = place_of(rules)
    kind = kind_of(value)
    done = 0
    while len(place.alternatives) > done:
        branches = [
            each for each in place.alternatives[done] if kind in (place_of(each).types or [kind])
        ]
        if len(branches) == 1:
            place = place_of((*place.rules, *branches[0]))
        done += 1
    return place


_Told = tuple[str, str, Any]


def _changes(place: Place, path: Path, value: Any) -> Iterator[tuple[str, _Told]]:
    """Rules by their keywords, and what breaks each: name, reason, and the value instead."""
    where = "/".join(map(str, path)) or "the whole"
    allowed = place.types
    if allowed:
        told = " or ".join(_IN_WORDS[kind] for kind in allowed)
        if "number" in allowed:
            allowed = [*allowed, "integer"]
        for other in _OTHERS:
            if (kind := kind_of(other)) not in allowed:
                why = f"{where} is {told}, not {_IN_WORDS[kind]}"
                yield "type", (f"wrong type of {where}", why, other)
                break
    if (values := place.values) is not None and (other := _outside(values)) not in values:
        why = f"{where} is one of {', '.join(map(str, values))}"
        yield "enum", (f"unknown value of {where}", why, other)
    if isinstance(value, Mapping):
        yield from _of_object(place, where, value)
    elif isinstance(value, list):
        yield from _of_list(place, where, value)
    elif isinstance(value, str):
        yield from _of_text(place, where, value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _of_number(place, where)


def _outside(values: list[Any]) -> Any:
    first = values[0] if values else ""
    return f"{first}?" if isinstance(first, str) else "no such value"


def _of_object(place: Place, where: str, value: Mapping[str, Any]) -> Iterator[tuple[str, _Told]]:
    prefix = "" if where == "the whole" else f"{where}/"
    for name in place.required:
        if name in value:
            rest = {key: each for key, each in value.items() if key != name}
            yield (
                f"required {name}",
                (f"missing {prefix}{name}", f"{prefix}{name} must be there", rest),
            )
    if place.others is None:
        why = f"{where} has no field {_UNKNOWN}"
        yield "additionalProperties", (f"unknown field in {where}", why, {**value, _UNKNOWN: "1"})
    branches = [each for listed in place.every("anyOf") for each in listed]
    if value and any(isinstance(each, Mapping) and "required" in each for each in branches):
        # Where one of several fields must be there.
        yield "anyOf", (f"nothing in {where}", f"{where} has one of its fields at least", {})


def _of_list(place: Place, where: str, value: list[Any]) -> Iterator[tuple[str, _Told]]:
    least, most = int(place.at_least("minItems")), place.at_most("maxItems")
    if least > 0:
        why = f"{where} has at least {least}"
        yield "minItems", (f"too few of {where}", why, value[: least - 1])
    if value and most < 1000:
        more = (value * (int(most) + 1))[: int(most) + 1]
        yield "maxItems", (f"too many of {where}", f"{where} has at most {int(most)}", more)
    if value and place.first("uniqueItems"):
        why = f"no two of {where} are equal"
        yield "uniqueItems", (f"twice the same in {where}", why, [*value, value[0]])


def _of_text(place: Place, where: str, value: str) -> Iterator[tuple[str, _Told]]:
    least, most = int(place.at_least("minLength")), place.at_most("maxLength")
    if least > 0:
        why = f"{where} has at least {least} characters"
        yield "minLength", (f"too short {where}", why, value[: least - 1])
    if most < 100_000:
        longer = value.ljust(int(most) + 1, "x")
        why = f"{where} has at most {int(most)} characters"
        yield "maxLength", (f"too long {where}", why, longer)
    for pattern in filter(is_known, place.every("pattern")):
        asked = Words(patterns=(pattern,))
        other = next((text for text in _UNMATCHED if not fits(text, asked)), None)
        if other is not None:
            yield "pattern", (f"wrong form of {where}", f"{where} matches {pattern}", other)


def _of_number(place: Place, where: str) -> Iterator[tuple[str, _Told]]:
    for word, beyond, told in _BOUNDS:
        for bound in place.every(word):
            yield (
                word,
                (f"{where} out of bounds, {word}", f"{where} is {told} {bound}", bound + beyond),
            )
    for step in place.every("multipleOf"):
        yield "multipleOf", (f"wrong step of {where}", f"{where} is a multiple of {step}", step / 2)


def _with(tree: Any, path: Path, value: Any) -> Any:
    """A copy of a tree with another value at a place."""
    if not path:
        return copy.deepcopy(value)
    changed = copy.deepcopy(tree)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed
