"""Programs that divide the work themselves: which offsets there are, and reading ranges of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from confluent_kafka import Producer, TopicPartition, admin

from hop import Stream
from hop.errors import TransportError, UnknownTopic, URLError
from hop.io import StartPosition, TopicOffsets
from hop.sandbox import KafkaCluster

from .conftest import NewTopic, Secure
from .delivery import wait_for

pytestmark = pytest.mark.sync_only("offsets are chosen by what all streams share")

Ranges = dict[tuple[str, int], tuple[int, int]]


def fill(url: str, count: int, partition: int = 0) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for _ in range(count):
            stream.write_raw(b"{}", [("_format", b"json")], partition=partition)


def read(url: str, ranges: Ranges, **options: Any) -> list[tuple[int, int]]:
    """The partition and the offset of each message."""
    with Stream(auth=False, **options).open(url, ranges=ranges) as stream:
        return [(each.partition, each.offset) for _, each in stream.read(metadata=True)]


def delete_before(kafka: KafkaCluster, topic: str, offset: int) -> None:
    client = admin.AdminClient({"bootstrap.servers": kafka.bootstrap()})
    for answer in client.delete_records([TopicPartition(topic, 0, offset)]).values():
        answer.result()


def make_anew(kafka: KafkaCluster, topic: str) -> None:
    client = admin.AdminClient({"bootstrap.servers": kafka.bootstrap()})
    client.delete_topics([topic])[topic].result()
    offsets = TopicOffsets(f"{kafka.url}/{topic}", auth=False)
    with offsets, pytest.raises(UnknownTopic):
        while True:
            offsets.at(StartPosition.LATEST)
    kafka.create_topic(topic)


@pytest.mark.parametrize(("start", "end"), [(0, 10), (3, 7), (9, 10), (4, 4)])
@pytest.mark.parametrize("start_at", list(StartPosition), ids=str)
def test_a_range_is_read_and_nothing_else(
    url: str, topic: str, start: int, end: int, start_at: StartPosition
) -> None:
    fill(url, 10)
    expected = [(0, offset) for offset in range(start, end)]
    assert read(url, {(topic, 0): (start, end)}, start_at=start_at, persist=True) == expected


def test_ranges_of_several_partitions(kafka: KafkaCluster, new_topic: NewTopic) -> None:
    topic = new_topic(3)
    url = f"{kafka.url}/{topic}"
    for partition in range(3):
        fill(url, 5, partition=partition)
    found = read(url, {(topic, 2): (1, 3), (topic, 0): (0, 5), (topic, 1): (2, 2)})
    assert sorted(found) == [*((0, offset) for offset in range(5)), (2, 1), (2, 2)]


def test_no_ranges_are_nothing(url: str) -> None:
    fill(url, 3)
    assert read(url, {}) == []


def test_a_range_ends_at_a_mark_of_a_transaction(kafka: KafkaCluster, url: str, topic: str) -> None:
    producer = Producer({"bootstrap.servers": kafka.bootstrap(), "transactional.id": topic})
    producer.init_transactions()
    for end in (producer.commit_transaction, producer.abort_transaction):
        producer.begin_transaction()
        producer.produce(topic, b"1")
        producer.flush()
        end()
    # A message, the mark, a message that was taken back, and its mark.
    with TopicOffsets(url, auth=False) as offsets:
        # The mark is written soon after.
        wait_for(lambda: offsets.at(StartPosition.LATEST) == {(topic, 0): 4})
    assert read(url, {(topic, 0): (0, 4)}) == [(0, 0)]
    assert read(url, {(topic, 0): (1, 4)}) == []
    fill(url, 1)
    assert read(url, {(topic, 0): (1, 4)}) == []


def test_offsets_that_were_deleted_are_an_error(kafka: KafkaCluster, url: str, topic: str) -> None:
    fill(url, 10)
    delete_before(kafka, topic, 4)
    with pytest.raises(TransportError, match=r"partition 0, from offset 2 to 9: .* retention"):
        read(url, {(topic, 0): (2, 10)})
    assert read(url, {(topic, 0): (4, 6)}) == [(0, 4), (0, 5)]


def test_a_range_beyond_a_topic_made_anew_is_an_error(
    kafka: KafkaCluster, url: str, topic: str
) -> None:
    fill(url, 10)
    make_anew(kafka, topic)
    fill(url, 3)
    with pytest.raises(TransportError, match="from offset 3 to 9: the partition ends at 3"):
        read(url, {(topic, 0): (2, 10)})
    with pytest.raises(TransportError, match=r"from offset 5 to 9: .* made anew"):
        read(url, {(topic, 0): (5, 10)})


def test_a_partition_that_does_not_exist_is_an_error(url: str, topic: str) -> None:
    with pytest.raises(UnknownTopic, match="has no partition 7; it has 1"):
        read(url, {(topic, 7): (0, 1)})
    with pytest.raises(UnknownTopic):
        read(url, {("nosuchtopic", 0): (0, 1)})


@pytest.mark.parametrize(
    ("ranges", "options", "text"),
    [
        ((3, 2), {}, "from 3 to 2"),
        ((-1, 2), {}, "from -1 to 2"),
        ((0, 2), {"group_id": "g"}, "leave out group_id, or ranges"),
        ((0, 2), {"idle_timeout": 1.0}, "leave out idle_timeout"),
        ((0, 2), {"until": datetime.now(UTC)}, "leave out until"),
    ],
)
def test_wrong_ranges_are_refused(
    url: str, ranges: tuple[int, int], options: dict[str, Any], text: str
) -> None:
    with pytest.raises(ValueError, match=text):
        Stream(auth=False).open(url, ranges={("t", 0): ranges}, **options)


def test_offsets_at_the_ends_and_at_a_time(kafka: KafkaCluster, new_topic: NewTopic) -> None:
    topic = new_topic(2)
    url = f"{kafka.url}/{topic}"
    fill(url, 5, partition=1)
    with Stream(auth=False).open(url, ranges={(topic, 1): (0, 5)}) as stream:
        times = [metadata.time for _, metadata in stream.read(metadata=True)]
    first = times[0]
    assert first is not None
    with TopicOffsets(url, auth=False) as offsets:
        assert offsets.at(StartPosition.EARLIEST) == {(topic, 0): 0, (topic, 1): 0}
        assert offsets.at(StartPosition.LATEST) == {(topic, 0): 0, (topic, 1): 5}
        assert offsets.at(first) == {(topic, 0): 0, (topic, 1): 0}
        assert offsets.at(first + timedelta(days=1)) == {(topic, 0): 0, (topic, 1): 5}
        with pytest.raises(ValueError, match="without a zone"):
            offsets.at(datetime(2026, 1, 1))


def test_offsets_by_a_pattern_know_new_topics(kafka: KafkaCluster, new_topic: NewTopic) -> None:
    first = new_topic()
    with TopicOffsets(f"{kafka.url}/^{first}", auth=False) as offsets:
        assert offsets.at(StartPosition.LATEST) == {(first, 0): 0}
        kafka.create_topic(f"{first}-more", 2)
        assert set(offsets.at(StartPosition.LATEST)) == {
            (first, 0),
            (f"{first}-more", 0),
            (f"{first}-more", 1),
        }


def test_a_topic_made_anew_has_another_id(kafka: KafkaCluster, url: str, topic: str) -> None:
    with TopicOffsets(url, auth=False) as offsets:
        before = offsets.topic_ids()
        assert offsets.topic_ids() == before
        make_anew(kafka, topic)
        assert offsets.topic_ids().keys() == before.keys() == {topic}
        assert offsets.topic_ids() != before


def test_a_reader_may_ask_for_offsets_and_ids(
    kafka: KafkaCluster, secure: Secure, topic: str
) -> None:
    kafka.allow("alice", topic, "read")
    with TopicOffsets(secure.url(topic), auth=secure.auth) as offsets:
        assert offsets.at(StartPosition.LATEST) == {(topic, 0): 0}
        assert offsets.topic_ids().keys() == {topic}


def test_offsets_of_a_topic_that_does_not_exist(kafka: KafkaCluster) -> None:
    offsets = TopicOffsets(f"{kafka.url}/nosuchtopic", auth=False)
    with offsets, pytest.raises(UnknownTopic):
        offsets.at(StartPosition.LATEST)
    with pytest.raises(URLError, match="has no topic"):
        TopicOffsets(kafka.url, auth=False)
