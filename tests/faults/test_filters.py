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
# The command, which tells at its end how much memory it had at most, kB. getrusage() would tell of
# the process that started it, too.
MEASURED = """
import re, sys
from pathlib import Path
from hop.cli import main

code = main(sys.argv[1:])
status = Path("/proc/self/status").read_text()
print("MEMORY", re.search(r"VmHWM:\\s+(\\d+)", status)[1], file=sys.stderr)
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_filter_takes_no_more_memory_for_more_alerts(one: KafkaCluster) -> None:
    """A command that reads all alerts needs hardly more than one that reads half of them."""
    payloads = [each for each in make_day().notices if b"superevent_id" in each]
    names = ["half", "other-half"]
    for name in names:
        one.create_topic(name, 1)
        with Stream(auth=False).open(f"{one.url}/{name}", "w") as stream:
            for number in range(MANY // 2):
                stream.write_raw(payloads[number % len(payloads)])
    most = []
    for count, topics in ((MANY // 2, names[0]), (MANY, ",".join(names))):
        result = subprocess.run(
            [sys.executable, "-c", MEASURED, "subscribe", "--no-auth", "-t", "-s", "EARLIEST",
             "--where", MERGERS + " && in_cone(1, 2, 3)", "-v", f"{one.url}/{topics}"],
            capture_output=True, text=True, timeout=100,
        )  # fmt: skip
        assert f"{count} messages left out by the filter" in result.stderr, result.stderr
        most.append(int(result.stderr.rpartition("MEMORY ")[2]))
    print(most)
    assert most[1] < most[0] + 15_000, most
