"""Where reading starts, and what ends it: times, numbers of messages, silence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import confluent_kafka
import pytest
from confluent_kafka.admin import AdminClient, NewPartitions

from hop.auth import Auth
from hop.errors import NotAuthorized, UnknownTopic
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .apis import Stream

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
EARLIEST = StartPosition.EARLIEST
ONE_TEST = [("_test", b"true")]

Put = Callable[..., None]


@pytest.fixture
def put(kafka: KafkaCluster) -> Put:
    """Writes ``(value, partition, time)`` records by a bare client."""
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})

    def write(topic: str, records: Iterable[tuple[Any, ...]]) -> None:
        for value, partition, at, *headers in records:
            ms = (at - EPOCH) // timedelta(milliseconds=1)
            producer.produce(
                topic, str(value), partition=partition, timestamp=ms, headers=headers or None
            )
        assert producer.flush(60) == 0

    return write


def read(url: str, **options: Any) -> list[Any]:
    group = options.pop("group_id", None)
    with Stream(auth=False).open(url, "r", group, **options) as stream:
        return [message.content for message in stream]


def test_the_last_messages_come_in_order_of_time(
    kafka: KafkaCluster, new_topic: Any, put: Put
) -> None:
    topic = new_topic(3)
    url = f"{kafka.url}/{topic}"
    assert read(url, start_at=-5) == []
    # Partition 0 holds the even ones, 1 the odd ones, 2 only the oldest of all.
    records = [(n, n % 2, BEGIN + n * HOUR) for n in range(20)]
    put(topic, [(-1, 2, BEGIN - HOUR), *records])
    assert read(url, start_at=-5) == [15, 16, 17, 18, 19]
    assert read(url, start_at=-1) == [19]
    assert read(url, start_at=-100) == [*range(-1, 20)]
    # Written last, but long ago: the time decides.
    put(topic, [(-2, 0, BEGIN - 2 * HOUR)])
    assert read(url, start_at=-5) == [15, 16, 17, 18, 19]


def test_the_last_messages_of_several_topics(kafka: KafkaCluster, new_topic: Any, put: Put) -> None:
    topics = [new_topic(), new_topic(2)]
    for n in range(10):
        put(topics[n % 2], [(n, n % 2, BEGIN + n * HOUR)])
    assert read(f"{kafka.url}/{','.join(topics)}", start_at=-3) == [7, 8, 9]


def test_new_messages_follow_the_last_ones(kafka: KafkaCluster, new_topic: Any, put: Put) -> None:
    topic = new_topic(2)
    put(topic, [(n, n % 2, BEGIN + n * HOUR) for n in range(8)])
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "r", start_at=-2, persist=True) as stream:
        messages = iter(stream)
        assert [next(messages).content for _ in range(2)] == [6, 7]
        for n in range(8, 12):
            put(topic, [(n, n % 2, BEGIN + n * HOUR)])
            assert next(messages).content == n


def test_tests_and_gaps_do_not_count_among_the_last(
    kafka: KafkaCluster, new_topic: Any, put: Put
) -> None:
    topic = new_topic(2)
    put(topic, [(n, n % 2, BEGIN + n * HOUR) for n in range(6)])
    put(topic, [(n, n % 2, BEGIN + n * HOUR, *ONE_TEST) for n in range(6, 60)])
    url = f"{kafka.url}/{topic}"
    assert read(url, start_at=-3) == [3, 4, 5]
    assert read(url, start_at=-3, ignoretest=False) == [57, 58, 59]


def test_the_last_messages_of_transactions(kafka: KafkaCluster, new_topic: Any) -> None:
    """Each transaction ends with a mark that takes an offset and is no message."""
    topic = new_topic()
    producer = confluent_kafka.Producer(
        {"bootstrap.servers": kafka.bootstrap("PLAINTEXT"), "transactional.id": topic}
    )
    producer.init_transactions(30)
    for n in range(6):
        producer.begin_transaction()
        producer.produce(topic, str(n))
        if n == 4:
            producer.abort_transaction(30)
        else:
            producer.commit_transaction(30)
    assert read(f"{kafka.url}/{topic}", start_at=-3) == [2, 3, 5]


def test_the_first_at_or_after_a_time(kafka: KafkaCluster, new_topic: Any, put: Put) -> None:
    topic = new_topic(2)
    put(topic, [(n, n % 2, BEGIN + n * HOUR) for n in range(10)])
    url = f"{kafka.url}/{topic}"
    ms = timedelta(milliseconds=1)
    assert sorted(read(url, start_at=BEGIN + 6 * HOUR)) == [6, 7, 8, 9]
    assert sorted(read(url, start_at=BEGIN + 6 * HOUR - ms)) == [6, 7, 8, 9]
    assert sorted(read(url, start_at=BEGIN + 6 * HOUR + ms / 10)) == [7, 8, 9]
    assert sorted(read(url, start_at=EPOCH)) == [*range(10)]
    assert read(url, start_at=BEGIN + 10 * HOUR) == []


def test_a_committed_offset_goes_before_a_start_time(
    kafka: KafkaCluster, new_topic: Any, put: Put
) -> None:
    topic = new_topic()
    put(topic, [(n, 0, BEGIN + n * HOUR) for n in range(4)])
    options: dict[str, Any] = {"group_id": f"since-{topic}", "start_at": BEGIN + 2 * HOUR}
    assert read(f"{kafka.url}/{topic}", **options) == [2, 3]
    put(topic, [(4, 0, BEGIN)])
    assert read(f"{kafka.url}/{topic}", **options) == [4]


@pytest.mark.parametrize("persist", [False, True])
def test_until_a_past_time(kafka: KafkaCluster, new_topic: Any, put: Put, persist: bool) -> None:
    topic = new_topic(3)
    put(topic, [(n, n % 2, BEGIN + n * HOUR) for n in range(10)])
    put(topic, [(0.5, 0, BEGIN)])  # after a later one: its partition has ended
    url = f"{kafka.url}/{topic}"
    options: dict[str, Any] = {"start_at": EARLIEST, "persist": persist}
    assert sorted(read(url, until=BEGIN + 6 * HOUR, **options)) == [*range(6)]
    assert sorted(read(url, until=BEGIN + 10 * HOUR, **options)) == [0, 0.5, *range(1, 10)]
    options["start_at"] = -2
    assert read(url, until=BEGIN + 6 * HOUR, **options) == [4, 5]


def test_until_a_future_time(kafka: KafkaCluster, new_topic: Any, put: Put) -> None:
    topic = new_topic(2)
    now = datetime.now(UTC)
    put(topic, [(0, 0, now), (1, 1, now + HOUR)])
    until = datetime.now(UTC) + timedelta(seconds=1.5)
    assert read(f"{kafka.url}/{topic}", start_at=EARLIEST, persist=True, until=until) == [0]
    assert datetime.now(UTC) >= until


def test_messages_after_the_end_are_not_committed(
    kafka: KafkaCluster, new_topic: Any, put: Put
) -> None:
    topic = new_topic()
    put(topic, [(n, 0, BEGIN + n * HOUR) for n in range(6)])
    options: dict[str, Any] = {"group_id": f"until-{topic}", "start_at": EARLIEST}
    assert read(f"{kafka.url}/{topic}", until=BEGIN + 4 * HOUR, **options) == [0, 1, 2, 3]
    assert read(f"{kafka.url}/{topic}", until=BEGIN + 4 * HOUR, **options) == []
    assert read(f"{kafka.url}/{topic}", **options) == [4, 5]


def test_idle_timeout_ends_reading(kafka: KafkaCluster, new_topic: Any, put: Put) -> None:
    topic = new_topic(2)
    put(topic, [(n, 0, BEGIN) for n in range(3)])
    options: dict[str, Any] = {"persist": True, "start_at": EARLIEST, "idle_timeout": 1.5}
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "r", **options) as stream:
        got = []
        for message in stream:
            got.append(message.content)
            if message.content == 0:
                time.sleep(1.6)  # work is no silence, however long it takes
            if message.content == 2:
                put(topic, [(n, 1, BEGIN) for n in range(3, 6)])
            start = time.monotonic()
    assert got == [*range(6)]
    assert time.monotonic() - start > 1.4


def test_the_last_messages_of_a_denied_topic_are_refused(
    kafka: KafkaCluster, new_topic: Any, put: Put, secure: Any
) -> None:
    topic = new_topic()
    put(topic, [(0, 0, BEGIN)])
    kafka.allow("alice", topic, "DESCRIBE")
    auth: Auth = secure.auth
    with pytest.raises(NotAuthorized, match=topic):
        Stream(auth=auth).open(secure.url(topic), "r", start_at=-1)


def test_a_missing_topic(kafka: KafkaCluster) -> None:
    with pytest.raises(UnknownTopic, match="nowhere"):
        Stream(auth=False).open(f"{kafka.url}/nowhere", "r", start_at=-5)


def test_the_last_messages_with_a_group_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="leave out the group, readers"):
        Stream(auth=False).open(url, "r", "readers", start_at=-5)


def test_a_loop_over_open_misses_nothing(kafka: KafkaCluster, new_topic: Any, put: Put) -> None:
    topic, other = new_topic(3), new_topic()
    url, stream, got = f"{kafka.url}/{topic}", Stream(auth=False), []
    put(topic, [(-1, n, BEGIN) for n in range(3)])
    with stream.open(url) as messages:
        assert list(messages) == []
    for n in range(12):
        put(topic, [(n, n % 3, BEGIN)])
        put(other, [(n, 0, BEGIN)])
        if n % 2:  # what came while nothing was open
            with stream.open(url) as messages:
                got += [message.content for message in messages]
            assert sorted(got) == list(range(n + 1))
    with stream.open(f"{kafka.url}/{other}") as messages:
        assert list(messages) == [], "another URL is read for the first time"
    with Stream(auth=False).open(url) as messages:
        assert list(messages) == [], "another object remembers nothing"


def test_a_reading_that_was_left_goes_on_there(url: str, topic: str, put: Put) -> None:
    stream, got = Stream(auth=False), []
    stream.open(url).close()
    put(topic, [(n, 0, BEGIN) for n in range(9)])
    for count in (2, 1, 3):
        with stream.open(url) as messages:
            got += [message.content for message in islice(messages, count)]
    with stream.open(url, persist=True) as messages:
        got += [message.content for message in islice(messages, 3)]
    assert got == list(range(9))


@pytest.mark.sync_only("streams for asyncio are opened in a block, which closes them")
def test_a_loop_that_never_closes_misses_nothing(url: str, topic: str, put: Put) -> None:
    stream, got = Stream(auth=False), []
    for turn in range(3):
        got += [message.content for message in stream.open(url)]
        put(topic, [(turn, 0, BEGIN)])
    assert got == [0, 1]


def test_a_start_that_is_given_goes_before_the_last_end(url: str, topic: str, put: Put) -> None:
    stream = Stream(auth=False)
    stream.open(url).close()
    put(topic, [(n, 0, BEGIN) for n in range(3)])
    with stream.open(url, start_at=StartPosition.LATEST) as messages:
        assert list(messages) == []
    with stream.open(url, start_at=-1) as messages:
        assert [message.content for message in messages] == [2]
    with stream.open(url) as messages:
        assert [message.content for message in messages] == [0, 1, 2]


def test_partitions_made_between_two_readings_are_read_whole(
    kafka: KafkaCluster, new_topic: Any, put: Put
) -> None:
    topic, stream = new_topic(), Stream(auth=False)
    with stream.open(f"{kafka.url}/{topic}") as messages:
        assert list(messages) == []
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap()})
    admin.create_partitions([NewPartitions(topic, 2)])[topic].result()
    put(topic, [(5, 0, BEGIN), (6, 1, BEGIN)])
    with stream.open(f"{kafka.url}/{topic}") as messages:
        assert sorted(message.content for message in messages) == [5, 6]
