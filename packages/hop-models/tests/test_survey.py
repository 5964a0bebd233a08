"""Alerts of surveys: their frames, versions and fields, and what is broken in them."""

from __future__ import annotations

import copy
import gzip
import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest
from survey_records import ALERT, DETECTION, RUBIN, Known, body, container, fingerprint, text_of

from hop._wire import decode
from hop.errors import ConfigError, DecodeError, EncodeError, LimitExceeded
from hop.models import AvroBlob, JSONBlob, SurveyAlert
from hop.models.survey import Cutout

CONFLUENT = b"\0\0\0\0\0"


def alert(**changes: Any) -> SurveyAlert:
    detection = {**DETECTION, **changes}
    found = SurveyAlert.from_wire(container(RUBIN, [{**ALERT, "diaSource": detection}]))
    assert isinstance(found, SurveyAlert)
    return found


def ztf(record: dict[str, Any]) -> SurveyAlert:
    return SurveyAlert({"objectId": "ZTF26abcdefg", "candid": 5, **record})


# Frames


def read(frame: str) -> Any:
    if frame == "container":
        return decode(container(RUBIN, [ALERT]), None, "topic")
    written = body(RUBIN, ALERT)
    prefixes = {"confluent": CONFLUENT, "single-object": b"\xc3\x01" + fingerprint(RUBIN)}
    key = text_of(RUBIN) if frame == "key" else None
    return SurveyAlert.hop_from_frame(prefixes.get(frame, b"") + written, key, Known(RUBIN))


FRAMES = ["confluent", "single-object", "key", "container"]


@pytest.mark.parametrize("frame", FRAMES)
def test_every_frame_gives_the_alert(frame: str) -> None:
    found = read(frame)
    assert type(found) is SurveyAlert
    assert found.content == ALERT
    assert found.alerts[0].ra == found.ra == DETECTION["ra"]
    assert len(found.history) == 1


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_is_written_as_a_container(frame: str) -> None:
    form, payload = read(frame).to_wire()
    assert form == "avro"
    again = decode(payload, [("_format", b"avro")], "topic")
    assert type(again) is SurveyAlert
    assert again.content == ALERT


def test_a_container_is_sent_on_as_it_came() -> None:
    payload = container(RUBIN, [ALERT])
    found = SurveyAlert.from_wire(payload)
    assert bytes(found) == payload
    assert found.history
    assert bytes(found) == payload
    found["diaSource"]["ra"] = 11.0
    assert SurveyAlert.load(bytes(found)).ra == 11.0


@pytest.mark.parametrize("codec", ["deflate", "xz"])
def test_a_compressed_container_is_read(codec: str) -> None:
    found = SurveyAlert.from_wire(container(RUBIN, [ALERT], codec))
    assert found.content == ALERT


def test_a_container_of_several_alerts_is_an_avro_blob() -> None:
    found = decode(container(RUBIN, [ALERT, ALERT]), None, "topic")
    assert type(found) is AvroBlob
    assert found.content == [ALERT, ALERT]


OTHER = {"type": "record", "name": "other", "fields": [{"name": "what", "type": "string"}]}


def test_a_record_of_something_else_is_an_avro_blob() -> None:
    written = body(OTHER, {"what": "ever"})
    for payload, key in ((CONFLUENT + written, None), (written, text_of(OTHER))):
        found = SurveyAlert.hop_from_frame(payload, key, Known(OTHER))
        assert type(found) is AvroBlob
        assert found.content == {"what": "ever"}
        assert AvroBlob.load(bytes(found)).content == {"what": "ever"}


def test_without_a_registry_bytes_stay_what_they_are() -> None:
    assert SurveyAlert.hop_from_frame(CONFLUENT + body(RUBIN, ALERT), None, None) is None


def test_an_unknown_fingerprint_is_an_error() -> None:
    payload = b"\xc3\x01" + b"12345678" + body(RUBIN, ALERT)
    with pytest.raises(DecodeError, match="3132333435363738"):
        SurveyAlert.hop_from_frame(payload, None, Known(OTHER))


def test_the_fingerprint_is_that_of_the_specification() -> None:
    from hop.models._runtime.avro_frames import _fingerprint

    assert _fingerprint(b'"int"') == bytes.fromhex("8f5c393f1ad57572")


