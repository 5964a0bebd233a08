"""What a table cannot say in words: it names one of these functions, as ``convert``.

Each is given the value, further values that the table names under ``with``, where the value stands,
and the list of problems. Each returns what the value means, or None, and never raises.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from functools import lru_cache
from typing import Any

from hop.models import _marks_of_tests as marks
from hop.models._alerts.reading import (
    LONGEST,
    YEAR,
    axes,
    dated,
    first_word,
    integer,
    items,
    json_number,
    leading_number,
    mapped,
    name,
    probabilities,
    radius,
    refuse,
    spelled,
    stated_number,
    text,
    text_number,
    time,
)

_WITHDRAWN = re.compile(
    r"\b(?:is|was) (?:definitely |probably )?not (?:a|due to a) (?:GRB|burst|real)"
    r"|\bretract(?:ion|ed)\b|\bSTAR ?TRACKER? (?:has )?lost",
    re.IGNORECASE,
)
_CONTAINMENT = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*% *containment")
_STATISTICAL = re.compile(r"stat(?:istical)?[ -]*(only|(?:\+|plus|and) *sys)", re.IGNORECASE)
_EPOCH = datetime(1858, 11, 17, tzinfo=UTC) + timedelta(days=40000)
"""Day 0 of the truncated Julian days: MJD 40000."""
_TJD = re.compile(r"\s*(\d{4,5})\s*TJD")
_YMD = re.compile(r"(?<!\d)(\d\d)/(\d\d)/(\d\d)(?!\d)")
_SOD = re.compile(r"\s*(\d+(?:\.\d*)?)\s*SOD")
_BRACED = re.compile(r"\{\s*(\d\d):(\d\d):(\d\d(?:\.\d*)?)\s*\}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Possessive, and begun only where a number begins: many digits take no longer for that.
_J2000 = re.compile(r"(?<![\d.])([+-]?\d++(?:\.\d*+)?)\s*+d?\s*+(?:\{[^}]*+\})?\s*+\(J2000\)")
# Second by which TAI is ahead of UTC, from a day on.
_LEAPS = tuple(
    (datetime(year, month, 1, tzinfo=UTC), leap)
    for year, month, leap in (
        (2017, 1, 37), (2015, 7, 36), (2012, 7, 35), (2009, 1, 34), (2006, 1, 33), (1999, 1, 32),
    )
)  # fmt: skip
_TT = 32.184
_AHEAD_OF_TAI = {"TT": _TT, "TDB": _TT, "GPS": -19.0, "TAI": 0.0}


_ZTF = re.compile(r"ZTF\d\d[a-z]{7}")
_NAMESPACES = {
    "Fermi": "fermi-gbm:",
    "Swift": "swift:",
    "INTEGRAL": "integral:",
    "IceCube": "icecube:",
}


# Tests and retractions


def test_schema(value: Any, path: str, problems: list[str]) -> bool | None:
    """True for a ``$schema`` of tests, such as ``…/gcn/notices/burstcube/test.schema.json``."""
    return marks.is_test_schema(value) or None


def test_words(value: Any, path: str, problems: list[str]) -> bool | None:
    """True where a text has the word TEST."""
    return marks.has_word_test(value) or None


def test_comment(value: Any, path: str, problems: list[str]) -> bool | None:
    """True where a comment says that it is a test: ``This is a TEST notice.``"""
    return marks.comment_says_test(value) or None


def not_a_burst(value: Any, path: str, problems: list[str]) -> str | None:
    """``retraction`` where a comment withdraws the event: "is NOT a GRB", "RETRACTION"."""
    if type(value) is not str:
        return None
    words = value.lower()
    if "not" not in words and "retract" not in words and "lost" not in words:
        return None  # which takes a tenth of the time of the search
    return "retraction" if _WITHDRAWN.search(value) is not None else None


def mock_superevent(value: Any, path: str, problems: list[str]) -> bool | None:
    """Whether the name of a superevent is that of mock data or of a test (MS…, TS…)."""
    if type(value) is not str or not value:
        return None
    return marks.is_mock_superevent(value)


def mock_trigger(value: Any, path: str, problems: list[str]) -> bool | None:
    """True for a superevent of mock data or of a test; other triggers say nothing."""
    return marks.is_mock_trigger(value) or marks.names_mock_event(value) or None


def any_flag(*given: Any) -> bool | None:
    """True where one of several flags is true; False where the first is false."""
    flags = given[:-2]  # behind them are the path and the problems
    if any(each is True for each in flags):
        return True
    return False if flags[0] is False else None


# Times


def voevent_time(value: Any, system: Any, path: str, problems: list[str]) -> datetime | None:
    """A time in the scale that the system of coordinates names, as UTC.

    Args:
        value: the time.
        system: the system, such as ``UTC-FK5-GEO``; of none, the time is UTC.
        path: where it is.
        problems: the list of problems.
    """
    found = time(value, path, problems)
    scale = system.partition("-")[0] if type(system) is str else "UTC"
    if found is None or scale not in _AHEAD_OF_TAI:
        return found
    return _utc(found, _AHEAD_OF_TAI[scale], value, path, problems)


def _utc(
    found: datetime, ahead: float, value: Any, path: str, problems: list[str]
) -> datetime | None:
    """A time of a scale that is ahead of TAI by some seconds, as UTC."""
    for first, leap in _LEAPS:
        utc = found - timedelta(seconds=ahead + leap)
        if utc >= first:
            return utc
    refuse(problems, path, "a time after 1998: its leap seconds are not known", value)
    return None


def text_time(value: Any, day_time: Any, path: str, problems: list[str]) -> datetime | None:
    """The time of a text notice: a date ``17745 TJD; …``, and ``68486.64 SOD {19:01:26.64} UT``."""
    if type(value) is not str or type(day_time) is not str:
        return None
    value, day_time = value[:LONGEST], day_time[:LONGEST]
    braced = _BRACED.search(day_time)
    seconds = _SOD.match(day_time) if braced is None else None
    day = _day(value)
    if day is None or (braced is None and seconds is None):
        refuse(problems, path, "a date as TJD and a time as SOD", f"{value} {day_time}")
        return None
    if braced is not None:
        since = 3600 * int(braced[1]) + 60 * int(braced[2]) + float(braced[3])
    else:
        since = float(seconds[1]) if seconds is not None else 0.0
    if not since < 86401:
        refuse(problems, path, "a second of the day", day_time)
        return None
    return dated(day + timedelta(seconds=round(since, 6)), value, path, problems)


def _day(value: str) -> datetime | None:
    if match := _TJD.match(value):
        return _EPOCH + timedelta(days=int(match[1]))
    if match := _YMD.search(value):
        year = int(match[1]) + (1900 if int(match[1]) >= 90 else 2000)
        try:
            return datetime(year, int(match[2]), int(match[3]), tzinfo=UTC)
        except ValueError:
            return None
    return None


def notice_date(value: Any, path: str, problems: list[str]) -> datetime | None:
    """The date of a text notice: ``Fri 12 Apr 24 05:34:35 UT``."""
    parts = value[:LONGEST].replace(",", " ").split() if type(value) is str else []
    if len(parts) > 3 and not parts[0][:1].isdigit():
        del parts[0]  # the day of the week
    try:
        year, clock = int(parts[2]), clock_time.fromisoformat(parts[3][:8])
        year += 0 if len(parts[2]) == 4 else 2000 if year < 90 else 1900
        month = _MONTHS.index(parts[1].lower()) + 1
        day = datetime(year, month, int(parts[0]), tzinfo=UTC)
    except (ValueError, IndexError):
        refuse(problems, path, "a date such as Fri 12 Apr 24 05:34:35 UT", value)
        return None
    found = datetime.combine(day, clock, UTC)
    return dated(found, value, path, problems)


def ms_time(value: Any, path: str, problems: list[str]) -> datetime | None:
    """A time in milliseconds since 1970, UTC."""
    if type(value) in (int, float) and abs(value) < 1e14:
        return dated(datetime.fromtimestamp(value / 1000, UTC), value, path, problems)
    refuse(problems, path, "milliseconds since 1970", value)
    return None


def circular_date(value: Any, path: str, problems: list[str]) -> datetime | None:
    """The date of a circular in its text form: ``20/01/29 17:07:21 GMT``."""
    match = re.match(r"\s*(\d\d)/(\d\d)/(\d\d)\s+(\d\d):(\d\d):(\d\d)", str(value))
    if match is not None:
        year, *others = map(int, match.groups())
        try:
            found = datetime(year + (1900 if year >= 90 else 2000), *others)  # type: ignore[arg-type]
        except ValueError:
            pass
        else:
            return dated(found, value, path, problems)
    refuse(problems, path, "a date such as 20/01/29 17:07:21 GMT", value)
    return None


def jd_time(value: Any, path: str, problems: list[str]) -> datetime | None:
    """A Julian day in UTC: ``2463000.5`` is 2031-05-14T00:00:00Z."""
    return _of_days(value, 2_440_000.5, path, problems)


def mjd_tai_time(value: Any, path: str, problems: list[str]) -> datetime | None:
    """A modified Julian day in TAI, as UTC: 37 s earlier since 2017."""
    found = _of_days(value, 40_000.0, path, problems)
    return None if found is None else _utc(found, 0.0, value, path, problems)


def _of_days(value: Any, zero: float, path: str, problems: list[str]) -> datetime | None:
    """The time that is some days after MJD 40000, which is ``zero`` in this count of days."""
    number = json_number(value, path, problems)
    if number is None:
        return None
    if not abs(number - zero) < 1e5:
        refuse(problems, path, "a day of this century", value)
        return None
    return dated(_EPOCH + timedelta(days=number - zero), value, path, problems)


def time_after(value: Any, event: Any, path: str, problems: list[str]) -> datetime | None:
    """When a notice was made; that it is older than its own event becomes a problem."""
    found = time(value, path, problems)
    if found is not None and event is not None:
        seen = time(event, path, [])
        if seen is not None and found < seen:
            problems.append(f"{path}: {value} is before the event, {event}")
    return found


# Positions and numbers in text


def j2000(value: Any, path: str, problems: list[str]) -> float | None:
    """The angle that is marked J2000, of several: ``103.7861d {+06h 55m 09s} (J2000), …``."""
    if type(value) is not str or not value.strip() or "undefined" in value.lower():
        return None
    value = value[:LONGEST]
    match = _J2000.search(value)
    if match is not None:
        return float(match[1])
    if "(" in value:
        refuse(problems, path, "an angle marked (J2000)", value)
        return None
    return leading_number(value, path, problems)


def ra_dec_errors(value: Any, path: str, problems: list[str]) -> dict[str, Any] | None:
    """An ellipse of the errors of RA and Dec: ``[0.5, 0.75, 0]`` is longer from north to south.

    The larger error is the longer axis. A third number that is not 0 is an angle, as usual.
    """
    if type(value) is list and len(value) > 1 and all(each in (0, None) for each in value[2:]):
        sizes = [json_number(each, f"{path}/{i}", problems) for i, each in enumerate(value[:2])]
        ra, dec = (
            None if each is None else radius(each, f"{path}/{i}", problems)
            for i, each in enumerate(sizes)
        )
        if ra is None or dec is None:
            return None
        if ra == dec:
            return {"radius": ra}
        angle = 90.0 if ra > dec else 0.0
        return {"semi_major": max(ra, dec), "semi_minor": min(ra, dec), "position_angle": angle}
    return axes(value, path, problems)


# Identifiers


def optical_key(value: Any, path: str, problems: list[str]) -> str | None:
    """The key of an optical transient: ``ztf:ZTF25abcdefg`` by its survey, else ``boom:…``."""
    found = text(value, path, problems)
    if found is None:
        return None
    return f"{'ztf' if _ZTF.fullmatch(found) else 'boom'}:{found}"


def crossmatched_event(value: Any, path: str, problems: list[str]) -> str | None:
    """The key of an event that an object was found near to: ``{"ref_ID": "S251117bs", …}``."""
    found = value.get("ref_ID") if type(value) is dict else value
    return superevent_key(found, path, problems)


def some_id(value: Any, path: str, problems: list[str]) -> str | None:
    """An identifier; None for 0, with which older alerts of Rubin say that there is none."""
    return None if value == 0 else text(value, path, problems)


def name_with_letters(value: Any, path: str, problems: list[str]) -> str | None:
    """A name, in its usual spelling; None for a bare number, which is none."""
    found = name(value, path, problems)
    return None if found is None or found.isdigit() else found


def amon_key(value: Any, event: Any, path: str, problems: list[str]) -> str | None:
    """The key of an event of IceCube: its run and its event, ``136918_45252263``."""
    run, number = first_word(value, path, problems), event
    number = None if number is None else first_word(number, path, problems)
    return f"{run}_{number}" if run and number else None


def integral_trigger(value: Any, path: str, problems: list[str]) -> str | None:
    """The number of a trigger of INTEGRAL: its lower 16 bits, 10042 of 75578 = 65536 + 10042.

    0 is that of notices without a trigger, such as tests.
    """
    found = _trigger_number(value, path, problems)
    return str(found & 0xFFFF) if found is not None and found & 0xFFFF else None


def integral_part(value: Any, path: str, problems: list[str]) -> int | None:
    """Which notice of a trigger of INTEGRAL it is: what stands above 16 bits, 1 of 75578."""
    found = _trigger_number(value, path, problems)
    return None if found is None else found >> 16


def gecam_test(value: Any, path: str, problems: list[str]) -> bool | None:
    """Whether a trigger of GECAM is a test: those have numbers from 100000000 on."""
    found = _trigger_number(value, path, problems)
    return None if found is None else marks.is_gecam_test(found)


def _trigger_number(value: Any, path: str, problems: list[str]) -> int | None:
    """The number before a comma or a blank; negative ones are none."""
    word = first_word(value, path, problems)
    found = None if word is None else integer(word, path, problems)
    if found is not None and found < 0:
        refuse(problems, path, "a number of at least 0", value)
        return None
    return found


def mission_trigger(value: Any, path: str, problems: list[str]) -> str | None:
    """The key of another mission's trigger that is named in words: ``Fermi 694215970``."""
    found = text(value, path, problems)
    if found is None:
        return None
    mission, _, number = found.partition(" ")
    namespace: str | None = mapped(_NAMESPACES, mission)
    if namespace and number.strip().isascii() and re.fullmatch(r"\d[\d_]*", number.strip()):
        return namespace + number.strip()
    return superevent_key(found, path, problems) if found.startswith(("S", "MS", "TS")) else None


