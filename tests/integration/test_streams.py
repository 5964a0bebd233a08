"""Messages through a real Kafka: written and read back as they were."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop.errors import DecodeError, EncodeError, MessageError, TransportError, URLError
from hop.io import Consumer, Metadata, Producer, StartPosition
from hop.message import JSONBlob
from hop.models import GCNCircular, VOEvent
from hop.sandbox import KafkaCluster

from .apis import FOLDER, Stream, inner

EXAMPLES = Path(__file__).parents[2] / "schemas/examples"
EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST)
VALUES: list[Any] = [
    {"my": "message", "nested": [1, 2.5, None, True, {"é": "ü"}]},
    ["list"], "text", "", 5, -1.5, True, None, 2**70,
]  # fmt: skip


def read_all(url: str, **options: Any) -> list[Any]:
    with EVERYTHING.open(url, "r", **options) as stream:
        return list(stream)


def records(kafka: KafkaCluster, topic: str) -> list[confluent_kafka.Message]:
    """What a bare client finds in a topic of one partition."""
    consumer = confluent_kafka.Consumer(
        {
            "bootstrap.servers": kafka.bootstrap("PLAINTEXT"),
            "group.id": "bare",
            "enable.partition.eof": True,
        }
    )
    consumer.assign([confluent_kafka.TopicPartition(topic, 0, confluent_kafka.OFFSET_BEGINNING)])
    found = []
    while (record := consumer.poll(10)) is not None and record.error() is None:
        found.append(record)
    consumer.close()
    return found


def test_a_model_is_loaded_when_a_message_asks_for_it(kafka: KafkaCluster, topic: str) -> None:
    lvk = f"igwn.gwalert-{topic}"
    kafka.create_topic(lvk)
    code = f"""
import sys
from apis import Stream
from hop.io import StartPosition

def loaded_by(read, topic, message=None, **options):
    url = "{kafka.url}/" + topic
    if message is not None:
        with Stream(auth=False).open(url, "w") as stream:
            stream.write(message)
    reader = Stream(auth=False, start_at=StartPosition.EARLIEST)
    with reader.open(url, idle_timeout=0.2, **options) as stream:
        list(read(stream))
    names = ["plugin", "avro", "gcn", "lvk", "notice", "text_notice", "voevent"]
    return [name for name in names if f"hop.models.{{name}}" in sys.modules]

print(loaded_by(lambda stream: stream.read_raw(), "{lvk}", tests="include"))
print(loaded_by(iter, "{topic}", {{"a": 1}}))
print(loaded_by(iter, "{lvk}"))
print(loaded_by(iter, "{topic}", {{"header": {{}}, "body": ""}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": FOLDER},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "[]",
        "['plugin']",
        "['plugin', 'lvk']",  # by the name of its topic, before a message came
        "['plugin', 'gcn', 'lvk']",
    ]


def test_plain_values_come_back_equal(url: str) -> None:
    with EVERYTHING.open(url, "w") as stream:
        assert isinstance(inner(stream), Producer)
        for value in VALUES:
            stream.write(value)
        stream.write(b"\x00\xff raw")
    *values, raw = read_all(url)
    assert values == VALUES
    assert all(isinstance(message, JSONBlob) and not message.missing_schema for message in values)
    assert raw.content == b"\x00\xff raw"


@pytest.mark.parametrize("envelope", [False, True])
@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in ("circular", "json", "voevent")
        for path in sorted((EXAMPLES / "good" / folder).iterdir())
    ],
    ids=lambda p: p.name,
)
def test_examples_come_back_equal(url: str, path: Path, envelope: bool) -> None:
    kinds: dict[str, Callable[[Path], Any]] = {
        "voevent": VOEvent.load_file,
        "circular": lambda path: (
            GCNCircular.from_wire(path.read_bytes())
            if path.suffix == ".json"
            else GCNCircular.load_file(path)
        ),
        "json": JSONBlob.load_file,
    }
    sent = kinds[path.parent.name](path)
    with EVERYTHING.open(url, "w", envelope=envelope) as stream:
        stream.write(sent)
    (message,) = read_all(url, tests="include")
    assert type(message) is type(sent)
    # As text, since NaN does not equal itself.
    assert json.dumps(message.asdict(), sort_keys=True) == json.dumps(sent.asdict(), sort_keys=True)
    if not envelope:
        assert bytes(message) == bytes(sent)


def test_what_stands_in_a_record(kafka: KafkaCluster, topic: str, url: str) -> None:
    event = VOEvent.load_file(EXAMPLES / "demo/voevent.xml")
    with EVERYTHING.open(url, "w") as stream:
        stream.write(event, headers={"priority": "1", "raw": b"\xff"}, key="k", test=True)
        stream.write({"a": 1})
    first, second = records(kafka, topic)
    assert first.value() == (EXAMPLES / "demo/voevent.xml").read_bytes()
    assert first.key() == b"k"
    headers = first.headers()
    assert [name for name, _ in headers] == ["priority", "raw", "_id", "_test", "_format"]
    assert dict(headers)["_format"] == b"voevent"
    assert dict(headers)["_test"] == b"true"
    assert dict(headers)["raw"] == b"\xff"
    identifier = dict(headers)["_id"]
    assert len(identifier) == 16
    assert identifier[6] >> 4 == 4
    assert [name for name, _ in second.headers()] == ["_id", "_format"]
    assert dict(second.headers())["_id"] != identifier


