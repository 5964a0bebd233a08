"""Spark's offsets of a stream: which offsets of Kafka each micro-batch reads.

Spark keeps one for each micro-batch in its checkpoint, as JSON::

    {"TOPIC": {"id": "…", "partitions": {"0": {"start": 5, "end": 9}}}}

It has the start of the batch, too. So a batch that is repeated reads the same again, also the first
one, of which Spark does not keep where it started; and a new partition starts where it began when
it was found. The id shows that a topic was made anew. No secret is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hop.errors import TransportError

Partition = tuple[str, int]
Ranges = dict[Partition, tuple[int, int]]

CURE = (
    "the query cannot go on without a gap; to read what is there, start it with a new checkpoint "
    "folder (start_at says where)"
)


@dataclass(frozen=True)
class Progress:
    """What one micro-batch reads.

    Attributes:
        ranges: for each partition the first offset, and the one after the last.
        ids: the id of each topic.
    """

    ranges: Ranges
    ids: Mapping[str, str]

    @classmethod
    def starting(cls, offsets: Mapping[Partition, int], ids: Mapping[str, str]) -> Progress:
        """Nothing has been read yet."""
        return cls({each: (offset, offset) for each, offset in offsets.items()}, ids)

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> Progress:
        """Read what :meth:`to_json` wrote."""
        ranges = {
            (topic, int(number)): (found["start"], found["end"])
            for topic, part in tree.items()
            for number, found in part["partitions"].items()
        }
        return cls(ranges, {topic: part["id"] for topic, part in tree.items()})

    def to_json(self) -> dict[str, Any]:
        """The form that Spark keeps."""
        tree: dict[str, Any] = {}
        for (topic, number), (start, end) in sorted(self.ranges.items()):
            part = tree.setdefault(topic, {"id": self.ids.get(topic, ""), "partitions": {}})
            part["partitions"][str(number)] = {"start": start, "end": end}
        return tree

    @property
    def ends(self) -> dict[Partition, int]:
        """Where the next micro-batch starts."""
        return {each: end for each, (_, end) in self.ranges.items()}

    def after(
        self,
        starts: Mapping[Partition, int],
        ends: Mapping[Partition, int],
        ids: Mapping[str, str],
        most: int | None,
    ) -> Progress:
        """The next micro-batch.

        Args:
            starts: where partitions start that are not in this one: they are new.
            ends: the ends of all partitions.
            ids: the id of each topic now.
            most: how many messages it reads, at most; None: all.

        Raises:
            hop.errors.TransportError: a topic was made anew, or has lost messages.
        """
        for topic, known in self.ids.items():
            if ids.get(topic, known) != known:
                raise TransportError(f"topic {topic} was deleted and made anew; {CURE}")
        ranges: Ranges = {}
        for (topic, number), start in {**starts, **self.ends}.items():
            # A topic that a pattern does not find any more is kept: it is not a new one later.
            end = ends.get((topic, number), start)
            if end < start:
                raise TransportError(
                    f"topic {topic}, partition {number} ends at offset {end}, and was read up to "
                    f"{start}: it was made anew, or has lost messages; {CURE}"
                )
            ranges[topic, number] = (start, end)
        return Progress(limited(ranges, most), {**self.ids, **ids})


def limited(ranges: Ranges, most: int | None) -> Ranges:
    """Shorten ranges to a number of messages, each partition in proportion to what it has.

    Args:
        ranges: for each partition the first offset, and the one after the last.
        most: how many messages all have together, at most; None: no limit.
    """
    total = sum(end - start for start, end in ranges.values())
    if most is None or total <= most:
        return ranges
    shorter: Ranges = {}
    before = given = 0
    for each, (start, end) in ranges.items():
        before += end - start
        # Rounded over the sum of all so far, so that the sum is right in the end.
        share = before * most // total - given
        given += share
        shorter[each] = (start, start + share)
    return shorter
