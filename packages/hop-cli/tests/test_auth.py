"""``hop auth``."""

from __future__ import annotations

import os
import stat
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import COMMAND, Result

Hop = Callable[..., Result]


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "config/hop/auth.toml"


@pytest.fixture
def csv(folder: Path) -> Path:
    file = folder / "credentials.csv"
    file.write_text("username,password,hostname\nbob,hush,kafka.example.org\n")
    return file


def store(hop: Hop, csv: Path, text: str) -> None:
    csv.write_text("username,password,hostname\n" + text)
    assert hop("auth", "add", csv).code == 0


def test_locate(hop: Hop, file: Path) -> None:
    assert hop("auth", "locate") == Result(0, f"{file}\n", "")
    assert hop("configure", "locate", "-t", "auth") == Result(0, f"{file}\n", "")


def test_nothing_is_stored(hop: Hop, file: Path) -> None:
    result = hop("auth", "list")
    assert (result.code, result.out) == (0, "")
    assert "hop auth add" in result.err
    assert not file.exists()


def test_a_credential_from_a_csv_file(hop: Hop, file: Path, csv: Path) -> None:
    result = hop("auth", "add", csv)
    assert (result.code, result.err) == (0, "")
    assert result.out == f"The credential of bob for kafka.example.org is stored in {file}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    entry = {"username": "bob", "password": "hush", "hostname": "kafka.example.org"}
    assert tomllib.loads(file.read_text()) == {"auth": [entry]}


def test_users_and_hosts_are_listed(hop: Hop, csv: Path) -> None:
    store(hop, csv, "bob,p,h1\n")
    store(hop, csv, "bartholomew,p,h2:9093\n")
    store(hop, csv, "someone-else,p,\n")
    lines = ("bob          for h1", "bartholomew  for h2:9093", "someone-else")
    assert hop("auth", "list") == Result(0, "\n".join([*lines, ""]), "")


def test_force_replaces_a_credential_of_the_same_user_and_host(
    hop: Hop, file: Path, csv: Path
) -> None:
    store(hop, csv, "bob,p,h\n")
    before = file.read_bytes()
    hop("auth", "add", csv).fails(78, str(file), "bob for h", "--force")
    assert file.read_bytes() == before
    csv.write_text("username,password,hostname\nbob,q,h\n")
    assert hop("auth", "add", "--force", csv).code == 0
    assert tomllib.loads(file.read_text())["auth"][0]["password"] == "q"


def test_remove_removes_one_credential(hop: Hop, csv: Path) -> None:
    for text in ("bob,p,h1\n", "bob,p,h2\n", "ada,p,\n"):
        store(hop, csv, text)
    hop("auth", "remove", "bob").fails(78, "bob for h1 (entry 1), bob for h2 (entry 2)")
    hop("auth", "remove", "eve").fails(78, "eve", "hop auth list")
    assert hop("auth", "remove", "bob@h2") == Result(
        0, "The credential of bob for h2 is removed\n", ""
    )
    assert hop("auth", "remove", "ada").code == 0
    assert hop("auth", "list").out == "bob for h1\n"


@pytest.mark.parametrize("text", ["", "username,password\n", "user,word\na,b\n"])
def test_a_csv_file_without_a_credential(hop: Hop, file: Path, csv: Path, text: str) -> None:
    csv.write_text(text)
    hop("auth", "add", csv).fails(78, str(csv))
    hop("auth", "add", csv.with_name("none")).fails(78, "none")
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "mode", "problem"),
    [
        ('[[auth]]\nusername = "u"\npassword = "hush"\n', 0o644, "chmod 600"),
        ('[[auth]]\nusername = "u"\npassword = hush\n', 0o600, "not TOML"),
        ('[[auth]]\nusername = "u"\npassword = "hush"\nmechanism = "X"\n', 0o600, "entry 1"),
    ],
)
def test_a_file_that_cannot_be_used(
    hop: Hop, file: Path, csv: Path, text: str, mode: int, problem: str
) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text)
    file.chmod(mode)
    for arguments in (("list",), ("add", csv), ("remove", "u")):
        result = hop("auth", *arguments)
        result.fails(78, str(file), problem)
        assert "hush" not in result.err
    assert file.read_text() == text


