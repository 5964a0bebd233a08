"""Handlers: functions that are called for each message of a stream."""

from hop._handlers.call import Call, find_handler
from hop._handlers.counters import Counters, State
from hop._handlers.dead_letters import is_topic
from hop._handlers.runner import Retry, Run
from hop._handlers.start import prepare, run

__all__ = [
    "Call",
    "Counters",
    "Retry",
    "Run",
    "State",
    "find_handler",
    "is_topic",
    "prepare",
    "run",
]
