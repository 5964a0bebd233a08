"""The pytest fixtures. pytest loads this module in every session, so heavy imports wait."""

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
    from hop.testing import MockBroker

_FIXTURES = frozenset({"hop_broker", "hop_kafka", "hop_topic"})
_OPTION = "--hop-kafka"
# The address of a broker is no credential. `sandbox:topic` needs it.
_KEPT = "HOP_SANDBOX_URL"
_NAME_LENGTH = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's option."""
    parser.getgroup("hop", "alerts").addoption(
        _OPTION,
        action="store_true",
        help="make the topics of the fixture hop_topic on a real Kafka, that of hop_kafka",
    )


# The old kind of wrapper, because an old pytest must not fail over a plugin that nobody uses.
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, None, None]:
    """Hide the user's configuration from tests that use the fixtures."""
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
    """A broker in this process, ready at once: hop.testing.MockBroker; one for all tests."""
    from hop.testing import MockBroker  # confluent-kafka is heavy

    with MockBroker() as broker:
        yield broker


@pytest.fixture(scope="session")
def hop_kafka() -> Iterator[KafkaCluster]:
    """A real Kafka on this machine: hop.sandbox.KafkaCluster; one for all tests."""
    from hop.sandbox import KafkaCluster  # confluent-kafka is heavy

    with KafkaCluster() as cluster:
        yield cluster


@pytest.fixture
def hop_topic(request: pytest.FixtureRequest) -> str:
    """The URL of a new topic of one partition.

    It is on hop_kafka if the test asks for hop_kafka too, or if pytest was called with --hop-kafka.
    Otherwise it is on hop_broker.
    """
    is_real = "hop_kafka" in request.fixturenames or request.config.getoption(_OPTION, False)
    broker: MockBroker | KafkaCluster = request.getfixturevalue(
        "hop_kafka" if is_real else "hop_broker"
    )
    words = re.sub(r"[^\w.-]+", "-", request.node.name, flags=re.ASCII)[:_NAME_LENGTH]
    topic = f"{words.strip('-')}-{uuid.uuid4().hex[:8]}"
    broker.create_topic(topic)
    return f"{broker.url}/{topic}"
