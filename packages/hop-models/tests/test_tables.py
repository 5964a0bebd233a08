"""Tables of alerts: ``hop.to_table``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import astropy.units as u
import numpy as np
import pytest

import hop
from hop._messages import set_topic
from hop.errors import ConfigError
from hop.message import JSONBlob
from hop.models import Alert, GCNNotice, LVKAlert

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOTICE = GCNNotice(
    mission="Lantern",
    ra=150.0,
    dec=-2.5,
    ra_dec_error=0.1,
    far=1e-9,
    trigger_time=NOON,
    event_name=["LTN 1", "LTN 2"],
    record_number=2,
)
CANDIDATE = LVKAlert(
    superevent_id="MS261130a",
    alert_type="PRELIMINARY",
    event={"far": 1e-8, "time": NOON, "classification": {"BNS": 0.9, "NSBH": 0.1}},  # type: ignore[arg-type]
)


def test_a_row_for_each_alert_with_units_and_descriptions() -> None:
    table = hop.to_table([NOTICE, CANDIDATE])
    assert list(table["mission"]) == ["Lantern", "LVK"]
    assert (table["ra"].unit, table["far"].unit) == (u.deg, u.Hz)
    assert "Right ascension" in table["ra"].description
    assert all(column.info.description for column in table.itercols())
    assert (table["ra"][0], table["sequence"][0]) == (150.0, 2)
    assert table["ra"][1] is np.ma.masked
    assert table["names"][0] == "LTN 1, LTN 2"
    assert (table["region"][0], table["region_radius"][0]) == ("circle", 0.1)
    assert table["region_radius"].unit == u.deg
    assert bool(table["is_test"][1])


def test_times_are_times_of_astropy() -> None:
    table = hop.to_table([NOTICE, Alert("lantern", "lantern:1")])
    assert table["time"][0].to_datetime(timezone=UTC) == NOON
    assert table["time"][0].scale == "utc"
    assert bool(table["time"].mask[1])


def test_classes_have_columns_of_their_own() -> None:
    table = hop.to_table([NOTICE, CANDIDATE])
    assert table["class_BNS"][1] == 0.9
    assert table["class_NSBH"][0] is np.ma.masked


def test_a_table_of_pandas_holds_the_same() -> None:
    frame = hop.to_table([NOTICE, CANDIDATE], format="pandas")
    assert frame["time"][0] == NOON
    assert frame["ra"].isna().tolist() == [False, True]
    assert frame["sequence"].dtype == "Int64"
    assert frame["class_BNS"][1] == 0.9
    assert frame.attrs["units"]["ra"] == "deg"
    assert list(frame.columns) == hop.to_table([NOTICE, CANDIDATE]).colnames


@pytest.mark.parametrize("format_", ["astropy", "pandas"])
def test_a_message_without_alerts_has_no_row(format_: Any) -> None:
    table = hop.to_table([JSONBlob({"note": "clouds"})], format=format_)
    assert len(table) == 0
    assert "ra" in (table.colnames if format_ == "astropy" else table.columns)


def test_alerts_and_their_topics_are_taken() -> None:
    message = GCNNotice(mission="Lantern", ra=1.0, dec=2.0)
    set_topic(message, "gcn.notices.lantern")
    table = hop.to_table(iter([message, *NOTICE.alerts]))
    assert list(table["topic"].filled("")) == ["gcn.notices.lantern", ""]


@pytest.mark.parametrize("given", [(NOTICE, None), {"ra": 1}, "notice"])
def test_what_is_no_message_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match="made of messages or alerts, not of a"):
        hop.to_table([given])


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match='"astropy" or "pandas", not \'excel\''):
        hop.to_table([NOTICE], format="excel")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["astropy", "pandas"])
def test_a_missing_library_is_named(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (name, f"{name}.table"):
        monkeypatch.setitem(sys.modules, each, None)
    with pytest.raises(ConfigError, match=f"pip install {name}"):
        hop.to_table([NOTICE], format=name)
