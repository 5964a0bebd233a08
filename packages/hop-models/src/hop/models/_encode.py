"""The objects of a model to XML elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from hop.errors import ValidationError
from hop.models._elements import Element
from hop.models._xsd_float import XsdFloat
from hop.models.validation import describe


def encode(element: Element, node: etree._Element, path: str) -> None:
    """Write the fields of an element that are set into an empty XML element.

    Raises:
        hop.errors.ValidationError: a value that XML cannot hold, or of another kind than its field.
    """
    binding = type(element).binding
    fields = element.__dict__
    known = {*binding.attributes, *binding.children, binding.text}
    for name in fields:
        if name not in known and not name.startswith("_"):
            raise ValidationError(f"{path}{name}", "no such field", describe(fields[name]))
    for name in binding.attributes:
        if fields.get(name) is not None:
            place = f"{path}@{name}"
            try:
                node.set(name, _text(fields[name], place))
            except ValueError:
                raise _not_xml(place, fields[name]) from None
    if binding.text is not None:
        _set_text(node, fields.get(binding.text), path.rstrip("/"))
    for name, child in binding.children.items():
        value = fields.get(name)
        if value is None:
            continue
        items = value if isinstance(value, list) else [value]
        for number, item in enumerate(items, 1):
            place = f"{path}{name}[{number}]" if len(items) > 1 else f"{path}{name}"
            _encode_child(child.kind, item, etree.SubElement(node, name), place)


def _encode_child(kind: Any, item: Any, node: etree._Element, path: str) -> None:
    if kind is None or kind is XsdFloat:
        _set_text(node, item, path)
        return
    if isinstance(item, Mapping):
        # Appended to a list as a plain dictionary: take it as the constructor would.
        try:
            item = kind(**item)
        except ValidationError as fault:
            raise ValidationError(f"{path}/{fault.path}", fault.expected, fault.got) from None
    if not isinstance(item, kind):
        raise ValidationError(path, f"an element {kind.__name__}", describe(item))
    encode(item, node, f"{path}/")


def _set_text(node: etree._Element, value: Any, path: str) -> None:
    text = _text(value, path)
    try:
        node.text = text
    except ValueError:
        raise _not_xml(path, value) from None


def _text(value: Any, path: str) -> str:
    if isinstance(value, XsdFloat):
        return value.text
    if not isinstance(value, str):
        raise ValidationError(path, "text", describe(value))
    return value


def _not_xml(path: str, value: Any) -> ValidationError:
    return ValidationError(path, "text without control characters", describe(value))
