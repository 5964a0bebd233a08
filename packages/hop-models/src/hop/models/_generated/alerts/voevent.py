# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format voevent."""

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

_VOEVENT_0 = Origin("@role")
_VOEVENT_1: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_VOEVENT_2 = Origin("@ivorn")
_VOEVENT_3 = Origin("@ivorn")
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
_FERMI_GBM_VOEVENT_0 = Origin("What/Trigger_ID/Test_Submission")
_FERMI_GBM_VOEVENT_1: dict[str, Any] = {"true": True, "false": False}
_FERMI_GBM_VOEVENT_2 = Origin("@role")
_FERMI_GBM_VOEVENT_3: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_FERMI_GBM_VOEVENT_4 = Origin("WhereWhen/Error2Radius", note="containment by the mission's page")
_FERMI_GBM_VOEVENT_5 = Origin("What/Data_Signif")
_FERMI_GBM_VOEVENT_6 = Origin("What/Burst_Signif")
_FERMI_GBM_VOEVENT_7: dict[str, Any] = {"true": "retraction"}
_FERMI_GBM_VOEVENT_8 = Origin("Citations")
_FERMI_GBM_VOEVENT_9: dict[str, Any] = {
    "110": "INITIAL_ALERT",
    "111": "FLIGHT_POSITION",
    "112": "GROUND_POSITION",
    "115": "FINAL_POSITION",
    "131": "SUBTHRESHOLD",
}
_FERMI_GBM_VOEVENT_10 = Origin("@ivorn")
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
_FERMI_LAT_VOEVENT_0 = Origin("What/Packet_Type")
_FERMI_LAT_VOEVENT_1: dict[str, Any] = {"124": True}
_FERMI_LAT_VOEVENT_2 = Origin("@role")
_FERMI_LAT_VOEVENT_3: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_FERMI_LAT_VOEVENT_4 = Origin(
    "Citations", note="the message that is followed up, else the last one that is cited"
)
_FERMI_LAT_VOEVENT_5 = Origin("@ivorn")
_FERMI_LAT_VOEVENT_6: dict[str, Any] = {
    "120": "event",
    "121": "event",
    "122": "event",
    "123": "observation",
    "124": "event",
    "125": "observation",
    "127": "event",
    "128": "event",
}
_FERMI_LAT_VOEVENT_7: dict[str, Any] = {"true": "retraction"}
_FERMI_LAT_VOEVENT_8 = Origin("What/Trigger_ID/Def_NOT_a_GRB")
_FERMI_LAT_VOEVENT_9 = Origin("Citations")
_FERMI_LAT_VOEVENT_10: dict[str, Any] = {
    "120": "LAT_POS_INI",
    "121": "LAT_POS_UPD",
    "122": "LAT_POS_DIAG",
    "123": "LAT_TRANS",
    "124": "LAT_POS_TEST",
    "125": "LAT_MONITOR",
    "127": "LAT_GND",
    "128": "LAT_OFFLINE",
}
_FERMI_LAT_VOEVENT_11 = Origin("@ivorn")
_FERMI_LAT_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("What/Packet_Type", note="by the packet type"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin(
        "WhereWhen/Error2Radius",
        note="containment by the mission's page; an older page says 1 sigma",
    ),
    "significance": Origin("What/Trigger_Signif"),
    "kind": Origin("What/Trigger_ID/Retraction"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "sequence": Origin("What/Record_Num"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, stage, sent"),
}
_GECAM_VOEVENT_0 = Origin("What/Trigger_Number", note="tests have numbers from 100000000 on")
_GECAM_VOEVENT_1 = Origin("@role")
_GECAM_VOEVENT_2: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_GECAM_VOEVENT_3: dict[str, Any] = {"188": "GECAM_FLT", "189": "GECAM_GND"}
_GECAM_VOEVENT_4 = Origin("@ivorn")
_GECAM_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/Trigger_Number"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("What/MISSION"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius", note="containment by the mission's page"),
    "significance": Origin("What/TRIGGER_SIGNIF"),
    "kind": Origin("Citations"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, stage, sent"),
}
_ICECUBE_VOEVENT_0 = Origin("What/Trigger_ID/Test")
_ICECUBE_VOEVENT_1: dict[str, Any] = {"true": True, "false": False}
_ICECUBE_VOEVENT_2 = Origin("What/Trigger_ID/InternalTest")
_ICECUBE_VOEVENT_3 = Origin("@role")
_ICECUBE_VOEVENT_4: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_ICECUBE_VOEVENT_5 = Origin("What/src_error_90", note="containment by the name of the Param")
_ICECUBE_VOEVENT_6 = Origin("WhereWhen/Error2Radius", note="containment by AMON's page")
_ICECUBE_VOEVENT_7: dict[str, Any] = {"true": "retraction"}
_ICECUBE_VOEVENT_8: dict[str, Any] = {
    "0": "initial",
    "1": "update",
    "2": "update",
    "3": "update",
    "4": "update",
}
_ICECUBE_VOEVENT_9 = Origin("What/Rev", note="the first revision is 0")
_ICECUBE_VOEVENT_10: dict[str, Any] = {"173": "Gold", "174": "Bronze", "176": "Cascade"}
_ICECUBE_VOEVENT_11 = Origin("@ivorn")
_ICECUBE_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/run_id"),
    "aliases": Origin("What/event_name"),
    "names": Origin("What/event_name"),
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
_INTEGRAL_VOEVENT_0 = Origin("What/Test_mpos/Test_Notice")
_INTEGRAL_VOEVENT_1: dict[str, Any] = {"true": True, "false": False}
_INTEGRAL_VOEVENT_2 = Origin("@role")
_INTEGRAL_VOEVENT_3: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_INTEGRAL_VOEVENT_4: dict[str, Any] = {"true": "retraction"}
_INTEGRAL_VOEVENT_5 = Origin("Citations")
_INTEGRAL_VOEVENT_6: dict[str, Any] = {
    "53": "WAKEUP",
    "54": "REFINED",
    "55": "OFFLINE",
    "56": "WEAK",
}
_INTEGRAL_VOEVENT_7 = Origin("@ivorn")
_INTEGRAL_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID", note="the lower 16 bits"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("What/Time_Error", note="the message does not say whether it is 1 sigma"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius", note="containment by the mission's page"),
    "significance": Origin("What/Inten_Sigma"),
    "kind": Origin("What/Test_mpos/Def_NOT_a_GRB"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "sequence": Origin("What/TrigID", note="what stands above the lower 16 bits"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, stage, sequence"),
}
_KM3NET_VOEVENT_0 = Origin("What/Alert_Tense")
_KM3NET_VOEVENT_1: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_KM3NET_VOEVENT_2 = Origin("@role")
_KM3NET_VOEVENT_3: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_KM3NET_VOEVENT_4 = Origin("What/src_error_50", note="containment by the name of the Param")
_KM3NET_VOEVENT_5 = Origin("@ivorn")
_KM3NET_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID"),
    "aliases": Origin("What/Event_Name"),
    "names": Origin("What/Event_Name"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("What/src_error_90", note="containment by the name of the Param"),
    "sky_map": Origin("What/healpix_url"),
    "far": Origin("What/FAR", note="in the unit it states"),
    "kind": Origin("Citations"),
    "sequence": Origin("What/record_number"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, sequence"),
}
_LVC_VOEVENT_0 = Origin(
    "What/GraceID", note="a name that begins with M or T is that of mock data or of a test"
)
_LVC_VOEVENT_1 = Origin("What/HardwareInj")
_LVC_VOEVENT_2: dict[str, Any] = {"1": True}
_LVC_VOEVENT_3 = Origin("@role")
_LVC_VOEVENT_4: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_LVC_VOEVENT_5: frozenset[str] = frozenset(())
_LVC_VOEVENT_6: dict[str, Any] = {
    "EarlyWarning": "initial",
    "Preliminary": "initial",
    "Initial": "initial",
    "Update": "update",
    "Retraction": "retraction",
}
_LVC_VOEVENT_7 = Origin("@ivorn")
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
_MAXI_VOEVENT_0 = Origin("What/Packet_Type")
_MAXI_VOEVENT_1: dict[str, Any] = {"136": True}
_MAXI_VOEVENT_2 = Origin("What/Trigger_ID/Test_Submission")
_MAXI_VOEVENT_3: dict[str, Any] = {"true": True, "false": False}
_MAXI_VOEVENT_4 = Origin("@role")
_MAXI_VOEVENT_5: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_MAXI_VOEVENT_6: dict[str, Any] = {"134": "MAXI_UNKNOWN", "135": "MAXI_KNOWN", "136": "MAXI_TEST"}
_MAXI_VOEVENT_7 = Origin("@ivorn")
_MAXI_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID"),
    "names": Origin("What/Source_Name"),
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
    "kind": Origin("Citations"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, stage, sent"),
}
_SVOM_VOEVENT_0 = Origin("WhereWhen/ISOTime")
_SVOM_VOEVENT_1: dict[str, Any] = {
    "201": "event",
    "202": "event",
    "203": "event",
    "204": "event",
    "205": "event",
    "209": "observation",
    "210": "observation",
    "211": "observation",
    "219": "event",
}
_SVOM_VOEVENT_2 = Origin("What/Packet_Type", note="by the packet type")
_SVOM_VOEVENT_3: dict[str, Any] = {"210": "update", "219": "retraction"}
_SVOM_VOEVENT_4 = Origin("Citations")
_SVOM_VOEVENT_5: dict[str, Any] = {
    "201": "GRM_TRIGGER",
    "202": "ECLAIRS_WAKEUP",
    "203": "ECLAIRS_CATALOG",
    "204": "SLEWING",
    "205": "NOT_SLEWING",
    "209": "MXT_INITIAL",
    "210": "MXT_UPDATE",
    "211": "VT_CANDIDATE",
    "219": "RETRACTION",
}
_SVOM_VOEVENT_6 = Origin("What/Svom_Identifiers/Notice_Level")
_SVOM_VOEVENT_7 = Origin("@ivorn")
_SVOM_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/Svom_Identifiers/Burst_Id"),
    "names": Origin("Why/Name"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("What/Instrument"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin(
        "What/Svom_Identifiers/Alert_Seq_T0", note="time of the event, of the sequence of alerts"
    ),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("What/Svom_Identifiers/Alert_Seq_T0"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("WhereWhen/Error2Radius", note="containment by the mission's page (R90)"),
    "significance": Origin("What/Detection_Info/SNR"),
    "kind": Origin("What/Packet_Type", note="by the packet type"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "refs": Origin("Citations"),
    "message_id": Origin("@ivorn"),
}
_SWIFT_VOEVENT_0 = Origin("What/Solution_Status/Test_Submission")
_SWIFT_VOEVENT_1: dict[str, Any] = {"true": True, "false": False}
_SWIFT_VOEVENT_2 = Origin("@role")
_SWIFT_VOEVENT_3: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_SWIFT_VOEVENT_4: dict[str, Any] = {"61": "BAT", "67": "XRT", "81": "UVOT", "97": "BAT"}
_SWIFT_VOEVENT_5: dict[str, Any] = {
    "61": "event",
    "67": "observation",
    "81": "observation",
    "97": "event",
}
_SWIFT_VOEVENT_6 = Origin("What/Image_Signif")
_SWIFT_VOEVENT_7 = Origin("What/Det_Signif")
_SWIFT_VOEVENT_8: dict[str, Any] = {"true": "retraction"}
_SWIFT_VOEVENT_9 = Origin("What/Solution_Status/Def_NOT_a_GRB")
_SWIFT_VOEVENT_10 = Origin("Citations")
_SWIFT_VOEVENT_11: dict[str, Any] = {
    "61": "BAT_GRB_POS_ACK",
    "67": "XRT_POSITION",
    "81": "UVOT_POS",
    "97": "BAT_QL_POS",
}
_SWIFT_VOEVENT_12 = Origin("@ivorn")
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
_TIMING_VOEVENT_0 = Origin("What/TrigID")
_TIMING_VOEVENT_1 = Origin(
    "Citations", note="the message that is followed up, else the last one that is cited"
)
_TIMING_VOEVENT_2 = Origin("@ivorn")
_TIMING_VOEVENT_3: dict[str, Any] = {
    "31": "IPN",
    "52": "INTEGRAL",
    "59": "KONUS",
    "160": "CALET",
    "161": "CALET",
}
_TIMING_VOEVENT_4: dict[str, Any] = {"52": "SPI-ACS", "160": "GBM", "161": "GBM"}
_TIMING_VOEVENT_5: dict[str, Any] = {
    "31": "IPN_RAW",
    "52": "INTEGRAL_SPIACS",
    "59": "KONUS_LC",
    "160": "CALET_GBM_FLT_LC",
    "161": "CALET_GBM_GND_LC",
}
_TIMING_VOEVENT_6 = Origin("@ivorn")
_TIMING_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/TrigID"),
    "names": Origin("Why/Name"),
    "mission": Origin("What/Packet_Type", note="by the packet type"),
    "instrument": Origin("What/Packet_Type", note="by the packet type"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "kind": Origin("Citations"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, stage, sent"),
}
_HAWC_VOEVENT_0 = Origin("What/Run_ID")
_HAWC_VOEVENT_1 = Origin("WhereWhen/Error2Radius")
_HAWC_VOEVENT_2: dict[str, Any] = {"171": "HAWC_BURST_MONITOR"}
_HAWC_VOEVENT_3 = Origin("@ivorn")
_HAWC_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/run_id"),
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
    "kind": Origin("What/Trigger_ID/Retraction"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "sequence": Origin("What/Rev"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, sequence"),
}
_NU_EM_VOEVENT_0 = Origin("What/src_err_50", note="containment by the name of the Param")
_NU_EM_VOEVENT_1: dict[str, Any] = {"true": "retraction"}
_NU_EM_VOEVENT_2: dict[str, Any] = {"1": "retraction"}
_NU_EM_VOEVENT_3 = Origin("What/retraction")
_NU_EM_VOEVENT_4 = Origin("What/Trigger_ID/Retraction")
_NU_EM_VOEVENT_5: dict[str, Any] = {
    "0": "initial",
    "1": "update",
    "2": "update",
    "3": "update",
    "4": "update",
}
_NU_EM_VOEVENT_6 = Origin("What/Rev", note="the first revision is 0")
_NU_EM_VOEVENT_7: dict[str, Any] = {"172": "NU_EM_COINC"}
_NU_EM_VOEVENT_8 = Origin("@ivorn")
_NU_EM_VOEVENT: dict[str, Origin] = {
    "event_id": Origin("What/Run_ID"),
    "mission": Origin("", True, note="constant of the table"),
    "time": Origin("WhereWhen/ISOTime"),
    "time_error": Origin("WhereWhen/Error"),
    "time_of": Origin("WhereWhen/ISOTime"),
    "sent": Origin("Who/Date"),
    "ra": Origin("WhereWhen/C1"),
    "dec": Origin("WhereWhen/C2"),
    "region": Origin("What/src_err_90", note="containment by the name of the Param"),
    "far": Origin("What/FAR", note="in yr^-1"),
    "kind": Origin("What/Trigger_ID/RetractFlag"),
    "stage": Origin("What/Packet_Type", note="name of the packet type"),
    "sequence": Origin("What/Rev"),
    "refs": Origin("Citations"),
    "message_id": Origin("event_id, sequence"),
}
_SWIFT_MORE_VOEVENT_0 = Origin("What/Packet_Type")
_SWIFT_MORE_VOEVENT_1: dict[str, Any] = {"82": True}
_SWIFT_MORE_VOEVENT_2 = Origin("What/Solution_Status/Test_Submission")
_SWIFT_MORE_VOEVENT_3: dict[str, Any] = {"true": True, "false": False}
_SWIFT_MORE_VOEVENT_4 = Origin("@role")
_SWIFT_MORE_VOEVENT_5: dict[str, Any] = {"test": True, "observation": False, "prediction": False}
_SWIFT_MORE_VOEVENT_6: dict[str, Any] = {
    "60": "BAT",
    "63": "BAT",
    "76": "BAT",
    "82": "BAT",
    "84": "BAT",
}
_SWIFT_MORE_VOEVENT_7: dict[str, Any] = {"60": "event", "82": "event"}
_SWIFT_MORE_VOEVENT_8: dict[str, Any] = {
    "60": "BAT_GRB_ALERT",
    "63": "BAT_GRB_LC",
    "65": "FOM_OBS",
    "76": "BAT_GRB_LC_PROC",
    "82": "BAT_GRB_POS_TEST",
    "84": "BAT_TRANS",
}
_SWIFT_MORE_VOEVENT_9 = Origin("@ivorn")
_SWIFT_MORE_VOEVENT: dict[str, Origin] = {
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


def _voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("@role")
    if x is not None:
        y = _VOEVENT_1[x] if type(x) is str and x in _VOEVENT_1 else r.mapped(_VOEVENT_1, x)
        if y is True:
            a = a or _VOEVENT_0
        elif y is False:
            b = b or _VOEVENT_0
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
            o["event_id"] = _VOEVENT_2
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
        o["message_id"] = _VOEVENT_3


_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _voevent_is_test,
    "event_id": _voevent_event_id,
    "names": _voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _voevent_region,
    "kind": _voevent_kind,
    "refs": _voevent_refs,
    "message_id": _voevent_message_id,
}


def voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/voevent.toml."""
    return (
        Alert.hop_read(
            _VOEVENT_READERS, _VOEVENT, (t, None, topic, mark_of_test), {"family": "voevent"}
        ),
    )


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
            _FERMI_GBM_VOEVENT_1[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_1
            else r.mapped(_FERMI_GBM_VOEVENT_1, x)
        )
        if y is True:
            a = a or _FERMI_GBM_VOEVENT_0
        elif y is False:
            b = b or _FERMI_GBM_VOEVENT_0
    x = t.get("@role")
    if x is not None:
        y = (
            _FERMI_GBM_VOEVENT_3[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_3
            else r.mapped(_FERMI_GBM_VOEVENT_3, x)
        )
        if y is True:
            a = a or _FERMI_GBM_VOEVENT_2
        elif y is False:
            b = b or _FERMI_GBM_VOEVENT_2
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
            o["region"] = _FERMI_GBM_VOEVENT_4
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
            o["significance"] = _FERMI_GBM_VOEVENT_5
    if y is None:
        x = t1.get("Burst_Signif")
        if x is not None:
            z = r.text_number(x, "What/Burst_Signif", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _FERMI_GBM_VOEVENT_6
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
            _FERMI_GBM_VOEVENT_7[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_7
            else r.mapped(_FERMI_GBM_VOEVENT_7, x)
        )
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _FERMI_GBM_VOEVENT_8
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
            _FERMI_GBM_VOEVENT_9[x]
            if type(x) is str and x in _FERMI_GBM_VOEVENT_9
            else r.mapped(_FERMI_GBM_VOEVENT_9, x)
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
        o["message_id"] = _FERMI_GBM_VOEVENT_10


_FERMI_GBM_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _fermi_gbm_voevent_is_test,
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
    "refs": _voevent_refs,
    "message_id": _fermi_gbm_voevent_message_id,
}


def fermi_gbm_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_voevent.toml."""
    return (
        Alert.hop_read(
            _FERMI_GBM_VOEVENT_READERS,
            _FERMI_GBM_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "Fermi", "instrument": "GBM", "messenger": "EM"},
        ),
    )


def _fermi_lat_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _FERMI_LAT_VOEVENT_1[x]
            if type(x) is str and x in _FERMI_LAT_VOEVENT_1
            else r.mapped(_FERMI_LAT_VOEVENT_1, x)
        )
        if y is True:
            a = a or _FERMI_LAT_VOEVENT_0
        elif y is False:
            b = b or _FERMI_LAT_VOEVENT_0
    x = t.get("@role")
    if x is not None:
        y = (
            _FERMI_LAT_VOEVENT_3[x]
            if type(x) is str and x in _FERMI_LAT_VOEVENT_3
            else r.mapped(_FERMI_LAT_VOEVENT_3, x)
        )
        if y is True:
            a = a or _FERMI_LAT_VOEVENT_2
        elif y is False:
            b = b or _FERMI_LAT_VOEVENT_2
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


def _fermi_lat_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("TrigID")
    if x is not None and t1.get("Packet_Type") in ("120", "121", "122", "124", "127", "128"):
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
        if y is not None:
            y = "fermi-lat:" + y
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = k.oldest_cited(CITED, x, "Citations", p)
        if y is not None:
            o["event_id"] = _FERMI_LAT_VOEVENT_4
    if y is None:
        x = t.get("@ivorn")
        if x is not None:
            y = x if type(x) is str and x.isalnum() else r.text(x, "@ivorn", p)
            if y is not None:
                y = "voevent:" + y
        if y is not None:
            o["event_id"] = _FERMI_LAT_VOEVENT_5
    if y is not None:
        v["event_id"] = y


def _fermi_lat_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _FERMI_LAT_VOEVENT_6[x]
            if type(x) is str and x in _FERMI_LAT_VOEVENT_6
            else r.mapped(_FERMI_LAT_VOEVENT_6, x)
        )
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _fermi_lat_voevent_position(late: Late, t: Any) -> None:
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


def _fermi_lat_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
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


def _fermi_lat_voevent_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Trigger_Signif")
    if x is not None:
        y = None
        z = r.text_number(x, "What/Trigger_Signif", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            v["significance"] = y


def _fermi_lat_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Trigger_ID")
    y = None
    x = t1.get("Retraction")
    if x is not None:
        y = (
            _FERMI_LAT_VOEVENT_7[x]
            if type(x) is str and x in _FERMI_LAT_VOEVENT_7
            else r.mapped(_FERMI_LAT_VOEVENT_7, x)
        )
    if y is None:
        x = t1.get("Def_NOT_a_GRB")
        if x is not None:
            y = (
                _FERMI_LAT_VOEVENT_7[x]
                if type(x) is str and x in _FERMI_LAT_VOEVENT_7
                else r.mapped(_FERMI_LAT_VOEVENT_7, x)
            )
        if y is not None:
            o["kind"] = _FERMI_LAT_VOEVENT_8
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _FERMI_LAT_VOEVENT_9
    if y is not None:
        v["kind"] = y


def _fermi_lat_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _FERMI_LAT_VOEVENT_10[x]
            if type(x) is str and x in _FERMI_LAT_VOEVENT_10
            else r.mapped(_FERMI_LAT_VOEVENT_10, x)
        )
        if y is not None:
            v["stage"] = y


def _fermi_lat_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Record_Num")
    if x is not None:
        y = r.integer(x, "What/Record_Num", p)
        if y is not None:
            v["sequence"] = y


def _fermi_lat_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _FERMI_LAT_VOEVENT_11


_FERMI_LAT_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _fermi_lat_voevent_is_test,
    "event_id": _fermi_lat_voevent_event_id,
    "names": _voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _fermi_lat_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _fermi_lat_voevent_position,
    "dec": _fermi_lat_voevent_position,
    "region": _fermi_lat_voevent_region,
    "significance": _fermi_lat_voevent_significance,
    "kind": _fermi_lat_voevent_kind,
    "stage": _fermi_lat_voevent_stage,
    "sequence": _fermi_lat_voevent_sequence,
    "refs": _voevent_refs,
    "message_id": _fermi_lat_voevent_message_id,
}


def fermi_lat_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_lat_voevent.toml."""
    return (
        Alert.hop_read(
            _FERMI_LAT_VOEVENT_READERS,
            _FERMI_LAT_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "Fermi", "instrument": "LAT", "messenger": "EM"},
        ),
    )


def _gecam_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Trigger_Number")
    if x is not None:
        y = c.gecam_test(x, "What/Trigger_Number", p)
        if y is True:
            a = a or _GECAM_VOEVENT_0
        elif y is False:
            b = b or _GECAM_VOEVENT_0
    x = t.get("@role")
    if x is not None:
        y = (
            _GECAM_VOEVENT_2[x]
            if type(x) is str and x in _GECAM_VOEVENT_2
            else r.mapped(_GECAM_VOEVENT_2, x)
        )
        if y is True:
            a = a or _GECAM_VOEVENT_1
        elif y is False:
            b = b or _GECAM_VOEVENT_1
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


def _gecam_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Trigger_Number")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/Trigger_Number", p)
        if y is not None:
            y = "gecam:" + y
        if y is not None:
            v["event_id"] = y


def _gecam_voevent_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("MISSION")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/MISSION", p)
        if y is not None:
            y = "GECAM-" + y
        if y is not None:
            v["instrument"] = y


def _gecam_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _gecam_voevent_position(late: Late, t: Any) -> None:
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


def _gecam_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
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
            v["region"] = y


def _gecam_voevent_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TRIGGER_SIGNIF")
    if x is not None:
        y = None
        z = r.text_number(x, "What/TRIGGER_SIGNIF", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            v["significance"] = y


def _gecam_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _GECAM_VOEVENT_3[x]
            if type(x) is str and x in _GECAM_VOEVENT_3
            else r.mapped(_GECAM_VOEVENT_3, x)
        )
        if y is not None:
            v["stage"] = y


def _gecam_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _GECAM_VOEVENT_4


_GECAM_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _gecam_voevent_is_test,
    "event_id": _gecam_voevent_event_id,
    "names": _voevent_names,
    "instrument": _gecam_voevent_instrument,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _gecam_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _gecam_voevent_position,
    "dec": _gecam_voevent_position,
    "region": _gecam_voevent_region,
    "significance": _gecam_voevent_significance,
    "kind": _voevent_kind,
    "stage": _gecam_voevent_stage,
    "refs": _voevent_refs,
    "message_id": _gecam_voevent_message_id,
}


def gecam_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/gecam_voevent.toml."""
    return (
        Alert.hop_read(
            _GECAM_VOEVENT_READERS,
            _GECAM_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "GECAM", "messenger": "EM"},
        ),
    )


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
            _ICECUBE_VOEVENT_1[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_1
            else r.mapped(_ICECUBE_VOEVENT_1, x)
        )
        if y is True:
            a = a or _ICECUBE_VOEVENT_0
        elif y is False:
            b = b or _ICECUBE_VOEVENT_0
    x = t1.get("InternalTest")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_1[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_1
            else r.mapped(_ICECUBE_VOEVENT_1, x)
        )
        if y is True:
            a = a or _ICECUBE_VOEVENT_2
        elif y is False:
            b = b or _ICECUBE_VOEVENT_2
    x = t.get("@role")
    if x is not None:
        y = (
            _ICECUBE_VOEVENT_4[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_4
            else r.mapped(_ICECUBE_VOEVENT_4, x)
        )
        if y is True:
            a = a or _ICECUBE_VOEVENT_3
        elif y is False:
            b = b or _ICECUBE_VOEVENT_3
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


def _icecube_voevent_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    n: list[Any]
    x = t1.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "What/event_name", p)
            if y is not None:
                n.append("icecube:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _icecube_voevent_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.get("Why", r.EMPTY)
    n: list[Any]
    n = []
    x = t1.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "What/event_name", p)
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
    if x is not None and late.get("ra") is not None and t1.get("Packet_Type") in ("176",):
        z = r.text_number(x, "What/src_error_90", p)
        if z is not None and (z in (0.0,)):
            z = None
        z = None if z is None else r.radius(z, "What/src_error_90", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.9, False
            z.setdefault("systematic", True)
            y = Circle.hop_made(z)
    if y is None:
        x = t1.get("src_error_90")
        if x is not None and late.get("ra") is not None:
            z = r.text_number(x, "What/src_error_90", p)
            if z is not None and (z in (0.0,)):
                z = None
            z = None if z is None else r.radius(z, "What/src_error_90", p)
            z = None if z is None else {"radius": z}
            if z is not None:
                z["containment"], z["assumed"] = 0.9, False
                z.setdefault("systematic", False)
                y = Circle.hop_made(z)
        if y is not None:
            o["region"] = _ICECUBE_VOEVENT_5
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
            o["region"] = _ICECUBE_VOEVENT_6
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
            _ICECUBE_VOEVENT_7[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_7
            else r.mapped(_ICECUBE_VOEVENT_7, x)
        )
    if y is None:
        x = t2.get("Rev")
        if x is not None:
            y = (
                _ICECUBE_VOEVENT_8[x]
                if type(x) is str and x in _ICECUBE_VOEVENT_8
                else r.mapped(_ICECUBE_VOEVENT_8, x)
            )
        if y is not None:
            o["kind"] = _ICECUBE_VOEVENT_9
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
            _ICECUBE_VOEVENT_10[x]
            if type(x) is str and x in _ICECUBE_VOEVENT_10
            else r.mapped(_ICECUBE_VOEVENT_10, x)
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


def _icecube_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _ICECUBE_VOEVENT_11


_ICECUBE_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _icecube_voevent_is_test,
    "event_id": _icecube_voevent_event_id,
    "aliases": _icecube_voevent_aliases,
    "names": _icecube_voevent_names,
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
    "refs": _voevent_refs,
    "message_id": _icecube_voevent_message_id,
}


def icecube_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_voevent.toml."""
    return (
        Alert.hop_read(
            _ICECUBE_VOEVENT_READERS,
            _ICECUBE_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "IceCube", "messenger": "Neutrino"},
        ),
    )


def _integral_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Test_mpos")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Test_Notice")
    if x is not None:
        y = (
            _INTEGRAL_VOEVENT_1[x]
            if type(x) is str and x in _INTEGRAL_VOEVENT_1
            else r.mapped(_INTEGRAL_VOEVENT_1, x)
        )
        if y is True:
            a = a or _INTEGRAL_VOEVENT_0
        elif y is False:
            b = b or _INTEGRAL_VOEVENT_0
    x = t.get("@role")
    if x is not None:
        y = (
            _INTEGRAL_VOEVENT_3[x]
            if type(x) is str and x in _INTEGRAL_VOEVENT_3
            else r.mapped(_INTEGRAL_VOEVENT_3, x)
        )
        if y is True:
            a = a or _INTEGRAL_VOEVENT_2
        elif y is False:
            b = b or _INTEGRAL_VOEVENT_2
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


def _integral_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TrigID")
    if x is not None:
        y = c.integral_trigger(x, "What/TrigID", p)
        if y is not None:
            y = "integral:" + y
        if y is not None:
            v["event_id"] = y


def _integral_voevent_time_error(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Time_Error")
    if x is not None:
        y = r.text_number(x, "What/Time_Error", p)
        if y is not None:
            if y <= 0.0:
                y = None
            else:
                if not y >= 0.0:
                    y = r.not_below(y, 0.0, "What/Time_Error", p)
        if y is not None:
            v["time_error"] = y


def _integral_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _integral_voevent_position(late: Late, t: Any) -> None:
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


def _integral_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
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


def _integral_voevent_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Inten_Sigma")
    if x is not None:
        y = None
        z = r.text_number(x, "What/Inten_Sigma", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            v["significance"] = y


def _integral_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Test_mpos")
    y = None
    x = t1.get("Def_NOT_a_GRB")
    if x is not None:
        y = (
            _INTEGRAL_VOEVENT_4[x]
            if type(x) is str and x in _INTEGRAL_VOEVENT_4
            else r.mapped(_INTEGRAL_VOEVENT_4, x)
        )
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _INTEGRAL_VOEVENT_5
    if y is not None:
        v["kind"] = y


def _integral_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _INTEGRAL_VOEVENT_6[x]
            if type(x) is str and x in _INTEGRAL_VOEVENT_6
            else r.mapped(_INTEGRAL_VOEVENT_6, x)
        )
        if y is not None:
            v["stage"] = y


def _integral_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TrigID")
    if x is not None:
        y = c.integral_part(x, "What/TrigID", p)
        if y is not None:
            v["sequence"] = y


def _integral_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _INTEGRAL_VOEVENT_7


_INTEGRAL_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _integral_voevent_is_test,
    "event_id": _integral_voevent_event_id,
    "names": _voevent_names,
    "time": _voevent_time,
    "time_error": _integral_voevent_time_error,
    "time_of": _integral_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _integral_voevent_position,
    "dec": _integral_voevent_position,
    "region": _integral_voevent_region,
    "significance": _integral_voevent_significance,
    "kind": _integral_voevent_kind,
    "stage": _integral_voevent_stage,
    "sequence": _integral_voevent_sequence,
    "refs": _voevent_refs,
    "message_id": _integral_voevent_message_id,
}


def integral_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/integral_voevent.toml."""
    return (
        Alert.hop_read(
            _INTEGRAL_VOEVENT_READERS,
            _INTEGRAL_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "INTEGRAL", "instrument": "IBIS", "messenger": "EM"},
        ),
    )


def _km3net_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Alert_Tense")
    if x is not None:
        y = (
            _KM3NET_VOEVENT_1[x]
            if type(x) is str and x in _KM3NET_VOEVENT_1
            else r.mapped(_KM3NET_VOEVENT_1, x)
        )
        if y is True:
            a = a or _KM3NET_VOEVENT_0
        elif y is False:
            b = b or _KM3NET_VOEVENT_0
    x = t.get("@role")
    if x is not None:
        y = (
            _KM3NET_VOEVENT_3[x]
            if type(x) is str and x in _KM3NET_VOEVENT_3
            else r.mapped(_KM3NET_VOEVENT_3, x)
        )
        if y is True:
            a = a or _KM3NET_VOEVENT_2
        elif y is False:
            b = b or _KM3NET_VOEVENT_2
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


def _km3net_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TrigID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
        if y is not None:
            y = "km3net:" + y
        if y is not None:
            v["event_id"] = y


def _km3net_voevent_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    n: list[Any]
    x = t1.get("Event_Name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "What/Event_Name", p)
            if y is not None:
                n.append("km3net:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _km3net_voevent_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.get("Why", r.EMPTY)
    n: list[Any]
    n = []
    x = t1.get("Event_Name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "What/Event_Name", p)
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


def _km3net_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _km3net_voevent_region(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("src_error_90")
    if x is not None and late.get("ra") is not None:
        z = r.text_number(x, "What/src_error_90", p)
        if z is not None and (z <= 0.0):
            z = None
        z = None if z is None else r.radius(z, "What/src_error_90", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.9, False
            y = Circle.hop_made(z)
    if y is None:
        x = t1.get("src_error_50")
        if x is not None and late.get("ra") is not None:
            z = r.text_number(x, "What/src_error_50", p)
            if z is not None and (z <= 0.0):
                z = None
            z = None if z is None else r.radius(z, "What/src_error_50", p)
            z = None if z is None else {"radius": z}
            if z is not None:
                z["containment"], z["assumed"] = 0.5, False
                y = Circle.hop_made(z)
        if y is not None:
            o["region"] = _KM3NET_VOEVENT_4
    if y is not None:
        v["region"] = y


def _km3net_voevent_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("healpix_url")
    if x is not None:
        y = None
        z = r.url(x, "What/healpix_url", p)
        if z is not None:
            y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            v["sky_map"] = y


def _km3net_voevent_far(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("FAR")
    if x is not None:
        y = c.km3net_rate(x, t.unit("FAR"), "What/FAR", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "What/FAR", p)
        if y is not None:
            v["far"] = y


def _km3net_voevent_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("record_number")
    if x is not None:
        y = r.integer(x, "What/record_number", p)
        if y is not None:
            v["sequence"] = y


def _km3net_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _KM3NET_VOEVENT_5


_KM3NET_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _km3net_voevent_is_test,
    "event_id": _km3net_voevent_event_id,
    "aliases": _km3net_voevent_aliases,
    "names": _km3net_voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _km3net_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _km3net_voevent_region,
    "sky_map": _km3net_voevent_sky_map,
    "far": _km3net_voevent_far,
    "kind": _voevent_kind,
    "sequence": _km3net_voevent_sequence,
    "refs": _voevent_refs,
    "message_id": _km3net_voevent_message_id,
}


def km3net_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/km3net_voevent.toml."""
    return (
        Alert.hop_read(
            _KM3NET_VOEVENT_READERS,
            _KM3NET_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "KM3NeT", "messenger": "Neutrino"},
        ),
    )


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
            a = a or _LVC_VOEVENT_0
        elif y is False:
            b = b or _LVC_VOEVENT_0
    x = t1.get("HardwareInj")
    if x is not None:
        y = (
            _LVC_VOEVENT_2[x]
            if type(x) is str and x in _LVC_VOEVENT_2
            else r.mapped(_LVC_VOEVENT_2, x)
        )
        if y is True:
            a = a or _LVC_VOEVENT_1
        elif y is False:
            b = b or _LVC_VOEVENT_1
    x = t.get("@role")
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
        y = r.probabilities(x, "What/Classification", p, _LVC_VOEVENT_5, is_text=True)
        if y is not None:
            v["classes"] = y


def _lvc_voevent_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t.group("Properties") or None
    if x is not None:
        y = r.probabilities(x, "What/Properties", p, _LVC_VOEVENT_5, is_text=True)
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
            _LVC_VOEVENT_6[x]
            if type(x) is str and x in _LVC_VOEVENT_6
            else r.mapped(_LVC_VOEVENT_6, x)
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
        o["message_id"] = _LVC_VOEVENT_7


_LVC_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _lvc_voevent_is_test,
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
    "refs": _lvc_voevent_refs,
    "message_id": _lvc_voevent_message_id,
}


def lvc_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/lvc_voevent.toml."""
    return (
        Alert.hop_read(
            _LVC_VOEVENT_READERS,
            _LVC_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "LVK", "messenger": "GW"},
        ),
    )


def _maxi_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.group("Trigger_ID")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _MAXI_VOEVENT_1[x]
            if type(x) is str and x in _MAXI_VOEVENT_1
            else r.mapped(_MAXI_VOEVENT_1, x)
        )
        if y is True:
            a = a or _MAXI_VOEVENT_0
        elif y is False:
            b = b or _MAXI_VOEVENT_0
    x = t2.get("Test_Submission")
    if x is not None:
        y = (
            _MAXI_VOEVENT_3[x]
            if type(x) is str and x in _MAXI_VOEVENT_3
            else r.mapped(_MAXI_VOEVENT_3, x)
        )
        if y is True:
            a = a or _MAXI_VOEVENT_2
        elif y is False:
            b = b or _MAXI_VOEVENT_2
    x = t.get("@role")
    if x is not None:
        y = (
            _MAXI_VOEVENT_5[x]
            if type(x) is str and x in _MAXI_VOEVENT_5
            else r.mapped(_MAXI_VOEVENT_5, x)
        )
        if y is True:
            a = a or _MAXI_VOEVENT_4
        elif y is False:
            b = b or _MAXI_VOEVENT_4
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


def _maxi_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("TrigID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
        if y is not None:
            y = "maxi:" + y
        if y is not None:
            v["event_id"] = y


def _maxi_voevent_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.get("Why", r.EMPTY)
    n: list[Any]
    n = []
    x = t1.get("Source_Name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "What/Source_Name", p)
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


def _maxi_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _maxi_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
            z = None
        f = r.to_degrees(t1.get("unit"), "WhereWhen/unit", p)
        z = None if z is None or f is None else z * f
        z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.9, True
            z.setdefault("systematic", True)
            y = Circle.hop_made(z)
        if y is not None:
            v["region"] = y


def _maxi_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _MAXI_VOEVENT_6[x]
            if type(x) is str and x in _MAXI_VOEVENT_6
            else r.mapped(_MAXI_VOEVENT_6, x)
        )
        if y is not None:
            v["stage"] = y


def _maxi_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _MAXI_VOEVENT_7


_MAXI_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _maxi_voevent_is_test,
    "event_id": _maxi_voevent_event_id,
    "names": _maxi_voevent_names,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _maxi_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _maxi_voevent_region,
    "kind": _voevent_kind,
    "stage": _maxi_voevent_stage,
    "refs": _voevent_refs,
    "message_id": _maxi_voevent_message_id,
}


def maxi_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/maxi_voevent.toml."""
    return (
        Alert.hop_read(
            _MAXI_VOEVENT_READERS,
            _MAXI_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "MAXI", "instrument": "GSC", "messenger": "EM"},
        ),
    )


def _svom_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Svom_Identifiers")
    x = t1.get("Burst_Id")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/Svom_Identifiers/Burst_Id", p)
        if y is not None:
            y = "svom:" + y
        if y is not None:
            v["event_id"] = y


def _svom_voevent_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/Instrument", p)
        if y is not None:
            v["instrument"] = y


def _svom_voevent_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Svom_Identifiers")
    t2 = t.get("WhereWhen", r.EMPTY)
    y = None
    x = t1.get("Alert_Seq_T0")
    if x is not None:
        y = r.time(x, "What/Svom_Identifiers/Alert_Seq_T0", p)
    if y is None:
        x = t2.get("ISOTime")
        if x is not None:
            y = c.voevent_time(x, t2.get("system"), "WhereWhen/ISOTime", p)
        if y is not None:
            o["time"] = _SVOM_VOEVENT_0
    if y is not None:
        v["time"] = y


def _svom_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Svom_Identifiers")
    t2 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("Alert_Seq_T0")
    if x is not None:
        y = "event"
    if y is None:
        x = t2.get("Packet_Type")
        if x is not None:
            y = (
                _SVOM_VOEVENT_1[x]
                if type(x) is str and x in _SVOM_VOEVENT_1
                else r.mapped(_SVOM_VOEVENT_1, x)
            )
        if y is not None:
            o["time_of"] = _SVOM_VOEVENT_2
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _svom_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
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


def _svom_voevent_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Detection_Info")
    x = t1.get("SNR")
    if x is not None:
        y = None
        z = r.text_number(x, "What/Detection_Info/SNR", p)
        if z is not None and not (z <= 0.0):
            y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            v["significance"] = y


def _svom_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SVOM_VOEVENT_3[x]
            if type(x) is str and x in _SVOM_VOEVENT_3
            else r.mapped(_SVOM_VOEVENT_3, x)
        )
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _SVOM_VOEVENT_4
    if y is not None:
        v["kind"] = y


def _svom_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.group("Svom_Identifiers")
    y = None
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SVOM_VOEVENT_5[x]
            if type(x) is str and x in _SVOM_VOEVENT_5
            else r.mapped(_SVOM_VOEVENT_5, x)
        )
    if y is None:
        x = t2.get("Notice_Level")
        if x is not None:
            y = (
                x
                if type(x) is str and x.isalnum()
                else r.text(x, "What/Svom_Identifiers/Notice_Level", p)
            )
        if y is not None:
            o["stage"] = _SVOM_VOEVENT_6
    if y is not None:
        v["stage"] = y


def _svom_voevent_message_id(late: Late, t: Any) -> None:
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
        o["message_id"] = _SVOM_VOEVENT_7


_SVOM_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _voevent_is_test,
    "event_id": _svom_voevent_event_id,
    "names": _voevent_names,
    "instrument": _svom_voevent_instrument,
    "time": _svom_voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _svom_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _svom_voevent_region,
    "significance": _svom_voevent_significance,
    "kind": _svom_voevent_kind,
    "stage": _svom_voevent_stage,
    "refs": _voevent_refs,
    "message_id": _svom_voevent_message_id,
}


def svom_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/svom_voevent.toml."""
    return (
        Alert.hop_read(
            _SVOM_VOEVENT_READERS,
            _SVOM_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "SVOM", "messenger": "EM"},
        ),
    )


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
            _SWIFT_VOEVENT_1[x]
            if type(x) is str and x in _SWIFT_VOEVENT_1
            else r.mapped(_SWIFT_VOEVENT_1, x)
        )
        if y is True:
            a = a or _SWIFT_VOEVENT_0
        elif y is False:
            b = b or _SWIFT_VOEVENT_0
    x = t.get("@role")
    if x is not None:
        y = (
            _SWIFT_VOEVENT_3[x]
            if type(x) is str and x in _SWIFT_VOEVENT_3
            else r.mapped(_SWIFT_VOEVENT_3, x)
        )
        if y is True:
            a = a or _SWIFT_VOEVENT_2
        elif y is False:
            b = b or _SWIFT_VOEVENT_2
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
            _SWIFT_VOEVENT_4[x]
            if type(x) is str and x in _SWIFT_VOEVENT_4
            else r.mapped(_SWIFT_VOEVENT_4, x)
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
            _SWIFT_VOEVENT_5[x]
            if type(x) is str and x in _SWIFT_VOEVENT_5
            else r.mapped(_SWIFT_VOEVENT_5, x)
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
            o["significance"] = _SWIFT_VOEVENT_6
    if y is None:
        x = t1.get("Det_Signif")
        if x is not None:
            z = r.text_number(x, "What/Det_Signif", p)
            if z is not None and not (z in (0.0,)):
                y = Significance.hop_made({"value": z, "kind": "sigma"})
        if y is not None:
            o["significance"] = _SWIFT_VOEVENT_7
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
            _SWIFT_VOEVENT_8[x]
            if type(x) is str and x in _SWIFT_VOEVENT_8
            else r.mapped(_SWIFT_VOEVENT_8, x)
        )
    if y is None:
        x = t1.get("Def_NOT_a_GRB")
        if x is not None:
            y = (
                _SWIFT_VOEVENT_8[x]
                if type(x) is str and x in _SWIFT_VOEVENT_8
                else r.mapped(_SWIFT_VOEVENT_8, x)
            )
        if y is not None:
            o["kind"] = _SWIFT_VOEVENT_9
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = c.cited_kind(x, "Citations", p)
        if y is not None:
            o["kind"] = _SWIFT_VOEVENT_10
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
            _SWIFT_VOEVENT_11[x]
            if type(x) is str and x in _SWIFT_VOEVENT_11
            else r.mapped(_SWIFT_VOEVENT_11, x)
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
        o["message_id"] = _SWIFT_VOEVENT_12


_SWIFT_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _swift_voevent_is_test,
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
    "refs": _voevent_refs,
    "message_id": _swift_voevent_message_id,
}


