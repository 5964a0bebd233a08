"""Which offset is committed, in whatever order messages are done."""

from __future__ import annotations

from hop._reader.offsets import Outstanding

ONE, OTHER = ("alerts", 0), ("alerts", 1)


def test_the_lowest_message_that_is_not_done_is_committed() -> None:
    outstanding = Outstanding()
    for offset in (3, 4, 7):
        outstanding.deliver(ONE, offset)
    outstanding.deliver(OTHER, 0)
    assert outstanding.done(ONE, 7) is None
    assert outstanding.done(ONE, 3) == 4
    assert outstanding.done(OTHER, 0) == 1
    assert outstanding.done(ONE, 4) == 8


def test_marking_twice_or_undelivered_changes_nothing() -> None:
    outstanding = Outstanding()
    for offset in range(3):
        outstanding.deliver(ONE, offset)
        assert outstanding.done(ONE, offset) == offset + 1
        assert outstanding.done(ONE, offset) is None
    assert outstanding.done(ONE, 4) is None
    outstanding.deliver(ONE, 3)
    outstanding.deliver(ONE, 4)
    assert outstanding.done(ONE, 3) == 4
    assert len(outstanding) == 1  # nothing else is kept


def test_a_revoked_partition_is_forgotten() -> None:
    outstanding = Outstanding()
    outstanding.deliver(ONE, 3)
    outstanding.on_revoked(ONE)
    assert outstanding.done(ONE, 3) is None


def test_what_is_never_delivered_is_done_at_the_end() -> None:
    outstanding = Outstanding()
    assert outstanding.on_partition_end(ONE, 6) == 6, "nothing was delivered"
    outstanding.deliver(ONE, 6)
    outstanding.deliver(ONE, 8)
    assert outstanding.on_partition_end(ONE, 12) is None
    assert outstanding.done(ONE, 8) is None
    assert outstanding.done(ONE, 6) == 12
    outstanding.deliver(ONE, 12)
    assert outstanding.on_partition_end(ONE, 13) is None
    assert outstanding.done(ONE, 12) == 13
