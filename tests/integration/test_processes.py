"""Streams and their process: forks, signals at any time, and an end that nobody prepared."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from .apis import environment

pytestmark = pytest.mark.sync_only("the streams beneath are these")

BEGIN = """
import os, signal, sys
from hop import Stream
from hop.errors import TransportError
from hop.io import StartPosition
url, path = sys.argv[1:]
stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
"""


def run(script: str, url: str, path: Any = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script, url, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


FORK = """
writer = stream.open(url, "w")
durable = stream.open(url, "w", journal=path)
reader = stream.open(url, "r", "forked")
writer.write("first")
writer.flush()
# A thread that looks up a host name during the fork would leave its lock to the child: when a
# message has come, all are connected.
assert next(iter(reader)).content == "first"
child = os.fork()
if not child:
    for use in (
        lambda: writer.write(0),
        lambda: writer.write(0, topic="another"),
        lambda: writer.flush(),
        lambda: durable.write(0),
        lambda: durable.flush(),
        lambda: next(iter(reader)),
    ):
        try:
            use()
        except TransportError as fault:
            assert "before this process was forked" in str(fault), fault
        else:
            raise AssertionError
    with stream.open(url, "w") as own:
        own.write("of the child")
    for each in (durable, reader):
        each.close()
    sys.exit(7)  # and the destructors of all of them run
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
writer.write("last")
writer.close()
durable.write("from the journal")
durable.close()
print([message.content for message in reader])
reader.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_fork_leaves_the_streams_to_its_parent(url: str, tmp_path: Any) -> None:
    got = run(FORK, url, tmp_path / "journal")
    assert got == "['of the child', 'last', 'from the journal']\n"


HANDLER = """
import hop
with stream.open(url, "w") as writer:
    for number in range(3):
        writer.write(number)
def handle(message):
    child = os.fork()
    if child:
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(message.content, ended, flush=True)
    elif message.content == 1:
        sys.exit(5)
counters = hop.run(
    handler=handle, url=url, group_id="forking", auth=False, persist=False,
    start_at=StartPosition.EARLIEST,
)
print(counters.done)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_fork_made_by_a_handler_does_none_of_the_run(url: str) -> None:
    assert run(HANDLER, url) == "0 0\n1 5\n2 0\n3\n"


SIGNALS = """
with stream.open(url, "w") as writer:
    for number in range(2000):
        writer.write(number)
reader = stream.open(url, "r", "signals")
known = []
def mark(*_):
    if known:
        reader.mark_done(known[-1])
signal.signal(signal.SIGALRM, mark)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
for _, metadata in reader.read(metadata=True, autocommit=False):
    known.append(metadata)
    reader.mark_done(metadata)
signal.signal(signal.SIGALRM, lambda *_: reader.close())
signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
reader.close()
signal.setitimer(signal.ITIMER_REAL, 0)
print(len(known), len(list(stream.open(url, "r", "signals"))))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no timers of that kind")
def test_signal_handlers_may_mark_and_close_at_any_time(url: str) -> None:
    assert run(SIGNALS, url) == "2000 0\n"


def test_a_process_ends_though_its_reader_was_never_asked(url: str) -> None:
    assert run('reader = stream.open(url, "r", "unasked", persist=True); print("end")', url) == (
        "end\n"
    )
