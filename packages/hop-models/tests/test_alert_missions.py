"""The hazards of the missions' VOEvents and text notices: each has a test with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hop.models import Alert, GCNTextNotice, Origin, VOEvent

EXAMPLES = Path(__file__).parents[3] / "schemas/alert/examples"
YEAR = 365.25 * 86400


def event(name: str, *changes: tuple[str, str]) -> Alert:
    """The alert of an example of a VOEvent, in which some text is another."""
    text = (EXAMPLES / f"{name}.xml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (alert,) = Alert.of(VOEvent.load(text), topic=name.partition("@")[2] or None)
    return alert


def notice(name: str, *changes: tuple[str, str]) -> Alert:
    """The alert of an example of a text notice, in which some text is another."""
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (alert,) = Alert.of(GCNTextNotice.load(text), topic=name.partition("@")[2] or None)
    return alert


@pytest.mark.parametrize(
    "names",
    [
        ("fermi_lat_voevent/offline", "fermi_lat_text/offline"),
        ("fermi_lat_voevent/updated_test", "fermi_lat_text/test"),
        ("integral_voevent/refined", "integral_text/refined"),
        ("icecube_voevent/gold", "icecube_text/gold"),
        ("nu_em_voevent/coincidence", "nu_em_text/coincidence"),
        ("hawc_voevent/burst", "hawc_text/burst"),
        ("maxi_voevent/known", "maxi_text/known"),
        ("maxi_voevent/test", "maxi_text/test"),
        ("gecam_voevent/flight", "gecam_text/flight"),
        ("timing_voevent/spiacs", "timing_text/spiacs@gcn.classic.text.INTEGRAL_SPIACS"),
        ("timing_voevent/calet", "timing_text/calet@gcn.classic.text.CALET_GBM_FLT_LC"),
        ("lvc_voevent/preliminary", "lvc_text/preliminary"),
        ("lvc_voevent/retraction", "lvc_text/retraction"),
    ],
)
def test_a_voevent_and_its_text_notice_say_the_same(names: tuple[str, str]):
    first, second = event(names[0]), notice(names[1])
    same = ("event_id", "message_id", "mission", "instrument", "messenger", "time", "time_of")
    same = (*same, "sent", "names", "aliases", "far", "p_astro", "stage", "sequence")
    for field in same:
        if field != "instrument" or first.mission != "LVK":  # text does not tell the detectors
            assert getattr(first, field) == getattr(second, field), field


def test_the_clock_of_a_monitored_source_is_no_key():
    alert = event("fermi_lat_voevent/monitor")
    assert alert.event_id is not None
    assert not alert.event_id.startswith("fermi-lat:")
    assert alert.significance is None
    assert alert.time_of == "observation"
    assert alert.region is None
    transient = event("fermi_lat_voevent/monitor", ('value="125"', 'value="123"'))
    assert not str(transient.event_id).startswith("fermi-lat:")


def test_the_radius_of_lat_tells_that_pages_disagree():
    alert = event("fermi_lat_voevent/offline")
    assert alert.region is not None
    assert (alert.region.containment, alert.region.assumed) == (0.9, True)
    assert "older page says 1 sigma" in alert.origin["region"].note


def test_one_trigger_of_integral_has_one_key():
    wakeup, refined = event("integral_voevent/wakeup"), event("integral_voevent/refined")
    assert wakeup.event_id == refined.event_id == "integral:10077"
    assert (wakeup.sequence, refined.sequence) == (0, 1)
    assert wakeup.message_id != refined.message_id
    assert [each.event_id for each in refined.refs] == ["integral:10077"]
    withdrawn = event("integral_voevent/wakeup", ('GRB" value="false"', 'GRB" value="true"'))
    assert withdrawn.kind == "retraction"


def test_tests_of_integral_without_a_number_are_not_one():
    change = ('name="TrigID" value="10077"', 'name="TrigID" value="0"')
    first = event("integral_voevent/wakeup", change)
    second = event("integral_voevent/wakeup", change, ("-0-941", "-0-942"))
    assert first.event_id is None
    assert first.message_id != second.message_id


def test_spiacs_and_ibis_with_one_number_are_two_events():
    spiacs, ibis = event("timing_voevent/spiacs"), event("integral_voevent/wakeup")
    assert spiacs.mission == ibis.mission == "INTEGRAL"
    assert spiacs.event_id != ibis.event_id


@pytest.mark.parametrize("name", ["spiacs", "konus", "calet", "ipn"])
def test_a_trigger_known_by_its_time_has_no_position(name: str):
    alert = event(f"timing_voevent/{name}")
    assert (alert.ra, alert.dec, alert.region, alert.time_of) == (None, None, None, "event")


def test_where_a_spacecraft_looks_is_no_position():
    alert = notice("timing_text/calet@gcn.classic.text.CALET_GBM_FLT_LC")
    assert (alert.ra, alert.dec, alert.region) == (None, None, None)


def test_a_topic_tells_initial_and_updated_positions_apart():
    text = (EXAMPLES / "fermi_lat_text/test.txt").read_text(encoding="utf-8")
    message = GCNTextNotice.load(text.replace("Fermi-LAT Test Position", "Fermi-LAT Position"))
    for word in ("LAT_POS_INI", "LAT_POS_UPD"):
        (alert,) = Alert.of(message, topic=f"gcn.classic.text.FERMI_{word}")
        assert (alert.stage, alert.event_id) == (word, "fermi-lat:952146380")


def test_a_coincidence_of_amon_has_the_radius_of_90_percent():
    alert = event("nu_em_voevent/coincidence")
    assert alert.region is not None
    assert (alert.region.radius, alert.region.containment) == (0.6, 0.9)  # 36 arcmin
    assert alert.region.assumed is False
    assert alert.messenger is None
    half = event("nu_em_voevent/coincidence", ("src_err_90", "left_out"))
    assert half.region is not None
    assert (half.region.radius, half.region.containment) == (0.3, 0.5)


@pytest.mark.parametrize("name", ["nu_em_voevent/coincidence", "hawc_voevent/burst"])
def test_a_rate_of_amon_is_per_year(name: str):
    alert = event(name)
    tree = (EXAMPLES / f"{name}.xml").read_text(encoding="utf-8")
    (number,) = [line.split('"')[3] for line in tree.splitlines() if '"FAR"' in line]
    assert alert.far == pytest.approx(float(number) / YEAR)
    assert alert.origin["far"] == Origin("What/FAR", note="in yr^-1")


def test_errors_of_tracks_and_of_cascades_differ_in_what_they_hold():
    for name, systematic in (("gold", False), ("cascade_named", True)):
        alert = event(f"icecube_voevent/{name}")
        assert alert.region is not None
        assert alert.region.systematic is systematic
    assert event("icecube_voevent/gold").region == notice("icecube_text/gold").region


def test_the_containment_of_hawc_is_only_what_it_says():
    alert = event("hawc_voevent/radius_only")
    assert alert.region is not None
    assert alert.region.containment is None
    text = notice("hawc_text/radius_only")
    assert text.region is not None
    assert text.region.containment is None


def test_the_unit_of_the_rate_of_km3net_is_doubted():
    name = "km3net_voevent/neutrino@gcn.notices.km3net.voevent"
    alert = event(name)
    assert alert.far == pytest.approx(8e-8 / YEAR)
    assert alert.problems == ("What/FAR: in yr^-1, but the notices in JSON have this number in Hz",)
    assert event(name, ("yr^-1", "Hz")).problems == ()
    assert event(name, (' unit="yr^-1"', "")).far is None


def test_the_topic_tells_a_voevent_of_km3net():
    path = EXAMPLES / "km3net_voevent/neutrino@gcn.notices.km3net.voevent.xml"
    message = VOEvent.load(path.read_bytes())
    for topic in (None, "gcn.notices.km3netother", "gcn.classic.voevent.OTHER"):
        assert Alert.of(message, topic=topic)[0].mission is None
    (alert,) = Alert.of(message, topic="gcn.notices.km3net.voevent.arca")
    assert alert.mission == "KM3NeT"


@pytest.mark.parametrize(("number", "found"), [("99999999", False), ("100000000", True)])
def test_gecam_tells_a_test_by_its_number(number: str, found: bool):
    assert event("gecam_voevent/flight", ('"460"', f'"{number}"')).is_test is found
    assert notice("gecam_text/flight", (" 460", f" {number}")).is_test is found


def test_svom_tells_the_event_beside_the_window_of_detection():
    alert = event("svom_voevent/wakeup")
    t0 = "What/Svom_Identifiers/Alert_Seq_T0"
    assert alert.origin["time"].path == t0
    older = event("svom_voevent/wakeup", ("Alert_Seq_T0", "left_out"))
    assert older.time is not None
    assert older.time > alert.time
    assert older.time_of == "event"
    mxt = event("svom_voevent/mxt")
    assert (mxt.time_of, mxt.event_id) == ("observation", alert.event_id)


def test_a_retraction_of_svom_names_what_it_withdraws():
    alert = event("svom_voevent/retraction")
    assert (alert.kind, alert.ra) == ("retraction", None)
    assert {(each.kind, each.event_id) for each in alert.refs} == {
        ("retraction", "svom:sb31041206")
    }
    assert alert.event_id == "svom:sb31041206"


def test_a_radius_of_minus_one_is_none():
    alert = event("svom_voevent/grm")
    assert (alert.ra, alert.region, alert.problems) == (155.5, None, ())


@pytest.mark.parametrize("name", ["timing_voevent/konus", "icecube_voevent/gold"])
def test_the_importance_of_a_voevent_is_no_significance(name: str):
    why = (
        '<Why importance="1.0"><Inference probability="0.9"><Concept>x</Concept></Inference></Why>'
    )
    alert, plain = event(name, ("</WhereWhen>", f"</WhereWhen>{why}")), event(name)
    assert (alert.significance, alert.p_astro) == (plain.significance, plain.p_astro)


def test_what_breaks_the_schema_is_read_all_the_same():
    # GECAM writes an attribute of Params in lower case, which the schema does not have.
    path = EXAMPLES / "gecam_voevent/flight.xml"
    text = path.read_text(encoding="utf-8").replace('unit="sec"', 'datatype="float" unit="sec"')
    (alert,) = Alert.of(VOEvent.load(text, strict=False))
    assert alert == event("gecam_voevent/flight")


def test_a_transient_of_bat_is_no_burst():
    alert = event("swift_more_voevent/transient")
    assert (alert.stage, alert.time_of, alert.kind) == ("BAT_TRANS", None, None)


def test_a_figure_of_merit_has_no_error():
    alert = event("swift_more_voevent/merit")
    assert (alert.ra, alert.region, alert.problems) == (74.741, None, ())
    alert = event("swift_more_voevent/merit", ("74.741", "0.0"), ("-9.314", "0.0"))
    assert (alert.ra, alert.dec) == (None, None)


@pytest.mark.parametrize(
    "name",
    [
        "fermi_lat_text/test", "integral_text/offline", "icecube_text/cascade", "nu_em_text/test",
        "hawc_text/burst", "maxi_text/test", "maxi_text/known", "gecam_text/flight",
    ],
)  # fmt: skip
def test_a_text_notice_gives_the_coordinates_of_j2000(name: str):
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    ra, dec = [float(line.split(":")[1].split("d")[0]) for line in text.splitlines()
               if "(J2000)," in line]  # fmt: skip
    alert = notice(name)
    assert (alert.ra, alert.dec) == (ra, dec)
    assert alert.origin["ra"].note == "of three epochs, J2000"


@pytest.mark.parametrize(
    ("name", "comment", "kind", "is_test"),
    [
        ("integral_text/offline", "This trigger is NOT a GRB.", "retraction", None),
        ("icecube_text/cascade", "RETRACTION: the event was due to noise.", "retraction", None),
        ("nu_em_text/test", "This is a TEST notice.", "update", True),
    ],
)
def test_comments_of_a_text_notice_withdraw_or_tell_a_test(
    name: str, comment: str, kind: str, is_test: bool | None
):
    alert = notice(name)
    assert (alert.kind, alert.is_test) == (kind, is_test)
    alert = notice(name, (comment, "Nothing of note."))
    assert alert.kind != "retraction"
    assert alert.is_test is None


def test_a_probability_that_is_not_assigned_is_absent():
    alert = notice("lvc_text/preliminary")
    assert "NSBH" not in alert.classes
    assert "HasRemnant" not in alert.properties
    assert alert.classes["BNS"] == 0.0
    assert alert.problems == ()
