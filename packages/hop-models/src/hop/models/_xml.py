"""XML from anywhere: taken in, parsed hardened, and judged by an XSD. Nothing is ever fetched."""

from __future__ import annotations

import pkgutil
import re
import threading
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from hop.errors import DecodeError, ValidationError

if TYPE_CHECKING:
    from hop._messages.faults import Fault

MAX_BYTES = 64 * 2**20
"""The largest document that is read, in bytes; brokers take far smaller messages."""

_DECLARED = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16, with a mark or without
_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    # So that text interrupted by a comment is one text.
    "remove_comments": True,
    "remove_pis": True,
}
_LARGE = 128 * 2**10
# Of its limits, libxml2 tells how a program would lift them.
_FOR_PROGRAMMERS = re.compile(r", (?:try|use) XML_PARSE_HUGE(?: option)?")
_explaining = threading.Lock()


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
def _parser() -> etree.XMLParser:
    return etree.XMLParser(**_HARDENED)


def parse(data: bytes, what: str) -> etree._Element:
    """The root element of a document.

    Raises:
        hop.errors.DecodeError: not well-formed XML, or with a DTD; the text says where.
    """
    if b"\0" in data and not data.startswith(_WIDE):
        raise DecodeError(f"a {what} holds no NUL bytes; the first is at byte {data.index(0)}")
    try:
        root = etree.fromstring(data, _parser())
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


class Schema:
    """An XSD among the schemas of this package, compiled when it is first needed.

    Args:
        path: where it is, below the folder of the schemas.
        root: the name of the element that a document begins with.
        namespace: its namespace.
    """

    def __init__(self, path: str, root: str, namespace: str) -> None:
        self._path, self._root, self._namespace = path, root, namespace
        self._compiled: etree.XMLSchema | None = None
        self._explainer: etree.XMLSchema | None = None

    def find_fault(self, root: etree._Element, data: bytes) -> ValidationError | None:
        """What is wrong with a document, or None where it is valid.

        Args:
            root: the document.
            data: the same, not parsed.
        """
        if self._compiled is None:
            self._compiled = self._compile()
        if len(data) > _LARGE:
            fault = self._find_fault_in_large(root, data)
            if fault is not None:
                return fault
        if self._compiled.validate(root):
            return None
        from hop.models._xsd_errors import explain

        # The list of findings belongs to the compiled schema, not to the call: another thread
        # that validates would clear it. So one is kept apart, and locked, to explain.
        with _explaining:
            if self._explainer is None:
                self._explainer = self._compile()
            self._explainer.validate(root)
            return explain(self._explainer.error_log, root, self._root, self._namespace)

    def find_faults(self, root: etree._Element) -> list[Fault]:
        """All that is wrong with a document, in the order of its lines."""
        from hop.models._xsd_errors import faults_of

        schema = self._compile()  # one of its own: the list of findings belongs to it
        schema.validate(root)
        return faults_of(schema.error_log, root, self._root, self._namespace)

    def _find_fault_in_large(self, root: etree._Element, data: bytes) -> ValidationError | None:
        # lxml looks up the path of each faulty element among all its neighbours: 50,000 faults cost
        # 13 s. A parser that validates knows no paths, and takes no time for them.
        parser = etree.XMLParser(schema=self._compiled, **_HARDENED)
        try:
            etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            from hop.models._xsd_errors import explain

            # Not the error's own list: that may begin with what another parser found.
            return explain(parser.error_log, root, self._root, self._namespace)
        return None

    def _compile(self) -> etree.XMLSchema:
        # Not importlib.resources, whose imports take a short program longer than this.
        schema = pkgutil.get_data("hop.models._generated", f"schemas/{self._path}")
        return etree.XMLSchema(etree.fromstring(schema or b""))
