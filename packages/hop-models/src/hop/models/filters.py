"""Filters of alerts: an expression in CEL, for ``where=`` of a stream, or for alerts at hand.

from hop.models.filters import Expression

is_near = Expression("in_cone(197.45, -23.38, 5)")
near = [alert for alert in message.alerts if is_near(alert)]

A package adds functions to the language with the entry point ``hop_filter_functions``.
"""

from __future__ import annotations

from hop.models._filters import FUNCTIONS, Expression, Function, Selector, Unknown

__all__ = ["FUNCTIONS", "Expression", "Function", "Selector", "Unknown"]
