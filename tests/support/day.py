"""A day of a mixed stream, made by a seeded program, and what three filters must let pass.

The mixture is that of GCN: a heartbeat (thinned), notices of where a telescope points, mock alerts
of LVK, three real events with their updates and one retraction, neutrinos that come in two formats,
and Monday's circulars, which come again. All events are invented.
"""

from __future__ import annotations

import base64
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hop import Stream
from hop.sandbox import KafkaCluster

FIELD = (197.45, -23.38)
MERGERS = "!is_test && classes.BNS > 0.5 && distance < 200"
NEAR = "!is_test && in_cone(197.45, -23.38, 5)"
GOLD = "mission_is('IceCube') && stage == 'Gold' && !is_test"
CIRCULARS = "family == 'circular'"

# Programs that note each message, in order, and are killed in the middle of one if that is wanted.
_NOTE = """
import os, signal, sys
import hop
from hop.io import StartPosition

_, url, where, state, file, killed_at = sys.argv
handled = open(file, "a", buffering=1)
calls = 0

def note(message):
    global calls
    calls += 1
    if calls == int(killed_at):
        os.kill(os.getpid(), signal.SIGKILL)
    handled.write(message.alerts[0].message_id + "\\n")

options = {"where": where, "deduplicate": True, "state": state, "persist": False,
           "start_at": StartPosition.EARLIEST}
"""
READER = f"""{_NOTE}
with hop.Stream(auth=False).open(url, **options) as stream:
    for message in stream:
        note(message)
"""
HANDLER = f"""{_NOTE}
quick = {{"session.timeout.ms": 1500, "heartbeat.interval.ms": 200}}
hop.run(note, url, os.path.basename(state), auth=False, kafka=quick, **options)
"""

_START = datetime(2031, 7, 6, tzinfo=UTC)
_VOEVENT = """<?xml version="1.0" encoding="UTF-8"?>
<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0" role="{role}" \
ivorn="ivo://nasa.gsfc.gcn/{name}">
<Who><Date>{sent}</Date></Who><What>{what}</What><WhereWhen><ObsDataLocation>
<ObservatoryLocation id="GEOLUN"/><ObservationLocation><AstroCoordSystem id="UTC-FK5-GEO"/>
<AstroCoords coord_system_id="UTC-FK5-GEO"><Time unit="s"><TimeInstant><ISOTime>{time}</ISOTime>
</TimeInstant></Time><Position2D unit="deg"><Name1>RA</Name1><Name2>Dec</Name2><Value2><C1>{ra}</C1>
<C2>{dec}</C2></Value2><Error2Radius>{error}</Error2Radius></Position2D></AstroCoords>
</ObservationLocation></ObsDataLocation></WhereWhen></voe:VOEvent>"""


@dataclass
class Day:
    """The messages of a day, and what passes.

    Attributes:
        notices: the payloads of one topic, in their order: JSON.
        events: those of another: VOEvents.
        expected: for each filter the ``message_id`` of what passes, each once.
    """

    notices: list[bytes] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)
    expected: dict[str, set[str]] = field(
        default_factory=lambda: {each: set() for each in (MERGERS, NEAR, GOLD, CIRCULARS)}
    )

    def passes(self, where: str, message_id: str) -> None:
        """Note that a message must pass a filter."""
        self.expected[where].add(message_id)


def make_day(seed: int = 15, *, heartbeats: int = 144, mocks: int = 22) -> Day:
    """Make a day.

    Args:
        seed: for what does not matter: times, numbers, directions.
        heartbeats: how many; GCN sends 86,400.
        mocks: how many mock events of LVK, with three alerts each.
    """
    day, rng = Day(), random.Random(seed)
    parts: list[tuple[float, Any]] = []  # the hour of each, and what writes it
    for number in range(heartbeats):
        parts.append((24 * number / heartbeats, lambda: _heartbeat(day)))
    for number in range(mocks):
        hour = 24 * rng.random()
        name = f"MS310706{chr(97 + number)}"
        for step, kind in enumerate(("PRELIMINARY", "INITIAL", "RETRACTION")):
            parts.append((hour + step / 60, lambda n=name, k=kind: _lvk(day, n, k, 100, 0.9)))
        parts.append((24 * rng.random(), lambda: _pointing(day, rng)))
    parts += _mergers(day) + _burst(day) + _neutrinos(day) + _circulars(day)
    for _, write in sorted(parts, key=lambda each: each[0]):
        write()
    return day


