"""Streams opened for reading: one poll loop, and what it needs."""

from hop._reader.consumer import Consumer
from hop._reader.receiver import BATCH_SIZE, SERVE_EVERY_S, ReadOptions, Receiver
from hop._reader.selection import open_selector
from hop._reader.statistics import Statistics
from hop._reader.stop import check_idle_timeout
from hop._reader.tests import check_tests

__all__ = [
    "BATCH_SIZE",
    "SERVE_EVERY_S",
    "Consumer",
    "ReadOptions",
    "Receiver",
    "Statistics",
    "check_idle_timeout",
    "check_tests",
    "open_selector",
]
