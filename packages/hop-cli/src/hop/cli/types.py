"""The types of values on the command line: times, seconds, delimiters, headers, formats."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

import hop.models.plugin  # noqa: F401 - announces hop's own formats: no need to look for plugins
from hop._wire import known_formats, model_for, own_headers
from hop.errors import EncodeError
from hop.io import StartPosition

if TYPE_CHECKING:
    from hop.message import MessageModel

    _ParamType = click.ParamType[Any, Any]
else:  # generic for type checkers only
    _ParamType = click.ParamType


class Parsed(_ParamType):
    """A value that a function makes of the text.

    Args:
        name: what it is, for click.
        parse: the function. It raises ValueError if the text is wrong.
        words: what the Tab key completes.
    """

    def __init__(
        self, name: str, parse: Callable[[str], Any], words: Callable[[], Iterable[str]] = tuple
    ) -> None:
        self.name, self._parse, self._words = name, parse, words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse the text; any other value is a default, and stays as it is."""
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the words that begin with a text, whatever its case."""
        words = [each for each in self._words() if each.lower().startswith(incomplete.lower())]
        return [CompletionItem(each) for each in words]


# Seconds

# librdkafka counts milliseconds in 32 bits.
_LONGEST_S = 2_000_000


def seconds(least: float) -> Parsed:
    """Return the type of a time in seconds.

    Args:
        least: the shortest time allowed.
    """
    return Parsed("seconds", partial(_parse_seconds, least))


def _parse_seconds(least: float, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number of seconds") from None
    if not least <= value <= _LONGEST_S:
        raise ValueError(f"{text} is not from {least:g} to {_LONGEST_S} seconds")
    return value


# Times

_FROM_NOW = re.compile(r"(in\s+)?(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]+)(\s+ago)?", re.ASCII)
_DAYS = {"today": 0, "yesterday": 1}
_NAMES_OF_UNITS = {
    1: ("s", "sec", "secs", "second", "seconds"),
    60: ("m", "min", "mins", "minute", "minutes"),
    3600: ("h", "hr", "hrs", "hour", "hours"),
    86400: ("d", "day", "days"),
    604800: ("w", "week", "weeks"),
}
_UNITS_S = {name: length for length, names in _NAMES_OF_UNITS.items() for name in names}


def parse_time(text: str, now: datetime | None = None) -> datetime:
    """Parse a time: ISO 8601, or relative: ``2h ago``, ``in 30 min``, ``now``, ``yesterday``.

    Args:
        text: the text. A time without a zone is UTC. Days begin at 0:00 UTC.
        now: the time that relative times count from; None: the present.

    Raises:
        ValueError: it is not a time, or is before 1970.
    """
    now = now or datetime.now(UTC)
    words = " ".join(text.lower().split())
    time = now if words == "now" else _parse_relative(words, now)
    if time is None:
        try:
            time = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(
                f"{text!r} is not a time; give one such as 2026-11-01T12:00:00Z, 2026-11-01 (UTC), "
                "'2h ago', 'in 30 min', yesterday or now"
            ) from None
        if time.tzinfo is None:
            time = time.replace(tzinfo=UTC)
    try:
        is_known = time.astimezone(UTC).year >= 1970
    except OverflowError:
        is_known = False
    if not is_known:
        raise ValueError(f"{text!r} is before 1970, the first year of Kafka's timestamps")
    return time


def _parse_relative(words: str, now: datetime) -> datetime | None:
    if words in _DAYS:
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=_DAYS[words])
    found = _FROM_NOW.fullmatch(words)
    if found is None or found[3] not in _UNITS_S or bool(found[1]) == bool(found[4]):
        return None
    length = float(found[2]) * _UNITS_S[found[3]]
    try:
        return now + timedelta(seconds=length if found[1] else -length)
    except OverflowError:
        return None


TIME = Parsed("time", parse_time)
"""A time; the value is a datetime with a zone."""


def _parse_duration(text: str) -> timedelta:
    found = _FROM_NOW.fullmatch(" ".join(text.lower().split()))
    if found is None or found[3] not in _UNITS_S or found[1] or found[4]:
        raise ValueError(f"{text!r} is not a length of time; give one such as 90d or '12 hours'")
    return timedelta(seconds=float(found[2]) * _UNITS_S[found[3]])


DURATION = Parsed("duration", _parse_duration)
"""A length of time; the value is a timedelta."""


def parse_start(text: str) -> StartPosition | datetime | int:
    """Parse where reading starts: EARLIEST, LATEST, a time, or ``-N`` for the last N messages."""
    if text.upper() in StartPosition.__members__:
        return StartPosition[text.upper()]
    if re.fullmatch(r"-0*[1-9][0-9]{0,8}", text, re.ASCII):
        return int(text)
    try:
        return parse_time(text)
    except ValueError as fault:
        raise ValueError(
            f"{fault}; or EARLIEST, or LATEST, or -5 for the last five messages"
        ) from None


START = Parsed("start", parse_start, lambda: StartPosition.__members__)
"""Where reading starts; the value is a StartPosition, a datetime, or a negative number."""


# Delimiters

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.|\Z)", re.DOTALL)
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
}


def unescape(text: str) -> bytes:
    r"""Return the bytes of a text with escapes.

    Args:
        text: with ``\n``, ``\t``, ``\0`` and the like, ``\x1e`` for a byte, ``\u2028`` for a
            character.

    Raises:
        ValueError: an unknown escape.
    """
    parts: list[bytes] = []
    position = 0
    for found in _ESCAPE.finditer(text):
        parts.append(os.fsencode(text[position : found.start()]))
        position = found.end()
        code = found[1]
        if code[:1] == "x" and len(code) == 3:
            parts.append(bytes.fromhex(code[1:]))
        elif code[:1] == "u" and len(code) == 5:
            parts.append(chr(int(code[1:], 16)).encode("utf-8", "surrogatepass"))
        elif code in _ESCAPED:
            parts.append(_ESCAPED[code].encode())
        else:
            raise ValueError(
                rf"{found[0]} is an unknown escape; known are \n, \t, \r, \0, \\ and the like, "
                r"\x1e for a byte and \u2028 for a character"
            )
    return b"".join([*parts, os.fsencode(text[position:])])


DELIMITER = Parsed("delimiter", unescape)
"""A text with escapes; the value is bytes."""


# Headers


def parse_header(text: str) -> tuple[str, bytes]:
    """Parse a header, ``NAME=VALUE``."""
    name, found, content = text.partition("=")
    if not found:
        raise ValueError(f"{text!r} has no =; give NAME=VALUE")
    header = (name, os.fsencode(content))
    try:
        own_headers([header])
    except EncodeError as fault:
        raise ValueError(str(fault)) from None
    return header


HEADER = Parsed("header", parse_header)
"""A header; the value is its name and its bytes."""


# Formats


def _format_names() -> list[str]:
    return [name.upper() for name in known_formats()]


def _parse_format(text: str) -> type[MessageModel]:
    found = model_for(text)
    if found is None:
        names = _format_names()
        if text.upper() in names:
            raise ValueError(
                f"the model of {text!r} cannot be loaded; the warning before this says why"
            )
        raise ValueError(f"{text!r} is an unknown format; known are {', '.join(names)}")
    return found


class Format(Parsed):
    """The name of a format; the value is the model. A click.Choice would load all models."""

    def __init__(self) -> None:
        super().__init__("format", _parse_format, _format_names)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return all names, for the help of the command."""
        return "[" + "|".join(_format_names()) + "]"
