"""Files of the configuration: written whole or not at all, for their owner only."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop._config import files
from hop.errors import ConfigError, ConfigFileNotFound, ConfigKeyError


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_file_is_its_owners_alone(tmp_path: Path):
    before = os.umask(0)
    try:
        path = tmp_path / "a" / "b" / "auth.toml"
        files.write_private(path, "x = 1\n")
    finally:
        os.umask(before)
    assert path.read_text() == "x = 1\n"
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) & 0o077 == 0
    assert names(path.parent) == ["auth.toml"]


def test_a_file_that_others_could_read_becomes_its_owners_alone(tmp_path: Path):
    path = tmp_path / "auth.toml"
    path.write_text("old")
    path.chmod(0o644)
    files.write_private(path, "new")
    assert (path.read_text(), mode_of(path)) == ("new", 0o600)


def test_a_link_stays_a_link(tmp_path: Path):
    real = tmp_path / "dotfiles" / "auth.toml"
    real.parent.mkdir()
    real.write_text("old")
    link = tmp_path / "auth.toml"
    link.symlink_to(real)
    files.write_private(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "auth.toml"
    path.write_text("old")
    # The limit holds for the whole process: a process of its own has it.
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(
                f"""
                import resource, pathlib
                from hop._config import files
                from hop.errors import ConfigError
                resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
                try:
                    files.write_private(pathlib.Path({str(path)!r}), "x" * 10_000)
                except ConfigError as error:
                    print(error)
                """
            ),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert str(path) in done.stdout
    assert "nothing was changed" in done.stdout
    assert path.read_text() == "old"
    assert names(tmp_path) == ["auth.toml"]


def test_a_write_that_is_killed_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "auth.toml"
    path.write_text("old")
    code = f"""
        import os, pathlib, signal
        from hop._config import files
        os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
        files.write_private(pathlib.Path({str(path)!r}), "new")
        """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "old"


@pytest.mark.parametrize("blocked", ["file/auth.toml", "folder"])
def test_what_stands_in_the_way_is_named(tmp_path: Path, blocked: str):
    (tmp_path / "file").write_text("a file, no folder")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"cannot be written.*nothing was changed") as caught:
        files.write_private(tmp_path / blocked, "new")
    assert str(tmp_path / blocked) in str(caught.value)
    assert names(tmp_path) == ["file", "folder"]


def test_text_that_utf8_cannot_hold_is_refused(tmp_path: Path):
    path = tmp_path / "auth.toml"
    path.write_text("old")
    with pytest.raises(ConfigError, match="UTF-8") as caught:
        files.write_private(path, 'password = "hunter2\ud800"')
    assert caught.value.__context__ is None
    assert path.read_text() == "old"
    assert names(tmp_path) == ["auth.toml"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_is_written_as_it_is(tmp_path: Path, text: str):
    path = tmp_path / "file"
    files.write_private(path, text)
    assert path.read_bytes() == text.encode()


def test_reading(tmp_path: Path):
    path = tmp_path / "config.toml"
    with pytest.raises(ConfigFileNotFound, match=str(path)):
        files.read_toml(path)
    path.write_text("[config]\nx = 1\n")
    path.chmod(0o644)
    assert files.read_toml(path) == {"config": {"x": 1}}
    with pytest.raises(ConfigError, match="0644"):
        files.read_toml(path, private=True)
    path.write_text("x = \n")
    with pytest.raises(ConfigKeyError, match=r"not TOML.*line 1"):
        files.read_toml(path)
