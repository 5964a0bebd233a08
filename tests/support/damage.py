"""Damage recordings and journals at random, and see what hop makes of them.

Each trial checks that nothing crashes, that no message is altered or doubled, and that every loss
is told: by an error, a warning, or the attributes of a recording.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hop._messages import Metadata
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop.errors import JournalError, RecordingError
from hop.recording import Recorded, Recorder, Recording

KINDS = ("bits", "cut", "swap")
BROKERS = "localhost:9092"
TIME_MS = 1_700_000_000_000


def damaged(data: bytes, kind: str, chance: random.Random) -> bytes:
    """Some bytes with one to three bits changed, an end cut off, or two pieces exchanged."""
    result = bytearray(data)
    if kind == "bits":
        for _ in range(chance.randint(1, 3)):
            result[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del result[chance.randrange(1, len(data)) :]
    else:
        length = chance.randint(1, min(5000, len(data) // 3))
        one = chance.randrange(len(data) - 2 * length)
        two = chance.randrange(one + length, len(data) - length)
        result[one : one + length], result[two : two + length] = (
            data[two : two + length],
            data[one : one + length],
        )
    return bytes(result)


class Warnings(logging.Handler):
    """Collects hop's warnings while it is open."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def __enter__(self) -> Warnings:
        logging.getLogger("hop").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("hop").removeHandler(self)


# Recordings.


def metadata(
    offset: int,
    key: bytes | None = None,
    headers: Any = (),
    *,
    payload: bytes | None = b"",
    timestamp: int | None = None,
) -> Metadata:
    """The metadata of a message in a partition."""
    raw: Any = SimpleNamespace(headers=lambda: list(headers), value=lambda: payload)
    written = TIME_MS + offset if timestamp is None else timestamp
    return Metadata("t", 0, offset, written, key, raw)


