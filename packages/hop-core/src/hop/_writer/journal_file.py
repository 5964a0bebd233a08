"""How a journal lies on the disk: an SQLite database, and what stands in each of its rows."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

PAGE_SIZE = 4096
"""The size of the pages of a journal, bytes."""

APPLICATION = 0x686F706A
"""What marks an SQLite database as a journal: "hopj"."""

VERSION = 1
"""The version of its tables."""

SLACK_BYTES = 4 * 2**20
"""A log that has grown beyond this is cut back, a file with as much free space is made shorter."""

_TABLES = """
create table brokers (address text not null);
create table messages (number integer primary key, topic text not null, record blob not null);
create table refused (
    number integer primary key, topic text not null, record blob not null, reason text not null
);
"""
_CHECKSUM_BYTES = 4
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OF_THE_SYSTEM = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_AUTH,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it is given to Kafka.

    Attributes:
        topic: where to.
        payload: its payload; None for a null one.
        key: its key; None where it has none.
        headers: its headers, the id among them: readers know it again when it comes twice.
        timestamp: when it was written, ms since 1970 UTC.
        partition: where in the topic; below 0: as its key tells.
    """

    topic: str
    payload: bytes | None
    key: bytes | None = None
    headers: list[tuple[str, bytes | None]] = field(default_factory=list)
    timestamp: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    partition: int = -1

    def to_record(self) -> bytes:
        """The message as it stands in the file, after its checksum."""
        packed = msgspec.msgpack.encode(
            (self.timestamp, self.partition, self.key, self.headers, self.payload)
        )
        return _checksum(self.topic, packed) + packed

    @classmethod
    def from_record(cls, topic: Any, record: Any) -> Entry:
        """The message that stands in the file.

        Raises:
            ValueError: it is damaged.
        """
        # A damaged database may give any type.
        if not (isinstance(topic, str) and isinstance(record, bytes)):
            raise ValueError("a message is not what was written")
        packed = record[_CHECKSUM_BYTES:]
        if _checksum(topic, packed) != record[:_CHECKSUM_BYTES]:
            raise ValueError("a message does not have its checksum")
        timestamp, partition, key, headers, payload = _unpack(packed)
        return cls(topic, payload, key, headers, timestamp, partition)


_unpack = msgspec.msgpack.Decoder(
    tuple[int, int, bytes | None, list[tuple[str, bytes | None]], bytes | None]
).decode


def _checksum(topic: str, packed: bytes) -> bytes:
    return zlib.crc32(packed, zlib.crc32(topic.encode())).to_bytes(_CHECKSUM_BYTES, "big")


def connect(path: Path) -> sqlite3.Connection:
    """Open the file of a journal with SQLite; every commit is on the disk when it returns."""
    is_new = path.stat().st_size == 0
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for pragma in (
            # Said of a file that is not new, the second would change it.
            *((f"page_size = {PAGE_SIZE}", "auto_vacuum = incremental") if is_new else ()),
            # One process has the file, so the index of the log need not be shared.
            "locking_mode = exclusive",
            "journal_mode = wal",
            "synchronous = full",
            "fullfsync = on",  # without it, macOS leaves data in the memory of the disk
            "checkpoint_fullfsync = on",
            f"journal_size_limit = {SLACK_BYTES}",
            # What is acknowledged does not lie about, and is not found again after a damage.
            "secure_delete = on",
            "cache_size = -8192",
        ):
            connection.execute(f"pragma {pragma}").fetchall()
        # A damaged schema is told of here.
        connection.execute("select count(*) from sqlite_master").fetchall()
    except UnicodeDecodeError:
        # Of SQLite's message: it quotes the damaged schema.
        connection.close()
        raise sqlite3.DatabaseError("its schema is damaged") from None
    except BaseException:
        connection.close()
        raise
    return connection


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of a journal that is new."""
    connection.executescript(
        f"begin; {_TABLES} pragma application_id = {APPLICATION}; "
        f"pragma user_version = {VERSION}; commit;"
    )
    # Into the file itself: it is known as a journal even if its log is damaged.
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()


def make_private(path: Path) -> None:
    """Make an empty file that nobody but its owner can read.

    Alerts may be nobody else's business before they are out.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _NO_LINK, 0o600))


def refuse_links(path: Path) -> None:
    """Check that a journal, and what SQLite has beside it, are files: a link leads elsewhere.

    Raises:
        OSError: one is a link, a named pipe or a device.
    """
    for each in (path, *(beside(path, suffix) for suffix in ("-wal", "-journal", "-shm"))):
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(each.lstat().st_mode):
                raise OSError(errno.EINVAL, f"{each} is a link or no file; name the file itself")


def is_of_the_system(error: sqlite3.DatabaseError) -> bool:
    """Whether SQLite tells of the system, a full disk or a missing permission, not of the file."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _OF_THE_SYSTEM and code != sqlite3.SQLITE_IOERR_SHORT_READ


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The numbers as runs of neighbours."""
    first: int | None = None
    last = 0
    for number in sorted(numbers):
        if first is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None:
        yield first, last


def beside(path: Path, suffix: str) -> Path:
    """The file next to another that has its name and a suffix."""
    return path.with_name(path.name + suffix)
