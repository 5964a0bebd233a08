"""What a broker refuses: the right exception, soon, in words that help, without a secret."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from calibration import Clock

from hop.auth import Auth
from hop.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    MessageTooLarge,
    NotAuthorized,
    TransportError,
    UnknownTopic,
)
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .apis import Stream

EVERYTHING = StartPosition.EARLIEST
WRONG = "not-the-password"


def use(auth: Auth | bool, url: str, mode: str, **options: Any) -> None:
    """Open a stream and use it: what is refused may be refused only then."""
    with Stream(auth=auth, start_at=EVERYTHING, **options).open(url, mode) as stream:
        if mode == "w":
            stream.write("x")
        else:
            list(stream)


def refused(
    kind: type[TransportError], seconds: float, action: Callable[[], None]
) -> TransportError:
    clock = Clock()
    with pytest.raises(kind) as caught:
        action()
    assert clock.seconds() < seconds
    assert type(caught.value) is kind
    return caught.value


def with_password(auth: Auth, password: str) -> Auth:
    return Auth(auth.user, password, ssl_ca_location=auth.ssl_ca_location)


@pytest.fixture
def silence(caplog: pytest.LogCaptureFixture, kafka: KafkaCluster) -> Any:
    """Collects all that is logged, librdkafka's lines too, and finds no secret in it."""
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(), logging.getLogger("hop.librdkafka")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield told
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    for secret in (WRONG, *kafka.users.values()):
        assert not [line for line in told if secret in line]


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_wrong_password(secure: Any, topic: str, mode: str, silence: list[str]) -> None:
    auth = with_password(secure.auth, WRONG)
    debug = {"kafka": {"debug": "security,broker,conf"}}
    error = refused(AuthenticationFailed, 5, lambda: use(auth, secure.url(topic), mode, **debug))
    text = str(error)
    assert secure.address in text
    assert "credential of alice" in text
    assert "password" in text
    assert WRONG not in text + repr(error) + repr(auth)
    assert silence


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_certificate_that_is_not_trusted(secure: Any, topic: str, mode: str) -> None:
    auth = Auth("alice", "alice-secret")
    error = refused(ConnectionFailed, 5, lambda: use(auth, secure.url(topic), mode))
    assert "TLS" in str(error)
    assert "ssl_ca_location" in str(error)
    assert secure.address in str(error)


def test_a_certificate_for_another_host(kafka: KafkaCluster, secure: Any, topic: str) -> None:
    address = secure.address.replace("localhost", "127.1")
    error = refused(
        ConnectionFailed, 5, lambda: use(secure.auth, f"kafka://{address}/{topic}", "r")
    )
    assert "host name" in str(error)


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [("r", ()), ("w", ()), ("r", ("DESCRIBE",)), ("w", ("DESCRIBE", "READ")), ("r", ("WRITE",))],
)
def test_a_denied_topic(
    kafka: KafkaCluster, secure: Any, topic: str, mode: str, allowed: tuple[str, ...]
) -> None:
    if allowed:
        kafka.allow("alice", topic, *allowed)
    error = refused(NotAuthorized, 5, lambda: use(secure.auth, secure.url(topic), mode))
    assert f"topic {topic}" in str(error)
    assert "alice" in str(error)
    assert "permission" in str(error)


def test_a_denied_group(kafka: KafkaCluster, secure: Any, topic: str) -> None:
    kafka.allow("bob", topic, "READ", "WRITE", "DESCRIBE")
    bob = Auth("bob", kafka.users["bob"], ssl_ca_location=secure.auth.ssl_ca_location)
    use(bob, secure.url(topic), "w")
    use(bob, secure.url(topic), "r")  # no group was asked for, so none is refused
    url = secure.url(topic).replace("kafka://", "kafka://strangers@")
    error = refused(NotAuthorized, 5, lambda: use(bob, url, "r"))
    assert "group strangers" in str(error)


@pytest.mark.parametrize("mode", ["r", "w"])
@pytest.mark.parametrize("group", ["", "somebody@"])
def test_an_unknown_topic(kafka: KafkaCluster, mode: str, group: str) -> None:
    url = f"{kafka.url}/no-such-topic".replace("kafka://", f"kafka://{group}")
    error = refused(UnknownTopic, 8, lambda: use(False, url, mode))
    assert "no-such-topic" in str(error)
    assert "spelling" in str(error)


def test_an_unknown_topic_beside_a_known_one(kafka: KafkaCluster, topic: str) -> None:
    url = f"{kafka.url}/{topic},no-such-topic"
    error = refused(UnknownTopic, 8, lambda: use(False, url, "r"))
    assert "topic no-such-topic" in str(error)


@pytest.mark.parametrize("mode", ["r", "w"])
def test_no_broker(mode: str) -> None:
    error = refused(ConnectionFailed, 8, lambda: use(False, "kafka://localhost:1/topic", mode))
    assert "localhost:1" in str(error)
    assert "refused" in str(error)


@pytest.mark.parametrize("mode", ["r", "w"])
@pytest.mark.parametrize("listener", ["SASL_PLAINTEXT", "SASL_SSL"])
def test_a_broker_that_wants_a_credential(
    kafka: KafkaCluster, topic: str, mode: str, listener: str
) -> None:
    address = kafka.bootstrap(listener)
    error = refused(ConnectionFailed, 8, lambda: use(False, f"kafka://{address}/{topic}", mode))
    assert "credential" in str(error)


def test_a_wrong_token_secret(kafka: KafkaCluster, secure: Any, topic: str) -> None:
    auth = Auth(
        "alice", WRONG, ssl_ca_location=secure.auth.ssl_ca_location, token_endpoint=kafka.token_url
    )
    error = refused(AuthenticationFailed, 5, lambda: use(auth, secure.url(topic), "r"))
    assert "alice" in str(error)
    assert WRONG not in str(error)


def test_a_message_that_is_too_large(new_topic: Any, kafka: KafkaCluster) -> None:
    name = new_topic(max_message_bytes=1000)
    url = f"{kafka.url}/{name}"
    stream = Stream(auth=False).open(url, "w")
    stream.write(b"x" * 5000)
    with pytest.raises(MessageTooLarge, match=name):
        stream.flush()
    stream.write(b"small enough")
    stream.close()
    with Stream(auth=False, start_at=EVERYTHING).open(url) as reader:
        assert [message.content for message in reader] == [b"small enough"]
    stream = Stream(auth=False).open(url, "w")
    with kafka.pause_broker(0):
        stream.write(b"x" * 5000)
        stream.write(b"y" * 5000)
    with pytest.raises(MessageTooLarge, match="2 messages were not acknowledged"):
        stream.close()
