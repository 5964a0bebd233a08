"""An SQLite file of hop's own: how it is made, told from others, and what its errors become."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hop.errors import StateError

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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        name: what it is called in errors: "state".
        holds: what it is, in errors: "the state of a filter".
        application: the number that marks an SQLite database as one of this kind.
        version: the version of its tables.
        tables: the statements that make them.
        shared: whether several processes may have it open.
    """

    name: str
    holds: str
    application: int
    version: int
    tables: Sequence[str]
    shared: bool = False

    def open(self, path: Path | None, *, wait_s: float = 0.0) -> sqlite3.Connection:
        """Open a file; make it if it is not there.

        Only the owner may read a new file: alerts may be nobody else's business.

        Args:
            path: the file; None: the tables are in memory only.
            wait_s: how long to wait for another process that writes to it, s.

        Raises:
            hop.errors.StateError: it is in use, damaged, of another version, or no such file.
        """
        if path is None:
            memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            for statement in self.tables:
                memory.execute(statement)
            return memory
        try:
            # A file that is there is not opened: closing it would end the locks that this process
            # has on it.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            connection = sqlite3.connect(
                path, timeout=wait_s, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise self.unusable(path, error) from None
        try:
            self._prepare(connection, path)
        except sqlite3.Error as error:
            connection.close()
            raise self.unusable(path, error) from None
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection, path: Path) -> None:
        execute = connection.execute
        if self.shared:
            # Before the transaction: readers must not wait for whoever writes.
            execute("pragma journal_mode = wal").fetchall()
            execute("begin immediate")
        else:
            execute("pragma locking_mode = exclusive").fetchall()
            execute("begin exclusive")  # the lock is kept until the connection is closed
        application = execute("pragma application_id").fetchone()[0]
        version = execute("pragma user_version").fetchone()[0]
        is_new = not execute("select count(*) from sqlite_schema").fetchone()[0] and not version
        if is_new:
            for statement in self.tables:
                execute(statement)
            execute(f"pragma application_id = {self.application}")
            execute(f"pragma user_version = {self.version}")
        elif application != self.application:
            raise StateError(
                f"{path} is another database, not {self.holds}; it is kept as it is; give another "
                "file"
            )
        elif version != self.version:
            raise StateError(
                f"{path} is {self.holds} in version {version}, and this hop knows version "
                f"{self.version}; it is kept as it is; use a newer hop, or another file"
            )
        elif (found := execute("pragma quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
        execute("commit")
        for each in ("journal_mode = wal", "synchronous = full", "fullfsync = on"):
            execute(f"pragma {each}").fetchall()

    def unusable(self, path: Path, error: OSError | sqlite3.Error) -> StateError:
        """The error of hop for one of the system or of SQLite."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, OSError) or code in _OF_THE_SYSTEM:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return StateError(
                f"the {self.name} {path} cannot be used: {reason}; give a file in a folder that "
                "this user may write to, on a disk with space"
            )
        if code in _BUSY:
            return StateError(
                f"the {self.name} {path} is in use by another stream or process; end that one "
                "first, or give another file"
            )
        return StateError(
            f"the {self.name} {path} is damaged, or is not {self.holds}: {error}; it is kept as "
            "it is; move it away to start without it, or give another file"
        )
