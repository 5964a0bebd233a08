"""Filters of alerts: an expression, what passed before, and what is a duplicate."""

from hop.models._filters.expression import Expression
from hop.models._filters.functions import FUNCTIONS, Function, Unknown
from hop.models._filters.memory import Remembered, StateFile
from hop.models._filters.selector import Selector, alerts_of, event_keys

__all__ = [
    "FUNCTIONS",
    "Expression",
    "Function",
    "Remembered",
    "Selector",
    "StateFile",
    "Unknown",
    "alerts_of",
    "event_keys",
]
