# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format gcn-notice."""

from __future__ import annotations

from typing import Any

from hop.models._alert_part import Whole
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

_BOOM_NOTICE_0 = Origin("/data/targets/*/name")
_BOOM_NOTICE_1 = Origin("", True, note="constant of the table")
_BOOM_NOTICE_2: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_BOOM_NOTICE_3 = Origin("/healpix_url")
_BOOM_NOTICE_4 = Origin("/image_snr")
_BOOM_NOTICE_5: frozenset[str] = frozenset(())
_BOOM_NOTICE_6: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_BOOM_NOTICE_7 = Origin("/alert_tense")
_BOOM_NOTICE_8: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_BOOM_NOTICE_9 = Origin("@topic")
_BOOM_NOTICE_10 = Origin("", note="the header _test")
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
_BURSTCUBE_NOTICE_0 = Origin("", True, note="constant of the table")
_BURSTCUBE_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_BURSTCUBE_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_BURSTCUBE_NOTICE_3 = Origin("/observation_start")
_BURSTCUBE_NOTICE_4 = Origin("/healpix_url")
_BURSTCUBE_NOTICE_5 = Origin("/image_snr")
_BURSTCUBE_NOTICE_6: frozenset[str] = frozenset(())
_BURSTCUBE_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_BURSTCUBE_NOTICE_8 = Origin("/$schema")
_BURSTCUBE_NOTICE_9 = Origin("/alert_tense")
_BURSTCUBE_NOTICE_10: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_BURSTCUBE_NOTICE_11 = Origin("@topic")
_BURSTCUBE_NOTICE_12 = Origin("", note="the header _test")
_BURSTCUBE_NOTICE_13 = Origin("event_id, sequence, sent")
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
}
_CHIME_NOTICE_0 = Origin("", True, note="constant of the table")
_CHIME_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_CHIME_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_CHIME_NOTICE_3 = Origin("/observation_start")
_CHIME_NOTICE_4 = Origin("/healpix_url")
_CHIME_NOTICE_5 = Origin("/rate_snr")
_CHIME_NOTICE_6 = Origin("/image_snr")
_CHIME_NOTICE_7: frozenset[str] = frozenset(())
_CHIME_NOTICE_8 = Origin("/properties")
_CHIME_NOTICE_9: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_CHIME_NOTICE_10 = Origin("/alert_tense")
_CHIME_NOTICE_11: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_CHIME_NOTICE_12 = Origin("@topic")
_CHIME_NOTICE_13 = Origin("", note="the header _test")
_CHIME_NOTICE_14 = Origin("event_id, stage, sent")
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
}
_DSA110_NOTICE_0 = Origin("", True, note="constant of the table")
_DSA110_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_DSA110_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_DSA110_NOTICE_3 = Origin("/observation_start")
_DSA110_NOTICE_4 = Origin("/healpix_url")
_DSA110_NOTICE_5 = Origin("/rate_snr")
_DSA110_NOTICE_6 = Origin("/image_snr")
_DSA110_NOTICE_7: frozenset[str] = frozenset(())
_DSA110_NOTICE_8 = Origin("/properties")
_DSA110_NOTICE_9: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_DSA110_NOTICE_10 = Origin("/alert_tense")
_DSA110_NOTICE_11: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_DSA110_NOTICE_12 = Origin("@topic")
_DSA110_NOTICE_13 = Origin("", note="the header _test")
_DSA110_NOTICE_14 = Origin("event_id, stage, sent")
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
}
_EINSTEIN_PROBE_NOTICE_0 = Origin("", True, note="constant of the table")
_EINSTEIN_PROBE_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_EINSTEIN_PROBE_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_EINSTEIN_PROBE_NOTICE_3 = Origin("/observation_start")
_EINSTEIN_PROBE_NOTICE_4 = Origin("/healpix_url")
_EINSTEIN_PROBE_NOTICE_5 = Origin("/image_snr")
_EINSTEIN_PROBE_NOTICE_6: frozenset[str] = frozenset(())
_EINSTEIN_PROBE_NOTICE_7: frozenset[str] = frozenset(
    ("initial", "update", "subsequent", "retraction")
)
_EINSTEIN_PROBE_NOTICE_8 = Origin("/alert_tense")
_EINSTEIN_PROBE_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_EINSTEIN_PROBE_NOTICE_10 = Origin("@topic")
_EINSTEIN_PROBE_NOTICE_11 = Origin("", note="the header _test")
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
_FERMI_GBM_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_FERMI_GBM_NOTICE_3 = Origin("/observation_start")
_FERMI_GBM_NOTICE_4 = Origin("/healpix_url")
_FERMI_GBM_NOTICE_5 = Origin("/image_snr")
_FERMI_GBM_NOTICE_6: frozenset[str] = frozenset(("UNRELIABLE_LOCATION",))
_FERMI_GBM_NOTICE_7: frozenset[str] = frozenset(())
_FERMI_GBM_NOTICE_8: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_FERMI_GBM_NOTICE_9 = Origin("/alert_type")
_FERMI_GBM_NOTICE_10 = Origin("/alert_tense")
_FERMI_GBM_NOTICE_11: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_FERMI_GBM_NOTICE_12 = Origin("@topic")
_FERMI_GBM_NOTICE_13 = Origin("", note="the header _test")
_FERMI_GBM_NOTICE_14 = Origin("event_id, stage, sequence")
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
}
_FERMI_LAT_NOTICE_0 = Origin("", True, note="constant of the table")
_FERMI_LAT_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_FERMI_LAT_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_FERMI_LAT_NOTICE_3 = Origin("/observation_start")
_FERMI_LAT_NOTICE_4 = Origin("/healpix_url")
_FERMI_LAT_NOTICE_5: frozenset[str] = frozenset(())
_FERMI_LAT_NOTICE_6: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_FERMI_LAT_NOTICE_7 = Origin("/alert_tense")
_FERMI_LAT_NOTICE_8: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_FERMI_LAT_NOTICE_9 = Origin("@topic")
_FERMI_LAT_NOTICE_10 = Origin("", note="the header _test")
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
_GCN_NOTICE_0: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_GCN_NOTICE_1 = Origin("/observation_start", note="start of the observation")
_GCN_NOTICE_2 = Origin("/observation_start")
_GCN_NOTICE_3 = Origin("/healpix_url")
_GCN_NOTICE_4 = Origin("/image_snr")
_GCN_NOTICE_5: frozenset[str] = frozenset(())
_GCN_NOTICE_6: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_GCN_NOTICE_7 = Origin("/alert_tense")
_GCN_NOTICE_8: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_GCN_NOTICE_9 = Origin("@topic")
_GCN_NOTICE_10 = Origin("", note="the header _test")
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
_GLOWBUG_NOTICE_0 = Origin("", True, note="constant of the table")
_GLOWBUG_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_GLOWBUG_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_GLOWBUG_NOTICE_3 = Origin("/observation_start")
_GLOWBUG_NOTICE_4 = Origin("/healpix_url")
_GLOWBUG_NOTICE_5 = Origin("/image_snr")
_GLOWBUG_NOTICE_6: frozenset[str] = frozenset(())
_GLOWBUG_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_GLOWBUG_NOTICE_8 = Origin("/alert_tense")
_GLOWBUG_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_GLOWBUG_NOTICE_10 = Origin("@topic")
_GLOWBUG_NOTICE_11 = Origin("", note="the header _test")
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
_HEASARC_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_HEASARC_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_HEASARC_NOTICE_3 = Origin("/observation_start")
_HEASARC_NOTICE_4 = Origin("/healpix_url")
_HEASARC_NOTICE_5 = Origin("/image_snr")
_HEASARC_NOTICE_6: frozenset[str] = frozenset(())
_HEASARC_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_HEASARC_NOTICE_8 = Origin("/alert_tense")
_HEASARC_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_HEASARC_NOTICE_10 = Origin("@topic")
_HEASARC_NOTICE_11 = Origin("", note="the header _test")
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
_ICECUBE_LVK_NOTICE_0 = Origin("", True, note="constant of the table")
_ICECUBE_LVK_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_ICECUBE_LVK_NOTICE_2 = Origin("/trigger_time")
_ICECUBE_LVK_NOTICE_3 = Origin("/observation_start", note="start of the observation")
_ICECUBE_LVK_NOTICE_4 = Origin("/observation_start")
_ICECUBE_LVK_NOTICE_5 = Origin("/most_probable_direction/ra", note="the most probable direction")
_ICECUBE_LVK_NOTICE_6 = Origin("/most_probable_direction/dec", note="the most probable direction")
_ICECUBE_LVK_NOTICE_7 = Origin("/healpix_url")
_ICECUBE_LVK_NOTICE_8 = Origin("/image_snr")
_ICECUBE_LVK_NOTICE_9: frozenset[str] = frozenset(())
_ICECUBE_LVK_NOTICE_10: frozenset[str] = frozenset(
    ("initial", "update", "subsequent", "retraction")
)
_ICECUBE_LVK_NOTICE_11 = Origin("/ref_ID", note="a search for an event of mock data")
_ICECUBE_LVK_NOTICE_12 = Origin("/alert_tense")
_ICECUBE_LVK_NOTICE_13: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_ICECUBE_LVK_NOTICE_14 = Origin("@topic")
_ICECUBE_LVK_NOTICE_15 = Origin("", note="the header _test")
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
_ICECUBE_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_ICECUBE_NOTICE_3 = Origin("/observation_start")
_ICECUBE_NOTICE_4 = Origin("/healpix_url")
_ICECUBE_NOTICE_5 = Origin("/image_snr")
_ICECUBE_NOTICE_6: frozenset[str] = frozenset(())
_ICECUBE_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_ICECUBE_NOTICE_8 = Origin("/alert_tense")
_ICECUBE_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_ICECUBE_NOTICE_10 = Origin("@topic")
_ICECUBE_NOTICE_11 = Origin("", note="the header _test")
_ICECUBE_NOTICE_12 = Origin("event_id, sequence")
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
}
_KM3NET_NOTICE_0 = Origin("", True, note="constant of the table")
_KM3NET_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_KM3NET_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_KM3NET_NOTICE_3 = Origin("/observation_start")
_KM3NET_NOTICE_4 = Origin("/src_error_50", note="containment by the name of the field")
_KM3NET_NOTICE_5 = Origin("/healpix_url")
_KM3NET_NOTICE_6 = Origin("/image_snr")
_KM3NET_NOTICE_7: frozenset[str] = frozenset(())
_KM3NET_NOTICE_8: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_KM3NET_NOTICE_9 = Origin("/alert_tense")
_KM3NET_NOTICE_10: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_KM3NET_NOTICE_11 = Origin("@topic")
_KM3NET_NOTICE_12 = Origin("", note="the header _test")
_KM3NET_NOTICE_13 = Origin("event_id, sequence")
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
}
_MAXI_NOTICE_0 = Origin("", True, note="constant of the table")
_MAXI_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_MAXI_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_MAXI_NOTICE_3 = Origin("/observation_start")
_MAXI_NOTICE_4 = Origin("/rectangular_error_corners")
_MAXI_NOTICE_5 = Origin("/healpix_url")
_MAXI_NOTICE_6 = Origin("/image_snr")
_MAXI_NOTICE_7: frozenset[str] = frozenset(())
_MAXI_NOTICE_8: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_MAXI_NOTICE_9 = Origin("/alert_tense")
_MAXI_NOTICE_10: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_MAXI_NOTICE_11 = Origin("@topic")
_MAXI_NOTICE_12 = Origin("", note="the header _test")
_MAXI_NOTICE_13 = Origin("event_id, stage, sent")
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
}
_SNEWS2_NOTICE_0 = Origin("", True, note="constant of the table")
_SNEWS2_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SNEWS2_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_SNEWS2_NOTICE_3 = Origin("/observation_start")
_SNEWS2_NOTICE_4 = Origin("/healpix_url")
_SNEWS2_NOTICE_5 = Origin("/image_snr")
_SNEWS2_NOTICE_6: frozenset[str] = frozenset(())
_SNEWS2_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_SNEWS2_NOTICE_8 = Origin("/alert_tense")
_SNEWS2_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_SNEWS2_NOTICE_10 = Origin("@topic")
_SNEWS2_NOTICE_11 = Origin("", note="the header _test")
_SNEWS2_NOTICE_12 = Origin("event_id, stage, sent")
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
}
_SUPERK_NOTICE_0 = Origin("", True, note="constant of the table")
_SUPERK_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SUPERK_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_SUPERK_NOTICE_3 = Origin("/observation_start")
_SUPERK_NOTICE_4 = Origin("/healpix_url")
_SUPERK_NOTICE_5 = Origin("/image_snr")
_SUPERK_NOTICE_6: frozenset[str] = frozenset(())
_SUPERK_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_SUPERK_NOTICE_8 = Origin("/alert_tense")
_SUPERK_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_SUPERK_NOTICE_10 = Origin("@topic")
_SUPERK_NOTICE_11 = Origin("", note="the header _test")
_SUPERK_NOTICE_12 = Origin("event_id, sequence, sent")
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
}
_SVOM_NOTICE_0 = Origin("", True, note="constant of the table")
_SVOM_NOTICE_1: frozenset[str] = frozenset(("EM", "GW", "Neutrino"))
_SVOM_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_SVOM_NOTICE_3 = Origin("/observation_start")
_SVOM_NOTICE_4 = Origin("/healpix_url")
_SVOM_NOTICE_5 = Origin("/image_snr")
_SVOM_NOTICE_6: frozenset[str] = frozenset(())
_SVOM_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_SVOM_NOTICE_8 = Origin("/alert_tense")
_SVOM_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_SVOM_NOTICE_10 = Origin("@topic")
_SVOM_NOTICE_11 = Origin("", note="the header _test")
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
_SWIFT_GUANO_NOTICE_2 = Origin("/observation_start", note="start of the observation")
_SWIFT_GUANO_NOTICE_3 = Origin("/observation_start")
_SWIFT_GUANO_NOTICE_4 = Origin("/healpix_url")
_SWIFT_GUANO_NOTICE_5 = Origin("/image_snr")
_SWIFT_GUANO_NOTICE_6: frozenset[str] = frozenset(())
_SWIFT_GUANO_NOTICE_7: frozenset[str] = frozenset(("initial", "update", "subsequent", "retraction"))
_SWIFT_GUANO_NOTICE_8 = Origin("/alert_tense")
_SWIFT_GUANO_NOTICE_9: dict[str, Any] = {
    "test": True,
    "injection": True,
    "injections": True,
    "commanded": True,
    "current": False,
    "archival": False,
    "planned": False,
}
_SWIFT_GUANO_NOTICE_10 = Origin("@topic")
_SWIFT_GUANO_NOTICE_11 = Origin("", note="the header _test")
_SWIFT_GUANO_NOTICE_12 = Origin("event_id, sequence")
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
}


