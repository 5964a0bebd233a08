"""A visit of Rubin: 10,000 alerts of 85 kB within 30 s, filtered by one process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
def test_a_burst_is_filtered_once_in_time(kafka: KafkaCluster) -> None:
    # The time of the broker: what it took to write is not the reader's.
    kafka.create_topic("burst", 2, message_timestamp_type="LogAppendTime")
    with SchemaRegistry({survey_schema_id(): survey_schema()}) as registry:
        reader = program("reader.py", f"{kafka.url}/burst", registry.url, COUNT)
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        writer = program("writer.py", kafka.bootstrap("PLAINTEXT"), "burst", COUNT, SECONDS)
        assert writer.wait(120) == 0
        told, _ = reader.communicate(timeout=60)
    found = json.loads(told)
    print(found)
    assert found["handled"] == found["different"] == COUNT
    assert 0 < found["bright"] < COUNT
    assert found["p99"] <= MOST_DELAY_S
    assert found["memory_mb"] <= MOST_MEMORY_MB
    assert registry.requests == [f"/schemas/ids/{survey_schema_id()}"]
