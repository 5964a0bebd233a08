"""Topics for the works: made, filled, and looked through."""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Callable, Iterator

from confluent_kafka import (
    OFFSET_BEGINNING,
    OFFSET_END,
    Consumer,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, NewTopic
from contestants.content import (
    LOADED,
    check,
    check_json,
    measurement,
    over_and_over,
    voevents,
)

from hop.sandbox import KafkaCluster


class Topics:
    """The topics of one cluster.

    Args:
        kafka: the cluster.
    """

    def __init__(self, kafka: KafkaCluster) -> None:
        self._kafka = kafka
        self._servers = kafka.bootstrap()

    def new(self, partitions: int = 1) -> str:
        """A new, empty topic."""
        name = f"bench-{uuid.uuid4().hex[:12]}"
        self._kafka.create_topic(name, partitions)
        return name

    def many(self, count: int) -> list[str]:
        """That many new, empty topics."""
        names = [f"bench-many-{number}" for number in range(count)]
        admin = AdminClient({"bootstrap.servers": self._servers})
        made = admin.create_topics([NewTopic(name, 1, 1) for name in names], operation_timeout=60)
        for each in made.values():
            each.result()
        asks = Consumer({"bootstrap.servers": self._servers, "group.id": "b", "log_level": 0})
        ends = [TopicPartition(name, 0, OFFSET_END) for name in names]
        stop = time.monotonic() + 60
        try:
            while time.monotonic() < stop:
                # Until the broker leads each of them, which may take seconds.
                with contextlib.suppress(KafkaException):
                    asks.offsets_for_times(ends, timeout=10)
                    return names
                time.sleep(0.2)
        finally:
            asks.close()
        raise AssertionError(f"{count} topics do not get their leaders")

    def of_json(self, count: int) -> str:
        """A topic of measurements, with hop's headers."""
        payloads = (json.dumps(measurement(number)).encode() for number in range(count))
        return self._filled(payloads, b"json")

    def of_voevents(self, count: int) -> str:
        """A topic of VOEvents, with hop's headers."""
        return self._filled(iter(voevents(count)), b"voevent")

    def _filled(self, payloads: Iterator[bytes], form: bytes) -> str:
        topic = self.new()
        producer = Producer(
            {"bootstrap.servers": self._servers, "enable.idempotence": True, "log_level": 0}
        )
        headers = [("_id", uuid.uuid4().bytes), ("_format", form)]
        for payload in payloads:
            while True:
                try:
                    producer.produce(topic, payload, headers=headers)
                    break
                except BufferError:
                    producer.poll(0.1)
        check(producer.flush(60) == 0, f"{topic} could not be filled")
        return topic

    def check_json(self, topic: str, count: int, *, headers: bool) -> None:
        """See that a topic holds the first measurements, each once and whole, in their order.

        Raises:
            AssertionError: it does not.
        """
        ids = set()

        def look(number: int, payload: bytes, found: list[tuple[str, bytes]]) -> None:
            check_json(json.loads(payload), number)
            if headers:
                check([name for name, _ in found] == ["_id", "_format"], f"its headers: {found}")
                check(found[1][1] == b"json", f"its format is {found[1][1]!r}")
                ids.add(found[0][1])

        self._look_through(topic, count, look)
        check(not headers or len(ids) == count, f"{count} messages have {len(ids)} ids")

    def check_voevents(self, topic: str, count: int) -> None:
        """See that a topic holds VOEvents as they are written, byte for byte, in their order.

        Raises:
            AssertionError: it does not.
        """
        wanted = over_and_over(voevents(LOADED), count)

        def look(number: int, payload: bytes, _: object) -> None:
            check(payload == wanted[number], f"event {number} is {payload[:200]!r}")

        self._look_through(topic, count, look)

    def _look_through(
        self, topic: str, count: int, look: Callable[[int, bytes, list[tuple[str, bytes]]], None]
    ) -> None:
        consumer = Consumer({"bootstrap.servers": self._servers, "group.id": "bench-check"})
        try:
            first, end = consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=10)
            check((first, end) == (0, count), f"{topic} has the offsets {first} to {end}")
            consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
            number = 0
            while number < count:
                records = consumer.consume(min(1000, count - number), 10)
                check(bool(records), f"{topic} ends after {number} messages")
                for record in records:
                    check(record.error() is None, f"{record.error()}")
                    check(record.offset() == number, f"{record.offset()} comes after {number - 1}")
                    look(number, record.value(), record.headers() or [])
                    number += 1
        finally:
            consumer.close()
