"""What the classes of VOEvent have in common: they are typed and dictionaries too.

Attribute access is typed as the schema says: a child that may be repeated is a list, a number is a
number. Item access has the shape that dictionaries made from XML have: attributes and children as
plain keys, an only child without a list, everything at the leaves as text, the text beside
attributes under ``#text``, an empty element as None.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, cast

from lxml import etree

from hop._messages import short_call
from hop.errors import ValidationError
from hop.models._runtime.fields import Field, fields_of
from hop.models._runtime.part import same
from hop.models._runtime.words import describe
from hop.models._runtime.xml_input import parse, read_bytes
from hop.models._runtime.xml_part import XMLInput, XmlMessage, XmlPart, written_part
from hop.models._runtime.xsd_errors import wrong_root
from hop.models._runtime.xsd_float import XsdFloat

TEXT_KEY = "#text"
MAX_ATTRIBUTES = 1000
"""How many attributes an element may have where no schema bounds them; each costs more to read."""
MAX_NAMESPACES = 8
"""How many namespaces may be declared around an attribute that has one; each costs time again."""

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class Element(XmlPart):
    """An element of a VOEvent: typed attributes, and a dictionary by item access."""

    __slots__ = ()

    xml_strips: ClassVar[bool] = True
    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        field = self.hop_field(key)
        if field is None:
            return self.hop_tree[key]
        if field.shape is None:
            value = self.hop_whole()[field.wire]
            return value if field.xml == "attribute" else view(value)
        return view(getattr(self, field.name))

    def __setitem__(self, key: str, value: Any) -> None:
        field = self.hop_field(key)
        setattr(self, field.name if field is not None else key, value)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self[key] = None

    def __contains__(self, key: object) -> bool:
        field = fields_of(type(self)).by_wire.get(key) if isinstance(key, str) else None
        if field is not None and field.xml == "element" and field not in self.hop_kept:
            self.hop_read_child(field.wire)
            return field.wire in self.hop_tree
        return key in set(self)

    def __iter__(self) -> Iterator[str]:
        fields = fields_of(type(self)).by_wire
        for name, value in list(self.hop_whole().items()):
            field = fields.get(name)
            if field is None or field.xml != "text":
                yield name
            elif value:
                yield TEXT_KEY

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(len(self))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in fields_of(type(self)).by_name:
            raise ValidationError(name, "no such field", describe(value))
        super().__setattr__(name, value)

    def hop_field(self, key: str) -> Field | None:
        """The field under a key; None where the schema does not know it."""
        fields = fields_of(type(self)).by_wire
        if key != TEXT_KEY:
            return fields.get(key)
        return next((each for each in fields.values() if each.xml == "text"), None)

    def keys(self) -> list[str]:
        """The keys that item access knows, in the order of the document."""
        return list(self)

    def values(self) -> list[Any]:
        """The items in the order of the document."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[str, Any]]:
        """Keys with their items, in the order of the document."""
        return [(key, self[key]) for key in self]

    def asdict(self) -> dict[str, Any]:
        """A plain dictionary of the whole element, nothing but dict, list, str and None in it."""
        return shaped(type(self), self.hop_whole())

    def pretty(self) -> str:
        """The XML of this element with indented lines, for people.

        Raises:
            hop.errors.ValidationError: something in it was changed to what XML cannot hold.
        """
        return written_part(
            type(self), self.hop_whole(), type(self).__name__.removesuffix("Element")
        )

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Element):
            return type(self) is type(other) and self.asdict() == other.asdict()
        if isinstance(other, Mapping):
            return bool(self.asdict() == _shaped_value(other))
        return NotImplemented

    def __repr__(self) -> str:
        names = {key: fields_of(type(self)).by_wire.get(key) for key in self.hop_whole()}
        fields = (
            (key, self.hop_tree[key]) if each is None else (each.name, getattr(self, each.name))
            for key, each in names.items()
        )
        return short_call(type(self).__name__, fields)


# For `match` statements, and for what programs give to JSON libraries as `default`: where a VOEvent
# was of dictionaries, they look for mappings. json.dumps() alone takes nothing but dict.
Mapping.register(Element)


