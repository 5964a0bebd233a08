"""What the demo says of messages, and that it notices a difference. The demo itself."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import demo_tour
import pytest
from demo_reader import fingerprint
from demo_show import Summary, narrator, summarize

from hop.errors import HopError
from hop.message import Blob
from hop.models import GCNCircular, VOEvent


def test_an_event_in_short() -> None:
    summary = summarize(VOEvent.load_file(demo_tour.MESSAGES / "voevent.xml"))
    rows = dict(summary.rows)
    assert rows["where"] == "RA 197.45 deg, Dec -23.38 deg, ± 2.5 deg (ICRS)"
    assert rows["when"] == "2031-04-12T03:14:15.926 UTC ± 0.002 s"
    assert rows["importance"] == "0.99 of 1, until 2031-04-26T00:00:00 UTC"
    assert rows["FAR"].startswith("3.1e-11 Hz  How often noise")
    assert rows["Distance"] == "41 Mpc"
    assert rows["Detectors"] == "3"
    assert rows["Classification"].startswith("NeutronStarMerger 0.97, ")
    assert rows["supersedes"] == "ivo://example.org/ripple#R310412a-1-Preliminary"


def test_an_event_that_says_nothing_in_short() -> None:
    summary = summarize(VOEvent(ivorn="ivo://example.org/x#1", role="utility"))
    assert summary.rows == [("event", "ivo://example.org/x#1 (utility)")]
    assert summary.body == ""


def test_a_long_circular_is_cut() -> None:
    header = {"title": "GCN CIRCULAR", "number": "1", "subject": "S", "date": "D", "from": "F"}
    body = "\n".join(f"line {number}" for number in range(1, 12))
    summary = summarize(GCNCircular(header=header, body=body))
    assert summary.rows == [("subject", "S"), ("number", "1"), ("from", "F"), ("date", "D")]
    assert summary.body.splitlines()[-2:] == ["line 8", "… 3 more lines"]


def test_json_in_short() -> None:
    content = {"name": "x", "at": {"ra": 1.5, "dec": None}, "list": [{"a": 1}, "two"], "n": 3}
    assert summarize(Blob(content)).rows == [
        ("name", "x"),
        ("at", "ra 1.5, dec null"),
        ("list 1", "a 1"),
        ("list 2", "two"),
        ("n", "3"),
    ]
    assert summarize(Blob([1, 2])).rows == [("", "[1, 2]")]


def test_a_difference_is_noticed() -> None:
    sent = [Blob({"a": 1}), Blob({"b": 2})]
    came = [fingerprint(message) for message in sent]
    demo_tour.compare(sent, came)
    with pytest.raises(HopError, match="2 messages were sent, 1 arrived"):
        demo_tour.compare(sent, came[:1])
    with pytest.raises(HopError, match="message 2, a Blob, arrived changed"):
        demo_tour.compare(sent, [came[0], fingerprint(Blob({"b": 3}))])
    with pytest.raises(HopError, match="message 1"):
        demo_tour.compare(sent, [{**came[0], "sha256": ""}, came[1]])


def test_plain_text_is_wrapped_below_its_column(capsys: pytest.CaptureFixture[str]) -> None:
    narrator().show(Summary("title", [("name", "word " * 30)], "one\n\ntwo"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  title"
    assert lines[2].startswith("    name  word")
    assert lines[3].startswith("          word")
    assert lines[-3:] == ["    | one", "    | ", "    | two"]


def test_a_terminal_without_the_signs_gets_others_instead() -> None:
    code = "from demo_show import narrator; narrator().result('± 1')"
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    folder = Path(demo_tour.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, cwd=folder
    )
    assert done.stdout == b"  ok: ? 1\n"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the sandbox of the demo makes its own."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@contextlib.contextmanager
def demo_process() -> Iterator[subprocess.Popen[str]]:
    program = Path(demo_tour.__file__).with_name("demo.py")
    process = subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def brokers_in(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True)
    return [line for line in listed.stdout.splitlines() if f"{folder}/hop-sandbox-" in line]


def test_the_demo_shows_what_it_sent(folders: Path) -> None:
    with demo_process() as process:
        shown, talk = process.communicate(timeout=60)
    assert process.returncode == 0, talk
    assert "Traceback" not in talk
    facts = [
        "ivo://example.org/ripple#R310412a-2-Initial (observation)",
        "Ripple Network of gravitational-wave detectors",
        "2031-04-12T03:14:15.926 UTC ± 0.002 s",
        "RA 197.45 deg, Dec -23.38 deg, ± 2.5 deg (ICRS)",
        "0.99 of 1",
        "3.1e-11 Hz",
        "a fading blue source in NGC 9417",
        "91418",
        "name QUILT31abc",
        "refused: What/Param[2]/@dataType: expected one of 'string', 'float', 'int', got 'double'",
    ]
    assert [fact for fact in facts if fact not in shown] == []
    assert not list(folders.iterdir())


def test_the_demo_ends_cleanly_on_ctrl_c(folders: Path) -> None:
    with demo_process() as process:
        assert process.stdout is not None
        while "is ready" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in talk
    assert not brokers_in(folders)
    assert not list(folders.iterdir())
