"""Sandboxes of several brokers, which die and come back."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from hop.errors import HopError
from hop.sandbox import KafkaCluster

from ..integration.delivery import wait_for
from ..integration.test_sandbox import read, settings, write
from .test_sandbox_programs import alive


def test_a_topic_is_made_once_the_controller_hears_of_the_broker() -> None:
    # As after a pause, for which the controller takes a broker out of service; here for the last
    # half second before each sign of life, to meet it for certain.
    silent = {"broker.session.timeout.ms": 1000, "broker.heartbeat.interval.ms": 1500}
    with KafkaCluster(config=silent) as kafka:
        for number in range(20):
            kafka.create_topic(f"topic-{number}")
            time.sleep(0.1)
        with pytest.raises(HopError, match="creating the topic three: the broker refuses"):
            kafka.create_topic("three", replication=3)


def test_brokers_may_die_stop_and_come_back() -> None:
    with KafkaCluster(brokers=3) as kafka:
        kafka.create_topic("events")
        write(settings(kafka), "events", b"before")
        leader = kafka.leader("events")
        kafka.kill_broker(leader)
        with pytest.raises(HopError, match=f"broker {leader} does not run"):
            kafka.kill_broker(leader)
        wait_for(lambda: kafka.leader("events") not in (leader, -1))
        write(settings(kafka), "events", b"after")
        kafka.start_broker(leader)
        kafka.stop_broker((leader + 1) % 3)
        assert read(settings(kafka), "events") == b"before"
        folder, pid = kafka.folder, kafka.pid(leader)
        assert alive(pid)
    assert not folder.exists()
    assert not alive(pid)


OUTER = "the-password-of-another-broker"


# Run by the sandbox as its command; what it prints is what the test looks at.
INSIDE = """
import os, signal, time
from pathlib import Path
from hop import Stream
from hop.auth import load_auth
from hop.io import StartPosition

url = os.environ["HOP_SANDBOX_URL"] + "/alerts"
print("brokers", len(url.split(",")))
print("variables", sorted(name for name in os.environ if name.startswith("HOP_")))
folder = Path(os.environ["XDG_CONFIG_HOME"])
for other in sorted(folder.parent.iterdir()):
    os.environ["XDG_CONFIG_HOME"] = str(other)
    with Stream().open(url, "w") as stream:
        stream.write(other.name)
with Stream(start_at=StartPosition.EARLIEST).open(url) as stream:
    print("messages", [message.content for message in stream])

def processes():
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                told = [(each / name).read_bytes() for name in ("cmdline", "environ")]
            except OSError:
                continue
            yield int(each.name), *told

password = load_auth(Path(os.environ["XDG_CONFIG_HOME"], "hop", "config.toml")).password.encode()
shown = [pid for pid, *told in processes() if any(password in text for text in told)]
print("processes with the password", shown)
outer = [pid for pid, *told in processes() if any(b"OUTER"[::-1] in text for text in told)]
print("processes with another one", [pid for pid in outer if pid != os.getppid()])

def brokers():
    name = str(folder.parent.parent).encode() + b"/broker1.properties"
    return [pid for pid, command, _ in processes() if name in command]

[before] = brokers()
os.kill(before, signal.SIGKILL)
with Stream().open(url, "w") as stream:
    stream.write("one is away")
end = time.monotonic() + 60
while brokers() in ([], [before]) and time.monotonic() < end:
    time.sleep(0.2)
print("another process", brokers() not in ([], [before]))
""".replace("OUTER", OUTER[::-1])  # not what it looks for


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what processes are told")
def test_a_secure_sandbox_of_three_brokers(tmp_path: Path) -> None:
    sandbox = [
        "from hop.cli import main; raise SystemExit(main())",
        "sandbox",
        "--secure",
        "--brokers",
        "3",
        "--topic",
        "alerts",
    ]
    done = subprocess.run(
        [sys.executable, "-c", *sandbox, "--", sys.executable, "-c", textwrap.dedent(INSIDE)],
        capture_output=True,
        text=True,
        timeout=110,
        env=os.environ
        | {
            "TMPDIR": str(tmp_path),
            "HOP_USERNAME": "somebody",
            "HOP_PASSWORD": OUTER,
            "HOP_MECHANISM": "PLAIN",
        },
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "brokers 3",
        "variables ['HOP_SANDBOX_URL']",
        "messages ['OAUTHBEARER', 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']",
        "processes with the password []",
        "processes with another one []",
        "another process True",
    ]
    assert "broker 1 ended; it is started again" in done.stderr
    assert OUTER not in done.stderr
    assert not list(tmp_path.iterdir())
