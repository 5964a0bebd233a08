"""hop.sky agrees with ligo.skymap, whose numbers LVK prints in its circulars."""

from __future__ import annotations

from pathlib import Path

import maps
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from ligo.skymap.io import read_sky_map
from ligo.skymap.postprocess import crossmatch

from hop.sky import SkyMap
from hop.sky._cells import centers

LEVELS = (0.1, 0.5, 0.9, 0.99)


@pytest.mark.parametrize("seed", range(20))
def test_area_level_and_density_agree(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "map.fits"
    path.write_bytes(maps.mixed_file(seed, 2000 + 900 * seed))
    ra, dec = maps.positions(seed, 10_000)
    sky = SkyMap.read(path)
    theirs = read_sky_map(str(path), moc=True)
    found = crossmatch(theirs, SkyCoord(ra * u.deg, dec * u.deg), contours=LEVELS)
    ours = [sky.area(level) for level in LEVELS]
    np.testing.assert_allclose(ours, found.contour_areas, rtol=1e-3)
    np.testing.assert_allclose(sky.level(ra, dec), found.searched_prob, atol=1e-3)
    np.testing.assert_allclose(sky.density(ra, dec), found.probdensity, rtol=1e-9)
    # The searched area is that of the level.
    levels = sky.level(ra, dec)
    inside = np.flatnonzero(levels < 0.9999)
    searched = [sky.area(level) for level in levels[inside]]
    np.testing.assert_allclose(searched, found.searched_area[inside], rtol=1e-3)


@pytest.mark.parametrize("seed", range(20))
def test_level_and_volume_in_space_agree(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "map.fits"
    path.write_bytes(maps.mixed_file(seed, 3000, with_distances=True))
    sky = SkyMap.read(path)
    theirs = read_sky_map(str(path), moc=True)
    # ligo.skymap counts distances in steps; here they lie on its steps.
    step = max(6 * np.sum(mean_of(theirs)), 1) / 1000
    rng = np.random.default_rng(seed)
    ra, dec = maps.positions(seed, 10_000)
    steps = rng.integers(50, 400, len(ra))
    # Half of the places are where the source is.
    cells = rng.choice(sky.cells, 5000, p=sky._probability / sky.total)
    ra[:5000], dec[:5000] = centers(*sky._cells.nested(cells))
    mu, sigma, _ = (each[cells] for each in sky._distances)
    steps[:5000] = np.clip(np.round(rng.normal(mu, sigma) / step), 1, 900)
    distance = step * steps
    place = SkyCoord(ra * u.deg, dec * u.deg, (distance + step * 1e-6) * u.Mpc)
    found = crossmatch(theirs, place, contours=LEVELS)
    levels = sky.volume_level(ra, dec, distance)
    np.testing.assert_allclose(levels, found.searched_prob_vol, atol=1e-3)
    np.testing.assert_allclose(sky.volume(LEVELS)[1:], found.contour_vols[1:], rtol=1e-3)
    # A small volume is compared with that of 50 %: its surface is coarse in ligo.skymap's steps
    # (packages/hop-sky/tests has brute force with finer ones). Beyond 99.9 %, ligo.skymap stops
    # at its last step.
    ours, theirs_of = sky.volume(levels), found.searched_vol
    large, small = (levels > 0.5) & (levels < 0.999), levels <= 0.5
    assert min(large.sum(), small.sum()) > 2000
    np.testing.assert_allclose(ours[large], theirs_of[large], rtol=1e-3)
    half = sky.volume(0.5)
    np.testing.assert_allclose(ours[small], theirs_of[small], rtol=0, atol=1e-3 * half)


def mean_of(theirs: np.ndarray) -> np.ndarray:
    from ligo.skymap import distance
    from ligo.skymap.moc import uniq2pixarea

    probability = theirs["PROBDENSITY"] * uniq2pixarea(theirs["UNIQ"])
    mean, _ = distance.parameters_to_marginal_moments(
        probability, theirs["DISTMU"], theirs["DISTSIGMA"]
    )
    return np.atleast_1d(mean)
