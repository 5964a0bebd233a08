"""What the command writes: messages on standard output, all talk on standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

_C1_AND_DEL = range(0x7F, 0xA0)
# Marks that reverse the direction of what is shown, so that it reads as something else.
_BIDIRECTIONAL = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_LINE_ENDS = (0x2028, 0x2029)


def _escapes(characters: Iterable[int]) -> dict[int, str]:
    return {each: f"\\u{each:04x}" for each in characters}


# A message shall not move the cursor, rename the window or type commands.
_ON_TERMINAL = _escapes(
    [each for each in (*range(0x20), *_C1_AND_DEL, *_BIDIRECTIONAL) if chr(each) not in "\n\t"]
)
# Allowed bare in JSON, but a line to some readers, or a command to a terminal.
_IN_JSON = _escapes((*_C1_AND_DEL, *_LINE_ENDS))


def content_of(message: Any) -> Any:
    """A message as a JSON tree: the bare content of a Blob, the fields of any other."""
    from hop.message import Blob, MessageModel

    if isinstance(message, Blob):
        return message.content
    return message.asdict() if isinstance(message, MessageModel) else message


def as_line(message: Any) -> str:
    """A message as one line of JSON.

    Raises:
        hop.errors.EncodeError: a field that has no JSON form.
    """
    from hop._messages.json import to_line

    return to_line(content_of(message)).translate(_IN_JSON)


def as_text(message: Any) -> str:
    """A message as a person reads it."""
    from hop.message import Blob, MessageModel

    return (message if isinstance(message, MessageModel) else Blob(message)).to_text()


def render(message: Any, *, as_json: bool = False, for_people: bool = False) -> bytes:
    """A message as it is written: as a file holds it, or to be looked at.

    Args:
        message: the message; a value that is none is taken for the content of a Blob.
        as_json: as a line of JSON.
        for_people: as text, on a terminal; control characters are shown.

    Raises:
        hop.errors.EncodeError: a field that has no JSON form.
    """
    from hop.message import Blob, MessageModel

    if as_json or for_people:
        return _encoded(as_line(message) if as_json else as_text(message), for_people)
    return (message if isinstance(message, MessageModel) else Blob(message)).to_document()


def _encoded(text: str, for_people: bool) -> bytes:
    if for_people:
        text = text.replace("\r\n", "\n").translate(_ON_TERMINAL)
    # Lone surrogates become the escapes that JSON has for them.
    return text.encode("utf-8", "backslashreplace")


def is_terminal() -> bool:
    """Whether people read standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def show(text: str, stream: TextIO | None = None) -> None:
    """Write a text and end its line; it is out at once, and whole, whatever the locale.

    On a terminal, control characters are shown instead of obeyed.

    Args:
        text: what to write.
        stream: where to; standard output by default.

    Raises:
        OSError: it cannot be written; a BrokenPipeError where nobody reads any more.
    """
    stream = sys.stdout if stream is None else stream
    put(_encoded(text, stream is not None and stream.isatty()), stream=stream)


def put(data: bytes, delimiter: bytes = b"\n", stream: TextIO | None = None) -> None:
    """Write bytes; they are out at once.

    Args:
        data: what to write.
        delimiter: what ends it, unless it ends so by itself.
        stream: where to; standard output by default.

    Raises:
        OSError: it cannot be written; a BrokenPipeError where nobody reads any more.
    """
    stream = sys.stdout if stream is None else stream
    if stream is None:
        raise OSError(errno.EBADF, "it is closed", "standard output")
    if not data.endswith(delimiter):
        data += delimiter
    try:
        if buffer := getattr(stream, "buffer", None):
            stream.flush()
            buffer.write(data)
        else:
            stream.write(data.decode("utf-8", "backslashreplace"))
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, "standard output") from None


def tell(text: str) -> None:
    """Write to standard error; where that cannot be written, there is nobody to tell."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            show(text, sys.stderr)


def abandon() -> None:
    """Let go what could not be written to standard output yet.

    Otherwise Python tries again at its end: it complains, or waits for a reader that reads no more.
    """
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):  # no stdout, or none with a descriptor
        return
