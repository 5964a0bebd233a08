"""A record that is read as far as somebody looks is the record that fastavro reads."""

from __future__ import annotations

import contextlib
import copy
import io
from typing import Any

import fastavro
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from survey_records import ALERT, RUBIN, body, text_of

from hop.errors import DecodeError, LimitExceeded
from hop.models._runtime.avro_limits import MAX_VALUES
from hop.models._runtime.avro_record import LazyRecord, RecordSchema, record_schema

LEAVES = {
    "long": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False),
    "string": st.text(),
    "bytes": st.binary(),
    "boolean": st.booleans(),
}


@st.composite
def kinds(draw: Any, depth: int = 0) -> tuple[Any, st.SearchStrategy[Any]]:
    """A schema, and the values that fit it."""
    choices = ["leaf", "maybe", *(["array", "map", "record"] if depth < 2 else [])]
    choice = draw(st.sampled_from(choices))
    if choice in ("leaf", "maybe"):
        name = draw(st.sampled_from(sorted(LEAVES)))
        kind, values = name, LEAVES[name]
        return (["null", kind], st.none() | values) if choice == "maybe" else (kind, values)
    if choice == "record":
        return draw(records(depth + 1))
    inner, values = draw(kinds(depth + 1))
    if choice == "array":
        return {"type": "array", "items": inner}, st.lists(values, max_size=3)
    return {"type": "map", "values": inner}, st.dictionaries(
        st.text(max_size=3), values, max_size=3
    )


@st.composite
def records(draw: Any, depth: int = 0) -> tuple[Any, st.SearchStrategy[Any]]:
    made = [draw(kinds(depth)) for _ in range(draw(st.integers(1, 4)))]
    name = f"r{depth}_{draw(st.integers(0, 10**9))}"
    fields = [{"name": f"f{place}", "type": kind} for place, (kind, _) in enumerate(made)]
    values = st.fixed_dictionaries({f"f{place}": each for place, (_, each) in enumerate(made)})
    return {"type": "record", "name": name, "fields": fields}, values


def is_valid(schema: Any) -> bool:
    try:
        fastavro.parse_schema(copy.deepcopy(schema), {})
    except Exception:  # two records of one name
        return False
    return True


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_fields_in_any_order_are_those_of_the_whole(data: Any) -> None:
    schema, values = data.draw(records().filter(lambda each: is_valid(each[0])))
    record = data.draw(values)
    written = body(schema, record)
    expected = fastavro.schemaless_reader(
        io.BytesIO(written), fastavro.parse_schema(schema, {}), None
    )
    lazy = LazyRecord(record_schema(text_of(schema)), written)
    for name in data.draw(st.permutations(list(expected))):
        assert lazy[name] == expected[name]
    assert lazy.whole() == expected
    assert lazy.is_unchanged()


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_a_record_that_is_cut_off_is_an_error(cut: int) -> None:
    written = body(RUBIN, ALERT)
    cut %= len(written)
    with pytest.raises(DecodeError):
        LazyRecord(record_schema(text_of(RUBIN)), written[:cut]).whole()


def test_a_record_that_is_too_long_is_an_error() -> None:
    with pytest.raises(DecodeError):
        LazyRecord(record_schema(text_of(RUBIN)), body(RUBIN, ALERT) + b"\0").whole()


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_record_or_an_error(data: bytes) -> None:
    with contextlib.suppress(DecodeError):
        LazyRecord(record_schema(text_of(RUBIN)), data).whole()


LARGE = {
    "type": "record",
    "name": "large",
    "fields": [
        {"name": "first", "type": "long"},
        {"name": "picture", "type": "bytes"},
        {"name": "last", "type": ["null", "string"]},
    ],
}


def large() -> bytes:
    return body(LARGE, {"first": 1, "picture": b"\0" * 9000, "last": "end"})


def test_only_the_fields_up_to_the_wanted_one_are_read() -> None:
    # The branch of the union is broken: a reader that went on would fail.
    broken = large()[:-5] + b"\x08" + large()[-4:]
    lazy = LazyRecord(record_schema(text_of(LARGE)), broken)
    assert lazy["first"] == 1
    assert "first" in repr(lazy)
    assert "picture" not in repr(lazy)
    for _ in range(2):
        with pytest.raises(DecodeError, match="last"):
            lazy["last"]
    assert lazy["first"] == 1
    assert lazy.data == broken


def test_a_union_has_no_branch_below_zero() -> None:
    written = body(LARGE, {"first": 1, "picture": b"", "last": "end"})
    broken = written[:-5] + b"\x01" + written[-4:]
    with pytest.raises(DecodeError):
        LazyRecord(record_schema(text_of(LARGE)), broken).whole()


BOMB = {
    "type": "record",
    "name": "bomb",
    "fields": [
        {"name": "first", "type": "long"},
        {"name": "picture", "type": "bytes"},
        {"name": "items", "type": {"type": "array", "items": "null"}},
    ],
}


def test_a_bomb_behind_the_first_fields_is_refused() -> None:
    written = body(BOMB, {"first": 1, "picture": b"\0" * 9000, "items": []})
    bomb = written[:-1] + bytes.fromhex("feffffff0f00")  # 2**31 - 1 items of nothing
    with pytest.raises(LimitExceeded):
        LazyRecord(record_schema(text_of(BOMB)), bomb)
    assert MAX_VALUES < 2**31


def test_a_record_has_the_length_and_names_of_its_schema() -> None:
    lazy = LazyRecord(record_schema(text_of(RUBIN)), body(RUBIN, ALERT))
    assert list(lazy) == list(ALERT)
    assert len(lazy) == len(ALERT)
    assert "diaSource" in lazy
    assert lazy.get("nothing", 3) == 3
    with pytest.raises(KeyError):
        lazy["nothing"]
    assert lazy == ALERT


def test_a_changed_value_is_noticed() -> None:
    lazy = LazyRecord(record_schema(text_of(RUBIN)), body(RUBIN, ALERT))
    lazy["diaSource"]["ra"] = 1.0
    assert not lazy.is_unchanged()


@pytest.mark.parametrize("schema", [b'"long"', b"[]", b"{", b'{"type": "record"}', b'{"a": 1}'])
def test_a_schema_of_no_record_is_an_error(schema: bytes) -> None:
    with pytest.raises(DecodeError):
        RecordSchema(schema)
