"""What the table of a sky map means: which cells its rows are, and what its numbers measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import healpix
import numpy as np
from numpy.typing import NDArray

from hop.errors import DecodeError
from hop.sky._cells import FINEST, Cells, FlatCells, MixedCells
from hop.sky._fits import Stream, Table, tables

PROBABILITY = (
    "PROBDENSITY",
    "PROB",
    "PROBABILITY",
    "PROBABILITY_DENSITY",
    "PROB_DENSITY",
    "PROBABILITYDENSITY",
)
DISTANCE = ("DISTMU", "DISTSIGMA", "DISTNORM")
_PIXEL = ("PIXEL", "PIX", "IPIX", "HPXINDEX")
UNSEEN = -1.6375e30
"""HEALPix's mark of a cell that was not observed."""
SR_PER_DEG2 = (np.pi / 180) ** 2
# How the sum may differ from 1.
TOLERANCE = 1e-3
_CELESTIAL = {"", "C", "Q", "EQU", "ICRS", "CELESTIAL", "EQUATORIAL", "FK5"}
_NO_UNIT = {"", "prob", "probability", "none", "dimensionless"}
_UNITS = {
    "pix": None, "pixel": None, "sr": 1.0, "steradian": 1.0, "deg2": 1 / SR_PER_DEG2,
    "sqdeg": 1 / SR_PER_DEG2, "degree2": 1 / SR_PER_DEG2,
}  # fmt: skip


@dataclass
class Layout:
    """A sky map as its file has it.

    Attributes:
        cells: the cells.
        values: for each cell the number of the file, nan where the map says nothing.
        scale: what makes sr⁻¹ of it: one number, or one for each cell.
        distances: DISTMU, DISTSIGMA, DISTNORM; empty without, and if they were not read.
        has_distances: whether the file has them.
        header: the cards of the table's header.
        notes: what the file leaves open, and how it was taken.
    """

    cells: Cells
    values: NDArray[Any]
    scale: Any = 1.0
    distances: tuple[NDArray[Any], ...] = ()
    has_distances: bool = False
    header: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_layout(stream: Stream, *, distances: bool = True) -> Layout:
    """Read the first table of a file that is a sky map.

    Args:
        stream: the file.
        distances: whether to read the distances of a flat map; those of others are always read.

    Raises:
        hop.errors.DecodeError: there is none, or it contradicts itself.
    """
    seen = []
    for table in tables(stream):
        column = _probability(table)
        if column is not None:
            return _read(table, column, distances)
        seen.append(f"{table.where}: {', '.join(table.columns) or 'none'}")
    raise DecodeError(
        f"{stream.name}: no sky map: no table has a column of probability "
        f"({', '.join(PROBABILITY[:3])}). Columns: {'; '.join(seen) or 'there is no table'}"
    )


def _probability(table: Table) -> str | None:
    named = [name for name in PROBABILITY if name in table.columns]
    if named:
        return named[0]
    with_unit = [
        each.name
        for each in table.columns.values()
        if each.format in (">f4", ">f8") and _unit_of(each.unit) not in (None, "")
    ]
    return with_unit[0] if len(with_unit) == 1 else None


def _read(table: Table, name: str, with_distances: bool) -> Layout:
    has_uniq = "UNIQ" in table.columns
    pixel = next((each for each in _PIXEL if each in table.columns), None)
    explicit = str(table.header.get("INDXSCHM", "")).upper() == "EXPLICIT"
    if not has_uniq and explicit and pixel is None:
        raise DecodeError(f"{table.where}: INDXSCHM is EXPLICIT, and there is no column PIXEL")
    _check_frame(table)
    is_flat = not has_uniq and not (pixel and explicit)
    names = [name]
    if has_uniq:
        names.append("UNIQ")
    elif not is_flat and pixel:
        names.append(pixel)
    has_distances = all(each in table.columns for each in DISTANCE)
    if has_distances and (with_distances or not is_flat):
        names += DISTANCE
    found = table.read(names)
    values = found[name]
    cells: Cells
    if has_uniq:
        cells = _by_uniq(table, found["UNIQ"])
    elif is_flat or pixel is None:
        cells = _flat(table, len(values))
    else:
        cells = _partial(table, found[pixel])
    if len(values) != cells.count:
        raise DecodeError(
            f"{table.where}, column {name}: {len(values)} values for {cells.count} cells"
        )
    _check_values(table, name, values)
    unit = table.columns[name].unit
    scale, notes = _scale(table.where, name, unit, cells, values)
    distances = tuple(found[each] for each in DISTANCE if each in found)
    return Layout(cells, values, scale, distances, has_distances, table.header, notes)


def _check_frame(table: Table) -> None:
    frame = str(table.header.get("COORDSYS", "")).strip().upper()
    if frame not in _CELESTIAL:
        raise DecodeError(
            f"{table.where}: COORDSYS is {frame!r}; only equatorial maps (C, ICRS) can be read"
        )


