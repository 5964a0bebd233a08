# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format ztf."""

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

_ZTF_0: frozenset[str] = frozenset(())
_ZTF_1 = Origin("", note="hash of the content")
_ZTF: dict[str, Origin] = {
    "event_id": Origin("/objectId"),
    "names": Origin("/objectId"),
    "mission": Origin("", True, note="constant of the table"),
    "messenger": Origin("", True, note="constant of the table"),
    "time": Origin("/candidate/jd", note="start of the exposure"),
    "time_of": Origin("/candidate/jd"),
    "ra": Origin("/candidate/ra"),
    "dec": Origin("/candidate/dec"),
    "properties": Origin("/candidate"),
    "message_id": Origin("/candid"),
}


def _ztf_is_test(late: Late, t: Any) -> None:
    f: Any
    v, p, o = late.values, late.problems, late.origins
    a: Origin | None = None
    b: Origin | None = None
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


def _ztf_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("objectId")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/objectId", p)
        if y is not None:
            y = "ztf:" + y
        if y is not None:
            v["event_id"] = y


def _ztf_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    x = t.get("objectId")
    if x is not None:
        n = []
        for z in r.items(x):
            y = r.name(z, "/objectId", p)
            if y is not None:
                n.append(y)
        if n:
            v["names"] = tuple(dict.fromkeys(n))


def _ztf_time(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "candidate")
    x = t1.get("jd")
    if x is not None:
        y = c.jd_time(x, "/candidate/jd", p)
        if y is not None:
            v["time"] = y


def _ztf_time_of(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "candidate")
    x = t1.get("jd")
    if x is not None:
        y = "observation"
        if y is not None and late.get("time") is not None:
            v["time_of"] = y


def _ztf_position(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    t1 = r.sub(t, "candidate")
    x, z = t1.get("ra"), t1.get("dec")
    if x is not None or z is not None:
        y = None
        if type(x) is not float and x is not None:
            x = r.json_number(x, "/candidate/ra", p)
        if type(z) is not float and z is not None:
            z = r.json_number(z, "/candidate/dec", p)
        y = r.position(x, z, ("/candidate/ra", "/candidate/dec"), p)
        if y is not None:
            v["ra"], v["dec"] = y


def _ztf_properties(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("candidate")
    if x is not None:
        y = r.probabilities(x, "/candidate", p, _ZTF_0, ("rb", "drb"), is_text=False)
        if y is not None:
            v["properties"] = y


def _ztf_message_id(late: Late, t: Any) -> None:
    f: Any
    x: Any
    v, p, o = late.values, late.problems, late.origins
    m0: Any = None
    x = t.get("candid")
    if x is not None:
        m0 = x if type(x) is str and x.isalnum() else r.text(x, "/candid", p)
        if m0 is not None:
            m0 = "ztf:" + m0
    if m0 is not None:
        v["message_id"] = f"{m0}"
    else:
        v["message_id"] = hash_of("ztf", t)
        o["message_id"] = _ZTF_1


_ZTF_READERS: dict[str, Reader] = {
    "is_test": _ztf_is_test,
    "event_id": _ztf_event_id,
    "names": _ztf_names,
    "time": _ztf_time,
    "time_of": _ztf_time_of,
    "ra": _ztf_position,
    "dec": _ztf_position,
    "properties": _ztf_properties,
    "message_id": _ztf_message_id,
}


def ztf(t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/ztf.toml."""
    return (
        Alert.hop_read(
            _ZTF_READERS,
            _ZTF,
            (t, None, topic, mark_of_test),
            {"family": "ztf", "mission": "ZTF", "messenger": "EM"},
        ),
    )


DEFAULT: Any = ztf
