"""Brokers by name: ``gcn:topic`` for ``kafka://kafka.gcn.nasa.gov/topic``."""

from hop._config.brokers import Broker, add, find, load, remove

__all__ = ["Broker", "add", "find", "load", "remove"]
