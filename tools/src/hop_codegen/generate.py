"""JSON Schema to the source text of Python modules, by datamodel-code-generator."""

from __future__ import annotations

import copy
import json
import textwrap
from collections.abc import Iterator
from typing import Any

from datamodel_code_generator import GenerateConfig, generate
from datamodel_code_generator.enums import DataModelType, InputFileType, StrictTypes
from datamodel_code_generator.format import Formatter, PythonVersion
from datamodel_code_generator.parser import LiteralType

from hop_codegen.config import Module
from hop_codegen.errors import CodegenError

_WIDTH = 96
_TABLES = {"attribute": "attributes", "element": "children", "text": "text"}


def header(schema: str, digest: str) -> str:
    """The line that a generated file opens with, without the marks of a comment."""
    return f"Generated from {schema} (sha256 {digest}) by hop-codegen; do not edit"


def generate_models(module: Module, schema: dict[str, Any], opening: str) -> str:
    """The source of the dataclasses of one schema.

    Raises:
        CodegenError: the schema cannot be turned into classes, or two would have one name.
    """
    source = f"schemas/{module.schema}"
    prepared = _Preparation(module, source).run(schema)
    options = GenerateConfig(
        input_file_type=InputFileType.JsonSchema,
        input_filename=module.schema,
        output_model_type=DataModelType.PydanticV2Dataclass,
        target_python_version=PythonVersion.PY_311,
        class_name=module.class_name,
        base_class=module.base,
        base_class_map=dict(module.bases) or None,
        custom_file_header=f"# {opening}",
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        field_constraints=True,
        formatters=[Formatter.BUILTIN],
        # Else it is taken from whatever pyproject.toml lies around the current folder.
        builtin_format_line_length=100,
        strict_nullable=True,
        strict_types=[StrictTypes.str, StrictTypes.float, StrictTypes.bool],
        use_annotated=True,
        use_double_quotes=True,
        use_schema_description=True,
        use_standard_collections=True,
        use_title_as_name=True,
        use_union_operator=True,
    )
    try:
        text = generate(json.dumps(prepared), config=options)
    except Exception as fault:  # the generator raises whatever its parsers raise
        raise CodegenError(source, "", f"no classes can be made of it: {fault}") from fault
    if not isinstance(text, str):
        raise CodegenError(source, "", "it would become several modules; one is supported")
    _refuse_clashes(source, prepared, text)
    if not module.generated_repr:
        text = text.replace("@dataclass(config=", "@dataclass(eq=False, repr=False, config=")
        text = text.replace("\n@dataclass\n", "\n@dataclass(eq=False, repr=False)\n")
    text = text.replace(f"# {opening}\n", f'# {opening}\n"""Classes of {source}."""\n', 1)
    text = text.rstrip() + "\n"
    try:
        compile(text, module.schema, "exec", dont_inherit=True)
    except SyntaxError as fault:
        raise CodegenError(source, "", f"it becomes no valid Python: {fault}") from fault
    return text


