"""``Alert``: cheap, frozen, with a JSON form; and what every message answers to ``alerts``."""

from __future__ import annotations

import base64
import copy
import dataclasses
import pickle
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import jsonschema
import pytest

from hop.message import Blob, JSONBlob, MessageModel
from hop.models import (
    Alert,
    Circle,
    Ellipse,
    Origin,
    Polygon,
    Ref,
    Significance,
    SkyMapRef,
    VOEvent,
)

FULL = Alert(
    family="lvk",
    message_id="lvk:S1:INITIAL",
    aliases=("other:1",),
    refs=(Ref("followup", "swift:1"),),
    time=datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=timezone(timedelta(hours=1))),
    ra=359.5,
    dec=-90.0,
    region=Ellipse(2.0, 1.0, 45.0, containment=0.9, systematic=False, assumed=True),
    sky_map=SkyMapRef(data=b"SIMPLE", url="https://example.org/map.fits"),
    far=1e-9,
    significance=Significance(8.5, "snr"),
    classes={"BNS": 0.9},
    is_test=False,
    origin={"far": Origin("/event/far", note="Hz")},
    problems=("/ra: none",),
)


def judge(tree: Any) -> None:
    jsonschema.validate(tree, Alert.hop_schema.bundled(), jsonschema.Draft202012Validator)


def test_json_form_validates_against_the_schema():
    for alert in (
        FULL,
        Alert("x", "y"),
        dataclasses.replace(FULL, region=Polygon(((0.0, 1.0), (2.0, 3.0), (4.0, 5.0)))),
    ):
        judge(alert.asdict())


def test_json_form_has_z_base64_type_first_and_null():
    tree = FULL.asdict()
    assert tree["time"] == "2026-01-02T02:04:05.000600Z"
    assert list(tree["region"])[:2] == ["type", "semi_major"]
    assert base64.b64decode(tree["sky_map"]["data"]) == b"SIMPLE"
    assert tree["p_astro"] is None
    assert tree["refs"] == [{"kind": "followup", "event_id": "swift:1"}]


def test_schema_refuses_what_is_off_the_sphere():
    for name, value in {"ra": 360, "dec": 91, "far": 0, "p_astro": 1.1}.items():
        with pytest.raises(jsonschema.ValidationError):
            judge({**FULL.asdict(), name: value})


def test_an_alert_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.ra = 1.0  # type: ignore[misc]


def test_a_made_alert_equals_a_constructed_one():
    made = {"family": "x", "message_id": "y", "hop_origin": ({"far": Origin("/far")}, {})}
    assert Alert.hop_made(dict(made)) == Alert("x", "y")  # nothing is known of far
    assert Alert.hop_made({**made, "far": 1.0}).origin == {"far": Origin("/far")}


def test_a_message_without_a_key_has_the_hash_of_its_values():
    trees = [{"a": 1, "b": [2.5, None]}, {"b": [2.5, None], "$schema": "v2", "a": 1}]
    ids = {Alert.hop_made({"hop_content": ("x", tree)}).message_id for tree in trees}
    assert len(ids) == 1
    assert ids.pop().startswith("x:sha256:")


def test_alerts_survive_pickle_and_copy():
    late = Alert.hop_made({
        "family": "x", "hop_content": ("x", {"b": 1, "a": [b"\0", 1.5]}), "hop_origin": ({}, {}),
        "sky_map": SkyMapRef.hop_of_text(base64.b64encode(b"FITS").decode()),
    })  # fmt: skip
    for alert in (FULL, late):
        assert pickle.loads(pickle.dumps(alert)) == alert == copy.copy(alert)
    assert pickle.loads(pickle.dumps(late)).sky_map.data == b"FITS"


def test_parts_have_nothing_of_the_whole():
    circle = Circle(0.5, 0.9)
    with pytest.raises(AttributeError, match="Circle has no field 'origin'"):
        _ = circle.origin  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(circle)) == circle
    assert vars(circle).keys() == {f.name for f in dataclasses.fields(Circle)}


def test_the_hash_of_a_map_is_of_the_file_not_of_its_base64():
    made = [
        Alert.hop_made({"hop_content": ("x", {"healpix_file": each})}).message_id
        for each in ("U0lNUExF", b"SIMPLE", "U0lNUExG")
    ]
    assert made[0] == made[1] != made[2]


def test_base64_of_a_map_is_undone_at_the_first_look():
    ref = SkyMapRef.hop_of_text("no base64")
    assert "data" not in vars(ref)
    assert ref.data is None


def test_messages_that_are_no_alerts_have_none():
    assert Blob(b"\0").alerts == JSONBlob({"far": 1}).alerts == ()
    assert Alert.of(JSONBlob({}), topic="gcn.heartbeat") == ()


@dataclass
class Listed(MessageModel):
    """A model with a field called alerts."""

    alerts: list[int]  # type: ignore[assignment]


def test_a_model_may_have_a_field_called_alerts():
    assert Listed([1]).alerts == [1]
    with pytest.raises(TypeError):
        Listed()  # type: ignore[call-arg]


class Seen(MessageModel):
    """A model that counts how often its alerts are made."""

    def __init__(self) -> None:
        self.topics: list[str | None] = []

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        self.topics.append(topic)
        return (FULL,)


def test_alerts_are_made_at_the_first_look_and_kept():
    message = Seen()
    assert message.topics == []
    assert message.alerts is message.alerts
    assert message.topics == [None]
    assert Alert.of(message, topic="t") == (FULL,)
    assert message.topics == [None, "t"]


def test_a_field_of_the_wire_is_not_hidden_by_alerts():
    event = VOEvent(ivorn="ivo://a/b#c")
    assert event.asdict().keys() == set(event.keys())
    assert "alerts" not in event
