"""The journal's file: what is in it stays in it, whatever happens to the file."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import damage
import pytest

from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.salvage import committed_frames
from hop._writer.topic_queue import TopicQueue
from hop.errors import JournalError

BROKERS = "localhost:9092"


def entry(number: int, size: int = 20, topic: str = "alerts") -> Entry:
    payload = (f"{number:08d} " * (size // 9 + 1)).encode()[:size]
    return Entry(
        topic, payload, b"key", [("_id", number.to_bytes(16, "big")), ("none", None)], 17, 3
    )


@contextlib.contextmanager
def opened(path: Path, brokers: str = BROKERS) -> Iterator[Journal]:
    journal = Journal(path, brokers)
    try:
        yield journal
    finally:
        journal.close()


def everything(journal: Journal, topic: str = "alerts") -> list[tuple[int, Entry]]:
    return list(journal.after(topic, 0, 10**9))


def fill(path: Path, count: int, size: int = 20) -> None:
    # In one transaction, since disks are slow.
    with opened(path) as journal, journal._transaction():
        for number in range(1, count + 1):
            journal.append(entry(number, size))


def die_after_filling(path: Path, count: int, size: int = 20) -> None:
    """Leave the journal as a process leaves it that is killed: all is in the log."""
    code = (
        "import os, sys\n"
        f"sys.path[:0] = {[str(Path(each).parent) for each in (__file__, damage.__file__)]!r}\n"
        "from pathlib import Path\n"
        "from test_journal import Journal, entry\n"
        f"journal = Journal(Path(sys.argv[1]), {BROKERS!r})\n"
        f"for number in range(1, {count + 1}): journal.append(entry(number, {size}))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], timeout=60)
    assert done.returncode == -9


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alerts.journal"


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING, "hop")
    return caplog


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


FORK = """
import os, sys
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.salvage import committed_frames
journal = Journal(sys.argv[1], sys.argv[2])
journal.append(Entry("alerts", b"before"))
child = os.fork()
if not child:
    sys.exit()
os.waitpid(child, 0)
journal.append(Entry("alerts", b"after"))
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_fork_that_ends_takes_nothing_away(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FORK, path, BROKERS], timeout=60)
    assert done.returncode == -9
    with opened(path) as journal:
        assert [found.payload for _, found in everything(journal)] == [b"before", b"after"]


def test_what_was_written_is_read_in_order(path: Path) -> None:
    with opened(path) as journal:
        numbers = [journal.append(entry(number)) for number in range(1, 101)]
        assert numbers == list(range(1, 101))
        journal.append(entry(1, topic="others"))
        assert everything(journal) == [(number, entry(number)) for number in numbers]
        assert [number for number, _ in journal.after("alerts", 90, 3)] == [91, 92, 93]
        assert sorted(journal.topics()) == ["alerts", "others"]
        assert journal.count == 101
    with opened(path) as journal:
        assert everything(journal) == [(number, entry(number)) for number in numbers]
        assert journal.count == 101
        assert journal.append(entry(102)) == 102


def test_nobody_else_can_read_it(path: Path) -> None:
    with opened(path) as journal:
        journal.append(entry(1))
        for each in (path, log_of(path)):
            assert stat.S_IMODE(each.stat().st_mode) == 0o600


def test_a_tombstone_stays_one(path: Path) -> None:
    messages = [Entry("alerts", payload, b"key") for payload in (None, b"")]
    with opened(path) as journal:
        for each in messages:
            journal.append(each)
    with opened(path) as journal:
        assert [found for _, found in everything(journal)] == messages


def test_what_is_acknowledged_is_taken_out(path: Path) -> None:
    with opened(path) as journal:
        for number in range(1, 11):
            journal.append(entry(number))
        journal.remove([2, 3, 1, 7, 10, 99])
        assert [number for number, _ in everything(journal)] == [4, 5, 6, 8, 9]
        assert journal.count == 5
        kept = journal.size
    with opened(path) as journal:
        assert (journal.count, journal.size) == (5, kept)
        journal.remove([4, 5, 6, 8, 9])
        assert (journal.count, journal.size) == (0, 0)


def test_the_file_shrinks_again(path: Path) -> None:
    with opened(path) as journal:
        numbers = [journal.append(entry(number, 100_000)) for number in range(200)]
        grown = path.stat().st_size + log_of(path).stat().st_size
        assert grown > 20_000_000
        journal.remove(numbers)
        assert path.stat().st_size + log_of(path).stat().st_size < 6_000_000
        assert b"00000007" not in path.read_bytes()
    assert path.stat().st_size < 100_000
    assert not log_of(path).exists()


