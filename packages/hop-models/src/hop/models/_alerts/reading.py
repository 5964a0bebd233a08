"""Values of a message as those of an alert: numbers, times, words, positions and their errors."""

from __future__ import annotations

import math
import re
import reprlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

EMPTY: dict[str, Any] = {}
"""The object that an absent one is read as; nothing is ever put into it."""

# A name, since Python would compute it anew each time.
_HUGE = 10**100
_EARLIEST, _LATEST = 1900, 2199
_LONGEST_SHOWN, _MOST_PROBLEMS = 60, 50
LONGEST = 1000
"""So much of a text is searched: what a stranger writes must not take long."""
_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = _LONGEST_SHOWN
_parse_time = datetime.fromisoformat
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|pdf|html?|txt)(?:[?#].*)?$", re.IGNORECASE)
_SPELLED = re.compile(r"(GRB|SGR|FRB|XRF)[\s_-]*(\d.*)", re.IGNORECASE)
_ICECUBE = re.compile(r"icecube[\s_-]*(cascade[\s_-]*)?(\d{6}[a-z]?)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\s*\[\s*([^\],\s]+))?")
YEAR = 365.25 * 86400
"""A year in seconds, as false alarm rates count it."""
_STATED = {
    "deg": 1.0, "degree": 1.0, "degrees": 1.0, "arcmin": 1 / 60, "arcsec": 1 / 3600,
    "hz": 1.0, "yr^-1": 1 / YEAR, "/yr": 1 / YEAR, "year^-1": 1 / YEAR, "s": 1.0, "sec": 1.0,
}  # fmt: skip
"""What one of a stated unit is in the unit of alerts."""


def shown(value: Any) -> str:
    """A value as a problem shows it: short, on one line, whatever its size."""
    try:
        text = _short.repr(value)
    except Exception:  # a value of any class, or of too many digits
        text = type(value).__name__
    text = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return "".join(each if each.isprintable() else "?" for each in text)


def refuse(problems: list[str], path: str, expected: str, value: Any) -> None:
    """Add the problem that a value is not what it should be; of very many, the first ones."""
    if len(problems) < _MOST_PROBLEMS:
        problems.append(f"{path[:_LONGEST_SHOWN]}: expected {expected}, found {shown(value)}")


# Finding values


def sub(tree: Any, name: str) -> dict[str, Any]:
    """The object under a name; an empty one where there is none."""
    inner = tree.get(name)
    return inner if type(inner) is dict else EMPTY


def at(tree: Any, steps: Iterable[str | int]) -> Any:
    """What stands at the end of some steps, through objects and lists; None where nothing does."""
    for step in steps:
        if type(step) is int:
            tree = tree[step] if type(tree) is list and -len(tree) <= step < len(tree) else None
        else:
            tree = tree.get(step) if type(tree) is dict else None
    return tree


def item(value: Any, index: int) -> Any:
    """An item of a list; a value that stands alone is its first item."""
    if type(value) is list:
        return value[index] if index < len(value) else None
    return value if index == 0 else None


def items(value: Any) -> list[Any]:
    """The items of a list; a value that stands alone is the only one."""
    if type(value) is list:
        return value
    return [] if value is None else [value]


def part(value: Any, name: str) -> str | None:
    """A value within a line of a text notice: ``Seg_Num`` of ``728094, Seg_Num: 0``."""
    if type(value) is not str:
        return None
    match = _named_part(name).search(value[:LONGEST])
    return None if match is None else match[1]


@cache
def _named_part(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\s*[:=]\s*([^\s,]+)", re.IGNORECASE)


def to_degrees(unit: Any, path: str, problems: list[str]) -> float | None:
    """What one of a unit is in degrees; without a unit, it is degrees."""
    if unit is None or unit == "deg":
        return 1.0
    factor = {"degrees": 1.0, "degree": 1.0, "arcmin": 1 / 60, "arcsec": 1 / 3600}.get(unit.strip())
    if factor is None:
        refuse(problems, path, "deg, arcmin or arcsec", unit)
    return factor


def mapped(table: Mapping[str, Any], value: Any) -> Any:
    """What a word of the message means; None for a word that the table does not know."""
    if type(value) is str:
        return table.get(value.strip())
    if value is True or value is False:
        return table.get("true" if value else "false")
    if type(value) is int or (type(value) is float and value.is_integer()):
        return table.get(str(int(value)))
    return None


# Numbers


def json_number(value: Any, path: str, problems: list[str]) -> float | None:
    """A number of JSON."""
    if type(value) is float and value - value == 0.0:
        return value
    if type(value) is int and -_HUGE < value < _HUGE:
        return float(value)
    refuse(problems, path, "a finite number", value)
    return None


def text_number(value: Any, path: str, problems: list[str]) -> float | None:
    """A number in text; None without a problem where the text is empty."""
    if type(value) is not str:
        refuse(problems, path, "a number", value)
        return None
    try:
        is_plain = len(value) < LONGEST and "_" not in value and value.isascii()
        number = float(value) if is_plain else math.nan
    except ValueError:
        if not value.strip():
            return None
        number = math.nan
    if number - number == 0.0:
        return number
    refuse(problems, path, "a finite number", value)
    return None


def stated_number(value: Any, path: str, problems: list[str]) -> float | None:
    """A number in the unit that stands behind it in brackets: ``3.00 [arcmin radius, …]``."""
    match = _NUMBER.match(value[:LONGEST]) if type(value) is str else None
    if match is None:
        if type(value) is not str or value.strip():
            refuse(problems, path, "a number", value)
        return None
    number, unit = float(match[1]), match[2]
    factor = 1.0 if unit is None else _STATED.get(unit.lower())
    if factor is None or not math.isfinite(number):
        refuse(problems, path, f"a number with one of the units {', '.join(_STATED)}", value)
        return None
    return number * factor


def leading_number(value: Any, path: str, problems: list[str]) -> float | None:
    """The number at the beginning of a text, whatever stands behind it."""
    match = _NUMBER.match(value[:LONGEST]) if type(value) is str else None
    number = math.nan if match is None else float(match[1])
    if math.isfinite(number):
        return number
    refuse(problems, path, "a number", value)
    return None


def above(value: float, low: float, path: str, problems: list[str]) -> float | None:
    """A number that is greater than another."""
    if value > low:
        return value
    refuse(problems, path, f"a number above {low:g}", value)
    return None


def not_below(value: float, low: float, path: str, problems: list[str]) -> float | None:
    """A number that is not less than another."""
    if value >= low:
        return value
    refuse(problems, path, f"a number of at least {low:g}", value)
    return None


def probability(value: float, path: str, problems: list[str]) -> float | None:
    """A number from 0 to 1."""
    if 0.0 <= value <= 1.0:
        return value
    refuse(problems, path, "a number from 0 to 1", value)
    return None


def integer(value: Any, path: str, problems: list[str]) -> int | None:
    """A whole number, of JSON or in text."""
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    if type(value) is str:
        text = value.strip()
        if len(text) < 20 and text.isascii() and text.removeprefix("-").isdigit():
            return int(text)
        if not text:
            return None
    refuse(problems, path, "a whole number", value)
    return None


def probabilities(
    value: Any,
    path: str,
    problems: list[str],
    without: frozenset[str] = frozenset(),
    only: tuple[str, ...] | None = None,
    *,
    is_text: bool = False,
) -> dict[str, float] | None:
    """Numbers from 0 to 1 by their names; what is null is left out.

    Args:
        value: the object.
        path: where it is.
        problems: the list of problems.
        without: names that are no such probabilities.
        only: the names that are; None: all others.
        is_text: whether the numbers are texts.
    """
    if type(value) is not dict:
        refuse(problems, path, "an object", value)
        return None
    read, found = text_number if is_text else json_number, {}
    if only is not None:
        value = {name: value[name] for name in only if name in value}
    for name, each in value.items():
        if name in without:
            continue
        if type(each) is float and 0.0 <= each <= 1.0:
            found[name] = each
        elif type(each) is int and 0 <= each <= 1:
            found[name] = float(each)
        elif each is not None:
            number = read(each, f"{path}/{name}", problems)
            if number is not None:
                number = probability(number, f"{path}/{name}", problems)
            if number is not None:
                found[str(name)] = number
    return found or None


# Words and times


def text(value: Any, path: str, problems: list[str]) -> str | None:
    """A text without blanks around it, or a whole number as its digits; None for an empty one."""
    if type(value) is str:
        return value.strip() or None
    if type(value) is int or (type(value) is float and value.is_integer()):
        return str(int(value)) if abs(value) < _HUGE else None
    refuse(problems, path, "text", value)
    return None


def first_word(value: Any, path: str, problems: list[str]) -> str | None:
    """What stands before a comma or two blanks: ``728094`` of ``728094, Seg_Num: 0``."""
    found = text(value, path, problems)
    return (
        None if found is None else re.split(r",|\s\s|\n|\t", found, maxsplit=1)[0].strip() or None
    )


def word(value: Any, allowed: frozenset[str], path: str, problems: list[str]) -> str | None:
    """One of some words."""
    if type(value) is str and value in allowed:
        return value
    refuse(problems, path, f"one of {', '.join(sorted(allowed))}", value)
    return None


def name(value: Any, path: str, problems: list[str]) -> str | None:
    """A name of an event in its usual spelling: ``GRB 240812B``, ``IceCube-240412A``."""
    found = text(value, path, problems)
    return None if found is None else spelled(found)


def spelled(found: str) -> str:
    """A name in its usual spelling."""
    if found[:1] not in "GgSsFfXxIi":
        return found
    if match := _SPELLED.fullmatch(found):
        return f"{match[1].upper()} {match[2]}"
    if match := _ICECUBE.fullmatch(found):
        return f"IceCube-{'Cascade-' if match[1] else ''}{match[2].upper()}"
    return found


def time(value: Any, path: str, problems: list[str]) -> datetime | None:
    """A time in ISO 8601; without a zone it is UTC."""
    if type(value) is str:
        try:
            found = _parse_time(value)
        except ValueError:
            if not value.strip():
                return None
            try:
                found = _parse_time(value.strip())
            except ValueError:
                refuse(problems, path, "a time in ISO 8601", value)
                return None
        if len(value) > 10:
            if found.tzinfo is UTC and _EARLIEST <= found.year <= _LATEST:
                return found
            return dated(found, value, path, problems)
    refuse(problems, path, "a time in ISO 8601", value)
    return None


def dated(found: datetime, value: Any, path: str, problems: list[str]) -> datetime | None:
    """A time in UTC, of a year in which there can be alerts."""
    if not _EARLIEST <= found.year <= _LATEST:
        refuse(problems, path, f"a year from {_EARLIEST} to {_LATEST}", value)
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def iso(found: datetime) -> str:
    """A time in UTC as ISO 8601 with Z."""
    return found.isoformat().replace("+00:00", "Z")


def url(value: Any, path: str, problems: list[str]) -> str | None:
    """The address of a sky map; None for that of a picture or a page."""
    found = text(value, path, problems)
    if found is None or _PICTURE.search(found):
        return None
    if found.startswith(("https://", "http://")):
        return found
    refuse(problems, path, "an address that begins with https://", value)
    return None


# Positions and their errors


def position(
    ra: float | None,
    dec: float | None,
    paths: tuple[str, str],
    problems: list[str],
) -> tuple[float, float] | None:
    """Right ascension and declination in degrees; None unless both are on the sphere."""
    if ra is not None and dec is not None and 0.0 <= ra < 360.0 and -90.0 <= dec <= 90.0:
        return ra, dec
    if ra is not None and not 0.0 <= ra < 360.0:
        refuse(problems, paths[0], "degrees from 0 to less than 360", ra)
        ra = None
    if dec is not None and not -90.0 <= dec <= 90.0:
        refuse(problems, paths[1], "degrees from -90 to 90", dec)
        dec = None
    return None if ra is None or dec is None else (ra, dec)


def radius(value: float, path: str, problems: list[str]) -> float | None:
    """The radius of a circle on the sky, or half an axis of an ellipse, in degrees."""
    if 0.0 < value <= 180.0:
        return value
    refuse(problems, path, "degrees above 0, up to 180", value)
    return None


def axes(value: Any, path: str, problems: list[str], factor: float = 1.0) -> dict[str, Any] | None:
    """The size of a circle or an ellipse: a radius, or ``[semi-major, semi-minor, angle]``.

    Of a list of two the angle is 0. A list of one, or of two equal axes, is a circle.
    """
    if type(value) is not list:
        size = json_number(value, path, problems)
        size = None if size is None else radius(size * factor, path, problems)
        return None if size is None else {"radius": size}
    if not 1 <= len(value) <= 3:
        refuse(problems, path, "one to three numbers", value)
        return None
    numbers = [json_number(each, f"{path}/{i}", problems) for i, each in enumerate(value)]
    sizes = [
        None if each is None else radius(each * factor, f"{path}/{i}", problems)
        for i, each in enumerate(numbers[:2])
    ]
    major, minor = sizes[0], sizes[-1]
    angle = numbers[2] if len(numbers) > 2 else 0.0
    if major is None or minor is None or angle is None:
        return None
    if len(value) == 1 or (major == minor):
        return {"radius": major}
    if minor > major:
        refuse(problems, path, "the longer axis first", value)
        major, minor, angle = minor, major, angle + 90.0
    return {"semi_major": major, "semi_minor": minor, "position_angle": angle % 180.0}


def corners(value: Any, path: str, problems: list[str]) -> dict[str, Any] | None:
    """The corners of a polygon: a list of right ascension and declination, in degrees."""
    if type(value) is not list or len(value) < 3:
        refuse(problems, path, "three corners or more", value)
        return None
    found = []
    for i, each in enumerate(value):
        if type(each) is not list or len(each) != 2:
            refuse(problems, f"{path}/{i}", "[right ascension, declination]", each)
            return None
        at_ = (f"{path}/{i}/0", f"{path}/{i}/1")
        ra, dec = (json_number(x, place, problems) for x, place in zip(each, at_, strict=True))
        corner = position(ra, dec, at_, problems)
        if corner is None:
            return None
        found.append(corner)
    return {"corners": tuple(found)}


def by_date(periods: tuple[tuple[str, str, Any], ...], *times: datetime | None) -> Any:
    """The value of the period in which the first known time is; None without one.

    Args:
        periods: first day, the day after the last, and the value; an empty day has no limit.
        times: the first that is known counts; without one, the last period does.
    """
    when = next((each for each in times if each is not None), None)
    if when is None:
        return periods[-1][2]
    day = f"{when:%Y-%m-%d}"
    for first, end, value in periods:
        if (not first or first <= day) and (not end or day < end):
            return value
    return None
