"""Models in XML: documents judged by the XSD in this package. Nothing is ever fetched."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources
from typing import Any, ClassVar, Self

from lxml import etree

from hop.errors import DecodeError, EncodeError, ValidationError

from ._judge import document, shown
from ._model import Message, Part, read_input

_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_LONGEST = 300
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@cache
def _xsd(path: str) -> etree.XMLSchema:
    raw = (resources.files(__package__) / "schemas" / path).read_bytes()
    return etree.XMLSchema(etree.fromstring(raw, etree.XMLParser(**_HARDENED)))


def _judge(root: etree._Element, path: str) -> None:
    xsd = _xsd(path)
    if not xsd.validate(root):
        log: Any = xsd.error_log
        first = log[0]
        text = " ".join(first.message.split())[:_LONGEST]
        raise ValidationError(first.path or f"/{root.tag}", f"what {path} allows", text)


class XmlPart(Part):
    """An element of a message; its fields are the attributes, children and text of its type."""

    hop_file: ClassVar[str]
    """The JSON Schema of the typed form, below the folder of schemas."""
    hop_draft: ClassVar[str] = "https://json-schema.org/draft/2020-12/schema"


class XmlMessage(XmlPart, Message):
    """A whole message; its payload is its XML."""

    @classmethod
    def load(cls, input_: Any) -> Self:
        """Create a message from XML: bytes, text, or a file object of either.

        Raises:
            hop.errors.DecodeError: not well-formed, or with a DOCTYPE, which is refused for safety.
            hop.errors.ValidationError: the XSD refuses it; the error names the place.
        """
        raw = read_input(input_, cls.__name__)
        try:
            root = etree.fromstring(raw, etree.XMLParser(**_HARDENED))
        except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
            raise DecodeError(f"a {cls.__name__} is XML, and this is not: {fault}") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise DecodeError(f"a {cls.__name__} has no DOCTYPE: it is refused for safety")
        whole = document(cls.hop_file)
        if etree.QName(root).localname != whole["x-xml-root"]:
            raise DecodeError(f"a {cls.__name__} begins with <{whole['x-xml-root']}>")
        _judge(root, whole["x-xml-xsd"])
        message = cls.from_tree(_tree(root, whole, whole))
        if isinstance(raw, bytes):
            message.__dict__["_payload"] = (raw, message._tree())
        return message

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it begins with this model's element, in its namespace."""
        if payload.lstrip()[:1] != b"<":
            return False
        whole = document(cls.hop_file)
        try:
            root = etree.fromstring(payload, etree.XMLParser(**_HARDENED))
        except (etree.XMLSyntaxError, ValueError, LookupError):
            return False
        name = etree.QName(root)
        return name.localname == whole["x-xml-root"] and name.namespace == _namespace(whole)

    def __bytes__(self) -> bytes:
        tree = self.serialize()["content"]
        # Unchanged, it leaves as it came, down to the blanks.
        kept: tuple[bytes, Any] | None = self.__dict__.get("_payload")
        if kept is not None and kept[1] == tree:
            return kept[0]
        whole = document(self.hop_file)
        space = _namespace(whole)
        # With a prefix, so that children without a namespace can stand inside.
        names = {"m": space} if space else None
        root = etree.Element(etree.QName(space, whole["x-xml-root"]), nsmap=names)
        try:
            _fill(root, tree, whole, whole)
        except (ValueError, TypeError) as fault:
            raise EncodeError(f"a {type(self).__name__} cannot be XML: {fault}") from None
        _judge(root, whole["x-xml-xsd"])
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _namespace(whole: dict[str, Any]) -> str | None:
    return whole["x-xml-namespace"] or None


def _kind(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = whole["$defs"][reference.rpartition("/")[2]]
    return found


def _tree(element: etree._Element, schema: dict[str, Any], whole: dict[str, Any]) -> Any:
    kind = _kind(schema, whole)
    if element.get(_XSI_TYPE) is not None:
        raise ValidationError(
            _place(element), "an element of its own type", f"another: {_XSI_TYPE}"
        )
    if kind.get("type") != "object":
        return _value(element, element.text, kind)
    properties = kind["properties"]
    found: dict[str, Any] = {}
    for name, text in element.attrib.items():
        field = properties.get(etree.QName(str(name)).localname)
        if field is not None:
            found[etree.QName(str(name)).localname] = _value(element, str(text), field)
    for child in element:
        name = etree.QName(child).localname
        field = properties[name]
        if field.get("type") == "array":
            found.setdefault(name, []).append(_tree(child, field["items"], whole))
        else:
            found[name] = _tree(child, field, whole)
    for name, field in properties.items():
        if field["x-xml"] == "text":
            found[name] = _value(element, element.text, field)
    return found


def _place(element: etree._Element) -> str:
    return element.getroottree().getpath(element)


def _value(element: etree._Element, given: str | None, schema: dict[str, Any]) -> Any:
    kind, text = schema.get("type"), given or ""
    plain = " ".join(text.split())
    if kind == "number":
        number = float(plain.replace("INF", "inf"))
        if not math.isfinite(number):
            raise ValidationError(_place(element), "a finite number", plain)
        return number
    if kind == "integer":
        try:
            return int(plain)
        except ValueError:  # of more digits than Python reads
            raise ValidationError(_place(element), "a shorter number", shown(plain)) from None
    if kind == "boolean":
        return plain in {"true", "1"}
    return plain if "enum" in schema or "const" in schema else text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _fill(
    element: etree._Element, tree: Any, schema: dict[str, Any], whole: dict[str, Any]
) -> None:
    kind = _kind(schema, whole)
    if kind.get("type") != "object":
        element.text = _text(tree)
        return
    properties = kind["properties"]
    # In an xs:sequence the order of children counts.
    order = dict.fromkeys([*kind.get("x-xml-sequence", ()), *properties])
    space = _namespace(whole) if whole["x-xml-qualified"] else None
    for name in order:
        if name not in tree:
            continue
        field, value = properties[name], tree[name]
        if field["x-xml"] == "attribute":
            element.set(name, _text(value))
        elif field["x-xml"] == "text":
            element.text = _text(value)
        else:
            many = field.get("type") == "array"
            for each in value if many else [value]:
                child = etree.SubElement(element, etree.QName(space, name))
                _fill(child, each, field["items"] if many else field, whole)
