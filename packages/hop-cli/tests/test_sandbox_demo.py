"""What the demo says of messages, and that it notices a difference."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hop.errors import ConfigError, HopError
from hop.message import Blob
from hop.models import GCNCircular, VOEvent
from hop.sandbox import tour
from hop.sandbox.demo_reader import fingerprint
from hop.sandbox.narrator import narrator
from hop.sandbox.summaries import Summary, summarize


def test_an_event_in_short() -> None:
    summary = summarize(VOEvent.load_file(tour.find_messages() / "voevent.xml"))
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
    tour.compare(sent, came)
    with pytest.raises(HopError, match="2 messages were sent, 1 came"):
        tour.compare(sent, came[:1])
    with pytest.raises(HopError, match="message 2, a Blob, came differently"):
        tour.compare(sent, [came[0], fingerprint(Blob({"b": 3}))])
    with pytest.raises(HopError, match="message 1"):
        tour.compare(sent, [{**came[0], "sha256": ""}, came[1]])


def test_without_the_messages_it_says_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour, "__file__", str(tmp_path / "hop" / "tour.py"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="run it in a checkout"):
        tour.find_messages()


def test_plain_text_is_wrapped_below_its_column(capsys: pytest.CaptureFixture[str]) -> None:
    narrator().show(Summary("title", [("name", "word " * 30)], "one\n\ntwo"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  title"
    assert lines[2].startswith("    name  word")
    assert lines[3].startswith("          word")
    assert lines[-3:] == ["    | one", "    | ", "    | two"]


def test_a_terminal_without_the_signs_gets_others_instead() -> None:
    code = "from hop.sandbox.narrator import narrator; narrator().result('± 1')"
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment)
    assert done.stdout == b"  ok: ? 1\n"
