"""Every mark of a test that senders use, and what only looks like one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hop._wire.decoding import Decoder, json_message
from hop.message import Blob, JSONBlob
from hop.models import AvroBlob, GCNNotice, GCNTextNotice, LVKAlert, VOEvent

GOOD = Path(__file__).parents[3] / "schemas/examples/good"


def event(*params: tuple[str, str], role: str = "observation", ivorn: str = "X#1") -> VOEvent:
    found = [{"name": name, "value": value} for name, value in params]
    return VOEvent(
        ivorn=f"ivo://orchard.example/{ivorn}",
        role=role,
        What={"Param": [{"name": "Ra", "value": "1.5"}], "Group": [{"name": "g", "Param": found}]},
    )


@pytest.mark.parametrize(
    ("params", "is_test"),
    [
        ((("Test_Submission", "true"),), True),
        ((("Test_Submission", "false"),), False),
        ((("Test_Notice", "true"),), True),
        ((("Test_mpos", "true"),), True),
        ((("Test_mpos", "false"), ("Test_Notice", "false")), False),
        ((("Test", "1"),), True),
        ((("Retraction", "1"), ("Test", "0")), False),
        ((("InternalTest", "true"),), True),
        ((("HardwareInj", "1"),), True),
        ((("HardwareInj", "0"), ("GraceID", "S310412a")), False),
        ((("GraceID", "MS310412a"),), True),
        ((("GraceID", "TS310412a"),), True),
        ((("Alert_Tense", "commanded"),), True),
        ((("Alert_Tense", "current"),), False),
        ((("Fire_Drill", "true"),), True),
        ((("Trigger_Number", "100000012"),), False),
        ((("Telescope", "Test"),), False),
    ],
    ids=repr,
)
def test_params_of_a_voevent(params: tuple[tuple[str, str], ...], is_test: bool) -> None:
    made = event(*params)
    assert made.is_test is is_test
    assert VOEvent.load(bytes(made)).is_test is is_test


def test_the_role_of_a_voevent_and_the_numbers_of_gecam() -> None:
    assert event(role="test").is_test
    assert not event(role="utility").is_test
    assert event(("Trigger_Number", "100000012"), ivorn="GECAM#2").is_test
    assert not event(("Trigger_Number", "99999999"), ivorn="GECAM#2").is_test


def test_a_param_may_have_its_value_in_a_child() -> None:
    param = {"name": "Test_Submission", "Value": "true"}
    assert VOEvent(ivorn="ivo://a/b#c", What={"Param": param}).is_test


def test_a_change_of_a_param_counts() -> None:
    made = event(("Test_Submission", "true"))
    made.What.Group[0].Param[0].value = "false"
    assert not made.is_test


@pytest.mark.parametrize(
    "what",
    [
        "",
        "text",
        "<Param><name>a</name><name>b</name></Param>",
        "<Param name='Test' value='true'/><Odd>5</Odd>",
    ],
)
def test_a_voevent_against_the_schema_may_be_a_test(what: str) -> None:
    xml = f'<VOEvent ivorn="ivo://a/b#c" version="1.1"><What>{what}</What></VOEvent>'
    assert VOEvent.from_wire(xml.encode()).is_test is ("Test" in what)


@pytest.mark.parametrize(
    ("fields", "is_test"),
    [
        ({"notice_type": "Fermi-GBM Test Position"}, True),
        ({"notice_type": "TEST_COORDS"}, True),
        ({"notice_type": "Fermi-GBM Final Position"}, False),
        ({"notice_type": "Latest Position of a Contest"}, False),
        ({"title": "GCN/TEST NOTICE"}, True),
        ({"comments": "Fermi-GBM TEST Coordinates."}, True),
        ({"comments": "A real one.\nThis is a TEST notice."}, True),
        ({"comments": "This is a test."}, True),
        ({"comments": "This is not a test notice."}, False),
        ({"comments": "By a Kolmogorov-Smirnov test it is unlikely."}, False),
        ({"trigger_num": "MS310412a"}, True),
        ({"trigger_num": "TS310412a, Seg_Num: 0"}, True),
        ({"trigger_num": "S310412a"}, False),
        ({"title": "GCN/GECAM NOTICE", "trigger_num": "100000001"}, True),
        ({"title": "GCN/GECAM NOTICE", "trigger_num": "42"}, False),
        ({"title": "GCN/FERMI NOTICE", "trigger_num": "745121685"}, False),
    ],
    ids=repr,
)
def test_lines_of_a_text_notice(fields: dict[str, str], is_test: bool) -> None:
    notice = GCNTextNotice(fields={"title": "GCN/ORCHARD NOTICE", **fields})
    assert notice.is_test is is_test


@pytest.mark.parametrize("fields", [["comments"], {"comments": 5, "title": None}, {"x": "Test"}])
def test_fields_of_a_stranger_are_no_marks(fields: Any) -> None:
    # What came in an envelope is not checked before it is sent on.
    content = {"raw": "TITLE: GCN/ORCHARD NOTICE", "fields": fields}
    assert not GCNTextNotice.from_content(content).is_test


@pytest.mark.parametrize("tense", ["test", "injection", "injections", "commanded", "Test"])
def test_tenses_of_a_notice(tense: str) -> None:
    payload = json.dumps({"alert_tense": tense}).encode()
    assert GCNNotice.from_wire(payload).is_test


@pytest.mark.parametrize(
    ("tree", "is_test"),
    [
        ({"alert_tense": "current"}, False),
        ({"alert_tense": "archival"}, False),
        ({"alert_tense": ["test"]}, False),
        ({"ref_ID": "MS310412a"}, True),
        ({"ref_ID": "S310412a"}, False),
        ({"ref_ID": "M31"}, False),
        ({"is_firedrill": True}, True),
        ({"is_test": False, "is_firedrill": False}, False),
        ({"mission": "GECAM", "id": ["100000007"]}, True),
        ({"mission": "GECAM", "id": ["7"]}, False),
        ({"mission": "Fermi", "id": ["745121685"]}, False),
    ],
    ids=repr,
)
def test_fields_of_a_notice(tree: dict[str, Any], is_test: bool) -> None:
    assert GCNNotice.from_wire(json.dumps(tree).encode()).is_test is is_test


@pytest.mark.parametrize(("name", "is_test"), [("MS1", True), ("M2", True), ("TS3", True)])
def test_names_of_an_alert(name: str, is_test: bool) -> None:
    assert LVKAlert(superevent_id=name).is_test is is_test
    assert not LVKAlert(superevent_id=f"S{name}").is_test


@pytest.mark.parametrize(
    ("content", "is_test"),
    [
        ({"diaSource": {"pixelFlags_injected": True}}, True),
        ({"diaSource": {"pixelFlags_injected_template": True}}, True),
        ({"diaSource": {"pixelFlags_injected": False, "pixelFlags_edge": True}}, False),
        ({"diaSource": None}, False),
        ([{"diaSource": {"pixelFlags_injected": True}}], False),
    ],
    ids=repr,
)
def test_an_injected_source_of_a_survey(content: Any, is_test: bool) -> None:
    assert AvroBlob(content).is_test is is_test


def test_flags_of_json_without_a_schema() -> None:
    assert JSONBlob({"is_firedrill": True}).is_test
    assert JSONBlob({"is_test": 1}).is_test
    assert not JSONBlob({"is_test": "no"}).is_test
    assert not JSONBlob(["is_test"]).is_test
    assert not Blob(b"is_test").is_test


@pytest.mark.parametrize(
    ("topic", "is_test"),
    [
        ("gcn.classic.voevent.FERMI_GBM_POS_TEST", True),
        ("gcn.classic.text.TEST_COORDS", True),
        ("gcn.classic.voevent.FERMI_GBM_FIN_POS", False),
        ("gcn.notices.burstcube.test", True),
        ("gcn.notices.icecube.test.gold_bronze_track_alerts", True),
        ("gcn.notices.latest.alert", False),
        ("igwn.gwalert", False),
        ("snews.alert-firedrill", True),
        ("snews.alert-test", False),
        ("orchard.test", False),
    ],
)
@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        ((GOOD / "voevent/minimal.xml").read_bytes(), None),
        ((GOOD / "voevent/minimal.xml").read_bytes(), [("_format", b"voevent")]),
        (b'{"alert_tense": "current"}', None),
        (b'{"alert_tense": "current"}', [("_format", b"json")]),
        (b'{"ra": "?", "superevent_id": 5, "alert_type": 1}', [("_format", b"json")]),
        (b"TITLE: GCN/ORCHARD NOTICE\nNOTICE_TYPE: Tree\n", None),
        (b"\xff", None),
    ],
    ids=["xml", "named xml", "json", "named json", "broken json", "text", "bytes"],
)
def test_the_name_of_a_topic_marks_tests(
    topic: str, is_test: bool, payload: bytes, headers: Any
) -> None:
    message = Decoder().decode(payload, headers, lambda: "here", topic)
    assert message is not None
    assert message.is_test is is_test
    if headers == [("_format", b"json")]:
        quickly = json_message(payload, topic)
        assert quickly is not None
        assert quickly.is_test is is_test
