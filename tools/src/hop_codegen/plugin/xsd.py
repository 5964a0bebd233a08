"""XSDs as JSON Schemas of the typed form of their documents."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import xmlschema

from hop_codegen.config import Derivation
from hop_codegen.derive import derive
from hop_codegen.errors import CodegenError

ENDING = ".xsd"


def derived(path: str, raw: bytes, base: str) -> bytes:
    """The JSON Schema of the documents that an XSD accepts, and all that reads and writes them.

    Raises:
        CodegenError: it is no XSD, uses what has no counterpart, or does not tell which of its
            elements a document begins with.
    """
    compiled = _compiled(path, raw)
    root = _root(path, compiled)
    with tempfile.TemporaryDirectory() as folder:
        # A name without folders: the path stands in what is told of faults.
        name = path.rpartition("/")[2]
        (Path(folder) / name).write_bytes(raw)
        try:
            schema = derive(Path(folder), Derivation(name, root, f"{base}{path}"))
        except CodegenError as fault:
            raise CodegenError(path, fault.pointer, fault.problem) from fault
    schema["x-xml-xsd"] = path
    schema["x-xml-root"] = root
    schema["x-xml-qualified"] = compiled.element_form_default == "qualified"
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def _compiled(path: str, raw: bytes) -> Any:
    try:
        source = xmlschema.XMLResource(raw, allow="none", defuse="always")
        return xmlschema.XMLSchema(source)
    except (xmlschema.XMLSchemaException, SyntaxError, ValueError) as fault:
        raise CodegenError(path, "", f"not an XSD that stands alone: {fault}") from fault


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
