"""Ten everyday jobs, done with hop-client, gcn-kafka, kcat and hop by turns on a real Kafka.

Each run is checked for what must come of it. The first of each is not counted: it compiles.
"""

from __future__ import annotations

import argparse
import datetime
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from hop import Stream
from hop.sandbox import KafkaCluster

from .. import environments
from . import table
from .clients import CLIENTS, search_paths
from .desk import Desk
from .jobs import JOBS, Place
from .script import Script

USERS = {"alice": "alice-secret"}


def main() -> int:
    """Measure.

    Returns:
        0: every run came to what it must; 1: one did not, and no table is made.
    """
    parser = argparse.ArgumentParser(prog="jobs", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how many count (5)")
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/compare.md, too"
    )
    chosen = parser.parse_args()
    if chosen.rounds < 1:
        parser.error("--rounds must be 1 or more")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = search_paths(
            folder / "tools",
            environments.make(folder / "hop-client", *environments.HOP_CLIENT),
            environments.make(folder / "gcn-kafka", *environments.GCN_KAFKA),
        )
        with KafkaCluster(users=USERS) as kafka:
            for user in USERS:
                kafka.allow(user, "*", "ALL", group="")
            desk = Desk(kafka)
            # The broker's coordinator of groups must be there before somebody is measured.
            with Stream(auth=False).open(
                f"kafka://group@{kafka.bootstrap()}/{desk.events}"
            ) as all_:
                list(all_)
            try:
                seconds = _measure(desk, paths, chosen.rounds)
            except AssertionError as fault:
                print(fault, file=sys.stderr)
                return 1
    today = datetime.datetime.now(datetime.UTC).date()
    measured = f"Seconds of {today}: medians of {chosen.rounds}, on {os.cpu_count()} cores."
    written = table.render(seconds, measured)
    print(written)
    if chosen.write:
        table.put(written)
    return 0


def _measure(desk: Desk, paths: dict[str, str], rounds: int) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        start = time.monotonic()
        for job, about in JOBS.items():
            for client in CLIENTS:
                if Script(client, about.files).files:
                    seconds = _once(desk, client, job, paths[client])
                    if number:
                        found.setdefault((client, job), []).append(seconds)
        print(f"round {number}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return {key: statistics.median(each) for key, each in found.items()}


def _once(desk: Desk, client: str, job: str, path: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return JOBS[job].do(Place(desk, client, path, Path(folder)))
        except AssertionError as fault:
            raise AssertionError(f"{client}, {job}: {fault}") from fault


sys.exit(main())