def test_a_key_that_is_no_schema_is_an_error() -> None:
    for key in (b'{"fields": 1, "type": "record"}', b"{}", b'{"type": "record"'):
        with pytest.raises(DecodeError, match="its key is no schema"):
            SurveyAlert.hop_from_frame(body(RUBIN, ALERT), key, None)


def test_a_schema_that_does_not_fit_is_an_error_at_once() -> None:
    wrong = copy.deepcopy(RUBIN)
    wrong["fields"].insert(0, {"name": "more", "type": "string"})  # type: ignore[attr-defined]
    with pytest.raises(DecodeError):
        SurveyAlert.hop_from_frame(CONFLUENT + body(RUBIN, ALERT), None, Known(wrong))


def test_what_breaks_behind_the_detection_is_told_where_it_is_read() -> None:
    written = CONFLUENT + body(RUBIN, {**ALERT, "cutoutDifference": b"\0" * 9000})[:-1]
    found = SurveyAlert.hop_from_frame(written, None, Known(RUBIN))
    assert type(found) is SurveyAlert
    assert found.ra == 10.5
    assert found.alerts[0].ra == 10.5
    with pytest.raises(DecodeError, match="cutoutDifference"):
        found.cutouts.difference  # noqa: B018
    with pytest.raises(DecodeError, match="cutoutDifference"):
        found.content  # noqa: B018
    assert bytes(found).endswith(written[5:] + bytes(found)[-16:])


def test_an_alert_tells_of_a_field_that_cannot_be_decoded() -> None:
    schema = copy.deepcopy(RUBIN)
    part = {"type": "record", "name": "part", "fields": [{"name": "designation", "type": "string"}]}
    schema["fields"].append({"name": "ssSource", "type": ["null", part]})  # type: ignore[attr-defined]
    record = {**ALERT, "cutoutDifference": b"\0" * 9000, "ssSource": {"designation": "2026 AB"}}
    written = CONFLUENT + body(schema, record)
    whole: Any = SurveyAlert.hop_from_frame(written, None, Known(schema))
    assert "2026 AB" in whole.alerts[0].names
    cut: Any = SurveyAlert.hop_from_frame(written[:-2], None, Known(schema))
    alert = cut.alerts[0]
    assert alert.names == ()
    assert alert.ra == 10.5
    assert any("ssSource" in each and "fault of hop" not in each for each in alert.problems)


def test_several_records_have_no_frame() -> None:
    with pytest.raises(EncodeError, match="one record"):
        AvroBlob([ALERT, ALERT], RUBIN, False).hop_to_frame(lambda schema: 1)


def test_a_bomb_is_refused() -> None:
    bomb = copy.deepcopy(RUBIN)
    bomb["fields"].append({"name": "n", "type": {"type": "array", "items": "null"}})  # type: ignore[attr-defined]
    payload = CONFLUENT + body(RUBIN, ALERT) + bytes.fromhex("feffffff0f00")
    with pytest.raises(LimitExceeded):
        SurveyAlert.hop_from_frame(payload, None, Known(bomb))


# Laziness


def test_a_filter_reads_no_history() -> None:
    lazy = read("confluent")
    assert lazy.alerts[0].ra is not None
    assert lazy.alerts[0].significance is not None
    assert lazy.is_test is False
    assert lazy.reliability is not None
    assert lazy.magnitude is not None
    assert "diaSource" in repr(lazy.record)
    assert "prvDiaSources" not in repr(lazy.record)
    assert lazy.history
    assert "prvDiaSources" in repr(lazy.record)
    assert "cutout" not in repr(lazy.record)


# Fields


def test_the_fields_of_rubin() -> None:
    found = alert()
    assert (found.survey, found.id, found.object_id) == ("rubin", 7, 4)
    assert found.schema_version == "11.0"
    # MJD 61000 in TAI is 37 s earlier in UTC.
    assert found.time == datetime(2025, 11, 20, 23, 59, 23, tzinfo=UTC)
    assert (found.ra, found.dec, found.band) == (10.5, -20.25, "r")
    assert found.flux == 3630.780547701
    assert found.magnitude == pytest.approx(22.5)
    assert found.magnitude_error == pytest.approx(0.0108574, rel=1e-4)
    assert (found.snr, found.reliability) == (100.0, 0.75)
    assert found.history[0].flux == -50.0
    assert found.history[0].magnitude is None
    assert found.forced_photometry == ()
    assert found.cutouts.science is None


