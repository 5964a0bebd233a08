"""The fields of an object, put together from all schemas that hold for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from hop_codegen.compare.documents import Documents, Place
from hop_codegen.compare.notes import same_meaning

Places = tuple[Place, ...]


@dataclass
class Fields:
    """The fields of an object.

    Attributes:
        names: each field that is named, with all schemas for it.
        required: the fields that must be there; whether only schemas say so that are told
            elsewhere.
        patterns: the schemas for fields by a pattern of their names.
        rest: the schemas for all others, by keyword.
        closed: for each schema that allows no others, the names and patterns that it has.
        named_here: the fields of which schemas say something that are not told elsewhere.
    """

    names: dict[str, Places] = field(default_factory=dict)
    named_here: set[str] = field(default_factory=set)
    required: dict[str, bool] = field(default_factory=dict)
    patterns: dict[str, Places] = field(default_factory=dict)
    rest: dict[str, Places] = field(default_factory=dict)
    closed: list[tuple[set[str], set[str]]] = field(default_factory=list)

    def refuse(self, name: str) -> bool:
        """Whether one of the schemas allows no field of that name."""
        return any(
            name not in names and not any(_matches(pattern, name) for pattern in patterns)
            for names, patterns in self.closed
        )

    def elsewhere(self, name: str) -> bool:
        """Whether all that is said of a field is told where it is referred to."""
        return name not in self.named_here

    def missing_in(self, other: Fields) -> list[str]:
        """The fields that the other version does not name, but for those told elsewhere."""
        return [name for name in self.names if name not in other.names and not self.elsewhere(name)]

    def others(self, name: str) -> Places | Literal[False] | None:
        """What a field fits that is not named: schemas, nothing (False), anything (None)."""
        fitting = tuple(
            place
            for pattern, places in self.patterns.items()
            if _matches(pattern, name)
            for place in places
        )
        if fitting:
            return fitting
        rest = tuple(place for places in self.rest.values() for place in places)
        if any(place.node is False for place in rest):
            return False
        return tuple(place for place in rest if isinstance(place.node, dict)) or None


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:  # of ECMA's syntax, which differs
        return False


def fields_of(places: list[Place], shared: set[Any]) -> Fields:
    """The fields that the schemas, all of which hold, name together."""
    fields = Fields()
    for place in places:
        node = place.node
        if not isinstance(node, dict):
            continue
        for table, word in ((fields.names, "properties"), (fields.patterns, "patternProperties")):
            held = node.get(word)
            for name in held if isinstance(held, dict) else ():
                table[name] = (*table.get(name, ()), place.child(word, name))
        if place.via not in shared and isinstance(node.get("properties"), dict):
            fields.named_here |= set(node["properties"])
        if node.get("additionalProperties") is False:
            fields.closed.append(
                (set(node.get("properties", ())), set(node.get("patternProperties", ())))
            )
        listed = node.get("required")
        for name in listed if isinstance(listed, list) else ():
            elsewhere = place.via in shared
            fields.required[name] = fields.required.get(name, True) and elsewhere
        for word in ("additionalProperties", "unevaluatedProperties"):
            if word in node and node[word] is not True and place.via not in shared:
                fields.rest[word] = (*fields.rest.get(word, ()), place.child(word))
    return fields


def match_names(before: Documents, old: Fields, after: Documents, new: Fields) -> dict[str, str]:
    """The new names of fields that were renamed: one that went, one that came, both the same.

    Where several could be meant, none is: they are told as gone and come.
    """
    pairs: dict[str, list[str]] = {}
    added = new.missing_in(old)
    for name in old.missing_in(new):
        pairs[name] = [
            other
            for other in added
            if len(old.names[name]) == len(new.names[other]) == 1
            and (name in old.required) == (other in new.required)
            and _says_something(old.names[name][0])
            and same_meaning(before, old.names[name][0], after, new.names[other][0])
        ]
    wanted = [other for others in pairs.values() for other in others]
    result = {}
    for name, others in pairs.items():
        alike = [
            other
            for other in others
            if len(others) == 1 or _described_alike(old.names[name][0], new.names[other][0])
        ]
        if len(alike) == 1 and wanted.count(alike[0]) == 1:
            result[name] = alike[0]
    return result


def _says_something(place: Place) -> bool:
    return isinstance(place.node, dict) and bool(place.node)


def _described_alike(old: Place, new: Place) -> bool:
    text = old.node.get("description")
    return bool(text) and text == new.node.get("description")
