"""hop.sky, ligo.skymap and the recipe of GCN's documentation at the same works, by turns."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import astropy_healpix as ah
import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.table import Table
from ligo.skymap.io import read_sky_map
from ligo.skymap.postprocess import crossmatch

from hop.sky import SkyMap

sys.path.insert(0, str(Path(__file__).parents[2] / "packages/hop-sky/tests"))
import maps

Work = tuple[str, str, float, Callable[[], Any], Callable[[], Any]]


def recipe_level(sky: Table, ra: Any, dec: Any) -> Any:
    """GCN's documentation, "Working with HEALPix sky maps": sort by pixel, search, accumulate."""
    level, ipix = ah.uniq_to_level_ipix(sky["UNIQ"])
    area = ah.nside_to_pixel_area(ah.level_to_nside(level)).to_value(u.sr)
    order = np.argsort(-sky["PROBDENSITY"])
    levels = np.empty(len(sky))
    levels[order] = np.cumsum((sky["PROBDENSITY"] * area)[order])
    first = ipix * (2 ** (29 - level)) ** 2
    sorter = np.argsort(first)
    pixel = ah.lonlat_to_healpix(ra * u.deg, dec * u.deg, 2**29, order="nested")
    return levels[sorter[np.searchsorted(first, pixel, side="right", sorter=sorter) - 1]]


def works(folder: Path, quick: bool) -> list[Work]:
    """What is done: name, rival, goal, ours, theirs."""
    plain, deep, flat = (folder / name for name in ("m.fits", "d.fits", "f.fits.gz"))
    plain.write_bytes(maps.mixed_file(1, 16_000))
    deep.write_bytes(maps.mixed_file(1, 16_000, with_distances=True))
    values = maps.flat(1, 8 if quick else 10)
    flat.write_bytes(maps.packed(maps.flat_file(values.reshape(-1, 1024), "pix-1")))
    ra, dec = maps.positions(1, 1_000_000)
    few = slice(0, 20_000 if quick else None)
    galaxies = Table({"ra": ra, "dec": dec, "distance": np.linspace(5, 800, len(ra))})[few]
    place = SkyCoord(ra[few] * u.deg, dec[few] * u.deg, galaxies["distance"] * u.Mpc)
    sky, table = SkyMap.read(deep), Table.read(deep)
    hundred = list(zip(ra[:100], dec[:100], strict=True))
    hundred_places = [SkyCoord(*each, unit=u.deg) for each in hundred]
    read = read_sky_map(str(plain), moc=True)
    one = SkyCoord(ra[:1] * u.deg, dec[:1] * u.deg)
    theirs, gcn = "ligo.skymap", "GCN's recipe"

    def ligo_match() -> Any:
        return crossmatch(read_sky_map(str(deep), moc=True), place)

    def our_match() -> Any:
        return SkyMap.read(deep).crossmatch(galaxies, distance="distance")

    return [
        ("read", theirs, 5, lambda: SkyMap.read(deep), lambda: read_sky_map(str(deep), moc=True)),
        ("read", gcn, 5, lambda: SkyMap.read(deep), lambda: Table.read(deep)),
        (
            "read, area", theirs, 3, lambda: SkyMap.read(plain).area(0.9),
            lambda: crossmatch(read_sky_map(str(plain), moc=True), contours=(0.9,)),
        ),
        (
            "million levels", gcn, 3, lambda: sky.level(ra, dec),
            lambda: recipe_level(table, ra, dec),
        ),
        (
            "100 levels, singly", theirs, 300,
            lambda: [sky.level(*each) for each in hundred],
            lambda: [crossmatch(read, each) for each in hundred_places],
        ),
        ("read, one level", theirs, 3, lambda: SkyMap.read(plain).level(ra[0], dec[0]),
         lambda: crossmatch(read_sky_map(str(plain), moc=True), one)),
        ("crossmatch in space", theirs, 12, our_match, ligo_match),
        ("flat map, gzip", "Table.read", 1.5, lambda: SkyMap.read(flat), lambda: Table.read(flat)),
    ]  # fmt: skip


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Do all works by turns; print the medians."""
    parser = argparse.ArgumentParser(prog="bench:sky", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="do less of each")
    parser.add_argument("--turns", type=int, default=5)
    chosen = parser.parse_args()
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        for name, rival, goal, ours, theirs in works(Path(folder), chosen.quick):
            ours()
            times = [(seconds(ours), seconds(theirs)) for _ in range(chosen.turns)]
            mine, other = (statistics.median(each) for each in zip(*times, strict=True))
            ratio = statistics.median(other / mine for mine, other in times)
            reached &= ratio >= goal
            print(
                f"{name:22} {mine * 1e3:10.3f} ms  {rival:14} {other * 1e3:10.1f} ms  "
                f"{ratio:7.1f} x (goal {goal:g})",
                flush=True,
            )
    print("all goals reached" if reached else "not all goals reached")
    return 0


if __name__ == "__main__":
    sys.exit(main())
