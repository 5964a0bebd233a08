"""XML from anywhere: taken in, and parsed in a hardened way. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from lxml import etree

from hop._messages import GZIP
from hop.errors import DecodeError

MAX_BYTES = 64 * 2**20
"""The largest document that is read, in bytes; brokers take far smaller messages."""

_DECLARED = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16, with a mark or without
HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    # So that text interrupted by a comment is one text.
    "remove_comments": True,
    "remove_pis": True,
}
# Of its limits, libxml2 tells how a program would lift them.
_FOR_PROGRAMMERS = re.compile(r", (?:try|use) XML_PARSE_HUGE(?: option)?")


def read_bytes(source: Any, what: str) -> bytes:
    """The bytes of a document given as text, bytes, a file object or an iterable of chunks.

    Raises:
        hop.errors.DecodeError: it is none of them, empty, or larger than :data:`MAX_BYTES`.
    """
    read = getattr(source, "read", None)
    if callable(read):
        source = read(MAX_BYTES + 1)
    elif not isinstance(source, (str, bytes, bytearray, memoryview)):
        source = _join(source, what)
    if isinstance(source, str):
        source = _encoded(source, what)
    if not isinstance(source, (bytes, bytearray, memoryview)):
        raise DecodeError(f"a {what} is loaded from text or bytes, not {type(source).__name__}")
    data = bytes(source)
    if len(data) > MAX_BYTES:
        raise DecodeError(f"a {what} of more than {MAX_BYTES // 2**20} MiB is not read")
    if not data or data.isspace():
        raise DecodeError(f"a {what} is expected, but the input is empty")
    return data


def _join(chunks: Any, what: str) -> str | bytes:
    if not isinstance(chunks, Iterable) or hasattr(chunks, "__fspath__"):
        raise DecodeError(
            f"a {what} is loaded from text, bytes, a file object or chunks of them, "
            f"not {type(chunks).__name__}; load_file() takes the name of a file"
        )
    parts: list[Any] = []
    size = 0
    for chunk in chunks:
        if not isinstance(chunk, (str, bytes)) or (parts and type(chunk) is not type(parts[0])):
            raise DecodeError(f"the chunks of a {what} are all text or all bytes")
        parts.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise DecodeError(f"a {what} of more than {MAX_BYTES // 2**20} MiB is not read")
    return type(parts[0])().join(parts) if parts else b""


def _encoded(text: str, what: str) -> bytes:
    declared = _DECLARED.match(text)
    encoding = declared[1] if declared else "utf-8"
    try:
        return text.encode(encoding)
    except (LookupError, UnicodeError):
        raise DecodeError(
            f"the text of a {what} holds characters that its encoding, {encoding}, cannot write; "
            "load the bytes as they came"
        ) from None


@cache
def _parser(keeps_blanks: bool) -> etree.XMLParser:
    return etree.XMLParser(**HARDENED, remove_blank_text=not keeps_blanks)


def parse(data: bytes, what: str, *, keeps_blanks: bool = True) -> etree._Element:
    """The root element of a document.

    Args:
        data: the document.
        what: what it is to be, for errors.
        keeps_blanks: keep the blanks between elements, which say nothing and cost a fifth of the
            time that it takes to judge a document.

    Raises:
        hop.errors.DecodeError: not well-formed XML, or with a DTD; the text says where.
    """
    if data.startswith(GZIP):
        raise DecodeError(f"a {what} is XML, and this is compressed by gzip: unpack it first")
    if b"\0" in data and not data.startswith(_WIDE):
        raise DecodeError(f"a {what} holds no NUL bytes; the first is at byte {data.index(0)}")
    try:
        root = etree.fromstring(data, _parser(keeps_blanks))
    except etree.XMLSyntaxError as fault:
        told = _FOR_PROGRAMMERS.sub("", fault.msg or "")
        raise DecodeError(f"a {what} is XML, and this is not well-formed: {told}") from None
    except (ValueError, LookupError, UnicodeError) as fault:
        raise DecodeError(f"a {what} is XML, and this cannot be read: {fault}") from None
    if root is None:
        raise DecodeError(f"a {what} is XML, and this has no element")
    if root.getroottree().docinfo.internalDTD is not None:
        # It has no use here, and is how documents reach for files and exhaust memory.
        raise DecodeError(f"a {what} has no DOCTYPE: it is refused for safety; send it without")
    return root
