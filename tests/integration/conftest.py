"""One real Kafka for all integration tests; each test has topics of its own.

Fixtures:
    kafka: the cluster: one broker, ports chosen at random, no topics made by themselves. Clients
        of its PLAINTEXT listener (``kafka.url``) may do everything. Users ``alice``, ``bob``
        (``kafka.users`` has their passwords) are for the SASL listeners, and may do nothing until
        ``kafka.allow(…)``.
    new_topic: makes a topic, ``new_topic(partitions=1, **settings)``, and gives its name.
    topic: a topic of one partition.
    url: its URL on the PLAINTEXT listener.
    secure: alice on the SASL_SSL listener: ``secure.auth``, ``secure.url(topic)``.

``--api async`` tests the streams for asyncio, with the same tests: see ``apis.py``.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pytest

from hop.auth import Auth
from hop.sandbox import KafkaCluster, credential

from . import apis

SYNC_ONLY = "sync_only(reason): a test that says nothing of the streams for asyncio"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--api", choices=apis.APIS, default=apis.APIS[0], help="the streams to test")


def pytest_configure(config: pytest.Config) -> None:
    # Read where the tests are imported, and by the programs that they start.
    os.environ[apis.VARIABLE] = config.getoption("--api")
    config.addinivalue_line("markers", SYNC_ONLY)


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("sync_only")
    if marker is not None and apis.api() != "sync":
        pytest.skip(f"the same on both: {marker.args[0]}")


class NewTopic(Protocol):
    def __call__(self, partitions: int = 1, **settings: object) -> str: ...


@dataclass(frozen=True)
class Secure:
    auth: Auth
    address: str

    def url(self, topic: str) -> str:
        return f"kafka://{self.address}/{topic}"


@pytest.fixture(scope="session", autouse=True)
def own_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the Tab key completes on this machine is not changed."""
    file = tmp_path_factory.mktemp("cache") / "completion.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hop.cli.remembered.path", lambda: file)
        yield


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaCluster]:
    users = {"alice": "alice-secret", "bob": "bob-secret", "carol": "carol-secret"}
    # The brokers' first download counts as the time of the test that needs them first.
    with KafkaCluster(users=users, oauth=True) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def secure(kafka: KafkaCluster) -> Secure:
    return Secure(credential(kafka, "alice"), kafka.bootstrap("SASL_SSL"))


@pytest.fixture
def new_topic(kafka: KafkaCluster) -> NewTopic:
    def make(partitions: int = 1, **settings: object) -> str:
        name = f"test-{uuid.uuid4().hex[:12]}"
        kafka.create_topic(name, partitions, **settings)
        return name

    return make


@pytest.fixture
def topic(new_topic: NewTopic) -> str:
    return new_topic()


@pytest.fixture
def url(kafka: KafkaCluster, topic: str) -> str:
    return f"{kafka.url}/{topic}"
