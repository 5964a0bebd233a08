"""Kafka's errors as hop's: every code there is, its class, and words that say what to do."""

from __future__ import annotations

import pickle
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException, Producer

from hop._kafka import codes as kafka_codes
from hop._kafka import errors as kafka_errors
from hop._kafka.errors import ErrorContext, Failed, translate
from hop.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DeliveryFailed,
    HopError,
    MessageTooLarge,
    NotAuthorized,
    TransportError,
    TransportTimeout,
    UnknownTopic,
)

CODES = {
    name: getattr(KafkaError, name)
    for name in dir(KafkaError)
    if re.fullmatch("[A-Z_]+", name) and isinstance(getattr(KafkaError, name), int)
}
PLACE = ErrorContext("kafka.example.org:9092", "ada", "alerts", "watchers")
NOWHERE = ErrorContext("kafka.example.org:9092")


def an_error(name: str, text: str | None = None, *, fatal: bool = False) -> KafkaError:
    return KafkaError(CODES[name], text, fatal)


def test_there_are_codes_to_look_at():
    assert len(CODES) > 100


@pytest.mark.parametrize("name", sorted(CODES))
@pytest.mark.parametrize("context", [PLACE, NOWHERE], ids=["whole", "bare"])
def test_every_code_has_an_error_with_words(name: str, context: ErrorContext):
    error = translate(an_error(name), context)
    assert isinstance(error, TransportError)
    assert error.code == name
    text = str(error)
    assert context.brokers in text
    assert "\n" not in text
    assert 30 < len(text) < 400
    # Nothing is left unfilled, and no empty place shows.
    assert not re.search(r"None|\{\w*\}|  | ,|: ;|, :", text), text


# Codes that the oldest confluent-kafka that hop takes does not know yet.
NEWER = {"INCONSISTENT_TOPIC_ID", "_INVALID_DIFFERENT_RECORD"}


def test_every_row_is_of_a_code_that_exists():
    assert kafka_codes.CODES.keys() <= CODES.keys() | NEWER


def test_each_name_that_looks_of_security_topics_or_sizes_has_a_row():
    # A newer librdkafka may bring such a code: decide then what class it is of.
    telling = re.compile(
        "AUTH|SASL|SSL|TLS|CREDENTIAL|SECURITY|PRINCIPAL|TOKEN|TOPIC|SIZE|TOO_LARGE"
    )
    looks = {name for name in CODES if telling.search(name)}
    assert looks - kafka_codes.CODES.keys() == set()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("_AUTHENTICATION", AuthenticationFailed),
        ("SASL_AUTHENTICATION_FAILED", AuthenticationFailed),
        ("UNSUPPORTED_SASL_MECHANISM", AuthenticationFailed),
        ("TOPIC_AUTHORIZATION_FAILED", NotAuthorized),
        ("GROUP_AUTHORIZATION_FAILED", NotAuthorized),
        ("CLUSTER_AUTHORIZATION_FAILED", NotAuthorized),
        ("_SSL", ConnectionFailed),
        ("_TRANSPORT", ConnectionFailed),
        ("_RESOLVE", ConnectionFailed),
        ("_ALL_BROKERS_DOWN", ConnectionFailed),
        ("UNKNOWN_TOPIC_OR_PART", UnknownTopic),
        ("_UNKNOWN_TOPIC", UnknownTopic),
        ("_UNKNOWN_PARTITION", UnknownTopic),
        ("MSG_SIZE_TOO_LARGE", MessageTooLarge),
        ("_MSG_TIMED_OUT", DeliveryFailed),
        ("_PURGE_QUEUE", DeliveryFailed),
        ("_TIMED_OUT", TransportTimeout),
        ("UNKNOWN", TransportError),
        ("NOT_LEADER_FOR_PARTITION", TransportError),
    ],
)
def test_the_class_of_a_code(name: str, kind: type[TransportError]):
    assert type(translate(an_error(name), PLACE)) is kind
    assert kafka_errors.class_of(an_error(name)) is kind


def test_a_refused_credential_names_the_user_and_where_to_look():
    text = str(translate(an_error("_AUTHENTICATION", "SASL: bad password"), PLACE))
    assert "ada" in text
    assert "SASL: bad password" in text
    assert "hop configure locate" in text


def test_a_wanted_credential_says_how_to_give_one():
    text = str(translate(an_error("_AUTHENTICATION"), NOWHERE))
    assert "asks for a credential" in text
    assert "store one with `hop auth add`, and leave out --no-auth" in text


