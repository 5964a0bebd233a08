"""Batches that cannot be unpacked: when they are passed over, without a broker."""

from __future__ import annotations

from typing import Any

import pytest
from confluent_kafka import KafkaError

from hop._kafka import ErrorContext
from hop._reader.broken_batches import BrokenBatches

ALERTS = ("alerts", 0)


class Record:
    """A message, or librdkafka's report of a batch that it cannot unpack."""

    def __init__(self, offset: int, *, is_broken: bool = True) -> None:
        self._offset, self._is_broken = offset, is_broken

    def topic(self) -> str:
        return ALERTS[0]

    def partition(self) -> int:
        return ALERTS[1]

    def offset(self) -> int:
        return self._offset

    def error(self) -> KafkaError | None:
        return KafkaError(KafkaError._BAD_COMPRESSION, "failed") if self._is_broken else None


class FakeClient:
    """A broker with a batch that begins at offset 5 and ends before another; ``raw`` is itself."""

    def __init__(self, end: int) -> None:
        self.raw, self.errors, self.context = self, (), ErrorContext("broker:9092")
        self.end, self.asked = end, [5]

    def assign(self, partitions: Any) -> None:
        self.asked.append(partitions[0].offset)

    def poll(self, _seconds: float) -> Record:
        offset = self.asked[-1]
        return Record(5) if offset < self.end else Record(offset, is_broken=False)

    def close(self) -> None: ...


class FakeAssignment:
    def __init__(self) -> None:
        self.restarted: list[int] = []

    def restart(self, partition: Any, offset: int) -> None:
        assert partition == ALERTS
        self.restarted.append(offset)


def batches(end: int) -> tuple[BrokenBatches, FakeAssignment, FakeClient]:
    assignment, client = FakeAssignment(), FakeClient(end)
    known: Any = (assignment, lambda: client)
    return BrokenBatches(*known), assignment, client


def note(broken: BrokenBatches, offset: int, times: int) -> None:
    event: Any = Record(offset)
    for _ in range(times):
        broken.note(event)


def test_a_batch_that_failed_once_is_fetched_again() -> None:
    broken, assignment, _ = batches(6)
    note(broken, 5, 1)
    note(broken, 9, 1)
    assert (broken.serve(bool), assignment.restarted) == ([], [])


@pytest.mark.parametrize("end", [6, 7, 8, 20, 100_005])
def test_exactly_the_batch_is_passed_over(end: int) -> None:
    broken, assignment, client = batches(end)
    note(broken, 5, 2)
    assert broken.serve(bool) == [(ALERTS, end - 5)]
    assert assignment.restarted == [end]
    assert len(client.asked) < 40


def test_late_reports_of_a_batch_passed_over_are_ignored() -> None:
    broken, assignment, _ = batches(8)
    note(broken, 5, 2)
    broken.serve(bool)
    note(broken, 5, 4)
    assert (broken.serve(bool), assignment.restarted) == ([], [8])
    broken.on_revoked(ALERTS)  # it comes back, and is read from its committed offset
    note(broken, 5, 2)
    assert (broken.serve(bool), assignment.restarted) == ([(ALERTS, 3)], [8, 8])


def test_a_stop_ends_the_search() -> None:
    broken, assignment, client = batches(8)
    note(broken, 5, 2)
    assert broken.serve(lambda: True) == []
    assert (assignment.restarted, len(client.asked)) == ([], 2)