def generate_binding(schema: dict[str, Any], source: str, opening: str) -> str:
    """The source of the table that says how the classes of a derived schema stand in XML."""
    lines = [
        f"# {opening}",
        f'"""How the classes of {source} are written in XML.',
        "",
        "For each class: its attributes, its children in the order in which they are written, and",
        "its text, by field name. A field is (what it holds, whether it may be repeated): text,",
        'float, or the name of a class."""',
        "",
        "from __future__ import annotations",
        "",
        f"NAMESPACE = {_quoted(schema['x-xml-namespace'])}",
        f"ROOT = {_quoted(schema['title'])}",
        "",
        "Fields = dict[str, tuple[str, bool]]",
        "",
        "BINDINGS: dict[str, dict[str, Fields]] = {",
    ]
    for _, definition in _definitions(schema):
        lines.append(f"    {_quoted(definition['title'])}: {{")
        for table in _TABLES.values():
            entries = _binding_entries(definition, table)
            lines.append(f"        {_quoted(table)}: {{" + ("" if entries else "},"))
            lines += [f"            {entry}" for entry in entries]
            lines += ["        },"] if entries else []
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def _binding_entries(definition: dict[str, Any], table: str) -> list[str]:
    properties = definition["properties"]
    # In an xs:sequence the order of children counts; elsewhere that of the fields is as good.
    names = [
        *(name for name in definition.get("x-xml-sequence", ()) if table == "children"),
        *properties,
    ]
    entries = []
    for name in dict.fromkeys(names):
        schema = properties[name]
        if _TABLES[schema["x-xml"]] != table:
            continue
        many = schema.get("type") == "array"
        item = schema["items"] if many else schema
        if "$ref" in item:
            kind = item["$ref"].rpartition("/")[2]
        else:
            kind = "float" if item.get("format") == "xsd-float" else "text"
        entries.append(f"{_quoted(name)}: ({_quoted(kind)}, {many}),")
    return entries


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _definitions(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", schema
    for name, definition in schema.get("$defs", {}).items():
        yield f"/$defs/{name}", definition


def _refuse_clashes(source: str, schema: dict[str, Any], text: str) -> None:
    # Of two classes with one name the generator numbers one, or loses it without a word.
    wanted = sorted(
        definition["title"]
        for _, definition in _definitions(schema)
        if definition.get("type") == "object" and "properties" in definition
    )
    made = sorted(
        line.removeprefix("class ").partition("(")[0].rstrip(":")
        for line in text.splitlines()
        if line.startswith("class ")
    )
    for name in wanted:
        if wanted.count(name) > 1 or made.count(name) != 1:
            raise CodegenError(
                source, f"/$defs/{name}", f"the name {name} is taken; give another title"
            )
    for name in made:
        if name not in wanted:
            raise CodegenError(
                source, "", f"a class {name} would appear that no title names; add one in $defs"
            )


class _Preparation:
    """Turns a schema into what datamodel-code-generator makes our classes from."""

    def __init__(self, module: Module, source: str) -> None:
        self.module, self.source = module, source

    def run(self, schema: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = copy.deepcopy(schema)
        for pointer, definition in _definitions(result):
            name = self.module.class_name if not pointer else pointer.rpartition("/")[2]
            definition.setdefault("title", name)
            if "properties" in definition:
                definition["description"] = self.docstring(pointer, definition)
            if self.module.derivation is not None:
                # "One child at least" is checked in XML; classes cannot say it.
                definition.pop("anyOf", None)
            for field in definition.get("properties", {}).values():
                field.pop("description", None)
                self.set_type(field)
        result.pop("$id", None)
        return result

    def set_type(self, schema: dict[str, Any]) -> None:
        if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
            self.set_type(schema["items"])
        wanted = self.module.types.get(schema.get("format", ""))
        if wanted is not None:
            schema["customTypePath"] = wanted

    def docstring(self, pointer: str, definition: dict[str, Any]) -> str:
        lines = textwrap.wrap(definition.get("description", definition["title"]), _WIDTH - 4)
        fields = definition["properties"]
        if fields:
            lines += ["", "Attributes:"]
        required = definition.get("required", ())
        for name, schema in fields.items():
            text = " ".join(schema.get("description", "").split()) or "Not described."
            lines += textwrap.wrap(
                f"{name}: {text}{_shape(schema, name in required)}",
                _WIDTH - 4,
                initial_indent="    ",
                subsequent_indent="        ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        lines += ["", f"Source: {self.source}#{pointer}"]
        # Quotes and backslashes would end or change the literal that this text becomes.
        return "\n".join(lines).replace("\\", "\\\\").replace('"""', "'''")


def _shape(schema: dict[str, Any], required: bool) -> str:
    if schema.get("type") == "array":
        return " One or more." if schema.get("minItems") else " Any number."
    if "const" in schema:
        return ""
    if schema.get("default") is not None:
        return f" By default {schema['default']}."
    return " Required." if required else ""
