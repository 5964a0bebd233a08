"""What the figures were measured with, and on: no names of hosts or people."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import confluent_kafka
from peer import VERSION

from hop.sandbox._java import VERSION as KAFKA


def describe() -> dict[str, str]:
    """Versions, and the machine."""
    ours = ("hop-core", "hop-models", "hop-cli", "confluent-kafka", "orjson", "msgspec", "lxml")
    return {
        **{name: version(name) for name in ours},
        "hop-client": VERSION,
        "librdkafka": confluent_kafka.libversion()[0],
        "Apache Kafka": KAFKA,
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if "model name" in line), "?")
