"""``hop run``, killed while its handler fails."""

from __future__ import annotations

import json
import os
import re
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from typing import Any

from hop.sandbox import KafkaCluster
from hop.sandbox._processes import free_ports

from ..integration.test_run import Running, write

MANY = 10_000


def metrics(port: int, handled: Callable[[], int]) -> dict[str, float]:
    """What is served once all that the handler has had is counted."""
    end, before, since = time.monotonic() + 60, (0.0, 0), time.monotonic()
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
            text = answer.read().decode()
        found = {name: float(value) for name, value in re.findall(r"^(hop_\S+) (\S+)$", text, re.M)}
        outcomes = [value for name, value in found.items() if name.startswith("hop_messages_total")]
        lags = [value for name, value in found.items() if name.startswith("hop_lag_messages")]
        now = (sum(outcomes), handled())
        if now != before or any(lags):  # what was not done before the kill may still come again
            before, since = now, time.monotonic()
        elif time.monotonic() - since > 2.5:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.1)


def test_killed_twice_while_one_in_a_hundred_fails(
    kafka: KafkaCluster, new_topic: Any, running: Running
) -> None:
    topic = new_topic(3)
    url = f"{kafka.url}/{topic}"
    write(url, range(MANY))
    options = ("--retries", "0", "--concurrency", "4", "--dead-letter", "dead")
    for _ in range(2):
        is_killed = {**os.environ, "KILLED_AT": str(MANY // 4)}
        process = running.start("mine:picky", url, *options, env=is_killed)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
    handled_before, dead_before = len(running.handled()), running.dead_letters()
    port = free_ports(1)[0]
    process = running.start("mine:picky", url, *options, "--metrics", str(port))
    running.wait_for_all(MANY)
    found = metrics(port, handled=lambda: len(running.handled()) - handled_before)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    times = Counter(running.handled())
    assert set(times) == set(range(MANY))
    handled = len(running.handled()) - handled_before
    died = found['hop_messages_total{outcome="dead_letter"}']
    assert found['hop_messages_total{outcome="done"}'] + died == handled
    # All that fail have one key. If two killed processes did that partition, none fails here.
    assert found.get('hop_errors_total{kind="ValueError"}', 0) == died
    assert 100 - dead_before <= died <= 100
    lags = {name: value for name, value in found.items() if name.startswith("hop_lag_messages")}
    # In some of its partitions this process may have done nothing.
    assert (len(lags), set(lags.values())) == (3, {0.0})
    repeated = sum(times.values()) - MANY
    assert repeated < MANY // 4
    dead = [json.loads(each.read_text()) for each in (running.folder / "dead").glob("*.meta.json")]
    assert sorted(each["cause"] for each in dead) == sorted(
        f"ValueError: number {number}" for number in range(7, MANY, 100)
    )
    kept = [each for each in (running.folder / "dead").iterdir() if each.suffix == ".txt"]
    assert sorted(int(each.read_text()) for each in kept) == list(range(7, MANY, 100))