@pytest.mark.parametrize(
    "detail",
    [
        "Failed to connect to 127.0.0.1:1 after 0 ms: Could not connect to server",
        "Could not resolve host: nowhere.invalid",
        "Couldn't connect to server",
        "Timeout was reached",
        "Operation timed out after 5000 milliseconds",
        "SSL peer certificate or SSH remote key was not OK",
        "Connection reset by peer",
    ],
)
def test_a_token_endpoint_that_is_not_reached_refuses_nothing(detail: str):
    error = an_error("_AUTHENTICATION", f"Failed to acquire SASL OAUTHBEARER token: {detail}")
    context = replace(PLACE, token_endpoint="https://tokens.example/t")
    found = translate(error, context)
    assert (type(found), found.retriable) == (ConnectionFailed, True)
    assert "https://tokens.example/t is not reached" in str(found)
    assert "the password was not refused" in str(found)
    assert kafka_errors.is_refusal(error)
    assert not kafka_errors.is_final(error)


@pytest.mark.parametrize("detail", ['{"error":"invalid_client"}', "Failed to parse JSON response"])
def test_a_token_endpoint_that_refuses(detail: str):
    error = an_error("_AUTHENTICATION", f"Failed to acquire SASL OAUTHBEARER token: {detail}")
    assert type(translate(error, PLACE)) is AuthenticationFailed
    assert kafka_errors.is_final(error)


def test_a_permission_names_what_it_is_for():
    topic = str(translate(an_error("TOPIC_AUTHORIZATION_FAILED"), PLACE))
    assert "topic alerts" in topic
    assert "the user ada" in topic
    assert "watchers" not in topic
    group = str(translate(an_error("GROUP_AUTHORIZATION_FAILED"), PLACE))
    assert "the consumer group watchers" in group
    assert "alerts" not in group
    nobody = str(translate(an_error("TOPIC_AUTHORIZATION_FAILED"), NOWHERE.at("alerts")))
    assert "a client without a credential" in nobody


def test_braces_in_names_and_texts_are_only_text():
    context = ErrorContext("{brokers}:9092", "{user}", "{0}", "{")
    text = str(translate(an_error("_MSG_TIMED_OUT", "{detail} {x!r}"), context))
    assert "{brokers}:9092" in text
    assert "{detail} {x!r}" in text


def test_librdkafkas_own_names_are_left_out():
    said = (
        "ssl://kafka.example.org:9093/bootstrap: Connect to ipv4#192.0.2.1:9093 failed: "
        "Connection refused (after 0ms in state CONNECT)"
    )
    text = str(translate(an_error("_TRANSPORT", said), PLACE))
    assert "bootstrap" not in text
    assert "after 0ms" not in text
    assert "Connection refused" in text
    named = "kafka.example.org:9092/12: Disconnected (after 3ms in state UP, 1 identical)"
    assert "/12:" not in str(translate(an_error("_TRANSPORT", named), PLACE))


def test_an_untrusted_certificate_is_told_without_openssls_words():
    said = (
        "ssl://h:9093/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate "
        "verify failed: broker certificate could not be verified (after 5ms in state X)"
    )
    text = str(translate(an_error("_SSL", said), PLACE))
    assert "0A000086" not in text
    assert "no CA that is trusted" in text
    assert "ssl_ca_location" in text


def test_what_no_waiting_cures():
    final = {name for name in CODES if kafka_errors.is_final(an_error(name))}
    assert final == {
        name
        for name, code in kafka_codes.CODES.items()
        if code.error in (AuthenticationFailed, NotAuthorized)
    } | {"_SSL", "_FATAL"}
    assert kafka_errors.is_final(an_error("_TRANSPORT", fatal=True))


def test_whether_a_call_may_succeed_later():
    def retriable(name: str, **more: Any) -> bool:
        return translate(an_error(name, **more), PLACE).retriable

    assert retriable("_TRANSPORT")
    assert retriable("REQUEST_TIMED_OUT")
    assert retriable("NOT_ENOUGH_REPLICAS")
    assert not retriable("_TRANSPORT", fatal=True)
    assert not retriable("_SSL")
    assert not retriable("MSG_SIZE_TOO_LARGE")
    assert not any(retriable(name) for name in CODES if kafka_errors.is_final(an_error(name)))


def test_topics_that_may_appear_and_groups_that_are_refused():
    appear = {name for name in CODES if kafka_errors.may_appear(an_error(name))}
    assert {"UNKNOWN_TOPIC_OR_PART", "LEADER_NOT_AVAILABLE"} <= appear
    assert "TOPIC_AUTHORIZATION_FAILED" not in appear
    groups = {name for name in CODES if kafka_errors.concerns_group(an_error(name))}
    assert "GROUP_AUTHORIZATION_FAILED" in groups
    assert not groups & {"COORDINATOR_NOT_AVAILABLE", "REBALANCE_IN_PROGRESS"}


