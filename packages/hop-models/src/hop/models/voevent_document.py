"""VOEvents as their XML: judged by the schema, and not taken apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any, ClassVar, Self

from hop.message import MessageModel
from hop.models._generated import voevent_xml
from hop.models._xml import Schema, parse, read_bytes

if TYPE_CHECKING:
    from lxml import etree

    from hop.errors import ValidationError

SCHEMA = Schema("voevent/VOEvent-v2.0.xsd", voevent_xml.ROOT, voevent_xml.NAMESPACE)
"""The schema of VOEvent 2.0."""

XMLInput = str | bytes | IO[Any] | Iterable[str | bytes]
"""What a VOEvent is read from: text, bytes, a file object, or chunks of them."""


def read(xml_input: XMLInput) -> tuple[bytes, etree._Element, ValidationError | None]:
    """Take a document in, and judge it.

    Returns:
        Its bytes, its root element, and how it breaks the schema, None where it does not.

    Raises:
        hop.errors.DecodeError: empty, too large, or not well-formed XML.
    """
    data = read_bytes(xml_input, "VOEvent")
    root = parse(data, "VOEvent")
    return data, root, SCHEMA.find_fault(root, data)


class VOEventDocument(MessageModel):
    """A VOEvent for whoever only sends it on, as strictly judged as :class:`hop.models.VOEvent`.

    That one's fields are objects, and to load their classes takes a program longer than all else
    that it does to publish a file.

    Args:
        data: the XML, which is valid.
    """

    hop_format: ClassVar[str] = "voevent"

    def __init__(self, data: bytes) -> None:
        self._data = data

    @classmethod
    def load(cls, xml_input: XMLInput) -> Self:
        """Take a VOEvent from its XML: text, bytes, a file object, or a generator of chunks.

        Raises:
            hop.errors.DecodeError: empty, too large, or not well-formed XML.
            hop.errors.ValidationError: not a VOEvent, or against the schema.
        """
        data, _, fault = read(xml_input)
        if fault is not None:
            raise fault
        return cls(data)

    def asdict(self) -> dict[str, Any]:
        """A plain dictionary of the whole event; see :meth:`hop.models.VOEvent.asdict`."""
        from hop.models.voevent import VOEvent

        return VOEvent.load(self._data).asdict()

    def __bytes__(self) -> bytes:
        """The XML as it came."""
        return self._data
