"""Values on the command line: times, starts, delimiters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import pytest

from hop.cli.types import START, TIME, parse_time, unescape
from hop.io import StartPosition

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("now", NOW),
        ("2026-11-01T12:00:00Z", NOW),
        ("2026-11-01T12:00:00+00:00", NOW),
        ("2026-11-01T14:00:00+02:00", NOW),
        ("2026-11-01T12:00:00", NOW),
        (" 2026-11-01 12:00 ", NOW),
        ("2026-11-01", NOW.replace(hour=0)),
        ("2026-11-01T12:00:00.125Z", NOW + timedelta(milliseconds=125)),
        ("2h ago", NOW - timedelta(hours=2)),
        ("2 Hours  ago", NOW - timedelta(hours=2)),
        ("90s ago", NOW - timedelta(seconds=90)),
        ("1.5 h ago", NOW - timedelta(minutes=90)),
        ("30 min ago", NOW - timedelta(minutes=30)),
        ("1 m ago", NOW - timedelta(minutes=1)),
        ("3d ago", NOW - timedelta(days=3)),
        ("2 weeks ago", NOW - timedelta(weeks=2)),
        ("in 1 day", NOW + timedelta(days=1)),
        ("in 10s", NOW + timedelta(seconds=10)),
        ("today", NOW.replace(hour=0)),
        ("Yesterday", datetime(2026, 10, 31, tzinfo=UTC)),
        ("1970-01-01", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_times(text: str, time: datetime) -> None:
    assert parse_time(text, NOW) == time


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2h",
        "ago",
        "in 2h ago",
        "2 moons ago",
        "-2h ago",
        "h ago",
        "2026",
        "2026-13-01",
        "2026-02-30",
        "12:00",
        "2026-11-01T25:00:00Z",
        "1e3 s ago",
        "99999999999 s ago",
        "in 999999999 weeks",
        "\u0661h ago",
        "-5",
        "nan h ago",
    ],
)
def test_invalid_times(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time; give one such as") as caught:
        parse_time(text, NOW)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    "text", ["1969-12-31T23:59:59Z", "60 years ago", "3000 weeks ago", "0001-01-01T00:00+10:00"]
)
def test_times_before_1970(text: str) -> None:
    with pytest.raises(ValueError, match="is "):
        parse_time(text, NOW)


def test_starts() -> None:
    convert = START.convert
    assert [convert(text, None, None) for text in ("-1", "-05", "-100000")] == [-1, -5, -100000]
    for text in ("EARLIEST", "earliest", "Latest"):
        assert convert(text, None, None) is StartPosition[text.upper()]
    start = convert("2h ago", None, None)
    assert isinstance(start, datetime)
    assert timedelta(0) <= datetime.now(UTC) - timedelta(hours=2) - start < timedelta(minutes=1)
    for text in ("-", "--5", "-5.5", "-0", "+5", "5", "-1000000000", "-\u0665", "-5 "):
        with pytest.raises(click.BadParameter, match="-5 for the last five"):
            convert(text, None, None)
    with pytest.raises(click.BadParameter, match="is not a time"):
        TIME.convert("-5", None, None)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        (r"\n", b"\n"),
        (r"\r\n\t\0\\", b"\r\n\t\0\\"),
        (r"\\n", b"\\n"),
        (r"a\x1Eb", b"a\x1eb"),
        (r"\xff", b"\xff"),
        (r"\u00e9é", "éé".encode()),
        ("\n", b"\n"),
        ("\udcff", b"\xff"),
        (r"\x412", b"A2"),
    ],
)
def test_escapes(text: str, data: bytes) -> None:
    assert unescape(text) == data


@pytest.mark.parametrize("text", ["\\", r"\q", r"\x", r"\x1", r"\xg0", r"\u12", r"a\\\1", "\\\n"])
def test_unknown_escapes(text: str) -> None:
    with pytest.raises(ValueError, match="is an unknown escape; known are"):
        unescape(text)
