"""The faults of ``tests/faults/test_delivery.py``, as many and as long as one could wish."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hop._reader import BATCH_SIZE
from hop.sandbox import KafkaCluster

from ..integration.delivery import (
    BROKER,
    kill_leader,
    kill_readers,
    kill_writers,
    publish_during,
)

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def three() -> Iterator[KafkaCluster]:
    with KafkaCluster(3, config=BROKER) as cluster:
        yield cluster


@pytest.mark.parametrize("run", range(10))
def test_the_leader_is_killed(three: KafkaCluster, run: int) -> None:
    topic = f"killed-{run}"
    three.create_topic(topic)
    killed: list[int] = []
    try:
        faults = publish_during(
            three, topic, 20_000, lambda: killed.append(kill_leader(three, topic))
        )
    finally:
        three.start_broker(killed[0])
    assert faults == (0, 0)


def test_the_leader_freezes_for_half_a_minute(three: KafkaCluster) -> None:
    three.create_topic("frozen")

    def freeze() -> None:
        with three.pause_broker(three.leader("frozen")):
            time.sleep(30)

    assert publish_during(three, "frozen", 20_000, freeze) == (0, 0)


def test_the_only_broker_freezes_for_half_a_minute() -> None:
    with KafkaCluster() as cluster:
        cluster.create_topic("frozen")

        def freeze() -> None:
            with cluster.pause_broker(0):
                time.sleep(30)

        assert publish_during(cluster, "frozen", 20_000, freeze) == (0, 0)


def test_readers_are_killed_twenty_times(tmp_path: Path) -> None:
    with KafkaCluster(config=BROKER) as cluster:
        cluster.create_topic("readers", 3)
        lost, again = kill_readers(cluster, "readers", tmp_path, 10_000, 20)
    print(f"handled again after each kill: {again}")
    assert lost == 0
    assert max(again) <= BATCH_SIZE


def test_writers_with_a_journal_are_killed_twenty_times(tmp_path: Path) -> None:
    with KafkaCluster(config=BROKER) as cluster:
        cluster.create_topic("writers", 4)
        lost, again = kill_writers(cluster, "writers", tmp_path, 10_000, 20, away=5)
    print(f"written again: {again}")
    assert lost == 0
