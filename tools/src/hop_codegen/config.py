"""``schemas/codegen.toml``: which schema becomes which module, and what is copied for run time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hop_codegen.errors import CodegenError

CONFIG = Path("schemas/codegen.toml")


@dataclass(frozen=True)
class Derivation:
    """An XSD that is turned into a JSON Schema.

    Attributes:
        xsd: path of the XSD below the schema folder.
        root: name of the global element that a document begins with.
        id: ``$id`` of the JSON Schema.
    """

    xsd: str
    root: str
    id: str


@dataclass(frozen=True)
class Module:
    """One generated module.

    Attributes:
        name: name of the module in the output package.
        schema: path of the JSON Schema below the schema folder.
        class_name: name of the class of the whole document.
        base: dotted name of the class that every generated class extends.
        bases: other bases for single classes, by class name.
        types: dotted name of a Python type for each ``format`` of the schema that has one.
        derivation: where the JSON Schema comes from, where it is derived; None otherwise.
        copies: schemas that the models need at run time, below the schema folder.
        examples: the folders below ``examples/good`` and ``examples/bad`` that hold messages of
            this schema.
        frozen: whether the classes are plain frozen dataclasses, and no views of a document.
    """

    name: str
    schema: str
    class_name: str
    base: str
    bases: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    derivation: Derivation | None = None
    copies: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    frozen: bool = False


@dataclass(frozen=True)
class Alerts:
    """The tables of the views of alerts.

    Attributes:
        sources: the folder of the tables, below the schema folder.
        examples: the folder of their examples, below the schema folder: one folder a table.
        schema: the JSON Schema of an alert, below the schema folder.
        conversions: the module of the functions that tables name.
        pages: the folder of the pages that are made of the tables; None: no pages.
    """

    sources: str
    examples: str
    schema: str
    conversions: Path
    pages: Path | None = None


@dataclass(frozen=True)
class Config:
    """What is generated in one repository.

    Attributes:
        root: the repository.
        schemas: its folder of schemas.
        output: the folder of the generated package; everything in it is generated.
        command: the command that brings generated files up to date, as a person types it.
        alerts: the tables of the views of alerts; None where there are none.
    """

    root: Path
    schemas: Path
    output: Path
    command: str
    modules: tuple[Module, ...]
    alerts: Alerts | None = None


def find_root(start: Path) -> Path:
    """The nearest folder, upwards from ``start``, that holds ``schemas/codegen.toml``.

    Raises:
        CodegenError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise CodegenError(
        CONFIG.as_posix(), "", f"not found in {start} nor above it; name the repository by --root"
    )


def read_config(root: Path) -> Config:
    """The configuration of the repository at ``root``.

    Raises:
        CodegenError: the file is missing, is no TOML, or lacks or misnames an entry.
    """
    try:
        raw = tomllib.loads((root / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CodegenError(CONFIG.as_posix(), "", "no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CodegenError(CONFIG.as_posix(), "", f"not TOML: {fault}") from None
    tables = _entry(raw, "", "module", dict)
    return Config(
        root=root,
        schemas=root / CONFIG.parent,
        output=root / _entry(raw, "", "output", str),
        command=_entry(raw, "", "command", str),
        modules=tuple(_module(name, table) for name, table in sorted(tables.items())),
        alerts=_alerts(root, raw["alerts"]) if "alerts" in raw else None,
    )


def _alerts(root: Path, table: Any) -> Alerts:
    if not isinstance(table, dict):
        raise CodegenError(CONFIG.as_posix(), "/alerts", "a table is needed")
    sources, examples, schema, conversions = (
        _entry(table, "/alerts", key, str)
        for key in ("sources", "examples", "schema", "conversions")
    )
    pages = root / _entry(table, "/alerts", "pages", str) if "pages" in table else None
    return Alerts(sources, examples, schema, root / conversions, pages)


def _module(name: str, table: Any) -> Module:
    place = f"/module/{name}"
    if not isinstance(table, dict):
        raise CodegenError(CONFIG.as_posix(), place, "a table is needed")
    known = {
        *("schema", "class", "base", "bases", "types", "xsd", "root", "id", "copy"),
        *("examples", "frozen"),
    }
    for key in sorted(table.keys() - known):
        raise CodegenError(CONFIG.as_posix(), f"{place}/{key}", "no such entry")
    if not name.isidentifier():
        raise CodegenError(CONFIG.as_posix(), place, f"{name!r} cannot be the name of a module")
    derivation = None
    if "xsd" in table:
        derivation = Derivation(*(_entry(table, place, key, str) for key in ("xsd", "root", "id")))
    return Module(
        name=name,
        schema=_entry(table, place, "schema", str),
        class_name=_entry(table, place, "class", str),
        base=_entry(table, place, "base", str),
        bases=_entry(table, place, "bases", dict, {}),
        types=_entry(table, place, "types", dict, {}),
        derivation=derivation,
        copies=tuple(_entry(table, place, "copy", list, [])),
        examples=tuple(_entry(table, place, "examples", list, [])),
        frozen=_entry(table, place, "frozen", bool, False),
    )


def _entry(table: dict[str, Any], place: str, key: str, kind: type, default: Any = None) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind):
        problem = "missing" if value is None else f"{value!r} is no {kind.__name__}"
        raise CodegenError(CONFIG.as_posix(), f"{place}/{key}", problem)
    return value
