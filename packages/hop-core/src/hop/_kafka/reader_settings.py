"""librdkafka's settings for readers, by what they read and how long."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop._kafka.errors import ErrorContext

# More topics than this are asked for less often.
_MANY = 100


def reader_settings(
    names: Sequence[str], context: ErrorContext, *, ends: bool, tells_ends: bool
) -> dict[str, Any]:
    """The settings of a stream opened for reading.

    Args:
        names: topics, or patterns that begin with ``^``.
        context: where they are, and the consumer group.
        ends: whether it ends at the end of the topics.
        tells_ends: whether the ends of partitions are told, for that or for another reason.
    """
    settings = group_settings(context.group, context) | {
        # Where to start is asked and said before; this is for a place whose message is gone: what
        # comes after it, and is still there, has not been read.
        "auto.offset.reset": "earliest",
        "enable.partition.eof": tells_ends,
    }
    if ends:
        # The end of a partition is told by a fetch that finds nothing, and waits for so long.
        return settings | {"fetch.wait.max.ms": 20}
    # Topics that are missing, or match a pattern later, are found soon.
    settings["topic.metadata.refresh.interval.ms"] = 5000
    if len(names) > _MANY or any(name.startswith("^") for name in names):
        # Each fetch that finds nothing lists every partition: with the default of 500 ms a thousand
        # take 1 % of a core. Partitions that are new wait for its end.
        settings["fetch.wait.max.ms"] = 1000
    return settings


def group_settings(group_id: str | None, context: ErrorContext) -> dict[str, Any]:
    """librdkafka's settings for a reader with a group, or without one."""
    if group_id:
        return {"group.id": group_id, "enable.auto.commit": True}

    # librdkafka wants a name; this one is never joined nor committed to. Some brokers let users
    # name only groups that begin with their own name.
    return {"group.id": f"{context.user or 'hop'}-{uuid.uuid4().hex}", "enable.auto.commit": False}


def is_eager(kafka: Mapping[str, Any]) -> bool:
    """Whether a caller's own settings have the partitions divided in the older way."""
    strategy = kafka.get("partition.assignment.strategy")
    return strategy is not None and "cooperative" not in str(strategy)
