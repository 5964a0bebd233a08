# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format rubin."""

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

_RUBIN_0 = Origin("/diaSource/pixelFlags_injected")
_RUBIN_1 = Origin("/diaSource/ssObjectId")
_RUBIN_2 = Origin("/diaSource/midPointTai", note="middle of the visit; TAI as UTC")
_RUBIN_3 = Origin("/diaSource/midPointTai")
_RUBIN_4 = Origin("/diaSource/ra")
_RUBIN_5 = Origin("/diaSource/decl")
_RUBIN_6 = Origin("", note="hash of the content")
_RUBIN: dict[str, Origin] = {
    "event_id": Origin("/diaSource/diaObjectId"),
    "names": Origin("/diaSource/diaSourceId"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("/diaSource/midpointMjdTai", note="middle of the visit; TAI as UTC"),
    "time_of": Origin("/diaSource/midpointMjdTai"),
    "sent": Origin(
        "/diaSource/timeProcessedMjdTai", note="when the image was processed; TAI as UTC"
    ),
    "ra": Origin("/diaSource/ra"),
    "dec": Origin("/diaSource/dec"),
    "significance": Origin("/diaSource/snr"),
    "p_astro": Origin("/diaSource/reliability"),
    "kind": Origin("/diaSource/timeWithdrawnMjdTai"),
    "message_id": Origin("/diaSource/diaSourceId, /diaSource/timeWithdrawnMjdTai"),
}


def _rubin_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    a: Origin | None = None
    b: Origin | None = None
    x = t1.get("pixelFlags_injected")
    if x is not None:
        y = c.any_flag(
            x,
            t1.get("pixelFlags_injectedCenter"),
            t1.get("pixelFlags_injected_template"),
            t1.get("pixelFlags_injected_templateCenter"),
            "/diaSource/pixelFlags_injected",
            p,
        )
        if y is True:
            a = a or _RUBIN_0
        elif y is False:
            b = b or _RUBIN_0
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


def _rubin_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    y = None
    x = t1.get("diaObjectId")
    if x is not None:
        y = c.some_id(x, "/diaSource/diaObjectId", p)
        if y is not None:
            y = "rubin:" + y
    if y is None:
        x = t1.get("ssObjectId")
        if x is not None:
            y = c.some_id(x, "/diaSource/ssObjectId", p)
            if y is not None:
                y = "rubin-ss:" + y
        if y is not None:
            o["event_id"] = _RUBIN_1
    if y is not None:
        v["event_id"] = y


def _rubin_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    t2 = r.sub(t, "ssSource")
    n: list[Any]
    n = []
    x = t1.get("diaSourceId")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/diaSource/diaSourceId", p)
            if y is not None:
                n.append("LSST-AP-DS-" + y)
    x = t2.get("designation")
    if x is not None:
        for z in r.items(x):
            y = r.name(z, "/ssSource/designation", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _rubin_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    y = None
    x = t1.get("midpointMjdTai")
    if x is not None:
        y = c.mjd_tai_time(x, "/diaSource/midpointMjdTai", p)
    if y is None:
        x = t1.get("midPointTai")
        if x is not None:
            y = c.mjd_tai_time(x, "/diaSource/midPointTai", p)
        if y is not None:
            o["time"] = _RUBIN_2
    if y is not None:
        v["time"] = y


def _rubin_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    y = None
    x = t1.get("midpointMjdTai")
    if x is not None:
        y = "observation"
    if y is None:
        x = t1.get("midPointTai")
        if x is not None:
            y = "observation"
        if y is not None:
            o["time_of"] = _RUBIN_3
    if y is not None and late.get("time") is not None:
        v["time_of"] = y


def _rubin_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    x = t1.get("timeProcessedMjdTai")
    if x is not None:
        y = c.mjd_tai_time(x, "/diaSource/timeProcessedMjdTai", p)
        if y is not None:
            v["sent"] = y


def _rubin_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    y = None
    x, z = t1.get("ra"), t1.get("dec")
    if x is not None or z is not None:
        if type(x) is not float and x is not None:
            x = r.json_number(x, "/diaSource/ra", p)
        if type(z) is not float and z is not None:
            z = r.json_number(z, "/diaSource/dec", p)
        y = r.position(x, z, ("/diaSource/ra", "/diaSource/dec"), p)
    if y is None:
        x, z = t1.get("ra"), t1.get("decl")
        if x is not None or z is not None:
            if type(x) is not float and x is not None:
                x = r.json_number(x, "/diaSource/ra", p)
            if type(z) is not float and z is not None:
                z = r.json_number(z, "/diaSource/decl", p)
            y = r.position(x, z, ("/diaSource/ra", "/diaSource/decl"), p)
        if y is not None:
            o["ra"] = _RUBIN_4
            o["dec"] = _RUBIN_5
    if y is not None:
        v["ra"], v["dec"] = y


def _rubin_significance(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    x = t1.get("snr")
    if x is not None:
        y = None
        z = r.json_number(x, "/diaSource/snr", p)
        if z is not None:
            y = Significance.hop_made({"value": z, "kind": "snr"})
        if y is not None:
            v["significance"] = y


def _rubin_p_astro(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    x = t1.get("reliability")
    if x is not None:
        y = (
            x
            if type(x) is float and x - x == 0.0
            else r.json_number(x, "/diaSource/reliability", p)
        )
        if y is not None:
            if not 0.0 <= y <= 1.0:
                y = r.probability(y, "/diaSource/reliability", p)
        if y is not None:
            v["p_astro"] = y


def _rubin_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    x = t1.get("timeWithdrawnMjdTai")
    if x is not None:
        y = "retraction"
        if y is not None:
            v["kind"] = y


def _rubin_message_id(late: Late, t: Any) -> None:
    f: Any
    x: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "diaSource")
    m0: Any = None
    x = t1.get("diaSourceId")
    if x is not None:
        m0 = x if type(x) is str and x.isalnum() else r.text(x, "/diaSource/diaSourceId", p)
        if m0 is not None:
            m0 = "rubin:" + m0
    m1: Any = "detected"
    x = t1.get("timeWithdrawnMjdTai")
    if x is not None:
        m1 = "withdrawn"
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("rubin", t)
        o["message_id"] = _RUBIN_6


_RUBIN_READERS: dict[str, Reader] = {
    "is_test": _rubin_is_test,
    "event_id": _rubin_event_id,
    "names": _rubin_names,
    "time": _rubin_time,
    "time_of": _rubin_time_of,
    "sent": _rubin_sent,
    "ra": _rubin_position,
    "dec": _rubin_position,
    "significance": _rubin_significance,
    "p_astro": _rubin_p_astro,
    "kind": _rubin_kind,
    "message_id": _rubin_message_id,
}


def rubin(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/rubin.toml."""
    return (
        Alert.hop_read(
            _RUBIN_READERS,
            _RUBIN,
            (t, None, topic, mark_of_test),
            {"family": "rubin", "mission": "Rubin", "messenger": "EM"},
        ),
    )


DEFAULT: Any = rubin
