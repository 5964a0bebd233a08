"""``hop schema``: show the installed models, and their fields."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from hop._console import columns, is_terminal, show
from hop._messages import to_line
from hop._wire import known_models
from hop.cli.exits import show_help_and_fail
from hop.cli.options import json_option
from hop.cli.schema_fields import Part, parts_of, parts_of_class
from hop.cli.types import Format
from hop.cli.validate import validate
from hop.version import package_of, version_of

if TYPE_CHECKING:
    from hop.message import MessageModel

_LEAST_TEXT = 30
_WIDE = 1000


@click.group(invoke_without_command=True, short_help="Show the installed models.")
@click.pass_context
def schema(ctx: click.Context) -> None:
    """Show the installed models, and the fields of each."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


schema.add_command(validate)  # its other name


@schema.command("list")
@json_option("each model")
def list_(as_json: bool) -> None:
    """List the formats: name, model, package and version, $schema."""
    entries = [_entry(name, model) for name, model in sorted(known_models().items())]
    if as_json:
        for entry in entries:
            show(to_line(entry))
        return
    head = ("FORMAT", "MODEL", "PACKAGE", "VERSION", "$SCHEMA")
    rows = [
        (
            each["format"].upper(),
            each["model"],
            each["package"] or "?",
            each["version"] or "?",
            " ".join(each["schemas"]) or "-",
        )
        for each in entries
    ]
    for line in columns([head, *rows]):
        show(line)


@schema.command("show")
@click.argument("model", metavar="NAME", type=Format())
@click.option("-j", "--json", "as_json", is_flag=True, help="Print its JSON Schema.")
def show_(model: type[MessageModel], as_json: bool) -> None:
    """Show the fields of a model: types, units and meanings. A * marks a required field."""
    found = model.json_schema()
    if as_json:
        if found is None:
            raise click.ClickException(
                f"there is no JSON Schema for {model.__name__}: such a message may hold anything"
            )
        show(json.dumps(found, indent=2, ensure_ascii=False))
        return
    entry = _entry(model.hop_format, model)
    package = f"{entry['package'] or 'no package'} {entry['version'] or ''}".rstrip()
    show(f"{entry['model']}, format {entry['format']}, of {package}")
    for label, values in (("$schema", entry["schemas"]), ("topics", entry["topics"])):
        for value in values:
            show(f"{label}: {value}")
    width = shutil.get_terminal_size().columns if is_terminal() else _WIDE
    parts = parts_of(found) if found is not None else parts_of_class(model)
    for part in parts:
        show("")
        for line in _table(part, width):
            show(line)


def _entry(name: str, model: type[MessageModel]) -> dict[str, Any]:
    package = package_of(model.__module__)
    return {
        "format": name,
        "model": model.__name__,
        "module": model.__module__,
        "package": package,
        "version": version_of(package) if package else None,
        "schemas": list(model.hop_schemas),
        "topics": list(model.hop_topics),
    }


def _table(part: Part, width: int) -> Iterator[str]:
    heading = f"{part.path}: {part.text}" if part.path else part.text
    yield from textwrap.wrap(heading, width) or [part.path]
    if not part.fields:
        return
    rows = [
        (f"  {each.name}{'*' if each.required else ''}", each.type, each.unit or "-")
        for each in part.fields
    ]
    head = ("  FIELD", "TYPE", "UNIT")
    lines = list(columns([head, *rows], width=_WIDE))
    room = max(width - max(map(len, lines)) - 2, _LEAST_TEXT)
    yield f"{lines[0].ljust(max(map(len, lines)))}  MEANING"
    for line, field in zip(lines[1:], part.fields, strict=True):
        first, *others = textwrap.wrap(field.text, room) or [""]
        yield f"{line.ljust(max(map(len, lines)))}  {first}".rstrip()
        yield from (" " * (max(map(len, lines)) + 2) + other for other in others)
