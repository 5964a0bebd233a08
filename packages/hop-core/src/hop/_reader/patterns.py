"""Patterns of topics in a group: librdkafka matches them, and knows fewer forms than Python."""

from __future__ import annotations

import re

from hop.errors import URLError

# What has to be translated or refused; Python and librdkafka read everything else alike.
_PART = re.compile(
    r"\[(?P<not>\^?)(?P<set>\]?(?:\\.|[^\]\\])*)\]"
    r"|\((?P<extension>\?:?)"
    r"|(?P<repeat>[*+?]|\{\d*,?\d*\})(?P<manner>[?+])"
    r"|\\(?P<escaped>.)",
    re.DOTALL,
)
# Names of topics are made of letters, digits, dots, hyphens and underscores only.
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_"}


def to_posix(pattern: str) -> str:
    """Translate a pattern into a POSIX extended regular expression, as librdkafka needs it.

    Args:
        pattern: a regular expression of Python that begins with ``^``.

    Raises:
        hop.errors.URLError: it has a part that librdkafka does not know.
    """

    def translated(part: re.Match[str]) -> str:
        if part["set"] is not None:
            return _set(part, pattern)
        if part["extension"] == "?:":
            return "("
        if part["manner"] == "?":  # a match is a match, however short
            return part["repeat"]
        escaped = part["escaped"]
        if escaped is None or (escaped.isalnum() and escaped.lower() not in _CLASSES):
            raise _refusal(part[0], pattern)
        if not escaped.isalnum():
            return part[0]
        return f"[{'^' * escaped.isupper()}{_CLASSES[escaped.lower()]}]"

    body = _PART.sub(translated, pattern[1:])
    # Each alternative is looked for at the start of the name, as without a group.
    return f"^({body})" if "|" in body else f"^{body}"


def _set(part: re.Match[str], pattern: str) -> str:
    """A set in brackets. POSIX knows no escapes in it, and a plain hyphen only at the end."""
    hyphen = ""

    def unescaped(escape: re.Match[str]) -> str:
        nonlocal hyphen
        character = escape[1]
        if character.isalnum() and character not in _CLASSES:
            raise _refusal(part[0], pattern)
        hyphen = "-" if character == "-" else hyphen
        # Other escaped characters are in no topic's name.
        return _CLASSES.get(character, character if character in "._" else "")

    content = re.sub(r"\\(.)", unescaped, part["set"], flags=re.DOTALL) + hyphen
    if not content:
        raise _refusal(part[0], pattern)
    return f"[{part['not']}{content}]"


def _refusal(part: str, pattern: str) -> URLError:
    return URLError(
        f"the pattern {pattern!r} has {part!r}, which no pattern of a group can have: write it "
        "with [ ], ( ), |, ., * and the like alone, or leave out the group"
    )