def test_the_file_does_not_grow_with_what_has_passed_through(path: Path) -> None:
    with opened(path) as journal:
        for number in range(1, 1501):
            journal.append(entry(number, 1000))
            if number % 50 == 0:
                journal.remove(range(number - 49, number + 1))
        assert path.stat().st_size + log_of(path).stat().st_size < 6_000_000


def test_a_killed_process_leaves_all(path: Path) -> None:
    die_after_filling(path, 300)
    assert b"00000300" in log_of(path).read_bytes()
    with opened(path) as journal:
        assert everything(journal) == [(number, entry(number)) for number in range(1, 301)]


def test_it_belongs_to_one(path: Path) -> None:
    with opened(path), pytest.raises(JournalError, match="in use by process") as caught:
        Journal(path, BROKERS)
    assert str(os.getpid()) in str(caught.value)
    assert str(path) in str(caught.value)
    with opened(path):
        pass
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_linked_folder_has_the_same_journal(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link to the folder"
    link.symlink_to(path.parent, target_is_directory=True)
    with opened(path), pytest.raises(JournalError, match="in use"):
        Journal(link / path.name, BROKERS)


@pytest.mark.parametrize("suffix", ["", "-wal", "-journal"])
def test_the_journal_follows_no_link(path: Path, suffix: str) -> None:
    mine = path.with_name("mine")
    for content in (b"my notes", b""):
        mine.write_bytes(content)
        link = path.with_name(path.name + suffix)
        link.symlink_to(mine)
        with pytest.raises(JournalError, match="is a link"):
            Journal(path, BROKERS)
        link.unlink()
        assert mine.read_bytes() == content


def test_the_lock_follows_no_link_and_opens_no_fifo(path: Path) -> None:
    lock = path.with_name(path.name + ".lock")
    mine = path.with_name("mine")
    mine.write_text("my notes")
    lock.symlink_to(mine)
    with pytest.raises(JournalError, match="cannot be used"):
        Journal(path, BROKERS)
    assert mine.read_text() == "my notes"
    lock.unlink()
    os.mkfifo(lock)
    with pytest.raises(JournalError, match="is no file"):
        Journal(path, BROKERS)
    lock.unlink()
    lock.write_text("my notes")
    with pytest.raises(JournalError, match="something else"):
        Journal(path, BROKERS)
    assert lock.read_text() == "my notes"
    lock.write_text("process 1 on localhost")  # left by one that died
    with opened(path):
        pass


def test_a_child_does_not_keep_it(path: Path) -> None:
    with opened(path):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)
            os._exit(0)
        os.close(read)
    with opened(path) as journal:
        journal.append(entry(1))
    os.close(write)
    os.waitpid(child, 0)


def test_messages_do_not_go_to_another_broker(path: Path) -> None:
    with opened(path, "one:9092,two:9092") as journal:
        journal.append(entry(1))
    with pytest.raises(JournalError, match=r"holds 1 messages for one:9092,two:9092"):
        Journal(path, "other:9092")
    with opened(path, "two:9092,three:9092") as journal:
        journal.remove([1])
    with opened(path, "other:9092") as journal:
        journal.append(entry(2))


def test_what_is_refused_is_put_aside(path: Path, warnings: pytest.LogCaptureFixture) -> None:
    with opened(path) as journal:
        for number in (1, 2, 3):
            journal.append(entry(number))
        journal.refuse(2, "too large")
        assert [number for number, _ in everything(journal)] == [1, 3]
        assert journal.count == 2
    assert not warnings.records
    with opened(path) as journal:
        assert journal.refused() == [(entry(2), "too large")]
    assert "1 messages of the journal" in warnings.text
    assert f"`hop journal list {path}`" in warnings.text


def test_what_was_put_aside_is_sent_again_behind_the_others(path: Path) -> None:
    with opened(path) as journal:
        for number in (1, 2, 3):
            journal.append(entry(number))
        size = journal.size
        journal.refuse(1, "too large")
        journal.refuse(2, "too large")
        journal.resend([1])
        assert everything(journal) == [(3, entry(3)), (4, entry(1))]
        assert [each.number for each in journal.put_aside()] == [2]
        journal.resend([2])
        assert (journal.count, journal.size) == (3, size)
    with opened(path) as journal:
        assert (journal.count, journal.size, journal.last) == (3, size, 5)


@pytest.mark.parametrize("name", ["", os.devnull, "fifo"])
def test_a_journal_is_a_regular_file(tmp_path: Path, name: str) -> None:
    if name == "fifo":
        name = str(tmp_path / name)
        os.mkfifo(name)
    before = list(tmp_path.iterdir())
    with pytest.raises(JournalError, match="name a file on a local disk"):
        Journal(name, BROKERS)
    assert list(tmp_path.iterdir()) == before


