"""What a terminal shows of messages: what matters, in its width and height, and harmless."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hop._wire import Decoder
from hop.cli import view
from hop.cli.view import Terminal, lines_of_message
from hop.io import Metadata
from hop.message import Blob, JSONBlob, MessageModel
from hop.models import Alert, GCNNotice, VOEvent
from hop.models._view import brief, rate_in_words, size, view_of

from .conftest import EXAMPLES

ALERTS = EXAMPLES.parent / "alert/examples"
VIEWS = Path(__file__).parent / "views"
"""What is shown, by the width of the terminal."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

FAMILIES = (
    ("igwn.gwalert", "lvk/preliminary.json"),
    ("igwn.gwalert", "lvk/retraction.json"),
    ("gcn.notices.swift.bat.guano", "swift_guano_notice/position.json"),
    ("gcn.notices.swift.bat.guano", "swift_guano_notice/retraction.json"),
    ("gcn.notices.icecube.lvk_nu_track_search", "icecube_lvk_notice/two_neutrinos.json"),
    ("gcn.notices.einstein_probe.wxt.alert", "einstein_probe_notice/alert.json"),
    ("gcn.notices.boom.alert", "boom_notice/two_objects.json"),
    ("gcn.classic.voevent.SWIFT_BAT_GRB_POS_ACK", "swift_voevent/bat.xml"),
    ("gcn.classic.voevent.FERMI_GBM_FLT_POS", "fermi_gbm_voevent/flight.xml"),
    ("gcn.classic.text.SWIFT_XRT_POSITION", "swift_text/xrt.txt"),
    ("gcn.circulars", "circular/record.json"),
    ("ztf_20310514_programid1", "ztf/alert_avro.avro"),
    ("lsst.alerts", "rubin/alert_avro.avro"),
)
SKY_MAP = "U0lNUExF" + "A" * 80_000


def metadata(topic: str) -> Metadata:
    time = int(datetime(2031, 5, 6, 0, 24, 36, 500_000, UTC).timestamp() * 1000)
    return Metadata(
        topic=topic, partition=0, offset=7, timestamp=time, key=None, headers=[], _raw=None
    )


def messages() -> list[tuple[str, MessageModel]]:
    found: list[tuple[str, Any]] = []
    for topic, name in FAMILIES:
        payload = (ALERTS / name).read_bytes()
        found.append((topic, Decoder("raise").decode(payload, None, lambda: "here", topic)))
    found += [
        ("gcn.heartbeat", GCNNotice(alert_datetime="2031-05-06T00:24:36Z")),
        ("lab.bytes", Blob(b"SIMPLE  = " + b"x" * 61_000)),
        ("lab.text", Blob("The dome is closed.\nIt rains.")),
        (
            "lab.json",
            JSONBlob(
                {
                    "magnitude": 17.2,
                    "band": "r",
                    "map": SKY_MAP,
                    "spectrum": list(range(1000)),
                    "site": {"name": "Paranal", "lat": -24.6},
                }
            ),
        ),
    ]
    return found


def shown(message: MessageModel, terminal: Terminal, **more: Any) -> list[str]:
    return lines_of_message(message, metadata("lab.x"), terminal, **more)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_view_of_each_family_is_as_it_was_read(width: int) -> None:
    terminal = Terminal(width, 24)
    lines = [
        line
        for topic, message in messages()
        for line in lines_of_message(message, metadata(topic), terminal)
    ]
    file = VIEWS / f"{width}.txt"
    assert lines == file.read_text().split("\n")
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("colours", [False, True])
@pytest.mark.parametrize("width", [20, 33, 40, 80, 120, 200])
@pytest.mark.parametrize("height", [8, 24])
def test_no_line_is_wider_and_no_message_higher(width: int, height: int, colours: bool) -> None:
    for topic, message in messages():
        lines = lines_of_message(message, metadata(topic), Terminal(width, height, colours))
        assert len(lines) <= height
        assert all(len(COLOUR.sub("", line)) <= width for line in lines), topic


def test_marks_are_seen_without_and_with_colours() -> None:
    payload = (ALERTS / "lvk/retraction.json").read_bytes()
    message = Decoder().decode(payload, None, lambda: "here", "igwn.gwalert")
    assert message is not None
    for width in (20, 40, 80):
        plain = "\n".join(shown(message, Terminal(width)))
        assert "[TEST] [RETRACTION]" in plain
        coloured = "\n".join(shown(message, Terminal(width, colours=True)))
        assert "\x1b[1;7;35m TEST \x1b[0m \x1b[1;7;31m RETRACTION \x1b[0m" in coloured


