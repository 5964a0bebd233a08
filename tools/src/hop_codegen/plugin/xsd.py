"""XSDs as JSON Schemas of the typed form of their documents."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import xmlschema
from lxml import etree

from hop_codegen.config import Derivation
from hop_codegen.derive import compile_xsd, derive, refusal
from hop_codegen.errors import CodegenError
from hop_codegen.plugin.library import file_uri

ENDING = ".xsd"
_XS = "{http://www.w3.org/2001/XMLSchema}"


def derived(path: str, raw: bytes, base: str) -> bytes:
    """The JSON Schema of the documents that an XSD accepts, and all that reads and writes them.

    Raises:
        CodegenError: it is no XSD, uses what has no counterpart, or does not tell which of its
            elements a document begins with.
    """
    _refuse_foreign(path, raw)
    compiled = _compiled(path, raw)
    root = _root(path, compiled)
    with tempfile.TemporaryDirectory() as folder:
        # A name without folders: the path stands in what is told of faults.
        name = path.rpartition("/")[2]
        (Path(folder) / name).write_bytes(raw)
        try:
            derivation = Derivation(name, root, file_uri(base, path))
            schema = derive(Path(folder), derivation, requires_fixed=True)
        except CodegenError as fault:
            raise CodegenError(path, fault.pointer, fault.problem) from fault
    schema["x-xml-xsd"] = path
    schema["x-xml-root"] = root
    schema["x-xml-qualified"] = compiled.element_form_default == "qualified"
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def _refuse_foreign(path: str, raw: bytes) -> None:
    """Refuse what another file is needed for: it would be missing in the package."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise CodegenError(path, "", f"not an XSD: not well-formed: {fault.msg}") from None
    for tag in ("include", "redefine", "override", "import"):
        for node in root.iter(f"{_XS}{tag}"):
            if node.get("schemaLocation"):
                raise CodegenError(
                    path,
                    "",
                    f"line {node.sourceline}: xs:{tag} of {node.get('schemaLocation')}; "
                    "nothing is read beside an XSD, so put both into one",
                )


def _compiled(path: str, raw: bytes) -> Any:
    try:
        return compile_xsd(raw)
    except (xmlschema.XMLSchemaException, SyntaxError, ValueError) as fault:
        told = f"not an XSD that stands alone: {refusal(fault)}"
        raise CodegenError(path, "", told) from fault


def _root(path: str, compiled: Any) -> str:
    names = [str(element.local_name) for element in compiled.elements.values()]
    referred = {
        str(element.ref.local_name)
        for element in compiled.iter_components((xmlschema.validators.XsdElement,))
        if element.ref is not None
    }
    roots = [name for name in names if name not in referred]
    if len(roots) != 1:
        told = ", ".join(roots) or "none"
        raise CodegenError(path, "", f"one global element is to begin a document; here are: {told}")
    return roots[0]
