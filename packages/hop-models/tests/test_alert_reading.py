"""Values of alerts: units, times, names, and what is wrong; no message makes a view fail."""

from __future__ import annotations

import copy
import json
import math
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from calibration import Stopwatch

from hop._messages import set_topic
from hop.models import (
    Alert,
    GCNCircular,
    GCNNotice,
    GCNTextNotice,
    JSONBlob,
    LVKAlert,
    VOEvent,
)
from hop.models._alert_part import Whole
from hop.models._alerts import conversions, reading
from hop.models._alerts.cited import key_of, oldest_cited
from hop.models._views import FAILED

EXAMPLES = Path(__file__).parents[3] / "schemas/alert/examples"
JUDGE = jsonschema.Draft202012Validator(Alert.hop_schema.bundled())
Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (reading.json_number, 1, 1.0),
        (reading.text_number, " 1e-9 ", 1e-9),
        (reading.text_number, "", None),
        (reading.stated_number, "3.00 [arcmin radius, statistical only]", 0.05),
        (reading.stated_number, "1.0 [yr^-1]", 1 / (365.25 * 86400)),
        (reading.leading_number, "5.9 [sigma]", 5.9),
        (reading.integer, "7", 7),
        (reading.text, 12.0, "12"),
        (reading.first_word, "728094,   Seg_Num: 0", "728094"),
        (reading.name, "grb240812B", "GRB 240812B"),
        (reading.name, "ICECUBE-240412a", "IceCube-240412A"),
        (reading.name, "IceCube Cascade 240412a", "IceCube-Cascade-240412A"),
        (reading.time, "2024-03-01T21:46:05.13", datetime(2024, 3, 1, 21, 46, 5, 130000, UTC)),
        (reading.time, "2024-03-01 23:46:05+02:00", datetime(2024, 3, 1, 21, 46, 5, 0, UTC)),
        (reading.url, "https://example.org/a_locplot.png", None),
        (reading.url, "https://example.org/a.fits.gz,0", "https://example.org/a.fits.gz,0"),
        (reading.axes, 0.5, {"radius": 0.5}),
        (reading.axes, [0.5], {"radius": 0.5}),
        (reading.axes, [2, 1], {"semi_major": 2.0, "semi_minor": 1.0, "position_angle": 0.0}),
        (reading.axes, [2, 1, 210], {"semi_major": 2.0, "semi_minor": 1.0, "position_angle": 30.0}),
        (reading.corners, [[1, 2], [3, 4], [5, 6]], {"corners": ((1.0, 2.0), (3, 4), (5, 6))}),
        (conversions.larger_error, [-0.5, 0.25], 0.5),
        (conversions.j2000, "103.7d {+06h} (J2000),\n104.1d (current)", 103.7),
        (conversions.j2000, "Undefined", None),
        (conversions.notice_date, "Fri 12 Apr 24 05:34:35 UT",
         datetime(2024, 4, 12, 5, 34, 35, 0, UTC)),
        (conversions.ms_time, 1718212589034, datetime(2024, 6, 12, 17, 16, 29, 34000, UTC)),
        (conversions.test_schema, "https://x/gcn/notices/burstcube/test.schema.json", True),
        (conversions.test_schema, "https://x/gcn/notices/latest/contest.schema.json", None),
        (conversions.test_comment, "This is a TEST notice.", True),
        (conversions.test_comment, "The latest test of hardware was good.", None),
        (conversions.not_a_burst, "This trigger is NOT a GRB.", "retraction"),
        (conversions.not_a_burst, "This is likely a GRB.", None),
        (conversions.mock_superevent, "MS240412a", True),
        (conversions.mock_superevent, "S240412a", False),
        (conversions.integral_trigger, "75578", "10042"),
        (conversions.integral_trigger, "10042,   Sub_Num: 0", "10042"),
        (conversions.integral_trigger, "65536", None),
        (conversions.integral_part, "75578", 1),
        (conversions.integral_part, "10042", 0),
        (conversions.gecam_test, "99999999", False),
        (conversions.gecam_test, "100000000", True),
        (conversions.mission_trigger, "Fermi 694215970", "fermi-gbm:694215970"),
        (conversions.mission_trigger, "S230914ak", "lvk:S230914ak"),
        (conversions.superevent_key, "S230914ak-2-Preliminary", "lvk:S230914ak"),
        (conversions.event_in_words, "LIGO/Virgo S190814BV: a merger", "lvk:S190814bv"),
        (conversions.event_in_words, "EP240301a: an X-ray transient", "name:EP240301a"),
        (conversions.event_in_words, "SVOM sb24100801 and GRB 241008A", "svom:sb24100801"),
        (conversions.event_in_words, "Nothing of note", None),
        (conversions.circular_number, 18448.5, "18448.5"),
        (conversions.ra_dec_errors, [0.5, 0.75, 0],
         {"semi_major": 0.75, "semi_minor": 0.5, "position_angle": 0.0}),
        (conversions.ra_dec_errors, [0.75, 0.5],
         {"semi_major": 0.75, "semi_minor": 0.5, "position_angle": 90.0}),
        (conversions.ra_dec_errors, [0.5, 0.5, None], {"radius": 0.5}),
        (conversions.ra_dec_errors, [0.5], {"radius": 0.5}),
        (conversions.ra_dec_errors, 0.5, {"radius": 0.5}),
        (conversions.ra_dec_errors, [2, 1, 30],
         {"semi_major": 2.0, "semi_minor": 1.0, "position_angle": 30.0}),
        (conversions.optical_key, "ZTF25acffkdr", "ztf:ZTF25acffkdr"),
        (conversions.optical_key, "AT 2025abc", "boom:AT 2025abc"),
        (conversions.crossmatched_event, {"ref_ID": "S251117bs"}, "lvk:S251117bs"),
        (conversions.crossmatched_event, {"ref_ID": "17"}, None),
        (conversions.crossmatched_event, {}, None),
        (conversions.name_with_letters, "grb230220A", "GRB 230220A"),
        (conversions.name_with_letters, "9995289617", None),
        (conversions.scores, {"SN": 0.75}, {"SN": 0.75}),
        (conversions.scores, [{"label": "SN", "probability": 0.75}], {"SN": 0.75}),
        (conversions.scores, [], None),
        (conversions.jd_time, 2463000.75, datetime(2031, 5, 14, 6, 0, 0, 0, UTC)),
        (conversions.mjd_tai_time, 63000.25, datetime(2031, 5, 14, 5, 59, 23, 0, UTC)),
        (conversions.mjd_tai_time, 57700.25, datetime(2016, 11, 8, 5, 59, 24, 0, UTC)),
        (conversions.some_id, 0, None),
        (conversions.some_id, 170032882292621400, "170032882292621400"),
    ],
)  # fmt: skip
def test_a_value_is_read_without_a_problem(read: Read, value: Any, found: Any):
    problems: list[str] = []
    assert read(value, "/path", problems) == found
    assert problems == []


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (reading.json_number, "1"),
        (reading.json_number, True),
        (reading.json_number, math.nan),
        (reading.json_number, 10**400),
        (reading.text_number, "inf"),
        (reading.text_number, "1_0"),
        (reading.stated_number, "3 [furlong]"),
        (reading.integer, "1.5"),
        (reading.text, ["a"]),
        (reading.time, "9999-01-01T00:00:00Z"),
        (reading.time, "2024-02-30T00:00:00Z"),
        (reading.time, "2024-03-01"),
        (reading.time, 5),
        (reading.url, "ftp://example.org/map.fits"),
        (reading.axes, [1, 2, 3, 4]),
        (reading.axes, -1),
        (reading.axes, "1"),
        (reading.corners, [[1, 2], [3, 4]]),
        (reading.corners, [[1, 2], [3, 4], [5, 91]]),
        (conversions.integral_trigger, "-1"),
        (conversions.integral_part, "one"),
        (conversions.gecam_test, "0x10"),
        (conversions.notice_date, "yesterday"),
        (conversions.ms_time, 1e20),
        (conversions.stated_region, "1 [deg radius, 900% containment]"),
        (conversions.ra_dec_errors, [-1, 0.5]),
        (conversions.ra_dec_errors, ["1", 0.5, 0]),
        (conversions.ra_dec_errors, []),
        (conversions.scores, "SN"),
        (conversions.jd_time, "2463000.75"),
        (conversions.jd_time, 63000.25),
        (conversions.jd_time, 1500000),
        (conversions.jd_time, 2530000.5),
        (conversions.mjd_tai_time, math.nan),
        (conversions.mjd_tai_time, 1e300),
        (conversions.mjd_tai_time, 40000),
        (conversions.scores, [0.75]),
    ],
)
def test_a_wrong_value_is_a_problem_that_names_its_path(read: Read, value: Any):
    problems: list[str] = []
    read(value, "/path", problems)
    assert len(problems) == 1
    assert re.match(r"/path[/\d]*: expected .+, found ", problems[0])


