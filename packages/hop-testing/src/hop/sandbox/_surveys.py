"""Alerts of surveys that are made: for tests, benchmarks, and load tests of users' programs.

The schemas are written for this project. They have the shape and size of those of Rubin and ZTF:
the same names for what readers ask for, as many fields, a history, forced photometry and three
images. What they say of the sky is invented.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import fastavro

from hop.models.survey import in_container

Survey = Literal["rubin", "ztf"]
Frame = Literal["confluent", "container", "key", "single-object"]

RUBIN_ID = 1100
"""The number of Rubin's schema in a registry: major times 100, and minor."""
_ZTF_ID = 402
# So many numbers, flags and names of a detection carry nothing that hop reads.
_MEASURES, _FLAGS = 56, 21
_PIXELS = {"rubin": 62, "ztf": 63}
_HISTORY = {"rubin": 40, "ztf": 12}
_NOISE = 60_000
_FIRST_MJD_TAI, _FIRST_JD = 61_374.0 + 37 / 86_400, 2_461_374.5
_VISIT_S = 34.0
_PER_VISIT = 10_000
_FINGERPRINT = "CRC-64-AVRO"


@dataclass(frozen=True, slots=True)
class SurveySample:
    """An alert as a survey writes it to Kafka.

    Attributes:
        id: its number.
        object_id: that of the object.
        payload: the value of the message.
        key: the key of the message; None: it has none.
        content: what is in it, but the images.
    """

    id: int
    object_id: int | str
    payload: bytes
    key: bytes | None
    content: dict[str, Any]


def survey_schema(survey: Survey = "rubin", *, version: int = 0) -> dict[str, Any]:
    """Return the schema of the alerts of a survey.

    Args:
        survey: whose alerts.
        version: 0 or more; each version has one field more than the one before.
    """
    schema = _rubin_schema() if survey == "rubin" else _ztf_schema()
    for number in range(1, version + 1):
        schema["fields"].insert(-3, _field(f"added_{number}", ["null", "double"], None))
    return schema


def survey_schema_id(survey: Survey = "rubin", *, version: int = 0) -> int:
    """Return the number that the alerts of a survey name in a frame of Confluent."""
    return (RUBIN_ID if survey == "rubin" else _ZTF_ID) + version


def survey_alerts(
    survey: Survey = "rubin",
    count: int = 100,
    *,
    seed: int = 0,
    frame: Frame | None = None,
    version: int = 0,
    objects: int = 20,
    history: int | None = None,
) -> Iterator[SurveySample]:
    """Make alerts, the same ones for the same arguments.

    An object has one history and one set of images; each of its alerts is a detection of its own.
    So an alert costs about 50 µs, and many of them can be sent.

    Args:
        survey: whose alerts: ``rubin`` (about 90 kB each) or ``ztf`` (about 65 kB).
        count: how many.
        seed: another one gives other alerts.
        frame: how they are written; None: as the survey does, ``confluent`` or ``container``.
        version: of the schema.
        objects: how many objects they are of.
        history: how many earlier detections an object has; None: 40 (Rubin) or 12 (ZTF).
    """
    maker = _Maker(survey, random.Random(seed), version, history)  # noqa: S311 - no secret
    known = [maker.object(number) for number in range(max(objects, 1))]
    written = frame or ("confluent" if survey == "rubin" else "container")
    for number in range(count):
        sky = known[number % len(known)]
        content, data = maker.alert(sky, number)
        payload, key = maker.framed(data, written)
        yield SurveySample(maker.id_of(number), sky.id, payload, key, content)


# The schemas.


def _field(name: str, kind: Any, *default: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **({"default": default[0]} if default else {})}


def _maybe(name: str, kind: Any) -> dict[str, Any]:
    return _field(name, ["null", kind], None)


