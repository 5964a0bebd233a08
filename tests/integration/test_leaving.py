"""Readers that leave their group, on a real Kafka: what they have done is not read again."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import confluent_kafka
import pytest
from calibration import Clock
from confluent_kafka import ConsumerGroupState, TopicPartition

from hop import Stream
from hop._kafka import ErrorContext, reader_client
from hop._reader.offsets import OffsetTracker
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .delivery import wait_for

# How soon a member hears that it has to join anew.
HEARTBEAT_MS = 200
FOREVER = Stream(auth=False, start_at=StartPosition.EARLIEST, persist=True)


def place_of(kafka: KafkaCluster, group: str, topic: str) -> int:
    client = confluent_kafka.Consumer({"bootstrap.servers": kafka.bootstrap(), "group.id": group})
    (place,) = client.committed([TopicPartition(topic, 0)], timeout=60)
    client.close()
    return int(place.offset)


class Scene:
    """A member that reads, and a division of the partitions that another one holds up.

    The other has joined, and has not asked for its partitions yet: so it cannot join anew when a
    third one comes, and the broker leaves the member's commits unanswered.
    """

    def __init__(self, kafka: KafkaCluster, topic: str, others: str) -> None:
        self._url, self._others = f"{kafka.url}/{topic}", f"{kafka.url}/{others}"
        self.group = f"leaving-{uuid.uuid4().hex[:8]}"
        self.refused: list[str] = []
        self.got: list[int] = []
        self._kafka, self._joins = kafka, threading.Event()
        self._out = FOREVER.open(self._url, "w")
        self._put(100)
        settings = {
            "heartbeat.interval.ms": HEARTBEAT_MS,
            "on_commit": self._hear,
            "statistics.interval.ms": HEARTBEAT_MS,
            "stats_cb": self._look,
        }
        self.member = FOREVER.open(self._url, group_id=self.group, kafka=settings)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        wait_for(lambda: len(self.got) == 100)
        self._slow = FOREVER.open(self._others, group_id=self.group)
        wait_for(lambda: self._members() == 2)
        self._joins.clear()
        self._third = FOREVER.open(self._others, group_id=self.group)
        wait_for(self._joins.is_set)
        self._put(100)
        wait_for(lambda: len(self.got) == 200)

    def _members(self) -> int:
        """How many members the group has divided its partitions among."""
        asked = self._kafka.admin._client.describe_consumer_groups([self.group])
        found = asked[self.group].result()
        return len(found.members) if found.state == ConsumerGroupState.STABLE else 0

    def _look(self, statistics: str) -> None:
        """Notice that the member has asked to join anew, and that the others are waited for."""
        if json.loads(statistics).get("cgrp", {}).get("join_state") == "wait-join":
            self._joins.set()

    def _hear(self, error: Any, _partitions: Any) -> None:
        if error is not None:
            self.refused.append(error.name())

    def _read(self) -> None:
        self.got.extend(message.content for message in self.member)

    def _put(self, count: int) -> None:
        for number in range(count):
            self._out.write(number)
        self._out.flush()

    def go_on(self) -> None:
        """The other one asks at last."""
        threading.Thread(target=lambda: list(self._slow), daemon=True).start()

    def leave(self) -> None:
        """The member leaves."""
        self.member.stop()
        self._reader.join(60)
        self.member.close()

    def end(self) -> None:
        self._out.close()
        for each in (self._third, self._slow, self.member):
            each.close()


@pytest.fixture
def scene(kafka: KafkaCluster, topic: str, new_topic: Any) -> Iterator[Scene]:
    found = Scene(kafka, topic, new_topic())
    yield found
    found.end()


def test_leaving_in_a_rebalance_commits_what_is_done(
    kafka: KafkaCluster, topic: str, scene: Scene
) -> None:
    threading.Timer(0.5, scene.go_on).start()
    scene.leave()
    assert "ILLEGAL_GENERATION" in scene.refused
    assert place_of(kafka, scene.group, topic) == 200


def test_leaving_does_not_wait_long_for_other_members(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hop._reader.group._LEAVE_S", 0.3)
    clock = Clock()
    scene.leave()  # the others ask for their partitions afterwards only
    assert clock.seconds() < 8  # 12 s without the shorter limit
    scene.go_on()


def test_what_is_done_before_a_revocation_is_committed(kafka: KafkaCluster, topic: str) -> None:
    with FOREVER.open(f"{kafka.url}/{topic}", "w") as out:
        out.write(0)
    group = f"leaving-{uuid.uuid4().hex[:8]}"
    place = ErrorContext(kafka.bootstrap(), None, topic, group)
    client = reader_client(place, None, {"group.id": group, "enable.auto.commit": True}, {})
    client.raw.assign([TopicPartition(topic, 0, 0)])
    offsets = OffsetTracker(client, 250)
    offsets.deliver((topic, 0), 0)
    offsets.mark_done((topic, 0), 0)
    offsets.on_revoked((topic, 0))
    client.raw.close()
    assert place_of(kafka, group, topic) == 1
