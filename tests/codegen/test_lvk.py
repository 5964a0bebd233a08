"""Gravitational-wave alerts by the schemas that LIGO, Virgo and KAGRA publish: JSON and Avro."""

from __future__ import annotations

import base64
import importlib
import io
import json
import uuid
from typing import Any

import fastavro
import pytest
from made_packages import Carry, Made, same

from hop.errors import ValidationError

SKY_MAP = b"SIMPLE  =                    T" + bytes(range(256))


def alert(**changes: Any) -> dict[str, Any]:
    event = {
        "time": "2026-03-14T15:09:26.535Z",
        "far": 9.1e-14,
        "significant": True,
        "instruments": ["H1", "L1"],
        "group": "CBC",
        "pipeline": "gstlal",
        "search": "MDC",
        "classification": {"BNS": 0.95, "Terrestrial": 0.05},
        "properties": {"HasNS": 1.0},
        "mchirp_source": None,
        "duration": None,
        "central_frequency": None,
        "skymap": SKY_MAP,
    }
    whole = {
        "alert_type": "PRELIMINARY",
        "time_created": "2026-03-14T15:10:00Z",
        "superevent_id": "MS260314a",
        "event": event,
        "external_coinc": None,
        "urls": {"gracedb": "https://example.org/MS260314a"},
    }
    return whole | changes


def as_json(record: dict[str, Any]) -> bytes:
    event = record["event"]
    if event is not None:
        event = event | {"skymap": base64.b64encode(event["skymap"]).decode()}
    return json.dumps(record | {"event": event}).encode()


def as_avro(lvk: Made, record: dict[str, Any]) -> bytes:
    package = lvk.package.__name__
    schema = json.loads((lvk.output / f"src/{package}/schemas/igwn.alerts.Alert.avsc").read_text())
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(schema), [record])
    return file.getvalue()


@pytest.fixture(scope="module")
def topic(lvk: Made) -> str:
    """A topic that the package's own mapping names, and its plugin announced."""
    name = f"waves-{uuid.uuid4().hex[:8]}"
    package = lvk.package.__name__
    topics = lvk.output / f"src/{package}/topics.py"
    text = topics.read_text()
    assert text.count("TOPICS: Topics = {}\n") == 1
    topics.write_text(text.replace("= {}\n", f'= {{"IgwnAlertsAlert": [r"{name}(\\.[a-z]+)?"]}}\n'))
    importlib.import_module(f"{package}.plugin")
    return name


@pytest.mark.parametrize("record", [alert(), alert(alert_type="RETRACTION", event=None)])
def test_alerts_in_json_arrive_typed_by_their_topic(
    lvk: Made, carry: Carry, topic: str, record: dict[str, Any]
) -> None:
    raw = as_json(record)
    name = f"{topic}.retraction" if record["event"] is None else f"{topic}.initial"
    (message,) = carry([raw], topic=name)
    assert type(message) is lvk.model("IgwnAlertsAlert")
    assert same(bytes(message), raw)
    if record["event"] is not None:
        assert message.event.classification["BNS"] == 0.95


@pytest.mark.parametrize("headers", [[], [("_format", b"avro")]])
@pytest.mark.parametrize("record", [alert(), alert(alert_type="RETRACTION", event=None)])
def test_alerts_in_avro_arrive_typed_by_the_name_of_their_record(
    lvk: Made, carry: Carry, topic: str, record: dict[str, Any], headers: list[tuple[str, bytes]]
) -> None:
    (message,) = carry([as_avro(lvk, record)], headers)
    assert type(message) is lvk.model("AlertAvro")
    assert message.asdict() == record
    (again,) = carry([bytes(message)], headers)
    assert again == message
    if record["event"] is not None:
        assert message.event.skymap == SKY_MAP


def test_what_breaks_the_schema_is_refused(lvk: Made) -> None:
    avro = lvk.model("AlertAvro")
    message = avro.load(as_avro(lvk, alert()))
    message.alert_type = "SHOUT"
    with pytest.raises(ValidationError, match=r"^alert_type: expected one of EARLYWARNING"):
        bytes(message)
    with pytest.raises(ValidationError, match=r"^event/far: expected"):
        avro(**alert(event=alert()["event"] | {"far": "often"}))
    with pytest.raises(ValidationError, match=r"^event/time: expected a value"):
        lvk.model("IgwnAlertsAlert").load(json.dumps(alert(event={"far": 1})))


def test_the_json_schema_judges_as_jsonschema_does(lvk: Made) -> None:
    model = lvk.model("IgwnAlertsAlert")
    judged, accepted = lvk.agree(model, json.loads(as_json(alert())), 400)
    assert judged == 400
    assert accepted > 10
