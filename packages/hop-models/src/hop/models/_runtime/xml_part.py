"""The bases of classes that are generated from an XSD: views of the elements of an XML document.

The document is judged by its XSD. Its tree holds attributes, children and text by their names, all
leaves as the text that stands in the document, and what may be repeated as a list. The children of
the root are read when somebody looks at them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import IO, Any, ClassVar, Self

from lxml import etree

from hop._messages import Fault, fault_of
from hop.errors import MessageError, ValidationError
from hop.models._runtime.fields import Field, fields_of
from hop.models._runtime.part import Message, Part, copied, plain, same
from hop.models._runtime.values import plain_of
from hop.models._runtime.words import Finding, describe
from hop.models._runtime.xml_input import parse, read_bytes
from hop.models._runtime.xsd import Xsd
from hop.models._runtime.xsd_errors import path_of
from hop.models._runtime.xsd_float import XsdFloat

XMLInput = str | bytes | IO[Any] | Iterable[str | bytes]
"""What a document is read from: text, bytes, a file object, or chunks of them."""

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_SNIFFED = 4096
_NONE: Mapping[str, Any] = {}
# Past the __setattr__ of objects, which writes their trees.
_set = object.__setattr__
# What may stand before the root: a byte order mark, declaration, comments, a document type.
_BEFORE_ROOT = (
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?"
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<![A-Z][^>]*>)*+<(?:[\w.-]+:)?%s[\s>/]"
)
_EXPECTED_BY_PATTERN = {
    "24:00:00": "a date and time, 2026-01-31T12:30:00",
    r"[\w.\-]*": "a name of letters, digits, '.', '-' and '_' that begins with a letter or '_'",
}


class XmlPart(Part):
    """An element of a message: its fields are the attributes, children and text of its type."""

    __slots__ = ()

    xml_child_namespace: ClassVar[str] = ""
    """The namespace of the elements in it; empty: they are in none."""
    xml_strips: ClassVar[bool] = False
    """Whether the blanks around a text are left out."""

    @classmethod
    def hop_tree_of(cls, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The tree of fields by their names in Python.

        Raises:
            hop.errors.ValidationError: a field is unknown, missing within another, or no text.
        """
        return taken(cls, _by_wire(cls, fields), "")

    @classmethod
    def hop_judged(cls, tree: Any) -> Any:
        """A tree with numbers and booleans for their texts, as the JSON Schema has it."""
        return typed(cls, tree)

    @classmethod
    def hop_error(cls, finding: Finding) -> ValidationError:
        """The error that tells of a finding, with its path in XML."""
        expected = next(
            (told for mark, told in _EXPECTED_BY_PATTERN.items() if mark in finding.expected),
            finding.expected,
        )
        return ValidationError(_xml_path(cls, finding.path), expected, finding.got)

    @classmethod
    def hop_judge(cls, tree: Any) -> None:
        """Judge a tree.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        findings = cls.hop_schema.findings(cls.hop_judged(tree))
        if findings:
            raise cls.hop_error(findings[0])

    def hop_convert(self, field: Field, value: Any) -> Any:
        """The text of an element as the type that the field has in Python."""
        return _converted(field, value)

    def hop_read(self, field: Field) -> Any:
        """The value of a field; the children of a section are read when somebody looks."""
        if field.xml == "element":
            self.hop_read_child(field.wire)
        return Part.hop_read(self, field)

    def hop_read_child(self, name: str) -> None:
        """Read the children of a name from the document, unless that is done."""
        tree = self.hop_tree
        if type(tree) is _Section and name not in tree:
            tree.read(name)

    def hop_whole(self) -> dict[str, Any]:
        """The tree with what was changed in the objects and lists that were looked at."""
        tree = self.hop_tree
        if type(tree) is _Section:
            tree = tree.whole()
            _set(self, "hop_sound", tree)
            _set(self, "hop_tree", tree)
        for field in self.hop_kept:
            value = getattr(self, field.name)
            content: Any = plain(value)
            if field.is_many:
                content = [_as_item(field, each) for each in value]
            if content or (field.wire in tree and not field.is_many):
                tree[field.wire] = content
            else:
                tree.pop(field.wire, None)
        return tree

    def asdict(self) -> dict[str, Any]:
        """The whole object as a JSON tree, by the names of its schema; a copy."""
        found: dict[str, Any] = typed(type(self), copied(self.hop_whole()))
        return found


class XmlMessage(XmlPart, Message):
    """A whole message in XML; the bytes that it was loaded from are sent on, unless it is changed.

    Attributes:
        hop_payload: the bytes that it was loaded from, or last written as.
        hop_head: the attributes of the root in those bytes.
        hop_read_children: the names of the children that have been read from those bytes; None:
            all that there are.
    """

    hop_head: dict[str, Any]
    hop_read_children: tuple[str, ...] | None = ()

    xml_root: ClassVar[str]
    """The name of the root."""
    xml_namespace: ClassVar[str]
    """The namespace of the root; empty: it is in none."""
    xml_xsd: ClassVar[str]
    """The XSD, below the folder of schemas."""
    xml_prefix: ClassVar[str] = "m"
    """The prefix of the namespace in what is written."""

    @classmethod
    def hop_xsd(cls) -> Xsd:
        """The schema of the document."""
        kind: Any = cls
        return _xsd_of(kind)

    @classmethod
    def load(cls, xml_input: XMLInput, *, strict: bool = True) -> Self:
        """Create a message from XML: text, bytes, a file object, or a generator of chunks.

        Args:
            xml_input: the document; bytes are best, since they are kept as they are.
            strict: always so.

        Raises:
            hop.errors.DecodeError: empty, too large, not well-formed XML, or with a DOCTYPE.
            hop.errors.ValidationError: the XSD refuses it.
        """
        data = read_bytes(xml_input, cls.__name__)
        root = cls.hop_checked(data)
        _refuse_other_types(root)
        message = cls.hop_of_document(data, root)
        _refuse_long_numbers(cls, message.hop_whole(), "")
        return message

    @classmethod
    def hop_of_document(cls, data: bytes, root: etree._Element) -> Self:
        """The message of a document that the XSD allows; its children are read when looked at."""
        message = cls.__new__(cls)
        message.hop_adopt_document(data, root)
        return message

    def hop_adopt_document(self, data: bytes, root: etree._Element) -> None:
        """Become the message of a document that the XSD allows."""
        table = _table(type(self))
        found: Any = root.items()
        head = {name: value for name, value in found if name in table.attributes}
        if table.text is not None:
            head[table.text] = _text_of(root, table)
        self.hop_adopt_head(head, data, root)

    def hop_adopt_head(self, head: dict[str, Any], data: bytes, root: etree._Element) -> None:
        """Become the message of a document, of which nothing but the root's own is read."""
        self.hop_adopt(head, head)
        _set(self, "hop_payload", data)
        _set(self, "hop_head", dict(head))
        _latest.keep(data, root)

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        """Create a message from its JSON tree.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        if not isinstance(tree, Mapping):
            raise ValidationError(cls.xml_root, "an object", describe(tree))
        names = fields_of(cls).by_wire
        return cls(**{names[key].name if key in names else str(key): v for key, v in tree.items()})

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a message from its JSON tree, the ``content`` of an envelope.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        return cls.from_tree(content)

    def hop_fill(self, fields: Mapping[str, Any]) -> None:
        """Take the fields that a new message is made of, and write its document.

        Raises:
            hop.errors.ValidationError: the XSD refuses them.
        """
        data = written(type(self), _by_wire(type(self), fields), is_given=True)
        self.hop_adopt_document(data, self.hop_checked(data))
        for name, value in fields.items():
            if not isinstance(value, str | dict):
                self.hop_keep(name, value)

    def hop_keep(self, name: str, value: Any) -> None:
        """Keep an object that was given for a field: the very one, and not another view of it."""
        super().hop_keep(name, value)
        field = fields_of(type(self)).by_name.get(name)
        if field in self.hop_kept and field is not None:
            self.hop_tree[field.wire] = plain(value)
            if self.hop_read_children is not None:
                _set(self, "hop_read_children", (*self.hop_read_children, field.wire))

    @classmethod
    def hop_checked(cls, data: bytes) -> etree._Element:
        """The root of a document that the XSD allows.

        Raises:
            hop.errors.DecodeError: it is not well-formed XML, or has a DOCTYPE.
            hop.errors.ValidationError: the XSD refuses it.
        """
        root = parse(data, cls.__name__, keeps_blanks=not cls.xml_strips)
        fault = cls.hop_xsd().find_fault(root, data)
        if fault is not None:
            raise fault
        return root

    def hop_write_document(self) -> bytes:
        """Write the document anew, and keep it.

        Raises:
            hop.errors.ValidationError: the XSD refuses it.
        """
        tree = self.hop_whole()
        data = written(type(self), tree, is_given=False)
        self.hop_checked(data)
        head = {key: tree.get(key) for key in _table(type(self)).attributes}
        vars(self).update(hop_payload=data, hop_fault=None, hop_head=head, hop_read_children=None)
        return data

    # Reading the children of the root

    def hop_read_child(self, name: str) -> None:
        """Read a child of the root into the tree."""
        done = self.hop_read_children
        if done is None or name in done:
            return
        cls, data = type(self), self.hop_payload or b""
        table, root = _table(cls), _latest.root_of(data, cls)
        entry = table.children[name]
        found: Any
        if entry.is_section:
            found = next(root.iterchildren(entry.tag), None)
            if found is not None:
                found = _read_section(entry, found, data, cls)
        else:
            found = _read_child(table, entry, root)
        if found is not None:
            # setdefault, so that two threads get the same object.
            self.hop_tree.setdefault(name, found)
        _set(self, "hop_read_children", (*done, name))

    def hop_root(self) -> etree._Element:
        """The root of the document."""
        return _latest.root_of(self.hop_payload or b"", type(self))

    def hop_alert_tree(self) -> dict[str, Any]:
        """The tree as a table of alerts reads it: with the types of the schema."""
        return self.asdict()

    def hop_whole(self) -> dict[str, Any]:
        """The tree, with all children read, and what was changed in the objects looked at."""
        done = self.hop_read_children
        if done is not None:
            tree = self.hop_tree
            rest: dict[str, Any] = {}
            known = {name: tree.get(name) for name in done}
            _read_children(_table(type(self)), self.hop_root(), rest, known)
            for name, found in rest.items():
                tree.setdefault(name, found)
            _set(self, "hop_read_children", None)
        return self.hop_gathered()

    def hop_gathered(self) -> dict[str, Any]:
        """The tree with what was changed in the objects and lists that were looked at."""
        tree = super().hop_whole()
        for name, found in list(tree.items()):
            if type(found) is _Section:  # another thread looks at it just now
                tree[name] = found.whole()
        return tree

    def hop_is_unchanged(self) -> bool:
        """Whether the document says what the fields say."""
        tree, head, done = self.hop_tree, self.hop_head, self.hop_read_children
        if any(tree.get(key) != value for key, value in head.items()):
            return False
        now = self.hop_gathered()
        table, root = _table(type(self)), self.hop_root()
        return all(
            same(now.get(name) or None, _read_child(table, table.children[name], root) or None)
            for name in (table.children if done is None else done)
        )

    def __bytes__(self) -> bytes:
        """The XML: as it was loaded, or written anew where a field was changed since.

        Raises:
            hop.errors.ValidationError: the changed message breaks the XSD.
        """
        payload = self.hop_payload
        if payload is not None:
            if self.hop_read_children == ():  # nobody has looked at a child, as mostly
                is_unchanged = self.hop_tree == self.hop_head
            else:
                is_unchanged = self.hop_is_unchanged()
            if is_unchanged:
                return payload
        return self.hop_write_document()

    # What streams and commands ask

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is XML whose first element has this model's name, and is in its namespace."""
        if not cls.hop_begins(payload):
            return False
        try:
            root = etree.QName(parse(payload, cls.__name__))
        except MessageError:
            return False
        return root.localname == cls.xml_root and (root.namespace or "") == cls.xml_namespace

    @classmethod
    def hop_begins(cls, payload: bytes) -> bool:
        """Whether it is XML whose first element has this model's name, whatever its encoding."""
        # UTF-16 of ASCII has a null in each pair.
        beginning = payload[:_SNIFFED].replace(b"\0", b"")
        return _beginning(cls.xml_root).match(beginning) is not None

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a document by the XSD, with lines.

        Args:
            data: the XML.
        """
        try:
            data = read_bytes(data, cls.__name__)
            return cls.hop_xsd().find_faults(parse(data, cls.__name__), data)
        except MessageError as error:
            return [fault_of(error, data)]

    def serialize(self) -> dict[str, Any]:
        """The message with its format: ``{"format": name, "content": tree}``.

        Raises:
            hop.errors.ValidationError: something was changed to what the XSD refuses.
        """
        if self.hop_fault is None:
            bytes(self)
        return {"format": self.hop_format, "content": self.asdict()}

    def to_text(self) -> str:
        """The XML as text."""
        data = bytes(self)
        encoding = self.hop_root().getroottree().docinfo.encoding or "utf-8"
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):  # libxml2 knows encodings that Python does not
            return etree.tostring(self.hop_root(), encoding="unicode")

    def __getstate__(self) -> dict[str, Any]:
        state = {**vars(self), "hop_tree": self.hop_whole(), "hop_sound": None}
        return state | {"hop_read_children": None}


class _Latest:
    """The document that was parsed last: who loads one mostly looks at it at once.

    Not one with each message: a parsed document takes ten times the memory of its bytes.
    """

    def __init__(self) -> None:
        self._kept: tuple[bytes, etree._Element | None] = (b"", None)

    def keep(self, data: bytes, root: etree._Element) -> None:
        """Keep the root of a document."""
        self._kept = (data, root)

    def root_of(self, data: bytes, message: type[XmlMessage]) -> etree._Element:
        """The root of a document, parsed again unless it is the one."""
        kept, root = self._kept
        if kept is not data or root is None:
            root = parse(data, message.__name__, keeps_blanks=not message.xml_strips)
            self._kept = (data, root)
        return root


_latest = _Latest()


class _Section(dict[str, Any]):
    """The tree of a section, a child of the root; its own children are read when somebody looks.

    Attributes:
        place: how it stands in XML, the document, and the class of the message.
        done: the names of the children that have been read.
    """

    __slots__ = ("done", "place")

    place: tuple[_Entry, bytes, type[XmlMessage]]
    done: list[str]

    def read(self, name: str) -> None:
        """Read the children of a name, unless that is done."""
        if name not in self.done:
            table = self.place[0].table
            found = _read_child(table, table.children[name], self._node())
            if found is not None:
                # setdefault, so that two threads get the same object.
                self.setdefault(name, found)
            self.done.append(name)

    def whole(self) -> dict[str, Any]:
        """A tree of it with all children, in the order of the document."""
        table, done = self.place[0].table, self.done
        tree = {name: value for name, value in self.items() if name not in table.children}
        _read_children(table, self._node(), tree, {name: self.get(name) for name in done})
        return tree

    def _node(self) -> etree._Element:
        entry, data, message = self.place
        return next(_latest.root_of(data, message).iterchildren(entry.tag))


class _Entry:
    """An attribute, a child or the text of an element, as it stands in XML.

    Attributes:
        field: its field.
        xml: ``attribute``, ``element`` or ``text``.
        wire: its name in the tree.
        tag: the tag of a child, with its namespace.
        is_qualified: whether a child is in a namespace.
        is_many: whether a child may be repeated.
        part: the class of a child; None where it is text.
        is_section: whether a child has a class, and stands once.
        order: the place of a child among the others, which is that of its field.
    """

    def __init__(self, field: Field, namespace: str, order: int) -> None:
        self.field, self.xml, self.wire, self.order = field, field.xml, field.wire, order
        self.tag = f"{{{namespace}}}{field.wire}" if namespace else field.wire
        self.is_qualified, self.is_many = bool(namespace), field.is_many
        self.part: Any = field.part
        self.is_section = self.part is not None and not self.is_many

    @cached_property
    def table(self) -> _Table:
        """How the class of a child stands in XML."""
        return _table(self.part)


class _Table:
    """How a class stands in XML.

    Attributes:
        entries: attributes, children and text by their names in the tree; ``#text`` is the text.
        attributes: the names of the attributes.
        text: the name of the text in the tree; None where there is none.
        children: the children by their names in the tree, in the order in which they are written.
        required: the fields that have to be there.
        strips: whether the blanks around a text are left out.
    """

    def __init__(self, cls: type[XmlPart]) -> None:
        fields = fields_of(cls).by_wire
        space = cls.xml_child_namespace
        self.entries = {
            name: _Entry(field, space, at) for at, (name, field) in enumerate(fields.items())
        }
        self.attributes = {name for name, each in self.entries.items() if each.xml == "attribute"}
        self.text = next((name for name, e in self.entries.items() if e.xml == "text"), None)
        self.children = {name: e for name, e in self.entries.items() if e.xml == "element"}
        self.required = {name for name, each in self.entries.items() if each.field.is_required}
        self.strips = cls.xml_strips
        if self.text is not None:
            self.entries["#text"] = self.entries[self.text]
            self.required.discard(self.text)  # without one, the text is empty

    @cached_property
    def readers(self) -> dict[str, tuple[str, _Table | None, bool]]:
        """By the tags of the children: their names, how their classes stand in XML, if many."""
        return {
            each.tag: (name, None if each.part is None else each.table, each.is_many)
            for name, each in self.children.items()
        }


_table: Callable[[Any], _Table] = cache(_Table)


@cache
def _xsd_of(cls: Any) -> Xsd:
    return Xsd(cls.hop_schema.folder, cls.xml_xsd, cls.xml_root, cls.xml_namespace)


@cache
def _beginning(root: str) -> re.Pattern[bytes]:
    return re.compile(_BEFORE_ROOT % re.escape(root).encode(), re.DOTALL)


def _by_wire(cls: type[XmlPart], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that are given, by their names in the document."""
    known = fields_of(cls).by_name
    return {
        known[name].wire if name in known else name: value
        for name, value in fields.items()
        if value is not None
    }


