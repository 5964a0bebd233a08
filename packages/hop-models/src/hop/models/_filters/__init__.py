"""Filters of alerts: an expression, what passed before, and what is a duplicate."""

from hop.models._filters.expression import Expression
from hop.models._filters.selector import Selector

__all__ = ["Expression", "Selector"]
