# Generated from schemas/voevent/voevent.schema.json (sha256 029ef56de9b486cf84ae3a2f8935dfa8fa5579d964a441045ebd403cac87b995) by hop-codegen; do not edit
"""How the classes of schemas/voevent/voevent.schema.json are written in XML.

For each class: its attributes, its children in the order in which they are written, and
its text, by field name. A field is (what it holds, whether it may be repeated): text,
float, or the name of a class."""

from __future__ import annotations

NAMESPACE = "http://www.ivoa.net/xml/VOEvent/v2.0"
ROOT = "VOEvent"

Fields = dict[str, tuple[str, bool]]

BINDINGS: dict[str, dict[str, Fields]] = {
    "VOEvent": {
        "attributes": {
            "ivorn": ("text", False),
            "role": ("text", False),
            "version": ("text", False),
        },
        "children": {
            "Who": ("WhoElement", False),
            "What": ("WhatElement", False),
            "WhereWhen": ("WhereWhenElement", False),
            "How": ("HowElement", False),
            "Why": ("WhyElement", False),
            "Citations": ("CitationsElement", False),
            "Description": ("text", False),
            "Reference": ("ReferenceElement", False),
        },
        "text": {},
    },
    "AstroCoordSystemElement": {
        "attributes": {
            "id": ("text", False),
        },
        "children": {},
        "text": {},
    },
    "AstroCoordsElement": {
        "attributes": {
            "coord_system_id": ("text", False),
        },
        "children": {
            "Time": ("TimeElement", False),
            "Position2D": ("Position2DElement", False),
            "Position3D": ("Position3DElement", False),
        },
        "text": {},
    },
    "AuthorElement": {
        "attributes": {},
        "children": {
            "title": ("text", True),
            "shortName": ("text", True),
            "logoURL": ("text", True),
            "contactName": ("text", True),
            "contactEmail": ("text", True),
            "contactPhone": ("text", True),
            "contributor": ("text", True),
        },
        "text": {},
    },
    "CitationsElement": {
        "attributes": {},
        "children": {
            "EventIVORN": ("EventIVORNElement", True),
            "Description": ("text", False),
        },
        "text": {},
    },
    "DataElement": {
        "attributes": {},
        "children": {
            "TR": ("TRElement", True),
        },
        "text": {},
    },
    "EventIVORNElement": {
        "attributes": {
            "cite": ("text", False),
        },
        "children": {},
        "text": {
            "value": ("text", False),
        },
    },
    "FieldElement": {
        "attributes": {
            "name": ("text", False),
            "ucd": ("text", False),
            "unit": ("text", False),
            "dataType": ("text", False),
            "utype": ("text", False),
        },
        "children": {
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
    "GroupElement": {
        "attributes": {
            "name": ("text", False),
            "type": ("text", False),
        },
        "children": {
            "Param": ("ParamElement", True),
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
    "HowElement": {
        "attributes": {},
        "children": {
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
    "InferenceElement": {
        "attributes": {
            "probability": ("float", False),
            "relation": ("text", False),
        },
        "children": {
            "Name": ("text", True),
            "Concept": ("text", True),
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
    "ObsDataLocationElement": {
        "attributes": {},
        "children": {
            "ObservatoryLocation": ("ObservatoryLocationElement", False),
            "ObservationLocation": ("ObservationLocationElement", False),
        },
        "text": {},
    },
    "ObservationLocationElement": {
        "attributes": {},
        "children": {
            "AstroCoordSystem": ("AstroCoordSystemElement", False),
            "AstroCoords": ("AstroCoordsElement", False),
        },
        "text": {},
    },
    "ObservatoryLocationElement": {
        "attributes": {
            "id": ("text", False),
        },
        "children": {
            "AstroCoordSystem": ("AstroCoordSystemElement", False),
            "AstroCoords": ("AstroCoordsElement", False),
        },
        "text": {},
    },
    "ParamElement": {
        "attributes": {
            "name": ("text", False),
            "ucd": ("text", False),
            "value": ("text", False),
            "unit": ("text", False),
            "dataType": ("text", False),
            "utype": ("text", False),
        },
        "children": {
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
            "Value": ("text", True),
        },
        "text": {},
    },
    "Position2DElement": {
        "attributes": {
            "unit": ("text", False),
        },
        "children": {
            "Value2": ("Value2Element", False),
            "Error2Radius": ("float", False),
            "Name1": ("text", False),
            "Name2": ("text", False),
        },
        "text": {},
    },
    "Position3DElement": {
        "attributes": {
            "unit": ("text", False),
        },
        "children": {
            "Value3": ("Value3Element", False),
            "Name1": ("text", False),
            "Name2": ("text", False),
            "Name3": ("text", False),
        },
        "text": {},
    },
    "ReferenceElement": {
        "attributes": {
            "uri": ("text", False),
            "type": ("text", False),
            "mimetype": ("text", False),
            "meaning": ("text", False),
        },
        "children": {},
        "text": {},
    },
    "TRElement": {
        "attributes": {},
        "children": {
            "TD": ("text", True),
        },
        "text": {},
    },
    "TableElement": {
        "attributes": {
            "name": ("text", False),
            "type": ("text", False),
        },
        "children": {
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
            "Param": ("ParamElement", True),
            "Field": ("FieldElement", True),
            "Data": ("DataElement", True),
        },
        "text": {},
    },
    "TimeElement": {
        "attributes": {
            "unit": ("text", False),
        },
        "children": {
            "TimeInstant": ("TimeInstantElement", True),
            "Error": ("float", True),
        },
        "text": {},
    },
    "TimeInstantElement": {
        "attributes": {},
        "children": {
            "ISOTime": ("text", True),
            "TimeOffset": ("float", True),
            "TimeScale": ("text", True),
        },
        "text": {},
    },
    "Value2Element": {
        "attributes": {},
        "children": {
            "C1": ("float", False),
            "C2": ("float", False),
        },
        "text": {},
    },
    "Value3Element": {
        "attributes": {},
        "children": {
            "C1": ("float", False),
            "C2": ("float", False),
            "C3": ("float", False),
        },
        "text": {},
    },
    "WhatElement": {
        "attributes": {},
        "children": {
            "Param": ("ParamElement", True),
            "Group": ("GroupElement", True),
            "Table": ("TableElement", True),
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
    "WhereWhenElement": {
        "attributes": {
            "id": ("text", False),
        },
        "children": {
            "ObsDataLocation": ("ObsDataLocationElement", True),
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
    "WhoElement": {
        "attributes": {},
        "children": {
            "AuthorIVORN": ("text", False),
            "Date": ("text", False),
            "Description": ("text", False),
            "Reference": ("ReferenceElement", False),
            "Author": ("AuthorElement", False),
        },
        "text": {},
    },
    "WhyElement": {
        "attributes": {
            "importance": ("float", False),
            "expires": ("text", False),
        },
        "children": {
            "Name": ("text", True),
            "Concept": ("text", True),
            "Inference": ("InferenceElement", True),
            "Description": ("text", True),
            "Reference": ("ReferenceElement", True),
        },
        "text": {},
    },
}