def _rubin_schema() -> dict[str, Any]:
    source = [
        *(_field(name, "long") for name in ("diaSourceId", "visit")),
        _field("detector", "int"),
        *(_maybe(name, "long") for name in ("diaObjectId", "ssObjectId", "parentDiaSourceId")),
        *(_field(name, "double") for name in ("midpointMjdTai", "ra", "dec")),
        *(_maybe(name, "float") for name in ("raErr", "decErr", "ra_dec_Cov", "x", "y", "snr")),
        *(_maybe(name, "float") for name in ("psfFlux", "psfFluxErr", "scienceFlux")),
        *(_maybe(f"measure_{number:02}", "float") for number in range(_MEASURES)),
        _maybe("band", "string"),
        _maybe("reliability", "float"),
        *(_maybe(name, "double") for name in ("timeProcessedMjdTai", "timeWithdrawnMjdTai")),
        *(_maybe(name, "boolean") for name in ("pixelFlags_injected", "isDipole", "isNegative")),
        *(_field(f"flag_{number:02}", "boolean", False) for number in range(_FLAGS - 4)),
    ]
    forced = [
        *(_field(name, "long") for name in ("diaForcedSourceId", "diaObjectId", "visit")),
        *(_field(name, "double") for name in ("midpointMjdTai", "ra", "dec")),
        *(_maybe(name, "float") for name in ("psfFlux", "psfFluxErr", "scienceFlux")),
        _maybe("band", "string"),
    ]
    whole = [
        _field("diaObjectId", "long"),
        *(_field(name, "double") for name in ("ra", "dec", "validityStartMjdTai")),
        *(_maybe(f"mean_{number:02}", "float") for number in range(70)),
    ]
    space = "hop.survey.v11_0"
    return {
        "type": "record",
        "name": "alert",
        "namespace": space,
        "fields": [
            _field("diaSourceId", "long"),
            _maybe("observation_reason", "string"),
            _maybe("target_name", "string"),
            _field("diaSource", {"type": "record", "name": "diaSource", "fields": source}),
            _maybe("prvDiaSources", {"type": "array", "items": "diaSource"}),
            _maybe(
                "prvDiaForcedSources",
                {
                    "type": "array",
                    "items": {"type": "record", "name": "diaForcedSource", "fields": forced},
                },
            ),
            _maybe("diaObject", {"type": "record", "name": "diaObject", "fields": whole}),
            *(_maybe(f"cutout{name}", "bytes") for name in ("Difference", "Science", "Template")),
        ],
    }


def _ztf_schema() -> dict[str, Any]:
    common = [
        _field("jd", "double"),
        *(_field(name, "int") for name in ("fid", "pid_part", "programid")),
        *(_maybe(name, "double") for name in ("ra", "dec")),
        *(_maybe(name, "float") for name in ("magpsf", "sigmapsf", "diffmaglim", "rb", "drb")),
        *(_maybe(f"measure_{number:02}", "float") for number in range(_MEASURES)),
        _maybe("isdiffpos", "string"),
        *(_maybe(f"name_{number:02}", "string") for number in range(12)),
        _maybe("candid", "long"),
    ]
    forced = [
        _field("jd", "double"),
        _field("fid", "int"),
        *(_maybe(name, "float") for name in ("forcediffimflux", "forcediffimfluxunc", "magzpsci")),
    ]
    cutout = {
        "type": "record",
        "name": "cutout",
        "fields": [_field("fileName", "string"), _field("stampData", "bytes")],
    }
    return {
        "type": "record",
        "name": "alert",
        "namespace": "hop.survey.ztf",
        "doc": "Written for tests of hop; " + "it is as long as schemas of surveys are. " * 400,
        "fields": [
            *(_field(name, "string") for name in ("schemavsn", "publisher", "objectId")),
            _field("candid", "long"),
            _field("candidate", {"type": "record", "name": "candidate", "fields": common}),
            _maybe("prv_candidates", {"type": "array", "items": "candidate"}),
            _maybe(
                "fp_hists",
                {"type": "array", "items": {"type": "record", "name": "fp", "fields": forced}},
            ),
            _maybe("cutoutScience", cutout),
            *(_maybe(f"cutout{name}", "cutout") for name in ("Template", "Difference")),
        ],
    }


