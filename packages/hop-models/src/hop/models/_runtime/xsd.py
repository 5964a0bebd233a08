"""XML documents judged by an XSD, in libxml2."""

from __future__ import annotations

import threading

from lxml import etree

from hop._messages import Fault
from hop.errors import ValidationError
from hop.models._runtime.schemas import SchemaFolder
from hop.models._runtime.xml_input import HARDENED
from hop.models._runtime.xsd_errors import explain, faults_of

_LARGE = 128 * 2**10
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
        """
        if self._compiled is None:
            self._compiled = self._compile()
        if len(data) > _LARGE:
            fault = self._find_fault_in_large(root, data)
            if fault is not None:
                return fault
        if self._compiled.validate(root):
            return None
        # The list of findings belongs to the compiled schema, not to the call: another thread
        # that validates would clear it. So one is kept apart, and locked, to explain.
        with _explaining:
            if self._explainer is None:
                self._explainer = self._compile()
            self._explainer.validate(root)
            return explain(self._explainer.error_log, root, self._root, self._namespace)

    def find_faults(self, root: etree._Element) -> list[Fault]:
        """All that is wrong with a document, in the order of its lines."""
        schema = self._compile()  # one of its own: the list of findings belongs to it
        schema.validate(root)
        return faults_of(schema.error_log, root, self._root, self._namespace)

    def _find_fault_in_large(self, root: etree._Element, data: bytes) -> ValidationError | None:
        # lxml looks up the path of each faulty element among all its neighbours: 50,000 faults cost
        # 13 s. A parser that validates knows no paths, and takes no time for them.
        parser = etree.XMLParser(schema=self._compiled, **HARDENED)
        try:
            etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            # Not the error's own list: that may begin with what another parser found.
            return explain(parser.error_log, root, self._root, self._namespace)
        return None

    def _compile(self) -> etree.XMLSchema:
        return etree.XMLSchema(etree.fromstring(self._folder.read(self._path)))
