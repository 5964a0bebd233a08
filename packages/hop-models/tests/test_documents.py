"""Notices and alerts: typed where the schema knows them, kept where it does not."""

from __future__ import annotations

import base64
import copy
import dataclasses
import json
import math
import pickle
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop._messages.json import to_line
from hop.errors import DecodeError, EncodeError, MessageError, ValidationError
from hop.models._circular_record import CircularRecord
from hop.models.avro import AvroBlob
from hop.models.gcn import GCNCircular
from hop.models.lvk import LVKAlert, LvkEvent
from hop.models.notice import GCNNotice
from hop.models.schema import ValueMessage

ROOT = Path(__file__).parents[3]
GOOD = ROOT / "schemas/examples/good"
ALL_KINDS = GOOD / "gcnnotice/all_kinds.json"
PRELIMINARY = GOOD / "lvkalert/preliminary.json"
IN_AVRO = GOOD / "lvkalert/preliminary.avro"
MOCK = GOOD / "lvkalert/mock_with_coincidence.json"
SCHEMA = json.loads((ROOT / "schemas/gcn/notice.schema.json").read_bytes())


def notice(**fields: Any) -> GCNNotice:
    return GCNNotice.from_wire(json.dumps(fields).encode())


# What is read


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ({"event_name": 5}, "event_name: expected text or a list, got number 5"),
        ({"event_name": ["a", 5]}, "event_name/1: expected text, got number 5"),
        ({"ra_dec_error": {}}, "ra_dec_error: expected a number or a list, got object {}"),
    ],
)
def test_a_fault_where_several_types_would_do_names_all_of_them(
    field: dict[str, Any], told: str
) -> None:
    assert str(notice(**field).error) == told


def test_known_fields_are_typed_and_the_others_kept() -> None:
    message = GCNNotice.load_file(ALL_KINDS)
    assert (message.ra, type(message.ra)) == (103.0, float)
    assert message["ra"] == 103
    assert type(message["ra"]) is int
    assert message.trigger_time_error == [0.1, 0.3]
    assert message.ra_dec_error == [1.5, 0.5, 40]
    assert message.containment_probability is None
    assert message.mag is None
    assert "containment_probability" in message
    assert "mag" not in message
    assert message.get("mag", "none") == "none"
    assert message["coincident_events"] == [{"localization": {"ra": 1}}, []]
    assert message.weather["wind"] == [1, 2.5]  # type: ignore[attr-defined]
    assert message.event_names == ["GRB 320302A", "GRB 320302Z"]
    assert message.ids == ["310613"]
    assert message.schema_uri == message["$schema"]
    assert dataclasses.is_dataclass(message)
    with pytest.raises(AttributeError, match="raa"):
        _ = message.raa  # type: ignore[attr-defined]
    with pytest.raises(KeyError):
        message["raa"]


def test_what_is_given_out_is_what_came() -> None:
    tree = json.loads(ALL_KINDS.read_bytes())
    message = GCNNotice.load_file(ALL_KINDS)
    assert message.asdict() == tree
    assert message.serialize() == {"format": "gcnnotice", "content": tree}
    assert json.loads(str(message)) == tree
    assert json.loads(message.to_text()) == tree
    assert list(message) == list(tree)
    message.asdict()["weather"]["wind"].append(1)
    assert message.asdict() == tree


@pytest.mark.parametrize("field", ["load", "asdict", "keys", "_tree", "error", "is_test", "self"])
def test_a_field_with_the_name_of_a_method_hurts_nothing(field: str) -> None:
    message = notice(**{field: 5, "ra": 1})
    assert message[field] == 5
    assert message.asdict() == {field: 5, "ra": 1}
    assert message.to_wire() == ("json", json.dumps({field: 5, "ra": 1}).encode())
    assert message.error is None
    assert message.is_test is False


def test_numbers_keep_what_floats_would_lose() -> None:
    payload = b'{"id":"1","far":12345678901234567890,"ra":1.0,"dec":NaN,"n":1e400}'
    message = GCNNotice.from_wire(payload)
    assert message["far"] == 12345678901234567890
    assert math.isnan(message["dec"])
    assert bytes(message) == payload


# What breaks the schema


