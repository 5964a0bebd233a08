"""Numbers as XML Schema writes them."""

from __future__ import annotations

import math
import re
from typing import Self

_LEXICAL = re.compile(
    r"[ \t\r\n]*(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)[ \t\r\n]*"
)


class XsdFloat(float):
    """An ``xs:float``: a float that remembers the characters it was written with.

    Args:
        value: a number, or its text: ``1.50``, ``-3e-5``, ``INF``, ``-INF``, ``NaN``.

    Attributes:
        text: the number as it is written in XML.

    Raises:
        ValueError: the text is no ``xs:float``.
        TypeError: neither a number nor text.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, value: float | str) -> Self:
        if isinstance(value, str):
            if not _LEXICAL.fullmatch(value):
                raise ValueError(f"{value[:60]!r} is no xs:float")
            number, text = super().__new__(cls, value), value
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                number = super().__new__(cls, value)
            except OverflowError:
                raise ValueError("an integer too large for a float") from None
            text = getattr(value, "text", None) or _written(value)
        else:
            raise TypeError(f"a number or its text is needed, not {type(value).__name__}")
        number.text = text
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]  # copies keep the text
        return (self.text,)


def _written(value: float) -> str:
    if math.isfinite(value):
        return repr(value)
    return "NaN" if math.isnan(value) else ("INF" if value > 0 else "-INF")
