"""An event loop that reads or writes 50,000 messages a second is not held up: half a minute.

The figures are printed; they are those of the machine, too, which the ticker alone shows: only what
is left without the waiting for a processor is held to 5 ms here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hop.sandbox import KafkaCluster

SECONDS = 5.0
LATEST_MS = 5.0
_TICKER = Path(__file__).with_name("ticker.py")


@pytest.fixture(scope="module")
def cluster() -> Iterator[KafkaCluster]:
    with KafkaCluster() as cluster:
        yield cluster


def start(work: str, seconds: float, url: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, str(_TICKER), work, str(seconds), url]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def figures(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


@pytest.mark.parametrize("work", ["write", "read", "catch-up"])
def test_a_ticker_beside(cluster: KafkaCluster, work: str) -> None:
    url = f"{cluster.url}/ticker-{work}"
    cluster.create_topic(f"ticker-{work}")
    alone = figures(start("alone", SECONDS, url))
    if work == "catch-up":
        figures(start("feed", SECONDS, url))
    feeder = start("feed", SECONDS + 3, url) if work == "read" else None
    beside = figures(start(work, SECONDS, url))
    if feeder is not None:
        figures(feeder)
    print(f"alone: {alone}\n{work}: {beside}")
    assert beside["rate"] > 0
    assert beside["own_p99_ms"] < LATEST_MS