def test_a_warning_names_variables_that_override_the_file(
    hop: Hop, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOP_USERNAME", "eve")
    monkeypatch.setenv("HOP_PASSWORD", "hush")
    result = hop("auth", "add", csv)
    assert result.code == 0
    assert result.err.startswith("hop: warning: HOP_USERNAME is set")
    assert hop("auth", "list").out == "bob for kafka.example.org\n"


class Terminal:
    """A child process at a pseudo-terminal."""

    def __init__(self, *arguments: str) -> None:
        import pty

        self.pid, self._terminal = pty.fork()
        if not self.pid:
            os.execv(sys.executable, [*COMMAND, *arguments])
        self.seen = b""

    def answer(self, question: bytes, text: bytes) -> None:
        self.expect(question)
        os.write(self._terminal, text)

    def expect(self, what: bytes) -> None:
        end = time.monotonic() + 60
        while what not in self.seen and time.monotonic() < end:
            try:
                self.seen += os.read(self._terminal, 1000)
            except OSError:  # the child has ended
                break
        assert what in self.seen

    def close(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
@pytest.mark.parametrize(
    ("host", "endpoint", "entry"),
    [
        (b"", b"", {}),
        (b"kafka.example.org:9093", b"", {"hostname": "kafka.example.org:9093"}),
        (
            b"kafka://[::1]/",
            b"https://example.org/token",
            {
                "hostname": "[::1]",
                "mechanism": "OAUTHBEARER",
                "token_endpoint": "https://example.org/token",
            },
        ),
    ],
)
def test_add_asks_for_a_credential(
    file: Path, host: bytes, endpoint: bytes, entry: dict[str, str]
) -> None:
    terminal = Terminal("auth", "add")
    try:
        terminal.answer(b"Username: ", b"alice\n")
        terminal.answer(b"Password: ", b"silence\n")
        terminal.answer(b"Hostname (may be empty): ", host + b"\n")
        terminal.answer(b"Token endpoint (empty if not applicable): ", endpoint + b"\n")
        terminal.expect(b"auth.toml")
    finally:
        assert terminal.close() == 0
    assert b"silence" not in terminal.seen
    assert (b"hop: warning: " in terminal.seen) is host.startswith(b"kafka://")
    written = {"username": "alice", "password": "silence", **entry}
    assert tomllib.loads(file.read_text()) == {"auth": [written]}


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
@pytest.mark.parametrize("host", [b"host/topic", b"alice@host", b"h1,h2", b"::1", b"two words"])
def test_an_invalid_host_is_refused(file: Path, host: bytes) -> None:
    terminal = Terminal("auth", "add")
    try:
        terminal.answer(b"Username: ", b"alice\n")
        terminal.answer(b"Password: ", b"silence\n")
        terminal.answer(b"Hostname (may be empty): ", host + b"\n")
        terminal.expect(b"hop: ")
    finally:
        assert terminal.close() in (2, 78)
    assert not file.exists()


def test_end_of_input_at_a_question(hop_process: Hop, file: Path) -> None:
    with Path(os.devnull).open() as nothing:
        result = hop_process("auth", "add", stdin=nothing)
    assert result.code == 74
    assert result.err.splitlines()[-1].startswith("hop: standard input ended")
    assert not file.exists()


def test_closed_standard_input(hop: Hop, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    result = hop("auth", "add")
    assert result.code == 74
    assert result.err.splitlines()[-1].startswith("hop: standard input ended")
    assert not file.exists()


def test_the_answers_come_from_a_pipe(hop_process: Hop, file: Path) -> None:
    """Nothing can show there, and nobody is told that something might."""
    answers = "alice\n hush \nkafka.example.org\n\n"
    result = hop_process("auth", "add", input=answers, start_new_session=True)
    assert result.code == 0
    assert result.err == (
        "Username: Password: Hostname (may be empty): Token endpoint (empty if not applicable): "
    )
    (stored,) = tomllib.loads(file.read_text())["auth"]
    assert (stored["username"], stored["password"]) == ("alice", " hush ")
