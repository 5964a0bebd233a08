"""Events on disk: which notices belong to one event, and the state of each."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from hop._messages import MessageModel, dumps, loads
from hop.events._fold import Change, Event, Link, changes, fold
from hop.events._notice import Notice, keys_of, links_of, name_key
from hop.models._database import Kind
from hop.models._filters import alerts_of
from hop.models.alert import Alert

_KIND = Kind(
    name="file of events",
    holds="a file of events",
    application=0x686F7065,  # "hope"
    version=1,
    tables=(
        "create table events (number integer primary key, event_id text not null, time real, "
        "last_sent real, state text not null)",
        "create table notices (message_id text primary key, number integer not null, "
        "content text not null) without rowid",
        "create table keys (key text primary key, number integer not null) without rowid",
        "create table links (number integer, kind text, key text, "
        "primary key (number, kind, key)) without rowid",
        "create index events_by_time on events (time)",
        "create index notices_by_event on notices (number)",
        "create index keys_by_event on keys (number)",
        "create index links_by_key on links (key)",
    ),
    shared=True,
)
_WAIT_S = 10.0
"""So long a process waits for another one that writes to the file."""
_FOLLOWED = {"followup": "followed_up_by"}
"""What a link is called by the event at its other end."""


@dataclass(frozen=True)
class Update:
    """What a notice changed.

    Attributes:
        event: what is known of the event now.
        changes: what is different; empty: the notice is new, and says nothing new.
        is_new: whether nothing was known of the event before.
    """

    event: Event
    changes: tuple[Change, ...]
    is_new: bool


@dataclass(frozen=True)
class Entry:
    """A line of the timeline of an event.

    Attributes:
        notice: the notice.
        changes: what it changed.
    """

    notice: Notice
    changes: tuple[Change, ...]

    def asdict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "notice": dict(self.notice.alert),
            "changes": [each.asdict() for each in self.changes],
        }


class Events:
    """Events in a file. Several processes may use one file: they write one after the other.

    Args:
        path: the file (SQLite); it is made if it is not there. None: in memory only.

    Raises:
        hop.errors.StateError: the file is damaged, of another version, or something else.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._path = Path(":memory:" if path is None else path)
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = _KIND.open(None if path is None else self._path, wait_s=_WAIT_S)

    # Writing

    def add(self, *messages: MessageModel | Alert) -> tuple[Update, ...]:
        """Add the alerts of messages; all of them are on the disk when this returns.

        Args:
            messages: messages, or alerts. A message without alerts adds nothing.

        Returns:
            For each event that got a new notice, what the notices changed; a notice that is there
            already changes nothing.

        Raises:
            hop.errors.StateError: the file cannot be written; nothing is added.
        """
        alerts = [alert for each in messages for alert in _alerts_of(each)]
        if not alerts:
            return ()
        with self.transaction():
            before: dict[int, Event | None] = {}
            for alert in alerts:
                self._add(alert, before)
            return tuple(self._refold(number, was) for number, was in before.items())

    def handler(
        self, function: Callable[[Event, tuple[Change, ...]], object]
    ) -> Callable[[MessageModel], None]:
        """Make a handler of messages, for :func:`hop.run`, of a function of events.

        The function is called when a message changes an event. If it raises, the message is not
        added, so that the function gets the change again when the message is tried again.

        Args:
            function: takes the event, and what changed.
        """

        def handle(message: MessageModel) -> None:
            with self.transaction():
                for update in self.add(message):
                    if update.changes:
                        function(update.event, update.changes)

        return handle

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is added inside the block only if the block ends without an error.

        Others that write to the file wait meanwhile.

        Raises:
            hop.errors.StateError: the file cannot be written.
        """
        with self._lock:
            if self._depth:  # part of a larger one
                yield
                return
            self._execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._rollback()
                raise
            else:
                self._execute("commit")
            finally:
                self._depth -= 1

    def _rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.rollback()

    def _add(self, alert: Alert, before: dict[int, Event | None]) -> None:
        notice, keys = Notice.of(alert), keys_of(alert)
        known = self._row(
            "select content, number from notices where message_id = ?", notice.message_id
        )
        marks = ", ".join("?" * len(keys))
        by_key = self._rows(f"select number, key from keys where key in ({marks})", *keys)  # noqa: S608
        numbers = sorted({number for number, _ in by_key} | ({known[1]} if known else set()))
        is_better = not known or notice.rank() < Notice.load(known[0]).rank()
        if not is_better and len(numbers) == 1 and len(by_key) == len(keys):
            return  # a repetition
        number = numbers[0] if numbers else self._new_number()
        if number not in before:
            before[number] = self._state(number)
        for other in numbers[1:]:
            self._merge(other, number, before)
        if is_better:
            self._execute(
                "replace into notices values (?, ?, ?)", notice.message_id, number, notice.dump()
            )
        for key in keys:
            self._execute("insert or ignore into keys values (?, ?)", key, number)
        for kind, key in links_of(alert):
            self._execute("insert or ignore into links values (?, ?, ?)", number, kind, key)

    def _new_number(self) -> int:
        # A number is taken at once: further alerts of the same message need theirs.
        row = self._row("insert into events (event_id, state) values ('', '') returning number")
        assert row is not None  # noqa: S101 - it returns what it inserts
        number: int = row[0]
        return number

    def _merge(self, other: int, number: int, before: dict[int, Event | None]) -> None:
        """Make one event of two: a notice has keys of both."""
        was = before.pop(other, None) or self._state(other)
        if before[number] is None:
            before[number] = was
        for table in ("notices", "keys"):
            self._execute(f"update {table} set number = ? where number = ?", number, other)  # noqa: S608
        self._execute(
            "insert or ignore into links select ?, kind, key from links where number = ?",
            number,
            other,
        )
        self._execute("delete from links where number = ?", other)
        self._execute("delete from events where number = ?", other)

    def _refold(self, number: int, was: Event | None) -> Update:
        notices, keys, links = self._parts(number)
        event = fold(notices, keys, links)
        self._execute(
            "update events set event_id = ?, time = ?, last_sent = ?, state = ? where number = ?",
            event.event_id,
            _seconds(event.time),
            _seconds(event.last_sent),
            dumps(event.asdict()).decode(),
            number,
        )
        return Update(self._with_links(event, number), changes(was, event), was is None)

    def forget(self, before: datetime) -> int:
        """Delete the events whose last notice was made before a time.

        An event of which no notice says when it was made is kept.

        Args:
            before: the time, aware.

        Returns:
            The number of deleted events.

        Raises:
            hop.errors.StateError: the file cannot be written; nothing is deleted.
        """
        with self.transaction():
            rows = self._rows("select number from events where last_sent < ?", before.timestamp())
            for (number,) in rows:
                for table in ("notices", "keys", "links", "events"):
                    self._execute(f"delete from {table} where number = ?", number)  # noqa: S608
            return len(rows)

    # Reading

    def find(self, text: str) -> list[Event]:
        """The events of a key or a name; usually one.

        Args:
            text: a key (``swift:1234567``), a name (``GRB 240812B``), or a key without its
                namespace (``1234567``). Capitals and blanks do not matter.

        Raises:
            hop.errors.StateError: the file cannot be read.
        """
        rows = self._rows(
            "select distinct number from keys where key in (?, ?)", text, name_key(text)
        ) or self._rows(
            "select distinct number from keys where replace(lower(key), ' ', '') = ? "
            "or substr(replace(lower(key), ' ', ''), instr(key, ':') + 1) = ?",
            *[re.sub(r"\s", "", text.lower())] * 2,
        )
        return sorted((self._whole(number) for (number,) in rows), key=_by_time)

    def all(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Event]:
        """The events, in the order of their times; those without a time come first.

        Args:
            since: only those whose last notice was made at this time or later.
            until: only those whose last notice was made before this time.

        Raises:
            hop.errors.StateError: the file cannot be read.
        """
        rows = self._rows(
            "select number from events where (? is null or last_sent >= ?) "
            "and (? is null or last_sent < ?) order by time, event_id",
            *[_seconds(since)] * 2,
            *[_seconds(until)] * 2,
        )
        return (self._whole(number) for (number,) in rows)

    def timeline(self, event: Event) -> list[Entry]:
        """The notices of an event in the order in which they were made, with what each changed.

        Raises:
            hop.errors.StateError: the file cannot be read.
        """
        notices, keys, _ = self._parts(self._number_of(event))
        ordered = sorted(notices, key=Notice.order)
        entries, before = [], None
        for count, notice in enumerate(ordered, 1):
            after = fold(ordered[:count], keys)
            entries.append(Entry(notice, changes(before, after)))
            before = after
        return entries

    def near(self, event: Event, within: timedelta = timedelta(seconds=60)) -> list[Event]:
        """Other events that were seen at nearly the same time: perhaps they are the same one.

        Args:
            event: the event.
            within: how far the times may be apart.

        Raises:
            hop.errors.StateError: the file cannot be read.
        """
        if event.time is None:
            return []
        at, most = event.time.timestamp(), within.total_seconds()
        rows = self._rows(
            "select number from events where time between ? and ?", at - most, at + most
        )
        own = {event.event_id, *(each.event_id for each in event.links)}
        found = [self._whole(number) for (number,) in rows]
        return sorted((each for each in found if each.event_id not in own), key=_by_time)

    def _number_of(self, event: Event) -> int:
        row = self._row("select number from keys where key = ?", event.keys[0])
        if row is None:
            raise LookupError(f"{event.event_id} is not in {self._path}: it has been forgotten")
        number: int = row[0]
        return number

    def _parts(self, number: int) -> tuple[list[Notice], list[str], list[tuple[str, str]]]:
        notices = self._rows("select content from notices where number = ?", number)
        keys = self._rows("select key from keys where number = ?", number)
        links = self._rows("select kind, key from links where number = ?", number)
        return [Notice.load(line) for (line,) in notices], [key for (key,) in keys], links

    def _state(self, number: int) -> Event | None:
        row = self._row("select state from events where number = ?", number)
        return Event.from_dict(loads(row[0])) if row and row[0] else None

    def _whole(self, number: int) -> Event:
        state = self._state(number)
        assert state is not None  # noqa: S101 - each event that can be found has one
        return self._with_links(state, number)

    def _with_links(self, event: Event, number: int) -> Event:
        """The event, with the keys by which the events are known that it is connected with."""
        links = [replace(each, event_id=self._known_as(each.key)) for each in event.links]
        rows = self._rows(
            "select distinct kind, event_id from links join keys using (key) "
            "join events on events.number = links.number "
            "where keys.number = ? and links.number != ? order by event_id",
            number,
            number,
        )
        known = {each.event_id for each in links}
        links += [
            Link(_FOLLOWED.get(kind, kind), event_id, event_id)
            for kind, event_id in rows
            if event_id not in known
        ]
        return replace(event, links=tuple(links))

    def _known_as(self, key: str) -> str | None:
        row = self._row("select event_id from keys join events using (number) where key = ?", key)
        return row[0] if row else None

    # SQLite

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise _KIND.unusable(self._path, error) from None

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._execute(statement, *values).fetchall()

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        rows = self._rows(statement, *values)
        return rows[0] if rows else None

    def close(self) -> None:
        """Close the file. May be repeated."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _alerts_of(given: MessageModel | Alert) -> Sequence[Alert]:
    return (given,) if isinstance(given, Alert) else alerts_of(given)


def _seconds(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()


def _by_time(event: Event) -> tuple[float, str]:
    return _seconds(event.time) or float("-inf"), event.event_id
