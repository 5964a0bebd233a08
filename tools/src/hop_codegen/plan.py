"""The plan of the classes of one module: what datamodel-code-generator is to write.

A reader of JSON Schema or Avro makes a plan; :mod:`hop_codegen.classes.write` turns it into text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_MOST_VALUES, _LONGEST_VALUE = 64, 80
_LARGEST = 2**63
"""Type checkers take no larger number in a ``Literal``."""


@dataclass(frozen=True)
class Kind:
    """What the value of a field can be.

    Attributes:
        schema: the type, as a JSON Schema that says no more than Python's types can say: ``type``,
            ``enum``, ``items``, ``additionalProperties``, ``anyOf``, and a class by its name.
        shape: which classes a value is made into, as ``"Name"``, ``"module:Name"``, ``[shape]``,
            ``{"*": shape}`` or ``{"or": [shape, …]}``; None if the value stays as it is.
    """

    schema: dict[str, Any]
    shape: Any = None

    @property
    def is_any(self) -> bool:
        """Whether nothing is known of the value."""
        return not self.schema

    @property
    def members(self) -> list[dict[str, Any]]:
        """The alternatives; one, if it has no others."""
        alternatives: list[dict[str, Any]] = self.schema.get("anyOf", [self.schema])
        return alternatives

    @property
    def is_nullable(self) -> bool:
        """Whether null is such a value."""
        return self.is_any or any(
            each.get("type") == "null" or None in each.get("enum", ()) for each in self.members
        )


ANY = Kind({})
NULL: dict[str, Any] = {"type": "null"}


@dataclass
class Field:
    """One field of a class.

    Attributes:
        key: its name in the message.
        name: its name in Python.
        default: what an absent field is; None if the schema does not say.
        text: what the schema says about it.
        metadata: what the runtime needs to know about it.
    """

    key: str
    name: str
    kind: Kind
    required: bool
    default: Any = None
    text: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass
class Class:
    """One class: a model if it is a whole message, else a part of one.

    Attributes:
        uri: what its own schema is called: the URI of the file, and a JSON pointer.
        source: its schema, for readers: the path of the file, and a JSON pointer.
        is_message: whether it is a whole message.
        is_value: whether it is a message that is no JSON object.
        constants: class variables: name, type, and value in Python.
    """

    name: str
    uri: str
    source: str
    text: str
    is_message: bool
    is_value: bool = False
    base: str = ""
    fields: list[Field] = field(default_factory=list)
    constants: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Module:
    """The classes of one schema.

    Attributes:
        name: the name of the module.
        path: the path of the schema.
        uri: the URI of the schema.
        raw: the bytes of the schema.
        names: names of classes that are taken.
        properties: names of all properties in the schema; a class with such a name would be hidden.
        language: JSON, Avro or XML.
        frozen: whether its classes are plain frozen dataclasses, and no views of a document.
    """

    name: str
    path: str
    uri: str
    raw: bytes
    names: set[str]
    properties: frozenset[str]
    language: str = "JSON"
    frozen: bool = False
    classes: list[Class] = field(default_factory=list)


def union(kinds: list[Kind]) -> Kind:
    """A value of any of these kinds."""
    if any(kind.is_any for kind in kinds):
        return ANY
    members: list[dict[str, Any]] = []
    for kind in kinds:
        members += [each for each in kind.members if each not in members]
    if {"type": "number"} in members:
        members = [each for each in members if each != {"type": "integer"}]
    if NULL in members:
        members = [*(each for each in members if each != NULL), NULL]
    shapes: list[Any] = []
    for kind in kinds:
        if kind.shape is not None and kind.shape not in shapes:
            shapes.append(kind.shape)
    shape = shapes[0] if len(shapes) == 1 else {"or": shapes} if shapes else None
    if len(members) == 1:
        return Kind(members[0], shape)
    return Kind({"anyOf": members} if members else {}, shape)


def array(item: Kind) -> Kind:
    """A list of such values."""
    schema = {"type": "array"} if item.is_any else {"type": "array", "items": item.schema}
    return Kind(schema, None if item.shape is None else [item.shape])


def mapping(value: Kind) -> Kind:
    """An object with any names, of such values."""
    rest = True if value.is_any else value.schema
    schema = {"type": "object", "additionalProperties": rest}
    return Kind(schema, None if value.shape is None else {"*": value.shape})


def scalars(types: frozenset[str]) -> Kind:
    """Values of these types of JSON, if nothing more is known."""
    names: list[str] = [name for name in ("string", "boolean") if name in types]
    if "fraction" in types:
        names.append("number")
    elif "integer" in types:
        names.append("integer")
    names += [name for name in ("array", "object", "null") if name in types]
    return union([Kind({"type": name}) for name in names])


def literal(values: list[Any]) -> Kind | None:
    """These values alone; None if they are too many, or not for ``Literal``."""
    if len(values) > _MOST_VALUES:
        return None
    kept: list[Any] = []
    for value in values:
        if value is None:
            continue
        if not isinstance(value, str | int) or len(str(value)) > _LONGEST_VALUE:
            return None
        if isinstance(value, int) and abs(value) >= _LARGEST:
            return None
        if not any(value == each and type(value) is type(each) for each in kept):
            kept.append(value)
    members = [Kind({"enum": kept})] if kept else []
    return union([*members, *([Kind(NULL)] if None in values else [])])
