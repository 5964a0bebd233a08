"""What a filter would have passed is what it passes in a stream."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from filling import Message, archive, fill

from hop import Stream
from hop import archive as archives
from hop._wire import Decoder
from hop.archive import backtest
from hop.errors import ArchiveError, FilterError
from hop.io import StartPosition
from hop.models import Alert, arrow


@pytest.fixture
def filled(url: str, place: Path, messages: list[Message]) -> Path:
    fill(url, messages)
    archive(url, place)
    return place


@pytest.mark.parametrize(
    "where",
    [
        "far < per_year(1000)",
        "!is_test && ra > 100",
        "in_cone(200, -20, 40)",
        "error_radius(0.9) < 5",
        "overlaps(200, -20, 10)",
        'mission_is("LVK") && classes.BNS > 0.1',
        'kind == "retraction"',
        'names.exists(n, n.startsWith("GRB"))',
        "has(time) && age() > 0",
        "significance.value > 5",
        lambda alert: alert.sky_map is not None,
        lambda alert: bool(alert.refs),
    ],
    ids=str,
)
def test_it_passes_what_the_stream_passes(
    url: str, filled: Path, where: str | Callable[[Alert], Any]
) -> None:
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False, where=where)
    with stream.open(url) as opened:
        expected = [metadata.offset for _, metadata in opened.read(metadata=True)]
    assert [each.offset for each in backtest(filled, where)] == expected


def test_alerts_come_back_as_they_were(filled: Path) -> None:
    expected = [a for message in archives.read(filled) for a in message.alerts]
    found = [a for each in backtest(filled, lambda _alert: True) for a in each.alerts]
    assert len(found) == len(expected) > 100
    for one, other in zip(found, expected, strict=True):
        for field in dataclasses.fields(Alert):
            if field.name not in ("origin", "problems"):
                assert getattr(one, field.name) == getattr(other, field.name), field.name
        # Their order is that in which the fields were looked at.
        assert set(one.problems) == set(other.problems)


def test_duplicates_are_left_out(url: str, filled: Path, messages: list[Message]) -> None:
    once = sum(1 for _ in backtest(filled, "true", deduplicate=True))
    fill(url, messages)
    archive(url, filled)
    assert sum(1 for _ in backtest(filled, "true", deduplicate=True)) == once
    assert sum(1 for _ in backtest(filled, "true")) > once


def test_a_wrong_filter_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FilterError, match="unknown field fr; did you mean far"):
        backtest(tmp_path / "nothing", "fr < 1.0")
    with pytest.raises(ArchiveError, match="is not an archive"):
        backtest(tmp_path / "nothing", "far < 1.0")


def test_the_columns_are_those_of_the_schema() -> None:
    names = [each.name for each in dataclasses.fields(Alert)]
    names.remove("origin")
    assert arrow.schema().names == [*names, "healpix_29"]


def test_cells_are_those_of_the_positions() -> None:
    import healpix

    ra, dec = [0.0, 359.999, 123.4, None, 10.0], [0.0, 90.0, -89.9, 5.0, None]
    alerts = [Alert("f", str(n), ra=r, dec=d) for n, (r, d) in enumerate(zip(ra, dec, strict=True))]
    cells = arrow.to_arrays([*alerts, None])[-1].to_pylist()
    assert cells[3:] == [None, None, None]
    lon, lat = healpix.pix2ang(2**29, cells[:3], nest=True, lonlat=True)
    assert lat == pytest.approx(dec[:3], abs=1e-6)
    assert lon[[0, 2]] == pytest.approx([0.0, 123.4], abs=1e-3)
    assert arrow.healpix_29(pa.array([1.0]), pa.array([2.0])).tolist() == [
        healpix.ang2pix(2**29, 1.0, 2.0, nest=True, lonlat=True)
    ]


def test_fields_that_are_read_at_once_are_those_read_late(messages: list[Message]) -> None:
    decoder = Decoder("blob")
    decoded = [decoder.decode(each.payload, each.headers, str) for each in messages]
    alerts = [alert for message in decoded for alert in message.alerts]
    batch = pa.RecordBatch.from_arrays(arrow.to_arrays([*alerts, None]), schema=arrow.schema())
    late = arrow.from_batch(batch)
    fields = ["far", "refs", "classes", "time", "sky_map"]
    at_once = arrow.BatchAlerts(batch, fields=fields)
    assert len(at_once) == len(late) == len(alerts) + 1 > 100
    assert list(at_once[:]) == late
    assert late[-1] is None
    # And as columns again.
    assert [each.to_pylist() for each in arrow.to_arrays(at_once)] == [
        each.to_pylist() for each in batch.columns
    ]


def test_a_value_that_no_column_takes_is_unknown() -> None:
    alerts = [Alert("f", "1", sequence=2**70), Alert("f", "2", sequence=3)]
    at = arrow.schema().get_field_index("sequence")
    assert arrow.to_arrays(alerts)[at].to_pylist() == [None, 3]