# Reading


def _read(table: _Table, node: etree._Element, *, deeply: bool = True) -> dict[str, Any]:
    """The tree of an element of a document that the XSD allows.

    Args:
        table: how its class stands in XML.
        node: the element.
        deeply: with its children; otherwise its attributes and its text alone.
    """
    found: Any = node.items()
    tree: dict[str, Any] = dict(found)
    if not table.attributes.issuperset(tree):  # xsi:type and the like, which say nothing new
        tree = {name: value for name, value in tree.items() if name in table.attributes}
    if table.text is not None:
        tree[table.text] = _text_of(node, table)
    if deeply and len(node):  # most have none, and to look for the first takes longer
        _read_children(table, node, tree)
    return tree


def _read_children(
    table: _Table, node: etree._Element, tree: dict[str, Any], done: Mapping[str, Any] = _NONE
) -> None:
    """Read the children of an element into its tree.

    Args:
        table: how its class stands in XML.
        node: the element.
        tree: where they go.
        done: by their names, those that have been read; None: it is absent by now.
    """
    readers = table.readers
    for child in node:
        name, inner, is_many = readers[child.tag]
        if name in done:
            if done[name] is not None:
                tree[name] = done[name]
            continue
        content = _text_of(child, table) if inner is None else _read(inner, child)
        if not is_many:
            tree[name] = content
        elif name in tree:
            tree[name].append(content)
        else:
            tree[name] = [content]


