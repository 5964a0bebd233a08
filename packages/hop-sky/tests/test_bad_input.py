"""Broken, hostile and contradicting sky maps and catalogues: each is a clear error."""

from __future__ import annotations

import base64
import gzip
from io import BytesIO
from typing import Any

import maps
import numpy as np
import pytest
from astropy.table import MaskedColumn, Table

from hop.errors import DecodeError, LimitExceeded
from hop.models import Alert, Circle, SkyMapRef
from hop.sky import SkyMap

FLAT = maps.flat(1, 3)
MIXED = maps.mixed_file(1, 300)


def changed(row: int, value: float) -> Any:
    values = FLAT.copy()
    values[row] = value
    return values


def mixed(uniq: list[int], unit: str = "sr-1", **header: Any) -> bytes:
    columns = {"UNIQ": (np.array(uniq), ""), "PROBDENSITY": (np.full(len(uniq), 0.1), unit)}
    return maps.fits_bytes(columns, {"ORDERING": "NUNIQ", **header})


@pytest.mark.parametrize(
    "content, text",
    [
        (b"\0\1 no FITS", "neither FITS nor gzip nor base64"),
        (b"", "does not begin with SIMPLE|neither"),
        (MIXED[:1000], "header is truncated"),
        (MIXED[:-4000], "truncated: .* rows are there"),
        (maps.packed(MIXED)[:-4000], "truncated"),
        (b"\x1f\x8b" + bytes(100), "broken gzip"),
        (maps.fits_bytes({"UNIQ": (np.arange(4, 16), "")}, {}), "no table has a column of prob"),
        (maps.flat_file(FLAT, "pix-1", NSIDE=16), "NSIDE is 16, which has 3072 cells.*768"),
        (maps.flat_file(FLAT, "pix-1", NSIDE=7), "NSIDE is 7, not a power of 2"),
        (maps.flat_file(FLAT, "pix-1", "SPIRAL"), "ORDERING is 'SPIRAL'"),
        (maps.flat_file(FLAT, "furlong"), "the unit 'furlong' is unknown"),
        (maps.flat_file(FLAT * 3, ""), "no unit, and in none"),
        (maps.flat_file(FLAT, "pix-1", COORDSYS="G"), "COORDSYS is 'G'"),
        (maps.flat_file(changed(7, np.nan), "pix-1"), "HDU 1, column PROB, row 8: nan"),
        (maps.flat_file(changed(7, -1e-3), "pix-1"), "column PROB, row 8: -0.001"),
        (maps.flat_file(changed(7, np.inf), "pix-1"), "row 8: inf"),
        (mixed([4, 5, 3]), "row 3: UNIQ 3 is no cell"),
        (mixed([4, 5, 17]), "rows 1 and 3 overlap|rows 2 and 3 overlap"),
        (mixed([4, 4]), "rows 1 and 2 overlap"),
        (mixed([]), "no rows"),
    ],
)
def test_a_broken_map_is_a_clear_error(content: bytes, text: str) -> None:
    with pytest.raises(DecodeError, match=text):
        SkyMap.read(content)


def test_an_error_names_the_file(tmp_path: Any) -> None:
    path = tmp_path / "broken.fits"
    path.write_bytes(MIXED[:-4000])
    with pytest.raises(DecodeError, match=r"broken\.fits, HDU 1"):
        SkyMap.read(path)
    with pytest.raises(FileNotFoundError):
        SkyMap.read(tmp_path / "none.fits")


