"""XML documents judged by an XSD, in libxml2."""

from __future__ import annotations

import threading
from typing import Any

from lxml import etree

from hop._messages import Fault
from hop.errors import LimitExceeded, ValidationError
from hop.models._runtime.schemas import SchemaFolder
from hop.models._runtime.xml_input import HARDENED
from hop.models._runtime.xsd_errors import explain, faults_of

_LARGE = 32 * 2**10
# A text in so many pieces of so many bytes (libxml2's largest text) is checked within a second.
_MOST_WORK = 10**12
_LONGEST_TEXT = 10**7
# To look for the elements of so many faults in so many bytes takes less than a second.
_MOST_LOOKING = 10**9
_explaining = threading.Lock()


class Xsd:
    """An XSD among the schemas of a package, compiled when it is first needed.

    Args:
        folder: the schemas of the package.
        path: where it is, below that folder.
        root: the name of the element that a document begins with.
        namespace: its namespace.
    """

    def __init__(self, folder: SchemaFolder, path: str, root: str, namespace: str) -> None:
        self._folder, self._path = folder, path
        self._root, self._namespace = root, namespace
        self._compiled: etree.XMLSchema | None = None
        self._explainer: etree.XMLSchema | None = None

    def find_fault(self, root: etree._Element, data: bytes) -> ValidationError | None:
        """What is wrong with a document, or None where it is valid.

        Args:
            root: the document.
            data: the same, not parsed.

        Raises:
            hop.errors.LimitExceeded: it is large, and in very many pieces.
        """
        if self._compiled is None:
            self._compiled = self._compile()
        if len(data) > _LARGE and (findings := judge(self._compiled, root, data)):
            return explain(findings, root, self._root, self._namespace)
        if self._compiled.validate(root):
            return None
        # The list of findings belongs to the compiled schema, not to the call: another thread
        # that validates would clear it. So one is kept apart, and locked, to explain.
        with _explaining:
            if self._explainer is None:
                self._explainer = self._compile()
            self._explainer.validate(root)
            return explain(self._explainer.error_log, root, self._root, self._namespace)

    def find_faults(self, root: etree._Element, data: bytes) -> list[Fault]:
        """All that is wrong with a document, in the order of its lines.

        Args:
            root: the document.
            data: the same, not parsed.

        Raises:
            hop.errors.LimitExceeded: it is large, and in very many pieces.
        """
        schema = self._compile()  # one of its own: the list of findings belongs to it
        return faults_of(find_all(schema, root, data), root, self._root, self._namespace)

    def _compile(self) -> etree.XMLSchema:
        return etree.XMLSchema(etree.fromstring(self._folder.read(self._path)))


def find_all(schema: etree.XMLSchema, root: etree._Element, data: bytes) -> Any:
    """As :func:`judge`; with lines and paths where these are not too many.

    Raises:
        hop.errors.LimitExceeded: it is large, and in very many pieces.
    """
    findings = judge(schema, root, data)
    if len(data) > _LARGE and len(findings) * len(data) < _MOST_LOOKING:
        schema.validate(root)
        return schema.error_log
    return findings


def judge(schema: etree.XMLSchema, root: etree._Element, data: bytes) -> Any:
    """What a schema finds against a document: the entries of its log.

    In a large document, these know neither lines nor paths.

    Args:
        schema: the schema; the list of its findings belongs to it.
        root: the document.
        data: the same, not parsed.

    Raises:
        hop.errors.LimitExceeded: it is large, and in very many pieces.
    """
    if len(data) <= _LARGE:
        schema.validate(root)
        return schema.error_log
    _check_pieces(data)
    # lxml looks up the path of each faulty element among all its neighbours: 50,000 faults cost
    # 13 s. A parser that validates knows no paths, and takes no time for them.
    parser = etree.XMLParser(schema=schema, **HARDENED)
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        # Not the error's own list: that may begin with what another parser found.
        return parser.error_log
    return []


def _check_pieces(data: bytes) -> None:
    """See that the texts of a document are not in very many pieces.

    A reference, a comment or a CDATA section ends a piece, and libxml2's schema copies all of a
    text for each of its pieces.

    Raises:
        hop.errors.LimitExceeded: they are.
    """
    pieces = data.count(b"&") + data.count(b"<!") + data.count(b"<?")
    if pieces * min(len(data), _LONGEST_TEXT) > _MOST_WORK:
        raise LimitExceeded(
            f"XML with {pieces:,} references, comments and sections is not read: write the "
            "characters themselves"
        )
