"""Single schema files: JSON, of a draft that is known, and valid by its meta-schema."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema.validators import validator_for

from hop_codegen.errors import CodegenError


def parse(path: str, raw: bytes) -> Any:
    """The JSON value of a file.

    Raises:
        CodegenError: it is none.
    """
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_constant=_refused,
            parse_float=_finite,
        )
    except RecursionError:
        raise CodegenError(path, "", "not JSON: nested too deeply") from None
    except ValueError as fault:
        raise CodegenError(path, "", f"not JSON: {fault}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object has {twice!r} twice")
    return result


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is larger than any number that can be read")
    return number


_FORMATS = jsonschema.FormatChecker(formats=())


@_FORMATS.checks("regex")
def _is_pattern(value: object) -> bool:
    """Whether what judges the documents takes a pattern; Python's own kind lacks ``\\p{L}``."""
    try:
        jsonschema_rs.validator_for({"pattern": value})
    except ValueError:
        return False
    return True


def is_schema(path: str, value: Any) -> bool:
    """Whether a JSON file is a schema: by its name, or because it names a draft."""
    if path.lower().endswith(".schema.json"):
        return True
    draft = value.get("$schema") if isinstance(value, dict) else None
    return isinstance(draft, str) and "json-schema.org/" in draft


def check_schema(path: str, contents: dict[str, Any]) -> None:
    """Compare a schema with its meta-schema.

    Raises:
        CodegenError: it breaks it; the pointer is that of the first fault.
    """
    # Any: the protocol that it is of does not name format_checker.
    kind: Any = validator_for(contents, default=jsonschema.Draft202012Validator)
    try:
        kind.check_schema(contents, format_checker=_FORMATS)
    except jsonschema.SchemaError as fault:
        pointer = "".join(f"/{escape(part)}" for part in fault.absolute_path)
        raise CodegenError(path, pointer, f"no valid schema: {fault.message:.300}") from None
    except RecursionError:
        raise CodegenError(path, "", "nested too deeply") from None


def walk(node: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every object in a JSON value, with its pointer."""
    if isinstance(node, dict):
        yield pointer, node
        for key, value in node.items():
            yield from walk(value, f"{pointer}/{escape(key)}")
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from walk(value, f"{pointer}/{position}")


def escape(part: Any) -> str:
    """A part of a JSON pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")