class ReadOnlyList(list[Any]):
    """A list made for looking at: a change would be lost, so it is refused."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this list is a view; change the list that attribute access gives")

    append = extend = insert = remove = pop = clear = sort = reverse = _refuse
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse


def view(value: Any) -> Any:
    """A value in the shape of item access; elements and lists of them are the very ones."""
    if isinstance(value, Element):
        return _view_of_element(value)
    if isinstance(value, list):
        if len(value) == 1:
            return view(value[0])
        items = [view(item) for item in value]
        is_same = all(item is own for item, own in zip(items, value, strict=True))
        return value if is_same else ReadOnlyList(items)
    if isinstance(value, XsdFloat):
        return value.text
    return None if value == "" else value


def _view_of_element(element: Element) -> Any:
    if len(element.hop_tree) > 1 and not element.hop_kept:  # more than a text, as mostly
        return element
    keys = element.keys()
    if not keys:
        return None
    return element.asdict()[TEXT_KEY] if keys == [TEXT_KEY] else element


def shaped(cls: type[XmlPart], tree: dict[str, Any]) -> dict[str, Any]:
    """The tree of an element in the shape of item access; a copy."""
    fields = fields_of(cls).by_wire
    result: dict[str, Any] = {}
    for name, value in tree.items():
        field = fields.get(name)
        if field is None:  # not known to the schema: read in that shape
            result[name] = _shaped_value(value)
        elif field.xml == "attribute":
            result[name] = value
        elif field.xml == "text":
            if value:
                result[TEXT_KEY] = value
        elif isinstance(value, list):
            items = [_shaped_child(field, each) for each in value]
            result[name] = items[0] if len(items) == 1 else items
        else:
            result[name] = _shaped_child(field, value)
    return result


def _shaped_child(field: Field, value: Any) -> Any:
    if not isinstance(value, dict) or field.shape is None:
        return _shaped_value(value)
    content = shaped(field.part, value)
    if not content:
        return None
    return content[TEXT_KEY] if content.keys() == {TEXT_KEY} else content


def _shaped_value(value: Any) -> Any:
    if isinstance(value, Element):
        content = value.asdict()
        if not content:
            return None
        return content[TEXT_KEY] if content.keys() == {TEXT_KEY} else content
    if isinstance(value, list):
        items = [_shaped_value(each) for each in value]
        return items[0] if len(items) == 1 else items
    if isinstance(value, Mapping):
        return {key: each if each == "" else _shaped_value(each) for key, each in value.items()}
    if isinstance(value, XsdFloat):
        return value.text
    return None if value == "" else value


class ParamBase(Element):
    """What a ``Param`` can do beside holding its fields."""

    __slots__ = ()

    if TYPE_CHECKING:
        dataType: Any
        value: str | None
        Value: list[str]

    @property
    def typed_value(self) -> str | int | float | None:
        """The value read by ``dataType``; never an error.

        The ``value`` attribute goes before a ``Value`` child. An int that cannot be read is 0, and
        a decimal number is cut toward zero; a float that cannot be read is NaN; a text that is not
        there is None. IVOA VOEvent 2.0, section Param.
        """
        text = self.value if self.value is not None else next(iter(self.Value), None)
        if isinstance(text, dict):  # it breaks the schema: it has attributes, or children
            text = text.get(TEXT_KEY)
        if self.dataType not in ("float", "int"):
            return text
        number = _read_number(text or "")
        if self.dataType == "float":
            return number
        if text is not None and re.fullmatch(r"\s*[+-]?[0-9]{1,1000}\s*", text, re.ASCII):
            return int(text)
        return math.trunc(number) if math.isfinite(number) else 0


def _read_number(text: str) -> float:
    # Python reads underscores and the digits of other scripts, which are no numbers here.
    try:
        return float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return math.nan


class Event(Element, XmlMessage):
    """A whole VOEvent: its sections are read when somebody looks; an absent one is empty.

    Attributes:
        hop_is_lenient: whether its document breaks the schema, and was read by local names.
    """

    xml_prefix: ClassVar[str] = "voe"
    hop_takes_positions: ClassVar[bool] = True
    hop_is_lenient = False

    @property
    def hop_is_as_read(self) -> bool:
        """Whether nobody has looked at a child of the document, which the schema allows."""
        return not (self.hop_kept or self.hop_is_lenient or self.hop_read_children != ())

    def hop_fill(self, fields: Mapping[str, Any]) -> None:
        """Take the fields that a new event is made of, and write its document.

        Raises:
            hop.errors.ValidationError: the XSD refuses them.
        """
        # These two are written in any case.
        usual = {"role": "observation", "version": "2.0"}
        super().hop_fill({**usual, **self.hop_present(fields)})

    @classmethod
    def hop_present(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is given without the absent sections: those that are None, or empty."""
        fields = fields_of(cls).by_name
        present = {
            name: value
            for name, value in given.items()
            if not is_absent(value) or name not in fields or fields[name].xml == "attribute"
        }
        # In a dictionary of the whole, a Description of None is an empty element; as an argument
        # None is an absent one.
        if given.get("Description", "") is None and given.keys() >= fields.keys():
            sections = [name for name, field in fields.items() if field.shape is not None]
            if not any(
                given[name] is None or isinstance(given[name], Element) for name in sections
            ):
                present["Description"] = ""
        return present

    # Reading

    @classmethod
    def load(cls, xml_input: XMLInput, *, strict: bool = True) -> Self:
        """Create a VOEvent from XML: text, bytes, a file object, or a generator of chunks.

        Args:
            xml_input: the document; bytes are best, since they are kept as they are.
            strict: refuse what breaks the schema of VOEvent 2.0. Otherwise other versions, other
                namespaces and unknown elements are taken too, and :attr:`schema_error` says what
                is wrong. An unknown one whose name is taken, such as ``keys``, gets a ``_`` after
                it.

        Raises:
            hop.errors.DecodeError: empty, too large, or not well-formed XML.
            hop.errors.ValidationError: not a VOEvent, or, if strict, against the schema.
        """
        data = read_bytes(xml_input, "VOEvent")
        root = parse(data, "VOEvent", keeps_blanks=False)
        fault = cls.hop_xsd().find_fault(root, data)
        if fault is None:
            return cls.hop_of_document(data, root)
        if strict:
            raise fault
        if etree.QName(root).localname != cls.xml_root:
            raise wrong_root(root, cls.xml_root, cls.xml_namespace)
        tree = _read_leniently(cls, root)
        tree.setdefault("role", "observation")
        tree.setdefault("version", "2.0")
        if "ivorn" not in tree:
            raise ValidationError("@ivorn", "a value", "nothing, the attribute is missing")
        event = cls.hop_view(tree, tree)
        vars(event).update(
            hop_payload=data, hop_fault=fault, hop_head={}, hop_read_children=None,
            hop_is_lenient=True,
        )  # fmt: skip
        return event

    def hop_adopt_document(self, data: bytes, root: etree._Element) -> None:
        """Become the event of a document that the schema allows."""
        # The schema allows no other version, but blanks around it.
        role = root.get("role", "observation")
        head = {"ivorn": root.get("ivorn"), "role": role, "version": "2.0"}
        self.hop_adopt_head(head, data, root)

    def hop_read(self, field: Field) -> Any:
        """The value of a field; an absent section is an empty one, safe to look at and to fill."""
        if field.part is None:
            return super().hop_read(field)
        if field.wire not in self.hop_tree:
            self.hop_read_child(field.wire)
        value = self.hop_tree.get(field.wire, {})
        if not isinstance(value, dict):
            return super().hop_read(field)
        return self.hop_keep_first(field, field.part.hop_view(value, value))

    def hop_is_unchanged(self) -> bool:
        """Whether the document says what the fields say."""
        if not self.hop_is_lenient:
            return super().hop_is_unchanged()
        came = _read_leniently(type(self), self.hop_root())
        came.setdefault("role", "observation")
        came.setdefault("version", "2.0")
        return same(self.hop_whole(), came)

    def hop_write_document(self) -> bytes:
        """Write the document anew, and keep it.

        Raises:
            hop.errors.ValidationError: the XSD refuses it.
        """
        data = super().hop_write_document()
        vars(self)["hop_is_lenient"] = False
        return data

    def pretty(self) -> str:
        """The XML with indented lines, for people, without comments.

        Raises:
            hop.errors.ValidationError: the event was changed to what the XSD refuses.
        """
        root = parse(bytes(self), "VOEvent", keeps_blanks=False)
        etree.indent(root)
        return etree.tostring(root.getroottree(), encoding="unicode") + "\n"

    @property
    def schema_error(self) -> ValidationError | None:
        """How a leniently loaded event breaks the schema; None where it does not."""
        return cast("ValidationError | None", self.hop_fault)

    # Sections

    def __setattr__(self, name: str, value: Any) -> None:
        field = fields_of(type(self)).by_name.get(name)
        if field is None or field.xml != "element" or not is_absent(value):
            super().__setattr__(name, value)
            return
        self.hop_read_child(field.wire)  # so that it is not read from the document again
        self.hop_tree.pop(field.wire, None)
        self.hop_forget(field)

    def __delattr__(self, name: str) -> None:
        setattr(self, name, None)

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        field = fields_of(type(self)).by_wire.get(key)
        if field is None:
            return self.hop_tree[key]
        value = getattr(self, field.name)
        if field.xml == "element" and field.shape is None:
            return {} if value is None else value or None
        return value

    def __contains__(self, key: object) -> bool:
        return key in fields_of(type(self)).by_wire or key in self.hop_others()

    def __iter__(self) -> Iterator[str]:
        yield from fields_of(type(self)).by_wire
        yield from self.hop_others()

    def hop_others(self) -> list[str]:
        """What a leniently loaded event has beside the fields of the schema."""
        return [name for name in self.hop_tree if name not in fields_of(type(self)).by_wire]

    def asdict(self) -> dict[str, Any]:
        """A plain dictionary of the whole event; an absent section is ``{}``.

        Attributes and children are plain keys, an only child stands without a list, everything at
        the leaves is text, text beside attributes is under ``#text``, an empty element is None.
        """
        tree = self.hop_whole()
        content = shaped(type(self), tree)
        result: dict[str, Any] = {}
        for name, field in fields_of(type(self)).by_wire.items():
            is_empty = content.get(name) is None and tree.get(name) != ""
            result[name] = {} if field.xml == "element" and is_empty else content.get(name)
        return {**result, **{name: content[name] for name in self.hop_others()}}


