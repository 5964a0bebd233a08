"""What topics there are, and how much they hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop._config import resolve
from hop.cli.program import run
from hop.cli.topic_details import describe
from hop.errors import ConnectionFailed, URLError
from hop.io import list_topics
from hop.sandbox import KafkaCluster, credential


def test_topics_and_their_messages(kafka: KafkaCluster, new_topic: Any) -> None:
    one, many = new_topic(), new_topic(3)
    with Stream(auth=False).open(f"{kafka.url}/{many}", "w") as stream:
        for number in range(10):
            stream.write(number, key=str(number))
    everything = list_topics(kafka.url, auth=False)
    assert {one, many} <= set(everything)
    assert list(everything) == sorted(everything)
    assert not [name for name in everything if name.startswith("__")]
    assert (everything[one].partitions, everything[one].messages) == ({0: (0, 0)}, 0)
    assert set(everything[many].partitions) == {0, 1, 2}
    assert everything[many].messages == 10
    assert list_topics(f"{kafka.url}/{many},not-there,{one}", auth=False).keys() == {one, many}
    assert list_topics(f"{kafka.url}/^{many[:-1]}.$", auth=False).keys() == {many}


def test_what_was_deleted_is_not_counted(kafka: KafkaCluster, topic: str) -> None:
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        for number in range(10):
            stream.write(number)
    from confluent_kafka.admin import AdminClient

    admin = AdminClient({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    before = confluent_kafka.TopicPartition(topic, 0, 7)
    for done in admin.delete_records([before]).values():
        done.result(60)
    (found,) = list_topics(f"{kafka.url}/{topic}", auth=False).values()
    assert (found.partitions, found.messages) == ({0: (7, 10)}, 3)


def test_only_what_one_may_see(kafka: KafkaCluster, new_topic: Any, secure: Any) -> None:
    seen, hidden = new_topic(), new_topic()
    kafka.allow("alice", seen, "DESCRIBE")
    found = list_topics(secure.url(""), auth=secure.auth)
    assert seen in found
    assert hidden not in found
    assert list_topics(secure.url(hidden), auth=secure.auth) == {}


def test_no_broker() -> None:
    with pytest.raises(ConnectionFailed, match="localhost:1"):
        list_topics("kafka://localhost:1", auth=False, timeout=1)
    with pytest.raises(URLError):
        list_topics("localhost", auth=False)


def test_a_topic_is_described(kafka: KafkaCluster, capfd: pytest.CaptureFixture[str]) -> None:
    topic, empty = "igwn.gwalert-described", "described.empty"
    kafka.create_topic(topic, 2, **{"retention.ms": 86_400_000, "cleanup.policy": "compact"})
    kafka.create_topic(empty, 1, **{"retention.ms": -1})
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    first = datetime(2026, 11, 1, tzinfo=UTC)
    for hours in range(5):
        ms = int((first + timedelta(hours=hours)).timestamp() * 1000)
        producer.produce(topic, b"{}", str(hours), partition=hours % 2, timestamp=ms)
    assert producer.flush(60) == 0
    url = f"{kafka.url}/{topic},{empty}"
    assert run(["topics", "--describe", "--no-auth", "-j", url]) == 0
    other, gw = (json.loads(line) for line in capfd.readouterr().out.splitlines())
    assert (gw["topic"], gw["messages"], gw["format"], gw["compacted"]) == (
        topic,
        5,
        "LVKALERT",
        True,
    )
    assert (gw["oldest"], gw["newest"]) == ("2026-11-01T00:00:00Z", "2026-11-01T04:00:00Z")
    assert (gw["per_day"], gw["retention_s"]) == (24.0, 86400.0)
    assert "LIGO" in gw["about"]
    known = {name: other[name] for name in ("about", "oldest", "newest", "per_day", "retention_s")}
    assert known == dict.fromkeys(known) | {"retention_s": "forever"}
    assert run(["topics", "--describe", "--no-auth", url]) == 0
    told = capfd.readouterr().out
    for line in (
        f"{topic}\n",
        "  format     LVKALERT\n",
        "  messages   5 at most\n",
        "  came       24 a day\n",
        "  kept for   1 day; the last message of each key is kept\n",
        "  kept for   ever\n",
    ):
        assert line in told


def test_what_may_not_be_seen_is_left_out(
    kafka: KafkaCluster, topic: str, secure: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    """A user who may describe a topic, but not its settings."""
    kafka.allow("bob", topic, "DESCRIBE")
    target = resolve(secure.url(topic), auth=credential(kafka, "bob"))
    found = list_topics(target.text, auth=target.auth)
    (details,) = describe(target, found)
    assert (details.partitions, details.retention_s, details.is_compacted) == (1, None, None)
