"""Which example belongs to which schema, and whether it is a good one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lxml import etree

from hop_codegen.errors import CodegenError
from hop_codegen.names import stem
from hop_codegen.readers.json_files import parse
from hop_codegen.readers.json_schema import Library


@dataclass(frozen=True)
class Example:
    """One example of a message.

    Attributes:
        path: where the package's tests keep it.
        schema: path of its schema.
        good: whether the schema accepts it.
    """

    path: str
    schema: str
    good: bool
    raw: bytes


def find_examples(library: Library, roots: list[str]) -> tuple[list[Example], list[str]]:
    """The examples of the source, and a remark about each one that cannot be used.

    An example belongs to the schema that its ``$schema`` names, or to the one whose name its own
    begins with, in its folder or one above. One in a folder named ``bad`` must be refused.
    """
    found, remarks = [], []
    documents = {path: raw for path, raw in library.source.files.items() if path.endswith(".xml")}
    for path, raw in [*library.examples.items(), *_inline(library, roots), *documents.items()]:
        good = "bad" not in path.lower().split("/")
        try:
            value = None if path in documents else parse(path, raw)
        except CodegenError:
            value = None
        schema = _schema_of(library, roots, path, value)
        if schema is None:
            if "example" in path.lower():
                remarks.append(f"{path}: left out: no schema is named like it, or by its $schema")
            continue
        if _is_valid(library, schema, value, raw) != good:
            told = "refuses" if good else "accepts"
            remarks.append(f"{path}: left out: {schema} {told} it")
            continue
        found.append(Example(path, schema, good, raw))
    return sorted(found, key=lambda each: each.path), remarks


def _is_valid(library: Library, schema: str, value: object, raw: bytes) -> bool:
    document = library.documents[schema]
    xsd = document.contents.get("x-xml-xsd")
    if xsd is None:
        return bool(library.validator(document.uri, document.draft).is_valid(value))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        judge = etree.XMLSchema(etree.fromstring(library.source.files[xsd], parser))
        return judge.validate(etree.fromstring(raw, parser))
    except etree.XMLSyntaxError:
        return False


def _inline(library: Library, roots: list[str]) -> list[tuple[str, bytes]]:
    result = []
    for path in roots:
        examples = library.documents[path].contents.get("examples", [])
        for number, value in enumerate(examples if isinstance(examples, list) else [], 1):
            text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
            name = f"{stem(path)}.{number}.inline.example.json"
            result.append((name, text.encode("utf-8", "surrogatepass")))
    return result


def _schema_of(library: Library, roots: list[str], path: str, value: object) -> str | None:
    if isinstance(value, dict) and isinstance(value.get("$schema"), str):
        named = library.uris.get(value["$schema"].rstrip("#"))
        if named in roots:
            return named
    folder, _, name = path.rpartition("/")
    while True:
        here = [
            schema
            for schema in roots
            if schema.rpartition("/")[0] == folder
            and _begins(name, stem(schema.rpartition("/")[2]))
        ]
        if here:
            return max(here, key=len)
        if not folder:
            return _by_folder(roots, path)
        folder = folder.rpartition("/")[0]


def _begins(name: str, schema: str) -> bool:
    return name in {f"{schema}.json", f"{schema}.xml"} or name.startswith(
        (f"{schema}.", f"{schema}-", f"{schema}_")
    )


def _by_folder(roots: list[str], path: str) -> str | None:
    """``examples/good/alert/first.json`` is an example of ``alert.schema.json``."""
    parts = path.split("/")[:-1]
    fitting = [each for each in roots if stem(each).rpartition("/")[2] in parts]
    if len(fitting) == 1:
        return fitting[0]
    return roots[0] if len(roots) == 1 and "examples" in parts else None
