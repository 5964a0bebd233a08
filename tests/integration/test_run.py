"""``hop run``: handlers that raise, exit, hang, and are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop.sandbox import KafkaCluster

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
HANDLERS = """
import itertools, os, signal, sys, time
log = open("log", "a", buffering=1)
killed_at = int(os.environ.get("KILLED_AT", 0))
calls = itertools.count(1)

def note(message):
    log.write(f"{message.content}\\n")

def picky(message):
    note(message)
    if next(calls) == killed_at:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.001)  # else all is done before the broker has heard of anything
    if message.content % 100 == 7:
        raise ValueError(f"number {message.content}")

def hang(message):
    note(message)
    time.sleep(1000)

def slow(message):
    time.sleep(0.5)
    note(message)

def end(message):
    note(message)
    os._exit(33)

def tell(message):
    while message.content and not os.path.exists("go"):
        time.sleep(0.01)
    if message.content:
        note(message)
    print(message.content, flush=True)

async def tell_later(message):
    tell(message)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(HANDLERS)
    return tmp_path


class Running:
    """The command, in a folder with the handlers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.group = f"group-{uuid.uuid4().hex[:8]}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, handler: str, url: str, *options: str, **more: Any) -> subprocess.Popen[bytes]:
        arguments = ["run", "--no-auth", "-q", "-g", self.group, "-s", "EARLIEST", *options]
        process = subprocess.Popen(
            [*COMMAND, *arguments, handler, url], cwd=self.folder, stderr=subprocess.PIPE, **more
        )
        self._processes.append(process)
        return process

    def run(self, handler: str, url: str, *options: str) -> tuple[int, str]:
        process = self.start(handler, url, *options)
        error = process.communicate(timeout=60)[1].decode()
        return process.returncode, error

    def handled(self) -> list[int]:
        log = self.folder / "log"
        return [int(line) for line in log.read_text().split()] if log.exists() else []

    def dead_letters(self) -> int:
        return len(list((self.folder / "dead").glob("*.meta.json")))

    def wait_for_all(self, count: int) -> None:
        end = time.monotonic() + 60
        while len(set(self.handled())) < count:
            assert time.monotonic() < end
            time.sleep(0.1)

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 60
        while len(self.handled()) < count:
            assert time.monotonic() < end
            time.sleep(0.02)

    def end(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.kill()
                process.communicate()


@pytest.fixture
def running(folder: Path) -> Iterator[Running]:
    running = Running(folder)
    yield running
    running.end()


def write(url: str, values: Any) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for value in values:
            stream.write(value, key=f"key {value % 50}")


def test_sigterm_waits_for_the_message_in_progress(url: str, running: Running) -> None:
    write(url, range(3))
    process = running.start("mine:slow", url)
    running.wait_for(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    done = running.handled()
    assert len(done) < 3
    assert running.run("mine:slow", url, "-e")[0] == 0
    assert running.handled() == [0, 1, 2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_handler_that_hangs_is_abandoned_after_the_timeout(
    url: str, running: Running, number: int
) -> None:
    write(url, [5])
    process = running.start("mine:hang", url, "--stop-timeout", "0.5")
    running.wait_for(1)
    process.send_signal(number)
    error = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 70
    assert "has not ended 0.5 s after the stop" in error
    assert error.count("\n") == 1
    assert running.run("mine:note", url, "-e")[0] == 0
    assert running.handled() == [5, 5]


def test_a_handler_that_ends_the_process_loses_nothing(
    kafka: KafkaCluster, topic: str, url: str, running: Running
) -> None:
    write(url, [1, 2])
    assert running.run("mine:end", url, "-e")[0] == 33
    assert running.handled() == [1]
    # That a run after this begins here is shown above; it would wait for the group to notice.
    settings = {"bootstrap.servers": kafka.bootstrap(), "group.id": running.group}
    consumer = confluent_kafka.Consumer(settings)
    (place,) = consumer.committed([confluent_kafka.TopicPartition(topic, 0)], timeout=60)
    consumer.close()
    assert place.offset <= 0


def test_a_module_may_change_the_folder(url: str, running: Running) -> None:
    write(url, [1])
    moving = "import os\nos.chdir('/')\ndef handle(message):\n    raise ValueError\n"
    (running.folder / "moving.py").write_text(moving)
    options = ("-e", "--retries", "0", "--dead-letter", "dead")
    assert running.run("moving:handle", url, *options)[0] == 0
    assert running.dead_letters() == 1


def test_a_failure_without_dead_letters_ends_the_command(url: str, running: Running) -> None:
    write(url, [107])
    code, error = running.run("mine:picky", url, "-e", "--retries", "1", "--backoff", "0")
    assert code == 70
    assert "ValueError: number 107; mend it, or give a folder" in error
    assert running.run("mine:note", url, "-e")[0] == 0
    assert running.handled() == [107, 107, 107]


def test_wrong_options_are_reported_before_reading(running: Running) -> None:
    url = "kafka://g@localhost:1/topic"
    assert running.run("mine:nothing", url)[0] == 70
    assert running.run("yours:note", url)[0] == 70
    assert os.sep not in running.run("mine:log", url)[1].split("cannot be called")[0]
    process = subprocess.run(
        [*COMMAND, "run", "mine:note", "kafka://localhost:1/topic"],
        capture_output=True,
        cwd=running.folder,
        timeout=60,
    )
    assert process.returncode == 2
    assert b"a handler needs a group" in process.stderr


@pytest.mark.parametrize("handler", ["tell", "tell_later"])
def test_a_closed_output_is_no_failure_of_a_message(
    url: str, running: Running, handler: str
) -> None:
    write(url, range(5))
    process = running.start(
        f"mine:{handler}", url, "--retries", "0", "--dead-letter", "dead", stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"0\n"
    process.stdout.close()
    (running.folder / "go").touch()
    assert process.wait(60) == 141
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert running.dead_letters() == 0
    assert running.handled() == [1]
