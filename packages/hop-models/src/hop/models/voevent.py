"""VOEvent 2.0: events in the sky, reported as XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from lxml import etree

from hop._messages.faults import Fault, fault_of
from hop._messages.json import loads
from hop.errors import DecodeError, MessageError, ValidationError
from hop.message import MessageModel
from hop.models._elements import Element, plain, view
from hop.models._encode import encode
from hop.models._generated import voevent as _generated
from hop.models._generated import voevent_xml as _xml_table
from hop.models._schemas import bundled
from hop.models._shape import shape_fields
from hop.models._voevent_sections import Document, Section
from hop.models._xml import parse, read_bytes
from hop.models._xsd_errors import wrong_root
from hop.models.voevent_document import SCHEMA, XMLInput, read

SECTIONS = ("Who", "What", "WhereWhen", "How", "Why", "Citations", "Description", "Reference")
"""The children of a VOEvent, in the order in which they are written."""

_HEAD = ("ivorn", "role", "version")
_FIELDS = (*_HEAD, *SECTIONS)
# The attributes of an event of which nobody has looked at a section: the head, and the document.
_UNREAD = len(_HEAD) + 1
_SNIFFED = 4096
# What may stand before the root: a byte order mark, declaration, comments, a document type.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?"
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<![A-Z][^>]*>)*+<(?:[\w.-]+:)?VOEvent[\s>/]",
    re.DOTALL,
)


class VOEvent(_generated.VOEvent, MessageModel):
    """An event in the sky: who reports it, what was measured, where and when, how, and why.

    Sections are typed objects (``event.What.Param[0].value``) and dictionaries
    (``event.What["Param"]``) at once. An absent section is empty. The bytes that an event was
    loaded from are kept, and sent on as they are, until a field is changed.

    Args:
        ivorn: identifier of the packet, ``ivo://authority/stream#local``.
        role: ``observation``, ``prediction``, ``utility`` or ``test``.
        version: of the standard, always ``2.0``.
        Who: the author, and when the packet was made.
        What: what was measured.
        WhereWhen: where in the sky, and when.
        How: instrument and method.
        Why: what the author takes the event to be.
        Citations: earlier packets that this one follows up, replaces or withdraws.
        Description: free text about the packet.
        Reference: a document elsewhere that says more.

    Sections are given as objects of the classes in this module, or as dictionaries in the shape of
    :meth:`asdict`; ``{}`` and None are an absent section.

    Raises:
        hop.errors.ValidationError: a field is missing, unknown, or not what the schema allows.

    Source: ``schemas/voevent/VOEvent-v2.0.xsd``; IVOA VOEvent 2.0,
    http://www.ivoa.net/documents/VOEvent/20110711/
    """

    hop_format: ClassVar[str] = "voevent"
    hop_markers: ClassVar[tuple[frozenset[str], ...]] = ()
    hop_topics: ClassVar[tuple[str, ...]] = (
        r"gcn\.classic\.voevent\..+",
        r"gcn\.notices\.(?:.+\.)?voevent(?:\..+)?",
    )

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the message as a tree."""
        return bundled("voevent/voevent.schema.json")

    if TYPE_CHECKING:
        Who: _generated.WhoElement
        What: _generated.WhatElement
        WhereWhen: _generated.WhereWhenElement
        How: _generated.HowElement
        Why: _generated.WhyElement
        Citations: _generated.CitationsElement
        Reference: _generated.ReferenceElement

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
        data, root, fault = read(xml_input)
        if fault is None:
            return cls._of_document(Document.of(data, root, is_valid=True))
        if strict:
            raise fault
        if etree.QName(root).localname != _xml_table.ROOT:
            raise wrong_root(root, _xml_table.ROOT, _xml_table.NAMESPACE)
        document = Document.of(data, root, is_valid=False)
        event = cls._of_document(document)
        others = document.decode_whole()
        # Sections are decoded on access as ever; what else there is has no other place.
        event.__dict__.update({name: v for name, v in others.items() if name not in _FIELDS})
        event.__dict__["_schema_error"] = fault
        return event

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a document by the schema, with lines.

        Args:
            data: the XML.
        """
        try:
            data = read_bytes(data, "VOEvent")
            root = parse(data, "VOEvent")
        except MessageError as error:
            return [fault_of(error, data)]
        return SCHEMA.find_faults(root)

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """Create a VOEvent from the payload of a message: XML, or the JSON of hop 0.6 to 0.11.

        XML that breaks the schema is taken leniently, so that no alert is lost;
        :attr:`schema_error` says what is wrong with it.

        Raises:
            hop.errors.DecodeError: neither XML nor JSON.
            hop.errors.ValidationError: something else than a VOEvent.
        """
        if payload.lstrip()[:1] == b"{":
            return cls.from_content(loads(payload))
        return cls.load(payload, strict=False)

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is XML whose first element is called VOEvent, whatever its encoding."""
        beginning = payload[:_SNIFFED].replace(
            b"\0", b""
        )  # UTF-16 of ASCII has a null in each pair
        return _ROOT.match(beginning) is not None

    def hop_declares_test(self) -> bool:
        """Whether its role is ``test``."""
        return self.role == "test"

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a VOEvent from its JSON tree, which is what :meth:`asdict` gives.

        Raises:
            hop.errors.DecodeError: the content is no JSON object.
            hop.errors.ValidationError: a field is missing, unknown, or against the schema.
        """
        if not isinstance(content, Mapping):
            raise DecodeError(
                "a voevent in an envelope has a JSON object for content, "
                f"not a {type(content).__name__}"
            )
        return cls(**{str(name): value for name, value in content.items()})

    @property
    def schema_error(self) -> ValidationError | None:
        """How a leniently loaded event breaks the schema; None where it does not."""
        fault: ValidationError | None = self.__dict__.get("_schema_error")
        return fault

    @classmethod
    def _of_document(cls, document: Document) -> Self:
        event = cls.__new__(cls)
        ivorn, role, version = document.head
        event.__dict__.update(ivorn=ivorn, role=role, version=version, _parsed=document)
        return event

    @classmethod
    def _prepare(cls, given: dict[str, Any]) -> dict[str, Any]:
        # In a dictionary of the whole, a Description of None is an empty element; as an argument
        # None is an absent one.
        is_tree = given.keys() >= set(_FIELDS) and all(
            isinstance(given[name], Mapping) for name in SECTIONS if name != "Description"
        )
        is_blank = is_tree and given["Description"] is None
        present = {
            name: value
            for name, value in given.items()
            if name not in SECTIONS or not _is_absent(value)
        }
        return shape_fields(cls, present | ({"Description": None} if is_blank else {}))

    @classmethod
    def _complete(cls, element: Any) -> None:
        element.__dict__.setdefault("role", "observation")
        element.__dict__.setdefault("version", "2.0")
        element._write()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in SECTIONS and _is_absent(value):
            # Set, and not only forgotten: it would be read from the document again.
            kind = type(self).binding.children[name].kind
            self.__dict__[name] = kind and kind.__new__(kind)
        else:
            super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        setattr(self, name, None)

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        value = getattr(self, key)
        if key in SECTIONS:
            return ({} if value is None else value or None) if key == "Description" else value
        return view(value)

    def __contains__(self, key: object) -> bool:
        return key in _FIELDS or super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        yield from _FIELDS
        yield from self._others()

    def asdict(self) -> dict[str, Any]:
        """A plain dictionary of the whole event; an absent section is ``{}``.

        Attributes and children are plain keys, an only child stands without a list, everything at
        the leaves is text, text beside attributes is under ``#text``, an empty element is None.
        """
        result: dict[str, Any] = {name: getattr(self, name) for name in _HEAD}
        for name in SECTIONS:
            value = getattr(self, name)
            content = plain(value)
            result[name] = {} if content is None and value != "" else content
        for name in self._others():
            result[name] = plain(self.__dict__[name])
        return result

    def to_text(self) -> str:
        """The XML as text."""
        data = bytes(self)
        encoding = self._document().root.getroottree().docinfo.encoding or "utf-8"
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):  # libxml2 knows encodings that Python does not
            return etree.tostring(self._document().root, encoding="unicode")

    def to_document(self) -> bytes:
        """The XML as it is sent, in the encoding that it declares."""
        return bytes(self)

    def __str__(self) -> str:
        return json.dumps(self.asdict(), indent=2, ensure_ascii=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(ivorn={self.ivorn!r}, role={self.role!r}, …)"

    def __bytes__(self) -> bytes:
        """The XML: as it was loaded, or written anew where a field was changed since.

        Raises:
            hop.errors.ValidationError: the changed event breaks the schema.
        """
        fields = self.__dict__
        document = fields.get("_parsed") or self._document()
        head = (fields.get("ivorn"), fields.get("role"), fields.get("version"))
        is_unread = len(fields) == _UNREAD
        if document.head == head and (is_unread or not self._are_sections_changed(document)):
            return document.data
        for name in SECTIONS:  # what nobody has looked at is written too
            getattr(self, name)
        return self._write()

    def __getstate__(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        document = state.pop("_parsed")
        state["_kept"] = (document.data, document.is_valid)
        return state

    def _others(self) -> list[str]:
        """What a leniently loaded event has beside the fields of the schema."""
        return [name for name in self.__dict__ if name[0] != "_" and name not in _FIELDS]

    def _document(self) -> Document:
        document: Document | None = self.__dict__.get("_parsed")
        if document is None:  # a copy from another process
            data, is_valid = self.__dict__["_kept"]
            document = Document.of(data, parse(data, "VOEvent"), is_valid=is_valid)
            self.__dict__["_parsed"] = document
        return document

    def _are_sections_changed(self, document: Document) -> bool:
        fields = self.__dict__
        looked_at = [name for name in SECTIONS if name in fields]
        return any(
            plain(fields[name]) != plain(document.decode(name))
            for name in (*looked_at, *self._others())
        )

    def _write(self) -> bytes:
        whole = _generated.VOEvent.__new__(_generated.VOEvent)
        for name in (*_FIELDS, *self._others()):
            value = self.__dict__.get(name)
            if value is not None and not (isinstance(value, Element) and not len(value)):
                whole.__dict__[name] = value
        namespace = _xml_table.NAMESPACE
        root = etree.Element(f"{{{namespace}}}{_xml_table.ROOT}", nsmap={"voe": namespace})
        encode(whole, root, "")
        data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        fault = SCHEMA.find_fault(root, data)
        if fault is not None:
            raise fault
        self.__dict__["_parsed"] = Document.of(data, root, is_valid=True)
        self.__dict__.pop("_schema_error", None)
        return data


def _is_absent(value: Any) -> bool:
    return value is None or (isinstance(value, (Mapping, Element)) and not len(value))


for _name in SECTIONS:
    setattr(VOEvent, _name, Section(_name, VOEvent.binding.children[_name].kind))
