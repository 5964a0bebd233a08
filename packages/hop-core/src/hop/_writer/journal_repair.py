"""A damaged journal: what can be read of it goes into a new one, and its file is set aside."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from hop._writer import journal_pages as pages
from hop._writer.journal_file import Entry, beside, connect, create
from hop.errors import JournalError

_log = logging.getLogger(__name__)

# A file of this name is whole, and takes the place of the journal.
_READY, _MAKING = ".salvaged", ".salvaging"


def finish(path: Path) -> None:
    """Complete a repair that was interrupted."""
    beside(path, _MAKING).unlink(missing_ok=True)
    ready = beside(path, _READY)
    if ready.exists():
        # The old log first: SQLite would add it to the new file.
        beside(path, "-wal").unlink(missing_ok=True)
        ready.replace(path)
        _sync_folder(path)


def salvage(path: Path, log: bytes, damage: str) -> None:
    """Replace a damaged journal by one that holds what can be read of it, and warn.

    Args:
        path: the journal, which nobody has open.
        log: its write-ahead log, as it was before SQLite opened it.
        damage: what is wrong with it.

    Raises:
        hop.errors.JournalError: there is nothing of a journal in the file.
        OSError: the file cannot be read, or others not written.
    """
    database = path.read_bytes()
    messages, refused, brokers, lost = _collect(database, log)
    if not (messages or refused or brokers or lost):
        raise JournalError(
            f"{path} is no journal, or one of which nothing can be read ({damage}); it was not "
            "changed: move it away to begin a new one, or name another file"
        )
    aside = _set_aside(path, database, log)
    making = beside(path, _MAKING)
    os.close(os.open(making, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    connection = connect(making)
    try:
        create(connection)
        run = connection.execute
        run("begin")
        for address in sorted(brokers):
            run("insert into brokers values (?)", (address,))
        for number, (topic, record) in sorted(messages.items()):
            run("insert into messages values (?, ?, ?)", (number, topic, record))
        for number, row in sorted(refused.items()):
            run("insert into refused values (?, ?, ?, ?)", (number, *row))
        run("commit")
    finally:
        connection.close()
    making.replace(beside(path, _READY))
    finish(path)
    _log.warning(
        "the journal %s was damaged (%s): %d messages could be read and are sent, %s; the damaged "
        "file is kept as %s",
        path,
        damage,
        len(messages),
        f"{lost} or more could not" if lost else "others, if there were any, could not",
        aside,
    )


def _collect(
    database: bytes, log: bytes
) -> tuple[dict[int, tuple[str, bytes]], dict[int, tuple[str, bytes, str]], set[str], int]:
    """Messages, messages refused, brokers; and how many messages are damaged themselves."""
    messages: dict[int, tuple[str, bytes]] = {}
    refused: dict[int, tuple[str, bytes, str]] = {}
    brokers: set[str] = set()
    lost: set[int] = set()
    for number, row in pages.rows(database, log):
        match row:
            case [None, str(topic), bytes(record)]:
                if _is_whole(topic, record):
                    messages[number] = topic, record
                else:
                    lost.add(number)
            case [None, str(topic), bytes(record), str(reason)] if _is_whole(topic, record):
                refused[number] = topic, record, reason
            case [str(address)]:
                brokers.add(address)
    return messages, refused, brokers, len(lost - messages.keys())


def _is_whole(topic: str, record: bytes) -> bool:
    try:
        Entry.from_record(topic, record)
    except ValueError:
        return False
    return True


def _set_aside(path: Path, database: bytes, log: bytes) -> Path:
    """Keep a copy of the damaged file, and of its log, under a name that is free."""
    number, aside = 1, beside(path, ".damaged")
    while aside.exists():
        number += 1
        aside = beside(path, f".damaged-{number}")
    # The log first: when the name is taken, all is there.
    if log:
        _write(beside(aside, "-wal"), lambda file: file.write_bytes(log))
    _write(aside, lambda file: file.write_bytes(database))
    with contextlib.suppress(OSError):
        shutil.copystat(path, aside)
    return aside


def _write(path: Path, write: Callable[[Path], object]) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    write(path)
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
