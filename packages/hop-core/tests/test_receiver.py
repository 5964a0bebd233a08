"""The poll loop, without a broker: when messages are delivered, done and decoded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from confluent_kafka import KafkaError

from hop._messages.metadata import Record
from hop._reader import ReadOptions, Receiver
from hop._reader.assignment import Assignment
from hop._reader.decoder import RecordDecoder
from hop._reader.tests import TestFilter
from hop._wire.decoding import Decoder
from hop.errors import MessageError


class FakeRecord:
    """A JSON message, or one that promises JSON and is none."""

    def __init__(self, offset: int, payload: bytes = b"1") -> None:
        self._offset, self._payload = offset, payload

    def topic(self) -> str:
        return "alerts"

    def partition(self) -> int:
        return 0

    def offset(self) -> int:
        return self._offset

    def timestamp(self) -> tuple[int, int]:
        return 1, 0

    def key(self) -> None:
        return None

    def headers(self) -> list[tuple[str, bytes]]:
        return [("_format", b"json")]

    def value(self) -> bytes:
        return self._payload

    def error(self) -> None:
        return None


class FakeClient:
    """A client of librdkafka with records that have arrived; ``raw`` is itself."""

    def __init__(self, records: list[FakeRecord]) -> None:
        self.raw = self
        self.records = deque(records)
        self.errors: list[Any] = []
        self.is_forked = False

    def consume(self, size: int, _wait: float) -> list[FakeRecord]:
        return [self.records.popleft() for _ in range(min(size, len(self.records)))]

    def poll(self, _wait: float) -> None:
        return None

    def succeed(self) -> None: ...

    def close(self) -> None: ...


class FakeAssignment(Assignment):
    def start(self, on_revoked: Callable[[Any], None]) -> list[Record]:
        return []


class FakeOffsets:
    """Notes which messages are done."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.ends: list[int] = []

    def done_up_to(self, record: Record) -> None:
        self.done.append(record.offset())

    def on_partition_end(self, _partition: Any, end: int) -> None:
        self.ends.append(end)

    def on_revoked(self, _partition: Any) -> None: ...

    def store(self) -> None: ...


def receiver(records: list[FakeRecord], offsets: Any = None, selector: Any = None) -> Receiver:
    client: Any = FakeClient(records)
    assignment = FakeAssignment(client, ["alerts"], -1, waits=False)
    fetcher: Any = None
    decoder = RecordDecoder(Decoder("raise"), fetcher, TestFilter())
    found = Receiver(
        client,
        assignment,
        decoder,
        offsets=offsets,
        stop_condition=None,
        ends=True,
        selector=selector,
    )
    assignment.partitions = {("alerts", 0)}
    return found


def test_a_pause_loses_no_message_and_repeats_none() -> None:
    offsets, options = FakeOffsets(), ReadOptions()
    reader = receiver([FakeRecord(offset, b"%d" % offset) for offset in range(3)], offsets)
    assert reader.poll(options)
    got = [message.content for message in reader.deliver(options, lambda: True)]
    assert (got, offsets.done, reader.at_hand) == ([0], [0], 2)
    got += [message.content for message in reader.deliver(options)]
    assert (got, offsets.done) == ([0, 1, 2], [0, 1, 2])


def test_a_delivery_that_is_abandoned_leaves_its_message_undone() -> None:
    offsets, options = FakeOffsets(), ReadOptions()
    reader = receiver([FakeRecord(0), FakeRecord(1)], offsets)
    reader.poll(options)
    delivery = reader.deliver(options)
    next(delivery)
    delivery.close()
    assert (offsets.done, reader.at_hand) == ([], 1)


def test_the_first_message_is_decoded_while_polling() -> None:
    options = ReadOptions(prefetch=True)
    reader = receiver([FakeRecord(0)])
    assert not reader.is_ready(options), "nothing has arrived"
    reader.poll(options)
    assert reader.is_ready(options)
    assert [message.content for message in reader.deliver(options)] == [1]


def test_an_error_of_prefetching_is_raised_on_delivery() -> None:
    options = ReadOptions(prefetch=True)
    reader = receiver([FakeRecord(0, b"{"), FakeRecord(1)])
    assert reader.poll(options)
    with pytest.raises(MessageError):
        list(reader.deliver(options))
    assert [message.content for message in reader.deliver(options)] == [1]


def test_nothing_is_delivered_after_a_stop() -> None:
    options = ReadOptions()
    reader = receiver([FakeRecord(0), FakeRecord(1)])
    reader.poll(options)
    for _ in reader.deliver(options):
        reader.stop()
    assert reader.at_hand == 1
    assert not reader.poll(options)


class End(FakeRecord):
    """The end of a partition, as librdkafka reports it."""

    def error(self) -> Any:
        return KafkaError(KafkaError._PARTITION_EOF)


class Revoking(FakeClient):
    """A client whose partition is revoked while it is polled, after something was taken of it."""

    on_revoked: Callable[[Any], None]

    def consume(self, size: int, wait: float) -> list[FakeRecord]:
        taken = super().consume(size, wait)
        self.on_revoked(("alerts", 0))
        return taken


