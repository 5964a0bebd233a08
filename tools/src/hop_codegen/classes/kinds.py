"""Which types of JSON values a schema accepts, and whether it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from hop_codegen.errors import CodegenError
from hop_codegen.readers.json_schema import Library, Node

ALL = frozenset({"null", "boolean", "object", "array", "string", "integer", "fraction"})
"""Every type of a JSON value; a JSON Schema's ``number`` is an integer or a fraction."""
_BOUNDS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_DEEPEST = 100


class Part(NamedTuple):
    """A schema that applies to the same value as another one.

    Attributes:
        node: the schema.
        certain: whether it always applies, not only as one of several alternatives.
    """

    node: Any
    certain: bool


def parts(library: Library, node: Node) -> list[Part]:
    """The schema itself, and every schema in it that applies to the same value.

    Raises:
        CodegenError: a reference leads nowhere, or back to where it stands.
    """
    found: list[Part] = []
    _collect(library, Part(node, True), [], found)
    return found


def _collect(library: Library, part: Part, stack: list[int], found: list[Part]) -> None:
    node = part.node
    if not isinstance(node, dict):
        return
    if id(node) in stack:
        path, pointer = library.place(node)
        raise CodegenError(path, pointer, "it refers back to itself, and says nothing in between")
    if any(each.node is node and each.certain >= part.certain for each in found):
        return
    found.append(part)
    stack = [*stack, id(node)]
    if "$ref" in node:
        target = library.look_up(node)
        _collect(library, Part(target, part.certain), stack, found)
        if is_draft7(library, node):
            return  # what stands beside a $ref is ignored
    for each, always in _applied(node):
        _collect(library, Part(each, part.certain and always), stack, found)


def is_draft7(library: Library, node: Node) -> bool:
    """Whether a schema is read by draft-07's rules."""
    document = library.documents.get(library.place(node)[0])
    return document is not None and "draft-07" in document.draft


def _applied(node: dict[str, Any]) -> Iterator[tuple[Node, bool]]:
    for each in node.get("allOf", ()):
        yield each, True
    for keyword in ("anyOf", "oneOf"):
        branches = node.get(keyword, ())
        for each in branches:
            yield each, len(branches) == 1
    for keyword in ("then", "else"):
        if keyword in node and "if" in node:
            yield node[keyword], False
    for keyword in ("dependentSchemas", "dependencies"):
        for each in node.get(keyword, {}).values():
            if isinstance(each, dict):
                yield each, False


def accepted(library: Library, node: Node, depth: int = 0) -> frozenset[str]:
    """The types of values that a schema can accept.

    Raises:
        CodegenError: none is left, so no document could ever have such a value.
    """
    if node is False or depth > _DEEPEST:
        return frozenset() if node is False else ALL
    if not isinstance(node, dict):
        return ALL
    result = _own(library, node)
    if "$ref" in node:
        target = library.look_up(node)
        result &= accepted(library, target, depth + 1)
        if is_draft7(library, node):
            return result
    for each in node.get("allOf", ()):
        result &= accepted(library, each, depth + 1)
    for keyword in ("anyOf", "oneOf"):
        if keyword in node:
            branches = [accepted(library, each, depth + 1) for each in node[keyword]]
            result &= frozenset().union(*branches)
    if not result and not _is_never(node):
        path, pointer = library.place(node)
        raise CodegenError(path, pointer, "it contradicts itself: no value can be of such a type")
    return result


def _own(library: Library, node: dict[str, Any]) -> frozenset[str]:
    result = ALL
    if "$ref" in node and is_draft7(library, node):
        return result
    if "type" in node:
        names = node["type"] if isinstance(node["type"], list) else [node["type"]]
        result = frozenset().union(
            *({"number": {"integer", "fraction"}}.get(n, {n}) for n in names)
        )
    values = [node["const"]] if "const" in node else node.get("enum")
    if values is not None:
        result &= frozenset(_type(value) for value in values)
    path, pointer = library.place(node)
    for low, high in _BOUNDS:
        least, most = node.get(low), node.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            raise CodegenError(
                path,
                f"{pointer}/{low}",
                f"it contradicts itself: {low} {least} is over {high} {most}",
            )
    return result


def _type(value: Any) -> str:
    if isinstance(value, float):
        return "integer" if value.is_integer() else "fraction"
    names = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def _is_never(node: dict[str, Any]) -> bool:
    return any(each is False for each in node.get("allOf", ()))