def test_a_faulty_field_is_none_and_the_reason_is_told() -> None:
    message = notice(ra="103.5", dec=-11, classification={"GRB": "likely", "SGR": 0.1})
    assert message.ra is None
    assert message.dec == -11
    assert message.classification == {"SGR": 0.1}
    assert message["ra"] == "103.5"
    assert message.asdict()["classification"] == {"GRB": "likely", "SGR": 0.1}
    assert isinstance(message.error, ValidationError)
    assert message.error.path == "ra"
    payload = json.dumps({"ra": "103.5"}).encode()
    assert bytes(GCNNotice.from_wire(payload)) == payload
    with pytest.raises(ValidationError, match=r"ra: expected a number, got .103\.5"):
        GCNNotice.load(payload)


def test_a_faulty_part_of_an_alert_does_not_hide_the_rest() -> None:
    # An event that were None would pass for a retraction.
    tree = json.loads(PRELIMINARY.read_bytes())
    tree["event"]["far"] = "low"
    tree["event"]["classification"]["BNS"] = "high"
    alert = LVKAlert.from_wire(json.dumps(tree).encode())
    assert isinstance(alert.event, LvkEvent)
    assert alert.event.far is None
    assert alert.event.pipeline == "gstlal"
    assert alert.event.classification is not None
    assert "BNS" not in alert.event.classification
    assert alert.asdict() == tree
    assert alert.error is not None
    assert "event/far" in str(alert.error)


@pytest.mark.parametrize("payload", [b"[1]", b"5", b'"x"', b"null", b"{", b"", b"\xff", b"<x/>"])
@pytest.mark.parametrize("model", [GCNNotice, LVKAlert])
def test_what_is_no_object_is_refused(model: type[GCNNotice | LVKAlert], payload: bytes) -> None:
    with pytest.raises(DecodeError):
        model.from_wire(payload)
    with pytest.raises(DecodeError):
        model.load(payload)


def test_an_alert_without_its_name_is_none() -> None:
    with pytest.raises(ValidationError, match="superevent_id"):
        LVKAlert.from_wire(b'{"alert_type": "UPDATE"}')
    with pytest.raises(ValidationError, match="superevent_id"):
        LVKAlert.from_wire(b'{"superevent_id": 5}')


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
validator = jsonschema.Draft202012Validator(SCHEMA)


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SCHEMA["properties"])) | st.text(), json_values))
def test_the_class_and_the_schema_agree_and_nothing_is_changed(tree: dict[str, Any]) -> None:
    payload = json.dumps(tree).encode()
    message = GCNNotice.from_wire(payload)
    assert bytes(message) == payload
    assert message.asdict() == tree
    assert (message.error is None) == validator.is_valid(tree)
    for name in SCHEMA["properties"]:
        getattr(message, name)
    again = pickle.loads(pickle.dumps(copy.deepcopy(message)))
    assert again == message
    assert bytes(again) == payload


# What is changed


def test_a_change_of_a_field_changes_what_is_sent() -> None:
    message = GCNNotice.load_file(ALL_KINDS)
    message.ra = 7
    assert message["ra"] == 7
    assert json.loads(bytes(message)) == json.loads(ALL_KINDS.read_bytes()) | {"ra": 7}
    message.mag = None
    assert "mag" in message
    assert message.rate_energy_range is not None
    message.rate_energy_range.append(5)
    message["weather"]["wind"][0] = 9
    sent = json.loads(bytes(message))
    assert sent["rate_energy_range"] == [15, 350, 5]
    assert sent["weather"]["wind"] == [9, 2.5]
    assert sent["mag"] is None


def test_a_change_of_a_part_changes_what_is_sent() -> None:
    alert = LVKAlert.load_file(MOCK)
    assert alert.event is not None
    alert.event.far = 1e-3
    assert alert.event.instruments is not None
    alert.event.instruments.append("K1")
    sent = json.loads(bytes(alert))
    assert sent["event"]["far"] == 1e-3
    assert sent["event"]["instruments"] == ["H1", "L1", "V1", "K1"]
    assert sent["event"]["new_number"] == 5
    alert.event = None
    assert json.loads(bytes(alert))["event"] is None
    alert.event = LvkEvent(far=5)
    alert.event.pipeline = "spiir"
    assert json.loads(bytes(alert))["event"] == {"far": 5, "pipeline": "spiir"}