def test_an_object_of_the_solar_system_is_the_object() -> None:
    assert alert(diaObjectId=None, ssObjectId=9).object_id == 9
    assert alert(diaObjectId=0, ssObjectId=9).object_id == 9


def test_the_names_of_old_schemas_are_known() -> None:
    source = {"midPointTai": 61_000.0, "filterName": "g", "psFlux": 1.0, "decl": 3.0, "ra": 2.0}
    found = SurveyAlert({"alertId": 1, "diaSource": {**source, "diaSourceId": 5}})
    assert (found.band, found.flux, found.dec, found.id) == ("g", 1.0, 3.0, 5)
    assert found.magnitude == pytest.approx(31.4)
    assert found.time is not None


def test_an_injected_source_is_a_test() -> None:
    assert alert(pixelFlags_injected=True).is_test is True
    assert alert().is_test is False


def test_the_fields_of_ztf() -> None:
    candidate = {"jd": 2_461_000.5, "fid": 1, "magpsf": 20.0, "sigmapsf": 0.1, "isdiffpos": "t"}
    found = ztf(
        {"schemavsn": "4.02", "candidate": {**candidate, "ra": 1.0, "dec": 2.0, "drb": 0.9}}
    )
    assert (found.survey, found.id, found.object_id) == ("ztf", 5, "ZTF26abcdefg")
    assert found.time == datetime(2025, 11, 21, tzinfo=UTC)
    assert (found.band, found.reliability, found.schema_version) == ("g", 0.9, "4.02")
    assert found.magnitude == pytest.approx(20.0)
    assert found.magnitude_error == pytest.approx(0.1)
    assert found.flux == pytest.approx(10 ** (11.4 / 2.5))
    assert found.snr == pytest.approx(2.5 / math.log(10) / 0.1)


def test_a_source_that_has_faded_has_no_magnitude() -> None:
    found = ztf({"candidate": {"magpsf": 20.0, "sigmapsf": 0.1, "isdiffpos": "f"}})
    assert found.flux == pytest.approx(-(10 ** (11.4 / 2.5)))
    assert found.magnitude is None


def test_forced_photometry_of_ztf_is_in_njy() -> None:
    point = {"jd": 2_461_000.5, "fid": 2, "forcediffimflux": 100.0, "forcediffimfluxunc": 10.0}
    missing = {"jd": 2_461_001.5, "fid": 2, "forcediffimflux": -99999.0, "magzpsci": 26.4}
    found = ztf({"candidate": {}, "fp_hists": [{**point, "magzpsci": 26.4}, missing]})
    first, second = found.forced_photometry
    assert first.flux == pytest.approx(10_000.0)
    assert first.flux_error == pytest.approx(1000.0)
    assert second.flux is None


def test_values_of_other_kinds_are_unknown() -> None:
    source = {"ra": "far", "dec": True, "psfFlux": math.nan, "midpointMjdTai": 1e300, "band": 3}
    found = SurveyAlert({"diaSource": {**source, "diaSourceId": None}, "prvDiaSources": 3})
    assert (found.ra, found.dec, found.flux, found.time, found.band) == (None,) * 5
    assert (found.id, found.history, found.magnitude) == (None, (), None)


def test_fink_adds_fields() -> None:
    record = {"diaSource": DETECTION, "diaSourceId": 7, "classifiers": {"snn": 0.9}}
    found = SurveyAlert(record)
    assert found["classifiers"]["snn"] == 0.9
    assert found.get("nothing") is None
    assert "classifiers" in found
    assert len(found) == 3


def test_babamul_sends_rubin_in_the_form_of_ztf() -> None:
    candidate = {**DETECTION, "jd": 2_461_000.5, "magpsf": 22.5}
    found = SurveyAlert({"candid": 7, "objectId": "LSST4", "candidate": candidate})
    assert found.survey == "rubin"
    assert found.flux == DETECTION["psfFlux"]
    assert found.time == datetime(2025, 11, 20, 23, 59, 23, tzinfo=UTC)


