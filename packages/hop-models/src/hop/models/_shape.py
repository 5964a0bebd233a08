"""Both shapes of an element's content brought to the one that the generated classes take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic

from hop.errors import ValidationError
from hop.models.validation import translate

_TEXT_KEY = "#text"
_EXPECTED_BY_PATTERN = {
    "24:00:00": "a date and time, 2026-01-31T12:30:00",
    r"[\w.\-]*": "a name of letters, digits, '.', '-' and '_' that begins with a letter or '_'",
}


def shape_fields(cls: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a generated class takes them: repeated children as lists, text under its field."""
    text = cls.binding.text
    result = {}
    for key, value in given.items():
        name = text if key == _TEXT_KEY and text else key
        if value is not None or name not in cls.binding.attributes:
            result[name] = shape_field(cls, name, value)
    return result


def shape_field(cls: Any, name: str, value: Any) -> Any:
    """The value of one field as a generated class takes it."""
    child = cls.binding.children.get(name)
    if child is None:
        return value
    if not child.many:
        return _shape_child(child.kind, value)
    items = value if isinstance(value, (list, tuple)) else [value]
    return [_shape_child(child.kind, item) for item in items]


def _shape_child(kind: Any, value: Any) -> Any:
    if kind is None:
        return "" if value is None else value
    binding = getattr(kind, "binding", None)
    if binding is None or isinstance(value, kind):
        return value
    if value is None:
        value = {}
    if binding.text:
        # An element without attributes is its text; without text it has none as a key.
        value = {_TEXT_KEY: value} if isinstance(value, str) else value
        if isinstance(value, Mapping) and _TEXT_KEY not in value:
            value = {binding.text: "", **value}
    return shape_fields(kind, value) if isinstance(value, Mapping) else value


def forget_unset(element: Any, given: Mapping[str, Any]) -> None:
    """Take what nobody gave out of a new element: unset stays unset, though defaults are read."""
    fields = element.__dict__
    for name in list(fields):
        if name not in given:
            del fields[name]
        else:
            forget_unset_within(fields[name], given[name])


def forget_unset_within(value: Any, given: Any) -> None:
    """The same for the elements in the value of one field."""
    if isinstance(value, list) and isinstance(given, list):
        for item, of_item in zip(value, given, strict=True):
            forget_unset_within(item, of_item)
    elif isinstance(given, dict) and hasattr(type(value), "binding"):
        forget_unset(value, given)


def translate_fields(
    fault: pydantic.ValidationError, cls: Any, given: Mapping[str, Any]
) -> ValidationError:
    """pydantic's first finding about an element as hop's own error, with its path in XML."""
    told = translate(fault, list(cls.__dataclass_fields__))
    first = fault.errors(include_url=False)[0]
    expected = told.expected
    if first["type"] == "string_pattern_mismatch":
        pattern = first["ctx"]["pattern"]
        expected = next(
            (text for mark, text in _EXPECTED_BY_PATTERN.items() if mark in pattern), expected
        )
    return ValidationError(_path(first["loc"], cls, given), expected, told.got)


def _path(location: tuple[int | str, ...], cls: Any, given: Any) -> str:
    parts: list[str] = []
    for key in location:
        if isinstance(key, int):
            # As in XPath: a number where there are several.
            if parts and isinstance(given, list) and len(given) > 1:
                parts[-1] += f"[{key + 1}]"
            given = given[key] if isinstance(given, list) and key < len(given) else None
            continue
        binding = getattr(cls, "binding", None)
        given = given.get(key) if isinstance(given, Mapping) else None
        if binding is None:
            parts.append(key)
        elif key in binding.attributes:
            parts.append(f"@{key}")
        elif key != binding.text:
            parts.append(key)
            child = binding.children.get(key)
            cls = child.kind if child else None
    return "/".join(parts) or cls.__name__
