"""A sky map, and what one asks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np

from hop._messages import write_whole
from hop.errors import ConfigError, DecodeError
from hop.sky._cells import FINEST, SPHERE_SR, Floats, Ints, MixedCells, centers, vectors
from hop.sky._cone import sum_in_cone
from hop.sky._layout import SR_PER_DEG2, TOLERANCE, Layout

if TYPE_CHECKING:
    from astropy.table import Table
    from matplotlib.figure import Figure
    from mocpy import MOC
    from numpy.typing import ArrayLike

    from hop.models import Alert, Circle, Ellipse, Polygon
    from hop.sky._distance import VolumeLevels

_DEG2_PER_SR = 1 / SR_PER_DEG2
_PART = 2**20


class SkyMap:
    """The probability of where a source is, for each cell of the sky.

    Positions are degrees, ICRS. They may be arrays; then so are the answers. Read a map with
    :meth:`read`; make one of a circle or an ellipse with :meth:`from_region`.

    Args:
        layout: cells and values.
        later: reads the distances, where they are not read yet.

    Attributes:
        header: the cards of the file's header, such as OBJECT and DISTMEAN.
    """

    def __init__(self, layout: Layout, later: Callable[[], Layout] | None = None) -> None:
        self._layout, self._cells, self._later = layout, layout.cells, later
        self.header = layout.header

    @classmethod
    def read(
        cls,
        source: str | Path | bytes | BinaryIO | Alert | Any,
        *,
        max_bytes: int | None = None,
        trusted: bool = False,
    ) -> Self:
        """Read a sky map.

        An address (``https://…``) is fetched within 60 s. It is asked for three times if it is not
        there yet, and kept in a cache. Addresses of this machine and of private networks are
        refused, since the address may come from a message. So do not fetch in the loop that reads
        messages. Of an alert the address is not fetched.

        Args:
            source: a path, an address, a file, its bytes (base64 and gzip are undone), an alert, or
                a message that has alerts. Of an alert its map is read; if it has none, its circle
                or ellipse becomes one.
            max_bytes: how large the file may be, unpacked. Default: 2 GiB for a path, 512 MiB for
                everything else, of which 100 MB are fetched.
            trusted: allow ``http://``, and the host of this address in a private network.

        Raises:
            hop.errors.DecodeError: it is no sky map, or a broken one.
            hop.errors.LimitExceeded: it is too large.
            hop.errors.TransportError: it cannot be fetched; see the subclasses.
            OSError: the file cannot be read.
            ValueError: the alert has neither map nor region.
        """
        from hop.sky._sources import read  # the models are heavy

        return cls(*read(source, max_bytes, trusted=trusted))

    @classmethod
    def from_region(
        cls,
        region: Circle | Ellipse | Polygon,
        ra: float,
        dec: float,
        *,
        containment: float | None = None,
    ) -> Self:
        """Make a map of a circle or an ellipse.

        Args:
            region: the region of an alert.
            ra: its centre.
            dec: its centre.
            containment: the probability inside, where the region does not say it.

        Raises:
            ValueError: it is a polygon; nobody says what it contains; a value is out of range.
        """
        from hop.sky._regions import region_map  # scipy.optimize is heavy

        cells, density = region_map(region, ra, dec, containment)
        return cls(Layout(cells, density))

    # What it is

    @property
    def cells(self) -> int:
        """The number of cells."""
        return self._cells.count

    @property
    def has_distances(self) -> bool:
        """Whether the map has distances."""
        return self._layout.has_distances

    @cached_property
    def total(self) -> float:
        """The sum of the probability. It should be 1; levels and areas are fractions of it."""
        areas, size = self._cells.areas, self._cells.count
        total = 0.0
        # In parts: a large map would need its own memory twice.
        for part in (slice(start, start + _PART) for start in range(0, size, _PART)):
            area = areas[part] if np.ndim(areas) else areas
            total += float(np.nansum(self._density_of(part) * area))
        return total

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """What is not as it should be in the file."""
        found = self._layout.notes
        if abs(self.total - 1) > TOLERANCE:
            found += (f"the probability sums to {self.total:.6g}, not to 1",)
        return found

    @cached_property
    def best(self) -> tuple[float, float]:
        """The centre of the densest cell: right ascension and declination, degrees."""
        ra, dec = centers(*self._cells.nested(np.array([np.nanargmax(self._density)])))
        return float(ra[0]) % 360, float(dec[0])

    def __repr__(self) -> str:
        name = self.header.get("OBJECT")
        return f"<SkyMap {f'{name} ' if name else ''}of {self.cells} cells>"

    def __str__(self) -> str:
        """A sketch of the sky for a terminal of 80 columns, and the numbers; ASCII."""
        return self.sketch()

    def sketch(self, columns: int = 80, *, color: bool = False, unicode: bool = False) -> str:
        """Draw the sky for a terminal, with the numbers below.

        Args:
            columns: how wide it may be; at least 40.
            color: whether to use the colours of a terminal.
            unicode: whether to use symbols that ASCII does not have.
        """
        from hop.sky._sketch import paragraph, sketch

        ra, dec = self.best
        numbers = (
            f"50 % in {self.area(0.5):.4g} deg², 90 % in {self.area(0.9):.4g} deg², "
            f"densest at {ra:.3f} {dec:+.3f}"
        )
        sky = sketch(self.level, self.best, columns, color=color, unicode=unicode)
        lines = [
            line
            for text in (numbers, *self.problems)
            for line in paragraph(text, columns, unicode=unicode)
        ]
        return "\n".join((sky, *lines))

    # Questions about a position

    def density(self, ra: ArrayLike, dec: ArrayLike) -> Any:
        """The probability density at positions, sr⁻¹; nan outside a partial map."""
        return self._at(self._density_of, ra, dec)

    def level(self, ra: ArrayLike, dec: ArrayLike) -> Any:
        """The credible level at which positions come in, from 0 to 1; nan outside a partial map.

        The cell of the position is counted in, and so are all cells of the same density.
        """
        return self._at(self._levels.__getitem__, ra, dec)

    def probability_within(self, ra: float, dec: float, radius: float) -> float:
        """The probability in a circle, as a fraction of the total.

        Args:
            ra: the centre, degrees.
            dec: the centre, degrees.
            radius: the radius, degrees.
        """
        _positions(ra, dec)
        if not 0 <= radius <= 180:
            raise ValueError(f"the radius is {radius} degrees, not from 0 to 180")
        if not radius:
            return 0.0
        return sum_in_cone(self._cumulative, ra, dec, radius) / self.total

    def distance(self, ra: ArrayLike, dec: ArrayLike) -> tuple[Any, Any]:
        """Mean and standard deviation of the distance in a direction, Mpc; nan where unknown.

        These are those of p(r | direction), not DISTMU and DISTSIGMA.

        Raises:
            ValueError: the map has no distances.
        """
        from hop.sky._distance import moments  # scipy.special is heavy

        self._need_distances()
        index = self._find(ra, dec)
        mu, sigma, _ = (each[index] for each in self._distances)
        mean, spread = moments(mu.astype(np.float64), sigma.astype(np.float64))
        mean, spread = (np.where(index < 0, np.nan, each) for each in (mean, spread))
        return (mean, spread) if mean.ndim else (float(mean), float(spread))

    # Questions about the whole

    def area(self, level: float) -> float:
        """The area of a credible region, deg².

        It is linear in the crossing cell, as that of ligo.skymap.

        Args:
            level: the probability in it, from 0 to 1.
        """
        _check_level(level)
        probability, area = self._ranking
        return float(np.interp(level, probability, area)) * _DEG2_PER_SR

    def volume(self, level: ArrayLike) -> Any:
        """The volume of a credible region in space, Mpc³.

        Distances are luminosity distances, and space is flat: it is not the comoving volume. The
        volume to search before a place comes in is ``volume(volume_level(ra, dec, distance))``.

        Args:
            level: the probability in it, from 0 to 1; for 1 the volume is infinite.

        Raises:
            ValueError: the map has no distances; a level is out of range.
        """
        self._need_distances()
        levels = np.asarray(level, np.float64)
        if not ((levels >= 0) & (levels <= 1)).all():
            raise ValueError(f"a level is not from 0 to 1: {levels}")
        found = self._volume[3].volume(levels.ravel()).reshape(levels.shape)
        return found if found.ndim else float(found)

    def moc(self, level: float) -> MOC:
        """The credible region as a multi-order coverage map; the crossing cell is inside.

        Args:
            level: the probability in it, from 0 to 1.
        """
        from mocpy import MOC  # heavy

        order, pixels = self._cells.nested(self._inside(level))
        depth = np.asarray(order, np.uint8)
        deepest = int(depth.max()) if depth.size else 0
        return MOC.from_healpix_cells(pixels.astype(np.uint64), depth, max_depth=deepest)

    def contour(self, level: float) -> list[Floats]:
        """The outline of a credible region: closed polygons.

        Returns:
            Arrays of shape (n, 2), right ascension and declination in degrees; the first point is
            also the last.
        """
        from hop.sky._contour import outline  # scipy.spatial is heavy

        _check_level(level)
        order, pixels = self._cells.nested()
        return outline(order, pixels, self._levels, level)

    def overlap(self, other: SkyMap) -> float:
        """How well two maps agree: ∫ p₁ p₂ over what it is for two maps of the whole sky.

        1: they do not tell; larger: they agree; 0: they share nothing.
        """
        shared = self._shared(other)
        if shared is None:
            return 0.0
        _, areas, one, two = shared
        return SPHERE_SR * float(np.sum(one * two * areas)) / (self.total * other.total)

    def combine(self, other: SkyMap) -> SkyMap:
        """The map of a source that both maps are of, if they are independent.

        It has no distances.

        Raises:
            ValueError: the maps share nothing.
        """
        shared = self._shared(other)
        if shared is not None:
            cells, areas, one, two = shared
            product = one * two
            total = float(np.sum(product * areas))
        if shared is None or not total:
            raise ValueError("the maps share no part of the sky: they are not of one source")
        return SkyMap(Layout(cells, product / total))

    def crossmatch(
        self,
        table: Any,
        ra: str = "ra",
        dec: str = "dec",
        distance: str | None = None,
    ) -> Table:
        """Sort the objects of a catalogue by how likely they are the source.

        Args:
            table: an astropy Table, anything that becomes one (a dict of arrays), or a file:
                CSV, ECSV, VOTable, FITS or Parquet.
            ra: the column of right ascension, degrees. Default: ``ra``; if there is none, the
                column with the UCD ``pos.eq.ra;meta.main``, or a usual name such as ``RAJ2000``.
            dec: the column of declination, in the same way.
            distance: the column of distances; the map must have distances. Units are converted;
                without one they are Mpc. ``"distance"`` is found by UCD or name, too.

        Returns:
            The rows with the columns ``level``, ``density`` (sr⁻¹), and with distances
            ``volume_level``, by which they are then sorted, best first. Rows outside come last.

        Raises:
            hop.errors.DecodeError: the file is no table; a column is missing, in hours or another
                unit, or has masked rows.
            hop.errors.ConfigError: a library to read the file is not installed.
            OSError: the file cannot be read.
            ValueError: the map has no distances.
        """
        from hop.sky._catalog import crossmatch  # astropy.table is heavy

        if distance is not None:
            self._need_distances()
        return crossmatch(self, table, ra, dec, distance)

    def volume_level(self, ra: ArrayLike, dec: ArrayLike, distance: ArrayLike) -> Any:
        """The credible level at which places in space come in; nan outside a partial map.

        Args:
            ra: right ascension, degrees.
            dec: declination, degrees.
            distance: the distance, Mpc.

        Raises:
            ValueError: the map has no distances.
        """
        from hop.sky._distance import log_density  # scipy.special is heavy

        self._need_distances()
        index = self._find(ra, dec)
        peak, mu, sigma, levels = self._volume
        distance = np.asarray(distance, np.float64)
        value = log_density(peak[index], mu[index], sigma[index], distance)
        found = np.where((index < 0) | np.isnan(distance), np.nan, levels.level(value))
        return found if found.ndim else float(found)

    def observable(
        self,
        site: Any,
        start: datetime,
        stop: datetime | None = None,
        *,
        min_altitude: float = 30.0,
        max_sun_altitude: float = -18.0,
        step: timedelta = timedelta(minutes=10),
    ) -> Table:
        """How much of the probability a site can observe, by time.

        Args:
            site: an EarthLocation, a name such as ``paranal``, or longitude, latitude (degrees,
                east and north positive) and height (m).
            start: the first time, with a zone.
            stop: the last time. Default: a day after the first.
            min_altitude: how high a part of the sky must stand, degrees.
            max_sun_altitude: how high the sun may stand, degrees.
            step: the time between two rows.

        Returns:
            The columns time, probability (above the altitude, and in the dark; a fraction of the
            total), altitude and airmass of :attr:`best`, sun_altitude. Altitudes are right to
            about 0.1 degrees. ``meta["notes"]`` says in words what holds at all times, such as
            that it is never dark.

        Raises:
            ValueError: the site is unknown; a time has no zone; stop is before start.
        """
        from hop.sky._observing import observable  # astropy.coordinates is heavy

        span = _span(start, stop, step)
        points = vectors(*centers(*self._cells.nested()))
        share = self._probability / self.total
        limits = (min_altitude, max_sun_altitude)
        return observable(points, share, self.best, site, span, limits=limits)

    def visible(
        self,
        table: Any,
        site: Any,
        start: datetime,
        stop: datetime | None = None,
        *,
        min_altitude: float = 30.0,
        max_sun_altitude: float = -18.0,
        step: timedelta = timedelta(minutes=10),
    ) -> Table:
        """Choose the objects of a catalogue that a site can observe in the dark.

        Args:
            table: a table of :meth:`crossmatch`, or one that it takes.
            site: as in :meth:`observable`, and so are all others.
            start: the first time, with a zone.
            stop: the last time. Default: a day after the first.
            min_altitude: how high an object must rise, degrees.
            max_sun_altitude: how high the sun may stand, degrees.
            step: how closely to look.

        Returns:
            Their rows in the same order, with the columns ``altitude`` (the highest in the dark,
            degrees) and ``time`` of it. Altitudes are right to about 0.1 degrees.

        Raises:
            hop.errors.DecodeError: the table has no positions.
            ValueError: the site is unknown; a time has no zone; stop is before start.
        """
        from hop.sky._visible import visible  # astropy.coordinates is heavy

        span = _span(start, stop, step)
        return visible(self._matched(table), site, span, limits=(min_altitude, max_sun_altitude))

    def plot(
        self,
        path: str | Path | None = None,
        *,
        zoom: bool = False,
        center: tuple[float, float] | None = None,
        radius: float | None = None,
        site: Any = None,
        when: datetime | None = None,
        catalog: Any = None,
        width: int = 1600,
        dark: bool = False,
        title: str | None = None,
    ) -> Figure:
        """Draw the whole sky, or the part with the source.

        Both projections keep areas, and right ascension runs to the left. The outlines are those
        of the 50 and 90 % regions.

        Args:
            path: a file to write, ``.png`` or ``.svg``. Default: none is written.
            zoom: draw only the part of the sky that holds the 90 % region.
            center: the middle, degrees. Default: of the region; of the whole sky RA 180. The
                whole sky is always centred on the equator.
            radius: degrees from the middle to the edge, 0.01 to 90; it zooms too. Default: the
                region and some sky around it.
            site: where the observer is, as in :meth:`observable`. Its horizon, what is lower than
                30 degrees, the sun and the moon are drawn.
            when: at what time, with a zone. Default: now.
            catalog: a table of :meth:`crossmatch`, or one that it takes. The objects in the 90 %
                region are marked, and the five best are named, by the column ``name`` or by the
                first column of texts.
            width: pixels, 200 to 10000.
            dark: draw on a dark ground.
            title: the line above. Default: the name in the header.

        Returns:
            The picture as matplotlib's Figure; it needs no display.

        Raises:
            hop.errors.ConfigError: matplotlib is not installed.
            hop.errors.DecodeError: the catalogue has no positions.
            ValueError: a value is out of range; ``when`` has no zone or no site; the file is
                neither .png nor .svg.
            OSError: the file cannot be written.
        """
        from hop.sky._observing import sky_at  # astropy.coordinates is heavy

        _need_matplotlib()
        from hop.sky._picture import View, draw, to_file

        kind = None if path is None else Path(path).suffix.lower().removeprefix(".")
        if kind not in (None, "png", "svg"):
            raise ValueError(f"{path}: pictures are .png or .svg files")
        if when is not None and site is None:
            raise ValueError("a time was given, and no site: give site, such as 'paranal'")
        view = View(zoom, center, radius, width, dark, title)
        above = None if site is None else sky_at(site, when or datetime.now(UTC))
        figure = draw(self, view, above, None if catalog is None else self._matched(catalog))
        if path is not None and kind is not None:
            write_whole(Path(path), to_file(figure, kind))
        return figure

    def _repr_png_(self) -> bytes | None:
        """The picture in a Jupyter notebook; None without matplotlib."""
        try:
            _need_matplotlib()
        except ConfigError:
            return None
        from hop.sky._picture import View, draw, to_file

        return to_file(draw(self, View(width=640)), "png")

    def write(self, path: str | Path) -> None:
        """Write the map as a multi-order FITS file, as LVK does: UNIQ, PROBDENSITY, distances."""
        from hop.sky._write import write  # astropy.io.fits is heavy

        write(Path(path), self._cells, self._density, self._distances, self.header)

    # How it is done

    @cached_property
    def _density(self) -> Floats:
        scale = self._layout.scale
        values = self._layout.values
        if np.ndim(scale) == 0 and scale == 1 and values.dtype == np.float64:
            return values
        return np.asarray(values * np.float64(scale) if np.ndim(scale) == 0 else values * scale)

    def _density_of(self, index: Any) -> Any:
        """Of some cells, without a copy of all."""
        scale = self._layout.scale
        values = self._layout.values[index].astype(np.float64)
        return values * (scale if np.ndim(scale) == 0 else scale[index])

    @property
    def _probability(self) -> Floats:
        """Of each cell; 0 where the map says nothing."""
        return np.nan_to_num(self._density * self._cells.areas)

    @cached_property
    def _order_by_density(self) -> Ints:
        return np.argsort(-np.nan_to_num(self._density), kind="stable")

    @cached_property
    def _ranking(self) -> tuple[Floats, Floats]:
        """Probability and area of the cells from the densest on, each with a 0 before it."""
        order = self._order_by_density
        areas = self._cells.areas
        area = areas[order] if np.ndim(areas) else np.full(len(order), areas)
        probability = np.cumsum(self._probability[order]) / self.total
        zero = np.zeros(1)
        return np.concatenate((zero, probability)), np.concatenate((zero, np.cumsum(area)))

    @cached_property
    def _levels(self) -> Floats:
        """The level of each cell, and at the end nan, for -1."""
        if not self.total:
            raise DecodeError("the map has no probability at all")
        order = self._order_by_density
        ranked = self._density[order]
        # Cells of the same density come in together, so that no order of the file counts.
        is_last = np.append(ranked[1:] != ranked[:-1], True)
        last = np.flatnonzero(is_last)
        group = np.cumsum(is_last) - is_last
        levels = np.empty(len(order) + 1)
        levels[order] = np.minimum(self._ranking[0][1:][last][group], 1.0)
        levels[:-1][np.isnan(self._density)] = np.nan
        levels[-1] = np.nan
        return levels

    def _inside(self, level: float) -> Ints:
        _check_level(level)
        count = int(np.searchsorted(self._ranking[0][1:], level * (1 - 1e-12))) + 1
        return self._order_by_density[: min(count, self.cells)]

    def _find(self, ra: ArrayLike, dec: ArrayLike) -> Ints:
        return self._cells.locate(*_positions(ra, dec))

    def _at(self, values: Callable[[Ints], Any], ra: ArrayLike, dec: ArrayLike) -> Any:
        index = self._find(ra, dec)
        found = values(index)
        if np.ndim(found) == 0:
            return float(found) if index >= 0 else float("nan")
        if isinstance(self._cells, MixedCells):
            found = np.where(index < 0, np.nan, found)
        return found

    @cached_property
    def _sky_order(self) -> tuple[Ints, Ints, Floats]:
        """First numbers, ends and cumulative probability of the cells in the order of the sky."""
        cells = self._cells
        if isinstance(cells, MixedCells):
            first, end, probability = cells.first, cells.ends, self._probability[cells.sorted_rows]
        else:
            _, pixels = cells.nested()
            shift = 2 * (FINEST - cells.order)
            first = np.arange(cells.count) << shift
            end, probability = first + (1 << shift), np.empty(cells.count)
            probability[pixels] = self._probability
        return first, end, np.concatenate((np.zeros(1), np.cumsum(probability)))

    def _cumulative(self, number: Ints) -> Floats:
        first, end, sums = self._sky_order
        place = np.maximum(np.searchsorted(first, number, side="right") - 1, 0)
        part = (number - first[place]) / (end[place] - first[place])
        return np.asarray(sums[place] + np.clip(part, 0, 1) * (sums[place + 1] - sums[place]))

    @cached_property
    def _distances(self) -> tuple[Any, ...]:
        """DISTMU, DISTSIGMA, DISTNORM; empty without."""
        if self._later is None or not self.has_distances:
            return self._layout.distances
        return self._later().distances

    def _need_distances(self) -> None:
        if not self.has_distances:
            raise ValueError("the map has no distances (DISTMU, DISTSIGMA, DISTNORM)")

    @cached_property
    def _volume(self) -> tuple[Floats, Floats, Floats, VolumeLevels]:
        from hop.sky._distance import VolumeLevels, log_peak  # scipy.special is heavy

        mu, sigma, norm = (np.asarray(each, np.float64) for each in self._distances)
        peak = log_peak(self._density, sigma, norm)
        return (
            peak,
            mu,
            sigma,
            VolumeLevels(self._cells.areas, self._probability, peak, mu=mu, sigma=sigma, norm=norm),
        )

    def _matched(self, table: Any) -> Table:
        """A table of crossmatch: it is one, or becomes one."""
        return table if "level" in getattr(table, "colnames", ()) else self.crossmatch(table)

    def _mixed(self) -> tuple[MixedCells, Floats]:
        if isinstance(self._cells, MixedCells):
            return self._cells, self._density
        return MixedCells(*self._cells.nested()), self._density

    def _shared(self, other: SkyMap) -> tuple[MixedCells, Floats, Floats, Floats] | None:
        """The finer cells of both maps where both are, and both densities there."""
        (cells, density), (cells2, density2) = self._mixed(), other._mixed()
        density, density2 = np.nan_to_num(density), np.nan_to_num(density2)
        keep, found = _covered(cells, cells2, same=True)
        keep2, found2 = _covered(cells2, cells, same=False)
        order, pixels = cells.nested()
        order2, pixels2 = cells2.nested()
        orders = np.concatenate((order[keep], order2[keep2]))
        if not len(orders):
            return None
        shared = MixedCells(orders, np.concatenate((pixels[keep], pixels2[keep2])), "overlap")
        one = np.concatenate((density[keep], density[found2]))
        two = np.concatenate((density2[found], density2[keep2]))
        return shared, shared.areas, one, two


def _covered(cells: MixedCells, others: MixedCells, *, same: bool) -> tuple[Ints, Ints]:
    """Which cells lie inside a cell of another map, and inside which."""
    order, pixels = cells.nested()
    found = others.locate_first(pixels << 2 * (FINEST - order))
    other = others.order[found]
    keep = np.flatnonzero((found >= 0) & ((other <= order) if same else (other < order)))
    return keep, found[keep]


def _span(
    start: datetime, stop: datetime | None, step: timedelta
) -> tuple[datetime, datetime, timedelta]:
    stop = start + timedelta(days=1) if stop is None else stop
    if start.tzinfo is None or stop.tzinfo is None:
        raise ValueError("a time has no zone; give one, such as tzinfo=UTC")
    if stop < start or step <= timedelta(0):
        raise ValueError(f"no times from {start} to {stop} in steps of {step}")
    return start, stop, step


def _need_matplotlib() -> None:
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError as missing:
        raise ConfigError(
            "pictures need the library matplotlib, which is not installed; run: pip install "
            "matplotlib"
        ) from missing


def _check_level(level: float) -> None:
    if not 0 <= level <= 1:
        raise ValueError(f"the level is {level}, not from 0 to 1")


def _positions(ra: ArrayLike, dec: ArrayLike) -> tuple[Any, Any]:
    """Positions that are some, right ascension from 0 to 360."""
    if isinstance(ra, float) and isinstance(dec, float) and 0 <= ra < 360 and -90 <= dec <= 90:
        return ra, dec  # one position: the checks of arrays take longer than the rest
    ra, dec = np.asarray(ra, np.float64), np.asarray(dec, np.float64)
    if dec.size and not (dec.min() >= -90 and dec.max() <= 90):  # nan is refused too
        raise ValueError("a declination is not from -90 to 90 degrees")
    if ra.size and not (ra.min() >= 0 and ra.max() < 360):
        if not np.isfinite(ra).all():
            raise ValueError("a right ascension is not a number")
        ra = ra % 360
    return ra, dec


__all__: Sequence[str] = ["SkyMap"]
