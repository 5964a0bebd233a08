"""Nothing lost: brokers, readers and writers that die or freeze; see ``tests/soak``, too."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop._reader import BATCH_SIZE
from hop._writer.journal import Journal
from hop._writer.journal_file import Entry
from hop._writer.journal_queue import JournalQueue
from hop.errors import (
    DeliveryFailed,
    EncodeError,
    JournalError,
    JournalFull,
    MessageTooLarge,
    TransportError,
    TransportTimeout,
    UnknownTopic,
)
from hop.io import Consumer, Producer, StartPosition
from hop.sandbox import KafkaCluster

from ..integration.apis import inner
from ..integration.delivery import (
    BROKER,
    OPENER,
    QUICK,
    configure,
    kill_leader,
    kill_readers,
    kill_writers,
    publish_during,
    url_of,
    wait_for,
)

EARLIEST = StartPosition.EARLIEST


@pytest.fixture(scope="module")
def three() -> Iterator[KafkaCluster]:
    with KafkaCluster(3, config=BROKER) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def one() -> Iterator[KafkaCluster]:
    with KafkaCluster(config=BROKER) as cluster:
        yield cluster


def test_the_leader_freezes(three: KafkaCluster) -> None:
    three.create_topic("frozen")

    def freeze() -> None:
        with three.pause_broker(three.leader("frozen")):
            time.sleep(3)

    assert publish_during(three, "frozen", 5000, freeze) == (0, 0)


def test_the_leader_is_killed(three: KafkaCluster) -> None:
    three.create_topic("killed")
    assert publish_during(three, "killed", 20_000, lambda: kill_leader(three, "killed")) == (0, 0)


def test_readers_are_killed(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("readers", 3)
    lost, again = kill_readers(one, "readers", tmp_path, 3000, 3)
    assert lost == 0
    assert max(again) <= BATCH_SIZE


def test_writers_with_a_journal_are_killed(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("writers", 4)
    lost, _ = kill_writers(one, "writers", tmp_path, 1000, 3, away=1)
    assert lost == 0


class Member(threading.Thread):
    """A reader of a group, which notes what it gets."""

    def __init__(self, cluster: KafkaCluster, topic: str, **kafka: object) -> None:
        super().__init__(daemon=True)
        self.got: list[int] = []
        url = url_of(cluster, topic, "shared")
        self.stream: Consumer = OPENER.open(url, persist=True, kafka=kafka)
        self.start()

    def run(self) -> None:
        with self.stream:
            for message in self.stream:
                time.sleep(0.001)
                self.got.append(message.content)

    def leave(self) -> None:
        self.stream.stop()
        self.join(60)
        assert not self.is_alive()


def test_members_that_join_and_leave_share_exactly(one: KafkaCluster) -> None:
    one.create_topic("shared", 6)
    total = 0
    enough = threading.Event()

    def feed() -> None:
        nonlocal total
        with OPENER.open(url_of(one, "shared"), "w") as stream:
            while not enough.wait(0.01):
                for _ in range(5):
                    stream.write(total, key=str(total))
                    total += 1

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    members = [Member(one, "shared")]
    for _ in range(2):
        wait_for(lambda: len(members[-1].got) > 50)
        members.append(Member(one, "shared"))
    wait_for(lambda: len(members[-1].got) > 50)
    members[1].leave()
    so_far = len(members[2].got)
    wait_for(lambda: len(members[2].got) > so_far + 100)
    members[0].leave()
    enough.set()
    feeder.join()
    wait_for(lambda: sum(len(each.got) for each in members) >= total)
    members[2].leave()
    counts = Counter(number for each in members for number in each.got)
    assert counts == Counter(range(total))
    assert all(len(each.got) > 50 for each in members)


def test_a_broker_that_is_away_for_a_while(
    one: KafkaCluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Reader and writers stay, and go on when it is back; a journal is even opened meanwhile."""
    one.create_topic("away")
    url = url_of(one, "away")
    reader = Member(one, "away", **QUICK)
    with OPENER.open(url, "w") as plain, OPENER.open(url, "w", journal=tmp_path / "one") as kept:
        plain.write(0)
        kept.write(1)
        wait_for(lambda: sorted(reader.got) == [0, 1])
        one.kill_broker(0)
        starter = threading.Timer(4, one.start_broker, (0,))
        starter.start()
        plain.write(2)
        for number in range(3, 203):
            kept.write(number)
        with pytest.raises(TransportTimeout, match="1 messages are not acknowledged"):
            plain.flush(0.2)
        with pytest.raises(TransportTimeout, match="200 messages are not acknowledged"):
            kept.flush(0.2)
        late = OPENER.open(url, "w", journal=tmp_path / "two")
        assert "messages are kept in" in caplog.text
        late.write(203)
        late.write(204, topic="away")
        starter.join()
        late.close()
        plain.flush()
        kept.flush()
        # The group may have given its only member up meanwhile: then some come again.
        wait_for(lambda: set(reader.got) == set(range(205)), 20)
    reader.leave()


