"""``hop configure broker``, and what `hop auth add` asks for a broker that has a name."""

from __future__ import annotations

import getpass
import io
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Result

Hop = Callable[..., Result]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What is typed: the secret first, then lines."""

    def type_in(secret: str, *lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{each}\n" for each in lines)))
        # A terminal is what Python's own function asks; it has none here.
        monkeypatch.setattr(getpass, "getpass", lambda question: secret)

    return type_in


def test_names_are_listed_added_and_removed(hop: Hop, folder: Path) -> None:
    result = hop("configure", "broker", "add", "mine", "k.example.org:9093", "--mechanism", "PLAIN")
    assert result.code == 0, result
    assert "hop auth add mine" in result.out
    listed = hop("configure", "broker", "list").out.splitlines()
    assert [line.split()[0] for line in listed] == [
        "NAME", "gcn", "gcn-test", "scimma", "sandbox", "mine",
    ]  # fmt: skip
    assert listed[-1].split()[1:3] == ["k.example.org:9093", "PLAIN"]
    hop("configure", "broker", "add", "mine", "h").fails(78, "--force")
    assert hop("configure", "broker", "remove", "mine").code == 0
    hop("configure", "broker", "remove", "mine").fails(78, "no broker mine")
    assert not (folder / "config/hop/config.toml").exists()


def test_a_similar_name_is_suggested(hop: Hop) -> None:
    hop("subscribe", "gnc:gcn.circulars").fails(2, "did you mean gcn?")
    hop("publish", "gcn:").fails(2, "use gcn:TOPIC")
    hop("auth", "add", "gnc").fails(2, "did you mean gcn?")


def test_gcn_asks_for_client_id_and_secret(
    hop: Hop, folder: Path, answers: Callable[..., None]
) -> None:
    answers("hush", "my-id")
    result = hop("auth", "add", "gcn")
    assert (result.code, result.err) == (0, "Client ID: "), result
    assert tomllib.loads((folder / "config/hop/auth.toml").read_text())["auth"] == [
        {
            "username": "my-id",
            "password": "hush",
            "hostname": "kafka.gcn.nasa.gov:9092",
            "mechanism": "OAUTHBEARER",
            "token_endpoint": "https://auth.gcn.nasa.gov/oauth2/token",
        }
    ]


def test_others_ask_for_user_and_password(
    hop: Hop, folder: Path, answers: Callable[..., None]
) -> None:
    answers("hush", "me")
    result = hop("auth", "add", "scimma")
    assert (result.code, result.err) == (0, "Username: "), result
    (stored,) = tomllib.loads((folder / "config/hop/auth.toml").read_text())["auth"]
    assert stored["hostname"] == "kafka.scimma.org:9092"
    answers("", "me")
    assert "no client secret given; nothing was written" in hop("auth", "add", "gcn").err
    answers("hush", "")
    assert "no client id given" in hop("auth", "add", "gcn").err
    hop("auth", "add", "sandbox").fails(78, "needs no credential")
