"""A circular in the shape that GCN itself has for it, and what that is as headers and body."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hop.models._generated.circular_record import CircularRecord as _Record

TITLE = "GCN CIRCULAR"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CircularRecord(_Record):
    """A circular as GCN stores and sends it: the document behind a :class:`GCNCircular`.

    Known fields are attributes, all fields are items.

    Source: ``schemas/gcn/circular_record.schema.json``.
    """

    @property
    def created(self) -> datetime | None:
        """When it was sent, UTC."""
        return _time(self.createdOn)

    @property
    def edited(self) -> datetime | None:
        """When it was corrected last, UTC; None where it never was."""
        return _time(self.editedOn)

    def headers(self) -> dict[str, str]:
        """The headers of the text form; what is not known is left out."""
        number, created = self.get("circularId"), self.created
        values = {
            "title": TITLE,
            "number": _digits(number) if number is not None else None,
            "subject": self.subject,
            "date": f"{created:%y/%m/%d %H:%M:%S} GMT" if created else None,
            "from": self.submitter,
        }
        return {name: value for name, value in values.items() if value is not None}


def _digits(number: Any) -> str:
    # Two old circulars have half a number; JSON may write the others as 33603.0 as well.
    is_whole = isinstance(number, float) and number.is_integer()
    return str(int(number)) if is_whole else str(number)


def _time(milliseconds: float | None) -> datetime | None:
    if milliseconds is None:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except (OverflowError, ValueError):  # past the year 9999, or NaN
        return None
