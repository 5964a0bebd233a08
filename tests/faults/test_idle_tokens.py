"""Streams with tokens (OAUTHBEARER) that stay open longer than a token is valid."""

from __future__ import annotations

import base64
import contextlib
import json
import shlex
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.auth import Auth
from hop.sandbox import KafkaCluster

USER, SECRET = "alice", "alice-secret"
LIFETIME_S = 4
TOPIC = "alerts"


@pytest.fixture(scope="module")
def kafka() -> Iterator[KafkaCluster]:
    """A broker that ends a connection when its token is not valid any more."""
    with KafkaCluster(
        users={USER: SECRET},
        oauth=True,
        token_lifetime=LIFETIME_S,
        config={"connections.max.reauth.ms": 3_600_000},
    ) as cluster:
        cluster.create_topic(TOPIC)
        cluster.allow(USER, TOPIC, "READ", "WRITE", "DESCRIBE", group="")
        yield cluster


def fetch_token(kafka: KafkaCluster) -> str:
    login = base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
    request = urllib.request.Request(
        kafka.token_url, b"grant_type=client_credentials", {"Authorization": f"Basic {login}"}
    )
    context = ssl.create_default_context(cafile=str(kafka.ca_file))
    with urllib.request.urlopen(request, timeout=60, context=context) as answer:
        return str(json.load(answer)["access_token"])


@contextlib.contextmanager
def fresh_token_file(kafka: KafkaCluster, file: Path) -> Iterator[None]:
    """A file that always has a valid token, as some other program of the user's keeps it."""
    end = threading.Event()

    def keep() -> None:
        while not end.is_set():
            new = file.with_suffix(".new")
            new.write_text(fetch_token(kafka))
            new.replace(file)
            end.wait(0.3)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        while not file.exists():
            assert keeper.is_alive()
            time.sleep(0.01)
        yield
    finally:
        end.set()
        keeper.join(60)


class Idler:
    """A reader and a writer that are opened, and then have nothing to do for a while."""

    def __init__(self, kafka: KafkaCluster, auth: Auth, name: str) -> None:
        self._name, self.fault = name, None
        stream, url = Stream(auth=auth), f"kafka://{kafka.bootstrap('SASL_SSL')}/{TOPIC}"
        self._reader = stream.open(url, persist=True)
        self.read: list[Any] = []
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()
        self._writer = stream.open(url, "w")

    def _collect(self) -> None:
        for message in self._reader:
            if message.content["from"] == self._name:
                self.read.append(message.content["number"])

    def write(self, number: int) -> None:
        self._writer.write({"from": self._name, "number": number})
        self._writer.flush(60)
        end = time.monotonic() + 60
        while number not in self.read and time.monotonic() < end:
            assert self._thread.is_alive()
            time.sleep(0.01)
        assert number in self.read

    def close(self) -> None:
        self._writer.close()
        self._reader.close()
        self._thread.join(60)


def test_idle_streams_get_new_tokens(kafka: KafkaCluster, tmp_path: Path) -> None:
    ca_file = kafka.ca_file
    token = tmp_path / "token"
    by_endpoint = Auth(USER, SECRET, ssl_ca_location=ca_file, token_endpoint=kafka.token_url)
    by_command = Auth(
        USER, "", ssl_ca_location=ca_file, token_command=f"cat {shlex.quote(str(token))}"
    )
    with fresh_token_file(kafka, token):
        idlers = [Idler(kafka, by_endpoint, "endpoint"), Idler(kafka, by_command, "command")]
        for each in idlers:
            each.write(1)
        time.sleep(2.2 * LIFETIME_S)
        for each in idlers:
            each.write(2)
            each.close()
            assert each.read == [1, 2]
