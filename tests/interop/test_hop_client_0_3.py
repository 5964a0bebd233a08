"""With ``envelope=True``, hop-client 0.3 reads what hop writes; and hop reads what that one writes.

It knows VOEvents, circulars, and JSON, which it calls a blob.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.io import Deserializer, StartPosition
from hop.message import MessageModel
from hop.models import Blob, GCNCircular, JSONBlob, VOEvent
from hop.sandbox import KafkaCluster

from .conftest import EXAMPLES, Peer, encoded

NewTopic = Callable[[], str]

STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST, envelope=True, tests="include")
VOEVENTS = sorted((EXAMPLES / "good/voevent").glob("*.xml"))
CIRCULARS = sorted((EXAMPLES / "good/circular").glob("*.gcn3"))
VALUES: dict[str, Any] = {
    "tree": {"a": [1, 2.5, None, True, {"b": "ü\u2028😀"}], "": "", "big": 2**53 + 1},
    "text": "hi",
    "number": 5,
    "nothing": None,
    "an envelope": {"format": "blob", "content": 1},
}
FIELDS = VOEvent(
    ivorn="ivo://example.org/stream#1",
    What={"Param": {"name": "a", "value": "1.50", "dataType": "float"}},
)


def loaded(path: Path) -> MessageModel:
    model: Any = Deserializer["VOEVENT" if path.suffix == ".xml" else "CIRCULAR"]
    message: MessageModel = model.load_file(path)
    return message


# What hop writes

WRITTEN: dict[str, Any] = {
    **{path.name: loaded(path) for path in (*VOEVENTS, *CIRCULARS)},
    "VOEvent of fields": FIELDS,
    **VALUES,
    **{f"Blob of {name}": Blob(value) for name, value in VALUES.items()},
    "JSONBlob": JSONBlob(VALUES["tree"]),
}


@pytest.fixture(scope="module")
def read_by_client(kafka: KafkaCluster, new_topic: NewTopic, older: Peer) -> dict[str, Any]:
    url = f"{kafka.url}/{new_topic()}"
    with STREAM.open(url, "w") as stream:
        for message in WRITTEN.values():
            stream.write(message)
    return dict(zip(WRITTEN, older.read(url), strict=True))


@pytest.mark.parametrize("name", WRITTEN)
def test_hop_client_reads(read_by_client: dict[str, Any], name: str) -> None:
    message, read = WRITTEN[name], read_by_client[name]
    if isinstance(message, VOEvent):
        assert read["type"] == "VOEvent"
        sections = {key: value for key, value in read["fields"].items() if value != {}}
        assert sections == {key: value for key, value in message.asdict().items() if value != {}}
    elif isinstance(message, GCNCircular):
        assert read == {"type": "GCNCircular", "fields": message.asdict()}
    else:
        value = message.content if isinstance(message, Blob) else message
        assert read == {"type": "bare", "fields": value}


# What hop-client writes


def ordered() -> dict[str, dict[str, Any]]:
    # It knows the root element by one prefix only, and no encoding but UTF-8.
    events = [path for path in VOEVENTS if b"<voe:VOEvent" in path.read_bytes()]
    return {
        **{path.name: {"format": "voevent", "content": file_of(path)} for path in events},
        **{path.name: {"format": "circular", "content": file_of(path)} for path in CIRCULARS},
        **{name: {"value": value} for name, value in VALUES.items() if value is not None},
        **{f"Blob of {name}": {"blob": value} for name, value in VALUES.items()},
    }


def file_of(path: Path) -> str:
    return encoded(path.read_bytes())


ORDERED = ordered()


@pytest.fixture(scope="module")
def read_by_hop(kafka: KafkaCluster, new_topic: NewTopic, older: Peer) -> dict[str, Any]:
    url = f"{kafka.url}/{new_topic()}"
    older.write(url, list(ORDERED.values()))
    with STREAM.open(url) as stream:
        return dict(zip(ORDERED, stream, strict=True))


@pytest.mark.parametrize("name", ORDERED)
def test_hop_reads(read_by_hop: dict[str, Any], name: str) -> None:
    message, order = read_by_hop[name], ORDERED[name]
    assert message.error is None if isinstance(message, Blob) else True
    match order.get("format"):
        case "voevent":
            expected = loaded(EXAMPLES / "good/voevent" / name)
            assert isinstance(message, VOEvent)
            assert message.asdict() == expected.asdict()
            assert VOEvent.load(bytes(message)).asdict() == expected.asdict()
        case "circular":
            expected = loaded(EXAMPLES / "good/circular" / name)
            assert isinstance(message, GCNCircular)
            assert message.asdict() == expected.asdict()
        case _:
            assert isinstance(message, JSONBlob)
            assert message.content == order.get("value", order.get("blob"))


# Whole ways


def test_what_the_oldest_wrote_reaches_the_newest(
    kafka: KafkaCluster, new_topic: NewTopic, older: Peer, newer: Peer
) -> None:
    """From hop-client 0.3 by hop to hop-client 0.13, as a relay would send it on."""
    first, second = new_topic(), new_topic()
    older.write(f"{kafka.url}/{first}", list(ORDERED.values()))
    relay = Stream(auth=False, start_at=StartPosition.EARLIEST, tests="include")
    with (
        relay.open(f"{kafka.url}/{first}") as source,
        relay.open(f"{kafka.url}/{second}", "w") as target,
    ):
        for message in source:
            target.write(message)
    found = newer.read(f"{kafka.url}/{second}")
    for (name, order), read in zip(ORDERED.items(), found, strict=True):
        expected = {"voevent": "VOEvent", "circular": "GCNCircular"}.get(order.get("format", ""))
        assert read["type"] == (expected or "JSONBlob"), name
        if expected == "GCNCircular":
            assert read["fields"] == loaded(EXAMPLES / "good/circular" / name).asdict()
        if expected is None:
            value = order.get("value", order.get("blob"))
            assert json.dumps(read["fields"]["content"]) == json.dumps(value)