def _read_child(table: _Table, entry: _Entry, node: etree._Element) -> Any:
    """The children of one name in an element; None where there is none."""
    nodes = node.iterchildren(entry.tag)
    if entry.part is None:
        found: list[Any] = [_text_of(each, table) for each in nodes]
    else:
        inner = entry.table
        found = [_read(inner, each) for each in nodes]
    if entry.is_many:
        return found or None
    return found[0] if found else None


def _read_section(
    entry: _Entry, node: etree._Element, data: bytes, message: type[XmlMessage]
) -> dict[str, Any]:
    """The tree of a section, of which only its own attributes are read."""
    own = _read(entry.table, node, deeply=False)
    if not len(node):
        return own
    section = _Section(own)
    section.place, section.done = (entry, data, message), []
    return section


def _text_of(node: etree._Element, table: _Table) -> str:
    text = node.text or ""
    return text.strip() if table.strips else text


def _refuse_other_types(root: etree._Element) -> None:
    """Refuse ``xsi:type``: what a derived type has more, no field could hold."""
    for node in root.iter("*"):
        if node.get(_XSI_TYPE) is not None:
            raise ValidationError(path_of(node), "an element of its own type", "an xsi:type")


def _refuse_long_numbers(cls: type[XmlPart], tree: dict[str, Any], path: str) -> None:
    """Refuse whole numbers of more digits than Python reads."""
    for name, value in tree.items():
        field = fields_of(cls).by_wire[name]
        items = value if isinstance(value, list) else [value]
        for number, item in enumerate(items, 1):
            place = f"{path}{name}{_at(number, items)}"
            if isinstance(item, dict):
                _refuse_long_numbers(field.part, item, f"{place}/")
            elif field.type == "int" and isinstance(_converted(field, item), str):
                raise ValidationError(place, "a shorter number", describe(item))


