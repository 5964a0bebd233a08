"""Filters of alerts: what an expression means, and how a wrong one is refused."""

from __future__ import annotations

import dataclasses
import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hop.errors import ConfigError, FilterError
from hop.models import (
    Alert,
    Circle,
    Ellipse,
    Polygon,
    Ref,
    Significance,
    SkyMapRef,
)
from hop.models import _sphere as sky
from hop.models._filters import fields
from hop.models.filters import Expression

YEAR_S = 365.25 * 86400
FULL = Alert(
    "lvk",
    "m1",
    mission="LVK",
    instrument="H1,L1",
    event_id="lvk:S1",
    names=("S1", "GRB 1"),
    refs=(Ref("followup", "swift:1"),),
    time=datetime(2026, 11, 29, 21, 5, tzinfo=UTC),
    ra=197.45,
    dec=-23.38,
    region=Circle(1.0, containment=0.9),
    far=0.5 / YEAR_S,
    significance=Significance(12.0, "snr"),
    classes={"BNS": 0.9},
    kind="initial",
    sequence=2,
    is_test=False,
    distance=40.0,
)
EMPTY = Alert("voevent", "m2")


@pytest.mark.parametrize(
    "text",
    [
        "far < per_year(1) && !is_test && classes.BNS > 0.5 && in_cone(197.45, -23.38, 5.0)",
        "far < per_day(0.01)",
        "distance < 200",
        "distance == 40 && 39 < distance && distance in [1, 40]",
        "sequence > 1.5 && sequence == 2",
        "-dec > 23",
        "mission == 'LVK' || far > 1",
        "mission_is('Swift', 'lvk')",
        "mission_is(['LVK'])",
        "'S1' in names",
        "names.exists(n, n.startsWith('GRB'))",
        "names[1] == 'GRB 1' && names[size(names) - 2] == 'S1'",
        "refs.all(r, has(r.kind))",
        "size(names) == 2 && names.size() > 1",
        "refs.exists(r, r.kind == 'followup' && r.event_id == 'swift:1')",
        "time > timestamp('2026-01-01T00:00:00Z') && time.getHours() > 20",
        "region.radius < 2 && region.type == 'circle'",
        "significance.kind == 'snr' && significance.value >= 12",
        "error_radius(0.5) < 0.6 && error_radius(0.9) > 0.99",
        "error_radius(0.5 + 0.4) < 1.01",
        "in_cone(ra + 1, dec, 2)",
        "age() > 0 || age() <= 0",
        "classes['BNS'] > 0.5 && 'BNS' in classes",
        "far < 1 &&\n  // near\n  distance < 200",
        "sequence == 0x2",
        "is_test ? far > 1 : far < 1",
    ],
)
def test_a_filter_passes_what_is_true(text: str):
    assert Expression(text).passes(FULL)
    assert not Expression(f"!({text})").passes(FULL)


@pytest.mark.parametrize(
    ("text", "of_full", "of_empty"),
    [
        ("has(far)", True, False),
        ("far == null", False, True),
        ("null != far", True, False),
        ("has(region)", True, False),
        ("region.radius != null", True, False),
        ("region.semi_major == null", True, True),
        ("has(classes.BNS)", True, False),
        ("classes.NSBH == null", True, True),
        ("has(classes)", True, False),
        ("has(is_test)", True, False),
        ("!has(sky_map) && has(names)", True, False),
    ],
)
def test_a_filter_asks_whether_a_field_is_known(text: str, of_full: bool, of_empty: bool):
    assert Expression(text).passes(FULL) is of_full
    assert Expression(text).passes(EMPTY) is of_empty


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("far < 1", False),
        ("!(far < 1)", False),
        ("far < 1 || true", True),
        ("true || far < 1", True),
        ("mission != 'Swift'", False),
        ("classes.BNS > 0.5 || !is_test", True),
        ("in_cone(1, 2, 3)", False),
        ("!in_cone(1, 2, 3)", False),
        ("in_cone(1, 2, 3) || !has(ra)", True),
        ("error_radius(0.9) < 1", False),
        ("age() > 0", False),
        ("mission_is('Swift')", False),
        ("!is_test", True),
    ],
)
def test_unknown_follows_the_logic_of_cel(text: str, passes: bool):
    assert Expression(text).passes(EMPTY) is passes


