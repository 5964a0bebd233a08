"""Write a sky map as FITS, in the multi-order layout of LVK."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from astropy.io import fits

from hop._messages import write_whole
from hop.sky._cells import Cells, Floats

_KEPT = (
    "OBJECT", "REFERENC", "INSTRUME", "DATE-OBS", "MJD-OBS", "CREATOR", "ORIGIN",
    "DISTMEAN", "DISTSTD", "LOGBCI", "LOGBSN",
)  # fmt: skip
_UNITS = {"DISTMU": "Mpc", "DISTSIGMA": "Mpc", "DISTNORM": "Mpc-2"}


def write(
    path: Path, cells: Cells, density: Floats, distances: tuple[Any, ...], header: dict[str, Any]
) -> None:
    """Write it; cells that the map says nothing of are left out."""
    order, pixels = cells.nested()
    uniq = pixels + (np.int64(4) << 2 * np.asarray(order, np.int64))
    use = np.flatnonzero(~np.isnan(density))
    use = use[np.argsort(uniq[use], kind="stable")]
    columns = [
        fits.Column("UNIQ", "K", array=uniq[use]),
        fits.Column("PROBDENSITY", "D", unit="sr-1", array=density[use]),
    ]
    for (name, unit), values in zip(_UNITS.items(), distances, strict=False):
        columns.append(fits.Column(name, "D", unit=unit, array=np.asarray(values)[use]))
    table = fits.BinTableHDU.from_columns(columns)
    cards = {"PIXTYPE": "HEALPIX", "ORDERING": "NUNIQ", "COORDSYS": "C", "INDXSCHM": "EXPLICIT"}
    table.header.update({**cards, "MOCORDER": int(cells.max_order)})
    table.header.update({name: header[name] for name in _KEPT if name in header})
    file = BytesIO()
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(file)
    content = file.getvalue()
    if path.suffix == ".gz":
        content = gzip.compress(content)
    write_whole(path, content)
