"""Consumer groups on a real Kafka: shared, resumed, and nothing lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import confluent_kafka
import pytest
from calibration import Clock
from confluent_kafka.admin import AdminClient

from hop.errors import TransportError, URLError
from hop.io import Consumer, StartPosition
from hop.sandbox import KafkaCluster

from .apis import Stream

EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST)
GROUP = "readers"
FOREVER = Stream(auth=False, start_at=StartPosition.EARLIEST, persist=True)


@pytest.fixture
def grouped(url: str) -> str:
    return url.replace("kafka://", f"kafka://{GROUP}@")


def write(url: str, values: Any) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for value in values:
            stream.write(value)


def read_all(url: str, **options: Any) -> list[Any]:
    with EVERYTHING.open(url, **options) as stream:
        return [message.content for message in stream]


def committed(kafka: KafkaCluster, group: str, topic: str) -> int:
    client = confluent_kafka.Consumer(
        {"bootstrap.servers": kafka.bootstrap("PLAINTEXT"), "group.id": group}
    )
    (place,) = client.committed([confluent_kafka.TopicPartition(topic, 0)], timeout=60)
    client.close()
    return int(place.offset)


def wait_for(condition: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_group_continues_at_its_committed_offset(url: str, grouped: str) -> None:
    write(url, range(5))
    assert read_all(grouped) == [0, 1, 2, 3, 4]
    assert read_all(grouped) == []
    write(url, [5, 6])
    assert read_all(grouped) == [5, 6]
    assert read_all(url, group_id="others") == [0, 1, 2, 3, 4, 5, 6]


def test_a_message_is_done_when_the_next_is_asked_for(url: str, grouped: str) -> None:
    write(url, range(5))
    with EVERYTHING.open(grouped) as stream:
        messages = iter(stream)
        assert [next(messages).content for _ in range(3)] == [0, 1, 2]
    assert read_all(grouped) == [2, 3, 4]


def test_offsets_are_committed_while_the_caller_works(
    kafka: KafkaCluster, topic: str, url: str, grouped: str
) -> None:
    write(url, range(5))
    with EVERYTHING.open(grouped) as stream:
        messages = iter(stream)
        next(messages), next(messages)
        wait_for(lambda: committed(kafka, GROUP, topic) == 1)


def test_messages_are_marked_done_in_any_order(
    kafka: KafkaCluster, topic: str, url: str, grouped: str
) -> None:
    write(url, range(6))
    with EVERYTHING.open(grouped) as stream:
        places = [place for _, place in stream.read(metadata=True, autocommit=False)]
        for number in (1, 3, 0):
            stream.mark_done(places[number])
    assert committed(kafka, GROUP, topic) == 2
    with EVERYTHING.open(grouped) as stream:
        for message, place in stream.read(metadata=True, autocommit=False):
            assert message.content in (2, 3, 4, 5)
            stream.mark_done(place)
            stream.mark_done(place)
    assert read_all(grouped) == []


def test_another_thread_may_mark_messages_done(
    kafka: KafkaCluster, topic: str, url: str, grouped: str
) -> None:
    write(url, range(3))
    stream = FOREVER.open(grouped)
    places: list[Any] = []

    def collect() -> None:
        for _, place in stream.read(metadata=True, autocommit=False):
            places.append(place)

    reader = threading.Thread(target=collect, daemon=True)
    reader.start()
    wait_for(lambda: len(places) == 3)
    time.sleep(0.5)  # it waits for messages now
    for place in places[:2]:
        stream.mark_done(place)
    wait_for(lambda: committed(kafka, GROUP, topic) == 2)
    stream.mark_done(places[2])
    stream.close()
    reader.join(60)
    assert committed(kafka, GROUP, topic) == 3


def test_messages_left_out_do_not_hold_back_the_commit(url: str, grouped: str) -> None:
    with EVERYTHING.open(url, "w") as stream:
        stream.write("trial", test=True)
        stream.write("real")
        stream.write("trial", test=True)
    with EVERYTHING.open(grouped) as stream:
        for _, place in stream.read(metadata=True, autocommit=False):
            stream.mark_done(place)
    with EVERYTHING.open(grouped, ignoretest=False) as stream:
        assert list(stream) == []


class Reader(threading.Thread):
    """A member of a group that notes what it gets."""

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(daemon=True)
        self.got: list[Any] = []
        self.stream: Consumer = FOREVER.open(url, **options)
        self.start()

    def run(self) -> None:
        for message in self.stream:
            self.got.append(message.content)
            time.sleep(0.001)

    def end(self) -> None:
        self.stream.close()
        self.join(60)
        assert not self.is_alive()


@pytest.fixture
def shared(kafka: KafkaCluster, new_topic: Any) -> str:
    return f"{kafka.url}/{new_topic(partitions=4)}"


def test_rebalances_lose_nothing(shared: str) -> None:
    grouped = shared.replace("kafka://", "kafka://sharers@")
    written: list[int] = []
    enough = threading.Event()

    def feed() -> None:
        with EVERYTHING.open(shared, "w") as stream:
            while not enough.wait(0.01):
                for _ in range(10):
                    stream.write(len(written), key=str(len(written)))
                    written.append(len(written))

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    first = Reader(grouped)
    wait_for(lambda: len(first.got) > 100)
    second = Reader(grouped)
    wait_for(lambda: len(second.got) > 100)
    third = Reader(grouped)
    wait_for(lambda: len(third.got) > 50)
    second.end()
    last = len(third.got)
    wait_for(lambda: len(third.got) > last + 200)
    enough.set()
    feeder.join()
    total = len(written)
    readers = (first, second, third)
    wait_for(lambda: len({n for reader in readers for n in reader.got}) == total)
    first.end()
    third.end()
    counts = Counter(number for reader in readers for number in reader.got)
    assert set(counts) == set(range(total))
    # A closing reader gives back the one message that was in its hands.
    assert sum(counts.values()) <= total + 2


def test_a_new_group_keeps_its_start_over_a_restart(
    kafka: KafkaCluster, topic: str, url: str
) -> None:
    write(url, ["old"])
    grouped = url.replace("kafka://", "kafka://latecomers@")
    with Stream(auth=False).open(grouped) as stream:
        assert list(stream) == []
    write(url, ["while nobody reads"])
    with Stream(auth=False).open(grouped) as stream:
        assert [message.content for message in stream] == ["while nobody reads"]


def test_new_partitions_are_read_from_their_beginning(kafka: KafkaCluster, topic: str) -> None:
    """Patterns mean the same with a group as without, though librdkafka knows no \\d."""
    pattern = f"{kafka.url}/^{topic}(-\\d)*$"
    soon = {"topic.metadata.refresh.interval.ms": 200}
    latest: dict[str, Any] = {"group_id": "new", "start_at": StartPosition.LATEST}
    with EVERYTHING.open(pattern, **latest) as stream:
        assert list(stream) == []  # and its place is kept
    reader = Reader(pattern, **latest, kafka=soon)
    write(f"{kafka.url}/{topic}", [0])
    wait_for(lambda: reader.got == [0])
    kafka.create_topic(f"{topic}-1")
    write(f"{kafka.url}/{topic}-1", [1, 2])
    wait_for(lambda: reader.got == [0, 1, 2])
    reader.end()


def test_a_group_skips_deleted_messages(kafka: KafkaCluster, topic: str, url: str) -> None:
    latest = {"group_id": "late", "start_at": StartPosition.LATEST}
    assert read_all(url, **latest) == []
    write(url, range(10))
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for done in admin.delete_records([confluent_kafka.TopicPartition(topic, 0, 5)]).values():
        done.result(60)
    assert read_all(url, **latest) == [5, 6, 7, 8, 9]


def test_idle_timeout_ends_a_group_without_topics(kafka: KafkaCluster) -> None:
    assert read_all(f"{kafka.url}/not-there", group_id="g", persist=True, idle_timeout=0.2) == []


def test_a_pattern_that_librdkafka_does_not_know_is_refused(kafka: KafkaCluster) -> None:
    with pytest.raises(URLError, match="leave out the group"):
        EVERYTHING.open(f"{kafka.url}/^gcn%28%3F!a%29", group_id="g")


def test_more_readers_than_partitions(url: str, grouped: str) -> None:
    write(url, range(10))
    busy = Reader(grouped)
    wait_for(lambda: len(busy.got) == 10)
    assert read_all(grouped) == []  # though the other one reads on
    busy.end()
    # Both have left: nobody waits for them to be declared dead, which takes 45 s.
    write(url, ["new"])
    clock = Clock()
    assert read_all(grouped) == ["new"]
    assert clock.seconds() < 15


def test_a_slow_reader_keeps_its_partitions(url: str, grouped: str) -> None:
    write(url, range(3))
    quick = {"session.timeout.ms": 6000, "heartbeat.interval.ms": 500}
    with EVERYTHING.open(grouped, kafka=quick) as stream:
        got = []
        for message in stream:
            got.append(message.content)
            if message.content == 1:
                time.sleep(8)
        assert got == [0, 1, 2]
    assert read_all(grouped) == []


def test_a_slow_reader_gives_up_revoked_partitions(shared: str) -> None:
    """Messages taken from librdkafka but not handed out go to the reader that joined."""
    grouped = shared.replace("kafka://", "kafka://slow@")
    write(shared, range(400))

    def slowly(stream: Consumer, got: list[Any]) -> None:
        for message in stream:
            got.append(message.content)
            time.sleep(0.05)

    first: list[Any] = []
    stream = FOREVER.open(grouped)
    thread = threading.Thread(target=slowly, args=(stream, first), daemon=True)
    thread.start()
    wait_for(lambda: len(first) > 5)
    second = Reader(grouped)
    wait_for(lambda: len(set(first) | set(second.got)) == 400)
    stream.close()
    thread.join()
    second.end()
    assert len(second.got) > 50
    assert len(first) + len(second.got) <= 401


def test_the_new_group_protocol_and_back(url: str, grouped: str) -> None:
    write(url, range(5))
    with EVERYTHING.open(grouped, kafka={"group.protocol": "consumer"}) as stream:
        messages = iter(stream)
        assert [next(messages).content for _ in range(3)] == [0, 1, 2]
    assert read_all(grouped) == [2, 3, 4]


def test_eager_rebalances(url: str, grouped: str) -> None:
    eager = {"partition.assignment.strategy": "range"}
    write(url, range(5))
    assert read_all(grouped, kafka=eager) == [0, 1, 2, 3, 4]
    write(url, [5])
    assert read_all(grouped, kafka=eager) == [5]


def test_documented_commit_by_hand(url: str, grouped: str) -> None:
    write(url, ["a", "b"])
    with EVERYTHING.open(grouped, "r") as s:
        for message, metadata in s.read(metadata=True, autocommit=False):
            assert message in ("a", "b")
            s.mark_done(metadata)
    assert read_all(grouped) == []


def test_a_fenced_member_ends_with_an_error(url: str, grouped: str) -> None:
    write(url, [0])
    same = {"group.instance.id": "telescope"}
    with FOREVER.open(grouped, kafka=same) as first:
        messages = first.read(batch_timeout=0.05)
        assert next(messages).content == 0
        with FOREVER.open(grouped, kafka=same) as second:
            threading.Thread(target=list, args=(second,), daemon=True).start()
            for _ in range(2):  # reading that is begun again is as dead
                with pytest.raises(TransportError, match=r"group\.instance\.id") as caught:
                    list(first)
                assert (caught.value.code, caught.value.retriable) == ("_FATAL", False)
