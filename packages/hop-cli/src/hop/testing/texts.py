"""What stands in a text, by the format or the name of its field: a time, an address, words."""

from __future__ import annotations

import re

from hop.testing.trees import Words

TIME, ADDRESS, IDENTIFIER, MAIL, BASE64, FREE = (
    "time",
    "address",
    "identifier",
    "mail",
    "base64",
    "",
)

NAMED = "$schema"
"""The field in which a document names its schema."""

EXAMPLES = {
    TIME: "2031-04-12T03:14:15Z",
    ADDRESS: "https://kestrel.example.org/R310412a",
    IDENTIFIER: "ivo://kestrel.example/R310412a#1",
    MAIL: "watch@kestrel.example.org",
    BASE64: "a2VzdHJlbA==",
    FREE: "kestrel",
}
"""A text of each kind."""

_FORMATS = {
    "date-time": TIME,
    "uri": ADDRESS,
    "uri-reference": ADDRESS,
    "iri": ADDRESS,
    "email": MAIL,
    "base64": BASE64,
    "bytes-or-base64": BASE64,
}
# As alerts call them: fields for which schemas say no more than that they are text.
_NAMES = (
    (ADDRESS, re.compile(re.escape(NAMED))),
    (IDENTIFIER, re.compile(r"ivorn$", re.IGNORECASE)),
    (ADDRESS, re.compile(r"(?:^|_|[a-z](?=U))ur[il]$|_page$", re.IGNORECASE)),
    (MAIL, re.compile(r"email$", re.IGNORECASE)),
    (TIME, re.compile(r"^(?:date|expires|isotime|time|alert_datetime|.+_time|time_created)$|"
                      r"^observation_(?:start|stop)$", re.IGNORECASE)),
    (BASE64, re.compile(r"^healpix_file$|skymap$")),
)  # fmt: skip
# Tried in turn where a pattern is asked for.
_OTHERS = (
    *("Kestrel", "KESTREL", "K", "k", "R310412a", "GRB310412A", "S310412ab", "310412", "1", "0"),
    *("1.0", "1.0.0", "v1.0.0", "17.5", "2031-04-12", "2031-04-12T03:14:15.926Z", "03:14:15"),
    *("2031-04-12 03:14:15", "2031-04-12T03:14:15", "00000000-0000-4000-8000-000000000000"),
    *("a-b", "a_b", "+1 555 0100", "#ff0000", "en", "H1", "ab"),
)


def kind_of(asked: Words) -> str:
    """The kind of a text."""
    if asked.format:
        return _FORMATS.get(asked.format, FREE)
    return next((kind for kind, names in _NAMES if names.search(asked.name)), FREE)


def fits(text: str, asked: Words) -> bool:
    """Whether a text is what was asked for."""
    return asked.least <= len(text) <= asked.most and all(
        re.search(pattern, text) for pattern in asked.patterns
    )


def plain_text(asked: Words) -> str:
    """An ordinary text, always the same one.

    Raises:
        hop.errors.ConfigError: only the library hypothesis could make one, and it is missing.
    """
    kind = kind_of(asked)
    example = EXAMPLES[kind]
    if len(example) < asked.least:
        example = (example * (asked.least // len(example) + 1))[: asked.least]
    elif len(example) > asked.most:
        example = example[: int(asked.most)]
    for text in (*asked.examples, example, *EXAMPLES.values(), *_OTHERS):
        if fits(text, asked):
            return text
    from hop.testing.drawing import find_text

    return find_text(asked)
