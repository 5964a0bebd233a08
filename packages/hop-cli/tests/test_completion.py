"""The Tab key: scripts for shells, and what is completed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hop.cli import remembered

from .conftest import Result

Hop = Callable[..., Result]
SHELLS = ["bash", "zsh", "fish"]


@pytest.fixture(autouse=True)
def home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ZDOTDIR", "XDG_DATA_HOME", "BASH_COMPLETION_USER_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    return folder


@pytest.fixture
def stored(home: Path) -> None:
    remembered.remember("kafka.gcn.nasa.gov:9092", topics=["gcn.circulars", "gcn.heartbeat"])
    remembered.remember("h:9092", topics=["here", "^h.*"], groups=["desk", "roof"])
    folder = home / "config/hop"
    folder.mkdir(parents=True)
    file = folder / "auth.toml"
    file.touch(0o600)
    file.write_text(
        "".join(
            f"[[auth]]\nusername = '{user}'\npassword = 'x'\nhostname = '{host}'\n"
            for user, host in (("ann", "h"), ("bob", "h"), ("bob", "i"))
        )
    )


def complete(hop: Hop, words: list[str], shell: str = "zsh") -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("_HOP_COMPLETE", f"{shell}_complete")
        patch.setenv("COMP_WORDS", "\n".join(["hop", *words]))
        patch.setenv("COMP_CWORD", str(len(words)))
        result = hop()
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    return lines[1::3] if shell == "zsh" else [line.split(",", 1)[1] for line in lines]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["subscribe", "gc"], ["gcn:", "gcn-test:"]),
        (["subscribe", "gcn:"], ["gcn:gcn.circulars", "gcn:gcn.heartbeat"]),
        (["topics", "gcn:gcn.h"], ["gcn:gcn.heartbeat"]),
        (["subscribe", "gcn:gcn.circulars,gcn.h"], ["gcn:gcn.circulars,gcn.heartbeat"]),
        (["subscribe", "desk@sc"], ["desk@scimma:"]),
        (["doctor", "sand"], ["sandbox:"]),
        (["run", "m:f", "kafka://"], ["kafka://h:9092/", "kafka://kafka.gcn.nasa.gov:9092/"]),
        (["publish", "kafka://h/"], ["kafka://h/here"]),
        (["publish", "kafka://h:9092/he"], ["kafka://h:9092/here"]),
        (["subscribe", "-g", ""], ["desk", "roof"]),
        (["subscribe", "--user", ""], ["ann", "bob"]),
        (["auth", "remove", ""], ["ann", "bob@h", "bob@i"]),
        (["auth", "add", "sci"], ["scimma"]),
        (["configure", "broker", "remove", "sci"], ["scimma"]),
        (["configure", "set", "fetch_t"], ["fetch_timeout"]),
        (["subscribe", "-s", "ear"], ["EARLIEST"]),
        (["help", "auth", "a"], ["add"]),
        (["help", "topics", "a"], []),
        (["completion", "f"], ["fish"]),
    ],
)
def test_what_is_completed(hop: Hop, words: list[str], found: list[str]) -> None:
    assert complete(hop, words) == found


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["subscribe", "gcn", ":"], ["gcn.circulars", "gcn.heartbeat"]),
        (["subscribe", "gcn", ":", "gcn.h"], ["gcn.heartbeat"]),
        (["subscribe", "gc"], ["gcn:", "gcn-test:"]),
        (["publish", "kafka", ":", "//h", ":", "9092/he"], ["9092/here"]),
        (["subscribe", "-g", "d"], ["desk"]),
    ],
)
def test_bash_takes_a_colon_for_an_end(hop: Hop, words: list[str], found: list[str]) -> None:
    assert complete(hop, words, "bash") == found


@pytest.mark.usefixtures("stored")
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_script_in_bash(folder: Path) -> None:
    command = folder / "bin/hop"
    command.parent.mkdir()
    command.write_text(
        f"#!{sys.executable}\nimport sys\nfrom hop.cli import main\nsys.exit(main())\n"
    )
    command.chmod(0o755)
    code = (
        "source <(hop completion bash); COMP_WORDS=(hop subscribe gcn : gcn.h); COMP_CWORD=4; "
        'compopt() { :; }; _hop_completion hop; echo "${COMPREPLY[*]}"'
    )
    env = os.environ | {"PATH": f"{command.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", code], env=env, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("gcn.heartbeat\n", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_installed_once(hop: Hop, home: Path, shell: str) -> None:
    places = {
        "bash": home / ".local/share/bash-completion/completions/hop",
        "zsh": home / ".zfunc/_hop",
        "fish": home / "config/fish/completions/hop.fish",
    }
    printed = hop("completion", shell)
    assert (printed.code, printed.err) == (0, "")
    first = hop("completion", shell, "--install")
    assert first.code == 0
    assert f"The completion for {shell} is stored in {places[shell]}\n" in first.out
    assert places[shell].read_text() == printed.out
    before = sorted((each, each.read_bytes()) for each in home.rglob("*") if each.is_file())
    again = hop("completion", shell, "--install")
    assert "is up to date" in again.out
    assert sorted((each, each.read_bytes()) for each in home.rglob("*") if each.is_file()) == before


def test_zsh_keeps_what_its_file_has(hop: Hop, home: Path) -> None:
    (home / ".zshrc").write_text("alias l=ls")
    hop("completion", "zsh", "--install")
    first, second = (home / ".zshrc").read_text().splitlines()
    assert first == "alias l=ls"
    assert "compinit" in second


def test_the_shell_of_the_user_is_the_default(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "complete --no-files --command hop" in hop("completion").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    hop("completion").fails(2, "give one of them")


def test_a_place_that_cannot_be_written(hop: Hop, home: Path) -> None:
    (home / ".zfunc").write_text("a file")
    hop("completion", "zsh", "--install").fails(74, ".zfunc")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff", b'{"h": 1}', b'{"h": {"time": "x"}}', b"[" * 100_000]
)
def test_a_damaged_memory_is_no_error(hop: Hop, content: bytes) -> None:
    file = remembered.path()
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert complete(hop, ["subscribe", "gcn:"]) == []
    remembered.remember("kafka.gcn.nasa.gov:9092", topics=["t"])
    assert complete(hop, ["subscribe", "gcn:"]) == ["gcn:t"]


def test_names_are_forgotten_after_a_month(hop: Hop) -> None:
    remembered.remember("kafka.gcn.nasa.gov:9092", topics=["t"])
    file = remembered.path()
    tree = json.loads(file.read_text())
    tree["kafka.gcn.nasa.gov:9092"]["time"] = time.time() - 31 * 86400
    file.write_text(json.dumps(tree))
    assert complete(hop, ["subscribe", "gcn:"]) == []


def test_a_memory_that_cannot_be_written_is_no_error(home: Path) -> None:
    (home / "cache").write_text("a file")
    remembered.remember("h:9092", topics=["t"])
    assert remembered.topics_of("h:9092") == []
