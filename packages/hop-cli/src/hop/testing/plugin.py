"""The fixtures. pytest loads them with every session, so what is dear is loaded when it is used."""

from __future__ import annotations

import os
import re
import tempfile
import uuid
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hop.sandbox import KafkaCluster
    from hop.testing.broker import MockBroker

_FIXTURES = frozenset({"hop_broker", "hop_kafka", "hop_topic"})
_OPTION = "--hop-kafka"
# The address of a broker is no credential, and names that broker to `sandbox:topic`.
_KEPT = "HOP_SANDBOX_URL"
_NAME_LENGTH = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's option."""
    parser.getgroup("hop", "alerts").addoption(
        _OPTION,
        action="store_true",
        help="give every test that asks for hop_topic a topic of a real Kafka, that of hop_kafka",
    )


# The old kind of wrapper, since an old pytest must not fail over a plugin that nobody uses.
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, None, None]:
    """Keep what the user has configured from tests that use the fixtures."""
    if _FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
        yield
        return
    with (
        tempfile.TemporaryDirectory(prefix="hop-testing-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in [*os.environ]:
            if name.startswith(("HOP_", "XDG_CONFIG")) and name != _KEPT:
                patch.delenv(name)
        patch.setenv("XDG_CONFIG_HOME", folder)
        yield


@pytest.fixture(scope="session")
def hop_broker() -> Iterator[MockBroker]:
    """A broker in this process, there at once: hop.testing.MockBroker; one for all tests."""
    from hop.testing.broker import MockBroker

    with MockBroker() as broker:
        yield broker


@pytest.fixture(scope="session")
def hop_kafka() -> Iterator[KafkaCluster]:
    """A real Kafka on this machine: hop.sandbox.KafkaCluster; one for all tests."""
    from hop.sandbox import KafkaCluster

    with KafkaCluster() as cluster:
        yield cluster


@pytest.fixture
def hop_topic(request: pytest.FixtureRequest) -> str:
    """The URL of a new topic of one partition.

    It is on hop_kafka where the test asks for hop_kafka too, or pytest was called with
    --hop-kafka; otherwise it is on hop_broker.
    """
    is_real = "hop_kafka" in request.fixturenames or request.config.getoption(_OPTION, False)
    broker: MockBroker | KafkaCluster = request.getfixturevalue(
        "hop_kafka" if is_real else "hop_broker"
    )
    words = re.sub(r"[^\w.-]+", "-", request.node.name, flags=re.ASCII)[:_NAME_LENGTH]
    topic = f"{words.strip('-')}-{uuid.uuid4().hex[:8]}"
    broker.create_topic(topic)
    return f"{broker.url}/{topic}"
