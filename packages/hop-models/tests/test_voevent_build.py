"""Events that authors build, follow up, update and retract; what they hold, by short names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.time import Time, TimeDelta
from lxml import etree

from hop.errors import ValidationError
from hop.models import VOEvent
from hop.models.observation import Observation, Position

ROOT = Path(__file__).parents[3]
GOOD = sorted((ROOT / "schemas" / "examples" / "good" / "voevent").glob("*.xml"))
SCHEMA = etree.XMLSchema(etree.parse(str(ROOT / "schemas" / "voevent" / "VOEvent-v2.0.xsd")))
V2 = "http://www.ivoa.net/xml/VOEvent/v2.0"
SEEN = datetime(2021, 5, 6, 0, 24, 23, 80000, tzinfo=UTC)


def built(**given: Any) -> VOEvent:
    pieces = {"authority": "example.org", "stream": "lantern", "id": 17}
    event = VOEvent.build(**{**(pieces if "ivorn" not in given else {}), **given})
    assert SCHEMA.validate(etree.fromstring(bytes(event)))
    assert VOEvent.load(bytes(event)) == event
    return event


def full() -> VOEvent:
    return built(
        time=SEEN,
        time_error=0.25,
        ra=74.7412,
        dec=-9.3137,
        error=0.05,
        observatory="GEOLEO",
        author={"shortName": "Lantern", "contactName": "Marisol Teague"},
        author_ivorn="ivo://example.org/robots",
        date=datetime(2021, 5, 6, 0, 25, tzinfo=UTC),
        params={"magnitude": {"value": 17.2, "unit": "mag", "ucd": "phot.mag"}, "filter": "r"},
        groups={"shape": {"rise": 12, "fall": 40.5}},
        references="https://example.org/17.fits",
        how="A camera of 20 cm.",
        why={"Concept": "process.variation.burst;em.opt", "importance": 0.75},
        citations={"ivo://example.org/other#3": "followup"},
        description="A flash.",
    )


def fault_of(**given: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        built(**given)
    return caught.value


# Building


def test_a_built_event_holds_all_that_is_given() -> None:
    assert full().asdict() == {
        "ivorn": "ivo://example.org/lantern#17",
        "role": "observation",
        "version": "2.0",
        "Who": {
            "AuthorIVORN": "ivo://example.org/robots",
            "Date": "2021-05-06T00:25:00Z",
            "Author": {"shortName": "Lantern", "contactName": "Marisol Teague"},
        },
        "What": {
            "Param": [
                {
                    "name": "magnitude",
                    "dataType": "float",
                    "value": "17.2",
                    "unit": "mag",
                    "ucd": "phot.mag",
                },
                {"name": "filter", "value": "r"},
            ],
            "Group": {
                "name": "shape",
                "Param": [
                    {"name": "rise", "dataType": "int", "value": "12"},
                    {"name": "fall", "dataType": "float", "value": "40.5"},
                ],
            },
            "Reference": {"uri": "https://example.org/17.fits"},
        },
        "WhereWhen": {
            "ObsDataLocation": {
                "ObservatoryLocation": {"id": "GEOLEO"},
                "ObservationLocation": {
                    "AstroCoordSystem": {"id": "UTC-ICRS-TOPO"},
                    "AstroCoords": {
                        "coord_system_id": "UTC-ICRS-TOPO",
                        "Time": {
                            "unit": "s",
                            "TimeInstant": {"ISOTime": "2021-05-06T00:24:23.080000"},
                            "Error": "0.25",
                        },
                        "Position2D": {
                            "unit": "deg",
                            "Name1": "RA",
                            "Name2": "Dec",
                            "Value2": {"C1": "74.7412", "C2": "-9.3137"},
                            "Error2Radius": "0.05",
                        },
                    },
                },
            }
        },
        "How": {"Description": "A camera of 20 cm."},
        "Why": {"importance": "0.75", "Concept": "process.variation.burst;em.opt"},
        "Citations": {
            "EventIVORN": {"cite": "followup", "#text": "ivo://example.org/other#3"},
        },
        "Description": "A flash.",
        "Reference": {},
    }


def test_what_is_not_given_is_absent() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    event = built(role="test")
    tree = event.asdict()
    made = datetime.fromisoformat(tree["Who"].pop("Date"))
    assert before <= made <= datetime.now(UTC)
    sections = ("Who", "What", "WhereWhen", "How", "Why", "Citations", "Description", "Reference")
    assert all(tree[name] == {} for name in sections)
    assert event.role == "test"


@pytest.mark.parametrize(
    ("given", "path", "told"),
    [
        ({"id": None}, "id", "authority, stream and id"),
        ({"authority": "ivo://example.org"}, "authority", "ivo://authority/stream#id"),
        ({"stream": "a#b"}, "stream", "ivo://authority/stream#id"),
        ({"id": "a b"}, "id", "ivo://authority/stream#id"),
        ({"id": True}, "id", "ivo://authority/stream#id"),
        ({"ivorn": "ivo://example.org/a#1", "id": 3}, "id", "not both"),
        ({"ivorn": "example.org/a#1"}, "ivorn", "ivo://authority/stream#id"),
        ({"ivorn": 5}, "ivorn", "ivo://authority/stream#id"),
    ],
)
def test_an_ivorn_is_put_together_or_refused(given: dict[str, Any], path: str, told: str) -> None:
    fault = fault_of(**given)
    assert fault.path == path
    assert told in str(fault)


@pytest.mark.parametrize(
    "time",
    [
        SEEN,
        SEEN.astimezone(timezone(timedelta(hours=-7))),
        Time("2021-05-06T00:24:23.08", scale="utc"),
        Time("2021-05-06T00:24:23.08", scale="utc").tt,
        Time("2021-05-06T00:24:23.08", scale="utc").tai,
    ],
    ids=["UTC", "other zone", "astropy UTC", "astropy TT", "astropy TAI"],
)
def test_times_are_written_and_read_in_utc(time: Any) -> None:
    event = built(time=time, date=time, why={"Name": "flash", "expires": time})
    assert event.time == SEEN
    location = event.WhereWhen.ObsDataLocation[0].ObservationLocation
    assert location.AstroCoordSystem.id == "UTC-ICRS-TOPO"
    assert event.Who.Date == event.Why.expires == "2021-05-06T00:24:23.080000Z"


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (datetime(2021, 5, 6), "value.replace(tzinfo=UTC)"),
        ("2021-05-06T00:24:23", "a datetime with a time zone"),
        (1_935_000_000.0, "a datetime with a time zone"),
        (datetime(2021, 5, 6).date(), "a datetime with a time zone"),
        (np.datetime64("2021-05-06"), "a datetime with a time zone"),
        (Time("2021-05-06", scale="local"), "a time of astropy"),
        (Time(["2021-05-06", "2021-05-07"]), "a datetime with a time zone"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=1))), "years"),
    ],
    ids=["naive", "text", "number", "date", "numpy", "local", "array", "too early"],
)
def test_a_time_that_is_not_certain_is_refused(time: Any, told: str) -> None:
    for name in ("time", "date"):
        fault = fault_of(**{name: time})
        assert fault.path == name
        assert told in str(fault)


def test_a_naive_time_is_refused_at_any_depth() -> None:
    naive = datetime(2021, 5, 6)
    assert fault_of(why={"Name": "flash", "expires": naive}).path == "why/expires"
    assert fault_of(params={"start": naive}).path == "params/start"
    assert fault_of(groups={"times": {"start": naive}}).path == "groups/times/start"


@pytest.mark.parametrize(
    ("value", "kind", "text", "unit"),
    [
        ("r", "string", "r", None),
        (17.2, "float", "17.2", None),
        (412, "int", "412", None),
        (True, "string", "true", None),
        (None, "string", None, None),
        (float("nan"), "float", "nan", None),
        (SEEN, "string", "2021-05-06T00:24:23.080000Z", None),
        (np.float64(17.2), "float", "17.2", None),
        (np.float32(17.2), "float", "17.2", None),
        (np.array(17.2), "float", "17.2", None),
        (np.int16(412), "int", "412", None),
        (np.uint64(2**64 - 1), "int", "18446744073709551615", None),
        (np.bool_(False), "string", "false", None),
        (np.str_("r"), "string", "r", None),
        (17.2 * u.mag, "float", "17.2", "mag"),
        (2.5 * u.erg / u.cm**2 / u.s, "float", "2.5", "erg.s-1.cm-2"),
        (0.5 * u.dimensionless_unscaled, "float", "0.5", None),
        ({"value": 1.5 * u.arcmin, "unit": "arcsec"}, "float", "90.0", "arcsec"),
        ({"value": 1.5 * u.arcmin, "unit": u.arcsec}, "float", "90.0", "arcsec"),
        ({"value": 17.2, "unit": u.mag}, "float", "17.2", "mag"),
        ({"value": "17.2", "dataType": "float", "unit": "mag"}, "float", "17.2", "mag"),
        (Time("2021-05-06T00:24:23.08"), "string", "2021-05-06T00:24:23.080000Z", None),
    ],
)
def test_a_param_has_the_type_of_its_value(
    value: Any, kind: str, text: str | None, unit: str | None
) -> None:
    for event in (built(params={"x": value}), built(groups={"g": {"x": value}})):
        (param,) = [*event.What.Param, *(each for g in event.What.Group for each in g.Param)]
        assert (param.name, param.dataType, param.value, param.unit) == ("x", kind, text, unit)


@pytest.mark.parametrize(
    "value",
    [
        [1.5],
        np.array([1.5]),
        [1.5, 2.5] * u.mag,
        1j,
        np.complex128(1j),
        b"r",
        object(),
        timedelta(1),
        10**5000,
        np.ma.masked,
        {"value": 1.5 * u.s, "unit": "mag"},
        {"value": [1.5]},
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_is_none_is_refused_with_its_path(value: Any) -> None:
    assert fault_of(params={"y": 1, "x": value}).path == "params/x"
    assert fault_of(groups={"g": {"x": value}}).path == "groups/g/x"


def test_a_param_has_no_field_that_the_schema_lacks() -> None:
    fault = fault_of(params={"y": 1, "x": {"value": 1, "color": "red"}})
    assert fault.path == "What/Param[2]/color"
    assert fault_of(params=[("x", 1)]).path == "params"
    assert fault_of(groups={"g": 5}).path == "groups/g"
    assert fault_of(groups={"g": None}).path == "groups/g"
    assert fault_of(groups=[5]).path == "groups"


def test_a_param_may_have_text_and_references() -> None:
    value = {"Reference": "https://example.org/map.fits", "Description": "The map."}
    (param,) = built(params={"map": value}).What.Param
    assert param.asdict() == {"name": "map", **value, "Reference": {"uri": value["Reference"]}}


@pytest.mark.parametrize(
    ("ra", "dec", "error"),
    [
        (180.0, -30.5, 0.25),
        (180, np.float32(-30.5), np.float64(0.25)),
        (12 * u.hourangle, -30.5 * u.deg, 15 * u.arcmin),
        (SkyCoord("12h -30d30m").ra, SkyCoord("12h -30d30m").dec, 900 * u.arcsec),
    ],
    ids=["python", "numpy", "quantities", "coordinates"],
)
def test_a_position_is_written_in_degrees(ra: Any, dec: Any, error: Any) -> None:
    event = built(ra=ra, dec=dec, error=error, frame="FK5", origin="GEO")
    assert event.position is not None
    assert event.position == pytest.approx((180.0, -30.5, 0.25, "FK5"), abs=1e-12)
    location = event.WhereWhen.ObsDataLocation[0].ObservationLocation
    assert location.AstroCoordSystem.id == location.AstroCoords.coord_system_id == "UTC-FK5-GEO"
    assert event.time is None


def test_a_full_turn_of_right_ascension_is_zero() -> None:
    event = built(ra=360, dec=0, error=0)
    assert event.position == Position(0.0, 0.0, 0.0, "ICRS")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"ra": 10}, "dec"),
        ({"ra": 10, "dec": 5}, "error"),
        ({"error": 5}, "ra"),
        ({"ra": -1, "dec": 5, "error": 1}, "ra"),
        ({"ra": 361, "dec": 5, "error": 1}, "ra"),
        ({"ra": 10, "dec": 91, "error": 1}, "dec"),
        ({"ra": 10, "dec": 5, "error": -1}, "error"),
        ({"ra": float("nan"), "dec": 5, "error": 1}, "ra"),
        ({"ra": "10", "dec": 5, "error": 1}, "ra"),
        ({"ra": True, "dec": 5, "error": 1}, "ra"),
        ({"ra": 10 * u.s, "dec": 5, "error": 1}, "ra"),
        ({"ra": np.array([10]), "dec": 5, "error": 1}, "ra"),
        ({"ra": np.ma.masked, "dec": 5, "error": 1}, "ra"),
        ({"ra": 10, "dec": 5, "error": 1, "frame": "B1950"}, "frame"),
        ({"ra": 10, "dec": 5, "error": 1, "origin": "BARY"}, "origin"),
        ({"frame": "FK5"}, "ra"),
        ({"time_error": 1}, "time"),
        ({"time": SEEN, "time_error": -1}, "time_error"),
        ({"time": SEEN, "time_error": 1 * u.deg}, "time_error"),
    ],
)
def test_a_wrong_position_is_refused(given: dict[str, Any], path: str) -> None:
    assert fault_of(**given).path == path


@pytest.mark.parametrize(
    "error", [90, 1.5 * u.min, timedelta(seconds=90), TimeDelta(90, format="sec")]
)
def test_an_error_of_time_is_written_in_seconds(error: Any) -> None:
    assert built(time=SEEN, time_error=error).observations[0].time_error == pytest.approx(90)


def test_texts_and_dictionaries_are_taken_for_sections() -> None:
    event = built(
        author="Marisol Teague",
        how={"Description": "A camera.", "Reference": ["https://a.example", "https://b.example"]},
        why={"Inference": {"probability": np.float32(0.25), "Name": "GRB 310506"}},
        references=["https://c.example", {"uri": "https://d.example", "mimetype": "text/html"}],
    )
    assert event.Who["Author"] == {"contactName": "Marisol Teague"}
    assert [each.uri for each in event.How.Reference] == ["https://a.example", "https://b.example"]
    assert event.Why.Inference[0].probability == 0.25
    assert [each.uri for each in event.What.Reference] == ["https://c.example", "https://d.example"]
    assert built(how=event.How, why=event.Why).How == event.How
    assert fault_of(why={"importance": 1, "nickname": "x"}).path == "Why/nickname"
    assert fault_of(how=5).path == "how"
    assert fault_of(citations={"ivo://a.example/b#1": "replaces"}).path.endswith("@cite")
    assert fault_of(citations=["ivo://a.example/b#1"]).path == "citations"


def test_an_argument_that_nobody_knows_is_refused() -> None:
    for make in (VOEvent.build, full().follow_up, full().update, full().retract):
        with pytest.raises(TypeError, match="colour"):
            make(id=18, colour="red")  # type: ignore[call-arg, operator]


# About earlier events


def cited(event: VOEvent) -> list[tuple[str | None, str]]:
    assert SCHEMA.validate(etree.fromstring(bytes(event)))
    return [(each.cite, each.value) for each in event.Citations.EventIVORN]


def test_a_follow_up_is_an_event_of_its_own() -> None:
    event = full().follow_up(ivorn="ivo://other.example/t1#a", params={"magnitude": 16.9})
    assert cited(event) == [("followup", full().ivorn)]
    assert event.params == {"magnitude": 16.9}
    assert event.time is event.position is None
    assert not event.Who.Author
    with pytest.raises(ValidationError, match=r"^authority"):
        full().follow_up(id=18)


def test_an_update_replaces_what_is_given_and_keeps_the_rest() -> None:
    event = full().update(
        id=18, params={"magnitude": 17.1, "seeing": 2}, groups={"shape": {"rise": 13}}
    )
    assert event.ivorn == "ivo://example.org/lantern#18"
    other = "ivo://example.org/other#3"
    assert cited(event) == [("supersedes", full().ivorn), ("followup", other)]
    assert event.params == {"magnitude": 17.1, "filter": "r", "seeing": 2}
    assert event.groups == {"shape": {"rise": 13, "fall": 40.5}}
    assert (event.What.Param[0].unit, event.What.Param[0].ucd) == ("mag", "phot.mag")
    same = full()
    for name in ("WhereWhen", "How", "Why", "Description"):
        assert event[name] == same[name]
    assert event.Who.Author == same.Who.Author
    assert event.Who.AuthorIVORN == same.Who.AuthorIVORN
    assert event.Who.Date != same.Who.Date
    assert event.What.Reference == same.What.Reference


def test_an_update_replaces_each_param_of_a_name() -> None:
    earlier = of_what(
        '<What><Param name="a" value="1"/><Param name="b" value="2"/><Param name="a" value="3"/>'
        '<Group name="g"><Param name="a" value="1"/></Group>'
        '<Group name="g"><Param name="b" value="2"/></Group></What>'
    )
    event = earlier.update(ivorn="ivo://b", params={"a": 4}, groups={"g": {"a": 5}, "h": {}})
    assert [(each.name, each.value) for each in event.What.Param] == [("a", "4"), ("b", "2")]
    assert event.groups == {"g": {"a": 5, "b": "2"}, "h": {}}


def test_what_is_given_as_none_is_not_given() -> None:
    event = full().update(id=18, author=None, how=None, time=None, params=None, citations=None)
    same = full()
    assert event.Who.Author == same.Who.Author
    assert (event.How, event.What, event.WhereWhen) == (same.How, same.What, same.WhereWhen)


def test_an_update_knows_the_system_from_the_coordinates_too() -> None:
    earlier = full()
    location = earlier.WhereWhen.ObsDataLocation[0].ObservationLocation
    location.AstroCoordSystem.id, location.AstroCoords.coord_system_id = None, "TT-FK5-GEO"
    event = earlier.update(id=18, ra=75, dec=-9, error=0.01)
    assert event.time == earlier.time != SEEN


def test_an_update_shares_nothing_with_the_earlier_event() -> None:
    earlier = full()
    event = earlier.update(id=18)
    event.What.Param[0].value = "1"
    event.Why.Concept.append("x")
    assert earlier == full()
    assert bytes(earlier) == bytes(full())


def test_an_update_of_a_position_keeps_the_time() -> None:
    event = full().update(id=18, ra=75, dec=-9, error=0.01)
    assert event.observations == (
        Observation(
            time=SEEN,
            time_error=0.25,
            position=Position(75, -9, 0.01, "ICRS"),
            observatory="GEOLEO",
        ),
    )
    with pytest.raises(ValidationError, match=r"^error"):
        full().update(id=18, ra=75, dec=-9)
    placed = built(id=1).update(id=2, ra=75, dec=-9, error=0.01)
    assert placed.position == Position(75, -9, 0.01, "ICRS")


def test_an_update_converts_no_time_that_stays() -> None:
    earlier = full()
    location = earlier.WhereWhen.ObsDataLocation[0].ObservationLocation
    location.AstroCoordSystem.id = location.AstroCoords.coord_system_id = "TDB-FK5-BARY"
    system = location.AstroCoordSystem.id
    event = earlier.update(id=18, ra=75, dec=-9, error=0.01)
    location = event.WhereWhen.ObsDataLocation[0].ObservationLocation
    assert location.AstroCoordSystem.id == location.AstroCoords.coord_system_id == system
    assert event.time == earlier.time
    newly = earlier.update(id=18, time=SEEN)
    assert newly.WhereWhen.ObsDataLocation[0].ObservationLocation.AstroCoordSystem.id == (
        "UTC-FK5-TOPO"
    )
    assert (newly.time, newly.observations[0].time_error) == (SEEN, None)


def test_a_retraction_has_the_author_and_nothing_measured() -> None:
    event = full().retract(id="17-retraction", description="It was a satellite.")
    assert event.ivorn == "ivo://example.org/lantern#17-retraction"
    assert cited(event) == [("retraction", full().ivorn)]
    assert event.Who.Author == full().Who.Author
    assert not event.What
    assert not event.WhereWhen
    assert event.Description == "It was a satellite."
    assert event.alerts[0].kind == "retraction"


def test_what_is_about_a_test_is_a_test() -> None:
    for role, followed in (("test", "test"), ("prediction", "observation")):
        event = built(role=role)
        assert event.update(id=18).role == role
        assert event.retract(id=18).role == role
        assert event.follow_up(ivorn="ivo://other.example/t1#a").role == followed
    marked = built(groups={"Solution_Status": {"Test_Submission": True}})
    assert marked.follow_up(ivorn="ivo://other.example/t1#a").role == "test"
    assert marked.update(id=18, role="utility").role == "utility"


def test_a_new_event_has_a_new_ivorn() -> None:
    event = full()
    for make in (event.update, event.retract, event.follow_up):
        with pytest.raises(ValidationError, match="another ivorn") as caught:
            make(ivorn=event.ivorn)
        assert caught.value.path == "ivorn"
    with pytest.raises(ValidationError, match="another ivorn"):
        event.retract(id=17)
    with pytest.raises(ValidationError) as caught:
        event.retract()
    assert caught.value.path == "id"


def test_citations_of_other_events_stand_beside() -> None:
    older = {"ivo://example.org/lantern#16": "retraction", full().ivorn: "followup"}
    assert cited(full().retract(id=18, citations=older)) == [
        ("retraction", full().ivorn),
        ("retraction", "ivo://example.org/lantern#16"),
    ]


def test_an_event_that_breaks_the_schema_can_be_retracted() -> None:
    raw = (
        f'<v:VOEvent xmlns:v="{V2}" ivorn=" ivo://example.org/a#1" version="1.1">'
        "<Who/><Who/></v:VOEvent>"
    )
    event = VOEvent.load(raw, strict=False)
    assert cited(event.retract(id=2)) == [("retraction", "ivo://example.org/a#1")]
    with pytest.raises(ValidationError) as caught:
        event.update(id=2)
    assert str(caught.value) == str(event.schema_error)


# Reading


def of_what(what: str, *, strict: bool = True) -> VOEvent:
    raw = f'<v:VOEvent xmlns:v="{V2}" ivorn="ivo://a" version="2.0">{what}</v:VOEvent>'
    return VOEvent.load(raw, strict=strict)


def test_params_and_groups_by_their_names() -> None:
    event = of_what(
        '<What><Param name="a" value="1" dataType="int"/><Param value="nameless"/>'
        '<Param name="b"><Value>1.5</Value></Param><Param name="a" value="x"/><Param name="c"/>'
        '<Group name="g"><Param name="a" value="2.5" dataType="float"/><Param name="b"/></Group>'
        '<Group name="g"><Param name="a" value="3"/></Group><Group/>'
        "<Group><Param name='d' value='4'/></Group></What>"
    )
    assert event.params == {"a": "x", "b": "1.5", "c": None}
    assert event.groups == {"g": {"a": "3", "b": None}, "": {"d": "4"}}
    event.params["a"] = "lost"
    assert event.params["a"] == "x"
    event.What.Param.append({"name": "e", "value": "5"})
    assert of_what("").params == of_what("").groups == {}


def test_any_document_has_params_groups_and_observations() -> None:
    for what in (
        "<What>text</What>",
        '<What/><What><Param name="a" value="1"/></What>',
        '<What><Param name="a" value="1">text</Param><Group>text</Group><Group><x/></Group></What>',
        '<What><Param name="a" dataType="int"><Value x="2">1</Value></Param></What>',
        "<WhereWhen><ObsDataLocation/></WhereWhen>",
        "<WhereWhen/><WhereWhen><ObsDataLocation>x<ObservationLocation/></ObsDataLocation></WhereWhen>",
        "<WhereWhen><ObsDataLocation><ObservationLocation/><ObservationLocation>"
        "<AstroCoords>x</AstroCoords></ObservationLocation></ObsDataLocation></WhereWhen>",
    ):
        event = of_what(what, strict=False)
        assert set(event.params) <= {"a"}
        assert isinstance(event.groups, dict)
        assert event.time is event.position is None


def test_a_param_of_an_unknown_type_is_a_text() -> None:
    event = of_what('<What><Param name="a" dataType="double" value="1.5"/></What>', strict=False)
    assert event.params == {"a": "1.5"}


def of_place(system: str, time: str, position: str = "") -> VOEvent:
    return of_what(
        "<WhereWhen><ObsDataLocation><ObservatoryLocation/><ObservationLocation>"
        f'<AstroCoordSystem id="{system}"/><AstroCoords>{time}{position}</AstroCoords>'
        "</ObservationLocation></ObsDataLocation></WhereWhen>",
        strict=False,
    )


def time_of(system: str, text: str) -> datetime | None:
    inner = f"<TimeInstant><ISOTime>{text}</ISOTime></TimeInstant>"
    return of_place(system, f'<Time unit="s">{inner}</Time>').time


@pytest.mark.parametrize(
    ("system", "text"),
    [
        ("UTC-FK5-GEO", "2017-01-21T00:00:00"),
        ("UTC-FK5-GEO", "2017-01-21T00:00:00Z"),
        ("UTC-ICRS-GEO", "2017-01-21T02:00:00+02:00"),
        ("TT-ICRS-TOPO", "2017-01-21T00:01:09.184"),
        ("TDB-ICRS-BARY", "2017-01-21T00:01:09.184"),
        ("GPS-ICRS-GEO", "2017-01-21T00:00:18"),
    ],
)
def test_a_time_is_read_in_the_scale_of_its_system(system: str, text: str) -> None:
    found = time_of(system, text)
    assert found == datetime(2017, 1, 21, tzinfo=UTC)
    scale = system.partition("-")[0].lower()
    if scale in ("utc", "tt", "tdb") and "+" not in text:
        of_astropy = Time(text.removesuffix("Z"), scale=scale).utc.to_datetime(timezone=UTC)
        assert abs(found - of_astropy) < timedelta(milliseconds=2)


@pytest.mark.parametrize(
    ("system", "text"),
    [
        ("LST-ICRS-TOPO", "2017-01-21T00:00:00"),
        ("TDB-ICRS-BARY", "1985-01-21T00:00:00"),
        ("UTC-FK5-GEO", "yesterday"),
        ("UTC-FK5-GEO", ""),
    ],
)
def test_a_time_that_nobody_can_read_is_none(system: str, text: str) -> None:
    assert time_of(system, text) is None


@pytest.mark.parametrize(
    ("system", "unit", "place", "expected"),
    [
        ("UTC-FK5-GEO", "deg", ("10.5", "-5", "0.5"), (10.5, -5.0, 0.5, "FK5")),
        ("UTC-ICRS-GEO", "arcmin", ("60", "-30", "6"), (1.0, -0.5, 0.1, "ICRS")),
        ("UTC-FK5-GEO", "deg", ("10.5", "-5", "NaN"), (10.5, -5.0, None, "FK5")),
        ("UTC-GEOD-TOPO", "deg", ("10.5", "-5", "0"), None),
        ("UTC-FK5-GEO", "rad", ("1", "1", "0"), None),
        ("UTC-FK5-GEO", "deg", ("370", "0", "0"), None),
        ("UTC-FK5-GEO", "deg", ("NaN", "0", "0"), None),
    ],
)
def test_a_position_is_read_in_degrees(
    system: str, unit: str, place: tuple[str, str, str], expected: Any
) -> None:
    ra, dec, error = place
    position = (
        f'<Position2D unit="{unit}"><Value2><C1>{ra}</C1><C2>{dec}</C2></Value2>'
        f"<Error2Radius>{error}</Error2Radius></Position2D>"
    )
    found = of_place(system, "", position).position
    assert found == (None if expected is None else pytest.approx(expected))


# Printing and saving


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_the_pretty_form_is_the_same_event(file: Path, tmp_path: Path) -> None:
    event = VOEvent.load_file(file)
    assert VOEvent.load(event.pretty()) == event
    assert event.pretty() == VOEvent.load(event.pretty()).pretty()
    event.save(tmp_path / "same.xml")
    assert (tmp_path / "same.xml").read_bytes() == file.read_bytes()
    event.save(tmp_path / "pretty.xml", pretty=True)
    assert VOEvent.load_file(tmp_path / "pretty.xml") == event


def test_the_pretty_form_has_a_line_for_each_element() -> None:
    raw = (
        f'<?xml version="1.0" encoding="iso-8859-1"?><v:VOEvent xmlns:v="{V2}" version="2.0" '
        'ivorn="ivo://a"><!-- left out --><Who><Date>2021-05-06T00:25:00</Date></Who></v:VOEvent>'
    )
    event = VOEvent.load(raw.encode())
    assert event.pretty() == (
        f'<v:VOEvent xmlns:v="{V2}" version="2.0" ivorn="ivo://a">\n'
        "  <Who>\n    <Date>2021-05-06T00:25:00</Date>\n  </Who>\n</v:VOEvent>\n"
    )
    assert event.Who.pretty() == "<Who>\n  <Date>2021-05-06T00:25:00</Date>\n</Who>\n"
    assert bytes(event) == raw.encode()
    event.Who.Date = "2021-05-06T00:26:00"
    assert "00:26:00" in event.pretty()


def test_a_part_is_printed_by_its_name() -> None:
    param = full().What.Param[0]
    assert param.pretty() == (
        '<Param name="magnitude" dataType="float" value="17.2" unit="mag" ucd="phot.mag"/>\n'
    )


# Fields of their own


def test_a_field_takes_times_and_numbers_of_others() -> None:
    event = full()
    event.Who.Date = SEEN
    event.Why.importance = np.float32(0.1)
    event.Why.expires = Time(SEEN).tt
    event.What.Param.append({"name": "start", "value": SEEN})
    again = VOEvent.load(bytes(event))
    written = "2021-05-06T00:24:23.080000Z"
    assert again.Who.Date == again.Why.expires == again.params["start"] == written
    assert again.Why.importance.text == "0.1"
    made = VOEvent(ivorn="ivo://a", Who={"Date": SEEN}, Why={"importance": np.int8(1), "Name": "a"})
    assert (made.Who.Date, made.Why.importance) == (written, 1.0)


def test_a_field_refuses_what_it_would_have_to_guess() -> None:
    event = full()
    naive = datetime(2021, 5, 6)
    with pytest.raises(ValidationError, match="tzinfo=UTC") as caught:
        VOEvent(ivorn="ivo://a", Who={"Date": naive})
    assert caught.value.path == "Who/Date"
    with pytest.raises(ValidationError, match="tzinfo=UTC"):
        event.Who.Date = naive
    with pytest.raises(ValidationError, match="@importance"):
        event.Why.importance = 1 * u.deg
    with pytest.raises(ValidationError, match="@importance"):
        event.Why.importance = np.array([1.0])
    assert fault_of(why={"Name": "a", "importance": 1 * u.deg}).path == "why/importance"
    assert built(why={"Name": "a", "importance": 50 * u.percent}).Why.importance == 0.5
    assert event == full()
