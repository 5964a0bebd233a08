"""Handlers: a function that is called for each message of a stream."""

from hop._handlers.counters import Tally
from hop._handlers.handling import run

__all__ = ["Tally", "run"]
