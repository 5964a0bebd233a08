"""Brokers by name, with a real one: streams, and the command."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit

from hop import Stream, brokers
from hop._config import credentials, files
from hop.brokers import Broker
from hop.io import StartPosition, list_topics
from hop.sandbox import KafkaCluster, credential


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration without anything in it."""
    for name in ("HOP_USERNAME", "HOP_PASSWORD", "XDG_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "hop"


def test_the_sandbox_by_name(
    kafka: KafkaCluster,
    topic: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOP_SANDBOX_URL", kafka.url)
    with Stream().open(f"sandbox:{topic}", "w") as stream:
        stream.write("hello")
    with Stream(start_at=StartPosition.EARLIEST).open(f"sandbox:{topic}") as stream:
        assert [message.content for message in stream] == ["hello"]
    assert list_topics(f"sandbox:{topic}")[topic].messages == 1
    from hop.cli.program import run

    assert run(["subscribe", "-s", "EARLIEST", f"me@sandbox:{topic}"]) == 0
    assert capfd.readouterr().out == "hello\n"
    assert run(["groups", f"me@sandbox:{topic}"]) == 0
    assert capfd.readouterr().out.split()[-3:] == ["1", "1", "0"]
    assert run(["doctor", f"sandbox:{topic}"]) == 0


@pytest.mark.parametrize("protocol", ["SASL_SSL", "PLAINTEXT"])
def test_a_name_of_ones_own_gets_the_credential_for_its_address(
    kafka: KafkaCluster, topic: str, folder: Path, protocol: str
) -> None:
    auth = credential(kafka, "alice")
    kafka.allow("alice", topic, "READ", "WRITE")
    files.write_private(folder / "auth.toml", tomlkit.dumps({"auth": [credentials.to_entry(auth)]}))
    # One that is made for the address is used even where none is needed, as in a secure sandbox.
    brokers.add(Broker("mine", auth.host, protocol))
    with Stream().open(f"mine:{topic}", "w") as stream:
        stream.write("hello")
    with Stream(start_at=StartPosition.EARLIEST).open(f"mine:{topic}") as stream:
        assert [message.content for message in stream] == ["hello"]
