# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format voevent."""

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

_VOEVENT_0 = Origin("@ivorn")
_VOEVENT_1 = Origin("@role")
_VOEVENT_2: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_VOEVENT_3 = Origin("@topic")
_VOEVENT_4 = Origin("", note="the header _test")
_VOEVENT_5 = Origin("@ivorn")
_VOEVENT: dict[str, Origin] = {
    "event_id": Origin(
        "Citations", note="the message that is followed up, else the last one that is cited"
    ),
    "names": Origin("Why/Name"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius"),
    "kind": Origin("Citations"),
    "refs": Origin("Citations"),
    "message_id": Origin("@ivorn"),
}
_FERMI_GBM_VOEVENT_0 = Origin("WhereWhen/Error2Radius", note="containment by the mission's page")
_FERMI_GBM_VOEVENT_1 = Origin("What/Data_Signif")
_FERMI_GBM_VOEVENT_2 = Origin("What/Burst_Signif")
_FERMI_GBM_VOEVENT_3: dict[str, Any] = {"true": "retraction"}
_FERMI_GBM_VOEVENT_4 = Origin("Citations")
_FERMI_GBM_VOEVENT_5: dict[str, Any] = {
    "110": "INITIAL_ALERT",
    "111": "FLIGHT_POSITION",
    "112": "GROUND_POSITION",
    "115": "FINAL_POSITION",
    "131": "SUBTHRESHOLD",
}
_FERMI_GBM_VOEVENT_6 = Origin("What/Trigger_ID/Test_Submission")
_FERMI_GBM_VOEVENT_7: dict[str, Any] = {"true": True, "false": False}
_FERMI_GBM_VOEVENT_8 = Origin("@role")
_FERMI_GBM_VOEVENT_9: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_FERMI_GBM_VOEVENT_10 = Origin("@topic")
_FERMI_GBM_VOEVENT_11 = Origin("", note="the header _test")
_FERMI_GBM_VOEVENT_12 = Origin("@ivorn")
_FERMI_GBM_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius", note="containment by the mission's page"),
    "sky_map": Origin("What/HealPix_URL"),
    "significance": Origin("What/Trig_Signif"),
    "kind": Origin("What/Trigger_ID/Def_NOT_a_GRB"),
    "stage": Origin(
        "What/Packet_Type", note="the name that the JSON notices have for the packet type"
    ),
    "sequence": Origin("What/Sequence_Num"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, stage, sequence"),
}
_ICECUBE_VOEVENT_0 = Origin("WhereWhen/Error2Radius", note="containment by AMON's page")
_ICECUBE_VOEVENT_1: dict[str, Any] = {"true": "retraction"}
_ICECUBE_VOEVENT_2: dict[str, Any] = {
    "0": "initial",
    "1": "update",
    "2": "update",
    "3": "update",
    "4": "update",
}
_ICECUBE_VOEVENT_3 = Origin("What/Rev", note="the first revision is 0")
_ICECUBE_VOEVENT_4: dict[str, Any] = {"173": "Gold", "174": "Bronze", "176": "Cascade"}
_ICECUBE_VOEVENT_5 = Origin("What/Trigger_ID/Test")
_ICECUBE_VOEVENT_6: dict[str, Any] = {"true": True, "false": False}
_ICECUBE_VOEVENT_7 = Origin("What/Trigger_ID/InternalTest")
_ICECUBE_VOEVENT_8 = Origin("@role")
_ICECUBE_VOEVENT_9: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_ICECUBE_VOEVENT_10 = Origin("@topic")
_ICECUBE_VOEVENT_11 = Origin("", note="the header _test")
_ICECUBE_VOEVENT_12 = Origin("@ivorn")
_ICECUBE_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/run_id"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("What/src_error_90", note="containment by the name of the Param"),
    "sky_map": Origin("What/skymap_fits"),
    "far": Origin("What/FAR", note="in yr^-1"),
    "p_astro": Origin("What/signalness"),
    "kind": Origin("What/Trigger_ID/Retraction"),
    "stage": Origin("What/Packet_Type", note="by the packet type"),
    "sequence": Origin("What/Rev"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, sequence"),
}
_LVC_VOEVENT_0: frozenset[str] = frozenset(())
_LVC_VOEVENT_1: dict[str, Any] = {
    "EarlyWarning": "initial",
    "Preliminary": "initial",
    "Initial": "initial",
    "Update": "update",
    "Retraction": "retraction",
}
_LVC_VOEVENT_2 = Origin(
    "What/GraceID", note="a name that begins with M or T is that of mock data or of a test"
)
_LVC_VOEVENT_3 = Origin("What/HardwareInj")
_LVC_VOEVENT_4: dict[str, Any] = {"1": True}
_LVC_VOEVENT_5 = Origin("@role")
_LVC_VOEVENT_6: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_LVC_VOEVENT_7 = Origin("@topic")
_LVC_VOEVENT_8 = Origin("", note="the header _test")
_LVC_VOEVENT_9 = Origin("@ivorn")
_LVC_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/GraceID"),
    "names": Origin("What/GraceID"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("What/Instruments"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius"),
    "sky_map": Origin("What/GW_SKYMAP/skymap_fits"),
    "far": Origin("What/FAR"),
    "classes": Origin("What/Classification"),
    "properties": Origin("What/Properties"),
    "kind": Origin("What/AlertType"),
    "stage": Origin("What/AlertType"),
    "sequence": Origin("What/Pkt_Ser_Num"),
    "refs": Origin("What/External Coincidence/External_Ivorn"),
    "message_id": Origin("event_id, stage, sequence"),
}
_SWIFT_VOEVENT_0: dict[str, Any] = {"61": "BAT", "67": "XRT", "81": "UVOT", "97": "BAT"}
_SWIFT_VOEVENT_1: dict[str, Any] = {
    "61": "event",
    "67": "observation",
    "81": "observation",
    "97": "event",
}
_SWIFT_VOEVENT_2 = Origin("What/Image_Signif")
_SWIFT_VOEVENT_3 = Origin("What/Det_Signif")
_SWIFT_VOEVENT_4: dict[str, Any] = {"true": "retraction"}
_SWIFT_VOEVENT_5 = Origin("What/Solution_Status/Def_NOT_a_GRB")
_SWIFT_VOEVENT_6 = Origin("Citations")
_SWIFT_VOEVENT_7: dict[str, Any] = {
    "61": "BAT_GRB_POS_ACK",
    "67": "XRT_POSITION",
    "81": "UVOT_POS",
    "97": "BAT_QL_POS",
}
_SWIFT_VOEVENT_8 = Origin("What/Solution_Status/Test_Submission")
_SWIFT_VOEVENT_9: dict[str, Any] = {"true": True, "false": False}
_SWIFT_VOEVENT_10 = Origin("@role")
_SWIFT_VOEVENT_11: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_SWIFT_VOEVENT_12 = Origin("@topic")
_SWIFT_VOEVENT_13 = Origin("", note="the header _test")
_SWIFT_VOEVENT_14 = Origin("@ivorn")
_SWIFT_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("What/Packet_Type", note="by the packet type"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("What/Packet_Type", note="by the packet type"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius", note="containment by the mission's page"),
    "significance": Origin("What/Rate_Signif"),
    "kind": Origin("What/Solution_Status/StarTrack_Lost_Lock"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "sequence": Origin("What/Pkt_Ser_Num"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, What/Packet_Type, What/Segment_Num, sent"),
}


def _voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("Citations")
    if x is not None:
        y = k.oldest_cited(CITED, x, "Citations", p)
    if y is None:
        x = t.get("@ivorn")
        if x is not None:
            y = x if type(x) is str and x.isalnum() else r.text(x, "@ivorn", p)
            if y is not None:
                y = "voevent:" + y
        if y is not None:
            o["event_id"] = _VOEVENT_0
    if y is not None:
        v["event_id"] = y


def _voevent_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("Why", r.EMPTY)
    n: list[Any]
    x = t1.get("Name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "Why/Name", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _voevent_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = c.voevent_time(x, t1.get("system"), "WhereWhen/ISOTime", p)
        if y is not None:
            v["time"] = y


def _voevent_time_error(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("Error")
    if x is not None:
        y = r.text_number(x, "WhereWhen/Error", p)
        if y is not None:
            if y <= 0.0:
                y = None
            else:
                if not y >= 0.0:
                    y = r.not_below(y, 0.0, "WhereWhen/Error", p)
        if y is not None:
            v["time_error"] = y


def _voevent_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("Who", r.EMPTY)
    x = t1.get("Date")
    if x is not None:
        y = r.time(x, "Who/Date", p)
        if y is not None:
            v["sent"] = y


def _voevent_position(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x, z = t1.get("C1"), t1.get("C2")
    if x is not None or z is not None:
        y = None
        if x is not None:
            x = r.text_number(x, "WhereWhen/C1", p)
        if z is not None:
            z = r.text_number(z, "WhereWhen/C2", p)
        f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
        x = None if x is None or f is None else x * f
        z = None if z is None or f is None else z * f
        y = r.position(x, z, ("WhereWhen/C1", "WhereWhen/C2"), p)
        if y is not None:
            v["ra"], v["dec"] = y


def _voevent_region(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("Error2Radius")
    if x is not None and late.get("ra") is not None:
        y = None
        z = r.text_number(x, "WhereWhen/Error2Radius", p)
        if z is not None and (z in (0.0,)):
            z = None
        f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
        z = None if z is None or f is None else z * f
        z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            pass
            y = Circle.hop_made(z)
        if y is not None:
            v["region"] = y


def _voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("Citations")
    if x is not None:
        y = c.cited_kind(x, "Citations", p)
        if y is not None:
            v["kind"] = y


def _voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("@role")
    if x is not None:
        y = _VOEVENT_2[x] if type(x) is str and x in _VOEVENT_2 else r.mapped(_VOEVENT_2, x)
        if y is True:
            a = a or _VOEVENT_1
        elif y is False:
            b = b or _VOEVENT_1
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _VOEVENT_3
        elif y is False:
            b = b or _VOEVENT_3
    if late.is_test:
        a = a or _VOEVENT_4
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _voevent_refs(late: Late, t: Any) -> None:
    x: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("Citations")
    if x is not None:
        n = []
        n += map(Ref.hop_made, k.citations(CITED, x))
        if n:
            v["refs"] = tuple(dict.fromkeys(n))


def _voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    x: Any
    v, p, o = late.values, late.problems, late.origins
    m0: Any = None
    x = t.get("@ivorn")
    if x is not None:
        m0 = x if type(x) is str and x.isalnum() else r.text(x, "@ivorn", p)
    if m0 is not None:
        v["message_id"] = f"{m0}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _VOEVENT_5


_VOEVENT_READERS: dict[str, Reader] = {
    "event_id": _voevent_event_id,
    "names": _voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _voevent_region,
    "kind": _voevent_kind,
    "is_test": _voevent_is_test,
    "refs": _voevent_refs,
    "message_id": _voevent_message_id,
}


def voevent(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/voevent.toml."""
    return (
        Alert.hop_read(
            _VOEVENT_READERS, _VOEVENT, (t, None, topic, is_test), {"family": "voevent"}
        ),
    )


def _fermi_gbm_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TrigID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
        if y is not None:
            y = "fermi-gbm:" + y
        if y is not None:
            v["event_id"] = y


def _fermi_gbm_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _fermi_gbm_voevent_position(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x, z = t1.get("C1"), t1.get("C2")
    if x is not None or z is not None:
        y = None
        if x is not None:
            x = r.text_number(x, "WhereWhen/C1", p)
        if z is not None:
            z = r.text_number(z, "WhereWhen/C2", p)
        f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
        x = None if x is None or f is None else x * f
        z = None if z is None or f is None else z * f
        if not (x == 0.0 == z):
            y = r.position(x, z, ("WhereWhen/C1", "WhereWhen/C2"), p)
        if y is not None:
            v["ra"], v["dec"] = y


def _fermi_gbm_voevent_region(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    t2 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("Error2Radius")
    if x is not None and late.get("ra") is not None and t2.get("Packet_Type") in ("111",):
        z = r.text_number(x, "WhereWhen/Error2Radius", p)
        if z is not None and (z in (0.0,)):
            z = None
        f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
        z = None if z is None or f is None else z * f
        z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.68, True
            z.setdefault("systematic", True)
            y = Circle.hop_made(z)
    if y is None:
        x = t1.get("Error2Radius")
        if x is not None and late.get("ra") is not None:
            z = r.text_number(x, "WhereWhen/Error2Radius", p)
            if z is not None and (z in (0.0,)):
                z = None
            f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
            z = None if z is None or f is None else z * f
            z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
            z = None if z is None else {"radius": z}
            if z is not None:
                z["containment"], z["assumed"] = 0.68, True
                z.setdefault("systematic", False)
                y = Circle.hop_made(z)
        if y is not None:
            o["region"] = _FERMI_GBM_VOEVENT_0
    if y is not None:
        v["region"] = y


def _fermi_gbm_voevent_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("HealPix_URL")
    if x is not None:
        y = None
        z = r.url(x, "What/HealPix_URL", p)
        if z is not None:
            y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            v["sky_map"] = y


def _fermi_gbm_voevent_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("Trig_Signif")
    if x is not None:
        z = r.text_number(x, "What/Trig_Signif", p)
        if z is not None and not (z in (0.0,)):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
    if y is None:
        x = t1.get("Data_Signif")
        if x is not None:
            z = r.text_number(x, "What/Data_Signif", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _FERMI_GBM_VOEVENT_1
    if y is None:
        x = t1.get("Burst_Signif")
        if x is not None:
            z = r.text_number(x, "What/Burst_Signif", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _FERMI_GBM_VOEVENT_2
    if y is not None:
        v["significance"] = y


def _fermi_gbm_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Trigger_ID")
    y = None
    x = t1.get("Def_NOT_a_GRB")
    if x is not None:
        y = (
            _FERMI_GBM_VOEVENT_3[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_3
            else r.mapped(_FERMI_GBM_VOEVENT_3, x)
        )
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _FERMI_GBM_VOEVENT_4
    if y is not None:
        v["kind"] = y


def _fermi_gbm_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _FERMI_GBM_VOEVENT_5[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_5
            else r.mapped(_FERMI_GBM_VOEVENT_5, x)
        )
        if y is not None:
            v["stage"] = y


def _fermi_gbm_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Sequence_Num")
    if x is not None:
        y = r.integer(x, "What/Sequence_Num", p)
        if y is not None:
            v["sequence"] = y


def _fermi_gbm_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Trigger_ID")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Test_Submission")
    if x is not None:
        y = (
            _FERMI_GBM_VOEVENT_7[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_7
            else r.mapped(_FERMI_GBM_VOEVENT_7, x)
        )
        if y is True:
            a = a or _FERMI_GBM_VOEVENT_6
        elif y is False:
            b = b or _FERMI_GBM_VOEVENT_6
    x = t.get("@role")
    if x is not None:
        y = (
            _FERMI_GBM_VOEVENT_9[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_9
            else r.mapped(_FERMI_GBM_VOEVENT_9, x)
        )
        if y is True:
            a = a or _FERMI_GBM_VOEVENT_8
        elif y is False:
            b = b or _FERMI_GBM_VOEVENT_8
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _FERMI_GBM_VOEVENT_10
        elif y is False:
            b = b or _FERMI_GBM_VOEVENT_10
    if late.is_test:
        a = a or _FERMI_GBM_VOEVENT_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _fermi_gbm_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _FERMI_GBM_VOEVENT_12


_FERMI_GBM_VOEVENT_READERS: dict[str, Reader] = {
    "event_id": _fermi_gbm_voevent_event_id,
    "names": _voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _fermi_gbm_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _fermi_gbm_voevent_position,
    "dec": _fermi_gbm_voevent_position,
    "region": _fermi_gbm_voevent_region,
    "sky_map": _fermi_gbm_voevent_sky_map,
    "significance": _fermi_gbm_voevent_significance,
    "kind": _fermi_gbm_voevent_kind,
    "stage": _fermi_gbm_voevent_stage,
    "sequence": _fermi_gbm_voevent_sequence,
    "is_test": _fermi_gbm_voevent_is_test,
    "refs": _voevent_refs,
    "message_id": _fermi_gbm_voevent_message_id,
}


def fermi_gbm_voevent(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_voevent.toml."""
    return (
        Alert.hop_read(
            _FERMI_GBM_VOEVENT_READERS,
            _FERMI_GBM_VOEVENT,
            (t, None, topic, is_test),
            {"family": "voevent", "mission": "Fermi", "instrument": "GBM", "messenger": "EM"},
        ),
    )


def _icecube_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("run_id")
    if x is not None:
        y = c.amon_key(x, t1.get("event_id"), "What/run_id", p)
        if y is not None:
            y = "icecube:" + y
        if y is not None:
            v["event_id"] = y


def _icecube_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _icecube_voevent_region(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.get("WhereWhen", r.EMPTY)
    y = None
    x = t1.get("src_error_90")
    if x is not None and late.get("ra") is not None:
        z = r.text_number(x, "What/src_error_90", p)
        if z is not None and (z in (0.0,)):
            z = None
        z = None if z is None else r.radius(z, "What/src_error_90", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.9, False
            y = Circle.hop_made(z)
    if y is None:
        x = t2.get("Error2Radius")
        if x is not None and late.get("ra") is not None:
            z = r.text_number(x, "WhereWhen/Error2Radius", p)
            if z is not None and (z in (0.0,)):
                z = None
            f = r.to_degrees(t2.get("unit"), "WhereWhen/unit", p)
            z = None if z is None or f is None else z * f
            z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
            z = None if z is None else {"radius": z}
            if z is not None:
                z["containment"], z["assumed"] = 0.9, True
                y = Circle.hop_made(z)
        if y is not None:
            o["region"] = _ICECUBE_VOEVENT_0
    if y is not None:
        v["region"] = y


def _icecube_voevent_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("skymap_fits")
    if x is not None:
        y = None
        z = r.url(x, "What/skymap_fits", p)
        if z is not None:
            y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            v["sky_map"] = y


def _icecube_voevent_far(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("FAR")
    if x is not None:
        y = r.text_number(x, "What/FAR", p)
        if y is not None:
            y = y * 3.168808781402895e-08
            if not y > 0.0:
                y = r.above(y, 0.0, "What/FAR", p)
        if y is not None:
            v["far"] = y


def _icecube_voevent_p_astro(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("signalness")
    if x is not None:
        y = r.text_number(x, "What/signalness", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "What/signalness", p)
        if y is not None:
            v["p_astro"] = y


def _icecube_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Trigger_ID")
    t2 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("Retraction")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_1[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_1
            else r.mapped(_ICECUBE_VOEVENT_1, x)
        )
    if y is None:
        x = t2.get("Rev")
        if x is not None:
            y = (
                _ICECUBE_VOEVENT_2[x]
                if type(x) is str and x in _ICECUBE_VOEVENT_2
                else r.mapped(_ICECUBE_VOEVENT_2, x)
            )
        if y is not None:
            o["kind"] = _ICECUBE_VOEVENT_3
    if y is not None:
        v["kind"] = y


def _icecube_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_4[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_4
            else r.mapped(_ICECUBE_VOEVENT_4, x)
        )
        if y is not None:
            v["stage"] = y


def _icecube_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Rev")
    if x is not None:
        y = r.integer(x, "What/Rev", p)
        if y is not None:
            v["sequence"] = y


def _icecube_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Trigger_ID")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Test")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_6[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_6
            else r.mapped(_ICECUBE_VOEVENT_6, x)
        )
        if y is True:
            a = a or _ICECUBE_VOEVENT_5
        elif y is False:
            b = b or _ICECUBE_VOEVENT_5
    x = t1.get("InternalTest")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_6[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_6
            else r.mapped(_ICECUBE_VOEVENT_6, x)
        )
        if y is True:
            a = a or _ICECUBE_VOEVENT_7
        elif y is False:
            b = b or _ICECUBE_VOEVENT_7
    x = t.get("@role")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_9[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_9
            else r.mapped(_ICECUBE_VOEVENT_9, x)
        )
        if y is True:
            a = a or _ICECUBE_VOEVENT_8
        elif y is False:
            b = b or _ICECUBE_VOEVENT_8
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _ICECUBE_VOEVENT_10
        elif y is False:
            b = b or _ICECUBE_VOEVENT_10
    if late.is_test:
        a = a or _ICECUBE_VOEVENT_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _icecube_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _ICECUBE_VOEVENT_12


_ICECUBE_VOEVENT_READERS: dict[str, Reader] = {
    "event_id": _icecube_voevent_event_id,
    "names": _voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _icecube_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _icecube_voevent_region,
    "sky_map": _icecube_voevent_sky_map,
    "far": _icecube_voevent_far,
    "p_astro": _icecube_voevent_p_astro,
    "kind": _icecube_voevent_kind,
    "stage": _icecube_voevent_stage,
    "sequence": _icecube_voevent_sequence,
    "is_test": _icecube_voevent_is_test,
    "refs": _voevent_refs,
    "message_id": _icecube_voevent_message_id,
}


def icecube_voevent(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_voevent.toml."""
    return (
        Alert.hop_read(
            _ICECUBE_VOEVENT_READERS,
            _ICECUBE_VOEVENT,
            (t, None, topic, is_test),
            {"family": "voevent", "mission": "IceCube", "messenger": "Neutrino"},
        ),
    )


def _lvc_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("GraceID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/GraceID", p)
        if y is not None:
            y = "lvk:" + y
        if y is not None:
            v["event_id"] = y


def _lvc_voevent_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.get("Why", r.EMPTY)
    n: list[Any]
    n = []
    x = t1.get("GraceID")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "What/GraceID", p)
            if y is not None:
                n.append(y)
    x = t2.get("Name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "Why/Name", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _lvc_voevent_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Instruments")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/Instruments", p)
        if y is not None:
            v["instrument"] = y


def _lvc_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _lvc_voevent_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("GW_SKYMAP")
    x = t1.get("skymap_fits")
    if x is not None:
        y = None
        z = r.url(x, "What/GW_SKYMAP/skymap_fits", p)
        if z is not None:
            y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            v["sky_map"] = y


def _lvc_voevent_far(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("FAR")
    if x is not None:
        y = r.text_number(x, "What/FAR", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "What/FAR", p)
        if y is not None:
            v["far"] = y


def _lvc_voevent_classes(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t.group("Classification") or None
    if x is not None:
        y = r.probabilities(x, "What/Classification", p, _LVC_VOEVENT_0, is_text=True)
        if y is not None:
            v["classes"] = y


def _lvc_voevent_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t.group("Properties") or None
    if x is not None:
        y = r.probabilities(x, "What/Properties", p, _LVC_VOEVENT_0, is_text=True)
        if y is not None:
            v["properties"] = y


def _lvc_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("AlertType")
    if x is not None:
        y = (
            _LVC_VOEVENT_1[x]
            if type(x) is str and x in _LVC_VOEVENT_1
            else r.mapped(_LVC_VOEVENT_1, x)
        )
        if y is not None:
            v["kind"] = y


def _lvc_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("AlertType")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/AlertType", p)
        if y is not None:
            v["stage"] = y


def _lvc_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Pkt_Ser_Num")
    if x is not None:
        y = r.integer(x, "What/Pkt_Ser_Num", p)
        if y is not None:
            v["sequence"] = y


def _lvc_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("GraceID")
    if x is not None:
        y = c.mock_superevent(x, "What/GraceID", p)
        if y is True:
            a = a or _LVC_VOEVENT_2
        elif y is False:
            b = b or _LVC_VOEVENT_2
    x = t1.get("HardwareInj")
    if x is not None:
        y = (
            _LVC_VOEVENT_4[x]
            if type(x) is str and x in _LVC_VOEVENT_4
            else r.mapped(_LVC_VOEVENT_4, x)
        )
        if y is True:
            a = a or _LVC_VOEVENT_3
        elif y is False:
            b = b or _LVC_VOEVENT_3
    x = t.get("@role")
    if x is not None:
        y = (
            _LVC_VOEVENT_6[x]
            if type(x) is str and x in _LVC_VOEVENT_6
            else r.mapped(_LVC_VOEVENT_6, x)
        )
        if y is True:
            a = a or _LVC_VOEVENT_5
        elif y is False:
            b = b or _LVC_VOEVENT_5
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _LVC_VOEVENT_7
        elif y is False:
            b = b or _LVC_VOEVENT_7
    if late.is_test:
        a = a or _LVC_VOEVENT_8
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _lvc_voevent_refs(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("External Coincidence")
    n: list[Any]
    n = []
    x = t1.get("External_Ivorn")
    if x is not None:
        for z in r.items(x):
            y = k.cited(CITED, z, "What/External Coincidence/External_Ivorn", p)
            if y is not None:
                n.append(Ref.hop_made({"kind": "coincidence", "event_id": y}))
    x = t.get("Citations")
    if x is not None:
        n += map(Ref.hop_made, k.citations(CITED, x))
    if n:
        v["refs"] = tuple(dict.fromkeys(n))


def _lvc_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _LVC_VOEVENT_9


_LVC_VOEVENT_READERS: dict[str, Reader] = {
    "event_id": _lvc_voevent_event_id,
    "names": _lvc_voevent_names,
    "instrument": _lvc_voevent_instrument,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _lvc_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _voevent_region,
    "sky_map": _lvc_voevent_sky_map,
    "far": _lvc_voevent_far,
    "classes": _lvc_voevent_classes,
    "properties": _lvc_voevent_properties,
    "kind": _lvc_voevent_kind,
    "stage": _lvc_voevent_stage,
    "sequence": _lvc_voevent_sequence,
    "is_test": _lvc_voevent_is_test,
    "refs": _lvc_voevent_refs,
    "message_id": _lvc_voevent_message_id,
}


def lvc_voevent(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/lvc_voevent.toml."""
    return (
        Alert.hop_read(
            _LVC_VOEVENT_READERS,
            _LVC_VOEVENT,
            (t, None, topic, is_test),
            {"family": "voevent", "mission": "LVK", "messenger": "GW"},
        ),
    )


def _swift_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TrigID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
        if y is not None:
            y = "swift:" + y
        if y is not None:
            v["event_id"] = y


def _swift_voevent_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_0[x]
            if type(x) is str and x in _SWIFT_VOEVENT_0
            else r.mapped(_SWIFT_VOEVENT_0, x)
        )
        if y is not None:
            v["instrument"] = y


def _swift_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_1[x]
            if type(x) is str and x in _SWIFT_VOEVENT_1
            else r.mapped(_SWIFT_VOEVENT_1, x)
        )
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _swift_voevent_region(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("Error2Radius")
    if x is not None and late.get("ra") is not None:
        y = None
        z = r.text_number(x, "WhereWhen/Error2Radius", p)
        if z is not None and (z in (0.0,)):
            z = None
        f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
        z = None if z is None or f is None else z * f
        z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.9, True
            z.setdefault("systematic", False)
            y = Circle.hop_made(z)
        if y is not None:
            v["region"] = y


def _swift_voevent_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("Rate_Signif")
    if x is not None:
        z = r.text_number(x, "What/Rate_Signif", p)
        if z is not None and not (z in (0.0,)):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
    if y is None:
        x = t1.get("Image_Signif")
        if x is not None:
            z = r.text_number(x, "What/Image_Signif", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _SWIFT_VOEVENT_2
    if y is None:
        x = t1.get("Det_Signif")
        if x is not None:
            z = r.text_number(x, "What/Det_Signif", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _SWIFT_VOEVENT_3
    if y is not None:
        v["significance"] = y


def _swift_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Solution_Status")
    y = None
    x = t1.get("StarTrack_Lost_Lock")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_4[x]
            if type(x) is str and x in _SWIFT_VOEVENT_4
            else r.mapped(_SWIFT_VOEVENT_4, x)
        )
    if y is None:
        x = t1.get("Def_NOT_a_GRB")
        if x is not None:
            y = (
                _SWIFT_VOEVENT_4[x]
                if type(x) is str and x in _SWIFT_VOEVENT_4
                else r.mapped(_SWIFT_VOEVENT_4, x)
            )
        if y is not None:
            o["kind"] = _SWIFT_VOEVENT_5
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _SWIFT_VOEVENT_6
    if y is not None:
        v["kind"] = y


def _swift_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_7[x]
            if type(x) is str and x in _SWIFT_VOEVENT_7
            else r.mapped(_SWIFT_VOEVENT_7, x)
        )
        if y is not None:
            v["stage"] = y


def _swift_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Pkt_Ser_Num")
    if x is not None:
        y = r.integer(x, "What/Pkt_Ser_Num", p)
        if y is not None:
            v["sequence"] = y


def _swift_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Solution_Status")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Test_Submission")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_9[x]
            if type(x) is str and x in _SWIFT_VOEVENT_9
            else r.mapped(_SWIFT_VOEVENT_9, x)
        )
        if y is True:
            a = a or _SWIFT_VOEVENT_8
        elif y is False:
            b = b or _SWIFT_VOEVENT_8
    x = t.get("@role")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_11[x]
            if type(x) is str and x in _SWIFT_VOEVENT_11
            else r.mapped(_SWIFT_VOEVENT_11, x)
        )
        if y is True:
            a = a or _SWIFT_VOEVENT_10
        elif y is False:
            b = b or _SWIFT_VOEVENT_10
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _SWIFT_VOEVENT_12
        elif y is False:
            b = b or _SWIFT_VOEVENT_12
    if late.is_test:
        a = a or _SWIFT_VOEVENT_13
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _swift_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    x: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    m0 = late.get("event_id")
    m1: Any = None
    x = t1.get("Packet_Type")
    if x is not None:
        m1 = x if type(x) is str and x.isalnum() else r.text(x, "What/Packet_Type", p)
    m2: Any = None
    x = t1.get("Segment_Num")
    if x is not None:
        m2 = x if type(x) is str and x.isalnum() else r.text(x, "What/Segment_Num", p)
    m3 = late.get("sent")
    m3 = None if m3 is None else r.iso(m3)
    if m0 is not None and m1 is not None and m2 is not None and m3 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}:{m3}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _SWIFT_VOEVENT_14


_SWIFT_VOEVENT_READERS: dict[str, Reader] = {
    "event_id": _swift_voevent_event_id,
    "names": _voevent_names,
    "instrument": _swift_voevent_instrument,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _swift_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _swift_voevent_region,
    "significance": _swift_voevent_significance,
    "kind": _swift_voevent_kind,
    "stage": _swift_voevent_stage,
    "sequence": _swift_voevent_sequence,
    "is_test": _swift_voevent_is_test,
    "refs": _voevent_refs,
    "message_id": _swift_voevent_message_id,
}


def swift_voevent(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_voevent.toml."""
    return (
        Alert.hop_read(
            _SWIFT_VOEVENT_READERS,
            _SWIFT_VOEVENT,
            (t, None, topic, is_test),
            {"family": "voevent", "mission": "Swift", "messenger": "EM"},
        ),
    )


GROUPS: frozenset[str] = frozenset(
    [
        "Classification",
        "External Coincidence",
        "GW_SKYMAP",
        "Properties",
        "Solution_Status",
        "Trigger_ID",
    ]
)
BY_PACKET: dict[Any, Any] = {
    ("nasa.gsfc.gcn", "110"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "111"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "112"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "115"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "131"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "173"): icecube_voevent,
    ("nasa.gsfc.gcn", "174"): icecube_voevent,
    ("nasa.gsfc.gcn", "176"): icecube_voevent,
    ("gwnet", ""): lvc_voevent,
    ("nasa.gsfc.gcn", "61"): swift_voevent,
    ("nasa.gsfc.gcn", "67"): swift_voevent,
    ("nasa.gsfc.gcn", "81"): swift_voevent,
    ("nasa.gsfc.gcn", "97"): swift_voevent,
}
DEFAULT: Any = voevent