def swift_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_voevent.toml."""
    return (
        Alert.hop_read(
            _SWIFT_VOEVENT_READERS,
            _SWIFT_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "Swift", "messenger": "EM"},
        ),
    )


def _timing_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("TrigID")
    if x is not None and t1.get("Packet_Type") in ("31",):
        y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
        if y is not None:
            y = "ipn:" + y
    if y is None:
        x = t1.get("TrigID")
        if x is not None and t1.get("Packet_Type") in ("52",):
            y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
            if y is not None:
                y = "integral-spiacs:" + y
        if y is not None:
            o["event_id"] = _TIMING_VOEVENT_0
    if y is None:
        x = t1.get("TrigID")
        if x is not None and t1.get("Packet_Type") in ("59",):
            y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
            if y is not None:
                y = "konus:" + y
        if y is not None:
            o["event_id"] = _TIMING_VOEVENT_0
    if y is None:
        x = t1.get("TrigID")
        if x is not None and t1.get("Packet_Type") in ("160", "161"):
            y = x if type(x) is str and x.isalnum() else r.text(x, "What/TrigID", p)
            if y is not None:
                y = "calet:" + y
        if y is not None:
            o["event_id"] = _TIMING_VOEVENT_0
    if y is None:
        x = t.get("Citations")
        if x is not None:
            y = k.oldest_cited(CITED, x, "Citations", p)
        if y is not None:
            o["event_id"] = _TIMING_VOEVENT_1
    if y is None:
        x = t.get("@ivorn")
        if x is not None:
            y = x if type(x) is str and x.isalnum() else r.text(x, "@ivorn", p)
            if y is not None:
                y = "voevent:" + y
        if y is not None:
            o["event_id"] = _TIMING_VOEVENT_2
    if y is not None:
        v["event_id"] = y


def _timing_voevent_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _TIMING_VOEVENT_3[x]
            if type(x) is str and x in _TIMING_VOEVENT_3
            else r.mapped(_TIMING_VOEVENT_3, x)
        )
        if y is not None:
            v["mission"] = y


def _timing_voevent_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _TIMING_VOEVENT_4[x]
            if type(x) is str and x in _TIMING_VOEVENT_4
            else r.mapped(_TIMING_VOEVENT_4, x)
        )
        if y is not None:
            v["instrument"] = y


def _timing_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("WhereWhen", r.EMPTY)
    x = t1.get("ISOTime")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _timing_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _TIMING_VOEVENT_5[x]
            if type(x) is str and x in _TIMING_VOEVENT_5
            else r.mapped(_TIMING_VOEVENT_5, x)
        )
        if y is not None:
            v["stage"] = y


def _timing_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _TIMING_VOEVENT_6


_TIMING_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _voevent_is_test,
    "event_id": _timing_voevent_event_id,
    "names": _voevent_names,
    "mission": _timing_voevent_mission,
    "instrument": _timing_voevent_instrument,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _timing_voevent_time_of,
    "sent": _voevent_sent,
    "kind": _voevent_kind,
    "stage": _timing_voevent_stage,
    "refs": _voevent_refs,
    "message_id": _timing_voevent_message_id,
}


def timing_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/timing_voevent.toml."""
    return (
        Alert.hop_read(
            _TIMING_VOEVENT_READERS,
            _TIMING_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "messenger": "EM"},
        ),
    )


