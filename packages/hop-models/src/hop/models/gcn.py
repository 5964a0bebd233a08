"""Circulars of NASA's General Coordinates Network: parsed, printed, and on the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from hop._messages import Fault, by_loading, dumps, loads, read_file
from hop.errors import DecodeError, MessageError, ValidationError
from hop.message import Source
from hop.models._alerts import viewer
from hop.models._circular_record import CircularRecord
from hop.models._declarations import CIRCULAR
from hop.models._generated.circular import Circular
from hop.models._runtime.values import is_time, utc_of
from hop.models._runtime.words import check_size, describe

if TYPE_CHECKING:
    import os

    from hop.models._generated.alert import Alert

FIELDS = ("header", "body")

KNOWN_HEADERS = ("title", "number", "subject", "date", "from")
"""The headers that GCN writes, in its order; a circular may have others."""

_END = r"(?>\r\n|\r|\n)"
# RFC 822, 3.1: a name of printable ASCII without blank or colon; a line that begins with a blank
# continues the one before.
_HEADER = re.compile(rf"([!-9;-~]+):[ \t]*([^\r\n]*(?:{_END}[ \t][^\r\n]*)*+)(?:{_END}|\Z)")
_EMPTY_LINE = re.compile(_END)
_BLANKS = b" \t\r\n\xef\xbb\xbf"
_UNFOLDED_BREAK = re.compile(rf"({_END})(?![ \t])")

_BEGINNING = re.compile(rb"\s*TITLE:[ \t]*GCN (?:CIRCULAR|GRB OBSERVATION REPORT)\b")
_DATE = re.compile(
    r"\s*+(\d\d(?:\d\d)?)/(\d\d)/(\d\d)[ T]++(\d\d):(\d\d):(\d\d)(?:\.\d*+)?+"
    r"\s*+(?:GMT|UTC?|Z)?\s*+"
)


class GCNCircular(Circular):
    """A GCN Circular: headers by their names in lower case, values as text, and a body.

    On the wire it is the JSON of :meth:`asdict`; for people, and in files, it is the text form:
    a line for each header, an empty line, the body. What GCN itself sends is JSON of another shape:
    it is read too, kept as :attr:`original`, and written and sent on as the bytes that came.

    Args:
        header: the headers, names in lower case; their order is kept. The date may be an aware
            datetime, or a time of astropy.
        body: the text after the first empty line, with its own line breaks.

    Raises:
        hop.errors.ValidationError: a header or the body is not text, is missing, or there is
            another field.

    Source: ``schemas/gcn/circular.schema.json``.
    """

    hop_format: ClassVar[str] = "circular"
    hop_schemas: ClassVar[tuple[str, ...]] = CIRCULAR.schemas
    hop_topics: ClassVar[tuple[str, ...]] = CIRCULAR.topics
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = CIRCULAR.markers
    hop_takes_positions: ClassVar[bool] = True

    @classmethod
    def load(cls, email_input: Source, *, strict: bool = False) -> Self:
        """Create a circular from its text form or its JSON: a file object, text, or UTF-8 bytes.

        The rules of the text form are those of RFC 822, without MIME: names are put in lower case,
        blanks before a value are dropped, a folded value keeps its line breaks, of a repeated
        header the last one counts, and the first line that is no header begins the body. A JSON
        object is the circular as hop sends it, or as GCN does.

        Args:
            email_input: what to read.
            strict: refuse a text in which none of the headers of GCN is found, and JSON that breaks
                its schema. Otherwise a text without headers is all body.

        Raises:
            hop.errors.DecodeError: not UTF-8, or, if strict, empty or without headers.
            hop.errors.ValidationError: JSON that is not a circular.
        """
        raw = _read(email_input)
        data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else bytes(raw)
        if _is_object(data):
            return cls._of_json(data, strict=strict)
        text = _text(raw)
        header, body = _parsed(text)
        if strict and not any(name in header for name in KNOWN_HEADERS):
            raise DecodeError(_no_header(text))
        return cls(header=header, body=body)

    @classmethod
    def load_file(cls, filename: str | os.PathLike[str]) -> Self:
        """Create a circular from a file in the text form, or in JSON.

        Raises:
            OSError: the file cannot be read.
            hop.errors.DecodeError: it is empty, not UTF-8, or has none of the headers of GCN; the
                text names the file.
            hop.errors.ValidationError: JSON that is not a circular.
        """
        data = read_file(filename, unpack=True)
        try:
            return cls.hop_from_file(data)
        except DecodeError as fault:
            raise type(fault)(f"{filename}: {fault}") from None

    @classmethod
    def hop_from_file(cls, data: bytes, *, strict: bool = True) -> Self:
        """Create a circular from the bytes of a file.

        Raises:
            hop.errors.DecodeError: it is empty, has none of the headers of GCN, or, if strict, is
                not UTF-8.
            hop.errors.ValidationError: JSON that is not a circular.
        """
        if not strict:
            return cls.from_wire(data)
        return cls._of_json(data, strict=True) if _is_json(data) else cls.load(data, strict=True)

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a circular: of its text form, or of its JSON by the schema.

        Args:
            data: the circular, as a file holds it.
        """
        if not _is_json(data):
            return by_loading(cls.hop_from_file, data)
        try:
            content = loads(data)
        except MessageError:
            content = None
        is_record = isinstance(content, dict) and "header" not in content
        schema = (CircularRecord if is_record else Circular).hop_schema
        return schema.faults(data) or by_loading(cls.hop_from_file, data)

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """Create a circular from the payload of a message: JSON of either shape, or the text form.

        A text that is not UTF-8 is read as Latin-1, so that no circular is lost; :attr:`error` says
        so.

        Raises:
            hop.errors.DecodeError: none of them.
            hop.errors.ValidationError: JSON that is not a circular.
        """
        if _is_json(payload):
            return cls._of_json(payload, strict=False)
        try:
            return cls.load(payload, strict=True)
        except DecodeError as fault:
            if _is_utf8(payload):
                raise
            circular = cls.load(payload.decode("latin-1"), strict=True)
            vars(circular).update(hop_payload=payload, hop_fault=fault)
            return circular

    @classmethod
    def hop_tree_of(cls, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The tree of header and body; a time for the header ``date`` is written as GCN does.

        Raises:
            hop.errors.ValidationError: there is no such field, or the time has no time zone.
        """
        header = fields.get("header")
        if isinstance(header, Mapping) and is_time(header.get("date")):
            date = utc_of(header["date"], "header/date")
            fields = {**fields, "header": {**header, "date": f"{date:%y/%m/%d %H:%M:%S} GMT"}}
        return super().hop_tree_of(fields)

    @classmethod
    def _of_json(cls, payload: bytes, *, strict: bool) -> Self:
        content = loads(payload)
        if isinstance(content, dict) and "header" not in content:
            return cls._of_record(CircularRecord.load(payload, strict=strict))
        _check_names(content)
        return cls.from_tree(content)  # nobody else holds the tree: it need not be copied

    @classmethod
    def _of_record(cls, record: CircularRecord) -> Self:
        if record.body is None or "circularId" not in record:
            missing = "circularId" if "circularId" not in record else "body"
            raise record.error or ValidationError(missing, "a value", "nothing")
        circular = cls(header=record.headers(), body=record.body)
        vars(circular)["_original"] = record
        return circular

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is JSON with the fields of a circular, or text that begins as one."""
        if payload.lstrip()[:1] != b"{":
            return _BEGINNING.match(payload) is not None
        try:
            content = loads(payload)
        except DecodeError:
            return False
        if not isinstance(content, dict):
            return False
        if content.keys() == set(FIELDS):
            return isinstance(content["header"], dict) and isinstance(content["body"], str)
        return {"circularId", "subject", "body"} <= content.keys()

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a circular from its JSON tree, ``{"header": {…}, "body": …}``.

        Raises:
            hop.errors.ValidationError: the tree is not a circular.
        """
        _check_names(content)
        return cls(**content)

    def hop_view_alerts(self, topic: str | None) -> tuple[Alert, ...]:
        """Make the alerts that ``alerts`` keeps, by a table of ``schemas/alert/sources``."""
        tree: dict[str, Any] = {"circularId": self.number, "date": self.header.get("date")}
        if self.original is not None:
            tree.update(self.original.hop_whole())
        tree.update(subject=self.subject, body=self.body)
        alerts: tuple[Alert, ...] = viewer("of_circular")(self, tree, topic)
        return alerts

    @property
    def original(self) -> CircularRecord | None:
        """What GCN itself sent, with all its fields; None for a circular that came otherwise."""
        record: CircularRecord | None = vars(self).get("_original")
        return record

    @property
    def content(self) -> dict[str, Any]:
        """The circular as it came in JSON, as a ``JSONBlob`` has it; a copy."""
        return self.asdict() if self.original is None else self.original.asdict()

    @property
    def error(self) -> MessageError | None:
        """What is wrong with what came: how it breaks its schema, or that it is not UTF-8."""
        return self.original.error if self.original else self.hop_fault

    @property
    def created(self) -> datetime | None:
        """When the circular was sent, UTC, as exactly as is known."""
        return (self.original and self.original.created) or self.date

    @property
    def edited(self) -> datetime | None:
        """When the circular was corrected last, UTC; None where it was not, or nobody says."""
        return self.original.edited if self.original else None

    @property
    def title(self) -> str | None:
        """The kind of letter, as in its header: ``GCN CIRCULAR``; None where there is none."""
        return self.header.get("title")

    @property
    def number(self) -> float | None:
        """The number of the circular; None where there is none or it is not a number.

        Two old circulars have half a number (``18448.5``, once written ``18448a``); the others are
        integers.
        """
        digits = self.header.get("number", "").strip()
        if re.fullmatch(r"\d{1,15}a", digits, re.ASCII):
            return int(digits[:-1]) + 0.5
        if re.fullmatch(r"\d{1,15}", digits, re.ASCII):
            return int(digits)
        return float(digits) if re.fullmatch(r"\d{1,15}\.\d{1,15}", digits, re.ASCII) else None

    @property
    def subject(self) -> str | None:
        """What the circular is about; None where the header is missing."""
        return self.header.get("subject")

    @property
    def sender(self) -> str | None:
        """Who wrote it, ``Name at Affiliation <address>``; None where the header is missing."""
        return self.header.get("from")

    @property
    def date(self) -> datetime | None:
        """When the circular was sent, UTC; None where the header is missing or no such date.

        Years of two digits from 90 on are of the last century.
        """
        parts = _DATE.fullmatch(self.header.get("date", ""))
        if parts is None:
            return None
        year, month, day, hour, minute, second = map(int, parts.groups())
        if year < 100:
            year += 1900 if year >= 90 else 2000
        try:
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            return None

    def to_text(self) -> str:
        """The text form: ``NAME:`` padded to 9 columns and the value, an empty line, the body.

        Loading it gives an equal circular. Of what the text form cannot say, blanks before a value
        are lost, and a line break in a value is folded.
        """
        lines = [
            f"{name.upper()}:".ljust(9) + _UNFOLDED_BREAK.sub(r"\1 ", value)
            for name, value in self.header.items()
        ]
        return "\n".join([*lines, "", self.body])

    def to_tree(self) -> Any:
        """The circular as a JSON tree: as GCN sent it, unless something was changed since."""
        return self.content if self._is_original() else self.asdict()

    def to_document(self) -> bytes:
        """The circular as a file holds it: the text form in UTF-8.

        What GCN sent in JSON stays as it came, and so does a text in another encoding, unless
        something was changed since.
        """
        if self._is_original():
            return bytes(self)
        if self.hop_payload is not None:
            header, body = _parsed(_text(self.hop_payload.decode("latin-1")))
            if (header, body) == (self.header, self.body):
                return self.hop_payload
        # Lone surrogates become the escapes that JSON has for them.
        return self.to_text().encode("utf-8", "backslashreplace")

    def to_wire(self) -> tuple[str, bytes]:
        """As ``circular``; what GCN sent as ``json``, unless something was changed since."""
        payload = bytes(self)
        return ("json" if self._is_original() else "circular"), payload

    def _is_original(self) -> bool:
        record = self.original
        return record is not None and self.header == record.headers() and self.body == record.body

    def __bytes__(self) -> bytes:
        if self.original is not None and self._is_original():
            return bytes(self.original)
        # The headers are a plain dict: what was put there since is checked before it is sent.
        self.hop_judge(self.hop_whole())
        return dumps(self.hop_whole())

    def __str__(self) -> str:
        return self.to_text()


def _check_names(content: Any) -> None:
    """Check that a tree has the fields of a circular only.

    Raises:
        hop.errors.ValidationError: it is no object, or has another field.
    """
    if not isinstance(content, Mapping):
        raise ValidationError("circular", "an object with header and body", describe(content))
    for name in content:
        if name not in FIELDS:
            raise ValidationError(str(name), "no such field", describe(content[name]))


def _is_json(payload: bytes) -> bool:
    return payload.lstrip(_BLANKS)[:1] in (b"{", b"[")


def _is_object(payload: bytes) -> bool:
    """Whether it is a JSON object; a text may begin with a brace, too."""
    if payload.lstrip(_BLANKS)[:1] != b"{":
        return False
    try:
        return isinstance(loads(payload), dict)
    except DecodeError:
        return False


def _is_utf8(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parsed(text: str) -> tuple[dict[str, str], str]:
    """The headers and the body of the text form."""
    header: dict[str, str] = {}
    position = 0
    while line := _HEADER.match(text, position):
        header[line[1].lower()] = line[2]
        position = line.end()
    if separator := _EMPTY_LINE.match(text, position):
        position = separator.end()
    return header, text[position:]


def _read(source: Source) -> str | bytes:
    try:
        return source if isinstance(source, (str, bytes)) else source.read()
    except UnicodeDecodeError as fault:  # a file that was opened as text
        raise _not_utf8(fault) from None


def _not_utf8(fault: UnicodeDecodeError) -> DecodeError:
    return DecodeError(f"not UTF-8 at byte {fault.start}: save the circular as UTF-8")


def _text(raw: str | bytes) -> str:
    check_size(raw, "circular")
    try:
        text = raw if isinstance(raw, str) else bytes(raw).decode()
    except UnicodeDecodeError as fault:
        raise _not_utf8(fault) from None
    # Some editors begin a UTF-8 file with a byte order mark; it would hide the first header.
    return text.removeprefix("\ufeff")


def _no_header(text: str) -> str:
    if not text.strip():
        return "an empty text is no circular"
    return (
        "no circular: expected header lines such as 'SUBJECT: …' at the beginning, "
        f"found {describe(text.splitlines()[0])}"
    )