def superevent_key(value: Any, path: str, problems: list[str]) -> str | None:
    """The key of a superevent of LVK at the beginning of a text: ``S230914ak-2-Preliminary``."""
    match = re.match(r"\s*([MT]?S\d{6}[a-z]+)\b", value) if type(value) is str else None
    if match is not None:
        return f"lvk:{match[1]}"
    return None


def mission_key(value: Any, mission: Any, path: str, problems: list[str]) -> str | None:
    """The key of an event of a mission that has no table: its name in lower case, and the id."""
    found, name = text(value, path, problems), mission
    if found is None or type(name) is not str or not name.strip():
        return None
    namespace = name.strip().lower()
    if not (namespace.isascii() and namespace.isalnum()):
        namespace = re.sub(r"[^a-z0-9]+", "-", namespace)
    return f"{namespace}:{found}"


def cited_kind(value: Any, path: str, problems: list[str]) -> str | None:
    """What a VOEvent does by its citations: it withdraws an event, or replaces what was said."""
    cites = {cite for cite, _ in value}
    if "retraction" in cites:
        return "retraction"
    return "update" if "supersedes" in cites else None


def larger_error(value: Any, path: str, problems: list[str]) -> float | None:
    """An error, or the larger of two: below and above."""
    numbers = value if type(value) is list else [value]
    found = [json_number(each, path, problems) for each in numbers if each is not None]
    sizes = [abs(each) if len(numbers) > 1 else each for each in found if each is not None]
    return max(sizes, default=None)


