"""The marks by which senders say that a message is a test, one function for each kind.

A model asks those that its messages may have. Source: the pages and example messages of GCN's
missions, of LVK and of SNEWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

GCN_TEST_TOPICS = (
    r"gcn\.classic\.(?:voevent|text|binary)\.(?:.*_)?TEST(?:_.*)?",
    r"gcn\.notices\.(?:.+\.)?test(?:\..+)?",
)
"""Topics of GCN on which every message is a test: ``FERMI_GBM_POS_TEST``, ``burstcube.test``."""
LVK_TEST_TOPICS = (r"igwn\.gwalert[._-]test",)
SNEWS_TEST_TOPICS = (r"snews\.(?:alert|experiments)-firedrill", r"snews\.connection-testing")
"""Fire drills of SNEWS. ``snews.alert-test`` is none of them: real alerts come there."""

_TENSES = frozenset({"test", "injection", "injections", "commanded"})
_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
# Params of VOEvents, without case and underscores.
_FLAGS = frozenset(
    {
        "testsubmission",  # Swift, Fermi
        "testnotice",  # INTEGRAL
        "testmpos",
        "test",  # AMON, MAXI
        "internaltest",
        "hardwareinj",  # LVC
        "firedrill",  # SNEWS
        "isfiredrill",
        "istest",
    }
)
_EVENT_NAMES = frozenset({"graceid", "supereventid"})
_TRIGGER_NUMBERS = frozenset({"triggernumber", "trigid", "triggernum"})
# LVK's events begin with S; MS and M are mock events, TS and T tests.
_MOCK = re.compile(r"[MT]S?\d+[a-z]*\s*", re.ASCII)
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
        what: the section, as dictionaries.
        of_gecam: whether it is a notice of GECAM, which marks tests by their numbers.
    """
    for name, value in _params(what):
        plain = re.sub(r"[_\s-]", "", name).lower()
        if (
            (plain in _FLAGS and is_set(value))
            or (plain in _EVENT_NAMES and is_mock_event(value))
            or (plain == "alerttense" and is_test_tense(value))
            or (of_gecam and plain in _TRIGGER_NUMBERS and is_gecam_test(value))
        ):
            return True
    return False


def _params(tree: Any) -> Iterator[tuple[str, Any]]:
    inner = [tree]
    while inner:
        each = inner.pop()
        if isinstance(each, list):
            inner += each
        elif isinstance(each, Mapping):
            inner += each.values()
            name, value = each.get("name"), each.get("value", each.get("Value"))
            if isinstance(name, str) and isinstance(value, str):
                yield name, value


def notice_says_test(document: Any) -> bool:
    """Whether the JSON of a notice of GCN, of LVK or of SNEWS is marked as a test."""
    if not isinstance(document, dict):
        return False
    is_gecam = "gecam" in str(document.get("mission")).lower()
    ids = document.get("id")
    return (
        is_test_tense(document.get("alert_tense"))
        # An answer to a mock event is a test, too: ref_ID is what it follows up.
        or any(is_mock_event(document.get(name)) for name in ("superevent_id", "ref_ID"))
        or any(document.get(name) is True for name in ("is_test", "is_firedrill"))
        or (is_gecam and any(map(is_gecam_test, ids if isinstance(ids, list) else [ids])))
    )


def text_says_test(fields: Mapping[str, str]) -> bool:
    """Whether a text notice is marked as a test.

    Args:
        fields: the values by their names in lower case.
    """
    title, kind = fields.get("title", ""), fields.get("notice_type", "")
    number = fields.get("trigger_num", "") or fields.get("trigger_number", "")
    return (
        any(map(_WORD.search, (title, kind)))
        or is_mock_event(number.partition(",")[0])
        or ("gecam" in f"{title} {kind}".lower() and is_gecam_test(number))
        or any(
            _SAYS_SO.search(line) and not _DENIES.search(line)
            for line in fields.get("comments", "").splitlines()
        )
    )


def survey_says_test(record: Any) -> bool:
    """Whether a survey's alert is of a source that was put into the image: Rubin's flags."""
    source = record.get("diaSource") if isinstance(record, dict) else None
    return isinstance(source, dict) and any(
        name.startswith("pixelFlags_injected") and value is True for name, value in source.items()
    )
