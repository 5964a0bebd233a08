"""How long a client bears with a broker that served it before and refuses it now."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from confluent_kafka import KafkaError

from hop._kafka import Client, ErrorContext, writer_client
from hop.errors import AuthenticationFailed

REFUSED = KafkaError(KafkaError._AUTHENTICATION, "SASL authentication failed")
TOO_SOON = KafkaError(
    KafkaError._AUTHENTICATION, "handshake failed: Broker: Request not valid in current SASL state"
)


@pytest.fixture
def client() -> Iterator[Client]:
    nowhere = ErrorContext("127.0.0.1:1", "ada", "")
    client = writer_client(nowhere, None, {}, {"log_level": 0})
    yield client
    client.raw.close()


def hear(client: Client, error: KafkaError, *seconds: float) -> None:
    now = time.monotonic()
    client.errors.clear()
    client.errors.extend((now + each, error) for each in seconds)
    client.check()


def test_a_refusal_that_lasts_is_told(client: Client):
    hear(client, REFUSED, 0, 1, 2, 3)
    with pytest.raises(AuthenticationFailed, match="ada"):
        hear(client, REFUSED, 5.5)


def test_being_served_ends_a_refusal(client: Client):
    hear(client, REFUSED, 0, 3)
    client.succeed()
    hear(client, REFUSED, 6, 9)


def test_refusals_far_apart_are_two(client: Client):
    # As of a broker that restarts each night, while a reader of a quiet topic waits.
    hear(client, REFUSED, 0, 3, 3600, 3603, 7200)
    with pytest.raises(AuthenticationFailed):
        hear(client, REFUSED, 7206)


def test_a_client_that_came_too_soon_is_not_refused(client: Client):
    hear(client, TOO_SOON, *range(20))