def km3net_rate(value: Any, unit: Any, path: str, problems: list[str]) -> float | None:
    """A false alarm rate of KM3NeT in Hz, by the unit that the VOEvent states.

    Their VOEvents print the number of the JSON notice, which is in Hz, with the unit yr^-1. The
    unit counts, and becomes a problem.
    """
    number = text_number(value, path, problems)
    stated = unit.strip().lower() if type(unit) is str else ""
    factor = {"hz": 1.0, "yr^-1": 1 / YEAR}.get(stated)
    if number is None or factor is None:
        if number is not None:
            refuse(problems, f"{path}@unit", "Hz or yr^-1", unit)
        return None
    if factor != 1.0:
        problems.append(f"{path}: in {unit}, but the notices in JSON have this number in Hz")
    return number * factor


def superevent_classes(value: Any, *others: Any) -> dict[str, float] | None:
    """What a superevent may be, by its lines of a text notice.

    Args:
        value: PROB_BNS, such as ``0.99 [range is 0.0-1.0]``; -1 is not assigned.
        *others: PROB_NSBH, PROB_BBH, PROB_MassGap, PROB_TERRES; the path and the problems.
    """
    *numbers, path, problems = others
    names = ("BNS", "NSBH", "BBH", "MassGap", "Terrestrial")
    return _assigned(dict(zip(names, (value, *numbers), strict=True)), path, problems)


