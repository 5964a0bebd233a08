"""The source text of the modules of a package."""

from __future__ import annotations

import re
import textwrap
from typing import Any
from urllib.parse import urlsplit

from hop_codegen.errors import CodegenError
from hop_codegen.generate import header
from hop_codegen.plugin.names import quoted
from hop_codegen.plugin.tidy import LINE_LENGTH
from hop_codegen.plugin.types import Class, Field, Module


def module_text(module: Module, digest: str, package: str) -> str:
    """The source of one module.

    Raises:
        CodegenError: it becomes no valid Python.
    """
    home, prefix = _HOMES[module.language]
    bases = sorted({prefix + _base(each) for each in module.classes})
    foreign = _imports(module)
    body = [_class_text(each, module, package, foreign) for each in module.classes]
    text = "\n\n\n".join(body)
    typing = [n for n in ("Any", "ClassVar", "Literal") if re.search(rf"\b{n}\b", text)]
    lines = [
        f"# {header(f'schemas/{module.path}', digest)}",
        f'"""{_docstring_line(f"Models of schemas/{module.path}.")}"""',
        "",
        "from __future__ import annotations",
        "",
        "from dataclasses import dataclass",
        f"from typing import {', '.join([*(['TYPE_CHECKING'] if foreign else []), *typing])}",
        "",
        f"from {home} import {', '.join(bases)}",
        *(["from ._model import Shapes"] if "Shapes" in text else []),
        *(["from .topics import TOPICS"] if "TOPICS" in text else []),
    ]
    if foreign:
        lines += ["", "if TYPE_CHECKING:"]
        for (home, name), alias in sorted(foreign.items()):
            rename = f" as {alias}" if alias != name else ""
            lines.append(f"    from .{home} import {name}{rename}")
    text = "\n".join([*lines, "", "", text, ""])
    try:
        compile(text, module.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as fault:
        raise CodegenError(module.path, "", f"it becomes no valid Python: {fault}") from fault
    return text


def _base(each: Class) -> str:
    if not each.message:
        return "Part"
    return "ValueMessage" if each.value else "Message"


_HOMES = {"JSON": ("._model", ""), "Avro": ("._avro", "Avro"), "XML": ("._xml", "Xml")}


def _imports(module: Module) -> dict[tuple[str, str], str]:
    """The classes of other modules that the annotations name, with what they are called here."""
    wanted = {
        pair
        for each in module.classes
        for field in each.fields
        for pair in field.type.classes
        if pair[0] != module.name
    }
    taken = {*module.names, *module.properties}
    result: dict[tuple[str, str], str] = {}
    for home, name in sorted(wanted):
        alias = name
        while alias in taken:
            alias += "Model"
        taken.add(alias)
        result[home, name] = alias
    return result


def _class_text(
    each: Class, module: Module, package: str, foreign: dict[tuple[str, str], str]
) -> str:
    fixed = [f"    hop_uri: ClassVar[str] = {quoted(each.uri)}"]
    if module.language == "JSON":
        fixed.append(f"    hop_draft: ClassVar[str] = {quoted(module.draft)}")
    else:
        fixed.append(f"    hop_file: ClassVar[str] = {quoted(module.path)}")
    if each.message:
        fixed.append(f"    hop_format: ClassVar[str] = {quoted(f'{package}.{each.name}'.lower())}")
        if not urlsplit(module.uri).netloc.endswith(".invalid"):
            fixed.append(f"    hop_schemas: ClassVar[tuple[str, ...]] = ({quoted(module.uri)},)")
        fixed.append(
            "    hop_topics: ClassVar[tuple[str, ...]] = "
            f"tuple(TOPICS.get({quoted(each.name)}, ()))"
        )
    names = {field.name: field.json for field in each.fields if field.name != field.json}
    if names:
        entries = [f"{quoted(name)}: {quoted(key)}" for name, key in names.items()]
        fixed.append(_table("hop_names: ClassVar[dict[str, str]] = ", entries))
    nullable = [field.name for field in each.fields if _is_nullable(field)]
    if nullable:
        entries = [quoted(name) for name in nullable]
        fixed.append(_table("hop_nullable: ClassVar[frozenset[str]] = frozenset(", entries, ")"))
    shapes = [
        f"{quoted(field.name)}: {field.type.shape}" for field in each.fields if field.type.shape
    ]
    if shapes:
        fixed.append(_table("hop_shapes: ClassVar[Shapes] = ", shapes))
    fields = [_field_line(field, foreign) for field in each.fields]
    lines = [
        "@dataclass(eq=False, repr=False, kw_only=True)",
        f"class {each.name}({_HOMES[module.language][1]}{_base(each)}):",
        *_docstring(each),
        "",
        *fixed,
    ]
    return "\n".join([*lines, *(["", *fields] if fields else [])])


def _table(start: str, entries: list[str], end: str = "") -> str:
    # The last comma makes ruff write one a line, so that a new one is one new line.
    return f"    {start}{{{', '.join(entries)},}}{end}"


def _is_nullable(field: Field) -> bool:
    return bool({"None", "Any"} & set(field.type.members))


def _field_line(field: Field, foreign: dict[tuple[str, str], str]) -> str:
    members = [_renamed(member, foreign) for member in field.type.members]
    if "Any" in members:
        members = ["Any"]
    elif not field.required and field.default is None and "None" not in members:
        members.append("None")
    default = "" if field.required else f" = {_value(field.default)}"
    # In brackets, so that ruff may break what is long, and takes them away where it is not.
    return f"    {field.name}: ({' | '.join(members)}){default}"


def _renamed(member: str, foreign: dict[tuple[str, str], str]) -> str:
    if member.startswith("Literal["):
        return member
    for (_, name), alias in foreign.items():
        if alias != name:
            member = re.sub(rf"\b{name}\b", alias, member)
    return member


def _value(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else repr(value)


def _docstring(each: Class) -> list[str]:
    lines = textwrap.wrap(each.text or f"{each.name}.", LINE_LENGTH - 10) or [each.name]
    if each.fields:
        lines += ["", "Attributes:"]
    for field in each.fields:
        lines += textwrap.wrap(
            f"{field.name}: {_field_text(field)}",
            LINE_LENGTH - 8,
            initial_indent="    ",
            subsequent_indent="        ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    lines += ["", f"Source: {each.place}"]
    lines = [_docstring_line(line) for line in lines]
    return [
        f'    """{lines[0]}',
        *(f"    {line}" if line else "" for line in lines[1:]),
        '    """',
    ]


def _docstring_line(text: str) -> str:
    # Quotes and backslashes would end or change the literal; what cannot be printed hides.
    text = text.replace("\\", "\\\\").replace('"""', "'''")
    text = "".join(char if char.isprintable() else " " for char in text).rstrip()
    return text if not text.endswith('"') else f"{text[:-1]}'"


def _field_text(field: Field) -> str:
    text = field.text or "Not described."
    if not text.endswith((".", "!", "?", ")", "]")):
        text += "."
    if field.name != field.json:
        text += f" In JSON: {field.json}."
    if field.required:
        return f"{text} Required."
    return f"{text} By default {field.default}." if field.default is not None else text
