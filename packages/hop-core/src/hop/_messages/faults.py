"""What is wrong with a document: every fault with its path and line, for lists of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hop.errors import MessageError, ValidationError

_LINE = re.compile(r".*\bline (\d+), column \d+", re.DOTALL)
_BYTE = re.compile(r"\bat byte (\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a document.

    Attributes:
        path: where, from the document's root, ``What/Param[1]/@dataType``; "" for the whole.
        expected: what has to stand there; "" where ``got`` says all.
        got: what stands there, or what is wrong.
        line: the line, counted from 1; None where it is not known.
    """

    path: str
    expected: str
    got: str
    line: int | None = None

    def __str__(self) -> str:
        told = f"expected {self.expected}, got {self.got}" if self.expected else self.got
        return f"{self.path}: {told}" if self.path else told


def fault_of(error: Exception, data: bytes = b"") -> Fault:
    """The fault that an error reports.

    Args:
        error: what was raised when the document was loaded.
        data: the document, to count lines in.
    """
    if isinstance(error, ValidationError):
        return Fault(error.path, error.expected, error.got)
    text = str(error) if isinstance(error, MessageError) else f"{type(error).__name__}: {error}"
    if found := _LINE.match(text):
        return Fault("", "", text, int(found[1]))
    if found := _BYTE.search(text):
        return Fault("", "", text, data.count(b"\n", 0, int(found[1])) + 1)
    return Fault("", "", text)
