# Generated from schemas/gcn/circular.schema.json (sha256 640d3ca97883688251217fa12270cfae50face2ac4d211da269467997372277f) by hop-codegen; do not edit
"""Classes of schemas/gcn/circular.schema.json."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hop.models._generated._schemas import SCHEMAS
from hop.models.schema import Message, SchemaRef


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Circular(Message):
    """A GCN Circular: the headers of an electronic letter to the community, and its text.

    Attributes:
        header: The headers by their names in lower case, values as text: subject, number (that
            of the circular), date (YY/MM/DD hh:mm:ss GMT, UTC), from (Name at Affiliation
            <address>), title (GCN CIRCULAR), and any other. May be empty: a text without
            headers is all body. Required.
        body: The text of the circular, with its own line breaks. Required.

    Source: schemas/gcn/circular.schema.json#
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/gcn/circular.schema.json"
    )

    header: dict[str, str]
    body: str