def test_only_unknown_tests_count_as_false():
    assert Expression("!is_test").passes(EMPTY)
    assert not Expression("is_test").passes(EMPTY)
    assert not Expression("!is_test").passes(dataclasses.replace(EMPTY, is_test=True))


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("fat < 1", 1, "unknown field fat; did you mean far?"),
        ("far < 1 && mision == 'a'", 12, "did you mean mission?"),
        ("'é' == mission && fat < 1", 19, "did you mean far?"),
        ("far < 1 && incone(1, 2, 3)", 12, "unknown function incone; did you mean in_cone?"),
        ("mission.startWith('a')", 9, "did you mean startsWith?"),
        ("has(fat)", 5, "did you mean far?"),
        ("region.radus < 1", 8, "did you mean region.radius?"),
        ("region < 1", 1, "region has parts"),
        ("far < 'a'", 5, "number and text"),
        ("size(names) == 'a'", 13, "number and text"),
        ("far", 1, "true or false, and this is a number"),
        ("far <", 6, "not complete"),
        ("(far < 1", 9, "not complete"),
        ("far = 1", 5, "use =="),
        ("far < 1 and ra < 1", 9, "use &&"),
        ("far < 1 & ra < 1", 9, "use &&"),
        ("in_cone(1, 2)", 1, "in_cone(ra, dec, radius)"),
        ("in_cone(1, 2, 'a')", 1, "in_cone(ra, dec, radius)"),
        ("mission_is(1)", 1, 'mission_is("Swift")'),
        ("in_cone(400, 2, 3)", 9, "right ascension"),
        ("in_cone(1, 91, 3)", 12, "declination"),
        ("overlaps(1, 2, -1)", 16, "radius"),
        ("in_cone(1, 2, 200)", 15, "radius"),
        ("error_radius(90) < 1", 14, "containment"),
        ("far < per_year(-1)", 16, "rate"),
        ("time > timestamp('yesterday')", 18, "timestamp("),
        ("mission.matches('(')", 17, "regular expression"),
        ("area(0.9) < 100", 1, "hop-sky"),
        ("names.exists(n, mission_is(n))", 28, "exists()"),
        ("is_test || observer.name == 'x'", 12, "unknown field observer.name"),
        ("far.value < 1", 4, "no parts"),
        ("age() > duration('1h')", 7, "number and duration"),
    ],
)
def test_a_wrong_filter_is_refused_with_its_column(text: str, column: int, says: str):
    with pytest.raises(FilterError) as raised:
        Expression(text)
    assert raised.value.column == column
    assert says in str(raised.value)
    _, line, caret = str(raised.value).split("\n")
    assert line == f"    {text}"
    assert caret == " " * (column + 3) + "^"


def test_an_error_shows_the_line_that_is_wrong():
    with pytest.raises(FilterError, match="line 2, column 4") as raised:
        Expression("far < 1 &&\n   fat < 2")
    assert str(raised.value).endswith("       fat < 2\n       ^")


@pytest.mark.parametrize(
    "text",
    ["", "  ", "(" * 200 + "true" + ")" * 200, "!" * 200_000, "\0", "far < 1 ;", "$", "'\udcff'"],
)
def test_nonsense_is_refused_as_a_filter(text: str):
    with pytest.raises(FilterError):
        Expression(text)


def test_without_its_library_the_cure_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    with pytest.raises(ConfigError, match=r"pip install 'hop-models\[filters\]'"):
        Expression("far < 1")


@pytest.mark.parametrize(
    ("text", "alert", "reason"),
    [
        ("has(ra) && distance < 30", FULL, "distance < 30 is false: distance = 40.0"),
        ("far < 1 && ra < 1", EMPTY, "far < 1 is unknown: far is unknown"),
        ("far < 1 && is_test", EMPTY, "is_test is false: is_test is unknown"),
        ("classes.NSBH > 0.1", FULL, "classes.NSBH > 0.1 is unknown: NSBH is unknown"),
        ("classes.BNS > 0.95", FULL, "classes.BNS > 0.95 is false: classes.BNS = 0.9"),
        ("in_cone(1, 2, 3)", FULL, "in_cone(1, 2, 3) is false: ra = 197.45, dec = -23.38"),
        ("in_cone(1, 2, 3)", EMPTY, "in_cone(1, 2, 3) is unknown: ra is unknown"),
        ("age() < 9", EMPTY, "age() < 9 is unknown: time is unknown"),
        ("error_radius(far) < 9", EMPTY, "error_radius(far) < 9 is unknown: far is unknown"),
        ("error_radius(ra) < 9", FULL, "error_radius(ra) < 9 is unknown: 197.45 is no containment"),
        ("in_cone(age(), 2, 3)", EMPTY, "in_cone(age(), 2, 3) is unknown: time is unknown"),
        ("ra < 1 || ra > 300", FULL, "ra < 1 || ra > 300 is false: ra = 197.45"),
        ("far == null", FULL, f"far == null is false: far = {FULL.far}"),
        ("time < timestamp('2020-01-01T00:00:00Z')", FULL,
         "time < timestamp('2020-01-01T00:00:00Z') is false: time = 2026-11-29T21:05:00Z"),
    ],
)  # fmt: skip
def test_the_reason_names_the_part_that_failed(text: str, alert: Alert, reason: str):
    expression = Expression(text)
    assert not expression.passes(alert)
    assert expression.reason(alert) == reason


