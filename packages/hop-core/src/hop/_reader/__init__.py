"""Streams opened for reading: one poll loop, and what it needs."""

from hop._reader.batches import BatchMaker, Collection, Messages, find_batch_maker, mark_done
from hop._reader.consumer import Consumer
from hop._reader.receiver import BATCH_SIZE, SERVE_EVERY_S, ReadOptions, Receiver
from hop._reader.selection import open_selector
from hop._reader.statistics import Statistics
from hop._reader.stop import check_idle_timeout
from hop._reader.tests import check_tests

__all__ = [
    "BATCH_SIZE",
    "SERVE_EVERY_S",
    "BatchMaker",
    "Collection",
    "Consumer",
    "Messages",
    "ReadOptions",
    "Receiver",
    "Statistics",
    "check_idle_timeout",
    "check_tests",
    "find_batch_maker",
    "mark_done",
    "open_selector",
]
