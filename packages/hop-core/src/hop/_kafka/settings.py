"""The librdkafka settings of readers and writers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from hop._kafka.errors import ErrorContext

COMMON: dict[str, Any] = {
    "log.connection.close": False,
    # Half of this is also how long a new client waits before it turns from the broker of the URL
    # to the one that this names as itself. From open to first message on loopback: 57 ms with the
    # default of 100, 18 ms with 20; less gains nothing, since a timer of 10 ms looks.
    "reconnect.backoff.ms": 20,
    # A broker that comes back is found within a second.
    "reconnect.backoff.max.ms": 1000,
}
READING: dict[str, Any] = {
    # The default of a second stalls a reader each time its local queue is full: 130,000 to 220,000
    # small messages a second instead of 650,000.
    "fetch.queue.backoff.ms": 5,
    # By default 100,000 messages of each partition wait in memory. With this a reader is as fast,
    # and a reader of small messages grows by 2 MB, not by 50; half of this costs throughput.
    "queued.min.messages": 10_000,
    "fetch.error.backoff.ms": 100,
    # Every message that a broker holds must pass, also an LVK alert of 200 MB with its sky map.
    "receive.message.max.bytes": 1_000_000_000,
    # All messages of one answer are unpacked at once. This bounds what is fetched of many
    # partitions, by default 50 MB; a single message may be larger. What it unpacks to has no bound
    # but memory: see docs/howto/service.md.
    "fetch.max.bytes": 10_000_000,
    "enable.auto.offset.store": False,
    "auto.commit.interval.ms": 500,
    # A handler may take minutes; the heartbeat shows whether the process lives.
    "max.poll.interval.ms": 3_600_000,
    # Others get the partitions of a reader that died after 10 s, and of one that joins or leaves
    # after 1 s: an alert does not wait for librdkafka's 45 s and 3 s.
    "session.timeout.ms": 10_000,
    "heartbeat.interval.ms": 1000,
    "partition.assignment.strategy": "cooperative-sticky",
    "allow.auto.create.topics": False,
}
# With KIP-848, kafka={"group.protocol": "consumer"}, the broker chooses these.
NOT_IN_KIP_848 = ("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy")
WRITING: dict[str, Any] = {
    "enable.idempotence": True,
    "acks": "all",
    # A broker that does not know a writer yet may accept its second request after it refused the
    # first (a new leader, too few replicas); librdkafka then counts the first as acknowledged,
    # and it is lost. With one request at a time nothing overtakes.
    "max.in.flight": 1,
    # More than 0 adds to the latency of each alert, and gained no throughput.
    "linger.ms": 0,
    # The broker's limit decides, not the client's.
    "message.max.bytes": 1_000_000_000,
    # For each request librdkafka reserves memory for so many bytes of each message that waits, up
    # to message.max.bytes; what is longer is sent from where it is. By default (65,535) that is
    # 200 MB for each request of a full queue. This takes a quarter less processor time for
    # messages of 3 kB; 200 takes more, since requests then consist of many parts.
    "message.copy.max.bytes": 1000,
    "delivery.report.only.error": True,
    "queue.buffering.max.messages": 100_000,
}
# Beyond this many topics, hop asks for messages less often.
_MANY = 100


def reader_settings(
    names: Sequence[str], context: ErrorContext, *, ends: bool, tells_ends: bool
) -> dict[str, Any]:
    """The settings of a reader.

    Args:
        names: topics, or patterns that begin with ``^``.
        context: the brokers, and the consumer group.
        ends: whether reading ends at the end of the topics.
        tells_ends: whether librdkafka reports the ends of partitions.
    """
    settings = group_settings(context.group, context) | {
        # hop sets the start itself. This is for an offset whose message is gone: librdkafka reports
        # it, and hop says what was missed, and reads the messages that are left.
        "auto.offset.reset": "error",
        "enable.partition.eof": tells_ends,
    }
    if ends:
        # A fetch that finds nothing shows the end of a partition, and waits for this long.
        return settings | {"fetch.wait.max.ms": 20}
    # Topics that appear later are found soon.
    settings["topic.metadata.refresh.interval.ms"] = 5000
    if len(names) > _MANY or any(name.startswith("^") for name in names):
        # Each fetch that finds nothing lists every partition: with the default of 500 ms a thousand
        # take 1 % of a core. New partitions wait for its end.
        settings["fetch.wait.max.ms"] = 1000
    return settings


def group_settings(group_id: str | None, context: ErrorContext) -> dict[str, Any]:
    """The settings of a consumer group, or of a reader without one."""
    if group_id:
        return {"group.id": group_id, "enable.auto.commit": True}

    # librdkafka needs a name; nobody joins this group or commits to it. Some brokers let users
    # name only groups that begin with their own name.
    return {"group.id": f"{context.user or 'hop'}-{uuid.uuid4().hex}", "enable.auto.commit": False}


def is_eager(kafka: Mapping[str, Any]) -> bool:
    """Whether the settings choose the older way of rebalancing (eager, not cooperative)."""
    strategy = kafka.get("partition.assignment.strategy")
    return strategy is not None and "cooperative" not in str(strategy)
