"""Events: notices in any order give one state, and the state says what the notices say."""

from __future__ import annotations

import random
import sqlite3
import stat
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hop.errors import StateError
from hop.events import Event, Events, Link, Notice
from hop.events._fold import fold
from hop.events._notice import keys_of, links_of
from hop.models import GCNCircular, VOEvent
from hop.models.alert import Alert, Circle, Ellipse, Polygon, Ref, SkyMapRef

START = datetime(2031, 5, 6, 0, 24, 23, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def bat(**given: Any) -> Alert:
    return replace(
        Alert(
            "voevent",
            "swift:900001:61:0",
            mission="Swift",
            instrument="BAT",
            messenger="EM",
            event_id="swift:900001",
            time=after(0),
            time_of="event",
            sent=after(13),
            ra=120.0,
            dec=30.0,
            region=Circle(0.05, containment=0.9),
            stage="BAT_GRB_POS_ACK",
            sequence=1,
            is_test=False,
        ),
        **given,
    )


def xrt(**given: Any) -> Alert:
    return bat(
        message_id="swift:900001:67:0",
        instrument="XRT",
        time=after(171),
        time_of="observation",
        sent=after(187),
        ra=120.01,
        region=Circle(0.001, containment=0.9),
        stage="XRT_POSITION",
        refs=(Ref("followup", "swift:900001"),),
        **given,
    )


def guano() -> Alert:
    return Alert(
        "gcn-notice",
        "swift-guano:940716390:1",
        mission="Swift",
        instrument="BAT",
        event_id="swift-guano:940716390",
        time=after(5),
        time_of="event",
        sent=after(4000),
        refs=(Ref("followup", "swift:900001"),),
        kind="initial",
    )


def circular(name: str = "GRB 310506A", number: int = 45001) -> Alert:
    return Alert(
        "circular",
        f"circular:{number}:1",
        event_id=f"name:{name}",
        names=(name,),
        sent=after(7200),
        subject=f"{name}: optical counterpart",
    )


def wave(stage: str, seconds: float, *, number: int = 1, sky_map: bytes = b"") -> Alert:
    event = f"S3105{number:02}ab"
    kinds = {"UPDATE": "update", "RETRACTION": "retraction"}
    return Alert(
        "lvk",
        f"lvk:{event}:{stage}:{seconds}",
        mission="LVK",
        instrument="H1,L1" if seconds < 500 else "H1,L1,V1",
        messenger="GW",
        event_id=f"lvk:{event}",
        names=(event,),
        time=None if stage == "RETRACTION" else after(number * 1000),
        time_of="event",
        sent=after(number * 1000 + seconds),
        far=None if stage == "RETRACTION" else 1e-8 / seconds,
        classes={} if stage == "RETRACTION" else {"BNS": 0.9},
        sky_map=SkyMapRef(data=sky_map) if sky_map else None,
        kind=kinds.get(stage, "initial"),
        stage=stage,
    )


def only(events: Events) -> Event:
    (event,) = events.all()
    return event


def states(events: Events) -> list[dict[str, Any]]:
    found = [each.asdict() for each in events.all()]
    return sorted(found, key=lambda each: each["keys"])


# The property: the same notices, whatever their order and repetition, give the same events


def _notices_of_fifty_events(rng: random.Random) -> list[Alert]:
    found: list[Alert] = []
    for number in range(10):
        swift = f"swift:{900001 + number}"
        name = f"GRB 3105{number + 1:02}A"
        shift = timedelta(seconds=number * 1000)
        for each in (bat(), xrt()):
            moved = replace(
                each,
                event_id=swift,
                message_id=each.message_id.replace("swift:900001", swift),
                time=each.time and each.time + shift,
                sent=each.sent and each.sent + shift,
                refs=tuple(Ref(ref.kind, swift) for ref in each.refs),
            )
            text = replace(moved, family="text-notice", sequence=None, refs=())
            found += [moved, text]
        found.append(
            replace(
                bat(),
                event_id=swift,
                names=(name,),
                message_id=f"{swift}:81:0",
                instrument="UVOT",
                sent=after(9000) + shift,
                region=None,
            )
        )
        found += [circular(name, 45000 + number), circular(name, 46000 + number)]
    for number in range(10):
        stages = ["EARLYWARNING", "PRELIMINARY", "INITIAL", "UPDATE", "UPDATE"]
        stages += ["RETRACTION"] if rng.random() < 0.4 else []
        for place, stage in enumerate(stages):
            sky_map = rng.choice([b"one", b"two", b"three"]) if stage != "RETRACTION" else b""
            found.append(wave(stage, 100 * place + 1, number=number, sky_map=sky_map))
    for number in range(10):
        gbm, trigger = f"fermi-gbm:{7000 + number}", after(number * 1000 + 3)
        burst = Alert(
            "gcn-notice",
            f"{gbm}:1",
            mission="Fermi",
            instrument="GBM",
            event_id=gbm,
            aliases=(f"fermi-gbm:bn31050{number}123",),
            time=trigger,
            time_of="event",
            sent=trigger,
            ra=10.0,
            dec=5.0,
            region=Ellipse(3, 2, 10, containment=0.68),
            kind="initial",
            sequence=1,
        )
        later = replace(
            burst,
            message_id=f"{gbm}:2",
            ra=11.0,
            sent=after(number * 1000 + 60),
            aliases=(),
            kind=rng.choice(["update", "retraction"]),
            sequence=2,
        )
        linked = Alert(
            "gcn-notice",
            f"swift-guano:{number}:1",
            event_id=f"swift-guano:{number}",
            sent=after(5000 + number),
            refs=(Ref("followup", gbm), Ref("coincidence", f"lvk:S3105{number:02}ab")),
        )
        by_alias = Alert(
            "gcn-notice",
            f"late:{number}",
            event_id=f"fermi-gbm:bn31050{number}123",
            sent=after(8000 + number),
            is_test=rng.choice([True, None]),
        )
        found += [burst, later, linked, by_alias]
    for number in range(10):  # a chain of VOEvents, each of which cites the one before
        ivorns = [f"ivo://example.org/lantern#L{number}-{each}" for each in range(4)]
        for place, ivorn in enumerate(ivorns):
            cited = [f"voevent:{each}" for each in ivorns[max(0, place - 1) : place]]
            kind = rng.choice(["followup", "supersedes"])
            found.append(
                Alert(
                    "voevent",
                    ivorn,
                    event_id=(cited or [f"voevent:{ivorn}"])[0],
                    refs=tuple(Ref(kind, each) for each in cited),
                    sent=after(number * 10 + place),
                    time=after(number),
                )
            )
    return found


def _in_batches(rng: random.Random, alerts: Sequence[Alert]) -> Iterable[Sequence[Alert]]:
    place = 0
    while place < len(alerts):
        size = rng.choice([1, 1, 5, 40, 200])
        yield alerts[place : place + size]
        place += size


def _expected(alerts: Iterable[Alert]) -> list[dict[str, Any]]:
    """The events of alerts, without a file: those that share keys, folded."""
    groups: list[tuple[set[str], set[str], set[tuple[str, str]]]] = []
    for each in alerts:
        keys, ids, links = set(keys_of(each)), {each.message_id}, set(links_of(each))
        apart = []
        for group in groups:
            if keys & group[0] or ids & group[1]:
                keys, ids, links = keys | group[0], ids | group[1], links | group[2]
            else:
                apart.append(group)
        groups = [*apart, (keys, ids, links)]
    kept: dict[str, Notice] = {}
    for each in alerts:
        notice = _notice(each)
        if each.message_id not in kept or notice.rank() < kept[each.message_id].rank():
            kept[each.message_id] = notice
    found = [fold([kept[each] for each in ids], keys, links) for keys, ids, links in groups]
    return sorted((_without_ends(each) for each in found), key=lambda each: each["keys"])


@cache
def _notices(seed: int) -> list[Alert]:
    return _notices_of_fifty_events(random.Random(seed))


_made: dict[int, Notice] = {}


def _notice(alert: Alert) -> Notice:
    if id(alert) not in _made:
        _made[id(alert)] = Notice.of(alert)
    return _made[id(alert)]


def _without_ends(event: Event) -> dict[str, Any]:
    """The event as it is kept: links know no other event yet."""
    own = [Link(each.kind, each.key) for each in event.links if each.kind != "followed_up_by"]
    own = [each for each in own if not (each.kind == "coincidence" and each.key[:5] == "swift")]
    return replace(event, links=tuple(own)).asdict()


def test_order_and_repetition_of_notices_change_nothing() -> None:
    for seed in range(2000):
        rng = random.Random(seed)
        kept = rng.random() ** 6  # sometimes nearly all, often few
        came = [each for each in _notices(seed % 7) if rng.random() < kept]
        shuffled = [*came, *rng.sample(came, len(came) // 5)]
        rng.shuffle(shuffled)
        with Events() as events:
            for batch in _in_batches(rng, shuffled):
                events.add(*batch)
            found = [_without_ends(each) for each in events.all()]
        assert sorted(found, key=lambda each: each["keys"]) == _expected(came), f"seed {seed}"


def test_the_notices_of_the_property_are_of_fifty_events() -> None:
    with Events() as events:
        events.add(*_notices_of_fifty_events(random.Random(0)))
        assert len(list(events.all())) == 50  # of which ten follow up others


# What the state says


def test_a_later_time_of_an_image_does_not_move_the_trigger() -> None:
    with Events() as events:
        events.add(xrt())
        assert only(events).time == after(171)
        (update,) = events.add(bat())
        assert update.event.time == after(0)
        assert update.event.time_from == "Swift/BAT"
        assert [each.field for each in update.changes] == ["time"]


def test_the_best_position_has_the_smallest_region() -> None:
    with Events() as events:
        events.add(bat(), xrt())
        event = only(events)
        assert (event.ra, event.position_from) == (120.01, "Swift/XRT")
        assert event.region == {
            "type": "circle",
            "radius": 0.001,
            "containment": 0.9,
            "systematic": None,
            "assumed": False,
        }


def test_a_newer_position_of_an_instrument_replaces_its_older_one() -> None:
    newer = bat(message_id="swift:900001:62:0", ra=121.0, sent=after(60), region=Circle(1.0))
    with Events() as events:
        events.add(newer, bat())
        assert only(events).ra == 121.0


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        (Circle(1.0, containment=0.9), Circle(0.9, containment=0.5)),
        (Ellipse(4.0, 0.1, 0.0, containment=0.9), Circle(1.0, containment=0.9)),
        (Polygon(((120.0, 30.0), (120.1, 30.0), (120.0, 30.1))), Circle(1.0)),
        (Circle(5.0), None),
    ],
)
def test_regions_are_compared_at_one_containment(smaller: Any, larger: Any) -> None:
    with Events() as events:
        events.add(bat(region=larger), replace(xrt(), region=smaller))
        assert only(events).position_from == "Swift/XRT"


def test_a_retraction_withdraws_what_was_said_before() -> None:
    with Events() as events:
        events.add(wave("PRELIMINARY", 1, sky_map=b"one"), wave("RETRACTION", 2))
        event = only(events)
        assert event.is_retracted
        assert (event.far, event.classes, event.sky_map) == (None, {}, None)
        assert (event.kind, event.stage) == ("retraction", "RETRACTION")
        assert event.time == after(1000)  # it was seen then, whatever it was


def test_a_later_update_ends_a_retraction() -> None:
    with Events() as events:
        events.add(wave("UPDATE", 3), wave("RETRACTION", 2), wave("PRELIMINARY", 1))
        event = only(events)
        assert not event.is_retracted
        assert event.far == 1e-8 / 3


def test_a_retraction_of_an_event_never_seen_is_an_event() -> None:
    with Events() as events:
        (update,) = events.add(wave("RETRACTION", 2))
        assert update.is_new
        assert (update.event.event_id, update.event.is_retracted) == ("lvk:S310501ab", True)


def test_sky_maps_are_counted_by_their_content() -> None:
    with Events() as events:
        events.add(wave("PRELIMINARY", 1, sky_map=b"one"), wave("INITIAL", 2, sky_map=b"one"))
        assert _version(only(events)) == 1
        events.add(wave("UPDATE", 3, sky_map=b"two"))
        assert _version(only(events)) == 2


def _version(event: Event) -> int:
    assert event.sky_map is not None
    return event.sky_map.version


def test_circulars_join_by_the_name_of_the_event() -> None:
    with Events() as events:
        events.add(circular())
        assert only(events).event_id == "name:GRB 310506A"
        events.add(bat(names=("GRB 310506A",)))
        event = only(events)
        assert event.event_id == "swift:900001"
        assert event.circulars == (("circular:45001:1", "GRB 310506A: optical counterpart"),)


def test_a_source_that_bursts_again_is_not_one_event() -> None:
    names = ("XTE J0001+001", "GRB 310506")
    with Events() as events:
        events.add(bat(names=names))
        events.add(replace(bat(names=names), event_id="swift:900002", message_id="swift:900002:61"))
        assert len(list(events.all())) == 2


def test_a_follow_up_of_another_trigger_is_a_link() -> None:
    with Events() as events:
        events.add(guano())
        assert only(events).links[0].event_id is None
        events.add(bat())
        follow_up, burst = events.find("swift-guano:940716390"), events.find("swift:900001")
        assert [(each.kind, each.event_id) for each in follow_up[0].links] == [
            ("followup", "swift:900001")
        ]
        assert [(each.kind, each.event_id) for each in burst[0].links] == [
            ("followed_up_by", "swift-guano:940716390")
        ]


def test_nearness_in_time_is_only_suggested() -> None:
    gbm = replace(bat(), event_id="fermi-gbm:7", message_id="fermi-gbm:7:1", time=after(2))
    later = replace(bat(), event_id="fermi-gbm:8", message_id="fermi-gbm:8:1", time=after(200))
    with Events() as events:
        events.add(bat(), gbm, later, guano())
        (burst,) = events.find("swift:900001")
        assert [each.event_id for each in events.near(burst)] == ["fermi-gbm:7"]


def test_the_timeline_says_what_each_notice_changed() -> None:
    with Events() as events:
        events.add(circular(), xrt(), bat(names=("GRB 310506A",)))
        entries = events.timeline(only(events))
        assert [each.notice.message_id for each in entries] == [
            "swift:900001:61:0",
            "swift:900001:67:0",
            "circular:45001:1",
        ]
        assert [[change.field for change in each.changes] for each in entries] == [
            ["names", "time", "ra", "dec", "region", "stage"],
            ["ra", "region", "stage"],
            ["circulars"],
        ]
        assert entries[1].asdict()["changes"][0] == {
            "field": "ra",
            "before": 120.0,
            "after": 120.01,
        }


def test_messages_are_added_as_they_are_read() -> None:
    event = VOEvent.build(
        "ivo://example.org/lantern#L1", author="Lantern", ra=10, dec=20, error=1, time=START
    )
    mail = GCNCircular(
        {"subject": "GRB 310506A: nothing seen", "from": "A at B", "number": "45003"}, "Text."
    )
    with Events() as events:
        assert len(events.add(event, mail)) == 2
        assert events.find("grb310506a")[0].circulars


def test_a_repeated_notice_is_no_update() -> None:
    with Events() as events:
        events.add(bat())
        assert events.add(bat()) == ()


def test_a_text_notice_does_not_replace_what_says_more() -> None:
    text = replace(bat(), family="text-notice", sequence=None)
    for order in ([bat(), text], [text, bat()]):
        with Events() as events:
            events.add(*order)
            assert only(events).notices == 1
            (entry,) = events.timeline(only(events))
            assert entry.notice.alert["family"] == "voevent"


@pytest.mark.parametrize(
    "text", ["swift:900001", "900001", "GRB 310506A", "grb310506a", "SWIFT:900001"]
)
def test_events_are_found_by_key_and_by_name(text: str) -> None:
    with Events() as events:
        events.add(bat(names=("GRB 310506A",)), guano())
        assert [each.event_id for each in events.find(text)] == ["swift:900001"]
        assert events.find("GRB 310506") == []


def test_a_number_that_two_missions_use_finds_both() -> None:
    with Events() as events:
        events.add(bat(), replace(bat(), event_id="maxi:900001", message_id="maxi:900001:1"))
        assert len(events.find("900001")) == 2


def test_old_events_are_forgotten() -> None:
    with Events() as events:
        events.add(bat(), wave("PRELIMINARY", 1))
        assert events.forget(after(500)) == 1
        assert only(events).event_id == "lvk:S310501ab"
        assert events.find("swift:900001") == []


def test_events_are_listed_by_when_they_were_told_of() -> None:
    with Events() as events:
        events.add(bat(), wave("PRELIMINARY", 1))
        assert [each.event_id for each in events.all(until=after(500))] == ["swift:900001"]
        assert [each.event_id for each in events.all(since=after(500))] == ["lvk:S310501ab"]


# The file


def test_the_file_keeps_everything(tmp_path: Path) -> None:
    with Events(tmp_path / "events.db") as events:
        events.add(bat(), xrt(), circular(), wave("PRELIMINARY", 1, sky_map=b"one"))
        kept = states(events)
    assert stat.S_IMODE((tmp_path / "events.db").stat().st_mode) == 0o600
    with Events(tmp_path / "events.db") as events:
        assert states(events) == kept


def test_an_error_in_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Events(tmp_path / "events.db") as events:
        with pytest.raises(RuntimeError), events.transaction():
            events.add(bat())
            raise RuntimeError
        assert list(events.all()) == []
        assert events.add(bat())[0].is_new


def test_two_processes_may_use_one_file(tmp_path: Path) -> None:
    with Events(tmp_path / "events.db") as one, Events(tmp_path / "events.db") as other:
        one.add(bat())
        other.add(xrt())
        assert only(one).notices == 2


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table mine (a)")
    connection.close()
    with pytest.raises(StateError, match=r"another database, not a file of events; it is kept"):
        Events(path)
    path.write_bytes(b"not a database at all, but a text" * 100)
    with pytest.raises(StateError, match="is damaged, or is not a file of events"):
        Events(path)
    with pytest.raises(StateError, match="cannot be used"):
        Events(tmp_path / "nowhere" / "events.db")


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    with Events(tmp_path / "events.db") as events:
        events.add(bat())
        kept = states(events)
        events._connection.execute("pragma max_page_count = 30")
        with pytest.raises(StateError, match="on a disk with space"):
            for number in range(10_000):
                events.add(replace(bat(), message_id=f"m{number}", event_id=f"swift:{number}"))
                kept = states(events)
        assert states(events) == kept
