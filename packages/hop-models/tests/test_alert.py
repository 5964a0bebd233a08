"""``Alert``: cheap, frozen, with a JSON form; and what every message answers to ``alerts``."""

from __future__ import annotations

import base64
import copy
import dataclasses
import gc
import pickle
import weakref
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
from hop.models._alert_part import hash_of

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


def late(document: Any = None, **readers: Any) -> Alert:
    """An alert whose fields are read when somebody looks."""
    of_table = {name: Origin(f"/{name}") for name in readers}
    return Alert.hop_read(readers, of_table, (document, None, None, lambda: None), {"family": "x"})


def read_far(late: Any, tree: Any) -> None:
    tree.append("far")
    late.values["far"] = 1.0
    late.problems.append("/far: odd")


def read_id(late: Any, tree: Any) -> None:
    late.values["message_id"] = "y"


def test_a_field_is_read_at_the_first_look_and_kept():
    looks: list[str] = []
    alert = late(looks, far=read_far, message_id=read_id)
    assert looks == []
    assert (alert.family, alert.ra, looks) == ("x", None, [])
    assert (alert.far, alert.far, looks) == (1.0, 1.0, ["far"])
    assert alert.origin == {"far": Origin("/far"), "message_id": Origin("/message_id")}
    assert (alert.classes, alert.names, alert.time) == ({}, (), None)


def test_a_message_is_let_go_when_all_fields_are_read():
    class Document:
        pass

    document = Document()
    gone = weakref.ref(document)
    alert = late(document, message_id=read_id)
    del document
    assert gone() is not None
    assert alert.problems == ()
    assert gone() is None
    assert alert.message_id == "y"


def test_an_alert_that_is_read_is_freed_at_once():
    gc.disable()
    try:
        alert = late([], far=read_far, message_id=read_id)
        assert alert.hop_values()["problems"] == ("/far: odd",)
        gone = weakref.ref(alert)
        del alert
        assert gone() is None
    finally:
        gc.enable()


def test_problems_are_those_of_all_fields():
    assert late([], far=read_far, message_id=read_id).problems == ("/far: odd",)


def test_a_late_alert_equals_a_constructed_one():
    alert = late(message_id=read_id)
    same = Alert("x", "y", origin={"message_id": Origin("/message_id")})
    assert alert == same
    assert repr(alert) == repr(same)
    assert dataclasses.replace(alert, far=1.0).far == 1.0


def test_a_reader_that_fails_leaves_its_field_unknown():
    def broken(late: Any, tree: Any) -> None:
        raise AttributeError("far")

    alert = late(far=broken, message_id=read_id)
    assert alert.far is None
    assert alert.problems[0].startswith("the table failed: far: AttributeError: far; report")


def test_a_message_without_a_key_has_the_hash_of_its_values():
    trees = [{"a": 1, "b": [2.5, None]}, {"b": [2.5, None], "$schema": "v2", "a": 1}]
    assert hash_of("x", trees[0]) == hash_of("x", trees[1])
    assert hash_of("x", {"a": 2}).startswith("x:sha256:")
    files = ("U0lNUExF", b"SIMPLE", "U0lNUExG")
    made = [hash_of("x", {"healpix_file": each}) for each in files]
    assert made[0] == made[1] != made[2]


def test_alerts_survive_pickle_and_copy():
    ref = SkyMapRef.hop_of_text(base64.b64encode(b"FITS").decode())
    for alert in (FULL, late(message_id=read_id), dataclasses.replace(FULL, sky_map=ref)):
        assert pickle.loads(pickle.dumps(alert)) == alert == copy.copy(alert)


def test_parts_have_nothing_of_the_whole():
    circle = Circle(0.5, 0.9)
    with pytest.raises(AttributeError, match="'Circle' object has no attribute 'origin'"):
        _ = circle.origin  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(circle)) == circle
    assert vars(circle).keys() == {f.name for f in dataclasses.fields(Circle)}


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
