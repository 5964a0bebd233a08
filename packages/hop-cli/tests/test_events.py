"""`hop events`: what it shows of a file of events. See tests/integration for `follow`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hop.cli.types import DURATION
from hop.events import Events
from hop.models.alert import Alert, Circle, Ref, SkyMapRef

from .conftest import Result

Hop = Callable[..., Result]
START = datetime(2031, 5, 6, 0, 24, 23, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


BAT = Alert(
    "voevent",
    "swift:900001:61:0",
    mission="Swift",
    instrument="BAT",
    event_id="swift:900001",
    names=("GRB 310506A",),
    time=after(0),
    time_of="event",
    sent=after(13),
    ra=120.0,
    dec=30.0,
    region=Circle(0.05, containment=0.9),
    stage="BAT_GRB_POS_ACK",
    is_test=False,
)
XRT = Alert(
    "voevent",
    "swift:900001:67:0",
    mission="Swift",
    instrument="XRT",
    event_id="swift:900001",
    sent=after(187),
    ra=120.01,
    dec=30.0,
    region=Circle(0.001, containment=0.9),
    stage="XRT_POSITION",
)
CIRCULAR = Alert(
    "circular",
    "circular:45001:1",
    event_id="name:GRB 310506A",
    names=("GRB 310506A",),
    sent=after(7200),
    subject="GRB 310506A: found",
)
WAVE = Alert(
    "lvk",
    "lvk:S310506ab:PRELIMINARY:1",
    mission="LVK",
    messenger="GW",
    event_id="lvk:S310506ab",
    names=("S310506ab",),
    time=after(1),
    sent=after(60),
    far=1e-10,
    classes={"BNS": 0.95, "Terrestrial": 0.05},
    kind="initial",
    sky_map=SkyMapRef(data=b"map"),
    refs=(Ref("coincidence", "swift:900001"),),
)
GONE = Alert(
    "lvk",
    "lvk:S310506ab:RETRACTION:1",
    mission="LVK",
    messenger="GW",
    event_id="lvk:S310506ab",
    sent=after(600),
    kind="retraction",
    stage="RETRACTION",
)
DRILL = Alert(
    "lvk",
    "lvk:MS310506x:1",
    mission="LVK",
    event_id="lvk:MS310506x",
    sent=after(1),
    subject="\x1b]0;drill\x07",
    is_test=True,
)


@pytest.fixture
def file(folder: Path) -> Path:
    with Events(folder / "events.db") as events:
        events.add(BAT, XRT, CIRCULAR, WAVE, GONE, DRILL)
    return folder / "events.db"


def test_events_are_listed(hop: Hop, file: Path) -> None:
    result = hop("events", "list", "--file", file)
    head, *lines = result.out.splitlines()
    assert head.split() == ["TIME", "EVENT", "NAME", "MISSION", "KIND", "POSITION", "NOTICES"]
    assert lines[0].split() == [
        "2031-05-06T00:24:23Z",
        "swift:900001",
        "GRB",
        "310506A",
        "Swift/BAT,",
        "Swift/XRT",
        "-",
        "120.01°",
        "+30°",
        "±3.6″",
        "90%",
        "3",
    ]
    assert lines[1].split()[1:] == ["lvk:S310506ab", "S310506ab", "LVK", "RETRACTION", "-", "2"]
    assert len(lines) == 2
    assert len(hop("events", "list", "--file", file, "--tests").out.splitlines()) == 4
    one = hop("events", "list", "--file", file, "-j", "--since", "2031-05-06T01:00Z")
    assert json.loads(one.out)["event_id"] == "swift:900001"


def test_a_page_says_what_is_known_and_what_changed(hop: Hop, file: Path) -> None:
    assert hop("events", "show", "--file", file, "GRB 310506A").out.splitlines() == [
        "swift:900001, GRB 310506A",
        "  time      2031-05-06 00:24:23 UTC, by Swift/BAT",
        "  position  120.01° +30° ±3.6″ 90%, by Swift/XRT",
        "  missions  Swift/BAT, Swift/XRT",
        "  keys      name:GRB 310506A, swift:900001",
        "  link      coincidence with lvk:S310506ab",
        "  notices   3",
        "",
        "2031-05-06 00:24:36 UTC  Swift/BAT  BAT_GRB_POS_ACK",
        "  names GRB 310506A",
        "  time 2031-05-06 00:24:23 UTC",
        "  stage BAT_GRB_POS_ACK",
        "  position ra 120° dec 30° ±3′ 90%",
        "2031-05-06 00:27:30 UTC  Swift/XRT  XRT_POSITION",
        "  stage BAT_GRB_POS_ACK → XRT_POSITION",
        "  position ra 120.01° ±3.6″ 90%",
        "2031-05-06 02:24:23 UTC  circular  GRB 310506A: found",
        "  https://gcn.nasa.gov/circulars/45001",
    ]


def test_a_retraction_is_seen_at_once(hop: Hop, file: Path) -> None:
    lines = hop("events", "show", "--file", file, "s310506ab").out.splitlines()
    assert lines[0] == "lvk:S310506ab, S310506ab  RETRACTED"
    assert lines[-7:] == [
        "2031-05-06 00:34:23 UTC  LVK  retraction  RETRACTION",
        "  RETRACTED",
        "  sky map version 1, 3 B in the message → withdrawn",
        "  false alarms once in 317 years → withdrawn",
        "  classes BNS 95%, Terrestrial 5% → withdrawn",
        "  kind initial → retraction",
        "  stage RETRACTION",
    ]


def test_the_json_of_an_event_has_its_timeline(hop: Hop, file: Path) -> None:
    tree = json.loads(hop("events", "show", "--file", file, "-j", "swift:900001").out)
    assert tree["ra"] == 120.01
    assert tree["links"] == [
        {"kind": "coincidence", "key": "lvk:S310506ab", "event_id": "lvk:S310506ab"}
    ]
    assert [each["notice"]["message_id"] for each in tree["timeline"]] == [
        "swift:900001:61:0",
        "swift:900001:67:0",
        "circular:45001:1",
    ]
    exported = [
        json.loads(line) for line in hop("events", "export", "--file", file).out.splitlines()
    ]
    assert sorted(each["event_id"] for each in exported) == [
        "lvk:MS310506x",
        "lvk:S310506ab",
        "swift:900001",
    ]


def test_what_senders_write_moves_no_terminal(hop: Hop, file: Path) -> None:
    assert "\\u001b]0;drill\\u0007" in hop("events", "show", "--file", file, "MS310506x").out


def test_an_unknown_event_is_named(hop: Hop, file: Path) -> None:
    hop("events", "show", "--file", file, "GRB 1").fails(2, "no event is known as 'GRB 1'")


def test_a_file_that_is_not_there_is_not_made(hop: Hop, folder: Path) -> None:
    for command in (["list"], ["show", "x"], ["export"]):
        hop("events", *command, "--file", folder / "no.db").fails(74, "hop events follow URL")
    assert not (folder / "no.db").exists()


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("2 weeks", 14), ("12h", 0.5)])
def test_a_length_of_time_is_read(text: str, days: float) -> None:
    assert DURATION.convert(text, None, None) == timedelta(days=days)
