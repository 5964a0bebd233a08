# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format gcn-notice."""

from __future__ import annotations

from typing import Any

from hop.models._alert_part import Late, Reader, hash_of
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
_GCN_NOTICE_11 = Origin("", note="hash of the content")
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
            if type(x) is str and x in _GCN_NOTICE_0
            else r.word(x, _GCN_NOTICE_0, "/messenger", p)
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
            o["time"] = _GCN_NOTICE_1
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
            o["time_of"] = _GCN_NOTICE_2
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
            o["sky_map"] = _GCN_NOTICE_3
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
            o["significance"] = _GCN_NOTICE_4
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
        y = r.probabilities(x, "/classification", p, _GCN_NOTICE_5, is_text=False)
        if y is not None:
            v["classes"] = y


def _gcn_notice_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("properties")
    if x is not None:
        y = r.probabilities(x, "/properties", p, _GCN_NOTICE_5, is_text=False)
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
            if type(x) is str and x in _GCN_NOTICE_6
            else r.word(x, _GCN_NOTICE_6, "/alert_type", p)
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
            _GCN_NOTICE_8[x]
            if type(x) is str and x in _GCN_NOTICE_8
            else r.mapped(_GCN_NOTICE_8, x)
        )
        if y is True:
            a = a or _GCN_NOTICE_7
        elif y is False:
            b = b or _GCN_NOTICE_7
    x = late.topic
    if x is not None:
        y = c.test_topic(x, "@topic", p)
        if y is True:
            a = a or _GCN_NOTICE_9
        elif y is False:
            b = b or _GCN_NOTICE_9
    if late.is_test:
        a = a or _GCN_NOTICE_10
    if a is not None:
        v["is_test"] = True
        o["is_test"] = a
        if b is not None:
            p.append(f"is_test: {a.path or a.note} says that it is a test, {b.path} that it is not")
    elif b is not None:
        v["is_test"] = False
        o["is_test"] = b


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
    o["message_id"] = _GCN_NOTICE_11


_GCN_NOTICE_READERS: dict[str, Reader] = {
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
    "is_test": _gcn_notice_is_test,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _gcn_notice_message_id,
}


def gcn_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/gcn_notice.toml."""
    return (
        Alert.hop_read(
            _GCN_NOTICE_READERS, _GCN_NOTICE, (t, None, topic, is_test), {"family": "gcn-notice"}
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
    "is_test": _gcn_notice_is_test,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _fermi_gbm_notice_message_id,
}


def fermi_gbm_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/fermi_gbm_notice.toml."""
    return (
        Alert.hop_read(
            _FERMI_GBM_NOTICE_READERS,
            _FERMI_GBM_NOTICE,
            (t, None, topic, is_test),
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
    "is_test": _gcn_notice_is_test,
    "distance": _gcn_notice_distance,
    "distance_error": _gcn_notice_distance_error,
    "message_id": _icecube_notice_message_id,
}


def icecube_notice(t: Any, topic: str | None, is_test: bool) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/icecube_notice.toml."""
    return (
        Alert.hop_read(
            _ICECUBE_NOTICE_READERS,
            _ICECUBE_NOTICE,
            (t, None, topic, is_test),
            {"family": "gcn-notice"},
        ),
    )


BY_SCHEMA: dict[Any, Any] = {
    "fermi/gbm": fermi_gbm_notice,
    "icecube/gold_bronze_track_alerts": icecube_notice,
}
BY_TOPIC: dict[Any, Any] = {
    "fermi.gbm": fermi_gbm_notice,
    "icecube.gold_bronze_track_alerts": icecube_notice,
}
DEFAULT: Any = gcn_notice
