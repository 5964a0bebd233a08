"""What a site can observe: against astropy's own altitudes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import maps
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import AltAz, SkyCoord

from hop.models import Circle
from hop.sky import SkyMap
from hop.sky._observing import location, tables_as_shipped

START = datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_altitude_is_that_of_astropy() -> None:
    sky = SkyMap.from_region(Circle(1, 0.9), 60, -20)
    found = sky.observable("Paranal", START)
    assert len(found) == 145
    with tables_as_shipped():
        frame = AltAz(obstime=found["time"], location=location("paranal"))
        theirs = SkyCoord(*sky.best, unit=u.deg).transform_to(frame).alt.deg
    np.testing.assert_allclose(found["altitude"], theirs, atol=0.02)


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
