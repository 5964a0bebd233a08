"""Packages made of what others publish, and one Kafka through which their messages go."""

from __future__ import annotations

import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

sys.path.insert(0, str(Path(__file__).parents[2] / "tools/tests/support"))

from made_packages import GCN, LVK, Carry, Headers, Made


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def carry(kafka: KafkaCluster) -> Carry:
    """What arrives of payloads that a bare producer sends to a new topic, as hop reads it."""

    def run(payloads: list[bytes], headers: Headers | None = None, topic: str = "") -> list[Any]:
        name = topic or f"codegen-{uuid.uuid4().hex[:12]}"
        kafka.create_topic(name, 1)
        producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
        for payload in payloads:
            producer.produce(name, payload, headers=headers or [])
        assert producer.flush(30) == 0
        stream = Stream(auth=False, start_at=StartPosition.EARLIEST, tests="include")
        with stream.open(f"{kafka.url}/{name}", "r") as messages:
            return list(messages)

    return run


@pytest.fixture(scope="session")
def gcn(tmp_path_factory: pytest.TempPathFactory) -> Made:
    if shutil.which("npm") is None:
        pytest.fail("these tests fetch a package with npm, which is not installed")
    made = Made(GCN, tmp_path_factory.mktemp("gcn"), "nasa-gcn-schema")
    __import__("nasa_gcn_schema.plugin")
    return made


@pytest.fixture(scope="session")
def lvk(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(LVK, tmp_path_factory.mktemp("lvk"), "igwn-gwalert-models")