# The alerts.


@dataclass(frozen=True, slots=True)
class _Object:
    id: int | str
    ra: float
    dec: float
    brightness: float
    past: dict[str, Any]
    behind: bytes
    """What stands behind the detection, written."""


class _Maker:
    """Makes the alerts of one survey."""

    def __init__(
        self, survey: Survey, chance: random.Random, version: int, history: int | None
    ) -> None:
        self._survey, self._chance = survey, chance
        self._history = _HISTORY[survey] if history is None else history
        self.schema = survey_schema(survey, version=version)
        self._number = survey_schema_id(survey, version=version)
        self._text = json.dumps(self.schema, separators=(",", ":")).encode()
        split = 1 + next(
            place
            for place, each in enumerate(self.schema["fields"])
            if each["name"] in ("diaSource", "candidate")
        )
        known: dict[str, Any] = {}
        before, behind = self.schema["fields"][:split], self.schema["fields"][split:]
        space = self.schema["namespace"]
        # A record is its fields, one behind the other: so its two parts are written by themselves.
        head = {"type": "record", "name": "head", "namespace": space, "fields": before}
        tail = {"type": "record", "name": "tail", "namespace": space, "fields": behind}
        self._head = fastavro.parse_schema(head, known)
        self._tail = fastavro.parse_schema(tail, known)

    def id_of(self, number: int) -> int:
        return 170_000_000_000_000_000 + number

    def object(self, number: int) -> _Object:
        chance = self._chance
        ra, dec = chance.uniform(0, 360), chance.uniform(-75, 10)
        brightness = chance.uniform(500, 50_000)
        name: int | str = 160_000_000_000 + number
        if self._survey == "ztf":
            name = f"ZTF26{number:07d}"
        made = _Object(name, ra, dec, brightness, {}, b"")
        past = self._past(made)
        images = {
            f"cutout{each}": self._image(each, brightness)
            for each in ("Difference", "Science", "Template")
        }
        behind = _written(self._tail, {**past, **images})
        return _Object(name, ra, dec, brightness, past, behind)

    def alert(self, sky: _Object, number: int) -> tuple[dict[str, Any], bytes]:
        visit = number // _PER_VISIT
        days = (visit * _VISIT_S) / 86_400
        detection = self._detection(sky, self.id_of(number), days)
        if self._survey == "rubin":
            before = {"diaSourceId": self.id_of(number), "diaSource": detection}
        else:
            before = {
                "schemavsn": "4.02",
                "publisher": "hop",
                "objectId": sky.id,
                "candid": self.id_of(number),
                "candidate": detection,
            }
        return {**before, **sky.past}, _written(self._head, before) + sky.behind

    def framed(self, data: bytes, frame: Frame) -> tuple[bytes, bytes | None]:
        """The payload and the key."""
        if frame == "confluent":
            return b"\0" + struct.pack(">I", self._number) + data, None
        if frame == "key":
            return data, self._text
        if frame == "single-object":
            return b"\xc3\x01" + _fingerprint(self._text) + data, None
        return in_container(self._text, data), None

    def _past(self, sky: _Object) -> dict[str, Any]:
        nights = range(1, self._history + 1)
        before = [self._detection(sky, 100 + number, -float(number)) for number in nights]
        forced = [self._forced(sky, number / 2) for number in range(1, 2 * self._history + 1)]
        if self._survey == "ztf":
            return {"prv_candidates": before, "fp_hists": forced}
        means = {f"mean_{number:02}": self._chance.random() for number in range(70)}
        whole = {"diaObjectId": sky.id, "ra": sky.ra, "dec": sky.dec, "validityStartMjdTai": 60_000}
        return {
            "prvDiaSources": before,
            "prvDiaForcedSources": forced,
            "diaObject": {**whole, **means},
        }

    def _detection(self, sky: _Object, number: int, days: float) -> dict[str, Any]:
        chance = self._chance
        flux = sky.brightness * chance.uniform(0.5, 1.5)
        place = {"ra": sky.ra, "dec": sky.dec}
        measures = {f"measure_{n:02}": flux for n in range(_MEASURES)}
        if self._survey == "ztf":
            return {
                **{"jd": _FIRST_JD + days, "fid": chance.choice((1, 2, 3)), "candid": number},
                **{"pid_part": 1, "programid": 1, "magpsf": chance.uniform(16, 21)},
                **{"sigmapsf": 0.1, "diffmaglim": 21.0, "rb": 0.9, "drb": chance.random()},
                **{"isdiffpos": chance.choice("ttf"), **place, **measures},
            }
        return {
            **{"diaSourceId": number, "visit": 2026_000_000 + int(days), "detector": 94},
            **{"diaObjectId": sky.id, "midpointMjdTai": _FIRST_MJD_TAI + days, **place},
            **{"raErr": 1e-5, "decErr": 1e-5, "psfFlux": flux, "psfFluxErr": flux / 20},
            **{"snr": 20.0, "scienceFlux": flux, "band": chance.choice("ugrizy"), **measures},
            **{"reliability": chance.random(), "timeProcessedMjdTai": _FIRST_MJD_TAI + days + 1e-3},
            **{"pixelFlags_injected": False, "isDipole": False, "isNegative": False},
        }

    def _forced(self, sky: _Object, days: float) -> dict[str, Any]:
        flux = sky.brightness * self._chance.uniform(-0.1, 1.0)
        if self._survey == "ztf":
            return {
                **{"jd": _FIRST_JD - days, "fid": 2, "forcediffimflux": flux / 100},
                **{"forcediffimfluxunc": 5.0, "magzpsci": 26.3},
            }
        return {
            **{"diaForcedSourceId": int(days * 2), "diaObjectId": sky.id, "visit": 1},
            **{"midpointMjdTai": _FIRST_MJD_TAI - days, "ra": sky.ra, "dec": sky.dec},
            **{"psfFlux": flux, "psfFluxErr": 50.0, "scienceFlux": flux, "band": "r"},
        }

    def _image(self, name: str, brightness: float) -> Any:
        side = _PIXELS[self._survey]
        at = self._chance.randrange(_NOISE - side * side)
        pixels = array("f", _noise()[at : at + side * side])
        pixels[side * side // 2 + side // 2] += brightness
        data = _fits(pixels, side)
        if self._survey == "rubin":
            return data
        return {"fileName": f"{name.lower()}.fits.gz", "stampData": gzip.compress(data, 1, mtime=0)}


@cache
def _noise() -> array[float]:
    chance = random.Random(1)  # noqa: S311 - no secret
    return array("f", (chance.gauss(0, 10) for _ in range(_NOISE)))


def _fits(pixels: array[float], side: int) -> bytes:
    cards = [
        *("SIMPLE  =                    T", "BITPIX  =                  -32"),
        *("NAXIS   =                    2", f"NAXIS1  = {side:20d}", f"NAXIS2  = {side:20d}"),
        "END",
    ]
    header = "".join(each.ljust(80) for each in cards).encode()
    turned = array("f", pixels)
    turned.byteswap()  # FITS is big-endian
    data = turned.tobytes()
    return _padded(header, b" ") + _padded(data, b"\0")


def _padded(data: bytes, fill: bytes) -> bytes:
    return data + fill * (-len(data) % 2880)


def _written(schema: Any, content: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    fastavro.schemaless_writer(file, schema, content)
    return file.getvalue()


@cache
def _fingerprint(text: bytes) -> bytes:
    canonical = fastavro.schema.to_parsing_canonical_form(json.loads(text))
    return bytes.fromhex(fastavro.schema.fingerprint(canonical, _FINGERPRINT))
