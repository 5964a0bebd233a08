"""Every fault of a document, with its place: what a check lists instead of raising the first."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hop.errors import MessageError, ValidationError

if TYPE_CHECKING:
    from hop._messages.model import MessageModel

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
    """The fault that an error tells of.

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


def by_loading(load: Callable[[bytes], MessageModel], data: bytes) -> list[Fault]:
    """The one fault that loading a message, and sending it, runs into; none where it is good."""
    try:
        load(data).to_wire()
    except Exception as error:  # a plugin's own: KeyError, TypeError, whatever it may be
        return [fault_of(error, data)]
    return []


def load_as_file(model: type[MessageModel], data: bytes) -> MessageModel:
    """The message of a file's bytes, as the model takes files."""
    source: Any = io.BytesIO(data) if model.hop_binary else io.StringIO(data.decode())
    return model.load(source)