# Taking what a constructor is given


def taken(cls: type[XmlPart], given: Mapping[Any, Any], path: str) -> dict[str, Any]:
    """The tree of what an element is made of: objects, or dictionaries in either shape.

    Args:
        cls: the class of the element.
        given: its content; an only child may stand without a list, its text under ``#text``.
        path: where it is.

    Raises:
        hop.errors.ValidationError: a field is unknown, missing, or no text.
    """
    entries = _table(cls).entries
    tree: dict[str, Any] = {}
    for key, value in given.items():
        entry = entries.get(key)
        if entry is None:
            raise ValidationError(f"{path}{key}", "no such field", describe(value))
        if entry.xml != "element":
            if value is not None or entry.xml == "text":
                tree[entry.wire] = _leaf(entry, value, path)
        elif entry.is_many:
            items = value if isinstance(value, list | tuple) else [value]
            if items:
                tree[entry.wire] = [
                    _taken_child(entry, each, f"{path}{key}{_at(number, items)}")
                    for number, each in enumerate(items, 1)
                ]
        else:
            tree[entry.wire] = _taken_child(entry, value, f"{path}{key}")
    return tree


def _check_required(table: _Table, tree: Mapping[Any, Any], path: str) -> None:
    for name in table.required - tree.keys():
        mark = "@" if name in table.attributes else ""
        raise ValidationError(f"{path}{mark}{name}", "a value", "nothing, the field is missing")


