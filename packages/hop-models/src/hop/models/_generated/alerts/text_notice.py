# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format text-notice."""

from __future__ import annotations

from collections.abc import Callable
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

_TEXT_NOTICE_0 = Origin("NOTICE_TYPE")
_TEXT_NOTICE_1 = Origin(
    "TRIGGER_NUM", note="a superevent whose name begins with M or T is mock data or a test"
)
_TEXT_NOTICE_2 = Origin("TITLE")
_TEXT_NOTICE_3 = Origin("COMMENTS")
_TEXT_NOTICE_4 = Origin("DISCOVERY_DATE")
_TEXT_NOTICE_5 = Origin("TRIGGER_DATE")
_TEXT_NOTICE_6 = Origin("SRC_RA", note="of three epochs, J2000")
_TEXT_NOTICE_7 = Origin("SRC_DEC", note="of three epochs, J2000")
_TEXT_NOTICE_8 = Origin("SRC_ERROR")
_TEXT_NOTICE_9 = Origin("SRC_ERROR90")
_TEXT_NOTICE_10 = Origin("", note="hash of the content")
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
_FERMI_LAT_TEXT_0: dict[str, Any] = {
    "Fermi-LAT Offline GRB Position": "LAT_OFFLINE",
    "Fermi-LAT Test Position": "LAT_POS_TEST",
}
_FERMI_LAT_TEXT_1: dict[str, Any] = {
    "gcn.classic.text.FERMI_LAT_POS_INI": "LAT_POS_INI",
    "gcn.classic.text.FERMI_LAT_POS_UPD": "LAT_POS_UPD",
    "gcn.classic.text.FERMI_LAT_POS_DIAG": "LAT_POS_DIAG",
    "gcn.classic.text.FERMI_LAT_GND": "LAT_GND",
}
_FERMI_LAT_TEXT_2 = Origin("@topic", note="name of the packet type, by the topic")
_FERMI_LAT_TEXT_3 = Origin("", note="hash of the content")
_FERMI_LAT_TEXT: dict[str, Origin] = {
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
        "GRB_ERROR",
        note="containment by the mission's page, unless the notice says it; an older page says 1 sigma",
    ),
    "far": Origin("FAR", note="in the unit it states"),
    "significance": Origin("TRIGGER_SIGNIF"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="name of the packet type"),
    "sequence": Origin("RECORD_NUM"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sent"),
}
_GECAM_TEXT_0 = Origin("TRIGGER_NUMBER", note="tests have numbers from 100000000 on")
_GECAM_TEXT_1 = Origin("NOTICE_TYPE")
_GECAM_TEXT_2 = Origin(
    "TRIGGER_NUM", note="a superevent whose name begins with M or T is mock data or a test"
)
_GECAM_TEXT_3 = Origin("TITLE")
_GECAM_TEXT_4 = Origin("COMMENTS")
_GECAM_TEXT_5: dict[str, Any] = {"GECAM_FLT": "GECAM_FLT", "GECAM_GND": "GECAM_GND"}
_GECAM_TEXT_6 = Origin("", note="hash of the content")
_GECAM_TEXT: dict[str, Origin] = {
    "event_id": Origin("TRIGGER_NUMBER"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("MISSION"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("EVENT_DATE"),
    "time_of": Origin("EVENT_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin("SRC_ERROR68", note="containment by the name of the line"),
    "far": Origin("FAR", note="in the unit it states"),
    "significance": Origin("TRIGGER_SIGNIF"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="name of the packet type"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sent"),
}
_ICECUBE_TEXT_0 = Origin("SRC_ERROR50", note="containment by the name of the line")
_ICECUBE_TEXT_1: dict[str, Any] = {
    "0": "initial",
    "1": "update",
    "2": "update",
    "3": "update",
    "4": "update",
}
_ICECUBE_TEXT_2 = Origin("REVISION", note="the first revision is 0")
_ICECUBE_TEXT_3: dict[str, Any] = {
    "ICECUBE Astrotrack Gold": "Gold",
    "ICECUBE Astrotrack Bronze": "Bronze",
    "ICECUBE Cascade": "Cascade",
}
_ICECUBE_TEXT_4 = Origin("", note="hash of the content")
_ICECUBE_TEXT: dict[str, Origin] = {
    "event_id": Origin("RUN_NUM"),
    "aliases": Origin("EVENT_NAME"),
    "names": Origin("EVENT_NAME"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("DISCOVERY_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin("SRC_ERROR", note="containment by AMON's page, unless the notice says it"),
    "sky_map": Origin("SKYMAP_FITS_URL"),
    "far": Origin("FAR", note="in the unit it states"),
    "p_astro": Origin("SIGNALNESS"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="by the type of the notice"),
    "sequence": Origin("REVISION"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, sequence"),
}
_INTEGRAL_TEXT_0: dict[str, Any] = {
    "INTEGRAL Wakeup": "WAKEUP",
    "INTEGRAL Refined": "REFINED",
    "INTEGRAL Offline": "OFFLINE",
    "INTEGRAL Weak": "WEAK",
    "TEST INTEGRAL Wakeup": "WAKEUP",
    "TEST INTEGRAL Refined": "REFINED",
    "TEST INTEGRAL Offline": "OFFLINE",
    "TEST INTEGRAL Weak": "WEAK",
}
_INTEGRAL_TEXT_1 = Origin("TRIGGER_NUM", note="what stands above the lower 16 bits")
_INTEGRAL_TEXT_2 = Origin("", note="hash of the content")
_INTEGRAL_TEXT: dict[str, Origin] = {
    "event_id": Origin("TRIGGER_NUM", note="the lower 16 bits"),
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
    "significance": Origin("GRB_INTEN"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="name of the packet type"),
    "sequence": Origin("TRIGGER_NUM/Sub_Num"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sequence"),
}
_LVC_TEXT_0: dict[str, Any] = {
    "LVC Early Warning": "initial",
    "LVC Preliminary": "initial",
    "LVC Initial Skymap": "initial",
    "LVC Update Skymap": "update",
    "LVC Retraction": "retraction",
    "TEST LVC Early Warning": "initial",
    "TEST LVC Preliminary": "initial",
    "TEST LVC Initial Skymap": "initial",
    "TEST LVC Update Skymap": "update",
    "TEST LVC Retraction": "retraction",
}
_LVC_TEXT_1: dict[str, Any] = {
    "LVC Early Warning": "EarlyWarning",
    "LVC Preliminary": "Preliminary",
    "LVC Initial Skymap": "Initial",
    "LVC Update Skymap": "Update",
    "LVC Retraction": "Retraction",
    "TEST LVC Early Warning": "EarlyWarning",
    "TEST LVC Preliminary": "Preliminary",
    "TEST LVC Initial Skymap": "Initial",
    "TEST LVC Update Skymap": "Update",
    "TEST LVC Retraction": "Retraction",
}
_LVC_TEXT_2 = Origin("", note="hash of the content")
_LVC_TEXT: dict[str, Origin] = {
    "event_id": Origin("TRIGGER_NUM"),
    "names": Origin("TRIGGER_NUM"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("TRIGGER_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin("GRB_ERROR"),
    "sky_map": Origin("SKYMAP_FITS_URL"),
    "far": Origin("FAR", note="in the unit it states"),
    "classes": Origin("PROB_BNS"),
    "properties": Origin("PROB_NS"),
    "kind": Origin("NOTICE_TYPE"),
    "stage": Origin("NOTICE_TYPE", note="the name that the VOEvents have for the type"),
    "sequence": Origin("SEQUENCE_NUM"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sequence"),
}
_MAXI_TEXT_0 = Origin("SRC_ID_NUM")
_MAXI_TEXT_1 = Origin("SRC_DATE")
_MAXI_TEXT_2 = Origin("GRB_RA", note="of three epochs, J2000")
_MAXI_TEXT_3 = Origin("GRB_DEC", note="of three epochs, J2000")
_MAXI_TEXT_4 = Origin("SRC_RA", note="of three epochs, J2000")
_MAXI_TEXT_5 = Origin("SRC_DEC", note="of three epochs, J2000")
_MAXI_TEXT_6 = Origin(
    "SRC_ERROR", note="containment by the mission's page, unless the notice says it"
)
_MAXI_TEXT_7: dict[str, Any] = {
    "MAXI Known Source Position": "MAXI_KNOWN",
    "MAXI Unknown Source Position": "MAXI_UNKNOWN",
    "MAXI Test Position": "MAXI_TEST",
}
_MAXI_TEXT_8: dict[str, Any] = {
    "gcn.classic.text.MAXI_KNOWN": "MAXI_KNOWN",
    "gcn.classic.text.MAXI_UNKNOWN": "MAXI_UNKNOWN",
}
_MAXI_TEXT_9 = Origin("@topic", note="name of the packet type, by the topic")
_MAXI_TEXT_10 = Origin("", note="hash of the content")
_MAXI_TEXT: dict[str, Origin] = {
    "event_id": Origin("EVENT_ID_NUM"),
    "names": Origin("SRC_NAME"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("EVENT_DATE"),
    "time_of": Origin("EVENT_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("EVENT_RA", note="of three epochs, J2000"),
    "dec": Origin("EVENT_DEC", note="of three epochs, J2000"),
    "region": Origin(
        "EVENT_ERROR", note="containment by the mission's page, unless the notice says it"
    ),
    "far": Origin("FAR", note="in the unit it states"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="name of the packet type"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sent"),
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
_TIMING_TEXT_0 = Origin("TRIGGER_NUM")
_TIMING_TEXT_1: dict[str, Any] = {
    "gcn.classic.text.IPN_RAW": "IPN",
    "gcn.classic.text.INTEGRAL_SPIACS": "INTEGRAL",
    "gcn.classic.text.KONUS_LC": "KONUS",
    "gcn.classic.text.CALET_GBM_FLT_LC": "CALET",
    "gcn.classic.text.CALET_GBM_GND_LC": "CALET",
}
_TIMING_TEXT_2: dict[str, Any] = {
    "gcn.classic.text.INTEGRAL_SPIACS": "SPI-ACS",
    "gcn.classic.text.CALET_GBM_FLT_LC": "GBM",
    "gcn.classic.text.CALET_GBM_GND_LC": "GBM",
}
_TIMING_TEXT_3 = Origin("TRIGGER_DATE")
_TIMING_TEXT_4: dict[str, Any] = {
    "gcn.classic.text.IPN_RAW": "IPN_RAW",
    "gcn.classic.text.INTEGRAL_SPIACS": "INTEGRAL_SPIACS",
    "gcn.classic.text.KONUS_LC": "KONUS_LC",
    "gcn.classic.text.CALET_GBM_FLT_LC": "CALET_GBM_FLT_LC",
    "gcn.classic.text.CALET_GBM_GND_LC": "CALET_GBM_GND_LC",
}
_TIMING_TEXT_5 = Origin("", note="hash of the content")
_TIMING_TEXT: dict[str, Origin] = {
    "event_id": Origin("TRIGGER_NUM"),
    "mission": Origin("@topic"),
    "instrument": Origin("@topic"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("GRB_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "far": Origin("FAR", note="in the unit it states"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("@topic", note="name of the packet type, by the topic"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, stage, sent"),
}
_HAWC_TEXT_0: dict[str, Any] = {"HAWC Burst Monitor": "HAWC_BURST_MONITOR"}
_HAWC_TEXT_1 = Origin("", note="hash of the content")
_HAWC_TEXT: dict[str, Origin] = {
    "event_id": Origin("RUN_NUM"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("DISCOVERY_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin("SRC_ERROR"),
    "sky_map": Origin("SKYMAP_FITS_URL"),
    "far": Origin("FAR", note="in the unit it states"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="name of the packet type"),
    "sequence": Origin("REVISION"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, sequence"),
}
_NU_EM_TEXT_0: dict[str, Any] = {"AMON Neutrino-EM Coincidence": "NU_EM_COINC"}
_NU_EM_TEXT_1 = Origin("", note="hash of the content")
_NU_EM_TEXT: dict[str, Origin] = {
    "event_id": Origin("RUN_NUM"),
    "mission": Origin("", True, note="constant of the table"),
    "time": Origin("GRB_DATE"),
    "time_of": Origin("DISCOVERY_DATE"),
    "sent": Origin("NOTICE_DATE"),
    "ra": Origin("GRB_RA", note="of three epochs, J2000"),
    "dec": Origin("GRB_DEC", note="of three epochs, J2000"),
    "region": Origin("SRC_ERROR", note="containment by AMON's page, unless the notice says it"),
    "far": Origin("FAR", note="in the unit it states"),
    "kind": Origin("COMMENTS"),
    "stage": Origin("NOTICE_TYPE", note="name of the packet type"),
    "sequence": Origin("REVISION"),
    "subject": Origin("NOTICE_TYPE"),
    "message_id": Origin("event_id, sequence"),
}


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
            a = a or _TEXT_NOTICE_0
        elif y is False:
            b = b or _TEXT_NOTICE_0
    x = t.get("trigger_num")
    if x is not None:
        y = c.mock_trigger(x, "TRIGGER_NUM", p)
        if y is True:
            a = a or _TEXT_NOTICE_1
        elif y is False:
            b = b or _TEXT_NOTICE_1
    x = t.get("title")
    if x is not None:
        y = c.test_words(x, "TITLE", p)
        if y is True:
            a = a or _TEXT_NOTICE_2
        elif y is False:
            b = b or _TEXT_NOTICE_2
    x = t.get("comments")
    if x is not None:
        y = c.test_comment(x, "COMMENTS", p)
        if y is True:
            a = a or _TEXT_NOTICE_3
        elif y is False:
            b = b or _TEXT_NOTICE_3
    if a is None:
        a = late.mark_of_test()
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


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
            o["time"] = _TEXT_NOTICE_4
    if y is None:
        x = t.get("trigger_date")
        if x is not None:
            y = c.text_time(x, t.get("trigger_time"), "TRIGGER_DATE", p)
        if y is not None:
            o["time"] = _TEXT_NOTICE_5
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
            o["ra"] = _TEXT_NOTICE_6
            o["dec"] = _TEXT_NOTICE_7
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
            o["region"] = _TEXT_NOTICE_8
    if y is None:
        x = t.get("src_error90")
        if x is not None and late.get("ra") is not None:
            z = c.stated_region(x, "SRC_ERROR90", p)
            if z is not None:
                pass
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _TEXT_NOTICE_9
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


def _text_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("text-notice", t)
    o["message_id"] = _TEXT_NOTICE_10


_TEXT_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "time": _text_notice_time,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _text_notice_region,
    "far": _text_notice_far,
    "kind": _text_notice_kind,
    "subject": _text_notice_subject,
    "message_id": _text_notice_message_id,
}


def text_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/text_notice.toml."""
    return (
        Alert.hop_read(
            _TEXT_NOTICE_READERS,
            _TEXT_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "text-notice"},
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
    "is_test": _text_notice_is_test,
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
    "message_id": _fermi_gbm_text_message_id,
}


def fermi_gbm_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_text.toml."""
    return (
        Alert.hop_read(
            _FERMI_GBM_TEXT_READERS,
            _FERMI_GBM_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "Fermi", "instrument": "GBM", "messenger": "EM"},
        ),
    )


def _fermi_lat_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_num")
    if x is not None:
        y = r.first_word(x, "TRIGGER_NUM", p)
        if y is not None:
            y = "fermi-lat:" + y
        if y is not None:
            v["event_id"] = y


def _fermi_lat_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("grb_date")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _fermi_lat_text_region(late: Late, t: Any) -> None:
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
            z.setdefault("systematic", False)
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _fermi_lat_text_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_signif")
    if x is not None:
        y = None
        z = r.leading_number(x, "TRIGGER_SIGNIF", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            v["significance"] = y


def _fermi_lat_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("notice_type")
    if x is not None:
        y = (
            _FERMI_LAT_TEXT_0[x]
            if type(x) is str and x in _FERMI_LAT_TEXT_0
            else r.mapped(_FERMI_LAT_TEXT_0, x)
        )
    if y is None:
        x = late.topic
        if x is not None:
            y = (
                _FERMI_LAT_TEXT_1[x]
                if type(x) is str and x in _FERMI_LAT_TEXT_1
                else r.mapped(_FERMI_LAT_TEXT_1, x)
            )
        if y is not None:
            o["stage"] = _FERMI_LAT_TEXT_2
    if y is not None:
        v["stage"] = y


def _fermi_lat_text_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("record_num")
    if x is not None:
        y = r.integer(x, "RECORD_NUM", p)
        if y is not None:
            v["sequence"] = y


def _fermi_lat_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _FERMI_LAT_TEXT_3


_FERMI_LAT_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _fermi_lat_text_event_id,
    "time": _text_notice_time,
    "time_of": _fermi_lat_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _fermi_lat_text_region,
    "far": _text_notice_far,
    "significance": _fermi_lat_text_significance,
    "kind": _text_notice_kind,
    "stage": _fermi_lat_text_stage,
    "sequence": _fermi_lat_text_sequence,
    "subject": _text_notice_subject,
    "message_id": _fermi_lat_text_message_id,
}


def fermi_lat_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_lat_text.toml."""
    return (
        Alert.hop_read(
            _FERMI_LAT_TEXT_READERS,
            _FERMI_LAT_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "Fermi", "instrument": "LAT", "messenger": "EM"},
        ),
    )


def _gecam_text_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("trigger_number")
    if x is not None:
        y = c.gecam_test(x, "TRIGGER_NUMBER", p)
        if y is True:
            a = a or _GECAM_TEXT_0
        elif y is False:
            b = b or _GECAM_TEXT_0
    x = t.get("notice_type")
    if x is not None:
        y = c.test_words(x, "NOTICE_TYPE", p)
        if y is True:
            a = a or _GECAM_TEXT_1
        elif y is False:
            b = b or _GECAM_TEXT_1
    x = t.get("trigger_num")
    if x is not None:
        y = c.mock_trigger(x, "TRIGGER_NUM", p)
        if y is True:
            a = a or _GECAM_TEXT_2
        elif y is False:
            b = b or _GECAM_TEXT_2
    x = t.get("title")
    if x is not None:
        y = c.test_words(x, "TITLE", p)
        if y is True:
            a = a or _GECAM_TEXT_3
        elif y is False:
            b = b or _GECAM_TEXT_3
    x = t.get("comments")
    if x is not None:
        y = c.test_comment(x, "COMMENTS", p)
        if y is True:
            a = a or _GECAM_TEXT_4
        elif y is False:
            b = b or _GECAM_TEXT_4
    if a is None:
        a = late.mark_of_test()
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


def _gecam_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_number")
    if x is not None:
        y = r.first_word(x, "TRIGGER_NUMBER", p)
        if y is not None:
            y = "gecam:" + y
        if y is not None:
            v["event_id"] = y


def _gecam_text_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("mission")
    if x is not None:
        y = r.first_word(x, "MISSION", p)
        if y is not None:
            y = "GECAM-" + y
        if y is not None:
            v["instrument"] = y


def _gecam_text_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("event_date")
    if x is not None:
        y = c.text_time(x, t.get("event_time"), "EVENT_DATE", p)
        if y is not None:
            v["time"] = y


def _gecam_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("event_date")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _gecam_text_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("src_error68")
    if x is not None and late.get("ra") is not None:
        y = None
        z = c.stated_region(x, "SRC_ERROR68", p)
        if z is not None:
            if "containment" not in z:
                z["containment"], z["assumed"] = 0.68, False
            z.setdefault("systematic", False)
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _gecam_text_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_signif")
    if x is not None:
        y = None
        z = r.leading_number(x, "TRIGGER_SIGNIF", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            v["significance"] = y


def _gecam_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _GECAM_TEXT_5[x]
            if type(x) is str and x in _GECAM_TEXT_5
            else r.mapped(_GECAM_TEXT_5, x)
        )
        if y is not None:
            v["stage"] = y


def _gecam_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _GECAM_TEXT_6


_GECAM_TEXT_READERS: dict[str, Reader] = {
    "is_test": _gecam_text_is_test,
    "event_id": _gecam_text_event_id,
    "instrument": _gecam_text_instrument,
    "time": _gecam_text_time,
    "time_of": _gecam_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _gecam_text_region,
    "far": _text_notice_far,
    "significance": _gecam_text_significance,
    "kind": _text_notice_kind,
    "stage": _gecam_text_stage,
    "subject": _text_notice_subject,
    "message_id": _gecam_text_message_id,
}


def gecam_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/gecam_text.toml."""
    return (
        Alert.hop_read(
            _GECAM_TEXT_READERS,
            _GECAM_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "GECAM", "messenger": "EM"},
        ),
    )


def _icecube_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("run_num")
    if x is not None:
        y = c.amon_key(x, t.get("event_num"), "RUN_NUM", p)
        if y is not None:
            y = "icecube:" + y
        if y is not None:
            v["event_id"] = y


def _icecube_text_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "EVENT_NAME", p)
            if y is not None:
                n.append("icecube:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _icecube_text_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "EVENT_NAME", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _icecube_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("discovery_date")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _icecube_text_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("src_error")
    if x is not None and late.get("ra") is not None:
        z = c.stated_region(x, "SRC_ERROR", p)
        if z is not None:
            if "containment" not in z:
                z["containment"], z["assumed"] = 0.9, True
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
    if y is None:
        x = t.get("src_error50")
        if x is not None and late.get("ra") is not None:
            z = c.stated_region(x, "SRC_ERROR50", p)
            if z is not None:
                if "containment" not in z:
                    z["containment"], z["assumed"] = 0.5, False
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _ICECUBE_TEXT_0
    if y is not None:
        v["region"] = y


def _icecube_text_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("skymap_fits_url")
    if x is not None:
        y = None
        z = r.url(x, "SKYMAP_FITS_URL", p)
        if z is not None:
            y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            v["sky_map"] = y


def _icecube_text_p_astro(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("signalness")
    if x is not None:
        y = r.leading_number(x, "SIGNALNESS", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "SIGNALNESS", p)
        if y is not None:
            v["p_astro"] = y


def _icecube_text_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("comments")
    if x is not None:
        y = c.not_a_burst(x, "COMMENTS", p)
    if y is None:
        x = t.get("revision")
        if x is not None:
            y = (
                _ICECUBE_TEXT_1[x]
                if type(x) is str and x in _ICECUBE_TEXT_1
                else r.mapped(_ICECUBE_TEXT_1, x)
            )
        if y is not None:
            o["kind"] = _ICECUBE_TEXT_2
    if y is not None:
        v["kind"] = y


def _icecube_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _ICECUBE_TEXT_3[x]
            if type(x) is str and x in _ICECUBE_TEXT_3
            else r.mapped(_ICECUBE_TEXT_3, x)
        )
        if y is not None:
            v["stage"] = y


def _icecube_text_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("revision")
    if x is not None:
        y = r.integer(x, "REVISION", p)
        if y is not None:
            v["sequence"] = y


def _icecube_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _ICECUBE_TEXT_4


_ICECUBE_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _icecube_text_event_id,
    "aliases": _icecube_text_aliases,
    "names": _icecube_text_names,
    "time": _text_notice_time,
    "time_of": _icecube_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _icecube_text_region,
    "sky_map": _icecube_text_sky_map,
    "far": _text_notice_far,
    "p_astro": _icecube_text_p_astro,
    "kind": _icecube_text_kind,
    "stage": _icecube_text_stage,
    "sequence": _icecube_text_sequence,
    "subject": _text_notice_subject,
    "message_id": _icecube_text_message_id,
}


def icecube_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_text.toml."""
    return (
        Alert.hop_read(
            _ICECUBE_TEXT_READERS,
            _ICECUBE_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "IceCube", "messenger": "Neutrino"},
        ),
    )


def _integral_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_num")
    if x is not None:
        y = c.integral_trigger(x, "TRIGGER_NUM", p)
        if y is not None:
            y = "integral:" + y
        if y is not None:
            v["event_id"] = y


def _integral_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("grb_date")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _integral_text_region(late: Late, t: Any) -> None:
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
            z.setdefault("systematic", False)
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _integral_text_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("grb_inten")
    if x is not None:
        y = None
        z = r.leading_number(x, "GRB_INTEN", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            v["significance"] = y


def _integral_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _INTEGRAL_TEXT_0[x]
            if type(x) is str and x in _INTEGRAL_TEXT_0
            else r.mapped(_INTEGRAL_TEXT_0, x)
        )
        if y is not None:
            v["stage"] = y


def _integral_text_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = r.part(t.get("trigger_num"), "Sub_Num")
    if x is not None:
        y = r.integer(x, "TRIGGER_NUM/Sub_Num", p)
    if y is None:
        x = t.get("trigger_num")
        if x is not None:
            y = c.integral_part(x, "TRIGGER_NUM", p)
        if y is not None:
            o["sequence"] = _INTEGRAL_TEXT_1
    if y is not None:
        v["sequence"] = y


def _integral_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _INTEGRAL_TEXT_2


_INTEGRAL_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _integral_text_event_id,
    "time": _text_notice_time,
    "time_of": _integral_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _integral_text_region,
    "far": _text_notice_far,
    "significance": _integral_text_significance,
    "kind": _text_notice_kind,
    "stage": _integral_text_stage,
    "sequence": _integral_text_sequence,
    "subject": _text_notice_subject,
    "message_id": _integral_text_message_id,
}


def integral_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/integral_text.toml."""
    return (
        Alert.hop_read(
            _INTEGRAL_TEXT_READERS,
            _INTEGRAL_TEXT,
            (t, None, topic, mark_of_test),
            {
                "family": "text-notice",
                "mission": "INTEGRAL",
                "instrument": "IBIS",
                "messenger": "EM",
            },
        ),
    )


def _lvc_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_num")
    if x is not None:
        y = r.first_word(x, "TRIGGER_NUM", p)
        if y is not None:
            y = "lvk:" + y
        if y is not None:
            v["event_id"] = y


def _lvc_text_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("trigger_num")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.first_word(z, "TRIGGER_NUM", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _lvc_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_date")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _lvc_text_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("skymap_fits_url")
    if x is not None:
        y = None
        z = r.url(x, "SKYMAP_FITS_URL", p)
        if z is not None:
            y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            v["sky_map"] = y


def _lvc_text_classes(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("prob_bns")
    if x is not None:
        y = c.superevent_classes(
            x,
            t.get("prob_nsbh"),
            t.get("prob_bbh"),
            t.get("prob_massgap"),
            t.get("prob_terres"),
            "PROB_BNS",
            p,
        )
        if y is not None:
            v["classes"] = y


def _lvc_text_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("prob_ns")
    if x is not None:
        y = c.superevent_properties(x, t.get("prob_remnant"), "PROB_NS", p)
        if y is not None:
            v["properties"] = y


def _lvc_text_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = _LVC_TEXT_0[x] if type(x) is str and x in _LVC_TEXT_0 else r.mapped(_LVC_TEXT_0, x)
        if y is not None:
            v["kind"] = y


def _lvc_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = _LVC_TEXT_1[x] if type(x) is str and x in _LVC_TEXT_1 else r.mapped(_LVC_TEXT_1, x)
        if y is not None:
            v["stage"] = y


def _lvc_text_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("sequence_num")
    if x is not None:
        y = r.integer(x, "SEQUENCE_NUM", p)
        if y is not None:
            v["sequence"] = y


def _lvc_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _LVC_TEXT_2


_LVC_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _lvc_text_event_id,
    "names": _lvc_text_names,
    "time": _text_notice_time,
    "time_of": _lvc_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _text_notice_region,
    "sky_map": _lvc_text_sky_map,
    "far": _text_notice_far,
    "classes": _lvc_text_classes,
    "properties": _lvc_text_properties,
    "kind": _lvc_text_kind,
    "stage": _lvc_text_stage,
    "sequence": _lvc_text_sequence,
    "subject": _text_notice_subject,
    "message_id": _lvc_text_message_id,
}


def lvc_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/lvc_text.toml."""
    return (
        Alert.hop_read(
            _LVC_TEXT_READERS,
            _LVC_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "LVK", "messenger": "GW"},
        ),
    )


def _maxi_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("event_id_num")
    if x is not None:
        y = r.first_word(x, "EVENT_ID_NUM", p)
        if y is not None:
            y = "maxi:" + y
    if y is None:
        x = t.get("src_id_num")
        if x is not None:
            y = r.first_word(x, "SRC_ID_NUM", p)
            if y is not None:
                y = "maxi:" + y
        if y is not None:
            o["event_id"] = _MAXI_TEXT_0
    if y is not None:
        v["event_id"] = y


def _maxi_text_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("src_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "SRC_NAME", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _maxi_text_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("event_date")
    if x is not None:
        y = c.text_time(x, t.get("event_time"), "EVENT_DATE", p)
    if y is None:
        x = t.get("src_date")
        if x is not None:
            y = c.text_time(x, t.get("src_time"), "SRC_DATE", p)
        if y is not None:
            o["time"] = _MAXI_TEXT_1
    if y is not None:
        v["time"] = y


def _maxi_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("event_date")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("src_date")
        if x is not None:
            y = "event"
        if y is not None:
            o["time_of"] = _MAXI_TEXT_1
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _maxi_text_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x, z = t.get("event_ra"), t.get("event_dec")
    if x is not None or z is not None:
        if x is not None:
            x = c.j2000(x, "EVENT_RA", p)
        if z is not None:
            z = c.j2000(z, "EVENT_DEC", p)
        y = r.position(x, z, ("EVENT_RA", "EVENT_DEC"), p)
    if y is None:
        x, z = t.get("grb_ra"), t.get("grb_dec")
        if x is not None or z is not None:
            if x is not None:
                x = c.j2000(x, "GRB_RA", p)
            if z is not None:
                z = c.j2000(z, "GRB_DEC", p)
            y = r.position(x, z, ("GRB_RA", "GRB_DEC"), p)
        if y is not None:
            o["ra"] = _MAXI_TEXT_2
            o["dec"] = _MAXI_TEXT_3
    if y is None:
        x, z = t.get("src_ra"), t.get("src_dec")
        if x is not None or z is not None:
            if x is not None:
                x = c.j2000(x, "SRC_RA", p)
            if z is not None:
                z = c.j2000(z, "SRC_DEC", p)
            y = r.position(x, z, ("SRC_RA", "SRC_DEC"), p)
        if y is not None:
            o["ra"] = _MAXI_TEXT_4
            o["dec"] = _MAXI_TEXT_5
    if y is not None:
        v["ra"], v["dec"] = y


def _maxi_text_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("event_error")
    if x is not None and late.get("ra") is not None:
        z = c.stated_region(x, "EVENT_ERROR", p)
        if z is not None:
            if "containment" not in z:
                z["containment"], z["assumed"] = 0.9, True
            z.setdefault("systematic", True)
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
    if y is None:
        x = t.get("src_error")
        if x is not None and late.get("ra") is not None:
            z = c.stated_region(x, "SRC_ERROR", p)
            if z is not None:
                if "containment" not in z:
                    z["containment"], z["assumed"] = 0.9, True
                z.setdefault("systematic", True)
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _MAXI_TEXT_6
    if y is not None:
        v["region"] = y


def _maxi_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("notice_type")
    if x is not None:
        y = _MAXI_TEXT_7[x] if type(x) is str and x in _MAXI_TEXT_7 else r.mapped(_MAXI_TEXT_7, x)
    if y is None:
        x = late.topic
        if x is not None:
            y = (
                _MAXI_TEXT_8[x]
                if type(x) is str and x in _MAXI_TEXT_8
                else r.mapped(_MAXI_TEXT_8, x)
            )
        if y is not None:
            o["stage"] = _MAXI_TEXT_9
    if y is not None:
        v["stage"] = y


def _maxi_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _MAXI_TEXT_10


_MAXI_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _maxi_text_event_id,
    "names": _maxi_text_names,
    "time": _maxi_text_time,
    "time_of": _maxi_text_time_of,
    "sent": _text_notice_sent,
    "ra": _maxi_text_position,
    "dec": _maxi_text_position,
    "region": _maxi_text_region,
    "far": _text_notice_far,
    "kind": _text_notice_kind,
    "stage": _maxi_text_stage,
    "subject": _text_notice_subject,
    "message_id": _maxi_text_message_id,
}


def maxi_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/maxi_text.toml."""
    return (
        Alert.hop_read(
            _MAXI_TEXT_READERS,
            _MAXI_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "MAXI", "instrument": "GSC", "messenger": "EM"},
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
    "is_test": _text_notice_is_test,
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
    "message_id": _swift_text_message_id,
}


def swift_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_text.toml."""
    return (
        Alert.hop_read(
            _SWIFT_TEXT_READERS,
            _SWIFT_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "Swift", "messenger": "EM"},
        ),
    )


def _timing_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("trigger_num")
    if x is not None and late.topic in ("gcn.classic.text.IPN_RAW",):
        y = r.first_word(x, "TRIGGER_NUM", p)
        if y is not None:
            y = "ipn:" + y
    if y is None:
        x = t.get("trigger_num")
        if x is not None and late.topic in ("gcn.classic.text.INTEGRAL_SPIACS",):
            y = r.first_word(x, "TRIGGER_NUM", p)
            if y is not None:
                y = "integral-spiacs:" + y
        if y is not None:
            o["event_id"] = _TIMING_TEXT_0
    if y is None:
        x = t.get("trigger_num")
        if x is not None and late.topic in ("gcn.classic.text.KONUS_LC",):
            y = r.first_word(x, "TRIGGER_NUM", p)
            if y is not None:
                y = "konus:" + y
        if y is not None:
            o["event_id"] = _TIMING_TEXT_0
    if y is None:
        x = t.get("trigger_num")
        if x is not None and late.topic in (
            "gcn.classic.text.CALET_GBM_FLT_LC",
            "gcn.classic.text.CALET_GBM_GND_LC",
        ):
            y = r.first_word(x, "TRIGGER_NUM", p)
            if y is not None:
                y = "calet:" + y
        if y is not None:
            o["event_id"] = _TIMING_TEXT_0
    if y is not None:
        v["event_id"] = y


def _timing_text_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = late.topic
    if x is not None:
        y = (
            _TIMING_TEXT_1[x]
            if type(x) is str and x in _TIMING_TEXT_1
            else r.mapped(_TIMING_TEXT_1, x)
        )
        if y is not None:
            v["mission"] = y


def _timing_text_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = late.topic
    if x is not None:
        y = (
            _TIMING_TEXT_2[x]
            if type(x) is str and x in _TIMING_TEXT_2
            else r.mapped(_TIMING_TEXT_2, x)
        )
        if y is not None:
            v["instrument"] = y


def _timing_text_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("grb_date")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("trigger_date")
        if x is not None:
            y = "event"
        if y is not None:
            o["time_of"] = _TIMING_TEXT_3
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _timing_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = late.topic
    if x is not None:
        y = (
            _TIMING_TEXT_4[x]
            if type(x) is str and x in _TIMING_TEXT_4
            else r.mapped(_TIMING_TEXT_4, x)
        )
        if y is not None:
            v["stage"] = y


def _timing_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _TIMING_TEXT_5


_TIMING_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _timing_text_event_id,
    "mission": _timing_text_mission,
    "instrument": _timing_text_instrument,
    "time": _text_notice_time,
    "time_of": _timing_text_time_of,
    "sent": _text_notice_sent,
    "far": _text_notice_far,
    "kind": _text_notice_kind,
    "stage": _timing_text_stage,
    "subject": _text_notice_subject,
    "message_id": _timing_text_message_id,
}


def timing_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/timing_text.toml."""
    return (
        Alert.hop_read(
            _TIMING_TEXT_READERS,
            _TIMING_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "messenger": "EM"},
        ),
    )


def _hawc_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("run_num")
    if x is not None:
        y = c.amon_key(x, t.get("event_num"), "RUN_NUM", p)
        if y is not None:
            y = "hawc:" + y
        if y is not None:
            v["event_id"] = y


def _hawc_text_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("src_error")
    if x is not None and late.get("ra") is not None:
        y = None
        z = c.stated_region(x, "SRC_ERROR", p)
        if z is not None:
            pass
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _hawc_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = _HAWC_TEXT_0[x] if type(x) is str and x in _HAWC_TEXT_0 else r.mapped(_HAWC_TEXT_0, x)
        if y is not None:
            v["stage"] = y


def _hawc_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _HAWC_TEXT_1


_HAWC_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _hawc_text_event_id,
    "time": _text_notice_time,
    "time_of": _icecube_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _hawc_text_region,
    "sky_map": _icecube_text_sky_map,
    "far": _text_notice_far,
    "kind": _icecube_text_kind,
    "stage": _hawc_text_stage,
    "sequence": _icecube_text_sequence,
    "subject": _text_notice_subject,
    "message_id": _hawc_text_message_id,
}


def hawc_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/hawc_text.toml."""
    return (
        Alert.hop_read(
            _HAWC_TEXT_READERS,
            _HAWC_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "HAWC", "messenger": "EM"},
        ),
    )


def _nu_em_text_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("run_num")
    if x is not None:
        y = c.amon_key(x, t.get("event_num"), "RUN_NUM", p)
        if y is not None:
            y = "amon:" + y
        if y is not None:
            v["event_id"] = y


def _nu_em_text_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("notice_type")
    if x is not None:
        y = (
            _NU_EM_TEXT_0[x]
            if type(x) is str and x in _NU_EM_TEXT_0
            else r.mapped(_NU_EM_TEXT_0, x)
        )
        if y is not None:
            v["stage"] = y


def _nu_em_text_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("text-notice", t)
        o["message_id"] = _NU_EM_TEXT_1


_NU_EM_TEXT_READERS: dict[str, Reader] = {
    "is_test": _text_notice_is_test,
    "event_id": _nu_em_text_event_id,
    "time": _text_notice_time,
    "time_of": _icecube_text_time_of,
    "sent": _text_notice_sent,
    "ra": _text_notice_position,
    "dec": _text_notice_position,
    "region": _icecube_text_region,
    "far": _text_notice_far,
    "kind": _icecube_text_kind,
    "stage": _nu_em_text_stage,
    "sequence": _icecube_text_sequence,
    "subject": _text_notice_subject,
    "message_id": _nu_em_text_message_id,
}


def nu_em_text(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/nu_em_text.toml."""
    return (
        Alert.hop_read(
            _NU_EM_TEXT_READERS,
            _NU_EM_TEXT,
            (t, None, topic, mark_of_test),
            {"family": "text-notice", "mission": "AMON"},
        ),
    )


BY_NOTICE_TYPE: dict[Any, Any] = {
    "fermi-gbm alert": fermi_gbm_text,
    "fermi-gbm flight position": fermi_gbm_text,
    "fermi-gbm ground position": fermi_gbm_text,
    "fermi-gbm final position": fermi_gbm_text,
    "fermi-lat position": fermi_lat_text,
    "fermi-lat test position": fermi_lat_text,
    "fermi-lat offline grb position": fermi_lat_text,
    "gecam_flt": gecam_text,
    "gecam_gnd": gecam_text,
    "hawc burst monitor": hawc_text,
    "icecube astrotrack gold": icecube_text,
    "icecube astrotrack bronze": icecube_text,
    "icecube cascade": icecube_text,
    "integral wakeup": integral_text,
    "integral refined": integral_text,
    "integral offline": integral_text,
    "integral weak": integral_text,
    "test integral wakeup": integral_text,
    "test integral refined": integral_text,
    "test integral offline": integral_text,
    "test integral weak": integral_text,
    "maxi position": maxi_text,
    "maxi known source position": maxi_text,
    "maxi unknown source position": maxi_text,
    "maxi test position": maxi_text,
    "amon neutrino-em coincidence": nu_em_text,
}
BY_TITLE: dict[Any, Any] = {
    "gcn/lvc notice": lvc_text,
    "gcn/swift notice": swift_text,
}
BY_TOPIC: dict[Any, Any] = {
    "fermi_gbm_alert": fermi_gbm_text,
    "fermi_gbm_flt_pos": fermi_gbm_text,
    "fermi_gbm_gnd_pos": fermi_gbm_text,
    "fermi_gbm_fin_pos": fermi_gbm_text,
    "fermi_lat_pos_ini": fermi_lat_text,
    "fermi_lat_pos_upd": fermi_lat_text,
    "fermi_lat_pos_diag": fermi_lat_text,
    "fermi_lat_pos_test": fermi_lat_text,
    "fermi_lat_gnd": fermi_lat_text,
    "fermi_lat_offline": fermi_lat_text,
    "gecam_flt": gecam_text,
    "gecam_gnd": gecam_text,
    "hawc_burst_monitor": hawc_text,
    "icecube_astrotrack_gold": icecube_text,
    "icecube_astrotrack_bronze": icecube_text,
    "icecube_cascade": icecube_text,
    "amon_icecube_cascade": icecube_text,
    "integral_wakeup": integral_text,
    "integral_refined": integral_text,
    "integral_offline": integral_text,
    "integral_weak": integral_text,
    "lvc_preliminary": lvc_text,
    "lvc_initial": lvc_text,
    "lvc_update": lvc_text,
    "lvc_retraction": lvc_text,
    "lvc_early_warning": lvc_text,
    "maxi_known": maxi_text,
    "maxi_unknown": maxi_text,
    "maxi_test": maxi_text,
    "amon_nu_em_coinc": nu_em_text,
    "swift_bat_grb_pos_ack": swift_text,
    "swift_xrt_position": swift_text,
    "swift_uvot_pos": swift_text,
    "swift_bat_ql_pos": swift_text,
    "ipn_raw": timing_text,
    "integral_spiacs": timing_text,
    "konus_lc": timing_text,
    "calet_gbm_flt_lc": timing_text,
    "calet_gbm_gnd_lc": timing_text,
}
DEFAULT: Any = text_notice