def superevent_properties(
    value: Any, remnant: Any, path: str, problems: list[str]
) -> dict[str, float] | None:
    """Whether a superevent has a neutron star and leaves matter: PROB_NS and PROB_REMNANT."""
    return _assigned({"HasNS": value, "HasRemnant": remnant}, path, problems)


def _assigned(given: dict[str, Any], path: str, problems: list[str]) -> dict[str, float] | None:
    """Probabilities in lines of text; those that are not assigned are left out."""
    numbers = {
        name: leading_number(each, f"{path} ({name})", problems)
        for name, each in given.items()
        if each is not None
    }
    return probabilities(
        {name: None if each == -1.0 else each for name, each in numbers.items()}, path, problems
    )


def stated_region(value: Any, path: str, problems: list[str]) -> dict[str, Any] | None:
    """A circle as text notices state it: ``69.22 [arcmin radius, stat-only, 90% containment]``."""
    size = stated_number(value, path, problems)
    size = None if size is None or size == 0.0 else radius(size, path, problems)
    if size is None:
        return None
    value = value[:LONGEST]
    found: dict[str, Any] = {"radius": size}
    if match := _CONTAINMENT.search(value):
        containment = float(match[1]) / 100
        if containment <= 1.0:
            found["containment"] = containment
        else:
            refuse(problems, path, "a containment up to 100 %", value)
    if match := _STATISTICAL.search(value):
        found["systematic"] = match[1].lower() != "only"
    return found


