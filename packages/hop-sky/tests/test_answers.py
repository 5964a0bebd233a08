"""What a sky map answers, against what is known, and against other readings of the same map."""

from __future__ import annotations

import re
import tracemalloc
from itertools import pairwise
from pathlib import Path
from typing import Any

import healpix
import maps
import numpy as np
import pytest
from astropy.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from hop.models import Circle, Ellipse, Polygon
from hop.sky import SkyMap

DEG2 = (180 / np.pi) ** 2
SEEDS = st.integers(0, 40)


@pytest.fixture(scope="module")
def sky() -> SkyMap:
    return SkyMap.read(maps.mixed_file(5, 4000, with_distances=True))


def within(sky: SkyMap, polygons: list[np.ndarray], order: int = 7) -> float:
    """The probability in polygons, on a grid: even-odd, by a ray to a point outside of all."""
    ra, dec = healpix.pix2ang(1 << order, np.arange(12 * 4**order), nest=True, lonlat=True)
    weight = np.nan_to_num(sky.density(ra, dec))
    points = maps.unit(ra, dec)
    # A stereographic plane away from the best point keeps circles closed; its pole is outside.
    start = maps.unit(*sky.best)
    aside = np.cross(start, [0.3, 0.5, 0.8])
    aside /= np.linalg.norm(aside)
    third = np.cross(start, aside)

    def plane(vectors: np.ndarray) -> np.ndarray:
        scale = 1 / (1 + 1e-9 + vectors @ start)
        return np.column_stack((vectors @ aside * scale, vectors @ third * scale))

    flat = plane(points)
    inside = np.zeros(len(flat), bool)
    for polygon in polygons:
        corners = plane(maps.unit(polygon[:, 0], polygon[:, 1]))
        for (x1, y1), (x2, y2) in pairwise(corners):
            if y1 == y2:
                continue
            cross = (flat[:, 1] >= min(y1, y2)) & (flat[:, 1] < max(y1, y2))
            at = x1 + (flat[:, 1] - y1) / (y2 - y1) * (x2 - x1)
            inside ^= cross & (flat[:, 0] < at)
    return float(weight[inside].sum() / weight.sum())


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.floats(0, 1), st.floats(0, 1))
def test_area_grows_with_the_level(seed: int, one: float, other: float) -> None:
    sky = SkyMap.read(maps.mixed_file(seed, 500))
    low, high = sorted((one, other))
    assert 0 <= sky.area(low) <= sky.area(high) <= 4 * np.pi * DEG2 * (1 + 1e-12)


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.floats(0.01, 0.99))
def test_level_and_area_agree(seed: int, level: float) -> None:
    sky = SkyMap.read(maps.mixed_file(seed, 2000))
    ra, dec = maps.positions(seed, 400_000)
    share = np.mean(sky.level(ra, dec) <= level) * 4 * np.pi * DEG2
    assert share == pytest.approx(sky.area(level), rel=0.05, abs=150)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_a_uniform_map_changes_nothing(seed: int) -> None:
    sky = SkyMap.read(maps.mixed_file(seed, 1000))
    uniform = SkyMap.read(maps.flat_file(np.full(192, 1 / 192), "pix-1"))
    both, ways = sky.combine(uniform), uniform.combine(sky)
    ra, dec = maps.positions(seed, 1000)
    for each in (both, ways):
        np.testing.assert_allclose(each.density(ra, dec), sky.density(ra, dec), rtol=1e-9)
    assert sky.overlap(uniform) == pytest.approx(1)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_all_layouts_give_the_same_answers(seed: int) -> None:
    order = 4
    nested = maps.flat(seed, order)
    pixels = np.arange(len(nested))
    ring = nested[healpix.ring2nest(1 << order, pixels)]
    cell = 4 * np.pi / len(nested)
    uniq = {"UNIQ": (pixels + 4 * 4**order, ""), "PROBDENSITY": (nested / cell, "sr-1")}
    partial = {"PIXEL": (pixels, ""), "PROB": (nested, "1/pixel")}
    explicit = {"ORDERING": "NESTED", "INDXSCHM": "EXPLICIT", "NSIDE": 1 << order}
    files = [
        maps.flat_file(nested, "pix-1"),
        maps.flat_file(ring, "pix-1", "RING"),
        maps.flat_file(nested.reshape(-1, 256), "pixel-1", name="PROBABILITY"),
        maps.flat_file(nested / cell, "1/sr"),
        maps.flat_file(nested / cell / DEG2, "deg-2"),
        maps.flat_file(nested, ""),
        maps.fits_bytes(uniq, {"ORDERING": "NUNIQ"}),
        maps.fits_bytes(partial, explicit),
    ]
    ra, dec = maps.positions(seed, 500)
    first = SkyMap.read(files[0])
    for file in files[1:]:
        other = SkyMap.read(file)
        assert other.total == pytest.approx(1, abs=1e-9)
        np.testing.assert_allclose(other.density(ra, dec), first.density(ra, dec), rtol=1e-9)
        np.testing.assert_allclose(other.level(ra, dec), first.level(ra, dec), atol=1e-9)
        assert other.area(0.9) == pytest.approx(first.area(0.9))
        assert other.best == pytest.approx(first.best)
        within = [each.probability_within(*first.best, 7.0) for each in (first, other)]
        assert within[0] == pytest.approx(within[1])


