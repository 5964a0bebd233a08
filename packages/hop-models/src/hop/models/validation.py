"""pydantic's findings, told as ``hop.errors.ValidationError``: path, expected, got."""

from __future__ import annotations

import reprlib
from collections.abc import Sequence
from typing import Any

import pydantic

from hop.errors import ValidationError

_EXPECTED = {
    "string_type": "text",
    "dict_type": "an object",
    "dataclass_type": "an object",
    "list_type": "a list",
    "float_type": "a number",
    "bool_type": "true or false",
    "missing": "a value",
    "unexpected_keyword_argument": "no such field",
    "unexpected_positional_argument": "no further argument",
}
_NAMES = {
    dict: "object",
    list: "list",
    tuple: "list",
    bool: "boolean",
    int: "number",
    float: "number",
    bytes: "bytes",
}


def translate(
    fault: pydantic.ValidationError, fields: Sequence[str], *, only: int | None = None
) -> ValidationError:
    """One finding of pydantic as hop's own error.

    Args:
        fault: what pydantic raised when a dataclass was made.
        fields: the names of its fields in order, to name arguments given by position.
        only: which of the findings, from 0; by default the first, and the text says how many
            there are more.
    """
    first = fault.errors(include_url=False)[only or 0]
    kind = first["type"]
    parts = list(first["loc"])
    expected = _EXPECTED.get(kind) or _from_message(str(first["msg"]))
    if parts and parts[-1] == "[key]":
        parts.pop()
        expected += " as a name"
    if parts and isinstance(parts[0], int):
        parts[0] = fields[parts[0]] if parts[0] < len(fields) else f"argument {parts[0] + 1}"
    got = "nothing, the field is missing" if kind == "missing" else describe(first["input"])
    more = fault.error_count() - 1 if only is None else 0
    return ValidationError(
        "/".join(map(str, parts)), expected, got, hint=f"and {more} more" if more else ""
    )


def describe(value: Any) -> str:
    """A value as an error names it: its kind, and the value itself, shortened."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return repr(_shortened(value))
    kind = _NAMES.get(type(value), type(value).__name__)
    return f"{kind} {_shortened(reprlib.repr(value))}"


def _from_message(message: str) -> str:
    return message.removeprefix("Input should be ")


def _shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