def _hawc_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("run_id")
    if x is not None:
        y = c.amon_key(x, t1.get("event_id"), "What/run_id", p)
        if y is not None:
            y = "hawc:" + y
    if y is None:
        x = t1.get("Run_ID")
        if x is not None:
            y = c.amon_key(x, t1.get("Event_ID"), "What/Run_ID", p)
            if y is not None:
                y = "hawc:" + y
        if y is not None:
            o["event_id"] = _HAWC_VOEVENT_0
    if y is not None:
        v["event_id"] = y


def _hawc_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
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
            if z is not None and (z <= 0.0):
                z = None
            f = r.to_degrees(t2.get("unit"), "WhereWhen/unit", p)
            z = None if z is None or f is None else z * f
            z = None if z is None else r.radius(z, "WhereWhen/Error2Radius", p)
            z = None if z is None else {"radius": z}
            if z is not None:
                pass
                y = Circle.hop_made(z)
        if y is not None:
            o["region"] = _HAWC_VOEVENT_1
    if y is not None:
        v["region"] = y


def _hawc_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _HAWC_VOEVENT_2[x]
            if type(x) is str and x in _HAWC_VOEVENT_2
            else r.mapped(_HAWC_VOEVENT_2, x)
        )
        if y is not None:
            v["stage"] = y


