"""Where a survey's record has what all surveys say: names of fields, units and scales of time.

Names move from one major version of a schema to the next, so a value is looked up by several of
them. What is missing, or is no such value, is None.

Source: the documentation of the schemas of Rubin (4 to 11) and ZTF (4.02). Brokers add fields.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from hop.models._alerts import conversions

_AB_ZERO = 31.4
"""The magnitude of 1 nJy."""
_PER_MAGNITUDE = 2.5 / math.log(10)
_ZTF_BANDS = {1: "g", 2: "r", 3: "i"}
_MISSING = -9999.0
"""What ZTF writes for a number that it does not have: this, or less."""
_TAI = ("midpointMjdTai", "midPointTai")


class Photometry(NamedTuple):
    """One measurement of a source.

    Attributes:
        time: when, UTC: the middle of the visit (Rubin), or the start of the exposure (ZTF).
        band: the filter: u, g, r, i, z or y.
        flux: in nJy, in the difference image; below zero where the source has faded.
        flux_error: 1 sigma, nJy.
        magnitude: AB; None for a flux that is not above zero.
        magnitude_error: 1 sigma.
        snr: the signal-to-noise ratio.
        ra: right ascension in degrees, ICRS.
        dec: declination in degrees.
        id: the number of the detection; forced photometry mostly has none.
    """

    time: datetime | None = None
    band: str | None = None
    flux: float | None = None
    flux_error: float | None = None
    magnitude: float | None = None
    magnitude_error: float | None = None
    snr: float | None = None
    ra: float | None = None
    dec: float | None = None
    id: int | str | None = None


def is_survey(names: Mapping[str, Any]) -> bool:
    """Whether a record with fields of these names is the alert of a survey that is known."""
    return "diaSource" in names or ("candidate" in names and "candid" in names)


def is_of_lasair(record: Any) -> bool:
    """Whether a JSON value is what a filter of Lasair gives: an object of ZTF or of Rubin."""
    if not isinstance(record, dict):
        return False
    name = record.get("objectId")
    is_ztf = isinstance(name, str) and name.startswith("ZTF")
    return "UTC" in record and (is_ztf or isinstance(record.get("diaObjectId"), int))


def detection_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of a record that tells of the detection; the record itself if it has none."""
    for name in ("diaSource", "candidate"):
        found = record.get(name)
        if type(found) is dict:
            return found
    return record


def survey_of(record: Mapping[str, Any]) -> str:
    """Which survey has seen it, whoever sends it: ``rubin`` or ``ztf``."""
    detection = detection_of(record)
    name = record.get("objectId")
    is_ztf = isinstance(name, str) and name.startswith("ZTF")
    is_rubin = any(each in detection for each in (*_TAI, "diaObjectId", "diaSourceId"))
    return "rubin" if is_rubin and not is_ztf else "ztf"


def injected_flags(detection: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the flags of a source that was put into the image."""
    return tuple(name for name in detection if name.startswith("pixelFlags_injected"))


def ra_of(source: Mapping[str, Any]) -> float | None:
    """Right ascension in degrees."""
    return number(source, "ra", "ramean")


def dec_of(source: Mapping[str, Any]) -> float | None:
    """Declination in degrees; ``decl`` in old schemas."""
    return number(source, "dec", "decl", "decmean")


def photometry_of(source: Mapping[str, Any]) -> Photometry:
    """What a detection, or a forced measurement, says."""
    flux, error = flux_of(source)
    return Photometry(
        time_of(source),
        band_of(source),
        flux,
        error,
        magnitude_of(flux),
        _magnitude_error(flux, error),
        _snr_of(source, flux, error),
        ra_of(source),
        dec_of(source),
        identifier(source, "diaSourceId", "candid", "diaForcedSourceId"),
    )


def measurements(record: Mapping[str, Any], *names: str) -> Iterator[Photometry]:
    """The measurements in the first list of a record that has one of these names."""
    found = next((record[name] for name in names if name in record), None)
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield photometry_of(each)


def number(source: Mapping[str, Any], *names: str) -> float | None:
    """The first number under one of these names."""
    for name in names:
        value = source.get(name)
        if type(value) is float and -1e300 < value < 1e300:  # as nearly all are
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found = float(value) if abs(value) < 1e300 else math.inf
            if math.isfinite(found):
                return found
    return None


def identifier(source: Mapping[str, Any], *names: str) -> int | str | None:
    """The first number or name under one of these names; 0 is none."""
    for name in names:
        value = source.get(name)
        if isinstance(value, (int, str)) and not isinstance(value, bool) and value:
            return value
    return None


def time_of(source: Mapping[str, Any]) -> datetime | None:
    """When it was seen, UTC: Rubin counts days in TAI, ZTF in UTC."""
    for name in _TAI:
        if source.get(name) is not None:
            return conversions.mjd_tai_time(source[name], name, [])
    return None if source.get("jd") is None else conversions.jd_time(source["jd"], "jd", [])


def band_of(source: Mapping[str, Any]) -> str | None:
    """The filter; ``ztfg`` is g."""
    name = source.get("band") or source.get("filterName")
    if isinstance(name, str):
        return name.removeprefix("ztf").removeprefix("lsst")
    fid = source.get("fid")
    return _ZTF_BANDS.get(fid) if isinstance(fid, int) else None


def magnitude_of(flux: float | None) -> float | None:
    """The AB magnitude of a flux in nJy; None if that is not above zero."""
    return None if flux is None or flux <= 0 else _AB_ZERO - 2.5 * math.log10(flux)


def _magnitude_error(flux: float | None, error: float | None) -> float | None:
    if flux is None or error is None or flux <= 0:
        return None
    return _PER_MAGNITUDE * error / flux


def flux_of(source: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Flux and error in nJy: as they are (Rubin), of a magnitude (ZTF), or of counts (forced)."""
    magnitude = number(source, "magpsf")
    if magnitude is not None and not any(name in source for name in _TAI):
        flux = _to_flux(magnitude)
        error = number(source, "sigmapsf")
        is_negative = source.get("isdiffpos") in ("f", "0", False)
        absolute = None if error is None or flux is None else flux * error / _PER_MAGNITUDE
        return (-flux if is_negative and flux is not None else flux), absolute
    counts = number(source, "forcediffimflux")
    zero = None if counts is None else number(source, "magzpsci")
    if counts is not None and zero is not None and counts > _MISSING and zero > 0:
        unit = _to_flux(zero)
        error = number(source, "forcediffimfluxunc")
        is_known = error is not None and error > 0
        return _times(counts, unit), _times(error, unit) if is_known else None
    return number(source, "psfFlux", "psFlux"), number(source, "psfFluxErr", "psFluxErr")


def _to_flux(magnitude: float) -> float | None:
    power = (_AB_ZERO - magnitude) / 2.5
    return 10.0**power if abs(power) < 300 else None


def _times(value: float | None, unit: float | None) -> float | None:
    return None if value is None or unit is None else value * unit


def _snr_of(source: Mapping[str, Any], flux: float | None, error: float | None) -> float | None:
    given = number(source, "snr", "snr_psf")
    if given is not None or flux is None or not error:
        return given
    return abs(flux) / error