@pytest.mark.parametrize("objects", [{"objectId": "ZTF26a"}, {"diaObjectId": 4}])
def test_lasair_sends_json(objects: dict[str, Any]) -> None:
    content = {**objects, "UTC": "2026-11-30T01:02:03", "ramean": 1.5, "decmean": 2.5}
    payload = json.dumps(content).encode()
    found = decode(payload, None, "lasair_1_filter")
    assert type(found) is SurveyAlert
    assert (found.ra, found.dec) == (1.5, 2.5)
    assert found.object_id == next(iter(objects.values()))
    assert found.time is None
    assert found.to_wire()[0] == "json"
    assert json.loads(found.to_wire()[1]) == content


def test_lasair_sends_light_curves() -> None:
    seen = {"midpointMjdTai": 61000.0, "band": "r", "psfFlux": 3631.0, "psfFluxErr": 36.31}
    light_curve = {"diaSourcesList": [seen], "diaForcedSourcesList": [seen, seen]}
    content = {"diaObjectId": 4, "UTC": "2026-11-30 01:02:03", "alert": light_curve}
    found = decode(json.dumps(content).encode(), None, "lasair_1_filter")
    (point,) = found.history
    assert (point.time, point.band) == (datetime(2025, 11, 20, 23, 59, 23, tzinfo=UTC), "r")
    assert (point.flux, point.flux_error) == (3631.0, 36.31)
    assert point.magnitude == pytest.approx(22.5, abs=1e-3)
    assert len(found.forced_photometry) == 2
    assert found.flux is None


def test_other_json_of_these_keys_stays_json() -> None:
    found = decode(b'{"UTC": "now", "objectId": "mine"}', None, "topic")
    assert type(found) is JSONBlob


def test_an_alert_is_one_record() -> None:
    with pytest.raises(EncodeError):
        SurveyAlert([ALERT])
    with pytest.raises(DecodeError):
        SurveyAlert.load(container(RUBIN, [ALERT, ALERT]))
    with pytest.raises(DecodeError):
        SurveyAlert.load(container(OTHER, [{"what": "ever"}]))
    with pytest.raises(DecodeError):
        SurveyAlert.load(b"{}")


def test_a_made_alert_can_be_sent() -> None:
    made = SurveyAlert(ALERT, RUBIN)
    assert SurveyAlert.from_wire(bytes(made)).content == ALERT


def test_repr_is_one_short_line() -> None:
    assert "ra=10.5" in repr(alert())
    assert len(repr(alert())) < 200
    assert "\n" not in repr(alert())


# Cutouts


@pytest.mark.parametrize(
    "data",
    [
        b"no image",
        b"SIMPLE  =                    T" + b" " * 50 + b"END" + b" " * 2797,
        gzip.compress(b"no image"),
        gzip.compress(b"no image")[:-9],
    ],
    ids=["text", "no data", "packed text", "cut off"],
)
def test_a_cutout_that_is_no_fits_is_an_error(data: bytes) -> None:
    pytest.importorskip("astropy")
    cutout = Cutout("science", data)
    with pytest.raises(DecodeError, match="cutout science"):
        cutout.array()
    assert cutout.data == data


def test_a_cutout_larger_than_its_file_is_an_error() -> None:
    pytest.importorskip("astropy")
    cards = ["SIMPLE  =                    T", "BITPIX  =                  -64"]
    cards += ["NAXIS   =                    2", "NAXIS1  =               100000"]
    cards += ["NAXIS2  =               100000", "END"]
    header = "".join(each.ljust(80) for each in cards).encode().ljust(2880)
    with pytest.raises(DecodeError):
        Cutout("science", header + b"\0" * 2880).array()


def test_a_cutout_that_is_a_bomb_is_refused() -> None:
    pytest.importorskip("astropy")
    bomb = gzip.compress(b"\0" * (65 * 2**20), 9)
    with pytest.raises(LimitExceeded):
        Cutout("science", bomb).array()


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "astropy.io", None)
    with pytest.raises(ConfigError, match="cutouts"):
        Cutout("science", b"").array()
