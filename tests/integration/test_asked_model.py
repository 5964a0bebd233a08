"""Streams that ask for one model (``model=``), over a real Kafka: plain, asyncio and handlers."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

import hop
from hop import Stream
from hop.errors import DecodeError
from hop.io import StartPosition
from hop.message import Blob
from hop.models import GCNNotice, LVKAlert, VOEvent

STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False)
ALERT = LVKAlert(superevent_id="S1", alert_type="PRELIMINARY")
EVENT = VOEvent(ivorn="ivo://example.org/lantern#1", role="observation")


@pytest.fixture
def mixed(url: str) -> str:
    """A topic with an alert, an event, JSON, and an alert again."""
    with STREAM.open(url, "w") as stream:
        for message in (ALERT, EVENT, {"note": "clouds"}, ALERT):
            stream.write(message)
    return url


def test_other_models_are_left_out(mixed: str) -> None:
    with STREAM.open(mixed, model=LVKAlert, errors="skip") as stream:
        assert [alert.superevent_id for alert in stream] == ["S1", "S1"]
    with STREAM.open(mixed, model=VOEvent, errors="skip") as stream:
        assert [event.ivorn for event in stream] == [EVENT.ivorn]
    with STREAM.open(mixed, model=GCNNotice, errors="skip") as stream:
        assert list(stream) == []


def test_other_models_arrive_as_blobs_with_the_reason(mixed: str) -> None:
    with STREAM.open(mixed, model=LVKAlert) as stream:
        messages = list(stream)
    kinds = [type(each).__name__ for each in messages]
    assert kinds == ["LVKAlert", "Blob", "JSONBlob", "LVKAlert"]
    assert isinstance(messages[1], Blob)
    assert "this is a voevent" in str(messages[1].error)
    assert "offset 1" in messages[1].error.__notes__[0]  # type: ignore[union-attr]


def test_other_models_end_reading_if_errors_are_raised(mixed: str) -> None:
    with STREAM.open(mixed, model=LVKAlert, errors="raise") as stream:
        messages = iter(stream)
        assert next(messages) == ALERT
        with pytest.raises(DecodeError, match="this is a voevent, and model= asks for LVKAlert"):
            next(messages)


def test_payloads_that_are_not_decoded_stay_as_they_are(mixed: str) -> None:
    with STREAM.open(mixed, model=LVKAlert, errors="raise") as stream:
        assert len(list(stream.read_raw())) == 4


def test_asyncio_gives_the_same(mixed: str) -> None:
    async def read(**options: Any) -> list[str]:
        async with STREAM.aopen(mixed, model=LVKAlert, **options) as stream:
            return [type(each).__name__ async for each in stream]

    assert asyncio.run(read(errors="skip")) == ["LVKAlert", "LVKAlert"]
    assert asyncio.run(read()) == ["LVKAlert", "Blob", "JSONBlob", "LVKAlert"]


def test_a_handler_gets_only_messages_of_the_model(mixed: str) -> None:
    got: list[Any] = []
    counters = hop.run(
        got.append,
        mixed,
        f"desk-{uuid.uuid4().hex[:8]}",
        auth=False,
        start_at=StartPosition.EARLIEST,
        persist=False,
        model=LVKAlert,
        errors="skip",
    )
    assert got == [ALERT, ALERT]
    assert counters.done == 2


def test_streams_show_where_they_read_and_write(mixed: str) -> None:
    address, topic = mixed.removeprefix("kafka://").split("/")
    with STREAM.open(mixed, "w") as producer:
        assert repr(producer) == f"<Producer to {topic} at {address}>"
    with STREAM.open(mixed, group_id="desk") as consumer:
        assert repr(consumer) == f"<Consumer of {topic} at {address}, group desk>"
    assert repr(consumer) == f"<Consumer of {topic} at {address}, group desk, closed>"

    async def shown() -> str:
        async with STREAM.aopen(mixed) as stream:
            return repr(stream)

    assert asyncio.run(shown()) == f"<AsyncConsumer of {topic} at {address}>"
