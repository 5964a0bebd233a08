"""On a real Kafka: an LVK alert with its map, a filter that looks at it, a picture of it."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import alerts
import pytest

import hop
from hop import Stream
from hop.io import StartPosition
from hop.models import Circle, LVKAlert
from hop.sandbox import KafkaCluster
from hop.sky import SkyMap

GALAXY = (150.0, 20.0)
WHERE = f"in_sky_map({GALAXY[0]}, {GALAXY[1]}, 0.9) && area(0.9) < 100"


def around(folder: Path, ra: float, dec: float, radius: float) -> bytes:
    """The file of a map: a blob."""
    path = folder / "made.fits"
    SkyMap.from_region(Circle(radius, 0.9), ra, dec).write(path)
    return path.read_bytes()


def retraction(name: str) -> dict[str, Any]:
    return alerts.merger(None, name) | {"alert_type": "RETRACTION", "event": None}


def test_an_alert_becomes_a_picture(
    hop_kafka: KafkaCluster,
    hop_topic: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    night = [
        alerts.merger(around(tmp_path, 151, 21, 4), "S310706a"),
        alerts.merger(around(tmp_path, 10, -40, 4), "S310706b"),
        alerts.merger(around(tmp_path, 150, 20, 30), "S310706c"),
        alerts.merger(None, "S310706d"),
        retraction("S310706a"),
        retraction("S310706b"),
    ]
    with Stream(auth=False).open(hop_topic, "w") as stream:
        for each in night:
            stream.write(LVKAlert.from_wire(json.dumps(each).encode()))

    handled: list[tuple[str, str | None]] = []

    def draw(message: Any) -> None:
        (alert,) = message.alerts
        handled.append((alert.event_id, alert.kind))
        if alert.sky_map is not None:
            SkyMap.read(alert).plot(tmp_path / f"{alert.names[0]}.png", zoom=True)

    url = hop_topic.replace("kafka://", "kafka://pictures@")
    with caplog.at_level(logging.INFO, logger="hop.explain"):
        counters = hop.run(
            draw, url, auth=False, where=WHERE, persist=False, start_at=StartPosition.EARLIEST
        )

    # The retraction of what passed passes too, though it has no map.
    assert handled == [("lvk:S310706a", "initial"), ("lvk:S310706a", "retraction")]
    picture = (tmp_path / "S310706a.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000
    assert [each.name for each in tmp_path.glob("*.png")] == ["S310706a.png"]
    assert counters.left_out == 4
    reasons = [each.getMessage() for each in caplog.records if each.name == "hop.explain"]
    assert len(reasons) == 4
    assert "lvk:S310706b: in_sky_map(150.0, 20.0, 0.9) is false: level = 1" in reasons[0]
    assert "lvk:S310706c: area(0.9) < 100 is false: area(0.9) = " in reasons[1]
    assert "lvk:S310706d: in_sky_map(150.0, 20.0, 0.9) is unknown: sky_map is unknown" in reasons[2]
