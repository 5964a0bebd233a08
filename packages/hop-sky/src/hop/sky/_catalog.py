"""Match the objects of a catalogue with a sky map."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from astropy import units as u
from astropy.table import Table
from astropy.table.meta import get_header_from_yaml

from hop.errors import ConfigError, DecodeError
from hop.sky._cells import Floats

_FORMATS = {
    "csv": "ascii.csv",
    "ecsv": "ascii.ecsv",
    "vot": "votable",
    "votable": "votable",
    "xml": "votable",
    "fits": "fits",
    "fit": "fits",
    "parquet": "parquet",
}
_PACKED = ("gz", "bz2", "xz")


class Answers(Protocol):
    """What a catalogue asks a sky map."""

    def level(self, ra: Any, dec: Any) -> Any:
        """The credible level of positions."""

    def density(self, ra: Any, dec: Any) -> Any:
        """The probability density at positions."""

    def volume_level(self, ra: Any, dec: Any, distance: Any) -> Any:
        """The credible level of places in space."""


@dataclass(frozen=True)
class _Kind:
    """What a column holds.

    Attributes:
        default: the name of the argument, which is looked for by UCD and by usual names, too.
        what: what it is, for errors.
        unit: the unit that the map is asked in.
        ucds: its UCDs, the best first.
        names: usual names, in lower case.
    """

    default: str
    what: str
    unit: u.UnitBase
    ucds: tuple[str, ...]
    names: tuple[str, ...]


_RA = _Kind(
    "ra", "a right ascension in degrees", u.deg,
    ("pos.eq.ra;meta.main", "pos.eq.ra", "pos_eq_ra_main"),
    ("ra", "raj2000", "ra_icrs", "_raj2000", "_ra", "ra_j2000", "ra_deg", "radeg",
     "right_ascension"),
)  # fmt: skip
_DEC = _Kind(
    "dec", "a declination in degrees", u.deg,
    ("pos.eq.dec;meta.main", "pos.eq.dec", "pos_eq_dec_main"),
    ("dec", "dej2000", "de_icrs", "_dej2000", "_de", "decj2000", "dec_icrs", "dec_j2000",
     "dec_deg", "decdeg", "declination"),
)  # fmt: skip
_DISTANCE = _Kind(
    "distance", "a distance in Mpc", u.Mpc,
    ("pos.distance;meta.main", "pos.distance"),
    ("distance", "dist", "d_l", "dl", "lumdist", "luminosity_distance", "dist_mpc"),
)  # fmt: skip


def crossmatch(sky: Answers, table: Any, ra: str, dec: str, distance: str | None) -> Table:
    """The rows with level and density, sorted; see :meth:`hop.sky.SkyMap.crossmatch`."""
    where, table = read_catalog(table)
    ra, dec = _named(table, where, ra, _RA), _named(table, where, dec, _DEC)
    right, declination = _column(table, where, ra, _RA), _column(table, where, dec, _DEC)
    wrong = np.flatnonzero(~((declination >= -90) & (declination <= 90)))
    if wrong.size:
        raise DecodeError(
            f"{where}, column {dec}, row {wrong[0] + 1}: {declination[wrong[0]]} is no "
            "declination in degrees"
        )
    new = {"level": sky.level(right, declination), "density": sky.density(right, declination)}
    key = new["level"]
    if distance is not None:
        name = _named(table, where, distance, _DISTANCE)
        away = _column(table, where, name, _DISTANCE, may_miss=True)
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
    ra, dec = (str(matched.meta.get(f"hop_{each}", each)) for each in ("ra", "dec"))
    return (
        _column(matched, "catalogue", ra, _RA),
        _column(matched, "catalogue", dec, _DEC),
    )


def read_catalog(source: Any) -> tuple[str, Table]:
    """What a catalogue is called in errors, and its table.

    Args:
        source: a path, a Table, or what becomes one.

    Raises:
        hop.errors.DecodeError: it is no table, or of an unknown format.
        hop.errors.ConfigError: a library to read it is not installed.
        OSError: the file cannot be read.
    """
    if isinstance(source, Table):
        return "catalogue", source
    if not isinstance(source, (str, Path)):
        return "catalogue", Table(source)
    path = Path(source)
    form = table_format(path)
    with path.open("rb"):
        pass  # an OSError of the system names the file; those of the formats do not
    options = {"use_names_over_ids": True} if form == "votable" else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of faults in the file that do no harm
            if form == "parquet":
                return str(source), _parquet(path)
            return str(source), Table.read(path, format=form, **options)
    except ImportError as error:
        raise _missing(path, error) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise _unreadable(source, error) from error
    except Exception as error:  # each format has errors of its own
        raise _unreadable(source, error) from error


def _parquet(path: Path) -> Table:
    """A table of Parquet. astropy's own reader would need pandas, too."""
    import pyarrow.parquet  # heavy

    content = pyarrow.parquet.read_table(path)
    table = Table({name: content[name].to_numpy() for name in content.column_names})
    described = (content.schema.metadata or {}).get(b"table_meta_yaml")  # if astropy wrote it
    if described:
        for each in get_header_from_yaml(described.decode().splitlines())["datatype"]:
            table[each["name"]].unit = each.get("unit")
            table[each["name"]].meta = each.get("meta") or {}
    return table


