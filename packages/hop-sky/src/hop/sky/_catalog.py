"""Match the objects of a catalogue with a sky map."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from astropy.table import Table

from hop.errors import DecodeError
from hop.sky._cells import Floats


class Answers(Protocol):
    """What a catalogue asks a sky map."""

    def level(self, ra: Any, dec: Any) -> Any:
        """The credible level of positions."""

    def density(self, ra: Any, dec: Any) -> Any:
        """The probability density at positions."""

    def volume_level(self, ra: Any, dec: Any, distance: Any) -> Any:
        """The credible level of places in space."""


def crossmatch(sky: Answers, table: Any, ra: str, dec: str, distance: str | None) -> Table:
    """The rows with level and density, sorted; see :meth:`hop.sky.SkyMap.crossmatch`."""
    if not isinstance(table, Table):
        table = Table(table)
    right = _column(table, ra, "deg", "a right ascension in degrees")
    declination = _column(table, dec, "deg", "a declination in degrees")
    wrong = np.flatnonzero(~((declination >= -90) & (declination <= 90)))
    if wrong.size:
        raise DecodeError(
            f"catalogue, column {dec}, row {wrong[0] + 1}: {declination[wrong[0]]} is no "
            "declination in degrees"
        )
    new = {"level": sky.level(right, declination), "density": sky.density(right, declination)}
    key = new["level"]
    if distance is not None:
        away = _column(table, distance, "Mpc", "a distance in Mpc", may_miss=True)
        key = new["volume_level"] = sky.volume_level(right, declination, away)
    order = np.argsort(key)  # nan last
    found = table[order]
    for name, values in new.items():
        found[name] = values[order]
    found["density"].unit = "1/sr"
    found.meta |= {"hop_ra": ra, "hop_dec": dec}  # for positions()
    return found


def positions(matched: Table) -> tuple[Floats, Floats]:
    """Right ascension and declination of a table of crossmatch, degrees."""
    ra, dec = (matched[matched.meta.get(f"hop_{each}", each)] for each in ("ra", "dec"))
    return np.asarray(ra, np.float64), np.asarray(dec, np.float64)


def _column(table: Table, name: str, unit: str, what: str, *, may_miss: bool = False) -> Floats:
    if name not in table.colnames:
        raise DecodeError(
            f"catalogue: no column {name!r}; its columns are {', '.join(table.colnames)}"
        )
    column = table[name]
    given = str(getattr(column, "unit", None) or unit)
    if given not in (unit, "degree" if unit == "deg" else unit):
        raise DecodeError(f"catalogue, column {name}: its unit is {given!r}; give {what}")
    mask = np.asarray(getattr(column, "mask", np.zeros(len(table), bool)))
    try:
        values = np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
    except (ValueError, TypeError):
        raise DecodeError(f"catalogue, column {name}: not {what}, but text") from None
    missing = np.flatnonzero(mask | ~np.isfinite(values))
    if missing.size and not may_miss:
        raise DecodeError(
            f"catalogue, column {name}, row {missing[0] + 1}: no value; {missing.size} rows have "
            "none: leave them out"
        )
    return np.asarray(values, np.float64)