def _at(number: int, items: Any) -> str:
    return f"[{number}]" if len(items) > 1 else ""


def _taken_child(entry: _Entry, value: Any, path: str) -> Any:
    if entry.part is None:
        return _leaf(entry, "" if value is None else value, path)
    table = entry.table
    tree = taken(entry.part, _content(entry, value, table, path), f"{path}/")
    if table.text is not None:
        tree.setdefault(table.text, "")
    _check_required(table, tree, f"{path}/")
    return tree


def _content(entry: _Entry, value: Any, table: _Table, path: str) -> Mapping[Any, Any]:
    """What a child is made of: an object, a dictionary, its text alone, or nothing."""
    if isinstance(value, dict):
        return value
    if isinstance(value, entry.part):
        tree: dict[str, Any] = value.hop_whole()
        return tree
    if value is None:
        return {}
    if isinstance(value, Part):
        raise ValidationError(path, f"an element {entry.part.__name__}", describe(value))
    if isinstance(value, Mapping):
        return value
    if table.text is None:
        raise ValidationError(path, "an object", describe(value))
    return {table.text: value}


def _leaf(entry: _Entry, value: Any, path: str) -> str:
    """The text of an attribute, of an element without more in it, or in an element.

    Raises:
        hop.errors.ValidationError: the value is no text, and no number where one is wanted.
    """
    try:
        return text_of(entry.field, value)
    except (TypeError, ValueError):
        pass
    place = _place_of(entry, path)
    try:
        return text_of(entry.field, plain_of(value, place))
    except ValidationError:  # it says more: of a time without a time zone, of an array
        raise
    except (TypeError, ValueError):
        expected = {
            "float": "a number, or its text: 1.5, -3e-5, INF, -INF, NaN",
            "int": "a whole number, or its text",
            "bool": "true or false",
        }
        wanted = expected.get(entry.field.type or "", "text")
        raise ValidationError(place, wanted, describe(value)) from None