def scores(value: Any, path: str, problems: list[str]) -> dict[str, float] | None:
    """Probabilities by their names, or a list: ``[{"label": "Type II", "probability": 0.9}]``."""
    if type(value) is not list:
        return probabilities(value, path, problems)
    given = {}
    for each in value:
        label = each.get("label") if type(each) is dict else None
        if type(label) is not str:
            refuse(problems, path, "a label and a probability", each)
        else:
            given[label] = each.get("probability")
    return probabilities(given, path, problems) if given else None


def first_detection(
    value: Any, target: Any, whole: Any, path: str, problems: list[str]
) -> datetime | None:
    """The start of the first observation in which an object was seen, of those of many objects.

    Args:
        value: the observations, each with the name of its object, observation_start and brightness.
        target: the object, with its event_name: one, or a list; or with its name, in older notices.
        whole: the message, which keeps the observations by object.
        path: where the observations are.
        problems: the list of problems.
    """
    detections: _Detections | None = whole.kept.get(path)
    if detections is None:
        detections = whole.kept[path] = _detections(items(value), path)
    found = []
    for each in (*_names(target.get("event_name")), *_names(target.get("name"))):
        first, wrong = detections.get(each, _UNSEEN)
        problems += wrong
        if first is not None:
            found.append(first)
    return min(found, default=None)


