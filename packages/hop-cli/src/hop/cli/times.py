"""Times on the command line: ISO 8601, or from now: ``2h ago``, ``in 30 min``, ``now``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _TimeType = click.ParamType[datetime, Any]
    _StartType = click.ParamType[datetime | int, Any]
else:
    _TimeType = _StartType = click.ParamType

_FROM_NOW = re.compile(r"(in\s+)?(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]+)(\s+ago)?", re.ASCII)
_SECONDS = {
    1: ("s", "sec", "secs", "second", "seconds"),
    60: ("m", "min", "mins", "minute", "minutes"),
    3600: ("h", "hr", "hrs", "hour", "hours"),
    86400: ("d", "day", "days"),
    604800: ("w", "week", "weeks"),
}
_UNITS = {name: seconds for seconds, names in _SECONDS.items() for name in names}
_FORMS = "give one such as 2026-11-01T12:00:00Z, 2026-11-01 (UTC), '2h ago', 'in 30 min' or now"


def parse_time(text: str, now: datetime) -> datetime:
    """The time that a text names; without a zone it is UTC.

    Args:
        text: the text.
        now: what it counts from, if it does.

    Raises:
        ValueError: it names none, or one before 1970.
    """
    words = " ".join(text.lower().split())
    time = now if words == "now" else _from_now(words, now)
    if time is None:
        try:
            time = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(f"{text!r} is no time: {_FORMS}") from None
        if time.tzinfo is None:
            time = time.replace(tzinfo=UTC)
    try:
        is_known = time.astimezone(UTC).year >= 1970
    except OverflowError:
        is_known = False
    if not is_known:
        raise ValueError(f"{text!r} is before 1970, with which Kafka's time begins")
    return time


def _from_now(words: str, now: datetime) -> datetime | None:
    found = _FROM_NOW.fullmatch(words)
    if found is None or found[3] not in _UNITS or bool(found[1]) == bool(found[4]):
        return None
    seconds = float(found[2]) * _UNITS[found[3]]
    try:
        return now + timedelta(seconds=seconds if found[1] else -seconds)
    except OverflowError:
        return None


class Time(_TimeType):
    """A time; its value is a datetime with a zone."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_time(value, datetime.now(UTC))
        except ValueError as fault:
            self.fail(str(fault), param, ctx)


class Start(_StartType):
    """Where reading starts: a time, or ``-N`` for the last N messages."""

    name = "start"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | int:
        """Read it."""
        if isinstance(value, (datetime, int)):
            return value
        if re.fullmatch(r"-0*[1-9][0-9]{0,8}", value, re.ASCII):
            return int(value)
        try:
            return parse_time(value, datetime.now(UTC))
        except ValueError as fault:
            self.fail(f"{fault}; or -5 for the last five messages", param, ctx)
