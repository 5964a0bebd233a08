"""Texts and numbers as a picture shows them."""

from __future__ import annotations


def plain(text: str, longest: int) -> str:
    """Text of a file on one line: no control characters, and not too long."""
    shown = "".join(each if each.isprintable() else " " for each in text).strip()
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def number(value: float, form: str) -> str:
    """A number with the sign of minus, and without a minus before zero."""
    shown = format(value, form)
    if not any(each in "123456789" for each in shown):
        shown = shown.replace("-", "")
    return shown.replace("-", "−")


def area(square_degrees: float) -> str:
    """An area to three digits, or to one square degree."""
    size = f"{square_degrees:.0f}" if square_degrees >= 100 else f"{square_degrees:.3g}"
    return f"{size} deg²"
