"""A writer's first messages, which a broker refuses just before it takes others."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)

from hop.sandbox import KafkaCluster

from ..integration.delivery import BROKER, OPENER, url_of, wait_for


@pytest.fixture
def three() -> Iterator[KafkaCluster]:
    with KafkaCluster(3, config=BROKER) as cluster:
        yield cluster


def test_what_is_refused_at_first_is_sent_before_what_follows(three: KafkaCluster) -> None:
    """The first messages of a writer are refused just before the next ones are taken.

    A broker that knows nothing of a writer yet takes its second request without its first. With
    both under way librdkafka counts the first as acknowledged then, though it was refused.
    """
    topics = [f"refused-{number}" for number in range(4)]
    for topic in topics:
        three.create_topic(topic, 30, **{"min.insync.replicas": 3})
    three.kill_broker(2)
    admin = AdminClient({"bootstrap.servers": three.bootstrap()})

    def most_in_sync() -> int:
        found = [admin.list_topics(topic, timeout=60).topics[topic] for topic in topics]
        return max(len(each.isrs) for topic in found for each in topic.partitions.values())

    def take_from_two(topic: str) -> None:
        value = ConfigEntry("min.insync.replicas", "2", incremental_operation=AlterConfigOpType.SET)
        of_topic = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[value])
        admin.incremental_alter_configs([of_topic])[of_topic].result()

    wait_for(lambda: most_in_sync() == 2)
    often = {"retry.backoff.ms": 5, "retry.backoff.max.ms": 5}
    for topic in topics:
        change = threading.Timer(0.3, take_from_two, (topic,))
        with OPENER.open(url_of(three, topic), "w", kafka=often) as stream:
            change.start()
            for number in range(600):
                stream.write(number, key=str(number % 90))
                if number % 20 == 0:
                    time.sleep(0.001)
        with OPENER.open(url_of(three, topic)) as stream:
            assert sorted(message.content for message in stream) == list(range(600))
