"""How fast archives are: filled, asked, backtested. ``hatch run archive:bench``.

The yardstick is a bare confluent-kafka consumer that writes the payloads of the same topic to one
file. Each contestant has the topic for itself, in a process of its own. On a busy machine compare
the seconds of the processor.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BARE = """
import sys, time
from confluent_kafka import Consumer, TopicPartition
server, topic, partitions, path = sys.argv[1:]
consumer = Consumer({"bootstrap.servers": server, "group.id": "bare", "enable.partition.eof": True,
                     "enable.auto.commit": False})
started = time.perf_counter()
consumer.assign([TopicPartition(topic, n, 0) for n in range(int(partitions))])
left, count = int(partitions), 0
with open(path, "wb") as file:
    while left:
        for each in consumer.consume(500, 1.0):
            if each.error() is not None:
                left -= 1
                continue
            file.write(each.value())
            count += 1
print(count, time.perf_counter() - started, time.process_time())
consumer.close()
"""
OURS = """
import logging, resource, sys, time
from hop.archive import Archiver
from hop.io import StartPosition
logging.disable(logging.WARNING)
url, place = sys.argv[1:]
started = time.perf_counter()
with Archiver(url, place, auth=False, start_at=StartPosition.EARLIEST) as archiver:
    count = archiver.run()
    print(count, time.perf_counter() - started, time.process_time(),
          resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
ASK = """
import resource, sys, time
from hop.archive import Query, backtest
place = sys.argv[1]
with Query(place) as query:
    for name, where in (
        ("event", "event_id = 'icecube:500000_1'"),
        ("cone", "in_cone(ra, dec, 180, 20, 0.5)"),
        ("time", "time BETWEEN '2031-01-03 12:00' AND '2031-01-03 12:10'"),
    ):
        sql = f"SELECT event_id, ra, dec, time FROM alerts WHERE {where}"
        times = []
        for _ in range(3):
            started = time.perf_counter()
            rows = sum(each.num_rows for each in query.run(sql))
            times.append(time.perf_counter() - started)
        print(f"query by {name}: {rows} rows, {min(times):.3f} s")
started = time.perf_counter()
count = sum(1 for _ in backtest(place, "far < per_year(1) && !is_test && dec > 0"))
seconds = time.perf_counter() - started
print(f"backtest: {count} passed, {seconds:.1f} s")
print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
"""
SCHEMA = (
    "https://gcn.nasa.gov/schema/v7.2.1/gcn/notices/icecube/gold_bronze_track_alerts.schema.json"
)
PARTITIONS = 4


def small(count: int) -> Iterator[bytes]:
    """Small messages of JSON that are no alerts."""
    for number in range(count):
        yield b'{"count": %d, "rate": 12.5, "detector": "north", "status": "nominal"}' % number


def large(count: int) -> Iterator[bytes]:
    """Blobs of 50 kB, as compressed images are."""
    for _ in range(count):
        yield os.urandom(50_000)


def notices(count: int) -> Iterator[bytes]:
    """Notices of neutrinos, each another event."""
    for number in range(count):
        second = number * 86400 * 7 // count
        time_ = (
            f"2031-01-{1 + second // 86400:02d}T{second // 3600 % 24:02d}:{second // 60 % 60:02d}"
        )
        tree = {
            "$schema": SCHEMA, "id": [f"{number}_1"], "pipeline": "Gold", "record_number": 0,
            "trigger_time": f"{time_}:00.000000Z", "ra": number * 0.618 % 360,
            "dec": number * 0.377 % 180 - 90, "ra_dec_error": 0.75,
            "far": (number % 1000 + 1) * 1e-10, "alert_tense": "current",
        }  # fmt: skip
        yield json.dumps(tree).encode()


def publish(url: str, payloads: Iterator[bytes]) -> int:
    """Write messages; how many bytes they are."""
    from hop import Stream

    size = 0
    with Stream(auth=False).open(url, "w") as stream:
        for number, each in enumerate(payloads):
            stream.write_raw(each, partition=number % PARTITIONS)
            size += len(each)
    return size


def run(code: str, *arguments: str) -> list[str]:
    """What a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of messages")
    scale = parser.parse_args().scale
    from hop.sandbox import KafkaCluster

    jobs = {
        "small": small(int(500_000 * scale)),
        "large": large(int(20_000 * scale)),
        "notices": notices(int(1_000_000 * scale)),
    }
    with KafkaCluster() as kafka, tempfile.TemporaryDirectory() as folder:
        for name, payloads in jobs.items():
            kafka.create_topic(name, PARTITIONS)
            url = f"{kafka.url}/{name}"
            size = publish(url, payloads)
            server, place = kafka.url.removeprefix("kafka://"), str(Path(folder, name))
            for _ in itertools.repeat(None, 2):  # the first one warms the disk's cache
                bare = run(BARE, server, name, str(PARTITIONS), str(Path(folder, "bytes")))[-1]
            count, bare_s, bare_cpu = (float(each) for each in bare.split())
            ours = run(OURS, url, place)[-1]
            kept, ours_s, ours_cpu, memory = (float(each) for each in ours.split())
            assert kept == count
            print(
                f"{name}: {count:.0f} messages, {size / 1e6:.0f} MB; bare {count / bare_s:.0f}/s, "
                f"{size / 1e6 / bare_s:.0f} MB/s; archive {count / ours_s:.0f}/s, "
                f"{size / 1e6 / ours_s:.0f} MB/s, {bare_s / ours_s:.2f} of it; "
                f"processor {bare_cpu:.1f} s and {ours_cpu:.1f} s; {memory:.0f} MB",
                flush=True,
            )
        started = time.perf_counter()
        print(*run(ASK, place), sep="\n")
        print(f"asked in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
