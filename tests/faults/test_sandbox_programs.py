"""What a sandbox that runs as a program leaves behind when it ends, or is ended: nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..integration.delivery import wait_for
from ..integration.test_sandbox import write


@contextlib.contextmanager
def start(code: str, stdin: int | None = None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


RUN = "import sys; from hop.sandbox import run; sys.exit(run({}))"
TELL = """
import sys
from hop.sandbox import KafkaCluster
with KafkaCluster() as kafka:
    print(kafka.pid(0), kafka.folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which the sandboxes of subprocesses make theirs."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    yield place


def alive(pid: int) -> bool:
    # Where nobody reaps the orphans of a container, they stay as zombies (Z).
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return state.stdout.strip()[:1] not in ("", "Z")


def brokers_in(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True)
    return [line for line in listed.stdout.splitlines() if f"{folder}/hop-sandbox-" in line]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_when_it_is_asked_to_end(folders: Path, end: signal.Signals) -> None:
    with start(RUN.format("topics=['a', 'b']")) as process:
        assert process.stdout is not None
        url = process.stdout.readline()
        assert url.startswith("kafka://localhost:")
        client = {"bootstrap.servers": url.strip().removeprefix("kafka://")}
        write(client, "a", b"there")
        write(client, "made-by-writing", b"there")
        assert brokers_in(folders)
        process.send_signal(end)
        output, talk = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output == ""
    assert f"hop subscribe --no-auth -s EARLIEST {url.strip()}/a" in talk
    assert "Traceback" not in talk
    assert not brokers_in(folders)
    assert not list(folders.iterdir())


def test_nothing_is_left_when_it_is_asked_to_end_while_it_starts(folders: Path) -> None:
    with start(RUN.format("")) as process:
        wait_for(lambda: any("kafka.Kafka" in line for line in brokers_in(folders)))
        process.send_signal(signal.SIGINT)
        output, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert output == ""
    assert "Traceback" not in talk
    assert not brokers_in(folders)
    assert not list(folders.iterdir())


def test_nothing_is_left_when_its_process_is_killed(folders: Path) -> None:
    with start(TELL, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        pid, folder = process.stdout.readline().split()
        assert alive(int(pid))
        process.kill()
        wait_for(lambda: not alive(int(pid)) and not Path(folder).exists())
    wait_for(lambda: not brokers_in(folders))


def test_a_command_runs_inside(folders: Path) -> None:
    code = (
        "import os; print(os.environ['HOP_SANDBOX_URL'], os.environ.get('XDG_CONFIG_HOME')); "
        "raise SystemExit(7)"
    )
    with start(RUN.format(f"command=[sys.executable, '-c', {code!r}]")) as process:
        output, talk = process.communicate(timeout=60)
    assert process.returncode == 7
    url, configuration = output.split()
    assert url.startswith("kafka://localhost:")
    assert configuration == os.environ.get("XDG_CONFIG_HOME", "None")
    assert "Traceback" not in talk
    assert not list(folders.iterdir())


def test_a_command_in_a_secure_sandbox_at_a_port_of_ones_choice_has_a_credential(
    folders: Path,
) -> None:
    code = """
import os
from confluent_kafka import Producer
from hop.auth import load_auth

address = os.environ["HOP_SANDBOX_URL"].removeprefix("kafka://")
auth = load_auth(host=address)
producer = Producer({"bootstrap.servers": address, **auth()})
producer.produce("alerts", b"there", on_delivery=lambda error, message: print(address, error))
assert producer.flush(60) == 0
"""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = f"secure=True, port={port}, command=[sys.executable, '-c', {code!r}]"
    with start(RUN.format(arguments)) as process:
        output, talk = process.communicate(timeout=60)
    assert (process.returncode, output) == (0, f"localhost:{port} None\n"), talk


def test_a_command_that_is_not_there_is_told_before_anything_starts(folders: Path) -> None:
    with start(RUN.format("command=['no-such-command-here']")) as process:
        _, talk = process.communicate(timeout=60)
    assert "there is no command no-such-command-here" in talk
    assert not list(folders.iterdir())


def test_the_end_of_the_sandbox_is_the_end_of_its_command(folders: Path) -> None:
    sleep = "command=[sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)']"
    with start(RUN.format(sleep)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert not list(folders.iterdir())
