"""From the rules of a schema to a value that meets them; somebody else makes the choices."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from hop.testing.places import Place, Rules, place_of

_DEEP = 6
"""From this level on only what must be there is there, since schemas may refer to themselves."""
_DEEPEST = 40
"""Where it goes on to here, it would go on for ever."""
_SIMPLE = ("boolean", "integer", "number", "string", "null")


@dataclass(frozen=True)
class Words:
    """What is asked of a text.

    Attributes:
        name: the field that it is for.
        format: what it is, as JSON Schema names it: ``date-time``; "" where nothing is said.
        patterns: regular expressions, each of which is found in it.
        least: how many characters it has at least.
        most: how many at most.
        examples: texts that the schema shows.
    """

    name: str = ""
    format: str = ""
    patterns: tuple[str, ...] = ()
    least: int = 0
    most: float = math.inf
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """What is asked of a number.

    Attributes:
        least: the smallest; -inf where there is none.
        most: the greatest; inf where there is none.
        above: it is greater than this.
        below: it is less than this.
        whole: whether it is an integer.
        step: it is a multiple of this; None where any will do.
        format: what it is, as JSON Schema names it.
        examples: numbers that the schema shows.
    """

    least: float = -math.inf
    most: float = math.inf
    above: float = -math.inf
    below: float = math.inf
    whole: bool = False
    step: float | None = None
    format: str = ""
    examples: tuple[float, ...] = ()

    def allow(self, number: float) -> bool:
        """Whether a number is within the bounds."""
        return self.least <= number <= self.most and self.above < number < self.below


class Choices(Protocol):
    """Who chooses where a schema leaves a choice."""

    def option(self, count: int) -> int:
        """Which of several, counted from 0; null comes last."""

    def present(self, names: tuple[str, ...]) -> Collection[str]:
        """Which of the optional fields are there."""

    def size(self, least: int, most: float, depth: int) -> int:
        """How many items or fields there are."""

    def strangers(self) -> int:
        """How many fields there are of which the schema does not know, where it allows them."""

    def number(self, asked: Numbers) -> float:
        """A number."""

    def text(self, asked: Words) -> str:
        """A text."""

    def anything(self) -> Any:
        """A value of which nothing is asked."""


class Impossible(Exception):
    """Nothing meets the rules, as far as is seen here; it never leaves this package."""


def grow(rules: Rules, choices: Choices, name: str = "", depth: int = 0) -> Any:
    """A value that meets rules, but for those that only a look at the whole could tell.

    Args:
        rules: the rules.
        choices: who chooses.
        name: the field that the value is for.
        depth: how many objects and arrays it is in.
    """
    if depth > _DEEPEST:
        raise Impossible
    place = _settle(rules, choices, depth)
    if (values := place.values) is not None:
        if not values:
            raise Impossible
        ordered = sorted(values, key=lambda each: each is None)
        return copy.deepcopy(ordered[choices.option(len(ordered))])
    kinds = place.types
    if depth >= _DEEP:
        kinds = [kind for kind in kinds if kind in _SIMPLE] or kinds
    if not kinds:
        return choices.anything()
    kind = kinds[choices.option(len(kinds))]
    if kind == "object":
        return _object(place, choices, depth)
    if kind == "array":
        return _array(place, choices, name, depth)
    return _leaf(kind, place, choices, name)


def _leaf(kind: str, place: Place, choices: Choices, name: str) -> Any:
    match kind:
        case "string":
            return choices.text(_words(place, name))
        case "boolean":
            return choices.option(2) == 1
        case "null":
            return None
    return choices.number(_numbers(place, whole=kind == "integer"))


def _settle(rules: Rules, choices: Choices, depth: int) -> Place:
    """The place that is left when one of each alternative was chosen."""
    place = place_of(rules)
    done = 0
    while len(place.alternatives) > done:
        branches = place.alternatives[done]
        if depth >= _DEEP:
            branches = [
                branch for branch in branches if set(place_of(branch).types) & set(_SIMPLE)
            ] or branches
        # Those already followed first, so that the alternatives keep their order.
        place = place_of((*place.rules, *branches[choices.option(len(branches))]))
        done += 1
    if any(rule.node is False for rule in place.rules):
        raise Impossible
    return place


def _object(place: Place, choices: Choices, depth: int) -> dict[str, Any]:
    fields, others = place.fields, place.others
    required = set(place.required)
    allowed = [
        name for name, rules in fields.items() if not any(rule.node is False for rule in rules)
    ]
    optional = tuple(name for name in allowed if name not in required and depth < _DEEP)
    there = {*required, *(choices.present(optional) if optional else ())}
    tree = {name: grow(fields[name], choices, name, depth + 1) for name in allowed if name in there}
    needed = [*place.required, *(other for name in tree for other in place.needed_by(name))]
    for name in needed:
        if name not in tree:
            tree[name] = grow(fields.get(name) or others or (), choices, name, depth + 1)
    if others is not None:
        _add_fields(tree, place, choices, others, depth)
    return tree


def _add_fields(
    tree: dict[str, Any], place: Place, choices: Choices, others: Rules, depth: int
) -> None:
    """Fields that the schema does not name: those of a table, or what it knows nothing of."""
    least = int(place.at_least("minProperties")) - len(tree)
    most = place.at_most("maxProperties") - len(tree)
    is_table = not place.fields and bool(others)
    if depth >= _DEEP:
        most = max(least, 0)
    if is_table:
        count = choices.size(max(least, 0), most, depth)
    else:
        count = int(min(max(least, choices.strangers()), most))
    names = tuple(rule for rule in place.inner("propertyNames"))
    asked = _words(place_of(names), "name")
    for number in range(count):
        name = choices.text(asked)
        if name in place.fields:
            continue
        # Names that have to differ may come out alike; then there are fewer, unless that is wrong.
        while name in tree and not asked.patterns and len(name) < asked.most:
            name += str(number)
        tree[name] = grow(others, choices, name, depth + 1)


def _array(place: Place, choices: Choices, name: str, depth: int) -> list[Any]:
    ahead, others = place.items
    least, most = int(place.at_least("minItems")), place.at_most("maxItems")
    if others is None:
        most = min(most, len(ahead))
    if depth >= _DEEP:
        most = least
    found: list[Any] = []
    for number in range(choices.size(max(least, 0), most, depth)):
        rules = ahead[number] if number < len(ahead) else others or ()
        value = grow(rules, choices, name, depth + 1)
        if not (place.first("uniqueItems") and value in found):
            found.append(value)
    return found


def _words(place: Place, name: str) -> Words:
    given = place.first("format", "")
    if place.first("contentEncoding") == "base64":
        given = "base64"
    return Words(
        name,
        given,
        tuple(pattern for pattern in place.every("pattern") if is_known(pattern)),
        int(place.at_least("minLength")),
        place.at_most("maxLength"),
        tuple(each for each in _examples(place) if isinstance(each, str)),
    )


def is_known(pattern: str) -> bool:
    """Whether Python can read a pattern; the others have to be met by chance."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _numbers(place: Place, *, whole: bool) -> Numbers:
    steps = place.every("multipleOf")
    return Numbers(
        place.at_least("minimum", -math.inf),
        place.at_most("maximum"),
        place.at_least("exclusiveMinimum", -math.inf),
        place.at_most("exclusiveMaximum"),
        whole,
        steps[0] if steps else None,
        place.first("format", ""),
        tuple(
            each
            for each in _examples(place)
            if isinstance(each, (int, float)) and not isinstance(each, bool)
        ),
    )


def _examples(place: Place) -> list[Any]:
    shown = [
        each for listed in place.every("examples") if isinstance(listed, list) for each in listed
    ]
    return [*shown, *place.every("default")]