def boom_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/boom_notice.toml."""
    each = r.items(r.at(t, ("data", "targets")))
    each = [e for e in each if type(e) is dict]
    h = Whole(t)
    return tuple(_boom_notice(t, h, e, topic, is_test) for e in each)


def _boom_notice(t: Any, h: Whole, e: Any, topic: str | None, is_test: bool) -> Alert:
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_BOOM_NOTICE, o)}
    t1 = r.sub(t, "data")
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
    n = []
    x = e.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/data/targets/*/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    x = e.get("name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/data/targets/*/name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    if n:
        v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    x = t1.get("photometry")
    if x is not None:
        y = c.first_detection(x, e, h, "/data/photometry", p)
        if y is not None:
            v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    x = t1.get("photometry")
    if x is not None:
        y = "observation"
        if y is not None and "time" in v:
            v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = e.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _BOOM_NOTICE_3
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _BOOM_NOTICE_4
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = e.get("classification_scores")
    if x is not None:
        y = c.scores(x, "/data/targets/*/classification_scores", p)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _BOOM_NOTICE_5, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _BOOM_NOTICE_6
            else r.word(x, _BOOM_NOTICE_6, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _BOOM_NOTICE_8[x]
            if type(x) is str and x in _BOOM_NOTICE_8
            else r.mapped(_BOOM_NOTICE_8, x)
        )
        if y is True:
            a = a or _BOOM_NOTICE_7
        elif y is False:
            b = b or _BOOM_NOTICE_7
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _BOOM_NOTICE_9
        elif y is False:
            b = b or _BOOM_NOTICE_9
    if is_test:
        a = a or _BOOM_NOTICE_10
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    x = e.get("gcn_crossmatch")
    if x is not None:
        n = []
        for z in r.items(x):
            y = c.crossmatched_event(z, "/data/targets/*/gcn_crossmatch", p)
            if y is not None:
                y = Ref.hop_made({"kind": "coincidence", "event_id": y})
                if y not in n:
                    n.append(y)
        if n:
            v["refs"] = tuple(n)
    v["hop_content"] = ("gcn-notice", (h, e))
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return Alert.hop_made(v)


def burstcube_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/burstcube_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_BURSTCUBE_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "burstcube:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "BurstCube"
        if y is not None:
            o["mission"] = _BURSTCUBE_NOTICE_0
    if y is not None:
        v["mission"] = y
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _BURSTCUBE_NOTICE_1
            else r.word(x, _BURSTCUBE_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _BURSTCUBE_NOTICE_0
    if y is not None:
        v["messenger"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _BURSTCUBE_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _BURSTCUBE_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _BURSTCUBE_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _BURSTCUBE_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _BURSTCUBE_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _BURSTCUBE_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _BURSTCUBE_NOTICE_7
            else r.word(x, _BURSTCUBE_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("$schema")
    if x is not None:
        y = c.test_topic(x, "/$schema", p)
        if y is True:
            a = a or _BURSTCUBE_NOTICE_8
        elif y is False:
            b = b or _BURSTCUBE_NOTICE_8
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _BURSTCUBE_NOTICE_10[x]
            if type(x) is str and x in _BURSTCUBE_NOTICE_10
            else r.mapped(_BURSTCUBE_NOTICE_10, x)
        )
        if y is True:
            a = a or _BURSTCUBE_NOTICE_9
        elif y is False:
            b = b or _BURSTCUBE_NOTICE_9
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _BURSTCUBE_NOTICE_11
        elif y is False:
            b = b or _BURSTCUBE_NOTICE_11
    if is_test:
        a = a or _BURSTCUBE_NOTICE_12
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("sequence")
    m2 = v.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _BURSTCUBE_NOTICE_13
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def chime_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/chime_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_CHIME_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "chime:" + y
        if y is not None:
            v["event_id"] = y
    n = []
    x = t.get("known_source")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/known_source", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    if n:
        v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _CHIME_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _CHIME_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _CHIME_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _CHIME_NOTICE_5
    if y is None:
        x = t.get("image_snr")
        if x is not None:
            z = r.json_number(x, "/image_snr", p)
            if z is not None:
                y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            o["significance"] = _CHIME_NOTICE_6
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _CHIME_NOTICE_7, is_text=False)
        if y is not None:
            v["classes"] = y
    y = None
    x = t
    if x is not None:
        y = r.probabilities(
            x, "", p, _CHIME_NOTICE_7, ("importance", "association_probability"), is_text=False
        )
    if y is None:
        x = t.get("properties")
        if x is not None:
            y = r.probabilities(x, "/properties", p, _CHIME_NOTICE_7, is_text=False)
        if y is not None:
            o["properties"] = _CHIME_NOTICE_8
    if y is not None:
        v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _CHIME_NOTICE_9
            else r.word(x, _CHIME_NOTICE_9, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _CHIME_NOTICE_11[x]
            if type(x) is str and x in _CHIME_NOTICE_11
            else r.mapped(_CHIME_NOTICE_11, x)
        )
        if y is True:
            a = a or _CHIME_NOTICE_10
        elif y is False:
            b = b or _CHIME_NOTICE_10
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _CHIME_NOTICE_12
        elif y is False:
            b = b or _CHIME_NOTICE_12
    if is_test:
        a = a or _CHIME_NOTICE_13
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("stage")
    m2 = v.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _CHIME_NOTICE_14
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def dsa110_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/dsa110_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_DSA110_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "dsa110:" + y
        if y is not None:
            v["event_id"] = y
    n = []
    x = t.get("known_source")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/known_source", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    if n:
        v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _DSA110_NOTICE_1
            else r.word(x, _DSA110_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "EM"
        if y is not None:
            o["messenger"] = _DSA110_NOTICE_0
    if y is not None:
        v["messenger"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _DSA110_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _DSA110_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _DSA110_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _DSA110_NOTICE_5
    if y is None:
        x = t.get("image_snr")
        if x is not None:
            z = r.json_number(x, "/image_snr", p)
            if z is not None:
                y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            o["significance"] = _DSA110_NOTICE_6
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _DSA110_NOTICE_7, is_text=False)
        if y is not None:
            v["classes"] = y
    y = None
    x = t
    if x is not None:
        y = r.probabilities(
            x, "", p, _DSA110_NOTICE_7, ("importance", "association_probability"), is_text=False
        )
    if y is None:
        x = t.get("properties")
        if x is not None:
            y = r.probabilities(x, "/properties", p, _DSA110_NOTICE_7, is_text=False)
        if y is not None:
            o["properties"] = _DSA110_NOTICE_8
    if y is not None:
        v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _DSA110_NOTICE_9
            else r.word(x, _DSA110_NOTICE_9, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _DSA110_NOTICE_11[x]
            if type(x) is str and x in _DSA110_NOTICE_11
            else r.mapped(_DSA110_NOTICE_11, x)
        )
        if y is True:
            a = a or _DSA110_NOTICE_10
        elif y is False:
            b = b or _DSA110_NOTICE_10
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _DSA110_NOTICE_12
        elif y is False:
            b = b or _DSA110_NOTICE_12
    if is_test:
        a = a or _DSA110_NOTICE_13
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("stage")
    m2 = v.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _DSA110_NOTICE_14
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def einstein_probe_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/einstein_probe_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_EINSTEIN_PROBE_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "ep:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _EINSTEIN_PROBE_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _EINSTEIN_PROBE_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _EINSTEIN_PROBE_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _EINSTEIN_PROBE_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _EINSTEIN_PROBE_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _EINSTEIN_PROBE_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _EINSTEIN_PROBE_NOTICE_7
            else r.word(x, _EINSTEIN_PROBE_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _EINSTEIN_PROBE_NOTICE_9[x]
            if type(x) is str and x in _EINSTEIN_PROBE_NOTICE_9
            else r.mapped(_EINSTEIN_PROBE_NOTICE_9, x)
        )
        if y is True:
            a = a or _EINSTEIN_PROBE_NOTICE_8
        elif y is False:
            b = b or _EINSTEIN_PROBE_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _EINSTEIN_PROBE_NOTICE_10
        elif y is False:
            b = b or _EINSTEIN_PROBE_NOTICE_10
    if is_test:
        a = a or _EINSTEIN_PROBE_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def fermi_gbm_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_FERMI_GBM_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "fermi-gbm:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("id")
    if x is not None:
        n = []
        for z in r.items(r.item(x, 1)):
            y = z if type(z) is str and z.isalnum() else r.text(z, "/id", p)
            if y is not None:
                y = "fermi-gbm:" + y
                if y not in n and y != v.get("event_id"):
                    n.append(y)
        if n:
            v["aliases"] = tuple(n)
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _FERMI_GBM_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _FERMI_GBM_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _FERMI_GBM_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _FERMI_GBM_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _FERMI_GBM_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _FERMI_GBM_NOTICE_7, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _FERMI_GBM_NOTICE_8
            else r.word(x, _FERMI_GBM_NOTICE_8, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    y = None
    x = t.get("subtype")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/subtype", p)
    if y is None:
        x = t.get("alert_type")
        if x is not None:
            y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            o["stage"] = _FERMI_GBM_NOTICE_9
    if y is not None:
        v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _FERMI_GBM_NOTICE_11[x]
            if type(x) is str and x in _FERMI_GBM_NOTICE_11
            else r.mapped(_FERMI_GBM_NOTICE_11, x)
        )
        if y is True:
            a = a or _FERMI_GBM_NOTICE_10
        elif y is False:
            b = b or _FERMI_GBM_NOTICE_10
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _FERMI_GBM_NOTICE_12
        elif y is False:
            b = b or _FERMI_GBM_NOTICE_12
    if is_test:
        a = a or _FERMI_GBM_NOTICE_13
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("stage")
    m2 = v.get("sequence")
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _FERMI_GBM_NOTICE_14
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def fermi_lat_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_lat_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_FERMI_LAT_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = c.mission_key(r.item(x, 0), t.get("mission"), "/id", p)
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _FERMI_LAT_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _FERMI_LAT_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _FERMI_LAT_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
    x = t.get("TS")
    if x is not None:
        y = None
        z = r.json_number(x, "/TS", p)
        if z is not None:
            y = Significance.hop_made({"value": z, "kind": "ts"})
        if y is not None:
            v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _FERMI_LAT_NOTICE_5, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _FERMI_LAT_NOTICE_5, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _FERMI_LAT_NOTICE_6
            else r.word(x, _FERMI_LAT_NOTICE_6, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _FERMI_LAT_NOTICE_8[x]
            if type(x) is str and x in _FERMI_LAT_NOTICE_8
            else r.mapped(_FERMI_LAT_NOTICE_8, x)
        )
        if y is True:
            a = a or _FERMI_LAT_NOTICE_7
        elif y is False:
            b = b or _FERMI_LAT_NOTICE_7
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _FERMI_LAT_NOTICE_9
        elif y is False:
            b = b or _FERMI_LAT_NOTICE_9
    if is_test:
        a = a or _FERMI_LAT_NOTICE_10
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def gcn_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/gcn_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_GCN_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = c.mission_key(r.item(x, 0), t.get("mission"), "/id", p)
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
        if y is not None:
            v["mission"] = y
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _GCN_NOTICE_0
            else r.word(x, _GCN_NOTICE_0, "/messenger", p)
        )
        if y is not None:
            v["messenger"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _GCN_NOTICE_1
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _GCN_NOTICE_2
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _GCN_NOTICE_3
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _GCN_NOTICE_4
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _GCN_NOTICE_5, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _GCN_NOTICE_5, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _GCN_NOTICE_6
            else r.word(x, _GCN_NOTICE_6, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _GCN_NOTICE_8[x]
            if type(x) is str and x in _GCN_NOTICE_8
            else r.mapped(_GCN_NOTICE_8, x)
        )
        if y is True:
            a = a or _GCN_NOTICE_7
        elif y is False:
            b = b or _GCN_NOTICE_7
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _GCN_NOTICE_9
        elif y is False:
            b = b or _GCN_NOTICE_9
    if is_test:
        a = a or _GCN_NOTICE_10
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def glowbug_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/glowbug_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_GLOWBUG_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "glowbug:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("id")
    if x is not None:
        n = []
        for z in r.items(r.item(x, 1)):
            y = z if type(z) is str and z.isalnum() else r.text(z, "/id", p)
            if y is not None:
                y = "glowbug:" + y
                if y not in n and y != v.get("event_id"):
                    n.append(y)
        if n:
            v["aliases"] = tuple(n)
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _GLOWBUG_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _GLOWBUG_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _GLOWBUG_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _GLOWBUG_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _GLOWBUG_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _GLOWBUG_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _GLOWBUG_NOTICE_7
            else r.word(x, _GLOWBUG_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _GLOWBUG_NOTICE_9[x]
            if type(x) is str and x in _GLOWBUG_NOTICE_9
            else r.mapped(_GLOWBUG_NOTICE_9, x)
        )
        if y is True:
            a = a or _GLOWBUG_NOTICE_8
        elif y is False:
            b = b or _GLOWBUG_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _GLOWBUG_NOTICE_10
        elif y is False:
            b = b or _GLOWBUG_NOTICE_10
    if is_test:
        a = a or _GLOWBUG_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def heasarc_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/heasarc_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_HEASARC_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = c.mission_key(r.item(x, 0), t.get("mission"), "/id", p)
        if y is not None:
            v["event_id"] = y
    n = []
    x = t.get("target_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/target_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    if n:
        v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _HEASARC_NOTICE_1
            else r.word(x, _HEASARC_NOTICE_1, "/messenger", p)
        )
        if y is not None:
            v["messenger"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _HEASARC_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _HEASARC_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _HEASARC_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _HEASARC_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _HEASARC_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _HEASARC_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _HEASARC_NOTICE_7
            else r.word(x, _HEASARC_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _HEASARC_NOTICE_9[x]
            if type(x) is str and x in _HEASARC_NOTICE_9
            else r.mapped(_HEASARC_NOTICE_9, x)
        )
        if y is True:
            a = a or _HEASARC_NOTICE_8
        elif y is False:
            b = b or _HEASARC_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _HEASARC_NOTICE_10
        elif y is False:
            b = b or _HEASARC_NOTICE_10
    if is_test:
        a = a or _HEASARC_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def icecube_lvk_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_lvk_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_ICECUBE_LVK_NOTICE, o)}
    t1 = r.sub(t, "most_probable_direction")
    x = t.get("ref_ID")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/ref_ID", p)
        if y is not None:
            y = "icecube-lvk:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
    y = None
    x = t.get("mission")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/mission", p)
    if y is None:
        y = "IceCube"
        if y is not None:
            o["mission"] = _ICECUBE_LVK_NOTICE_0
    if y is not None:
        v["mission"] = y
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
    y = None
    x = t.get("messenger")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _ICECUBE_LVK_NOTICE_1
            else r.word(x, _ICECUBE_LVK_NOTICE_1, "/messenger", p)
        )
    if y is None:
        y = "Neutrino"
        if y is not None:
            o["messenger"] = _ICECUBE_LVK_NOTICE_0
    if y is not None:
        v["messenger"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("trigger_time")
        if x is not None:
            y = r.time(x, "/trigger_time", p)
        if y is not None:
            o["time"] = _ICECUBE_LVK_NOTICE_2
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _ICECUBE_LVK_NOTICE_3
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "other"
    if y is None:
        x = t.get("trigger_time")
        if x is not None:
            y = "event"
        if y is not None:
            o["time_of"] = _ICECUBE_LVK_NOTICE_2
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _ICECUBE_LVK_NOTICE_4
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
            o["ra"] = _ICECUBE_LVK_NOTICE_5
            o["dec"] = _ICECUBE_LVK_NOTICE_6
    if y is not None:
        v["ra"], v["dec"] = y
    x = r.at(t, ("coincident_events", 0, "localization", "ra_dec_error"))
    if x is not None and "ra" in v and t.get("n_events_coincident") in (1,):
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
            o["sky_map"] = _ICECUBE_LVK_NOTICE_7
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _ICECUBE_LVK_NOTICE_8
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _ICECUBE_LVK_NOTICE_9, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _ICECUBE_LVK_NOTICE_9, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _ICECUBE_LVK_NOTICE_10
            else r.word(x, _ICECUBE_LVK_NOTICE_10, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("pipeline")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/pipeline", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("ref_ID")
    if x is not None:
        y = c.mock_trigger(x, "/ref_ID", p)
        if y is True:
            a = a or _ICECUBE_LVK_NOTICE_11
        elif y is False:
            b = b or _ICECUBE_LVK_NOTICE_11
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _ICECUBE_LVK_NOTICE_13[x]
            if type(x) is str and x in _ICECUBE_LVK_NOTICE_13
            else r.mapped(_ICECUBE_LVK_NOTICE_13, x)
        )
        if y is True:
            a = a or _ICECUBE_LVK_NOTICE_12
        elif y is False:
            b = b or _ICECUBE_LVK_NOTICE_12
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _ICECUBE_LVK_NOTICE_14
        elif y is False:
            b = b or _ICECUBE_LVK_NOTICE_14
    if is_test:
        a = a or _ICECUBE_LVK_NOTICE_15
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    x = t.get("ref_ID")
    if x is not None:
        n = []
        for z in r.items(x):
            y = c.superevent_key(z, "/ref_ID", p)
            if y is not None:
                y = Ref.hop_made({"kind": "coincidence", "event_id": y})
                if y not in n:
                    n.append(y)
        if n:
            v["refs"] = tuple(n)
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def icecube_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_ICECUBE_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "icecube:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = "icecube:" + y
                if y not in n and y != v.get("event_id"):
                    n.append(y)
        if n:
            v["aliases"] = tuple(n)
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _ICECUBE_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _ICECUBE_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _ICECUBE_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _ICECUBE_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _ICECUBE_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _ICECUBE_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _ICECUBE_NOTICE_7
            else r.word(x, _ICECUBE_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("pipeline")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/pipeline", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _ICECUBE_NOTICE_9[x]
            if type(x) is str and x in _ICECUBE_NOTICE_9
            else r.mapped(_ICECUBE_NOTICE_9, x)
        )
        if y is True:
            a = a or _ICECUBE_NOTICE_8
        elif y is False:
            b = b or _ICECUBE_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _ICECUBE_NOTICE_10
        elif y is False:
            b = b or _ICECUBE_NOTICE_10
    if is_test:
        a = a or _ICECUBE_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
        o["message_id"] = _ICECUBE_NOTICE_12
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def km3net_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/km3net_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_KM3NET_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "km3net:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = "km3net:" + y
                if y not in n and y != v.get("event_id"):
                    n.append(y)
        if n:
            v["aliases"] = tuple(n)
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _KM3NET_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _KM3NET_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    y = None
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
        if x is not None and "ra" in v:
            z = r.axes(x, "/src_error_50", p)
            if z is not None:
                z["containment"], z["assumed"] = 0.5, False
                y = Circle.hop_made(z) if "radius" in z else Ellipse.hop_made(z)
        if y is not None:
            o["region"] = _KM3NET_NOTICE_4
    if y is not None:
        v["region"] = y
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
            o["sky_map"] = _KM3NET_NOTICE_5
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _KM3NET_NOTICE_6
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _KM3NET_NOTICE_7, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _KM3NET_NOTICE_7, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _KM3NET_NOTICE_8
            else r.word(x, _KM3NET_NOTICE_8, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _KM3NET_NOTICE_10[x]
            if type(x) is str and x in _KM3NET_NOTICE_10
            else r.mapped(_KM3NET_NOTICE_10, x)
        )
        if y is True:
            a = a or _KM3NET_NOTICE_9
        elif y is False:
            b = b or _KM3NET_NOTICE_9
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _KM3NET_NOTICE_11
        elif y is False:
            b = b or _KM3NET_NOTICE_11
    if is_test:
        a = a or _KM3NET_NOTICE_12
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
        o["message_id"] = _KM3NET_NOTICE_13
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def maxi_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/maxi_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_MAXI_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "maxi:" + y
        if y is not None:
            v["event_id"] = y
    n = []
    x = t.get("source_name")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/source_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    x = t.get("event_name")
    if x is not None:
        for z in r.items(x):
            y = c.name_with_letters(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
    if n:
        v["names"] = tuple(n)
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _MAXI_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _MAXI_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = c.time_after(x, t.get("trigger_time"), "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    y = None
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["region"] = _MAXI_NOTICE_4
    if y is not None:
        v["region"] = y
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
            o["sky_map"] = _MAXI_NOTICE_5
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _MAXI_NOTICE_6
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _MAXI_NOTICE_7, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _MAXI_NOTICE_7, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _MAXI_NOTICE_8
            else r.word(x, _MAXI_NOTICE_8, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _MAXI_NOTICE_10[x]
            if type(x) is str and x in _MAXI_NOTICE_10
            else r.mapped(_MAXI_NOTICE_10, x)
        )
        if y is True:
            a = a or _MAXI_NOTICE_9
        elif y is False:
            b = b or _MAXI_NOTICE_9
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _MAXI_NOTICE_11
        elif y is False:
            b = b or _MAXI_NOTICE_11
    if is_test:
        a = a or _MAXI_NOTICE_12
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("stage")
    m2 = v.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _MAXI_NOTICE_13
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def snews2_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/snews2_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_SNEWS2_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "snews:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _SNEWS2_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _SNEWS2_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _SNEWS2_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _SNEWS2_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _SNEWS2_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _SNEWS2_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SNEWS2_NOTICE_7
            else r.word(x, _SNEWS2_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _SNEWS2_NOTICE_9[x]
            if type(x) is str and x in _SNEWS2_NOTICE_9
            else r.mapped(_SNEWS2_NOTICE_9, x)
        )
        if y is True:
            a = a or _SNEWS2_NOTICE_8
        elif y is False:
            b = b or _SNEWS2_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _SNEWS2_NOTICE_10
        elif y is False:
            b = b or _SNEWS2_NOTICE_10
    if is_test:
        a = a or _SNEWS2_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("stage")
    m2 = v.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _SNEWS2_NOTICE_12
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def superk_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/superk_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    m2: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_SUPERK_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "superk:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _SUPERK_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _SUPERK_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _SUPERK_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _SUPERK_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _SUPERK_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _SUPERK_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SUPERK_NOTICE_7
            else r.word(x, _SUPERK_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _SUPERK_NOTICE_9[x]
            if type(x) is str and x in _SUPERK_NOTICE_9
            else r.mapped(_SUPERK_NOTICE_9, x)
        )
        if y is True:
            a = a or _SUPERK_NOTICE_8
        elif y is False:
            b = b or _SUPERK_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _SUPERK_NOTICE_10
        elif y is False:
            b = b or _SUPERK_NOTICE_10
    if is_test:
        a = a or _SUPERK_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    m0 = v.get("event_id")
    m1 = v.get("sequence")
    m2 = v.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
        o["message_id"] = _SUPERK_NOTICE_12
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def svom_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/svom_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_SVOM_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "svom:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    x = t.get("instrument")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/instrument", p)
        if y is not None:
            v["instrument"] = y
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _SVOM_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _SVOM_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _SVOM_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _SVOM_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _SVOM_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _SVOM_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SVOM_NOTICE_7
            else r.word(x, _SVOM_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _SVOM_NOTICE_9[x]
            if type(x) is str and x in _SVOM_NOTICE_9
            else r.mapped(_SVOM_NOTICE_9, x)
        )
        if y is True:
            a = a or _SVOM_NOTICE_8
        elif y is False:
            b = b or _SVOM_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _SVOM_NOTICE_10
        elif y is False:
            b = b or _SVOM_NOTICE_10
    if is_test:
        a = a or _SVOM_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


def swift_guano_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/swift_guano_notice.toml."""
    f: Any
    w: Any
    x: Any
    y: Any
    z: Any
    m0: Any
    m1: Any
    n: list[Any]
    p: list[str] = []
    o: dict[str, Origin] = {}
    v: dict[str, Any] = {"family": "gcn-notice", "hop_origin": (_SWIFT_GUANO_NOTICE, o)}
    x = t.get("id")
    if x is not None:
        y = r.text(r.item(x, 0), "/id", p)
        if y is not None:
            y = "swift-guano:" + y
        if y is not None:
            v["event_id"] = y
    x = t.get("event_name")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/event_name", p)
            if y is not None:
                y = y
                if y not in n:
                    n.append(y)
        if n:
            v["names"] = tuple(n)
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
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = r.time(x, "/trigger_time", p)
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = r.time(x, "/observation_start", p)
        if y is not None:
            o["time"] = _SWIFT_GUANO_NOTICE_2
    if y is not None:
        v["time"] = y
    x = t.get("trigger_time_error")
    if x is not None:
        y = c.larger_error(x, "/trigger_time_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/trigger_time_error", p)
        if y is not None:
            v["time_error"] = y
    y = None
    x = t.get("trigger_time")
    if x is not None:
        y = "event"
    if y is None:
        x = t.get("observation_start")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _SWIFT_GUANO_NOTICE_3
    if y is not None and "time" in v:
        v["time_of"] = y
    x = t.get("alert_datetime")
    if x is not None:
        y = r.time(x, "/alert_datetime", p)
        if y is not None:
            v["sent"] = y
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
    x = t.get("ra_dec_error")
    if x is not None and "ra" in v:
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
            o["sky_map"] = _SWIFT_GUANO_NOTICE_4
    if y is not None:
        v["sky_map"] = y
    x = t.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/far", p)
        if y is not None:
            v["far"] = y
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
            o["significance"] = _SWIFT_GUANO_NOTICE_5
    if y is not None:
        v["significance"] = y
    x = t.get("p_astro")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/p_astro", p)
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/p_astro", p)
        if y is not None:
            v["p_astro"] = y
    x = t.get("classification")
    if x is not None:
        y = r.probabilities(x, "/classification", p, _SWIFT_GUANO_NOTICE_6, is_text=False)
        if y is not None:
            v["classes"] = y
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _SWIFT_GUANO_NOTICE_6, is_text=False)
        if y is not None:
            v["properties"] = y
    x = t.get("alert_type")
    if x is not None:
        y = (
            x
            if type(x) is str and x in _SWIFT_GUANO_NOTICE_7
            else r.word(x, _SWIFT_GUANO_NOTICE_7, "/alert_type", p)
        )
        if y is not None:
            v["kind"] = y
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y
    x = t.get("record_number")
    if x is not None:
        y = x if type(x) is int else r.integer(x, "/record_number", p)
        if y is not None:
            v["sequence"] = y
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("alert_tense")
    if x is not None:
        y = (
            _SWIFT_GUANO_NOTICE_9[x]
            if type(x) is str and x in _SWIFT_GUANO_NOTICE_9
            else r.mapped(_SWIFT_GUANO_NOTICE_9, x)
        )
        if y is True:
            a = a or _SWIFT_GUANO_NOTICE_8
        elif y is False:
            b = b or _SWIFT_GUANO_NOTICE_8
    x = topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _SWIFT_GUANO_NOTICE_10
        elif y is False:
            b = b or _SWIFT_GUANO_NOTICE_10
    if is_test:
        a = a or _SWIFT_GUANO_NOTICE_11
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b
    x = t.get("luminosity_distance")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/luminosity_distance", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/luminosity_distance", p)
        if y is not None:
            v["distance"] = y
    x = t.get("luminosity_distance_error")
    if x is not None:
        y = c.larger_error(x, "/luminosity_distance_error", p)
        if y is not None:
            if not y >= 0.0:
                y = r.not_below(y, 0.0, "/luminosity_distance_error", p)
        if y is not None:
            v["distance_error"] = y
    x = t.get("follow_up_event")
    if x is not None:
        n = []
        for z in r.items(x):
            y = c.mission_trigger(z, "/follow_up_event", p)
            if y is not None:
                y = Ref.hop_made({"kind": "followup", "event_id": y})
                if y not in n:
                    n.append(y)
        if n:
            v["refs"] = tuple(n)
    m0 = v.get("event_id")
    m1 = v.get("sequence")
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
        o["message_id"] = _SWIFT_GUANO_NOTICE_12
    else:
        v["hop_content"] = ("gcn-notice", t)
    if p:
        v["problems"] = tuple(dict.fromkeys(p))
    return (Alert.hop_made(v),)


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