def publish(day: Day, kafka: KafkaCluster) -> str:
    """Write a day to two new topics, as GCN does: without headers. Give the URL of both."""
    names = [f"day-{uuid.uuid4().hex[:12]}" for _ in range(2)]
    for name, payloads in zip(names, (day.notices, day.events), strict=True):
        kafka.create_topic(name, 1)
        with Stream(auth=False).open(f"{kafka.url}/{name}", "w") as stream:
            for payload in payloads:
                stream.write_raw(payload)
    return f"{kafka.url}/{','.join(names)}"


def _time(number: int) -> str:
    return (_START + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _heartbeat(day: Day) -> None:
    count = len(day.notices)
    document = {
        "$schema": "https://gcn.nasa.gov/schema/v7.2.1/gcn/notices/heartbeat.schema.json",
        "alert_datetime": _time(count),
    }
    day.notices.append(json.dumps(document).encode())


def _map(distance: float) -> str:
    first = ("SIMPLE  =                    T", "END")
    second = ("XTENSION= 'BINTABLE'", f"DISTMEAN= {distance:20.3f}", "END")
    headers = ("".join(each.ljust(80) for each in header).ljust(2880) for header in (first, second))
    return base64.b64encode("".join(headers).encode()).decode()


def _lvk(day: Day, name: str, kind: str, distance: float, bns: float, *wheres: str) -> None:
    sent = _time(len(day.notices))
    event = {
        "time": "2031-07-06T05:33:46.890Z",
        "far": 3.2e-10,
        "significant": True,
        "instruments": ["H1", "L1"],
        "group": "CBC",
        "pipeline": "gstlal",
        "search": "AllSky",
        "properties": {"HasNS": bns},
        "classification": {"BNS": bns, "BBH": 1 - bns},
        "skymap": _map(distance),
    }
    document = {
        "alert_type": kind,
        "time_created": sent,
        "superevent_id": name,
        "urls": {},
        "event": None if kind == "RETRACTION" else event,
        "external_coinc": None,
    }
    day.notices.append(json.dumps(document).encode())
    for where in wheres:
        day.passes(where, f"lvk:{name}:{kind}:{sent}")


def _mergers(day: Day) -> list[tuple[float, Any]]:
    near, far, moved = "S310706aa", "S310706bb", "S310706cc"
    return [
        # Near; a later map says that it is farther, and then it is withdrawn.
        (3.0, lambda: _lvk(day, near, "EARLYWARNING", 140, 0.6, MERGERS)),
        (3.1, lambda: _lvk(day, near, "PRELIMINARY", 141, 0.95, MERGERS)),
        (3.2, lambda: _lvk(day, near, "INITIAL", 150, 0.95, MERGERS)),
        (5.0, lambda: _lvk(day, near, "UPDATE", 230, 0.95, MERGERS)),
        (9.0, lambda: _lvk(day, near, "RETRACTION", 0, 0, MERGERS)),
        # Black holes.
        (7.0, lambda: _lvk(day, far, "PRELIMINARY", 900, 0.01)),
        (8.0, lambda: _lvk(day, far, "UPDATE", 850, 0.01)),
        (8.5, lambda: _lvk(day, far, "RETRACTION", 0, 0)),
        # Far at first, near in the second look.
        (12.0, lambda: _lvk(day, moved, "PRELIMINARY", 450, 0.9)),
        (13.0, lambda: _lvk(day, moved, "UPDATE", 180, 0.9, MERGERS)),
        (14.0, lambda: _lvk(day, moved, "UPDATE", 300, 0.9, MERGERS)),
    ]


def _voevent(
    day: Day, name: str, what: str, ra: float, dec: float, role: str = "observation"
) -> None:
    sent = _time(len(day.events)).removesuffix("Z")
    values = {"sent": sent, "time": sent, "ra": ra, "dec": dec, "error": 0.75}
    day.events.append(_VOEVENT.format(role=role, name=name, what=what, **values).encode())


def _params(values: dict[str, Any]) -> str:
    return "".join(f'<Param name="{name}" value="{value}"/>' for name, value in values.items())


def _pointing(day: Day, rng: random.Random) -> None:
    what = _params({"Packet_Type": 83, "Pkt_Ser_Num": len(day.events)})
    ra = (FIELD[0] + rng.uniform(30, 330)) % 360
    _voevent(day, f"SWIFT#Point_Dir_{len(day.events)}", what, ra, rng.uniform(-80, 80), "utility")


def _swift(day: Day, packet: int, number: int, ra: float, dec: float, withdrawn: bool) -> None:
    status = '<Group name="Solution_Status"><Param name="Def_NOT_a_GRB" value="true"/></Group>'
    what = _params({"Packet_Type": packet, "TrigID": number, "Segment_Num": 0})
    sent = _time(len(day.events))
    name = f"SWIFT#BAT_GRB_Pos_{number}-{len(day.events)}"
    _voevent(day, name, what + (status if withdrawn else ""), ra, dec)
    if number == 900001:
        day.passes(NEAR, f"swift:{number}:{packet}:0:{sent}")


def _burst(day: Day) -> list[tuple[float, Any]]:
    return [
        (6.0, lambda: _swift(day, 61, 900001, FIELD[0] + 1, FIELD[1], False)),
        (6.1, lambda: _swift(day, 67, 900001, FIELD[0] + 1.01, FIELD[1], False)),
        (6.2, lambda: _swift(day, 61, 900002, FIELD[0] + 90, FIELD[1], False)),
        # Withdrawn, and far from the field now; and the one that never passed is withdrawn, too.
        (9.5, lambda: _swift(day, 97, 900001, 10.0, 20.0, True)),
        (9.6, lambda: _swift(day, 97, 900002, 10.0, 20.0, True)),
    ]


def _neutrino(day: Day, event: int, stream: str, revision: int, ra: float, *wheres: str) -> None:
    """A neutrino in one format; the same comes in the other."""
    for where in wheres:
        day.passes(where, f"icecube:148138_{event}:{revision}")
    document = {
        "$schema": "https://gcn.nasa.gov/schema/v7.2.1/gcn/notices/icecube/"
        "gold_bronze_track_alerts.schema.json",
        "id": [f"148138_{event}"],
        "pipeline": stream,
        "record_number": revision,
        "alert_datetime": _time(len(day.notices)),
        "alert_tense": "current",
        "alert_type": "update" if revision else "initial",
        "trigger_time": "2031-07-06T09:10:11.12Z",
        "ra": ra,
        "dec": FIELD[1],
        "ra_dec_error": 0.75,
        "far": 1.6e-08,
    }
    day.notices.append(json.dumps(document).encode())


def _of_amon(day: Day, event: int, stream: str, revision: int, ra: float) -> None:
    packet = {"Gold": 173, "Bronze": 174}[stream]
    what = _params({"Packet_Type": packet, "run_id": 148138, "event_id": event, "Rev": revision})
    _voevent(day, f"AMON#ICECUBE_{stream}_{event}_{revision}", what, ra, FIELD[1])


def _neutrinos(day: Day) -> list[tuple[float, Any]]:
    parts: list[tuple[float, Any]] = []
    for hour, event, stream, ra, wheres in (
        (10.0, 52486231, "Gold", 20.0, (GOLD,)),
        (11.0, 52486232, "Bronze", 40.0, ()),
        (15.0, 52486233, "Gold", FIELD[0], (GOLD, NEAR)),
        (16.0, 52486234, "Bronze", FIELD[0] + 2, (NEAR,)),
    ):
        for revision in (0, 1):
            at = hour + revision / 2
            notice = (day, event, stream, revision, ra)
            parts += [
                (at, lambda given=notice, passed=wheres: _neutrino(*given, *passed)),
                (at, lambda given=notice: _of_amon(*given)),
            ]
    return parts


def _circulars(day: Day) -> list[tuple[float, Any]]:
    def write(number: int) -> None:
        document = {
            "$schema": "https://gcn.nasa.gov/schema/v7.2.1/gcn/circulars.schema.json",
            "circularId": number,
            "subject": f"GRB 310705{chr(65 + number % 26)}: observations",
            "submitter": "A. Person at Example",
            "createdOn": 1940544000000 + number,
            "body": "Nothing was seen.",
        }
        day.notices.append(json.dumps(document).encode())
        day.passes(CIRCULARS, f"circular:{number}:1")

    first = [(2 * hour + 0.5, lambda n=45001 + hour: write(n)) for hour in range(8)]
    again = [(20.0, lambda n=45001 + hour: write(n)) for hour in range(8)]
    return [*first, *again]
