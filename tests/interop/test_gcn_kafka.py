"""gcn-kafka, NASA's own client: it logs in by a token, writes without headers, and compresses."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from hop import Stream
from hop.auth import Auth
from hop.io import StartPosition
from hop.models import GCNCircular, GCNNotice, GCNTextNotice, VOEvent
from hop.sandbox import KafkaCluster

from .conftest import EXAMPLES, USERS, Peer, encoded

GOOD = EXAMPLES / "good"
FAMILIES: dict[str, tuple[bytes, type[Any]]] = {
    "gcn.circulars": ((GOOD / "circular_record/plain.json").read_bytes(), GCNCircular),
    "gcn.notices.some.mission": ((GOOD / "gcnnotice/test.json").read_bytes(), GCNNotice),
    "gcn.classic.text.SOME_POS": ((GOOD / "gcntextnotice/mock.txt").read_bytes(), GCNTextNotice),
    "gcn.classic.voevent.SOME_POS": ((GOOD / "voevent/minimal.xml").read_bytes(), VOEvent),
}


@pytest.fixture(scope="module")
def settings(kafka: KafkaCluster) -> dict[str, str]:
    return {
        "user": "bob",
        "secret": USERS["bob"],
        "ca_file": str(kafka.ca_file),
        "token_url": kafka.token_url,
    }


@pytest.fixture(scope="module")
def stream(kafka: KafkaCluster) -> Stream:
    auth = Auth("bob", USERS["bob"], ssl_ca_location=kafka.ca_file, token_endpoint=kafka.token_url)
    return Stream(auth=auth, start_at=StartPosition.EARLIEST, tests="include")


def test_what_it_writes_arrives_typed(
    kafka: KafkaCluster, gcn: Peer, settings: dict[str, str], stream: Stream
) -> None:
    for topic in FAMILIES:
        kafka.create_topic(topic)
    messages = [{"topic": topic, "content": encoded(data)} for topic, (data, _) in FAMILIES.items()]
    brokers = kafka.bootstrap("SASL_SSL")
    gcn.exchange("write", brokers, messages=messages, **settings)
    for topic, (data, model) in FAMILIES.items():
        with stream.open(f"kafka://{brokers}/{topic}") as found:
            ((message, metadata),) = found.read(metadata=True)
        assert isinstance(message, model), message
        assert not metadata.headers
        sent_on = f"sent-on-{uuid.uuid4().hex[:12]}"
        kafka.create_topic(sent_on)
        with stream.open(f"kafka://{brokers}/{sent_on}", "w") as target:
            target.write(message)
        with stream.open(f"kafka://{brokers}/{sent_on}") as again:
            ((raw, _),) = again.read_raw(metadata=True)
        assert raw == data


def test_it_reads_what_hop_writes(
    kafka: KafkaCluster, gcn: Peer, settings: dict[str, str], stream: Stream
) -> None:
    topic = f"interop-{uuid.uuid4().hex[:12]}"
    kafka.create_topic(topic)
    brokers = kafka.bootstrap("SASL_SSL")
    event = VOEvent.load_file(GOOD / "voevent/minimal.xml")
    with stream.open(f"kafka://{brokers}/{topic}", "w") as target:
        target.write(event, headers={"a": "b"}, key="k")
        target.write({"a": 1})
    first, second = gcn.exchange("read", brokers, topics=[topic], count=2, **settings)
    assert first["value"] == encoded(bytes(event))
    assert first["key"] == encoded("k")
    assert first["headers"][0] == ["a", encoded("b")]
    assert second["value"] == encoded(b'{"a":1}')
