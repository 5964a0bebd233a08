"""Faults while messages are written and read: what the short and the long tests have in common."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource

from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .apis import Stream, environment

OPENER = Stream(auth=False, start_at=StartPosition.EARLIEST)
# These brokers let a dead member's partitions go soon, as clients ask for; and one that was killed
# comes back soon.
BROKER = {
    "group.min.session.timeout.ms": 500,
    "broker.session.timeout.ms": 1500,
    "broker.heartbeat.interval.ms": 300,
}
QUICK = {"session.timeout.ms": 1500, "heartbeat.interval.ms": 200}
KEYS = 5

READER = """
    import sys
    import time
    from apis import Stream
    from hop.io import StartPosition

    _, url, file = sys.argv
    handled = open(file, "ab", buffering=0)
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, persist=True)
    with stream.open(url, kafka={quick!r}) as messages:
        for message in messages:
            time.sleep(0.002)
            handled.write(b"%d\\n" % message.content)
"""
WRITER = """
    import sys
    from pathlib import Path
    from apis import Stream

    _, url, file, journal, count = sys.argv
    path = Path(file)
    written = open(file, "ab", buffering=0)
    first = len(path.read_bytes().splitlines())
    with Stream(auth=False).open(url, "w", journal=journal) as stream:
        for number in range(first, int(count)):
            stream.write(number, key=str(number % {keys}))
            written.write(b"%d\\n" % number)
"""


def url_of(cluster: KafkaCluster, topic: str, group: str = "") -> str:
    return f"kafka://{group and group + '@'}{cluster.bootstrap()}/{topic}"


def numbers_in(file: Path) -> list[int]:
    """The numbers that a process noted; a last line that it did not finish counts not."""
    text = file.read_bytes() if file.exists() else b""
    return [int(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def publish_during(
    cluster: KafkaCluster, topic: str, count: int, fault: Callable[[], object]
) -> tuple[int, int]:
    """Publish messages, during which there is a fault.

    Returns:
        How many were lost, and how many came twice.
    """
    with OPENER.open(url_of(cluster, topic), "w") as stream:
        thread = threading.Thread(target=fault, daemon=True)
        for number in range(count):
            if number == count // 4:
                thread.start()
            stream.write(number, key=str(number % KEYS))
            if number % 100 == 0:
                time.sleep(0.01)
    thread.join()
    with OPENER.open(url_of(cluster, topic)) as stream:
        got = Counter(message.content for message in stream)
    assert set(got) <= set(range(count))
    return count - len(got), got.total() - len(got)


def configure(cluster: KafkaCluster, topic: str, name: str, value: str) -> None:
    """Set a configuration of a topic."""
    entry = ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=[entry])
    cluster.admin._client.incremental_alter_configs([resource])[resource].result(10)


def kill_leader(cluster: KafkaCluster, topic: str) -> int:
    leader = cluster.leader(topic)
    cluster.kill_broker(leader)
    return leader


@contextlib.contextmanager
def program(text: str, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own, which is killed with SIGKILL at the end of the block."""
    code = textwrap.dedent(text).replace("{quick!r}", repr(QUICK)).replace("{keys}", str(KEYS))
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], env=environment()
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill_readers(
    cluster: KafkaCluster, topic: str, folder: Path, count: int, kills: int
) -> tuple[int, list[int]]:
    """Read messages in a group whose only member is killed again and again.

    Returns:
        How many were never handled, and how many each process handled that were handled before.
    """
    chance = random.Random(count)
    with OPENER.open(url_of(cluster, topic), "w") as stream:
        for number in range(count):
            stream.write(number, key=str(number))
    files = [folder / f"handled-{turn}" for turn in range(kills + 1)]
    for turn, file in enumerate(files):
        with program(READER, url_of(cluster, topic, "killed"), file):
            if turn < kills:
                wanted = chance.randrange(1, count // (kills + 1))
                wait_for(lambda file=file, wanted=wanted: len(numbers_in(file)) >= wanted)
                time.sleep(chance.random() * 0.05)
            else:
                wait_for(lambda: len({n for each in files for n in numbers_in(each)}) == count)
    before: set[int] = set()
    again = []
    for file in files:
        now = numbers_in(file)
        assert len(set(now)) == len(now)
        again.append(len(before.intersection(now)))
        before.update(now)
    return count - len(before), again[1:]


def kill_writers(
    cluster: KafkaCluster, topic: str, folder: Path, count: int, kills: int, away: float
) -> tuple[int, int]:
    """Write with a journal from processes that are killed, the only broker too, in between.

    Returns:
        How many messages were lost, and how many came twice. In each key they are in order.
    """
    chance = random.Random(count)
    written, journal = folder / "written", folder / "journal"
    restart = kills // 2
    for turn in range(kills):
        if turn == restart:
            cluster.kill_broker(0)
            waker = threading.Timer(away, cluster.start_broker, (0,))
            waker.daemon = True
            waker.start()
        done = len(numbers_in(written))
        # A writer may have come further than it was asked to before it was killed.
        each = (count - done) // (kills - turn + 1)
        wanted = min(count, done + chance.randrange(1, max(2, each)))
        with program(WRITER, url_of(cluster, topic), written, journal, count):
            wait_for(lambda wanted=wanted: len(numbers_in(written)) >= wanted)
            time.sleep(chance.random() * 0.02)
    waker.join()
    with program(WRITER, url_of(cluster, topic), written, journal, count) as process:
        assert process.wait(120) == 0
    with OPENER.open(url_of(cluster, topic)) as stream:
        got = [(place.key, message.content) for message, place in stream.read(metadata=True)]
    first_time = list(dict.fromkeys(got))
    for key in range(KEYS):
        of_key = [number for name, number in first_time if name == str(key).encode()]
        assert of_key == sorted(of_key)
    return count - len(first_time), len(got) - len(first_time)
