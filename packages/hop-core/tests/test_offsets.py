"""Which messages are done, in whatever order and however often that is said."""

from __future__ import annotations

from hop._reader.offsets import Outstanding

ONE, OTHER = ("alerts", 0), ("alerts", 1)


def test_the_place_is_the_lowest_that_is_not_done() -> None:
    outstanding = Outstanding()
    for offset in (3, 4, 7):
        outstanding.hand_out(ONE, offset)
    outstanding.hand_out(OTHER, 0)
    assert outstanding.done(ONE, 7) is None
    assert outstanding.done(ONE, 3) == 4
    assert outstanding.done(OTHER, 0) == 1
    assert outstanding.done(ONE, 4) == 8


def test_what_is_said_twice_or_was_not_handed_out_changes_nothing() -> None:
    outstanding = Outstanding()
    for offset in range(3):
        outstanding.hand_out(ONE, offset)
        assert outstanding.done(ONE, offset) == offset + 1
        assert outstanding.done(ONE, offset) is None
    assert outstanding.done(ONE, 4) is None
    outstanding.hand_out(ONE, 3)
    outstanding.hand_out(ONE, 4)
    assert outstanding.done(ONE, 3) == 4
    assert outstanding._handed_out == {ONE: {4: False}}  # nothing else is kept


def test_what_went_to_another_reader_is_forgotten() -> None:
    outstanding = Outstanding()
    outstanding.hand_out(ONE, 3)
    outstanding.forget(ONE)
    assert outstanding.done(ONE, 3) is None
