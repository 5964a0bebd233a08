# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format gcn-notice."""

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

_GCN_NOTICE_0 = Origin("/alert_tense")
_GCN_NOTICE_1: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_GCN_NOTICE_2: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_GCN_NOTICE_3 = Origin("/observation_start", note="start of the observation")
_GCN_NOTICE_4 = Origin("/observation_start")
_GCN_NOTICE_5 = Origin("/healpix_url")
_GCN_NOTICE_6 = Origin("/image_snr")
_GCN_NOTICE_7: frozenset[str] = frozenset(())
_GCN_NOTICE_8: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_GCN_NOTICE_9 = Origin("", note="hash of the content")
_GCN_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
}
_BOOM_NOTICE_0 = Origin("/data/targets/*/name")
_BOOM_NOTICE_1 = Origin("", True, note="constant of the table")
_BOOM_NOTICE_2: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_BOOM_NOTICE_3 = Origin("", note="hash of the content")
_BOOM_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/data/targets/*/event_name"),
    "names": Origin("/data/targets/*/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/data/photometry", note="the first observation in which the object was seen"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/data/photometry"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/data/targets/*/ra"),
    "dec": Origin("/data/targets/*/dec"),
    "region": Origin("/data/targets/*/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/data/targets/*/classification_scores"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "refs": Origin("/data/targets/*/gcn_crossmatch"),
}
_BURSTCUBE_NOTICE_0 = Origin("/$schema")
_BURSTCUBE_NOTICE_1 = Origin("/alert_tense")
_BURSTCUBE_NOTICE_2: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_BURSTCUBE_NOTICE_3 = Origin("", True, note="constant of the table")
_BURSTCUBE_NOTICE_4: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_BURSTCUBE_NOTICE_5 = Origin("", note="hash of the content")
_BURSTCUBE_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, sequence, sent"),
}
_CHIME_NOTICE_0 = Origin("", True, note="constant of the table")
_CHIME_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_CHIME_NOTICE_2 = Origin("/rate_snr")
_CHIME_NOTICE_3 = Origin("/image_snr")
_CHIME_NOTICE_4: frozenset[str] = frozenset(())
_CHIME_NOTICE_5 = Origin("/properties")
_CHIME_NOTICE_6 = Origin("", note="hash of the content")
_CHIME_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/known_source", note="name of the source"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error", note="errors of right ascension and declination"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin(""),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, stage, sent"),
}
_EINSTEIN_PROBE_NOTICE_0 = Origin("", True, note="constant of the table")
_EINSTEIN_PROBE_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_EINSTEIN_PROBE_NOTICE_2 = Origin("", note="hash of the content")
_EINSTEIN_PROBE_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
}
_FERMI_GBM_NOTICE_0 = Origin("", True, note="constant of the table")
_FERMI_GBM_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_FERMI_GBM_NOTICE_2: frozenset[str] = frozenset(("UNRELIABLE_LOCATION",))
_FERMI_GBM_NOTICE_3 = Origin("/alert_type")
_FERMI_GBM_NOTICE_4 = Origin("", note="hash of the content")
_FERMI_GBM_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "aliases": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/subtype"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, stage, sequence"),
}
_FERMI_LAT_NOTICE_0 = Origin("", True, note="constant of the table")
_FERMI_LAT_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_FERMI_LAT_NOTICE_2 = Origin("", note="hash of the content")
_FERMI_LAT_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/TS"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
}
_GLOWBUG_NOTICE_0 = Origin("", True, note="constant of the table")
_GLOWBUG_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_GLOWBUG_NOTICE_2 = Origin("", note="hash of the content")
_GLOWBUG_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "aliases": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
}
_HEASARC_NOTICE_0 = Origin("", True, note="constant of the table")
_HEASARC_NOTICE_1 = Origin("", note="hash of the content")
_HEASARC_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/target_name", note="the target of the observation"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
}
_ICECUBE_LVK_NOTICE_0 = Origin("/ref_ID", note="a search for an event of mock data")
_ICECUBE_LVK_NOTICE_1 = Origin("/alert_tense")
_ICECUBE_LVK_NOTICE_2: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_ICECUBE_LVK_NOTICE_3 = Origin("", True, note="constant of the table")
_ICECUBE_LVK_NOTICE_4: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_ICECUBE_LVK_NOTICE_5 = Origin("/trigger_time")
_ICECUBE_LVK_NOTICE_6 = Origin("/observation_start", note="start of the observation")
_ICECUBE_LVK_NOTICE_7 = Origin("/observation_start")
_ICECUBE_LVK_NOTICE_8 = Origin("/most_probable_direction/ra", note="the most probable direction")
_ICECUBE_LVK_NOTICE_9 = Origin("/most_probable_direction/dec", note="the most probable direction")
_ICECUBE_LVK_NOTICE_10 = Origin("", note="hash of the content")
_ICECUBE_LVK_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/ref_ID"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time", note="time of the gravitational wave"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/coincident_events/0/localization/ra", note="the only coincident neutrino"),
    "dec": Origin("/coincident_events/0/localization/dec", note="the only coincident neutrino"),
    "region": Origin("/coincident_events/0/localization/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/pipeline"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "refs": Origin("/ref_ID"),
}
_ICECUBE_NOTICE_0 = Origin("", True, note="constant of the table")
_ICECUBE_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_ICECUBE_NOTICE_2 = Origin("", note="hash of the content")
_ICECUBE_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "aliases": Origin("/event_name"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/pipeline"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, sequence"),
}
_KM3NET_NOTICE_0 = Origin("", True, note="constant of the table")
_KM3NET_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_KM3NET_NOTICE_2 = Origin("/src_error_50", note="containment by the name of the field")
_KM3NET_NOTICE_3 = Origin("", note="hash of the content")
_KM3NET_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "aliases": Origin("/event_name"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, sequence"),
}
_MAXI_NOTICE_0 = Origin("", True, note="constant of the table")
_MAXI_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_MAXI_NOTICE_2 = Origin("/rectangular_error_corners")
_MAXI_NOTICE_3 = Origin("", note="hash of the content")
_MAXI_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/source_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, stage, sent"),
}
_SNEWS2_NOTICE_0 = Origin("", True, note="constant of the table")
_SNEWS2_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SNEWS2_NOTICE_2 = Origin("", note="hash of the content")
_SNEWS2_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, stage, sent"),
}
_SUPERK_NOTICE_0 = Origin("", True, note="constant of the table")
_SUPERK_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SUPERK_NOTICE_2 = Origin("", note="hash of the content")
_SUPERK_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, sequence, sent"),
}
_SVOM_NOTICE_0 = Origin("", True, note="constant of the table")
_SVOM_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SVOM_NOTICE_2 = Origin("", note="hash of the content")
_SVOM_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
}
_SWIFT_GUANO_NOTICE_0 = Origin("", True, note="constant of the table")
_SWIFT_GUANO_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SWIFT_GUANO_NOTICE_2 = Origin("", note="hash of the content")
_SWIFT_GUANO_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/event_name"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/rate_snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin("/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "refs": Origin("/follow_up_event"),
    "message_id": Origin("event_id, sequence"),
}
_DSA110_NOTICE_0 = Origin("", True, note="constant of the table")
_DSA110_NOTICE_1 = Origin("", note="hash of the content")
_DSA110_NOTICE: dict[str, Origin] = {
    "event_id": Origin("/id"),
    "names": Origin("/known_source", note="name of the source"),
    "mission": Origin("/mission"),
    "instrument": Origin("/instrument"),
    "messenger": Origin("/messenger"),
    "time": Origin("/trigger_time"),
    "time_error": Origin("/trigger_time_error"),
    "time_of": Origin("/trigger_time"),
    "sent": Origin("/alert_datetime"),
    "ra": Origin("/ra"),
    "dec": Origin("/dec"),
    "region": Origin("/ra_dec_error", note="errors of right ascension and declination"),
    "sky_map": Origin("/healpix_file"),
    "far": Origin("/far"),
    "significance": Origin("/snr"),
    "p_astro": Origin("/p_astro"),
    "classes": Origin("/classification"),
    "properties": Origin(""),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "sequence": Origin("/record_number"),
    "distance": Origin("/luminosity_distance"),
    "distance_error": Origin("/luminosity_distance_error"),
    "message_id": Origin("event_id, stage, sent"),
}


