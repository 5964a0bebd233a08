"""JSON Schemas as the rules that hold at a place: references followed, parts put together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hop.errors import ConfigError

_TYPES = ("boolean", "integer", "number", "string", "array", "object", "null")
_KINDS: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}
# What a schema without a type is about, by the words in it.
_WORDS = {
    "object": ("properties", "required", "additionalProperties", "patternProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems"),
    "string": ("pattern", "format", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}


def kind_of(value: Any) -> str:
    """The type of a value, as JSON Schema names it; that of a whole float is number."""
    return _KINDS[type(value)]


@dataclass(frozen=True)
class Rule:
    """A schema, and what its references are relative to."""

    node: Any
    resolver: Any

    def inner(self, node: Any) -> Rule:
        """A schema inside this one."""
        if not isinstance(node, Mapping) or not isinstance(node.get("$id"), str):
            return Rule(node, self.resolver)
        from referencing.jsonschema import DRAFT202012

        return Rule(node, self.resolver.in_subresource(DRAFT202012.create_resource(node)))


Rules = tuple[Rule, ...]
"""Schemas that a value has to meet, all of them."""


def registry_of(schema: Any) -> Any:
    """Where the references of a schema lead: to itself, and to what is bundled with it.

    Args:
        schema: a JSON Schema with all that it refers to inside it.
    """
    from referencing import Registry, Resource

    draft = _draft(schema)
    found: Any = Registry()
    for word in ("$defs", "definitions"):
        for uri, part in schema.get(word, {}).items() if isinstance(schema, Mapping) else ():
            # Bundles name a schema by the address under which others refer to it, and that need not
            # be the one that it has for itself.
            if "://" in uri:
                # By its own draft, which need not be that of the whole.
                resource: Any = Resource.from_contents(part, default_specification=draft)
                found = found.with_resource(uri, resource)
    whole = draft.create_resource(schema)
    return found.with_resource(whole.id() or "", whole)


def rules_of(schema: Any) -> Rules:
    """The rules for a whole document.

    Args:
        schema: a JSON Schema with all that it refers to inside it.
    """
    base = _draft(schema).create_resource(schema).id() or ""
    return (Rule(schema, registry_of(schema).resolver(base)),)


def _draft(schema: Any) -> Any:
    from referencing.jsonschema import DRAFT202012, specification_with

    named = schema.get("$schema") if isinstance(schema, Mapping) else None
    return specification_with(named, default=DRAFT202012) if named else DRAFT202012


_places: dict[tuple[int, ...], Place] = {}


def place_of(rules: Rules) -> Place:
    """The place where rules hold; the same one for the same rules, since there are thousands.

    Args:
        rules: the schemas that a value has to meet.
    """
    key = tuple(id(rule.node) for rule in rules)
    place = _places.get(key)
    if place is None:
        # It keeps the schemas, so that nothing else can have their ids.
        place = _places[key] = Place(rules)
    return place


class Place:
    """All that is asked of a value, but for alternatives, which are still to be chosen.

    Args:
        rules: the schemas that it has to meet.
    """

    def __init__(self, rules: Rules) -> None:
        self.given = rules
        self.rules = tuple(_whole(rules))
        self.nodes: list[Mapping[str, Any]] = [
            each.node for each in self.rules if isinstance(each.node, Mapping)
        ]

    def first(self, word: str, default: Any = None) -> Any:
        """What the first schema that uses a keyword says."""
        return next((node[word] for node in self.nodes if word in node), default)

    def every(self, word: str) -> list[Any]:
        """What each schema that uses a keyword says."""
        return [node[word] for node in self.nodes if word in node]

    def inner(self, word: str) -> list[Rule]:
        """The schemas under a keyword."""
        return [each.inner(each.node[word]) for each in self._using(word)]

    def _using(self, word: str) -> Iterator[Rule]:
        for each in self.rules:
            if isinstance(each.node, Mapping) and word in each.node:
                yield each

    @cached_property
    def alternatives(self) -> list[list[Rules]]:
        """Each set of alternatives, of which one has to be met."""
        found: list[list[Rules]] = []
        for each in self.rules:
            node = each.node if isinstance(each.node, Mapping) else {}
            for word in ("anyOf", "oneOf"):
                if word in node:
                    found.append([(each.inner(branch),) for branch in node[word]])
            if "if" in node and ("then" in node or "else" in node):
                met = (each.inner(node["if"]), each.inner(node.get("then", True)))
                found.append([(each.inner(node.get("else", True)),), met])
        return found

    @cached_property
    def types(self) -> list[str]:
        """The types that a value may have; null comes last."""
        allowed = set(_TYPES)
        told = False
        for given in self.every("type"):
            named = {given} if isinstance(given, str) else set(given)
            allowed &= named | ({"integer"} if "number" in named else set())
            told = True
        if not told:
            allowed = {
                kind
                for kind, words in _WORDS.items()
                if any(word in node for word in words for node in self.nodes)
            }
        if "number" in allowed:
            allowed.discard("integer")
        return [kind for kind in _TYPES if kind in allowed]

    @cached_property
    def values(self) -> list[Any] | None:
        """The values that alone are allowed; None where others are, too."""
        lists = [*self.every("enum"), *([value] for value in self.every("const"))]
        if not lists:
            return None
        first, *others = lists
        return [value for value in first if all(value in other for other in others)]

    @cached_property
    def required(self) -> list[str]:
        """The names of the fields that must be there."""
        return list(dict.fromkeys(name for names in self.every("required") for name in names))

    def needed_by(self, name: str) -> list[str]:
        """The fields that must be there where another is."""
        tables = [*self.every("dependentRequired"), *self.every("dependencies")]
        found = [table.get(name) for table in tables]
        return [other for names in found if isinstance(names, list) for other in names]

    @cached_property
    def fields(self) -> dict[str, Rules]:
        """The fields that are named, each with its rules."""
        found: dict[str, Rules] = {}
        for each in self._using("properties"):
            for name, schema in each.node["properties"].items():
                found[name] = (*found.get(name, ()), each.inner(schema))
        return found

    @cached_property
    def others(self) -> Rules | None:
        """The rules for fields that are not named; None where there may be none."""
        found: list[Rule] = []
        for word in ("additionalProperties", "unevaluatedProperties"):
            for rule in self.inner(word):
                if rule.node is False:
                    return None
                found.append(rule)
        return tuple(found)

    @cached_property
    def items(self) -> tuple[list[Rules], Rules | None]:
        """The rules for the first items of an array, one by one, and for all further ones."""
        ahead: list[Rules] = []
        others: list[Rule] = []
        for each in self.rules:
            node = each.node if isinstance(each.node, Mapping) else {}
            items = node.get("items", True)
            listed = items if isinstance(items, list) else node.get("prefixItems", [])
            for number, schema in enumerate(listed):
                if number == len(ahead):
                    ahead.append(())
                ahead[number] = (*ahead[number], each.inner(schema))
            rest = node.get("additionalItems", True) if isinstance(items, list) else items
            if rest is False:
                return ahead, None
            others.append(each.inner(rest))
        return ahead, tuple(others)

    def at_least(self, word: str, default: float = 0) -> float:
        """The greatest lower bound under a keyword."""
        found: float = max([default, *self.every(word)])
        return found

    def at_most(self, word: str, default: float = math.inf) -> float:
        """The least upper bound under a keyword."""
        found: float = min([default, *self.every(word)])
        return found


def _whole(rules: Rules) -> Iterator[Rule]:
    """Schemas, and those that they take over by reference and as parts."""
    import referencing.exceptions

    waiting = list(rules)
    seen: set[int] = set()
    while waiting:
        rule = waiting.pop(0)
        if id(rule.node) in seen:
            continue
        seen.add(id(rule.node))
        yield rule
        if not isinstance(rule.node, Mapping):
            continue
        for word in ("$ref", "$dynamicRef", "$recursiveRef"):
            if word in rule.node:
                try:
                    found = rule.resolver.lookup(rule.node[word])
                except referencing.exceptions.Unresolvable as fault:
                    raise ConfigError(
                        f"the schema refers to {fault.ref}, which is not in it; let json_schema() "
                        "give a schema that holds all that it refers to"
                    ) from None
                waiting.append(Rule(found.contents, found.resolver))
        waiting += [rule.inner(part) for part in rule.node.get("allOf", ())]