def _by_uniq(table: Table, uniq: Any) -> MixedCells:
    low, high = (uniq.min(), uniq.max()) if len(uniq) else (4, 4)
    if low < 4 or high >= 16 * 4**FINEST:
        row = np.flatnonzero((uniq < 4) | (uniq >= 16 * 4**FINEST))[0]
        raise DecodeError(f"{table.where}, row {row + 1}: UNIQ {uniq[row]} is no cell of HEALPix")
    # frexp gives the number of bits: from 2k + 3 to 2k + 4 for order k.
    orders = (np.frexp(uniq.astype(np.float64))[1].astype(np.int64) - 3) >> 1
    base = np.int64(4) << 2 * orders
    if high >= 2**53:  # the float may have been rounded up to the next power of two
        orders -= base > uniq
        base = np.int64(4) << 2 * orders
    return MixedCells(orders, uniq - base, table.where)


def _order(table: Table, nside: Any) -> int:
    if not isinstance(nside, int) or nside < 1 or nside & (nside - 1) or nside > 1 << FINEST:
        raise DecodeError(f"{table.where}: NSIDE is {nside!r}, not a power of 2")
    return nside.bit_length() - 1


def _is_ring(table: Table) -> bool:
    ordering = str(table.header.get("ORDERING", "")).strip().upper()
    if ordering in ("RING", "NESTED", "NEST"):
        return ordering == "RING"
    raise DecodeError(
        f"{table.where}: ORDERING is {ordering!r}; a map without a column UNIQ is RING or NESTED"
    )


def _flat(table: Table, count: int) -> FlatCells:
    nside = table.header.get("NSIDE")
    if nside is None:
        nside = round((count / 12) ** 0.5)
        if 12 * nside**2 != count:
            raise DecodeError(f"{table.where}: NSIDE is missing, and {count} values are no map")
    order = _order(table, nside)
    if 12 * nside**2 != count:
        raise DecodeError(
            f"{table.where}: NSIDE is {nside}, which has {12 * nside**2} cells, and the table has "
            f"{count} values"
        )
    return FlatCells(order, is_ring=_is_ring(table))


def _partial(table: Table, pixels: Any) -> MixedCells:
    order = _order(table, table.header.get("NSIDE"))
    pixels = pixels.astype(np.int64)
    wrong = np.flatnonzero((pixels < 0) | (pixels >= 12 * 4**order))
    if wrong.size:
        row = wrong[0]
        raise DecodeError(f"{table.where}, row {row + 1}: no cell {pixels[row]} for this NSIDE")
    if _is_ring(table):
        pixels = healpix.ring2nest(1 << order, pixels)
    return MixedCells(np.full(len(pixels), order, np.int64), pixels, table.where)


def _check_values(table: Table, name: str, values: Any) -> None:
    """Refuse what is no probability; mark what was not observed by nan."""
    if values.dtype.kind != "f":
        raise DecodeError(f"{table.where}, column {name}: holds no floating-point numbers")
    low, high = values.min(), values.max()
    if low >= 0 and high < np.inf:
        return
    unseen = np.isclose(values, UNSEEN, rtol=1e-5)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero(~unseen & ~((values >= 0) & (values < np.inf)))
    if wrong.size:
        repeat = table.columns[name].repeat
        raise DecodeError(
            f"{table.where}, column {name}, row {wrong[0] // repeat + 1}: {values[wrong[0]]} is no "
            "probability"
        )
    values[unseen] = np.nan


def _unit_of(text: str) -> Any:
    """None if it is no unit of a probability; "" if there is none; else sr⁻¹ of 1, or "pix"."""
    plain = text.strip().lower()
    for mark in (" ", "^", "*", "(", ")", "."):
        plain = plain.replace(mark, "")
    if plain in _NO_UNIT:
        return ""
    for start in ("1/", "/", "prob/", "probability/"):
        if plain.startswith(start):
            base = plain.removeprefix(start)
            break
    else:
        base = plain[:-2] if plain.endswith(("-1", "-2")) else "?"
        base += "2" * (plain.endswith("-2") and base in ("deg", "degree"))
    if base not in _UNITS:
        return None
    return "pix" if _UNITS[base] is None else _UNITS[base]


def _scale(
    where: str, name: str, unit: str, cells: Cells, values: Any
) -> tuple[Any, tuple[str, ...]]:
    found = _unit_of(unit)
    if found is None:
        raise DecodeError(
            f"{where}, column {name}: the unit {unit!r} is unknown; known are pix-1, sr-1, deg-2"
        )
    if found == "pix":
        return 1 / cells.areas, ()
    if found != "":
        return found, ()
    # Nothing says it. Only one reading makes a probability of it.
    readings = {"pix-1": 1 / cells.areas, "sr-1": 1.0, "deg-2": 1 / SR_PER_DEG2}
    for name_of, scale in readings.items():
        total = np.nansum(values * (scale * cells.areas), dtype=np.float64)
        if abs(total - 1) < TOLERANCE:
            note = f"the column {name} has no unit; it was read as {name_of}, which sums to 1"
            return scale, (note,)
    raise DecodeError(
        f"{where}, column {name}: it has no unit, and in none of pix-1, sr-1, deg-2 it sums to 1"
    )
