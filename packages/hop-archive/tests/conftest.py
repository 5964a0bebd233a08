"""One real Kafka for all tests of archives; each test has a topic of its own.

Fixtures:
    kafka: the cluster.
    new_topic: makes a topic, ``new_topic(partitions=1, **settings)``, and gives its URL.
    url: the URL of a topic of one partition.
    place: a folder that does not exist yet.
    messages: messages of every family, valid and invalid, and a tombstone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filling import Message, all_families

from hop.sandbox import KafkaCluster


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster() as cluster:
        yield cluster


@pytest.fixture
def new_topic(kafka: KafkaCluster) -> Callable[..., str]:
    def make(partitions: int = 1, **settings: object) -> str:
        name = f"test-{uuid.uuid4().hex[:12]}"
        kafka.create_topic(name, partitions, **settings)
        return f"{kafka.url}/{name}"

    return make


@pytest.fixture
def url(new_topic: Callable[..., str]) -> str:
    return new_topic()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture(scope="session")
def messages() -> list[Message]:
    return all_families()
