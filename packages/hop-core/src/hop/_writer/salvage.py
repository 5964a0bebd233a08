"""Repair a damaged journal: copy what SQLite can still read into a new file."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from hop._messages import sync_folder
from hop._writer.journal_file import (
    APPLICATION,
    PAGE_SIZE,
    Entry,
    beside,
    connect,
    create,
    make_private,
)
from hop.errors import JournalError

_log = logging.getLogger(__name__)

# The new file has the second name from when it is complete until it is the journal.
_MAKING, _READY = ".salvaging", ".salvaged"
_READING = ".damaged-copy"

# Of a database: section 1.3 of https://www.sqlite.org/fileformat2.html. The second number says
# whether the number of pages is right.
_APPLICATION_AT, _VALID_FOR = 68, 92
# A write-ahead log: section 4.1 there.
_LOG_HEADER, _FRAME_HEADER = 32, 24
_OLDEST = 2**16  # of the logs that frames may be left over from
_BYTE_ORDERS = {0x377F0682: "<", 0x377F0683: ">"}

# After so many numbers whose pages cannot be read, the steps grow: numbers have gaps of any size.
_SINGLE_STEPS = 1000
_LARGEST_NUMBER = 2**63 - 1

# The first row behind a number: a row that cannot be read spoils no other.
_BROKERS = "select rowid, address from brokers where rowid > ? order by rowid limit 1"
_MESSAGES = "select rowid, topic, record from messages where rowid > ? order by rowid limit 1"
_REFUSED = "select rowid, topic, record, reason from refused where rowid > ? order by rowid limit 1"


def committed_frames(log: bytes) -> int | None:
    """Count the frames that a write-ahead log should give SQLite.

    SQLite ignores everything behind a damaged frame, without an error. A log that is cut short
    cannot be noticed: a process that dies while it writes leaves the same.

    Args:
        log: the content of the log file.

    Returns:
        The number of the last frame that ends a transaction, or is damaged so that it does not seem
        to; None if the header is damaged.
    """
    if len(log) < _LOG_HEADER:
        return 0
    if not _is_header_whole(log):
        return None
    salts, last, end = log[16:24], 0, 0
    starts = range(_LOG_HEADER, len(log), _FRAME_HEADER + PAGE_SIZE)
    for number, at in enumerate(starts, 1):
        frame = log[at : at + _FRAME_HEADER]
        # Frames with other salts are left over from before the last checkpoint.
        if len(frame) == _FRAME_HEADER and frame[8:16] == salts:
            end = number
            if frame[4:8] != bytes(4):
                last = number
    # A damage may hide the last transaction: in the salts of its frame, or in the field that says
    # that the frame ends a transaction.
    if end < len(starts) and _has_damaged_salts(log, starts[end]):
        return end + 1
    if last < end and _has_damaged_end(log, starts[end - 1]):
        return end
    return last


def _is_header_whole(log: bytes) -> bool:
    order = _byte_order(log)
    return bool(order) and _checksum(order, bytes(8), log[:24]) == log[24:32]


def _byte_order(log: bytes) -> str:
    """The order of bytes in which the checksums of a log are counted; "" if the log is damaged."""
    return _BYTE_ORDERS.get(int.from_bytes(log[:4], "big"), "")


def _checksum(order: str, before: bytes, data: bytes) -> bytes:
    """The checksum of what stands in a log, which goes on from that of what stands before it."""
    one, two = struct.unpack(">II", before)
    for first, second in struct.iter_unpack(f"{order}II", data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return struct.pack(">II", one, two)


def _has_damaged_salts(log: bytes, at: int) -> bool:
    """Whether a frame with other salts than the log is a damaged one, not one of an older log."""
    frame = log[at : at + _FRAME_HEADER]
    if len(frame) < _FRAME_HEADER:
        return False
    # Each log has the next number as its first salt. Since a log that begins again is cut to
    # SLACK_BYTES, what is left over in it is from one of the last before it.
    age = (int.from_bytes(log[16:20], "big") - int.from_bytes(frame[8:12], "big")) % 2**32
    return not 0 < age < _OLDEST or _goes_on(log, at, frame[:8])


def _has_damaged_end(log: bytes, at: int) -> bool:
    """Whether a frame that ends no transaction would do so with one bit changed."""
    number = log[at : at + 4]
    return any(_goes_on(log, at, number + (1 << bit).to_bytes(4, "big")) for bit in range(32))


def _goes_on(log: bytes, at: int, beginning: bytes) -> bool:
    """Whether the checksum of a frame, with these first bytes, goes on from what is before it."""
    # A checksum stands at the end of the header, of a frame as of the log.
    end_before = at if at == _LOG_HEADER else at - PAGE_SIZE
    page = log[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE_SIZE]
    if len(page) < PAGE_SIZE:
        return False
    expected = _checksum(_byte_order(log), log[end_before - 8 : end_before], beginning + page)
    return log[at + 16 : at + _FRAME_HEADER] == expected


def finish(path: Path) -> None:
    """Complete a repair that was interrupted."""
    for name in (_MAKING, _READING):
        for each in (beside(path, name), beside(path, f"{name}-wal")):
            each.unlink(missing_ok=True)
    ready = beside(path, _READY)
    if ready.exists():
        # The old log first: SQLite would apply it to the new file.
        beside(path, "-wal").unlink(missing_ok=True)
        ready.replace(path)
        sync_folder(path.parent)


def salvage(path: Path, log: bytes, damage: str) -> None:
    """Replace a damaged journal by one that holds what can be read of it, and warn.

    The damaged file is kept beside it.

    Args:
        path: the journal, which nobody has open.
        log: its write-ahead log, as it was before SQLite opened it.
        damage: what is wrong with it.

    Raises:
        hop.errors.JournalError: the file is no journal, or nothing of it can be read.
        OSError: the file cannot be read, or others not written.
        sqlite3.Error: the new file cannot be written.
    """
    making = beside(path, _MAKING)
    make_private(making)
    with closing(connect(making)) as whole:
        create(whole)
        beginning = making.read_bytes()[:PAGE_SIZE]
        with closing(_open_damaged(path, log, beginning)) as damaged:
            whole.execute("begin")
            found, lost = _copy(damaged, whole)
            whole.execute("commit")
    if not (found or lost or _is_marked(path)):
        finish(path)
        raise JournalError(
            f"{path} is no journal, or one of which nothing can be read ({damage}); it was not "
            "changed: move it away to begin a new one, or name another file"
        )
    aside = _keep_aside(path, log)
    making.replace(beside(path, _READY))
    finish(path)
    _log.warning(
        "the journal %s was damaged (%s): %d messages could be read and are sent, %s; the damaged "
        "file is kept as %s",
        path,
        damage,
        found,
        f"{lost} or more could not" if lost else "others, if there were any, could not",
        aside,
    )


def _is_marked(path: Path) -> bool:
    """Whether the file says that it is a journal."""
    with path.open("rb") as file:
        beginning = file.read(_APPLICATION_AT + 4)
    application = int.from_bytes(beginning[_APPLICATION_AT:], "big")
    return beginning.startswith(b"SQLite format 3\0") and application == APPLICATION


def _open_damaged(path: Path, log: bytes, beginning: bytes) -> sqlite3.Connection:
    """Open a copy of a damaged journal, so that the file itself stays as it is.

    Args:
        path: the journal.
        log: its write-ahead log.
        beginning: the first page of a new journal. SQLite reads nothing without that page, and it
            is the same in all journals, but for counters.
    """
    copy = beside(path, _READING)
    make_private(copy)
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        # The number of pages is not that of a new journal: without this, SQLite asks the system.
        file.write(beginning[:_VALID_FOR] + bytes(4) + beginning[_VALID_FOR + 4 :])
    if log:
        make_private(beside(copy, "-wal"))
        beside(copy, "-wal").write_bytes(log)
    connection = sqlite3.connect(copy, isolation_level=None)
    for pragma in (
        "locking_mode = exclusive",
        "cell_size_check = on",
        # For recovery: a file that is shorter than it should be is read all the same.
        "writable_schema = on",
    ):
        connection.execute(f"pragma {pragma}").fetchall()
    return connection


def _copy(damaged: sqlite3.Connection, whole: sqlite3.Connection) -> tuple[int, int]:
    """Copy what can be read; how many messages, and how many are damaged themselves."""
    for _, address in _rows(damaged, _BROKERS):
        whole.execute("insert into brokers values (?)", (address,))
    found = lost = 0
    for row in _rows(damaged, _MESSAGES):
        if _is_whole(*row[1:]):
            whole.execute("insert into messages values (?, ?, ?)", row)
            found += 1
        else:
            lost += 1
    for row in _rows(damaged, _REFUSED):
        if _is_whole(*row[1:3]):
            whole.execute("insert into refused values (?, ?, ?, ?)", row)
        else:
            lost += 1
    return found, lost


def _rows(damaged: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows that SQLite can read, in their order.

    Args:
        damaged: the journal.
        query: gives the number and the columns of the first row behind a number.
    """

    def can_read(number: int) -> bool:
        try:
            damaged.execute(query, (number,)).fetchone()
        except sqlite3.DatabaseError:
            return False
        return True

    number = 0
    while number < _LARGEST_NUMBER:
        try:
            row = damaged.execute(query, (number,)).fetchone()
        except sqlite3.DatabaseError:
            number = _behind_damage(number, can_read)
            continue
        if row is None:
            return
        if row[0] > number:  # a damaged page may give any number
            yield row
        number = max(row[0], number + 1)


