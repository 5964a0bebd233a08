"""Brokers by name: ``gcn:topic`` for ``kafka://kafka.gcn.nasa.gov/topic``."""

from hop._config import Broker
from hop._config import add_broker as add
from hop._config import find_broker as find
from hop._config import load_brokers as load
from hop._config import remove_broker as remove

__all__ = ["Broker", "add", "find", "load", "remove"]
