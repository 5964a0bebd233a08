"""``hop alert``, and the lines of ``hop subscribe --alerts``: what alerts say, for people."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hop._console import has_colours
from hop.cli.alert_text import heading, line_of
from hop.models import Alert, Circle, Ellipse, GCNNotice, LVKAlert, Polygon, SkyMapRef

from .conftest import EXAMPLES, Result

Hop = Callable[..., Result]
ALERTS = EXAMPLES.parent / "alert/examples"
NOTICE, LVK = ALERTS / "gcn_notice/ellipse.json", ALERTS / "lvk/preliminary.json"
WITHDRAWN = ALERTS / "swift_voevent/not_a_burst.xml"


def fields(page: str) -> dict[str, list[str]]:
    """The lines of a page by their fields: the value, and where it comes from."""
    rows = [re.split(r" {2,}", line.strip()) for line in page.splitlines()[1:]]
    return {row[0]: row[1:] for row in rows}


def alert(**values: Any) -> Alert:
    return Alert(family="gcn-notice", message_id="x", **values)


def cells(**values: Any) -> dict[str, str]:
    """The columns of the line of an alert, by their names."""
    names, line = heading(), line_of(alert(**values), colours=False)
    starts = {name: names.index(name) for name in names.split()}
    ends = [*list(starts.values())[1:], None]
    return {
        name: line[start:end].strip()
        for (name, start), end in zip(starts.items(), ends, strict=True)
    }


def test_each_value_has_its_unit_and_origin(hop: Hop) -> None:
    result = hop("alert", "--full", NOTICE)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == f"{NOTICE}: Lantern WFC, GRB 310412A"
    told = fields(result.out)
    assert told["time"] == ["2031-04-12T03:14:17.600000Z", "/trigger_time"]
    assert told["time_error"] == ["0.75 s", "/trigger_time_error"]
    assert told["ra"] == ["200.5° (13h22m00.00s)", "/ra"]
    assert told["dec"] == ["-30° (-30°00′00.0″)", "/dec"]
    assert told["far"] == ["1e-07 Hz (3.16 per yr)", "/far"]
    assert told["classes"] == ["GRB 90%", "/classification"]
    assert told["distance"] == ["40 Mpc", "/luminosity_distance"]
    assert told["sky_map"] == ["https://example.org/lantern/17.fits", "/healpix_url"]
    assert told["unknown: aliases, refs, subject"] == []


def test_the_view_is_shown_unless_all_is_asked_for(hop: Hop) -> None:
    page = hop("alert", LVK).out.splitlines()
    assert "  Event       S320302ab" in page
    assert "  FAR         once in 99 years" in page
    hop("alert", "--full", "-j", LVK).fails(2, "--full and --json contradict each other")


def test_what_is_assumed_and_what_is_wrong_is_told(hop: Hop) -> None:
    page = hop("alert", "--full", WITHDRAWN).out
    assert page.startswith(f"{WITHDRAWN}: TEST RETRACTION Swift BAT, swift:900002\n")
    told = fields(page)
    assert told["mission"] == ["Swift", "assumed: constant of the table"]
    assert told["region"][0].startswith("circle, radius 7′, 90% containment (assumed)")
    assert told["kind"] == ["RETRACTION", "What/Solution_Status/Def_NOT_a_GRB"]
    (problem,) = [line for line in page.splitlines() if line.startswith("  ! ")]
    assert "says that it is a test, @role that it is not" in problem


def test_json_is_all_that_is_known_of_each_alert(hop: Hop) -> None:
    lines = hop("alert", "-j", NOTICE, LVK).out.splitlines()
    messages = [GCNNotice.load_file(NOTICE), LVKAlert.load_file(LVK)]
    assert [json.loads(line) for line in lines] == [
        each.asdict() for message in messages for each in message.alerts
    ]


def test_each_format_is_read_as_a_stream_reads_it(hop: Hop) -> None:
    # Behind @ stands the topic that tells the table; a file alone does not have one.
    answers = [path for path in sorted(ALERTS.glob("*/*.alert.json")) if "@" not in path.name]
    files = [
        next(each for each in sorted(path.parent.glob(f"{path.name[:-11]}.*")) if each != path)
        for path in answers
    ]
    expected = [json.loads(path.read_bytes()) for path in answers]
    expected = [one for each in expected for one in (each if isinstance(each, list) else [each])]
    given = [json.loads(line) for line in hop("alert", "-j", *files).out.splitlines()]
    for name in ("family", "event_id", "time", "kind", "is_test"):
        assert [each[name] for each in given] == [each.get(name) for each in expected]


def test_a_message_without_alerts_says_so(hop: Hop) -> None:
    file = EXAMPLES / "demo/followup.json"
    told = f"{file}: no alert: this JSON message tells of no event that hop knows\n"
    assert hop("alert", file) == Result(0, told, "")
    assert hop("alert", "-j", file) == Result(0, "", f"hop: warning: {told}")


def test_an_alert_from_standard_input(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LVK.read_bytes())))
    assert hop("alert", "--full", "-").out.startswith("standard input: LVK H1,L1,V1, S320302ab\n")
    hop("alert", "-", "-").fails(2, "one message only")
    hop("alert").fails(2, "FILE...")


def test_other_files_are_shown_beside_wrong_ones(hop: Hop, folder: Path) -> None:
    broken, odd = folder / "broken.xml", folder / "odd"
    broken.write_text("<VOEvent/>")
    odd.write_bytes(b"\0")
    result = hop("alert", "--full", broken, NOTICE, "nowhere.xml", odd)
    assert result.code == 65
    assert result.out.startswith(f"{NOTICE}: ")
    for each in (f"{broken}: ", "nowhere.xml: No such file", f"{odd}: it looks like no format"):
        assert each in result.err
    hop("alert", "nowhere.xml").fails(74, "nowhere.xml: No such file")
    hop("alert", "-f", "VOEVENT", NOTICE).fails(65, str(NOTICE))


def test_values_cannot_command_a_terminal(hop: Hop, folder: Path) -> None:
    file, name = folder / "evil.json", "\x1b]0;owned\x07\n  far  0\u202e\u2028"
    file.write_text(json.dumps({"$schema": json.loads(NOTICE.read_text())["$schema"],
                                "event_name": name, "mission": name, "instrument": name,
                                "alert_tense": name, "classification": {name: 1}}))  # fmt: skip
    page = hop("alert", "--full", file).out
    line = line_of(alert(subject=name, mission=name, event_id=name), colours=False)
    assert "\\u001b" in page
    assert "\\u001b" in line
    for text in (page.replace("\n", ""), line):
        assert text.isprintable(), ascii(text)
    assert "far" not in fields(page)


def test_a_line_has_what_matters_at_night() -> None:
    told = cells(
        time=datetime(2032, 3, 2, 5, 33, 46, 890000, tzinfo=UTC), event_id="lvk:S320302ab",
        kind="initial", mission="LVK", instrument="H1,L1", far=3.2e-10, ra=7.5, dec=-2.25,
        region=Circle(0.05, containment=0.9), classes={"NSBH": 0.01, "BNS": 0.95},
    )  # fmt: skip
    assert told == {
        "TIME": "2032-03-02T05:33:46Z", "EVENT": "lvk:S320302ab", "KIND": "initial",
        "MISSION": "LVK/H1,L1", "POSITION": "7.5000  -2.2500 ±3′ 90%", "FAR": "1 in 99 yr",
        "CLASS": "BNS 95%",
    }  # fmt: skip
    assert set(cells().values()) == {"-"}


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"ra": 359.9, "dec": 1.0}, "359.9000  +1.0000"),
        ({"ra": 1.0, "dec": 1.0, "region": Circle(0.001)}, "1.0000  +1.0000 ±3.6″"),
        (
            {"ra": 1.0, "dec": 1.0, "region": Ellipse(2.0, 0.5, 10.0, containment=0.68)},
            "1.0000  +1.0000 ±2°×30′ 68%",
        ),
        ({"region": Polygon(((1.0, 1.0), (2.0, 1.0), (1.0, 2.0)))}, "polygon of 3 corners"),
        ({"sky_map": SkyMapRef(None, "https://example.org/a.fits")}, "sky map"),
    ],
)
def test_a_position_is_shown_with_its_error(values: dict[str, Any], shown: str) -> None:
    assert cells(**values)["POSITION"] == shown


@pytest.mark.parametrize(
    ("far", "shown"),
    [(0.0, "0"), (1e-15, "1 in 3.17e+07 yr"), (1e-7, "3.16 per yr"), (1e-4, "8.64 per day")],
)
def test_a_rate_is_told_by_years_or_days(far: float, shown: str) -> None:
    assert cells(far=far)["FAR"] == shown


def test_a_long_value_is_cut(hop: Hop, folder: Path) -> None:
    file, name = folder / "long.json", "x" * 100_000
    schema = json.loads(NOTICE.read_text())["$schema"]
    file.write_text(json.dumps({"$schema": schema, "event_name": name, "mission": name}))
    assert len(hop("alert", file).out) < 10_000
    assert len(line_of(alert(mission=name, event_id=name), colours=False)) < 500
    assert json.loads(hop("alert", "-j", file).out)["mission"] == name


def test_tests_and_retractions_stand_out() -> None:
    assert cells(kind="initial", is_test=True)["KIND"] == "TEST initial"
    assert cells(kind="retraction")["KIND"] == "RETRACTION"
    retraction, test, usual = (
        line_of(alert(**values), colours=True)
        for values in ({"kind": "retraction"}, {"is_test": True}, {"is_test": False})
    )
    assert retraction.startswith("\x1b[1;31m")
    assert test.startswith("\x1b[2m")
    assert "\x1b" not in usual


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_colours()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert has_colours()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colours()


@pytest.mark.parametrize("option", [("-D", ";"), ("--output-dir", "x"), ("--exec", "cat")])
def test_lines_of_alerts_have_one_place(hop: Hop, option: tuple[str, str]) -> None:
    hop("subscribe", "--alerts", *option, "kafka://localhost/a").fails(2, "leave out --")