def _behind_damage(number: int, can_read: Callable[[int], bool]) -> int:
    """A number behind which SQLite reads again; the largest if there is none."""
    # One by one at first, so that no page is missed that lies between two damaged ones.
    for bad in range(number, number + _SINGLE_STEPS):
        if can_read(bad + 1):
            return bad + 1
    bad, step = number + _SINGLE_STEPS, 1
    while not can_read(good := min(bad + step, _LARGEST_NUMBER)):
        if good == _LARGEST_NUMBER:
            return good
        bad, step = good, 2 * step
    while good - bad > 1:
        middle = (bad + good) // 2
        if can_read(middle):
            good = middle
        else:
            bad = middle
    return good


def _is_whole(topic: Any, record: Any) -> bool:
    try:
        Entry.from_record(topic, record)
    except ValueError:
        return False
    return True


def _keep_aside(path: Path, log: bytes) -> Path:
    """Keep a copy of the damaged file, and of its log, under a name that is free."""
    number, aside = 1, beside(path, ".damaged")
    while aside.exists():
        number += 1
        aside = beside(path, f".damaged-{number}")
    # The log first: when the name is taken, all is there.
    if log:
        make_private(beside(aside, "-wal"))
        beside(aside, "-wal").write_bytes(log)
        _sync(beside(aside, "-wal"))
    make_private(aside)
    shutil.copyfile(path, aside)
    _sync(aside)
    with contextlib.suppress(OSError):
        shutil.copystat(path, aside)
    return aside


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
