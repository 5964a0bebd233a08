"""A real Apache Kafka on this machine, for trying hop and for tests.

    from hop.sandbox import KafkaCluster

    with KafkaCluster(users={"alice": "secret"}) as kafka:
        kafka.create_topic("alerts")
        kafka.allow("alice", "alerts", "READ", "WRITE", "DESCRIBE", group="")
        print(kafka.url, kafka.bootstrap("SASL_SSL"), kafka.ca_file)

It runs on Linux and macOS.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.sandbox._cluster import KafkaCluster as KafkaCluster
    from hop.sandbox._command import run as run
    from hop.sandbox._credentials import credential as credential
    from hop.sandbox._credentials import write_configuration as write_configuration
    from hop.sandbox._registry import SchemaRegistry as SchemaRegistry
    from hop.sandbox._surveys import Survey as Survey
    from hop.sandbox._surveys import SurveySample as SurveySample
    from hop.sandbox._surveys import survey_alerts as survey_alerts
    from hop.sandbox._surveys import survey_schema as survey_schema
    from hop.sandbox._surveys import survey_schema_id as survey_schema_id

__all__ = [
    "KafkaCluster",
    "SchemaRegistry",
    "credential",
    "run",
    "write_configuration",
]

_MODULES = {
    "KafkaCluster": "hop.sandbox._cluster",
    "SchemaRegistry": "hop.sandbox._registry",
    "credential": "hop.sandbox._credentials",
    "Survey": "hop.sandbox._surveys",
    "SurveySample": "hop.sandbox._surveys",
    "survey_alerts": "hop.sandbox._surveys",
    "survey_schema": "hop.sandbox._surveys",
    "survey_schema_id": "hop.sandbox._surveys",
    "run": "hop.sandbox._command",
    "write_configuration": "hop.sandbox._credentials",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: confluent-kafka and cryptography are heavy.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
