"""What passed before: events and messages, in memory, and in a file that survives a restart."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from hop.errors import StateError

MOST = 100_000
"""So many events, and so many messages, are remembered; then the oldest are forgotten."""

APPLICATION = 0x686F7073
"""What marks an SQLite database as the state of a filter: "hops"."""

VERSION = 1
"""The version of its tables."""

_TABLES = ("events", "messages")
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OF_THE_SYSTEM = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_AUTH,
}


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
        try:
            # Alerts may be nobody else's business: only the owner may read it. A file that is there
            # is not opened: closing it would end the locks that this process has on it.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            self._connection = sqlite3.connect(
                self.path, timeout=0, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from None
        try:
            self._open()
        except sqlite3.Error as error:
            self._connection.close()
            raise self._unusable(error) from None
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> None:
        execute = self._connection.execute
        execute("pragma locking_mode = exclusive").fetchall()
        execute("begin exclusive")  # the lock is kept until the connection is closed
        application = execute("pragma application_id").fetchone()[0]
        version = execute("pragma user_version").fetchone()[0]
        is_new = not execute("select count(*) from sqlite_schema").fetchone()[0] and not version
        if is_new:
            for table in _TABLES:
                execute(f"create table {table} (number integer primary key, key text unique)")
            execute(f"pragma application_id = {APPLICATION}")
            execute(f"pragma user_version = {VERSION}")
        elif application != APPLICATION:
            raise StateError(
                f"{self.path} is another database, not the state of a filter; it is kept as it is; "
                "give another file"
            )
        elif version != VERSION:
            raise StateError(
                f"{self.path} is the state of a filter in version {version}, and this hop knows "
                f"version {VERSION}; it is kept as it is; use a newer hop, or another file"
            )
        elif (found := execute("pragma quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
        execute("commit")
        for each in ("journal_mode = wal", "synchronous = full", "fullfsync = on"):
            execute(f"pragma {each}").fetchall()

    def _unusable(self, error: OSError | sqlite3.Error) -> StateError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, OSError) or code in _OF_THE_SYSTEM:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return StateError(
                f"the state {self.path} cannot be used: {reason}; give a file in a folder that "
                "this user may write to, on a disk with space"
            )
        if code in _BUSY:
            return StateError(
                f"the state {self.path} is in use by another stream or process; end that one "
                "first, or give another file"
            )
        return StateError(
            f"the state {self.path} is damaged, or is no state of a filter: {error}; it is kept "
            "as it is; move it away to start without it, or give another file"
        )

    def load(self, table: str) -> Iterable[str]:
        """The keys of a table, the oldest first.

        Raises:
            hop.errors.StateError: the file cannot be read.
        """
        try:
            rows = self._connection.execute(f"select key from {table} order by number").fetchall()  # noqa: S608
        except sqlite3.Error as error:
            raise self._unusable(error) from None
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
            raise self._unusable(error) from None

    def close(self) -> None:
        """Let others use the file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
