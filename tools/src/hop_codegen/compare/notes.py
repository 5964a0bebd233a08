"""What a schema says to people, and how two schemas are told to mean the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hop_codegen.compare.documents import Documents, Place
from hop_codegen.compare.values import OF_TYPE, TYPES, canonical
from hop_codegen.compare.verdicts import DOCUMENTED, REPLACED, UNCLEAR

if TYPE_CHECKING:
    from hop_codegen.compare.json_schema import Walk

_ASSERTIONS = frozenset().union(*OF_TYPE.values()) | {
    *("type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    *("contentMediaType", "contentSchema", "$ref", "$dynamicRef", "$recursiveRef"),
}
_STRUCTURE = frozenset({"$defs", "definitions", "$anchor", "$dynamicAnchor", "$vocabulary"})
_UNITS = frozenset({"unit", "units", "x-unit", "x-units"})
_SETS = frozenset({"required", "enum", "type", "anyOf", "oneOf", "allOf"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "dependentRequired"})
_VALUES = frozenset({"const", "enum", "default"})
_VERSION = re.compile(r"(?<=/)(v?\d+(\.\d+)*|main)(?=/|$)")


def asserts(node: Any) -> set[str]:
    """The keywords of a schema that decide what fits."""
    return set(node) & _ASSERTIONS if isinstance(node, dict) else set()


def compare_notes(walk: Walk, old: Place, new: Place, pointer: str) -> None:
    """Tell what changed in words, units, defaults and names, which decide nothing."""
    before, after = (place.node if isinstance(place.node, dict) else {} for place in (old, new))
    for word in dict.fromkeys([*before, *after]):
        if word in _ASSERTIONS | _STRUCTURE:
            continue
        one, other = before.get(word), after.get(word)
        if canonical(one) == canonical(other) and (word in before) == (word in after):
            continue
        verb = "added" if word not in before else "removed" if word not in after else "changed"
        place = f"{pointer}/{word}"
        if word == "default":
            text = f"was {canonical(one)}" if verb != "added" else "there was none"
            walk.tell(
                place, f"default {verb}", UNCLEAR, f"a field left out means another value; {text}"
            )
        elif word in _UNITS and verb != "added":
            walk.tell(
                place,
                f"unit {verb}",
                REPLACED,
                f"numbers mean something else; was {canonical(one)}",
            )
        elif word in ("deprecated", "readOnly", "writeOnly"):
            walk.tell(place, f"{word} {verb}", UNCLEAR, "the field is to be used in another way")
        elif word == "$schema":
            walk.tell(place, "dialect changed", UNCLEAR, "keywords may mean something else")
        elif word in ("$id", "id"):
            _compare_ids(walk, str(one), str(other), place)
        elif (
            word == "title" and not pointer.endswith(("/title", "/items")) and "properties" in after
        ):
            walk.tell(place, f"title {verb}", UNCLEAR, "a class may be called by it")
        else:
            walk.tell(place, f"{word} {verb}", DOCUMENTED, "it is for people only")


def _compare_ids(walk: Walk, old: str, new: str, pointer: str) -> None:
    if _VERSION.sub("*", old) == _VERSION.sub("*", new):
        walk.tell(pointer, "version in the name", DOCUMENTED, f"{old} is {new} now")
    else:
        reason = f"messages that name {old} as their $schema are not found by {new}"
        walk.tell(pointer, "name changed", UNCLEAR, reason)


def same_meaning(
    before: Documents, old: Place, after: Documents, new: Place, *, notes: bool = False
) -> bool:
    """Whether two schemas are written alike but for order, and for words unless ``notes``."""
    return _normal(before, old, notes) == _normal(after, new, notes)


def _normal(documents: Documents, place: Place, notes: bool) -> str:
    def value(node: Any, names: bool, inside: Place) -> Any:
        if isinstance(node, list):
            return [value(each, False, inside) for each in node]
        if not isinstance(node, dict):
            return node
        result: dict[str, Any] = {}
        for key, each in node.items():
            if names:
                result[key] = value(each, False, inside)
            elif key == "$ref" and isinstance(each, str):
                result[key] = documents.follow(inside, each).key
            elif key in _ASSERTIONS or notes:
                part = each if key in _VALUES else value(each, key in _NAMED, inside)
                in_order = key not in _SETS or not isinstance(each, list)
                result[key] = part if in_order else sorted(map(canonical, part))
        if result.get("type") == sorted(map(canonical, TYPES)):
            del result["type"]
        return result

    return canonical(value(place.node, False, place))
