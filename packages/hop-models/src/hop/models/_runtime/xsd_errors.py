"""What libxml2 finds against an XSD, told as ``hop.errors.ValidationError``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from hop._messages import Fault
from hop.errors import ValidationError

_TYPES = {
    "xs:float": "a number: 1.5, -3e-5, INF, -INF, NaN",
    "xs:dateTime": "a date and time, 2026-01-31T12:30:00",
    "xs:anyURI": "a URI",
    "xs:ID": "a name of letters, digits, '.', '-' and '_' that begins with a letter or '_'",
}
_SUBJECT = re.compile(r"Element '([^']*)'(?:, attribute '([^']*)')?: ")
_SHOWN = 80


Places = dict[str, Any]
"""Elements by the names of those around them: one for each such path."""
MOST_FAULTS = 10_000
"""How many faults of one document are listed at most: each takes a while to explain."""


def explain(
    findings: Any,
    root: etree._Element,
    name: str,
    namespace: str,
    known: dict[str, Places] | None = None,
) -> ValidationError:
    """The first finding about a document, as hop's own error.

    Args:
        findings: the entries of lxml's error log.
        root: the document.
        name: the name that its root ought to have.
        namespace: the namespace that its root ought to have.
        known: where the elements of a tag are, as far as that was looked for.
    """
    entries = list(findings)
    tag = etree.QName(root)
    if tag.localname != name or (tag.namespace or "") != namespace:
        return wrong_root(root, name, namespace)
    if not entries:
        return ValidationError(name, "a document that its schema allows", "another")
    message = " ".join(str(entries[0].message).split())
    subject = _SUBJECT.match(message)
    node, hint = _find(root, entries[0].path), ""
    if not entries[0].path and subject:
        # Of a large document only the name of the element is known, not which one it is.
        known = {} if known is None else known
        if subject[1] not in known:
            known[subject[1]] = _places_of(root, subject[1])
        places = known[subject[1]]
        hint = "in one of the elements there"
        is_known = len(places) == 1
        node = next(iter(places.values())) if is_known else etree.Element(subject[1])
        place = next(iter(places)) if is_known else subject[1].rpartition("}")[2]
    else:
        place = "" if node is root else _shortest(entries[0].path) or path_of(node)
    attribute = None
    if subject:
        message = message[subject.end() :]
        attribute = subject[2]
    required = re.match(r"The attribute '([^']*)' is required", message)
    attribute = required[1] if required else attribute
    if attribute:
        place = f"{place}/@{attribute.rpartition('}')[2]}".lstrip("/")
    place = place or name
    for pattern, tell in _WORDINGS:
        found = re.search(pattern, message, re.DOTALL)
        if found:
            expected, got = tell(found, node)
            if hint and tell in _LOOKING:
                got = "something else"
            return ValidationError(place, expected, got, hint=hint)
    return ValidationError(place, "what the schema allows", message, hint=hint)


def faults_of(findings: Any, root: etree._Element, name: str, namespace: str) -> list[Fault]:
    """Each finding about a document, with its line; of very many the first, and how many more.

    Args:
        findings: the entries of lxml's error log.
        root: the document.
        name: the name that its root ought to have.
        namespace: the namespace that its root ought to have.
    """

    faults: list[Fault] = []
    known: dict[str, Places] = {}
    told: tuple[str, int] | None = None
    for entry in findings[:MOST_FAULTS]:
        error = explain([entry], root, name, namespace, known)
        # Of a value that breaks a rule it is said a second time that it is not of its type.
        is_repeated = "is not a valid value of the" in entry.message
        if not (is_repeated and told == (error.path, entry.line)):
            faults.append(Fault(error.path, error.expected, error.got, entry.line or None))
        told = (error.path, entry.line) if "[facet '" in entry.message else None
    faults.sort(key=lambda fault: fault.line or 0)
    if (more := len(findings) - MOST_FAULTS) > 0:
        faults.append(Fault("", "", f"{more} more faults, which are not listed"))
    return faults


def wrong_root(root: etree._Element, name: str, namespace: str) -> ValidationError:
    """The error of a document that begins with another element."""
    tag = etree.QName(root)
    got = (
        f"{tag.localname} in the namespace {tag.namespace}"
        if tag.namespace
        else (f"{tag.localname} in no namespace")
    )
    hint = "load it with strict=False" if tag.localname == name else ""
    expected = f"the root element {name} in the namespace {namespace}"
    return ValidationError(tag.localname, expected, _shortened(got), hint=hint)


def path_of(node: etree._Element) -> str:
    """The path of an element below the root, ``What/Param[2]``; the root's is its name."""
    steps: list[str] = []
    while (parent := node.getparent()) is not None:
        local = etree.QName(node).localname
        twins = [child for child in parent if etree.QName(child).localname == local]
        steps.append(f"{local}[{twins.index(node) + 1}]" if len(twins) > 1 else local)
        node = parent
    return "/".join(reversed(steps)) or etree.QName(node).localname


