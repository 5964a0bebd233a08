"""The marks by which senders say that a message is a test, one function for each kind.

What is a mark is known here, and nowhere else: models ask these functions for ``is_test``, and so
do the tables of alerts. Names of topics are marks, too: models declare them (``hop_test_topics``).
Source: the pages and example messages of GCN's missions, of LVK and of SNEWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
    "packet": {"packettype"},
}
# GCN's numbers for the types of notices: SWIFT_BAT_POS_TEST, FERMI_LAT_POS_TEST, MAXI_TEST.
_TEST_PACKETS = frozenset({"82", "124", "136"})
_OF_GCN = "nasa.gsfc.gcn"
# BurstCube's test notices have a schema of their own, and say "current" of themselves.
_TEST_SCHEMA = ("/gcn/notices/", "/test.schema.json")
_LONGEST_NAME = 40
# LVK's events begin with S; MS and M are mock events, TS and T tests.
_MOCK = re.compile(r"[MT]S?\d+[a-z]*\s*", re.ASCII)
# What may be a name of anything, M31 say: only this is one of LVK's.
_MOCK_SUPEREVENT = re.compile(r"\s*[MT]S\d{6}[a-z]+(?![A-Za-z0-9])", re.ASCII)
_LEAST_OF_GECAMS_TESTS = 100_000_000
_INTEGER = re.compile(r"\s*(\d{1,18})\b", re.ASCII)
# The word, and not a part of another one.
_WORD = re.compile(r"(?<![A-Za-z])tests?(?![A-Za-z])", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"\b(?:is|was) (?:only |just )?an? (?:internal )?test\b"
    r"|(?<![A-Za-z])test[ _-](?:notice|alert|message|event|trigger|burst|position|pos|coord)"
    r"|\bfire[ -]?drill\b|(?-i:\bTEST\b)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\bnot (?:an? )?(?:test|fire)", re.IGNORECASE)


def is_test_tense(tense: Any) -> bool:
    """Whether an ``alert_tense`` of GCN's notices tells of nothing in the sky."""
    return isinstance(tense, str) and tense.strip().lower() in _TENSES


def is_mock_superevent(name: Any) -> bool:
    """Whether the name of a superevent of LVK is one of mock data or of a test: ``MS230914ak``."""
    return isinstance(name, str) and name.startswith(("M", "T"))


def is_mock_trigger(number: Any) -> bool:
    """Whether a trigger, of any mission, is a mock or test event of LVK; more may follow it."""
    return isinstance(number, str) and _MOCK.fullmatch(number.partition(",")[0]) is not None


def names_mock_event(text: Any) -> bool:
    """Whether a text begins with the name of a mock or test event: ``MS230914ak-2-Preliminary``."""
    return isinstance(text, str) and _MOCK_SUPEREVENT.match(text) is not None


def has_word_test(text: Any) -> bool:
    """Whether a title or a type has the word TEST."""
    return isinstance(text, str) and "test" in text.lower() and _WORD.search(text) is not None


def comment_says_test(text: Any) -> bool:
    """Whether a comment of some lines says that this is a test: ``This is a TEST notice.``"""
    # A word that is looked for first takes a tenth of the time of the patterns.
    if not isinstance(text, str) or not ("test" in (low := text.lower()) or "drill" in low):
        return False
    return any(_SAYS_SO.search(each) and not _DENIES.search(each) for each in text.splitlines())


def is_test_schema(uri: Any) -> bool:
    """Whether a ``$schema`` of GCN is that of a mission's tests."""
    folder, name = _TEST_SCHEMA
    return isinstance(uri, str) and uri.endswith(name) and folder in uri


def is_gecam_test(number: Any) -> bool:
    """Whether a trigger number of GECAM is one that it gives to tests: from 100000000 on."""
    found = _INTEGER.match(str(number))
    return found is not None and int(found[1]) >= _LEAST_OF_GECAMS_TESTS


def is_set(value: Any) -> bool:
    """Whether a flag is set, as text or otherwise."""
    return value is True or str(value).strip().lower() in _TRUE


def params_say_test(params: Iterable[tuple[Any, Any]], ivorn: str) -> bool:
    """Whether a Param in the What of a VOEvent marks a test.

    Args:
        params: names and values, those of groups too.
        ivorn: the identifier of the event: GECAM marks tests by their numbers, GCN by their types.
    """
    of = ivorn.lower()
    for name, value in params:
        # Names come from strangers, and are remembered.
        kind = _kind(name) if isinstance(name, str) and len(name) <= _LONGEST_NAME else None
        if kind is not None and isinstance(value, str) and _says_test(kind, value, of):
            return True
    return False


def params_in(what: Any) -> Iterator[tuple[Any, Any]]:
    """The names and values of all Params in a What, which is dictionaries and lists."""
    inner = [what]
    while inner:
        each = inner.pop()
        if isinstance(each, list):
            inner += each
            continue
        if not isinstance(each, dict):
            continue
        value = each.get("value", each.get("Value"))
        if isinstance(value, list) and value:  # text in a child of its own
            value = value[0]
        yield each.get("name"), value
        inner += [value for value in each.values() if not isinstance(value, str)]


# A mission gives its Params the same names in every notice.
@lru_cache(maxsize=1024)
def _kind(name: str) -> str | None:
    """What a Param of this name may tell of a test."""
    plain = name.replace("_", "").lower()
    return next((kind for kind, names in _KINDS.items() if plain in names), None)


def _says_test(kind: str, value: str, of: str) -> bool:
    if kind == "number":
        return "gecam" in of and is_gecam_test(value)
    if kind == "packet":
        return of.startswith(f"ivo://{_OF_GCN}/") and value.strip() in _TEST_PACKETS
    return {"flag": is_set, "event": is_mock_superevent, "tense": is_test_tense}[kind](value)


def notice_says_test(document: Any) -> bool:
    """Whether the JSON of a notice of GCN, of LVK or of SNEWS is marked as a test."""
    if not isinstance(document, dict):
        return False
    get = document.get
    return (
        is_test_tense(get("alert_tense"))
        or is_mock_superevent(get("superevent_id"))
        # An answer to a mock event is a test, too.
        or names_mock_event(get("ref_ID"))
        or is_test_schema(get("$schema"))
        or get("is_test") is True
        or get("is_firedrill") is True
        or _has_id_of_gecams_tests(get("mission"), get("id"))
    )


def _has_id_of_gecams_tests(mission: Any, ids: Any) -> bool:
    if "gecam" not in str(mission).lower():
        return False
    return any(map(is_gecam_test, ids if isinstance(ids, list) else [ids]))


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
        any(map(has_word_test, (title, kind)))
        or is_mock_trigger(number)
        or ("gecam" in f"{title} {kind}".lower() and is_gecam_test(number))
        or comment_says_test(text("comments"))
    )


def survey_says_test(record: Any) -> bool:
    """Whether a survey's alert is of a source that was put into the image: Rubin's flags."""
    source = record.get("diaSource") if isinstance(record, dict) else None
    return isinstance(source, dict) and any(
        name.startswith("pixelFlags_injected") and value is True for name, value in source.items()
    )
