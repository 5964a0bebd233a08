"""`hop journal`: what a journal has put aside. See tests/shell, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hop._writer.journal import Journal
from hop._writer.journal_file import Entry

from .conftest import Result

Hop = Callable[..., Result]


@pytest.fixture
def journal(folder: Path) -> Path:
    path = folder / "alerts.journal"
    opened = Journal(path, "localhost:1")
    for number in range(1, 5):
        key = b"k\xff" if number == 2 else None
        opened.append(Entry("alerts", b"x" * number, key, [("_id", bytes(16))], 1_750_000_000_000))
    for number in (2, 3, 4):
        opened.refuse(number, "it is too large")
    opened.close()
    return path


def test_what_is_put_aside_is_listed(hop: Hop, journal: Path) -> None:
    result = hop("journal", "list", journal)
    assert result.code == 0
    head, *lines = result.out.splitlines()
    assert head.split() == ["NUMBER", "TOPIC", "KEY", "TIME", "BYTES", "REASON"]
    assert lines[0].split(maxsplit=5) == [
        "1", "alerts", "k\\xff", "2025-06-15T15:06:40.000Z", "2", "it is too large",
    ]  # fmt: skip
    assert len(lines) == 3
    assert "1 other messages wait" in result.err
    first, *_ = map(json.loads, hop("journal", "list", "--json", journal).out.splitlines())
    assert first == {
        "number": 1,
        "topic": "alerts",
        "key": "k\\xff",
        "time": "2025-06-15T15:06:40.000Z",
        "bytes": 2,
        "id": "00000000-0000-0000-0000-000000000000",
        "reason": "it is too large",
    }


def test_what_is_put_aside_is_deleted(hop: Hop, journal: Path) -> None:
    hop("journal", "drop", journal).fails(2, "--all")
    hop("journal", "drop", journal, "1", "--all").fails(2, "--all")
    hop("journal", "drop", journal, "7", "1").fails(2, "under 7", "hop journal list")
    assert "1 message is deleted" in hop("journal", "drop", journal, "2").err
    numbers = [line.split()[0] for line in hop("journal", "list", journal).out.splitlines()[1:]]
    assert numbers == ["1", "3"]
    assert "2 messages are deleted" in hop("journal", "drop", journal, "--all").err
    result = hop("journal", "list", journal)
    assert (result.code, result.out) == (0, "")
    assert "Nothing is put aside" in result.err


def test_a_journal_that_is_not_there_is_not_made(hop: Hop, folder: Path) -> None:
    for command in ("list", "resend", "drop --all"):
        hop("journal", *command.split(), folder / "none").fails(74, "none", "check the path")
    assert not (folder / "none").exists()


def test_a_resent_message_waits_while_the_broker_is_away(
    hop: Hop, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hop.cli.journal._PATIENCE_S", 0.1)
    result = hop("journal", "resend", "--no-auth", journal, "1", "3")
    assert result.code == 69
    assert "3 messages are not acknowledged by localhost:1; they are kept in" in result.err
    opened = Journal(journal, None)
    assert [len(entry.payload) for _, entry in opened.after("alerts", 0, 9)] == [1, 2, 4]
    assert [each.number for each in opened.put_aside()] == [2]
    opened.close()


@pytest.mark.parametrize(("path", "code"), [("", 2), ("/dev/null", 74), (".", 74)])
def test_a_journal_is_a_file(hop: Hop, folder: Path, path: str, code: int) -> None:
    file = folder / "message"
    file.write_text("x")
    url = "kafka://localhost:1/topic"
    result = hop("publish", "--no-auth", "--journal", path, url, file)
    result.fails(code, "journal")
    assert not Path("/dev/null-journal").exists()
    assert not Path("/dev/null.lock").exists()
    assert not Path("..lock").exists()
