"""Record batches of Apache Arrow: messages are collected, and a package of models makes columns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._messages import Metadata
    from hop._reader.receiver import ReadOptions, Receiver

GROUP = "hop_batch"
"""The entry point by which a package makes batches, a function: it is called with the columns that
are wanted (``schema`` and ``fields`` of :meth:`hop.io.Consumer.read_batches`), and returns a
:data:`BatchMaker`."""

MOST_BYTES = 2**26
"""A batch is complete when its payloads come to so much. Messages that wait are in memory, decoded,
and a column of Arrow holds no more than 2 GiB."""

Messages = Sequence[tuple[Any, "Metadata"]]
BatchMaker = Callable[[Messages], Iterable[tuple[Any, Messages]]]
"""Makes record batches of messages with their metadata. Each comes with the messages in it."""


def find_batch_maker(schema: str, fields: Sequence[str] | None) -> BatchMaker:
    """What makes record batches of messages.

    Args:
        schema: which columns a batch has.
        fields: those that are wanted; None: all.

    Raises:
        ValueError: there are no such columns.
        hop.errors.ConfigError: no package that makes batches is installed.
    """
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    for point in entry_points(group=GROUP):
        found: BatchMaker = point.load()(schema, fields)
        return found
    raise ConfigError(
        "record batches need the package hop-models, which is not installed; install it from the "
        "repository of hop: pip install 'packages/hop-models[arrow]'"
    )


class Collection:
    """Messages that wait to become a batch. What is not delivered stays for the next reading.

    Attributes:
        messages: with their metadata, in the order in which they came.
    """

    def __init__(self) -> None:
        self.messages: list[tuple[Any, Metadata]] = []
        self._size = 0
        self._since = 0.0

    def add(self, message: Any, metadata: Metadata) -> None:
        """Add a message."""
        if not self.messages:
            self._since = time.monotonic()
        self.messages.append((message, metadata))
        self._size += _size_of(message, metadata)

    def is_complete(self, options: ReadOptions) -> bool:
        """Whether there are enough for a batch, or the first one has waited long enough."""
        if not self.messages:
            return False
        return (
            len(self.messages) >= options.batch_size
            or self._size >= MOST_BYTES
            or time.monotonic() >= self._since + options.timeout_s
        )

    def remove(self, messages: Messages) -> None:
        """Remove messages that are delivered in a batch."""
        delivered = {id(each) for each in messages}
        self.messages = [each for each in self.messages if id(each) not in delivered]
        self._size = sum(_size_of(*each) for each in self.messages)


def _size_of(message: Any, metadata: Metadata) -> int:
    return max(len(metadata.payload), getattr(message, "hop_unpacked_bytes", 0))


def collect_batches(
    receiver: Receiver, options: ReadOptions, make: BatchMaker, collection: Collection
) -> Iterator[Any]:
    """Record batches of the messages that are read.

    The messages of a batch are done when the next one is asked for.

    Args:
        receiver: gives the messages.
        options: how they are read: with metadata, and without autocommit. ``batch_size`` is how
            many messages are collected, at most, and ``batch_timeout`` how long the first of them
            waits for others.
        make: makes the batches.
        collection: where messages wait.
    """

    def delivered() -> Iterator[Any]:
        for batch, messages in make(collection.messages):
            collection.remove(messages)
            yield batch
            mark_done(receiver, messages)

    while receiver.poll(options):
        for each in receiver.deliver(options):
            collection.add(*each)
            if collection.is_complete(options):
                yield from delivered()
        if collection.is_complete(options):
            yield from delivered()
    if collection.messages and not receiver.is_stopped:  # else they are read again
        yield from delivered()


def mark_done(receiver: Receiver, messages: Messages) -> None:
    """Mark the messages of a batch as done."""
    offsets: dict[tuple[str, int], list[int]] = {}
    for _, metadata in messages:
        offsets.setdefault((metadata.topic, metadata.partition), []).append(metadata.offset)
    for partition, numbers in offsets.items():
        receiver.mark_done(partition, *numbers)