def test_a_map_that_is_too_large_is_refused_before_it_is_read() -> None:
    class Counting(BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            part = super().read(size)
            self.taken += len(part)
            return part

    # It says that it has 2 GB.
    card = b"NAXIS2  =" + b"%21d" % 10**8
    start = MIXED.index(b"NAXIS2  =")
    file = Counting(MIXED[:start] + card + MIXED[start + len(card) :])
    with pytest.raises(LimitExceeded, match="max_bytes"):
        SkyMap.read(file, max_bytes=100_000_000)
    assert file.taken < 100_000


def test_a_gzip_bomb_is_refused() -> None:
    bomb = gzip.compress(MIXED[:2880] + bytes(50_000_000))
    with pytest.raises(DecodeError):
        SkyMap.read(bomb, max_bytes=1_000_000)
    many = gzip.compress(b"SIMPLE  =".ljust(80) + b"COMMENT ".ljust(80) * 500_000)
    with pytest.raises(DecodeError, match=r"has no END|max_bytes|larger"):
        SkyMap.read(many, max_bytes=10_000_000)


def test_base64_gzip_and_unsigned_cells_are_read() -> None:
    uniq, density = maps.mixed(4, 300)
    columns = {"UNIQ": (uniq, ""), "PROBDENSITY": (density, "sr-1")}
    plain = maps.fits_bytes(columns, {"ORDERING": "NUNIQ"})
    from astropy.io import fits

    out = BytesIO()
    unsigned = [
        fits.Column("UNIQ", "K", bzero=2**63, array=uniq.astype(np.uint64)),
        fits.Column("PROBDENSITY", "D", unit="sr-1", array=density),
    ]
    table = fits.BinTableHDU.from_columns(unsigned)
    table.header["ORDERING"] = "NUNIQ"
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(out)
    first = SkyMap.read(plain)
    for content in (base64.b64encode(maps.packed(plain)), out.getvalue()):
        assert SkyMap.read(content).area(0.9) == first.area(0.9)


def test_an_alert_gives_its_map_or_its_region() -> None:
    known = {"family": "lvk", "message_id": "lvk:1"}
    mapped = Alert(**known, sky_map=SkyMapRef(MIXED), region=Circle(1, 0.9), ra=1, dec=2)
    assert SkyMap.read(mapped).area(0.9) == SkyMap.read(MIXED).area(0.9)
    assert SkyMap.read(Alert(**known, region=Circle(1, 0.9), ra=1, dec=2)).best == pytest.approx(
        (1, 2), abs=0.1
    )
    with pytest.raises(ValueError, match="no sky map, and no region"):
        SkyMap.read(Alert(**known))
    with pytest.raises(ValueError, match="only the address"):
        SkyMap.read(Alert(**known, sky_map=SkyMapRef(None, "https://example.org/map.fits")))


@pytest.mark.parametrize(
    "columns, text",
    [
        ({"alpha": [1.0], "dec": [2.0]}, "no column 'ra'; its columns are alpha, dec"),
        ({"ra": MaskedColumn([1.0, 2.0], mask=[0, 1]), "dec": [2.0, 3.0]}, "column ra, row 2"),
        ({"ra": [1.0], "dec": [99.0]}, "column dec, row 1: 99"),
        ({"ra": ["12:00:01"], "dec": [9.0]}, "column ra: .*text"),
    ],
)
def test_a_catalogue_without_positions_is_an_error(columns: Any, text: str) -> None:
    with pytest.raises(DecodeError, match=text):
        SkyMap.read(MIXED).crossmatch(Table(columns))


def test_a_catalogue_in_hours_is_an_error() -> None:
    table = Table({"ra": [12.0], "dec": [2.0]}, units={"ra": "hourangle"})
    with pytest.raises(DecodeError, match="column ra: its unit is 'hourangle'"):
        SkyMap.read(MIXED).crossmatch(table)


def test_what_is_no_position_is_refused() -> None:
    sky = SkyMap.read(MIXED)
    for ra, dec in ((0, 91), (0, np.nan), (np.inf, 0), (np.nan, 3)):
        with pytest.raises(ValueError, match=r"declination|right ascension"):
            sky.level(ra, dec)
    with pytest.raises(ValueError, match="from 0 to 1"):
        sky.area(90)
    with pytest.raises(ValueError, match="no distances"):
        sky.distance(1, 2)


def test_reading_a_flat_map_holds_little_more_than_its_column() -> None:
    import tracemalloc

    values = maps.flat(1, 9).astype(np.float32)
    others = {name: (np.ones(len(values)), "") for name in ("A", "B", "C")}
    content = maps.fits_bytes(
        {"PROB": (values, "pix-1"), **others}, {"NSIDE": 512, "ORDERING": "NESTED"}
    )
    file = BytesIO(maps.packed(content))
    del content
    from hop.sky._sources import _read

    tracemalloc.start()
    _read(lambda: file, "map", 2**31)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # Besides the column, only a few parts of 4 MiB: little beside the 200 MB of nside 2048.
    assert peak < len(values) * 4 * 1.05 + 3 * 2**22


def test_cells_of_the_finest_order_are_read() -> None:
    last = 16 * 4**29 - 1  # as a float it is the next power of two
    sky = SkyMap.read(mixed([4, 14, last, last - 1]))
    order, pixels = sky._cells.nested()
    assert order.tolist() == [0, 0, 29, 29]
    assert pixels.tolist() == [0, 10, 12 * 4**29 - 1, 12 * 4**29 - 2]
