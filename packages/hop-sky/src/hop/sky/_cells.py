"""The cells of a sky map: which one holds a position, how large they are, where they lie.

A cell of HEALPix has an order and a number. In the NESTED numbering the numbers of all cells inside
one follow each other. So each cell is a range of numbers of order 29, the finest, and one sorted
array of the first numbers finds the cell of a position.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import healpix
import numpy as np
from numpy.typing import NDArray

from hop.errors import DecodeError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FINEST = 29
"""The finest order of HEALPix in 64 bits."""
SPHERE_SR = 4 * np.pi
# Many positions are looked up in a table of this order first: 3 MB.
_TABLE_ORDER = 8
_MANY = 20_000


def area_of(order: Any) -> Any:
    """The area of a cell of an order, sr."""
    return SPHERE_SR / (12 * 4.0 ** np.asarray(order))


def centers(order: Any, ipix: Any) -> tuple[Floats, Floats]:
    """Right ascension and declination of the centres of NESTED cells, degrees."""
    if np.ndim(order) == 0:
        found: tuple[Floats, Floats] = healpix.pix2ang(
            1 << int(order), ipix, nest=True, lonlat=True
        )
        return found
    ra, dec = np.empty(len(ipix)), np.empty(len(ipix))
    for each in np.unique(order):  # the library takes one order at a time
        here = order == each
        ra[here], dec[here] = centers(each, ipix[here])
    return ra, dec


def vectors(ra: Any, dec: Any) -> Floats:
    """Unit vectors of positions in degrees, shape (…, 3)."""
    ra, dec = np.radians(ra), np.radians(dec)
    return np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)


class FlatCells:
    """All cells of one order, in the order of the file.

    Args:
        order: the order.
        is_ring: whether they are numbered RING; else NESTED.
    """

    def __init__(self, order: int, *, is_ring: bool) -> None:
        self.order, self._is_ring = order, is_ring
        self.max_order = order
        self._nside = 1 << order
        self.areas = area_of(order)
        self.count = 12 * 4**order

    def locate(self, ra: Any, dec: Any) -> Ints:
        """The index of the cell of each position."""
        found: Ints = healpix.ang2pix(self._nside, ra, dec, nest=not self._is_ring, lonlat=True)
        return found

    def nested(self, index: Any = slice(None)) -> tuple[Any, Ints]:
        """Order and NESTED number of cells."""
        pixels = np.arange(self.count) if isinstance(index, slice) else np.asarray(index)
        if self._is_ring:
            pixels = healpix.ring2nest(self._nside, pixels)
        return np.full(pixels.shape, self.order, np.int64), pixels


class MixedCells:
    """Cells of several orders, or some of one.

    Args:
        orders: the order of each.
        pixels: the NESTED number of each.
        where: the file and table, for errors.

    Raises:
        hop.errors.DecodeError: two cells overlap, or there are none.
    """

    def __init__(self, orders: Ints, pixels: Ints, where: str = "sky map") -> None:
        if not len(orders):
            raise DecodeError(f"{where}: the table has no rows")
        self.order, self._pixels = orders, pixels
        self.count = len(orders)
        self.max_order = int(orders.max())
        first = pixels << 2 * (FINEST - orders)
        # Stable: files are sorted within each order, which this sort makes use of.
        self._row = np.argsort(first, kind="stable")
        self.first = first[self._row]
        self._end = self.first + (np.int64(1) << 2 * (FINEST - orders[self._row]))
        wrong = np.flatnonzero(self._end[:-1] > self.first[1:])
        if wrong.size:
            one, other = sorted((self._row[wrong[0]], self._row[wrong[0] + 1]))
            raise DecodeError(f"{where}: the cells of the rows {one + 1} and {other + 1} overlap")

    @cached_property
    def areas(self) -> Floats:
        """The area of each cell, sr."""
        found: Floats = area_of(np.arange(FINEST + 1))[self.order]
        return found

    @property
    def sorted_rows(self) -> Ints:
        """The index of each cell in the order of the sky."""
        return self._row

    @property
    def ends(self) -> Ints:
        """One past the last number of order 29, of each cell in the order of the sky."""
        return self._end

    def locate(self, ra: Any, dec: Any) -> Ints:
        """The index of the cell of each position; -1 where there is none."""
        order = self.max_order
        pixel = healpix.ang2pix(1 << order, ra, dec, nest=True, lonlat=True)
        if np.size(pixel) >= _MANY and order > _TABLE_ORDER - 4:
            return self._by_table(pixel)
        return self.locate_first(pixel << 2 * (FINEST - order))

    def locate_first(self, number: Any) -> Ints:
        """The index of the cell that holds each NESTED number of order 29; -1 where none does."""
        place = np.searchsorted(self.first, number, side="right") - 1
        # place is -1 before the first cell: the last cell, which then does not hold it either.
        inside = (number < self._end[place]) & (place >= 0)
        found: Ints = np.where(inside, self._row[place], -1)
        return found

    def _by_table(self, pixel: Ints) -> Ints:
        flat = pixel.ravel()
        down = 2 * (self.max_order - min(self.max_order, _TABLE_ORDER))
        found = self._table[flat >> down].astype(np.int64)
        rest = np.flatnonzero(found == -2)
        if rest.size:
            found[rest] = self.locate_first(flat[rest] << 2 * (FINEST - self.max_order))
        shaped: Ints = found.reshape(pixel.shape)
        return shaped

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """For each cell of a coarse order the index of ours; -1: none, -2: several finer ones."""
        order = min(self.max_order, _TABLE_ORDER)
        shift = 2 * (FINEST - order)
        low, high = self.first >> shift, (self._end + (1 << shift) - 1) >> shift
        fine = self.order[self._row] > order
        table = np.full(12 * 4**order, -1, np.int32)
        table[low[fine]] = -2
        low, high, row = low[~fine], high[~fine], self._row[~fine]
        length = high - low
        offset = np.repeat(low - np.concatenate(([0], np.cumsum(length)[:-1])), length)
        table[offset + np.arange(length.sum())] = np.repeat(row, length)
        return table

    def nested(self, index: Any = slice(None)) -> tuple[Any, Ints]:
        """Order and NESTED number of cells."""
        return self.order[index], self._pixels[index]


Cells = FlatCells | MixedCells
