"""Records of surveys for tests: small, with the names of fields that are looked at."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import fastavro

SOURCE = {
    "type": "record",
    "name": "diaSource",
    "fields": [
        {"name": "diaSourceId", "type": "long"},
        {"name": "diaObjectId", "type": ["null", "long"]},
        {"name": "ssObjectId", "type": ["null", "long"]},
        {"name": "midpointMjdTai", "type": "double"},
        {"name": "ra", "type": "double"},
        {"name": "dec", "type": "double"},
        {"name": "psfFlux", "type": ["null", "double"]},
        {"name": "psfFluxErr", "type": ["null", "double"]},
        {"name": "snr", "type": ["null", "double"]},
        {"name": "band", "type": ["null", "string"]},
        {"name": "reliability", "type": ["null", "double"]},
        {"name": "pixelFlags_injected", "type": ["null", "boolean"]},
    ],
}
RUBIN = {
    "type": "record",
    "name": "alert",
    "namespace": "hop.survey.v11_0",
    "fields": [
        {"name": "diaSourceId", "type": "long"},
        {"name": "diaSource", "type": SOURCE},
        {"name": "prvDiaSources", "type": ["null", {"type": "array", "items": "diaSource"}]},
        {"name": "cutoutDifference", "type": ["null", "bytes"]},
    ],
}
DETECTION = {
    "diaSourceId": 7,
    "diaObjectId": 4,
    "ssObjectId": None,
    "midpointMjdTai": 61_000.0,
    "ra": 10.5,
    "dec": -20.25,
    "psfFlux": 3630.780547701,
    "psfFluxErr": 36.30780547701,
    "snr": 100.0,
    "band": "r",
    "reliability": 0.75,
    "pixelFlags_injected": False,
}
ALERT = {
    "diaSourceId": 7,
    "diaSource": DETECTION,
    "prvDiaSources": [{**DETECTION, "diaSourceId": 6, "psfFlux": -50.0}],
    "cutoutDifference": b"no image",
}


def text_of(schema: Any) -> bytes:
    return json.dumps(schema).encode()


def body(schema: Any, record: Any) -> bytes:
    file = io.BytesIO()
    fastavro.schemaless_writer(file, fastavro.parse_schema(schema, {}), record)
    return file.getvalue()


def container(schema: Any, records: Iterable[Any], codec: str = "null") -> bytes:
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(schema, {}), list(records), codec=codec)
    return file.getvalue()


class Known:
    """A source of schemas that holds some."""

    def __init__(self, *schemas: Any) -> None:
        self.texts = [text_of(each) for each in schemas]

    def by_id(self, number: int) -> bytes:
        return self.texts[number]

    def known(self) -> Iterable[bytes]:
        return self.texts


def fingerprint(schema: Any) -> bytes:
    """CRC-64-AVRO of a schema, as fastavro counts it."""
    canonical = fastavro.schema.to_parsing_canonical_form(schema)
    return bytes.fromhex(fastavro.schema.fingerprint(canonical, "CRC-64-AVRO"))
