"""The bases of classes that are generated from an XSD: views of the elements of an XML document.

The document is judged by its XSD. Its tree holds attributes, children and text by their names, all
leaves as the text that stands in the document, and what may be repeated as a list. The children of
the root are read when somebody looks at them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import IO, TYPE_CHECKING, Any, ClassVar, Self, cast

from lxml import etree

from hop._messages.faults import Fault, fault_of
from hop.errors import MessageError, ValidationError
from hop.models._runtime.fields import Field, fields_of
from hop.models._runtime.part import Message, Part, copied, plain, same
from hop.models._runtime.words import Finding, describe
from hop.models._runtime.xml_input import parse, read_bytes
from hop.models._runtime.xsd import Xsd
from hop.models._runtime.xsd_errors import path_of
from hop.models._runtime.xsd_float import XsdFloat

XMLInput = str | bytes | IO[Any] | Iterable[str | bytes]
"""What a document is read from: text, bytes, a file object, or chunks of them."""

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_SNIFFED = 4096
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

    xml_order: ClassVar[tuple[str, ...]] = ()
    """The children in the order in which they are written; empty: that of the fields."""
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

    def hop_whole(self) -> dict[str, Any]:
        """The tree with what was changed in the objects and lists that were looked at."""
        tree = self.hop_tree
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

    xml_root: ClassVar[str]
    """The name of the root."""
    xml_namespace: ClassVar[str]
    """The namespace of the root; empty: it is in none."""
    xml_qualified: ClassVar[bool]
    """Whether the elements in it are in that namespace too."""
    xml_xsd: ClassVar[str]
    """The XSD, below the folder of schemas."""
    xml_prefix: ClassVar[str] = "m"
    """The prefix of the namespace in what is written."""

    if TYPE_CHECKING:
        hop_head: dict[str, Any]
        hop_read_children: set[str] | None

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
        root = parse(data, cls.__name__)
        fault = cls.hop_xsd().find_fault(root, data)
        if fault is not None:
            raise fault
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
        head: dict[str, Any] = _attributes(root)
        table = _table(type(self))
        if table.text is not None:
            head[table.text] = _text_of(root, self.xml_strips)
        set_slot = object.__setattr__
        set_slot(self, "hop_tree", head)
        set_slot(self, "hop_sound", head)
        set_slot(self, "hop_kept", ())
        own = vars(self)
        own["hop_payload"], own["hop_fault"] = data, None
        own["hop_head"], own["hop_read_children"] = dict(head), set()
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
        given = _by_wire(type(self), fields)
        self.hop_take_document(*written(type(self), given, is_given=True))
        for name, value in fields.items():
            self.hop_keep(name, value)

    def hop_keep(self, name: str, value: Any) -> None:
        """Keep an object that was given for a field: the very one, and not another view of it."""
        super().hop_keep(name, value)
        field = fields_of(type(self)).by_name.get(name)
        if field in self.hop_kept and field is not None:
            self.hop_tree[field.wire] = plain(value)
            if self.hop_read_children is not None:
                self.hop_read_children.add(field.wire)

    def hop_take_document(self, data: bytes, root: etree._Element) -> None:
        """Become the message of a document that was written.

        Raises:
            hop.errors.ValidationError: the XSD refuses it.
        """
        fault = self.hop_xsd().find_fault(root, data)
        if fault is not None:
            raise fault
        self.hop_adopt_document(data, root)

    def hop_write_document(self) -> bytes:
        """Write the document anew, and keep it.

        Raises:
            hop.errors.ValidationError: the XSD refuses it.
        """
        tree = self.hop_whole()
        data, root = written(type(self), tree, is_given=False)
        fault = self.hop_xsd().find_fault(root, data)
        if fault is not None:
            raise fault
        head = {key: tree.get(key) for key in _table(type(self)).attributes}
        vars(self).update(hop_payload=data, hop_fault=None, hop_head=head, hop_read_children=None)
        return data

    # Reading the children of the root

    def hop_read(self, field: Field) -> Any:
        """The value of a field, which is read from the document first where it is a child."""
        if field.xml == "element" and field.wire not in self.hop_tree:
            self.hop_read_child(field.wire)
        return super().hop_read(field)

    def hop_read_child(self, name: str) -> None:
        """Read a child of the root into the tree."""
        done = self.hop_read_children
        if done is None or name in done:
            return
        found = self.hop_child(name)
        if found is not None:
            # setdefault, so that two threads get the same object.
            self.hop_tree.setdefault(name, found)
        done.add(name)

    def hop_child(self, name: str) -> Any:
        """A new tree of a child of the root, from the document; None where it is absent."""
        entry = _table(type(self)).children_by_wire[name]
        nodes = self.hop_root().iterchildren(entry.tag)
        if entry.is_many:
            return [_read(entry, node) for node in nodes] or None
        node = next(nodes, None)
        return None if node is None else _read(entry, node)

    def hop_root(self) -> etree._Element:
        """The root of the document, parsed again unless it is the one that was parsed last."""
        data = self.hop_payload or b""
        root = _latest.find(data)
        if root is None:
            root = parse(data, type(self).__name__)
            _latest.keep(data, root)
        return root

    def hop_whole(self) -> dict[str, Any]:
        """The tree, with all children read, and what was changed in the objects looked at."""
        if self.hop_read_children is not None:
            for name in _table(type(self)).children_by_wire:
                self.hop_read_child(name)
            vars(self)["hop_read_children"] = None
        return super().hop_whole()

    def hop_is_unchanged(self) -> bool:
        """Whether the document says what the fields say."""
        tree, head = self.hop_tree, self.hop_head
        if any(tree.get(key) != value for key, value in head.items()):
            return False
        done = self.hop_read_children
        if done is not None and not done:  # nobody has looked at a child
            return len(tree) == len(head)
        now = super().hop_whole()
        names = _table(type(self)).children_by_wire
        return all(
            same(now.get(name) or None, self.hop_child(name) or None)
            for name in (names if done is None else done)
        )

    def __bytes__(self) -> bytes:
        """The XML: as it was loaded, or written anew where a field was changed since.

        Raises:
            hop.errors.ValidationError: the changed message breaks the XSD.
        """
        if self.hop_payload is not None and self.hop_is_unchanged():
            return self.hop_payload
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
            root = parse(data, cls.__name__)
        except MessageError as error:
            return [fault_of(error, data)]
        return cls.hop_xsd().find_faults(root)

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

    def find(self, data: bytes) -> etree._Element | None:
        """The root of a document, if it is the one."""
        kept, root = self._kept
        return root if kept is data else None


_latest = _Latest()


class _Child:
    """A child element: its tag, its name in the tree, its class, and whether it is repeated."""

    __slots__ = ("field", "is_many", "part", "strips", "tag", "wire")

    def __init__(self, field: Field, tag: str, strips: bool) -> None:
        self.part: Any = field.part
        self.field, self.tag, self.wire, self.strips = field, tag, field.wire, strips
        self.is_many = field.is_many


class _Table:
    """How a class stands in XML: its attributes, its children and its text."""

    def __init__(self, cls: type[XmlPart]) -> None:
        fields = fields_of(cls).by_name.values()
        space = _child_namespace(cls)
        self.attributes = {each.wire: each for each in fields if each.xml == "attribute"}
        self.text = next((each.wire for each in fields if each.xml == "text"), None)
        children = {
            each.wire: _Child(each, f"{space}{each.wire}", cls.xml_strips)
            for each in fields
            if each.xml == "element"
        }
        order = dict.fromkeys([*(n for n in cls.xml_order if n in children), *children])
        self.children_by_wire = {name: children[name] for name in order}
        self.children = {each.tag: each for each in self.children_by_wire.values()}


_table: Callable[[Any], _Table] = cache(_Table)


def _child_namespace(cls: type[XmlPart]) -> str:
    """The namespace of the elements in an element, as it stands before a tag; often none."""
    space: str = getattr(cls, "xml_child_namespace", "")
    if issubclass(cls, XmlMessage) and cls.xml_qualified and cls.xml_namespace:
        space = cls.xml_namespace
    return f"{{{space}}}" if space else ""


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


def read(cls: type[XmlPart], node: etree._Element) -> dict[str, Any]:
    """The tree of an element of a document that the XSD allows."""
    table = _table(cls)
    tree = _attributes(node)
    if table.text is not None:
        tree[table.text] = _text_of(node, cls.xml_strips)
        return tree
    children = table.children
    for child in node:
        entry = children[child.tag]
        content = _read(entry, child)
        if not entry.is_many:
            tree[entry.wire] = content
        elif entry.wire in tree:
            tree[entry.wire].append(content)
        else:
            tree[entry.wire] = [content]
    return tree


def _read(entry: _Child, node: etree._Element) -> Any:
    if entry.part is not None:
        return read(entry.part, node)
    return _text_of(node, entry.strips)


def _text_of(node: etree._Element, strips: bool) -> str:
    text = node.text or ""
    return text.strip() if strips else text


def _attributes(node: etree._Element) -> dict[str, Any]:
    """The attributes, without those of other namespaces: xsi:type and the like say nothing new."""
    found: dict[str, Any] = dict(cast("list[tuple[str, str]]", node.items()))
    if "{" in "".join(found):
        return {name: value for name, value in found.items() if name[0] != "{"}
    return found


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
    table = _table(cls)
    tree: dict[str, Any] = {}
    for key, value in given.items():
        name = table.text if key == "#text" and table.text is not None else key
        if name == table.text and name is not None:
            tree[name] = _taken_leaf(fields_of(cls).by_wire[name], value, path.rstrip("/"))
        elif name in table.attributes:
            if value is not None:
                tree[name] = _taken_leaf(table.attributes[name], value, f"{path}@{name}")
        elif (child := table.children_by_wire.get(name)) is None:
            raise ValidationError(f"{path}{name}", "no such field", describe(value))
        elif child.is_many:
            items = value if isinstance(value, list | tuple) else [value]
            if items:
                tree[name] = [
                    _taken_child(child, each, f"{path}{name}" + _at(number, items))
                    for number, each in enumerate(items, 1)
                ]
        else:
            tree[name] = _taken_child(child, value, f"{path}{name}")
    return tree


def _check_required(cls: type[XmlPart], tree: dict[str, Any], path: str) -> None:
    for name, field in fields_of(cls).by_wire.items():
        if field.is_required and name not in tree:
            mark = "@" if field.xml == "attribute" else ""
            raise ValidationError(f"{path}{mark}{name}", "a value", "nothing, the field is missing")


def _at(number: int, items: Any) -> str:
    return f"[{number}]" if len(items) > 1 else ""


def _taken_child(child: _Child, value: Any, path: str) -> Any:
    if child.part is None:
        return _taken_leaf(child.field, "" if value is None else value, path)
    if isinstance(value, Part):
        if not isinstance(value, child.part):
            raise ValidationError(path, f"an element {child.part.__name__}", describe(value))
        return value.hop_whole()
    if _table(child.part).text is not None and (value is None or not isinstance(value, Mapping)):
        value = {"#text": "" if value is None else value}
    if not isinstance(value, Mapping):
        if value is not None:
            raise ValidationError(path, "an object", describe(value))
        value = {}
    tree = taken(child.part, value, f"{path}/")
    if (text := _table(child.part).text) is not None:
        tree.setdefault(text, "")
    _check_required(child.part, tree, f"{path}/")
    return tree


def _taken_leaf(field: Field, value: Any, path: str) -> str:
    try:
        return text_of(field, value)
    except (TypeError, ValueError):
        expected = {
            "float": "a number, or its text: 1.5, -3e-5, INF, -INF, NaN",
            "int": "a whole number, or its text",
            "bool": "true or false",
        }
        raise ValidationError(
            path, expected.get(field.type or "", "text"), describe(value)
        ) from None


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
    if isinstance(value, Mapping) and field.shape is not None:
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


def written(
    cls: type[XmlMessage], tree: Mapping[str, Any], *, is_given: bool
) -> tuple[bytes, etree._Element]:
    """A document of a tree, as bytes and parsed.

    Args:
        cls: the class of the message.
        tree: what stands in it.
        is_given: the tree is what a constructor was given; then see :func:`taken`.

    Raises:
        hop.errors.ValidationError: a value that XML cannot hold, or of another type than its field.
    """
    space = cls.xml_namespace or None
    # With a prefix, so that children without a namespace can stand inside.
    root = etree.Element(
        etree.QName(space, cls.xml_root), nsmap={cls.xml_prefix: space} if space else None
    )
    if is_given:
        tree = taken(cls, tree, "")
        _check_required(cls, tree, "")
    _write(cls, tree, root, "")
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data, root


def _write(cls: type[XmlPart], tree: Mapping[str, Any], node: etree._Element, path: str) -> None:
    table = _table(cls)
    attributes, children = table.attributes, table.children_by_wire
    for name, value in tree.items():
        if name in attributes:
            _write_attribute(attributes[name], value, node, path)
        elif name == table.text:
            _write_text(fields_of(cls).by_wire[name], value, node, path.rstrip("/"))
        elif name not in children:
            raise ValidationError(f"{path}{name}", "no such field", describe(value))
    for name, child in children.items():
        value = tree.get(name, ())
        if type(value) is str or type(value) is dict:
            _write_child(child, value, node, f"{path}{name}")
            continue
        items = value if isinstance(value, list | tuple) else [value]
        for number, item in enumerate(items, 1):
            _write_child(child, item, node, f"{path}{name}{_at(number, items)}")


def _write_child(child: _Child, item: Any, parent: etree._Element, path: str) -> None:
    node = etree.SubElement(parent, child.tag)
    if child.part is None:
        _write_text(child.field, item, node, path)
    elif isinstance(item, dict):
        _write(child.part, item, node, f"{path}/")
    else:
        raise ValidationError(path, f"an element {child.part.__name__}", describe(item))


def _write_attribute(field: Field, value: Any, node: etree._Element, path: str) -> None:
    try:
        node.set(field.wire, value)
    except (TypeError, ValueError):
        place = f"{path}@{field.wire}"
        if isinstance(value, str):
            raise _not_xml(place, value) from None
        node.set(field.wire, _taken_leaf(field, value, place))


def _write_text(field: Field, value: Any, node: etree._Element, path: str) -> None:
    try:
        node.text = value if isinstance(value, str) else _taken_leaf(field, value, path)
    except ValueError as fault:
        if isinstance(fault, ValidationError):
            raise
        raise _not_xml(path, value) from None


def _not_xml(path: str, value: Any) -> ValidationError:
    return ValidationError(path, "text without control characters", describe(value))
