"""The sandbox is a real Kafka, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition

from hop.auth import Auth
from hop.sandbox import KafkaCluster

from .conftest import NewTopic, Secure


def settings(kafka: KafkaCluster, auth: Auth | None = None) -> dict[str, Any]:
    if auth is None:
        return {"bootstrap.servers": kafka.bootstrap()}
    listener = "SASL_SSL" if auth.ssl else "SASL_PLAINTEXT"
    return {"bootstrap.servers": kafka.bootstrap(listener), **auth()}


def write(client: dict[str, Any], topic: str, value: bytes) -> None:
    failures: list[KafkaError] = []
    producer = Producer({**client, "log_level": 0})
    producer.produce(topic, value, on_delivery=lambda error, _: error and failures.append(error))
    assert producer.flush(20) == 0
    if failures:
        raise KafkaException(failures[0])


def read(client: dict[str, Any], topic: str) -> bytes | None:
    consumer = Consumer({**client, "group.id": "test", "log_level": 0})
    try:
        consumer.assign([TopicPartition(topic, 0, 0)])
        message = consumer.poll(20)
        assert message is not None
        if message.error():
            raise KafkaException(message.error())
        return message.value()
    finally:
        consumer.close()


def test_a_message_goes_through(kafka: KafkaCluster, topic: str) -> None:
    write(settings(kafka), topic, b"a nova")
    assert read(settings(kafka), topic) == b"a nova"


@pytest.mark.parametrize("method", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN", "OAUTHBEARER"])
@pytest.mark.parametrize("ssl", [True, False])
def test_a_user_gets_in_by_every_method(
    kafka: KafkaCluster, new_topic: NewTopic, method: str, ssl: bool
) -> None:
    topic = new_topic()
    kafka.allow("alice", topic, "READ", "WRITE", "DESCRIBE", group="")
    by_token = method == "OAUTHBEARER"
    alice = Auth(
        "alice",
        kafka.users["alice"],
        ssl=ssl,
        method=method,
        ssl_ca_location=kafka.ca_file,
        token_endpoint=kafka.token_url if by_token else None,
    )
    write(settings(kafka, alice), topic, method.encode())
    assert read(settings(kafka, alice), topic) == method.encode()


def test_a_user_may_do_only_what_is_allowed(
    kafka: KafkaCluster, secure: Secure, topic: str
) -> None:
    alice = settings(kafka, secure.auth)
    with pytest.raises(KafkaException, match="TOPIC_AUTHORIZATION_FAILED"):
        write(alice, topic, b"no")
    kafka.allow("alice", topic, "WRITE", "DESCRIBE")
    write(alice, topic, b"yes")
    with pytest.raises(KafkaException, match="TOPIC_AUTHORIZATION_FAILED"):
        read(alice, topic)