def _shortest(path: str | None) -> str:
    """libxml2's path as :func:`path_of` has it, without looking; "" where names are missing."""
    if not path or "*" in path:
        return ""
    return "/".join(step.rpartition(":")[2] for step in path.split("/")[2:])


def _places_of(root: etree._Element, tag: str) -> Places:
    """Where the elements of a tag are."""
    places: Places = {}
    last = None
    for node in root.iter(tag):
        # Neighbours have one path: of very many deep ones it is looked for once.
        parent = node.getparent()
        if parent is None or parent is not last:
            places[_names_to(node)] = node
        last = parent
    return places


def _names_to(node: etree._Element) -> str:
    steps: list[str] = []
    while (parent := node.getparent()) is not None:
        steps.append(etree.QName(node).localname)
        node = parent
    return "/".join(reversed(steps))


def _find(root: etree._Element, path: str | None) -> etree._Element:
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path or "/*", namespaces=prefixes)
    except etree.XPathError:  # a prefix that is declared further down
        for node in root.iter("*"):
            prefixes.update({prefix: uri for prefix, uri in node.nsmap.items() if prefix})
        found = root.getroottree().xpath(path or "/*", namespaces=prefixes)
    first: Any = found[0] if isinstance(found, list) and found else root
    return first if etree.iselement(first) else root


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _names(text: str | None) -> str:
    return re.sub(r"\{[^}]*\}", "", text or "").replace(" ", "").replace(",", ", ")


def _tag(node: etree._Element) -> str:
    tag = etree.QName(node)
    return f"{tag.localname} in the namespace {tag.namespace}" if tag.namespace else tag.localname


def _missing_child(found: re.Match[str], node: etree._Element) -> tuple[str, str]:
    children = ", ".join(etree.QName(child).localname for child in node)
    return f"a child {_names(found[1])}", f"only {_shortened(children)}" if children else "none"


def _unexpected_child(found: re.Match[str], node: etree._Element) -> tuple[str, str]:
    parent = node.getparent()
    within = f" in {etree.QName(parent).localname}" if parent is not None else ""
    expected = f"{_names(found[1])}{within}" if found[1] else f"no such element{within}, or no more"
    return expected, f"the element {_tag(node)}"


def _stray_text(_: re.Match[str], node: etree._Element) -> tuple[str, str]:
    return "nothing but elements", _text_between(node)


def _text_in_empty(_: re.Match[str], node: etree._Element) -> tuple[str, str]:
    return "an empty element", _text_between(node)


def _stray_element(found: re.Match[str], node: etree._Element) -> tuple[str, str]:
    expected = "text without elements" if "simple" in found.string else "an empty element"
    return expected, f"the element {_tag(node[0])}" if len(node) else "an element"


def _text_between(node: etree._Element) -> str:
    texts = [node.text or "", *(child.tail or "" for child in node)]
    text = " ".join(text.strip() for text in texts if text.strip())
    return f"the text {_shortened(text)!r}" if text else "blanks"


_LOOKING = (_missing_child, _stray_text, _text_in_empty, _stray_element)
"""Those that tell what came by looking at the element."""

_WORDINGS: list[tuple[str, Callable[[re.Match[str], etree._Element], tuple[str, str]]]] = [
    (r"Missing child element\(s\)\. Expected is(?: one of)? \((.*?)\)", _missing_child),
    (
        r"This element is not expected\.(?: Expected is(?: one of)? \((.*?)\))?",
        _unexpected_child,
    ),
    (
        r"The attribute '([^']*)' is not allowed",
        lambda found, node: ("no such attribute", f"the attribute {found[1]}"),
    ),
    (
        r"The attribute '[^']*' is required but missing",
        lambda found, node: ("a value", "nothing, the attribute is missing"),
    ),
    (
        r"The value '(.*)' is not an element of the set \{(.*)\}",
        lambda found, node: (f"one of {_names(found[2])}", repr(_shortened(found[1]))),
    ),
    (
        r"The value '(.*)' is greater than the maximum value allowed \('(.*)'\)",
        lambda found, node: (f"at most {found[2]}", found[1]),
    ),
    (
        r"The value '(.*)' is less than the minimum value allowed \('(.*)'\)",
        lambda found, node: (f"at least {found[2]}", found[1]),
    ),
    (
        r"The value '(.*)' does not match the fixed value constraint '(.*)'",
        lambda found, node: (repr(found[2]), repr(_shortened(found[1]))),
    ),
    (
        r"'(.*)' is not a valid value of the (?:atomic|local atomic|union|list) type '(.*?)'",
        lambda found, node: (_TYPES.get(found[2], found[2]), repr(_shortened(found[1]))),
    ),
    (
        r"Character content other than whitespace is not allowed",
        _stray_text,
    ),
    (
        r"Character content is not allowed, because the content type is empty",
        _text_in_empty,
    ),
    (
        r"Element content is not allowed",
        _stray_element,
    ),
]