def _place_of(entry: _Entry, path: str) -> str:
    if entry.xml == "attribute":
        return f"{path}@{entry.wire}"
    return path.rstrip("/")


def text_of(field: Field, value: Any) -> str:
    """A value as the document has it.

    Raises:
        TypeError: it is no such value.
        ValueError: the same.
    """
    if field.type == "float":
        return (value if isinstance(value, XsdFloat) else XsdFloat(value)).text
    if field.type == "bool" and isinstance(value, bool):
        return "true" if value else "false"
    if field.type == "int" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _as_item(field: Field, value: Any) -> Any:
    """An item of a list as the tree holds it; what is no such item is found when it is written."""
    if isinstance(value, XsdFloat):
        return value.text
    if isinstance(value, Mapping) and not isinstance(value, Part) and field.shape is not None:
        try:  # appended as a dictionary: taken as the constructor would
            return taken(field.shape[0], value, "")
        except ValidationError:
            return value
    return plain(value)


# Types


def _converted(field: Field, value: Any) -> Any:
    if isinstance(value, list):
        return [_converted(field, each) for each in value]
    if not isinstance(value, str):
        return value
    if field.type == "bool":
        return value.strip() in {"true", "1"}
    if field.type == "token":
        return " ".join(value.split())
    try:
        return XsdFloat(value) if field.type == "float" else int(value)
    except ValueError:  # in a document that breaks its schema, or of more digits than Python reads
        return value


