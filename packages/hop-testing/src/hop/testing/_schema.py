"""JSON Schema as strategies of hypothesis.

hypothesis-jsonschema would do this, but its last release does not run with today's hypothesis, and
it knows neither the current draft of JSON Schema nor schemas that refer to themselves.
"""

from __future__ import annotations

import base64
import datetime
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012, specification_with

from hop.errors import ConfigError

_LONGEST_TEXT = 20
_MOST_OPTIONAL = 4
# With at most two items, one on average, the lists of a recursive schema end soon.
_MORE_ITEMS = 2
# The type that a schema without "type" is about, by its keywords.
_KEYWORDS = {
    "object": ("properties", "required", "additionalProperties", "patternProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems"),
    "string": ("pattern", "format", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
_ANYTHING: dict[str, Any] = {}
_NAME = {"type": "string", "minLength": 1}
# A pattern may use what Python's expressions lack, for example \p{L}. These often match.
_COMMON_WORDS = ("Kestrel", "R310412a", "1", "2031-04-12", "a", "ABC")


@dataclass(frozen=True, slots=True)
class Node:
    """A schema, and what resolves its references."""

    schema: Any
    resolver: Any

    def inner(self, schema: Any) -> Node:
        """Return a schema that is inside this one."""
        if isinstance(schema, Mapping) and isinstance(schema.get("$id"), str):
            resource = DRAFT202012.create_resource(schema)
            return Node(schema, self.resolver.in_subresource(resource))
        return Node(schema, self.resolver)


class Judge:
    """Tells whether a document is valid by a JSON Schema.

    Args:
        schema: the schema, which holds everything that it refers to.

    Attributes:
        root: the schema as a node.
    """

    def __init__(self, schema: Any) -> None:
        named = schema.get("$schema") if isinstance(schema, Mapping) else None
        draft = specification_with(named, default=DRAFT202012) if named else DRAFT202012
        registry: Any = Registry()
        for keyword in ("$defs", "definitions"):
            parts = schema.get(keyword, {}) if isinstance(schema, Mapping) else {}
            for address, part in parts.items():
                # A bundled schema is registered under the address that others use for it. Its own
                # $id may differ.
                if "://" in address:
                    resource = Resource.from_contents(part, default_specification=draft)
                    registry = registry.with_resource(address, resource)
        whole = draft.create_resource(schema)
        registry = registry.with_resource(whole.id() or "", whole)
        self.root = Node(schema, registry.resolver(whole.id() or ""))
        kind: Any = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
        self._validator = kind(schema, registry=registry)

    def verdict(self, document: Any) -> bool | None:
        """Return whether the document is valid; None if Python cannot read a pattern."""
        try:
            return bool(self._validator.is_valid(document))
        except re.error:
            return None


class Strategies:
    """Makes strategies from a JSON Schema.

    Args:
        judge: the judge of its documents.
        is_avro: whether values are for Avro: bytes instead of base64, and no unknown fields.
        addresses: values for the property ``$schema`` of the whole, which is always there then.

    Attributes:
        is_avro: whether values are for Avro.
        is_xml: whether the documents are XML, by a schema that was derived from an XSD.
    """

    def __init__(self, judge: Judge, *, is_avro: bool, addresses: list[str]) -> None:
        self._judge, self._root, self._addresses = judge, judge.root, addresses
        self.is_avro = is_avro
        self.is_xml = any("x-xml-namespace" in each for each in _mappings(_flatten((judge.root,))))
        # By the identities of the schemas, which the root keeps alive: schemas may be recursive.
        self._known: dict[tuple[int, ...], SearchStrategy[Any]] = {}

    def whole(self) -> SearchStrategy[Any]:
        """Return the strategy for a whole document.

        The judge accepts what it draws, as far as it can tell. Documents for XML and Avro are not
        judged here: their models do that when they build messages.
        """
        drawn = self._value((self._root,))
        return drawn if self.is_xml or self.is_avro else drawn.filter(self._is_possible)

    def _is_possible(self, document: Any) -> bool:
        return self._judge.verdict(document) is not False

    def _value(self, nodes: tuple[Node, ...], done: int = 0) -> SearchStrategy[Any]:
        """Return the strategy for a value that meets all schemas.

        Args:
            nodes: the schemas.
            done: how many of their alternatives (anyOf and so on) are chosen already.
        """
        flat = _flatten(nodes)
        key = (done, *(id(node.schema) for node in flat))
        if key not in self._known:
            self._known[key] = st.deferred(lambda: self._make(flat, done))
        return self._known[key]

    def _make(self, nodes: tuple[Node, ...], done: int) -> SearchStrategy[Any]:
        if any(node.schema is False for node in nodes):
            return st.nothing()
        alternatives = list(_alternatives(nodes))
        if done < len(alternatives):
            chosen = alternatives[done]
            return st.one_of([self._value((*nodes, each), done + 1) for each in chosen])
        mappings = _mappings(nodes)
        if (values := _allowed_values(mappings)) is not None:
            return st.sampled_from(values) if values else st.nothing()
        return st.one_of([self._of_type(each, nodes, mappings) for each in _types(mappings)])

    def _of_type(
        self, type_: str, nodes: tuple[Node, ...], mappings: list[Mapping[str, Any]]
    ) -> SearchStrategy[Any]:
        match type_:
            case "object":
                return self._object(nodes, mappings)
            case "array":
                return self._array(nodes, mappings)
            case "string":
                return self._text(mappings)
            case "boolean":
                return st.booleans()
            case "null":
                return st.none()
        return _numbers(mappings, is_integer=type_ == "integer", bits=32 if self.is_avro else 64)

    def _object(
        self, nodes: tuple[Node, ...], mappings: list[Mapping[str, Any]]
    ) -> SearchStrategy[Any]:
        fields: dict[str, tuple[Node, ...]] = {}
        for node, name, schema in _inner(nodes, "properties"):
            fields[name] = (*fields.get(name, ()), node.inner(schema))
        others = [
            node.inner(node.schema[keyword])
            for node in nodes
            for keyword in ("additionalProperties", "unevaluatedProperties")
            if isinstance(node.schema, Mapping) and keyword in node.schema
        ]
        for node, pattern, schema in _inner(nodes, "patternProperties"):
            for name, given in fields.items():
                if re.search(pattern, name):
                    fields[name] = (*given, node.inner(schema))
            others = [node.inner(schema)]
        required = sorted({name for mapping in mappings for name in mapping.get("required", ())})
        values = {name: self._value(given) for name, given in fields.items()}
        if nodes[0] == self._root and self._addresses and "$schema" in values:
            values["$schema"] = st.sampled_from(self._addresses)
            required = [*required, "$schema"]
        other = self._value(tuple(others))
        values |= {name: other for name in required if name not in values}
        known = _fields(values, required)
        is_open = not (fields and (self.is_xml or self.is_avro))
        if not is_open or any(node.schema is False for node in others):
            return known
        least = max(0, _greatest(mappings, "minProperties", 0) - len(required))
        # A table has only fields that the schema does not name.
        most = max(least, 1 if fields else _MORE_ITEMS)
        rules = [
            node.inner(node.schema["propertyNames"])
            for node in nodes
            if isinstance(node.schema, Mapping) and "propertyNames" in node.schema
        ]
        names = self._value((Node(_NAME, self._root.resolver), *rules))
        unknown = names.filter(lambda name: name not in fields)
        more = st.dictionaries(unknown, other, min_size=least, max_size=most)
        return st.builds(lambda named, unnamed: {**unnamed, **named}, known, more)

    def _array(
        self, nodes: tuple[Node, ...], mappings: list[Mapping[str, Any]]
    ) -> SearchStrategy[Any]:
        first: list[Node] = []
        rest: list[Node] = []
        for node in nodes:
            schema = node.schema if isinstance(node.schema, Mapping) else {}
            items = schema.get("items", True)
            ahead = schema.get("prefixItems", [])
            if isinstance(items, list):  # draft 7
                ahead, items = items, schema.get("additionalItems", True)
            first += [node.inner(each) for each in ahead]
            rest.append(node.inner(items))
        # An element that may be repeated is either there, or its list is absent.
        least = int(_greatest(mappings, "minItems", 1 if self.is_xml else 0))
        most = _least(mappings, "maxItems", least + _MORE_ITEMS + len(first))
        if any(node.schema is False for node in rest):
            most = min(most, len(first))
        most = int(min(most, least + _MORE_ITEMS + len(first)))
        if first:
            start = st.tuples(*(self._value((each,)) for each in first)).map(list)
            return start.map(lambda items: items[: max(least, most)])
        is_unique = any(mapping.get("uniqueItems") for mapping in mappings)
        return st.lists(
            self._value(tuple(rest)),
            min_size=least,
            max_size=most,
            unique_by=_as_json if is_unique else None,
        )

    def _text(self, mappings: list[Mapping[str, Any]]) -> SearchStrategy[Any]:
        if any(mapping.get("contentEncoding") == "base64" for mapping in mappings):
            data = st.binary(max_size=_LONGEST_TEXT)
            if self.is_avro:
                return data
            return data.map(lambda each: base64.b64encode(each).decode())
        least = int(_greatest(mappings, "minLength", 0))
        most = int(min(_least(mappings, "maxLength", math.inf), max(least, _LONGEST_TEXT)))
        patterns = [mapping["pattern"] for mapping in mappings if "pattern" in mapping]
        if patterns:
            drawn = _matching(patterns[0], is_xml=self.is_xml)
            return drawn.filter(lambda text: len(text) >= least)
        formats = [mapping["format"] for mapping in mappings if mapping.get("format") in _FORMATS]
        return _FORMATS[formats[0]]() if formats else texts(self.is_xml, least, most)


def _fields(
    values: dict[str, SearchStrategy[Any]], required: list[str]
) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy for objects with the required fields and a few of the optional ones.

    With half of all optional fields, one VOEvent would take a quarter of a second.
    """
    optional = [name for name in values if name not in required]
    some = st.lists(st.sampled_from(optional), unique=True, max_size=_MOST_OPTIONAL)

    # Without parameters, because hypothesis would print them all.
    def fields(draw: Any) -> dict[str, Any]:
        chosen = draw(some) if optional else []
        return {name: draw(values[name]) for name in dict.fromkeys((*required, *chosen))}

    return st.composite(fields)()


def texts(is_xml: bool, least: int, most: int) -> SearchStrategy[str]:
    """Return a strategy for texts of certain lengths.

    Args:
        is_xml: whether control characters, and blanks around the text, are left out.
        least: the least length.
        most: the greatest length.
    """
    if not is_xml:
        # Half a character of UTF-16 is not in UTF-8, and cannot be sent.
        return st.text(st.characters(codec="utf-8"), min_size=least, max_size=most)
    letters = st.characters(categories=("L", "M", "N", "P", "S", "Zs"))
    drawn = st.text(letters, min_size=least, max_size=most).map(str.strip)
    return drawn.filter(lambda text: len(text) >= least)


def _path(prefix: str, suffix: str = "") -> Callable[[], SearchStrategy[str]]:
    letters = st.text("abcxyzABC0189-_", min_size=1, max_size=_LONGEST_TEXT)
    return lambda: letters.map(lambda name: f"{prefix}{name}{suffix}")


def _times() -> SearchStrategy[str]:
    return st.datetimes(min_value=datetime.datetime(1000, 1, 1)).map(lambda t: f"{t.isoformat()}Z")


_FORMATS: dict[str, Callable[[], SearchStrategy[str]]] = {
    "date-time": _times,
    "date": lambda: st.dates(min_value=datetime.date(1000, 1, 1)).map(str),
    "email": _path("", "@example.org"),
    "uri": _path("https://example.org/"),
    "uuid": lambda: st.uuids().map(str),
}


def _matching(pattern: str, *, is_xml: bool) -> SearchStrategy[str]:
    try:
        # "$" would also match before a line break at the end.
        exact = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))
    except re.error:
        return st.sampled_from(_COMMON_WORDS) | st.text(max_size=_LONGEST_TEXT)
    ascii_letters = st.characters(min_codepoint=32, max_codepoint=126)
    drawn = st.from_regex(exact, alphabet=ascii_letters if is_xml else None)
    return drawn.map(str.strip).filter(exact.search) if is_xml else drawn


def _numbers(
    mappings: list[Mapping[str, Any]], *, is_integer: bool, bits: int
) -> SearchStrategy[Any]:
    above = _greatest(mappings, "exclusiveMinimum", -math.inf)
    below = _least(mappings, "exclusiveMaximum", math.inf)
    least = max(_greatest(mappings, "minimum", -math.inf), above)
    most = min(_least(mappings, "maximum", math.inf), below)
    steps = [mapping["multipleOf"] for mapping in mappings if "multipleOf" in mapping]
    step = steps[0] if steps else 1
    low = None if least == -math.inf else math.ceil(least / step)
    high = None if most == math.inf else math.floor(most / step)
    is_possible = low is None or high is None or low <= high
    whole = st.integers(low, high).map(lambda n: n * step) if is_possible else st.nothing()
    drawn: SearchStrategy[Any] = whole
    if not is_integer and not steps:
        floats = st.floats(
            None if least == -math.inf else least,
            None if most == math.inf else most,
            allow_nan=False,
            allow_infinity=False,
            width=32 if bits == 32 and math.isinf(least) and math.isinf(most) else 64,
        )
        # Avro has no integers of more than 24 bits among its numbers of 32 bits.
        drawn = floats if bits == 32 else whole | floats
    return drawn.filter(lambda number: above < number < below)


def _flatten(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return schemas with those that they refer to ($ref) or consist of (allOf), each once."""
    found: dict[int, Node] = {}

    def add(node: Node) -> None:
        if id(node.schema) in found and not isinstance(node.schema, bool):
            return
        found[id(node.schema)] = node
        if not isinstance(node.schema, Mapping):
            return
        if "$ref" in node.schema:
            resolved = _lookup(node)
            add(Node(resolved.contents, resolved.resolver))
        for each in node.schema.get("allOf", ()):
            add(node.inner(each))

    for node in nodes:
        add(node)
    return tuple(found.values())


def _lookup(node: Node) -> Any:
    address = node.schema["$ref"]
    try:
        return node.resolver.lookup(address)
    except Unresolvable as error:
        raise ConfigError(
            f"the JSON Schema refers to {address}, which is not inside it; json_schema() must "
            "return a schema that holds everything it refers to"
        ) from error


def _mappings(nodes: tuple[Node, ...]) -> list[Mapping[str, Any]]:
    return [node.schema for node in nodes if isinstance(node.schema, Mapping)]


def _alternatives(nodes: tuple[Node, ...]) -> Iterator[list[Node]]:
    """Yield the schemas of which one is to be chosen, for each choice that there is."""
    for node in nodes:
        schema = node.schema
        if not isinstance(schema, Mapping):
            continue
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                yield [node.inner(each) for each in schema[keyword]]
        if "if" in schema:
            met = [node.inner(schema[each]) for each in ("then", "else") if each in schema]
            yield [*met, node.inner(_ANYTHING)]


def _inner(nodes: tuple[Node, ...], keyword: str) -> Iterator[tuple[Node, str, Any]]:
    for node in nodes:
        if isinstance(node.schema, Mapping):
            for name, schema in node.schema.get(keyword, {}).items():
                yield node, name, schema


def _allowed_values(mappings: list[Mapping[str, Any]]) -> list[Any] | None:
    listed = [[mapping["const"]] for mapping in mappings if "const" in mapping]
    listed += [mapping["enum"] for mapping in mappings if "enum" in mapping]
    if not listed:
        return None
    return [value for value in listed[0] if all(value in other for other in listed[1:])]


def _types(mappings: list[Mapping[str, Any]]) -> list[str]:
    allowed = ["null", "boolean", "integer", "number", "string", "array", "object"]
    has_type = False
    for mapping in mappings:
        if "type" in mapping:
            has_type = True
            named = mapping["type"]
            types = [named] if isinstance(named, str) else list(named)
            whole = ["integer"] if "number" in types else []
            allowed = [each for each in allowed if each in (*types, *whole)]
    if "number" in allowed and "integer" in allowed:
        allowed.remove("integer")
    if has_type:
        return allowed
    by_keyword = [
        each for each, words in _KEYWORDS.items() if any(w in m for w in words for m in mappings)
    ]
    return by_keyword or ["null", "boolean", "number", "string"]


def _greatest(mappings: list[Mapping[str, Any]], keyword: str, default: float) -> Any:
    return max([mapping[keyword] for mapping in mappings if keyword in mapping], default=default)


def _least(mappings: list[Mapping[str, Any]], keyword: str, default: float) -> Any:
    return min([mapping[keyword] for mapping in mappings if keyword in mapping], default=default)


def _as_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
