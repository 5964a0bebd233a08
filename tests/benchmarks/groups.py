"""Members of a group that share a topic: how much faster two are than one."""

from __future__ import annotations

import subprocess
import time
import uuid

from confluent_kafka import (
    Consumer,
    ConsumerGroupState,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient
from contestants.content import check, voevents
from workers import command, environment, figures

_PARTITIONS = 4
_PATIENCE_S = 60.0


def rate_of_members(
    script: str, python: str, url: str, topic: str, count: int, members: int
) -> float:
    """Events a second that the members of a group read and look at, together.

    The events appear all at once, when the transaction that holds them is committed: writing them
    takes none of the readers' time.

    Raises:
        AssertionError: the members did not get each event once, or no share of the topic.
    """
    servers, group = url.removeprefix("kafka://"), f"bench-{uuid.uuid4()}"
    arguments = {"url": url, "topic": topic, "group": group}
    line = command(script, "share_of_group", arguments, python)
    readers = [
        subprocess.Popen(
            line,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for _ in range(members)
    ]
    try:
        _await_shares(servers, group, members)
        _write_at_once(servers, topic, count)
        _await_reading(servers, group, topic, count)
        answers = []
        for reader in readers:
            out, log = reader.communicate("end\n", timeout=_PATIENCE_S)
            answers.append(figures(reader.returncode, out, log))
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
    seen = [int(each["seen"]) for each in answers]
    check(sum(seen) == count, f"the members have seen {seen} of {count}")
    check(min(seen) == count // members, f"the shares are {seen}")
    took = max(each["last"] for each in answers) - min(each["first"] for each in answers)
    return count / took


def _await_shares(servers: str, group: str, members: int) -> None:
    admin = AdminClient({"bootstrap.servers": servers})
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        time.sleep(0.1)
        try:
            found = admin.describe_consumer_groups([group])[group].result()
        except KafkaException:
            continue  # a broker that has just started does not coordinate at once
        shares = [len(each.assignment.topic_partitions) for each in found.members]
        if (
            found.state is ConsumerGroupState.STABLE
            and shares == [_PARTITIONS // members] * members
        ):
            return
    raise AssertionError(f"the {members} members have no equal shares")


def _write_at_once(servers: str, topic: str, count: int) -> None:
    settings = {"transactional.id": f"bench-{uuid.uuid4()}", "log_level": 0}
    producer = Producer({"bootstrap.servers": servers, **settings})
    producer.init_transactions(_PATIENCE_S)
    producer.begin_transaction()
    headers = [("_format", b"voevent")]
    for number, data in enumerate(voevents(count)):
        producer.produce(topic, data, partition=number % _PARTITIONS, headers=headers)
    producer.flush(_PATIENCE_S)
    time.sleep(0.5)
    producer.commit_transaction(_PATIENCE_S)


def _await_reading(servers: str, group: str, topic: str, count: int) -> None:
    asks = Consumer({"bootstrap.servers": servers, "group.id": group, "enable.auto.commit": False})
    partitions = [TopicPartition(topic, number) for number in range(_PARTITIONS)]
    end = time.monotonic() + _PATIENCE_S
    try:
        while time.monotonic() < end:
            places = asks.committed(partitions, timeout=5)
            if sum(max(0, each.offset) for each in places) >= count:
                return
            time.sleep(0.2)
    finally:
        asks.close()
    raise AssertionError("the members do not read to the end")
