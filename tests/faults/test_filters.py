"""Filters for long, and handlers with filters that are killed in a group."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from day import GOLD, HANDLER, MERGERS, NEAR, make_day, publish

from hop import Stream
from hop.sandbox import KafkaCluster

from ..integration.delivery import BROKER

MANY = 100_000
# The command, which tells how much memory it has, at most.
MEASURED = """
import resource, sys
from hop.cli import main

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

code = main(sys.argv[1:])
print("MEMORY", most(), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def one() -> Iterator[KafkaCluster]:
    with KafkaCluster(config=BROKER) as cluster:
        yield cluster


@pytest.mark.parametrize("where", [MERGERS, NEAR, GOLD])
def test_a_killed_handler_loses_and_doubles_nothing(
    one: KafkaCluster, where: str, tmp_path: Path
) -> None:
    day = make_day()
    handled, state = tmp_path / "handled", tmp_path / f"state-{uuid.uuid4().hex[:6]}"
    program = [sys.executable, "-c", HANDLER, publish(day, one), where, str(state), str(handled)]
    for killed_at in ("2", "2", "0"):
        subprocess.run([*program, killed_at], timeout=90)
    assert Counter(handled.read_text().split()) == Counter(dict.fromkeys(day.expected[where], 1))


def test_a_filter_takes_no_more_memory_for_more_alerts(one: KafkaCluster) -> None:
    """A command that reads all alerts needs hardly more than one that reads a tenth."""
    day, most = make_day(), {}
    payloads = [each for each in day.notices if b"superevent_id" in each]
    for count in (MANY // 10, MANY):
        name = f"many-{count}"
        one.create_topic(name, 1)
        with Stream(auth=False).open(f"{one.url}/{name}", "w") as stream:
            for number in range(count):
                stream.write_raw(payloads[number % len(payloads)])
        result = subprocess.run(
            [sys.executable, "-c", MEASURED, "subscribe", "--no-auth", "-s", "EARLIEST",
             "--where", MERGERS + " && in_cone(1, 2, 3)", "-v", f"{one.url}/{name}"],
            capture_output=True, text=True, timeout=100,
        )  # fmt: skip
        assert f"{count} messages left out by the filter" in result.stderr, result.stderr
        most[count] = int(result.stderr.rpartition("MEMORY ")[2])
    print(most)
    # librdkafka's queues fill in both.
    assert most[MANY] < most[MANY // 10] + 20_000, most
