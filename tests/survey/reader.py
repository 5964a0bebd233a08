"""Filters the alerts of a topic and measures itself: its delays, and the memory of its process."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from typing import Any

from hop import Stream
from hop.io import StartPosition
from hop.models import SurveyAlert


def read(url: str, registry: str, count: int) -> dict[str, Any]:
    """Handle so many alerts; what the filter needs of each is looked at."""
    stream = Stream(
        auth=False,
        start_at=StartPosition.EARLIEST,
        persist=True,
        idle_timeout=60,
        registry=registry,
    )
    ids: list[Any] = []
    delays: list[float] = []
    bright = 0
    with stream.open(url) as s:
        print("ready", flush=True)
        for message, metadata in s.read(metadata=True):
            assert isinstance(message, SurveyAlert), message.error
            alert = message.alerts[0]
            if alert.p_astro > 0.5 and message.magnitude < 20 and alert.ra < 180:
                bright += 1
            ids.append(message.id)
            delays.append(time.time() - metadata.timestamp / 1000)
            if len(ids) == count:
                break
    return {
        "handled": len(ids),
        "different": len(set(ids)),
        "bright": bright,
        "p50": statistics.median(delays),
        "p99": statistics.quantiles(delays, n=100)[98],
        "most": max(delays),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
