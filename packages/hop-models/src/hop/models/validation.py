"""pydantic's findings, told as ``hop.errors.ValidationError``: path, expected, got."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence
from typing import Any

import pydantic

from hop.errors import LimitExceeded, ValidationError

_EXPECTED = {
    "string_type": "text",
    "dict_type": "an object",
    "dataclass_type": "an object",
    "list_type": "a list",
    "float_type": "a number",
    "bool_type": "true or false",
    "bytes_type": "bytes",
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


MAX_TEXT_BYTES = 4 * 2**20
"""How large a circular or a notice in the form of text may be."""
MOST_FINDINGS = 1000
"""How many faults of one document are told of at most."""


def translate(fault: pydantic.ValidationError, fields: Sequence[str]) -> ValidationError:
    """The first finding of pydantic as hop's own error; the text says how many there are more.

    Args:
        fault: what pydantic raised when a dataclass was made.
        fields: the names of its fields in order, to name arguments given by position.
    """
    more = fault.error_count() - 1
    first = fault.errors(include_url=False)[0]
    return _translated(first, fields, f"and {more} more" if more else "")


def translate_all(
    fault: pydantic.ValidationError, fields: Sequence[str], given: Mapping[str, Any]
) -> tuple[list[ValidationError], list[tuple[int | str, ...]]]:
    """Each finding of pydantic as hop's own error, the first thousand of them, and where all are.

    Args:
        fault: what pydantic raised when a dataclass was made.
        fields: the names of its fields in order, to name arguments given by position.
        given: what the dataclass was to be made of.
    """
    findings = fault.errors(include_url=False)
    told: list[ValidationError] = []
    unions: dict[tuple[int | str, ...], int] = {}
    for each in findings[:MOST_FINDINGS]:
        path, union = _place(each, given)
        error = _translated({**each, "loc": path}, fields, "")
        at = None if union is None else unions.setdefault(union, len(told))
        if at is None or at == len(told):
            told.append(error)
        elif error.path == told[at].path:  # another type that would do there
            expected = dict.fromkeys((*told[at].expected.split(" or "), error.expected))
            told[at] = ValidationError(error.path, " or ".join(expected), error.got)
        elif len(error.path) > len(told[at].path):  # of this type it is, but for what is in it
            told[at] = error
    return told, [each["loc"] for each in findings]


def _place(
    finding: Mapping[str, Any], given: Any
) -> tuple[tuple[int | str, ...], tuple[int | str, ...] | None]:
    """Where a finding is, without the types that a union tried, and where that union is."""
    path: list[int | str] = []
    union = None
    steps = finding["loc"]
    for number, step in enumerate(steps, 1):
        is_missing = number == len(steps) and finding["type"] == "missing"
        if holds(given, step):
            given = given[step]
        elif not is_missing and step != "[key]":
            union = tuple(path) if union is None else union
            continue
        path.append(step)
    return tuple(path), union


def holds(container: Any, step: int | str) -> bool:
    """Whether a part of a JSON tree has something at a key or a position."""
    if isinstance(container, dict):
        return step in container
    return isinstance(container, list) and isinstance(step, int) and step < len(container)


def _translated(finding: Mapping[str, Any], fields: Sequence[str], hint: str) -> ValidationError:
    kind = finding["type"]
    parts = list(finding["loc"])
    expected = _EXPECTED.get(kind) or _from_message(str(finding["msg"]))
    if parts and parts[-1] == "[key]":
        parts.pop()
        expected += " as a name"
    if parts and isinstance(parts[0], int):
        parts[0] = fields[parts[0]] if parts[0] < len(fields) else f"argument {parts[0] + 1}"
    got = "nothing, the field is missing" if kind == "missing" else describe(finding["input"])
    return ValidationError("/".join(map(str, parts)), expected, got, hint=hint)


def check_size(text: str | bytes, what: str) -> None:
    """See that a text for people is no larger than such texts are.

    Raises:
        hop.errors.LimitExceeded: it has more than :data:`MAX_TEXT_BYTES`.
    """
    if len(text) > MAX_TEXT_BYTES:
        raise LimitExceeded(f"a {what} of more than {MAX_TEXT_BYTES // 2**20} MiB is not read")


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
