"""Batches of messages that cannot be unpacked: they are passed over, and told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from hop._kafka import errors as kafka_errors
from hop._kafka import timing
from hop.errors import TransportError

if TYPE_CHECKING:
    from hop._kafka import Client, Partition
    from hop._messages import Record
    from hop._reader.assignment import Assignment

_log = logging.getLogger(__name__)

_AGAIN_S = 1.0


class BrokenBatches:
    """Passes over batches that librdkafka cannot unpack, and would fetch again for ever.

    A sender can make one: 100 kB that unpack to more than ``receive.message.max.bytes``.

    Args:
        assignment: which partitions are read.
        make_client: makes a client to look for the end of a batch, without a group.
    """

    def __init__(self, assignment: Assignment, make_client: Callable[[], Client]) -> None:
        self._assignment, self._make_client = assignment, make_client
        # The batch that failed last in each partition, by its first offset; it may have been
        # damaged on the way.
        self._failed: dict[Partition, int] = {}
        self._events: dict[Partition, Record] = {}
        # Reports of the batches before these offsets come late: they were passed over.
        self._passed: dict[Partition, int] = {}
        self._next_try = 0.0

    def note(self, event: Record) -> None:
        """Note that a batch was not unpacked; the second time, :meth:`serve` passes over it."""
        partition, first = (event.topic(), event.partition()), event.offset()
        if first is None or first < self._passed.get(partition, 0):
            return
        if self._failed.get(partition) == first:
            self._events[partition] = event
        else:
            self._failed[partition] = first
            _log.warning(
                "topic %s, partition %d, offset %d: %s; it is fetched again",
                *partition,
                first,
                kafka_errors.detail_of(event.error()),
            )

    def on_revoked(self, partition: Partition) -> None:
        """Forget a partition: it is read by another member, or from another offset."""
        self._failed.pop(partition, None)
        self._events.pop(partition, None)
        self._passed.pop(partition, None)

    def serve(self, should_stop: Callable[[], bool]) -> list[tuple[Partition, int]]:
        """Pass over the batches that failed twice. It asks the broker.

        Returns:
            The partitions of those, and how many messages at most each batch had.
        """
        told: list[tuple[Partition, int]] = []
        if not self._events or time.monotonic() < self._next_try:
            return told
        for partition, event in list(self._events.items()):
            first = event.offset()
            try:
                end = self._end_of(partition, first, should_stop)
            except TransportError as error:
                if not error.retriable:
                    raise
                self._next_try = time.monotonic() + _AGAIN_S
                continue
            if end is None:
                return told
            self.on_revoked(partition)
            self._passed[partition] = end
            self._assignment.restart(partition, end)
            _log.warning(
                "topic %s, partition %d: %s cannot be unpacked, and %s passed over: %s; reading "
                "goes on at offset %d",
                *partition,
                *_named(first, end),
                kafka_errors.detail_of(event.error()),
                end,
            )
            told.append((partition, end - first))
        return told

    def _end_of(
        self, partition: Partition, first: int, should_stop: Callable[[], bool]
    ) -> int | None:
        """The offset after a batch; None: reading has been stopped meanwhile.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        client = self._make_client()
        # No client says where a batch ends if it cannot unpack it. A fetch that begins after the
        # batch succeeds: first farther and farther away, then halfway between.
        inside, after, step = first, None, 1
        try:
            while after is None or after - inside > 1:
                offset = inside + step if after is None else (inside + after) // 2
                is_inside = _is_inside(client, partition, first, offset, should_stop)
                if is_inside is None:
                    return None
                if is_inside:
                    inside, step = offset, 2 * step
                else:
                    after = offset
        finally:
            client.raw.close()
        return after


def _is_inside(
    client: Client,
    partition: Partition,
    first: int,
    offset: int,
    should_stop: Callable[[], bool],
) -> bool | None:
    """Whether an offset is in the batch that begins at another; None: reading was stopped."""
    from confluent_kafka import TopicPartition

    client.raw.assign([TopicPartition(*partition, offset)])
    end = time.monotonic() + timing.OPEN_TIMEOUT_S
    while time.monotonic() < end:
        if should_stop():
            return None
        record = client.raw.poll(timing.SLICE_S)
        if client.errors:
            client.check()
        if record is None:
            continue
        error = record.error()
        if error is None or kafka_errors.code_of(error) in _AFTER:
            return False
        if kafka_errors.code_of(error) in kafka_errors.BROKEN_BATCH:
            return bool(record.offset() == first)
    raise kafka_errors.no_answer(client.context, timing.OPEN_TIMEOUT_S)


_AFTER = (kafka_errors.END_OF_PARTITION, kafka_errors.OFFSET_GONE)


def _named(first: int, end: int) -> tuple[str, str]:
    if end - first == 1:
        return f"the message at offset {first}", "is"
    return f"a batch of up to {end - first} messages (offsets {first} to {end - 1})", "are"