def test_a_longer_second_axis_is_not_swapped_in_silence():
    problems: list[str] = []
    found = reading.axes([1, 2, 10], "/e", problems)
    assert found == {"semi_major": 2.0, "semi_minor": 1.0, "position_angle": 100.0}
    assert problems == ["/e: expected the longer axis first, found [1, 2, 10]"]


def test_containment_goes_by_the_date_of_the_notice():
    periods = (("", "2020-01-01", 0.68), ("2020-01-01", "", 0.9))
    day = datetime(2019, 12, 31, tzinfo=UTC)
    assert reading.by_date(periods, None, day) == 0.68
    assert reading.by_date(periods, datetime(2020, 1, 1, tzinfo=UTC), day) == 0.9
    assert reading.by_date(periods, None) == 0.9
    assert reading.by_date((("2020-01-01", "", 0.9),), day) is None


def test_the_rate_of_km3net_goes_by_its_unit():
    problems: list[str] = []
    assert conversions.km3net_rate("8.6e-8", "Hz", "/r", problems) == 8.6e-8
    assert problems == []
    assert conversions.km3net_rate("2.0", "yr^-1", "/r", problems) == 2 / (365.25 * 86400)
    assert problems == ["/r: in yr^-1, but the notices in JSON have this number in Hz"]
    assert conversions.km3net_rate("2.0", None, "/r", problems) is None
    assert problems[1:] == ["/r@unit: expected Hz or yr^-1, found None"]


