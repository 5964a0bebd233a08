"""Numbers and times of numpy, Python and astropy, given for the fields of messages in JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import astropy.units as u
import numpy as np
import pytest
from astropy.coordinates import Angle
from astropy.time import Time

from hop.errors import ValidationError
from hop.models import GCNCircular, GCNNotice, LVKAlert, VOEvent

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_numbers_of_numpy_become_numbers() -> None:
    notice = GCNNotice(
        ra=np.float32(150.1), record_number=np.int64(3), systematic_included=np.bool_(True)
    )
    assert notice.asdict() == {"ra": 150.1, "record_number": 3, "systematic_included": True}
    assert b'"record_number":3' in bytes(notice)


def test_arrays_of_numpy_become_lists() -> None:
    notice = GCNNotice(ra_dec_error=np.array([0.5, 0.25, 30.0]), id=np.array(["17", "18"]))
    assert notice.asdict() == {"ra_dec_error": [0.5, 0.25, 30.0], "id": ["17", "18"]}


def test_quantities_are_converted_to_the_unit_of_the_field() -> None:
    notice = GCNNotice(
        ra=Angle("10h00m00s"),
        dec=30 * u.arcmin,
        ra_dec_error=[60, 30] * u.arcmin,
        luminosity_distance=1 * u.Gpc,
        far=1 / u.day,
        t90=timedelta(minutes=1),
        redshift=0.5 * u.dimensionless_unscaled,
    )
    assert notice.ra == pytest.approx(150)
    assert notice.dec == pytest.approx(0.5)
    assert notice.ra_dec_error == pytest.approx([1.0, 0.5])
    assert notice.luminosity_distance == pytest.approx(1000)
    assert notice.far == pytest.approx(1 / 86400)
    assert (notice.t90, notice.redshift) == (60, 0.5)


@pytest.mark.parametrize(
    "time",
    [
        NOON,
        NOON.astimezone(timezone(timedelta(hours=5))),
        Time("2026-11-30T12:00:00", scale="utc"),
        Time("2026-11-30T12:00:37", scale="tai"),
    ],
)
def test_times_become_texts_in_utc(time: Any) -> None:
    assert GCNNotice(trigger_time=time).trigger_time == "2026-11-30T12:00:00Z"
    assert LVKAlert(superevent_id="S1", time_created=time).time_created == "2026-11-30T12:00:00Z"
    circular = GCNCircular({"subject": "GRB", "date": time}, "Seen.")
    assert circular.header["date"] == "26/11/30 12:00:00 GMT"
    assert circular.date == NOON


def test_the_fields_of_a_part_have_their_own_units() -> None:
    event = {"far": 1 * u.kHz, "time": NOON, "classification": {"BNS": np.float64(0.9)}}
    alert = LVKAlert(superevent_id="S1", event=event)
    assert alert.event is not None
    assert (alert.event.far, alert.event.time) == (1000, "2026-11-30T12:00:00Z")
    assert alert.event.classification == {"BNS": 0.9}
    alert.event.duration = 2 * u.min
    assert alert.event.duration == 120


def test_a_field_that_is_set_takes_them_too() -> None:
    notice = GCNNotice(ra=1.0)
    notice.ra, notice.trigger_time = Angle("1d30m"), NOON  # type: ignore[assignment]
    assert (notice.ra, notice.trigger_time) == (1.5, "2026-11-30T12:00:00Z")
    assert notice.replace(ra=np.float64(2)).ra == 2


@pytest.mark.parametrize(
    ("fields", "path", "says"),
    [
        ({"trigger_time": NOON.replace(tzinfo=None)}, "trigger_time", "a time zone"),
        ({"trigger_time": date(2026, 11, 30)}, "trigger_time", "a datetime with a time zone"),
        ({"trigger_time": np.datetime64("2026-11-30")}, "trigger_time", "a datetime with"),
        ({"ra": 5 * u.s}, "ra", "a quantity in deg"),
        ({"ra_dec_error": [1, 2] * u.s}, "ra_dec_error", "a quantity in deg"),
        ({"flux": 5 * u.Jy}, "flux", "no fixed unit"),
        ({"ra": NOON}, "ra", "number"),
        ({"ra": np.ma.masked}, "ra", "a number"),
        ({"mine": {"seen": [NOON.replace(tzinfo=None)]}}, "mine/seen/0", "a time zone"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(
    fields: dict[str, Any], path: str, says: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        GCNNotice(**fields)
    assert caught.value.path == path
    assert says in caught.value.expected


def test_a_part_and_a_header_tell_their_paths() -> None:
    with pytest.raises(ValidationError) as caught:
        LVKAlert(superevent_id="S1", event={"far": 1 * u.m})  # type: ignore[arg-type]
    assert caught.value.path == "event/far"
    with pytest.raises(ValidationError) as caught:
        GCNCircular({"date": NOON.replace(tzinfo=None)}, "Seen.")  # type: ignore[dict-item]
    assert caught.value.path == "header/date"


def test_fields_that_the_schema_does_not_name_take_them_too() -> None:
    notice = GCNNotice(mine={"when": NOON, "values": np.arange(2)})  # type: ignore[call-arg]
    assert notice["mine"] == {"when": "2026-11-30T12:00:00Z", "values": [0, 1]}


def test_events_take_them_as_before() -> None:
    event = VOEvent(
        ivorn="ivo://example.org/a#1",
        role="test",
        Who={"Date": NOON},  # type: ignore[arg-type]
        Why={"importance": np.float32(0.5), "Name": ["LTN 1"]},  # type: ignore[arg-type]
    )
    assert event.Who is not None
    assert event.Who.Date == "2026-11-30T12:00:00Z"
    assert event.Why is not None
    assert event.Why.importance == 0.5
