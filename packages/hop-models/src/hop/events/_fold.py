"""The state of an event: a function of its notices, whatever order they come in.

What a later retraction withdraws says nothing any more: position, rates and classes are those of
the notices after it. Times and names stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hop.events._notice import Notice, parse_time

_BEGINS_ANEW = frozenset({"initial", "update"})
_TIMES_OF = ("event", "observation", None)
"""What a time is of, best first. The time of another event says nothing about this one."""
_NEWEST = (
    *("far", "significance", "p_astro", "classes", "properties", "distance", "distance_error"),
    *("kind", "stage"),
)
"""Fields whose newest value counts."""


@dataclass(frozen=True)
class SkyMapVersion:
    """Which sky map is the newest of an event.

    Attributes:
        version: how many different maps there were, this one included.
        hash: SHA-256 of the FITS file; None: only its address is known.
        url: where it is; None: it was in the message.
        bytes: size of the file; None: unknown.
    """

    version: int
    hash: str | None
    url: str | None
    bytes: int | None


@dataclass(frozen=True)
class Link:
    """An event that is connected with this one.

    Attributes:
        kind: ``followup`` (this is a follow-up of the other), ``coincidence``; seen from the other
            event: ``followed_up_by``, ``coincidence``.
        key: the key of the other event, as the notice has it.
        event_id: the key by which that event is known here; None: nothing of it has come.
    """

    kind: str
    key: str
    event_id: str | None = None


@dataclass(frozen=True)
class Event:
    """What is known of an event.

    Attributes:
        event_id: its key, with the namespace.
        keys: all of its keys.
        names: its names for people.
        missions: mission and instrument of its notices, such as ``Swift/BAT``; the first first.
        messengers: ``EM``, ``GW``, ``Neutrino``.
        is_test: True if one of its notices is a test; None: unknown.
        is_retracted: whether it is withdrawn.
        time: when it was seen, UTC: by the instrument that saw it first.
        time_from: that instrument.
        ra: right ascension of the best position, degrees ICRS.
        dec: declination of the best position, degrees ICRS.
        region: its region, as in the JSON of an alert.
        position_from: the instrument that gave it.
        sky_map: the newest sky map.
        far: false alarm rate, Hz, of the newest notice that gives one; so are the next ones.
        significance: value and kind.
        p_astro: 0 to 1.
        classes: 0 to 1 by name.
        properties: 0 to 1 by name.
        distance: Mpc.
        distance_error: Mpc, 1 sigma.
        kind: of the newest notice that has one.
        stage: of the newest notice that has one, in the mission's words.
        circulars: message_id and subject of each circular.
        links: the events that it is connected with.
        notices: the number of its notices.
        first_sent: when the first notice was made, UTC.
        last_sent: when the last notice was made, UTC.
    """

    event_id: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    missions: tuple[str, ...]
    messengers: tuple[str, ...]
    is_test: bool | None
    is_retracted: bool
    time: datetime | None
    time_from: str | None
    ra: float | None
    dec: float | None
    region: Mapping[str, Any] | None
    position_from: str | None
    sky_map: SkyMapVersion | None
    far: float | None
    significance: Mapping[str, Any] | None
    p_astro: float | None
    classes: Mapping[str, float]
    properties: Mapping[str, float]
    distance: float | None
    distance_error: float | None
    kind: str | None
    stage: str | None
    circulars: tuple[tuple[str, str | None], ...]
    links: tuple[Link, ...]
    notices: int
    first_sent: datetime | None
    last_sent: datetime | None

    def asdict(self) -> dict[str, Any]:
        """The JSON form: times in ISO 8601 with Z, null for what is unknown."""
        tree: dict[str, Any] = json_form(vars(self))
        tree["circulars"] = [
            {"message_id": key, "subject": subject} for key, subject in self.circulars
        ]
        return tree

    @classmethod
    def from_dict(cls, tree: dict[str, Any]) -> Event:
        """The event of its JSON form."""
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in tree.items()
        }
        for name in ("time", "first_sent", "last_sent"):
            given[name] = parse_time(given[name])
        if given["sky_map"]:
            given["sky_map"] = SkyMapVersion(**given["sky_map"])
        circulars = given["circulars"]
        given["circulars"] = tuple((each["message_id"], each["subject"]) for each in circulars)
        given["links"] = tuple(Link(**each) for each in given["links"])
        return cls(**given)


def json_form(value: Any) -> Any:
    """A value of an event as JSON has it."""
    if value is None or isinstance(value, str | float | int):
        return value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {name: json_form(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [json_form(each) for each in value]
    return json_form(vars(value))


@dataclass(frozen=True)
class Change:
    """What changed in a field of an event.

    Attributes:
        field: its name in :class:`Event`.
        before: its value before; None: unknown.
        after: its value now.
    """

    field: str
    before: Any
    after: Any

    def asdict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"field": self.field, "before": json_form(self.before),
                "after": json_form(self.after)}  # fmt: skip


_COMPARED = (
    *("is_retracted", "is_test", "names", "time", "ra", "dec", "region", "sky_map", "far"),
    *("significance", "p_astro", "classes", "properties", "distance", "distance_error", "kind"),
    *("stage", "circulars", "links"),
)


def changes(before: Event | None, after: Event) -> tuple[Change, ...]:
    """What differs between two states of an event; ``before`` None: all that is known now."""
    found = []
    for field in _COMPARED:
        was = None if before is None else getattr(before, field)
        value = getattr(after, field)
        if was != value and (value or was):
            found.append(Change(field, was, value))
    return tuple(found)


def fold(
    notices: Iterable[Notice], keys: Iterable[str], links: Iterable[tuple[str, str]] = ()
) -> Event:
    """The state of an event.

    Args:
        notices: all of its notices, at least one, in any order.
        keys: all of its keys.
        links: kind and key of the events that it is connected with.
    """
    ordered = sorted(notices, key=Notice.order)
    own = tuple(sorted(set(keys)))
    is_retracted, valid = _after_retraction(ordered)
    time, time_from = _time(ordered)
    best = _best(valid)
    region = None if best is None or best.alert["ra"] is None else best.alert["region"]
    newest = {name: _newest(valid, name) for name in _NEWEST}
    if is_retracted:
        newest |= {name: _newest(ordered, name) for name in ("kind", "stage")}
    sent = [each.sent for each in ordered if each.sent is not None]
    others = sorted({each for each in links if each[1] not in own})
    return Event(
        event_id=_event_id(ordered),
        keys=own,
        names=_distinct(name for each in ordered for name in each.alert["names"]),
        missions=_distinct(each.source for each in ordered if each.alert["mission"]),
        messengers=_distinct(filter(None, (each.alert["messenger"] for each in ordered))),
        is_test=_is_test(ordered),
        is_retracted=is_retracted,
        time=time,
        time_from=time_from,
        ra=None if best is None else best.alert["ra"],
        dec=None if best is None else best.alert["dec"],
        region=region,
        position_from=None if best is None or best.alert["ra"] is None else best.source,
        sky_map=_sky_map(ordered, valid),
        **newest | {name: newest[name] or {} for name in ("classes", "properties")},
        circulars=tuple(
            (each.message_id, each.alert["subject"])
            for each in ordered
            if each.alert["family"] == "circular"
        ),
        links=tuple(Link(kind, key) for kind, key in others),
        notices=len(ordered),
        first_sent=sent[0] if sent else None,
        last_sent=sent[-1] if sent else None,
    )


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _after_retraction(ordered: Sequence[Notice]) -> tuple[bool, Sequence[Notice]]:
    """Whether the event is withdrawn, and the notices after the last retraction."""
    kinds = [each.alert["kind"] for each in ordered]
    if "retraction" not in kinds:
        return False, ordered
    last = len(kinds) - 1 - kinds[::-1].index("retraction")
    return _BEGINS_ANEW.isdisjoint(kinds[last + 1 :]), ordered[last + 1 :]


def _event_id(ordered: Sequence[Notice]) -> str:
    """The key of a mission if there is one; else of a VOEvent; else a name."""
    ids = _distinct(each.alert["event_id"] for each in ordered if each.alert["event_id"])
    if not ids:
        return f"message:{ordered[0].message_id}"
    ranks = {"name": 2, "voevent": 1}
    return min(ids, key=lambda each: ranks.get(each.partition(":")[0], 0))


def _is_test(ordered: Sequence[Notice]) -> bool | None:
    known = {each.alert["is_test"] for each in ordered} - {None}
    return any(known) if known else None


def _last_of_each_line(notices: Iterable[Notice]) -> Iterable[Notice]:
    return {each.line: each for each in notices}.values()


def _time(ordered: Sequence[Notice]) -> tuple[datetime | None, str | None]:
    """The time of the instrument that saw the event first, as its newest notice has it."""
    for of in _TIMES_OF:
        fit = (each for each in ordered if each.time and each.alert["time_of"] == of)
        times = [(each.time, each.source) for each in _last_of_each_line(fit) if each.time]
        if times:
            return min(times)
    return None, None


def _best(valid: Sequence[Notice]) -> Notice | None:
    """The notice with the smallest region, of the newest ones of each instrument."""
    located = [each for each in valid if each.alert["ra"] is not None]
    newest = sorted(_last_of_each_line(located), key=Notice.order, reverse=True)
    return min(newest, key=lambda each: each.radius or float("inf"), default=None)


def _newest(notices: Sequence[Notice], field: str) -> Any:
    known = (each.alert[field] for each in reversed(notices))
    return next((each for each in known if each not in (None, {})), None)


def _sky_map(ordered: Sequence[Notice], valid: Sequence[Notice]) -> SkyMapVersion | None:
    newest = _newest(valid, "sky_map")
    if newest is None:
        return None
    maps = [each.alert["sky_map"] for each in ordered if each.alert["sky_map"]]
    versions = list(_distinct(each["hash"] or each["url"] or "" for each in maps))
    return SkyMapVersion(versions.index(newest["hash"] or newest["url"] or "") + 1, **newest)