def _hawc_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _HAWC_VOEVENT_3


_HAWC_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _icecube_voevent_is_test,
    "event_id": _hawc_voevent_event_id,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _icecube_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _hawc_voevent_region,
    "sky_map": _icecube_voevent_sky_map,
    "far": _icecube_voevent_far,
    "kind": _icecube_voevent_kind,
    "stage": _hawc_voevent_stage,
    "sequence": _icecube_voevent_sequence,
    "refs": _voevent_refs,
    "message_id": _hawc_voevent_message_id,
}


def hawc_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/hawc_voevent.toml."""
    return (
        Alert.hop_read(
            _HAWC_VOEVENT_READERS,
            _HAWC_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "HAWC", "messenger": "EM"},
        ),
    )


def _nu_em_voevent_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Run_ID")
    if x is not None:
        y = c.amon_key(x, t1.get("Event_ID"), "What/Run_ID", p)
        if y is not None:
            y = "amon:" + y
        if y is not None:
            v["event_id"] = y


def _nu_em_voevent_region(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("src_err_90")
    if x is not None and late.get("ra") is not None:
        z = r.text_number(x, "What/src_err_90", p)
        if z is not None and (z <= 0.0):
            z = None
        f = r.to_degrees(t.unit("src_err_90"), "What/src_err_90@unit", p)
        z = None if z is None or f is None else z * f
        z = None if z is None else r.radius(z, "What/src_err_90", p)
        z = None if z is None else {"radius": z}
        if z is not None:
            z["containment"], z["assumed"] = 0.9, False
            z.setdefault("systematic", False)
            y = Circle.hop_made(z)
    if y is None:
        x = t1.get("src_err_50")
        if x is not None and late.get("ra") is not None:
            z = r.text_number(x, "What/src_err_50", p)
            if z is not None and (z <= 0.0):
                z = None
            f = r.to_degrees(t.unit("src_err_50"), "What/src_err_50@unit", p)
            z = None if z is None or f is None else z * f
            z = None if z is None else r.radius(z, "What/src_err_50", p)
            z = None if z is None else {"radius": z}
            if z is not None:
                z["containment"], z["assumed"] = 0.5, False
                z.setdefault("systematic", False)
                y = Circle.hop_made(z)
        if y is not None:
            o["region"] = _NU_EM_VOEVENT_0
    if y is not None:
        v["region"] = y


def _nu_em_voevent_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.group("Trigger_ID")
    t2 = t.get("What", r.EMPTY)
    y = None
    x = t1.get("RetractFlag")
    if x is not None:
        y = (
            _NU_EM_VOEVENT_1[x]
            if type(x) is str and x in _NU_EM_VOEVENT_1
            else r.mapped(_NU_EM_VOEVENT_1, x)
        )
    if y is None:
        x = t2.get("retraction")
        if x is not None:
            y = (
                _NU_EM_VOEVENT_2[x]
                if type(x) is str and x in _NU_EM_VOEVENT_2
                else r.mapped(_NU_EM_VOEVENT_2, x)
            )
        if y is not None:
            o["kind"] = _NU_EM_VOEVENT_3
    if y is None:
        x = t1.get("Retraction")
        if x is not None:
            y = (
                _NU_EM_VOEVENT_1[x]
                if type(x) is str and x in _NU_EM_VOEVENT_1
                else r.mapped(_NU_EM_VOEVENT_1, x)
            )
        if y is not None:
            o["kind"] = _NU_EM_VOEVENT_4
    if y is None:
        x = t2.get("Rev")
        if x is not None:
            y = (
                _NU_EM_VOEVENT_5[x]
                if type(x) is str and x in _NU_EM_VOEVENT_5
                else r.mapped(_NU_EM_VOEVENT_5, x)
            )
        if y is not None:
            o["kind"] = _NU_EM_VOEVENT_6
    if y is not None:
        v["kind"] = y


def _nu_em_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _NU_EM_VOEVENT_7[x]
            if type(x) is str and x in _NU_EM_VOEVENT_7
            else r.mapped(_NU_EM_VOEVENT_7, x)
        )
        if y is not None:
            v["stage"] = y


def _nu_em_voevent_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = str(t.get("@ivorn"))
        o["message_id"] = _NU_EM_VOEVENT_8


_NU_EM_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _icecube_voevent_is_test,
    "event_id": _nu_em_voevent_event_id,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _icecube_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _voevent_position,
    "dec": _voevent_position,
    "region": _nu_em_voevent_region,
    "far": _icecube_voevent_far,
    "kind": _nu_em_voevent_kind,
    "stage": _nu_em_voevent_stage,
    "sequence": _icecube_voevent_sequence,
    "refs": _voevent_refs,
    "message_id": _nu_em_voevent_message_id,
}


def nu_em_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/nu_em_voevent.toml."""
    return (
        Alert.hop_read(
            _NU_EM_VOEVENT_READERS,
            _NU_EM_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "AMON"},
        ),
    )