def test_silence_hints_at_tls():
    bare = kafka_errors.no_answer(NOWHERE, 10.04)
    assert str(bare).startswith("kafka.example.org:9092 did not answer in 10 s; ")
    for error in (bare, kafka_errors.no_answer(PLACE, 10.04)):
        assert "TLS" in str(error)
        assert (error.code, error.retriable) == ("_TIMED_OUT", True)


def test_failed_deliveries_say_how_many_and_why():
    one = kafka_errors.not_delivered([Failed("alerts", "", an_error("_MSG_TIMED_OUT"))] * 1, PLACE)
    assert type(one) is DeliveryFailed
    assert "topic alerts" in str(one)
    many = kafka_errors.not_delivered(
        [Failed("alerts", "", an_error("MSG_SIZE_TOO_LARGE"))] * 3, PLACE
    )
    assert type(many) is MessageTooLarge
    assert "3 messages" in str(many)
    assert "max.message.bytes" in str(many)
    denied = kafka_errors.not_delivered(
        [Failed("alerts", "", an_error("TOPIC_AUTHORIZATION_FAILED"))] * 2, PLACE
    )
    assert type(denied) is NotAuthorized
    other = kafka_errors.not_delivered(
        [Failed("alerts", "", an_error("NOT_ENOUGH_REPLICAS"))] * 1, PLACE
    )
    assert type(other) is DeliveryFailed
    assert (other.code, other.retriable) == ("NOT_ENOUGH_REPLICAS", True)


def test_messages_given_up_say_how_many_and_why():
    refusal = translate(an_error("_AUTHENTICATION"), PLACE)
    error = kafka_errors.given_up([Failed("alerts", "", None)] * 2, refusal)
    assert type(error) is AuthenticationFailed
    assert str(error) == f"2 messages are not acknowledged: {refusal}"
    assert error.code == "_AUTHENTICATION"
    assert str(kafka_errors.given_up([Failed("alerts", "", None)] * 1, refusal)).startswith(
        "1 message is "
    )
    gone = translate(an_error("_TRANSPORT"), PLACE)
    assert type(kafka_errors.given_up([Failed("alerts", "", None)] * 1, gone)) is DeliveryFailed


@pytest.mark.parametrize("name", sorted(CODES))
def test_errors_travel_between_processes(name: str):
    error = translate(an_error(name), PLACE)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert (again.code, again.retriable) == (error.code, error.retriable)


def told_by(address: str, until: float = 60.0) -> tuple[list[KafkaError], list[KafkaError]]:
    """What a client hears, and what a question raises, of a broker that is none."""
    heard: list[KafkaError] = []
    raised: list[KafkaError] = []
    client = Producer(
        {"bootstrap.servers": address, "error_cb": heard.append, "log_level": 0},
    )
    end = time.monotonic() + until
    while time.monotonic() < end and not any(map(kafka_errors.is_refusal, heard)):
        try:
            client.list_topics(timeout=0.1)
        except KafkaException as fault:
            raised.append(fault.args[0])
        client.poll(0)
    return heard, raised


@contextmanager
def listening(answer: bytes | None) -> Iterator[str]:
    """A port of this machine that takes connections and answers so, or not at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            kept = []
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                kept.append(connection)
                if answer is not None:
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_a_closed_port_is_a_refusal():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    heard, raised = told_by(address)
    refusal = next(filter(kafka_errors.is_refusal, heard))
    assert "Connection refused" in str(translate(refusal, ErrorContext(address)))
    assert not any(map(kafka_errors.is_refusal, raised))


def test_silence_is_no_refusal():
    with listening(None) as address:
        heard, raised = told_by(address, until=1.0)
    assert raised
    assert not any(map(kafka_errors.is_refusal, [*heard, *raised]))


def test_another_protocol_is_told_as_such():
    with listening(b"HTTP/1.1 400 Bad Request\r\n\r\n") as address:
        heard, _ = told_by(address)
    error = translate(next(filter(kafka_errors.is_refusal, heard)), ErrorContext(address))
    assert type(error) is ConnectionFailed
    assert "does not speak Kafka" in str(error)
    assert not error.retriable


def test_a_host_that_does_not_exist_is_a_refusal():
    unknown = an_error("_RESOLVE", "nohost.invalid:9092/bootstrap: Failed to resolve (after 1ms)")
    assert kafka_errors.is_refusal(unknown)
    assert type(translate(unknown, PLACE)) is ConnectionFailed


def test_every_error_is_of_hops_tree():
    kinds = {translate(an_error(name), PLACE).__class__ for name in CODES}
    assert all(issubclass(kind, HopError) for kind in kinds)
    # Every class of the branch is reached, so that no caller waits in vain for one.
    branch = set(TransportError.__subclasses__()) | {TransportError, MessageTooLarge}
    assert kinds == {kind for kind in branch if kind.__module__ == "hop.errors"}
