"""Catalogues as files: every format, columns by name and UCD, and what is wrong in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import maps
import numpy as np
import pytest
from astropy import units as u
from astropy.table import MaskedColumn, QTable, Table

from hop.errors import ConfigError, DecodeError
from hop.sky import SkyMap
from hop.sky._catalog import find_distance, positions, write_table

MIXED = maps.mixed_file(1, 300, with_distances=True)


@pytest.fixture(scope="module")
def sky() -> SkyMap:
    return SkyMap.read(MIXED)


def galaxies(**units: str) -> Table:
    ra, dec = maps.positions(1, 50)
    names = [f"G{number}" for number in range(50)]
    far = np.linspace(20, 400, 50)
    return Table({"name": names, "ra": ra, "dec": dec, "distance": far}, units=units)


@pytest.mark.parametrize(
    "name", ["g.csv", "g.csv.gz", "g.ecsv", "g.vot", "g.xml", "g.fits", "g.fits.gz", "g.parquet"]
)
def test_every_format_gives_the_same(sky: SkyMap, tmp_path: Path, name: str) -> None:
    table = galaxies(ra="deg", dec="deg", distance="Mpc")
    write_table(table, tmp_path / name)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [name]
    expected = sky.crossmatch(table, distance="distance")
    for path in (tmp_path / name, str(tmp_path / name)):
        found = sky.crossmatch(path, distance="distance")
        assert [str(each) for each in found["name"]] == list(expected["name"])
        np.testing.assert_allclose(found["volume_level"], expected["volume_level"])


def with_ucds(table: Table) -> Table:
    table.rename_columns(["ra", "dec", "distance"], ["alpha", "delta", "far"])
    ucds = {"alpha": "pos.eq.ra;meta.main", "delta": "pos.eq.dec;meta.main", "far": "pos.distance"}
    # A second position, which is not the main one.
    table["a"], table["d"] = table["alpha"] * 0, table["delta"] * 0
    ucds |= {"a": "pos.eq.ra", "d": "pos.eq.dec"}
    for name, ucd in ucds.items():
        table[name].meta["ucd"] = ucd
        table.meta[f"TUCD{table.colnames.index(name) + 1}"] = ucd
    return table


@pytest.mark.parametrize("name", ["g.vot", "g.fits"])
def test_columns_are_found_by_ucd(sky: SkyMap, tmp_path: Path, name: str) -> None:
    with_ucds(galaxies()).write(tmp_path / name, format="votable" if name == "g.vot" else "fits")
    found = sky.crossmatch(tmp_path / name, distance="distance")
    expected = sky.crossmatch(galaxies(), distance="distance")
    assert [str(each) for each in found["name"]] == list(expected["name"])


@pytest.mark.parametrize("names", [("RAJ2000", "DEJ2000", "d_L"), ("RA", "DEC", "Dist")])
def test_columns_are_found_by_usual_names(sky: SkyMap, names: tuple[str, ...]) -> None:
    table = galaxies()
    table.rename_columns(["ra", "dec", "distance"], list(names))
    assert find_distance(table) == names[2]
    found = sky.crossmatch(table, distance="distance")
    assert list(found["name"]) == list(sky.crossmatch(galaxies(), distance="distance")["name"])
    with pytest.raises(DecodeError, match="no column 'lon'"):
        sky.crossmatch(table, "lon")


def test_units_are_converted(sky: SkyMap) -> None:
    expected = sky.crossmatch(galaxies(), distance="distance")
    table = QTable(galaxies(ra="deg", dec="deg", distance="Mpc"))
    for name, unit in (("ra", u.rad), ("dec", u.arcmin), ("distance", u.kpc)):
        table[name] = table[name].to(unit)
    for each in (table, Table(table)):
        found = sky.crossmatch(each, distance="distance")
        np.testing.assert_allclose(found["volume_level"], expected["volume_level"], rtol=1e-6)
        np.testing.assert_allclose(positions(found)[0], expected["ra"])


def test_a_redshift_is_no_distance() -> None:
    table = galaxies(distance="km / s")
    assert find_distance(table) is None
    assert find_distance(Table({"ra": [1.0], "dec": [2.0]})) is None


@pytest.mark.parametrize("unit", ["hourangle", "h"])
def test_positions_in_hours_are_refused(sky: SkyMap, tmp_path: Path, unit: str) -> None:
    path = tmp_path / "hours.ecsv"
    galaxies(ra=unit).write(path)
    with pytest.raises(DecodeError, match=rf"hours\.ecsv, column ra: its unit is '{unit}'"):
        sky.crossmatch(path)


def test_masked_rows_are_named(sky: SkyMap, tmp_path: Path) -> None:
    table = galaxies()
    table["ra"] = MaskedColumn(table["ra"], mask=np.arange(50) == 6)
    for name in ("masked.csv", "masked.vot", "masked.fits"):
        write_table(table, tmp_path / name)
        with pytest.raises(DecodeError, match=rf"{name}, column ra, row 7: no value; 1 rows"):
            sky.crossmatch(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("g.csv", b"name,size\na,1\n", r"g\.csv: no column 'ra'; its columns are name, size"),
        ("g.csv", b"ra,dec\n12:00:01,3\n", r"g\.csv, column ra: not a right ascension.*text"),
        ("g.csv", b"ra,dec\n1,95\n", r"g\.csv, column dec, row 1: 95\.0 is no declination"),
        ("g.csv", b"ra,dec\n1,2\n1,2,3,4\n", r"g\.csv: no table that can be read"),
        ("g.csv", b"", r"g\.csv: no column 'ra'; its columns are none"),
        ("g.csv", b"\xff\xfe\0\1", r"g\.csv: no table that can be read"),
        ("g.vot", b"<html/>", r"g\.vot: no table that can be read"),
        ("g.fits", b"SIMPLE", r"g\.fits: no table that can be read"),
        ("g.parquet", b"PAR1", r"g\.parquet: no table that can be read"),
        ("g.csv.gz", b"no gzip\n1\n", r"no table that can be read|no column"),
        ("g.doc", b"", r"g\.doc: a catalogue is a file \.csv"),
    ],
)
def test_a_broken_catalogue_is_a_clear_error(
    sky: SkyMap, tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DecodeError, match=problem):
        sky.crossmatch(path)


def test_a_missing_file_or_library_is_named(
    sky: SkyMap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        sky.crossmatch(tmp_path / "none.csv")
    assert caught.value.filename == str(tmp_path / "none.csv")
    path = tmp_path / "g.parquet"
    path.write_bytes(b"PAR1")
    for name in [*sys.modules]:
        if name.partition(".")[0] == "pyarrow":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match="pip install pyarrow"):
        sky.crossmatch(path)


def test_a_catalogue_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    table: Any = Table({"ra": [object()]})
    with pytest.raises(Exception, match="object"):
        write_table(table, tmp_path / "g.fits")
    assert not list(tmp_path.glob("*.fits*"))