def test_what_is_left_in_a_journal_is_sent_when_it_is_opened_next(
    one: KafkaCluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one.create_topic("left")
    url, journal = url_of(one, "left"), tmp_path / "journal"
    stream = Producer(one.bootstrap(), "left", journal=journal)
    with one.pause_broker(0):
        for number in range(3):
            stream.write(number, {"which": "one"}, key="k")
        with pytest.raises(DeliveryFailed, match=f"3 messages are not.*kept in {journal}"):
            stream.close(0.1)
    with OPENER.open(url, "w", journal=journal) as stream:
        stream.write("last")
    assert "3 messages of before" in caplog.text
    with OPENER.open(url) as messages:
        got = list(messages.read(metadata=True))
    # What the broker had when it froze came twice, with the same ids.
    once = {dict(place.headers)["_id"]: message.content for message, place in got}
    assert list(once.values()) == [0, 1, 2, "last"]
    assert got[0][1].key == b"k"
    assert ("which", b"one") in got[0][1].headers


@pytest.mark.sync_only("the command has an API of its own")
def test_the_command_with_a_journal(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("command")
    url, journal = url_of(one, "command"), tmp_path / "journal"
    hop = str(Path(sys.executable).with_name("hop"))
    command = [hop, "publish", "--no-auth", "--journal", str(journal)]

    def publish(text: str) -> tuple[int, str]:
        done = subprocess.run([*command, url], input=text, capture_output=True, text=True)
        return done.returncode, done.stderr

    stream = Producer(one.bootstrap(), "command", journal=journal)
    code, said = publish("1")
    assert code == 74
    assert f"in use by process {os.getpid()}" in said
    with one.pause_broker(0):
        stream.write("left")
        with pytest.raises(DeliveryFailed):
            stream.close(0)
    code, said = publish("")
    assert code == 0
    assert "1 messages of before" in said
    assert publish('"next"\n"last"\n') == (0, "")
    with OPENER.open(url) as messages:
        got = dict.fromkeys(message.content for message in messages)
    assert list(got) == ["left", "next", "last"]


def test_a_journal_is_full(one: KafkaCluster, tmp_path: Path, monkeypatch: Any) -> None:
    """Writing waits as long as the broker takes something, and is refused when it does not."""
    one.create_topic("full")
    url = url_of(one, "full")
    with OPENER.open(url, "w", journal=tmp_path / "j", journal_bytes=10_000) as stream:
        for number in range(100):
            stream.write(f"{number:4000d}")
        stream.flush()
        monkeypatch.setattr("hop._writer.journal_queue._FULL_PATIENCE_S", 0.5)
        with one.pause_broker(0):
            stream.write("x" * 4000)
            stream.write("y" * 4000)
            with pytest.raises(JournalFull, match=r"is full: 2 messages, .*none in 0.5 s"):
                stream.write("z" * 4000)
    with OPENER.open(url) as messages:
        got = [message.content[-4:].strip() for message in messages]
    assert got == [*map(str, range(100)), "xxxx", "yyyy"]


def test_one_message_that_is_too_large_takes_no_other_with_it(
    one: KafkaCluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A broker judges a batch: 50 small messages together are too large for this topic."""
    one.create_topic("small", max_message_bytes=1000)
    url, journal = url_of(one, "small"), tmp_path / "journal"
    stream = Producer(one.bootstrap(), "small", journal=journal)
    with one.pause_broker(0):
        for number in range(50):
            stream.write(number, {"filler": "x" * 100})
        stream.write("large" * 1000)
        stream.write("end")
    with pytest.raises(MessageTooLarge, match="put aside in the journal"):
        stream.close()
    caplog.clear()
    with OPENER.open(url, "w", journal=journal):
        pass
    assert "1 messages of the journal" in caplog.text
    with OPENER.open(url) as messages:
        assert [message.content for message in messages] == [*range(50), "end"]


@pytest.fixture
def quick_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hop._writer.topic_queue._PAUSES_S", (0.1, 0.2))


def read_all(url: str) -> list[Any]:
    with OPENER.open(url) as messages:
        return [message.content for message in messages]


@pytest.mark.usefixtures("quick_tries")
@pytest.mark.parametrize("journal", [False, True])
def test_one_message_that_breaks_a_rule_takes_no_other_with_it(
    one: KafkaCluster, tmp_path: Path, journal: bool
) -> None:
    """A compacted topic takes no message without a key."""
    topic = f"compacted-{journal}"
    one.create_topic(topic, cleanup_policy="compact")
    path = tmp_path / "journal"
    stream = OPENER.open(url_of(one, topic), "w", **({"journal": path} if journal else {}))
    stream.write(-1, key="first")
    stream.flush()
    with one.pause_broker(0):
        for number in range(25):
            key = None if number == 10 else str(number)
            stream.write(number, key=key, name=f"line {number}")
    says = f"put aside in the journal {path}: `hop journal list" if journal else "with a key"
    with pytest.raises(DeliveryFailed, match=says) as caught:
        stream.close()
    assert [name for name, _ in caught.value.failures] == ["line 10"]
    got = read_all(url_of(one, topic))
    # Without a journal, those that are sent again may come behind later ones, as documented.
    assert (got if journal else sorted(got)) == [n for n in range(-1, 25) if n != 10]


@pytest.mark.usefixtures("quick_tries")
@pytest.mark.parametrize("journal", [False, True])
def test_a_time_that_is_refused_takes_no_other_with_it(
    one: KafkaCluster, tmp_path: Path, journal: bool
) -> None:
    """A clock was a day ahead when some of the messages were written: they get the time of now."""
    topic, path = f"times-{journal}", tmp_path / "journal"
    one.create_topic(topic)
    day_ahead = int(time.time() * 1000) + 86_400_000
    if journal:
        kept = Journal(path, one.bootstrap())
        for number in range(20):
            times = {"timestamp": day_ahead} if number % 7 == 3 else {}
            kept.append(Entry(topic, b"%d" % number, **times))
        kept.close()
    stream = OPENER.open(url_of(one, topic), "w", **({"journal": path} if journal else {}))
    if not journal:
        queue = inner(stream)._sink
        produce = queue._produce
        with one.pause_broker(0):
            for number in range(20):
                times = {"timestamp": day_ahead} if number % 7 == 3 else {}
                queue._produce = partial(produce, **times)
                stream.write(number)
    stream.close()
    assert sorted(read_all(url_of(one, topic))) == list(range(20))


def test_small_messages_of_a_batch_that_is_too_large_arrive(one: KafkaCluster) -> None:
    one.create_topic("smaller", max_message_bytes=1000)
    stream = OPENER.open(url_of(one, "smaller"), "w", automatic_offload=False)
    stream.write(-1)
    stream.flush()
    with one.pause_broker(0):
        for number in range(50):
            stream.write(number, {"filler": "x" * 100})
        stream.write("large" * 1000)
        stream.write("end")
    with pytest.raises(MessageTooLarge) as caught:
        stream.close()
    ((name, _),) = caught.value.failures
    assert uuid.UUID(name)
    # Those that are sent again come behind the others, as the documentation says.
    assert sorted(read_all(url_of(one, "smaller")), key=str) == sorted(
        [*range(-1, 50), "end"], key=str
    )


@pytest.mark.usefixtures("quick_tries")
def test_a_refused_batch_does_not_change_the_order(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("order", cleanup_policy="compact")
    stream = OPENER.open(url_of(one, "order"), "w", journal=tmp_path / "journal")
    with one.pause_broker(0):
        for number in range(600):
            key = None if number in (10, 300) else str(number % 7)
            stream.write(number, {"filler": "x" * 5000}, key=key)
    with pytest.raises(DeliveryFailed, match="2 messages are put aside"):
        stream.close()
    with OPENER.open(url_of(one, "order")) as messages:
        got = list(dict.fromkeys(message.content for message in messages))
    assert got == [n for n in range(600) if n not in (10, 300)]


def test_a_refusal_that_passes_loses_nothing(one: KafkaCluster, tmp_path: Path) -> None:
    """Others of the key wait for it; others do not."""
    one.create_topic("passing", max_message_bytes=100_000, cleanup_policy="compact")
    stream = OPENER.open(url_of(one, "passing"), "w", journal=tmp_path / "journal")
    stream.write(0, key="k")
    stream.write(1)
    queue = inner(stream)._sink
    wait_for(lambda: queue._topics["passing"].held)
    stream.write(2, key="k")
    wait_for(lambda: queue._journal.count == 1)
    configure(one, "passing", "cleanup.policy", "delete")
    stream.close()
    assert read_all(url_of(one, "passing")) == [0, 2, 1]


def test_others_of_a_key_wait_for_a_message_that_is_tried_again(
    one: KafkaCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for a client that begins, and has to ask for its id twice.
    monkeypatch.setattr("hop._writer.topic_queue._PAUSES_S", (3.0, 3.0))
    one.create_topic("waiting")
    kept = Journal(tmp_path / "journal", one.bootstrap())
    day_ahead = int(time.time() * 1000) + 86_400_000
    kept.append(Entry("waiting", b"0", b"k", timestamp=day_ahead))
    for number, key in ((1, b"k"), (2, b"other"), (3, b"k"), (4, None)):
        kept.append(Entry("waiting", b"%d" % number, key))
    kept.close()
    with OPENER.open(url_of(one, "waiting"), "w", journal=tmp_path / "journal") as stream:
        queue = inner(stream)._sink
        wait_for(lambda: queue._journal.count <= 3)
        stream.write(5, key="k")
    got = read_all(url_of(one, "waiting"))
    assert sorted(got) == [0, 1, 2, 3, 4, 5]
    assert [number for number in got if number not in (2, 4)] == [0, 1, 3, 5]
    assert max(got.index(2), got.index(4)) < got.index(0)


def test_what_is_put_aside_is_told_by_flush_and_close(
    one: KafkaCluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one.create_topic("told", max_message_bytes=1000)
    journal = tmp_path / "journal"
    command = f"`hop journal list {journal}`"
    stream = OPENER.open(url_of(one, "told"), "w", journal=journal)
    stream.write("large" * 1000)
    with pytest.raises(MessageTooLarge, match=f"1 message is put aside.*{command}"):
        stream.flush()
    stream.write("small")
    for tell in (stream.flush, stream.close):
        caplog.clear()
        tell()
        assert f"1 message is put aside in the journal {journal}: {command}" in caplog.text
    stream = OPENER.open(url_of(one, "told"), "w", journal=journal)
    with one.pause_broker(0):
        stream.write("large" * 1000)
    caplog.clear()
    with pytest.raises(MessageTooLarge):
        stream.close()
    assert command in caplog.text, "for whoever counts failures, and does not show the error"


def test_a_partition_that_is_not_there_holds_no_other_up(one: KafkaCluster, tmp_path: Path) -> None:
    """It was written while the broker was away, so that nobody knew how many there are."""
    one.create_topic("partitions", 2)
    kept = Journal(tmp_path / "journal", one.bootstrap())
    for number in range(5):
        kept.append(Entry("partitions", b"%d" % number, partition=number % 3))
    kept.close()
    stream = OPENER.open(url_of(one, "partitions"), "w", journal=tmp_path / "journal")
    with pytest.raises(UnknownTopic, match=r"does not have the partition.*put aside"):
        stream.flush()
    for number in (-1, 2**31):
        with pytest.raises(ValueError, match="a partition is a number from 0 on"):
            stream.write_raw(b"x", partition=number)
    stream.close()
    assert sorted(read_all(url_of(one, "partitions"))) == [0, 1, 3, 4]


@pytest.mark.parametrize("journal", [False, True])
def test_a_write_that_raises_about_another_message_is_done(
    one: KafkaCluster, tmp_path: Path, journal: bool
) -> None:
    topic = f"refusing-{journal}"
    one.create_topic(topic, max_message_bytes=1000)
    options = {"journal": tmp_path / "journal"} if journal else {"automatic_offload": False}
    stream = OPENER.open(url_of(one, topic), "w", **options)
    raised = 0
    large = "x" * 1_200_000  # has a batch of its own
    for number in range(8):
        for message in (large, number):
            try:
                stream.write(message)
            except MessageTooLarge:
                raised += 1
            time.sleep(0.1)
    assert raised > 1
    with contextlib.suppress(MessageTooLarge):
        stream.close()
    with OPENER.open(url_of(one, topic)) as messages:
        assert [message.content for message in messages] == list(range(8))


def test_a_write_that_takes_nothing_says_so(one: KafkaCluster) -> None:
    """The topic was made anew, with fewer partitions than the stream knows of."""
    one.create_topic("not-taken", max_message_bytes=1000)
    stream = OPENER.open(url_of(one, "not-taken"), "w", automatic_offload=False)
    inner(stream)._known["not-taken"] = 9
    queue = inner(stream)._sink
    queue._polled = float("inf")  # no write before looks at what became of it
    stream.write("x" * 1_200_000, name="large")
    wait_for(lambda: not queue.client.flush(0.1))
    with pytest.raises(DeliveryFailed, match="the message of this call is not taken") as caught:
        stream.write_raw(b"x", partition=8, name="nowhere")
    assert [name for name, _ in caught.value.failures] == ["large", "nowhere"]
    stream.close()
    assert read_all(url_of(one, "not-taken")) == []


def test_a_client_that_can_do_nothing_more_is_replaced(
    one: KafkaCluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As after the loss of a broker's disk, of which librdkafka's idempotent writers die."""
    one.create_topic("fatal")
    with OPENER.open(url_of(one, "fatal"), "w", journal=tmp_path / "j") as stream:
        queue = inner(stream)._sink
        assert isinstance(queue, JournalQueue)
        stream.write(0)
        stream.flush()
        with one.pause_broker(0):
            stream.write(1)
            fatal = confluent_kafka.KafkaError(
                confluent_kafka.KafkaError.OUT_OF_ORDER_SEQUENCE_NUMBER, "sequence lost", fatal=True
            )
            dead = queue.client
            dead._on_error(fatal)
            wait_for(lambda: queue.client is not dead)
            stream.write(2)
    assert "a new client sends again" in caplog.text
    with OPENER.open(url_of(one, "fatal")) as messages:
        got = [message.content for message in messages]
    assert list(dict.fromkeys(got)) == [0, 1, 2]


def is_flushed(stream: Any) -> bool:
    try:
        stream.flush()
    except UnknownTopic:
        return False
    return True


def test_a_topic_that_goes_holds_no_other_up(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("gone")
    one.create_topic("stays")
    quick = {"topic.metadata.propagation.max.ms": 500, "topic.metadata.refresh.interval.ms": 200}
    url, journal = f"{one.url}/", tmp_path / "journal"
    stream = OPENER.open(url, "w", journal=journal, kafka=quick)
    stream.write(0, topic="gone")
    stream.flush()
    one.admin._client.delete_topics(["gone"])["gone"].result(60)
    wait_for(lambda: "gone" not in one.admin._client.list_topics(timeout=10).topics)
    stream.write(1, topic="gone")
    with pytest.raises(UnknownTopic, match=f"topic gone.*1 not acknowledged are kept in {journal}"):
        stream.flush()
    with contextlib.suppress(UnknownTopic):  # of the first one, if it has been tried again by now
        stream.write(2, topic="stays")
    with OPENER.open(f"{one.url}/stays", start_at=EARLIEST, persist=True) as messages:
        assert next(iter(messages)).content == 2
    one.create_topic("gone")
    wait_for(lambda: is_flushed(stream))
    stream.close()
    with OPENER.open(f"{one.url}/gone") as messages:
        assert [message.content for message in messages] == [1]


def test_what_librdkafka_gives_up_by_itself_is_sent_again_and_not_told(
    one: KafkaCluster, tmp_path: Path
) -> None:
    one.create_topic("given-up")
    url = url_of(one, "given-up")
    with OPENER.open(url, "w", journal=tmp_path / "journal") as stream:
        queue = inner(stream)._sink
        with one.pause_broker(0):
            stream.write("kept")
            of_topic = queue._topics["given-up"]
            destroyed = confluent_kafka.KafkaError(confluent_kafka.KafkaError._DESTROY)
            queue._on_delivery(queue._generation, of_topic, of_topic.sent, destroyed, None)
            wait_for(lambda: of_topic.retry_at is not None)
        stream.flush()
    with OPENER.open(url) as messages:
        assert {message.content for message in messages} == {"kept"}


def test_the_queue_is_bounded(one: KafkaCluster) -> None:
    """A writer that is faster than the broker waits, and loses nothing."""
    one.create_topic("bounded")
    url = url_of(one, "bounded")
    few = {"queue.buffering.max.messages": 100}
    with OPENER.open(url, "w", kafka=few) as stream:
        with one.pause_broker(0):
            written: list[int] = []

            def write() -> None:
                for number in range(1000):
                    stream.write(number)
                    written.append(number)

            thread = threading.Thread(target=write, daemon=True)
            thread.start()
            wait_for(lambda: len(written) == 100)
            time.sleep(0.3)
            assert len(written) == 100
            with pytest.raises(TransportTimeout, match="under way"):
                stream.flush(0.1)
        thread.join(60)
        stream.flush()
    with OPENER.open(url) as messages:
        assert [message.content for message in messages] == list(range(1000))


def test_only_one_writes_with_a_journal(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("mine")
    url, journal = url_of(one, "mine"), tmp_path / "journal"
    with (
        OPENER.open(url, "w", journal=journal),
        pytest.raises(JournalError, match=f"in use by process {os.getpid()} on"),
    ):
        OPENER.open(url, "w", journal=journal)
    with pytest.raises(ValueError, match="for writing"):
        OPENER.open(url, "r", journal=journal)
    with pytest.raises(UnknownTopic):
        OPENER.open(f"{one.url}/no-such-topic", "w", journal=journal)
    stream = OPENER.open(url, "w", journal=journal)
    threads = [each for each in threading.enumerate() if each.name == "hop-journal"]
    assert len(threads) == 1
    stream.close()
    stream.close()
    assert not threads[0].is_alive()


def test_a_journal_keeps_the_partition(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("parts", 3)
    with OPENER.open(url_of(one, "parts"), "w", journal=tmp_path / "journal") as stream:
        for number in range(6):
            stream.write_raw(b"%d" % number, partition=number)
    with OPENER.open(url_of(one, "parts")) as messages:
        got = {message.content: place.partition for message, place in messages.read(metadata=True)}
    assert got == {number: number % 3 for number in range(6)}


def test_a_wrong_key_does_not_come_into_the_journal(one: KafkaCluster, tmp_path: Path) -> None:
    one.create_topic("keys")
    with OPENER.open(url_of(one, "keys"), "w", journal=tmp_path / "journal") as stream:
        for key in (7, bytearray(b"k"), "\ud800"):
            with pytest.raises(EncodeError, match="a key"):
                stream.write("x", key=key)
        stream.write("good", key="k")
    with OPENER.open(url_of(one, "keys")) as messages:
        assert [message.content for message in messages] == ["good"]


@pytest.mark.parametrize("journal", [False, True])
def test_a_closed_stream_says_so(one: KafkaCluster, tmp_path: Path, journal: bool) -> None:
    one.create_topic(f"closed-{journal}")
    options = {"journal": tmp_path / "journal"} if journal else {}
    stream = OPENER.open(url_of(one, f"closed-{journal}"), "w", **options)
    stream.write(1)
    stream.close()
    for use in (stream.flush, lambda: stream.write(1), lambda: stream.write(1, topic="other")):
        with pytest.raises(TransportError, match="the stream is closed"):
            use()
