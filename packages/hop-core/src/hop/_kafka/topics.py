"""What topics a broker has, and how much each holds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hop._kafka import offsets as positions
from hop._kafka import settings as transport
from hop._kafka.errors import ErrorContext
from hop._kafka.reader_settings import group_settings
from hop.errors import NotAuthorized

if TYPE_CHECKING:
    from hop._config.auth import Auth
    from hop._kafka.client import Client
    from hop._kafka.offsets import Partition

_KAFKAS_OWN = "__"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a broker.

    Attributes:
        topic: its name.
        partitions: by their numbers, the offset of the oldest message and the one of the next; None
            where the broker does not tell.
    """

    topic: str
    partitions: dict[int, tuple[int, int] | None]

    @property
    def messages(self) -> int | None:
        """How many messages it holds; None where the broker does not tell.

        Of a topic that is compacted, or written in transactions, it is an upper bound.
        """
        bounds = [each for each in self.partitions.values() if each is not None]
        if len(bounds) < len(self.partitions):
            return None
        return sum(high - low for low, high in bounds)


def find_topics(
    brokers: str, names: Sequence[str], auth: Auth | None, timeout: float
) -> dict[str, Topic]:
    """The topics of a broker, by name; :func:`hop.io.list_topics` says how to choose.

    Args:
        brokers: ``host:port``, or several of them, separated by commas.
        names: names and patterns; none for all topics.
        auth: the credential.
        timeout: how long the broker may take to answer, s; less than 0: without a limit.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    context = ErrorContext(brokers, auth.user if auth else None)
    timeout = math.inf if timeout < 0 else timeout
    client = transport.consumer(context, auth, group_settings(None, context), {})
    try:
        found: dict[str, Any] = {}
        for name in names:
            if not name.startswith("^"):
                # Asked one by one: a broker that makes topics on demand is not asked to, and one
                # with many thousands does not tell of all.
                found |= client.metadata(name, timeout).topics
        patterns = [re.compile(name) for name in names if name.startswith("^")]
        if patterns or not names:
            found |= {
                name: topic
                for name, topic in client.metadata(timeout=timeout).topics.items()
                if _is_chosen(name, patterns)
            }
        known = {
            name: sorted(topic.partitions)
            for name, topic in sorted(found.items())
            if topic.error is None
        }
        wanted = [(name, number) for name, numbers in known.items() for number in numbers]
        bounds = _bounds(client, wanted)
    finally:
        client.raw.close()
    return {
        name: Topic(name, {number: bounds.get((name, number)) for number in numbers})
        for name, numbers in known.items()
    }


def _is_chosen(name: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    if not patterns:
        return not name.startswith(_KAFKAS_OWN)
    return any(pattern.match(name) for pattern in patterns)


def _bounds(client: Client, partitions: Sequence[Partition]) -> dict[Partition, tuple[int, int]]:
    try:
        lows = positions.ask(client, partitions, positions.BEGINNING)
        highs = positions.ask(client, partitions, positions.END)
    except NotAuthorized:  # names may be seen where offsets may not
        return {}
    return {
        each: (lows[each], highs[each]) for each in partitions if each in lows and each in highs
    }