def test_lines_of_probabilities_become_classes():
    problems: list[str] = []
    found = conversions.superevent_classes(
        "0.75 [range is 0.0-1.0]", "0.25", "0.00", "-1 [0.0-1.0] VALUE NOT ASSIGNED!", None,
        "PROB_BNS", problems,
    )  # fmt: skip
    assert found == {"BNS": 0.75, "NSBH": 0.25, "BBH": 0.0}
    assert conversions.superevent_properties("1.00", None, "PROB_NS", problems) == {"HasNS": 1.0}
    assert problems == []
    assert conversions.superevent_properties("7.0", "x", "PROB_NS", problems) is None
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("system", "found"),
    [
        ("UTC-FK5-GEO", "2017-01-01T00:01:00Z"),
        (None, "2017-01-01T00:01:00Z"),
        ("TT-ICRS-GEO", "2016-12-31T23:59:51.816000Z"),
        ("TDB-ICRS-BARY", "2016-12-31T23:59:51.816000Z"),
        ("GPS-ICRS-GEO", "2017-01-01T00:00:42Z"),
    ],
)
def test_times_of_other_scales_become_utc(system: str | None, found: str):
    problems: list[str] = []
    time = conversions.voevent_time("2017-01-01T00:01:00", system, "/t", problems)
    assert time is not None
    assert reading.iso(time) == found
    assert conversions.voevent_time("1980-01-01T00:00:00", "TT-ICRS-GEO", "/t", problems) is None
    assert len(problems) == 1


def test_any_flag_that_is_set_counts():
    assert conversions.any_flag(False, None, True, "/f", []) is True
    assert conversions.any_flag(False, None, False, "/f", []) is False
    assert conversions.any_flag(None, None, False, "/f", []) is None


def test_a_notice_that_is_older_than_its_event_is_a_problem():
    problems: list[str] = []
    early, late = "2031-01-01T00:00:00Z", "2031-01-01T00:00:01Z"
    assert conversions.time_after(late, early, "/t", problems) is not None
    assert conversions.time_after(late, ["?"], "/t", problems) is not None
    assert problems == []
    assert conversions.time_after(early, late, "/t", problems) is not None
    assert problems == [f"/t: {early} is before the event, {late}"]


