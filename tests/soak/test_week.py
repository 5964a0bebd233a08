"""A week in five minutes: restarts, rebalances and slow handlers leave nothing behind."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hop.sandbox import KafkaCluster

from ..integration.delivery import BROKER

SECONDS = 300
_WEEK = Path(__file__).with_name("week.py")


@pytest.mark.timeout(900)
def test_a_week_in_five_minutes(tmp_path: Path) -> None:
    chance = random.Random(7)
    with KafkaCluster(3, config=BROKER) as cluster:
        cluster.create_topic("week", 6)
        process = subprocess.Popen(
            [
                sys.executable,
                str(_WEEK),
                cluster.bootstrap(),
                "week",
                str(SECONDS),
                str(tmp_path / "journal"),
            ],
            stdout=subprocess.PIPE,
            text=True,
            # Each new thread of librdkafka's would begin with a heap of its own, up to eight for
            # each core, and glibc keeps what was once used in each: that is no growth without end.
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        )
        try:
            restarts = 0
            end = time.monotonic() + SECONDS
            while time.monotonic() < end and process.poll() is None:
                time.sleep(chance.uniform(8, 16))
                broker = chance.randrange(3)
                if chance.random() < 0.5:
                    cluster.kill_broker(broker)
                else:
                    cluster.stop_broker(broker)
                time.sleep(chance.uniform(0, 4))
                cluster.start_broker(broker)
                restarts += 1
            out, _ = process.communicate(timeout=300)
        finally:
            process.kill()
    found = json.loads(out.splitlines()[-1])
    print(f"{restarts} restarts of brokers; {found}")
    before, after = found["before"], found["after"]
    assert not found["problems"]
    assert found["lost"] == 0
    assert found["rounds"] > 30
    assert after["memory_mb"] - before["memory_mb"] < 10
    assert (after["threads"], after["python_threads"]) == (1, ["MainThread"])
    assert (after["files"], after["sockets"]) == (before["files"], before["sockets"])
    assert after["sockets"] == 0
