"""The source text of the modules of classes, by datamodel-code-generator."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import Any

from datamodel_code_generator import GenerateConfig, generate
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import Formatter, PythonVersion
from datamodel_code_generator.parser import LiteralType

from hop_codegen.errors import CodegenError
from hop_codegen.plan import NULL, Class, Field, Kind, Module, union

LINE_LENGTH = 100
_TEMPLATES = Path(__file__).parent / "templates"


def header(schema: str, digest: str) -> str:
    """The line that a generated file opens with, without the marks of a comment."""
    return f"Generated from {schema} (sha256 {digest}) by hop-codegen; do not edit"


def write_module(module: Module, opening: str, package: str, imports: list[str]) -> str:
    """The source of the dataclasses of one module.

    Args:
        module: the plan of its classes.
        opening: its first line.
        package: the package that it is in, dotted.
        imports: what the class variables need, dotted.

    Raises:
        CodegenError: the classes cannot be written, or would not be those of the plan.
    """
    source = f"schemas/{module.path}"
    options = _options(module, opening, imports)
    definitions = {each.name: _definition(each, module, package) for each in module.classes}
    try:
        text = generate({"$defs": definitions}, config=options)
    except Exception as fault:  # the generator raises whatever its parsers raise
        raise CodegenError(source, "", f"no classes can be made of it: {fault}") from fault
    if not isinstance(text, str):
        raise CodegenError(source, "", "it would become several modules; one is supported")
    docstring = _one_line(f"Classes of {source}.")
    text = text.replace(f"# {opening}\n", f'# {opening}\n"""{docstring}"""\n', 1)
    if module.frozen:
        text = _with_tuples(text)
    text = text.rstrip() + "\n"
    _compare(module, text)
    return text


def _options(module: Module, opening: str, imports: list[str]) -> GenerateConfig:
    classes = {
        each.name: {
            "docstring": _docstring(each, module.language),
            "constants": [
                f"{name}: ClassVar[{kind}] = {value}" for name, kind, value in each.constants
            ],
            "order": [field.name for field in each.fields],
            "frozen": module.frozen,
        }
        for each in module.classes
    }
    # "#all#" is what every class finds in its template.
    data = defaultdict(dict, {"#all#": {"classes": classes}})
    return GenerateConfig(
        input_file_type=InputFileType.JsonSchema,
        input_filename=module.path,
        output_model_type=DataModelType.DataclassesDataclass,
        target_python_version=PythonVersion.PY_311,
        additional_imports=imports,
        # The name of the root of the definitions, which is not written. No class has a _ inside.
        class_name="No_class",
        # By default it removes a _ at the end.
        custom_class_name_generator=str,
        base_class_map={each.name: each.base for each in module.classes},
        custom_file_header=f"# {opening}",
        custom_template_dir=_TEMPLATES,
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        extra_template_data=data,
        field_extra_keys={"metadata"},
        formatters=[Formatter.BUILTIN],
        # By default it comes from any pyproject.toml in or above the current folder.
        builtin_format_line_length=LINE_LENGTH,
        keep_model_order=True,
        skip_root_model=True,
        strict_nullable=True,
        use_double_quotes=True,
        use_standard_collections=True,
        use_union_operator=True,
    )


def _definition(each: Class, module: Module, package: str) -> dict[str, Any]:
    """The JSON Schema from which datamodel-code-generator writes the class of the plan."""
    return {
        "title": each.name,
        "type": "object",
        "properties": {field.name: _property(field, module, package) for field in each.fields},
        "required": [field.name for field in each.fields if field.required],
    }


def _property(field: Field, module: Module, package: str) -> dict[str, Any]:
    kind, default = field.kind, field.default
    if module.frozen:
        return _frozen_property(field, module, package)
    if field.metadata.get("many") and not field.required:
        default = []
    if not field.required and default is None and not kind.is_any:
        kind = union([kind, Kind(NULL)])
    schema = dict(_located(kind.schema, module, package))
    if default is not None:
        schema["default"] = default
    metadata = dict(field.metadata)
    if field.name != field.key:
        metadata["name"] = field.key
    if field.kind.is_nullable:
        metadata["null"] = True
    if field.kind.shape is not None:
        metadata["shape"] = _shape(field.kind.shape, module)
    if metadata:
        schema["metadata"] = dict(sorted(metadata.items()))
    return schema


def _frozen_property(field: Field, module: Module, package: str) -> dict[str, Any]:
    kind, default = field.kind, field.default
    empties: dict[str, Any] = {"array": [], "object": {}}
    empty = empties.get(kind.schema.get("type", ""))
    if not field.required and default is None and empty is None and not kind.is_any:
        kind = union([kind, Kind(NULL)])
    schema = dict(_located(kind.schema, module, package))
    if default is not None or (empty is not None and not field.required):
        schema["default"] = empty if default is None else default
    return schema


def _located(schema: Any, module: Module, package: str) -> Any:
    """A schema of the plan, its classes by where they are found."""
    if isinstance(schema, list):
        return [_located(each, module, package) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "class" in schema:
        home, _, name = schema["class"].partition(":")
        if home == module.name:
            return {"$ref": f"#/$defs/{name}"}
        return {"customTypePath": f"{package}.{home}.{name}"}
    return {
        key: value if key in {"enum", "default"} else _located(value, module, package)
        for key, value in schema.items()
    }


def _with_tuples(text: str) -> str:
    """The source with tuples for lists, which a frozen object could not keep from changing."""
    text, before = text.replace("field(default_factory=list)", "()"), ""
    while text != before:  # from the inner lists to the outer ones
        text, before = re.sub(r"\blist\[((?:[^][]|\[[^][]*\])*)\]", r"tuple[\1, ...]", text), text
    return text


def _shape(shape: Any, module: Module) -> Any:
    if isinstance(shape, str):
        return shape.removeprefix(f"{module.name}:")
    if isinstance(shape, list):
        return [_shape(each, module) for each in shape]
    return {key: _shape(each, module) for key, each in shape.items()}


def _compare(module: Module, text: str) -> None:
    """Refuse text that is no Python, or whose classes and fields are not those of the plan."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as fault:
        raise CodegenError(module.path, "", f"it becomes no valid Python: {fault}") from fault
    made = {
        each.name: {
            line.target.id
            for line in each.body
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        }
        for each in tree.body
        if isinstance(each, ast.ClassDef)
    }
    planned = {
        each.name: {field.name for field in each.fields} | {name for name, *_ in each.constants}
        for each in module.classes
    }
    # If two classes have one name, datamodel-code-generator renames or drops one silently.
    for name in sorted(made.keys() ^ planned.keys()):
        raise CodegenError(module.path, "", f"the name {name} is taken; give another title")
    for name, fields in planned.items():
        if made[name] != fields:
            odd = ", ".join(sorted(made[name] ^ fields))
            raise CodegenError(module.path, "", f"the fields of {name} cannot be written: {odd}")


