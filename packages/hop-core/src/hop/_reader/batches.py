"""Record batches of Apache Arrow: messages are collected, and a package of models makes columns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._messages import Metadata
    from hop._reader.receiver import ReadOptions, Receiver

GROUP = "hop_batch"
"""The entry point by which a package makes batches: a function of messages with their metadata."""


def find_batch_maker() -> Callable[[list[tuple[Any, Metadata]]], Any]:
    """What makes a record batch of messages.

    Raises:
        hop.errors.ConfigError: no package that does is installed.
    """
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    for point in entry_points(group=GROUP):
        found: Callable[[list[tuple[Any, Metadata]]], Any] = point.load()
        return found
    raise ConfigError(
        "record batches need the package hop-models, which is not installed; install it from the "
        "repository of hop: pip install 'packages/hop-models[arrow]'"
    )


def collect_batches(
    receiver: Receiver,
    options: ReadOptions,
    make: Callable[[list[tuple[Any, Metadata]]], Any],
) -> Iterator[Any]:
    """Collect messages to batches. Those of a batch are done when the next one is asked for.

    Args:
        receiver: gives the messages.
        options: how they are read: with metadata, and without autocommit. ``batch_size`` is how
            many messages a batch has, at most, and ``batch_timeout`` how long the first of them
            waits for others.
        make: makes a batch of messages.
    """
    waiting: list[tuple[Any, Metadata]] = []
    due = 0.0

    def handed_out() -> Iterator[Any]:
        yield make(waiting)
        for _, metadata in waiting:
            receiver.mark_done((metadata.topic, metadata.partition), metadata.offset)
        waiting.clear()

    while receiver.poll(options):
        for each in receiver.deliver(options):
            if not waiting:
                due = time.monotonic() + options.timeout_s
            waiting.append(each)
            if len(waiting) >= options.batch_size or time.monotonic() >= due:
                yield from handed_out()
        if waiting and time.monotonic() >= due:
            yield from handed_out()
    if waiting and not receiver.is_stopped:  # what is collected then is read again
        yield from handed_out()