def typed(cls: type[XmlPart], tree: Any) -> Any:
    """A tree with numbers and booleans for their texts."""
    if not isinstance(tree, dict):
        return tree
    fields = fields_of(cls).by_wire
    return {
        name: _typed_value(fields[name], value) if name in fields else value
        for name, value in tree.items()
    }


def _typed_value(field: Field, value: Any) -> Any:
    if isinstance(value, list):
        return [_typed_value(field, each) for each in value]
    if isinstance(value, dict) and field.shape is not None:
        return typed(field.part, value)
    if field.type is None:
        return value
    found = _converted(field, value)
    return float(found) if isinstance(found, XsdFloat) else found


def _xml_path(cls: Any, path: tuple[str | int, ...]) -> str:
    steps: list[str] = []
    for step in path:
        if isinstance(step, int):
            steps[-1] += f"[{step + 1}]"
            continue
        field = fields_of(cls).by_wire.get(step) if cls is not None else None
        if field is not None and field.xml == "text":
            continue
        steps.append(f"@{step}" if field is not None and field.xml == "attribute" else str(step))
        cls = field.part if field is not None else None
    return "/".join(steps) or cls.__name__


# Writing

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPES = str.maketrans(_ESCAPED)
_ATTRIBUTE_ESCAPES = str.maketrans({**_ESCAPED, "\n": "&#10;", "\t": "&#9;"})


# What is not written as it is: marks of XML, what XML may not hold, and what may be that.
_find_special = re.compile("[^ !#-%'-;=?-~]").search


def written(cls: type[XmlMessage], tree: Mapping[str, Any], *, is_given: bool) -> bytes:
    """A document of a tree. As text, which takes a quarter of the time of making elements.

    Args:
        cls: the class of the message.
        tree: what stands in it.
        is_given: the tree is what a constructor was given; then see :func:`taken`.

    Raises:
        hop.errors.ValidationError: a value that XML cannot hold, or of another type than its field.
    """
    tag, head = cls.xml_root, ""
    if cls.xml_namespace:
        # With a prefix, so that children without a namespace can stand inside.
        tag = f"{cls.xml_prefix}:{tag}"
        head = f' xmlns:{cls.xml_prefix}="{cls.xml_namespace.translate(_ESCAPES)}"'
    writer = _Writer(f"{cls.xml_prefix}:", is_given=is_given)
    text = writer.element(_table(cls), tag, tree, "", head)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def written_part(cls: type[XmlPart], tree: Mapping[str, Any], tag: str) -> str:
    """An element that is no whole document, as a document has it.

    Args:
        cls: the class of the element, whose children are in no namespace.
        tree: what stands in it.
        tag: its tag.

    Raises:
        hop.errors.ValidationError: a value that XML cannot hold, or of another type than its field.
    """
    return _Writer("", is_given=False).element(_table(cls), tag, tree, "")