def test_an_envelope_has_no_format_header(kafka: KafkaCluster, topic: str, url: str) -> None:
    with Stream(auth=False, envelope=True).open(url, "w") as stream:
        stream.write({"a": 1}, test=True)
        with pytest.raises(EncodeError, match="envelope"):
            stream.write(b"bytes")
    (record,) = records(kafka, topic)
    assert record.value() == b'{"format":"blob","content":{"a":1}}'
    assert record.headers() == [("_test", b"true")]


def test_the_sender_is_named(kafka: KafkaCluster, topic: str, secure: Any) -> None:
    kafka.allow("alice", topic, "READ", "WRITE", "DESCRIBE", group="")
    with Stream(auth=secure.auth).open(secure.url(topic), "w") as stream:
        stream.write("hello")
    (record,) = records(kafka, topic)
    assert dict(record.headers())["_sender"] == b"alice"
    with Stream(auth=secure.auth, start_at=StartPosition.EARLIEST).open(secure.url(topic)) as s:
        assert [message.content for message in s] == ["hello"]


def test_metadata(url: str, topic: str) -> None:
    before = time.time() * 1000
    with EVERYTHING.open(url, "w") as stream:
        stream.write("x", headers=[("a", "1"), ("a", "2")], key=b"key")
        stream.write("y")
    with EVERYTHING.open(url) as stream:
        (_, first), (_, second) = stream.read(metadata=True)
    assert isinstance(first, Metadata)
    assert (first.topic, first.partition, first.offset, first.key) == (topic, 0, 0, b"key")
    assert before - 1000 < first.timestamp < before + 60_000
    assert [value for name, value in first.headers if name == "a"] == [b"1", b"2"]
    assert (second.offset, second.key) == (1, None)


def test_test_messages_are_left_out_unless_asked_for(url: str) -> None:
    with EVERYTHING.open(url, "w") as stream:
        stream.write("real")
        stream.write("trial", test=True)
    assert read_all(url) == ["real"]
    assert read_all(url, ignoretest=False) == ["real", "trial"]


def test_latest_reads_what_is_written_after_opening(url: str) -> None:
    with EVERYTHING.open(url, "w") as writer:
        writer.write("before")
        writer.flush()
        with Stream(auth=False).open(url) as reader:
            writer.write("after")
            writer.flush()
            assert list(reader) == ["after"]
        with Stream(auth=False).open(url) as reader:
            assert list(reader) == []


def test_several_topics_and_patterns(kafka: KafkaCluster, new_topic: Any) -> None:
    first, second, third = new_topic(), new_topic(partitions=3), new_topic()
    with EVERYTHING.open(f"{kafka.url}/", "w") as stream:
        for name in (first, second, third):
            stream.write(name, topic=name)
        with pytest.raises(URLError, match="topic"):
            stream.write("nowhere")
        with pytest.raises(URLError, match="cannot be a topic"):
            stream.write("nowhere", topic="a b")
    with EVERYTHING.open(f"{kafka.url}/{first},{second}") as stream:
        assert {(m.content, md.topic) for m, md in stream.read(metadata=True)} == {
            (first, first),
            (second, second),
        }
    pattern = f"^({first}|{third})$".replace("|", "%7C")
    assert {message.content for message in read_all(f"{kafka.url}/{pattern}")} == {first, third}


def test_writing_takes_one_topic(kafka: KafkaCluster) -> None:
    for path in ("a,b", "^a"):
        with pytest.raises(ValueError, match="one topic"):
            EVERYTHING.open(f"{kafka.url}/{path}", "w")
    with pytest.raises(ValueError, match="mode"):
        EVERYTHING.open(f"{kafka.url}/a", "rw")
    with pytest.raises(ValueError, match="topic"):
        EVERYTHING.open(kafka.url, "r")


def test_without_a_with_block(url: str) -> None:
    writer = EVERYTHING.open(url, "w")
    writer.write("x")
    writer.close()
    writer.close()
    with pytest.raises(TransportError, match="closed"):
        writer.write("y")
    reader = EVERYTHING.open(url)
    assert isinstance(inner(reader), Consumer)
    assert list(reader) == ["x"]
    assert list(reader) == []
    reader.close()
    reader.close()
    with pytest.raises(TransportError, match="closed"):
        reader.read()


def test_batches(url: str) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for number in range(50):
            stream.write(number)
    for options in ({"batch_size": 1}, {"batch_size": 7, "batch_timeout": timedelta(seconds=1)}):
        with EVERYTHING.open(url) as stream:
            assert list(stream.read(**options)) == list(range(50))
            with pytest.raises(ValueError, match="batch_size"):
                stream.read(batch_size=0)
            with pytest.raises(ValueError, match="batch_timeout"):
                stream.read(batch_timeout=timedelta(0))


