"""Spark on this machine, and one real Kafka.

It needs a Java of this machine, 17 or newer; that of the sandbox lacks a module of it.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from pyspark.sql import SparkSession

from hop.sandbox import KafkaCluster


class NewURL(Protocol):
    def __call__(self, partitions: int = 1, **settings: object) -> str: ...


def session(master: str, **settings: str) -> SparkSession:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.sql.shuffle.partitions", "2")
    for name, value in settings.items():
        builder = builder.config(name.replace("_", "."), value)
    return builder.getOrCreate()


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster(users={"alice": "alice-secret"}) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of credentials, of the driver and of the executors. At first it has none."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith("HOP_"):
                patch.delenv(name)
        folder = tmp_path_factory.mktemp("config")
        patch.setenv("XDG_CONFIG_HOME", str(folder))
        yield folder / "hop/auth.toml"


@pytest.fixture(scope="module")
def spark(credentials: Path) -> Iterator[SparkSession]:
    made = session("local[2]")
    yield made
    made.stop()


@pytest.fixture
def new_url(kafka: KafkaCluster) -> NewURL:
    def make(partitions: int = 1, **settings: object) -> str:
        topic = f"night-{uuid.uuid4().hex[:8]}"
        kafka.create_topic(topic, partitions, **settings)
        return f"{kafka.url}/{topic}"

    return make
