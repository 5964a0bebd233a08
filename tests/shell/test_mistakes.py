"""Mistakes that only a broker notices: each gives one line with the cure, and the right exit code.

The others are in ``packages/hop-cli/tests/test_mistakes.py``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.auth import Auth, write_auth_data
from hop.cli.program import run
from hop.sandbox import KafkaCluster, credential

pytestmark = pytest.mark.sync_only("the command")

Fails = Callable[..., None]


@pytest.fixture
def fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> Fails:
    """The command, in an empty folder: it fails with that code, and says all this on one line."""
    for name in [*os.environ]:
        if name.startswith(("HOP_", "XDG_CONFIG")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain.txt").write_text("Dear all,")

    def check(code: int, *says: str, by: list[str]) -> None:
        capfd.readouterr()
        ended = run(by)
        out, told = capfd.readouterr()
        (line,) = told.splitlines()
        assert line.startswith("hop: ")
        for each in says:
            assert each in line
        assert (ended, out) == (code, "")

    return check


def store(folder: Path, auth: Auth) -> None:
    file = folder / "config/hop/auth.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_auth_data(file, auth)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("subscribe --no-auth {url}/nowhere", 69, "check the spelling, or read with persist=True"),
        ("publish --no-auth {url}/nowhere plain.txt", 69, "topic nowhere does not exist on"),
        ("topics --no-auth {url}/nowhere", 69, "lists all that you may see"),
        ("topics --no-auth --describe {url}/nowhere", 69, "lists all that you may see"),
        ("groups --no-auth {url}/nowhere -g g", 69, "check the spelling"),
        ("groups --no-auth {url}/ -g nobody --reset EARLIEST -y", 69, "name topics in the URL"),
        ("subscribe --no-auth {url}/{topic} -g g -s -5", 2, "leave out the group, g"),
        ("run --no-auth os:getcwd {url}/{topic} -g g --metrics nonsense", 2, "nonsense"),
    ],
)
def test_names(
    fails: Fails, kafka: KafkaCluster, topic: str, command: str, code: int, says: str
) -> None:
    fails(code, says, by=command.format(url=kafka.url, topic=topic).split())


@pytest.mark.parametrize("command", ["subscribe {}", "publish {} plain.txt", "topics {}"])
def test_a_wrong_password(
    fails: Fails, kafka: KafkaCluster, topic: str, secure: Any, tmp_path: Path, command: str
) -> None:
    ca_file = credential(kafka, "alice").ssl_ca_location
    store(tmp_path, Auth("alice", "wrong", ssl_ca_location=ca_file))
    by = command.format(secure.url(topic)).split()
    fails(77, "refuses the credential of alice", "check user name, password", by=by)


def test_logging_in(
    fails: Fails, kafka: KafkaCluster, topic: str, secure: Any, tmp_path: Path
) -> None:
    right = credential(kafka, "alice")
    by, ca_file = ["subscribe", secure.url(topic)], right.ssl_ca_location
    store(tmp_path, Auth("nobody", "wrong", ssl_ca_location=ca_file))
    fails(77, "refuses the credential of nobody", by=by)
    store(tmp_path, Auth("alice", right.password))
    fails(69, "name the broker's CA certificates with ssl_ca_location", by=by)
    fails(69, "whether it needs TLS and a credential", by=["subscribe", f"{kafka.url}/{topic}"])
    fails(69, "check host and port", by=[*by, "--no-auth"])
    store(tmp_path, right)
    fails(78, "with the user name eve", "store one with `hop auth add`", by=[*by, "--user", "eve"])


def test_tokens(fails: Fails, kafka: KafkaCluster, topic: str, secure: Any, tmp_path: Path) -> None:
    ca_file = credential(kafka, "alice").ssl_ca_location
    by = ["subscribe", secure.url(topic)]
    store(
        tmp_path, Auth("alice", "x", ssl_ca_location=ca_file, token_endpoint="https://127.0.0.1:1")
    )
    fails(69, "https://127.0.0.1:1 is not reached", "the password was not refused", by=by)
    store(tmp_path, Auth("alice", "x", ssl_ca_location=ca_file, token_endpoint=kafka.token_url))
    fails(77, "refuses the credential of alice", by=by)
    store(tmp_path, Auth("alice", "", ssl_ca_location=ca_file, token_command="exit 3"))
    fails(77, "the token_command ended with exit code 3; try it in a shell", by=by)


def test_permissions(
    fails: Fails, kafka: KafkaCluster, new_topic: Any, secure: Any, tmp_path: Path
) -> None:
    seen, hidden = new_topic(), new_topic()
    kafka.allow("carol", seen, "DESCRIBE")
    store(tmp_path, credential(kafka, "carol"))
    url = secure.url(seen)
    fails(
        77, "does not let the user carol write", "ask its owner", by=["publish", url, "plain.txt"]
    )
    fails(77, "does not let the user carol use", by=["subscribe", "-s", "EARLIEST", url])
    fails(77, "the consumer group desk", by=["subscribe", "-g", "desk", url])
    fails(69, "or you may not see it", by=["topics", secure.url(hidden)])


def test_what_is_too_large(fails: Fails, kafka: KafkaCluster, new_topic: Any) -> None:
    topic = new_topic(1, **{"max.message.bytes": 2000})
    Path("large.txt").write_text("x" * 5000)
    fails(65, "too large", by=["publish", "--no-auth", f"{kafka.url}/{topic}", "large.txt"])


def test_a_group_that_has_readers(fails: Fails, kafka: KafkaCluster, topic: str) -> None:
    url = f"{kafka.url}/{topic}"
    with Stream(auth=False, persist=True).open(url, "r", "desk-1"):
        fails(
            69,
            "cannot be changed while it has readers, now 1; stop them first",
            by=["groups", "--no-auth", "-y", "--reset", "EARLIEST", "-g", "desk-1", url],
        )


def test_a_line_that_is_no_json(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: Any
) -> None:
    """It is named, and the others are sent."""
    lines = tmp_path / "lines"
    lines.write_text('{"a": 1}\n{"a": }\n{"a": 3}\n')
    with lines.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert run(["publish", "--no-auth", url]) == 65
    first, second = capfd.readouterr().err.splitlines()
    assert first.startswith("hop: line 2 of standard input: not JSON at column 7")
    assert second == "hop: 1 of 3 messages were not published; the others are acknowledged"
