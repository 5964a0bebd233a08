"""A configuration made by hop-client works with hop as it stands, and the other way round."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.auth import load_auth
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .conftest import USERS, Peer

NewTopic = Callable[[], str]

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")


@dataclass(frozen=True)
class Configuration:
    """A folder for the configuration, used by both clients.

    Attributes:
        folder: what ``XDG_CONFIG_HOME`` is.
        env: the variables that lead there.
    """

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        return {"XDG_CONFIG_HOME": str(self.folder), "HOME": str(self.folder)}

    def hop(self, *arguments: str | Path) -> str:
        """The command of hop; what it prints."""
        kept = {name: each for name, each in os.environ.items() if not name.startswith("HOP_")}
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=kept | self.env,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Mode and content of every file."""
        return {
            path.name: (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
            for path in sorted((self.folder / "hop").iterdir())
        }


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configuration:
    for name in [*os.environ]:
        if name.startswith(("HOP_", "XDG_CONFIG")):
            monkeypatch.delenv(name)
    found = Configuration(tmp_path)
    for name, value in found.env.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def csv_files(kafka: KafkaCluster, tmp_path: Path) -> list[Path]:
    """Credentials as brokers hand them out: each for another address of the sandbox, or for none.

    Those for addresses of the sandbox work.
    """
    secure, plain = (kafka.bootstrap(each) for each in ("SASL_SSL", "SASL_PLAINTEXT"))
    port = secure.rpartition(":")[2]
    alice, bob = USERS["alice"], USERS["bob"]
    ca_file, endpoint = kafka.ca_file, kafka.token_url
    rows = {
        "scram": f"username,password,hostname,ssl_ca_location\nalice,{alice},{secure},{ca_file}",
        "plain": (
            "username,password,hostname,protocol,mechanism\n"
            f"bob,{bob},{plain},SASL_PLAINTEXT,SCRAM-SHA-256"
        ),
        "token": (
            "username,password,hostname,ssl_ca_location,token_endpoint\n"
            f"bob,{bob},127.0.0.1:{port},{ca_file},{endpoint}"
        ),
        "empty": "username,password,hostname,token_endpoint\ncarol,carol-secret,kafka.example.org,",
        "command": "username,token_command\ndave,echo token",
    }
    files = []
    for name, text in rows.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text + "\n")
    return files


def working(kafka: KafkaCluster) -> dict[str, str]:
    """The addresses for which there is a credential that works, and its user."""
    secure, plain = (kafka.bootstrap(each) for each in ("SASL_SSL", "SASL_PLAINTEXT"))
    port = secure.rpartition(":")[2]
    return {secure: "alice", plain: "bob", f"127.0.0.1:{port}": "bob"}


def test_what_hop_client_made_works_untouched(
    kafka: KafkaCluster,
    new_topic: NewTopic,
    newer: Peer,
    configuration: Configuration,
    csv_files: list[Path],
) -> None:
    env = configuration.env
    for file in csv_files:
        newer.hop("auth", "add", file, env=env)
    newer.hop("configure", "set", "fetch_external", "no", env=env)
    before = configuration.files()
    assert set(before) == {"auth.toml", "config.toml"}

    assert configuration.hop("auth", "list") == newer.hop("auth", "list", env=env)
    # hop has more settings; those that both have come first.
    shown = newer.hop("configure", "show", env=env)
    assert configuration.hop("configure", "show").startswith(shown)
    assert configuration.hop("auth", "locate") == newer.hop("auth", "locate", env=env)
    for address, user in working(kafka).items():
        topic = new_topic()
        senders = written_and_read(f"kafka://{address}/{topic}", Stream())
        assert senders == [user.encode()]
    assert str(load_auth(host="kafka.example.org").method) == "SCRAM-SHA-512"
    assert load_auth(host="elsewhere").token_command == "echo token"
    assert configuration.files() == before


def written_and_read(url: str, defaults: Stream) -> list[bytes]:
    """The senders of what was written and is read by the stored credential for a URL."""
    with defaults.open(url, "w") as stream:
        stream.write({"a": 1})
    with defaults.open(url, start_at=StartPosition.EARLIEST) as messages:
        found = list(messages.read(metadata=True))
    assert [message.content for message, _ in found] == [{"a": 1}]
    return [dict(metadata.headers)["_sender"] for _, metadata in found]


