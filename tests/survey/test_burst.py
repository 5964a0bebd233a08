"""A visit of Rubin: 10,000 alerts of 85 kB within 30 s, filtered by one process or two."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from hop.sandbox import KafkaCluster, SchemaRegistry
from hop.testing import survey_schema, survey_schema_id

HERE = Path(__file__).parent
COUNT, SECONDS = 10_000, 30
MOST_DELAY_S, MOST_MEMORY_MB = 2.0, 400


@pytest.fixture(scope="module")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster() as cluster:
        yield cluster


def program(name: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / name), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.timeout(170)
@pytest.mark.parametrize("processes", [1, 2])
def test_a_burst_is_filtered_once_in_time(kafka: KafkaCluster, processes: int) -> None:
    topic = f"burst-{processes}"
    # The time of the broker: what it took to write is not the reader's.
    kafka.create_topic(topic, 2, message_timestamp_type="LogAppendTime")
    with SchemaRegistry({survey_schema_id(): survey_schema()}) as registry:
        url = kafka.url.replace("://", f"://{topic}@")
        readers = [program("reader.py", f"{url}/{topic}", registry.url) for _ in range(processes)]
        wait_until(lambda: partitions_of_members(kafka, topic) == [2 // processes] * processes)
        writer = program("writer.py", kafka.bootstrap("PLAINTEXT"), topic, COUNT, SECONDS)
        assert writer.wait(120) == 0
        found = [json.loads(each.communicate(timeout=60)[0]) for each in readers]
    delays = [delay for each in found for delay in each["delays"]]
    p99 = statistics.quantiles(delays, n=100)[98]
    memory = [round(each["memory_mb"]) for each in found]
    print(f"{processes} processes: p99 {p99:.2f} s, most {max(delays):.2f} s, memory {memory} MB")
    ids = [number for each in found for number in each["ids"]]
    assert len(ids) == len(set(ids)) == COUNT
    assert all(each["ids"] for each in found)
    assert 0 < sum(each["bright"] for each in found) < COUNT
    assert p99 <= MOST_DELAY_S
    assert max(memory) <= MOST_MEMORY_MB
    assert registry.requests == [f"/schemas/ids/{survey_schema_id()}"] * processes


def partitions_of_members(kafka: KafkaCluster, group: str) -> list[int]:
    """How many partitions each member of a group has."""
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    try:
        found = admin.describe_consumer_groups([group])[group].result()
    except KafkaException:  # the broker makes the topic for groups when the first one comes
        return []
    return [len(each.assignment.topic_partitions) for each in found.members]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
