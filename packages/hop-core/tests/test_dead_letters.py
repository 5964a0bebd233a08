"""Where dead letters go: how a folder is told from a topic."""

from __future__ import annotations

from pathlib import Path

import pytest

from hop._handlers.dead_letters import DeadLetterFolder, is_topic, open_dead_letters
from hop.errors import URLError


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
        assert isinstance(open_dead_letters(where, False), DeadLetterFolder)
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
        open_dead_letters(where, False)
    assert not list(nobody.iterdir())


@pytest.mark.parametrize("where", ["gcn:", "kafka://localhost/", "sandbox:one,two", "sandbox:^a"])
def test_dead_letters_go_to_one_topic(where: str) -> None:
    with pytest.raises(URLError, match="dead letters go to one topic"):
        open_dead_letters(where, False)
