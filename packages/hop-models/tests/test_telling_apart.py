"""Which model a message without a format arrives as, and what says that it is a test."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hop._wire import codec as wire
from hop._wire import registry
from hop._wire.decoding import Decoder
from hop.errors import MessageError
from hop.message import Blob, JSONBlob, MessageModel
from hop.models import plugin
from hop.models.avro import AvroBlob
from hop.models.gcn import GCNCircular
from hop.models.lvk import LVKAlert
from hop.models.notice import GCNNotice
from hop.models.survey import SurveyAlert
from hop.models.text_notice import GCNTextNotice
from hop.models.voevent import VOEvent
from hop.plugins import ModelDeclaration

ROOT = Path(__file__).parents[3]
GOOD = ROOT / "schemas/examples/good"
REAL = Path(os.environ.get("HOP_TEST_DATA", ROOT.parent / "shared" / "data"))
MODELS = [VOEvent, GCNCircular, GCNTextNotice, GCNNotice, LVKAlert, SurveyAlert, AvroBlob]


@pytest.mark.parametrize("name", sorted(plugin.get_models()))
def test_a_model_says_of_itself_what_its_declaration_says(name: str) -> None:
    declared = plugin.get_models()[name]
    assert declared.model in MODELS
    assert (declared.format or name) == declared.model.hop_format
    assert vars(declared) | {"format": name} == vars(ModelDeclaration.of(declared.model))


@pytest.mark.parametrize(
    ("topic", "model"),
    [
        ("gcn.classic.voevent.SWIFT_BAT_GRB_POS_ACK", VOEvent),
        ("gcn.classic.text.FERMI_GBM_FIN_POS", GCNTextNotice),
        ("gcn.classic.binary.FERMI_GBM_FIN_POS", None),
        ("gcn.notices.swift.bat.guano", GCNNotice),
        ("gcn.notices.superk.sn_alert", GCNNotice),
        ("gcn.notices.chime.frb", GCNNotice),
        ("gcn.notices.svom.voevent.grm", VOEvent),
        ("gcn.notices.svom.voevent.eclairs", VOEvent),
        ("gcn.notices.voeventual.x", GCNNotice),
        ("gcn.heartbeat", GCNNotice),
        ("gcn.circulars", GCNCircular),
        ("gcn.circulars.optical_transient", GCNCircular),
        ("gcn.circular", None),
        ("igwn.gwalert", LVKAlert),
        ("igwn.gwalert-playground", LVKAlert),
        ("igwn.other", None),
        ("alerts", None),
        ("my.gcn.notices.x", None),
    ],
)
def test_the_families_of_topics(topic: str, model: type[MessageModel] | None) -> None:
    assert registry.claims().for_topic(topic) is model


@pytest.mark.parametrize("version", ["main", "v7.2.1", "v7.2.3", "8.0.0"])
@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("gcn/circulars.schema.json", GCNCircular),
        ("gcn/notices/swift/bat/Guano.schema.json", GCNNotice),
        ("gcn/notices/core/Alert.schema.json", GCNNotice),
        ("gcn/other.schema.json", None),
    ],
)
def test_the_schemas_of_gcn(
    version: str,
    name: str,
    model: type[MessageModel] | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert registry.claims().for_schema(f"https://gcn.nasa.gov/schema/{version}/{name}") is model
    assert not caplog.records


def files_by_looks() -> list[Any]:
    folders: dict[str, type[MessageModel]] = {
        "voevent": VOEvent,
        "circular_record": GCNCircular,
        "gcntextnotice": GCNTextNotice,
        "lvkalert": LVKAlert,
        "avro": AvroBlob,
    }
    found = [(file, kind) for name, kind in folders.items() for file in (GOOD / name).iterdir()]
    found += [(file, VOEvent) for file in REAL.glob("*.xml")]
    found += [(file, GCNCircular) for file in [*REAL.glob("*.gcn3"), *REAL.glob("gcn_c*.json")]]
    found += [(file, GCNNotice) for file in REAL.glob("gcn_[!c]*.json")]
    params = [
        pytest.param(file, kind, id=f"{file.parent.name}/{file.name}") for file, kind in found
    ]
    if not REAL.is_dir():
        why = f"no real messages: neither HOP_TEST_DATA nor {REAL} is there"
        params.append(pytest.param(REAL, Blob, marks=pytest.mark.skip(reason=why)))
    return params


@pytest.mark.parametrize("topic", [None, "alerts", "gcn.classic.binary.X"])
@pytest.mark.parametrize(("file", "model"), files_by_looks())
def test_a_message_is_told_by_its_content(
    file: Path, model: type[MessageModel], topic: str | None
) -> None:
    message = wire.decode(file.read_bytes(), None, topic)
    assert type(message) is model
    sent = bytes(message)
    assert sent == file.read_bytes() or file.suffix == ".gcn3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("before", ["", "\n  ", "<!-- <Other> -->", "<?go on?>"])
@pytest.mark.parametrize("root", ["<VOEvent ivorn='ivo://a/b#c'/>", "<v:VOEvent xmlns:v='x'>"])
def test_xml_is_told_by_its_root(encoding: str, before: str, root: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{encoding}'?>" if before[:1] != "\n" else ""
    assert VOEvent.sniff((declaration + before + root).encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"<Event/>",
        b"<x><VOEvent/></x>",
        b"VOEvent",
        b"<!-- <VOEvent> -->",
        b"<VOEvents/>",
        b"<?xml " + b"<!--" * 2000,
        b"<" * 10_000,
    ],
)
def test_other_xml_is_not_taken_for_a_voevent(data: bytes) -> None:
    assert not VOEvent.sniff(data)


@pytest.mark.parametrize(
    "value",
    [
        {"header": 5, "body": "x"},
        {"header": {}, "body": "x", "more": 1},
        {"circularId": 5},
        {"superevent_id": "S1"},
        {"alert_type": "INITIAL"},
        {"$schema": "https://json-schema.org/draft/2020-12/schema"},
        {"$schema": "https://gcn.nasa.gov/schema/main/gcn/other.schema.json"},
        {"TITLE": "GCN CIRCULAR"},
        ["circularId"],
    ],
    ids=repr,
)
def test_json_that_only_resembles_them_stays_json(value: Any) -> None:
    message = wire.decode(json.dumps(value).encode(), None, "alerts")
    assert type(message) is JSONBlob
    assert message == value
    assert message.error is None


def test_a_circular_of_hop_without_a_header_is_a_circular() -> None:
    tree = {"header": {"title": "GCN CIRCULAR", "subject": "x"}, "body": "y"}
    message = wire.decode(json.dumps(tree).encode(), None, None)
    assert type(message) is GCNCircular
    assert message.asdict() == tree


def test_what_comes_to_another_family_is_told_by_its_content() -> None:
    event = (GOOD / "voevent/minimal.xml").read_bytes()
    assert type(wire.decode(event, None, "gcn.notices.orchard")) is VOEvent
    alert = (GOOD / "lvkalert/preliminary.avro").read_bytes()
    assert type(wire.decode(alert, None, "gcn.circulars")) is LVKAlert


def test_packets_of_numbers_stay_bytes() -> None:
    packet = bytes(range(160))
    message = wire.decode(packet, None, "gcn.classic.binary.FERMI_GBM_FIN_POS")
    assert type(message) is Blob
    assert message == packet
    assert message.error is None


def test_a_heartbeat_is_a_notice() -> None:
    beat = (
        b'{"$schema": "https://gcn.nasa.gov/schema/v4.1.0/gcn/notices/core/Alert.schema.json", '
        b'"alert_datetime": "2032-07-25T15:50:35.792451Z"}'
    )
    message = wire.decode(beat, None, "gcn.heartbeat")
    assert isinstance(message, GCNNotice)
    assert message.alert_datetime == "2032-07-25T15:50:35.792451Z"
    assert bytes(message) == beat


@settings(max_examples=300, deadline=None)
@given(
    st.binary()
    | st.sampled_from(
        [file.read_bytes() for file in sorted(GOOD.rglob("*.*")) if file.stat().st_size < 3000]
    ).flatmap(lambda data: st.integers(0, len(data)).map(lambda end: data[:end])),
    st.sampled_from(
        ["gcn.notices.x", "gcn.circulars", "igwn.gwalert", "gcn.classic.text.X", "x", None]
    ),
)
def test_a_stream_goes_on_whatever_comes(data: bytes, topic: str | None) -> None:
    message = Decoder().decode(data, None, lambda: "here", topic)
    assert isinstance(message, MessageModel)
    if isinstance(message, JSONBlob):
        assert repr(message.content) == repr(json.loads(data))
    elif isinstance(message, Blob) and not isinstance(message, AvroBlob):
        assert bytes(message) == data
    assert isinstance(getattr(message, "error", None), MessageError | None)


@pytest.mark.parametrize(
    ("message", "is_test"),
    [
        (VOEvent(ivorn="ivo://a/b#c", role="test"), True),
        (VOEvent(ivorn="ivo://a/b#c", role="utility"), False),
        (VOEvent(ivorn="ivo://a/b#c"), False),
        (GCNCircular(header={}, body="a test"), False),
    ],
    ids=repr,
)
def test_what_is_a_test(message: MessageModel, is_test: bool) -> None:
    assert message.is_test is is_test
    payload = message.to_wire()[1]
    headers = [("_test", b""), ("_format", message.hop_format.encode())]
    marked = Decoder().decode(payload, headers, lambda: "here", None, True)
    assert marked is not None
    assert marked.is_test is True
    assert bytes(marked) == payload


@pytest.mark.parametrize("headers", [None, [("_format", b"json")]])
@pytest.mark.parametrize(
    ("file", "model"),
    [
        ("gcnnotice/test.json", GCNNotice),
        ("circular_record/plain.json", GCNCircular),
        ("lvkalert/preliminary.json", LVKAlert),
    ],
)
def test_json_of_a_model_is_that_model_and_has_its_content(
    file: str, model: type[MessageModel], headers: Any
) -> None:
    payload = (GOOD / file).read_bytes()
    message = wire.decode(payload, headers, "alerts")
    assert type(message) is model
    assert message.content == json.loads(payload)
    assert bytes(message) == payload