_Detections = dict[str, tuple[datetime | None, list[str]]]
_UNSEEN: tuple[datetime | None, list[str]] = (None, [])


def _detections(observations: list[Any], path: str) -> _Detections:
    """The first detection of each object by its name, and what is wrong with its observations."""
    found: _Detections = {}
    for number, each in enumerate(observations):
        if type(each) is not dict or each.get("brightness") is None:
            continue  # a limit only
        start, wrong = each.get("observation_start"), list[str]()
        if start is None:
            continue
        seen = time(start, f"{path}/{number}/observation_start", wrong)
        for of in {*_names(each.get("event_name")), *_names(each.get("target_name"))}:
            first, problems = found.setdefault(of, (None, []))
            problems += wrong
            if seen is not None and (first is None or seen < first):
                found[of] = (seen, problems)
    return found


def _names(value: Any) -> list[str]:
    return [each for each in items(value) if type(each) is str]


def comma_list(value: Any, path: str, problems: list[str]) -> str | None:
    """A list of names as one text: ``["H1", "L1"]`` is ``H1,L1``."""
    if type(value) is list:
        return ",".join(str(each) for each in value if type(each) is str) or None
    return text(value, path, problems)


# Circulars: their event is named in words

_EVENTS = re.compile(
    r"(?P<lvk>\b[MT]?S\d{6}[a-z]+\b)|(?P<svom>\bsb\d{8}\b)"
    r"|\b(?P<name>(?:GRB|SGR|FRB|XRF)[\s_-]*\d{6,8}[A-Z]?\b(?:[+-]\d+)?"
    r"|IceCube[\s-]*(?:Cascade[\s-]*)?\d{6}[A-Z]?\b|EP\d{6}[a-z]+\b|GW\d{6}(?:_\d{6})?\b"
    r"|(?:AT|SN)\s?\d{4}[A-Za-z]{1,5}\b|ZTF\d\d[a-z]{7}\b|HAWC-\d{6}[A-Z]?\b|KM3-\d{6}[A-Z]?\b)",
    re.IGNORECASE,
)


def event_in_words(value: Any, path: str, problems: list[str]) -> str | None:
    """The key of the event that a text names: ``lvk:S240422ed``, ``name:GRB 240812B``."""
    return _named(value[:LONGEST])[1] if type(value) is str else None


def event_name(value: Any, path: str, problems: list[str]) -> str | None:
    """The first name of an event in a text, in its usual spelling."""
    return _named(value[:LONGEST])[0] if type(value) is str else None


@lru_cache(256)
def _named(value: str) -> tuple[str | None, str | None]:
    """The name of the event that a text names, and its key."""
    match = _EVENTS.search(value)
    if match is None:
        return None, None
    name = _spelled_event(match)
    namespace = "lvk" if match["lvk"] else "svom" if match["svom"] else "name"
    return name, f"{namespace}:{name}"


def retraction_type(value: Any, path: str, problems: list[str]) -> str | None:
    """``retraction`` where a list of types has Retraction."""
    return "retraction" if type(value) is list and "Retraction" in value else None


def circular_number(value: Any, path: str, problems: list[str]) -> str | None:
    """The number of a circular; two old ones are half-integers."""
    return (
        f"{value:g}" if type(value) is float and value * 2 % 1 == 0 else text(value, path, problems)
    )


def _spelled_event(match: re.Match[str]) -> str:
    if match["lvk"]:
        letters = match["lvk"]
        head = letters.upper()[: letters.upper().index("S") + 1]
        return head + letters[len(head) :].lower()
    return match["svom"].lower() if match["svom"] else spelled(match["name"])
