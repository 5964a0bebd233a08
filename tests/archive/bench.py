"""How fast archives are: filled, asked, backtested. ``hatch run archive:bench``.

The yardstick is a bare confluent-kafka consumer that writes the payloads of the same topic to one
file. Each contestant has the topic for itself, in a process of its own. They take turns, and the
medians count. On a busy machine compare the ratios, and the seconds of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# getrusage() would tell the memory of this process, from which the others were forked.
PEAK = """
def peak():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))
"""
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
import sys, time
from hop.archive.commands import archive
url, place, *options = sys.argv[1:]
started = time.perf_counter()
archive(["fill", "--no-auth", *options, "-o", place, url], standalone_mode=False)
print(time.perf_counter() - started, time.process_time(), peak())
"""
ASK = """
import statistics, sys, time
from hop.archive import Query, backtest
place, number = sys.argv[1:]
with Query(place) as query:
    for name, where in (
        ("event", f"event_id = 'icecube:{number}_1'"),
        ("cone", "in_cone(ra, dec, 180, 20, 0.5)"),
        ("time", "time BETWEEN '2031-01-03 12:00' AND '2031-01-03 12:10'"),
    ):
        sql = f"SELECT event_id, ra, dec, time FROM alerts WHERE {where}"
        times = []
        for _ in range(3):
            started = time.perf_counter()
            rows = sum(each.num_rows for each in query.run(sql))
            times.append(time.perf_counter() - started)
        assert rows
        print(f"query by {name}: {rows} rows, {statistics.median(times):.3f} s")
with Query(place) as query:
    total = next(query.run("SELECT count(*) FROM alerts"))[0][0].as_py()
started = time.perf_counter()
count = sum(1 for _ in backtest(place, "far < per_year(1) && !is_test && dec > 0"))
seconds = time.perf_counter() - started
print(f"backtest: {total / seconds:.0f} alerts/s, {count} of {total} passed")
print(f"memory: {peak():.0f} MB")
"""
# What one process can do at best: nothing is received or written.
DECODE = """
import sys, time
from hop.models import GCNNotice, arrow
with open(sys.argv[1], "rb") as file:
    payloads = file.read().splitlines()
seconds = 0.0
for _ in range(3):
    started = time.perf_counter()
    for at in range(0, len(payloads), 250):
        messages = [GCNNotice.from_wire(each) for each in payloads[at : at + 250]]
        arrow.to_arrays([message.alerts[0] for message in messages])
    seconds = min(seconds or 1e9, time.perf_counter() - started)
print(f"decoding and making columns alone: {len(payloads) / seconds:.0f}/s")
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


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PEAK + code, *arguments], stdout=subprocess.PIPE, text=True
    )


def result(process: subprocess.Popen[str]) -> list[str]:
    """What a program prints; it must end well."""
    printed, _ = process.communicate()
    assert process.returncode == 0
    return printed.splitlines()


def run(code: str, *arguments: str) -> list[str]:
    """Run a program; what it prints."""
    return result(start(code, *arguments))


def numbers(lines: list[str]) -> list[float]:
    """The numbers in the last line that a program printed."""
    return [float(each) for each in lines[-1].split()]


def compare(server: str, name: str, size: int, folder: Path, rounds: int) -> Path:
    """Let both read a topic in turns, and print the medians; the archive that was made last."""
    from hop.archive import to_table

    place = folder / name
    bare, ours, memory = [], [], 0.0
    to_file = (BARE, server, name, str(PARTITIONS), str(folder / "bytes"))
    to_archive = (OURS, f"kafka://{server}/{name}", str(place))
    for _ in range(rounds):
        count, *times = numbers(run(*to_file))
        bare.append(times)
        shutil.rmtree(place, ignore_errors=True)
        *times, most = numbers(run(*to_archive))
        ours.append(times)
        memory = max(memory, most)
        assert to_table(place, ["offset"]).num_rows == count
    bare_s, bare_cpu = map(statistics.median, zip(*bare, strict=True))
    ours_s, ours_cpu = map(statistics.median, zip(*ours, strict=True))
    ratio = statistics.median(b[0] / o[0] for b, o in zip(bare, ours, strict=True))
    print(
        f"{name}: {count:.0f} messages, {size / 1e6:.0f} MB; bare {count / bare_s:.0f}/s, "
        f"{size / 1e6 / bare_s:.0f} MB/s; archive {count / ours_s:.0f}/s, "
        f"{size / 1e6 / ours_s:.0f} MB/s, {ratio:.2f} of it; "
        f"processor {bare_cpu:.1f} s and {ours_cpu:.1f} s; at most {memory:.0f} MB",
        flush=True,
    )
    return place


def share(url: str, place: Path, count: int) -> None:
    """Let two archivers of one group share a topic, and print how fast they are together."""
    started = time.perf_counter()
    both = [start(OURS, url, str(place), "-g", "keeper") for _ in range(2)]
    for each in both:
        result(each)
    print(f"two archivers of a group: {count / (time.perf_counter() - started):.0f}/s, with start")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of messages")
    parser.add_argument("--rounds", type=int, default=3, help="how often each has its turn")
    parser.add_argument("jobs", nargs="*", help="small, large, notices; all if none is named")
    given = parser.parse_args()
    from hop.sandbox import KafkaCluster

    alerts = int(1_000_000 * given.scale)
    jobs = {
        "small": small(int(500_000 * given.scale)),
        "large": large(int(20_000 * given.scale)),
        "notices": notices(alerts),
    }
    with KafkaCluster() as kafka, tempfile.TemporaryDirectory() as folder:
        server = kafka.url.removeprefix("kafka://")
        for name in given.jobs or jobs:
            kafka.create_topic(name, PARTITIONS)
            size = publish(f"{kafka.url}/{name}", jobs[name])
            place = compare(server, name, size, Path(folder), given.rounds)
            if name == "notices":
                print(*run(ASK, str(place), str(alerts // 2)), sep="\n", flush=True)
                share(f"{kafka.url}/{name}", Path(folder, "shared"), alerts)
                sample = Path(folder, "sample")
                sample.write_bytes(b"\n".join(notices(20_000)))
                print(*run(DECODE, str(sample)), sep="\n")


if __name__ == "__main__":
    main()
