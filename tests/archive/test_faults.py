"""Archivers of one group that are killed again and again: every message is kept once, as it was.

Three archivers, each killed by SIGKILL five times; one more comes and goes meanwhile. The number of
messages is ``HOP_FAULT_MESSAGES`` (200,000).
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from confluent_kafka.admin import AdminClient
from filling import Kept, Message, all_families, archive, held, kept
from flaky_s3 import BUCKET, ENVIRONMENT, Failures, failing, s3_server

from hop import Stream
from hop.sandbox import KafkaCluster

MESSAGES = int(os.environ.get("HOP_FAULT_MESSAGES", "200000"))
PARTITIONS = 6
ARCHIVERS = 3
KILLS = 5
GROUP = "keeper"
KAFKA = {"session.timeout.ms": 6000, "heartbeat.interval.ms": 500}
RUN = f"""
import logging, signal, sys
from hop.archive import Archiver
from hop.io import StartPosition
logging.disable(logging.WARNING)
url, place = sys.argv[1:]
options = dict(auth=False, every=1.0, persist=True, start_at=StartPosition.EARLIEST, kafka={KAFKA})
with Archiver(url, place, {GROUP!r}, **options) as archiver:
    signal.signal(signal.SIGTERM, lambda *_: archiver.stop())
    print("ready", flush=True)
    archiver.run(lambda count: print(count, flush=True))
"""

pytestmark = pytest.mark.timeout(3000)


@pytest.fixture(scope="module")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster() as cluster:
        yield cluster


class Member:
    """An archiver, in a process of its own."""

    def __init__(self, url: str, place: str, environment: dict[str, str]) -> None:
        self._start = lambda: subprocess.Popen(
            [sys.executable, "-c", RUN, url, place],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **environment},
        )  # fmt: skip
        self.process = self._start()

    def kill(self, after: float, publish_more: Callable[[], None]) -> None:
        """Kill it some seconds after it has written something, and start it anew."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", self.process.communicate()[1]
        count = 0
        while count == 0:  # others were faster, or have the partitions with the new messages
            if select.select([self.process.stdout], [], [], 5.0)[0]:
                count = int(self.process.stdout.readline())
            else:
                publish_more()
        with pytest.raises(subprocess.TimeoutExpired):
            self.process.wait(after)
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()
        self.process = self._start()

    def end(self) -> None:
        """End it as a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=300)
        assert errors == ""
        assert self.process.returncode in (0, -signal.SIGTERM)  # the latter: before it was ready


def publish(url: str, messages: Iterator[Message], count: int) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for number, each in enumerate(itertools.islice(messages, count)):
            stream.write_raw(each.payload, each.headers, each.key, partition=number % PARTITIONS)


def digests(messages: list[Kept]) -> dict[tuple[int, int], bytes]:
    return {
        (each.partition, each.offset): hashlib.sha256(repr(each).encode()).digest()
        for each in messages
    }


def harass(url: str, place: str, environment: dict[str, str], seed: int) -> None:
    """Publish everything while archivers die."""
    chance = random.Random(seed)
    messages = itertools.cycle(all_families())
    members = [Member(url, place, environment) for _ in range(ARCHIVERS)]
    victims = [member for _ in range(KILLS) for member in chance.sample(members, ARCHIVERS)]
    batch = MESSAGES // len(victims)
    added = None
    for number, victim in enumerate(victims):
        publish(url, messages, batch)
        victim.kill(chance.uniform(0.1, 3.0), lambda: publish(url, messages, PARTITIONS))
        if number == len(victims) // 3:
            added = Member(url, place, environment)
        if number == 2 * len(victims) // 3 and added is not None:
            added.end()
    publish(url, messages, MESSAGES - batch * len(victims))
    for member in members:
        member.end()


def wait_for_the_dead(url: str) -> None:
    """Wait until the group is empty: one that was ended before it was ready could not leave it."""
    admin = AdminClient({"bootstrap.servers": urlsplit(url).netloc})
    while admin.describe_consumer_groups([GROUP])[GROUP].result().members:
        time.sleep(0.2)


def check(url: str, place: str, started: float, note: Callable[[str], None] = print) -> None:
    wait_for_the_dead(url)  # else the last archiver would read its share only
    last = archive(url, place, GROUP)
    found, expected = kept(place), held(url)
    assert len(found) == len({each[:2] for each in found}), "a message is there twice"
    assert digests(found) == digests(expected)
    # Most of it was written by those that were killed.
    assert last < MESSAGES / 2
    size = sum(len(each.payload or b"") for each in expected)
    note(
        f"{len(found)} messages ({size / 1e6:.0f} MB) kept once each after {ARCHIVERS * KILLS} "
        f"kills, {last} of them by the archiver that came last; {time.monotonic() - started:.0f} s"
    )


def test_killed_archivers_on_a_disk(kafka: KafkaCluster, tmp_path: Path) -> None:
    kafka.create_topic("disk", PARTITIONS)
    url, place = f"{kafka.url}/disk", str(tmp_path / "kept")
    started = time.monotonic()
    harass(url, place, {}, seed=1)
    check(url, place, started)


def test_killed_archivers_on_a_failing_s3(
    kafka: KafkaCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    kafka.create_topic("s3", PARTITIONS)
    url, place = f"{kafka.url}/s3", f"s3://{BUCKET}/kept"
    started = time.monotonic()
    failures = Failures(0.02, seed=2)
    with s3_server() as server, failing(server, failures) as address:
        environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": address}
        harass(url, place, environment, seed=2)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        check(url, place, started)
    assert failures.count > 0
    print(f"{failures.count} of {failures.requests} requests failed")