def test_the_first_detection_is_that_of_the_object():
    def seen(name: str, start: Any, brightness: float | None) -> dict[str, Any]:
        return {"event_name": name, "observation_start": start, "brightness": brightness}

    given = [
        seen("a", "2031-01-01T00:00:00Z", None),
        seen("b", "2031-01-02T00:00:00Z", 18.5),
        seen("a", "2031-01-04T00:00:00Z", 18.5),
        seen("a", "2031-01-03T00:00:00Z", 19.5),
        seen("a", None, 19.5),
        "a",
    ]
    problems: list[str] = []
    first, whole = conversions.first_detection, Whole({})
    assert first(given, {"event_name": ["a"]}, whole, "/p", problems) == datetime(
        2031, 1, 3, tzinfo=UTC
    )
    assert first(None, {"name": "a"}, whole, "/p", problems) is not None  # it is kept
    assert first(None, {"name": "c"}, whole, "/p", problems) is None
    assert problems == []
    assert first([seen("a", 5, 1.0)], {"event_name": "a"}, Whole({}), "/p", problems) is None
    assert problems == ["/p/0/observation_start: expected a time in ISO 8601, found 5"]


def test_truncated_julian_days_and_second_of_day():
    read = conversions.text_time
    found = datetime(2016, 12, 23, 19, 1, 26, 640000, UTC)
    problems: list[str] = []
    date, second = "17745 TJD;   358 DOY;   16/12/23", "68486.64 SOD {19:01:26.64} UT"
    assert read(date, second, "/t", problems) == found
    assert read(date, "68486.64 SOD", "/t", problems) == found
    assert problems == []
    assert read(date, "soon", "/t", problems) is None
    assert len(problems) == 1


def test_an_ivorn_becomes_the_key_of_its_mission():
    known = {"a.b": ((re.compile(r"ivo://a\.b/X#.*_([A-Za-z0-9]+)-.*"), "x:"),)}
    assert key_of(known, "ivo://a.b/X#Pos_12-3") == "x:12"
    assert key_of(known, "ivo://a.b/Y#Pos_12-3") == "voevent:ivo://a.b/Y#Pos_12-3"
    cited = [("supersedes", "ivo://c/d#2"), ("supersedes", "ivo://c/d#1"), (None, "ivo://c/d#0")]
    assert oldest_cited(known, cited, "", []) == "voevent:ivo://c/d#1"
    followed = [("followup", "ivo://a.b/X#P_7-1"), *cited]
    assert oldest_cited(known, followed, "", []) == "x:7"


# Hazards: what a sender may write by mistake

