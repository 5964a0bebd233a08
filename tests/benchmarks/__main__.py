"""hop, confluent-kafka alone and hop-client at the same works, side by side on a real Kafka.

Each contestant does each work by turns with the others, in a process of its own, and is checked:
counts, offsets without gaps, content. A run whose check fails has no figure.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import machine
import peer
import report
from contest import Result, Work, hold
from topics import Topics
from works import Works

from hop.sandbox import KafkaCluster


def main() -> int:
    """Run the benchmarks.

    Returns:
        0: every run passed its checks, whether or not the goals are reached; 1: one did not.
    """
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("works", nargs="*", metavar="WORK", help="which to do; all by default")
    parser.add_argument("--quick", action="store_true", help="do less of each, in under a minute")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("bench.json"),
        help="where the figures of all runs are written (bench.json)",
    )
    parser.add_argument(
        "--events", type=Path, nargs="+", default=[], help="VOEvents to load instead of the example"
    )
    chosen = parser.parse_args()
    python, described = peer.python(), machine.describe()
    with KafkaCluster() as kafka:
        topics = Topics(kafka)
        topics.of_json(1)  # a broker that has just started gives no producer its id yet
        works = Works(kafka.url, topics, python, quick=chosen.quick, events=chosen.events)
        known = dict(works.all())
        if unknown := set(chosen.works) - known.keys():
            parser.error(f"no such work: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
        results: list[Result] = []
        try:
            for name in chosen.works or list(known):
                results.append(_hold(name, known[name]))
        except KeyboardInterrupt:
            _tell(f"broken off in {name}; what was done before it is shown")
    print(report.table(results))
    print("\n" + ", ".join(f"{name} {value}" for name, value in described.items()))
    report.save(chosen.output, results, described, chosen.quick)
    print(f"the figures of all runs are in {chosen.output}")
    return 1 if any(result.faults for result in results) else 0


def _hold(name: str, make: Callable[[], Work]) -> Result:
    start = time.monotonic()
    result = hold(make(), _tell)
    _tell(f"{name}: {time.monotonic() - start:.1f} s")
    return result


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


sys.exit(main())
