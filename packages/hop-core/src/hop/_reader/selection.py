"""Which messages of a stream are delivered: a filter of alerts, and what finds it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._config import Where
    from hop._kafka import Partition
    from hop._messages import Metadata

GROUP = "hop_filter"
"""The entry point by which a package gives streams their filters: a class of :class:`Selector`."""


@runtime_checkable
class Selector(Protocol):
    """Chooses the messages of a stream."""

    def select(self, message: Any, metadata: Metadata, *, raises: bool = False) -> bool:
        """Whether a message is delivered.

        Args:
            message: the message.
            metadata: its metadata.
            raises: raise what a function of the user raises; otherwise the message is delivered.
        """

    def done(self, partition: Partition, offset: int) -> None:
        """Note that a message is done, before its offset is committed.

        Raises:
            hop.errors.StateError: what is to be remembered cannot be written.
        """

    def counts(self) -> Mapping[str, int]:
        """How many messages were left out: ``left_out`` by the filter, ``duplicate`` as such."""

    def close(self) -> None:
        """Shut down. May be repeated."""


def open_selector(
    where: Where | Selector | None, deduplicate: bool, state: str | os.PathLike[str] | None
) -> Selector | None:
    """Make what chooses the messages of a stream; None where all are delivered.

    Args:
        where: the filter, or a selector that is there already.
        deduplicate: whether duplicates are left out.
        state: the file that remembers what passed.

    Raises:
        ValueError: a filter that is neither a text nor a function, or a file without a use.
        hop.errors.FilterError: the expression is wrong.
        hop.errors.StateError: the file cannot be used.
        hop.errors.ConfigError: what filters alerts is not installed.
    """
    if isinstance(where, Selector):
        return where
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
