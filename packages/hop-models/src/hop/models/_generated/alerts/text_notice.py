# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format text-notice."""

from __future__ import annotations

from typing import Any

from hop.models._alert_part import Late, Reader, Whole, hash_of
from hop.models._alerts import cited as k
from hop.models._alerts import conversions as c
from hop.models._alerts import reading as r
from hop.models._generated.alert import (
    Alert,
    Circle,
    Ellipse,
    Origin,
    Polygon,
    Ref,
    Significance,
    SkyMapRef,
)
from hop.models._generated.alerts._cited import CITED

_TEXT_NOTICE_0 = Origin("DISCOVERY_DATE")
_TEXT_NOTICE_1 = Origin("TRIGGER_DATE")
_TEXT_NOTICE_2 = Origin("SRC_RA", note="of three epochs, J2000")
_TEXT_NOTICE_3 = Origin("SRC_DEC", note="of three epochs, J2000")
_TEXT_NOTICE_4 = Origin("SRC_ERROR")
_TEXT_NOTICE_5 = Origin("SRC_ERROR90")
_TEXT_NOTICE_6 = Origin("NOTICE_TYPE")
_TEXT_NOTICE_7 = Origin(
    "TRIGGER_NUM", note="a superevent whose name begins with M or T is mock data or a test"
)
_TEXT_NOTICE_8 = Origin("TITLE")
_TEXT_NOTICE_9 = Origin("COMMENTS")
_TEXT_NOTICE_10 = Origin("@topic")
_TEXT_NOTICE_11 = Origin("", note="the header _test")
_TEXT_NOTICE_12 = Origin("", note="hash of the content")
_TEXT_NOTICE: dict[str, Origin] = {
    "time": Origin("GRB_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin("GRB_ERROR"),
    "far": Origin("FAR", note="in the unit it states"),
    "kind": Origin("COMMENTS"),
    "subject": Origin("NOTICE_TYPE"),
}
_FERMI_GBM_TEXT_0 = Origin(
    "GRB_ERROR", note="containment by the mission's page, unless the notice says it"
)
_FERMI_GBM_TEXT_1 = Origin("DATA_SIGNIF")
_FERMI_GBM_TEXT_2: dict[str, Any] = {
    "Fermi-GBM Alert": "INITIAL_ALERT",
    "Fermi-GBM Flight Position": "FLIGHT_POSITION",
    "Fermi-GBM Ground Position": "GROUND_POSITION",
    "Fermi-GBM Final Position": "FINAL_POSITION",
}
_FERMI_GBM_TEXT_3 = Origin("TRIGGER_NUM/Sequence_Num")
_FERMI_GBM_TEXT_4 = Origin("", note="hash of the content")
_FERMI_GBM_TEXT: dict[str, Origin] = {
    "event_id": Origin("TRIGGER_NUM"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("GRB_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin(
        "GRB_ERROR", note="containment by the mission's page, unless the notice says it"
    ),
    "far": Origin("FAR", note="in the unit it states"),
    "significance": Origin("TRIGGER_SIGNIF"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="the name that the JSON notices have for the type"),
    "sequence": Origin("RECORD_NUM"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sequence"),
}
_SWIFT_TEXT_0: dict[str, Any] = {
    "Swift-BAT GRB Position": "BAT",
    "Swift-XRT Position": "XRT",
    "Swift-UVOT Position": "UVOT",
    "Swift-BAT GRB QuickLook Position": "BAT",
}
_SWIFT_TEXT_1 = Origin("DISCOVERY_DATE")
_SWIFT_TEXT_2 = Origin("TRIGGER_DATE")
_SWIFT_TEXT_3 = Origin("IMG_START_DATE", note="start of the image")
_SWIFT_TEXT_4 = Origin("IMG_START_DATE")
_SWIFT_TEXT_5: dict[str, Any] = {
    "Swift-BAT GRB Position": "BAT_GRB_POS_ACK",
    "Swift-XRT Position": "XRT_POSITION",
    "Swift-UVOT Position": "UVOT_POS",
    "Swift-BAT GRB QuickLook Position": "BAT_QL_POS",
}
_SWIFT_TEXT_6 = Origin("", note="hash of the content")
_SWIFT_TEXT_7: dict[str, Any] = {
    "Swift-BAT GRB Position": "61",
    "Swift-XRT Position": "67",
    "Swift-UVOT Position": "81",
    "Swift-BAT GRB QuickLook Position": "97",
}
_SWIFT_TEXT: dict[str, Origin] = {
    "event_id": Origin("TRIGGER_NUM"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("NOTICE_TYPE", note="by the type of the notice"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("GRB_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin(
        "GRB_ERROR", note="containment by the mission's page, unless the notice says it"
    ),
    "far": Origin("FAR", note="in the unit it states"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, NOTICE_TYPE, TRIGGER_NUM/Seg_Num, sent"),
}


def _text_notice_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("grb_date")
    if x is not None:
        y = c.text_time(x, t.get("grb_time"), "GRB_DATE", p)
    if y is None:
        x = t.get("discovery_date")
        if x is not None:
            y = c.text_time(x, t.get("discovery_time"), "DISCOVERY_DATE", p)
        if y is not None:
            o["time"] = _TEXT_NOTICE_0
    if y is None:
        x = t.get("trigger_date")
        if x is not None:
            y = c.text_time(x, t.get("trigger_time"), "TRIGGER_DATE", p)
        if y is not None:
            o["time"] = _TEXT_NOTICE_1
    if y is not None:
        v["time"] = y


def _text_notice_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_date")
    if x is not None:
        y = c.notice_date(x, "NOTICE_DATE", p)
        if y is not None:
            v["sent"] = y


def _text_notice_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x, z = t.get("grb_ra"), t.get("grb_dec")
    if x is not None or z is not None:
        if x is not None:
            x = c.j2000(x, "GRB_RA", p)
        if z is not None:
            z = c.j2000(z, "GRB_DEC", p)
        y = r.position(x, z, ("GRB_RA", "GRB_DEC"), p)
    if y is None:
        x, z = t.get("src_ra"), t.get("src_dec")
        if x is not None or z is not None:
            if x is not None:
                x = c.j2000(x, "SRC_RA", p)
            if z is not None:
                z = c.j2000(z, "SRC_DEC", p)
            y = r.position(x, z, ("SRC_RA", "SRC_DEC"), p)
        if y is not None:
            o["ra"] = _TEXT_NOTICE_2
            o["dec"] = _TEXT_NOTICE_3
    if y is not None:
        v["ra"], v["dec"] = y


def _text_notice_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("grb_error")
    if x is not None and late.get("ra") is not None:
        z = c.stated_region(x, "GRB_ERROR", p)
        if z is not None:
            pass
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
    if y is None:
        x = t.get("src_error")
        if x is not None and late.get("ra") is not None:
            z = c.stated_region(x, "SRC_ERROR", p)
            if z is not None:
                pass
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _TEXT_NOTICE_4
    if y is None:
        x = t.get("src_error90")
        if x is not None and late.get("ra") is not None:
            z = c.stated_region(x, "SRC_ERROR90", p)
            if z is not None:
                pass
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _TEXT_NOTICE_5
    if y is not None:
        v["region"] = y


def _text_notice_far(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("far")
    if x is not None:
        y = r.stated_number(x, "FAR", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "FAR", p)
        if y is not None:
            v["far"] = y


def _text_notice_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("comments")
    if x is not None:
        y = c.not_a_burst(x, "COMMENTS", p)
        if y is not None:
            v["kind"] = y


def _text_notice_subject(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "NOTICE_TYPE", p)
        if y is not None:
            v["subject"] = y


def _text_notice_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("notice_type")
    if x is not None:
        y = c.test_words(x, "NOTICE_TYPE", p)
        if y is True:
            a = a or _TEXT_NOTICE_6
        elif y is False:
            b = b or _TEXT_NOTICE_6
    x = t.get("trigger_num")
    if x is not None:
        y = c.mock_trigger(x, "TRIGGER_NUM", p)
        if y is True:
            a = a or _TEXT_NOTICE_7
        elif y is False:
            b = b or _TEXT_NOTICE_7
    x = t.get("title")
    if x is not None:
        y = c.test_words(x, "TITLE", p)
        if y is True:
            a = a or _TEXT_NOTICE_8
        elif y is False:
            b = b or _TEXT_NOTICE_8
    x = t.get("comments")
    if x is not None:
        y = c.test_comment(x, "COMMENTS", p)
        if y is True:
            a = a or _TEXT_NOTICE_9
        elif y is False:
            b = b or _TEXT_NOTICE_9
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _TEXT_NOTICE_10
        elif y is False:
            b = b or _TEXT_NOTICE_10
    if late.is_test:
        a = a or _TEXT_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _text_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("text-notice", t)
    o["message_id"] = _TEXT_NOTICE_12


_TEXT_NOTICE_READERS: dict[str, Reader] = {
    "time": _text_notice_time,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _text_notice_region,
    "far": _text_notice_far,
    "kind": _text_notice_kind,
    "subject": _text_notice_subject,
    "is_test": _text_notice_is_test,
    "message_id": _text_notice_message_id,
}


def text_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/text_notice.toml."""
    return (
        Alert.hop_read(
            _TEXT_NOTICE_READERS, _TEXT_NOTICE, (t, None, topic, is_test), {"family": "text-notice"}
        ),
    )


def _fermi_gbm_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_num")
    if x is not None:
        y = r.first_word(x, "TRIGGER_NUM", p)
        if y is not None:
            y = "fermi-gbm:" + y
        if y is not None:
            v["event_id"] = y


def _fermi_gbm_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("grb_date")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _fermi_gbm_text_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("grb_error")
    if (
        x is not None
        and late.get("ra") is not None
        and t.get("notice_type") in ("Fermi-GBM Flight Position",)
    ):
        z = c.stated_region(x, "GRB_ERROR", p)
        if z is not None:
            if "containment" not in z:
                z["containment"], z["assumed"] = 0.68, True
            z.setdefault("systematic", True)
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
    if y is None:
        x = t.get("grb_error")
        if x is not None and late.get("ra") is not None:
            z = c.stated_region(x, "GRB_ERROR", p)
            if z is not None:
                if "containment" not in z:
                    z["containment"], z["assumed"] = 0.68, True
                z.setdefault("systematic", False)
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _FERMI_GBM_TEXT_0
    if y is not None:
        v["region"] = y


def _fermi_gbm_text_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("trigger_signif")
    if x is not None:
        z = r.leading_number(x, "TRIGGER_SIGNIF", p)
        if z is not None and not (z in (0.0,)):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
    if y is None:
        x = t.get("data_signif")
        if x is not None:
            z = r.leading_number(x, "DATA_SIGNIF", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _FERMI_GBM_TEXT_1
    if y is not None:
        v["significance"] = y


def _fermi_gbm_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _FERMI_GBM_TEXT_2[x]
            if type(x) is str and x in _FERMI_GBM_TEXT_2
            else r.mapped(_FERMI_GBM_TEXT_2, x)
        )
        if y is not None:
            v["stage"] = y


def _fermi_gbm_text_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("record_num")
    if x is not None:
        y = r.integer(x, "RECORD_NUM", p)
    if y is None:
        x = r.part(t.get("trigger_num"), "Sequence_Num")
        if x is not None:
            y = r.integer(x, "TRIGGER_NUM/Sequence_Num", p)
        if y is not None:
            o["sequence"] = _FERMI_GBM_TEXT_3
    if y is not None:
        v["sequence"] = y


def _fermi_gbm_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _FERMI_GBM_TEXT_4


_FERMI_GBM_TEXT_READERS: dict[str, Reader] = {
    "event_id": _fermi_gbm_text_event_id,
    "time": _text_notice_time,
    "time_of": _fermi_gbm_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _fermi_gbm_text_region,
    "far": _text_notice_far,
    "significance": _fermi_gbm_text_significance,
    "kind": _text_notice_kind,
    "stage": _fermi_gbm_text_stage,
    "sequence": _fermi_gbm_text_sequence,
    "subject": _text_notice_subject,
    "is_test": _text_notice_is_test,
    "message_id": _fermi_gbm_text_message_id,
}


def fermi_gbm_text(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_text.toml."""
    return (
        Alert.hop_read(
            _FERMI_GBM_TEXT_READERS,
            _FERMI_GBM_TEXT,
            (t, None, topic, is_test),
            {"family": "text-notice", "mission": "Fermi", "instrument": "GBM", "messenger": "EM"},
        ),
    )


def _swift_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_num")
    if x is not None:
        y = r.first_word(x, "TRIGGER_NUM", p)
        if y is not None:
            y = "swift:" + y
        if y is not None:
            v["event_id"] = y


def _swift_text_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _SWIFT_TEXT_0[x]
            if type(x) is str and x in _SWIFT_TEXT_0
            else r.mapped(_SWIFT_TEXT_0, x)
        )
        if y is not None:
            v["instrument"] = y


def _swift_text_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("grb_date")
    if x is not None:
        y = c.text_time(x, t.get("grb_time"), "GRB_DATE", p)
    if y is None:
        x = t.get("discovery_date")
        if x is not None:
            y = c.text_time(x, t.get("discovery_time"), "DISCOVERY_DATE", p)
        if y is not None:
            o["time"] = _SWIFT_TEXT_1
    if y is None:
        x = t.get("trigger_date")
        if x is not None:
            y = c.text_time(x, t.get("trigger_time"), "TRIGGER_DATE", p)
        if y is not None:
            o["time"] = _SWIFT_TEXT_2
    if y is None:
        x = t.get("img_start_date")
        if x is not None:
            y = c.text_time(x, t.get("img_start_time"), "IMG_START_DATE", p)
        if y is not None:
            o["time"] = _SWIFT_TEXT_3
    if y is not None:
        v["time"] = y


def _swift_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("grb_date")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("img_start_date")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _SWIFT_TEXT_4
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _swift_text_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("grb_error")
    if x is not None and late.get("ra") is not None:
        y = None
        z = c.stated_region(x, "GRB_ERROR", p)
        if z is not None:
            if "containment" not in z:
                z["containment"], z["assumed"] = 0.9, True
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _swift_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _SWIFT_TEXT_5[x]
            if type(x) is str and x in _SWIFT_TEXT_5
            else r.mapped(_SWIFT_TEXT_5, x)
        )
        if y is not None:
            v["stage"] = y


def _swift_text_message_id(late: Late, t: Any) -> None:
    f: Any
    x: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1: Any = None
    x = t.get("notice_type")
    if x is not None:
        m1 = (
            _SWIFT_TEXT_7[x]
            if type(x) is str and x in _SWIFT_TEXT_7
            else r.mapped(_SWIFT_TEXT_7, x)
        )
    m2: Any = None
    x = r.part(t.get("trigger_num"), "Seg_Num")
    if x is not None:
        m2 = x if type(x) is str and x.isalnum() else r.text(x, "TRIGGER_NUM/Seg_Num", p)
    m3 = late.get("sent")
    m3 = None if m3 is None else r.iso(m3)
    if m0 is not None and m1 is not None and m2 is not None and m3 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}:{m3}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _SWIFT_TEXT_6


_SWIFT_TEXT_READERS: dict[str, Reader] = {
    "event_id": _swift_text_event_id,
    "instrument": _swift_text_instrument,
    "time": _swift_text_time,
    "time_of": _swift_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _swift_text_region,
    "far": _text_notice_far,
    "kind": _text_notice_kind,
    "stage": _swift_text_stage,
    "subject": _text_notice_subject,
    "is_test": _text_notice_is_test,
    "message_id": _swift_text_message_id,
}


def swift_text(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_text.toml."""
    return (
        Alert.hop_read(
            _SWIFT_TEXT_READERS,
            _SWIFT_TEXT,
            (t, None, topic, is_test),
            {"family": "text-notice", "mission": "Swift", "messenger": "EM"},
        ),
    )


BY_NOTICE_TYPE: dict[Any, Any] = {
    "fermi-gbm alert": fermi_gbm_text,
    "fermi-gbm flight position": fermi_gbm_text,
    "fermi-gbm ground position": fermi_gbm_text,
    "fermi-gbm final position": fermi_gbm_text,
}
BY_TITLE: dict[Any, Any] = {
    "gcn/swift notice": swift_text,
}
BY_TOPIC: dict[Any, Any] = {
    "fermi_gbm_alert": fermi_gbm_text,
    "fermi_gbm_flt_pos": fermi_gbm_text,
    "fermi_gbm_gnd_pos": fermi_gbm_text,
    "fermi_gbm_fin_pos": fermi_gbm_text,
    "swift_bat_grb_pos_ack": swift_text,
    "swift_xrt_position": swift_text,
    "swift_uvot_pos": swift_text,
    "swift_bat_ql_pos": swift_text,
}
DEFAULT: Any = text_notice