def turned(points: Any, quarters: int, mirrored: bool) -> Any:
    """Positions after quarters of a turn in right ascension, and north for south."""
    ra, dec = points
    return (ra + 90 * quarters) % 360, -dec if mirrored else dec


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(1, 3), st.booleans())
def test_a_map_turned_by_a_quarter_has_the_same_answers(
    seed: int, quarters: int, mirrored: bool
) -> None:
    # HEALPix looks the same after such a turn, so that cells fall on cells, across RA 0 and poles.
    order = 4
    values = maps.flat(seed, order)
    ra, dec = healpix.pix2ang(1 << order, np.arange(len(values)), nest=True, lonlat=True)
    new = np.empty_like(values)
    places = turned((ra, dec), quarters, mirrored)
    new[healpix.ang2pix(1 << order, *places, nest=True, lonlat=True)] = values
    one, other = (SkyMap.read(maps.flat_file(each, "pix-1")) for each in (values, new))
    assert other.area(0.9) == pytest.approx(one.area(0.9))
    assert other.best == pytest.approx(turned(one.best, quarters, mirrored))
    points = maps.positions(seed, 300)
    there = turned(points, quarters, mirrored)
    np.testing.assert_allclose(other.level(*there), one.level(*points), atol=1e-9)
    for center, radius in ((one.best, 9), ((0.5, 3), 20), ((77, 88), 30)):
        found = other.probability_within(*turned(center, quarters, mirrored), radius)
        assert found == pytest.approx(one.probability_within(*center, radius), abs=1e-3)
    assert within(other, other.contour(0.9), order) == pytest.approx(
        within(one, one.contour(0.9), order), abs=0.01
    )


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0, 360), st.floats(-90, 90), st.floats(0, 360))
def test_a_map_rotated_anywhere_has_nearly_the_same_answers(
    seed: int, first: float, second: float, third: float
) -> None:
    # The cells are others now: what is left is how coarse they are.
    matrix = Rotation.from_euler("zyz", [first, second, third], degrees=True).as_matrix()
    order = 6
    pixels = np.arange(12 * 4**order)
    points = maps.unit(*healpix.pix2ang(1 << order, pixels, nest=True, lonlat=True))
    one, other = (
        SkyMap.read(maps.flat_file(each / each.sum(), "pix-1"))
        for each in (maps.shape(points, seed), maps.shape(points @ matrix, seed))
    )
    assert other.area(0.9) == pytest.approx(one.area(0.9), rel=0.02, abs=5)
    here = maps.unit(*maps.positions(seed, 300))
    there = here @ matrix.T
    levels = [each.level(*away(vectors)) for each, vectors in ((one, here), (other, there))]
    assert np.abs(levels[1] - levels[0]).mean() < 0.01
    for vector in (maps.unit(*one.best), here[0], here[1]):
        found = [
            each.probability_within(*away(place), 15)
            for each, place in ((one, vector), (other, matrix @ vector))
        ]
        assert found[1] == pytest.approx(found[0], abs=0.02)


