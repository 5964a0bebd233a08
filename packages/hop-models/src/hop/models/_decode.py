"""XML elements to the objects of a model, by the schema or leniently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from hop.errors import ValidationError
from hop.models._elements import TEXT_KEY, Child, Element, OtherElement
from hop.models._xsd_float import XsdFloat

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
MAX_ATTRIBUTES = 1000
"""How many attributes an element may have where no schema bounds them; each costs more to read."""


def decode(cls: Any, node: etree._Element) -> Any:
    """The object of an element of a document that has passed the schema."""
    binding = cls.binding
    element = cls.__new__(cls)
    fields = element.__dict__
    attributes = binding.attributes
    for name, value in node.items():
        kind = attributes.get(name, False)
        if kind is None:
            fields[name] = value
        elif kind:  # else xsi:type and the like, which say nothing new
            fields[name] = kind(value)
    if binding.text is not None:
        fields[binding.text] = (node.text or "").strip()
        return element
    children = binding.children
    for child in node:
        name = child.tag
        entry = children[name]
        kind = entry.kind
        if kind is None:
            text = child.text
            found: Any = text.strip() if text else ""
        elif kind is XsdFloat:
            found = XsdFloat((child.text or "").strip())
        else:
            found = decode(kind, child)
        if not entry.many:
            fields[name] = found
        elif name in fields:
            fields[name].append(found)
        else:
            fields[name] = [found]
    return element


def decode_leniently(cls: Any, node: etree._Element, user: Any = None) -> Any:
    """The object of an element of any document: by local names, keeping what is unknown.

    Args:
        cls: its class.
        node: the element.
        user: the class that has the object's fields in the end, where that is another.

    Raises:
        hop.errors.ValidationError: an element with more than :data:`MAX_ATTRIBUTES`.
    """
    binding = cls.binding
    element = cls.__new__(cls)
    fields = element.__dict__
    for name, value in attributes_of(node).items():
        if name in binding.attributes:
            fields[name] = _number(value) if binding.attributes[name] is XsdFloat else value
        else:
            fields[_free_name(user or cls, name)] = value
    for child in node:
        name = etree.QName(child).localname
        entry = binding.children.get(name)
        if entry is None:
            entry, name = Child(OtherElement, many=False), _free_name(user or cls, name)
        found = _lenient_child(entry.kind, child)
        if entry.many:
            fields.setdefault(name, []).append(found)
        elif name in fields:
            if not isinstance(fields[name], list):
                fields[name] = [fields[name]]
            fields[name].append(found)
        else:
            fields[name] = found
    text = " ".join(_texts(node)).strip()
    if text:
        fields[binding.text or TEXT_KEY] = text
    return element


def _free_name(cls: Any, name: str) -> str:
    """What an element calls that which the schema does not know; never what it needs itself.

    Otherwise a child called ``asdict`` would take the place of the method of that name, and one
    called ``role`` that of the attribute.
    """
    if (
        name[:1] == "_"
        or name in cls.binding.attributes
        or name == cls.binding.text
        or hasattr(cls, name)
    ):
        return f"{name.strip('_') or 'element'}_"
    return name


def _lenient_child(kind: Any, node: etree._Element) -> Any:
    text = (node.text or "").strip()
    is_leaf = not len(node) and not attributes_of(node)
    if kind is OtherElement:
        return text if is_leaf else decode_leniently(OtherElement, node)
    if isinstance(kind, type) and issubclass(kind, Element):
        return decode_leniently(kind, node)
    if not is_leaf:
        return decode_leniently(OtherElement, node)
    return _number(text) if kind is XsdFloat else text


def attributes_of(node: etree._Element) -> dict[str, str]:
    """The attributes by name, with a prefix where they have a namespace; without those of xsi."""
    if len(node.attrib) > MAX_ATTRIBUTES:
        raise ValidationError(
            etree.QName(node).localname,
            f"at most {MAX_ATTRIBUTES} attributes",
            f"{len(node.attrib)} of them",
        )
    prefixes = None
    found = {}
    for name, value in cast("list[tuple[str, str]]", node.items()):
        if not name.startswith("{"):
            found[name] = value
        elif not name.startswith(_XSI):
            prefixes = prefixes or {uri: prefix for prefix, uri in node.nsmap.items() if prefix}
            split = etree.QName(name)
            found[f"{prefixes.get(split.namespace or '', 'xml')}:{split.localname}"] = value
    return found


def _texts(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    yield from (child.tail or "" for child in node)


def _number(text: str) -> XsdFloat | str:
    try:
        return XsdFloat(text)
    except ValueError:
        return text
