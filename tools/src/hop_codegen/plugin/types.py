"""What is known of the classes of a package before they are written: names, fields, types."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from hop_codegen.plugin.names import quoted

_VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|[^,\s\[\]]+')
_MOST_VALUES, _LONGEST_VALUE = 64, 80
_LARGEST = 2**63
"""Type checkers take no larger number in a ``Literal``."""
_SCALARS = {"null": "None", "boolean": "bool", "string": "str"}


@dataclass(frozen=True)
class Type:
    """The type of a field.

    Attributes:
        members: the annotations whose union it is; ``Any`` where nothing is known.
        shape: which classes the JSON value is made into, as the generated code says it; None
            where the value stays as it is.
        classes: the classes that the annotations name, as (module, class).
    """

    members: tuple[str, ...]
    shape: str | None = None
    classes: frozenset[tuple[str, str]] = frozenset()

    @property
    def annotation(self) -> str:
        """The type as Python writes it."""
        return "Any" if "Any" in self.members else " | ".join(self.members)


ANY = Type(("Any",))


def union(types: list[Type]) -> Type:
    """The union of types."""
    members = tuple(dict.fromkeys(member for kind in types for member in kind.members))
    literals = [member for member in members if member.startswith("Literal[")]
    if len(literals) > 1:
        values = dict.fromkeys(value for member in literals for value in _VALUE.findall(member[7:]))
        merged = f"Literal[{', '.join(values)}]"
        members = (merged, *(each for each in members if each not in literals))
    if "float" in members:
        members = tuple(member for member in members if member != "int")
    if "None" in members:
        members = (*(member for member in members if member != "None"), "None")
    shapes = tuple(dict.fromkeys(kind.shape for kind in types if kind.shape))
    shape = None if not shapes else shapes[0] if len(shapes) == 1 else f"({', '.join(shapes)})"
    return Type(members or ("Any",), shape, frozenset().union(*(kind.classes for kind in types)))


@dataclass
class Field:
    """One field: its name in JSON and in Python, its type, what is said of it."""

    json: str
    name: str
    type: Type
    required: bool
    default: Any = None
    text: str = ""


@dataclass
class Class:
    """One class: a model where it is a whole message, else a part of one."""

    name: str
    uri: str
    place: str
    text: str
    message: bool
    value: bool = False
    fields: list[Field] = field(default_factory=list)


@dataclass
class Module:
    """The classes of one schema."""

    name: str
    path: str
    uri: str
    draft: str
    raw: bytes
    names: set[str]
    properties: frozenset[str]
    classes: list[Class] = field(default_factory=list)
    language: str = "JSON"


def scalars(kinds: frozenset[str]) -> Type:
    """The type of values of these types of JSON, where nothing more is known."""
    members = [_SCALARS[kind] for kind in ("string", "boolean") if kind in kinds]
    if "fraction" in kinds:
        members.append("float")
    elif "integer" in kinds:
        members.append("int")
    if "array" in kinds:
        members.append("list[Any]")
    if "object" in kinds:
        members.append("dict[str, Any]")
    if "null" in kinds:
        members.append("None")
    return Type(tuple(members))


def values_of(node: dict[str, Any]) -> list[Any] | None:
    """The only values that a schema accepts; None where it does not list them."""
    return [node["const"]] if "const" in node else node.get("enum")


def literal(values: list[Any]) -> tuple[str, ...] | None:
    """Values as members of a union; None where they are too many, or not for ``Literal``."""
    if len(values) > _MOST_VALUES:
        return None
    written = []
    for value in values:
        if value is None:
            continue
        if not isinstance(value, str | int) or len(str(value)) > _LONGEST_VALUE:
            return None
        if isinstance(value, int) and abs(value) >= _LARGEST:
            return None
        written.append(quoted(value) if isinstance(value, str) else repr(value))
    members = (f"Literal[{', '.join(dict.fromkeys(written))}]",) if written else ()
    return (*members, "None") if None in values else members


def text_of(node: Any) -> str:
    """What a schema says to people, with the unit, on one line."""
    if not isinstance(node, dict):
        return ""
    text = " ".join(str(node.get("description", "")).split())
    branches = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    if not text and branches:
        text = " Or: ".join(told for branch in branches if (told := text_of(branch)))
    unit = next((node[key] for key in ("unit", "units", "x-unit", "x-units") if key in node), None)
    if isinstance(unit, str) and unit:
        text = f"{text.rstrip('.')}. Unit: {unit}." if text else f"Unit: {unit}."
    return text