def is_absent(value: Any) -> bool:
    """Whether a section is given as an absent one: None, or empty."""
    if value is None or type(value) is str:
        return value is None
    return isinstance(value, (dict, Element, Mapping)) and not len(value)


# Documents that break the schema: by local names, keeping what is unknown


def _read_leniently(cls: type[XmlPart], node: etree._Element) -> dict[str, Any]:
    """The tree of an element of any document.

    Raises:
        hop.errors.ValidationError: an element with more than :data:`MAX_ATTRIBUTES`.
    """
    fields = fields_of(cls).by_wire
    tree: dict[str, Any] = {}
    free: dict[str, str] = {}  # the names of what is not known: mostly the same ones
    for name, value in _attributes_of(node).items():
        is_known = name in fields and fields[name].xml == "attribute"
        tree[name if is_known else _free_name(cls, name)] = value
    for child in node:
        name = _local_name(child)
        field = fields.get(name)
        if field is not None and field.xml == "element":
            found = _lenient_child(field, child)
            is_many = field.is_many
        else:
            if name not in free:
                free[name] = _free_name(cls, name)
            name, found, is_many = free[name], _other(child), False
        _put(tree, name, found, is_many=is_many)
    text = _text_within(node)
    field = next((each for each in fields.values() if each.xml == "text"), None)
    if text:
        tree[field.wire if field is not None else TEXT_KEY] = text
    return tree


