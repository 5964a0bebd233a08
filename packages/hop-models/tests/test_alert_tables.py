"""The tables of ``schemas/alert/sources``: each example becomes the alert that stands beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hop._messages import mark_test, set_topic
from hop._wire import Decoder
from hop.message import MessageModel
from hop.models import (
    Alert,
    AvroBlob,
    GCNCircular,
    GCNNotice,
    GCNTextNotice,
    JSONBlob,
    LVKAlert,
    Origin,
    VOEvent,
)
from hop.models._views import FAILED

EXAMPLES = Path(__file__).parents[3] / "schemas/alert/examples"
EXPECTED = ".alert.json"
JUDGE = jsonschema.Draft202012Validator(Alert.hop_schema.bundled())
MODELS: dict[str, type[MessageModel]] = {
    ".xml": VOEvent,
    ".txt": GCNTextNotice,
    ".avro": LVKAlert,
    ".gcn3": GCNCircular,
}


def examples() -> list[Path]:
    return [
        path
        for path in sorted(EXAMPLES.glob("*/*"))
        if path.suffix in {*MODELS, ".json"} and not path.name.endswith(EXPECTED)
    ]


def load(path: Path) -> MessageModel:
    if path.parent.name in ("ztf", "rubin"):
        survey = AvroBlob if path.suffix == ".avro" else JSONBlob
        return survey.load(path.read_bytes())
    model = MODELS.get(path.suffix)
    if model is None:
        tree = json.loads(path.read_bytes())
        model = LVKAlert if "superevent_id" in tree else GCNNotice
        model = GCNCircular if "circularId" in tree else model
    return of_topic(path, model.from_wire(path.read_bytes()))


def of_topic(path: Path, message: MessageModel) -> MessageModel:
    """A message of an example, which knows the topic that its name has: ``NAME@TOPIC.xml``."""
    if topic := path.stem.partition("@")[2]:
        set_topic(message, topic)
    return message


def known(value: Any) -> Any:
    """What is known of a JSON form, without where it comes from."""
    if isinstance(value, dict):
        found = {name: known(each) for name, each in value.items() if name != "origin"}
        return {name: each for name, each in found.items() if each not in (None, [], {})}
    return [known(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", examples(), ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize("topic", [None, "gcn.classic.text.TEST_COORDS", "orchard.test"])
def test_message_and_alert_agree_on_tests(path: Path, topic: str | None):
    topic = path.stem.partition("@")[2] or topic
    message = Decoder().decode(path.read_bytes(), None, lambda: "here", topic)
    assert message is not None
    if len(message.alerts) == 1:
        assert message.is_test is (message.alerts[0].is_test is True)
    assert not message.is_test or all(each.is_test for each in message.alerts)


@pytest.mark.parametrize("path", examples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_example_becomes_the_alert_beside_it(path: Path):
    expected = json.loads(path.with_name(path.stem + EXPECTED).read_bytes())
    wanted = expected if isinstance(expected, list) else [expected]
    found = [alert.asdict() for alert in load(path).alerts]
    for tree, one in zip(found, wanted, strict=True):
        JUDGE.validate(tree)
        if one["message_id"].endswith("*"):  # a hash of the content
            assert tree["message_id"].startswith(one["message_id"].removesuffix("*"))
            one["message_id"] = tree["message_id"]
        if "origin" in one:
            assert tree["origin"] == one["origin"]
    assert json.loads(json.dumps(known(found))) == known(wanted)


@pytest.mark.parametrize("path", examples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_known_value_has_its_origin(path: Path):
    for alert in load(path).alerts:
        tree = known(alert.asdict())
        assert alert.origin.keys() == tree.keys() - {"family", "problems"}
        assert not any(each.startswith(FAILED) for each in alert.problems)


def test_a_heartbeat_has_no_alerts():
    beat = b'{"$schema": "https://gcn.nasa.gov/schema/v7/gcn/notices/core/Alert.schema.json",'
    notice = GCNNotice.from_wire(beat + b'"alert_datetime": "2031-07-25T15:50:35.792451Z"}')
    assert notice.alerts == ()
    assert Alert.of(GCNNotice.from_wire(b"{}"), topic="gcn.heartbeat") == ()


def test_an_event_looked_at_or_lenient_has_the_same_alert():
    for path in EXAMPLES.glob("*voevent/*.xml"):
        event = load(path)
        other = VOEvent.load(path.read_bytes())
        assert other.What is not None
        lenient = VOEvent.load(
            path.read_bytes().replace(b"VOEvent/v2.0", b"VOEvent/v1.1"), strict=False
        )
        others = [of_topic(path, each).alerts for each in (other, lenient)]
        assert event.alerts == others[0] == others[1]


def test_a_changed_event_has_the_alert_of_what_it_is_now():
    event = VOEvent.load((EXAMPLES / "swift_voevent/bat.xml").read_bytes())
    event.role = "test"
    assert event.alerts[0].is_test is True
    changed = VOEvent.load((EXAMPLES / "swift_voevent/bat.xml").read_bytes())
    for param in changed.What.Param:
        if param.name == "TrigID":
            param.value = "900009"
    assert changed.alerts[0].event_id == "swift:900009"


def alert_of(name: str) -> Any:
    path = next(each for each in examples() if f"{each.parent.name}/{each.name}" == name)
    return load(path).alerts[0]


@pytest.mark.parametrize(
    "names",
    [
        ("icecube_voevent/gold.xml", "icecube_notice/gold.json"),
        ("lvk/preliminary.json", "lvk/preliminary_avro.avro"),
        ("fermi_gbm_voevent/alert.xml", "fermi_gbm_notice/alert.json", "fermi_gbm_text/alert.txt"),
        (
            "fermi_gbm_voevent/flight.xml",
            "fermi_gbm_notice/flight.json",
            "fermi_gbm_text/flight.txt",
        ),
        ("swift_voevent/bat.xml", "swift_text/bat.txt"),
        ("ztf/alert.json", "ztf/alert_avro.avro"),
        ("rubin/alert.json", "rubin/alert_avro.avro"),
        (
            "km3net_voevent/neutrino@gcn.notices.km3net.voevent.xml",
            "km3net_notice/track.json",
        ),
    ],
)
def test_a_notice_has_the_same_keys_in_each_format(names: tuple[str, ...]):
    alerts = [alert_of(name) for name in names]
    assert len({alert.event_id for alert in alerts}) == 1
    assert len({alert.message_id for alert in alerts}) == 1


def test_svom_has_one_event_in_each_format():
    """Its notices in JSON do not name the ivorn, so that their own keys differ."""
    names = ("svom_voevent/wakeup.xml", "svom_voevent/retraction.xml", "svom_notice/eclairs.json")
    assert {alert_of(name).event_id for name in names} == {"svom:sb31041206"}


def test_the_header_of_a_test_is_a_mark_too():
    for path in examples():
        message = load(path)
        mark_test(message)
        alert = message.alerts[0]
        assert alert.is_test is True
        assert alert.origin["is_test"].path or "header" in alert.origin["is_test"].note


def test_a_topic_of_tests_is_a_mark_and_chooses_the_table():
    notice = GCNNotice.from_wire(b'{"id": "5_6", "record_number": 0}')
    (alert,) = Alert.of(notice, topic="gcn.notices.icecube.gold_bronze_track_alerts.test")
    assert (alert.event_id, alert.is_test) == ("icecube:5_6", True)
    assert alert.origin["is_test"] == Origin("@topic")
    text = GCNTextNotice.load("TRIGGER_NUM: 5\nRECORD_NUM: 1\n")
    (alert,) = Alert.of(text, topic="gcn.classic.text.FERMI_GBM_ALERT")
    assert (alert.mission, alert.event_id, alert.is_test) == ("Fermi", "fermi-gbm:5", None)
    assert Alert.of(text)[0].mission is None


def test_origin_tells_what_is_assumed_and_which_source_gave_it():
    bat = alert_of("swift_voevent/bat.xml").origin
    assert bat["mission"] == Origin("", assumed=True, note="constant of the table")
    assert bat["region"].note == "containment by the mission's page"
    assert bat["ra"] == Origin("WhereWhen/C1")
    assert alert_of("icecube_voevent/gold.xml").origin["far"] == Origin("What/FAR", note="in yr^-1")
    window = alert_of("gcn_notice/observation.json").origin["time"]
    assert window == Origin("/observation_start", note="start of the observation")


def test_a_message_without_its_own_key_has_a_hash_of_its_content():
    body = b'{"$schema": "https://gcn.nasa.gov/schema/v%d/gcn/notices/a/b.schema.json", "far": %s}'
    ids = [
        GCNNotice.from_wire(body % each).alerts[0].message_id
        for each in ((7, b"1e-9"), (8, b"1e-9"), (8, b"2e-9"))
    ]
    assert ids[0] == ids[1] != ids[2]


def test_an_event_without_the_key_of_its_mission_has_its_ivorn():
    event = VOEvent.load(
        (EXAMPLES / "swift_voevent/bat.xml").read_bytes().replace(b"TrigID", b"Trigger")
    )
    (alert,) = event.alerts
    assert alert.event_id is None
    assert alert.message_id == "ivo://nasa.gsfc.gcn/SWIFT#BAT_GRB_Pos_900001-4"
    assert alert.origin["message_id"] == Origin("@ivorn")


def test_the_map_of_an_alert_is_decoded_at_the_first_look():
    alert = alert_of("lvk/preliminary.json")
    assert alert.far == 3.2e-10
    assert "data" not in vars(alert.sky_map)
    assert alert.sky_map.data.startswith(b"SIMPLE")
    assert alert.sky_map == alert_of("lvk/preliminary_avro.avro").sky_map
