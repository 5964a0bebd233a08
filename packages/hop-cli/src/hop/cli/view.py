"""How a message is shown on a terminal: a heading, and a few lines, whatever its sender wrote."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hop._console import escape_line, has_colours
from hop.models._view import View, view_of, view_of_alert, when

if TYPE_CHECKING:
    from hop.io import Metadata
    from hop.message import MessageModel
    from hop.models import Alert

_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
# Reversed, so that they are read on dark and on light terminals.
_MARKS = {"TEST": "\x1b[1;7;35m", "RETRACTION": "\x1b[1;7;31m"}
_NARROWEST, _LOWEST = 20, 8
# A value of more lines hides the others.
_MOST_LINES = 3
_INDENT, _GAP = "  ", "  "
_WORDS = re.compile(r"\s+|\S+")
# What a terminal without UTF-8 shows of our own signs.
_IN_ASCII = str.maketrans(
    {
        "°": " deg",
        "′": " arcmin",
        "″": " arcsec",
        "±": "+-",
        "×": "x",
        "…": "...",
        "\N{MINUS SIGN}": "-",
    }
)


@dataclass(frozen=True)
class Terminal:
    """What a terminal can show.

    Attributes:
        width: the columns of a line.
        height: the lines of a screen.
        colours: whether it shows colours.
        unicode: whether it shows more than ASCII.
    """

    width: int = 80
    height: int = 24
    colours: bool = False
    unicode: bool = True

    @property
    def more(self) -> str:
        """What stands for what is left out."""
        return "…" if self.unicode else "..."

    @classmethod
    def here(cls) -> Terminal:
        """The terminal of standard output."""
        size = shutil.get_terminal_size()
        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
        return cls(
            max(_NARROWEST, size.columns),
            max(_LOWEST, size.lines),
            has_colours(),
            encoding.startswith("utf"),
        )


def lines_of_message(
    message: MessageModel, metadata: Metadata, terminal: Terminal, *, whole: bool = False
) -> list[str]:
    """The lines of a message: its heading, and what matters of it.

    Args:
        message: the message.
        metadata: where it came from.
        terminal: where it is shown.
        whole: show all of the message, however long it is.
    """
    view = view_of(message)
    time = metadata.time
    kind = ", ".join(filter(None, [str(message.hop_format), view.kind]))
    parts = [when(time.replace(microsecond=0)) if time else "", metadata.topic, kind]
    lines = _heading([each for each in parts if each], view.marks, terminal)
    if whole:
        text = message.to_text().replace("\r\n", "\n").rstrip("\n")
        return [*lines, *(_harmless(each.expandtabs(), terminal) for each in text.split("\n")), ""]
    return [*lines, *_lines(view, terminal, terminal.height - len(lines) - 2), ""]


def lines_of_alert(alert: Alert, place: str, terminal: Terminal) -> list[str]:
    """The lines of an alert in a file.

    Args:
        alert: the alert.
        place: the file.
        terminal: where it is shown.
    """
    view = view_of_alert(alert)
    lines = _heading([each for each in (place, view.kind) if each], view.marks, terminal)
    return [*lines, *_lines(view, terminal, terminal.height - len(lines) - 1)]


def _lines(view: View, terminal: Terminal, most: int) -> list[str]:
    lines = list(_rows(view, terminal))
    if view.text:
        lines += _body(view.text, terminal, most=max(1, most - len(lines)))
    if len(lines) > most:
        lines = [
            *lines[: most - 1],
            _dim(_fit(f"{terminal.more} --full shows all", terminal), terminal),
        ]
    return lines


def _heading(parts: list[str], marks: tuple[str, ...], terminal: Terminal) -> list[str]:
    """The heading: the marks are never left out, however narrow the terminal is."""
    shown = " ".join(f" {mark} " for mark in marks)
    text = _harmless("  ".join(parts), terminal)
    room = terminal.width - (len(shown) + 2 if shown else 0)
    lines = _wrapped(
        text, terminal.width if room < _NARROWEST else room, terminal.more, _MOST_LINES
    )
    bold, end = (_BOLD, _END) if terminal.colours else ("", "")
    told = [f"{bold}{each}{end}" for each in lines]
    if not marks:
        return told
    if terminal.colours:
        shown = " ".join(f"{_MARKS[mark]} {mark} {_END}" for mark in marks)
    else:
        shown = " ".join(f"[{mark}]" for mark in marks)
    if room < _NARROWEST:
        return [shown, *told]
    return [f"{told[0]}  {shown}", *told[1:]]


def _rows(view: View, terminal: Terminal) -> Iterator[str]:
    # Blanks of a sender must not make a value look like a row.
    rows = [
        (_harmless(label, terminal), _harmless(" ".join(text.split()), terminal))
        for label, text in view.rows
    ]
    widest = max((len(label) for label, _ in rows), default=0)
    widest = min(widest, max(4, terminal.width // 3))
    room = terminal.width - len(_INDENT) - widest - len(_GAP)
    for label, text in rows:
        lines = _wrapped(text, room, terminal.more, _MOST_LINES) or [""]
        first = _set_width(label, widest)
        yield f"{_INDENT}{_dim(first, terminal)}{_GAP}{lines[0]}".rstrip()
        for line in lines[1:]:
            yield f"{_INDENT}{' ' * widest}{_GAP}{line}"


def _body(text: str, terminal: Terminal, most: int) -> list[str]:
    """A text as lines of the terminal; the last one says how many more there are."""
    lines: list[str] = []
    given = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    # Of an endless line only what may be shown is looked at.
    longest = terminal.width * most
    for number, each in enumerate(given):
        line = _harmless(each[:longest].expandtabs(), terminal)
        lines += _wrapped(line, terminal.width) or [""]
        is_cut = len(each) > longest or number < len(given) - 1
        if len(lines) > most or (len(lines) == most and is_cut):
            left = len(given) - number
            told = f"{terminal.more} {left} more line{'' if left == 1 else 's'}: --full shows all"
            return [*lines[: most - 1], _dim(_fit(told, terminal), terminal)]
    return lines


def _harmless(text: str, terminal: Terminal) -> str:
    """A text without what a terminal takes for commands, or cannot show."""
    text = escape_line(text)
    if not terminal.unicode:
        text = text.translate(_IN_ASCII)
        return text.encode("ascii", "backslashreplace").decode()
    # Lone surrogates have no bytes.
    return text.encode("utf-8", "backslashreplace").decode()


def _dim(text: str, terminal: Terminal) -> str:
    return f"{_DIM}{text}{_END}" if terminal.colours else text


def _fit(text: str, terminal: Terminal) -> str:
    return next(iter(_wrapped(text, terminal.width)), "")


def _wrapped(text: str, width: int, more: str = "", most: int | None = None) -> list[str]:
    """A text in lines of at most so many columns.

    Args:
        text: the text, in one line.
        width: the columns.
        more: what ends the last line if there are more.
        most: the lines.
    """
    lines, line, used = [], "", 0
    for word in _WORDS.findall(text):
        columns = _cells(word)
        if used + columns > width:
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
            if word.isspace():
                continue
            while columns > width:
                head = _chopped(word, width)
                lines.append(head)
                word = word[len(head) :]  # noqa: PLW2901
                columns = _cells(word)
        line += word
        used += columns
    if line.strip():
        lines.append(line.rstrip())
    if most is not None and len(lines) > most:
        return [*lines[: most - 1], _chopped(lines[most - 1], width - len(more)) + more]
    return lines


def _chopped(text: str, width: int) -> str:
    """As much of a text as fits into so many columns; one character at least."""
    end = min(len(text), max(1, width))
    while end > 1 and _cells(text[:end]) > width:
        end -= 1
    return text[:end]


def _set_width(text: str, width: int) -> str:
    text = _chopped(text, width)
    return text + " " * (width - _cells(text))


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # heavy

    # Characters of Asia take two columns. An accent takes none, and thousands of them do.
    return max(len(text), cell_len(text))
