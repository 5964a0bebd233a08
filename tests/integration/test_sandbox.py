"""The sandbox is a real Kafka, and leaves nothing behind."""

from __future__ import annotations

import json
import socket
import struct
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from ssl import create_default_context
from typing import Any

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import ConfigResource

from hop.auth import Auth, load_auth
from hop.errors import ConfigError, HopError
from hop.sandbox import KafkaCluster, write_configuration

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
    assert producer.flush(60) == 0
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


def ask_for_token(kafka: KafkaCluster, secret: str) -> dict[str, Any]:
    form = {"grant_type": "client_credentials", "client_id": "bob", "client_secret": secret}
    body = urllib.parse.urlencode(form).encode()
    context = create_default_context(cafile=kafka.ca_file)
    with urllib.request.urlopen(kafka.token_url, body, 10, context=context) as answer:
        return json.load(answer)


def test_the_token_endpoint_gives_tokens_for_the_right_secret(kafka: KafkaCluster) -> None:
    answer = ask_for_token(kafka, kafka.users["bob"])
    assert answer["access_token"].count(".") == 2
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask_for_token(kafka, "wrong")


def test_the_token_endpoint_bears_clients_that_say_nothing_or_leave(
    kafka: KafkaCluster, capfd: pytest.CaptureFixture[str]
) -> None:
    place = ("127.0.0.1", urllib.parse.urlsplit(kafka.token_url).port)
    context = create_default_context(cafile=kafka.ca_file)
    with socket.create_connection(place, 10):
        with context.wrap_socket(socket.create_connection(place, 10), server_hostname="localhost"):
            assert ask_for_token(kafka, kafka.users["bob"])
        left = socket.create_connection(place, 10)
        left.sendall(b"GET")
        left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        left.close()
        assert ask_for_token(kafka, kafka.users["bob"])
        time.sleep(0.2)
    assert capfd.readouterr().err == ""


def test_topics_do_not_come_to_be_by_themselves(kafka: KafkaCluster) -> None:
    patient = {**settings(kafka), "topic.metadata.propagation.max.ms": 500}
    with pytest.raises(KafkaException, match="UNKNOWN_TOPIC_OR_PART"):
        write(patient, "not-made", b"lost")


def test_a_topic_is_made_once(kafka: KafkaCluster, topic: str) -> None:
    with pytest.raises(HopError, match="already exists"):
        kafka.create_topic(topic)


def test_messages_of_long_ago_are_kept(kafka: KafkaCluster, topic: str) -> None:
    asked = ConfigResource(ConfigResource.Type.TOPIC, topic)
    found = kafka.admin._client.describe_configs([asked])[asked].result(10)
    assert found["retention.ms"].value == "-1"


def test_a_configuration_lets_its_user_in(kafka: KafkaCluster, topic: str, tmp_path: Path) -> None:
    kafka.allow("bob", topic, "ALL")
    path = write_configuration(tmp_path, kafka, "bob")
    assert path == tmp_path / "hop" / "config.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    bob = load_auth(path, host=kafka.bootstrap("SASL_SSL"))
    write(settings(kafka, bob), topic, b"from bob")
    with pytest.raises(ConfigError, match="no user dave; it has: alice, bob, carol"):
        write_configuration(tmp_path, kafka, "dave")


def test_a_frozen_broker_answers_nothing_and_goes_on(kafka: KafkaCluster, topic: str) -> None:
    with kafka.pause_broker(0):
        impatient = {**settings(kafka), "message.timeout.ms": 1500}
        with pytest.raises(KafkaException, match="_MSG_TIMED_OUT"):
            write(impatient, topic, b"lost")
    write(settings(kafka), topic, b"after")
    assert read(settings(kafka), topic) == b"after"


def test_a_broker_that_cannot_run_says_why() -> None:
    with (
        pytest.raises(HopError, match=r"log\.retention\.ms"),
        KafkaCluster(config={"log.retention.ms": "soon"}),
    ):
        pass


def test_a_port_that_is_taken_is_named(kafka: KafkaCluster) -> None:
    port = int(kafka.url.rpartition(":")[2])
    with pytest.raises(ConfigError, match=f"127.0.0.1:{port}: Address already in use; choose"):
        KafkaCluster(port=port).__enter__()
