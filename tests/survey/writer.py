"""Writes alerts of a survey into a topic, at a rate: a program of its own, as a survey's is."""

from __future__ import annotations

import sys
import time
from typing import Any

from confluent_kafka import Producer

from hop.testing import survey_alerts


def write(bootstrap: str, topic: str, count: int, seconds: float, **options: Any) -> None:
    """Write so many alerts, evenly over so many seconds; 0: as fast as they can be written."""
    producer = Producer(
        {"bootstrap.servers": bootstrap, "linger.ms": 20, "queue.buffering.max.kbytes": 100_000}
    )
    start = time.monotonic()
    for number, sample in enumerate(survey_alerts(count=count, **options)):
        wait = start + number * seconds / count - time.monotonic()
        if wait > 0:
            producer.poll(wait)
        while True:
            try:
                producer.produce(topic, sample.payload, sample.key)
                break
            except BufferError:
                producer.poll(0.1)
    if producer.flush(120):
        raise SystemExit("not all alerts were written")


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