class _Writer:
    """Writes elements.

    The path of a fault is that within the element; each element around it adds its own name, so
    that no path is made where there is no fault.

    Args:
        prefix: of elements that are in a namespace.
        is_given: trees are what a constructor was given.
    """

    def __init__(self, prefix: str, *, is_given: bool) -> None:
        self._prefix, self._is_given = prefix, is_given

    def element(
        self, table: _Table, tag: str, tree: Mapping[Any, Any], indent: str, head: str = ""
    ) -> str:
        """An element, and all in it.

        Args:
            table: how its class stands in XML.
            tag: its tag.
            tree: what stands in it.
            indent: the blanks before it.
            head: attributes that it has beside.
        """
        text = ""
        children: list[tuple[_Entry, Any]] = []
        entries = table.entries
        for key, value in tree.items():
            entry = entries.get(key)
            if entry is None:
                raise ValidationError(str(key), "no such field", describe(value))
            if entry.xml == "element":
                children.append((entry, value))
            elif entry.xml == "text":
                text = self.text(entry, value, _ESCAPES)
            elif type(value) is str and _find_special(value) is None:  # nearly always
                head = f'{head} {key}="{value}"'
            elif value is not None or not self._is_given:
                head = f'{head} {key}="{self.text(entry, value, _ATTRIBUTE_ESCAPES)}"'
        if table.required and not table.required <= tree.keys():
            _check_required(table, tree, "")
        if not children:
            end = f">{text}</{tag}>" if text else "/>"
            return f"{indent}<{tag}{head}{end}\n"
        if len(children) > 1:
            children.sort(key=_order)
        deeper = f"{indent}  "
        inner = ""
        for entry, value in children:
            name = f"{self._prefix}{entry.wire}" if entry.is_qualified else entry.wire
            if type(value) is str and value and entry.part is None and _find_special(value) is None:
                inner += f"{deeper}<{name}>{value}</{name}>\n"
            else:
                inner += self.children(entry, name, value, deeper)
        return f"{indent}<{tag}{head}>\n{inner}{indent}</{tag}>\n"

    def children(self, entry: _Entry, tag: str, value: Any, indent: str) -> str:
        """The children of one name: one, or a list of them."""
        items = value if isinstance(value, (list, tuple)) else (value,)
        written: list[str] = []
        try:
            for each in items:
                if entry.part is None:
                    written.append(self.leaf(entry, tag, each, indent))
                    continue
                content = each if type(each) is dict else self.content(entry, each)
                written.append(self.element(entry.table, tag, content, indent))
        except ValidationError as fault:
            path = f"{entry.wire}{_at(len(written) + 1, items)}/{fault.path}".rstrip("/")
            raise ValidationError(path, fault.expected, fault.got) from None
        return "".join(written)

    def leaf(self, entry: _Entry, tag: str, value: Any, indent: str) -> str:
        """One child that is a text."""
        text = self.text(entry, "" if value is None and self._is_given else value, _ESCAPES)
        return f"{indent}<{tag}>{text}</{tag}>\n" if text else f"{indent}<{tag}/>\n"

    def content(self, entry: _Entry, value: Any) -> Mapping[Any, Any]:
        """What a child is made of that is no dictionary."""
        if not self._is_given:
            raise ValidationError("", f"an element {entry.part.__name__}", describe(value))
        return _content(entry, value, entry.table, "")

    def text(self, entry: _Entry, value: Any, escapes: dict[int, str]) -> str:
        """A text as XML has it."""
        text = value if type(value) is str else _leaf(entry, value, "")
        if _find_special(text) is None:
            return text
        if _FORBIDDEN.search(text) is not None:
            place, told = _place_of(entry, ""), describe(value)
            raise ValidationError(place, "text without control characters", told)
        return text.translate(escapes)


def _order(child: tuple[_Entry, Any]) -> int:
    return child[0].order
