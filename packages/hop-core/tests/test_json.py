"""JSON both ways: nothing is lost, nothing but hop's errors comes out."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hop._messages.json import MAX_DEPTH, MAX_VALUES, dumps, loads, to_line
from hop.errors import DecodeError, EncodeError, LimitExceeded


def same(a: Any, b: Any) -> bool:
    """Equality of JSON trees in which NaN equals itself, and 1 is neither 1.0 nor True."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (
            a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    return bool(a == b)


def joined(text: str) -> str:
    """Text as JSON can tell it: of two surrogates that make a pair it tells the character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


texts = st.text(st.characters(codec=None)).map(joined)
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=30,
)


@given(trees)
@example(float("nan"))
@example({"a": [float("inf"), -float("inf"), None]})
@example({"null": 1})
@example(10**400)
@example([2**64, -(2**63) - 1])
@example({"\ud800": "\udfff"})
@example(-0.0)
@example(5e-324)
def test_what_is_written_reads_back_equal(value: Any):
    assert same(loads(dumps(value)), value)


@given(trees)
def test_it_reads_what_the_standard_library_writes(value: Any):
    assert same(loads(json.dumps(value)), value)
    assert same(loads(json.dumps(value).encode()), value)


@given(trees)
def test_the_standard_library_reads_what_it_writes(value: Any):
    assert same(json.loads(dumps(value)), value)


@given(st.binary() | st.text(st.characters(codec=None)))
@example("\ud800")
@example('"\ud800"')
@example(b'"\xed\xa0\x80"')
@example(b"\xef\xbb\xbf{}")
@example("\ufeff{}")
@example("1" * 5000)
@example("[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"\x00")
@example('{"a":1}'.encode("utf-16"))
@example('{"a":1}'.encode("utf-32"))
def test_nothing_but_a_decode_error_comes_out(data: str | bytes):
    try:
        value = loads(data)
    except DecodeError as error:
        assert str(error)
        return
    # What is read is what the standard library would have read.
    assert same(value, json.loads(data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"5", 5),
        (b' {"a": NaN} ', {"a": float("nan")}),
        (b"-Infinity", -math.inf),
        (b"1e400", math.inf),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        (b'"\\ud800"', "\ud800"),
        ('"\ud800"', "\ud800"),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b"\xef\xbb\xbf1", 1),
        (b"1.0", 1.0),
    ],
)
def test_readings(data: str | bytes, expected: Any):
    assert same(loads(data), expected)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"{", "line 1, column 2"),
        (b"[1,\n 2,,]", "line 2, column 4"),
        (b"", "line 1, column 1"),
        (b'"\xff"', "byte 1"),
        (b"[" * 100_000, "too deeply"),
        (b"1" * 5000, "4300"),
        ("\ufeff1", "line 1, column 1"),
    ],
)
def test_an_error_says_where(data: str | bytes, place: str):
    with pytest.raises(DecodeError, match=place):
        loads(data)


def test_bytes_of_other_kinds_are_read():
    assert loads(bytearray(b"[1]")) == [1]
    assert loads(memoryview(b"[NaN]")[:5])[0] != 0


def test_writing_is_compact_utf8():
    assert dumps({"a": [1, 2.5, "é"]}) == '{"a":[1,2.5,"é"]}'.encode()


@dataclasses.dataclass
class Star:
    name: str


circle: list[Any] = []
circle.append(circle)


@pytest.mark.parametrize(
    "value",
    [
        b"bytes",
        {"a": b"bytes"},
        {1, 2},
        object(),
        Star("Vega"),
        [datetime.datetime(2026, 1, 1)],
        {(1, 2): 3},
        circle,
        1j,
        10**5000,
        [None, {"x": {"y": object()}}],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_json_form_is_refused(value: Any):
    with pytest.raises(EncodeError, match="cannot be sent as JSON") as caught:
        dumps(value)
    assert isinstance(caught.value, TypeError)


def test_a_value_nested_too_deeply_is_refused():
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(EncodeError, match="cannot be sent as JSON"):
        dumps(deep)


@given(trees)
@example({"a": "line\nline", "b": "\ud800"})
def test_a_line_is_one_and_can_be_printed(value: Any):
    line = to_line(value)
    assert "\n" not in line
    line.encode()
    assert same(loads(line), value)


def test_bytes_in_a_line_are_marked():
    assert to_line({"a": b"\x00\xff"}) == '{"a": {"base64": "AP8="}}'


@pytest.mark.parametrize("value", [object(), {(1, 2): 3}, circle])
def test_what_no_line_can_hold_is_refused(value: Any):
    with pytest.raises(EncodeError):
        to_line(value)


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth


@pytest.mark.parametrize("depth", [1, 250, MAX_DEPTH])
def test_what_is_not_too_deep_is_read_and_written(depth: int):
    for text in (nested(depth), nested(depth, '{"a":', "}").replace("}", "1}", 1)):
        value = loads(text.encode())
        assert dumps(value).decode() == text
        assert json.loads(to_line(value)) == value


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 500, 900, 100_000])
@pytest.mark.parametrize("filling", ["", " " * 600, ",NaN"])
def test_what_is_too_deep_is_neither_read_nor_written(depth: int, filling: str):
    text = f"[{nested(depth - 1)}{filling}]"
    for data in (text, text.encode(), b"\xef\xbb\xbf" + text.encode()):
        with pytest.raises(LimitExceeded, match="254 levels"):
            loads(data)
    if depth < 1000:
        with pytest.raises(EncodeError, match="deeper than 254"):
            dumps(json.loads(text))


def test_brackets_in_texts_count_for_nothing():
    value = {"a": "[" * 1000, "b": ["{" * 1000]}
    assert loads(json.dumps(value)) == value


@pytest.mark.parametrize("unit", ["{},", "[],", "0,", '"a",', "null,"])
def test_too_many_values_are_not_read(unit: str):
    text = "[" + (unit * (MAX_VALUES + 1)).rstrip(",") + "]"
    with pytest.raises(LimitExceeded, match="2,000,000 values"):
        loads(text)


def test_commas_in_texts_count_for_nothing():
    value = {"table": ',\\"' * (MAX_VALUES + 1)}
    assert loads(json.dumps(value)) == value


def test_bytes_that_are_no_json_are_no_large_one():
    with pytest.raises(DecodeError) as caught:
        loads(b"Obj\x01" + b"[," * MAX_VALUES)
    assert not isinstance(caught.value, LimitExceeded)
