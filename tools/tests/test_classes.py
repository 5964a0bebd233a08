"""Generated classes as text: dataclasses whose fields say what their types cannot say."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from made_packages import NEWEST, quiet, write

from hop_codegen.errors import CodegenError
from hop_codegen.names import field_names
from hop_codegen.package import make_plugin
from hop_codegen.readers.json_schema import Library
from hop_codegen.readers.source import Source

PIECE = {"type": "object", "properties": {"size": {"type": "number", "unit": "mm"}}}


def made(folder: Path, files: dict[str, Any], module: str) -> str:
    source = write(folder / "source", files)
    make_plugin(str(source), "text-models", folder / "out", tell=quiet)
    return (folder / "out/src/text_models" / f"{module}.py").read_text()


def fields(text: str, name: str) -> dict[str, str]:
    """The fields of a class, each with what stands after its name."""
    (found,) = [
        each
        for each in ast.parse(text).body
        if isinstance(each, ast.ClassDef) and each.name == name
    ]
    return {
        ast.unparse(line.target): ast.unparse(line).partition(": ")[2]
        for line in found.body
        if isinstance(line, ast.AnnAssign) and "ClassVar" not in ast.unparse(line.annotation)
    }


def schema(**properties: Any) -> dict[str, Any]:
    return {
        "$schema": NEWEST,
        "title": "Alert",
        "type": "object",
        "properties": properties,
        "$defs": {"piece": PIECE},
    }


def test_classes_are_plain_dataclasses(tmp_path: Path) -> None:
    text = made(tmp_path, {"a.schema.json": schema(x={"type": "number"})}, "a")
    assert (
        "@dataclass(slots=True, kw_only=True, eq=False, repr=False)\nclass Alert(Message):" in text
    )
    assert "pydantic" not in text


def test_fields_carry_names_shapes_units_and_nulls(tmp_path: Path) -> None:
    piece = {"$ref": "#/$defs/piece"}
    properties = {
        "class": {"type": ["string", "null"]},
        "one": piece,
        "many": {"type": "array", "items": piece},
        "by_name": {"type": "object", "additionalProperties": piece},
        "either": {"oneOf": [piece, {"$ref": "other.schema.json"}, {"type": "null"}]},
        "speed": {"type": "number", "x-unit": "km/s"},
        "plain": {"type": "integer"},
    }
    files = {
        "a.schema.json": schema(**properties),
        "other.schema.json": {**PIECE, "title": "Other"},
    }
    found = fields(made(tmp_path, files, "a"), "Alert")
    assert found == {
        "class_": "str | None = field(metadata={'name': 'class', 'null': True}, default=None)",
        "one": "Piece | None = field(metadata={'shape': 'Piece'}, default=None)",
        "many": "list[Piece] | None = field(metadata={'shape': ['Piece']}, default=None)",
        "by_name": "dict[str, Piece] | None = field("
        "metadata={'shape': {'*': 'Piece'}}, default=None)",
        "either": "Piece | Other | None = field("
        "metadata={'null': True, 'shape': {'or': ['Piece', 'other:Other']}}, default=None)",
        "speed": "float | None = field(metadata={'unit': 'km/s'}, default=None)",
        "plain": "int | None = None",
    }


def test_modules_that_refer_to_each_other_are_loaded_apart(tmp_path: Path) -> None:
    files = {
        "a.schema.json": schema(b={"$ref": "b.schema.json"}),
        "b.schema.json": {**schema(a={"$ref": "a.schema.json"}), "title": "Other"},
    }
    text = made(tmp_path, files, "a")
    assert "if TYPE_CHECKING:\n    from text_models.b import Other\n" in text


@pytest.mark.parametrize("title", ["Model", "RootModel", "Part", "Any", "No_class", "Field"])
def test_a_class_may_have_a_name_that_the_generator_uses(tmp_path: Path, title: str) -> None:
    files = {"a.schema.json": {**schema(x={"type": "integer"}), "title": title}}
    make_plugin(str(write(tmp_path / "source", files)), "text-models", tmp_path / "out", tell=quiet)
    (found,) = json.loads((tmp_path / "out/hop-codegen.json").read_text())["models"].values()
    text = (tmp_path / "out/src/text_models/a.py").read_text()
    assert fields(text, found) == {"x": "int | None = None"}


def test_a_field_and_a_class_of_one_name_keep_apart(tmp_path: Path) -> None:
    part = {"type": "object", "title": "Who", "properties": {"name": {"type": "string"}}}
    found = fields(made(tmp_path, {"a.schema.json": schema(Who=part)}, "a"), "Alert")
    assert found == {"Who": "WhoPart | None = field(metadata={'shape': 'WhoPart'}, default=None)"}


def test_names_of_the_runtime_are_no_names_of_fields() -> None:
    from hop.models import schema as runtime

    for base in (runtime.Message, runtime.AvroMessage, runtime.XmlMessage):
        public = [name for name in dir(base) if not name.startswith("_")]
        assert field_names(public) == {name: f"{name}_" for name in public}


def test_what_judges_needs_no_file_beside_the_source() -> None:
    library = Library("x", Source("", {"a.schema.json": json.dumps(schema()).encode()}))
    judge = library.validator("https://x.invalid/a.schema.json", NEWEST)
    assert judge.is_valid({})
    with pytest.raises(CodegenError, match="no document can be judged by it"):
        library.validator("https://x.invalid/b.schema.json", NEWEST)


def test_a_part_with_an_id_of_its_own_is_the_base_of_its_references(tmp_path: Path) -> None:
    inner = {
        "b": {"$id": "deep/b", "type": "object", "properties": {"c": {"$ref": "c"}}},
        "c": {"$id": "deep/c", "type": "object", "properties": {"n": {"type": "integer"}}},
    }
    whole = schema(b={"$ref": "deep/b"}) | {"$id": "https://example.org/a", "$defs": inner}
    text = made(tmp_path, {"a.schema.json": whole}, "a")
    assert fields(text, "B") == {"c": "C | None = field(metadata={'shape': 'C'}, default=None)"}
    assert fields(text, "C") == {"n": "int | None = None"}