def _swift_more_voevent_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    t2 = t.group("Solution_Status")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_MORE_VOEVENT_1[x]
            if type(x) is str and x in _SWIFT_MORE_VOEVENT_1
            else r.mapped(_SWIFT_MORE_VOEVENT_1, x)
        )
        if y is True:
            a = a or _SWIFT_MORE_VOEVENT_0
        elif y is False:
            b = b or _SWIFT_MORE_VOEVENT_0
    x = t2.get("Test_Submission")
    if x is not None:
        y = (
            _SWIFT_MORE_VOEVENT_3[x]
            if type(x) is str and x in _SWIFT_MORE_VOEVENT_3
            else r.mapped(_SWIFT_MORE_VOEVENT_3, x)
        )
        if y is True:
            a = a or _SWIFT_MORE_VOEVENT_2
        elif y is False:
            b = b or _SWIFT_MORE_VOEVENT_2
    x = t.get("@role")
    if x is not None:
        y = (
            _SWIFT_MORE_VOEVENT_5[x]
            if type(x) is str and x in _SWIFT_MORE_VOEVENT_5
            else r.mapped(_SWIFT_MORE_VOEVENT_5, x)
        )
        if y is True:
            a = a or _SWIFT_MORE_VOEVENT_4
        elif y is False:
            b = b or _SWIFT_MORE_VOEVENT_4
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


