"""Classic notices of NASA's GCN: text, a line for each field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from hop._messages import short_call
from hop.errors import DecodeError, MessageError, ValidationError
from hop.message import MessageModel, Source
from hop.models._alerts import viewer
from hop.models._declarations import TEXT_NOTICE
from hop.models._marks_of_tests import text_says_test
from hop.models._runtime.words import check_size, describe

if TYPE_CHECKING:
    from hop.models._generated.alert import Alert

_WIDTH = 18
# Lines with one of these say that a text of `KEY: value` lines is a notice.
_TELLING = re.compile(rb"(?:NOTICE_DATE|NOTICE_TYPE|TRIGGER_NUM|TITLE:[ \t]+GCN/)")
_KEY_LINE = re.compile(rb"[A-Z][A-Z0-9_ ./-]*:")
# Not the beginning of JSON or XML, and not of a continuation.
_KEY = re.compile(r"[^\s{}\[\]<>\"'][^{}<>\"]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SNIFFED = 4096


@dataclass(repr=False)
class GCNTextNotice(MessageModel):
    """A classic notice of NASA's GCN: fields by their names, and the text that came.

    The text is kept, and sent on as it is, unless a field is changed.

    Attributes:
        raw: the text as bytes. Where it is left out, it is written from the fields.
        fields: values by names in lower case, in order. A value of several lines, whether folded or
            of a repeated key such as ``comments``, holds line breaks. Where they are left out, they
            are read from the text.
        error: what is wrong with a notice that came over the wire; None otherwise.

    Raises:
        hop.errors.DecodeError: a text that has no line ``KEY: value``, or is not UTF-8.
        hop.errors.ValidationError: a name or a value that is not text, or cannot be written.
    """

    hop_format: ClassVar[str] = "gcntextnotice"
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = TEXT_NOTICE.markers
    hop_topics: ClassVar[tuple[str, ...]] = TEXT_NOTICE.topics
    hop_test_topics: ClassVar[tuple[str, ...]] = TEXT_NOTICE.test_topics

    raw: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    error: MessageError | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.raw, str):
            self.raw = self.raw.encode("utf-8", "surrogatepass")
        if self.raw and not self.fields:
            self.fields = parse(_decoded(self.raw))
        elif not self.raw:
            self.raw = render(self.fields).encode("utf-8", "surrogatepass")

    @classmethod
    def load(cls, text_input: Source) -> Self:
        """Create a notice from its text: text, bytes in UTF-8, or a file object.

        A line ``KEY: value`` begins a field. A line that begins with a blank, or has no colon,
        continues the one before. Of a repeated key each value is a line. Empty lines are passed
        over.

        Raises:
            hop.errors.DecodeError: not UTF-8, or without a single line ``KEY: value``.
        """
        raw: Any = text_input.read() if hasattr(text_input, "read") else text_input
        check_size(raw, "notice")
        data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else bytes(raw)
        return cls(raw=data, fields=parse(_decoded(data)))

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """Create a notice from the payload of a message; not UTF-8, it is read as Latin-1.

        Raises:
            hop.errors.DecodeError: without a single line ``KEY: value``.
        """
        check_size(payload, "notice")
        try:
            return cls.load(payload)
        except DecodeError as fault:
            if _is_utf8(payload):
                raise
            return cls(raw=payload, fields=parse(payload.decode("latin-1")), error=fault)

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a notice from its JSON tree, ``{"raw": …, "fields": {…}}``; one will do.

        Raises:
            hop.errors.DecodeError: neither is there.
            hop.errors.ValidationError: a name or a value that is not text.
        """
        if not isinstance(content, dict) or not (content.get("raw") or content.get("fields")):
            raise DecodeError('a gcntextnotice in an envelope is {"raw": …, "fields": {…}}')
        raw = content.get("raw") or ""
        if not isinstance(raw, str):
            raise ValidationError("raw", "text", describe(raw))
        return cls(raw=raw.encode("utf-8", "surrogatepass"), fields=content.get("fields") or {})

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it begins with lines ``KEY: value``, in capitals, of which one tells of GCN."""
        beginning = payload[:_SNIFFED].replace(b"\r\n", b"\n").strip(b"\n")
        lines = [each for each in beginning.split(b"\n")[:12] if each[:1] not in (b" ", b"\t", b"")]
        if len(payload) > _SNIFFED:
            del lines[11:]
        return (
            len(lines) > 1 and all(map(_KEY_LINE.match, lines)) and any(map(_TELLING.match, lines))
        )

    def hop_declares_test(self) -> bool:
        """Whether its type, a comment, or the name of the event says that it is a test."""
        return text_says_test(self.fields)

    def hop_view_alerts(self, topic: str | None) -> tuple[Alert, ...]:
        """Make the alerts that ``alerts`` keeps, by a table of ``schemas/alert/sources``."""
        alerts: tuple[Alert, ...] = viewer("of_text_notice")(self, self.fields, topic)
        return alerts

    def asdict(self) -> dict[str, Any]:
        """``{"raw": text, "fields": {name: text}}``, the fields a copy."""
        return {"raw": self.to_text(), "fields": dict(self.fields)}

    def to_text(self) -> str:
        """The text: as it came, or written anew where a field was changed since."""
        data = bytes(self)
        return data.decode() if _is_utf8(data) else data.decode("latin-1")

    def to_document(self) -> bytes:
        """The text as it is sent, in the encoding in which it came."""
        return bytes(self)

    def __bytes__(self) -> bytes:
        """The text as bytes: as it came, or written anew where a field was changed since.

        Raises:
            hop.errors.ValidationError: a name or a value that is not text, or cannot be written.
        """
        if self._is_unchanged():
            return self.raw
        return render(self.fields).encode("utf-8", "surrogatepass")

    def _is_unchanged(self) -> bool:
        text = self.raw.decode() if _is_utf8(self.raw) else self.raw.decode("latin-1")
        try:
            return parse(text) == self.fields
        except DecodeError:
            return False

    def __repr__(self) -> str:
        return short_call(type(self).__name__, [("fields", self.fields)])

    def __str__(self) -> str:
        return self.to_text()


def parse(text: str) -> dict[str, str]:
    """The fields of a notice.

    Raises:
        hop.errors.DecodeError: there is none.
    """
    check_size(text, "notice")
    values: dict[str, list[str]] = {}
    name = ""
    for line in _lines(text):
        key, colon, value = line.partition(":")
        if not colon or not _KEY.fullmatch(key):
            if name:
                values[name].append(line.lstrip())
            continue
        name, value = key.strip().lower(), value.strip()
        values.setdefault(name, []).append(value)
    if not values:
        found = describe(text.strip().splitlines()[0]) if text.strip() else "nothing"
        raise DecodeError(f"no notice: expected lines 'KEY: value', found {found}")
    return {name: "\n".join(lines) for name, lines in values.items()}


def _lines(text: str) -> list[str]:
    """The lines that are not empty, without the blanks that all of them begin with."""
    lines = [line for line in _LINE_END.split(text.removeprefix("\ufeff")) if line.strip()]
    if not lines:
        return []
    # Not textwrap.dedent, which makes a regular expression of those blanks: 3 s for 4 MB of them.
    blanks = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines]
    if shared := _shared(min(blanks), max(blanks)):
        lines = [line[shared:] for line in lines]
    lines[0], lines[-1] = lines[0].lstrip(), lines[-1].rstrip()
    return lines


def _shared(one: str, other: str) -> int:
    """With how many equal characters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def render(fields: dict[str, str]) -> str:
    """A notice as text; reading it gives the same fields.

    Raises:
        hop.errors.ValidationError: a name or a value that is not text, or cannot be written so.
    """
    if not isinstance(fields, dict) or not fields:
        raise ValidationError("fields", "an object with one field at least", describe(fields))
    lines: list[str] = []
    for name, value in fields.items():
        if not isinstance(name, str):
            raise ValidationError("fields", "text as a name", describe(name))
        if not isinstance(value, str):
            raise ValidationError(f"fields/{name}", "text", describe(value))
        key = f"{name.upper()}:".ljust(_WIDTH)
        first, *others = value.split("\n")
        can_fold = name != "comments" and all(each.strip() for each in others)
        lines.append(key + first)
        lines += [(" " * _WIDTH if can_fold else key) + each for each in others]
    text = "\n".join([*lines, ""])
    again = parse(text)
    for name, value in fields.items():
        if again.get(name) != value:
            raise ValidationError(
                f"fields/{name}",
                "a name in lower case without a colon, and a value without blanks around its lines",
                describe(value),
            )
    return text


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as fault:
        raise DecodeError(f"not UTF-8 at byte {fault.start}: save the notice as UTF-8") from None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
