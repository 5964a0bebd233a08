"""How a contestant, a process of its own, is told what to do and tells its figures."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

Run = Callable[..., dict[str, float]]


def answer(runs: Mapping[str, Run]) -> None:
    """Do the work that the command line names, and print its figures as JSON.

    A check that fails raises: the process then prints no figure and ends with another code than 0.
    """
    name, arguments = sys.argv[1], json.loads(sys.argv[2])
    figures = runs[name](**arguments)
    print("\n" + json.dumps(figures), flush=True)


def rate(count: int, start: float) -> dict[str, float]:
    """Messages a second since a moment (of ``time.perf_counter``)."""
    return {"rate": count / (time.perf_counter() - start)}


def latencies(seconds: list[float]) -> dict[str, float]:
    """Median and 99th percentile, in ms."""
    return {
        "p50": 1000 * statistics.median(seconds),
        "p99": 1000 * statistics.quantiles(seconds, n=100)[98],
    }


def median_ms(seconds: list[float]) -> dict[str, float]:
    """The median, in ms."""
    return {"ms": 1000 * statistics.median(seconds)}


def resident_mb() -> float:
    """How much memory this process holds now, in MB."""
    return _status("VmRSS")


def peak_mb() -> float:
    """The most it has held, in MB."""
    return _status("VmHWM")


def _status(field: str) -> float:
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
        line = next(line for line in file if line.startswith(field + ":"))
    return int(line.split()[1]) / 1024


def cpu_share(seconds: float, serve: Callable[[float], Any]) -> dict[str, float]:
    """How much of a core this process takes while something runs for a time, in percent."""
    cpu, start = time.process_time(), time.monotonic()
    serve(seconds)
    return {"percent": 100 * (time.process_time() - cpu) / (time.monotonic() - start)}


def time_of(work: Callable[[], Any], repeats: int) -> dict[str, float]:
    """What a piece of work takes, in µs: the best of five rounds, in time of the processor."""
    work()
    took = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(repeats):
            work()
        took.append(1e6 * (time.process_time() - start) / repeats)
    return {"us": min(took)}


def load_times(
    load: Callable[[bytes], Any], look: Callable[[Any], Any], files: list[str], repeats: int
) -> dict[str, float]:
    """What loading a document takes, alone and with a look at its content, in µs each.

    The best of five rounds, in time of the processor: nobody but this process takes part.
    """
    documents = []
    for name in files:
        with open(name, "rb") as file:  # noqa: PTH123
            documents.append(file.read())
    for document in documents:
        look(load(document))

    def once(work: Callable[[bytes], Any]) -> float:
        start = time.process_time()
        for _ in range(repeats):
            for document in documents:
                work(document)
        return 1e6 * (time.process_time() - start) / (repeats * len(documents))

    loads = [once(load) for _ in range(5)]
    looks = [once(lambda document: look(load(document))) for _ in range(5)]
    return {"load": min(loads), "look": min(looks)}