def _swift_more_voevent_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_MORE_VOEVENT_6[x]
            if type(x) is str and x in _SWIFT_MORE_VOEVENT_6
            else r.mapped(_SWIFT_MORE_VOEVENT_6, x)
        )
        if y is not None:
            v["instrument"] = y


def _swift_more_voevent_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_MORE_VOEVENT_7[x]
            if type(x) is str and x in _SWIFT_MORE_VOEVENT_7
            else r.mapped(_SWIFT_MORE_VOEVENT_7, x)
        )
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _swift_more_voevent_position(late: Late, t: Any) -> None:
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


def _swift_more_voevent_region(late: Late, t: Any) -> None:
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
        if z is not None and (z <= 0.0):
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


def _swift_more_voevent_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = t.get("What", r.EMPTY)
    x = t1.get("Packet_Type")
    if x is not None:
        y = (
            _SWIFT_MORE_VOEVENT_8[x]
            if type(x) is str and x in _SWIFT_MORE_VOEVENT_8
            else r.mapped(_SWIFT_MORE_VOEVENT_8, x)
        )
        if y is not None:
            v["stage"] = y


def _swift_more_voevent_message_id(late: Late, t: Any) -> None:
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
        o["message_id"] = _SWIFT_MORE_VOEVENT_9


_SWIFT_MORE_VOEVENT_READERS: dict[str, Reader] = {
    "is_test": _swift_more_voevent_is_test,
    "event_id": _swift_voevent_event_id,
    "names": _voevent_names,
    "instrument": _swift_more_voevent_instrument,
    "time": _voevent_time,
    "time_error": _voevent_time_error,
    "time_of": _swift_more_voevent_time_of,
    "sent": _voevent_sent,
    "ra": _swift_more_voevent_position,
    "dec": _swift_more_voevent_position,
    "region": _swift_more_voevent_region,
    "significance": _swift_voevent_significance,
    "kind": _swift_voevent_kind,
    "stage": _swift_more_voevent_stage,
    "sequence": _swift_voevent_sequence,
    "refs": _voevent_refs,
    "message_id": _swift_more_voevent_message_id,
}


