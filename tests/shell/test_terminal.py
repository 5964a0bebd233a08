"""What the commands show on a terminal; pipes get messages byte for byte."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from hop import Stream
from hop.io import StartPosition

HOP = [sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())"]
ALERTS = Path(__file__).parents[2] / "schemas/alert/examples"
DEMO = Path(__file__).parents[2] / "schemas/examples/demo"
STREAM = Stream(auth=False, start_at=StartPosition.EARLIEST)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LVK = (ALERTS / "lvk/preliminary.json").read_bytes()


class OnTerminal:
    """A command with standard output and standard error on terminals of their own."""

    def __init__(self, *arguments: str | Path, width: int = 80, **variables: str) -> None:
        self.out, self.err = b"", b""
        ends = [pty.openpty(), pty.openpty()]
        for _, end in ends:
            fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        own = {"NO_COLOR", "COLUMNS", "LINES"}  # the terminal of the test says these
        known = {name: value for name, value in os.environ.items() if name not in own}
        self.process = subprocess.Popen(
            [*HOP, *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=ends[0][1], stderr=ends[1][1],
            env={**known, "TERM": "xterm", **variables},
        )  # fmt: skip
        for _, end in ends:
            os.close(end)
        self._ends = [end for end, _ in ends]

    def read(self, *, until: Sequence[bytes] = ()) -> None:
        """Read both terminals until they are closed, or all of these were seen."""
        end = time.monotonic() + 60
        while self._ends and time.monotonic() < end:
            if until and all(each in self.out + self.err for each in until):
                return
            ready, _, _ = select.select(self._ends, [], [], 1)
            for each in ready:
                try:
                    data = os.read(each, 65536)
                except OSError:  # Linux says so at the end
                    data = b""
                if not data:
                    self._ends.remove(each)
                    continue
                is_out = each == self._first
                self.out, self.err = (
                    (self.out + data, self.err) if is_out else (self.out, self.err + data)
                )

    def __enter__(self) -> OnTerminal:
        self._first = self._ends[0]
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def ends(self) -> tuple[str, str]:
        """The text of both when the command has ended well."""
        self.read()
        assert self.process.wait(timeout=60) == 0, self.err
        return self.out.decode().replace("\r\n", "\n"), self.err.decode().replace("\r\n", "\n")


def shown(*arguments: str | Path, width: int = 80, **variables: str) -> tuple[str, str]:
    with OnTerminal(*arguments, width=width, **variables) as command:
        return command.ends()


@pytest.fixture
def filled(url: str) -> str:
    with STREAM.open(url, "w") as stream:
        stream.write_raw(LVK, [])
        stream.write({"note": "a\x1b[31m\u202eb", "long": "x" * 10_000})
        stream.write_raw((ALERTS / "lvk/retraction.json").read_bytes(), [])
    return url


READ = ("subscribe", "--no-auth", "-s", "EARLIEST")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_terminal_shows_what_matters(filled: str, width: int) -> None:
    out, err = shown(*READ, "-t", filled, width=width)
    lines = [COLOUR.sub("", line) for line in out.split("\n")]
    assert max(map(len, lines)) <= width
    assert "  FAR         once in 99 years" in lines
    assert any("igwn.gwalert" in line or filled.rpartition("/")[2] in line for line in lines)
    assert "\x1b[1;7;35m TEST \x1b[0m \x1b[1;7;31m RETRACTION \x1b[0m" in out
    assert "\\u001b[31m\\u202eb" in out
    assert "hop: connected to " in err
    assert "from the oldest message on" in err


def test_tests_are_not_shown_and_counted(filled: str) -> None:
    out, err = shown(*READ, filled)
    assert "MS320302cd" not in out
    assert "hop: 1 test left out; --test include" in err


def test_no_colour_and_no_utf_8(filled: str) -> None:
    out, _ = shown(*READ, "-t", filled, NO_COLOR="1", PYTHONIOENCODING="latin-1")
    assert out.isascii()
    assert "\x1b" not in out
    assert "[TEST] [RETRACTION]" in out


def test_full_and_raw_show_all(filled: str) -> None:
    out, _ = shown(*READ, "--full", "-t", filled)
    assert "x" * 10_000 in out
    assert '"superevent_id"' in out
    assert "[31m" in out
    assert "\x1b[31m" not in out
    raw, _ = shown(*READ, "--raw", "-t", filled)
    assert raw.startswith(LVK.decode().replace("\r\n", "\n"))
    assert "lvkalert" not in raw


def test_a_pipe_gets_each_message_byte_for_byte(filled: str) -> None:
    done = subprocess.run([*HOP, *READ, filled], capture_output=True, timeout=60)
    payload = LVK if LVK.endswith(b"\n") else LVK + b"\n"
    assert done.stdout.startswith(payload)
    assert done.stdout[len(payload) :].startswith(b'{"note":')
    assert b"connected" not in done.stderr


def test_json_has_the_content_alone_or_all(filled: str) -> None:
    def lines(*given: str) -> list[bytes]:
        done = subprocess.run([*HOP, *READ, *given, filled], capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    alone = lines("-j")
    assert alone == lines("--json") == lines("--json=content") == lines("--json", "content")
    full = [json.loads(line) for line in lines("--json=full")]
    assert lines("--json", "full") == lines("--json=full")
    assert [each["message"] for each in full] == [json.loads(line) for line in alone]
    assert {
        "topic", "partition", "offset", "time", "key", "headers", "format", "is_test", "message",
        "alerts",
    } <= full[0].keys()  # fmt: skip
    assert full[0]["topic"] == filled.rpartition("/")[2]
    assert (full[0]["format"], full[0]["is_test"]) == ("lvkalert", False)
    assert full[0]["alerts"][0]["event_id"] == "lvk:S320302ab"
    assert full[1]["alerts"] == []


@pytest.mark.parametrize(
    "given",
    [
        ["--json=full", "--alerts"],
        ["--json=full", "--exec", "cat"],
        ["-j", "--full"],
        ["-j", "--raw"],
        ["--full", "--raw"],
        ["--full", "--alerts"],
        ["-t", "--test", "only"],
        ["--test=maybe"],
        ["--json=all"],
    ],
)
def test_what_contradicts_itself_is_refused(given: list[str]) -> None:
    done = subprocess.run(
        [*HOP, "subscribe", *given, "kafka://localhost/x"], capture_output=True, timeout=60
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_who_waits_is_told_for_what_and_since_when(filled: str) -> None:
    with OnTerminal("subscribe", "--no-auth", "-p", filled) as command:
        command.read(until=[b"waiting for messages", b"the last message came"])
        assert b"from new messages on" in command.err
    with OnTerminal("subscribe", "--no-auth", "-p", "-q", "-s", "EARLIEST", filled) as command:
        command.read(until=[b"S320302ab", b"note"])
        assert command.err == b""


def test_an_empty_topic_says_that_nothing_is_stored(url: str) -> None:
    with OnTerminal("subscribe", "--no-auth", "-p", url) as command:
        command.read(until=[b"no message is stored"])


def test_publish_tells_what_was_sent_where(url: str) -> None:
    topic = url.rpartition("/")[2]
    files = ("voevent.xml", "circular.gcn3", "followup.json")
    for offset, (name, form) in enumerate(zip(files, ("VOEVENT", "CIRCULAR", "JSON"), strict=True)):
        given = ["-f", form] if form != "JSON" else []
        _, err = shown("publish", "--no-auth", *given, url, DEMO / name)
        told = f"{name}: sent as {form} to {topic}, partition 0, offset {offset}\n"
        assert err.endswith(told)
    done = subprocess.run(
        [*HOP, "publish", "--no-auth", url, str(DEMO / files[2])], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_publish_tells_of_many_messages_in_one_line(url: str, tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number}.json").write_text(str(number))
    _, err = shown("publish", "--no-auth", url, *sorted(tmp_path.iterdir()))
    assert err.count(": sent as JSON to ") == 20
    assert err.endswith("hop: and 5 more messages\n")


def test_publish_with_a_journal_tells_too(url: str, tmp_path: Path) -> None:
    _, err = shown("publish", "--no-auth", "--journal", tmp_path / "j", url, DEMO / "followup.json")
    assert f"sent to {url.rpartition('/')[2]}, partition 0, offset 0" in err