def test_other_files_are_left_alone(path: Path, tmp_path: Path) -> None:
    path.write_text("my notes, which are long enough to be taken for something\n" * 100)
    with pytest.raises(JournalError, match="is no journal"):
        Journal(path, BROKERS)
    assert path.read_text().startswith("my notes")
    database = tmp_path / "database"
    connection = sqlite3.connect(database)
    connection.execute("create table mine (x)")
    connection.commit()
    connection.close()
    with pytest.raises(JournalError, match="another program"):
        Journal(database, BROKERS)
    with pytest.raises(JournalError, match="cannot be"):
        Journal(tmp_path, BROKERS)
    with pytest.raises(JournalError, match="No such file"):
        Journal(tmp_path / "none" / "journal", BROKERS)
    left = sorted(each.name for each in tmp_path.iterdir())
    assert left == ["alerts.journal", "database"]


def test_a_full_disk_is_told(path: Path) -> None:
    with opened(path) as journal:
        journal.append(entry(1))
        journal._connected.execute("pragma max_page_count = 8")
        with pytest.raises(JournalError, match=r"cannot be written: .*full"):
            journal.append(entry(2, 100_000))
        assert journal.count == 1
        journal.append(entry(2))
        assert everything(journal) == [(1, entry(1)), (3, entry(2))]


def test_a_journal_opens_on_a_disk_that_is_almost_full(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no room to move the log of a killed process into the file."""

    class Full(sqlite3.Connection):
        def execute(self, text: str, *arguments: Any) -> sqlite3.Cursor:
            if "wal_checkpoint(passive)" in text:
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            return super().execute(text, *arguments)

    die_after_filling(path, 30)
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **options: real(*a, factory=Full, **options))
    with opened(path) as journal:
        assert everything(journal) == [(number, entry(number)) for number in range(1, 31)]
        journal.append(entry(31))
    monkeypatch.undo()
    with opened(path) as journal:
        assert journal.count == 31


def test_an_interrupted_write_spoils_nothing(path: Path) -> None:
    class Interrupting:
        """Ctrl-C comes when SQLite has just written, and nobody has noted that."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection

        def execute(self, text: str, *arguments: Any) -> sqlite3.Cursor:
            done = self.connection.execute(text, *arguments)
            if text.startswith("insert"):
                raise KeyboardInterrupt
            return done

    with opened(path) as journal:
        journal.append(entry(1))
        whole = journal._connected
        journal._connection = Interrupting(whole)
        with pytest.raises(KeyboardInterrupt):
            journal.append(entry(2))
        journal._connection = whole
        assert journal.count == 2
        assert journal.append(entry(3)) == 3
        assert [number for number, _ in everything(journal)] == [1, 2, 3]


def spoil(path: Path, at: int, length: int = 100) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(random.Random(at).randbytes(length))


def salvaged(path: Path, warnings: pytest.LogCaptureFixture, count: int = 0) -> list[int]:
    """Open a damaged journal; the numbers of the messages that are left.

    Where all ``count`` of them are, what was hit may have been free space.
    """
    before = path.read_bytes(), log_of(path).read_bytes() if log_of(path).exists() else b""
    with opened(path) as journal:
        found = everything(journal)
        assert all(each == entry(number, len(each.payload)) for number, each in found)
        assert journal.count == len(found)
        if journal.count == count and not warnings.records:
            return [number for number, _ in found]
        journal.append(entry(0))
    assert "was damaged" in warnings.text
    aside = path.with_name(path.name + ".damaged")
    assert str(aside) in warnings.text
    assert f"{len(found)} messages could be read" in warnings.text
    if before[1]:
        assert log_of(aside).read_bytes() == before[1]
    else:
        assert aside.read_bytes() == before[0]
    warnings.clear()
    with opened(path) as journal:
        assert journal.count == len(found) + 1
    assert not warnings.records
    return [number for number, _ in found]


@pytest.mark.parametrize("size", [20, 300, 10_000])
@pytest.mark.parametrize("part", [0.0, 0.25, 0.5, 0.75])
def test_a_spoilt_file_is_salvaged(
    path: Path, warnings: pytest.LogCaptureFixture, size: int, part: float
) -> None:
    fill(path, 200, size)
    pages = path.stat().st_size // 4096
    spoil(path, int(pages * part) * 4096 + 50, 1000)
    left = salvaged(path, warnings, 200)
    # A page of 4096 bytes holds that many; one that is a chain's loses one message.
    assert len(left) >= 200 - 4096 // (size + 40) - 1


def test_the_beginning_is_overwritten(path: Path, warnings: pytest.LogCaptureFixture) -> None:
    fill(path, 200, 300)
    spoil(path, 0, 4096)
    assert salvaged(path, warnings) == list(range(1, 201))


def test_what_is_between_damaged_pages_is_salvaged(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    fill(path, 1000, 300)
    with opened(path) as journal:  # numbers do not begin with 1, and have gaps
        journal.remove([*range(1, 400), *range(500, 600)])
    data = path.read_bytes()
    leaves = [
        at
        for at in range(4096, len(data), 4096)
        if data[at] == 0x0D and b" 0000" in data[at : at + 4096]
    ]
    assert len(leaves) > 40
    for at in leaves[::4]:
        spoil(path, at, 4096)
    assert 0.7 * 501 < len(salvaged(path, warnings)) < 0.8 * 501


def test_the_file_is_cut_off(path: Path, warnings: pytest.LogCaptureFixture) -> None:
    fill(path, 1000, 300)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    left = salvaged(path, warnings)
    assert len(left) > 450


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.98])
def test_a_spoilt_log_is_salvaged(
    path: Path, warnings: pytest.LogCaptureFixture, part: float
) -> None:
    """SQLite itself would drop what follows the damage without a word."""
    die_after_filling(path, 300)
    spoil(log_of(path), int(log_of(path).stat().st_size * part))
    left = salvaged(path, warnings)
    assert left == list(range(1, len(left) + 1))
    assert len(left) >= 300 * part - 2


