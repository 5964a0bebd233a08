"""``hop-codegen compare``: find and judge every change between two versions of schemas."""

from __future__ import annotations

import json
import posixpath
import tempfile
import textwrap
from pathlib import Path

from hop_codegen.compare.documents import Documents, parse
from hop_codegen.compare.json_schema import compare_schemas, normal
from hop_codegen.compare.verdicts import REPLACED, WIDENED, Change, Comparison, Step
from hop_codegen.errors import CodegenError
from hop_codegen.readers.source import open_source

EXIT_CODES = {Step.NONE: 0, Step.PATCH: 10, Step.MINOR: 11, Step.MAJOR: 12}
"""The exit codes of the command; 1 and 2 are errors, as everywhere."""

_META = ("http://json-schema.org/", "https://json-schema.org/")
_FETCHED = ("npm:", "pypi:")
_IDLE = frozenset({"node_modules", "__pycache__"})


def compare_sources(old: str, new: str) -> Comparison:
    """Compare two versions, each a path, ``npm:NAME@VERSION`` or ``pypi:NAME==VERSION``.

    Raises:
        CodegenError: as :func:`compare`, or a package cannot be fetched.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for side, text in (("old", old), ("new", new)):
            path = Path(text)
            if text.startswith(_FETCHED):
                path = Path(folder) / side
                for name, content in open_source(text).files.items():
                    (path / name).parent.mkdir(parents=True, exist_ok=True)
                    (path / name).write_bytes(content)
            paths.append(path)
        return compare(*paths)


def compare(old: Path, new: Path) -> Comparison:
    """Compare two versions: two files, or two folders, whose files are matched by their paths.

    In a folder every ``.xsd`` counts, and every JSON file that says by its ``$schema`` or by its
    name, ``….schema.json``, that it is a schema.

    Raises:
        CodegenError: a schema cannot be read, a ``$ref`` names nothing, or the two are not alike.
    """
    for path in (old, new):
        if not path.exists():
            raise CodegenError(str(path), "", "no such file or folder")
    if old.is_dir() != new.is_dir():
        raise CodegenError(str(new), "", f"{old} and this are not both files, nor both folders")
    if old.is_dir():
        before, after = find_schemas(old), find_schemas(new)
        if not before and not after:
            raise CodegenError(str(new), "", f"no schema there, nor in {old}")
        return _compare_folders(old, before, new, after)
    if (old.suffix == ".xsd") != (new.suffix == ".xsd"):
        raise CodegenError(str(new), "", f"{old} and this are not both XSDs, nor both JSON Schemas")
    if new.suffix == ".xsd":
        return Comparison(tuple(_compare_xsds(old, new, new.name)))
    left, right = Documents(old.parent, [old.name]), Documents(new.parent, [new.name])
    return Comparison(tuple(compare_schemas(left, right, new.name, old.name)))


def find_schemas(folder: Path) -> list[str]:
    """The schemas of a folder, by their paths below it.

    Raises:
        CodegenError: a file that is named as a schema is not JSON.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if _IDLE & set(parts) or any(part.startswith(".") for part in parts) or not path.is_file():
            continue
        name = "/".join(parts)
        if path.suffix == ".xsd" or (path.suffix == ".json" and _is_schema(path, name)):
            found.append(name)
    return found


def _is_schema(path: Path, name: str) -> bool:
    if path.name.endswith(".schema.json"):
        return True
    try:
        tree = parse(name, path.read_bytes())
    except CodegenError:
        return False
    return isinstance(tree, dict) and str(tree.get("$schema", "")).startswith(_META)


def _compare_folders(old: Path, before: list[str], new: Path, after: list[str]) -> Comparison:
    left, right = (
        Documents(root, [name for name in names if not name.endswith(".xsd")])
        for root, names in ((old, before), (new, after))
    )
    added = [name for name in after if name not in before]
    changes: list[Change] = []
    for name in before:
        if name in after:
            if name.endswith(".xsd"):
                changes += _compare_xsds(old / name, new / name, name)
            else:
                changes += compare_schemas(left, right, name)
        elif twin := _twin(left, name, right, added):
            added.remove(twin)
            reason = f"{name} is {twin} now: messages name their schema, and programs its class"
            changes.append(Change(f"{twin}#", "schema renamed", REPLACED, reason))
        else:
            reason = "messages of this kind are no longer described"
            changes.append(Change(f"{name}#", "schema removed", REPLACED, reason))
    for name in added:
        reason = "there is another kind of message"
        changes.append(Change(f"{name}#", "schema added", WIDENED, reason))
    return Comparison(tuple(sorted(changes, key=lambda change: change.path.partition("#")[0])))


def _twin(left: Documents, name: str, right: Documents, added: list[str]) -> str | None:
    """Find the new name of a schema that says the same as before."""
    if name.endswith(".xsd"):
        content = (left.root / name).read_bytes()
        return next((each for each in added if (right.root / each).read_bytes() == content), None)
    meaning = normal(left, left.schema(name))
    alike = [
        each
        for each in added
        if not each.endswith(".xsd") and normal(right, right.schema(each)) == meaning
    ]
    named = [each for each in alike if posixpath.basename(each) == posixpath.basename(name)]
    return next(iter(named or alike), None)


def _compare_xsds(old: Path, new: Path, name: str) -> list[Change]:
    from hop_codegen.compare.xsd import compare_xsds, read_xsd

    return compare_xsds(read_xsd(old, str(old)), read_xsd(new, str(new)), name)


def show(comparison: Comparison, *, as_json: bool) -> str:
    """Write the comparison for a person, or as JSON for a program."""
    if as_json:
        return json.dumps(comparison.asdict(), indent=2, ensure_ascii=False)
    lines = []
    for change in comparison.changes:
        lines.append(f"{change.step:<5}  {change.path}: {change.kind}")
        if change.step is Step.PATCH:
            continue  # there are many, and nobody has to do anything
        verdicts = f"readers: {change.judgement.readers}; writers: {change.judgement.writers}"
        lines.append(f"       {verdicts}")
        lines += textwrap.wrap(
            change.reason, 93, initial_indent=" " * 7, subsequent_indent=" " * 7,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    total = len(comparison.changes)
    lines.append(f"step: {comparison.step} ({total} {'change' if total == 1 else 'changes'})")
    return "\n".join(lines)
