"""What messages of a made package say as alerts: the tables of ``--alerts``, and their module."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hop_codegen.alerts import Table, read_package_tables, write_package_views
from hop_codegen.errors import CodegenError
from hop_codegen.names import quoted
from hop_codegen.package.contents import Package
from hop_codegen.plan import Class, Module

MODULE = "_alerts"
"""The module of the views, in the package."""
_CONVERSIONS = "hop.models._alerts.conversions"


def add_views(package: Package, path: Path) -> str:
    """Tell the models of a package which table views them; return the module of the views.

    Raises:
        CodegenError: a table cannot be used, or reads what no message has.
    """
    tables = read_package_tables(path, package.name, _conversions())
    models = {each.name: (module, each) for module, each in package.models}
    viewed: dict[str, Table] = {}
    for table in tables:
        for name in _models_of(table, models, len(tables)):
            other = viewed.setdefault(name, table)
            if other is not table:
                raise CodegenError(
                    table.file, "/match/model", f"{other.file} is for {name} too: one table each"
                )
            module, model = models[name]
            _check_paths(table, package, module, model)
            place = f"{package.import_name}.{MODULE}:{table.name}"
            model.constants.append(("hop_alert_view", "str", quoted(place)))
    return write_package_views(tables)


def _conversions() -> Path | None:
    """Where the functions are that tables can name; None where hop-models is not installed."""
    try:
        found = importlib.util.find_spec(_CONVERSIONS)
    except ModuleNotFoundError:
        return None
    return Path(found.origin) if found and found.origin else None


def _models_of(table: Table, models: dict[str, Any], count: int) -> list[str]:
    """The names of the models that a table is for."""
    names = [str(each) for each in table.match.get("model", ())]
    if not names and len(models) == count == 1:
        return [*models]
    if not names:
        raise CodegenError(
            table.file, "/match", f"say which: model = [{quoted(min(models))}]; of {sorted(models)}"
        )
    for name in names:
        if name not in models:
            near = get_close_matches(name, models, 1) or sorted(models)
            raise CodegenError(
                table.file, "/match/model", f"{name!r} is no model; did you mean {near[0]!r}?"
            )
    return names


def _check_paths(table: Table, package: Package, module: Module, model: Class) -> None:
    """Check that messages can have what a table reads.

    Raises:
        CodegenError: neither the schema nor an example has a path.
    """
    modules = {each.name: {one.name: one for one in each.classes} for each in package.modules}
    examples = [
        json.loads(each.raw)
        for each in package.examples
        if each.schema == module.path and each.good and each.path.endswith(".json")
    ]
    for path in sorted(_paths(table)):
        steps = path.split("/")[1:]
        known = _leads(modules, module.name, model.name, steps)
        if not known and not any(_holds(each, steps) for each in examples):
            raise CodegenError(
                table.file,
                "",
                f"{path!r} is not in the schema of {model.name}, nor in an example: correct it",
            )


def _paths(table: Table) -> Iterator[str]:
    for path in table.own_paths:
        if path.startswith("~"):
            yield f"{table.each}/0{path[1:]}"
        elif path != "@topic":
            yield path


def _leads(modules: Any, module: str, shape: Any, steps: list[str]) -> bool:
    """Whether steps lead to something that a value of a shape can have."""
    if not steps:
        return True
    if isinstance(shape, list):
        return steps[0].isdigit() and _leads(modules, module, shape[0], steps[1:])
    if isinstance(shape, dict):
        if "or" in shape:
            return any(_leads(modules, module, each, steps) for each in shape["or"])
        return _leads(modules, module, shape["*"], steps[1:])
    home, _, name = shape.rpartition(":")
    home = home.rpartition(".")[2] or module
    kind = {each.key: each.kind for each in modules[home][name].fields}.get(steps[0])
    if kind is None or kind.shape is not None:
        return kind is not None and _leads(modules, home, kind.shape, steps[1:])
    # A plain value. Nobody knows what is in a list or an object.
    inner = {each.get("type") for each in kind.members}
    return len(steps) == 1 or kind.is_any or not inner.isdisjoint({"array", "object"})


def _holds(tree: Any, steps: list[str]) -> bool:
    for step in steps:
        if isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        elif isinstance(tree, dict) and step in tree:
            tree = tree[step]
        else:
            return False
    return True
