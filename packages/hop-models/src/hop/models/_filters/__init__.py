"""Filters of alerts: an expression, what passed before, and what is a duplicate."""

from hop.models._filters.expression import Expression
from hop.models._filters.memory import Remembered, StateFile
from hop.models._filters.selector import Selector, alerts_of, event_keys

__all__ = ["Expression", "Remembered", "Selector", "StateFile", "alerts_of", "event_keys"]
