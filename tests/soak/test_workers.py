"""``hop run --workers`` for a minute in which a worker is killed every 5 s."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.sandbox import KafkaCluster
from hop.sandbox._processes import free_ports

from ..faults.conftest import kafka, new_topic, running
from ..faults.test_workers import (
    KEYS,
    folder,
    handled,
    has_handled,
    metrics,
    order_is_kept,
    value,
    wait_until,
)
from ..integration.test_run import Running

__all__ = ["folder", "kafka", "new_topic", "running"]

KILLS, EVERY_S, RATE = 12, 5.0, 300


@pytest.mark.timeout(300)
def test_a_worker_is_killed_every_5_seconds_for_a_minute(
    kafka: KafkaCluster, new_topic: Any, running: Running
) -> None:
    url, port = f"{kafka.url}/{new_topic(4)}", free_ports(1)[0]
    process = running.start("mine:note", url, "--workers", "3", "--metrics", str(port))
    start, count, killed = time.monotonic(), 0, set[int]()
    with Stream(auth=False).open(url, "w") as stream:
        while (now := time.monotonic() - start) < KILLS * EVERY_S or len(killed) < KILLS:
            while count < now * RATE:
                stream.write(count, key=f"key {count % KEYS}")
                count += 1
            if now > EVERY_S * (len(killed) + 1) and (victim := working(running.folder, killed)):
                os.kill(victim, signal.SIGKILL)
                killed.add(victim)
            time.sleep(0.02)
    wait_until(lambda: has_handled(running.folder, count))
    wait_until(lambda: value(metrics(port), "hop_worker_restarts_total") == KILLS)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    numbers = [number for _, number in handled(running.folder)]
    print(f"{count} messages, {KILLS} kills, {len(numbers) - count} handled again")
    assert set(numbers) == set(range(count))
    assert order_is_kept(numbers)


def working(folder: Path, killed: set[int]) -> int | None:
    """A worker that has handled the newest message, unless it is dead already."""
    lines = handled(folder)
    return lines[-1][0] if lines and lines[-1][0] not in killed else None
