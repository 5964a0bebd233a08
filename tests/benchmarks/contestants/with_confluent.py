"""The same works, each with the shortest fast loop around confluent-kafka alone."""

from __future__ import annotations

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition
from content import (
    FIRST_VALUE,
    LOADED,
    check,
    check_json,
    ivorn,
    measurement,
    over_and_over,
    voevents,
)
from runs import answer, cpu_share, latencies, median_ms, peak_mb, rate, resident_mb


def servers(url: str) -> str:
    return url.removeprefix("kafka://")


def produce_all(
    url: str, topic: str, payloads: Iterator[tuple[bytes | str, Any]], **more: Any
) -> dict[str, float]:
    failed: list[Any] = []
    settings = {
        "bootstrap.servers": servers(url),
        "delivery.report.only.error": True,
        "on_delivery": lambda error, _: error and failed.append(error),
    }
    producer = Producer(settings | more)
    # Twice, for an idempotent producer to get its id.
    producer.list_topics(topic)
    producer.list_topics(topic)
    number = 0
    start = time.perf_counter()
    for number, (payload, headers) in enumerate(payloads, 1):  # noqa: B007
        while True:
            try:
                producer.produce(topic, payload, headers=headers)
                break
            except BufferError:
                producer.poll(0.1)
    producer.flush()
    figures = rate(number, start)
    check(not failed, f"not delivered: {failed[:1]}")
    return figures


def publish_json(url: str, topic: str, count: int) -> dict[str, float]:
    messages = [measurement(number) for number in range(count)]
    return produce_all(url, topic, ((json.dumps(message), None) for message in messages))


def publish_json_fast(url: str, topic: str, count: int) -> dict[str, float]:
    import orjson

    messages = [measurement(number) for number in range(count)]
    headers = [("_id", uuid.uuid4().bytes), ("_format", b"json")]
    return produce_all(url, topic, ((orjson.dumps(message), headers) for message in messages))


def publish_voevents(url: str, topic: str, count: int, **settings: Any) -> dict[str, float]:
    messages = over_and_over(voevents(LOADED), count)
    headers = [("_id", uuid.uuid4().bytes), ("_format", b"voevent")]
    return produce_all(url, topic, ((data, headers) for data in messages), **settings)


def publish_voevents_once(url: str, topic: str, count: int) -> dict[str, float]:
    return publish_voevents(url, topic, count, **{"enable.idempotence": True, "linger.ms": 0})


def reader(url: str, topic: str, **settings: Any) -> Consumer:
    made = {
        "bootstrap.servers": servers(url),
        "group.id": f"bench-{uuid.uuid4()}",
        "enable.auto.commit": False,
    }
    consumer = Consumer(made | settings)
    found = consumer.list_topics(topic).topics[topic].partitions
    consumer.assign([TopicPartition(topic, each, OFFSET_BEGINNING) for each in found])
    return consumer


def consume(url: str, topic: str, count: int, decode: Callable[[bytes], Any]) -> dict[str, float]:
    consumer = reader(url, topic)
    record = consumer.poll(10)
    number = 1
    start = time.perf_counter()
    while number < count:
        records = consumer.consume(min(500, count - number), 10)
        check(bool(records), f"nothing comes after {number} messages")
        for record in records:
            if record.error():
                raise AssertionError(str(record.error()))
            message = decode(record.value())
            if message["n"] != number:
                raise AssertionError(f"message {number} is {message}")
            number += 1
    figures = rate(count - 1, start)
    check(record.offset() == count - 1, f"the last offset is {record.offset()}")
    consumer.close()
    return figures


def consume_json(url: str, topic: str, count: int) -> dict[str, float]:
    return consume(url, topic, count, json.loads)


def consume_json_fast(url: str, topic: str, count: int) -> dict[str, float]:
    import msgspec

    return consume(url, topic, count, msgspec.json.Decoder().decode)


