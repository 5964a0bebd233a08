"""What an event keeps of an alert, and which keys say that two alerts are of one event."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from hop._messages import dumps, loads
from hop.models._sphere import at_containment, radius_around
from hop.models.alert import Alert, Circle, Ellipse

_JOINS = frozenset({"supersedes", "retraction"})
_LINKS = frozenset({"followup", "coincidence"})

# Names that are of one event: a date and letters, or a year and letters. "GRB 310506" without a
# letter can be two bursts of that day, and "XTE J0001+001" is a source that bursts again.
_NAMES_AN_EVENT = re.compile(r"\d{6,8}[A-Za-z]+$|^(?:AT|SN|TDE) ?\d{4}[A-Za-z]+$")

_CONTAINMENT = 0.9
"""Regions are compared by the radius that contains so much."""

# A notice may come in several formats: the one that says most is kept.
_FORMATS = {"voevent": 1, "text-notice": 2}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of an event.

    Attributes:
        alert: the JSON form of its alert, without ``origin``; ``sky_map`` has ``hash`` (SHA-256
            of the file) or ``url``, and ``bytes``, the size of the file.
        sent: when it was made, UTC; None: unknown.
        time: when the event was seen, UTC; None: unknown.
        radius: of the region, degrees, for 90 % if its containment is known; None: no region.
    """

    alert: Mapping[str, Any]
    sent: datetime | None
    time: datetime | None
    radius: float | None

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """Make the notice of an alert."""
        tree = alert.asdict(leave_out=("origin", "sky_map"))
        tree["sky_map"] = _sky_map(alert)
        return cls(tree, alert.sent, alert.time, _radius(alert.region))

    @property
    def message_id(self) -> str:
        """The key of the notice."""
        key: str = self.alert["message_id"]
        return key

    @property
    def line(self) -> tuple[str, str | None]:
        """Whose notices replace each other: those of an instrument, about one trigger.

        The detectors of a gravitational-wave event differ from notice to notice.
        """
        event_id, family = self.alert["event_id"], self.alert["family"]
        namespace = event_id.partition(":")[0] if event_id else self.alert["mission"] or family
        is_wave = self.alert["messenger"] == "GW"
        return namespace, None if is_wave else self.alert["instrument"]

    @property
    def source(self) -> str:
        """Mission and instrument, for people."""
        parts = [self.alert["mission"], self.alert["instrument"]]
        return "/".join(filter(None, parts)) or str(self.alert["family"])

    def order(self) -> tuple[float, int, str]:
        """What notices are sorted by: when they were sent, then their numbers.

        The order in which they arrive says nothing.
        """
        when = self.sent or self.time
        sequence = self.alert["sequence"]
        return (
            when.timestamp() if when else float("-inf"),
            -1 if sequence is None else sequence,
            self.message_id,
        )

    def rank(self) -> tuple[int, str]:
        """What is smallest for the one that is kept of two with the same key."""
        return _FORMATS.get(self.alert["family"], 0), self.dump()

    def dump(self) -> str:
        """The notice as a line of JSON."""
        return dumps({**self.alert, "radius": self.radius}).decode()

    @classmethod
    def load(cls, line: str) -> Self:
        """The notice of a line that :meth:`dump` made."""
        tree = loads(line)
        radius = tree.pop("radius")
        return cls(tree, parse_time(tree["sent"]), parse_time(tree["time"]), radius)


def parse_time(text: str | None) -> datetime | None:
    """The time of an ISO 8601 text with Z."""
    return None if text is None else datetime.fromisoformat(text)


def keys_of(alert: Alert) -> tuple[str, ...]:
    """The keys by which alerts belong to one event, with their namespaces.

    Its own keys, its names if they are of one event, and what it replaces or withdraws.
    """
    keys = [alert.event_id] if alert.event_id else []
    keys += alert.aliases
    keys += [name_key(each) for each in alert.names if _NAMES_AN_EVENT.search(each)]
    keys += [each.event_id for each in alert.refs if each.kind in _JOINS]
    if alert.message_id.startswith("ivo://"):
        keys.append(f"voevent:{alert.message_id}")  # what later VOEvents cite
    return tuple(dict.fromkeys(keys)) or (f"message:{alert.message_id}",)


def name_key(name: str) -> str:
    """The key of an event that is known by its name, as circulars have it."""
    return f"name:{name}"


def links_of(alert: Alert) -> tuple[tuple[str, str], ...]:
    """The events that an alert is connected with, without being of them: kind and key of each."""
    return tuple((each.kind, each.event_id) for each in alert.refs if each.kind in _LINKS)


def _sky_map(alert: Alert) -> dict[str, Any] | None:
    sky_map = alert.sky_map
    if sky_map is None:
        return None
    if sky_map.data is None:
        return {"hash": None, "url": sky_map.url, "bytes": None}
    digest = hashlib.sha256(sky_map.data).hexdigest()
    return {"hash": digest, "url": sky_map.url, "bytes": len(sky_map.data)}


def _radius(region: Any) -> float | None:
    if region is None:
        return None
    if isinstance(region, Circle):
        radius = region.radius
    elif isinstance(region, Ellipse):
        radius = (region.semi_major * region.semi_minor) ** 0.5  # of the circle of the same area
    else:
        radius = radius_around(region.corners)
    known = region.containment
    return (
        radius
        if known is None or not 0 < known < 1
        else at_containment(radius, known, _CONTAINMENT)
    )
