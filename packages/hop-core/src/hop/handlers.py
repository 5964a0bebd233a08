"""Handlers: a function that is called for each message of a stream."""

from hop._handlers import Counters, run

__all__ = ["Counters", "run"]