def consume_voevents(url: str, topic: str, count: int) -> dict[str, float]:
    import xmltodict

    consumer = reader(url, topic)
    consumer.poll(10)
    number = 1
    start = time.perf_counter()
    while number < count:
        records = consumer.consume(min(500, count - number), 10)
        check(bool(records), f"nothing comes after {number} events")
        for record in records:
            if record.error():
                raise AssertionError(str(record.error()))
            event = xmltodict.parse(record.value())["voe:VOEvent"]
            if event["@ivorn"] != ivorn(number):
                raise AssertionError(f"event {number} is {event['@ivorn']}")
            if event["What"]["Param"][0]["@value"] != FIRST_VALUE:
                raise AssertionError(f"event {number} has another first value")
            number += 1
    figures = rate(count - 1, start)
    consumer.close()
    return figures


def end_to_end(url: str, topic: str, count: int) -> dict[str, float]:
    producer = Producer({"bootstrap.servers": servers(url), "linger.ms": 0})
    producer.list_topics(topic)
    consumer = reader(url, topic)
    took = []
    for number in range(-20, count):
        message = measurement(number)
        start = time.perf_counter()
        producer.produce(topic, json.dumps(message))
        producer.poll(0)
        record = consumer.poll(10)
        found = json.loads(record.value())
        took.append(time.perf_counter() - start)
        check_json(found, number)
    producer.flush()
    consumer.close()
    return latencies(took[20:])


def first_message(url: str, topic: str, repeats: int) -> dict[str, float]:
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        consumer = reader(url, topic)
        record = consumer.poll(10)
        found = json.loads(record.value())
        took.append(time.perf_counter() - start)
        consumer.close()
        check_json(found, 0)
    return median_ms(took)


def first_acknowledgement(url: str, topic: str, repeats: int) -> dict[str, float]:
    took = []
    for number in range(repeats):
        start = time.perf_counter()
        producer = Producer({"bootstrap.servers": servers(url), "linger.ms": 0})
        producer.produce(topic, json.dumps(measurement(number)))
        left = producer.flush(10)
        took.append(time.perf_counter() - start)
        check(left == 0, f"{left} messages are not acknowledged")
        producer.close()
    return median_ms(took)


def memory(url: str, topic: str, count: int, settings: dict[str, Any]) -> dict[str, float]:
    consumer = reader(url, topic, **settings)
    number, before = 0, 0.0
    while number < count:
        records = consumer.consume(min(500, count - number), 0) or [consumer.poll(10)]
        for record in records:
            message = json.loads(record.value())
            if message["n"] != number:
                raise AssertionError(f"message {number} is {message}")
            number += 1
            if number == 10_000:
                before = resident_mb()
    figures = {"peak": peak_mb(), "growth": peak_mb() - before}
    consumer.close()
    return figures


def idle(url: str, topics: list[str], seconds: float) -> dict[str, float]:
    consumer = Consumer({"bootstrap.servers": servers(url), "group.id": "bench-idle"})
    consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING) for topic in topics])

    def serve(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            check(consumer.poll(0.1) is None, "nobody wrote this")

    serve(2.0)
    figures = cpu_share(seconds, serve)
    consumer.close()
    return figures


def share_of_group(url: str, topic: str, group: str) -> dict[str, float]:
    """One member of a group: reads until it is told to end, and looks at each event."""
    import xmltodict

    consumer = Consumer(
        {"bootstrap.servers": servers(url), "group.id": group, "isolation.level": "read_committed"}
    )
    consumer.subscribe([topic])
    told = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), told.set()), daemon=True).start()
    seen = 0
    first = last = 0.0
    while not told.is_set():
        for record in consumer.consume(500, 0) or filter(None, [consumer.poll(0.1)]):
            if record.error():
                raise AssertionError(str(record.error()))
            if not seen:
                first = time.monotonic()
            if not xmltodict.parse(record.value())["voe:VOEvent"]["What"]["Param"]:
                raise AssertionError("an event without what was measured")
            seen += 1
            last = time.monotonic()
    consumer.close()
    return {"seen": seen, "first": first, "last": last}


if __name__ == "__main__":
    answer(
        {
            each.__name__: each
            for each in (
                publish_json,
                publish_json_fast,
                publish_voevents,
                publish_voevents_once,
                consume_json,
                consume_json_fast,
                consume_voevents,
                end_to_end,
                first_message,
                first_acknowledgement,
                memory,
                idle,
                share_of_group,
            )
        }
    )
