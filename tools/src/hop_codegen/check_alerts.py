"""Check the tables of the views of alerts: their paths exist, and each has its examples.

The examples of a table are in the folder of its name: ``NAME.xml``, ``.json``, ``.txt`` or
``.avro``, and beside each ``NAME.alert.json``, the alert that must come of it, or a list of them.
The tests of hop-models compare both. This module checks that they are there, and are alerts.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fastavro
import jsonschema
from lxml import etree

from hop_codegen.alerts import Table, read_tables
from hop_codegen.alerts.table import UNIT_OF_PARAM
from hop_codegen.config import Alerts, Config
from hop_codegen.errors import CodegenError

ENDINGS = {
    "voevent": (".xml",), "text-notice": (".txt",), "gcn-notice": (".json",),
    "lvk": (".json", ".avro"), "circular": (".json", ".gcn3"),
    "ztf": (".json", ".avro"), "rubin": (".json", ".avro"),
}  # fmt: skip
"""How the names of the examples of each format end."""
EXPECTED = ".alert.json"
FEWEST = 2
"""So many examples each table has at least."""
_SCHEMAS = {
    "gcn-notice": "gcn/notice.schema.json",
    "lvk": "lvk/alert.schema.json",
    "circular": "gcn/circular_record.schema.json",
}
# What every VOEvent may have: the schema says so.
_OF_VOEVENT = re.compile(
    r"@(?:ivorn|role|topic)|Citations|Who/Date|Why/(?:Name|Concept)"
    r"|WhereWhen/(?:system|ISOTime|Error|unit|C1|C2|Error2Radius)"
)


def find_table_faults(config: Config) -> list[str]:
    """Find the faults of tables and their examples, one line each.

    Raises:
        CodegenError: a table cannot be read.
    """
    if config.alerts is None:
        return []
    tables = read_tables(config.schemas, config.alerts.sources, config.alerts.conversions)
    judge = jsonschema.Draft202012Validator(
        json.loads((config.schemas / config.alerts.schema).read_bytes())
    )
    faults: list[str] = []
    folder = config.schemas / config.alerts.examples
    for table in tables:
        examples = _examples(folder / table.name, table)
        faults += _faults_of_examples(config.alerts, table, examples, judge)
        faults += _faults_of_paths(config.schemas, table, examples)
    known = {table.name for table in tables}
    for path in sorted(folder.glob("*")):
        if path.name not in known:
            place = f"{config.alerts.examples}/{path.name}"
            table_file = f"{config.alerts.sources}/{path.name}.toml"
            faults.append(f"{place}: no table has this name: write {table_file}, or rename it")
    return faults


def _examples(folder: Path, table: Table) -> list[Path]:
    return sorted(
        path
        for path in folder.glob("*")
        if path.suffix in ENDINGS[table.format] and not path.name.endswith(EXPECTED)
    )


def _faults_of_examples(
    alerts: Alerts, table: Table, examples: list[Path], judge: Any
) -> Iterator[str]:
    folder = f"{alerts.examples}/{table.name}"
    if len(examples) < FEWEST:
        endings = " or ".join(f"NAME{each}" for each in ENDINGS[table.format])
        yield (
            f"{table.file}: {len(examples)} examples, and {FEWEST} are needed: put {endings} with "
            f"NAME{EXPECTED} beside it into {folder}"
        )
    for path in examples:
        expected = path.with_name(path.stem + EXPECTED)
        place = f"{folder}/{expected.name}"
        if not expected.is_file():
            yield f"{place}: missing: which alert must come of {path.name}?"
            continue
        try:
            found = json.loads(expected.read_bytes())
        except ValueError as fault:
            yield f"{place}: not JSON: {fault}"
            continue
        for each in found if isinstance(found, list) else [found]:
            for error in judge.iter_errors(each):
                yield f"{place}: {error.json_path}: {error.message}"


def _faults_of_paths(schemas: Path, table: Table, examples: list[Path]) -> Iterator[str]:
    if not examples:
        return  # which is said already
    documents = [_document(table.format, path) for path in examples]
    schema: Any = None
    if table.format in _SCHEMAS:
        schema = json.loads((schemas / _SCHEMAS[table.format]).read_bytes())
    for path in sorted(table.own_paths):
        if schema is not None and _in_schema(schema, schema, _steps(path)):
            continue
        if not any(_holds(table, document, path) for document in documents):
            yield (
                f"{table.file}: {path!r} is in no example and not in the schema: correct the path, "
                "or add an example that has it"
            )


def _document(form: str, path: Path) -> Any:
    raw = path.read_bytes()
    try:
        if path.suffix == ".avro":
            return next(iter(fastavro.reader(io.BytesIO(raw))))
        if path.suffix == ".json":
            return json.loads(raw)
        if path.suffix == ".xml":
            return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
        return raw.decode()
    except (ValueError, etree.XMLSyntaxError, StopIteration) as fault:
        raise CodegenError(str(path.name), "", f"no {form}: {fault}") from None


def _holds(table: Table, document: Any, path: str) -> bool:
    if path in ("@topic", "@whole"):
        return True
    if table.format == "voevent":
        return _OF_VOEVENT.fullmatch(path) is not None or _in_voevent(document, path)
    if isinstance(document, str):
        key, _, inner = path.strip("/").partition("/")
        line = re.search(rf"^{re.escape(key)}:(.*)$", document, re.MULTILINE | re.IGNORECASE)
        return line is not None and (not inner or inner.lower() in line[1].lower())
    holders: Iterable[Any] = [document]
    if path.startswith("~"):
        inner = _at(document, _steps(table.each))
        holders = inner if isinstance(inner, list) else [inner]
    return any(_at(each, _steps(path.removeprefix("~")), _MISSING) is not _MISSING
               for each in holders)  # fmt: skip


def _in_voevent(root: Any, path: str) -> bool:
    section, *names = path.removesuffix(UNIT_OF_PARAM).split("/")
    if section != "What" or not 1 <= len(names) <= 2:
        return False
    for what in root.iterchildren("What"):
        holders = [what]
        if len(names) == 2:
            holders = [each for each in what.iterchildren("Group") if each.get("name") == names[0]]
        if any(each.get("name") == names[-1] for held in holders
               for each in held.iterchildren("Param")):  # fmt: skip
            return True
        if len(names) == 1 and any(
            each.get("name") == names[0] for each in what.iterchildren("Group")
        ):
            return True
    return False


_MISSING = object()


def _steps(path: str) -> list[str]:
    return path.split("/")[1:]


def _at(tree: Any, steps: list[str], default: Any = None) -> Any:
    for step in steps:
        if isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        elif isinstance(tree, dict) and step in tree:
            tree = tree[step]
        else:
            return default
    return tree


def _in_schema(schema: Any, node: Any, steps: list[str]) -> bool:
    """Whether a JSON Schema names what stands at the end of some steps."""
    if not isinstance(node, dict):
        return False
    if "$ref" in node:
        node = _at(schema, node["$ref"].removeprefix("#").split("/")[1:], {}) | {
            name: value for name, value in node.items() if name != "$ref"
        }
    if not steps:
        return True
    branches = [each for word in ("anyOf", "oneOf", "allOf") for each in node.get(word, ())]
    inner = node.get("items") if steps[0].isdigit() else node.get("properties", {}).get(steps[0])
    if inner is not None and _in_schema(schema, inner, steps[1:]):
        return True
    return any(_in_schema(schema, each, steps) for each in branches)
