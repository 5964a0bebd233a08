"""What stands beside a message, and what a start or an end may be."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from hop import Stream
from hop._config import Options
from hop._messages.metadata import check_start, to_ms
from hop.io import Metadata, StartPosition

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ID = uuid.uuid4()


class Record:
    """A record as librdkafka hands it over."""

    def __init__(self, headers: Any = None, timestamp: int = 1_793_534_400_000) -> None:
        self._headers, self._timestamp = headers, timestamp

    def topic(self) -> str:
        return "alerts"

    def partition(self) -> int:
        return 2

    def offset(self) -> int:
        return 7

    def timestamp(self) -> tuple[int, int]:
        return 1, self._timestamp

    def key(self) -> bytes | None:
        return b"key"

    def headers(self) -> Any:
        return self._headers

    def value(self) -> bytes | None:
        return b""

    def error(self) -> Any:
        return None


def test_metadata_of_a_record() -> None:
    headers = [("own", b"1"), ("_id", ID.bytes), ("_sender", "Zoë".encode()), ("own", None)]
    metadata = Metadata.of(Record(headers))
    assert (metadata.topic, metadata.partition, metadata.offset) == ("alerts", 2, 7)
    assert (metadata.key, metadata.headers) == (b"key", headers)
    assert (metadata.id, metadata.sender, metadata.time) == (ID, "Zoë", NOON)


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        (None, None),
        ([], None),
        ([("_id", None), ("_sender", None)], None),
        ([("_id", ID.hex.encode()), ("_sender", b"")], ""),
        ([("_id", b""), ("_sender", b"\xff")], "\ufffd"),
    ],
)
def test_metadata_of_strangers(headers: Any, sender: str | None) -> None:
    for timestamp in (-1, 2**63 - 1):
        metadata = Metadata.of(Record(headers, timestamp))
        assert (metadata.id, metadata.sender, metadata.time) == (None, sender, None)


def test_metadata_that_a_program_makes_itself() -> None:
    made = Metadata(
        topic="alerts", partition=2, offset=7, timestamp=0, key=None,
        headers=[("_sender", b"desk")], _raw=None,
    )  # fmt: skip
    assert made.headers == [("_sender", b"desk")]
    assert (made.sender, made.id, made.payload) == ("desk", None, b"")
    moved = dataclasses.replace(made, topic="others")
    assert (moved.topic, moved.headers) == ("others", made.headers)
    bare = Metadata(topic="alerts", partition=2, offset=7, timestamp=0, key=None)
    assert bare.headers == []


def test_metadata_of_a_record_by_the_name_of_hop_client() -> None:
    record = Record([("_sender", b"desk")])
    assert Metadata.from_message(record) == Metadata.of(record)
    assert Metadata.from_message(record).headers == [("_sender", b"desk")]


def test_the_first_of_several_counts() -> None:
    headers = [("_sender", b"first"), ("_sender", b"second")]
    assert Metadata.of(Record(headers)).sender == "first"


def test_a_time_in_milliseconds_is_rounded_up() -> None:
    ms = 1_793_534_400_000
    assert to_ms(NOON, "until") == ms
    assert to_ms(NOON + timedelta(microseconds=1), "until") == ms + 1
    assert to_ms(NOON - timedelta(microseconds=1), "until") == ms
    assert to_ms(NOON.astimezone(timezone(timedelta(hours=-7))), "until") == ms


@pytest.mark.parametrize("start", [*StartPosition, NOON, -1, -(10**6)])
def test_starts(start: Any) -> None:
    check_start(start)
    assert Stream(start_at=start).start_at == start


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("start_at", 0, "start_at=0 is not possible"),
        ("start_at", 5, "-5 for the last five"),
        ("start_at", True, "not True"),
        ("start_at", None, "not None"),
        ("start_at", "EARLIEST", "not 'EARLIEST'"),
        ("start_at", -2.0, "not -2.0"),
        ("start_at", NOON.replace(tzinfo=None), "start_at is a time without a zone"),
        ("start_at", datetime(1969, 1, 1, tzinfo=UTC), "begins with 1970"),
        ("until", NOON.replace(tzinfo=None), "until is a time without a zone"),
        ("until", "2020-01-01", "until is a datetime"),
        ("kafka", "acks=all", "a dict of names and values"),
        ("idle_timeout", 0, "idle_timeout"),
        ("idle_timeout", -1, "idle_timeout"),
        ("idle_timeout", float("nan"), "idle_timeout"),
        ("idle_timeout", float("inf"), "idle_timeout"),
        ("idle_timeout", True, "idle_timeout"),
        ("idle_timeout", "5", "idle_timeout"),
    ],
)
def test_bad_options(option: str, value: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Stream(**{option: value})
    with pytest.raises(ValueError, match=says):
        Stream(auth=False).open("kafka://localhost:1/topic", "r", **{option: value})


def test_open_takes_every_option_of_a_stream_but_auth() -> None:
    options = {each.name: each.type for each in dataclasses.fields(Stream) if each.name != "auth"}
    # Both are texts of the source; a TypedDict wraps its own.
    assert options == {
        name: getattr(hint, "__forward_arg__", hint)
        for name, hint in Options.__annotations__.items()
    }


def test_options_are_attributes_of_a_stream() -> None:
    stream = Stream(False, -5, until_eos=True, journal="journal")
    assert (stream.auth, stream.start_at, stream.persist) == (False, -5, False)
    assert (stream.until_eos, stream.journal, stream.journal_bytes) == (True, "journal", 2**30)
    with pytest.raises(TypeError, match="no_such"):
        Stream(no_such=1)  # type: ignore[call-arg]
