"""The bases of classes that are generated from schemas, for packages that ``hop-codegen`` makes.

- :class:`Part`: an object in a JSON message. :class:`Message`: a whole message.
  :class:`OpenMessage`: one whose schema names only what is known of it.
  :class:`ValueMessage`: one that is no JSON object.
- :class:`XmlPart`, :class:`XmlMessage`: the same for XML, by an XSD.
- :class:`AvroPart`, :class:`AvroMessage`: the same for Avro.
- :class:`SchemaFolder`, :class:`SchemaRef`: the schemas that lie in a package.
- :class:`XsdFloat`: a number that keeps the characters it was written with.

A generated class is a dataclass with slots, of fields given by name. What a field is on the wire
stands in its metadata: ``name`` (where it differs), ``shape`` (what its value becomes: the name of
a class, ``[shape]``, ``{"*": shape}``, ``{"or": [shapes]}``), ``null`` (None is a value), ``type``
(``float``, ``int``, ``bool``), and for XML ``xml`` (``attribute``, ``element``, ``text``) and
``many``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hop.models._runtime.part import Message, OpenMessage, Part, ValueMessage
from hop.models._runtime.schemas import SchemaFolder, SchemaRef
from hop.models._runtime.xsd_float import XsdFloat

if TYPE_CHECKING:
    from hop.models._runtime.avro_part import AvroMessage, AvroPart, AvroRef
    from hop.models._runtime.xml_part import XmlMessage, XmlPart

__all__ = [
    "AvroMessage",
    "AvroPart",
    "AvroRef",
    "Message",
    "OpenMessage",
    "Part",
    "SchemaFolder",
    "SchemaRef",
    "ValueMessage",
    "XmlMessage",
    "XmlPart",
    "XsdFloat",
]

# lxml and fastavro are heavy: they come with the bases that need them.
_HOMES = {
    "AvroMessage": "hop.models._runtime.avro_part",
    "AvroPart": "hop.models._runtime.avro_part",
    "AvroRef": "hop.models._runtime.avro_part",
    "XmlMessage": "hop.models._runtime.xml_part",
    "XmlPart": "hop.models._runtime.xml_part",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
