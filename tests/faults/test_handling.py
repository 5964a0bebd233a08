"""Handlers while their only broker is killed: they go on, and lose nothing."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from hop._handlers import Retry, Run, State
from hop._kafka import settings
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from ..integration.delivery import BROKER, OPENER, QUICK, url_of, wait_for


@pytest.fixture(scope="module")
def one() -> Iterator[KafkaCluster]:
    with KafkaCluster(config=BROKER) as cluster:
        yield cluster


class Going(threading.Thread):
    """A run in a thread of its own, as a service has it."""

    def __init__(self, handler: Any, url: str, **options: Any) -> None:
        super().__init__(daemon=True)
        options |= {"auth": False, "start_at": StartPosition.EARLIEST, "kafka": QUICK}
        self.handling = Run(handler, url, **options)
        self.fault: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.handling.go()
        except BaseException as fault:
            self.fault = fault

    def end(self) -> None:
        self.handling.stop()
        self.join(60)
        assert (self.is_alive(), self.fault) == (False, None)


def write(url: str, numbers: range) -> None:
    with OPENER.open(url, "w") as stream:
        for number in numbers:
            stream.write(number)


def test_a_broker_that_is_away_for_a_while(one: KafkaCluster) -> None:
    """librdkafka finds it again by itself: nothing is opened anew."""
    one.create_topic("away")
    got: list[int] = []
    going = Going(lambda message: got.append(message.content), url_of(one, "away", "away"))
    write(url_of(one, "away"), range(100))
    wait_for(lambda: len(got) == 100)
    one.kill_broker(0)
    one.start_broker(0)
    write(url_of(one, "away"), range(100, 200))
    wait_for(lambda: set(got) == set(range(200)))
    assert going.handling.counters.restarts == 0
    going.end()


def test_a_run_without_a_broker_is_not_called_reading(one: KafkaCluster) -> None:
    one.create_topic("healthy")
    got = threading.Event()
    going = Going(lambda _: got.set(), url_of(one, "healthy", "healthy"), metrics=0)
    write(url_of(one, "healthy"), range(1))
    assert got.wait(60)
    assert going.handling.state() is State.READING
    one.kill_broker(0)
    wait_for(lambda: going.handling.state() is State.STALLED)
    one.start_broker(0)
    wait_for(lambda: going.handling.state() is State.READING)
    going.end()


def test_a_stream_is_reopened_if_a_dead_letter_is_not_kept(
    one: KafkaCluster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is not kept is not done: it is handled again, when the broker is back."""
    one.create_topic("letters")
    one.create_topic("dead")
    write(url_of(one, "letters"), range(6))
    monkeypatch.setitem(settings.WRITING, "message.timeout.ms", 1000)
    calls: list[int] = []
    killed = threading.Event()

    def handle(message: Any) -> None:
        calls.append(message.content)
        if message.content == 3:
            if not killed.is_set():
                one.kill_broker(0)
                killed.set()
            raise ValueError("three")

    going = Going(
        handle,
        url_of(one, "letters", "letters"),
        retry=Retry(0, 0.0),
        dead_letter=url_of(one, "dead"),
    )
    assert killed.wait(60)
    wait_for(lambda: "the stream is opened again in" in caplog.text)
    assert not going.handling.counters.dead
    one.start_broker(0)
    wait_for(lambda: going.handling.counters.dead == 1)
    wait_for(lambda: set(calls) == set(range(6)))
    counters = going.handling.counters
    going.end()
    assert counters.restarts >= 1
    assert set(calls) == set(range(6))
    assert calls.count(3) == 2
    monkeypatch.undo()
    with OPENER.open(url_of(one, "dead")) as stream:
        letters = Counter(message.content for message in stream)
    assert set(letters) == {3}
