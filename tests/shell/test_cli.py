"""The command against a real Kafka: what is published is printed as it was."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest
from calibration import Clock

from hop import Stream
from hop.io import StartPosition
from hop.models import GCNCircular, VOEvent
from hop.sandbox import KafkaCluster

from ..integration.conftest import NewTopic
from ..integration.delivery import configure

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "schemas/examples/demo"
DATA = Path(os.environ.get("HOP_TEST_DATA", ROOT.parent / "shared/data"))
COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")


def hop(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, timeout=60, **options
    )


def publish(*arguments: str | Path, **options: Any) -> None:
    done = hop("publish", "--no-auth", *arguments, **options)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def printed(url: str, *options: str) -> bytes:
    done = hop("subscribe", "--no-auth", "-s", "EARLIEST", *options, url)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def printed_json(url: str, *options: str) -> list[Any]:
    return [json.loads(line) for line in printed(url, "-j", *options).decode().splitlines()]


def logged_in(secure: Any, folder: Path) -> dict[str, str]:
    """The environment of a user who has stored a credential."""
    csv = folder / "alice.csv"
    csv.write_text(
        "username,password,hostname,ssl_ca_location\n"
        f"alice,{secure.auth.password},{secure.address},{secure.auth.ssl_ca_location}\n"
    )
    env = os.environ | {"XDG_CONFIG_HOME": str(folder)}
    assert hop("configure", "setup", "--import", csv, env=env).returncode == 0
    return env


@pytest.fixture(scope="module", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The command starts as an installed one does, its modules compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture
def run() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the command, and ends it with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        started.append(
            subprocess.Popen([*COMMAND, *arguments], stdin=pipe, stdout=pipe, stderr=pipe)
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        with process:  # closes its pipes
            pass


def first_line(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.readline()


def files(pattern: str, folder: str) -> list[Any]:
    found = sorted(DATA.glob(pattern))
    why = f"there are no example messages in {DATA}: name their folder in HOP_TEST_DATA"
    absent = pytest.param(DATA, marks=pytest.mark.skip(reason=why))
    ours = sorted((ROOT / "schemas/examples/good" / folder).glob(pattern))
    return [pytest.param(each, id=each.name) for each in [*found, *ours]] + [absent] * (not found)


@pytest.mark.parametrize("file", files("*.xml", "voevent"))
def test_a_voevent_comes_back_byte_for_byte(url: str, file: Path) -> None:
    publish("-f", "VOEVENT", url, file)
    assert printed(url, "-t") == file.read_bytes().removesuffix(b"\n") + b"\n"
    assert printed_json(url, "-t") == [VOEvent.load_file(file).asdict()]
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url, tests="include") as stream:
        assert [bytes(message) for message in stream] == [file.read_bytes()]


@pytest.mark.parametrize("file", files("*.gcn3", "circular"))
def test_a_circular_comes_back_equal(url: str, file: Path) -> None:
    publish(url, "-f", "CIRCULAR", file)
    circular = GCNCircular.load_file(file)
    assert printed_json(url) == [circular.asdict()]
    assert GCNCircular.load(printed(url)).asdict() == circular.asdict()
    assert printed(url).decode().rstrip("\n") == circular.to_text().rstrip("\n")


def test_many_formats_in_one_topic_each_in_its_form(url: str) -> None:
    publish("-f", "VOEVENT", url, DEMO / "voevent.xml")
    publish("-f", "CIRCULAR", url, DEMO / "circular.gcn3")
    publish(url, DEMO / "followup.json")
    publish(url, "-", input="bare é text\n".encode())
    publish(url, "-", input=b"\xff\x00")
    followup = json.loads((DEMO / "followup.json").read_text())
    event, circular = (DEMO / name for name in ("voevent.xml", "circular.gcn3"))
    text = "".join(
        (
            event.read_text().rstrip("\n") + "\n",
            circular.read_text().rstrip("\n") + "\n",
            json.dumps(followup, ensure_ascii=False) + "\n",
            "bare é text\n",
        )
    )
    assert printed(url) == text.encode() + b"\xff\x00\n"
    assert printed_json(url) == [
        VOEvent.load_file(event).asdict(),
        GCNCircular.load_file(circular).asdict(),
        followup,
        "bare é text\n",
        {"base64": "/wA="},
    ]


def test_lines_of_json(url: str) -> None:
    values: list[Any] = [{"a": 1, "é": None}, "text", 3.5, True, None, [1, [2]], 2**70]
    lines = "\n\n".join(json.dumps(value) for value in values)
    publish(url, input=lines.encode())
    assert printed_json(url) == values


def test_a_broken_line_costs_only_itself(url: str) -> None:
    lines = b'{"n": 1}\n\n{"n": 2}\n{"n": \n{"n": 4}\n'
    done = hop("publish", "--no-auth", url, input=lines)
    assert (done.returncode, done.stdout) == (65, b"")
    fault, summary = done.stderr.decode().splitlines()
    assert fault.startswith("hop: line 4 of standard input: not JSON")
    assert fault.endswith("(hop explain DecodeError)")
    assert summary == "hop: 1 of 4 messages were not published; the others are acknowledged"
    assert printed_json(url) == [{"n": 1}, {"n": 2}, {"n": 4}]


def test_a_line_that_the_broker_refuses_costs_only_itself(new_topic: NewTopic, kafka: Any) -> None:
    url = f"{kafka.url}/{new_topic(max_message_bytes=10_000)}"
    lines = [
        json.dumps({"n": n, "filler": "x" * (20_000 if n in (3, 7) else 3000)}) for n in range(20)
    ]
    done = hop("publish", "--no-auth", url, input="\n".join(lines).encode())
    assert done.returncode == 65
    *faults, summary = done.stderr.decode().splitlines()
    assert [line.partition(": a message")[0] for line in faults] == [
        "hop: line 4 of standard input",
        "hop: line 8 of standard input",
    ]
    assert summary.startswith("hop: 2 of 20 messages were not published")
    assert {each["n"] for each in printed_json(url)} == set(range(20)) - {3, 7}


@pytest.mark.parametrize("journal", [False, True])
def test_a_file_that_is_too_large_costs_only_itself(
    url: str, tmp_path: Path, journal: bool
) -> None:
    for number in range(40):
        size = 1_500_000 if number == 17 else 400_000
        (tmp_path / f"{number}.json").write_text(json.dumps({"n": number, "filler": "x" * size}))
    files = [tmp_path / f"{number}.json" for number in range(40)]
    options = ["--journal", tmp_path / "journal"] if journal else []
    done = hop("publish", "--no-auth", *options, url, *files)
    assert (done.returncode, done.stdout) == (65, b"")
    lines = done.stderr.decode().splitlines()
    (fault,) = [line for line in lines if "warning" not in line]
    assert fault.startswith(f"hop: {files[17]}: a message for topic")
    assert "the other 39 of 40 are acknowledged" in fault
    if journal:
        assert f"hop journal list {tmp_path / 'journal'}" in lines[0]
    assert {each["n"] for each in printed_json(url)} == set(range(40)) - {17}


def test_lines_are_sent_as_they_come(url: str, run: Callable[..., subprocess.Popen[bytes]]) -> None:
    reader = run("subscribe", "--no-auth", "-p", "-s", "EARLIEST", url)
    writer = run("publish", "--no-auth", url)
    assert writer.stdin is not None
    for number in range(3):
        writer.stdin.write(f'{{"n": {number}}}\n'.encode())
        writer.stdin.flush()
        assert json.loads(first_line(reader)) == {"n": number}
    writer.stdin.close()
    assert writer.wait(60) == 0


def test_what_a_journal_has_put_aside_is_sent_again(
    kafka: Any, new_topic: NewTopic, tmp_path: Path
) -> None:
    topic, journal = new_topic(max_message_bytes=1000), tmp_path / "journal"
    url = f"{kafka.url}/{topic}"
    lines = [json.dumps(f"{name}" * 5000) for name in "ab"]
    done = hop("publish", "--no-auth", "--journal", journal, url, input="\n".join(lines).encode())
    assert done.returncode == 65
    listed = hop("journal", "list", "--json", journal).stdout.splitlines()
    assert [json.loads(line)["number"] for line in listed] == [1, 2]
    configure(kafka, topic, "max.message.bytes", "100000")
    done = hop("journal", "resend", "--no-auth", journal)
    assert done.returncode == 0, done.stderr
    assert printed_json(url) == ["a" * 5000, "b" * 5000]
    assert hop("journal", "list", journal).stdout == b""


def test_what_is_not_sent_after_a_refusal_is_named(
    kafka: KafkaCluster, secure: Any, new_topic: NewTopic, tmp_path: Path
) -> None:
    """The user may see the topic, but not write to it: no message does better than the first."""
    topic = new_topic()
    kafka.allow("alice", topic, "DESCRIBE")
    env = logged_in(secure, tmp_path)
    files = [tmp_path / f"{number}.json" for number in range(3)]
    for file in files:
        file.write_text("1")
    done = hop("publish", secure.url(topic), *files, env=env)
    assert done.returncode == 77
    *faults, summary = done.stderr.decode().splitlines()
    assert [line.split(": ")[1] for line in faults] == list(map(str, files))
    assert "3 of 3 messages were not published" in summary
    # More lines could come, but nobody waits for them.
    arguments = [*COMMAND, "publish", secure.url(topic)]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stderr=pipe, env=env) as process:
        assert process.stdin is not None and process.stderr is not None
        with contextlib.suppress(BrokenPipeError):
            while process.poll() is None:
                process.stdin.write(b"1\n")
                process.stdin.flush()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
        assert process.wait(60) == 77
        assert "does not let the user alice" in process.stderr.read().decode()


def test_a_wrong_file_costs_only_itself(url: str) -> None:
    good, bad = DEMO / "voevent.xml", DEMO / "invalid.xml"
    done = hop("publish", "--no-auth", "-f", "VOEVENT", url, bad, good, "nowhere.xml")
    assert done.returncode == 65
    first, second, summary = done.stderr.decode().splitlines()
    assert first.startswith(f"hop: {bad}: ")
    assert second.startswith("hop: nowhere.xml: No such file")
    assert summary == "hop: 2 of 3 messages were not published; the others are acknowledged"
    assert printed(url) == good.read_bytes()


def test_the_envelope_of_2021(kafka: KafkaCluster, url: str, topic: str) -> None:
    publish("--envelope", "-f", "CIRCULAR", url, DEMO / "circular.gcn3")
    publish("--envelope", url, input=b'{"a": 1}\n')
    circular = GCNCircular.load_file(DEMO / "circular.gcn3").asdict()
    consumer = confluent_kafka.Consumer(
        {"bootstrap.servers": kafka.bootstrap("PLAINTEXT"), "group.id": "bare"}
    )
    consumer.assign([confluent_kafka.TopicPartition(topic, 0, 0)])
    records = [consumer.poll(10) for _ in range(2)]
    consumer.close()
    assert [json.loads(record.value()) for record in records] == [
        {"format": "circular", "content": circular},
        {"format": "blob", "content": {"a": 1}},
    ]
    assert printed_json(url) == [circular, {"a": 1}]


def test_tests_are_left_out_unless_asked_for(url: str) -> None:
    publish("-t", url, input=b'"drill"\n')
    publish(url, input=b'"real"\n')
    done = hop("subscribe", "--no-auth", "-s", "EARLIEST", "-j", url)
    assert done.stdout == b'"real"\n'
    assert done.stderr.startswith(b"hop: 1 test left out; ")
    assert printed_json(url, "--test") == ["drill", "real"]


def test_what_is_done_is_told_when_asked_for(url: str) -> None:
    done = hop("publish", "-v", "--no-auth", url, input=b"1\n2\n")
    assert done.stderr == b"hop: the broker has acknowledged 2 messages\n"


def test_the_latest_are_those_that_come_now(
    url: str, run: Callable[..., subprocess.Popen[bytes]]
) -> None:
    publish(url, input=b'"before"\n')
    assert hop("subscribe", "--no-auth", url).stdout == b""
    reader = run("subscribe", "--no-auth", "--persist", url)
    lines: list[bytes] = []
    thread = threading.Thread(target=lambda: lines.append(first_line(reader)))
    thread.start()
    end = time.monotonic() + 60
    while thread.is_alive() and time.monotonic() < end:  # until it is reading
        publish(url, input=b'"now"\n')
    thread.join(1)
    assert lines == [b"now\n"]


def test_a_topic_that_is_missing(kafka: KafkaCluster) -> None:
    url = f"{kafka.url}/not-there"
    for command, options in (("subscribe", []), ("publish", [str(DEMO / "followup.json")])):
        done = hop(command, "--no-auth", url, *options)
        assert (done.returncode, done.stdout) == (69, b"")
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith("hop: topic not-there does not exist")


def test_a_credential_that_is_refused(secure: Any, topic: str, tmp_path: Path) -> None:
    csv = tmp_path / "alice.csv"
    csv.write_text(
        "username,password,hostname,ssl_ca_location\n"
        f"alice,wrong,{secure.address},{secure.auth.ssl_ca_location}\n"
    )
    env = os.environ | {"XDG_CONFIG_HOME": str(tmp_path)}
    assert hop("configure", "setup", "--import", csv, env=env).returncode == 0
    done = hop("subscribe", secure.url(topic), env=env)
    assert (done.returncode, done.stdout) == (77, b"")
    assert b"alice" in done.stderr
    assert b"wrong" not in done.stderr


def test_a_stored_credential(kafka: KafkaCluster, secure: Any, topic: str, tmp_path: Path) -> None:
    env = logged_in(secure, tmp_path)
    denied = hop("publish", secure.url(topic), DEMO / "followup.json", env=env)
    assert denied.returncode in (69, 77)  # a topic one may not see is as good as none
    kafka.allow("alice", topic, "READ", "WRITE", "DESCRIBE")
    url = secure.url(topic)
    assert hop("publish", "--user", "alice", url, DEMO / "followup.json", env=env).returncode == 0
    read = hop("subscribe", "-s", "EARLIEST", "-j", url, env=env)
    assert json.loads(read.stdout) == json.loads((DEMO / "followup.json").read_text())


@pytest.mark.parametrize("group", [[], ["-g", "readers"]])
def test_ctrl_c_while_reading(
    url: str, run: Callable[..., subprocess.Popen[bytes]], group: list[str]
) -> None:
    publish(url, input=b"1\n")
    process = run("subscribe", "--no-auth", "-p", "-s", "EARLIEST", *group, url)
    assert first_line(process) == b"1\n"
    clock = Clock()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert clock.seconds() < 2
    assert (process.returncode, out, err) == (130, b"", b"")


def test_ctrl_c_while_writing(url: str, run: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = run("publish", "--no-auth", url)
    assert process.stdin is not None
    process.stdin.write(b'"sent"\n')
    process.stdin.flush()
    end = time.monotonic() + 60
    while not printed(url) and time.monotonic() < end:
        pass
    clock = Clock()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert clock.seconds() < 2
    assert (process.returncode, err) == (130, b"")
    assert printed_json(url) == ["sent"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_group_continues_where_it_was_stopped(
    url: str, run: Callable[..., subprocess.Popen[bytes]], number: int, code: int
) -> None:
    publish(url, input=b"1\n2\n3\n")
    arguments = ("subscribe", "--no-auth", "-s", "EARLIEST", "-g", f"group-{number}", url)
    process = run(*arguments, "--persist")
    assert [first_line(process) for _ in range(3)] == [b"1\n", b"2\n", b"3\n"]
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (code, b"", b"")
    publish(url, input=b"4\n")
    assert hop(*arguments).stdout == b"4\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_reader_that_reads_no_more_holds_nothing_up(
    url: str, run: Callable[..., subprocess.Popen[bytes]], number: int, code: int
) -> None:
    publish(url, input=b"".join(b'"%0200d"\n' % each for each in range(1000)))
    arguments = ("subscribe", "--no-auth", "-s", "EARLIEST", "-g", f"full-{number}", url)
    process = run(*arguments)
    assert first_line(process) == b"%0200d\n" % 0
    time.sleep(0.5)  # until the pipe is full
    clock = Clock()
    process.send_signal(number)
    assert process.wait(60) == code
    assert clock.seconds() < 2
    # At least once: what comes now joins on to what is in the pipe, or repeats some of it.
    assert process.stdout is not None
    whole = [int(line) for line in process.stdout.read().splitlines() if len(line) == 200]
    rest = [int(line) for line in hop(*arguments).stdout.splitlines()]
    assert whole[-1] + 1 >= rest[0]
    assert rest == list(range(rest[0], 1000))


def test_nobody_reads_any_more(url: str, run: Callable[..., subprocess.Popen[bytes]]) -> None:
    lines = b"".join(b"%d\n" % number for number in range(5000))
    publish(url, input=lines)
    process = run("subscribe", "--no-auth", "-s", "EARLIEST", url)
    assert first_line(process) == b"0\n"
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 141


def test_a_reader_that_goes_is_noticed_without_a_message(
    url: str, run: Callable[..., subprocess.Popen[bytes]]
) -> None:
    publish(url, input=b"1\n")
    process = run("subscribe", "--no-auth", "-p", "-s", "EARLIEST", url)
    assert first_line(process) == b"1\n"
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_loses_nothing(url: str) -> None:
    """The message that could not be printed is read again by the group."""
    publish(url, input=b"1\n")
    arguments = [*COMMAND, "subscribe", "--no-auth", "-s", "EARLIEST", "-g", "full", url]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 74
    assert done.stderr.startswith(b"hop: standard output: No space left")
    assert hop(*arguments[len(COMMAND) :]).stdout == b"1\n"


def test_the_sandbox_command_and_a_look_that_makes_no_topic() -> None:
    """The sandbox makes a topic for everybody who does not say that he only looks."""
    code = (
        "import os, subprocess\n"
        "print(url := os.environ['HOP_SANDBOX_URL'], flush=True)\n"
        "for words in ['doctor', '--no-auth', url + '/typo'], ['list-topics', '--no-auth', url]:\n"
        f"    code = subprocess.run([*{COMMAND!r}, *words], timeout=60).returncode\n"
        "    print(code, flush=True)\n"
        "raise SystemExit(7)"
    )
    done = hop("sandbox", "--topic", "sky", "--", sys.executable, "-c", code)
    assert done.returncode == 7
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("kafka://")
    assert "69" in lines
    assert [line.split() for line in lines[-3:]] == [
        ["TOPIC", "PARTITIONS", "MESSAGES"], ["sky", "1", "0"], ["0"],
    ]  # fmt: skip
