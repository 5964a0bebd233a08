"""Check the schemas themselves, and that each example is as good or bad as its folder says.

The schema of ``examples/good/NAME`` and ``examples/bad/NAME`` is that of the module that has
``NAME`` under ``examples`` in ``codegen.toml``. It is the XSD for ``.xml`` files, and the JSON
Schema for ``.json`` files. If only the code of a model refuses a bad example, its expectation says
``"by": "model"``. The tests of the models check files of other formats.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.validators import validator_for
from lxml import etree
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from hop_codegen.compare.documents import Documents, Schema, parse, schemas_in
from hop_codegen.compare.versions import find_schemas
from hop_codegen.config import Config, Module
from hop_codegen.errors import CodegenError
from hop_codegen.names import camel, identifier

_EXAMPLES = "examples"
_EXPECTATION = ".expect.json"
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def find_faults(config: Config) -> list[str]:
    """Find the faults of schemas and examples, one line each."""
    faults: list[str] = []
    names = []
    for name in find_schemas(config.schemas):
        if name.startswith(f"{_EXAMPLES}/"):
            continue
        try:
            _readable(config, name)
        except CodegenError as fault:
            faults.append(str(fault))
            continue
        names.append(name)
    documents = Documents(config.schemas, [name for name in names if not name.endswith(".xsd")])
    for name in documents.names:
        faults += _faults_of_schema(documents, name)
    faults += _same_names(documents, config)
    if not faults:
        # A wrong schema cannot judge examples.
        faults += _faults_of_examples(config, documents)
    return faults


def _readable(config: Config, name: str) -> None:
    path = config.schemas / name
    if name.endswith(".xsd"):
        from hop_codegen.compare.xsd import read_xsd

        read_xsd(path, name)
        return
    raw = path.read_bytes()
    if not isinstance(parse(name, raw), (dict, bool)):
        raise CodegenError(name, "", "a schema is a JSON object")

    def refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, times in Counter(key for key, _ in pairs).items():
            if times > 1:
                raise CodegenError(name, "", f"{key!r} stands {times} times in one object")
        return dict(pairs)

    json.loads(raw, object_pairs_hook=refuse_repeats)


def _faults_of_schema(documents: Documents, name: str) -> Iterator[str]:
    top = documents.schema(name)
    kind = validator_for(top.node, default=jsonschema.Draft202012Validator)
    dialect = top.node.get("$schema") if isinstance(top.node, dict) else None
    if dialect is not None and kind.META_SCHEMA.get("$schema", "").rstrip("#") != str(
        dialect
    ).rstrip("#"):
        yield str(CodegenError(name, "/$schema", f"{dialect} is no dialect that is known here"))
        return
    meta = kind(kind.META_SCHEMA)
    for fault in sorted(meta.iter_errors(top.node), key=lambda each: list(map(str, each.path))):
        pointer = "".join(f"/{part}" for part in fault.absolute_path)
        yield str(
            CodegenError(name, pointer, f"against {dialect or 'the dialect'}: {fault.message}")
        )
    for schema in schemas_in(top):
        if isinstance(schema.node, dict):
            yield from _faults_of_keywords(documents, schema)


def _faults_of_keywords(documents: Documents, schema: Schema) -> Iterator[str]:
    for keyword in _REFERENCES:
        if isinstance(ref := schema.node.get(keyword), str):
            try:
                documents.follow(schema, ref)
            except CodegenError as fault:
                yield str(fault)
    pattern = schema.node.get("pattern")
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except re.error as fault:
            yield str(
                CodegenError(schema.file, f"{schema.pointer}/pattern", f"{pattern!r}: {fault}")
            )
    for word, make in (("properties", identifier), ("$defs", camel), ("definitions", camel)):
        table = schema.node.get(word)
        if isinstance(table, dict):
            yield from _collisions(schema.file, f"{schema.pointer}/{word}", list(table), make)


def _collisions(
    file: str, pointer: str, names: list[str], make: Callable[[str], str]
) -> Iterator[str]:
    first: dict[str, str] = {}
    for name in names:
        made = make(name)
        other = first.setdefault(made, name)
        if other != name:
            yield str(
                CodegenError(file, f"{pointer}/{name}", f"{other!r} would be called {made} as well")
            )


def _same_names(documents: Documents, config: Config) -> Iterator[str]:
    known: dict[str, str] = {}
    for name in documents.names:
        tree = documents.tree(name)
        own = tree.get("$id", tree.get("id")) if isinstance(tree, dict) else None
        for key in (f"$id {own}" if isinstance(own, str) else "", f"path {name.lower()}"):
            if key and (other := known.setdefault(key, name)) != name:
                yield str(CodegenError(name, "", f"{other} has the same {key.partition(' ')[0]}"))
    for module in config.modules:
        other = known.setdefault(f"class {module.class_name}", module.name)
        if other != module.name:
            yield f"codegen.toml#/module/{module.name}/class: {other} has the same class"


def _faults_of_examples(config: Config, documents: Documents) -> Iterator[str]:
    folder = config.schemas / _EXAMPLES
    schemas = {name: module for module in config.modules for name in module.examples}
    for name in sorted(schemas):
        if not (folder / "good" / name).is_dir():
            place = f"codegen.toml#/module/{schemas[name].name}/examples"
            yield f"{place}: there is no folder {_EXAMPLES}/good/{name}"
    judges: dict[str, dict[str, Callable[[bytes], str]]] = {}
    for path in sorted([*folder.glob("good/*/*"), *folder.glob("bad/*/*")]):
        place = path.relative_to(config.schemas).as_posix()
        good, kind = path.parent.parent.name == "good", path.parent.name
        if path.name.endswith(_EXPECTATION) or not path.is_file():
            continue
        expectation = path.with_name(path.stem + _EXPECTATION)
        if not good and not expectation.is_file():
            yield f"{place}: {expectation.name} is missing: how is it refused?"
            continue
        if kind not in schemas:
            continue
        if kind not in judges:
            judges[kind] = _judges(config, documents, schemas[kind])
        judge = judges[kind].get(path.suffix)
        if judge is None:
            continue
        refusal = judge(path.read_bytes())
        by_model = not good and json.loads(expectation.read_bytes()).get("by") == "model"
        if good and refusal:
            yield f"{place}: it is to be good, but its schema refuses it: {refusal}"
        elif by_model and refusal:
            yield f"{place}: its schema refuses it, not only the model: {refusal}"
        elif not good and not by_model and not refusal:
            yield f"{place}: it is to be bad, but its schema accepts it"


def _judges(
    config: Config, documents: Documents, module: Module
) -> dict[str, Callable[[bytes], str]]:
    """The judges of examples by file ending; each returns why it refuses one, or ""."""
    judges: dict[str, Callable[[bytes], str]] = {}
    tree = documents.tree(module.schema)
    registry: Registry[Any] = Registry().with_resources(
        (f"local:/{name}", Resource.from_contents(documents.tree(name), DRAFT202012))
        for name in documents.names
    )
    kind = validator_for(tree, default=jsonschema.Draft202012Validator)
    base = tree if "$id" in tree else {**tree, "$id": f"local:/{module.schema}"}
    validator = kind(base, registry=registry.crawl())

    def by_json_schema(raw: bytes) -> str:
        try:
            document = json.loads(raw)
        except ValueError as fault:
            return f"not JSON: {fault}"
        found = next(iter(validator.iter_errors(document)), None)
        return "" if found is None else f"{found.json_path}: {found.message}"

    judges[".json"] = by_json_schema
    if module.derivation is not None:
        xsd = _xsd(config.schemas / module.derivation.xsd)

        def by_xsd(raw: bytes) -> str:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                root = etree.fromstring(raw, parser)
            except etree.XMLSyntaxError as fault:
                return str(fault)
            if root.getroottree().docinfo.internalDTD is not None:
                return "it has a DOCTYPE, which is never read"
            if xsd.validate(root):
                return ""
            return f"line {xsd.error_log[0].line}: {xsd.error_log[0].message}"

        judges[".xml"] = by_xsd
    return judges


def _xsd(path: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(path)))
