"""Batches of survey alerts: columns that are computed for all equal those of each one's alert."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import fastavro
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_records import Known

from hop._messages import mark_test
from hop.io import Metadata
from hop.message import JSONBlob
from hop.models import SurveyAlert, arrow, batches
from hop.testing import survey_alerts, survey_schema

Messages = list[tuple[Any, Metadata]]


def field(name: str, kind: str, *, is_known: bool = False) -> dict[str, Any]:
    return {"name": name, "type": kind if is_known else ["null", kind]}


def rubin_schema(time: str = "midpointMjdTai", dec: str = "dec") -> dict[str, Any]:
    numbers = ("diaSourceId", "diaObjectId", "ssObjectId")
    values = (time, "timeProcessedMjdTai", "timeWithdrawnMjdTai", "ra", dec, "snr", "reliability")
    flags = ("pixelFlags_injected", "pixelFlags_injectedCenter", "pixelFlags_injected_other")
    source = [
        *(field(name, "long") for name in numbers),
        *(field(name, "double") for name in values),
        *(field(name, "boolean") for name in flags),
    ]
    history = {"type": "array", "items": "diaSource"}
    solar_system = {"type": "record", "name": "ss", "fields": [field("designation", "string")]}
    return {
        "type": "record",
        "name": "alert",
        "fields": [
            {
                "name": "diaSource",
                "type": {"type": "record", "name": "diaSource", "fields": source},
            },
            {"name": "prvDiaSources", "type": history},
            {"name": "ssSource", "type": ["null", solar_system]},
        ],
    }


def ztf_schema() -> dict[str, Any]:
    candidate = [field(name, "double") for name in ("jd", "ra", "dec", "rb", "drb")]
    return {
        "type": "record",
        "name": "alert",
        "fields": [
            field("objectId", "string"),
            field("candid", "long"),
            {
                "name": "candidate",
                "type": {"type": "record", "name": "candidate", "fields": candidate},
            },
        ],
    }


def read(schema: dict[str, Any], records: Iterable[dict[str, Any]]) -> list[SurveyAlert]:
    parsed, known, found = fastavro.parse_schema(schema), Known(schema), []
    for each in records:
        file = io.BytesIO()
        fastavro.schemaless_writer(file, parsed, each)
        message = SurveyAlert.hop_from_frame(b"\0\0\0\0\0" + file.getvalue(), None, known)
        assert type(message) is SurveyAlert
        found.append(message)
    return found


def with_metadata(messages: Iterable[Any]) -> Messages:
    return [(each, Metadata("topic", 0, at, 1000, None)) for at, each in enumerate(messages)]


def of_alerts(messages: Sequence[Any]) -> list[pa.Array]:
    """The columns by an alert for each message."""
    return arrow.to_arrays([alert for each in messages for alert in each.alerts or (None,)])


def check(messages: Sequence[Any]) -> None:
    batch = batches.to_batch(with_metadata(messages))
    batch.validate(full=True)
    for column, wanted in zip(arrow.schema(), of_alerts(messages), strict=True):
        assert batch.column(column.name).equals(wanted), column.name


# What a survey may send

ids = st.sampled_from([None, 0]) | st.integers(-(2**63), 2**63 - 1)
tai = st.floats(56_000, 125_000) | st.sampled_from(
    [57_754.0, 57_755.0, 61_000.000_000_006, 124_593]
)
days = st.none() | tai | st.floats()
coordinates = (
    st.none() | st.floats(0, 360) | st.sampled_from([-0.0, 90.0, 360.0]) | st.floats(-90, 90)
)
shares = st.none() | st.floats(0, 1) | st.floats()
flags = st.sampled_from([None, False, False, True])


@st.composite
def rubin_records(
    draw: st.DrawFn, time: str = "midpointMjdTai", dec: str = "dec"
) -> dict[str, Any]:
    in_solar_system = draw(ids)
    source = {
        **{"diaSourceId": draw(ids), "diaObjectId": draw(ids), "ssObjectId": in_solar_system},
        **{time: draw(days), "timeProcessedMjdTai": draw(days)},
        **{"timeWithdrawnMjdTai": draw(st.none() | days), "ra": draw(coordinates)},
        **{dec: draw(coordinates), "snr": draw(st.none() | st.floats())},
        **{"reliability": draw(shares), "pixelFlags_injected": draw(flags)},
        **{"pixelFlags_injectedCenter": draw(flags), "pixelFlags_injected_other": draw(flags)},
    }
    name = draw(st.none() | st.text(max_size=8)) if in_solar_system else None
    about = None if name is None else {"designation": name}
    return {"diaSource": source, "prvDiaSources": [], "ssSource": about}


@st.composite
def ztf_records(draw: st.DrawFn) -> dict[str, Any]:
    days = st.floats(2_440_000, 2_530_000) | st.floats()
    candidate = {
        **{"jd": draw(st.none() | days), "ra": draw(coordinates), "dec": draw(coordinates)},
        **{"rb": draw(shares), "drb": draw(shares)},
    }
    name = draw(st.from_regex(r"ZTF\d\d[a-z]{7}", fullmatch=True) | st.text(max_size=8))
    return {"objectId": name, "candid": draw(st.integers(0, 2**60)), "candidate": candidate}


@settings(max_examples=150, deadline=None)
@given(st.lists(rubin_records(), min_size=16, max_size=24))
def test_columns_of_rubin_equal_the_alerts(records: list[dict[str, Any]]) -> None:
    check(read(rubin_schema(), records))


@settings(max_examples=30, deadline=None)
@given(st.lists(rubin_records("midPointTai", "decl"), min_size=16, max_size=24))
def test_columns_of_old_schemas_equal_the_alerts(records: list[dict[str, Any]]) -> None:
    check(read(rubin_schema("midPointTai", "decl"), records))


@settings(max_examples=150, deadline=None)
@given(st.lists(ztf_records(), min_size=16, max_size=24))
def test_columns_of_ztf_equal_the_alerts(records: list[dict[str, Any]]) -> None:
    check(read(ztf_schema(), records))


FRAMES = [
    ("rubin", "confluent"),  # Rubin
    ("rubin", "key"),  # Fink
    ("rubin", "container"),  # Babamul
    ("ztf", "container"),  # ZTF, Babamul
    ("ztf", "key"),  # Fink
]


def made(survey: Any, frame: Any, count: int, **options: Any) -> list[Any]:
    known = Known(survey_schema(survey))
    known.by_id = lambda _: known.texts[0]  # type: ignore[method-assign]
    return [
        SurveyAlert.hop_from_frame(each.payload, each.key, known)
        or SurveyAlert.from_wire(each.payload)
        for each in survey_alerts(survey, count, frame=frame, **options)
    ]


@pytest.mark.parametrize(("survey", "frame"), FRAMES)
@pytest.mark.parametrize("seed", range(3))
def test_alerts_of_each_broker_need_no_alert_object(survey: str, frame: str, seed: int) -> None:
    messages = made(survey, frame, 60, seed=seed)
    batches.to_batch(with_metadata(messages))
    assert not any("_hop_alerts" in vars(each) for each in messages)
    check(messages)


def test_the_history_is_not_decoded() -> None:
    record = {
        "diaSource": {"diaSourceId": 1, "diaObjectId": 2, "ra": 1.0, "dec": 2.0}
        | {"midpointMjdTai": 61_000.0},
        "prvDiaSources": [],
        "ssSource": None,
    }
    messages = read(rubin_schema(), [record] * 20)
    batches.to_batch(with_metadata(messages))
    assert {repr(each.record) for each in messages} == {"<record alert; read so far: diaSource>"}


LASAIR = b'{"objectId": "ZTF26abcdefg", "UTC": "2026-11-30 01:00:00", "ramean": 10.5}'


def test_other_messages_keep_their_order() -> None:
    rubin, ztf = made("rubin", "confluent", 30), made("ztf", "container", 30)
    lasair = [SurveyAlert.from_wire(LASAIR) for _ in range(5)]
    plain = [JSONBlob({"number": number}) for number in range(5)]
    messages = [
        *(each for pair in zip(rubin, ztf, strict=True) for each in pair),
        *(each for pair in zip(lasair, plain, strict=True) for each in pair),
        *made("rubin", "confluent", 3, version=0),
    ]
    messages = messages[::3] + messages[1::3] + messages[2::3]
    check(messages)
    batch = batches.to_batch(with_metadata(messages))
    assert batch.column("offset").to_pylist() == list(range(len(messages)))


def test_marks_beside_the_content_count() -> None:
    by_header, by_topic = made("rubin", "confluent", 20), made("rubin", "confluent", 20)
    for each in by_header:
        mark_test(each)
    for each in by_topic:
        each.hop_topic = "igwn.gwalert-test"
    messages = [*by_header, *by_topic, *made("rubin", "confluent", 20)]
    check(messages)
    tests = batches.to_batch(with_metadata(messages), ["is_test"]).column(0).to_pylist()
    assert tests == [True] * 40 + [False] * 20


def test_a_broken_record_spoils_no_other() -> None:
    schema = ztf_schema()
    # The number stands behind the detection, and small records are judged as a whole.
    schema["fields"] += [field("behind", "string"), schema["fields"].pop(1)]
    good = {"objectId": "ZTF26abcdefg", "candid": 5, "candidate": {"jd": 2_461_000.5}}
    good["behind"] = "long " * 1000
    messages = read(schema, [good] * 20)
    file = io.BytesIO()
    fastavro.schemaless_writer(file, fastavro.parse_schema(schema), good)
    cut = b"\0\0\0\0\0" + file.getvalue()[:-1]
    messages.insert(5, SurveyAlert.hop_from_frame(cut, None, Known(schema)))  # type: ignore[arg-type]
    check(messages)
    ids = batches.to_batch(with_metadata(messages), ["message_id"]).column(0).to_pylist()
    assert ids.count("ztf:5") == 20


def test_columns_can_be_chosen() -> None:
    messages = with_metadata(made("ztf", "container", 20))
    whole, few = batches.to_batch(messages), batches.to_batch(messages, ["dec", "ra", "offset"])
    assert few.schema.names == ["dec", "ra", "offset"]
    assert all(few.column(name).equals(whole.column(name)) for name in few.schema.names)
    with pytest.raises(ValueError, match="no column 'radius'; there are topic, partition"):
        batches.to_batch(messages, ["ra", "radius"])
    assert json.dumps(few.slice(0, 1).to_pylist())
