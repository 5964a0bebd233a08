# Generated from schemas/voevent/voevent.schema.json (sha256 a50bbdc1c3dc36fa496394f319440a07f57adecd567aa6930191dd51a9f44c5e) by hop-codegen; do not edit
"""Classes of schemas/voevent/voevent.schema.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from hop.models._generated._schemas import SCHEMAS
from hop.models._voevent_part import Element, Event, ParamBase
from hop.models.schema import SchemaRef, XsdFloat


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class AstroCoordSystemElement(Element):
    """A system of coordinates, by its name.

    Attributes:
        id: Time scale, frame and origin: UTC-ICRS-TOPO.

    Source: schemas/voevent/voevent.schema.json#/$defs/AstroCoordSystemElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/AstroCoordSystemElement"
    )

    id: (
        Literal[
            "TT-ICRS-TOPO",
            "UTC-ICRS-TOPO",
            "TT-FK5-TOPO",
            "UTC-FK5-TOPO",
            "GPS-ICRS-TOPO",
            "GPS-FK5-TOPO",
            "TT-ICRS-GEO",
            "UTC-ICRS-GEO",
            "TT-FK5-GEO",
            "UTC-FK5-GEO",
            "GPS-ICRS-GEO",
            "TDB-ICRS-BARY",
            "TDB-FK5-BARY",
            "UTC-GEOD-TOPO",
        ]
        | None
    ) = field(metadata={"type": "token", "xml": "attribute"}, default=None)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class AstroCoordsElement(Element):
    """Coordinates in time and space. A missing time or position means unknown, not zero.

    Attributes:
        coord_system_id: The system of coordinates; ought to equal the id of the
            AstroCoordSystem beside it.
        Time: When.
        Position2D: A direction in the sky, with the radius of its error.
        Position3D: A position in three coordinates, such as that of an observatory.

    Source: schemas/voevent/voevent.schema.json#/$defs/AstroCoordsElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/AstroCoordsElement"
    )

    coord_system_id: (
        Literal[
            "TT-ICRS-TOPO",
            "UTC-ICRS-TOPO",
            "TT-FK5-TOPO",
            "UTC-FK5-TOPO",
            "GPS-ICRS-TOPO",
            "GPS-FK5-TOPO",
            "TT-ICRS-GEO",
            "UTC-ICRS-GEO",
            "TT-FK5-GEO",
            "UTC-FK5-GEO",
            "GPS-ICRS-GEO",
            "TDB-ICRS-BARY",
            "TDB-FK5-BARY",
            "UTC-GEOD-TOPO",
        ]
        | None
    ) = field(metadata={"type": "token", "xml": "attribute"}, default=None)
    Time: TimeElement | None = field(
        metadata={"shape": "TimeElement", "xml": "element"}, default=None
    )
    Position2D: Position2DElement | None = field(
        metadata={"shape": "Position2DElement", "xml": "element"}, default=None
    )
    Position3D: Position3DElement | None = field(
        metadata={"shape": "Position3DElement", "xml": "element"}, default=None
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class AuthorElement(Element):
    """Contact data of an author: at least one entry, in any order, each as often as needed.

    Attributes:
        title: Title of the organisation or project. Any number.
        shortName: Short name of the author or project. Any number.
        logoURL: Address of a logo. Any number.
        contactName: Name of the person or team to contact. Any number.
        contactEmail: E-mail address of the contact. Any number.
        contactPhone: Telephone number of the contact. Any number.
        contributor: Somebody who contributed to the packet. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/AuthorElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/AuthorElement")

    title: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    shortName: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    logoURL: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    contactName: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    contactEmail: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    contactPhone: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    contributor: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class CitationsElement(Element):
    """Earlier packets that this one refers to: at least one. IVOA VOEvent 2.0, section Citations.

    Attributes:
        EventIVORN: An earlier packet and what this one does to it. One or more.
        Description: Free text for people.

    Source: schemas/voevent/voevent.schema.json#/$defs/CitationsElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/CitationsElement"
    )

    EventIVORN: list[EventIVORNElement] = field(
        metadata={"many": True, "shape": ["EventIVORNElement"], "xml": "element"}
    )
    Description: str | None = field(metadata={"xml": "element"}, default=None)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class DataElement(Element):
    """The rows of a table: at least one.

    Attributes:
        TR: One row. One or more.

    Source: schemas/voevent/voevent.schema.json#/$defs/DataElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/DataElement")

    TR: list[TRElement] = field(metadata={"many": True, "shape": ["TRElement"], "xml": "element"})


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class EventIVORNElement(Element):
    """The identifier of an earlier packet, ivo://authority/stream#local, and what this packet does
    to it.

    Attributes:
        value: The text of the element. Required.
        cite: Whether this packet follows up, replaces or withdraws the earlier one.

    Source: schemas/voevent/voevent.schema.json#/$defs/EventIVORNElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/EventIVORNElement"
    )

    value: str = field(metadata={"xml": "text"})
    cite: Literal["followup", "supersedes", "retraction"] | None = field(
        metadata={"type": "token", "xml": "attribute"}, default=None
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class FieldElement(Element):
    """One column of a table: its name, meaning, unit and type. IVOA VOEvent 2.0, section Table.

    Attributes:
        name: Name of the column; should be unique within the table.
        ucd: What is measured, as IVOA UCD1+ words joined by semicolons: pos.eq.ra,
            phot.mag;em.opt.V.
        unit: Unit of the cells in VOUnits or VOTable spelling: deg, s, Hz, erg/cm2/s. Absent
            for plain numbers and text.
        dataType: How to read the text of the cells: string, float or int. By default string.
        utype: Path of the quantity in an IVOA data model.
        Description: What the column means, for people. Any number.
        Reference: A document elsewhere that says more. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/FieldElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/FieldElement")

    name: str | None = field(metadata={"xml": "attribute"}, default=None)
    ucd: str | None = field(metadata={"xml": "attribute"}, default=None)
    unit: str | None = field(metadata={"xml": "attribute"}, default=None)
    dataType: Literal["string", "float", "int"] = field(
        metadata={"type": "token", "xml": "attribute"}, default="string"
    )
    utype: str | None = field(metadata={"xml": "attribute"}, default=None)
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class GroupElement(Element):
    """Parameters that belong together, such as the pieces of one measurement. Groups do not nest.
    May be empty. IVOA VOEvent 2.0, section Group.

    Attributes:
        name: Name of the group; should differ from the names of its neighbours.
        type: Free text that tells what kind of group this is.
        Param: One measured quantity; names should be unique within the group. Any number.
        Description: Free text for people. Any number.
        Reference: A document elsewhere that says more. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/GroupElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/GroupElement")

    name: str | None = field(metadata={"xml": "attribute"}, default=None)
    type: str | None = field(metadata={"xml": "attribute"}, default=None)
    Param: list[ParamElement] = field(
        metadata={"many": True, "shape": ["ParamElement"], "xml": "element"}, default_factory=list
    )
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class HowElement(Element):
    """How it was observed: instrument, method, pipeline, as text or by reference. At least one
    entry. IVOA VOEvent 2.0, section How.

    Attributes:
        Description: The instrument or method, for people. Any number.
        Reference: A document elsewhere that describes instrument or method. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/HowElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/HowElement")

    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class InferenceElement(Element):
    """One interpretation of an event: names and concepts with a probability. At least one entry.
    IVOA VOEvent 2.0, section Why.

    Attributes:
        probability: Probability that the interpretation is right, 0 to 1.
        relation: How the event relates to what is named: associated, or identified (the meaning
            of an absent one).
        Name: Name of the object or event. Any number.
        Concept: Kind of event, as a term of a vocabulary. Any number.
        Description: Free text for people. Any number.
        Reference: A document elsewhere that says more. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/InferenceElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/InferenceElement"
    )

    probability: XsdFloat | None = field(
        metadata={"type": "float", "xml": "attribute"}, default=None
    )
    relation: str | None = field(metadata={"xml": "attribute"}, default=None)
    Name: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Concept: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class ObsDataLocationElement(Element):
    """Both ends of an observation: the observer and the observed.

    Attributes:
        ObservatoryLocation: Where the observer was. Required.
        ObservationLocation: Where in the sky and when. Required.

    Source: schemas/voevent/voevent.schema.json#/$defs/ObsDataLocationElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/ObsDataLocationElement"
    )

    ObservatoryLocation: ObservatoryLocationElement = field(
        metadata={"shape": "ObservatoryLocationElement", "xml": "element"}
    )
    ObservationLocation: ObservationLocationElement = field(
        metadata={"shape": "ObservationLocationElement", "xml": "element"}
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class ObservationLocationElement(Element):
    """A place in the sky and a moment, in a named system of coordinates.

    Attributes:
        AstroCoordSystem: The system that the coordinates are given in. Required.
        AstroCoords: The coordinates: time, position, or both. Required.

    Source: schemas/voevent/voevent.schema.json#/$defs/ObservationLocationElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/ObservationLocationElement"
    )

    AstroCoordSystem: AstroCoordSystemElement = field(
        metadata={"shape": "AstroCoordSystemElement", "xml": "element"}
    )
    AstroCoords: AstroCoordsElement = field(
        metadata={"shape": "AstroCoordsElement", "xml": "element"}
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class ObservatoryLocationElement(Element):
    """Where the observer was: by a library name, by coordinates, or both. May be empty.

    Attributes:
        id: Library name of the observatory, or a generic one: GEOSURFACE (on the ground),
            GEOLEO (below 700 km), GEOGSO (within the geostationary radius), GEONBH (within 50
            000 km), GEOLUN (within the orbit of the Moon).
        AstroCoordSystem: The system that the coordinates are given in.
        AstroCoords: Coordinates of the observatory.

    Source: schemas/voevent/voevent.schema.json#/$defs/ObservatoryLocationElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/ObservatoryLocationElement"
    )

    id: str | None = field(metadata={"xml": "attribute"}, default=None)
    AstroCoordSystem: AstroCoordSystemElement | None = field(
        metadata={"shape": "AstroCoordSystemElement", "xml": "element"}, default=None
    )
    AstroCoords: AstroCoordsElement | None = field(
        metadata={"shape": "AstroCoordsElement", "xml": "element"}, default=None
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class ParamElement(ParamBase):
    """One measured quantity: a name, a value as text, and how to read it. Where the value
    attribute and a Value child are both there, the attribute wins. IVOA VOEvent 2.0, section
    Param.

    Attributes:
        name: Name of the quantity; should be unique among its neighbours. Some senders leave it
            out and rely on ucd.
        ucd: What is measured, as IVOA UCD1+ words joined by semicolons: pos.eq.ra,
            phot.mag;em.opt.V.
        value: The value as text; read it by dataType. Empty text means that no value was given.
        unit: Unit of the value in VOUnits or VOTable spelling: deg, s, Hz, erg/cm2/s. Absent
            for plain numbers and text.
        dataType: How to read the text of the value: string, float or int. By default string.
        utype: Path of the quantity in an IVOA data model.
        Description: What the quantity means, for people. Any number.
        Reference: A document elsewhere that is the value or explains it: a sky map, a light
            curve. Any number.
        Value: The value, where it is too long or awkward for the value attribute. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/ParamElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/ParamElement")

    name: str | None = field(metadata={"xml": "attribute"}, default=None)
    ucd: str | None = field(metadata={"xml": "attribute"}, default=None)
    value: str | None = field(metadata={"xml": "attribute"}, default=None)
    unit: str | None = field(metadata={"xml": "attribute"}, default=None)
    dataType: Literal["string", "float", "int"] = field(
        metadata={"type": "token", "xml": "attribute"}, default="string"
    )
    utype: str | None = field(metadata={"xml": "attribute"}, default=None)
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )
    Value: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Position2DElement(Element):
    """A direction in the sky: two coordinates and the radius of their error.

    Attributes:
        Value2: The two coordinates. Required.
        Error2Radius: Radius of the error circle, in the unit of the position; whether 1 sigma
            or 90 % is for the sender to say. Required.
        unit: Unit of the coordinates and the error, normally deg.
        Name1: Name of the first coordinate, usually RA.
        Name2: Name of the second coordinate, usually Dec.

    Source: schemas/voevent/voevent.schema.json#/$defs/Position2DElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/Position2DElement"
    )

    Value2: Value2Element = field(metadata={"shape": "Value2Element", "xml": "element"})
    Error2Radius: XsdFloat = field(metadata={"type": "float", "xml": "element"})
    unit: str | None = field(metadata={"xml": "attribute"}, default=None)
    Name1: str | None = field(metadata={"xml": "element"}, default=None)
    Name2: str | None = field(metadata={"xml": "element"}, default=None)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Position3DElement(Element):
    """A position in three coordinates: for an observatory longitude, latitude and height.

    Attributes:
        Value3: The three coordinates. Required.
        unit: Units of the coordinates, normally deg-deg-m.
        Name1: Name of the first coordinate.
        Name2: Name of the second coordinate.
        Name3: Name of the third coordinate.

    Source: schemas/voevent/voevent.schema.json#/$defs/Position3DElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/Position3DElement"
    )

    Value3: Value3Element = field(metadata={"shape": "Value3Element", "xml": "element"})
    unit: str | None = field(metadata={"xml": "attribute"}, default=None)
    Name1: str | None = field(metadata={"xml": "element"}, default=None)
    Name2: str | None = field(metadata={"xml": "element"}, default=None)
    Name3: str | None = field(metadata={"xml": "element"}, default=None)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class ReferenceElement(Element):
    """A pointer to a document elsewhere; the element itself is empty. IVOA VOEvent 2.0, section
    Reference.

    Attributes:
        uri: Address of the document. Required.
        type: Kind of the address, free text, often url; kept from older packets.
        mimetype: Media type of the document: text/html, application/fits.
        meaning: Address of a term that says what the document is.

    Source: schemas/voevent/voevent.schema.json#/$defs/ReferenceElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/ReferenceElement"
    )

    uri: str = field(metadata={"xml": "attribute"})
    type: str | None = field(metadata={"xml": "attribute"}, default=None)
    mimetype: str | None = field(metadata={"xml": "attribute"}, default=None)
    meaning: str | None = field(metadata={"xml": "attribute"}, default=None)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class TRElement(Element):
    """One row of a table: at least one cell, and as many as the table has columns.

    Attributes:
        TD: One cell as text; read it by the dataType of its column. One or more.

    Source: schemas/voevent/voevent.schema.json#/$defs/TRElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/TRElement")

    TD: list[str] = field(metadata={"many": True, "xml": "element"})


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class TableElement(Element):
    """A small table: one Field for each column, then rows of cells in Data. IVOA VOEvent 2.0,
    section Table.

    Attributes:
        name: Name of the table; should differ from the names of its neighbours.
        type: Free text that tells what kind of table this is.
        Description: Free text for people. Any number.
        Reference: A document elsewhere that says more. Any number.
        Param: A quantity that holds for the whole table. Any number.
        Field: One column, in the order of the cells. Any number.
        Data: The rows. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/TableElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/TableElement")

    name: str | None = field(metadata={"xml": "attribute"}, default=None)
    type: str | None = field(metadata={"xml": "attribute"}, default=None)
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )
    Param: list[ParamElement] = field(
        metadata={"many": True, "shape": ["ParamElement"], "xml": "element"}, default_factory=list
    )
    Field: list[FieldElement] = field(
        metadata={"many": True, "shape": ["FieldElement"], "xml": "element"}, default_factory=list
    )
    Data: list[DataElement] = field(
        metadata={"many": True, "shape": ["DataElement"], "xml": "element"}, default_factory=list
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class TimeElement(Element):
    """A moment and its uncertainty.

    Attributes:
        unit: Unit of Error and TimeOffset, normally s.
        TimeInstant: The moment. Any number.
        Error: Uncertainty of the moment to either side, in the unit of this element (normally
            seconds). Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/TimeElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/TimeElement")

    unit: str | None = field(metadata={"xml": "attribute"}, default=None)
    TimeInstant: list[TimeInstantElement] = field(
        metadata={"many": True, "shape": ["TimeInstantElement"], "xml": "element"},
        default_factory=list,
    )
    Error: list[XsdFloat] = field(
        metadata={"many": True, "type": "float", "xml": "element"}, default_factory=list
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class TimeInstantElement(Element):
    """A moment: as ISO 8601 text, or as an offset on a time scale.

    Attributes:
        ISOTime: The moment as ISO 8601 text, in the time scale of the coordinate system; the
            schema does not check it. Any number.
        TimeOffset: Offset from the origin of the time scale, in the unit of the Time element.
            Any number.
        TimeScale: The time scale that the offset is counted in. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/TimeInstantElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/TimeInstantElement"
    )

    ISOTime: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    TimeOffset: list[XsdFloat] = field(
        metadata={"many": True, "type": "float", "xml": "element"}, default_factory=list
    )
    TimeScale: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class VOEvent(Event):
    """One VOEvent 2.0 packet. Every section is optional and stands at most once; a missing section
    means unknown or not relevant. IVOA VOEvent 2.0, section VOEvent.

    Attributes:
        ivorn: Identifier of the packet, unique in the world: ivo://authority/stream#local.
            Required.
        role: What the packet is for; look at it before acting on the packet. By default
            observation.
        version: Version of the VOEvent standard: always 2.0. By default 2.0.
        Who: Who is responsible for the packet, and when it was made.
        What: What was measured.
        WhereWhen: Where in the sky and when it was seen.
        How: How it was observed: instrument, method, pipeline.
        Why: What the author takes the event to be.
        Citations: Earlier packets that this one follows up, replaces or withdraws.
        Description: Free text for people about the packet as a whole.
        Reference: A document elsewhere that says more about the packet as a whole.

    Source: schemas/voevent/voevent.schema.json#
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0")
    xml_root: ClassVar[str] = "VOEvent"
    xml_namespace: ClassVar[str] = "http://www.ivoa.net/xml/VOEvent/v2.0"
    xml_xsd: ClassVar[str] = "voevent/VOEvent-v2.0.xsd"

    ivorn: str = field(metadata={"xml": "attribute"})
    role: Literal["observation", "prediction", "utility", "test"] = field(
        metadata={"type": "token", "xml": "attribute"}, default="observation"
    )
    version: Literal["2.0"] = field(metadata={"type": "token", "xml": "attribute"}, default="2.0")
    Who: WhoElement | None = field(metadata={"shape": "WhoElement", "xml": "element"}, default=None)
    What: WhatElement | None = field(
        metadata={"shape": "WhatElement", "xml": "element"}, default=None
    )
    WhereWhen: WhereWhenElement | None = field(
        metadata={"shape": "WhereWhenElement", "xml": "element"}, default=None
    )
    How: HowElement | None = field(metadata={"shape": "HowElement", "xml": "element"}, default=None)
    Why: WhyElement | None = field(metadata={"shape": "WhyElement", "xml": "element"}, default=None)
    Citations: CitationsElement | None = field(
        metadata={"shape": "CitationsElement", "xml": "element"}, default=None
    )
    Description: str | None = field(metadata={"xml": "element"}, default=None)
    Reference: ReferenceElement | None = field(
        metadata={"shape": "ReferenceElement", "xml": "element"}, default=None
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Value2Element(Element):
    """Two coordinates, in the unit of the position around them.

    Attributes:
        C1: First coordinate: right ascension in deg (ICRS or FK5), 0 to 360. Required.
        C2: Second coordinate: declination in deg, -90 to 90. Required.

    Source: schemas/voevent/voevent.schema.json#/$defs/Value2Element
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/Value2Element")

    C1: XsdFloat = field(metadata={"type": "float", "xml": "element"})
    C2: XsdFloat = field(metadata={"type": "float", "xml": "element"})


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Value3Element(Element):
    """Three coordinates, in the units of the position around them.

    Attributes:
        C1: First coordinate: for an observatory its longitude in deg, east positive. Required.
        C2: Second coordinate: for an observatory its latitude in deg, north positive. Required.
        C3: Third coordinate: for an observatory its height in m. Required.

    Source: schemas/voevent/voevent.schema.json#/$defs/Value3Element
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/Value3Element")

    C1: XsdFloat = field(metadata={"type": "float", "xml": "element"})
    C2: XsdFloat = field(metadata={"type": "float", "xml": "element"})
    C3: XsdFloat = field(metadata={"type": "float", "xml": "element"})


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class WhatElement(Element):
    """The measured quantities: parameters, groups of them, and tables, in any order and number.
    May be empty. IVOA VOEvent 2.0, section What.

    Attributes:
        Param: One measured quantity; top-level names should be unique. Any number.
        Group: Quantities that belong together. Any number.
        Table: A table of values. Any number.
        Description: Free text for people. Any number.
        Reference: A document elsewhere that says more. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/WhatElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/WhatElement")

    Param: list[ParamElement] = field(
        metadata={"many": True, "shape": ["ParamElement"], "xml": "element"}, default_factory=list
    )
    Group: list[GroupElement] = field(
        metadata={"many": True, "shape": ["GroupElement"], "xml": "element"}, default_factory=list
    )
    Table: list[TableElement] = field(
        metadata={"many": True, "shape": ["TableElement"], "xml": "element"}, default_factory=list
    )
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class WhereWhenElement(Element):
    """Where in the sky and when, and where the observer stood. May be empty. IVOA VOEvent 2.0,
    section WhereWhen.

    Attributes:
        id: Name of this element within the document: letters, digits, - . and _, no digit
            first.
        ObsDataLocation: The places and times of one observation. Any number.
        Description: Free text for people. Any number.
        Reference: A document elsewhere that says more. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/WhereWhenElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "urn:hop:schemas:voevent:2.0#/$defs/WhereWhenElement"
    )

    id: str | None = field(metadata={"xml": "attribute"}, default=None)
    ObsDataLocation: list[ObsDataLocationElement] = field(
        metadata={"many": True, "shape": ["ObsDataLocationElement"], "xml": "element"},
        default_factory=list,
    )
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class WhoElement(Element):
    """Who is responsible for a packet: its author and the moment it was made. IVOA VOEvent 2.0,
    section Who.

    Attributes:
        AuthorIVORN: Identifier of the author, ivo://authority/name: the usual thing to filter
            on.
        Date: When the packet was made: ISO 8601, UTC unless it carries a zone. Not the time of
            the event.
        Description: Free text for people.
        Reference: A document elsewhere that says more.
        Author: Who to ask: names and addresses for people.

    Source: schemas/voevent/voevent.schema.json#/$defs/WhoElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/WhoElement")

    AuthorIVORN: str | None = field(metadata={"xml": "element"}, default=None)
    Date: str | None = field(metadata={"xml": "element"}, default=None)
    Description: str | None = field(metadata={"xml": "element"}, default=None)
    Reference: ReferenceElement | None = field(
        metadata={"shape": "ReferenceElement", "xml": "element"}, default=None
    )
    Author: AuthorElement | None = field(
        metadata={"shape": "AuthorElement", "xml": "element"}, default=None
    )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class WhyElement(Element):
    """What the author takes the event to be, and how much it matters. At least one entry. IVOA
    VOEvent 2.0, section Why.

    Attributes:
        importance: How much the event deserves attention: 0 to 1, growing with interest; the
            schema sets no bounds.
        expires: When follow-up stops being useful: ISO 8601, UTC unless it carries a zone.
        Name: Name of the object or event: GRB 291231A, M31. Any number.
        Concept: Kind of event, as a term of a vocabulary: process.variation.burst;em.gamma. Any
            number.
        Inference: One possible interpretation, with its probability. Any number.
        Description: Free text for people. Any number.
        Reference: A document elsewhere that says more. Any number.

    Source: schemas/voevent/voevent.schema.json#/$defs/WhyElement
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at("urn:hop:schemas:voevent:2.0#/$defs/WhyElement")

    importance: XsdFloat | None = field(
        metadata={"type": "float", "xml": "attribute"}, default=None
    )
    expires: str | None = field(metadata={"xml": "attribute"}, default=None)
    Name: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Concept: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Inference: list[InferenceElement] = field(
        metadata={"many": True, "shape": ["InferenceElement"], "xml": "element"},
        default_factory=list,
    )
    Description: list[str] = field(metadata={"many": True, "xml": "element"}, default_factory=list)
    Reference: list[ReferenceElement] = field(
        metadata={"many": True, "shape": ["ReferenceElement"], "xml": "element"},
        default_factory=list,
    )
