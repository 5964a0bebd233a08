"""Which offsets partitions have at their ends, and at a time: asked of the broker."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hop._kafka import errors as kafka_errors

if TYPE_CHECKING:
    from hop._kafka.client import Client

Partition = tuple[str, int]
"""A topic and one of its partitions."""

BEGINNING, END = -2, -1
"""librdkafka's numbers for the two ends of a partition."""

_ASK_TIMEOUT_S = 5.0
_AGAIN_S = 0.1


def ask(
    client: Client, partitions: Iterable[Partition], when: int, timeout: float = _ASK_TIMEOUT_S
) -> dict[Partition, int]:
    """The offset of each partition at one of its ends, or of its first message from a time on.

    Args:
        client: a reader's client.
        partitions: which partitions.
        when: :data:`BEGINNING`, :data:`END`, or a time, ms since 1970 UTC.
        timeout: how long the broker may take, s.

    Returns:
        The offsets; :data:`END` where no message is that young. Partitions of which the broker
        does not tell are left out.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    from confluent_kafka import KafkaException, TopicPartition

    asked = [TopicPartition(*each, when) for each in partitions]
    if not asked:
        return {}
    end = time.monotonic() + timeout
    while True:
        try:
            found = client.raw.offsets_for_times(asked, timeout=timeout)
            break
        except KafkaException as fault:
            error = kafka_errors.translate(fault.args[0], client.context)
            # A broker may not know yet that it leads a partition that was made a moment ago.
            if not error.retriable or time.monotonic() > end:
                raise error from fault
        time.sleep(_AGAIN_S)
    return {
        (each.topic, each.partition): each.offset
        for each in found
        if each.error is None and (each.offset >= 0 or when >= 0)
    }


def first_from(
    client: Client, partitions: Iterable[Partition], when: int, timeout: float = _ASK_TIMEOUT_S
) -> dict[Partition, int]:
    """The offset in each partition of the first message from a time on, else of the next message.

    Args:
        client: a reader's client.
        partitions: which partitions.
        when: the time, ms since 1970 UTC.
        timeout: how long the broker may take for each of two answers, s.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    partitions = list(partitions)
    # The ends first: what is written between the two questions is young enough, and is not missed.
    ends = ask(client, partitions, END, timeout)
    found = ask(client, partitions, when, timeout)
    return {
        partition: offset if offset >= 0 else ends[partition]
        for partition, offset in found.items()
        if offset >= 0 or partition in ends
    }