def _gcn_notice_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _GCN_NOTICE_1[x]
            if type(x) is str and x in _GCN_NOTICE_1
            else r.mapped(_GCN_NOTICE_1, x)
        )
        if y is True:
            a = a or _GCN_NOTICE_0
        elif y is False:
            b = b or _GCN_NOTICE_0
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


def _gcn_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = c.mission_key(r.item(x, 0), t.get("mission"), "/id", p)
        if y is not None:
            v["event_id"] = y


def _gcn_notice_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _gcn_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
        if y is not None:
            v["mission"] = y


def _gcn_notice_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y


def _gcn_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _GCN_NOTICE_2
            else r.word(x, _GCN_NOTICE_2, "/messenger", p)
        )
        if y is not None:
            v["messenger"] = y


def _gcn_notice_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _GCN_NOTICE_3
    if y is not None:
        v["time"] = y


def _gcn_notice_time_error(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y


def _gcn_notice_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _GCN_NOTICE_4
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _gcn_notice_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y


def _gcn_notice_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x, z = t.get("ra"), t.get("dec")
    if x is not None or z is not None:
        y = None
        if type(x) is not float and x is not None:
            x = r.json_number(x, "/ra", p)
        if type(z) is not float and z is not None:
            z = r.json_number(z, "/dec", p)
        y = r.position(x, z, ("/ra", "/dec"), p)
        if y is not None:
            v["ra"], v["dec"] = y


def _gcn_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("ra_dec_error")
    if x is not None and late.get("ra") is not None:
        y = None
        z = r.axes(x, "/ra_dec_error", p)
        if z is not None:
            w = t.get("containment_probability")
            w = None if w is None else r.json_number(w, "/containment_probability", p)
            w = None if w is None else r.probability(w, "/containment_probability", p)
            if w is None:
                z["containment"], z["assumed"] = 0.9, True
            else:
                z["containment"] = w
            w = t.get("systematic_included")
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _gcn_notice_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("healpix_file")
    if x is not None:
        if type(x) is bytes:
            y = SkyMapRef.hop_made({"data": x})
        elif type(x) is str:
            y = SkyMapRef.hop_of_text(x)
        else:
            r.refuse(p, "/healpix_file", "a FITS file in base64", x)
    if y is None:
        x = t.get("healpix_url")
        if x is not None:
            z = r.url(x, "/healpix_url", p)
            if z is not None:
                y = SkyMapRef.hop_made({"data": None, "url": z})
        if y is not None:
            o["sky_map"] = _GCN_NOTICE_5
    if y is not None:
        v["sky_map"] = y


def _gcn_notice_far(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y


def _gcn_notice_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("rate_snr")
    if x is not None:
        z = r.json_number(x, "/rate_snr", p)
        if z is not None:
            y = Significance.hop_made({"value": z, "kind": "snr"})
    if y is None:
        x = t.get("image_snr")
        if x is not None:
            z = r.json_number(x, "/image_snr", p)
            if z is not None:
                y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            o["significance"] = _GCN_NOTICE_6
    if y is not None:
        v["significance"] = y


def _gcn_notice_p_astro(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y


def _gcn_notice_classes(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _GCN_NOTICE_7, is_text=False)
        if y is not None:
            v["classes"] = y


def _gcn_notice_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _GCN_NOTICE_7, is_text=False)
        if y is not None:
            v["properties"] = y


def _gcn_notice_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _GCN_NOTICE_8
            else r.word(x, _GCN_NOTICE_8, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y


def _gcn_notice_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y


def _gcn_notice_sequence(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y


def _gcn_notice_distance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y


def _gcn_notice_distance_error(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y


def _gcn_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _GCN_NOTICE_9


_GCN_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _gcn_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _gcn_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _gcn_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _gcn_notice_message_id,
}


def gcn_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/gcn_notice.toml."""
    return (
        Alert.hop_read(
            _GCN_NOTICE_READERS,
            _GCN_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _boom_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    y = None
    x = e.get("event_name")
    if x is not None:
        y = c.optical_key(r.item(x, 0), "/data/targets/*/event_name", p)
    if y is None:
        x = e.get("name")
        if x is not None:
            y = c.optical_key(x, "/data/targets/*/name", p)
        if y is not None:
            o["event_id"] = _BOOM_NOTICE_0
    if y is not None:
        v["event_id"] = y


def _boom_notice_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    n: list[Any]
    n = []
    x = e.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/data/targets/*/event_name", p)
            if y is not None:
                n.append(y)
    x = e.get("name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/data/targets/*/name", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _boom_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "BOOM"
        if y is not None:
            o["mission"] = _BOOM_NOTICE_1
    if y is not None:
        v["mission"] = y


def _boom_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _BOOM_NOTICE_2
            else r.word(x, _BOOM_NOTICE_2, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _BOOM_NOTICE_1
    if y is not None:
        v["messenger"] = y


def _boom_notice_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    t1 = r.sub(t, "data")
    x = t1.get("photometry")
    if x is not None:
        y = c.first_detection(x, e, v["hop_whole"], "/data/photometry", p)
        if y is not None:
            v["time"] = y


def _boom_notice_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "data")
    x = t1.get("photometry")
    if x is not None:
        y = "observation"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _boom_notice_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    x, z = e.get("ra"), e.get("dec")
    if x is not None or z is not None:
        y = None
        if type(x) is not float and x is not None:
            x = r.json_number(x, "/data/targets/*/ra", p)
        if type(z) is not float and z is not None:
            z = r.json_number(z, "/data/targets/*/dec", p)
        y = r.position(x, z, ("/data/targets/*/ra", "/data/targets/*/dec"), p)
        if y is not None:
            v["ra"], v["dec"] = y


def _boom_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    x = e.get("ra_dec_error")
    if x is not None and late.get("ra") is not None:
        y = None
        z = r.axes(x, "/data/targets/*/ra_dec_error", p)
        if z is not None:
            w = e.get("containment_probability")
            w = None if w is None else r.json_number(w, "~/containment_probability", p)
            w = None if w is None else r.probability(w, "~/containment_probability", p)
            if w is None:
                z["containment"], z["assumed"] = 0.9, True
            else:
                z["containment"] = w
            w = e.get("systematic_included")
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _boom_notice_classes(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    x = e.get("classification_scores")
    if x is not None:
        y = c.scores(x, "/data/targets/*/classification_scores", p)
        if y is not None:
            v["classes"] = y


def _boom_notice_refs(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    e = late.part
    n: list[Any]
    x = e.get("gcn_crossmatch")
    if x is not None:
        n = []
        for z in r.items(x):
            y = c.crossmatched_event(z, "/data/targets/*/gcn_crossmatch", p)
            if y is not None:
                n.append(Ref.hop_made({"kind": "coincidence", "event_id": y}))
        if n:
            v["refs"] = tuple(dict.fromkeys(n))


def _boom_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", (v["hop_whole"], late.part))
    o["message_id"] = _BOOM_NOTICE_3


_BOOM_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _boom_notice_event_id,
    "names": _boom_notice_names,
    "mission": _boom_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _boom_notice_messenger,
    "time": _boom_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _boom_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _boom_notice_position,
    "dec": _boom_notice_position,
    "region": _boom_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _boom_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "refs": _boom_notice_refs,
    "message_id": _boom_notice_message_id,
}


def boom_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/boom_notice.toml."""
    h = Whole(t)
    return tuple(
        Alert.hop_read(
            _BOOM_NOTICE_READERS,
            _BOOM_NOTICE,
            (t, e, topic, mark_of_test),
            {"family": "gcn-notice", "hop_whole": h},
        )
        for e in r.items(r.at(t, ("data", "targets")))
        if type(e) is dict
    )


def _burstcube_notice_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("$schema")
    if x is not None:
        y = c.test_schema(x, "/$schema", p)
        if y is True:
            a = a or _BURSTCUBE_NOTICE_0
        elif y is False:
            b = b or _BURSTCUBE_NOTICE_0
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _BURSTCUBE_NOTICE_2[x]
            if type(x) is str and x in _BURSTCUBE_NOTICE_2
            else r.mapped(_BURSTCUBE_NOTICE_2, x)
        )
        if y is True:
            a = a or _BURSTCUBE_NOTICE_1
        elif y is False:
            b = b or _BURSTCUBE_NOTICE_1
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


def _burstcube_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "burstcube:" + y
        if y is not None:
            v["event_id"] = y


def _burstcube_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "BurstCube"
        if y is not None:
            o["mission"] = _BURSTCUBE_NOTICE_3
    if y is not None:
        v["mission"] = y


def _burstcube_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _BURSTCUBE_NOTICE_4
            else r.word(x, _BURSTCUBE_NOTICE_4, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _BURSTCUBE_NOTICE_3
    if y is not None:
        v["messenger"] = y


def _burstcube_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _BURSTCUBE_NOTICE_5


_BURSTCUBE_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _burstcube_notice_is_test,
    "event_id": _burstcube_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _burstcube_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _burstcube_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _burstcube_notice_message_id,
}


def burstcube_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/burstcube_notice.toml."""
    return (
        Alert.hop_read(
            _BURSTCUBE_NOTICE_READERS,
            _BURSTCUBE_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _chime_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "chime:" + y
        if y is not None:
            v["event_id"] = y


def _chime_notice_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    n = []
    x = t.get("known_source")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/known_source", p)
            if y is not None:
                n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _chime_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "CHIME"
        if y is not None:
            o["mission"] = _CHIME_NOTICE_0
    if y is not None:
        v["mission"] = y


def _chime_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _CHIME_NOTICE_1
            else r.word(x, _CHIME_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _CHIME_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _chime_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("ra_dec_error")
    if x is not None and late.get("ra") is not None:
        y = None
        z = c.ra_dec_errors(x, "/ra_dec_error", p)
        if z is not None:
            if "containment" not in z:
                w = t.get("containment_probability")
                w = None if w is None else r.json_number(w, "/containment_probability", p)
                w = None if w is None else r.probability(w, "/containment_probability", p)
                if w is None:
                    z["containment"], z["assumed"] = 0.95, True
                else:
                    z["containment"] = w
            w = t.get("systematic_included")
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _chime_notice_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("snr")
    if x is not None:
        z = r.json_number(x, "/snr", p)
        if z is not None:
            y = Significance.hop_made({"value": z, "kind": "snr"})
    if y is None:
        x = t.get("rate_snr")
        if x is not None:
            z = r.json_number(x, "/rate_snr", p)
            if z is not None:
                y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            o["significance"] = _CHIME_NOTICE_2
    if y is None:
        x = t.get("image_snr")
        if x is not None:
            z = r.json_number(x, "/image_snr", p)
            if z is not None:
                y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            o["significance"] = _CHIME_NOTICE_3
    if y is not None:
        v["significance"] = y


def _chime_notice_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t
    if x is not None:
        y = r.probabilities(
            x, "", p, _CHIME_NOTICE_4, ("importance", "association_probability"), is_text=False
        )
    if y is None:
        x = t.get("properties")
        if x is not None:
            y = r.probabilities(x, "/properties", p, _CHIME_NOTICE_4, is_text=False)
        if y is not None:
            o["properties"] = _CHIME_NOTICE_5
    if y is not None:
        v["properties"] = y


def _chime_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _CHIME_NOTICE_6


_CHIME_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _chime_notice_event_id,
    "names": _chime_notice_names,
    "mission": _chime_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _chime_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _chime_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _chime_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _chime_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _chime_notice_message_id,
}


def chime_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/chime_notice.toml."""
    return (
        Alert.hop_read(
            _CHIME_NOTICE_READERS,
            _CHIME_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _einstein_probe_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "ep:" + y
        if y is not None:
            v["event_id"] = y


def _einstein_probe_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "Einstein Probe"
        if y is not None:
            o["mission"] = _EINSTEIN_PROBE_NOTICE_0
    if y is not None:
        v["mission"] = y


def _einstein_probe_notice_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
    if y is None:
        y = "WXT"
        if y is not None:
            o["instrument"] = _EINSTEIN_PROBE_NOTICE_0
    if y is not None:
        v["instrument"] = y


def _einstein_probe_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _EINSTEIN_PROBE_NOTICE_1
            else r.word(x, _EINSTEIN_PROBE_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _EINSTEIN_PROBE_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _einstein_probe_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _EINSTEIN_PROBE_NOTICE_2


_EINSTEIN_PROBE_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _einstein_probe_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _einstein_probe_notice_mission,
    "instrument": _einstein_probe_notice_instrument,
    "messenger": _einstein_probe_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _einstein_probe_notice_message_id,
}


def einstein_probe_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/einstein_probe_notice.toml."""
    return (
        Alert.hop_read(
            _EINSTEIN_PROBE_NOTICE_READERS,
            _EINSTEIN_PROBE_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _fermi_gbm_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "fermi-gbm:" + y
        if y is not None:
            v["event_id"] = y


def _fermi_gbm_notice_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("id")
    if x is not None:
        n = []
        for z in r.items(r.item(x, 1)):
            y = z if type(z) is str and z.isalnum() else r.text(z, "/id", p)
            if y is not None:
                n.append("fermi-gbm:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _fermi_gbm_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "Fermi"
        if y is not None:
            o["mission"] = _FERMI_GBM_NOTICE_0
    if y is not None:
        v["mission"] = y


def _fermi_gbm_notice_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
    if y is None:
        y = "GBM"
        if y is not None:
            o["instrument"] = _FERMI_GBM_NOTICE_0
    if y is not None:
        v["instrument"] = y


def _fermi_gbm_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _FERMI_GBM_NOTICE_1
            else r.word(x, _FERMI_GBM_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _FERMI_GBM_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _fermi_gbm_notice_classes(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _FERMI_GBM_NOTICE_2, is_text=False)
        if y is not None:
            v["classes"] = y


def _fermi_gbm_notice_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("subtype")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/subtype", p)
    if y is None:
        x = t.get("alert_type")
        if x is not None:
            y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            o["stage"] = _FERMI_GBM_NOTICE_3
    if y is not None:
        v["stage"] = y


def _fermi_gbm_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _FERMI_GBM_NOTICE_4


_FERMI_GBM_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _fermi_gbm_notice_event_id,
    "aliases": _fermi_gbm_notice_aliases,
    "names": _gcn_notice_names,
    "mission": _fermi_gbm_notice_mission,
    "instrument": _fermi_gbm_notice_instrument,
    "messenger": _fermi_gbm_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _fermi_gbm_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _fermi_gbm_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _fermi_gbm_notice_message_id,
}


def fermi_gbm_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_notice.toml."""
    return (
        Alert.hop_read(
            _FERMI_GBM_NOTICE_READERS,
            _FERMI_GBM_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _fermi_lat_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "Fermi"
        if y is not None:
            o["mission"] = _FERMI_LAT_NOTICE_0
    if y is not None:
        v["mission"] = y


def _fermi_lat_notice_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
    if y is None:
        y = "LAT"
        if y is not None:
            o["instrument"] = _FERMI_LAT_NOTICE_0
    if y is not None:
        v["instrument"] = y


def _fermi_lat_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _FERMI_LAT_NOTICE_1
            else r.word(x, _FERMI_LAT_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _FERMI_LAT_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _fermi_lat_notice_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("TS")
    if x is not None:
        y = None
        z = r.json_number(x, "/TS", p)
        if z is not None:
            y = Significance.hop_made({"value": z, "kind": "ts"})
        if y is not None:
            v["significance"] = y


def _fermi_lat_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _FERMI_LAT_NOTICE_2


_FERMI_LAT_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _gcn_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _fermi_lat_notice_mission,
    "instrument": _fermi_lat_notice_instrument,
    "messenger": _fermi_lat_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _fermi_lat_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _fermi_lat_notice_message_id,
}


def fermi_lat_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_lat_notice.toml."""
    return (
        Alert.hop_read(
            _FERMI_LAT_NOTICE_READERS,
            _FERMI_LAT_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _glowbug_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "glowbug:" + y
        if y is not None:
            v["event_id"] = y


def _glowbug_notice_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("id")
    if x is not None:
        n = []
        for z in r.items(r.item(x, 1)):
            y = z if type(z) is str and z.isalnum() else r.text(z, "/id", p)
            if y is not None:
                n.append("glowbug:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _glowbug_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "Glowbug"
        if y is not None:
            o["mission"] = _GLOWBUG_NOTICE_0
    if y is not None:
        v["mission"] = y


def _glowbug_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _GLOWBUG_NOTICE_1
            else r.word(x, _GLOWBUG_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _GLOWBUG_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _glowbug_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _GLOWBUG_NOTICE_2


_GLOWBUG_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _glowbug_notice_event_id,
    "aliases": _glowbug_notice_aliases,
    "names": _gcn_notice_names,
    "mission": _glowbug_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _glowbug_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _glowbug_notice_message_id,
}


def glowbug_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/glowbug_notice.toml."""
    return (
        Alert.hop_read(
            _GLOWBUG_NOTICE_READERS,
            _GLOWBUG_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _heasarc_notice_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    n = []
    x = t.get("target_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/target_name", p)
            if y is not None:
                n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _heasarc_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "HEASARC"
        if y is not None:
            o["mission"] = _HEASARC_NOTICE_0
    if y is not None:
        v["mission"] = y


def _heasarc_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _HEASARC_NOTICE_1


_HEASARC_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _gcn_notice_event_id,
    "names": _heasarc_notice_names,
    "mission": _heasarc_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _gcn_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _heasarc_notice_message_id,
}


def heasarc_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/heasarc_notice.toml."""
    return (
        Alert.hop_read(
            _HEASARC_NOTICE_READERS,
            _HEASARC_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _icecube_lvk_notice_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("ref_ID")
    if x is not None:
        y = c.mock_trigger(x, "/ref_ID", p)
        if y is True:
            a = a or _ICECUBE_LVK_NOTICE_0
        elif y is False:
            b = b or _ICECUBE_LVK_NOTICE_0
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _ICECUBE_LVK_NOTICE_2[x]
            if type(x) is str and x in _ICECUBE_LVK_NOTICE_2
            else r.mapped(_ICECUBE_LVK_NOTICE_2, x)
        )
        if y is True:
            a = a or _ICECUBE_LVK_NOTICE_1
        elif y is False:
            b = b or _ICECUBE_LVK_NOTICE_1
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


def _icecube_lvk_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("ref_ID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/ref_ID", p)
        if y is not None:
            y = "icecube-lvk:" + y
        if y is not None:
            v["event_id"] = y


def _icecube_lvk_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "IceCube"
        if y is not None:
            o["mission"] = _ICECUBE_LVK_NOTICE_3
    if y is not None:
        v["mission"] = y


def _icecube_lvk_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _ICECUBE_LVK_NOTICE_4
            else r.word(x, _ICECUBE_LVK_NOTICE_4, "/messenger", p)
        )
    if y is None:
        y = "Neutrino"
        if y is not None:
            o["messenger"] = _ICECUBE_LVK_NOTICE_3
    if y is not None:
        v["messenger"] = y


def _icecube_lvk_notice_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("trigger_time")
        if x is not None:
            y = r.time(x, "/trigger_time", p)
        if y is not None:
            o["time"] = _ICECUBE_LVK_NOTICE_5
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _ICECUBE_LVK_NOTICE_6
    if y is not None:
        v["time"] = y


def _icecube_lvk_notice_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "other"
    if y is None:
        x = t.get("trigger_time")
        if x is not None:
            y = "event"
        if y is not None:
            o["time_of"] = _ICECUBE_LVK_NOTICE_5
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _ICECUBE_LVK_NOTICE_7
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _icecube_lvk_notice_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "most_probable_direction")
    y = None
    x, z = (
        r.at(t, ("coincident_events", 0, "localization", "ra")),
        r.at(t, ("coincident_events", 0, "localization", "dec")),
    )
    if (x is not None or z is not None) and t.get("n_events_coincident") in (1,):
        if type(x) is not float and x is not None:
            x = r.json_number(x, "/coincident_events/0/localization/ra", p)
        if type(z) is not float and z is not None:
            z = r.json_number(z, "/coincident_events/0/localization/dec", p)
        y = r.position(
            x,
            z,
            ("/coincident_events/0/localization/ra", "/coincident_events/0/localization/dec"),
            p,
        )
    if y is None:
        x, z = t1.get("ra"), t1.get("dec")
        if x is not None or z is not None:
            if type(x) is not float and x is not None:
                x = r.json_number(x, "/most_probable_direction/ra", p)
            if type(z) is not float and z is not None:
                z = r.json_number(z, "/most_probable_direction/dec", p)
            y = r.position(x, z, ("/most_probable_direction/ra", "/most_probable_direction/dec"), p)
        if y is not None:
            o["ra"] = _ICECUBE_LVK_NOTICE_8
            o["dec"] = _ICECUBE_LVK_NOTICE_9
    if y is not None:
        v["ra"], v["dec"] = y


def _icecube_lvk_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = r.at(t, ("coincident_events", 0, "localization", "ra_dec_error"))
    if x is not None and late.get("ra") is not None and t.get("n_events_coincident") in (1,):
        y = None
        z = r.axes(x, "/coincident_events/0/localization/ra_dec_error", p)
        if z is not None:
            w = r.at(t, ("coincident_events", 0, "localization", "containment_probability"))
            w = (
                None
                if w is None
                else r.json_number(
                    w, "/coincident_events/0/localization/containment_probability", p
                )
            )
            w = (
                None
                if w is None
                else r.probability(
                    w, "/coincident_events/0/localization/containment_probability", p
                )
            )
            if w is None:
                z["containment"], z["assumed"] = 0.9, True
            else:
                z["containment"] = w
            w = r.at(t, ("coincident_events", 0, "localization", "systematic_included"))
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _icecube_lvk_notice_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("pipeline")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/pipeline", p)
        if y is not None:
            v["stage"] = y


def _icecube_lvk_notice_refs(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("ref_ID")
    if x is not None:
        n = []
        for z in r.items(x):
            y = c.superevent_key(z, "/ref_ID", p)
            if y is not None:
                n.append(Ref.hop_made({"kind": "coincidence", "event_id": y}))
        if n:
            v["refs"] = tuple(dict.fromkeys(n))


def _icecube_lvk_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _ICECUBE_LVK_NOTICE_10


_ICECUBE_LVK_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _icecube_lvk_notice_is_test,
    "event_id": _icecube_lvk_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _icecube_lvk_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _icecube_lvk_notice_messenger,
    "time": _icecube_lvk_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _icecube_lvk_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _icecube_lvk_notice_position,
    "dec": _icecube_lvk_notice_position,
    "region": _icecube_lvk_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _icecube_lvk_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "refs": _icecube_lvk_notice_refs,
    "message_id": _icecube_lvk_notice_message_id,
}


def icecube_lvk_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_lvk_notice.toml."""
    return (
        Alert.hop_read(
            _ICECUBE_LVK_NOTICE_READERS,
            _ICECUBE_LVK_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _icecube_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "icecube:" + y
        if y is not None:
            v["event_id"] = y


def _icecube_notice_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                n.append("icecube:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _icecube_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "IceCube"
        if y is not None:
            o["mission"] = _ICECUBE_NOTICE_0
    if y is not None:
        v["mission"] = y


def _icecube_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _ICECUBE_NOTICE_1
            else r.word(x, _ICECUBE_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "Neutrino"
        if y is not None:
            o["messenger"] = _ICECUBE_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _icecube_notice_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("pipeline")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/pipeline", p)
        if y is not None:
            v["stage"] = y


def _icecube_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _ICECUBE_NOTICE_2


_ICECUBE_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _icecube_notice_event_id,
    "aliases": _icecube_notice_aliases,
    "names": _gcn_notice_names,
    "mission": _icecube_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _icecube_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _icecube_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _icecube_notice_message_id,
}


def icecube_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_notice.toml."""
    return (
        Alert.hop_read(
            _ICECUBE_NOTICE_READERS,
            _ICECUBE_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _km3net_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "km3net:" + y
        if y is not None:
            v["event_id"] = y


def _km3net_notice_aliases(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                n.append("km3net:" + y)
        n = [y for y in n if y != late.get("event_id")]
        if n:
            v["aliases"] = tuple(dict.fromkeys(n))


def _km3net_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "KM3NeT"
        if y is not None:
            o["mission"] = _KM3NET_NOTICE_0
    if y is not None:
        v["mission"] = y


def _km3net_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _KM3NET_NOTICE_1
            else r.word(x, _KM3NET_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "Neutrino"
        if y is not None:
            o["messenger"] = _KM3NET_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _km3net_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("ra_dec_error")
    if x is not None and late.get("ra") is not None:
        z = r.axes(x, "/ra_dec_error", p)
        if z is not None:
            w = t.get("containment_probability")
            w = None if w is None else r.json_number(w, "/containment_probability", p)
            w = None if w is None else r.probability(w, "/containment_probability", p)
            if w is None:
                z["containment"], z["assumed"] = 0.9, True
            else:
                z["containment"] = w
            w = t.get("systematic_included")
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
    if y is None:
        x = t.get("src_error_50")
        if x is not None and late.get("ra") is not None:
            z = r.axes(x, "/src_error_50", p)
            if z is not None:
                z["containment"], z["assumed"] = 0.5, False
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _KM3NET_NOTICE_2
    if y is not None:
        v["region"] = y


def _km3net_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _KM3NET_NOTICE_3


_KM3NET_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _km3net_notice_event_id,
    "aliases": _km3net_notice_aliases,
    "names": _gcn_notice_names,
    "mission": _km3net_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _km3net_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _km3net_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _km3net_notice_message_id,
}


def km3net_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/km3net_notice.toml."""
    return (
        Alert.hop_read(
            _KM3NET_NOTICE_READERS,
            _KM3NET_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _maxi_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "maxi:" + y
        if y is not None:
            v["event_id"] = y


def _maxi_notice_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    n = []
    x = t.get("source_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/source_name", p)
            if y is not None:
                n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = c.name_with_letters(z, "/event_name", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _maxi_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "MAXI"
        if y is not None:
            o["mission"] = _MAXI_NOTICE_0
    if y is not None:
        v["mission"] = y


def _maxi_notice_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
    if y is None:
        y = "GSC"
        if y is not None:
            o["instrument"] = _MAXI_NOTICE_0
    if y is not None:
        v["instrument"] = y


def _maxi_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _MAXI_NOTICE_1
            else r.word(x, _MAXI_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _MAXI_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _maxi_notice_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("alert_datetime")
    if x is not None:
        y = c.time_after(x, t.get("trigger_time"), "/alert_datetime", p)
        if y is not None:
            v["sent"] = y


def _maxi_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("ra_dec_error")
    if x is not None and late.get("ra") is not None:
        z = r.axes(x, "/ra_dec_error", p)
        if z is not None:
            w = t.get("containment_probability")
            w = None if w is None else r.json_number(w, "/containment_probability", p)
            w = None if w is None else r.probability(w, "/containment_probability", p)
            if w is None:
                z["containment"], z["assumed"] = 0.9, True
            else:
                z["containment"] = w
            w = t.get("systematic_included")
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
    if y is None:
        x = t.get("rectangular_error_corners")
        if x is not None:
            z = r.corners(x, "/rectangular_error_corners", p)
            if z is not None:
                w = t.get("containment_probability")
                w = None if w is None else r.json_number(w, "/containment_probability", p)
                w = None if w is None else r.probability(w, "/containment_probability", p)
                if w is None:
                    z["containment"], z["assumed"] = 0.9, True
                else:
                    z["containment"] = w
                w = t.get("systematic_included")
                z["systematic"] = w if type(w) is bool else False
                y = Polygon.hop_made(z)
        if y is not None:
            o["region"] = _MAXI_NOTICE_2
    if y is not None:
        v["region"] = y


def _maxi_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _MAXI_NOTICE_3


_MAXI_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _maxi_notice_event_id,
    "names": _maxi_notice_names,
    "mission": _maxi_notice_mission,
    "instrument": _maxi_notice_instrument,
    "messenger": _maxi_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _maxi_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _maxi_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _maxi_notice_message_id,
}


def maxi_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/maxi_notice.toml."""
    return (
        Alert.hop_read(
            _MAXI_NOTICE_READERS,
            _MAXI_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _snews2_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "snews:" + y
        if y is not None:
            v["event_id"] = y


def _snews2_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "SNEWS"
        if y is not None:
            o["mission"] = _SNEWS2_NOTICE_0
    if y is not None:
        v["mission"] = y


def _snews2_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SNEWS2_NOTICE_1
            else r.word(x, _SNEWS2_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "Neutrino"
        if y is not None:
            o["messenger"] = _SNEWS2_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _snews2_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _SNEWS2_NOTICE_2


_SNEWS2_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _snews2_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _snews2_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _snews2_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _snews2_notice_message_id,
}


def snews2_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/snews2_notice.toml."""
    return (
        Alert.hop_read(
            _SNEWS2_NOTICE_READERS,
            _SNEWS2_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _superk_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "superk:" + y
        if y is not None:
            v["event_id"] = y


def _superk_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "Super-Kamiokande"
        if y is not None:
            o["mission"] = _SUPERK_NOTICE_0
    if y is not None:
        v["mission"] = y


def _superk_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SUPERK_NOTICE_1
            else r.word(x, _SUPERK_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "Neutrino"
        if y is not None:
            o["messenger"] = _SUPERK_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _superk_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _SUPERK_NOTICE_2


_SUPERK_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _superk_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _superk_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _superk_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _superk_notice_message_id,
}


def superk_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/superk_notice.toml."""
    return (
        Alert.hop_read(
            _SUPERK_NOTICE_READERS,
            _SUPERK_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _svom_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "svom:" + y
        if y is not None:
            v["event_id"] = y


def _svom_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "SVOM"
        if y is not None:
            o["mission"] = _SVOM_NOTICE_0
    if y is not None:
        v["mission"] = y


def _svom_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SVOM_NOTICE_1
            else r.word(x, _SVOM_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _SVOM_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _svom_notice_message_id(late: Late, t: Any) -> None:
    v, p, o = late.values, late.problems, late.origins
    v["message_id"] = hash_of("gcn-notice", t)
    o["message_id"] = _SVOM_NOTICE_2


_SVOM_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _svom_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _svom_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _svom_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _svom_notice_message_id,
}


def svom_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/svom_notice.toml."""
    return (
        Alert.hop_read(
            _SVOM_NOTICE_READERS,
            _SVOM_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _swift_guano_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "swift-guano:" + y
        if y is not None:
            v["event_id"] = y


def _swift_guano_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "Swift"
        if y is not None:
            o["mission"] = _SWIFT_GUANO_NOTICE_0
    if y is not None:
        v["mission"] = y


def _swift_guano_notice_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
    if y is None:
        y = "BAT-GUANO"
        if y is not None:
            o["instrument"] = _SWIFT_GUANO_NOTICE_0
    if y is not None:
        v["instrument"] = y


def _swift_guano_notice_messenger(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SWIFT_GUANO_NOTICE_1
            else r.word(x, _SWIFT_GUANO_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _SWIFT_GUANO_NOTICE_0
    if y is not None:
        v["messenger"] = y


def _swift_guano_notice_refs(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("follow_up_event")
    if x is not None:
        n = []
        for z in r.items(x):
            y = c.mission_trigger(z, "/follow_up_event", p)
            if y is not None:
                n.append(Ref.hop_made({"kind": "followup", "event_id": y}))
        if n:
            v["refs"] = tuple(dict.fromkeys(n))


def _swift_guano_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _SWIFT_GUANO_NOTICE_2


_SWIFT_GUANO_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _swift_guano_notice_event_id,
    "names": _gcn_notice_names,
    "mission": _swift_guano_notice_mission,
    "instrument": _swift_guano_notice_instrument,
    "messenger": _swift_guano_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _gcn_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _gcn_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _gcn_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "refs": _swift_guano_notice_refs,
    "message_id": _swift_guano_notice_message_id,
}


def swift_guano_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_guano_notice.toml."""
    return (
        Alert.hop_read(
            _SWIFT_GUANO_NOTICE_READERS,
            _SWIFT_GUANO_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


def _dsa110_notice_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "dsa110:" + y
        if y is not None:
            v["event_id"] = y


def _dsa110_notice_mission(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "DSA-110"
        if y is not None:
            o["mission"] = _DSA110_NOTICE_0
    if y is not None:
        v["mission"] = y


def _dsa110_notice_region(late: Late, t: Any) -> None:
    w: Any
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("ra_dec_error")
    if x is not None and late.get("ra") is not None:
        y = None
        z = c.ra_dec_errors(x, "/ra_dec_error", p)
        if z is not None:
            if "containment" not in z:
                w = t.get("containment_probability")
                w = None if w is None else r.json_number(w, "/containment_probability", p)
                w = None if w is None else r.probability(w, "/containment_probability", p)
                if w is None:
                    z["containment"], z["assumed"] = 0.9, True
                else:
                    z["containment"] = w
            w = t.get("systematic_included")
            z["systematic"] = w if type(w) is bool else False
            y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            v["region"] = y


def _dsa110_notice_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("gcn-notice", t)
        o["message_id"] = _DSA110_NOTICE_1


_DSA110_NOTICE_READERS: dict[str, Reader] = {
    "is_test": _gcn_notice_is_test,
    "event_id": _dsa110_notice_event_id,
    "names": _chime_notice_names,
    "mission": _dsa110_notice_mission,
    "instrument": _gcn_notice_instrument,
    "messenger": _chime_notice_messenger,
    "time": _gcn_notice_time,
    "time_error": _gcn_notice_time_error,
    "time_of": _gcn_notice_time_of,
    "sent": _gcn_notice_sent,
    "ra": _gcn_notice_position,
    "dec": _gcn_notice_position,
    "region": _dsa110_notice_region,
    "sky_map": _gcn_notice_sky_map,
    "far": _gcn_notice_far,
    "significance": _chime_notice_significance,
    "p_astro": _gcn_notice_p_astro,
    "classes": _gcn_notice_classes,
    "properties": _chime_notice_properties,
    "kind": _gcn_notice_kind,
    "stage": _gcn_notice_stage,
    "sequence": _gcn_notice_sequence,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _dsa110_notice_message_id,
}


def dsa110_notice(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/dsa110_notice.toml."""
    return (
        Alert.hop_read(
            _DSA110_NOTICE_READERS,
            _DSA110_NOTICE,
            (t, None, topic, mark_of_test),
            {"family": "gcn-notice"},
        ),
    )


BY_SCHEMA: dict[Any, Any] = {
    "boom": boom_notice,
    "burstcube": burstcube_notice,
    "chime/frb": chime_notice,
    "dsa110/frb": dsa110_notice,
    "einstein_probe/wxt": einstein_probe_notice,
    "fermi/gbm": fermi_gbm_notice,
    "fermi/lat/flare": fermi_lat_notice,
    "glowbug": glowbug_notice,
    "heasarc": heasarc_notice,
    "icecube/lvk_nu_track_search": icecube_lvk_notice,
    "icecube/lvk_nu_search": icecube_lvk_notice,
    "icecube/lvknutracksearch": icecube_lvk_notice,
    "icecube/gold_bronze_track_alerts": icecube_notice,
    "km3net/alert": km3net_notice,
    "km3net/km3net_alert": km3net_notice,
    "maxi": maxi_notice,
    "snews2/coincidence": snews2_notice,
    "superk/sn_alert": superk_notice,
    "svom": svom_notice,
    "swift/bat/guano": swift_guano_notice,
}
BY_TOPIC: dict[Any, Any] = {
    "boom": boom_notice,
    "burstcube": burstcube_notice,
    "chime.frb": chime_notice,
    "dsa110.frb": dsa110_notice,
    "einstein_probe.wxt": einstein_probe_notice,
    "fermi.gbm": fermi_gbm_notice,
    "fermi.lat.flare": fermi_lat_notice,
    "glowbug": glowbug_notice,
    "heasarc": heasarc_notice,
    "icecube.lvk_nu_track_search": icecube_lvk_notice,
    "icecube.lvk_nu_search": icecube_lvk_notice,
    "icecube.gold_bronze_track_alerts": icecube_notice,
    "km3net.alert": km3net_notice,
    "maxi": maxi_notice,
    "snews2.coincidence": snews2_notice,
    "superk.sn_alert": superk_notice,
    "svom": svom_notice,
    "swift.bat.guano": swift_guano_notice,
}
DEFAULT: Any = gcn_notice
