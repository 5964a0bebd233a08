"""What the jobs are done on: the topics of an observatory's desk, on a real Kafka."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition

from hop.sandbox import KafkaCluster

EVENTS = sorted((Path(__file__).parents[3] / "schemas/examples/good/voevent").glob("*.xml"))
PICKED, PICKED_NUMBERS = "GRB 261104A", (40, 47, 300)
_HOUR = 3600
_CIRCULARS = 1000
_BODY = "We observed the field of the burst and found no new source. " * 25


@dataclass(frozen=True)
class Message:
    """A message as the broker keeps it."""

    value: bytes
    key: bytes | None = None
    headers: tuple[tuple[str, bytes], ...] = ()
    seconds: float | None = None  # since 1970


class Desk:
    """Topics of one partition each, since most topics of GCN are so.

    Args:
        kafka: the broker.
    """

    def __init__(self, kafka: KafkaCluster) -> None:
        self.kafka = kafka
        self._producer = Producer({"bootstrap.servers": kafka.bootstrap()})
        self._now = time.time()

    def new_topic(self, messages: list[Message] | None = None) -> str:
        """The name of a topic that holds these messages."""
        topic = f"jobs-{uuid.uuid4().hex[:12]}"
        self.kafka.create_topic(topic)
        for message in messages or []:
            self._produce(topic, message)
        assert self._producer.flush(30) == 0
        return topic

    def _produce(self, topic: str, message: Message) -> None:
        headers, time_ms = list(message.headers), int((message.seconds or time.time()) * 1000)
        self._producer.produce(
            topic, message.value, message.key, headers=headers, timestamp=time_ms
        )
        self._producer.poll(0)

    def circular(self, number: int) -> Mapping[str, Any]:
        """The one that came so many hours, and a half, ago."""
        event = PICKED if number in PICKED_NUMBERS else f"GRB 26{number:04d}B"
        return {
            "circularId": 50000 - number,
            "createdOn": int(self._now - (number + 0.5) * _HOUR) * 1000,
            "eventId": event,
            "subject": f"{event}: upper limits, {number}",
            "submitter": "A. Gardener at Orchard <gardener@orchard.example>",
            "submittedHow": "web",
            "body": _BODY,
        }

    @cached_property
    def circulars(self) -> str:
        """A topic of 1,000 circulars, one an hour, as GCN sends them: JSON without headers."""
        circulars = map(self.circular, reversed(range(_CIRCULARS)))
        return self.new_topic(
            [
                Message(json.dumps(each).encode(), seconds=each["createdOn"] / 1000)
                for each in circulars
            ]
        )

    @cached_property
    def events(self) -> str:
        """A topic of VOEvents, with keys and headers."""
        headers = (("_format", b"voevent"), ("observatory", b"Orchard"))
        return self.new_topic(
            [Message(path.read_bytes(), path.stem.encode(), headers) for path in EVENTS]
        )

    @contextmanager
    def alerts_that_come(self) -> Iterator[tuple[str, list[int]]]:
        """A topic to which an alert comes every 20 ms, and the numbers of those that came."""
        topic, numbers, stop = self.new_topic(), [0], threading.Event()

        def send() -> None:
            while not stop.wait(0.02):
                self._produce(topic, Message(json.dumps({"number": numbers[-1] + 1}).encode()))
                numbers.append(numbers[-1] + 1)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        try:
            yield topic, numbers
        finally:
            stop.set()
            sender.join()

    def read(self, topic: str) -> list[Message]:
        """All that a topic holds."""
        settings = {"bootstrap.servers": self.kafka.bootstrap(), "group.id": "desk"}
        settings |= {"enable.auto.commit": False, "fetch.wait.max.ms": 10}
        consumer = Consumer(settings | {"enable.partition.eof": True})
        consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
        found = []
        while not (each := consumer.poll(30)).error():
            found.append(Message(each.value(), each.key(), tuple(each.headers() or ())))
        consumer.close()
        return found
