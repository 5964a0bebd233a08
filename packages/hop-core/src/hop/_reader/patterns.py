"""Patterns of topics in a group: librdkafka reads them, and knows fewer forms than Python."""

from __future__ import annotations

import re

from hop.errors import URLError

# What matters by itself; both read all other characters alike.
_PART = re.compile(
    r"\[(?P<not>\^?)(?P<set>\]?(?:\\.|[^\]\\])*)\]"
    r"|\((?P<extension>\?:?)"
    r"|(?P<repeat>[*+?]|\{\d*,?\d*\})(?P<manner>[?+])"
    r"|\\(?P<escaped>.)",
    re.DOTALL,
)
# Of what names of topics are made of: letters, digits, dots, hyphens and underscores.
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_"}


def for_group(pattern: str) -> str:
    """The pattern for librdkafka: a POSIX extended regular expression of the same topics.

    Args:
        pattern: a regular expression of Python that begins with ``^``.

    Raises:
        hop.errors.URLError: it has a part that librdkafka does not know.
    """

    def refusal(part: str) -> URLError:
        return URLError(
            f"the pattern {pattern!r} has {part!r}, which no pattern of a group can have: write it "
            "with [ ], ( ), |, ., * and the like alone, or leave out the group"
        )

    def of_set(part: re.Match[str]) -> str:
        """POSIX knows no escapes in a set, and a hyphen of its own only at the end."""
        hyphen = ""

        def unescaped(each: re.Match[str]) -> str:
            nonlocal hyphen
            character = each[1]
            if character.isalnum() and character not in _CLASSES:
                raise refusal(part[0])
            hyphen = "-" if character == "-" else hyphen
            # Others than these stand in no topic's name.
            return _CLASSES.get(character, character if character in "._" else "")

        content = re.sub(r"\\(.)", unescaped, part["set"], flags=re.DOTALL) + hyphen
        if not content:
            raise refusal(part[0])
        return f"[{part['not']}{content}]"

    def translated(part: re.Match[str]) -> str:
        if part["set"] is not None:
            return of_set(part)
        if part["extension"] == "?:":
            return "("
        if part["manner"] == "?":  # a match is a match, however short
            return part["repeat"]
        escaped = part["escaped"]
        if escaped is None or (escaped.isalnum() and escaped.lower() not in _CLASSES):
            raise refusal(part[0])
        if not escaped.isalnum():
            return part[0]
        return f"[{'^' * escaped.isupper()}{_CLASSES[escaped.lower()]}]"

    body = _PART.sub(translated, pattern[1:])
    # Each alternative is looked for at the start of the name, as without a group.
    return f"^({body})" if "|" in body else f"^{body}"
