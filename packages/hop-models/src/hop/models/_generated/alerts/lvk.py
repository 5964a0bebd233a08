# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format lvk."""

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

_LVK_0 = Origin(
    "/superevent_id", note="a name that begins with M or T is that of mock data or of a test"
)
_LVK_1: frozenset[str] = frozenset(())
_LVK_2: dict[str, Any] = {
    "EARLYWARNING": "initial",
    "EARLY_WARNING": "initial",
    "PRELIMINARY": "initial",
    "INITIAL": "initial",
    "UPDATE": "update",
    "RETRACTION": "retraction",
}
_LVK_3 = Origin("", note="hash of the content")
_LVK: dict[str, Origin] = {
    "event_id": Origin("/superevent_id"),
    "names": Origin("/superevent_id"),
    "mission": Origin("", True, note="constant of the table"),
    "instrument": Origin("/event/instruments"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("/event/time"),
    "time_of": Origin("/event/time"),
    "sent": Origin("/time_created"),
    "sky_map": Origin("/event/skymap"),
    "far": Origin("/event/far"),
    "classes": Origin("/event/classification"),
    "properties": Origin("/event/properties"),
    "kind": Origin("/alert_type"),
    "stage": Origin("/alert_type"),
    "refs": Origin("/external_coinc/ivorn"),
    "message_id": Origin("event_id, stage, sent"),
}


def _lvk_is_test(late: Late, t: Any) -> None:
    f: Any
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
    x = t.get("superevent_id")
    if x is not None:
        y = c.mock_superevent(x, "/superevent_id", p)
        if y is True:
            a = a or _LVK_0
        elif y is False:
            b = b or _LVK_0
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


def _lvk_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("superevent_id")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/superevent_id", p)
        if y is not None:
            y = "lvk:" + y
        if y is not None:
            v["event_id"] = y


def _lvk_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("superevent_id")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/superevent_id", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _lvk_instrument(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("instruments")
    if x is not None:
        y = c.comma_list(x, "/event/instruments", p)
        if y is not None:
            v["instrument"] = y


def _lvk_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("time")
    if x is not None:
        y = r.time(x, "/event/time", p)
        if y is not None:
            v["time"] = y


def _lvk_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("time")
    if x is not None:
        y = "event"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _lvk_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("time_created")
    if x is not None:
        y = r.time(x, "/time_created", p)
        if y is not None:
            v["sent"] = y


def _lvk_sky_map(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("skymap")
    if x is not None:
        y = None
        if type(x) is bytes:
            y = SkyMapRef.hop_made({"data": x})
        elif type(x) is str:
            y = SkyMapRef.hop_of_text(x)
        else:
            r.refuse(p, "/event/skymap", "a FITS file in base64", x)
        if y is not None:
            v["sky_map"] = y


def _lvk_far(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("far")
    if x is not None:
        y = x if type(x) is float and x - x == 0.0 else r.json_number(x, "/event/far", p)
        if y is not None:
            if not y > 0.0:
                y = r.above(y, 0.0, "/event/far", p)
        if y is not None:
            v["far"] = y


def _lvk_classes(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("classification")
    if x is not None:
        y = r.probabilities(x, "/event/classification", p, _LVK_1, is_text=False)
        if y is not None:
            v["classes"] = y


def _lvk_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "event")
    x = t1.get("properties")
    if x is not None:
        y = r.probabilities(x, "/event/properties", p, _LVK_1, is_text=False)
        if y is not None:
            v["properties"] = y


def _lvk_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("alert_type")
    if x is not None:
        y = _LVK_2[x] if type(x) is str and x in _LVK_2 else r.mapped(_LVK_2, x)
        if y is not None:
            v["kind"] = y


def _lvk_stage(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("alert_type")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/alert_type", p)
        if y is not None:
            v["stage"] = y


def _lvk_refs(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "external_coinc")
    n: list[Any]
    x = t1.get("ivorn")
    if x is not None:
        n = []
        for z in r.items(x):
            y = k.cited(CITED, z, "/external_coinc/ivorn", p)
            if y is not None:
                n.append(Ref.hop_made({"kind": "coincidence", "event_id": y}))
        if n:
            v["refs"] = tuple(dict.fromkeys(n))


def _lvk_message_id(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    m0 = late.get("event_id")
    m1 = late.get("stage")
    m2 = late.get("sent")
    m2 = None if m2 is None else r.iso(m2)
    if m0 is not None and m1 is not None and m2 is not None:
        v["message_id"] = f"{m0}:{m1}:{m2}"
    else:
        v["message_id"] = hash_of("lvk", t)
        o["message_id"] = _LVK_3


_LVK_READERS: dict[str, Reader] = {
    "is_test": _lvk_is_test,
    "event_id": _lvk_event_id,
    "names": _lvk_names,
    "instrument": _lvk_instrument,
    "time": _lvk_time,
    "time_of": _lvk_time_of,
    "sent": _lvk_sent,
    "sky_map": _lvk_sky_map,
    "far": _lvk_far,
    "classes": _lvk_classes,
    "properties": _lvk_properties,
    "kind": _lvk_kind,
    "stage": _lvk_stage,
    "refs": _lvk_refs,
    "message_id": _lvk_message_id,
}


def lvk(t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/lvk.toml."""
    return (
        Alert.hop_read(
            _LVK_READERS,
            _LVK,
            (t, None, topic, mark_of_test),
            {"family": "lvk", "mission": "LVK", "messenger": "GW"},
        ),
    )


DEFAULT: Any = lvk
