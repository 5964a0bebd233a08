"""What a site can observe: against astropy's own altitudes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import maps
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import AltAz, EarthLocation, SkyCoord, get_body
from astropy.time import Time

from hop.models import Circle
from hop.sky import SkyMap
from hop.sky._cells import centers
from hop.sky._observing import location, sky_at, tables_as_shipped

OFFLINE = """
import socket, sys, warnings
from datetime import UTC, datetime
from hop.sky import SkyMap

def refuse(*_, **__):
    raise SystemExit("a connection was opened")

socket.socket.connect = socket.getaddrinfo = refuse
m = SkyMap.read(sys.argv[1])
warnings.simplefilter("error")
for year in (1990, 2026, 2045):
    start = datetime(year, 5, 1, tzinfo=UTC)
    m.observable("paranal", start)
    m.plot(sys.argv[2], width=200, site="la palma", when=start)
"""
START = datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_altitude_is_that_of_astropy() -> None:
    sky = SkyMap.from_region(Circle(1, 0.9), 60, -20)
    found = sky.observable("Paranal", START)
    assert len(found) == 145
    with tables_as_shipped():
        frame = AltAz(obstime=found["time"], location=location("paranal"))
        theirs = SkyCoord(*sky.best, unit=u.deg).transform_to(frame).alt.deg
    np.testing.assert_allclose(found["altitude"], theirs, atol=0.02)


@pytest.mark.parametrize("site", ["paranal", (10.0, 78.0, 100.0), (0.0, -90.0, 2835.0)])
def test_probability_is_that_of_brute_force(site: Any) -> None:
    sky = SkyMap.read(maps.mixed_file(3, 500))
    found = sky.observable(site, START, step=timedelta(hours=4), max_sun_altitude=-6)
    order, pixels = sky._cells.nested()
    ra, dec = centers(order, pixels)
    with tables_as_shipped():
        for row in found:
            frame = AltAz(obstime=row["time"], location=location(site))
            altitude = SkyCoord(ra, dec, unit=u.deg).transform_to(frame).alt.deg
            sun = get_body("sun", row["time"]).transform_to(frame).alt.deg
            share = sky._probability[altitude >= 30].sum() / sky.total if sun <= -6 else 0
            # A cell at the limit may be on either side of it.
            edge = sky._probability[np.abs(altitude - 30) < 0.05].sum()
            assert row["probability"] == pytest.approx(share, abs=edge + 1e-9)
            assert row["sun_altitude"] == pytest.approx(sun, abs=0.02)


def test_airmass_is_that_of_a_plane_and_finite_at_the_horizon() -> None:
    sky = SkyMap.from_region(Circle(1, 0.9), 60, -20)
    found = sky.observable("paranal", START)
    high = found[found["altitude"] > 30]
    plane = 1 / np.sin(np.radians(high["altitude"]))
    np.testing.assert_allclose(high["airmass"], plane, rtol=4e-3)
    assert 15 < np.nanmax(found["airmass"]) < 40


def test_a_site_is_a_name_or_three_numbers_or_a_location() -> None:
    sky = SkyMap.read(maps.mixed_file(1, 300))
    place = EarthLocation.from_geodetic(-70.403 * u.deg, -24.625 * u.deg, 2635 * u.m)
    ways = [
        sky.observable(site, START, START + timedelta(hours=2))
        for site in ("Paranal", " PARANAL ", (-70.403, -24.625, 2635), place)
    ]
    for other in ways[1:]:
        np.testing.assert_allclose(other["altitude"], ways[0]["altitude"], atol=1e-9)
        np.testing.assert_allclose(other["probability"], ways[0]["probability"])
    names = ("la-palma", "la_palma", "La Palma")
    assert {round(location(name).height.value) for name in names} == {2332}


def test_sun_and_moon_are_where_an_almanac_has_them() -> None:
    # Full moon on 2026-11-24 at 14:53, new moon on 2026-12-09 at 00:52 UTC.
    full = sky_at("paranal", datetime(2026, 11, 24, 14, 53, tzinfo=UTC))
    new = sky_at("paranal", datetime(2026, 12, 9, 0, 52, tzinfo=UTC))
    assert full.moon_lit > 0.995
    assert new.moon_lit < 0.005
    # At the solstice, on 2026-12-21 at 20:50 UTC, the sun is at 270 degrees of that date: 0.41
    # degrees less in ICRS, by 27 years of precession (54.8 seconds of arc a year there).
    solstice = sky_at((0, 51.48, 0), datetime(2026, 12, 21, 20, 50, tzinfo=UTC))
    assert solstice.sun == pytest.approx((269.59, -23.44), abs=0.02)
    noon = sky_at((0, 51.48, 0), datetime(2026, 12, 21, 12, 0, tzinfo=UTC))
    assert noon.sun_altitude == pytest.approx(90 - 51.48 - 23.44, abs=0.1)


def test_where_the_sun_never_sets_the_table_says_so() -> None:
    sky = SkyMap.from_region(Circle(1, 0.9), 60, -80)
    south, north = (0.0, -90.0, 2835.0), (15.0, 89.0, 0.0)
    summer = sky.observable(south, START)
    assert not summer["probability"].any()
    assert summer.meta["notes"] == [
        "it is never dark: the sun is always higher than -18 degrees",
        "the densest cell is always higher than 30 degrees",
    ]
    winter = sky.observable(south, START.replace(month=6))
    assert winter["probability"] == pytest.approx(np.ones(len(winter)))
    assert winter.meta["notes"][0].startswith("it is always dark")
    assert sky.observable(north, START).meta["notes"][1] == (
        "the densest cell is never as high as 30 degrees"
    )
    assert sky.observable("sutherland", START).meta["notes"] == []


def test_visible_objects_are_those_that_rise_in_the_dark() -> None:
    sky = SkyMap.read(maps.mixed_file(3, 500))
    ra, dec = maps.positions(6, 200)
    matched = sky.crossmatch({"RA": ra, "DE": dec}, ra="RA", dec="DE")
    step = timedelta(minutes=30)
    found = sky.visible(matched, "paranal", START, step=step, min_altitude=50)
    with tables_as_shipped():
        times = Time(START) + np.arange(49) * 1800 * u.s
        frame = AltAz(obstime=times, location=location("paranal"))
        dark = get_body("sun", times).transform_to(frame).alt.deg <= -18
        places = SkyCoord(matched["RA"], matched["DE"], unit=u.deg)[:, None]
        altitude = places.transform_to(frame).alt.deg[:, dark]
    best = altitude.max(axis=1)
    expected = matched[best >= 50]
    assert list(found["RA"]) == list(expected["RA"])  # in the order of crossmatch
    assert 10 < len(found) < 190
    np.testing.assert_allclose(found["altitude"], best[best >= 50], atol=0.02)
    hours = (found["time"] - Time(START)).to_value(u.hour)
    near = times[dark][altitude.argmax(axis=1)][best >= 50]
    np.testing.assert_allclose(hours, (near - Time(START)).to_value(u.hour), atol=0.51)
    assert len(sky.visible(matched, (0.0, -90.0, 2835.0), START)) == 0
    with pytest.raises(ValueError, match="no zone"):
        sky.visible(matched, "paranal", START.replace(tzinfo=None))


def test_nothing_is_downloaded_and_nothing_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "map.fits").write_bytes(maps.mixed_file(1, 300))
    home = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    files = [str(tmp_path / name) for name in ("map.fits", "map.png")]
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *files], capture_output=True, text=True, env=home
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_only_what_is_high_in_the_dark_is_observable() -> None:
    sky = SkyMap.from_region(Circle(1, 0.9), 60, -20)
    found = sky.observable((-70.4, -24.6, 2635.0), START, START + timedelta(hours=23))
    good = (found["altitude"] > 33) & (found["sun_altitude"] < -18)
    bad = (found["altitude"] < 27) | (found["sun_altitude"] > -18)
    assert good.any()
    assert bad.any()
    assert np.all(found["probability"][good] > 0.98)
    assert np.all(found["probability"][bad] < 0.02)
    assert np.isnan(found["airmass"][found["altitude"] < 0]).all()
    assert np.nanmin(found["airmass"]) == pytest.approx(1, abs=0.02)


def test_the_far_future_needs_no_download() -> None:
    sky = SkyMap.read(maps.mixed_file(1, 300))
    late = START.replace(year=2040)
    assert len(sky.observable("la palma", late, late + timedelta(hours=1))) == 7


def test_what_is_no_site_or_time_is_refused() -> None:
    sky = SkyMap.read(maps.mixed_file(1, 300))
    with pytest.raises(ValueError, match="unknown site 'Atlantis'; known are apache point"):
        sky.observable("Atlantis", START)
    with pytest.raises(ValueError, match="no zone"):
        sky.observable("paranal", START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no times"):
        sky.observable("paranal", START, START - timedelta(days=1))
