"""A process that reads and writes for minutes, and tells what is left of that in it.

    python week.py BROKERS TOPIC SECONDS JOURNAL

One writer is plain and one has a journal; three readers of a group are slow, and one after the
other leaves and comes back. The last line is a JSON object of what was found.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

from hop import Stream
from hop.io import Consumer, StartPosition

WARM_UP_S = 60
LOOKS_EVERY_S = 20
WRITERS = ("plain", "kept")
MOST = 1_000_000
STAYS_S = (4.0, 12.0)
QUICK = {"session.timeout.ms": 3000, "heartbeat.interval.ms": 300}
STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST)


class Load:
    """Writers and readers, who keep count in what does not grow."""

    def __init__(self, run: str, brokers: str, topic: str, journal: str) -> None:
        self.name = run
        self.url, self.group = f"kafka://{brokers}/{topic}", f"kafka://week@{brokers}/{topic}"
        self.journal = journal
        self.written = dict.fromkeys(WRITERS, 0)
        self.read = {writer: bytearray(MOST) for writer in WRITERS}
        self.lock = threading.Lock()
        self.problems: list[str] = []
        self.rounds = 0
        self.memory_mb: list[float] = []

    def write(self, writer: str, end: float, **options: Any) -> None:
        with STREAM.open(self.url, "w", **options) as stream:
            while time.monotonic() < end:
                for _ in range(10):
                    number = self.written[writer]
                    event = {"run": self.name, "writer": writer, "number": number}
                    stream.write({**event, "filler": "x" * 500}, key=str(number))
                    self.written[writer] = number + 1
                time.sleep(0.05)

    def left(self) -> int:
        """How many messages nobody has read."""
        return sum(self.read[each].count(0, 0, count) for each, count in self.written.items())

    def again(self) -> int:
        """How many messages were read more than once."""
        return sum(
            count - self.read[each].count(0, 0, count) - self.read[each].count(1, 0, count)
            for each, count in self.written.items()
        )

    def read_on(self, end: float, total: threading.Event) -> None:
        chance = random.Random(threading.get_ident())
        while not total.is_set():
            stays = chance.uniform(*STAYS_S)
            with STREAM.open(self.group, persist=True, kafka=QUICK) as stream:
                timer = threading.Timer(stays, stream.stop)
                timer.daemon = True
                timer.start()
                self.take(stream, chance, hurry=time.monotonic() > end)
                timer.cancel()
                timer.join()
            self.rounds += 1

    def take(self, stream: Consumer, chance: random.Random, *, hurry: bool) -> None:
        for message in stream:
            if not hurry:
                time.sleep(chance.choice((0, 0, 0, 0, 0.001, 0.005, 0.05)))
            event = message.content
            if event["run"] == self.name:
                counts, number = self.read[event["writer"]], event["number"]
                with self.lock:
                    counts[number] = min(counts[number] + 1, 255)

    def guarded(self, work: Any, *arguments: Any, **options: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(*arguments, **options)
            except Exception as problem:
                self.problems.append(f"{work.__name__}: {type(problem).__name__}: {problem}")

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def run(self, seconds: float) -> None:
        """All of it, until everything that was written is read."""
        end, total = time.monotonic() + seconds, threading.Event()
        writers = [
            self.guarded(self.write, "plain", end),
            self.guarded(self.write, "kept", end, journal=self.journal),
        ]
        readers = [self.guarded(self.read_on, end, total) for _ in range(3)]
        for thread in writers:
            while thread.is_alive():
                thread.join(LOOKS_EVERY_S)
                self.memory_mb.append(memory_mb())
        last = time.monotonic() + 90
        while self.left() and time.monotonic() < last:
            time.sleep(0.2)
        total.set()
        for thread in readers:
            thread.join(60)
        if self.left():  # not lost, perhaps, but late
            with STREAM.open(self.group) as stream:
                self.take(stream, random.Random(0), hurry=True)


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def measure() -> dict[str, Any]:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    files = {}
    for each in Path("/proc/self/fd").iterdir():
        try:
            files[each.name] = str(each.readlink())
        except FileNotFoundError:
            continue  # that of the folder itself
    return {
        "memory_mb": memory_mb(),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "python_threads": sorted(each.name for each in threading.enumerate()),
        "files": len(files),
        "sockets": sum(name.startswith("socket:") for name in files.values()),
    }


def main() -> None:
    brokers, topic, seconds, journal = sys.argv[1:]
    # What is loaded once, and the memory that everything needs once, is no leak.
    warm_up = Load("warm-up", brokers, topic, journal)
    warm_up.run(WARM_UP_S)
    load = Load("week", brokers, topic, journal)
    time.sleep(1)
    before = measure()
    load.run(float(seconds) - WARM_UP_S)
    time.sleep(1)
    after = measure()
    found = {
        "written": sum(load.written.values()),
        "lost": warm_up.left() + load.left(),
        "again": load.again(),
        "rounds": load.rounds,
        "memory_mb": warm_up.memory_mb + load.memory_mb,
        "problems": warm_up.problems + load.problems,
    }
    print(json.dumps({**found, "before": before, "after": after}), flush=True)


if __name__ == "__main__":
    main()
