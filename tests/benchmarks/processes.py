"""How many messages one, two and four workers of ``hop.run`` handle in a second.

    hatch run python tests/benchmarks/processes.py

Each handler burns the time that a filter of alerts may take, so that the workers need cores, and
the broker, which shares them, is not the limit. The rate is that between the first and the last
tenth of the messages: starting is left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hop import Stream
from hop.sandbox import KafkaCluster

COUNT, PARTITIONS = 8000, 4
HANDLER = """
import os, time
log = os.open("log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def burn(message):
    end = time.thread_time() + 0.001
    while time.thread_time() < end:
        pass
    os.write(log, f"{time.time()}\\n".encode())
"""


def rate(url: str, workers: int) -> float:
    """Messages that are handled in a second."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "mine.py").write_text(HANDLER)
        options = ["--no-auth", "-q", "-e", "-s", "EARLIEST", "--workers", str(workers)]
        subprocess.run(
            [sys.executable, "-m", "hop", "run", *options, "-g", f"g{workers}", "mine:burn", url],
            cwd=folder,
            check=True,
        )
        times = sorted(map(float, (Path(folder) / "log").read_text().split()))
    first, last = len(times) // 10, len(times) * 9 // 10
    return (last - first) / (times[last] - times[first])


def main() -> None:
    """Print a line for each number of workers."""
    with KafkaCluster() as cluster:
        cluster.create_topic("work", PARTITIONS)
        with Stream(auth=False).open(f"{cluster.url}/work", "w") as stream:
            for number in range(COUNT):
                stream.write_raw(b'{"number": 1}', partition=number % PARTITIONS)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; 1 ms of work a message")
        for workers in (1, 2, 4):
            print(f"{workers} workers: {rate(f'{cluster.url}/work', workers):.0f} messages/s")


if __name__ == "__main__":
    main()
