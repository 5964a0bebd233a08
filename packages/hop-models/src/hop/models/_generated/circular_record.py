# Generated from schemas/gcn/circular_record.schema.json (sha256 81c01e0e7a408ed3731bf24c8d87b3ca8e0d6c3b3c7f5a10b590e8f1e72d43ab) by hop-codegen; do not edit
"""Classes of schemas/gcn/circular_record.schema.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from hop.models._generated._schemas import SCHEMAS
from hop.models.schema import OpenMessage, SchemaRef


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class CircularRecord(OpenMessage):
    """A GCN Circular as GCN itself stores and sends it. Other fields may come with it.

    Attributes:
        circularId: Number of the circular. Two old ones have half a number.
        subject: One line: what it is about.
        submitter: Who wrote it, Name at Affiliation <address>.
        body: The text, plain or Markdown.
        createdOn: When it was sent, ms since 1970 UTC.
        eventId: Name of the event, guessed from the subject.
        eventType: Kinds of the event: GRB, GW, Neutrino, Retraction and others. One, or a list.
        submittedHow: web, email, email-legacy, or api.
        format: text/plain, which is meant where nothing is said, or text/markdown.
        bibcode: Its number in ADS.
        editedBy: Who corrected it last.
        editedOn: When it was corrected last, ms since 1970 UTC.
        version: 1 for the original, one more with each correction.

    Source: schemas/gcn/circular_record.schema.json#
    """

    hop_schema: ClassVar[SchemaRef] = SCHEMAS.at(
        "https://hop-models.invalid/gcn/circular_record.schema.json"
    )

    circularId: str | float | None = field(metadata={"null": True}, default=None)
    subject: str | None = field(metadata={"null": True}, default=None)
    submitter: str | None = field(metadata={"null": True}, default=None)
    body: str | None = field(metadata={"null": True}, default=None)
    createdOn: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    eventId: str | None = field(metadata={"null": True}, default=None)
    eventType: list[str | None] | str | None = field(metadata={"null": True}, default=None)
    submittedHow: str | None = field(metadata={"null": True}, default=None)
    format: str | None = field(metadata={"null": True}, default=None)
    bibcode: str | None = field(metadata={"null": True}, default=None)
    editedBy: str | None = field(metadata={"null": True}, default=None)
    editedOn: float | None = field(metadata={"null": True, "type": "float"}, default=None)
    version: float | None = field(metadata={"null": True, "type": "float"}, default=None)