def test_every_field_of_an_alert_can_be_asked_for():
    names = {each.name for each in dataclasses.fields(Alert)} - {"origin"}
    assert names == {name.partition(".")[0] for name in fields.FIELDS}
    for name in (*fields.FIELDS, *fields.WHOLES):
        Expression(f"has({name})").passes(FULL)
        Expression(f"{name} == null").passes(EMPTY)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("far < per_year(1) && !is_test", {"far", "is_test"}),
        ("in_cone(dec, 2.0, 3)", {"ra", "dec"}),
        ("has(region) && region.radius < 1.0 && classes.BNS > 0.5", {"region", "classes"}),
        ("true", set()),
    ],
)
def test_a_filter_tells_which_fields_it_looks_at(text: str, fields: set[str]):
    assert set(Expression(text).fields) == fields


def test_odd_values_fail_no_filter():
    odd = dataclasses.replace(
        FULL,
        far=1,  # whoever makes an alert may give integers
        time=datetime(9999, 12, 31, tzinfo=UTC),
        sent=datetime(1, 1, 1, tzinfo=UTC),
        distance=float("nan"),
        classes={"BNS": 1},
        sky_map=SkyMapRef(None, "x"),
    )
    assert Expression("far >= 1 && classes.BNS > 0.5 && sky_map.url == 'x'").passes(odd)
    assert not Expression("distance < 1e9").passes(odd)
    Expression("sent < time").passes(odd)
    Expression("age() < 0").passes(odd)


@pytest.mark.parametrize(
    ("region", "reaches"),
    [
        (None, False),
        (Circle(2.0), True),
        (Circle(0.9), False),
        (Ellipse(4.0, 0.5, 90.0), True),  # its long axis points to the field
        (Ellipse(4.0, 0.5, 0.0), False),
        (Polygon(((195, -25), (200, -25), (200, -20), (195, -20))), True),
        (Polygon(((195, -25), (197, -25), (197, -20), (195, -20))), False),
    ],
)
def test_a_region_that_reaches_into_a_field_overlaps_it(region: Any, reaches: bool):
    alert = dataclasses.replace(FULL, region=region)
    # Two degrees to the east of the position.
    east = 197.45 + 2 / 0.9178
    assert Expression(f"overlaps({east}, -23.38, 1)").passes(alert) is reaches
    assert Expression("overlaps(197.45, -23.38, 1)").passes(alert)


def test_distances_to_regions_are_right():
    assert sky.separation(0, 0, 180, 0) == pytest.approx(180)
    assert sky.separation(10, 89.9, 190, 89.9) == pytest.approx(0.2)
    assert sky.bearing(0, 0, 1, 0) == pytest.approx(90)
    assert sky.distance_to_ellipse(2, 1, 3, 0) == pytest.approx(1)
    assert sky.distance_to_ellipse(2, 1, 0, -3) == pytest.approx(2)
    assert sky.distance_to_ellipse(2, 1, 1.9, 0) == 0
    square = [(359, -1), (1, -1), (1, 1), (359, 1)]
    assert sky.distance_to_polygon(0, 0, square) == 0
    assert sky.distance_to_polygon(3, 0, square) == pytest.approx(2, abs=1e-3)
    assert sky.distance_to_polygon(180, 0, square) == pytest.approx(178.6, abs=1)
    assert sky.radius_around(square) == pytest.approx(2**0.5, rel=5e-3)
    assert sky.at_containment(1.0, 0.9, 0.68) == pytest.approx(0.7035, abs=1e-4)


def test_a_region_without_containment_has_no_error_radius():
    for region in (Circle(1.0), Circle(1.0, containment=1.0), None):
        alert = dataclasses.replace(FULL, region=region)
        assert not Expression("error_radius(0.9) < 180").passes(alert)
    ellipse = dataclasses.replace(FULL, region=Ellipse(1.0, 2.0, 0.0, containment=0.9))
    assert Expression("error_radius(0.9) > 1.99 && error_radius(0.9) < 2.01").passes(ellipse)


def test_the_age_counts_from_the_event():
    alert = dataclasses.replace(FULL, time=datetime.now(UTC) - timedelta(hours=1))
    assert Expression("age() >= 3600 && age() < 7200").passes(alert)


