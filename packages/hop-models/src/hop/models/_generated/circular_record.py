# Generated from schemas/gcn/circular_record.schema.json (sha256 81c01e0e7a408ed3731bf24c8d87b3ca8e0d6c3b3c7f5a10b590e8f1e72d43ab) by hop-codegen; do not edit
"""Classes of schemas/gcn/circular_record.schema.json."""

from __future__ import annotations

from hop.models._document import Part
from pydantic import StrictFloat, StrictStr
from pydantic.dataclasses import dataclass


@dataclass(eq=False, repr=False)
class CircularRecord(Part):
    """
    A GCN Circular as GCN itself stores and sends it. Other fields may come with it.

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

    circularId: StrictFloat | StrictStr | None = None
    subject: StrictStr | None = None
    submitter: StrictStr | None = None
    body: StrictStr | None = None
    createdOn: StrictFloat | None = None
    eventId: StrictStr | None = None
    eventType: StrictStr | list[StrictStr | None] | None = None
    submittedHow: StrictStr | None = None
    format: StrictStr | None = None
    bibcode: StrictStr | None = None
    editedBy: StrictStr | None = None
    editedOn: StrictFloat | None = None
    version: StrictFloat | None = None