NASTY: list[Any] = [
    None, True, "", "x", -1, 0, 91, 360, 1e308, math.nan, math.inf, 10**400, [], {}, [[]], [None],
    {"a": {"b": 1}}, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-13-01T00:00:00",
    "\ud800", "ivo://", "1e400", "-0.0", "é" * 3, "٣", "a" * 70000, [1, 2, 3, 4], "null",
]  # fmt: skip


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """The containers in a tree, with the keys of what is in them."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(inner):
        yield tree, key
        if isinstance(value, (dict, list)):
            yield from places(value)


def mutated(path: Path, chance: random.Random) -> Any:
    """A message of an example, in which something is not as it should be."""
    if path.suffix == ".json":
        tree = copy.deepcopy(json.loads(path.read_bytes()))
        for _ in range(chance.randint(1, 3)):
            holder, key = chance.choice(list(places(tree)))
            holder[key] = copy.deepcopy(chance.choice(NASTY))
        if path.parent.name in ("ztf", "rubin"):
            return JSONBlob(tree)
        model: Any = LVKAlert if path.parent.name == "lvk" else GCNNotice
        return model.hop_view(tree, tree)  # as it would come, and as the schema would prune it
    text = path.read_text()
    marks = list(re.finditer(r'(?<=value=")[^"]*|(?<=>)[^<>\s]+(?=<)|(?<=: ) *\S.*', text))
    if path.suffix == ".gcn3":
        marks = list(re.finditer(r"(?<=: ).*", text))
    for mark in sorted(chance.sample(marks, min(3, len(marks))), key=lambda each: -each.start()):
        nasty = re.sub(r'[<>&"\x00-\x1f\ud800]', "", str(chance.choice(NASTY)))
        text = text[: mark.start()] + nasty + text[mark.end() :]
    if path.suffix == ".xml":
        message: Any = VOEvent.load(text, strict=False)
    else:
        message = (GCNTextNotice if path.suffix == ".txt" else GCNCircular).load(text)
    if topic := path.stem.partition("@")[2]:
        set_topic(message, topic)
    return message


MESSAGES = [
    path
    for path in sorted(EXAMPLES.glob("*/*"))
    if path.suffix in {".xml", ".json", ".txt", ".gcn3"}
    and not path.name.endswith(".alert.json")
    and path.parent.name != "circular"
]


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_mistake_of_a_sender_makes_a_view_fail(path: Path):
    chance = random.Random(path.name)
    for _ in range(40):
        message = mutated(path, chance)
        watch = Stopwatch()
        alerts = message.alerts
        for alert in alerts:
            assert not any(FAILED in each for each in alert.problems), alert.problems
            tree = alert.asdict()
            assert [each.message for each in JUDGE.iter_errors(tree)] == []
            assert alert.origin.keys() <= tree.keys()
        assert watch.seconds() < 2


def test_many_digits_are_searched_for_j2000_in_one_pass():
    watch = Stopwatch()
    for _ in range(300):
        assert conversions.j2000("1" * 1000, "GRB_RA", []) is None
    assert watch.seconds() < 1


def test_a_fault_of_ours_is_told_and_raises_nothing(monkeypatch: pytest.MonkeyPatch):
    from hop.models._generated.alerts import lvk

    def broken(*_: Any) -> Any:
        raise KeyError("far")

    monkeypatch.setattr(lvk, "DEFAULT", broken)
    alert = LVKAlert.from_wire(b'{"superevent_id": "S1", "alert_type": "INITIAL"}').alerts[0]
    assert alert.problems[0].startswith("the table failed: KeyError")
    assert alert.event_id is None
    assert alert.message_id.startswith("lvk:sha256:")


def huge() -> list[Any]:
    """Messages of megabytes, each with one value that could take long."""
    names = [f"GRB {number}" for number in range(200_000)]
    odd = {f"k{number}": "x" for number in range(200_000)}
    cited = "".join(
        f'<EventIVORN cite="followup">ivo://a/b#{n}</EventIVORN>' for n in range(30_000)
    )
    head = (
        '<v:VOEvent xmlns:v="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0" ivorn="ivo://a/b">'
    )
    ivorn = "ivo://nasa.gsfc.gcn/Fermi#GBM_" + "_a" * 500_000
    coincident = {"superevent_id": "S1", "external_coinc": {"ivorn": ivorn}}
    trees = [
        {"event_name": names, "id": names},
        {"classification": odd, "far": odd, "ra": "1" * 3_000_000, "dec": [odd]},
        {"healpix_url": "https://" + ".png?" * 600_000, "trigger_time": "2" * 3_000_000},
    ]
    lines = [
        "GRB_RA: " + "1" * 2_000_000 + "\nGRB_DEC: " + "1 {" * 600_000,
        "GRB_ERROR: 1 " + "stat " * 400_000 + "\nFAR: " + "9" * 900_000,
        "GRB_DATE: " + "1/" * 900_000 + "\nGRB_TIME: " + "{ " * 900_000,
        "NOTICE_DATE: " + "a " * 600_000 + "\nCOMMENTS: " + "is not a " * 200_000,
    ]
    return [
        *(GCNNotice.hop_view(tree, tree) for tree in trees),
        *(GCNTextNotice.load(each) for each in lines),
        VOEvent.load(f"{head}<Citations>{cited}</Citations></v:VOEvent>"),
        LVKAlert.hop_view(coincident, coincident),
    ]


def test_no_value_of_a_stranger_takes_long_or_fills_the_memory():
    for message in huge():
        watch = Stopwatch()
        (alert,) = message.alerts
        alert.asdict()
        assert watch.seconds() < 3  # what is wrong takes minutes
        assert sum(map(len, alert.problems)) < 20_000
