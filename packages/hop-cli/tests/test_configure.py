"""``hop configure``."""

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
def config(folder: Path) -> Path:
    return folder / "config/hop/config.toml"


@pytest.fixture
def csv(folder: Path) -> Path:
    file = folder / "credentials.csv"
    file.write_text("username,password\nbob,\"hush, 'quiet'\"\n")
    return file


def test_locate(hop: Hop, config: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert hop("configure", "locate") == Result(0, f"{config}\n", "")
    monkeypatch.setenv("XDG_CONFIG_PATH", str(folder / "ö"))
    assert hop("configure", "locate").out == f"{folder / 'ö'}/hop/config.toml\n"


def test_a_credential_from_a_csv_file(hop: Hop, config: Path, csv: Path) -> None:
    result = hop("configure", "setup", "--import", csv)
    assert (result.code, result.err) == (0, "")
    assert str(config) in result.out
    assert "hush" not in result.out
    written = tomllib.loads(config.read_text())
    assert written == {"auth": {"username": "bob", "password": "hush, 'quiet'"}}
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


def test_nothing_is_replaced_without_force(hop: Hop, config: Path, csv: Path) -> None:
    assert hop("configure", "setup", "--import", csv).code == 0
    before = config.read_bytes()
    csv.write_text("username,password\neve,other\n")
    hop("configure", "setup", "--import", csv).fails(78, str(config), "--force")
    assert config.read_bytes() == before
    assert hop("configure", "setup", "--force", "--import", csv).code == 0
    assert tomllib.loads(config.read_text())["auth"]["username"] == "eve"


@pytest.mark.parametrize("text", ["", "username,password\n", "user,word\na,b\n"])
def test_a_csv_file_without_a_credential(hop: Hop, config: Path, csv: Path, text: str) -> None:
    csv.write_text(text)
    hop("configure", "setup", "--import", csv).fails(78, str(csv))
    hop("configure", "setup", "--import", csv.with_name("none")).fails(78, "none")
    assert not config.exists()


def test_a_folder_that_cannot_be_created(hop: Hop, config: Path, csv: Path) -> None:
    config.parents[1].write_text("a file is in the way")
    hop("configure", "setup", "--import", csv).fails(78, str(config))


def test_a_warning_names_a_file_that_is_read_instead(hop: Hop, config: Path, csv: Path) -> None:
    config.parent.mkdir(parents=True)
    other = config.with_name("auth.toml")
    other.touch(mode=0o600)
    result = hop("configure", "setup", "--import", csv)
    assert result.code == 0
    assert result.err.startswith(f"hop: warning: {other} exists too")


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
def test_setup_asks_for_the_password_without_showing_it(config: Path) -> None:
    import pty

    child, terminal = pty.fork()
    if not child:
        os.execv(sys.executable, [*COMMAND, "configure", "setup"])
    seen = b""

    def expect(what: bytes) -> None:
        nonlocal seen
        end = time.monotonic() + 60
        while what not in seen and time.monotonic() < end:
            try:
                seen += os.read(terminal, 1000)
            except OSError:  # the child has ended
                break
        assert what in seen

    try:
        expect(b"Username: ")
        os.write(terminal, b"alice\n")
        expect(b"Password: ")
        os.write(terminal, b"silence\n")
        expect(b"config.toml")
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0
    assert b"silence" not in seen
    written = tomllib.loads(config.read_text())
    assert written == {"auth": {"username": "alice", "password": "silence"}}


def test_end_of_input_at_a_question(hop_process: Hop, config: Path) -> None:
    with Path(os.devnull).open() as nothing:
        result = hop_process("configure", "setup", stdin=nothing)
    assert result.code == 74
    assert result.err.splitlines()[-1].startswith("hop: standard input ended")
    assert not config.exists()


def test_show_prints_the_settings_in_use(
    hop: Hop, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = (
        "fetch_external: {}\nautomatic_offload: {}\n"
        "fetch_from:\nfetch_timeout: 10.0\nfetch_max_bytes: 100000000\n"
    )
    assert hop("configure", "show") == Result(0, both.format(True, True), "")
    config.parent.mkdir(parents=True)
    config.write_text("[config]\nautomatic_offload = false\n")
    assert hop("configure", "show").out == both.format(True, False)
    monkeypatch.setenv("HOP_FETCH_EXTERNAL", "no")
    assert hop("configure", "show").out == both.format(False, False)
    monkeypatch.setenv("HOP_FETCH_EXTERNAL", "perhaps")
    hop("configure", "show").fails(78, "HOP_FETCH_EXTERNAL", "perhaps")


def test_set_stores_a_setting(hop: Hop, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = hop("configure", "set", "fetch_external", "off")
    assert result == Result(0, f"fetch_external is stored in {config}\n", "")
    assert tomllib.loads(config.read_text()) == {"config": {"fetch_external": False}}
    monkeypatch.setenv("HOP_FETCH_EXTERNAL", "yes")
    result = hop("configure", "set", "fetch_external", "no")
    assert result.err == "hop: warning: HOP_FETCH_EXTERNAL is set, and overrides the file\n"


def test_set_stores_from_where_large_messages_come(hop: Hop, config: Path) -> None:
    two = "https://a.example.org/api,http://b.example.org"
    assert hop("configure", "set", "fetch_from", two).code == 0
    assert hop("configure", "set", "fetch_timeout", "60").code == 0
    assert (
        f"fetch_from: {two.replace(',', ', ')}\nfetch_timeout: 60" in hop("configure", "show").out
    )
    hop("configure", "set", "fetch_from", "example.org").fails(78, "https://host/path")
    hop("configure", "set", "fetch_timeout", "0").fails(78, "greater than 0")


def test_set_refuses_an_unknown_setting(hop: Hop, config: Path) -> None:
    hop("configure", "set", "fetch_externl", "off").fails(78, "did you mean fetch_external?")
    hop("configure", "set", "fetch_external", "maybe").fails(78, "fetch_external", "maybe")
    hop("configure", "set", "fetch_external").fails(2, "VALUE")
    assert not config.exists()
