"""``hop watch`` on a real Kafka: what fails is found in its time, its recovery told once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest
from listeners import free_port

from hop import Stream
from hop._config import resolve
from hop.auth import Auth
from hop.cli.exits import code_of
from hop.cli.watch import Watching
from hop.cli.watch.look import Limits, Look
from hop.cli.watch.state import Memory, load
from hop.errors import StateError
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
NOW = float(int(time.time()))
MINUTE, HOUR = 60.0, 3600.0
ANSWER_S = 15.0


@pytest.fixture(scope="module")
def own() -> Iterator[KafkaCluster]:
    """A broker that the tests may stop."""
    with KafkaCluster() as cluster:
        yield cluster


def new_topic(kafka: KafkaCluster, word: str = "alerts") -> str:
    name = f"{word}-{uuid.uuid4().hex[:8]}"
    kafka.create_topic(name, 1)
    return name


def write(kafka: KafkaCluster, topic: str, times: Iterable[float]) -> None:
    """Write a message for each time, which it bears."""
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap()})
    for each in times:
        producer.produce(topic, b"{}", timestamp=int(each * 1000))
    assert producer.flush(60) == 0


class Desk:
    """Watches some topics of a broker, and keeps what it tells."""

    def __init__(self, url: str, *, auth: bool | Auth = False, memory: Memory | None = None,
                 file: Path | None = None, **limits: Any) -> None:  # fmt: skip
        self.lines: list[str] = []
        self.look_at = Look([resolve(url, auth=auth)], (), Limits(**limits), memory or Memory())
        self.watching = Watching(self.look_at, file, write=self.lines.append)

    def look(self, now: float) -> tuple[list[str], list[int]]:
        """The states of what was told, and the exit codes of all that has failed."""
        self.lines.clear()
        found = self.watching.look(now)
        codes = [code_of(each.error) for each in found if each.error is not None]
        return [" ".join(line.split()[1:3]) for line in self.lines], codes


def test_a_heartbeat_that_stops_is_found_and_its_recovery_told_once(kafka: KafkaCluster) -> None:
    topic = new_topic(kafka, "gcn.heartbeat")
    write(kafka, topic, (NOW - each for each in range(120)))
    desk = Desk(f"{kafka.url}/{topic}")
    assert desk.look(NOW + 1) == (["ok broker", "ok topic", "ok heartbeat"], [])
    assert desk.look(NOW + 60) == ([], [])
    assert desk.look(NOW + 61) == (["failed heartbeat"], [69])
    assert "the newest message is 61 s old" in desk.lines[0]
    assert desk.look(NOW + 90) == ([], [69])
    write(kafka, topic, [NOW + 95])
    assert desk.look(NOW + 96) == (["ok heartbeat"], [])
    assert desk.look(NOW + 97) == ([], [])


def test_a_topic_is_silent_against_its_own_habit(kafka: KafkaCluster, tmp_path: Path) -> None:
    topic, state = new_topic(kafka), tmp_path / "state"
    # Every ten minutes for a day, but for one silence of three hours.
    times = [NOW - number * 10 * MINUTE for number in range(145)]
    write(kafka, topic, reversed([each for each in times if not 5 * HOUR < NOW - each < 8 * HOUR]))
    desk = Desk(f"{kafka.url}/{topic}", file=state)
    assert desk.look(NOW + 3 * HOUR)[1] == []
    assert desk.look(NOW + 7.1 * HOUR) == (["failed silence"], [69])
    # What is known outlives the messages, and the process.
    admin = confluent_kafka.admin.AdminClient({"bootstrap.servers": kafka.bootstrap()})
    ends = [confluent_kafka.TopicPartition(topic, 0, -1)]
    for each in admin.delete_records(ends).values():
        each.result(60)
    later = Desk(f"{kafka.url}/{topic}", memory=load(state), file=state)
    assert later.look(NOW + 14 * HOUR) == ([], [69])
    write(kafka, topic, [NOW])
    assert later.look(NOW + HOUR) == (["ok silence"], [])
    assert later.look(NOW + HOUR) == ([], [])


def test_a_busy_topic_may_be_silent_for_a_minute_only(kafka: KafkaCluster) -> None:
    topic = new_topic(kafka)
    write(kafka, topic, (NOW - each for each in range(3000, 0, -1)))
    desk = Desk(f"{kafka.url}/{topic}")
    assert desk.look(NOW + 50)[1] == []
    assert desk.look(NOW + 200)[1] == [69]


def test_without_a_habit_nothing_is_silent_unless_a_limit_is_given(kafka: KafkaCluster) -> None:
    topic = new_topic(kafka)
    write(kafka, topic, [NOW])
    assert Desk(f"{kafka.url}/{topic}").look(NOW + 1000 * HOUR)[1] == []
    assert Desk(f"{kafka.url}/{topic}", silence=MINUTE).look(NOW + 59)[1] == []
    assert Desk(f"{kafka.url}/{topic}", silence=MINUTE).look(NOW + 61)[1] == [69]


def test_a_group_that_is_behind_is_found(kafka: KafkaCluster) -> None:
    topic, group = new_topic(kafka), f"group-{uuid.uuid4().hex[:8]}"
    url = f"kafka://{group}@{kafka.bootstrap()}/{topic}"

    def read() -> None:
        with Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True).open(url) as s:
            for _ in s:
                pass

    write(kafka, topic, [NOW])
    read()
    desk = Desk(url, lag=10)
    assert desk.look(NOW)[1] == []
    write(kafka, topic, [NOW] * 11)
    assert desk.look(NOW) == (["failed group"], [70])
    assert "11 messages behind, and 10 are allowed" in desk.lines[0]
    read()
    assert desk.look(NOW) == (["ok group"], [])
    assert desk.look(NOW) == ([], [])


def test_a_token_that_is_refused_is_found(kafka: KafkaCluster, secure: Any) -> None:
    topic = new_topic(kafka)
    kafka.allow("alice", topic, "READ", "DESCRIBE")
    url, memory = secure.url(topic), Memory()
    for password, told, codes in (
        ("alice-secret", "ok credential", []),
        ("expired", "failed credential", [77]),
        ("alice-secret", "ok credential", []),
    ):
        auth = Auth("alice", password, ssl_ca_location=secure.auth.ssl_ca_location,
                    token_endpoint=kafka.token_url)  # fmt: skip
        desk = Desk(url, auth=auth, memory=memory)
        start = time.monotonic()
        states, found = desk.look(NOW)
        assert time.monotonic() - start < 3 * ANSWER_S
        assert (told in states, found) == (True, codes)
        assert "expired" not in "".join(desk.lines)


def test_a_password_that_is_refused_is_found(kafka: KafkaCluster, secure: Any) -> None:
    auth = Auth("alice", "expired", ssl_ca_location=secure.auth.ssl_ca_location)
    assert Desk(secure.url("alerts"), auth=auth).look(NOW) == (["failed credential"], [77])


def test_a_broker_that_is_gone_is_found_in_its_time(own: KafkaCluster) -> None:
    topic = new_topic(own)
    desk = Desk(f"{own.url}/{topic}")
    assert desk.look(NOW)[1] == []
    own.stop_broker(0)
    start = time.monotonic()
    assert desk.look(NOW) == (["failed broker"], [69])
    assert time.monotonic() - start < ANSWER_S
    assert desk.look(NOW) == ([], [69])
    own.start_broker(0)
    assert desk.look(NOW) == (["ok broker"], [])
    assert desk.look(NOW) == ([], [])


def test_a_topic_that_does_not_exist_is_found(kafka: KafkaCluster) -> None:
    assert Desk(f"{kafka.url}/nowhere").look(NOW) == (["ok broker", "failed topic"], [69])


# The command


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "watch", "--no-auth", *arguments], capture_output=True, text=True, timeout=60
    )


def test_a_disk_that_is_nearly_full_is_told_once_and_its_recovery(tmp_path: Path) -> None:
    # No disk has all of it free, and each has more than nothing.
    program = tmp_path / "program"
    program.write_text(
        f'#!/bin/sh\necho "$HOP_WATCH_CHECK $HOP_WATCH_STATE" >> {tmp_path}/told\n'
        f'echo "${{HOP_PASSWORD-none}}" >> {tmp_path}/secrets\n'
    )
    program.chmod(0o755)
    options = ["--once", "--disk", str(tmp_path), "--state", str(tmp_path / "state"),
               "--exec", str(program)]  # fmt: skip
    codes, printed = [], []
    for limit in ("0", "100", "100", "0", "0"):
        done = run(*options, "--disk-free", limit)
        codes.append(done.returncode)
        printed.append(len(done.stdout.splitlines()))
        assert done.stderr == ""
    assert codes == [0, 74, 74, 0, 0]
    assert printed == [1, 1, 0, 1, 0]
    assert (tmp_path / "told").read_text().splitlines() == ["disk failed", "disk ok"]
    assert set((tmp_path / "secrets").read_text().split()) == {"none"}


def test_json_has_a_line_for_each_finding(kafka: KafkaCluster) -> None:
    topic = new_topic(kafka)
    done = run("--once", "-j", f"{kafka.url}/{topic}")
    assert done.returncode == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["check"], each["subject"], each["state"]) for each in found][1:] == [
        ("topic", topic, "ok"),
        ("silence", topic, "ok"),
    ]


def test_metrics_show_the_last_look_and_sigterm_ends_it(kafka: KafkaCluster) -> None:
    topic, port = new_topic(kafka), free_port()
    write(kafka, topic, [NOW - HOUR])
    arguments = [
        "watch",
        "--no-auth",
        "--interval",
        "0.1",
        "--silence",
        "60",
        "--metrics",
        str(port),
    ]
    process = subprocess.Popen(
        [*COMMAND, *arguments, f"{kafka.url}/{topic}"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        assert "failed  silence" in lines[-1]
        wanted = f'hop_watch_ok{{check="silence",subject="{topic}"}} 0.0'
        end = time.monotonic() + 60
        while wanted not in (text := fetch(port)):
            assert time.monotonic() < end
        assert f'hop_watch_ok{{check="topic",subject="{topic}"}} 1.0' in text
        assert f'hop_watch_silence_limit_seconds{{subject="{topic}"}} 60.0' in text
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


def fetch(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hop_watch": 2}', '{"hop_watch": 1}'])
def test_a_file_that_is_no_state_is_kept_and_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "state").write_text(text)
    with pytest.raises(StateError, match="cannot be used"):
        load(tmp_path / "state")
    assert (tmp_path / "state").read_text() == text


def test_wrong_command_lines_are_named(tmp_path: Path) -> None:
    for arguments, code, part in (
        (["--once"], 2, "nothing to watch"),
        (["--once", "kafka://localhost"], 2, "has no topic"),
        (["--once", "--disk", str(tmp_path / "no")], 74, ""),
        (["--once", "--disk", "/", "--exec", "no-such-program"], 70, "no-such-program"),
        (["--once", "--disk", "/", "--state", str(tmp_path)], 2, ""),
    ):
        done = run(*arguments)
        assert done.returncode == code, done
        assert part in done.stderr
