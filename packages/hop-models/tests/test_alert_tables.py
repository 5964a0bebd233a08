"""The tables of ``schemas/alert/sources``: each example becomes the alert that stands beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hop.message import MessageModel
from hop.models import (
    Alert,
    GCNCircular,
    GCNNotice,
    GCNTextNotice,
    LVKAlert,
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
    model = MODELS.get(path.suffix)
    if model is None:
        tree = json.loads(path.read_bytes())
        model = LVKAlert if "superevent_id" in tree else GCNNotice
        model = GCNCircular if "circularId" in tree else model
    return model.from_wire(path.read_bytes())


def known(value: Any) -> Any:
    """What is known of a JSON form, without where it comes from."""
    if isinstance(value, dict):
        found = {name: known(each) for name, each in value.items() if name != "origin"}
        return {name: each for name, each in found.items() if each not in (None, [], {})}
    return [known(each) for each in value] if isinstance(value, list) else value


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
        without = {"family", "problems"}
        if "sha256" in tree["message_id"]:
            without.add("message_id")
        assert alert.origin.keys() == tree.keys() - without
        assert not any(each.note.startswith(FAILED) for each in alert.origin.values())


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
        assert event.alerts == other.alerts == lenient.alerts


def test_a_changed_event_has_the_alert_of_what_it_is_now():
    event = VOEvent.load((EXAMPLES / "swift_voevent/bat.xml").read_bytes())
    event.role = "test"
    assert event.alerts[0].is_test is True
    changed = VOEvent.load((EXAMPLES / "swift_voevent/bat.xml").read_bytes())
    for param in changed.What.Param:
        if param.name == "TrigID":
            param.value = "900009"
    assert changed.alerts[0].event_id == "swift:900009"
