"""Messages to archive, and what a topic holds, read again by a bare client."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from confluent_kafka import Consumer, TopicPartition

from hop import Stream
from hop.archive import Archive, Archiver
from hop.io import StartPosition
from hop.testing import samples

EXAMPLES = Path(__file__).parents[3] / "schemas/alert/examples"
Headers = list[tuple[str, bytes | None]]


class Message(NamedTuple):
    payload: bytes | None
    headers: Headers
    key: bytes | None = None


class Kept(NamedTuple):
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    headers: Headers
    payload: bytes | None


def all_families() -> list[Message]:
    """Messages of every family, and what no decoder likes."""
    families = ("voevent", "circular", "gcnnotice", "gcntextnotice", "lvkalert")
    found = [
        Message(each.payload, list(each.headers)) for family in families for each in samples(family)
    ]
    return [
        *found,
        *_examples(),
        Message(b'{"a": 1}', [("_format", b"json")], b"a key"),
        Message(b"\xff\x00\xfe", [("_format", b"blob")], b"\xff\xfe"),
        Message(b"", [("twice", b"1"), ("twice", b"2"), ("null", None), ("raw", b"\xff")]),
        Message(b"{", [("_format", b"nosuchformat")]),
        Message(b"a test", [("_test", b"true")]),
        Message(None, [], b"gone"),
    ]


def _examples() -> list[Message]:
    """The examples of every mission, surveys and notices of several alerts among them."""
    forms = {".xml": b"voevent", ".txt": b"gcntextnotice", ".json": None, ".avro": None}
    return [
        Message(each.read_bytes(), [] if form is None else [("_format", form)])
        for each in sorted(EXAMPLES.rglob("*.*"))
        if each.suffix in forms and not each.name.endswith(".alert.json")
        for form in [forms[each.suffix]]
    ]


def fill(url: str, messages: Iterable[Message], times: int = 1) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        number = 0
        for _ in range(times):
            for each in messages:
                stream.write_raw(each.payload, each.headers, each.key, partition=number)
                number += 1


def archive(url: str, place: Path | str, group: str | None = "keeper", **options: object) -> int:
    """Archive all that is there; how many messages this archiver wrote."""
    options = {"start_at": StartPosition.EARLIEST, **options}
    with Archiver(url, place, group, auth=False, **options) as archiver:  # type: ignore[arg-type]
        return archiver.run()


def held(url: str) -> list[Kept]:
    """All that a topic holds."""
    topic = urlsplit(url).path.strip("/")
    consumer = Consumer(
        {
            "bootstrap.servers": urlsplit(url).netloc,
            "group.id": uuid.uuid4().hex,
            "enable.partition.eof": True,
        }
    )
    partitions = consumer.list_topics(topic).topics[topic].partitions
    consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
    open_ends = set(partitions)
    found = []
    while open_ends:
        for each in consumer.consume(1000, 1.0):
            if each.error() is not None:
                open_ends.discard(each.partition())
                continue
            position = (each.partition(), each.offset(), each.timestamp()[1])
            found.append(Kept(*position, each.key(), each.headers() or [], each.value()))
    consumer.close()
    return sorted(found, key=lambda each: each[:2])


def kept(place: Path | str) -> list[Kept]:
    """All that an archive holds."""
    found = [
        Kept(each.partition, each.offset, each.timestamp, each.key, each.headers, each.payload)
        for each in Archive(place).read_raw()
    ]
    return sorted(found, key=lambda each: each[:2])
