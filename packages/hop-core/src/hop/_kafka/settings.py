"""librdkafka's clients that read and write, with their settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hop._kafka.client import Client

if TYPE_CHECKING:
    from hop._config.auth import Auth
    from hop._kafka.errors import ErrorContext

_READING: dict[str, Any] = {
    # The default of a second stalls a reader each time its local queue is full: 130,000 to 220,000
    # small messages a second instead of 650,000.
    "fetch.queue.backoff.ms": 5,
    # By default 100,000 messages of each partition wait in memory. With this a reader is as fast,
    # and one of small messages grows by 2 MB, not by 50; half of this costs throughput.
    "queued.min.messages": 10_000,
    "fetch.error.backoff.ms": 100,
    # What a broker holds must pass, an LVK alert of 200 MB with its sky map too.
    "receive.message.max.bytes": 1_000_000_000,
    "enable.auto.offset.store": False,
    "auto.commit.interval.ms": 500,
    # A handler may take minutes; whether the process lives is the heartbeat's business.
    "max.poll.interval.ms": 3_600_000,
    # A reader that died gives its partitions to the others after 10 s, one that comes or goes
    # after one: an alert does not wait for librdkafka's 45 s and 3 s.
    "session.timeout.ms": 10_000,
    "heartbeat.interval.ms": 1000,
    "partition.assignment.strategy": "cooperative-sticky",
    "allow.auto.create.topics": False,
}
# With KIP-848, kafka={"group.protocol": "consumer"}, these are the broker's to choose.
_NOT_IN_KIP_848 = ("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy")
_WRITING: dict[str, Any] = {
    "enable.idempotence": True,
    "acks": "all",
    # A broker that knows nothing of a writer yet takes its second request though it has refused
    # the first (a leader that is just elected, a replica too few); librdkafka counts the first as
    # acknowledged then, and it is lost. With one under way nothing overtakes.
    "max.in.flight": 1,
    # Above 0 it shows in the latency of each alert, and gained nothing in throughput.
    "linger.ms": 0,
    # The broker's limit decides, not the client's.
    "message.max.bytes": 1_000_000_000,
    "delivery.report.only.error": True,
    "queue.buffering.max.messages": 100_000,
}


def consumer(
    context: ErrorContext,
    auth: Auth | None,
    settings: Mapping[str, Any],
    overrides: Mapping[str, Any],
) -> Client:
    """A client that reads."""
    import confluent_kafka

    defaults = {**_READING, **settings}
    if overrides.get("group.protocol") == "consumer":
        for name in _NOT_IN_KIP_848:
            defaults.pop(name)
    return Client(confluent_kafka.Consumer, defaults, context, auth, overrides)


def producer(
    context: ErrorContext,
    auth: Auth | None,
    settings: Mapping[str, Any],
    overrides: Mapping[str, Any],
) -> Client:
    """A client that writes."""
    import confluent_kafka

    return Client(confluent_kafka.Producer, {**_WRITING, **settings}, context, auth, overrides)
