"""Sky maps made by code: a smooth blob on cells of several orders, and files of every layout."""

from __future__ import annotations

import gzip
from io import BytesIO
from typing import Any

import healpix
import numpy as np
from astropy.io import fits


def unit(ra: Any, dec: Any) -> Any:
    ra, dec = np.radians(ra), np.radians(dec)
    return np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)


def shape(points: Any, seed: int) -> Any:
    """A density on the sphere: an arc and two blobs, not normalised."""
    rng = np.random.default_rng(seed)
    centers = unit(rng.uniform(0, 360, 2), np.degrees(np.arcsin(rng.uniform(-1, 1, 2))))
    pole = unit(rng.uniform(0, 360), rng.uniform(-90, 90))
    width = rng.uniform(0.02, 0.2)
    ring = np.exp(-(((points @ pole - rng.uniform(-0.7, 0.7)) / width) ** 2) / 2)
    near = np.exp((points @ centers[0] - 1) / rng.uniform(0.05, 0.5))
    blob = np.exp((points @ centers[1] - 1) / rng.uniform(0.002, 0.03))
    return ring * near + rng.uniform(0.3, 2) * blob + 1e-9


def mixed(seed: int, count: int = 19_200) -> tuple[Any, Any]:
    """UNIQ and density of about so many cells, finest where it is densest, as LVK has them."""
    order, pixels = np.zeros(12, np.int64), np.arange(12)
    while True:
        density = np.empty(len(pixels))
        for each in np.unique(order):
            here = order == each
            ra, dec = healpix.pix2ang(1 << int(each), pixels[here], nest=True, lonlat=True)
            density[here] = shape(unit(ra, dec), seed)
        if len(pixels) >= count:
            break
        weight = density / 4.0**order
        split = np.argsort(weight)[-max(12, len(pixels) // 4) :] if order.max() > 2 else slice(None)
        rest = np.ones(len(pixels), bool)
        rest[split] = False
        finer = (pixels[~rest][:, None] * 4 + np.arange(4)).ravel()
        pixels = np.concatenate((pixels[rest], finer))
        order = np.concatenate((order[rest], np.repeat(order[~rest] + 1, 4)))
    uniq = pixels + 4 * 4**order
    total = np.sum(density * 4 * np.pi / 12 / 4.0**order)
    rank = np.argsort(uniq)
    return uniq[rank], (density / total)[rank]


def distances(uniq: Any, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed + 1000)
    mu = rng.uniform(40, 400) * (1 + 0.1 * rng.standard_normal(len(uniq)))
    sigma = mu * rng.uniform(0.15, 0.3)
    # The norm makes p(r | direction) sum to 1.
    from scipy.stats import norm  # in tests only

    x = mu / sigma
    second = (mu**2 + sigma**2) * norm.cdf(x) + mu * sigma * norm.pdf(x)
    return {"DISTMU": mu, "DISTSIGMA": sigma, "DISTNORM": 1 / second}


def fits_bytes(
    columns: dict[str, tuple[Any, str]], header: dict[str, Any], *, bare: bool = False
) -> bytes:
    """A FITS file with one table; for each column its values and its unit."""
    kinds = {"i": "K", "f": "D"}
    made = []
    for name, (given, unit_name) in columns.items():
        values = np.asarray(given)
        form = "E" if values.dtype == np.float32 else kinds[values.dtype.kind]
        if values.ndim == 2:
            form = f"{values.shape[1]}{form}"
        made.append(fits.Column(name, form, unit=unit_name or None, array=values))
    table = fits.BinTableHDU.from_columns(made)
    base = {} if bare else {"PIXTYPE": "HEALPIX", "COORDSYS": "C"}
    table.header.update({**base, **header})
    out = BytesIO()
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(out)
    return out.getvalue()


def mixed_file(seed: int, count: int = 19_200, *, with_distances: bool = False) -> bytes:
    uniq, density = mixed(seed, count)
    columns: dict[str, tuple[Any, str]] = {"UNIQ": (uniq, ""), "PROBDENSITY": (density, "sr-1")}
    if with_distances:
        units = {"DISTMU": "Mpc", "DISTSIGMA": "Mpc", "DISTNORM": "Mpc-2"}
        columns |= {name: (each, units[name]) for name, each in distances(uniq, seed).items()}
    order = int(np.log2(uniq[-1] // 4) // 2)
    return fits_bytes(
        columns,
        {"ORDERING": "NUNIQ", "INDXSCHM": "EXPLICIT", "MOCORDER": order, "OBJECT": f"MS{seed}"},
    )


def flat(seed: int, order: int) -> Any:
    """Probability of each NESTED cell."""
    ra, dec = healpix.pix2ang(1 << order, np.arange(12 * 4**order), nest=True, lonlat=True)
    density = shape(unit(ra, dec), seed)
    return density / density.sum()


def flat_file(
    values: Any, unit_name: str, ordering: str = "NESTED", name: str = "PROB", **header: Any
) -> bytes:
    order = {"ORDERING": ordering, "INDXSCHM": "IMPLICIT"}
    nside = int((np.size(values) / 12) ** 0.5)
    return fits_bytes({name: (values, unit_name)}, {"NSIDE": nside, **order, **header})


def positions(seed: int, count: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 360, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))


def packed(content: bytes) -> bytes:
    return gzip.compress(content, 1)
