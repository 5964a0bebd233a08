"""What is shown at the prompt: a line for each object, without data, and keys to complete."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from typing import Any

import pytest

import hop.models
from hop.auth import Auth
from hop.io import StartPosition, Stream
from hop.message import Blob, ExternalMessage, JSONBlob
from hop.models import AvroBlob, GCNCircular, GCNNotice, GCNTextNotice, LVKAlert, VOEvent

MAP = base64.b64encode(bytes(range(256)) * 200).decode()
EVENT = VOEvent.build(
    "ivo://example.org/lantern#1",
    time=datetime(2026, 11, 30, tzinfo=UTC),
    ra=197.45,
    dec=-23.38,
    error=0.1,
    params={"rate": 1.5},
)
LONG = "A very long text without an end. " * 300
MESSAGES: list[Any] = [
    LVKAlert(superevent_id="MS1", event={"skymap": MAP, "far": 1e-9}),  # type: ignore[arg-type]
    GCNNotice(mission="Lantern", healpix_file=MAP, instrument=LONG),
    GCNCircular({"title": "GCN CIRCULAR", "subject": "LTN 1\nseen"}, LONG),
    GCNTextNotice(fields={"title": "LANTERN", "comments": LONG.strip()}),
    EVENT,
    EVENT.What,
    Blob(bytes(5000)),
    Blob(LONG),
    JSONBlob({"map": MAP, "list": list(range(10_000)), "a\u202eb": 1}),
    AvroBlob({"map": bytes(5000), "text": LONG}),
    ExternalMessage(f"https://example.org/{'a/' * 500}"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: type(each).__name__)
def test_a_message_is_shown_on_one_line(message: Any) -> None:
    shown = repr(message)
    assert shown.startswith(f"{type(message).__name__}(")
    assert shown.endswith(")")
    assert len(shown) <= 160
    assert shown.isprintable()
    assert MAP[:60] not in shown


def test_what_is_shown_names_the_fields_and_the_size_of_data() -> None:
    assert repr(MESSAGES[0]) == (
        "LVKAlert(superevent_id='MS1', event={'skymap': <base64, 68 kB>, 'far': 1e-09})"
    )
    assert repr(Blob(bytes(5000))) == "Blob(content=<bytes, 5 kB>)"
    assert repr(JSONBlob({"magnitude": 17.2})) == "JSONBlob(content={'magnitude': 17.2})"
    assert "event_id='lvk:MS1'" in repr(MESSAGES[0].alerts[0])
    assert repr(GCNNotice(trigger_time=datetime(2026, 11, 30, tzinfo=UTC)).alerts[0]).count(
        "time=2026-11-30T00:00:00Z"
    )
    assert "\n" not in repr(MESSAGES[0].alerts[0].sky_map)
    assert len(repr(MESSAGES[0].alerts[0].sky_map)) < 80


def test_a_stream_shows_what_was_chosen_and_no_secret() -> None:
    assert repr(Stream()) == "Stream()"
    stream = Stream(
        Auth("ada", "hunter2"),
        StartPosition.EARLIEST,
        kafka={"ssl.key.password": "hunter2", "fetch.max.bytes": 1},
    )
    assert "ada" in repr(stream)
    assert "EARLIEST" in repr(stream)
    assert "hunter2" not in repr(stream)
    assert len(repr(stream)) <= 160


def test_a_stream_for_asyncio_says_whether_it_is_open() -> None:
    async def opened() -> str:
        stream = Stream(auth=False).aopen("kafka://localhost:1/alerts")
        shown = repr(stream)
        await stream.close()
        return f"{shown} {stream!r}"

    assert asyncio.run(opened()) == "<AsyncConsumer, not open> <AsyncConsumer, closed>"


@pytest.mark.parametrize(
    ("message", "keys"),
    [
        (GCNNotice(ra=1.0, mine=2), ["ra", "mine"]),  # type: ignore[call-arg]
        (JSONBlob({"a": 1}), ["a"]),
        (JSONBlob([1]), []),
        (Blob("text"), []),
    ],
    ids=str,
)
def test_keys_are_completed(message: Any, keys: list[str]) -> None:
    assert message._ipython_key_completions_() == keys


def test_lazy_names_are_listed() -> None:
    import hop.io
    import hop.models.schema
    import hop.sandbox
    import hop.testing

    for module in (hop, hop.io, hop.models, hop.models.schema, hop.sandbox, hop.testing):
        assert set(module.__all__) <= set(dir(module)), module.__name__


def test_the_version_is_that_of_the_core() -> None:
    from hop._version import __version__

    assert hop.__version__ == __version__
