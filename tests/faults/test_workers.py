"""``hop run --workers``: workers that are killed, one after the other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.sandbox import KafkaCluster
from hop.sandbox._processes import free_ports

from ..integration.test_run import Running

COUNT, KEYS, KILLS = 6000, 12, 4
HANDLER = """
import os, time
log = open("log", "a", buffering=1)

def note(message):
    log.write(f"{os.getpid()} {message.content}\\n")
    time.sleep(0.002)

def picky(message):
    if message.content == 30:
        raise ValueError("thirty")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(HANDLER)
    return tmp_path


def write(url: str, count: int) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for number in range(count):
            stream.write(number, key=f"key {number % KEYS}")


def handled(folder: Path) -> list[tuple[int, int]]:
    """The process and the number of each message, in the order of handling."""
    log = folder / "log"
    text = log.read_text() if log.exists() else ""
    lines = [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return [(int(process), int(number)) for process, number in lines]


def metrics(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return str(answer.read().decode())


def value(text: str, name: str) -> float:
    lines = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


def wait_until(condition: Any, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_killed_workers_lose_nothing_and_keep_order(
    kafka: KafkaCluster, new_topic: Any, running: Running
) -> None:
    url = f"{kafka.url}/{new_topic(4)}"
    write(url, COUNT)
    port = free_ports(1)[0]
    process = running.start("mine:note", url, "--workers", "3", "--metrics", str(port))
    folder, killed = running.folder, set()
    for kill in range(1, KILLS + 1):
        wait_until(partial(has_handled, folder, kill * COUNT // (KILLS + 2)))
        # One that was killed may have written the last line.
        wait_until(lambda: handled(folder)[-1][0] not in killed)
        victim = handled(folder)[-1][0]
        os.kill(victim, signal.SIGKILL)
        killed.add(victim)
    wait_until(lambda: has_handled(folder, COUNT))
    wait_until(lambda: value(metrics(port), "hop_worker_restarts_total") == KILLS)
    wait_until(lambda: value(metrics(port), "hop_workers") == 3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    numbers = [number for _, number in handled(folder)]
    assert set(numbers) == set(range(COUNT))
    assert order_is_kept(numbers)
    assert len({each for each, _ in handled(folder)}) > 3


def has_handled(folder: Path, count: int) -> bool:
    return len({number for _, number in handled(folder)}) >= count


def order_is_kept(numbers: list[int]) -> bool:
    """Whether no message of a key comes for the first time after a later one."""
    latest: dict[int, int] = defaultdict(lambda: -1)
    for number in numbers:
        key = number % KEYS
        if number > latest[key]:
            if latest[key] >= 0 and number != latest[key] + KEYS:
                return False
            latest[key] = number
    return True


def test_the_end_of_the_stream_ends_all_workers(
    kafka: KafkaCluster, new_topic: Any, running: Running
) -> None:
    url = f"{kafka.url}/{new_topic(2)}"
    write(url, 100)
    process = running.start("mine:note", url, "-e", "--workers", "2")
    assert process.wait(120) == 0
    assert sorted(number for _, number in handled(running.folder)) == list(range(100))


def test_the_error_of_one_worker_ends_the_command(
    kafka: KafkaCluster, new_topic: Any, running: Running
) -> None:
    url = f"{kafka.url}/{new_topic(2)}"
    write(url, 40)
    code, error = running.run("mine:picky", url, "--retries", "0", "--workers", "2")
    assert code == 70
    assert "ValueError: thirty" in error
    assert "Traceback" not in error


def test_workers_end_with_the_process_that_started_them(url: str, running: Running) -> None:
    write(url, 3000)
    process = running.start("mine:note", url, "--workers", "2")
    wait_until(lambda: handled(running.folder))
    process.kill()
    process.communicate()

    def is_over() -> bool:
        return not any(Path(f"/proc/{each}").exists() for each, _ in handled(running.folder))

    wait_until(is_over)
    assert len(handled(running.folder)) < 3000


def test_python_runs_workers_and_adds_their_counts(
    kafka: KafkaCluster, new_topic: Any, folder: Path
) -> None:
    url = f"{kafka.url}/{new_topic(2)}"
    write(url, 60)
    script = folder / "desk.py"
    script.write_text(
        "import json, sys\nfrom hop import run\nfrom mine import note\n"
        "from hop.io import StartPosition\n"
        "if __name__ == '__main__':\n"
        "    counters = run(note, sys.argv[1], 'desk', workers=2, auth=False, persist=False,\n"
        "                   start_at=StartPosition.EARLIEST)\n"
        "    print(json.dumps([counters.done, counters.size]))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), url], cwd=folder, capture_output=True, timeout=120
    )
    assert done.stderr == b""
    assert json.loads(done.stdout) == [60, sum(len(str(each)) for each in range(60))]
