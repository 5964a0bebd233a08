"""Files that are read are files: named pipes and devices are refused at once, everywhere."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hop._messages import check_file, open_file, read_file
from hop.auth import Auth, load_auth
from hop.brokers import load as load_brokers
from hop.configure import load_config, set_up_configuration
from hop.errors import ConfigError
from hop.message import Blob

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe", 0o600)  # whoever opens it to read, waits
    return tmp_path / "pipe"


def test_a_file_is_read(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"a")
    (tmp_path / "link").symlink_to("file")
    assert read_file(tmp_path / "file") == read_file(tmp_path / "link") == b"a"
    check_file(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "other")
    with pytest.raises(IsADirectoryError):
        open_file(tmp_path)


def test_no_pipe_device_or_socket_is_read(pipe: Path):
    with pytest.raises(OSError, match="it is a named pipe, not a file"):
        read_file(pipe)
    with pytest.raises(OSError, match="it is a device, not a file"):
        read_file("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening, pytest.MonkeyPatch.context() as patch:
        patch.chdir(pipe.parent)  # the path of a socket is short
        listening.bind("socket")
        with pytest.raises(OSError, match="it is a socket, not a file"):
            read_file("socket")


def test_what_a_shell_hands_over_is_read():
    reading, writing = os.pipe()
    thread = threading.Thread(target=lambda: (os.write(writing, b"a" * 9), os.close(writing)))
    thread.start()
    try:
        assert Blob.load_file(f"/dev/fd/{reading}").content == "a" * 9
    finally:
        thread.join()
        os.close(reading)


@pytest.mark.parametrize(
    "read",
    [
        load_config,
        load_auth,
        Blob.load_file,
        lambda path: set_up_configuration(path.with_name("new.toml"), path),
        lambda path: Auth("ada", "secret", ssl_ca_location=path)(),
        lambda path: load_auth(
            environ={"HOP_USERNAME": "ada", "HOP_PASSWORD_FILE": str(path), "HOME": "/"}
        ),
    ],
    ids=["config.toml", "auth.toml", "a message", "a CSV file", "CA certificates", "a password"],
)
def test_nothing_waits_at_a_named_pipe(pipe: Path, read: Callable[[Path], Any]):
    with pytest.raises((ConfigError, OSError), match="named pipe"):
        read(pipe)


def test_the_default_files_are_files(home: Path):
    folder = home / ".config" / "hop"
    folder.mkdir(parents=True)
    for name, read in (("config.toml", load_brokers), ("auth.toml", load_auth)):
        os.mkfifo(folder / name, 0o600)
        with pytest.raises(ConfigError, match="named pipe"):
            read()
