"""What passed before: events and messages, in memory, and in a file that survives a restart."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from hop.models._database import Kind

MOST = 100_000
"""So many events, and so many messages, are remembered; then the oldest are forgotten."""

_TABLES = ("events", "messages")
_KIND = Kind(
    name="state",
    holds="the state of a filter",
    application=0x686F7073,  # "hops"
    version=1,
    tables=[
        f"create table {each} (number integer primary key, key text unique)" for each in _TABLES
    ],
)


class Remembered(dict[str, object]):
    """Keys with a value each, in the order in which they were last set; the oldest are dropped."""

    def put(self, key: str, value: object) -> None:
        """Set a value, and make its key the newest."""
        self.pop(key, None)
        self[key] = value
        if len(self) > MOST:
            del self[next(iter(self))]


class StateFile:
    """A file that remembers keys of events and of messages; one process has it at a time.

    Args:
        path: the file; it is made if it is not there.

    Raises:
        hop.errors.StateError: it is in use, damaged, of another version, or no such file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._connection = _KIND.open(self.path)

    def load(self, table: str) -> Iterable[str]:
        """The keys of a table, the oldest first.

        Raises:
            hop.errors.StateError: the file cannot be read.
        """
        try:
            rows = self._connection.execute(f"select key from {table} order by number").fetchall()  # noqa: S608
        except sqlite3.Error as error:
            raise _KIND.unusable(self.path, error) from None
        return [key for (key,) in rows]

    def save(self, events: Iterable[str], messages: Iterable[str]) -> None:
        """Add keys, as the newest ones; they are on the disk when this returns.

        Raises:
            hop.errors.StateError: the file cannot be written; nothing is added.
        """
        execute = self._connection.execute
        try:
            execute("begin")
            for table, keys in zip(_TABLES, (events, messages), strict=True):
                last = execute(f"select coalesce(max(number), 0) from {table}").fetchone()[0]  # noqa: S608
                for number, key in enumerate(keys, last + 1):
                    execute(f"replace into {table} (number, key) values (?, ?)", (number, key))  # noqa: S608
                execute(f"delete from {table} where number <= ? - ?", (last, MOST))  # noqa: S608
            execute("commit")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                execute("rollback")
            raise _KIND.unusable(self.path, error) from None

    def close(self) -> None:
        """Let others use the file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
