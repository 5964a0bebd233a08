"""What an error says of a value, and how large a text may be."""

from __future__ import annotations

import reprlib
from typing import Any, NamedTuple

from hop.errors import LimitExceeded, ValidationError

MAX_TEXT_BYTES = 4 * 2**20
"""How large a circular or a notice in the form of text may be."""

_NAMES = {
    dict: "object",
    list: "list",
    tuple: "list",
    bool: "boolean",
    int: "number",
    float: "number",
    bytes: "bytes",
}


class Finding(NamedTuple):
    """One thing that a schema refuses in a JSON value.

    Attributes:
        path: where, as keys and indices from the root.
        expected: what the schema asks for there.
        got: what stands there.
        holder: the path of what is there in the text: the object, where a field is missing.
    """

    path: tuple[str | int, ...]
    expected: str
    got: str
    holder: tuple[str | int, ...]

    def error(self, more: int = 0) -> ValidationError:
        """The finding as an error, which tells how many there are more."""
        hint = f"and {more} more" if more else ""
        return ValidationError("/".join(map(str, self.path)), self.expected, self.got, hint=hint)


def describe(value: Any) -> str:
    """A value as an error names it: its type and the value itself, shortened."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return repr(_shortened(value))
    type_ = _NAMES.get(type(value), type(value).__name__)
    try:
        return f"{type_} {_shortened(reprlib.repr(value))}"
    except ValueError:  # a whole number of more digits than Python writes
        return f"{type_} of very many digits"


def check_size(text: str | bytes, what: str) -> None:
    """Check that a text for people is no larger than such texts are.

    Raises:
        hop.errors.LimitExceeded: it has more than :data:`MAX_TEXT_BYTES`.
    """
    if len(text) > MAX_TEXT_BYTES:
        raise LimitExceeded(f"a {what} of more than {MAX_TEXT_BYTES // 2**20} MiB is not read")


def _shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
