"""Write values on one short line: for ``repr()``, in logs and at the prompt."""

from __future__ import annotations

import itertools
import re
import reprlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

_LONGEST_LINE = 120
_LONGEST_TEXT = 40
# So long without a blank, a text is no name and no address: it is data.
_BASE64 = re.compile(r"[A-Za-z0-9+/_=\r\n-]{120,}")
_UNITS = ("B", "kB", "MB")


class _Short(reprlib.Repr):
    """Shows data by their size, and texts and lists by their beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 2
        self.maxdict = self.maxlist = self.maxtuple = 4
        self.maxother = _LONGEST_TEXT

    def repr_str(self, x: str, level: int) -> str:
        """A text; what is base64 by its size."""
        if _BASE64.match(x[:200]):
            return f"<base64, {_size(len(x))}>"
        return repr(x if len(x) <= _LONGEST_TEXT else f"{x[: _LONGEST_TEXT - 1]}…")

    def repr_bytes(self, x: bytes, level: int) -> str:
        """Bytes; many of them by their size."""
        return repr(x) if len(x) <= _LONGEST_TEXT else f"<bytes, {_size(len(x))}>"

    def repr_dict(self, x: dict[Any, Any], level: int) -> str:
        """A dictionary in its own order, not sorted."""
        if level <= 0 and x:
            return "{…}"
        shown = [
            f"{self.repr1(name, level - 1)}: {self.repr1(value, level - 1)}"
            for name, value in itertools.islice(x.items(), self.maxdict)
        ]
        return f"{{{', '.join([*shown, '…'] if len(x) > self.maxdict else shown)}}}"

    def repr_datetime(self, x: datetime, level: int) -> str:
        """A time in ISO 8601."""
        return x.isoformat().replace("+00:00", "Z")

    def repr_instance(self, x: Any, level: int) -> str:
        """Any other object: the first line of what it says of itself."""
        return super().repr_instance(x, level).partition("\n")[0]


_short = _Short()


def short(value: Any) -> str:
    """A value on one short line; data, such as base64, by their size."""
    return _short.repr(value)


def short_call(name: str, arguments: Iterable[tuple[str, Any]]) -> str:
    """An object as the call that makes it, on one line of at most 120 characters.

    Args:
        name: the name of its class.
        arguments: its fields; ``…`` stands for what does not fit.
    """
    line, mark = f"{name}(", ""
    for field, value in arguments:
        shown = f"{field}={short(value)}"
        room = _LONGEST_LINE - len(line) - len(mark) - len(", …)")
        if len(shown) > room:
            cut = f"{shown[:room]}…, " if room > _LONGEST_TEXT else ""
            return f"{line}{mark}{cut}…)"
        line, mark = f"{line}{mark}{shown}", ", "
    return f"{line})"


def _size(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}"
