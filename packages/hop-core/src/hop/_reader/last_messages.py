"""The last messages over many partitions, in the order of time: ``start_at=-5``."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from hop._kafka import BEGINNING, timing
from hop._kafka import errors as kafka_errors

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages import Record

_BATCH = 500

Window = tuple[int, int]
"""The first offset, and the one after the last."""


def last_messages(
    client: Client,
    bounds: Mapping[Partition, Window],
    count: int,
    is_wanted: Callable[[Record], bool],
) -> list[Record]:
    """Read the last messages over all partitions; the oldest comes first.

    Args:
        client: a reader's client, which reports the ends of partitions. Its assignment is changed.
        bounds: the partitions, with the offsets that each holds.
        count: how many messages.
        is_wanted: whether a message counts; others are left out.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    newest: list[tuple[int, str, int, int, Record]] = []
    found: Counter[Partition] = Counter()
    windows = {
        partition: (max(low, high - count), high)
        for partition, (low, high) in bounds.items()
        if high > low
    }
    while windows:
        for record in _read(client, windows):
            if not is_wanted(record):
                continue
            topic, number, offset = record.topic(), record.partition(), record.offset()
            found[topic, number] += 1
            entry = (record.timestamp()[1], topic, number, offset, record)
            if len(newest) < count:
                heapq.heappush(newest, entry)
            else:
                heapq.heappushpop(newest, entry)
        # Compaction, transactions and unwanted messages leave gaps: then further back.
        windows = {
            partition: (max(bounds[partition][0], start - 2 * (end - start)), start)
            for partition, (start, end) in windows.items()
            if found[partition] < count and start > bounds[partition][0]
        }
    return [entry[-1] for entry in sorted(newest)]


def _read(client: Client, windows: Mapping[Partition, Window]) -> Iterator[Record]:
    from confluent_kafka import TopicPartition

    raw = client.raw
    raw.assign([TopicPartition(*each, start) for each, (start, _) in windows.items()])
    pending = set(windows)
    active_at = time.monotonic()
    while pending:
        records = raw.consume(_BATCH, 0)
        if not records:
            first = raw.poll(timing.SLICE_S)
            records = [first] if first is not None else []
        if client.errors:
            client.check()
        if records:
            active_at = time.monotonic()
        elif time.monotonic() - active_at > timing.OPEN_TIMEOUT_S:
            raise kafka_errors.no_answer(client.context, time.monotonic() - active_at)
        for record in records:
            partition = (record.topic(), record.partition())
            error = record.error()
            if error is not None and kafka_errors.code_of(error) == kafka_errors.OFFSET_GONE:
                # Deleted since the window was chosen: the messages that are left are the last.
                raw.incremental_unassign([TopicPartition(*partition)])
                raw.incremental_assign([TopicPartition(*partition, BEGINNING)])
                continue
            if error is not None:
                is_at_end = _is_end(client, record)
            else:
                end = windows[partition][1]
                is_at_end = record.offset() + 1 >= end
                if partition in pending and record.offset() < end:
                    yield record
            if is_at_end and partition in pending:
                pending.discard(partition)
                raw.incremental_unassign([TopicPartition(*partition)])


def _is_end(client: Client, record: Any) -> bool:
    """Whether an event is the end of a partition.

    Raises:
        hop.errors.TransportError: it is a refusal.
    """
    error = record.error()
    if kafka_errors.code_of(error) == kafka_errors.END_OF_PARTITION:
        return True
    is_refused = (
        kafka_errors.is_final(error)
        or kafka_errors.may_appear(error)
        or kafka_errors.code_of(error) in kafka_errors.BROKEN_BATCH  # fetched again for ever
    )
    if is_refused and not kafka_errors.concerns_group(error):
        context = client.context
        raise kafka_errors.translate(error, context.at(record.topic() or context.topic))
    return False
