"""Where dead letters go: how a folder is told from a topic, and what is in the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from damage import metadata

from hop._handlers.dead_letters import DeadLetterFolder, Letter, is_topic, open_dead_letters
from hop.errors import URLError
from hop.models import Blob

SOURCE = "kafka://desk@other.example/alerts"


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration without anything in it, and a folder to work in."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    monkeypatch.delenv("XDG_CONFIG_PATH", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "where",
    ["kafka://localhost/dead", "sandbox:dead", "desk@gcn:dead", "no-such-broker:dead", "gcn:"],
)
def test_urls_and_broker_names_are_topics(where: str) -> None:
    assert is_topic(where)
    assert not is_topic(Path(where))


@pytest.mark.parametrize(
    "where",
    ["dead", "gcn", "./sandbox:dead", "a/b", "/a/b", "sandbox:a/b", "2026:dead", "a b:dead", ":"],
)
def test_other_texts_are_folders(where: str) -> None:
    assert not is_topic(where)


def test_a_folder_is_made(nobody: Path) -> None:
    for where in ("./sandbox:dead", Path("sandbox:other"), "gcn"):
        assert isinstance(open_dead_letters(where, False, SOURCE), DeadLetterFolder)
    made = {each.name for each in nobody.iterdir()} - {"configuration"}
    assert made == {"sandbox:dead", "sandbox:other", "gcn"}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("sandbx:dead", r"did you mean sandbox\?.*for a folder of that name give \./sandbx:dead"),
        ("kafka:/localhost/dead", "has no scheme"),
        ("https://localhost/dead", "starts with https://"),
    ],
)
def test_an_invalid_topic_is_refused(nobody: Path, where: str, told: str) -> None:
    with pytest.raises(URLError, match=told):
        open_dead_letters(where, False, SOURCE)
    assert not list(nobody.iterdir())


@pytest.mark.parametrize("where", ["gcn:", "kafka://localhost/", "sandbox:one,two", "sandbox:^a"])
def test_dead_letters_go_to_one_topic(where: str) -> None:
    with pytest.raises(URLError, match="dead letters go to one topic"):
        open_dead_letters(where, False, SOURCE)


@pytest.mark.parametrize(
    "source",
    [
        "kafka://desk@localhost/dead",
        "kafka://desk@other.example,localhost:9092/alerts,dead",
        "kafka://desk@localhost/alerts,^de.d$",
        "kafka://desk@localhost/^.*",
    ],
)
def test_dead_letters_go_to_no_topic_that_is_read(source: str) -> None:
    with pytest.raises(URLError, match="the handler reads that topic"):
        open_dead_letters("kafka://localhost/dead", False, source)


class Unshowable(Exception):
    def __str__(self) -> str:
        raise self.args[0]


def keep(error: BaseException, folder: str | Path = "dead") -> dict[str, Any]:
    """Keep a dead letter in a folder; what its second file says."""
    message = Blob("x")
    DeadLetterFolder(Path(folder)).keep(Letter(message, metadata(3, payload=b"x"), error, 1))
    known: dict[str, Any] = json.loads((Path(folder) / "t-0-3.txt.meta.json").read_text())
    return known


@pytest.mark.parametrize("raised", [ValueError(), KeyboardInterrupt(), SystemExit(1)])
def test_an_error_that_cannot_be_shown_is_kept(raised: BaseException) -> None:
    known = keep(Unshowable(raised))
    assert known["cause"].startswith("Unshowable: (no text: str() of it raised ")
    assert "Unshowable" in known["traceback"]


def test_an_error_of_megabytes_is_shortened() -> None:
    error = ValueError("x" * 5_000_000 + " the end")
    known = keep(error)
    assert known["cause"].startswith("ValueError: xxx")
    assert known["cause"].endswith("the end (5000020 characters)")
    assert len(known["cause"]) < 2100
    assert len(known["traceback"]) < 20_100
    assert len(Letter(None, metadata(3), error, 1).cause) < 2100


def test_a_handler_may_change_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = open_dead_letters("dead", False, SOURCE)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    letters.keep(Letter(Blob("x"), metadata(3, payload=b"x"), ValueError(), 1))
    assert (tmp_path / "dead" / "t-0-3.txt").read_bytes() == b"x"


def test_a_tombstone_says_that_it_is_one() -> None:
    letter = Letter(Blob(b""), metadata(3, payload=None), ValueError(), 1)
    DeadLetterFolder(Path("dead")).keep(letter)
    assert json.loads(Path("dead/t-0-3.txt.meta.json").read_text())["is_tombstone"] is True
    assert "is_tombstone" not in keep(ValueError())


def test_a_dead_letter_is_on_the_disk_when_it_is_kept(
    nobody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    folder = nobody / "a" / "dead"
    keep(ValueError(), folder)
    files = [folder / "t-0-3.txt.meta.json", folder / "t-0-3.txt"]
    wanted = [folder.parent, nobody, *files, folder]
    assert synced == [each.stat().st_ino for each in wanted]
