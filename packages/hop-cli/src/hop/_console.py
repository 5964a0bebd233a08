"""Write to standard output and standard error: whole, at once, in UTF-8."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TextIO

_C1_AND_DEL = range(0x7F, 0xA0)
# Marks that reverse the direction of text, so that it reads as something else.
_BIDIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_LINE_ENDS = (0x2028, 0x2029)
# Characters between two columns, and the narrowest column that is made by folding.
_GAP, _LEAST = 2, 6


def _escapes(characters: Iterable[int]) -> dict[int, str]:
    return {each: f"\\u{each:04x}" for each in characters}


# A message must not move the cursor, rename the window or type commands.
_ON_TERMINAL = _escapes(
    [each for each in (*range(0x20), *_C1_AND_DEL, *_BIDIRECTIONAL) if chr(each) not in "\n\t"]
)
# JSON allows these unescaped, but some readers take them for line ends, and terminals for commands.
_IN_JSON = _escapes((*_C1_AND_DEL, *_LINE_ENDS))
# A value must not look like a line of its own, either.
_IN_LINE = _escapes((*range(0x20), *_C1_AND_DEL, *_BIDIRECTIONAL, *_LINE_ENDS))


def escape_json(line: str) -> str:
    """Escape the characters of a line of JSON that readers or terminals may misunderstand."""
    return line.translate(_IN_JSON)


def escape_line(text: str) -> str:
    """Escape the characters of a value that end a line, or that a terminal takes for commands."""
    return text.translate(_IN_LINE)


def encode(text: str, *, for_people: bool) -> bytes:
    """Encode a text.

    Args:
        text: the text.
        for_people: it goes to a terminal: show control characters as escapes.
    """
    if for_people:
        text = text.replace("\r\n", "\n").translate(_ON_TERMINAL)
    # Lone surrogates become the escapes that JSON has for them.
    return text.encode("utf-8", "backslashreplace")


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def has_colours() -> bool:
    """Return whether standard output is a terminal that shows colours; NO_COLOR says no."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(text: str, stream: TextIO | None = None) -> None:
    """Write a text and end its line. On a terminal, control characters are shown as escapes.

    Args:
        text: what to write.
        stream: where to; None: standard output.

    Raises:
        OSError: it cannot be written; a BrokenPipeError if nobody reads the output any more.
    """
    stream = sys.stdout if stream is None else stream
    put(encode(text, for_people=stream is not None and stream.isatty()), stream=stream)


def put(data: bytes, delimiter: bytes = b"\n", stream: TextIO | None = None) -> None:
    """Write bytes and flush them.

    Args:
        data: what to write.
        delimiter: what to write after the data, unless the data end with it.
        stream: where to; None: standard output.

    Raises:
        OSError: it cannot be written; a BrokenPipeError if nobody reads the output any more.
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
    """Write a text to standard error, if that can be written."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            show(text, sys.stderr)


def abandon() -> None:
    """Drop what standard output has buffered.

    Otherwise Python tries again to write it at exit: it complains, or waits for a reader that does
    not read any more.
    """
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):  # no stdout, or none with a descriptor
        return


def columns(
    rows: Sequence[Sequence[str]], numbers: Sequence[int] = (), width: int | None = None
) -> Iterator[str]:
    """Yield a line for each row, with aligned columns.

    Texts of the widest columns are folded if a line would be longer than the terminal.

    Args:
        rows: the rows, all of one length, the heading first.
        numbers: the columns to align at the right.
        width: the longest line, characters; None: that of the terminal, and no limit for pipes.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if width is None and is_terminal():
        import shutil  # heavy: it loads bz2 and lzma

        width = shutil.get_terminal_size().columns
    if width is not None:
        widths = _narrowed(widths, width - _GAP * (len(widths) - 1))
    for row in rows:
        parts = [
            [text[start : start + room] for start in range(0, max(len(text), 1), max(room, 1))]
            for text, room in zip(row, widths, strict=True)
        ]
        for cells in zip_longest(*parts, fillvalue=""):
            aligned = (
                text.rjust(room) if number in numbers else text.ljust(room)
                for number, (text, room) in enumerate(zip(cells, widths, strict=True))
            )
            yield (" " * _GAP).join(aligned).rstrip()


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """Take from the widest columns until all fit, but leave each a little."""
    narrowed = list(widths)
    while sum(narrowed) > room and max(narrowed) > _LEAST:
        narrowed[narrowed.index(max(narrowed))] -= 1
    return narrowed
