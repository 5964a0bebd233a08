"""Other clients, each in an environment of its own, and a real Kafka between them and hop.

Fixtures:
    kafka: the cluster; ``kafka.url`` needs no credential; alice and bob are users of its SASL
        listeners (SCRAM, PLAIN, and tokens of ``kafka.token_url``), and may do everything.
    new_topic: makes a topic and gives its name.
    newer: hop-client 0.13.0.
    older: hop-client 0.3.0.
    gcn: gcn-kafka 0.3.4.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.sandbox import KafkaCluster

from .environments import GCN_KAFKA, HOP_CLIENT, make

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "schemas/examples"
USERS = {"alice": "alice-secret", "bob": "bob-secret"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The first that needs another client waits for its installation.
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(300))


def encoded(data: bytes | str) -> str:
    """Bytes as JSON can carry them between this process and a peer."""
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def jsonable(value: Any) -> Any:
    """A tree as the scripts of the peers print it."""
    if isinstance(value, bytes):
        return {"base64": encoded(value)}
    if isinstance(value, dict):
        return {key: jsonable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [jsonable(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


@dataclass(frozen=True)
class Peer:
    """Another client.

    Attributes:
        folder: its environment.
        script: what makes it write and read.
    """

    folder: Path
    script: Path

    def _run(
        self, *command: str | Path, text: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        # Of the caller's variables none that concern this client, or its Python.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return subprocess.run(
            list(map(str, command)),
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            env=kept | (env or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=90,
        )

    def exchange(
        self, act: str, url: str, env: dict[str, str] | None = None, **settings: Any
    ) -> Any:
        """Run its script; what that prints."""
        python = self.folder / "bin/python"
        done = self._run(python, self.script, act, url, text=json.dumps(settings), env=env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def write(
        self,
        url: str,
        messages: list[dict[str, Any]],
        *,
        auth: bool = False,
        env: dict[str, str] | None = None,
        automatic_offload: bool = False,
    ) -> None:
        """Write messages; the script says how they are described."""
        self.exchange(
            "write", url, env, messages=messages, auth=auth, automatic_offload=automatic_offload
        )

    def read(
        self,
        url: str,
        *,
        auth: bool = False,
        ignoretest: bool = False,
        env: dict[str, str] | None = None,
        fetch_external: bool = False,
    ) -> list[dict[str, Any]]:
        """Everything in a topic; the script says how it is described."""
        found: list[dict[str, Any]] = self.exchange(
            "read", url, env, auth=auth, ignoretest=ignoretest, fetch_external=fetch_external
        )
        return found

    def run_program(self, script: Path, *arguments: str | Path) -> str:
        """Run a program in its environment; what it prints."""
        done = self._run(self.folder / "bin/python", "-P", script, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def hop(self, *arguments: str | Path, env: dict[str, str]) -> str:
        """Its command; what it prints."""
        done = self._run(self.folder / "bin/hop", *arguments, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout


def install(folder: Path, script: str, *requirements: str) -> Peer:
    return Peer(make(folder, *requirements), HERE / "peers" / script)


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Peer:
    folder = tmp_path_factory.mktemp("hop-client-0.13") / "venv"
    return install(folder, "client_0_13.py", *HOP_CLIENT)


@pytest.fixture(scope="session")
def older(tmp_path_factory: pytest.TempPathFactory) -> Peer:
    # With later versions of adc-streaming it cannot write; it asks setuptools for its version.
    folder = tmp_path_factory.mktemp("hop-client-0.3") / "venv"
    requirements = "hop-client==0.3.0", "adc-streaming==1.2.0", "setuptools<80"
    return install(folder, "client_0_3.py", *requirements)


@pytest.fixture(scope="session")
def gcn(tmp_path_factory: pytest.TempPathFactory) -> Peer:
    return install(tmp_path_factory.mktemp("gcn") / "venv", "of_gcn.py", *GCN_KAFKA)


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster(users=USERS, oauth=True) as cluster:
        for user in USERS:
            cluster.allow(user, "*", "ALL", group="")
        # hop-client gives up where the coordinator of groups is not ready yet.
        cluster.create_topic("first")
        with Stream(auth=False).open(f"kafka://group@{cluster.bootstrap()}/first") as stream:
            assert list(stream) == []
        yield cluster


@pytest.fixture(scope="session")
def new_topic(kafka: KafkaCluster) -> Callable[[], str]:
    def make() -> str:
        name = f"interop-{uuid.uuid4().hex[:12]}"
        kafka.create_topic(name)
        return name

    return make
