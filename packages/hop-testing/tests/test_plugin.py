"""The plugin of pytest, in sessions of its own: fixtures, their one rule, and what they cost."""

from __future__ import annotations

import json
import socket
import subprocess
import sys

import pytest
from calibration import Stopwatch

import hop._reader.consumer
import hop._writer.producer
from hop.errors import ConfigError, HopError
from hop.io import list_topics
from hop.testing import MockBroker

pytest_plugins = ("pytester",)
# Each session within this one forgets what it has imported, unless that was there before.
_KEPT = (hop._reader.consumer, hop._writer.producer)

HEAVY = ["confluent_kafka", "hypothesis", "pydantic", "lxml", "jsonschema", "hop.models", "hop.cli"]

USERS_TESTS = """
    import os
    from hop import Stream
    from hop.io import StartPosition

    stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
    topics = set()

    def check(url):
        topics.add(url)
        with stream.open(url, "w") as s:
            for number in range(20):
                s.write({"number": number})
        with stream.open(url) as s:
            # In order: there is one partition.
            assert [message["number"] for message in s] == list(range(20))

    def test_one(hop_topic):
        check(hop_topic)

    def test_another(hop_topic, hop_broker):
        assert hop_topic.startswith(f"{hop_broker.url}/test_another-")
        check(hop_topic)
        assert len(topics) == 2

    def test_a_group(hop_topic):
        check(hop_topic)
        with stream.open(hop_topic, group_id="readers") as s:
            assert len(list(s)) == 20

    def test_what_the_user_has_is_not_seen(hop_topic):
        assert "HOP_USERNAME" not in os.environ
        assert os.environ["HOP_SANDBOX_URL"] == "kafka://localhost:1"
        assert os.listdir(os.environ["XDG_CONFIG_HOME"]) == []
        assert os.environ["XDG_CONFIG_HOME"] != "/home/of/nobody"

    def test_others_are_left_alone():
        assert os.environ["HOP_USERNAME"] == "somebody"
        assert os.environ["XDG_CONFIG_HOME"] == "/home/of/nobody"
"""


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOP_USERNAME", "somebody")
    monkeypatch.setenv("HOP_SANDBOX_URL", "kafka://localhost:1")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/of/nobody")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other plugins are not looked for, which takes pytest a second."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.mark.parametrize(
    ("arguments", "conftest", "autoload"),
    [
        ((), "", True),
        (("-p", "hop.testing"), "", True),
        (("-p", "hop.testing"), "", False),
        ((), "pytest_plugins = ['hop.testing']", False),
    ],
    ids=["by itself", "by name as well", "by name alone", "by conftest"],
)
def test_fixtures(
    pytester: pytest.Pytester,
    request: pytest.FixtureRequest,
    arguments: tuple[str, ...],
    conftest: str,
    autoload: bool,
) -> None:
    if not autoload:
        request.getfixturevalue("alone")
    pytester.makeconftest(conftest)
    pytester.makepyfile(USERS_TESTS)
    pytester.runpytest_inprocess(*arguments).assert_outcomes(passed=5)


@pytest.mark.usefixtures("alone")
def test_the_broker_of_a_topic(pytester: pytest.Pytester) -> None:
    """On hop_kafka where that is asked for, by the test or for all; here it is another broker."""
    pytester.makeconftest("""
        import pytest
        from hop.testing import MockBroker

        @pytest.fixture(scope="session")
        def hop_kafka():
            with MockBroker() as broker:
                yield broker
    """)
    pytester.makepyfile("""
        import pytest

        def test_plain(hop_topic, request):
            real = request.config.getoption("--hop-kafka")
            broker = request.getfixturevalue("hop_kafka" if real else "hop_broker")
            assert hop_topic.startswith(broker.url)

        def test_asked_for(hop_topic, hop_kafka, hop_broker):
            assert hop_topic.startswith(hop_kafka.url)

        @pytest.mark.usefixtures("hop_kafka")
        class TestAll:
            def test_asked_for_by_a_class(self, hop_topic, hop_broker):
                assert not hop_topic.startswith(hop_broker.url)

        @pytest.mark.parametrize("name", ["å b/c" * 40])
        def test_names(hop_topic, name):
            pass
    """)
    for arguments in ((), ("--hop-kafka",)):
        pytester.runpytest_inprocess("-p", "hop.testing", *arguments).assert_outcomes(passed=4)


def test_loading_it_costs_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import pytest, sys; before = {*sys.modules}\n"
         "import hop.testing, hop.testing.plugin, json\n"
         "print(json.dumps([*{*sys.modules} - before]))"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    loaded = json.loads(done.stdout)
    assert {name for name in loaded if name.startswith("hop")} == {
        "hop",
        "hop.testing",
        "hop.testing.plugin",
    }
    assert not [name for name in HEAVY if name in loaded]


def test_a_broker_is_there_at_once() -> None:
    watch = Stopwatch()
    with MockBroker() as broker:
        list_topics(broker.url, auth=False)
    assert watch.seconds() < 0.4


def test_topics_of_the_broker() -> None:
    with MockBroker(2) as broker:
        broker.create_topic("three", partitions=3)
        assert len(broker.bootstrap.split(",")) == 2
        found = list_topics(f"{broker.url}/three", auth=False)
        assert len(found["three"].partitions) == 3
        with pytest.raises(HopError, match="three cannot be created"):
            broker.create_topic("three")


def test_a_broker_that_does_not_run() -> None:
    with pytest.raises(HopError, match="with statement"):
        _ = MockBroker().url
    with MockBroker() as broker:
        url = broker.url
    broker.close()
    with pytest.raises(HopError, match="with statement"):
        broker.create_topic("alerts")
    host, port = url.removeprefix("kafka://").split(":")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((host, int(port)))


def test_a_library_without_a_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    from confluent_kafka import cimpl

    monkeypatch.setattr(cimpl, "__file__", json.__file__)
    with pytest.raises(ConfigError, match="hop_kafka"), MockBroker():
        pass