def make_recording(path: Path, chance: random.Random) -> list[Recorded]:
    """Write a recording of some batches; its messages."""
    with Recorder(path, "kafka://h/t") as recorder:
        for offset in range(chance.randint(5, 60)):
            size = chance.choice((0, 20, 300, 3000))
            payload = chance.choice((None, chance.randbytes(size), b'{"ra": 1.5} ' * (size // 10)))
            known = metadata(offset, b"k", [("_format", b"json")], payload=payload)
            recorder.add(payload, known)
            if chance.random() < 0.3:
                recorder.flush()
    return list(Recording(path))


def try_recording(
    path: Path, whole: bytes, messages: list[Recorded], kind: str, chance: random.Random
) -> str:
    """Damage a recording, read it, and continue it; what became of it."""
    data = damaged(whole, kind, chance)
    path.write_bytes(data)
    try:
        recording = Recording(path)
        found = list(recording)
    except RecordingError:
        with pytest.raises(RecordingError):
            Recorder(path, "kafka://h/t")
        assert path.read_bytes() == data
        return "refused"
    offsets = [each.offset for each in found]
    assert all(each == messages[each.offset] for each in found)
    assert len(set(offsets)) == len(offsets)
    assert offsets == sorted(offsets) or kind == "swap"
    is_told = bool(recording.damaged_bytes or recording.broken_bytes)
    # Cut off between two batches, a recording is one that was ended earlier.
    is_shorter = whole.startswith(data) and recording.whole_bytes == len(data)
    assert len(found) == len(messages) or is_told or is_shorter
    last = metadata(1000, payload=b"last")
    with Warnings() as warnings, Recorder(path, "kafka://h/t") as recorder:
        assert recorder.add(b"last", last)
    assert bool(warnings.texts) == is_told
    assert [each.offset for each in Recording(path)] == [*offsets, 1000]
    aside = path.with_name(f"{path.name}.damaged")
    end = aside.read_bytes() if aside.exists() else b""
    assert path.read_bytes()[: recording.whole_bytes] + end == data
    assert len(end) == recording.broken_bytes
    aside.unlink(missing_ok=True)
    return "told" if is_told else "ended earlier" if len(found) < len(messages) else "whole"


def try_recordings(folder: Path, count: int, seed: int) -> Counter[tuple[str, str]]:
    """Damage many recordings; how often what became of each kind of damage."""
    chance, path = random.Random(seed), folder / "night.rec"
    outcomes: Counter[tuple[str, str]] = Counter()
    messages: list[Recorded] = []
    for number in range(count):
        if number % 50 == 0:
            path.unlink(missing_ok=True)
            messages = make_recording(path, chance)
            whole = path.read_bytes()
        kind = KINDS[number % len(KINDS)]
        outcomes[kind, try_recording(path, whole, messages, kind, chance)] += 1
    return outcomes


# Journals.


def entry(number: int, size: int) -> Entry:
    """A message that its number tells from all others."""
    payload = (f"{number:08d} " * (size // 9 + 1)).encode()[:size]
    return Entry("alerts", payload, b"key", [("_id", number.to_bytes(16, "big"))], 17, 3)


# Size of a message, how many of 40 are removed, how many are written after the log begins again,
# and whether the process is killed.
_SHAPES = [(300, 20, 7, 1), (20, 0, 0, 0), (6000, 0, 0, 1), (20, 0, 0, 1), (300, 10, 0, 0)]
_FILL = """
import os, sys
from pathlib import Path
from damage import BROKERS, Journal, entry
journal = Journal(Path(sys.argv[1]), BROKERS)
journal._run("pragma synchronous = off")  # the disk is slow
size, removed, later, is_killed = map(int, sys.argv[2:])
for number in range(1, 41): journal.append(entry(number, size))
journal.remove(range(1, removed + 1))
if later:
    # The log begins again, over what is left of the one before.
    journal._run("pragma wal_checkpoint(restart)").fetchall()
    for number in range(41, 41 + later): journal.append(entry(number, size))
if is_killed: os.kill(os.getpid(), 9)
journal.close()
"""


@dataclass
class MadeJournal:
    """A journal as a process has left it.

    Attributes:
        path: the file; its log lies beside it, if there is one.
        left: the numbers of its messages.
        size: their size, bytes.
    """

    path: Path
    left: list[int]
    size: int
    files: list[Path] = field(init=False)

    def __post_init__(self) -> None:
        log = self.path.with_name(f"{self.path.name}-wal")
        self.files = [each for each in (self.path, log) if each.exists()]


def make_journals(folder: Path, shapes: int) -> list[MadeJournal]:
    """Journals of several shapes: closed, killed, with messages removed, with a log used again."""
    made = []
    support = Path(__file__).parent
    for number, (size, removed, later, is_killed) in enumerate(_SHAPES[:shapes]):
        path = folder / f"made-{number}"
        code = [sys.executable, "-c", _FILL, *map(str, (path, size, removed, later, is_killed))]
        done = subprocess.run(code, env=os.environ | {"PYTHONPATH": str(support)}, timeout=120)
        assert done.returncode == (-9 if is_killed else 0)
        path.with_name(f"{path.name}.lock").unlink(missing_ok=True)
        made.append(MadeJournal(path, list(range(removed + 1, 41 + later)), size))
    return made


@contextlib.contextmanager
def _copy(made: MadeJournal, folder: Path) -> Iterator[Path]:
    folder.mkdir()
    for each in made.files:
        shutil.copyfile(each, folder / each.name.replace(made.path.name, "journal"))
    yield folder / "journal"
    shutil.rmtree(folder)


def try_journal(made: MadeJournal, folder: Path, kind: str, chance: random.Random) -> str:
    """Damage a journal, and open it; what became of it."""
    with _copy(made, folder) as path:
        hit = chance.choice(sorted(folder.iterdir()))
        is_log = hit.name.endswith("-wal")
        hit.write_bytes(damaged(hit.read_bytes(), kind, chance))
        with Warnings() as warnings:
            try:
                journal = Journal(path, BROKERS)
            except JournalError:
                return "refused"
            try:
                found = list(journal.after("alerts", 0, 10**9))
            finally:
                journal.close()
        numbers = [int(each.payload[:8]) for _, each in found]
        assert all(each == entry(int(each.payload[:8]), made.size) for _, each in found)
        assert len(set(numbers)) == len(numbers)
        is_same = numbers == made.left
        if warnings.texts:
            return "all read, told" if is_same else "told"
        if is_same:
            return "whole"
        return f"silent, {'log' if is_log else 'file'}"


def try_journals(
    folder: Path, count: int, seed: int, shapes: int = len(_SHAPES)
) -> Counter[tuple[str, str]]:
    """Damage many journals; how often what became of each kind of damage."""
    chance, journals = random.Random(seed), make_journals(folder, shapes)
    outcomes: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        made = journals[number % len(journals)]
        outcomes[kind, try_journal(made, folder / "trial", kind, chance)] += 1
    return outcomes