def write_table(table: Table, path: Path) -> None:
    """Write a table in the format of the file's name; it is there whole or not at all.

    Raises:
        hop.errors.DecodeError: the format is unknown.
        hop.errors.ConfigError: a library to write it is not installed.
        OSError: it cannot be written.
    """
    form = table_format(path)
    # Beside it, under a name that astropy finds the same packing by.
    part = path.with_name(f".{path.name}.part{''.join(path.suffixes)}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of units that a format has no word for
            table.write(part, format=form, overwrite=True)
        part.replace(path)
    except ImportError as error:
        raise _missing(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def table_format(path: Path) -> str:
    """The format of a table, by the name of its file.

    Raises:
        hop.errors.DecodeError: it is none that can be read.
    """
    suffixes = [each.lstrip(".").lower() for each in path.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        del suffixes[-1]
    form = _FORMATS.get(suffixes[-1]) if suffixes else None
    if form is None:
        known = ", ".join(f".{each}" for each in _FORMATS)
        raise DecodeError(f"{path}: a catalogue is a file {known}, by its name")
    return form


def find_distance(table: Table) -> str | None:
    """The column of distances; None if there is none."""
    found = _by_meaning(table, _DISTANCE)
    if found is None:
        return None
    unit = _unit(table, found)
    return found if unit is None or unit.is_equivalent(u.Mpc) else None


def find_positions(table: Table, where: str) -> tuple[str, str]:
    """The columns of right ascension and declination.

    Raises:
        hop.errors.DecodeError: there are none.
    """
    return _named(table, where, "ra", _RA), _named(table, where, "dec", _DEC)


def _missing(path: Path, error: ImportError) -> ConfigError:
    name = "pyarrow" if "pyarrow" in str(error) or error.name is None else error.name
    return ConfigError(
        f"{path}: this format needs the library {name}, which is not installed; run: pip install "
        f"{name}"
    )


def _unreadable(source: Any, error: Exception) -> DecodeError:
    text = " ".join(str(error).split()) or type(error).__name__
    return DecodeError(f"{source}: no table that can be read: {text[:300]}")


def _named(table: Table, where: str, name: str, kind: _Kind) -> str:
    """The name of a column: as it was given; if that is the usual one, by meaning too."""
    if name in table.colnames:
        return name
    found = _by_meaning(table, kind) if name == kind.default else None
    if found is None:
        raise DecodeError(
            f"{where}: no column {name!r}; its columns are {', '.join(table.colnames) or 'none'}"
        )
    return found


def _by_meaning(table: Table, kind: _Kind) -> str | None:
    """A column by its UCD, else by its name."""
    ucds = {str(name): _ucd(table, number) for number, name in enumerate(table.colnames, 1)}
    for wanted in kind.ucds:
        named = [name for name, ucd in ucds.items() if ucd == wanted]
        if named:
            return named[0]
    lower = {str(name).lower(): str(name) for name in reversed(table.colnames)}
    return next((lower[each] for each in kind.names if each in lower), None)


def _ucd(table: Table, number: int) -> str:
    """The UCD of a column, in lower case: of a VOTable, or of FITS (TUCDn)."""
    column = table[table.colnames[number - 1]]
    given = getattr(column, "meta", None) or getattr(column.info, "meta", None) or {}
    return str(given.get("ucd") or table.meta.get(f"TUCD{number}") or "").strip().lower()


def _unit(table: Table, name: str) -> u.UnitBase | None:
    """The unit of a column; None without."""
    unit = getattr(table[name], "unit", None)
    if unit is None or str(unit).strip() == "":
        return None
    return unit if isinstance(unit, u.UnitBase) else u.Unit(str(unit), parse_strict="silent")


def _column(table: Table, where: str, name: str, kind: _Kind, *, may_miss: bool = False) -> Floats:
    column, place = table[name], f"{where}, column {name}"
    unit = _unit(table, name)
    if unit is not None:
        # Hours could be converted, but files have degrees under this unit too, and the reverse.
        if re.search("hour|^h$", str(unit)):
            raise DecodeError(f"{place}: its unit is {str(unit)!r}; give {kind.what} (hours x 15)")
        if not unit.is_equivalent(kind.unit):
            raise DecodeError(f"{place}: its unit is {str(unit)!r}; give {kind.what}")
    if np.ndim(column) != 1:
        raise DecodeError(f"{place}: not one value a row; give {kind.what}")
    mask = np.asarray(getattr(column, "mask", np.zeros(len(table), bool)))
    try:
        values = np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
    except (ValueError, TypeError):
        raise DecodeError(f"{place}: not {kind.what}, but text") from None
    missing = np.flatnonzero(mask | ~np.isfinite(values))
    if missing.size and not may_miss:
        raise DecodeError(
            f"{place}, row {missing[0] + 1}: no value; {missing.size} rows have none: leave them "
            "out"
        )
    scale = 1.0 if unit is None else unit.to(kind.unit)
    return np.asarray(values if scale == 1.0 else values * scale, np.float64)
