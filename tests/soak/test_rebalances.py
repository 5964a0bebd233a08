"""A group whose members come and go faster than its partitions are divided."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from hop import Stream
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

pytestmark = pytest.mark.timeout(300)

STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST, persist=True)
PARTITIONS = 6
MEMBERS = 4
A_LIFE_S = (1.0, 3.0)
SECONDS = 60.0


@pytest.fixture(scope="module")
def kafka() -> Iterator[KafkaCluster]:
    with KafkaCluster() as cluster:
        yield cluster


class Member(threading.Thread):
    """One that comes, reads for a while, leaves, and comes again."""

    def __init__(self, url: str, seed: int, is_over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._url, self._random, self._is_over = url, random.Random(seed), is_over
        self.got: list[tuple[int, int]] = []
        self.lives = 0

    def run(self) -> None:
        while not self._is_over.is_set():
            self.lives += 1
            with STREAM.open(self._url, group_id="group") as stream:
                threading.Timer(self._random.uniform(*A_LIFE_S), stream.stop).start()
                for _, metadata in stream.read(metadata=True):
                    self.got.append((metadata.partition, metadata.offset))


def test_members_come_and_go(kafka: KafkaCluster) -> None:
    kafka.create_topic("unrest", PARTITIONS)
    url = f"{kafka.url}/unrest"
    is_over = threading.Event()
    members = [Member(url, seed, is_over) for seed in range(MEMBERS)]
    for each in members:
        each.start()
    written = 0
    end = time.monotonic() + SECONDS
    with STREAM.open(url, "w") as out:
        while time.monotonic() < end:
            for _ in range(10):
                out.write(written, key=str(written))
                written += 1
            time.sleep(0.02)

    def seen() -> Counter[tuple[int, int]]:
        return Counter(place for each in members for place in list(each.got))

    end = time.monotonic() + 60
    while len(seen()) < written and time.monotonic() < end:
        time.sleep(0.5)
    is_over.set()
    for each in members:
        each.join(30)
    times = seen()
    print(f"{written} messages, {sum(each.lives for each in members)} members")
    assert len(times) == written
    assert [place for place, count in times.items() if count > 1] == []
