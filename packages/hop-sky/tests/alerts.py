"""Messages of an invented night: an LVK alert with its map, and a neutrino with a circle."""

from __future__ import annotations

import base64
from typing import Any

SCHEMA = (
    "https://gcn.nasa.gov/schema/v7.2.1/gcn/notices/icecube/gold_bronze_track_alerts.schema.json"
)


def merger(content: bytes | None, name: str = "S310706a") -> dict[str, Any]:
    event = {
        "time": "2031-07-06T05:33:46Z",
        "far": 3e-10,
        "instruments": ["H1", "L1"],
        "classification": {"BNS": 0.95},
    }
    if content is not None:
        event["skymap"] = base64.b64encode(content).decode()
    return {
        "alert_type": "PRELIMINARY",
        "superevent_id": name,
        "time_created": "2031-07-06T05:35:00Z",
        "urls": {},
        "event": event,
    }


def neutrino(
    ra: float = 60.0, dec: float = -20.0, *, url: str | None = None, error: float | None = 0.75
) -> dict[str, Any]:
    optional = {"healpix_url": url, "ra_dec_error": error}
    return {
        **{name: value for name, value in optional.items() if value is not None},
        "$schema": SCHEMA,
        "id": ["148138_1"],
        "pipeline": "GOLD",
        "record_number": 0,
        "ra": ra,
        "dec": dec,
        "far": 1.6e-8,
        "alert_tense": "current",
    }