def swift_more_voevent(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_more_voevent.toml."""
    return (
        Alert.hop_read(
            _SWIFT_MORE_VOEVENT_READERS,
            _SWIFT_MORE_VOEVENT,
            (t, None, topic, mark_of_test),
            {"family": "voevent", "mission": "Swift", "messenger": "EM"},
        ),
    )


GROUPS: frozenset[str] = frozenset(
    [
        "Classification",
        "Detection_Info",
        "External Coincidence",
        "GW_SKYMAP",
        "Properties",
        "Solution_Status",
        "Svom_Identifiers",
        "Test_mpos",
        "Trigger_ID",
    ]
)
BY_PACKET: dict[Any, Any] = {
    ("nasa.gsfc.gcn", "110"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "111"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "112"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "115"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "131"): fermi_gbm_voevent,
    ("nasa.gsfc.gcn", "120"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "121"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "122"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "123"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "124"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "125"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "127"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "128"): fermi_lat_voevent,
    ("nasa.gsfc.gcn", "188"): gecam_voevent,
    ("nasa.gsfc.gcn", "189"): gecam_voevent,
    ("nasa.gsfc.gcn", "171"): hawc_voevent,
    ("nasa.gsfc.gcn", "173"): icecube_voevent,
    ("nasa.gsfc.gcn", "174"): icecube_voevent,
    ("nasa.gsfc.gcn", "176"): icecube_voevent,
    ("nasa.gsfc.gcn", "53"): integral_voevent,
    ("nasa.gsfc.gcn", "54"): integral_voevent,
    ("nasa.gsfc.gcn", "55"): integral_voevent,
    ("nasa.gsfc.gcn", "56"): integral_voevent,
    ("gwnet", ""): lvc_voevent,
    ("nasa.gsfc.gcn", "134"): maxi_voevent,
    ("nasa.gsfc.gcn", "135"): maxi_voevent,
    ("nasa.gsfc.gcn", "136"): maxi_voevent,
    ("nasa.gsfc.gcn", "172"): nu_em_voevent,
    ("org.svom", ""): svom_voevent,
    ("nasa.gsfc.gcn", "60"): swift_more_voevent,
    ("nasa.gsfc.gcn", "63"): swift_more_voevent,
    ("nasa.gsfc.gcn", "65"): swift_more_voevent,
    ("nasa.gsfc.gcn", "76"): swift_more_voevent,
    ("nasa.gsfc.gcn", "82"): swift_more_voevent,
    ("nasa.gsfc.gcn", "84"): swift_more_voevent,
    ("nasa.gsfc.gcn", "61"): swift_voevent,
    ("nasa.gsfc.gcn", "67"): swift_voevent,
    ("nasa.gsfc.gcn", "81"): swift_voevent,
    ("nasa.gsfc.gcn", "97"): swift_voevent,
    ("nasa.gsfc.gcn", "31"): timing_voevent,
    ("nasa.gsfc.gcn", "52"): timing_voevent,
    ("nasa.gsfc.gcn", "59"): timing_voevent,
    ("nasa.gsfc.gcn", "160"): timing_voevent,
    ("nasa.gsfc.gcn", "161"): timing_voevent,
}
BY_TOPIC: dict[Any, Any] = {
    "km3net.voevent": km3net_voevent,
}
UNITS: frozenset[str] = frozenset(["FAR", "src_err_50", "src_err_90"])
DEFAULT: Any = voevent
