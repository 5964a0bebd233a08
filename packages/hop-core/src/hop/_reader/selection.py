"""Which messages of a stream are delivered: a filter of alerts, and what finds it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from hop._config import Selector
from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._config import Where

GROUP = "hop_filter"
"""The entry point by which a package gives streams their filters: a class of :class:`Selector`."""


class _Shared:
    """A selector that a stream does not close, since others use it, too.

    Args:
        selector: the selector.
    """

    def __init__(self, selector: Selector) -> None:
        self.select, self.done, self.counts = selector.select, selector.done, selector.counts

    def close(self) -> None:
        """Nothing: whoever made the selector closes it."""


def open_selector(
    where: Where | None, deduplicate: bool, state: str | os.PathLike[str] | None
) -> Selector | None:
    """Make what chooses the messages of a stream; None where all are delivered.

    Args:
        where: the filter; or a selector that is there already, which is not closed with the stream.
        deduplicate: whether duplicates are left out.
        state: the file that remembers what passed.

    Raises:
        ValueError: a filter that is neither a text nor a function, or a file without a use.
        hop.errors.FilterError: the expression is wrong.
        hop.errors.StateError: the file cannot be used.
        hop.errors.ConfigError: what filters alerts is not installed.
    """
    if isinstance(where, Selector):
        if deduplicate or state is not None:
            raise ValueError("give deduplicate and state to the selector, not to the stream")
        return _Shared(where)
    if where is None and not deduplicate:
        if state is not None:
            raise ValueError(
                "state remembers what passed a filter: give where= (--where) or deduplicate=True "
                "(--deduplicate) too"
            )
        return None
    if where is not None and not isinstance(where, str) and not callable(where):
        raise ValueError(
            f"where is an expression, or a function of an alert, not {type(where).__name__}"
        )
    return _maker()(where, deduplicate=deduplicate, state=state)


def _maker() -> Callable[..., Selector]:
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    for point in entry_points(group=GROUP):
        maker: Callable[..., Selector] = point.load()
        return maker
    raise ConfigError(
        "filters of alerts need the package hop-models, which is not installed; run: "
        "pip install 'hop-models[filters]'"
    )