def away(vectors: Any) -> tuple[Any, Any]:
    """Right ascension and declination of unit vectors."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    return np.degrees(np.arctan2(y, x)) % 360, np.degrees(np.arcsin(np.clip(z, -1, 1)))


def test_the_many_and_the_one_have_the_same_level() -> None:
    sky = SkyMap.read(maps.mixed_file(3))
    ra, dec = maps.positions(9, 30_000)  # so many are looked up by a table
    many = sky.level(ra, dec)
    assert many[:200].tolist() == [
        sky.level(*each) for each in zip(ra[:200], dec[:200], strict=True)
    ]
    assert sky.level(ra.reshape(3, -1), dec.reshape(3, -1)).shape == (3, 10_000)


def test_positions_at_the_seam_and_the_poles(sky: SkyMap) -> None:
    assert sky.level(360, 12) == sky.level(0, 12) == sky.level(-360, 12)
    assert sky.level(10, 90) == pytest.approx(sky.level(200, 90), abs=0.05)
    for ra, dec in ((0, 0), (359.99, 0), (77, 90), (77, -90), (180, 41.8)):
        blob = SkyMap.from_region(Circle(3, 0.9), ra, dec)
        assert 0 <= blob.best[0] < 360
        assert blob.area(0.9) == pytest.approx(np.pi * 9, rel=0.01)
        assert blob.probability_within(ra, dec, 3) == pytest.approx(0.9, abs=0.002)
        (line,) = blob.contour(0.9)
        away = np.degrees(np.arccos(maps.unit(line[:, 0], line[:, 1]) @ maps.unit(ra, dec)))
        assert away == pytest.approx(3, abs=0.15)
        assert line[0].tolist() == line[-1].tolist()


@pytest.mark.parametrize("radius", [1e-4, 0.1, 3, 20, 60, 100])
def test_a_circle_contains_what_it_says(radius: float) -> None:
    blob = SkyMap.from_region(Circle(radius, 0.9), 40, -60)
    assert blob.total == pytest.approx(1)
    assert blob.probability_within(40, -60, radius) == pytest.approx(0.9, abs=0.004)


def test_an_ellipse_lies_along_its_position_angle() -> None:
    blob = SkyMap.from_region(Ellipse(4, 1, 90, 0.9), 100, 20)
    assert blob.area(0.9) == pytest.approx(4 * np.pi, rel=0.02)
    assert blob.level(100 + 3 / np.cos(np.radians(20)), 20) < 0.9 < blob.level(100, 23)
    tilted = SkyMap.from_region(Ellipse(4, 1, 45, 0.9), 100, 0)
    assert tilted.level(102, 2) < 0.9 < tilted.level(98, 2)


def test_a_region_needs_a_containment() -> None:
    with pytest.raises(ValueError, match=r"containment=0\.9"):
        SkyMap.from_region(Circle(1), 0, 0)
    assert SkyMap.from_region(Circle(1), 0, 0, containment=0.5).area(0.5) == pytest.approx(
        np.pi, rel=0.01
    )
    with pytest.raises(ValueError, match="polygon"):
        SkyMap.from_region(Polygon(((0, 0), (1, 0), (0, 1)), 0.9), 0, 0)


@pytest.mark.parametrize("seed", range(4))
def test_contours_contain_what_they_say(seed: int) -> None:
    sky = SkyMap.read(maps.mixed_file(seed, 6000))
    for level in (0.5, 0.9):
        assert within(sky, sky.contour(level)) == pytest.approx(level, abs=0.02)


def test_a_circle_sums_what_a_grid_sums(sky: SkyMap) -> None:
    ra, dec = healpix.pix2ang(1 << 9, np.arange(12 * 4**9), nest=True, lonlat=True)
    density, points = sky.density(ra, dec), maps.unit(ra, dec)
    for place, radius in (((10, 20), 30), ((0, 90), 12), (sky.best, 5), ((350, -5), 120)):
        near = points @ maps.unit(*place) >= np.cos(np.radians(radius))
        expected = density[near].sum() / density.sum()
        assert sky.probability_within(*place, radius) == pytest.approx(expected, abs=2e-4)
    assert sky.probability_within(3, 4, 180) == pytest.approx(1)
    assert sky.probability_within(3, 4, 0) == 0


def test_the_moc_holds_the_level(sky: SkyMap) -> None:
    moc = sky.moc(0.9)
    assert moc.sky_fraction * 4 * np.pi * DEG2 == pytest.approx(sky.area(0.9), rel=0.01)


def test_distances_are_those_of_a_direction(sky: SkyMap) -> None:
    from scipy.special import erfc  # the truncated Gaussian, summed

    ra, dec = sky.best
    mean, spread = sky.distance(ra, dec)
    mu, sigma = (each[sky._find(ra, dec)] for each in sky._distances[:2])
    r = np.linspace(0, mu + 12 * sigma, 200_001)
    weight = np.exp(-(((r - mu) / sigma) ** 2) / 2) * r**2
    assert mean == pytest.approx(np.sum(weight * r) / weight.sum(), rel=1e-6)
    assert spread == pytest.approx(np.sqrt(np.sum(weight * (r - mean) ** 2) / weight.sum()))
    assert erfc(0) == 1
    means, _ = sky.distance(*maps.positions(1, 5))
    assert means.shape == (5,)


def test_crossmatch_sorts_the_best_first(sky: SkyMap) -> None:
    ra, dec = maps.positions(2, 500)
    table = Table({"ra": ra, "dec": dec, "far": np.linspace(10, 900, 500), "name": range(500)})
    found = sky.crossmatch(table)
    assert np.all(np.diff(found["level"]) >= 0)
    row = found[17]
    assert row["level"] == sky.level(row["ra"], row["dec"])
    in_space = sky.crossmatch(table, distance="far")
    assert np.all(np.diff(in_space["volume_level"]) >= 0)
    assert sorted(in_space["name"]) == list(range(500))
    assert table.colnames == ["ra", "dec", "far", "name"]


def test_volume_level_is_a_probability(sky: SkyMap) -> None:
    # Sources drawn from the map lie inside of level q with probability q.
    rng = np.random.default_rng(8)
    probability = sky._probability / sky.total
    cells = rng.choice(sky.cells, 20_000, p=probability)
    from hop.sky._cells import centers

    ra, dec = centers(*sky._cells.nested(cells))
    mu, sigma = (each[cells] for each in sky._distances[:2])
    distance = np.empty(len(cells))
    for number in range(len(cells)):
        r = np.linspace(1e-3, mu[number] + 5 * sigma[number], 300)
        weight = np.cumsum(np.exp(-(((r - mu[number]) / sigma[number]) ** 2) / 2) * r**2)
        distance[number] = np.interp(rng.uniform() * weight[-1], weight, r)
    levels = sky.volume_level(ra, dec, distance)
    for level in (0.1, 0.5, 0.9):
        assert np.mean(levels <= level) == pytest.approx(level, abs=0.015)


def test_a_large_flat_map_costs_little_more_than_its_column(tmp_path: Path) -> None:
    order, path = 11, tmp_path / "map.fits"
    count, column = 12 * 4**order, 4 * 12 * 4**order
    small = maps.flat_file(np.full(12, 1 / 12, np.float32), "pix-1")
    header = small[: 2 * 2880].replace(b"NAXIS2  =                   12", b"NAXIS2  = %20d" % count)
    header = header.replace(b"NSIDE   =                    1", b"NSIDE   = %20d" % 2**order)
    values = np.full(count // 12, 1 / count, ">f4").tobytes()
    with path.open("wb") as file:
        file.write(small[:2880] + header[2880:])
        for _ in range(12):
            file.write(values)
        file.write(bytes(-file.tell() % 2880))
    tracemalloc.start()
    try:
        sky = SkyMap.read(path)
        assert sky.density(10, 20) == pytest.approx(1 / (4 * np.pi), rel=1e-6)
        assert sky.total == pytest.approx(1, abs=1e-6)
        assert not sky.problems
        assert tracemalloc.get_traced_memory()[1] < 1.3 * column
    finally:
        tracemalloc.stop()


def test_volume_is_that_of_brute_force() -> None:
    sky = SkyMap.read(maps.mixed_file(4, 100, with_distances=True))
    mu, sigma, norm = sky._distances
    step = 0.1
    r = (np.arange(10_000) + 0.5) * step
    gauss = np.exp(-(((r - mu[:, None]) / sigma[:, None]) ** 2) / 2)
    density = gauss * (sky._density * norm / sigma / np.sqrt(2 * np.pi))[:, None]
    size = sky._cells.areas[:, None] * r**2 * step
    order = np.argsort(-density, axis=None)
    probability = np.cumsum((density * size).ravel()[order])
    volume = np.cumsum(size.ravel()[order])
    levels = np.array([0.05, 0.1, 0.5, 0.9, 0.99])
    expected = np.interp(levels * probability[-1], probability, volume)
    np.testing.assert_allclose(sky.volume(levels), expected, rtol=1e-3)
    assert sky.volume(0.9) == sky.volume(levels)[3]
    assert sky.volume(0) == 0
    assert sky.volume(1) == np.inf
    with pytest.raises(ValueError, match="from 0 to 1"):
        sky.volume([0.5, 1.1])
    with pytest.raises(ValueError, match="no distances"):
        SkyMap.read(maps.mixed_file(4, 100)).volume(0.5)


def test_a_partial_map_says_nothing_outside() -> None:
    values = maps.flat(1, 3)
    part = {"PIXEL": (np.arange(100, 300), ""), "PROB": (values[100:300], "pix-1")}
    header = {"ORDERING": "NESTED", "INDXSCHM": "EXPLICIT", "NSIDE": 8}
    sky = SkyMap.read(maps.fits_bytes(part, header))
    ra, dec = healpix.pix2ang(8, np.array([99, 100, 299, 300]), nest=True, lonlat=True)
    assert np.isnan(sky.level(ra, dec)).tolist() == [True, False, False, True]
    assert np.isnan(sky.density(ra[0], dec[0]))
    assert "sums to" in sky.problems[0]
    assert sky.level(*sky.best) < 1
    rest = {"PIXEL": (np.arange(400, 500), ""), "PROB": (values[400:500], "pix-1")}
    other = SkyMap.read(maps.fits_bytes(rest, header))
    assert sky.overlap(other) == 0
    with pytest.raises(ValueError, match="share no part"):
        sky.combine(other)


def test_cells_that_were_not_seen_are_unknown() -> None:
    values = maps.flat(1, 3)
    values[5] = -1.6375e30
    sky = SkyMap.read(maps.flat_file(values.astype(np.float32), "pix-1"))
    ra, dec = healpix.pix2ang(8, 5, nest=True, lonlat=True)
    assert np.isnan(sky.level(ra, dec))
    assert np.isnan(sky.density(ra, dec))
    assert not np.isnan(sky.best).any()


def test_what_is_written_is_read_again(sky: SkyMap, tmp_path: Path) -> None:
    sky.write(tmp_path / "map.fits")
    again = SkyMap.read(tmp_path / "map.fits")
    ra, dec = maps.positions(4, 1000)
    assert again.level(ra, dec).tolist() == sky.level(ra, dec).tolist()
    assert again.distance(10, 20) == pytest.approx(sky.distance(10, 20))
    assert again.header["OBJECT"] == "MS5"


def test_distances_of_a_flat_map_are_read_when_asked(tmp_path: Path) -> None:
    values = maps.flat(1, 3)
    distances = {"DISTMU": np.full(768, 100.0), "DISTSIGMA": np.full(768, 1.0)}
    columns = {name: (each, "Mpc") for name, each in distances.items()}
    columns["DISTNORM"] = (np.full(768, 1e-4), "Mpc-2")
    content = maps.fits_bytes(
        {"PROB": (values, "pix-1"), **columns}, {"NSIDE": 8, "ORDERING": "NESTED"}
    )
    (tmp_path / "map.fits.gz").write_bytes(maps.packed(content))
    sky = SkyMap.read(tmp_path / "map.fits.gz")
    (tmp_path / "map.fits.gz").rename(tmp_path / "other")
    assert sky.has_distances  # without another look at the file
    with pytest.raises(FileNotFoundError):
        sky.distance(1, 2)
    (tmp_path / "other").rename(tmp_path / "map.fits.gz")
    assert sky.distance(1, 2)[0] == pytest.approx(100.02, abs=0.01)


def plain_sketch(sky: SkyMap, **options: Any) -> list[str]:
    return re.sub(r"\x1b\[[\d;]*m", "", sky.sketch(**options)).splitlines()


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("unicode", [False, True])
@pytest.mark.parametrize("color", [False, True])
def test_the_sketch_shows_where_it_is(columns: int, unicode: bool, color: bool) -> None:
    blob = SkyMap.from_region(Circle(8, 0.9), 270, 0)
    lines = plain_sketch(blob, columns=columns, unicode=unicode, color=color)
    assert all(len(line) <= columns for line in lines)
    (row,) = (line for line in lines if line.startswith("   0 "))
    sky = columns - 5
    assert row.index("◆" if unicode else "X") == pytest.approx(5 + sky / 4, abs=1)
    around = "█" if unicode else "#"
    assert around in row or columns == 40
    assert not set("█▒#+") & set(lines[1][5:])
    assert "90 % in 200.7" in " ".join(lines)
    names = next(line for line in lines if "270" in line and "180" in line)
    assert names.index("270") + 1 == pytest.approx(5 + sky / 4, abs=1)
    assert names.split() == ["360", "270", "180", "90", "0"]
    text = blob.sketch(columns, unicode=unicode, color=color)
    assert text.isascii() != unicode
    assert ("\x1b[" in text) == color


def test_printing_a_map_needs_ascii_and_80_columns() -> None:
    part = {"PIXEL": (np.arange(100, 300), ""), "PROB": (maps.flat(1, 3)[100:300], "pix-1")}
    header = {"ORDERING": "NESTED", "INDXSCHM": "EXPLICIT", "NSIDE": 8}
    sky = SkyMap.read(maps.fits_bytes(part, header))
    lines = str(sky).splitlines()
    assert str(sky).isascii()
    assert all(len(line) <= 80 for line in lines)
    assert "sums to" in lines[-1]
    assert " " * 20 in lines[9].strip()  # nothing is drawn where the map says nothing


@pytest.mark.parametrize("dec", [90, 89.99, 0, -89.99])
@pytest.mark.parametrize("ra", [0, 359.999, 180])
def test_a_tiny_region_is_in_the_sketch(ra: float, dec: float) -> None:
    blob = SkyMap.from_region(Circle(0.001, 0.9), ra, dec)
    assert sum(line.count("X") for line in plain_sketch(blob)[:-2]) == 1