class Revocable(FakeAssignment):
    def start(self, on_revoked: Callable[[Any], None]) -> list[Record]:
        def revoke(partition: Any) -> None:
            self.partitions.discard(partition)
            on_revoked(partition)

        self._client.on_revoked = revoke  # type: ignore[attr-defined]
        return []


def test_the_end_of_a_revoked_partition_is_not_committed() -> None:
    client: Any = Revoking([FakeRecord(4), End(5)])
    assignment, offsets = Revocable(client, ["alerts"], -1, waits=True), FakeOffsets()
    known: Any = (client, assignment, RecordDecoder(Decoder("raise"), None, TestFilter()))  # type: ignore[arg-type]
    tracker: Any = offsets
    reader = Receiver(*known, offsets=tracker, stop_condition=None, ends=False)
    assignment.partitions = {("alerts", 0)}
    reader.start()
    reader.poll(ReadOptions())
    assert list(reader.deliver(ReadOptions())) == []
    assert (offsets.done, offsets.ends) == ([], [])


class FakeSelector:
    """Lets even offsets pass; notes what is done, in the same list as the offsets."""

    def __init__(self, log: list[Any]) -> None:
        self.log = log

    def select(self, message: Any, metadata: Any, *, raises: bool = False) -> bool:
        if metadata.offset == 3 and raises:
            raise ZeroDivisionError
        return metadata.offset % 2 == 0

    def done(self, partition: tuple[str, int], offset: int) -> None:
        self.log.append(("remembered", offset))

    def counts(self) -> dict[str, int]:
        return {}

    def close(self) -> None:
        self.log.append("closed")


class LoggedOffsets:
    """Notes what is done, and when it is stored, in a list of all that happens."""

    def __init__(self, log: list[Any]) -> None:
        self.log = log

    def deliver(self, partition: Any, offset: int) -> None: ...

    def done_up_to(self, record: Record) -> None:
        self.log.append(("committed", record.offset()))

    def mark_done(self, partition: Any, offset: int) -> None:
        self.log.append(("committed", offset))

    def on_revoked(self, partition: Any) -> None:
        self.log.append("revoked")

    def store(self) -> None: ...


def selecting(log: list[Any], count: int = 4) -> Receiver:
    return receiver(
        [FakeRecord(each) for each in range(count)], LoggedOffsets(log), FakeSelector(log)
    )


def test_what_is_left_out_is_done_and_never_delivered() -> None:
    log: list[Any] = []
    reader, options = selecting(log), ReadOptions(metadata=True)
    reader.poll(options)
    assert [metadata.offset for _, metadata in reader.deliver(options)] == [0, 2]
    assert [each for each in log if each[0] == "committed"] == [("committed", n) for n in range(4)]


def test_what_passed_is_remembered_before_it_is_committed() -> None:
    for autocommit in (True, False):
        log: list[Any] = []
        reader, options = selecting(log, 1), ReadOptions(metadata=True, autocommit=autocommit)
        reader.poll(options)
        for _, metadata in reader.deliver(options):
            if not autocommit:
                reader.mark_done((metadata.topic, metadata.partition), metadata.offset)
        assert log == [("remembered", 0), ("committed", 0)]


def test_a_mark_during_a_poll_is_remembered_after_it() -> None:
    log: list[Any] = []
    reader, options = selecting(log, 1), ReadOptions(autocommit=False)
    reader.poll(options)
    list(reader.deliver(options))
    reader._polling_thread = 1  # another thread polls
    reader.mark_done(("alerts", 0), 0)
    assert log == []
    reader._polling_thread = None
    reader.poll(options)
    assert log == [("remembered", 0), ("committed", 0)]


def test_marks_are_remembered_before_a_partition_goes() -> None:
    log: list[Any] = []
    reader, options = selecting(log, 1), ReadOptions(autocommit=False)
    reader.poll(options)
    list(reader.deliver(options))
    reader._polling_thread = 1
    reader.mark_done(("alerts", 0), 0)
    reader._on_revoked(("alerts", 0))
    assert log == [("remembered", 0), ("committed", 0), "revoked"]


def test_the_error_of_a_filter_comes_with_its_message() -> None:
    reader = selecting([])
    options = ReadOptions(metadata=True, autocommit=False, keeps_filter_errors=True)
    reader.poll(options)
    found = [(each.offset, type(reader.filter_error)) for _, each in reader.deliver(options)]
    assert found == [(0, type(None)), (2, type(None)), (3, ZeroDivisionError)]


def test_raw_payloads_are_selected_too() -> None:
    reader, options = selecting([]), ReadOptions(raw=True)
    reader.poll(options)
    assert list(reader.deliver(options)) == [b"1", b"1"]


def test_an_event_loop_leaves_the_disk_to_the_poll() -> None:
    log: list[Any] = []
    reader, options = selecting(log, 3), ReadOptions(prefetch=True)
    assert reader.poll(options)
    assert len(list(reader.deliver(options, lambda: not reader.is_ready(options)))) == 1
    assert log == [], "nothing is written while messages are delivered"
    assert reader.poll(options)
    assert log == [("remembered", 0), ("committed", 0)]
    list(reader.deliver(options))
    reader.poll(options)
    assert log[-2:] == [("remembered", 2), ("committed", 2)]
