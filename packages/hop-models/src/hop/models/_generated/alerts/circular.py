# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of messages of the format circular."""

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

_CIRCULAR_0 = Origin("/subject")
_CIRCULAR_1 = Origin("/date")
_CIRCULAR_2 = Origin("", note="hash of the content")
_CIRCULAR: dict[str, Origin] = {
    "event_id": Origin("/eventId"),
    "names": Origin("/eventId"),
    "sent": Origin("/createdOn"),
    "kind": Origin("/eventType"),
    "subject": Origin("/subject"),
    "message_id": Origin("/circularId, /version"),
}


def _circular_is_test(late: Late, t: Any) -> None:
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


def _circular_event_id(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("eventId")
    if x is not None:
        y = c.event_in_words(x, "/eventId", p)
    if y is None:
        x = t.get("subject")
        if x is not None:
            y = c.event_in_words(x, "/subject", p)
        if y is not None:
            o["event_id"] = _CIRCULAR_0
    if y is not None:
        v["event_id"] = y


def _circular_names(late: Late, t: Any) -> None:
    x: Any
    y: Any
    z: Any
    v, p, o = late.values, late.problems, late.origins
    n: list[Any]
    n = []
    x = t.get("eventId")
    if x is not None:
        for z in r.items(x):
            y = c.event_name(z, "/eventId", p)
            if y is not None:
                n.append(y)
    x = t.get("subject")
    if x is not None:
        for z in r.items(x):
            y = c.event_name(z, "/subject", p)
            if y is not None:
                n.append(y)
    if n:
        v["names"] = tuple(dict.fromkeys(n))


def _circular_sent(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    y = None
    x = t.get("createdOn")
    if x is not None:
        y = c.ms_time(x, "/createdOn", p)
    if y is None:
        x = t.get("date")
        if x is not None:
            y = c.circular_date(x, "/date", p)
        if y is not None:
            o["sent"] = _CIRCULAR_1
    if y is not None:
        v["sent"] = y


def _circular_kind(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("eventType")
    if x is not None:
        y = c.retraction_type(x, "/eventType", p)
        if y is not None:
            v["kind"] = y


def _circular_subject(late: Late, t: Any) -> None:
    x: Any
    y: Any
    v, p, o = late.values, late.problems, late.origins
    x = t.get("subject")
    if x is not None:
        y = x if type(x) is str and x.isalnum() else r.text(x, "/subject", p)
        if y is not None:
            v["subject"] = y


def _circular_message_id(late: Late, t: Any) -> None:
    f: Any
    x: Any
    v, p, o = late.values, late.problems, late.origins
    m0: Any = None
    x = t.get("circularId")
    if x is not None:
        m0 = c.circular_number(x, "/circularId", p)
        if m0 is not None:
            m0 = "circular:" + m0
    m1: Any = "1"
    x = t.get("version")
    if x is not None:
        m1 = x if type(x) is str and x.isalnum() else r.text(x, "/version", p)
    if m0 is not None and m1 is not None:
        v["message_id"] = f"{m0}:{m1}"
    else:
        v["message_id"] = hash_of("circular", t)
        o["message_id"] = _CIRCULAR_2


_CIRCULAR_READERS: dict[str, Reader] = {
    "is_test": _circular_is_test,
    "event_id": _circular_event_id,
    "names": _circular_names,
    "sent": _circular_sent,
    "kind": _circular_kind,
    "subject": _circular_subject,
    "message_id": _circular_message_id,
}


def circular(
    t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]
) -> tuple[Alert, ...]:
    """The alerts of a message, by alert/sources/circular.toml."""
    return (
        Alert.hop_read(
            _CIRCULAR_READERS, _CIRCULAR, (t, None, topic, mark_of_test), {"family": "circular"}
        ),
    )


DEFAULT: Any = circular
