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


@pytest.mark.parametrize("seed", range(3))
def test_level_in_space_agrees(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "map.fits"
    path.write_bytes(maps.mixed_file(seed, 700, with_distances=True))
    sky = SkyMap.read(path)
    theirs = read_sky_map(str(path), moc=True)
    ra, dec = maps.positions(seed, 3000)
    # ligo.skymap counts distances in steps; here they lie on its steps.
    largest = 6 * np.sum(mean_of(theirs))
    step = max(largest, 1) / 1000
    steps = np.random.default_rng(seed).integers(50, 400, len(ra))
    distance = step * steps
    place = SkyCoord(ra * u.deg, dec * u.deg, (distance + step * 1e-6) * u.Mpc)
    found = crossmatch(theirs, place)
    np.testing.assert_allclose(
        sky.volume_level(ra, dec, distance), found.searched_prob_vol, atol=1e-3
    )


def mean_of(theirs: np.ndarray) -> np.ndarray:
    from ligo.skymap import distance
    from ligo.skymap.moc import uniq2pixarea

    probability = theirs["PROBDENSITY"] * uniq2pixarea(theirs["UNIQ"])
    mean, _ = distance.parameters_to_marginal_moments(
        probability, theirs["DISTMU"], theirs["DISTSIGMA"]
    )
    return np.atleast_1d(mean)
