# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format gcn-notice."""

from __future__ import annotations

from typing import Any

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


BY_SCHEMA: dict[Any, Any] = {
    "fermi/gbm": fermi_gbm_notice,
    "icecube/gold_bronze_track_alerts": icecube_notice,
}
BY_TOPIC: dict[Any, Any] = {
    "fermi.gbm": fermi_gbm_notice,
    "icecube.gold_bronze_track_alerts": icecube_notice,
}
DEFAULT: Any = gcn_notice