def sky_map(*cards: str) -> bytes:
    """The headers of a sky map, and some data."""
    first = ["SIMPLE  =                    T", "NAXIS   =                    0", "END"]
    second = ["XTENSION= 'BINTABLE'", *cards, "END"]
    blocks = ["".join(each.ljust(80) for each in header) for header in (first, second)]
    return "".join(each.ljust(-(-len(each) // 2880) * 2880) for each in blocks).encode() + b"\xff"


@pytest.mark.parametrize("packed", [False, True])
def test_the_distance_of_a_sky_map_counts(packed: bool):
    data = sky_map("DISTMEAN=    141.5 / Mpc", "DISTSTD =                 39.25")
    if packed:
        data = gzip.compress(data)
    alert = dataclasses.replace(FULL, distance=None, sky_map=SkyMapRef(data))
    assert Expression("distance == 141.5 && has(distance) && distance_error < 40").passes(alert)
    near = Expression("distance < 100")
    assert near.reason(alert) == "distance < 100 is false: distance = 141.5"
    assert near.passes(dataclasses.replace(alert, distance=40.0)), "the message goes before"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SIMPLE",
        b"\x1f\x8bno",
        b"\xff" * 9999,
        sky_map("DISTMEAN= 'far'"),
        sky_map("DISTMEAN= inf"),
        sky_map("COMMENT DISTMEAN= 4"),
    ],
)
def test_a_sky_map_without_a_distance_leaves_it_unknown(data: bytes):
    alert = dataclasses.replace(FULL, distance=None, sky_map=SkyMapRef(data))
    assert Expression("distance == null").passes(alert)


def by_hand(alert: Alert) -> bool:
    return (
        alert.far is not None
        and alert.far < 1 / YEAR_S
        and not alert.is_test
        and alert.classes.get("BNS", 0.0) > 0.5
        and alert.ra is not None
        and alert.dec is not None
        and sky.separation(alert.ra, alert.dec, 197.45, -23.38) <= 5.0
        and alert.mission == "LVK"
    )


def test_a_filter_costs_at_most_25_times_a_function():
    passes = Expression(
        "far < per_year(1) && !is_test && classes.BNS > 0.5 && in_cone(197.45, -23.38, 5) "
        "&& mission == 'LVK'"
    ).passes
    assert passes(FULL) and by_hand(FULL)

    def cost(function: Callable[[Alert], Any]) -> float:
        start = time.process_time()
        for _ in range(2000):
            function(FULL)
        return time.process_time() - start

    pairs = [(cost(passes), cost(by_hand)) for _ in range(9)]
    assert min(one for one, _ in pairs) < 25 * min(other for _, other in pairs)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_filter_keeps_no_memory():
    expression = Expression(
        "mission_is('Swift') || in_cone(ra, 2, 3) || age() < 0 || error_radius(far) > 9 || far > 1"
    )

    def resident() -> int:
        with open("/proc/self/statm") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * 4096

    for _ in range(2000):
        expression.passes(FULL)
    before = resident()
    for _ in range(30_000):
        expression.passes(FULL)
    # A library that loses a number in each call loses 32 bytes, or 160 with the arguments.
    assert resident() - before < 500_000


FUNCTIONS = """
from hop.models.filters import Function
FUNCTIONS = {"twice": Function(lambda alert, x: 2 * x, [("double",)], "double", "twice(1)")}
"""
CALLED = """
import logging
logging.basicConfig(format="%(message)s")
from hop.models import Alert
from hop.models.filters import Expression
alert = Alert("x", "m", far=0.75)
print(Expression("far < 1").passes(alert), end=" ")
print(Expression("twice(far) > 1").passes(alert), Expression("twice(far) < 1").reason(alert))
"""


def test_a_package_adds_functions(tmp_path: Path):
    info = tmp_path / "stars-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stars\nVersion: 1.0\n")
    points = info / "entry_points.txt"
    points.write_text("[hop_filter_functions]\nstars = stars:FUNCTIONS\n")
    (tmp_path / "stars.py").write_text(FUNCTIONS)

    def call() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", CALLED], env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    assert call().stdout == "True True twice(far) < 1 is false: far = 0.75, twice(far) = 1.5\n"
    # A broken package leaves the others alone.
    points.write_text("[hop_filter_functions]\nstars = stars:NO_SUCH_NAME\n")
    broken = call()
    assert broken.stdout == "True "
    assert "the filter functions of stars (stars:NO_SUCH_NAME) are left out" in broken.stderr
    assert "unknown function twice" in broken.stderr
