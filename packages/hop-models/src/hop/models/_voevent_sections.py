"""The sections of a VOEvent, decoded from its XML when somebody looks at them."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree

from hop.errors import ValidationError
from hop.models._decode import decode, decode_leniently
from hop.models._elements import Binding, Child
from hop.models._generated import voevent as _generated
from hop.models._generated import voevent_xml as _xml_table
from hop.models._xsd_float import XsdFloat


def _bind() -> None:
    kinds: dict[str, Any] = {"text": None, "float": XsdFloat}
    kinds |= {name: getattr(_generated, name) for name in _xml_table.BINDINGS}
    for name, table in _xml_table.BINDINGS.items():
        kinds[name].binding = Binding(
            attributes={field: kinds[kind] for field, (kind, _) in table["attributes"].items()},
            children={
                field: Child(kinds[kind], many) for field, (kind, many) in table["children"].items()
            },
            text=next(iter(table["text"]), None),
        )
        for field, (_, many) in table["children"].items():
            if many and field in vars(kinds[name]):
                # pydantic leaves the description of a list's default where the default would be.
                delattr(kinds[name], field)


_bind()


class Document(NamedTuple):
    """The XML that an event was loaded from, or last written as.

    Attributes:
        data: the bytes.
        root: the same, parsed.
        is_valid: whether the schema allows it; otherwise it is read by local names.
        head: ivorn, role and version.
    """

    data: bytes
    root: etree._Element
    is_valid: bool
    head: tuple[str, str, str]

    @classmethod
    def of(cls, data: bytes, root: etree._Element, *, is_valid: bool) -> Document:
        """A document whose attributes are looked at."""
        get = root.get
        ivorn = get("ivorn")
        if ivorn is None:  # never in a valid one
            raise ValidationError("@ivorn", "a value", "nothing, the attribute is missing")
        version = "2.0" if is_valid else get("version", "2.0")
        return cls(data, root, is_valid, (ivorn, get("role", "observation"), version))

    def decode(self, name: str) -> Any:
        """A new object of a section; None where it is absent."""
        if not self.is_valid:
            return self.decode_whole().get(name)
        node = self.root.find(name)
        if node is None:
            return None
        kind = _generated.VOEvent.binding.children[name].kind
        return (node.text or "").strip() if kind is None else decode(kind, node)

    def decode_whole(self) -> dict[str, Any]:
        """New objects of all that is there, known or not, by name."""
        from hop.models.voevent import VOEvent

        fields: dict[str, Any] = decode_leniently(_generated.VOEvent, self.root, VOEvent).__dict__
        return fields


class Section:
    """A section of an event, decoded when somebody looks at it for the first time."""

    def __init__(self, name: str, kind: Any) -> None:
        self._name, self._kind = name, kind

    def __get__(self, event: Any, owner: Any = None) -> Any:
        if event is None:
            return self
        value = event._document().decode(self._name)
        if value is None and self._kind is not None:
            # An absent section is an empty one: safe to look at, and to fill by assignment.
            value = self._kind.__new__(self._kind)
        # setdefault, so that two threads get the same object.
        return None if value is None else event.__dict__.setdefault(self._name, value)
