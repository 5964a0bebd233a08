"""``hop subscribe --exec`` against a real Kafka: what is done, what is read again, and signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import confluent_kafka
import pytest

from hop.sandbox import KafkaCluster

pytestmark = pytest.mark.skipif(os.name != "posix", reason="its programs are those of a Unix")
COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
# Fails on two, as long as there is no file `mended`; tells what it has begun.
SCRIPT = """#!/bin/sh
read -r line
echo "$line" >> begun
test "$line" != two || test -e mended || exit 4
echo "$HOP_MESSAGE_OFFSET $HOP_MESSAGE_KEY $line"
"""


@pytest.fixture
def folder(tmp_path: Path, kafka: KafkaCluster, topic: str) -> Path:
    """Where the script is, beside a topic of three messages."""
    (tmp_path / "script.sh").write_text(SCRIPT)
    (tmp_path / "script.sh").chmod(0o700)
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for text in ("one", "two", "three"):
        producer.produce(topic, text, key=text[:1])
    assert producer.flush(60) == 0
    return tmp_path


def start(folder: Path, url: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "subscribe", "--no-auth", "-s", "EARLIEST", url, *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def test_a_message_is_done_when_its_program_is(folder: Path, url: str, topic: str) -> None:
    ended = start(folder, url, "--exec", "./script.sh", "-g", "programs")
    out, told = ended.communicate(timeout=60)
    assert (ended.returncode, out) == (70, "0 o one\n")
    failure = f"hop: the program './script.sh' ended with exit code 4 on topic {topic}, partition 0"
    assert told.startswith(f"{failure}, offset 1; ")
    (folder / "mended").touch()
    for arguments, lines in ((["-n", "1"], "1 t two\n"), ([], "2 t three\n"), ([], "")):
        ended = start(folder, url, "--exec", "./script.sh", "-g", "programs", *arguments)
        assert ended.communicate(timeout=60) == (lines, "")
        assert ended.returncode == 0
    assert (folder / "begun").read_text().split() == ["one", "two", "two", "three"]


def wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.02)


def test_signals(folder: Path, url: str) -> None:
    """SIGTERM lets the program in hand finish; Ctrl-C is for the program, too."""
    process = start(folder, url, "--exec", "sh -c 'touch a; sleep 0.5; cat'", "-p", "-g", "slow")
    wait_for(folder / "a")
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=60) == ("one", "")
    assert process.returncode == 0

    process = start(folder, url, "--exec", "sh -c 'touch b; exec sleep 60'", "-p", "-g", "slow")
    wait_for(folder / "b")
    os.killpg(process.pid, signal.SIGINT)
    out, told = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert told.startswith("hop: warning: the program 'sh' was ended by SIGINT on topic ")
    assert "that message is not done" in told

    process = start(folder, url, "--exec", "cat", "-g", "slow")
    assert process.communicate(timeout=60) == ("twothree", "")
