"""Messages that are gone before they are read: what is told, and where reading goes on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import confluent_kafka
import pytest
from confluent_kafka.admin import AdminClient

import hop
from hop._handlers import Run
from hop._handlers.metrics import Metrics
from hop.errors import TransportError
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .apis import Stream

EARLIEST = StartPosition.EARLIEST
EVERYTHING = Stream(auth=False, start_at=EARLIEST)
EAGER = {"partition.assignment.strategy": "range"}
KIP_848 = {"group.protocol": "consumer"}

Delete = Callable[..., None]


@pytest.fixture
def delete(kafka: KafkaCluster, topic: str) -> Delete:
    """Delete the first messages of the topic, as retention does."""

    def delete(before: int, name: str = topic) -> None:
        admin = AdminClient({"bootstrap.servers": kafka.bootstrap()})
        asked = admin.delete_records([confluent_kafka.TopicPartition(name, 0, before)])
        assert [each.result().low_watermark for each in asked.values()] == [before]

    return delete


def write(url: str, values: Any) -> None:
    with hop.Stream(auth=False).open(url, "w") as stream:
        for value in values:
            stream.write(value)


def read(url: str, **options: Any) -> list[Any]:
    with EVERYTHING.open(url, **options) as stream:
        return [message.content for message in stream]


def commit(kafka: KafkaCluster, group: str, topic: str, offset: int) -> None:
    client = confluent_kafka.Consumer({"bootstrap.servers": kafka.bootstrap(), "group.id": group})
    client.commit(offsets=[confluent_kafka.TopicPartition(topic, 0, offset)], asynchronous=False)
    client.close()


def committed(kafka: KafkaCluster, group: str, topic: str) -> int:
    client = confluent_kafka.Consumer({"bootstrap.servers": kafka.bootstrap(), "group.id": group})
    (found,) = client.committed([confluent_kafka.TopicPartition(topic, 0)], timeout=10)
    client.close()
    return int(found.offset)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "hop._reader.resets"]


@pytest.mark.parametrize("kafka_options", [{}, EAGER, KIP_848], ids=["", "eager", "kip848"])
def test_what_was_deleted_before_it_was_read_is_told(
    kafka: KafkaCluster,
    topic: str,
    url: str,
    delete: Delete,
    caplog: pytest.LogCaptureFixture,
    kafka_options: dict[str, Any],
) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    write(url, range(30))
    commit(kafka, group, topic, 10)
    delete(25)
    assert read(url, group_id=group, kafka=kafka_options) == [25, 26, 27, 28, 29]
    (warning,) = warnings(caplog)
    assert warning.startswith(
        f"topic {topic}, partition 0: up to 15 messages (offsets 10 to 24) were deleted before "
        "they were read; reading goes on at offset 25"
    )
    assert committed(kafka, group, topic) == 30


def test_what_is_deleted_while_reading_pauses_is_told(
    url: str, topic: str, delete: Delete, caplog: pytest.LogCaptureFixture
) -> None:
    with hop.Stream(auth=False).open(url, "w") as writer:
        for number in range(30):
            writer.write({"n": number, "image": "*" * 50_000})
            writer.flush()  # so that each is a batch of its own
    little = {"max.partition.fetch.bytes": 1000, "queued.min.messages": 1}
    little["queued.max.messages.kbytes"] = 1
    with EVERYTHING.open(url, kafka=little) as stream:
        messages = stream.read(batch_size=1)
        got = [next(messages)["n"] for _ in range(3)]
        delete(25)
        got += [message["n"] for message in messages]
    (warning,) = warnings(caplog)
    first = got.index(25)
    assert got == [*range(first), *range(25, 30)]
    assert f"(offsets {first} to 24)" in warning


def test_nothing_is_told_again_if_all_was_deleted(
    kafka: KafkaCluster,
    topic: str,
    url: str,
    delete: Delete,
    caplog: pytest.LogCaptureFixture,
) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    write(url, range(30))
    commit(kafka, group, topic, 29)
    delete(30)
    assert read(url, group_id=group) == []
    assert read(url, group_id=group) == []
    (warning,) = warnings(caplog)
    assert "the message at offset 29 was deleted" in warning
    write(url, [30])
    assert read(url, group_id=group) == [30]


def test_an_offset_after_the_end_is_told(
    kafka: KafkaCluster, topic: str, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    write(url, range(10))
    commit(kafka, group, topic, 15)
    assert read(url, group_id=group) == list(range(10))
    (warning,) = warnings(caplog)
    assert f"topic {topic}, partition 0: the next offset, 15, is not there" in warning
    assert "the topic ends at 10" in warning
    assert "all stored messages are read again; reading goes on at offset 0" in warning
    assert committed(kafka, group, topic) == 10
    assert read(url, group_id=group) == []


def test_a_topic_made_anew_while_it_is_read_is_read_whole(
    kafka: KafkaCluster, topic: str, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    write(url, range(10))
    got = []
    with EVERYTHING.open(url, group_id=topic, persist=True) as stream:
        for message, metadata in stream.read(metadata=True, autocommit=False):
            got.append(message.content)
            stream.mark_done(metadata)
            if message.content == 9:
                admin = AdminClient({"bootstrap.servers": kafka.bootstrap()})
                admin.delete_topics([topic])[topic].result()
                kafka.create_topic(topic, 1)
                write(url, [20, 21, 22])
            elif message.content == 22:
                break
    assert got == [*range(10), 20, 21, 22]
    (warning,) = warnings(caplog)
    assert "the next offset, 10, is not there: the topic ends at" in warning
    assert committed(kafka, topic, topic) == 3


@pytest.mark.parametrize(("choice", "expected"), [("latest", []), ("smallest", [25, 26])])
def test_the_callers_choice_of_an_end_is_kept(
    kafka: KafkaCluster,
    topic: str,
    url: str,
    delete: Delete,
    caplog: pytest.LogCaptureFixture,
    choice: str,
    expected: list[int],
) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    write(url, range(27))
    commit(kafka, group, topic, 10)
    delete(25)
    assert read(url, group_id=group, kafka={"auto.offset.reset": choice}) == expected
    (warning,) = warnings(caplog)
    assert f"(offsets 10 to {26 if choice == 'latest' else 24})" in warning


def test_the_callers_choice_of_an_error_is_kept(
    kafka: KafkaCluster, topic: str, url: str, delete: Delete
) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    write(url, range(30))
    commit(kafka, group, topic, 10)
    delete(25)
    with pytest.raises(TransportError, match="does not hold the next offset of topic") as caught:
        read(url, group_id=group, kafka={"auto.offset.reset": "error"})
    assert caught.value.code == "_AUTO_OFFSET_RESET"


def test_gaps_of_compaction_and_transactions_are_not_told(
    kafka: KafkaCluster, new_topic: Any, caplog: pytest.LogCaptureFixture
) -> None:
    topic = new_topic()
    writer = confluent_kafka.Producer(
        {"bootstrap.servers": kafka.bootstrap(), "transactional.id": topic, "log_level": 0}
    )
    writer.init_transactions()
    for number, ends in enumerate((writer.commit_transaction, writer.abort_transaction) * 3):
        writer.begin_transaction()
        writer.produce(topic, str(number).encode(), headers={"_format": b"json"})
        writer.flush()
        ends()
    assert read(f"kafka://g-{topic}@{kafka.bootstrap()}/{topic}") == [0, 2, 4]
    assert warnings(caplog) == []


@pytest.mark.sync_only("handlers read as synchronous programs do")
def test_a_run_counts_what_was_deleted(
    kafka: KafkaCluster, topic: str, url: str, delete: Delete
) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    write(url, range(30))
    commit(kafka, group, topic, 10)
    delete(25)
    got: list[int] = []
    run = Run(
        lambda message: got.append(message.content),
        url,
        group,
        auth=False,
        persist=False,
        metrics=0,
    )
    counters = run.go()
    assert got == [25, 26, 27, 28, 29]
    assert (counters.missed, counters.resets) == ({(topic, 0): 15}, {(topic, 0): 1})
    assert isinstance(counters, Metrics)
    labels = {"topic": topic, "partition": "0"}
    value = counters.registry.get_sample_value
    assert value("hop_missed_messages_total", labels) == 15
    assert value("hop_offset_resets_total", labels) == 1


@pytest.mark.sync_only("the command has streams of its own")
def test_the_command_tells_what_was_deleted(
    kafka: KafkaCluster, topic: str, url: str, delete: Delete, capfd: pytest.CaptureFixture[str]
) -> None:
    from hop.cli.program import run

    write(url, range(4))
    commit(kafka, topic, topic, 1)
    delete(3)
    assert run(["subscribe", "--no-auth", "-g", topic, url]) == 0
    out, err = capfd.readouterr()
    assert out == "3\n"
    assert "up to 2 messages (offsets 1 to 2) were deleted before they were read" in err


# With these librdkafka unpacks up to 2 MB.
LITTLE = {
    "receive.message.max.bytes": 2_000_000,
    "fetch.max.bytes": 1_500_000,
    "message.max.bytes": 1_500_000,
}


def write_bombs(kafka: KafkaCluster, topic: str, *counts: int) -> None:
    """Write a small message, then batches of so many messages of 3 MB each, and another."""
    settings = {"compression.type": "zstd", "message.max.bytes": 10**8, "linger.ms": 60_000}
    settings |= {"batch.size": 10**8, "bootstrap.servers": kafka.bootstrap()}
    writer = confluent_kafka.Producer(settings)
    for count in (0, *counts, 0):
        for _ in range(count):
            writer.produce(topic, b"0" * 3_000_000)
        if not count:
            writer.produce(topic, b"7", headers={"_format": b"json"})
        writer.flush()


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((1,), [("the message at offset 1 cannot", 2)]),
        ((11,), [("up to 11 messages (offsets 1 to 11) cannot", 12)]),
        ((2, 3), [("(offsets 1 to 2) cannot", 3), ("(offsets 3 to 5) cannot", 6)]),
    ],
)
def test_a_batch_that_cannot_be_unpacked_is_passed_over(
    kafka: KafkaCluster,
    topic: str,
    url: str,
    caplog: pytest.LogCaptureFixture,
    counts: tuple[int, ...],
    told: list[tuple[str, int]],
) -> None:
    write_bombs(kafka, topic, *counts)
    assert read(url, kafka=LITTLE, group_id=topic) == [7, 7]
    messages = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
    passed = [each for each in messages if "passed over" in each]
    assert len(messages) == 2 * len(passed) == 2 * len(told)
    for message, (text, offset) in zip(passed, told, strict=True):
        assert message.startswith(f"topic {topic}, partition 0: ")
        assert text in message
        assert message.endswith(f"reading goes on at offset {offset}")
    assert committed(kafka, topic, topic) == sum(counts) + 2


def test_a_broken_batch_among_the_last_messages_is_an_error(
    kafka: KafkaCluster, topic: str, url: str
) -> None:
    write_bombs(kafka, topic, 1)
    with pytest.raises(TransportError, match=r"cannot be unpacked: .*start at a time after it"):
        read(url, kafka=LITTLE, start_at=-2)
    assert read(url, kafka=LITTLE, start_at=-1) == [7]
