"""Messages in XML, of models whose JSON Schema was derived from an XSD."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from hop.errors import MessageError
from hop.message import MessageModel
from hop.testing.forms import Form, Made
from hop.testing.places import Place, Rules, place_of, rules_of

_PREFIX = "m"


def is_xml(schema: Any) -> bool:
    """Whether a JSON Schema is that of a document in XML."""
    return place_of(rules_of(schema)).first("x-xml-namespace") is not None


class XmlForm(Form):
    """A document in XML; it is judged by the model, which asks the XSD."""

    is_trimmed = True
    has_types = False

    def accepts(self, tree: Any) -> bool:
        """Whether the model takes a tree, and writes it: only then is it judged by the XSD."""
        try:
            bytes(self.build(tree))
        except MessageError:
            return False
        return True

    def refuses(self, tree: Any, payload: bytes) -> bool:
        """Whether the XML breaks the XSD: it is what counts, and all its leaves are text."""
        try:
            self.load(payload)
        except MessageError:
            return True
        return False

    def write(self, tree: Any) -> bytes:
        """The XML of a tree, whether it is sound or not."""
        place = place_of(self.rules)
        root = self._new(place.first("x-xml-root") or place.first("title"))
        _fill(root, tree, place_of(self.rules), self._inner_namespace)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def build(self, tree: Any) -> MessageModel:
        """The message of a tree; a list without items is one that is not there."""
        return self.model.from_content(_without_empty_lists(tree))

    @property
    def _namespace(self) -> str | None:
        return place_of(self.rules).first("x-xml-namespace") or None

    @property
    def _inner_namespace(self) -> str | None:
        return self._namespace if place_of(self.rules).first("x-xml-qualified") else None

    def _new(self, name: str) -> etree._Element:
        names = {_PREFIX: self._namespace} if self._namespace else None
        return etree.Element(etree.QName(self._namespace, name), nsmap=names)

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """In another encoding, with other prefixes, with comments."""
        root = etree.fromstring(payload)
        wide: Any = etree.tostring(root, encoding="UTF-16")
        yield "UTF-16", "another encoding", wide
        commented = copy.deepcopy(root)
        commented.insert(0, etree.Comment("seen by nobody"))
        yield "comment", "a comment in it", _written(commented)
        if self._namespace:
            other = etree.Element(root.tag, nsmap={"other": self._namespace})
            for name, value in root.items():
                other.set(name, value)
            other.extend(copy.deepcopy(list(root)))
            yield "other prefix", "another prefix for the namespace", _written(other)

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """What is no such document, or breaks what only XML has."""
        yield "empty", "there is nothing", b""
        yield "truncated", "the last ten bytes are missing", payload.rstrip()[:-10]
        root = etree.fromstring(payload)
        yield "not well-formed", "text after the last element", _written(root) + b"text"
        typed = etree.tostring(root, doctype=f"<!DOCTYPE {etree.QName(root).localname}>")
        yield "document type", "a DOCTYPE, which is refused for safety", typed
        other = self._new("Other")
        other.extend(copy.deepcopy(list(root)))
        yield "other element", "it begins with another element", _written(other)
        yield from self._changed(root, place_of(self.rules), set())

    def _changed(self, node: etree._Element, place: Place, seen: set[str]) -> Iterator[Made]:
        """The document with the children of an element doubled or exchanged, each kind once."""
        document = node.getroottree()
        name = etree.QName(node).localname
        if name in seen:
            return
        seen.add(name)
        for child in [*node]:
            local = etree.QName(child).localname
            rules = place.fields.get(local)
            if rules is None:
                continue
            inner = place_of(rules)
            if "array" not in inner.types:
                node.append(copy.deepcopy(child))
                yield f"two of {name}/{local}", f"{name} has one {local}", _written(document)
                node.remove(node[-1])
                yield from self._changed(child, inner, seen)
            else:
                _, items = inner.items
                yield from self._changed(child, place_of(items or ()), seen)
        order = place.first("x-xml-sequence", [])
        if len(order) > 1 and len(node) > 1 and node[0].tag != node[-1].tag:
            first = node[0]
            node.append(first)  # which moves it
            why = f"{name} has {', '.join(order)}, in this order"
            yield f"order of {name}", why, _written(document)
            node.insert(0, first)


def _written(document: Any) -> bytes:
    # In ASCII, as by default, a letter beyond it in the name of an element has no form.
    written: bytes = etree.tostring(document, encoding="UTF-8", xml_declaration=False)
    return written


def _fill(node: etree._Element, tree: Any, place: Place, namespace: str | None) -> None:
    if not isinstance(tree, Mapping):
        node.text = _text(tree)
        return
    fields = place.fields
    for name in dict.fromkeys([*place.first("x-xml-sequence", []), *fields, *tree]):
        if name not in tree:
            continue
        inner = place_of(fields.get(name, ()))
        match inner.first("x-xml", "element"):
            case "attribute":
                node.set(name, _text(tree[name]))
            case "text":
                node.text = _text(tree[name])
            case _:
                _add(node, name, tree[name], inner, namespace)


def _add(node: etree._Element, name: str, value: Any, place: Place, namespace: str | None) -> None:
    rules: Rules | None = place.rules
    if "array" in place.types and isinstance(value, list):
        _, rules = place.items
    for each in value if isinstance(value, list) else [value]:
        child = etree.SubElement(node, etree.QName(namespace, name))
        _fill(child, each, place_of(rules or ()), namespace)


def _without_empty_lists(tree: Any) -> Any:
    if isinstance(tree, Mapping):
        return {name: _without_empty_lists(each) for name, each in tree.items() if each != []}
    return [_without_empty_lists(each) for each in tree] if isinstance(tree, list) else tree


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).replace("inf", "INF").replace("nan", "NaN")
    return value if isinstance(value, str) else "" if value in (None, {}, []) else str(value)