def test_a_lone_message_does_not_wait_for_a_batch(url: str) -> None:
    with (
        Stream(auth=False, persist=True).open(url) as reader,
        EVERYTHING.open(url, "w") as writer,
    ):
        messages = reader.read(batch_size=1000, batch_timeout=timedelta(hours=1))
        for number in range(20):
            writer.write(number)
            assert next(messages) == number


@pytest.mark.parametrize("way", ["stop", "close"])
def test_another_thread_ends_a_read(url: str, way: str) -> None:
    reader = Stream(auth=False, persist=True).open(url)
    is_ended = threading.Event()

    def end() -> None:
        is_ended.set()
        getattr(reader, way)()

    threading.Timer(0.5, end).start()
    assert list(reader) == []
    assert is_ended.is_set()
    reader.close()


def test_a_signal_ends_a_read(url: str) -> None:
    reader = Stream(auth=False, persist=True).open(url)
    before = signal.signal(signal.SIGALRM, lambda *_: reader.close())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        assert list(reader) == []
    finally:
        signal.signal(signal.SIGALRM, before)
    with pytest.raises(TransportError, match="closed"):
        reader.read()


def test_a_topic_that_appears_later(kafka: KafkaCluster, caplog: pytest.LogCaptureFixture) -> None:
    name = f"later-{time.time_ns()}"
    with caplog.at_level(logging.WARNING):
        reader = Stream(auth=False, persist=True).open(f"{kafka.url}/{name}")
    assert len([each for each in caplog.records if name in each.getMessage()]) == 1
    kafka.create_topic(name)
    with EVERYTHING.open(f"{kafka.url}/{name}", "w") as writer:
        writer.write("first")
    with reader:
        assert next(iter(reader)) == "first"


@pytest.mark.parametrize(
    ("payload", "header"),
    [(b"<VOEvent", "voevent"), (b'{"header": 5}', "circular"), (b"{", "json"), (b"x", "voevent")],
)
def test_a_message_that_is_not_what_it_says(
    kafka: KafkaCluster, topic: str, url: str, payload: bytes, header: str
) -> None:
    bare = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    bare.produce(topic, payload, headers={"_format": header})
    bare.produce(topic, b'"good"', headers={"_format": "json"})
    bare.flush()
    broken, good = read_all(url)
    assert broken.content == payload
    assert broken.missing_schema
    assert isinstance(broken.error, MessageError)
    assert f"topic {topic}, partition 0, offset 0" in "".join(broken.error.__notes__)
    assert good == "good"
    assert read_all(url, errors="skip") == ["good"]
    with EVERYTHING.open(url, errors="raise") as reader:
        with pytest.raises(MessageError):
            next(iter(reader))
        assert next(iter(reader)) == "good"
    seen: list[MessageError] = []

    def keep(error: MessageError, raw: bytes) -> bytes:
        seen.append(error)
        return raw

    assert read_all(url, errors=keep) == [payload, "good"]
    assert isinstance(seen[0], (DecodeError, ValueError))


def test_an_unencodable_message_leaves_the_stream_usable(url: str) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for wrong in ({1, 2}, object(), {"a": object()}):
            with pytest.raises(EncodeError):
                stream.write(wrong)
        with pytest.raises(EncodeError, match="_format"):
            stream.write("x", headers={"_format": "json"})
        for key in (7, bytearray(b"k"), "\ud800"):
            with pytest.raises(EncodeError, match="a key"):
                stream.write("x", key=key)
        stream.write("good")
    assert read_all(url) == ["good"]


def test_an_error_in_the_block_keeps_what_was_written(url: str) -> None:
    with pytest.raises(ZeroDivisionError), EVERYTHING.open(url, "w") as stream:
        stream.write("written")
        _ = 1 / 0
    assert read_all(url) == ["written"]


def test_flush_waits_for_the_acknowledgement(url: str) -> None:
    with EVERYTHING.open(url, "w") as stream:
        stream.write("x")
        stream.flush(60)
        assert read_all(url) == ["x"]


def test_a_setting_of_librdkafka_goes_first(kafka: KafkaCluster, url: str) -> None:
    from hop.errors import ConfigError

    with pytest.raises(ConfigError, match=r"no\.such\.setting"):
        EVERYTHING.open(url, kafka={"no.such.setting": 1})
    with EVERYTHING.open(url, "w", kafka={"compression.type": "zstd"}) as stream:
        stream.write("x" * 1000)
    assert read_all(url) == ["x" * 1000]


def test_a_large_message(new_topic: Any, kafka: KafkaCluster) -> None:
    name = new_topic(**{"max_message_bytes": 20_000_000})
    large = b"\x00" * 12_000_000
    with EVERYTHING.open(f"{kafka.url}/{name}", "w") as stream:
        stream.write(large)
    (message,) = read_all(f"{kafka.url}/{name}")
    assert message.content == large
