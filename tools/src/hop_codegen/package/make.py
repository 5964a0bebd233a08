"""Make a package of models, whole in memory, and only then on disk."""

from __future__ import annotations

import hashlib
import importlib.util
import keyword
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from hop_codegen.classes.flatten import Classes
from hop_codegen.classes.runtime import MARK, complete_model, imports, schemas_text
from hop_codegen.classes.tidy import tidy
from hop_codegen.classes.write import header, write_module
from hop_codegen.errors import CodegenError
from hop_codegen.names import class_names, module_name, titled
from hop_codegen.package import output as folder
from hop_codegen.package.contents import Package, generated, starters
from hop_codegen.package.examples import find_examples
from hop_codegen.package.views import MODULE, add_views
from hop_codegen.plan import Module
from hop_codegen.readers.avro import AvroSchemas
from hop_codegen.readers.json_files import parse
from hop_codegen.readers.json_schema import Library
from hop_codegen.readers.source import MANIFEST, Source, open_source
from hop_codegen.readers.xsd import ENDING, derive_alone

_NAME = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?")


def make_plugin(
    source: str,
    name: str,
    output: Path,
    *,
    allow_remote: bool = False,
    alerts: Path | None = None,
    tell: Callable[[str], None] = print,
) -> None:
    """Make or regenerate the package ``name`` in the folder ``output``.

    Args:
        source: a file or folder of schemas, ``npm:NAME@VERSION`` or ``pypi:NAME==VERSION``.
        name: the name of the package.
        output: its folder.
        allow_remote: whether schemas that a ``$ref`` names on the web may be fetched.
        alerts: the table of what its messages say as alerts, or a folder of tables.
        tell: called with a line for what is written, removed, or left out.

    Raises:
        CodegenError: the schemas cannot be used, or something would be lost; nothing is written.
    """
    _check_name(name)
    previous = folder.read_previous(output, name)
    if not previous.exists:
        _refuse_existing(name)
    opened = open_source(source)
    package, files, models = render(
        opened, name, previous.models, allow_remote=allow_remote, tell=tell, alerts=alerts
    )
    files = tidy(files)
    files[MANIFEST] = folder.manifest(name, models, files)
    written, removed = folder.write(output, previous, files, tidy(starters(package)))
    if previous.exists:
        for path in written:
            tell(f"wrote {path}")
        for path in removed:
            tell(f"removed {path}")
        if written or removed:
            tell("the version in pyproject.toml is yours to move; hop-codegen compare says how far")
    # With the dot: pip takes a bare name for one of the package index.
    place = output if output.is_absolute() else f".{os.sep}{output}"
    tell(f"{name}: {len(package.models)} models; pip install {shlex.quote(str(place))}")


def render(
    source: Source,
    name: str,
    kept: dict[str, str],
    *,
    allow_remote: bool,
    tell: Callable[[str], None],
    alerts: Path | None = None,
) -> tuple[Package, dict[str, bytes], dict[str, str]]:
    """The package, its generated files, and the names of its models, all in memory."""
    library = Library(name, source, allow_remote=allow_remote)
    xsds = [path for path in source.files if path.lower().endswith(ENDING)]
    for path in xsds:
        raw = derive_alone(path, source.files[path], library.base)
        library.add(f"{path}.schema.json", parse(path, raw), raw)
    avro = AvroSchemas(source.files)
    modules = _modules(library, avro, kept)
    if not modules:
        raise CodegenError(
            source.origin,
            "",
            "there is no schema in it: *.schema.json, JSON with a $schema, *.avsc or *.xsd",
        )
    roots = sorted(library.documents)
    examples, remarks = find_examples(library, roots)
    for remark in remarks:
        tell(remark)
    package = Package(name, source, modules, examples)
    place = f"src/{package.import_name}"
    files = generated(package)
    for module in modules:
        complete_model(module, package.name)
    if alerts is not None:
        files[f"{place}/{MODULE}.py"] = (MARK + add_views(package, alerts)).encode()
    for module in modules:
        files[f"{place}/{module.name}.py"] = _text(module, package).encode()
        if module.language == "Avro":
            files[f"{place}/schemas/{module.path}"] = module.raw
        else:
            # Refuse a schema that the package could not use.
            library.validator(module.uri, library.documents[module.path].draft)
    for path, document in library.documents.items():
        files[f"{place}/schemas/{path}"] = document.raw
    for path, raw in source.files.items():
        if path in xsds or path.rpartition("/")[2].upper().startswith(("LICENSE", "LICENCE")):
            files[f"{place}/schemas/{path}"] = raw
    for example in examples:
        files[f"tests/examples/{example.path}"] = example.raw
    files[f"{place}/_schemas.py"] = schemas_text(library.uris).encode()
    return package, files, {module.path: module.classes[0].name for module in modules}


def _text(module: Module, package: Package) -> str:
    home = package.import_name
    opening = header(f"schemas/{module.path}", hashlib.sha256(module.raw).hexdigest())
    return write_module(module, opening, home, [*imports(module, home), f"{home}.topics.TOPICS"])


def _modules(library: Library, avro: AvroSchemas, kept: dict[str, str]) -> list[Module]:
    # A $ref may add schemas, from the web or from beside the file: then begin again.
    while True:
        before = sorted(library.documents)
        titles = {path: titled(library.documents[path].contents) for path in before}
        models = class_names(titles | avro.names(), kept)
        classes = Classes(library, models, {path: module_name(path) for path in before})
        try:
            for path in before:
                classes.add(library.documents[path])
        except KeyError:
            if sorted(library.documents) == before:
                raise
        if sorted(library.documents) == before:
            break
    made = classes.modules | {path: avro.module(path, models[path]) for path in avro.raw}
    modules = [made[path] for path in sorted(made)]
    names: dict[str, str] = {}
    for module in modules:
        if module.name in names:
            raise CodegenError(
                module.path, "", f"its module would be called as that of {names[module.name]}"
            )
        names[module.name] = module.path
    return modules


def _check_name(name: str) -> None:
    imported = name.replace("-", "_")
    if not _NAME.fullmatch(name) or keyword.iskeyword(imported):
        raise CodegenError(
            "--name",
            "",
            f"{name!r}: give lower-case letters, digits and -, beginning with a letter",
        )
    if (
        imported in sys.stdlib_module_names
        or imported == "hop"
        or imported.startswith("hop_codegen")
    ):
        raise CodegenError(
            "--name", "", f"{name!r}: a package {imported} exists; choose another name"
        )


def _refuse_existing(name: str) -> None:
    imported = name.replace("-", "_")
    if importlib.util.find_spec(imported) is not None:
        raise CodegenError(
            "--name",
            "",
            f"{name!r}: a package {imported} is installed here; choose another name, or "
            "regenerate into its own folder",
        )