def test_one_changed_byte_is_noticed(path: Path, warnings: pytest.LogCaptureFixture) -> None:
    fill(path, 10)
    data = path.read_bytes()
    at = data.index(b"00000005 ")
    path.write_bytes(data[:at] + b"9" + data[at + 1 :])
    assert salvaged(path, warnings) == [1, 2, 3, 4, 6, 7, 8, 9, 10]


def test_a_log_whose_end_was_never_committed_is_no_damage(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    die_after_filling(path, 20)
    log = log_of(path).read_bytes()
    frame = bytearray(log[-4120:])
    frame[4:8] = bytes(4)  # it ends no transaction
    log_of(path).write_bytes(log + frame)
    with opened(path) as journal:
        assert journal.count == 20
    assert not warnings.records


def test_each_bit_of_the_last_frame_is_told(path: Path) -> None:
    die_after_filling(path, 20)
    log = log_of(path).read_bytes()
    frame = len(log) - 4120
    count = committed_frames(log)
    assert count == (len(log) - 32) // 4120
    for bit in range(8 * 24):
        changed = bytearray(log)
        changed[frame + bit // 8] ^= 1 << bit % 8
        assert committed_frames(bytes(changed)) == count, bit


def test_a_last_frame_that_is_overwritten_is_told(path: Path) -> None:
    die_after_filling(path, 20)
    log = log_of(path).read_bytes()
    for seed in range(20):
        changed = log[:-4120] + random.Random(seed).randbytes(4120)
        assert committed_frames(changed) == committed_frames(log)


def test_frames_of_an_older_log_are_no_damage(path: Path) -> None:
    with opened(path) as journal:
        for number in range(1, 31):
            journal.append(entry(number, 3000))
        journal._run("pragma wal_checkpoint(restart)").fetchall()
        journal.append(entry(31))
        log = log_of(path).read_bytes()
        assert len(log) > 20 * 4120
        assert 0 < (committed_frames(log) or 0) < 5


def test_an_interrupted_repair_is_finished(
    path: Path, warnings: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, 50)
    spoil(path, 0, 4096)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hop._writer.salvage.sync_folder", fail)
        with pytest.raises(KeyboardInterrupt):
            Journal(path, BROKERS)
    with opened(path) as journal:
        assert journal.count == 50
    names = {each.name for each in path.parent.iterdir()}
    assert names == {path.name, f"{path.name}.damaged"}


def test_random_damage_is_told(tmp_path: Path) -> None:
    """A share of what tests/soak/test_damage.py does."""
    outcomes = damage.try_journals(tmp_path, 18, seed=5, shapes=2)
    silent = [kind for kind, outcome in outcomes if outcome.startswith("silent")]
    assert set(silent) <= {"cut"}  # a log that is cut short looks like that of a killed process


def test_the_first_message_of_a_client_goes_alone() -> None:
    """If it is refused, librdkafka may still send the next one, which then overtakes it."""
    queue = TopicQueue("alerts", waits=True)
    assert queue.room(10) == 1
    queue.in_flight[1] = b"key", -1
    assert (queue.room(10), queue.is_open(b"key")) == (0, False)
    queue.succeed(1)
    assert queue.room(10) == 10
