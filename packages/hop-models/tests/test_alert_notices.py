"""Hazards of unified notices and of surveys: what their alerts must say, and what they must not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastavro
import pytest

from hop._wire.decoding import Decoder
from hop.models import Alert, AvroBlob, Blob, Circle, Ellipse, GCNNotice, JSONBlob, Polygon, Ref

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "schemas/alert/examples"
REAL = Path(os.environ.get("HOP_TEST_DATA", ROOT.parent / "shared" / "data"))
SCHEMA = "https://gcn.nasa.gov/schema/v7.2.1/gcn/notices/%s.schema.json"


def tree_of(name: str) -> dict[str, Any]:
    """The message of an example."""
    tree: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_bytes())
    return tree


def alert_of(schema: str, **fields: Any) -> Alert:
    """The alert of a notice of that schema."""
    tree = {"$schema": SCHEMA % schema, **fields}
    (alert,) = GCNNotice.from_wire(json.dumps(tree).encode()).alerts
    return alert


def survey(name: str, part: str = "", **changes: Any) -> Alert:
    """The alert of an example of a survey, in which something is changed."""
    tree = tree_of(name)
    (tree[part] if part else tree).update(changes)
    (alert,) = JSONBlob(tree).alerts
    return alert


# Rates, errors, positions


def test_p_values_of_a_search_are_no_false_alarm_rates():
    search = GCNNotice.from_wire(json.dumps(tree_of("icecube_lvk_notice/one_neutrino")).encode())
    (alert,) = search.alerts
    assert (alert.far, alert.p_astro, alert.significance) == (None, None, None)


def test_several_neutrinos_have_no_one_error():
    search = GCNNotice.from_wire(json.dumps(tree_of("icecube_lvk_notice/two_neutrinos")).encode())
    (alert,) = search.alerts
    assert (alert.ra, alert.dec, alert.region) == (17.625, 16.125, None)
    assert alert.origin["ra"].note == "the most probable direction"


@pytest.mark.parametrize(
    ("errors", "region"),
    [
        ([0.5, 0.75, 0], Ellipse(0.75, 0.5, 0.0, 0.95, systematic=False, assumed=True)),
        ([0.75, 0.5, 0], Ellipse(0.75, 0.5, 90.0, 0.95, systematic=False, assumed=True)),
        ([0.5, 0.5, 0], Circle(0.5, 0.95, systematic=False, assumed=True)),
    ],
)
def test_errors_of_ra_and_dec_are_no_axes_to_swap(errors: list[float], region: Any):
    alert = alert_of("chime/frb", id="1", ra=10, dec=20, ra_dec_error=errors)
    assert (alert.region, alert.problems) == (region, ())


def test_the_third_number_of_an_ellipse_is_no_length():
    alert = alert_of("maxi/gsc.unknown", ra=1, dec=2, ra_dec_error=[0.22, 0.19, 153])
    assert isinstance(alert.region, Ellipse)
    assert alert.region.semi_major == 0.22


def test_a_rectangle_of_maxi_is_a_polygon_and_a_circle_wins():
    corners = [[1, 2], [2, 3], [3, 2], [2, 1]]
    at = {"ra": 2, "dec": 2, "rectangular_error_corners": corners}
    assert isinstance(alert_of("maxi/gsc.unknown", **at).region, Polygon)
    assert isinstance(alert_of("maxi/gsc.unknown", **at, ra_dec_error=0.5).region, Circle)


@pytest.mark.parametrize("size", [0, -1, None, [0, 0, 0]])
@pytest.mark.parametrize("schema", ["chime/frb", "einstein_probe/wxt/alert", "fermi/lat/flare"])
def test_an_error_of_zero_or_less_is_unknown(schema: str, size: Any):
    alert = alert_of(schema, ra=10, dec=20, ra_dec_error=size)
    assert (alert.ra, alert.dec, alert.region) == (10.0, 20.0, None)
    assert bool(alert.problems) is (size is not None)


def test_containment_tells_where_it_comes_from():
    at = {"ra": 1, "dec": 2, "ra_dec_error": 0.5}
    assumed = alert_of("superk/sn_alert", **at).region
    stated = alert_of("superk/sn_alert", **at, containment_probability=0.68).region
    assert isinstance(assumed, Circle)
    assert isinstance(stated, Circle)
    assert (assumed.containment, assumed.assumed) == (0.9, True)
    assert (stated.containment, stated.assumed) == (0.68, False)
    half = alert_of("km3net/alert", ra=1, dec=2, src_error_50=0.5).region
    assert isinstance(half, Circle)
    assert (half.containment, half.assumed) == (0.5, False)


def test_a_supernova_of_super_k_is_some_kiloparsecs_away():
    alert = alert_of("superk/sn_alert", luminosity_distance=0.0025)
    assert alert.distance == 0.0025


# Identifiers


@pytest.mark.parametrize(
    ("schema", "namespace"),
    [
        ("swift/bat/guano", "swift-guano"), ("swift/bat/Guano", "swift-guano"),
        ("einstein_probe/wxt/alert", "ep"), ("km3net/alert", "km3net"), ("chime/frb", "chime"),
        ("dsa110/frb", "dsa110"), ("maxi/gsc.known", "maxi"), ("maxi/gsc.unknown", "maxi"),
        ("superk/sn_alert", "superk"), ("svom/trigger", "svom"), ("glowbug/Alert", "glowbug"),
        ("burstcube/alert", "burstcube"), ("snews2/coincidence", "snews"),
        ("fermi/gbm/trigger", "fermi-gbm"),
    ],
)  # fmt: skip
def test_one_number_is_another_event_for_each_mission(schema: str, namespace: str):
    alone, listed = alert_of(schema, id="745121685"), alert_of(schema, id=["745121685"])
    assert alone.event_id == listed.event_id == f"{namespace}:745121685"
    assert alert_of(schema, far=1e-9).event_id is None


@pytest.mark.parametrize(
    ("topic", "mission", "event_id"),
    [
        ("gcn.notices.swift.bat.guano", "Swift", "swift-guano:5"),
        ("gcn.notices.einstein_probe.wxt.alert", "Einstein Probe", "ep:5"),
        ("gcn.notices.icecube.lvk_nu_track_search", "IceCube", None),
        ("gcn.notices.km3net.alert", "KM3NeT", "km3net:5"),
        ("gcn.notices.chime.frb", "CHIME", "chime:5"),
        ("gcn.notices.dsa110.frb", "DSA-110", "dsa110:5"),
        ("gcn.notices.maxi.gsc.known", "MAXI", "maxi:5"),
        ("gcn.notices.maxi.gsc.unknown", "MAXI", "maxi:5"),
        ("gcn.notices.superk.sn_alert", "Super-Kamiokande", "superk:5"),
        ("gcn.notices.fermi.lat.flare", "Fermi", None),
        ("gcn.notices.snews2.coincidence", "SNEWS", "snews:5"),
        ("gcn.notices.burstcube.alert", "BurstCube", "burstcube:5"),
    ],
)
def test_a_topic_alone_tells_the_mission(topic: str, mission: str, event_id: str | None):
    (alert,) = Alert.of(GCNNotice.from_wire(b'{"id": "5"}'), topic=topic)
    assert (alert.mission, alert.event_id) == (mission, event_id)


def test_what_guano_follows_up_is_linked_and_not_merged():
    alert = alert_of("swift/bat/guano", id=["5"], follow_up_event="Fermi 694215970")
    assert alert.event_id == "swift-guano:5"
    assert alert.refs == (Ref("followup", "fermi-gbm:694215970"),)
    assert alert_of("swift/bat/guano", follow_up_event="Lantern 5").refs == ()


def test_a_search_of_icecube_is_another_event_than_its_wave():
    alert = alert_of("icecube/lvk_nu_track_search", ref_ID="S310914ak")
    assert alert.event_id == "icecube-lvk:S310914ak"
    assert alert.refs == (Ref("coincidence", "lvk:S310914ak"),)
    assert alert.kind is None


def test_a_flare_is_a_day_of_a_source_and_no_event():
    alert = alert_of("fermi/lat/flare", event_name="OQ 334", observation_start="2031-11-20")
    assert (alert.event_id, alert.names) == (None, ("OQ 334",))


def test_a_retraction_without_position_keeps_its_event():
    for name in ("chime_notice", "maxi_notice", "swift_guano_notice", "glowbug_notice"):
        message = GCNNotice.from_wire((EXAMPLES / name / "retraction.json").read_bytes())
        (alert,) = message.alerts
        assert (alert.kind, alert.ra, alert.region) == ("retraction", None, None)
        assert alert.event_id is not None


def test_an_address_of_a_map_may_be_null():
    alert = alert_of("km3net/alert", healpix_url=None)
    assert (alert.sky_map, alert.problems) == (None, ())


# Times


def test_the_time_of_a_search_is_that_of_the_wave():
    times = {"trigger_time": "2031-01-01T00:00:10Z", "observation_start": "2031-01-01T00:00:00Z"}
    alert = alert_of("icecube/lvk_nu_track_search", **times)
    assert (alert.time, alert.time_of) == (datetime(2031, 1, 1, 0, 0, 10, tzinfo=UTC), "other")
    assert alert.origin["time"].note == "time of the gravitational wave"


@pytest.mark.parametrize("schema", ["svom/trigger", "einstein_probe/wxt/alert", "fermi/lat/flare"])
def test_a_time_without_a_zone_is_utc(schema: str):
    alert = alert_of(schema, trigger_time="2031-02-22T08:51:31.320000")
    assert alert.time == datetime(2031, 2, 22, 8, 51, 31, 320000, UTC)


@pytest.mark.parametrize(
    ("day", "utc"),
    [(63000.25, datetime(2031, 5, 14, 5, 59, 23, tzinfo=UTC)),
     (57753.5, datetime(2016, 12, 31, 11, 59, 24, tzinfo=UTC))],
)  # fmt: skip
def test_times_of_rubin_are_tai(day: float, utc: datetime):
    alert = survey("rubin/alert", "diaSource", midpointMjdTai=day)
    assert (alert.time, alert.time_of) == (utc, "observation")


def test_a_time_of_ztf_is_the_start_of_the_exposure_in_utc():
    alert = survey("ztf/alert", "candidate", jd=2463000.5)
    assert alert.time == datetime(2031, 5, 14, tzinfo=UTC)
    assert alert.origin["time"].note == "start of the exposure"


# Tests


def test_a_notice_without_a_mark_is_not_known_to_be_real():
    for schema in ("chime/frb", "dsa110/frb", "einstein_probe/wxt/alert", "boom/alert"):
        assert all(
            alert.is_test is None
            for alert in GCNNotice.from_wire(
                json.dumps({"$schema": SCHEMA % schema, "id": "1", "data": {"targets": [{}]}})
            ).alerts
        )
    assert survey("ztf/alert").is_test is None


def test_a_test_of_burstcube_says_current_of_itself():
    by_schema = alert_of("burstcube/test", id="1", alert_tense="current")
    assert by_schema.is_test is True
    assert len(by_schema.problems) == 1
    notice = GCNNotice.from_wire(b'{"id": "1", "alert_tense": "current"}')
    (by_topic,) = Alert.of(notice, topic="gcn.notices.burstcube.test")
    assert (by_topic.event_id, by_topic.is_test) == ("burstcube:1", True)


def test_a_test_does_not_pass_for_the_notice_it_looks_like():
    same = {"id": "SN.1.1", "record_number": 1}
    for schema in ("superk/sn_alert", "burstcube/alert"):
        test = alert_of(schema, **same, alert_tense="test", alert_datetime="2031-01-01T00:00:00Z")
        real = alert_of(schema, **same, alert_datetime="2031-01-02T00:00:00Z")
        assert test.message_id != real.message_id


@pytest.mark.parametrize("tense", ["test", "injection", "injections", "commanded"])
def test_words_for_a_test_are_marks_of_every_mission(tense: str):
    for schema in ("superk/sn_alert", "snews2/coincidence", "svom/trigger", "maxi/gsc.known"):
        assert alert_of(schema, alert_tense=tense).is_test is True


def test_a_search_for_mock_data_is_a_test():
    assert alert_of("icecube/lvk_nu_track_search", ref_ID="MS310914b").is_test is True
    assert alert_of("icecube/lvk_nu_track_search", ref_ID="S310914b").is_test is None


@pytest.mark.parametrize(
    "flag",
    [
        "pixelFlags_injected",
        "pixelFlags_injectedCenter",
        "pixelFlags_injected_template",
        "pixelFlags_injected_templateCenter",
    ],
)
def test_an_injected_source_of_rubin_is_a_test(flag: str):
    alert = survey("rubin/alert", "diaSource", **{flag: True})
    assert (alert.is_test, alert.problems) == (True, ())


# Several objects, versions, frames


def test_each_object_of_a_notice_of_boom_is_an_alert():
    raw = (EXAMPLES / "boom_notice/two_objects.json").read_bytes()
    first, again = GCNNotice.from_wire(raw).alerts, GCNNotice.from_wire(raw).alerts
    assert [alert.event_id for alert in first] == ["ztf:ZTF31acffkdr", "boom:LANTERN31b"]
    assert len({alert.message_id for alert in first}) == 2
    assert [alert.message_id for alert in first] == [alert.message_id for alert in again]
    assert first[0].event_id == survey("ztf/alert", objectId="ZTF31acffkdr").event_id
    empty = {"$schema": SCHEMA % "boom/alert", "data": {"targets": []}}
    assert GCNNotice.from_wire(json.dumps(empty)).alerts == ()


def test_a_notice_of_thousands_of_objects_is_read_in_one_pass():
    def seconds(count: int) -> float:
        names = [f"ZTF31{number:07d}" for number in range(count)]
        seen = {"observation_start": "2031-01-01T00:00:00Z", "brightness": 18.5}
        targets = [{"event_name": name, "ra": 1, "dec": 2} for name in names]
        photometry = [{"event_name": name, **seen} for name in names]
        data = {"targets": targets, "photometry": photometry}
        notice = GCNNotice.hop_view({"$schema": SCHEMA % "boom/alert", "data": data}, {})
        start = time.process_time()
        assert len({alert.message_id for alert in notice.alerts}) == count
        assert all(alert.time is not None for alert in notice.alerts)
        return time.process_time() - start

    assert min(seconds(2000) for _ in range(3)) < 40 * min(seconds(200) for _ in range(3))


def test_a_withdrawn_detection_of_rubin_is_a_retraction():
    seen, withdrawn = survey("rubin/alert"), survey("rubin/withdrawn")
    assert (seen.kind, withdrawn.kind) == (None, "retraction")
    assert seen.event_id == withdrawn.event_id
    assert seen.message_id != withdrawn.message_id  # nobody may drop it as a repetition


def test_names_of_each_major_of_rubin_are_read():
    old, new = survey("rubin/schema_4"), survey("rubin/alert")
    assert (old.time, old.ra, old.dec) == (new.time, new.ra, new.dec)
    assert old.event_id == new.event_id
    assert old.is_test is None  # which nobody said then
    assert old.kind is None


def test_an_object_of_the_solar_system_has_its_own_numbers():
    object_, moving = survey("rubin/alert"), survey("rubin/solar_system")
    same = survey("rubin/alert", "diaSource", diaObjectId=None, ssObjectId=170032882292621400)
    assert object_.event_id == "rubin:170032882292621400"
    assert same.event_id == "rubin-ss:170032882292621400"
    assert "2031 AB17" in moving.names


def test_an_alert_of_a_survey_is_known_in_each_frame():
    for name in ("ztf", "rubin"):
        raw = (EXAMPLES / name / "alert_avro.avro").read_bytes()
        records = list(fastavro.reader(io.BytesIO(raw)))
        lines = json.dumps(tree_of(f"{name}/alert")).encode()
        for payload in (raw, lines):  # as a broker of a survey sends them: without headers
            (alert,) = Decoder().decode(payload, None, lambda: "here", "survey").alerts
            assert alert.family == name
        listed = AvroBlob([*records, {"other": 1}], single_record=False)
        assert (
            AvroBlob.load(raw).alerts == listed.alerts == JSONBlob(tree_of(f"{name}/alert")).alerts
        )


def test_a_blob_that_is_no_alert_has_none():
    for content in (None, 5, "text", b"bytes", [], [[]], {}, {"candid": 1}, {"diaSource": None}):
        assert Blob(content).alerts == ()
    bare = {"objectId": "ZTF31a", "candid": 5, "candidate": {}}
    assert JSONBlob(bare).alerts[0].message_id == "ztf:5"


def test_another_survey_in_the_form_of_ztf_is_not_ztf():
    other = tree_of("ztf/alert") | {"objectId": "170032882292621400"}
    assert JSONBlob(other).alerts == ()


def test_a_survey_is_known_before_any_model_was_loaded():
    tree = "{'objectId': 'ZTF31a', 'candid': 5, 'candidate': {}}"
    for code in (
        f"from hop.models import JSONBlob\nalerts = JSONBlob({tree}).alerts",
        f"from hop.models import AvroBlob\nalerts = AvroBlob({tree}).alerts",
        "from hop.models import Alert\nfrom hop.message import JSONBlob\n"
        f"alerts = Alert.of(JSONBlob({tree}))",
    ):
        check = f"{code}\nassert alerts[0].event_id == 'ztf:ZTF31a'"
        subprocess.run([sys.executable, "-c", check], check=True)


REAL_ALERTS = {
    "gcn_einstein_probe_wxt_alert": {
        "event_id": "ep:01708973486", "mission": "Einstein Probe", "ra": 120.0, "is_test": None,
        "region": Circle(0.02, 0.9, systematic=False, assumed=True), "names": (), "kind": None,
    },
    "gcn_icecube_lvk_nu_track_search": {
        "event_id": "icecube-lvk:S230914ak", "time_of": "other", "far": None, "ra": 17.49,
        "refs": (Ref("coincidence", "lvk:S230914ak"),), "region": None,
    },
    "gcn_swift_bat_guano": {
        "event_id": "swift-guano:694215995", "message_id": "swift-guano:694215995:1", "ra": None,
        "refs": (Ref("followup", "fermi-gbm:694215970"),), "far": 1e-05, "is_test": False,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", REAL_ALERTS)
def test_a_real_notice_says_what_its_mission_says(name: str):
    path = REAL / f"{name}.json"
    if not path.is_file():
        pytest.skip("the real messages are not here: set HOP_TEST_DATA to their folder")
    (alert,) = GCNNotice.from_wire(path.read_bytes()).alerts
    assert {field: getattr(alert, field) for field in REAL_ALERTS[name]} == REAL_ALERTS[name]
    assert alert.problems == ()
