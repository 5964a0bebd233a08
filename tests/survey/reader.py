"""Filters the alerts of a topic and measures itself: its delays, and the memory of its process."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

from hop import Stream
from hop.io import StartPosition
from hop.models import SurveyAlert

IDLE_S = 20.0


def read(url: str, registry: str) -> dict[str, Any]:
    """Handle alerts until none comes; what the filter needs of each is looked at."""
    stream = Stream(
        auth=False,
        start_at=StartPosition.EARLIEST,
        persist=True,
        idle_timeout=IDLE_S,
        registry=registry,
    )
    ids: list[Any] = []
    delays: list[float] = []
    bright = 0
    with stream.open(url) as s:
        for message, metadata in s.read(metadata=True):
            assert isinstance(message, SurveyAlert), message.error
            alert = message.alerts[0]
            if alert.p_astro > 0.5 and message.magnitude < 20 and alert.ra < 180:
                bright += 1
            ids.append(message.id)
            delays.append(time.time() - metadata.timestamp / 1000)
    return {
        "ids": ids,
        "delays": delays,
        "bright": bright,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], sys.argv[2])))
