"""What topics there are, and how much they hold."""

from __future__ import annotations

from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop.errors import ConnectionFailed, URLError
from hop.io import list_topics
from hop.sandbox import KafkaCluster


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