def test_no_colour_and_no_unicode_are_asked_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Latin:
        encoding = "iso-8859-1"

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Latin())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "12")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Terminal.here() == Terminal(40, 12, colours=True, unicode=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.here().colours
    for _, message in messages():
        assert all(line.isascii() for line in shown(message, Terminal.here()))


HOSTILE = {
    "control characters": "\x1b[2J\x1b]0;owned\x07 \x9b31m \x00\x7f",
    "right-to-left marks": "a\u202eb\u2067c\u200fd\u061ce",
    "a long line": "y" * 10_000,
    "many words": "ab " * 10_000,
    "line ends": "a\u2028  Event  fake\rb\n" * 50,
    "wide characters": "星" * 10_000,
    "many accents": "e" + "\u0301" * 10_000,
    "lone surrogates": "\ud800" * 100,
    "a tab each": "\t" * 3_000 + "x",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("unicode", [False, True])
@pytest.mark.parametrize("width", [20, 40, 80])
def test_what_a_sender_wrote_is_harmless(name: str, width: int, unicode: bool) -> None:
    text = HOSTILE[name]
    terminal = Terminal(width, 24, unicode=unicode)
    for message in (
        Blob(text),
        JSONBlob({"name": text, text: 1}),
        JSONBlob([text]),
        GCNNotice(mission=text, event_name=text, id=[text], alert_tense=text),
        VOEvent(ivorn="ivo://a/b#c", What={"Param": [{"name": "x", "value": "1"}]}),
    ):
        lines = lines_of_message(message, metadata(text[:100]), terminal)
        assert len(lines) <= terminal.height
        for line in lines:
            assert view._cells(line) <= width
            assert "\n" not in line
            assert all(each.isprintable() or each == "\u0301" for each in line), ascii(line)
            assert unicode or line.isascii()


def test_full_shows_all_of_a_message() -> None:
    message = JSONBlob({"map": SKY_MAP})
    assert SKY_MAP not in "".join(shown(message, Terminal()))
    assert SKY_MAP in "".join(shown(message, Terminal(), whole=True))


def test_a_long_text_is_cut_to_the_screen_and_says_so() -> None:
    lines = shown(Blob("\n".join(map(str, range(100)))), Terminal(80, 24))
    assert lines[-2] == "… 80 more lines: --full shows all"
    assert lines[1:3] == ["0", "1"]
    lines = shown(Blob("x\n" * 21), Terminal(80, 24))
    assert lines[-2] == "x"


def test_long_values_are_told_as_what_they_are() -> None:
    assert brief(SKY_MAP) == "sky map, FITS, 60 kB"
    assert brief(b"\x1f\x8b" + b"x" * 998) == "gzip, 1 kB"
    assert brief(list(range(1000))) == "list of 1000"
    assert brief({"a": list(range(9))}) == "1 fields"
    assert brief("U0lNUExF") == "U0lNUExF"
    assert [size(each) for each in (12, 999, 1500, 61_000, 999_600, 2_000_000_000)] == [
        "12 B", "999 B", "1.5 kB", "61 kB", "1 MB", "2 GB",
    ]  # fmt: skip


def test_rates_are_said_as_people_say_them() -> None:
    year = 365.25 * 86400
    told = [
        rate_in_words(each) for each in (1 / (1.3 * year), 1 / (5e5 * year), 5 / year, 2 / 86400)
    ]
    assert told == [
        "once in 1.3 years", "once in 500,000 years", "5 times a year", "2 times a day",
    ]  # fmt: skip


def test_an_alert_is_one_line_in_a_log() -> None:
    message = GCNNotice.load_file(ALERTS / "swift_guano_notice/position.json")
    assert str(message.alerts[0]) == (
        "swift-guano:940716390, update, Swift BAT-GUANO, 2030-12-31 21:46:05.13 UTC, "
        "RA 336.2500°, Dec +25.1250° ±3′ 90%, FAR 316 times a year, GRB 100%"
    )
    hostile = str(Alert("x", "y", mission="a\nb\r\x1b[2J" * 500, kind="retraction", is_test=True))
    assert hostile.startswith("TEST RETRACTION x, a b")
    assert len(hostile.splitlines()) == 1
    assert len(hostile) <= 600


def test_a_notebook_shows_a_table_without_a_senders_markup() -> None:
    alert = Alert("x", "y", event_id="<script>alert(1)</script>", is_test=True)
    shown = alert._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<b>TEST " in shown
    message = GCNNotice.load_file(ALERTS / "swift_guano_notice/position.json")
    assert message._repr_html_() == message.alerts[0]._repr_html_()
    assert JSONBlob({"a": 1})._repr_html_() is None


def test_rich_prints_an_alert_as_it_is() -> None:
    from rich.console import Console

    alert = Alert("x", "y", event_id="[red]a[/red]\\", mission="Orchard")
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(alert)
    text = console.export_text()
    assert "[red]a[/red]\\" in text
    assert "Mission" in text


def test_a_model_that_fails_is_shown_all_the_same() -> None:
    class Broken(JSONBlob):
        def to_tree(self) -> Any:
            raise RuntimeError("no tree")

    assert view_of(Broken({})).rows == (("Error", "RuntimeError: no tree"),)


def test_the_view_is_quick_for_a_large_message() -> None:
    # What is shown does not grow with the message, and nothing takes the square of its size.
    large = JSONBlob({f"name{each}": "z" * 1000 for each in range(3000)})
    lines = shown(large, Terminal())
    assert len(lines) <= 24
    assert json.loads(large.to_text())
