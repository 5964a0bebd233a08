"""The marks by which senders say that a message is a test, one function for each kind.

A model asks those that its messages may have. Source: the pages and example messages of GCN's
missions, of LVK and of SNEWS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_TENSES = frozenset({"test", "injection", "injections", "commanded"})
_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
# Params of VOEvents, without case and underscores, by what their values are.
_KINDS = {
    "flag": {
        "testsubmission",  # Swift, Fermi
        "testnotice",  # INTEGRAL
        "testmpos",
        "test",  # AMON, MAXI
        "internaltest",
        "hardwareinj",  # LVC
        "firedrill",  # SNEWS
        "isfiredrill",
        "istest",
    },
    "event": {"graceid", "supereventid"},
    "tense": {"alerttense"},  # KM3NeT
    "number": {"triggernumber", "trigid", "triggernum"},
}
_LONGEST_NAME = 40
# LVK's events begin with S; MS and M are mock events, TS and T tests.
_MOCK = re.compile(r"[MT]S?\d+[a-z]*\s*", re.ASCII)
# What may be a name of anything, M31 say: only this is one of LVK's.
_MOCK_SUPEREVENT = re.compile(r"[MT]S\d{6}[a-z]+", re.ASCII)
_LEAST_OF_GECAMS_TESTS = 100_000_000
_INTEGER = re.compile(r"\s*(\d{1,18})\b", re.ASCII)
# The word, and not a part of another one.
_WORD = re.compile(r"(?<![A-Za-z])test(?![A-Za-z])", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"\b(?:is|was) (?:only |just )?an? (?:internal )?test\b"
    r"|(?<![A-Za-z])test[ _-](?:notice|alert|message|event|trigger|burst|position|pos|coord)"
    r"|\bfire[ -]?drill\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\bnot (?:an? )?(?:test|fire)", re.IGNORECASE)


def is_test_tense(tense: Any) -> bool:
    """Whether an ``alert_tense`` of GCN's notices tells of nothing in the sky."""
    return isinstance(tense, str) and tense.strip().lower() in _TENSES


def is_mock_event(name: Any) -> bool:
    """Whether a name is that of a mock or test event of LVK: ``MS230914ak``."""
    return isinstance(name, str) and _MOCK.fullmatch(name) is not None


def is_gecam_test(number: Any) -> bool:
    """Whether a trigger number of GECAM is one that it gives to tests."""
    found = _INTEGER.match(str(number))
    return found is not None and int(found[1]) >= _LEAST_OF_GECAMS_TESTS


def is_set(value: Any) -> bool:
    """Whether a flag is set, as text or otherwise."""
    return value is True or str(value).strip().lower() in _TRUE


def params_say_test(what: Any, *, of_gecam: bool) -> bool:
    """Whether a Param in the What of a VOEvent marks a test.

    Args:
        what: the section, as dictionaries and lists.
        of_gecam: whether it is a notice of GECAM, which marks tests by their numbers.
    """
    inner = [what]
    while inner:
        each = inner.pop()
        if isinstance(each, list):
            inner += each
            continue
        if not isinstance(each, dict):
            continue
        name = each.get("name")
        # Names come from strangers, and are remembered.
        kind = _kind(name) if isinstance(name, str) and len(name) <= _LONGEST_NAME else None
        if kind is not None and _says_test(kind, each, of_gecam=of_gecam):
            return True
        inner += [value for value in each.values() if not isinstance(value, str)]
    return False


# A mission gives its Params the same names in every notice.
@lru_cache(maxsize=1024)
def _kind(name: str) -> str | None:
    """What a Param of this name may tell of a test."""
    plain = name.replace("_", "").lower()
    return next((kind for kind, names in _KINDS.items() if plain in names), None)


def _says_test(kind: str, param: dict[str, Any], *, of_gecam: bool) -> bool:
    value = param.get("value", param.get("Value"))
    if isinstance(value, list) and value:  # text in a child of its own
        value = value[0]
    if not isinstance(value, str):
        return False
    if kind == "number":
        return of_gecam and is_gecam_test(value)
    return {"flag": is_set, "event": is_mock_event, "tense": is_test_tense}[kind](value)


def notice_says_test(document: Any) -> bool:
    """Whether the JSON of a notice of GCN, of LVK or of SNEWS is marked as a test."""
    if not isinstance(document, dict):
        return False
    is_gecam = "gecam" in str(document.get("mission")).lower()
    ids = document.get("id")
    followed = document.get("ref_ID")
    return (
        is_test_tense(document.get("alert_tense"))
        or is_mock_event(document.get("superevent_id"))
        # An answer to a mock event is a test, too.
        or (isinstance(followed, str) and _MOCK_SUPEREVENT.fullmatch(followed) is not None)
        or any(document.get(name) is True for name in ("is_test", "is_firedrill"))
        or (is_gecam and any(map(is_gecam_test, ids if isinstance(ids, list) else [ids])))
    )


def text_says_test(fields: Any) -> bool:
    """Whether a text notice is marked as a test.

    Args:
        fields: the values by their names in lower case; anything, if a stranger gave them.
    """
    if not isinstance(fields, Mapping):
        return False

    def text(name: str) -> str:
        value = fields.get(name)
        return value if isinstance(value, str) else ""

    title, kind = text("title"), text("notice_type")
    number = text("trigger_num") or text("trigger_number")
    return (
        any(map(_WORD.search, (title, kind)))
        or is_mock_event(number.partition(",")[0])
        or ("gecam" in f"{title} {kind}".lower() and is_gecam_test(number))
        or any(
            _SAYS_SO.search(line) and not _DENIES.search(line)
            for line in text("comments").splitlines()
        )
    )


def survey_says_test(record: Any) -> bool:
    """Whether a survey's alert is of a source that was put into the image: Rubin's flags."""
    source = record.get("diaSource") if isinstance(record, dict) else None
    return isinstance(source, dict) and any(
        name.startswith("pixelFlags_injected") and value is True for name, value in source.items()
    )