def test_a_change_against_the_schema_is_refused() -> None:
    message = GCNNotice.load_file(ALL_KINDS)
    with pytest.raises(ValidationError, match="ra"):
        message.ra = "x"  # type: ignore[assignment]
    with pytest.raises(AttributeError, match="weather"):
        message.weather = 5  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="None"):
        del message.ra
    with pytest.raises(TypeError):
        message["ra"] = 5  # type: ignore[index]
    assert bytes(message) == ALL_KINDS.read_bytes()
    assert message.classification is not None
    message.classification["GRB"] = "x"  # type: ignore[assignment]
    with pytest.raises(ValidationError, match="classification/GRB"):
        bytes(message)
    alert = LVKAlert.load_file(MOCK)
    assert alert.event is not None
    with pytest.raises(ValidationError, match="far"):
        alert.event.far = "x"  # type: ignore[assignment]


def test_a_copy_is_its_own() -> None:
    message = GCNNotice.load_file(ALL_KINDS)
    shallow, deep = copy.copy(message), copy.deepcopy(message)
    shallow.ra = 1
    assert deep.rate_energy_range is not None
    deep.rate_energy_range.append(1)
    assert bytes(message) == ALL_KINDS.read_bytes()


# What is made


def test_a_notice_is_made_from_fields() -> None:
    message = GCNNotice(ra=1, dec=2.5, id=["a"], alert_tense="test")
    assert message.asdict() == {"ra": 1, "dec": 2.5, "id": ["a"], "alert_tense": "test"}
    assert message.is_test
    assert GCNNotice.from_wire(bytes(message)) == message
    assert message != GCNNotice(ra=1)
    assert GCNNotice(**message.asdict()) == message
    assert GCNNotice.from_content({"ra": 1, "own": [1]})["own"] == [1]
    with pytest.raises(ValidationError, match="dec"):
        GCNNotice(dec=[1])  # type: ignore[arg-type]
    with pytest.raises(EncodeError):
        bytes(GCNNotice(**{"own": object()}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "is_test", "is_retraction"),
    [
        (GCNNotice(alert_tense="test"), True, False),
        (GCNNotice(alert_tense="current", alert_type="retraction"), False, True),
        (LVKAlert(superevent_id="S320302ab"), False, False),
        (LVKAlert(superevent_id="MS320302ab", alert_type="RETRACTION"), True, True),
        (LVKAlert(superevent_id="TS320302ab"), True, False),
    ],
    ids=repr,
)
def test_tests_and_retractions(
    message: GCNNotice | LVKAlert, is_test: bool, is_retraction: bool
) -> None:
    assert message.is_test is is_test
    assert message.is_retraction is is_retraction


# Alerts in Avro


def test_an_alert_in_avro_is_the_same_alert() -> None:
    in_json, in_avro = LVKAlert.load_file(PRELIMINARY), LVKAlert.load_file(IN_AVRO)
    assert in_avro.superevent_id == in_json.superevent_id
    assert in_avro.event is not None
    assert isinstance(in_avro.event.skymap, bytes)
    assert in_avro.skymap == in_json.skymap
    assert in_avro.skymap is not None
    assert in_avro.skymap.startswith(b"SIMPLE")
    assert in_avro.to_wire() == ("avro", IN_AVRO.read_bytes())
    assert in_json.to_wire() == ("json", PRELIMINARY.read_bytes())
    assert in_avro.serialize() == {"format": "lvkalert", "content": in_json.asdict()}
    assert json.loads(to_line(in_avro.asdict()))["event"]["skymap"].keys() == {"base64"}


def test_an_alert_in_avro_that_is_changed_stays_avro() -> None:
    alert = LVKAlert.load_file(IN_AVRO)
    alert.alert_type = "UPDATE"
    name, payload = alert.to_wire()
    assert name == "avro"
    assert payload != IN_AVRO.read_bytes()
    again = LVKAlert.from_wire(payload)
    assert again == alert
    assert again.skymap == alert.skymap


