"""Where reading goes on if its next offset is not there: the decision, without a broker."""

from __future__ import annotations

from typing import Any

import pytest
from confluent_kafka import KafkaError, TopicPartition

from hop._kafka import BEGINNING, ErrorContext
from hop._reader.resets import Resets, take_reset_end

ALERTS = ("alerts", 0)
OUT_OF_RANGE = "fetch failed due to requested offset not available on the broker: Out of range"
CUT = (
    "Partition log truncation detected at offset 90 (leader epoch 3): broker end offset is 60 "
    "(offset leader epoch 2). Reset to INVALID."
)
NO_EPOCH = "No epoch found less or equal to offset 40 (leader epoch 1): broker end offset is -1"
NO_OFFSET = "no previously committed offset available: Local: No offset stored"


class Event:
    """A report of librdkafka that an offset is not there."""

    def __init__(self, offset: int | None, text: str) -> None:
        self._offset, self._text = offset, text

    def topic(self) -> str:
        return ALERTS[0]

    def partition(self) -> int:
        return ALERTS[1]

    def offset(self) -> int | None:
        return self._offset

    def error(self) -> KafkaError:
        return KafkaError(KafkaError._AUTO_OFFSET_RESET, self._text)


class FakeClient:
    """A broker that holds the offsets from 20 to 80; ``raw`` is the client itself."""

    def __init__(self, *, is_away: bool = False) -> None:
        self.raw, self.context, self.is_away = self, ErrorContext("broker:9092"), is_away

    def offsets_for_times(self, asked: list[TopicPartition], **_: Any) -> list[TopicPartition]:
        for each in asked:
            each.offset = 20 if each.offset == BEGINNING else 80
        return [] if self.is_away else asked


class FakeAssignment:
    def __init__(self) -> None:
        self.partitions = {ALERTS}
        self.restarted: list[int] = []

    def restart(self, partition: Any, offset: int) -> None:
        assert partition == ALERTS
        self.restarted.append(offset)


def resets(client: FakeClient, assignment: FakeAssignment) -> Resets:
    known: Any = (client, assignment, None)
    return Resets(*known, BEGINNING)


@pytest.mark.parametrize(
    ("offset", "text", "start", "missed"),
    [
        (10, OUT_OF_RANGE, 20, 10),
        (100, OUT_OF_RANGE, 20, 0),
        (50, OUT_OF_RANGE, 50, None),
        (None, CUT, 60, 0),
        (40, NO_EPOCH, 20, 0),
        (None, NO_OFFSET, 20, None),
    ],
)
def test_where_reading_goes_on(
    caplog: pytest.LogCaptureFixture, offset: int | None, text: str, start: int, missed: int | None
) -> None:
    assignment = FakeAssignment()
    reset = resets(FakeClient(), assignment)
    event: Any = Event(offset, text)
    reset.note(event)
    assert reset.serve(bool) == ([] if missed is None else [(ALERTS, missed)])
    assert assignment.restarted == [start]
    assert len(caplog.records) == (missed is not None)
    assert reset.serve(bool) == [], "it is done once"


def test_a_broker_that_is_away_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client, assignment = FakeClient(is_away=True), FakeAssignment()
    monkeypatch.setattr("hop._reader.resets._AGAIN_S", 0.0)
    reset = resets(client, assignment)
    event: Any = Event(10, OUT_OF_RANGE)
    reset.note(event)
    assert (reset.serve(bool), assignment.restarted) == ([], [])
    client.is_away = False
    assert (reset.serve(bool), assignment.restarted) == ([(ALERTS, 10)], [20])


def test_a_partition_that_was_revoked_is_left_alone() -> None:
    assignment = FakeAssignment()
    reset = resets(FakeClient(), assignment)
    event: Any = Event(10, OUT_OF_RANGE)
    reset.note(event)
    reset.on_revoked(ALERTS)
    assert (reset.serve(bool), assignment.restarted) == ([], [])


def test_unknown_choices_are_left_to_librdkafka() -> None:
    settings: dict[str, Any] = {"auto.offset.reset": "sometimes"}
    take_reset_end(settings)
    assert settings == {"auto.offset.reset": "sometimes"}
    assert take_reset_end({}) == BEGINNING
