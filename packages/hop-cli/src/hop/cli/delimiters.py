"""What stands between two messages, as it is written on the command line."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _ParamType = click.ParamType[bytes, Any]
else:
    _ParamType = click.ParamType

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.|\Z)", re.DOTALL)
_SHORT = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
}


def unescape(text: str) -> bytes:
    r"""The bytes that a text with escapes stands for.

    Args:
        text: with ``\n``, ``\t``, ``\0`` and their like, ``\x1e`` for a byte, ``\u2028`` for a
            character.

    Raises:
        ValueError: an escape that is none.
    """
    parts: list[bytes] = []
    position = 0
    for found in _ESCAPE.finditer(text):
        parts.append(os.fsencode(text[position : found.start()]))
        position = found.end()
        code = found[1]
        if code[:1] == "x" and len(code) == 3:
            parts.append(bytes.fromhex(code[1:]))
        elif code[:1] == "u" and len(code) == 5:
            parts.append(chr(int(code[1:], 16)).encode("utf-8", "surrogatepass"))
        elif code in _SHORT:
            parts.append(_SHORT[code].encode())
        else:
            raise ValueError(
                rf"{found[0]} is no escape; known are \n, \t, \r, \0, \\ and the like, "
                r"\x1e for a byte and \u2028 for a character"
            )
    return b"".join([*parts, os.fsencode(text[position:])])


class Delimiter(_ParamType):
    """A delimiter with escapes; its value is bytes."""

    name = "delimiter"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> bytes:
        """Read it."""
        if isinstance(value, bytes):
            return value
        try:
            return unescape(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)
