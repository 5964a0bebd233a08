"""A broker on the other side of the world is read and written as one nearby."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from calibration import Clock

from hop import Stream
from hop.errors import UnknownTopic
from hop.io import StartPosition, list_topics

from ..shell.test_cli import COMMAND
from .distance import far_broker

# There and back longer than between any two places on Earth.
DELAY_S = 0.15
STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST)


@pytest.fixture(scope="module")
def far() -> Iterator[str]:
    """The broker's URL; the topic ``far`` has the messages 0 to 9 in three partitions."""
    with far_broker(DELAY_S, auto_create=True) as (kafka, url):
        kafka.create_topic("far", 3)
        with STREAM.open(f"{url}/far", "w") as stream:
            for number in range(10):
                stream.write(number, key=str(number))
        yield url


def test_everything_is_read(far: str) -> None:
    with STREAM.open(f"{far}/far") as stream:
        assert sorted(message.content for message in stream) == list(range(10))


def test_the_last_ones(far: str) -> None:
    with Stream(auth=False, start_at=-3).open(f"{far}/far") as stream:
        assert len(list(stream)) == 3


def test_a_group_and_its_place(far: str) -> None:
    grouped = f"{far}/far".replace("kafka://", "kafka://ours@")
    with STREAM.open(grouped, persist=True) as stream:
        messages = iter(stream)
        first = [next(messages).content for _ in range(4)]
    with STREAM.open(grouped) as stream:
        rest = [message.content for message in stream]
    assert set(first) | set(rest) == set(range(10))
    assert len(first) + len(rest) == 11  # what was in hand is not done


def test_asyncio(far: str) -> None:
    async def read() -> int:
        async with STREAM.aopen(f"{far}/far") as stream:
            return len([message async for message in stream])

    assert asyncio.run(read()) == 10


def test_topics(far: str) -> None:
    assert "far" in list_topics(far, auth=False)
    with pytest.raises(UnknownTopic), STREAM.open(f"{far}/fra"):
        pass


def test_a_topic_that_the_broker_makes_when_it_is_asked_for(far: str) -> None:
    with STREAM.open(f"{far}/new", "w") as stream:
        stream.write("first")
    with STREAM.open(f"{far}/new") as stream:
        assert [message.content for message in stream] == ["first"]


def test_commands(far: str) -> None:
    def run(*arguments: str) -> str:
        command = [*COMMAND, *arguments, "--no-auth"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout

    lines = run("subscribe", "-s", "EARLIEST", f"{far}/far").splitlines()
    assert sorted(map(int, lines)) == list(range(10))
    found = [json.loads(line) for line in run("doctor", "--json", f"{far}/far").splitlines()]
    assert {each["state"] for each in found} == {"ok"}


def test_ctrl_c_is_heard_while_the_broker_is_waited_for(far: str) -> None:
    program = "from hop import stream\nprint(flush=True)\nstream.open({!r})".format(f"{far}/far")
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(4 * DELAY_S)
        clock = Clock()
        process.send_signal(signal.SIGINT)
        process.wait(60)
        assert clock.seconds() < 4
