"""Which messages of a stream pass: filters, retractions, duplicates, and what a file remembers."""

from __future__ import annotations

import dataclasses
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hop.errors import StateError
from hop.models import Alert, JSONBlob, MessageModel, Ref
from hop.models._filters import memory
from hop.models.filters import Selector


class Notice(MessageModel):
    """A message with given alerts."""

    def __init__(self, *alerts: Alert) -> None:
        self.given = alerts

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        return self.given


@dataclasses.dataclass
class Position:
    """As much of the metadata of a message as a selector needs."""

    offset: int
    topic: str = "alerts"
    partition: int = 0


class Reader:
    """Gives a selector messages, one after the other, and marks those that pass as done."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.selector = Selector(*arguments, **options)
        self.offset = 0

    def passes(self, *alerts: Alert, done: bool = True, at: int | None = None) -> bool:
        offset = self.offset if at is None else at
        self.offset = max(self.offset, offset + 1)
        place: Any = Position(offset)
        passed = self.selector.select(Notice(*alerts), place)
        if passed and done:
            self.selector.done(("alerts", 0), offset)
        return passed


def alert(number: int = 1, message: str = "", **values: Any) -> Alert:
    return Alert("lvk", message or f"m{number}", **{"event_id": f"lvk:S{number}", **values})


NEAR, FAR = {"distance": 40.0}, {"distance": 4000.0}


def test_a_message_passes_when_one_of_its_alerts_does():
    reader = Reader("distance < 200")
    assert reader.passes(alert(1, **FAR), alert(2, **NEAR))
    assert not reader.passes(alert(3, **FAR), alert(4))
    assert not reader.passes()
    assert reader.selector.counts() == {"left_out": 2, "duplicate": 0}


def test_a_message_without_alerts_does_not_pass_a_filter():
    place: Any = Position(0)
    assert not Selector("!is_test").select(JSONBlob({"far": 1}), place)
    assert Selector(deduplicate=True).select(JSONBlob({"far": 1}), place)


@pytest.mark.parametrize("where", ["distance < 200", lambda a: a.distance and a.distance < 200])
def test_retractions_and_updates_of_what_passed_pass(where: Any):
    reader = Reader(where)
    assert not reader.passes(alert(1, kind="retraction"))
    assert reader.passes(alert(2, **NEAR, aliases=("fermi-gbm:bn2",)))
    assert reader.passes(alert(2, kind="update", **FAR))
    assert reader.passes(alert(2, kind="retraction"))
    assert reader.passes(alert(0, event_id="fermi-gbm:bn2", kind="retraction"))
    assert not reader.passes(alert(2, kind="initial"))
    assert not reader.passes(alert(3, kind="update"))


def test_a_retraction_that_only_cites_its_event_passes():
    reader = Reader("distance < 200")
    assert reader.passes(alert(1, **NEAR))
    cites = (Ref("retraction", "lvk:S1"),)
    assert reader.passes(alert(0, event_id="voevent:ivo://a/b#1", kind="retraction", refs=cites))
    follows = (Ref("followup", "lvk:S1"),)
    assert not reader.passes(alert(0, event_id="x:1", kind="update", refs=follows))


def test_what_follows_an_update_by_another_key_passes():
    reader = Reader("distance < 200")
    assert reader.passes(alert(1, **NEAR))
    assert reader.passes(alert(1, kind="update", aliases=("amon:9",)))
    assert reader.passes(alert(0, event_id="amon:9", kind="retraction"))


def test_the_second_of_two_equal_notices_is_left_out():
    reader = Reader(deduplicate=True)
    assert reader.passes(alert(1))
    assert not reader.passes(alert(1))
    assert reader.passes(alert(2))
    assert reader.selector.counts() == {"left_out": 0, "duplicate": 1}


def test_several_alerts_are_a_duplicate_when_all_are_known():
    reader = Reader(deduplicate=True)
    assert reader.passes(alert(1), alert(2))
    assert not reader.passes(alert(2), alert(1))
    assert reader.passes(alert(2), alert(3))


def test_a_notice_that_was_left_out_is_no_duplicate():
    reader = Reader("distance < 200", deduplicate=True)
    assert not reader.passes(alert(2, message="m", kind="update"))
    assert reader.passes(alert(2, **NEAR))
    assert reader.passes(alert(2, message="m", kind="update"))


def test_a_notice_that_is_not_done_passes_when_it_comes_again():
    reader = Reader(deduplicate=True)
    assert reader.passes(alert(1), at=5, done=False)
    assert reader.passes(alert(1), at=5, done=False), "after a rebalance"
    assert not reader.passes(alert(1), at=6)
    assert reader.passes(alert(1), at=5)
    assert not reader.passes(alert(1), at=5), "it is done now"


def fails(_alert: Alert) -> bool:
    raise ZeroDivisionError("oh")


def test_a_message_passes_when_the_function_raises(caplog: pytest.LogCaptureFixture):
    reader = Reader(fails)
    assert reader.passes(alert(1))
    assert "topic alerts, partition 0, offset 0: ZeroDivisionError: oh" in caplog.text
    place: Any = Position(1)
    with pytest.raises(ZeroDivisionError):
        reader.selector.select(Notice(alert(1)), place, raises=True)


class Broken(MessageModel):
    """A model of somebody else, whose view of alerts fails."""

    def __init__(self) -> None: ...

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        raise KeyError("ra")


def test_a_message_whose_alerts_cannot_be_made_passes(caplog: pytest.LogCaptureFixture):
    place: Any = Position(0)
    assert Selector("!is_test").select(Broken(), place)
    assert "KeyError: 'ra'; the message passes" in caplog.text
    with pytest.raises(KeyError):
        Selector("!is_test").select(Broken(), place, raises=True)


@dataclasses.dataclass
class Listed(MessageModel):
    """A model with a field of its own called alerts."""

    alerts: list[int]  # type: ignore[assignment]


def test_a_field_called_alerts_is_no_alert():
    place: Any = Position(0)
    assert not Selector("!is_test").select(Listed([1]), place)
    assert Selector(deduplicate=True).select(Listed([1]), place)


def test_every_message_left_out_is_explained(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "hop.explain")
    reader = Reader("!is_test && distance < 200", deduplicate=True)
    for each in (alert(1, **FAR), alert(2, **NEAR), alert(2, **NEAR), alert(3, event_id=None)):
        reader.passes(each)
    reader.passes()
    named = Reader(lambda _: False)
    named.passes(alert(1))
    lines = [each.getMessage() for each in caplog.records]
    place = "left out: topic alerts, partition 0, offset"
    assert lines[:4] == [
        f"{place} 0, lvk:S1: distance < 200 is false: distance = 4000.0",
        f"{place} 2, lvk:S2: a duplicate: m2 has passed before",
        f"{place} 3, no event: distance < 200 is unknown: distance is unknown",
        f"{place} 4, no event: a message without an alert does not pass the filter",
    ]
    assert "<lambda>() is not true" in lines[4]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(memory, "MOST", 3)
    monkeypatch.setattr("hop.models._filters.selector.MOST", 3)
    reader = Reader("true", deduplicate=True, state=tmp_path / "state")
    for number in range(10):
        assert reader.passes(alert(number), done=number % 2 == 0)
    assert not reader.passes(alert(9))
    assert not reader.passes(alert(7))
    assert reader.passes(alert(1)), "the oldest are forgotten"
    reader.selector.close()
    with closing(sqlite3.connect(tmp_path / "state")) as file:
        for table in ("events", "messages"):
            assert file.execute(f"select count(*) from {table}").fetchone()[0] <= 4


def test_a_state_survives_a_restart(tmp_path: Path):
    file = tmp_path / "state"
    reader = Reader("distance < 200", deduplicate=True, state=file)
    assert reader.passes(alert(1, **NEAR))
    assert reader.passes(alert(2, **NEAR), done=False)
    reader.selector.close()
    reader = Reader("distance < 200", deduplicate=True, state=file)
    assert not reader.passes(alert(1, **NEAR)), "it is done"
    assert reader.passes(alert(2, **NEAR)), "it is not done"
    assert reader.passes(alert(1, "m9", kind="retraction"))


def test_done_is_on_the_disk_at_once(tmp_path: Path):
    file = tmp_path / "state"
    reader = Reader("distance < 200", state=file)
    reader.passes(alert(1, **NEAR))
    copy = tmp_path / "copy"  # what a reader that is killed now leaves behind
    copy.write_bytes(file.read_bytes())
    (tmp_path / "copy-wal").write_bytes((tmp_path / "state-wal").read_bytes())
    assert Reader("distance < 200", state=copy).passes(alert(1, kind="retraction"))


def is_a_folder(path: Path) -> None:
    path.mkdir()


def is_text(path: Path) -> None:
    path.write_text("these are my notes, and they matter " * 100)


def is_cut(path: Path) -> None:
    reader = Reader("true", state=path)
    for number in range(500):
        reader.passes(alert(number))
    reader.selector.close()
    path.write_bytes(path.read_bytes()[:9000])


def is_another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("create table mine (a)")


def is_of_a_later_version(path: Path) -> None:
    Selector("true", state=path).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma user_version = 2")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (is_text, "damaged, or is not the state"),
        (is_cut, "damaged, or is not the state"),
        (is_another_database, "another database"),
        (is_of_a_later_version, "version 2"),
        (is_a_folder, "cannot be used"),
    ],
)
def test_a_file_that_is_no_state_is_kept(make: Callable[[Path], None], says: str, tmp_path: Path):
    path = tmp_path / "state"
    make(path)
    before = None if path.is_dir() else path.read_bytes()
    with pytest.raises(StateError, match=says):
        Selector("true", state=path)
    assert (None if path.is_dir() else path.read_bytes()) == before


def test_a_state_has_one_user_at_a_time(tmp_path: Path):
    path = tmp_path / "state"
    first = Selector("true", state=path)
    for _ in range(2):
        with pytest.raises(StateError, match="in use"):
            Selector("true", state=path)
    first.close()
    Selector("true", state=path).close()


def test_nothing_is_done_after_the_state_is_closed(tmp_path: Path):
    reader = Reader("true", state=tmp_path / "state")
    reader.passes(alert(1), done=False)
    reader.selector.close()
    with pytest.raises(StateError, match="closed already"):
        reader.selector.done(("alerts", 0), 0)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(StateError, match=r"nowhere.*give a file in a folder"):
        Selector("true", state=tmp_path / "nowhere" / "state")
