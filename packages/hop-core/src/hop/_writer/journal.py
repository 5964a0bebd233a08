"""Messages on disk until the broker has acknowledged them."""

from __future__ import annotations

import contextlib
import logging
import os
import shlex
import sqlite3
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from hop._kafka import call_after_fork, never_destroy
from hop._writer.file_lock import FileLock
from hop._writer.journal_file import (
    APPLICATION,
    PAGE_SIZE,
    SLACK_BYTES,
    VERSION,
    Entry,
    beside,
    connect,
    create,
    is_of_the_system,
    make_private,
    ranges,
    refuse_links,
)
from hop._writer.salvage import committed_frames, finish, salvage
from hop.errors import JournalError

_log = logging.getLogger(__name__)


class PutAside(NamedTuple):
    """A message that the broker refused.

    Attributes:
        number: its number among those that were put aside.
        entry: the message.
        reason: why it was refused.
    """

    number: int
    entry: Entry
    reason: str


class Journal:
    """A file of messages that are not acknowledged yet, in their order; one process has it open.

    What :meth:`append` returned from survives the death of the process and of the machine. May
    be used by several threads. A file that is damaged is set aside, and what can be read of it is
    in the new one; a warning says so.

    Args:
        path: the file; it is made if it is not there.
        brokers: the brokers that the messages are for, ``host:port`` separated by commas; None:
            those that the file names.

    Attributes:
        path: the file.
        count: how many messages are in it.
        size: their size, bytes.
        last: the number of the newest.

    Raises:
        hop.errors.JournalError: the file is in use, is no journal, holds messages for other
            brokers, or cannot be read or written.
    """

    def __init__(self, path: str | os.PathLike[str], brokers: str | None) -> None:
        self.path = _regular(path)
        self._lock = threading.RLock()
        with self._translated("opened"):
            self._file_lock = FileLock(beside(self.path, ".lock"), f"the journal {self.path}")
        self._connection: sqlite3.Connection | None = None
        call_after_fork(self)
        try:
            with self._translated("opened"):
                self._open()
                if brokers is not None:
                    self._bind(brokers)
                    self._tell_refused()
        except BaseException:
            self.close()
            raise

    @contextlib.contextmanager
    def _translated(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, OverflowError) as error:
            text = getattr(error, "strerror", None) or str(error)
            raise JournalError(
                f"the journal {self.path} cannot be {what}: {text}; check the file, its folder "
                "and the space there"
            ) from error

    def _open(self) -> None:
        refuse_links(self.path)
        finish(self.path)
        if not self.path.exists():
            make_private(self.path)
        # Read before SQLite does: it drops the end of a damaged log without a word.
        log_path = beside(self.path, "-wal")
        log = log_path.read_bytes() if log_path.exists() else b""
        try:
            self._connection = connect(self.path)
            damage = self._inspect(log)
        except sqlite3.DatabaseError as error:
            if is_of_the_system(error):
                raise
            damage = str(error)
        if damage:
            self._disconnect()
            salvage(self.path, log, damage)
            self._connection = connect(self.path)
            if left := self._inspect(b""):
                raise JournalError(f"the journal {self.path} cannot be used: {left}")

    def _tell_refused(self) -> None:
        (kept,) = self._run("select count(*) from refused").fetchone()
        if kept:
            _log.warning(
                "%d messages of the journal %s are put aside, since the broker refused them; "
                "`hop journal list %s` shows them",
                kept,
                self.path,
                shlex.quote(str(self.path)),
            )

    def _inspect(self, log: bytes) -> str:
        """Count the messages; what is wrong with the file, "" where nothing is."""
        run = self._run
        (application,) = run("pragma application_id").fetchone()
        (tables,) = run("select count(*) from sqlite_master").fetchone()
        if application != APPLICATION and tables:
            raise JournalError(f"{self.path} is the database of another program; name another file")
        if run("pragma user_version").fetchone()[0] > VERSION:
            raise JournalError(
                f"the journal {self.path} was written by a later version of hop; use that one"
            )
        committed, read = committed_frames(log), self._move_log()
        if committed is None or (read is not None and committed > read):
            return "its last entries are not as they were written"
        if not tables:
            create(self._connected)
        if (found := run("pragma quick_check(1)").fetchone()[0]) != "ok":
            return str(found)
        self.count = self.size = self.last = 0
        for number, topic, record in run("select number, topic, record from messages"):
            try:
                Entry.from_record(topic, record)
            except ValueError as error:
                return str(error)
            self.count, self.size = self.count + 1, self.size + len(record)
            self.last = number
        return ""

    def _move_log(self) -> int | None:
        """Move the log into the file; how many frames SQLite reads from it, None if it cannot say.

        On a full disk the messages stay in the log, and are read there.
        """
        try:
            _, read, _ = self._run("pragma wal_checkpoint(passive)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_FULL:
                raise
            return None
        return max(int(read), 0)

    def brokers(self) -> list[str]:
        """The brokers that the messages are for, each ``host:port``."""
        with self._lock, self._translated("read"):
            return [address for (address,) in self._run("select address from brokers")]

    def _bind(self, brokers: str) -> None:
        """See that messages do not go to other brokers than they were written for."""
        before = set(self.brokers())
        now = set(brokers.split(","))
        if self.count and before and not before & now:
            raise JournalError(
                f"the journal {self.path} holds {self.count} messages for "
                f"{','.join(sorted(before))}, not for {brokers}; open it with a URL of that "
                "broker, or use another file"
            )
        if before != now:
            with self._transaction() as run:
                run("delete from brokers")
                for address in sorted(now):
                    run("insert into brokers values (?)", (address,))

    @property
    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            raise JournalError(f"the journal {self.path} is closed; open it anew")
        return self._connection

    @property
    def _run(self) -> Callable[..., sqlite3.Cursor]:
        return self._connected.execute

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        run = self._run
        run("begin immediate")
        try:
            yield run
            run("commit")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                run("rollback")
            raise

    def append(self, entry: Entry) -> int:
        """Put a message on the disk, behind all others.

        Returns:
            Its number.

        Raises:
            hop.errors.JournalError: it cannot be written; the message is not in the journal.
        """
        record = entry.to_record()
        with self._lock, self._translated("written"):
            self.last += 1
            number = self.last
            try:
                # One statement is a transaction of its own.
                self._run("insert into messages values (?, ?, ?)", (number, entry.topic, record))
                self.count, self.size = self.count + 1, self.size + len(record)
            except BaseException:
                # Ctrl-C, perhaps, of which nobody knows whether it came before or after.
                (all_,) = self._run("select count(*), total(length(record)) from messages")
                self.count, self.size = all_[0], int(all_[1])
                raise
        return number

    def topics(self) -> list[str]:
        """The topics of the messages."""
        with self._lock, self._translated("read"):
            return [topic for (topic,) in self._run("select distinct topic from messages")]

    def after(self, topic: str, number: int, most: int) -> Generator[tuple[int, Entry]]:
        """The messages of a topic behind one, in their order.

        Args:
            topic: the topic.
            number: that of the message before.
            most: how many at most.

        Raises:
            hop.errors.JournalError: the file cannot be read.
        """
        with (
            self._lock,
            self._translated("read"),
            contextlib.closing(self._connected.cursor()) as cursor,
        ):
            cursor.execute(
                "select number, record from messages where number > ? and topic = ? "
                "order by number limit ?",
                (number, topic, most),
            )
            for found, record in cursor:
                try:
                    yield found, Entry.from_record(topic, record)
                except ValueError as error:
                    raise self._damaged(error) from error

    def _damaged(self, error: ValueError) -> JournalError:
        return JournalError(
            f"the journal {self.path} has been damaged: {error}; close the stream and open it "
            "again, which saves what can be read"
        )

    def remove(self, numbers: Iterable[int]) -> None:
        """Take out messages that are acknowledged.

        Raises:
            hop.errors.JournalError: the file cannot be written; they are still in it.
        """
        with self._lock, self._translated("written"):
            count = size = 0
            # Need not be on the disk at once: at worst they are sent twice.
            self._run("pragma synchronous = normal")
            try:
                with self._transaction() as run:
                    for first, last in ranges(numbers):
                        where = "from messages where number between ? and ?"
                        some, bytes_ = run(
                            f"select count(*), total(length(record)) {where}",
                            (first, last),
                        ).fetchone()
                        run(f"delete {where}", (first, last))
                        count, size = count + some, size + int(bytes_)
            finally:
                self._run("pragma synchronous = full")
            self.count, self.size = self.count - count, self.size - size
            self._shrink()

    def refuse(self, number: int, reason: str) -> Entry | None:
        """Put a message aside that the broker does not take; it stays in the file.

        Returns:
            The message; None if there is none of that number.

        Raises:
            hop.errors.JournalError: the file cannot be written.
        """
        with self._lock, self._translated("written"):
            with self._transaction() as run:
                row = run(
                    "select topic, record from messages where number = ?", (number,)
                ).fetchone()
                if row is None:
                    return None
                run(
                    "insert into refused values "
                    "((select ifnull(max(number), 0) + 1 from refused), ?, ?, ?)",
                    (*row, reason),
                )
                run("delete from messages where number = ?", (number,))
            self.count, self.size = self.count - 1, self.size - len(row[1])
        return Entry.from_record(*row)

    def refused(self) -> list[tuple[Entry, str]]:
        """The messages that were put aside, each with the reason."""
        return [(each.entry, each.reason) for each in self.put_aside()]

    def put_aside(self) -> list[PutAside]:
        """The messages that were put aside, in their order.

        Raises:
            hop.errors.JournalError: the file cannot be read.
        """
        with self._lock, self._translated("read"):
            found = self._run("select number, topic, record, reason from refused order by number")
            try:
                return [
                    PutAside(number, Entry.from_record(topic, record), reason)
                    for number, topic, record, reason in found
                ]
            except ValueError as error:
                raise self._damaged(error) from error

    def resend(self, numbers: Iterable[int]) -> None:
        """Put messages that were put aside behind all others that are to be sent.

        Args:
            numbers: their numbers among those that were put aside.

        Raises:
            hop.errors.JournalError: the file cannot be written; nothing is changed.
        """
        with self._lock, self._translated("written"):
            last, count, size = self.last, self.count, self.size
            with self._transaction() as run:
                for number in numbers:
                    row = run(
                        "select topic, record from refused where number = ?", (number,)
                    ).fetchone()
                    last, count, size = last + 1, count + 1, size + len(row[1])
                    run("insert into messages values (?, ?, ?)", (last, *row))
                    run("delete from refused where number = ?", (number,))
            self.last, self.count, self.size = last, count, size

    def drop(self, numbers: Iterable[int]) -> None:
        """Delete messages that were put aside.

        Args:
            numbers: their numbers among those that were put aside.

        Raises:
            hop.errors.JournalError: the file cannot be written; nothing is changed.
        """
        with self._lock, self._translated("written"), self._transaction() as run:
            for number in numbers:
                run("delete from refused where number = ?", (number,))

    def _shrink(self) -> None:
        """Give space back to the system that a time without the broker has taken."""
        (free,) = self._run("pragma freelist_count").fetchone()
        (all_,) = self._run("pragma page_count").fetchone()
        if free * PAGE_SIZE > SLACK_BYTES and free > all_ // 2:
            # As a script: a single statement would stop after the first page.
            self._connected.executescript("pragma incremental_vacuum")
            self._run("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Close the file, and let other processes open it. May be repeated."""
        with self._lock:
            self._disconnect()
            self._file_lock.release()

    def after_fork(self) -> None:
        """Leave it to the parent: SQLite, closed in a fork, would take away the log in use."""
        self._lock = threading.RLock()
        connection, self._connection = self._connection, None
        if connection is not None:
            never_destroy(connection)

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def _regular(path: str | os.PathLike[str]) -> Path:
    """The file of a journal, by whatever path to its folder: one journal; its own name is no link.

    A device or a FIFO would keep nothing.

    Raises:
        hop.errors.JournalError: there is something else at that path.
    """
    if not os.fspath(path):
        raise JournalError("the path of the journal is empty; name a file on a local disk")
    found = Path(path).parent.resolve() / Path(path).name
    if found.exists() and not (found.is_file() or found.is_dir()):
        raise JournalError(
            f"the journal {found} cannot be used: it is no file, and would keep nothing; name a "
            "file on a local disk"
        )
    return found
