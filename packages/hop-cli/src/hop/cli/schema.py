"""``hop schema``: the models that this installation knows, and what is in them."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

from hop.cli.formats import Format
from hop.cli.lazy import show_help_and_fail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hop.cli.schema_fields import Part
    from hop.message import MessageModel

_LEAST_TEXT = 30
_WIDE = 1000


class _Group(click.Group):
    """The commands of this module, and ``hop validate`` under its other name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), "validate"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "validate":
            from hop.cli.validate import validate

            return validate
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Group, invoke_without_command=True, short_help="Show the models that are installed."
)
@click.pass_context
def schema(ctx: click.Context) -> None:
    """Show the models that are installed, and the fields of each."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@schema.command("list")
@click.option("-j", "--json", "as_json", is_flag=True, help="Print each model as a line of JSON.")
def list_(as_json: bool) -> None:
    """List the formats: name, model, package and version, $schema."""
    from hop._messages.json import to_line
    from hop._wire.registry import known_models
    from hop.cli.output import show

    entries = [_entry(name, model) for name, model in sorted(known_models().items())]
    if as_json:
        for entry in entries:
            show(to_line(entry))
        return
    head = ("FORMAT", "MODEL", "PACKAGE", "VERSION", "$SCHEMA")
    rows = [
        (each["format"].upper(), each["model"], each["package"] or "?", each["version"] or "?",
         " ".join(each["schemas"]) or "-")
        for each in entries
    ]  # fmt: skip
    for line in _columns([head, *rows]):
        show(line)


@schema.command("show")
@click.argument("model", metavar="NAME", type=Format())
@click.option("-j", "--json", "as_json", is_flag=True, help="Print its JSON Schema.")
def show_(model: type[MessageModel], as_json: bool) -> None:
    """Show the fields of a model: types, units, and what they mean. A * marks a required one."""
    from hop.cli.output import is_terminal, show
    from hop.cli.schema_fields import parts_of, parts_of_class

    found = model.json_schema()
    if as_json:
        if found is None:
            raise click.ClickException(
                f"no JSON Schema describes {model.__name__}: what such a message holds is open"
            )
        import json

        show(json.dumps(found, indent=2, ensure_ascii=False))
        return
    entry = _entry(model.hop_format, model)
    show(f"{entry['model']}, format {entry['format']}, of {entry['package'] or 'no package'}"
         f" {entry['version'] or ''}".rstrip())  # fmt: skip
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
    from hop.cli.packages import package_of, version_of

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
    lines = list(_columns([head, *rows]))
    room = max(width - max(map(len, lines)) - 2, _LEAST_TEXT)
    yield f"{lines[0].ljust(max(map(len, lines)))}  MEANING"
    for line, field in zip(lines[1:], part.fields, strict=True):
        first, *others = textwrap.wrap(field.text, room) or [""]
        yield f"{line.ljust(max(map(len, lines)))}  {first}".rstrip()
        yield from (" " * (max(map(len, lines)) + 2) + other for other in others)


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