def _docstring(each: Class, language: str) -> str:
    lines = textwrap.wrap(each.text or f"{each.name}.", LINE_LENGTH - 8) or [each.name]
    if each.fields:
        lines += ["", "Attributes:"]
    for field in each.fields:
        lines += textwrap.wrap(
            f"{field.name}: {_field_text(field, language)}",
            LINE_LENGTH - 8,
            initial_indent="    ",
            subsequent_indent="        ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    lines += ["", f"Source: {each.source}"]
    return "\n".join(map(_one_line, lines))


def _field_text(field: Field, language: str) -> str:
    text = field.text or "Not described."
    if not text.endswith((".", "!", "?", ")", "]")):
        text += "."
    if field.name != field.key:
        text += f" In {language}: {field.key}."
    if field.metadata.get("many"):
        text += " One or more." if field.required else " Any number."
    elif field.required:
        text += " Required."
    elif field.default is not None:
        text += f" By default {field.default}."
    return text


def _one_line(text: str) -> str:
    # Quotes and backslashes would end or change the literal; invisible characters are replaced.
    text = text.replace("\\", "\\\\").replace('"""', "'''")
    text = "".join(char if char.isprintable() else " " for char in text).rstrip()
    return text if not text.endswith('"') else f"{text[:-1]}'"