def _put(tree: dict[str, Any], name: str, value: Any, *, is_many: bool) -> None:
    if is_many:
        tree.setdefault(name, []).append(value)
    elif name in tree:
        if not isinstance(tree[name], list):
            tree[name] = [tree[name]]
        tree[name].append(value)
    else:
        tree[name] = value


def _lenient_child(field: Field, node: etree._Element) -> Any:
    if field.shape is not None:
        return _read_leniently(field.part, node)
    is_leaf = not len(node) and not _attributes_of(node)
    return (node.text or "").strip() if is_leaf else _other(node)


def _other(node: etree._Element) -> Any:
    """What an element is that the schema does not know: its text, or a dictionary."""
    attributes = _attributes_of(node)
    if not attributes and not len(node):
        return (node.text or "").strip() or None
    tree: dict[str, Any] = {_bare_name(name): value or None for name, value in attributes.items()}
    for child in node:
        _put(tree, _bare_name(_local_name(child)), _other(child), is_many=False)
    if text := _text_within(node):
        tree[TEXT_KEY] = text
    return tree


def _bare_name(name: str) -> str:
    """A name in an element that the schema does not know: it is not to pass for a private one."""
    return f"{name.strip('_') or 'element'}_" if name[:1] == "_" else name


def _local_name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2]


def _text_within(node: etree._Element) -> str:
    if not len(node):
        return (node.text or "").strip()
    return " ".join([node.text or "", *(child.tail or "" for child in node)]).strip()


def _free_name(cls: Any, name: str) -> str:
    """What an element calls that which the schema does not know; never what it needs itself.

    Otherwise a child called ``asdict`` would hide behind the method of that name, and one called
    ``role`` would take the place of the attribute.
    """
    if name[:1] == "_" or name in fields_of(cls).by_wire or hasattr(cls, name):
        return f"{name.strip('_') or 'element'}_"
    return name


def _attributes_of(node: etree._Element) -> dict[str, str]:
    """The attributes by name, with a prefix where they have a namespace; without those of xsi."""
    if len(node.attrib) > MAX_ATTRIBUTES:  # items() takes time in the square of their number
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
            prefixes = prefixes or _prefixes_of(node)
            namespace, _, local = name[1:].rpartition("}")
            found[f"{prefixes.get(namespace, 'xml')}:{local}"] = value
    return found


def _prefixes_of(node: etree._Element) -> dict[str, str]:
    """The prefixes of the namespaces by their URIs.

    Raises:
        hop.errors.ValidationError: there are more than :data:`MAX_NAMESPACES`.
    """
    prefixes = {uri: prefix for prefix, uri in node.nsmap.items() if prefix}
    if len(prefixes) > MAX_NAMESPACES:
        raise ValidationError(
            etree.QName(node).localname,
            f"at most {MAX_NAMESPACES} namespaces",
            f"{len(prefixes)} of them",
        )
    return prefixes
