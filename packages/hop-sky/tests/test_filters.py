"""The functions of filters that hop-sky adds: what they mean, and when they are unknown."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import alerts
import maps
import numpy as np
import pytest

from hop.errors import FilterError
from hop.models import Alert, Circle, LVKAlert, Polygon, SkyMapRef
from hop.models.filters import Expression
from hop.sky import SkyMap
from hop.sky._observing import altitude

CONTENT = maps.mixed_file(3, 4000)
SKY = SkyMap.read(CONTENT)
RA, DEC = SKY.best
FAR_RA, FAR_DEC = (RA + 180) % 360, -DEC
MAPPED = Alert("lvk", "m1", sky_map=SkyMapRef(CONTENT))
CIRCLE = Alert("icecube", "m2", ra=60.0, dec=-20.0, region=Circle(2.0, 0.9))
EMPTY = Alert("voevent", "m3")
ADDRESS = Alert("gbm", "m4", ra=1.0, dec=2.0, sky_map=SkyMapRef(None, "https://example.org/m.fits"))


def passes(text: str, alert: Alert) -> bool:
    return Expression(text).passes(alert)


@pytest.mark.parametrize(
    "text",
    [
        f"area(0.9) > {SKY.area(0.9) * 0.999} && area(0.9) < {SKY.area(0.9) * 1.001}",
        "area(0.5) < area(0.9)",
        f"in_sky_map({RA}, {DEC}, 0.5)",
        f"in_sky_map({RA}, {DEC}, 0.5) && area(0.9) < 42000",
        f"!in_sky_map({FAR_RA}, {FAR_DEC}, 0.5)",
        f"probability_within({RA}, {DEC}, 180) > 0.999",
        f"probability_within({RA}, {DEC}, 5) > probability_within({FAR_RA}, {FAR_DEC}, 5)",
        f"overlaps({RA}, {DEC}, 0)",
        f"overlaps({FAR_RA}, {FAR_DEC}, 180)",
        f"overlaps({RA}, {DEC}, 1e-5)",
        'altitude("paranal") <= 90 && altitude("la_palma") >= -90',
        'airmass("paranal") >= 0.99',
    ],
)
def test_functions_of_a_map(text: str) -> None:
    assert passes(text, MAPPED)


def test_a_circle_answers_too() -> None:
    sky = SkyMap.read(CIRCLE)
    assert passes("in_sky_map(60, -20, 0.1) && !in_sky_map(60, -25, 0.9)", CIRCLE)
    assert passes(f"area(0.9) > {sky.area(0.9) - 0.01} && area(0.9) < 13", CIRCLE)
    assert passes("overlaps(60, -24, 2.1) && !overlaps(60, -24, 1.9)", CIRCLE)


def test_overlaps_agrees_with_positions_in_the_region() -> None:
    for seed in range(30):
        rng = np.random.default_rng(seed)
        ra, dec = (float(each[0]) for each in maps.positions(seed, 1))
        radius = float(rng.uniform(0.5, 20))
        # Positions in the circle: is one in the region?
        angle, distance = rng.uniform(0, 2 * np.pi, 3000), radius * np.sqrt(rng.uniform(0, 1, 3000))
        points = maps.unit(ra, dec)
        east = np.array([-np.sin(np.radians(ra)), np.cos(np.radians(ra)), 0.0])
        north = np.cross(points, east)
        turned = np.outer(np.cos(angle), north) + np.outer(np.sin(angle), east)
        d = np.radians(distance)[:, None]
        inside = np.cos(d) * points + np.sin(d) * turned
        level = SKY.level(
            np.degrees(np.arctan2(inside[:, 1], inside[:, 0])) % 360,
            np.degrees(np.arcsin(np.clip(inside[:, 2], -1, 1))),
        )
        expression = f"overlaps({ra}, {dec}, {radius})"
        if (level <= 0.9).any():
            assert passes(expression, MAPPED), expression
        elif level.min() > 0.93:
            assert not passes(expression, MAPPED), expression


def test_altitude_is_that_of_the_position_now() -> None:
    now = datetime.now(UTC)
    high = altitude("paranal", 60.0, -20.0, now)
    assert passes(f'altitude("paranal") > {high - 1} && altitude("paranal") < {high + 1}', CIRCLE)
    down = Alert("x", "m", ra=0.0, dec=89.9)  # never rises at Paranal
    assert passes('!(airmass("paranal") < 1000)', down)
    assert passes('airmass("paranal") > 1000', down)


@pytest.mark.parametrize(
    ("alert", "reason"),
    [
        (EMPTY, "sky_map is unknown"),
        (ADDRESS, "only the address of its sky map, which a filter does not fetch"),
        (Alert("x", "m", sky_map=SkyMapRef(CONTENT[:-4000])), "cannot be used: .*truncated"),
        (Alert("x", "m", ra=1.0, dec=2.0, region=Circle(1.0)), "how much probability"),
        (
            Alert("x", "m", ra=1.0, dec=2.0, region=Polygon(((0, 0), (1, 0), (0, 1)))),
            "a polygon does not say",
        ),
    ],
)
def test_what_is_unknown_says_why(alert: Alert, reason: str) -> None:
    import re

    for text in ("area(0.9) < 100", "in_sky_map(1, 2, 0.9)", "!in_sky_map(1, 2, 0.9)"):
        expression = Expression(text)
        assert not expression.passes(alert)
        assert re.search(rf"is unknown: .*{reason}", expression.reason(alert)), text
        # Unknown is CEL's: what decides without it, decides.
        assert passes(f"{text} || family != ''", alert)
        assert not passes(f"{text} && false", alert)


def test_a_reason_shows_what_was_found() -> None:
    area = f"{SKY.area(0.9):.6g}"
    assert (
        Expression("area(0.9) < 1").reason(MAPPED) == f"area(0.9) < 1 is false: area(0.9) = {area}"
    )
    text = f"in_sky_map({FAR_RA}, {FAR_DEC}, 0.1)"
    level = SKY.level(FAR_RA, FAR_DEC)
    assert Expression(text).reason(MAPPED) == f"{text} is false: level = {level:.4g}"
    reason = Expression('altitude("paranal") > 90').reason(CIRCLE)
    assert reason.startswith('altitude("paranal") > 90 is false: altitude("paranal") = ')


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("area(90) < 100", 6, "a credible level is between 0 and 1, not 90"),
        ("area() < 100", 1, "call it as area(0.9)"),
        ("in_sky_map(10, 95, 0.9)", 16, "a declination is -90 to 90 degrees"),
        ("in_sky_map(10, 20, 90)", 20, "a credible level"),
        ("in_sky_map(10, 20)", 1, "call it as in_sky_map(ra, dec, 0.9)"),
        ("probability_within(1, 2, 200) > 0", 26, "a radius is 0 to 180 degrees"),
        ('altitude("Atlantis") > 30', 10, "unknown site 'Atlantis'; known are apache point"),
        ("airmas('paranal') < 2", 1, "did you mean airmass?"),
        ("area(0.9)", 1, "a filter is true or false, and this is a number"),
    ],
)
def test_a_wrong_call_is_refused_with_its_column(text: str, column: int, problem: str) -> None:
    with pytest.raises(FilterError) as caught:
        Expression(text)
    assert caught.value.column == column
    assert problem in str(caught.value)


def test_a_map_is_read_once_for_an_alert(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(bytes):
        looks = 0

        def startswith(self, *arguments: object) -> bool:
            Counting.looks += 1
            return super().startswith(*arguments)  # type: ignore[arg-type]

    alert = Alert("lvk", "m1", sky_map=SkyMapRef(Counting(CONTENT)))
    text = f"area(0.9) < 50000 && area(0.5) < 50000 && in_sky_map({RA}, {DEC}, 0.9)"
    expression = Expression(f"{text} && area(0.1) > 50000")
    assert not expression.passes(alert)
    assert "area(0.1)" in expression.reason(alert)
    assert Counting.looks == 1


def test_a_real_message_passes() -> None:
    message = LVKAlert.from_wire(json.dumps(alerts.merger(CONTENT)).encode())
    (alert,) = message.alerts
    assert passes(f"in_sky_map({RA}, {DEC}, 0.9) && classes.BNS > 0.5", alert)


LOADED = """
import sys
from hop.models.filters import Expression
Expression("far < per_year(1) && overlaps(1, 2, 3)")
print(*[name for name in ("numpy", "astropy") if name in sys.modules])
"""


def test_other_filters_load_nothing_of_the_sky() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "\n"
