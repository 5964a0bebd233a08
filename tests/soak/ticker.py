"""How late a ticker of 10 ms is in an event loop that reads or writes beside it.

    python ticker.py WORK SECONDS URL

The works: ``alone`` (nothing beside it), ``read`` what comes, ``catch-up`` with all that is there
at full speed, ``write``; and ``feed``, without a ticker, which writes so that another process can
read. ``write`` and ``feed`` write 50,000 messages a second. The last line is a JSON object; its
``own_…`` is without the time for which the loop's thread waited for a processor, where the system
tells that (Linux): on a busy machine it says more of hop.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any

from hop import Stream
from hop.io import StartPosition

RATE = 50_000
TICK_S = 0.01
# What is asked for at once, as a burst of alerts comes.
BURST = RATE // 100


def event(number: int) -> dict[str, Any]:
    """A message of 175 bytes, as those of the benchmarks."""
    return {"number": number, "event": "S260101a", "ra_deg": 83.6331, "text": "x" * 108}


def bursts(seconds: float) -> Iterator[tuple[float, range]]:
    """When to write which messages, at the rate; those that are late are written at once."""
    start = time.monotonic()
    for number in range(round(seconds * RATE / BURST)):
        first = number * BURST
        yield start + number * BURST / RATE, range(first, first + BURST)


def feed(url: str, seconds: float) -> dict[str, Any]:
    start = time.monotonic()
    with Stream(auth=False).open(url, "w") as stream:
        for due, numbers in bursts(seconds):
            time.sleep(max(0.0, due - time.monotonic()))
            for number in numbers:
                stream.write(event(number))
    return {"rate": seconds * RATE / (time.monotonic() - start)}


async def write(url: str, seconds: float) -> int:
    count = 0
    async with Stream(auth=False).aopen(url, "w") as stream:
        for due, numbers in bursts(seconds):
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            for number in numbers:
                await stream.write(event(number))
            count += len(numbers)
    return count


async def read(url: str, seconds: float) -> int:
    async with Stream(auth=False, persist=True).aopen(url) as stream:
        end = time.monotonic() + seconds
        return await count_until(stream.read(), end)


async def catch_up(url: str, seconds: float) -> int:
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        async with stream.aopen(url) as messages:
            count += await count_until(messages.read(), end)
    return count


async def count_until(messages: AsyncIterator[Any], end: float) -> int:
    count = 0
    async for message in messages:
        count += message["number"] >= 0
        if time.monotonic() > end:
            break
    return count


async def alone(_: str, seconds: float) -> int:
    await asyncio.sleep(seconds)
    return 0


WORKS = {"alone": alone, "read": read, "catch-up": catch_up, "write": write}


async def beside(work: Coroutine[Any, Any, int]) -> dict[str, Any]:
    """What the work did, and how late the ticker was beside it."""
    late: list[float] = []
    own: list[float] = []
    schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

    def waited() -> float:
        """How long this thread has waited for a processor, s."""
        return int(schedule.read_text().split()[1]) / 1e9 if schedule.exists() else 0.0

    async def tick() -> None:
        while True:
            before, due = waited(), time.perf_counter() + TICK_S
            await asyncio.sleep(TICK_S)
            late.append(time.perf_counter() - due)
            own.append(max(0.0, late[-1] - (waited() - before)))

    start = time.perf_counter()
    ticker = asyncio.create_task(tick())
    count = await work
    seconds = time.perf_counter() - start
    ticker.cancel()
    told = {"rate": round(count / seconds), "ticks": len(late)}
    return told | percentiles("", late) | percentiles("own_", own)


def percentiles(prefix: str, times: list[float]) -> dict[str, float]:
    times.sort()
    ranks = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {
        f"{prefix}{name}_ms": round(times[int((len(times) - 1) * rank)] * 1000, 2)
        for name, rank in ranks.items()
    }


def main() -> None:
    work, seconds, url = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    told = feed(url, seconds) if work == "feed" else asyncio.run(beside(WORKS[work](url, seconds)))
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