def test_what_hop_made_works_with_hop_client(
    kafka: KafkaCluster,
    new_topic: NewTopic,
    newer: Peer,
    configuration: Configuration,
    csv_files: list[Path],
) -> None:
    env = configuration.env
    for file in csv_files:
        configuration.hop("auth", "add", file)
    configuration.hop("configure", "set", "automatic_offload", "off")
    before = configuration.files()
    assert {mode for mode, _ in before.values()} == {0o600}

    assert newer.hop("auth", "list", env=env) == configuration.hop("auth", "list")
    shown = newer.hop("configure", "show", env=env)
    assert configuration.hop("configure", "show").startswith(shown)
    for address, user in working(kafka).items():
        url = f"kafka://{address}/{new_topic()}"
        newer.write(url, [{"value": {"a": 1}}], auth=True, env=env)
        (read,) = newer.read(url, auth=True, env=env)
        assert read["fields"] == {"content": {"a": 1}}
        with Stream(auth=True, start_at=StartPosition.EARLIEST).open(url) as messages:
            ((_, metadata),) = messages.read(metadata=True)
        assert dict(metadata.headers)["_sender"] == user.encode()
    assert configuration.files() == before


def test_both_add_and_remove_in_one_folder(
    newer: Peer, configuration: Configuration, csv_files: list[Path]
) -> None:
    env = configuration.env
    scram, plain, token, empty, command = csv_files
    configuration.hop("auth", "add", scram)
    newer.hop("auth", "add", plain, env=env)
    configuration.hop("auth", "add", token)
    newer.hop("auth", "add", empty, env=env)
    configuration.hop("auth", "add", command)
    users = [line.split()[0] for line in configuration.hop("auth", "list").splitlines()]
    assert users == ["alice", "bob", "bob", "carol", "dave"]
    newer.hop("auth", "remove", "alice", env=env)
    configuration.hop("auth", "remove", "carol")
    newer.hop("auth", "remove", "dave", env=env)
    assert configuration.hop("auth", "list") == newer.hop("auth", "list", env=env)
    assert configuration.hop("auth", "list").count("bob") == 2


def test_what_stands_in_config_toml_moves_alike(
    newer: Peer, configuration: Configuration, csv_files: list[Path]
) -> None:
    """The form of 2021, which each client moves to ``auth.toml`` at the first change."""
    config = configuration.folder / "hop/config.toml"
    text = '[auth]\nusername = "old"\npassword = "p"\n\n[config]\nfetch_external = false\n'
    moved = []
    for add in (configuration.hop, lambda *words: newer.hop(*words, env=configuration.env)):
        config.parent.mkdir(exist_ok=True)
        config.write_text(text)
        config.chmod(0o600)
        assert configuration.hop("auth", "list") == "old\n"
        add("auth", "add", csv_files[0])
        assert "auth" not in config.read_text()
        assert configuration.hop("configure", "show").startswith("fetch_external: False\n")
        moved.append(configuration.hop("auth", "list"))
        (configuration.folder / "hop/auth.toml").unlink()
    assert moved[0] == moved[1]
    assert len(moved[0].splitlines()) == 2


def test_what_hop_client_of_2021_made_works(
    kafka: KafkaCluster,
    new_topic: NewTopic,
    older: Peer,
    configuration: Configuration,
    csv_files: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older.hop("configure", "setup", "--import", csv_files[0], env=configuration.env)
    before = configuration.files()
    assert set(before) == {"config.toml"}
    # It keeps user name and password only.
    monkeypatch.setenv("HOP_CA_FILE", str(kafka.ca_file))
    url = f"kafka://{kafka.bootstrap('SASL_SSL')}/{new_topic()}"
    assert written_and_read(url, Stream()) == [b"alice"]
    assert configuration.hop("auth", "list") == "alice\n"
    assert configuration.files() == before


def test_what_hop_sets_up_works_with_hop_client_of_2021(
    kafka: KafkaCluster,
    new_topic: NewTopic,
    older: Peer,
    configuration: Configuration,
    csv_files: list[Path],
) -> None:
    configuration.hop("configure", "setup", "--import", csv_files[0])
    url = f"kafka://{kafka.bootstrap('SASL_SSL')}/{new_topic()}"
    older.write(url, [{"value": {"a": 1}}], auth=True, env=configuration.env)
    read: Any = older.read(url, auth=True, env=configuration.env)
    assert read == [{"type": "bare", "fields": {"a": 1}}]
