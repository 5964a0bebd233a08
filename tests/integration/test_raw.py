"""Payloads and headers as they are: packed, written raw, read raw, and who and when told."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import confluent_kafka
import pytest

from hop.auth import Auth
from hop.errors import EncodeError, TransportError, URLError
from hop.io import Producer, StartPosition
from hop.sandbox import KafkaCluster

from .apis import Stream

STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST)


def test_a_topic_is_copied_byte_for_byte(kafka: KafkaCluster, new_topic: Any) -> None:
    source, target = (f"{kafka.url}/{new_topic()}" for _ in range(2))
    records: list[tuple[bytes | None, Any, Any]] = [
        (b"\xff\x00 { broken", [("_format", b"voevent"), ("_format", b"json")], b"key"),
        (b"{}", [("_test", b"true"), ("own", None), ("own", b"\xff")], None),
        (b"plain", None, None),
        (None, [("_id", b"short")], b"gone"),
    ]
    bare = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for payload, headers, key in records:
        bare.produce(source.rpartition("/")[2], payload, key, headers=headers)
    assert bare.flush(60) == 0
    with (
        STREAM.open(source, "r", ignoretest=False) as reader,
        STREAM.open(target, "w") as writer,
    ):
        for payload, metadata in reader.read_raw(metadata=True):
            writer.write_raw(payload, metadata.headers, metadata.key)
    with STREAM.open(target, "r", ignoretest=False) as reader:
        copied = [(p, m.headers, m.key) for p, m in reader.read_raw(metadata=True)]
    assert copied == [(payload or b"", headers or [], key) for payload, headers, key in records]
    with STREAM.open(target, "r") as reader:  # tests are left out here, too
        assert len(list(reader.read_raw())) == 3


def test_reading_raw_in_a_group_commits_offsets(url: str) -> None:
    with STREAM.open(url, "w") as writer:
        for number in range(5):
            writer.write(number)
    with STREAM.open(url, "r", "raw") as reader:
        messages = reader.read_raw()
        assert [next(messages) for _ in range(3)] == [b"0", b"1", b"2"]
        messages.close()
    with STREAM.open(url, "r", "raw") as reader:
        pairs = list(reader.read_raw(metadata=True, autocommit=False, batch_size=1))
        assert [payload for payload, _ in pairs] == [b"2", b"3", b"4"]
        reader.mark_done(pairs[0][1])
    with STREAM.open(url, "r", "raw") as reader:
        assert list(reader) == [3, 4]


def test_packed_messages_are_read_like_written_ones(url: str) -> None:
    own = [("own", "é")]
    auth = Auth("alice", "secret", ssl=False)
    payload, headers = Producer.pack({"a": 1}, own, test=True, auth=auth)
    assert own == [("own", "é")]
    assert payload == b'{"a":1}'
    with STREAM.open(url, "w") as writer:
        packed, plain = writer.pack(b"\xff")
        assert (packed, [name for name, _ in plain]) == (b"\xff", ["_id", "_format"])
        start = datetime.now(UTC)
        writer.write_raw(payload, headers, key="k")
        writer.write({"a": 1}, own, key="k", test=True)
        with pytest.raises(EncodeError, match="not str"):
            writer.write_raw('{"a":1}')  # type: ignore[arg-type]
        with pytest.raises(EncodeError, match="a header's name"):
            writer.write_raw(b"", [("", b"")])
    with STREAM.open(url, "r", ignoretest=False) as reader:
        (first, one), (second, other) = reader.read(metadata=True)
    assert first == second == {"a": 1}
    assert first.is_test
    assert one.key == other.key == b"k"
    assert dict(one.headers)["own"] == dict(other.headers)["own"] == "é".encode()
    assert one.id == uuid.UUID(bytes=dict(headers)["_id"])
    assert one.id != other.id
    assert one.id.version == other.id.version == 4
    assert (one.sender, other.sender) == ("alice", None)
    assert abs(one.time - start) < timedelta(minutes=1)


def test_a_raw_message_needs_a_topic_and_an_open_stream(kafka: KafkaCluster, topic: str) -> None:
    with STREAM.open(f"{kafka.url}/", "w") as writer:
        with pytest.raises(URLError, match="without a topic"):
            writer.write_raw(b"")
        writer.write_raw(b"there", topic=topic)
    with pytest.raises(TransportError, match="closed"):
        writer.write_raw(b"late", topic=topic)
    with STREAM.open(f"{kafka.url}/{topic}", "r") as reader:
        assert list(reader.read_raw()) == [b"there"]
    with pytest.raises(TransportError, match="closed"):
        reader.read_raw()
