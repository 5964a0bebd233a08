"""`hop groups`: what it shows of a group, and where it moves it."""

from __future__ import annotations

import io
import json
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop._config import resolve
from hop.auth import Auth
from hop.cli.group_offsets import Groups as GroupsOf
from hop.errors import NotAuthorized
from hop.io import StartPosition, TopicOffsets
from hop.sandbox import KafkaCluster

from .delivery import wait_for

Answer = tuple[int, list[dict[str, Any]], str]
Groups = Callable[..., Answer]


@pytest.fixture
def groups(capfd: pytest.CaptureFixture[str]) -> Groups:
    def run(*arguments: str) -> Answer:
        from hop.cli.program import run

        capfd.readouterr()
        code = run(["groups", "--no-auth", "--json", *arguments])
        out, err = capfd.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


@pytest.fixture
def url(kafka: KafkaCluster, topic: str) -> str:
    """A group that has read two of the five messages of a topic."""
    plain = f"{kafka.url}/{topic}"
    write(plain, 5)
    grouped = plain.replace("://", f"://group-{uuid.uuid4().hex[:8]}@")
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
    with stream.open(grouped) as reader:
        for _ in zip(reader, range(2), strict=False):
            pass
    return grouped


def write(url: str, count: int) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for number in range(count):
            stream.write(number)


def place(answer: Answer) -> tuple[int | None, int, int | None]:
    code, (line,), err = answer
    assert (code, err) == (0, "")
    return line["next"], line["end"], line["lag"]


def test_lag_is_what_is_still_to_be_read(groups: Groups, url: str, topic: str) -> None:
    read, end, lag = place(groups(url))
    assert read in (2, 3)  # the third was asked for
    assert (end, lag) == (5, 5 - read)
    assert place(groups(url.removesuffix(topic))) == (read, end, lag)
    group = url.partition("://")[2].partition("@")[0]
    assert {"group": group} in groups("kafka://" + url.partition("@")[2])[1]


def test_a_group_without_a_place(groups: Groups, kafka: KafkaCluster, topic: str) -> None:
    write(f"{kafka.url}/{topic}", 1)
    assert place(groups("-g", "unheard-of", f"{kafka.url}/{topic}")) == (None, 1, None)
    code, lines, err = groups("-g", "unheard-of", kafka.url)
    assert (code, lines) == (0, [])
    assert "no offsets" in err


def test_moved_to_an_end(groups: Groups, url: str) -> None:
    assert groups("--yes", "--reset", "EARLIEST", url)[:2] == (0, [line(url, 0)])
    assert everything(url) == [0, 1, 2, 3, 4]
    assert groups("--yes", "--reset", "earliest", url)[1] == [line(url, 0)]
    assert groups("--yes", "--reset", "LATEST", url)[1] == [line(url, 5)]
    assert everything(url) == []


def everything(url: str) -> list[Any]:
    with Stream(auth=False).open(url) as reader:
        return [message.content for message in reader]


def line(url: str, offset: int) -> dict[str, Any]:
    topic = url.rpartition("/")[2]
    return {"topic": topic, "partition": 0, "next": offset, "end": 5, "lag": 5 - offset}


def test_moved_to_a_time(groups: Groups, url: str) -> None:
    time.sleep(0.05)
    middle = datetime.now(UTC).isoformat()
    time.sleep(0.05)
    write("kafka://" + url.partition("@")[2], 2)
    (moved,) = groups("--yes", "--reset", middle, url)[1]
    assert (moved["next"], moved["end"], moved["lag"]) == (5, 7, 2)
    (moved,) = groups("--yes", "--reset", "in 1 h", url)[1]
    assert moved["next"] == 7


def test_nothing_is_moved_unasked(
    groups: Groups, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place(groups(url))
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))
    code, _, err = groups("--reset", "EARLIEST", url)
    assert code == 0
    assert "partition 0: 2 -> 0" in err or "partition 0: 3 -> 0" in err
    assert "Nothing is changed." in err
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, _, err = groups("--reset", "EARLIEST", url)
    assert (code, err.splitlines()[-1].startswith("hop: standard input ended")) == (74, True)
    monkeypatch.setattr(sys, "stdin", None)
    assert groups("--reset", "EARLIEST", url)[0] == 74
    assert place(groups(url)) == before
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert groups("--reset", "EARLIEST", url)[1] == [line(url, 0)]


def test_a_group_that_is_read_with_stays(groups: Groups, url: str) -> None:
    before = place(groups(url))
    with Stream(auth=False, persist=True).open(url) as reader:
        next(iter(reader))
        code, lines, err = groups("--yes", "--reset", "EARLIEST", url)
        assert (code, lines) == (69, [])
        assert "stop them first" in err
    assert place(groups(url)) >= before


def test_a_topic_that_is_not_there(groups: Groups, kafka: KafkaCluster) -> None:
    code, lines, err = groups("-g", "g", f"{kafka.url}/not-there")
    assert (code, lines) == (69, [])
    assert "not-there: no such topic" in err


def test_a_group_that_is_not_ones_own(kafka: KafkaCluster, topic: str) -> None:
    kafka.admin.add_users({"stranger": "stranger-secret"})
    kafka.allow("stranger", topic, "READ")
    auth = Auth("stranger", "stranger-secret", ssl_ca_location=kafka.ca_file)
    target = resolve(f"kafka://{kafka.bootstrap('SASL_SSL')}/{topic}", auth=auth)
    with GroupsOf(target, "others") as found:
        for ask in (found.offsets, found.members):
            with pytest.raises(NotAuthorized, match="stranger use the consumer group others"):
                ask()


def test_a_reset_needs_a_group_and_a_time(groups: Groups, kafka: KafkaCluster) -> None:
    code, _, err = groups("--reset", "EARLIEST", kafka.url)
    assert (code, "-g" in err) == (2, True)
    code, _, err = groups("-g", "g", "--reset", "soonish", kafka.url)
    assert (code, "EARLIEST or LATEST" in err) == (2, True)


@pytest.mark.parametrize("autocommit", [False, True])
@pytest.mark.parametrize("options", [{}, {"persist": True, "idle_timeout": 1}], ids=["", "persist"])
def test_aborted_transactions_leave_no_lag(
    groups: Groups, kafka: KafkaCluster, topic: str, options: Any, autocommit: bool
) -> None:
    writer = confluent_kafka.Producer(
        {"bootstrap.servers": kafka.bootstrap(), "transactional.id": topic, "log_level": 0}
    )
    writer.init_transactions()
    for is_kept in (True, False):
        writer.begin_transaction()
        for _ in range(3):
            writer.produce(topic, b"1")
        writer.flush()
        _ = writer.commit_transaction() if is_kept else writer.abort_transaction()
    url = f"kafka://{topic}@{kafka.bootstrap()}/{topic}"
    with TopicOffsets(url, auth=False) as offsets:
        # The mark is written soon after.
        wait_for(lambda: offsets.at(StartPosition.LATEST) == {(topic, 0): 8})
    with Stream(auth=False, start_at=StartPosition.EARLIEST, **options).open(url) as reader:
        for _, metadata in reader.read(metadata=True, autocommit=autocommit):
            reader.mark_done(metadata)
    end = place(groups(url))[1]
    assert end == 8, "four messages and marks of the end more than were read"
    assert place(groups(url)) == (end, end, 0)