def test_an_alert_with_bytes_is_written_as_json_with_base64() -> None:
    alert = LVKAlert(superevent_id="S1", event={"skymap": b"FITS"})  # type: ignore[arg-type]
    assert json.loads(bytes(alert)) == {
        "superevent_id": "S1",
        "event": {"skymap": base64.b64encode(b"FITS").decode()},
    }
    assert LVKAlert.from_wire(bytes(alert)).skymap == b"FITS"
    broken = LVKAlert(superevent_id="S1", event={"skymap": "no base64!"})  # type: ignore[arg-type]
    with pytest.raises(DecodeError, match="event/skymap"):
        _ = broken.skymap
    assert LVKAlert(superevent_id="S1").skymap is None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255))
def test_damaged_avro_is_an_error_of_the_message(place: int, value: int) -> None:
    data = bytearray(IN_AVRO.read_bytes())
    data[place] = value
    for model in (LVKAlert, AvroBlob):
        try:
            message = model.from_wire(bytes(data))  # type: ignore[attr-defined]
        except MessageError:
            continue
        assert bytes(message)


# Circulars as GCN has them


def test_a_circular_of_gcn_has_headers_and_its_document() -> None:
    payload = (GOOD / "circular_record/corrected.json").read_bytes()
    circular = GCNCircular.from_wire(payload)
    assert circular.header == {
        "title": "GCN CIRCULAR",
        "number": "70001",
        "subject": "GRB 320302A: invented afterglow",
        "date": "32/03/02 05:19:35 GMT",
        "from": "A. Gardener at Orchard <gardener@orchard.example>",
    }
    assert circular.number == 70001
    assert circular.original is not None
    assert circular.original.eventId == "GRB 320302A"
    assert circular.original["version"] == 2
    assert str(circular.created) == "2032-03-02 05:19:35.123000+00:00"
    assert str(circular.edited) == "2032-03-02 06:00:00+00:00"
    assert circular.to_wire() == ("json", payload)
    assert circular.asdict() == {"header": circular.header, "body": circular.body}
    assert GCNCircular.load(circular.to_text()) == circular
    assert circular.error is None


def test_a_circular_of_gcn_that_is_changed_is_sent_as_a_circular() -> None:
    circular = GCNCircular.from_wire((GOOD / "circular_record/plain.json").read_bytes())
    circular.header["subject"] = "corrected"
    name, payload = circular.to_wire()
    assert name == "circular"
    assert json.loads(payload) == circular.asdict()
    assert json.loads(payload)["header"]["subject"] == "corrected"


@pytest.mark.parametrize(
    ("number", "text", "value"),
    [
        (33603, "33603", 33603),
        (33603.0, "33603", 33603),
        (18448.5, "18448.5", 18448.5),
        ("40", "40", 40),
    ],
)
def test_the_number_of_a_circular(number: Any, text: str, value: float) -> None:
    payload = json.dumps({"circularId": number, "body": "x", "createdOn": None}).encode()
    circular = GCNCircular.from_wire(payload)
    assert circular.header == {"title": "GCN CIRCULAR", "number": text}
    assert circular.number == value
    assert circular.date is circular.created is circular.edited is None
    assert bytes(circular) == payload


@pytest.mark.parametrize("created", [1e300, -1e300, "x", True])
def test_a_circular_of_no_time_is_read_all_the_same(created: Any) -> None:
    payload = json.dumps({"circularId": 1, "body": "x", "createdOn": created}).encode()
    circular = GCNCircular.from_wire(payload)
    assert circular.created is None
    assert bytes(circular) == payload
    assert (circular.error is None) == isinstance(created, float)


def test_a_circular_of_gcn_survives_copies_and_processes() -> None:
    payload = (GOOD / "circular_record/plain.json").read_bytes()
    circular = GCNCircular.from_wire(payload)
    for again in (copy.deepcopy(circular), pickle.loads(pickle.dumps(circular))):
        assert again == circular
        assert bytes(again) == payload


def test_a_generated_class_has_the_content_that_hop_client_reads() -> None:
    notice = GCNNotice(ra=1.5, dec=-2.5)
    assert notice.content == {"ra": 1.5, "dec": -2.5}
    assert CircularRecord(**{"subject": "a"}).content == {"subject": "a"}
    assert GCNCircular({}, "b").content == {"header": {}, "body": "b"}
    assert ValueMessage.hop_view({"value": [1]}, {"value": [1]}).content == [1]
