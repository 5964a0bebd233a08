"""Records both ways: headers, formats, and the envelope of 2021."""

from __future__ import annotations

import dataclasses
import json
import math
import multiprocessing
import os
import threading
import uuid
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hop._wire import codec as wire
from hop._wire import plugins
from hop._wire.headers import FORMAT, format_name, new_id, own_headers
from hop.errors import ConfigError, DecodeError, EncodeError, HopError, MessageError
from hop.message import Blob, JSONBlob, MessageModel


@dataclasses.dataclass
class Star(MessageModel):
    name: str

    @classmethod
    def load(cls, input_: Any) -> Star:
        return cls(**json.loads(input_))


class Faulty(MessageModel):
    """A plugin's model with a fault of its own for each payload."""

    @classmethod
    def load(cls, input_: Any) -> Any:
        faults: dict[bytes, Any] = {
            b"key": KeyError("x"),
            b"config": ConfigError("not of a message"),
            b"own": DecodeError("told by the plugin"),
            b"deep": RecursionError(),
        }
        if input_ in faults:
            raise faults[input_]
        return None


@pytest.fixture(autouse=True)
def models(no_plugins: None) -> None:
    plugins.register(lambda: {"star": Star, "faulty": Faulty})


# Identities


def test_an_id_is_a_random_uuid():
    ids = [new_id() for _ in range(2000)]
    assert len(set(ids)) == 2000
    for each in ids:
        found = uuid.UUID(bytes=each)
        assert (found.version, found.variant) == (4, uuid.RFC_4122)
    # Every bit that is not fixed is met both set and unset.
    seen = [0, 0]
    for each in ids:
        number = int.from_bytes(each)
        seen[0] |= ~number & (1 << 128) - 1
        seen[1] |= number
    fixed = 0x0000_0000_0000_F000_C000_0000_0000_0000
    assert seen[0] & seen[1] == (1 << 128) - 1 & ~fixed


def test_threads_get_different_ids():
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.extend(new_id() for _ in range(1000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 4000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_gets_different_ids():
    new_id()
    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)

    def child() -> None:
        sender.send([new_id() for _ in range(50)])

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    theirs = receiver.recv()
    process.join()
    assert not set(theirs) & {new_id() for _ in range(300)}


# Payloads


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"a": 1}, ("json", b'{"a":1}')),
        ("hi", ("json", b'"hi"')),
        ([1, 2.5, None], ("json", b"[1,2.5,null]")),
        (None, ("json", b"null")),
        (b"\x01\x02", ("blob", b"\x01\x02")),
        (bytearray(b"\x01"), ("blob", b"\x01")),
        (memoryview(b"\x01"), ("blob", b"\x01")),
        (b"", ("blob", b"")),
        (Star("Vega"), ("star", b'{"name":"Vega"}')),
        (Blob(b"x"), ("blob", b"x")),
        (Blob([1]), ("json", b"[1]")),
    ],
)
def test_what_is_written(message: Any, expected: tuple[str, bytes]):
    name, payload = wire.encode(message)
    assert (name, payload) == expected
    assert type(payload) is bytes


def test_what_cannot_be_written():
    with pytest.raises(EncodeError):
        wire.encode({"a": object()})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=15,
    )
    | st.binary()
)
def test_plain_values_come_back(value: Any):
    name, payload = wire.encode(value)
    assert wire.decode(payload, [(FORMAT, name.encode())]) == value


# Headers


@pytest.mark.parametrize(
    ("given_headers", "expected"),
    [
        (None, []),
        ({}, []),
        ([], []),
        ({"a": "é"}, [("a", "é".encode())]),
        ([("a", b"\xff"), ("a", None), ("a", "")], [("a", b"\xff"), ("a", None), ("a", b"")]),
        (iter([("a", "1")]), [("a", b"1")]),
    ],
)
def test_own_headers(given_headers: Any, expected: Any):
    assert own_headers(given_headers) == expected


def test_the_callers_headers_are_not_touched():
    given_headers: list[tuple[str, str | bytes | None]] = [("a", "1")]
    own_headers(given_headers).append(("b", b"2"))
    assert given_headers == [("a", "1")]


@pytest.mark.parametrize(
    "headers",
    [
        {"_id": b"x"},
        [("_anything", "x")],
        {"": "x"},
        {5: "x"},
        {"a": 5},
        {"a": ["x"]},
        {"a": "\ud800"},
        {"\ud800": "a"},
        {"a\0b": "a"},
        [("a",)],
        [("a", "b", "c")],
        ["abc"],
        [5],
        5,
        "text",
    ],
    ids=repr,
)
def test_headers_that_are_refused(headers: Any):
    with pytest.raises(EncodeError, match="header"):
        own_headers(headers)


names = st.text(min_size=1).filter(lambda name: not name.startswith("_"))


@given(st.lists(st.tuples(names, st.none() | st.text() | st.binary())))
def test_headers_are_written_in_order_or_refused(headers: Any):
    try:
        written = own_headers(headers)
    except EncodeError:
        assert any("\0" in name for name, _ in headers)
        return
    assert [name for name, _ in written] == [name for name, _ in headers]
    for (_, value), (_, given_value) in zip(written, headers, strict=True):
        read = value.decode() if isinstance(given_value, str) and value is not None else value
        assert read == given_value


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ([], None),
        ([("x", b"y")], None),
        ([("_format", b"json")], "json"),
        ([("_format", b"JSON")], "json"),
        ([("_format", b"json"), ("_format", b"blob")], "json"),
        ([("_format", None), ("_format", b"blob")], None),
        ([("_format", b"")], None),
        ([("_format", b"\xff")], "\\xff"),
        ([("_FORMAT", b"json")], None),
    ],
)
def test_the_name_of_the_format(headers: Any, name: str | None):
    assert format_name(headers) == name


# Decoding


def a_blob(content: Any, *, missing_schema: bool = False) -> Blob:
    # JSON is JSON, unless it stands where a model should be.
    kind = Blob if missing_schema or isinstance(content, bytes) else JSONBlob
    return kind(content, missing_schema)


@pytest.mark.parametrize(
    ("headers", "payload", "expected"),
    [
        (None, b"5", a_blob(5)),
        ([], b"5", a_blob(5)),
        (None, b"abc", a_blob(b"abc")),
        (None, b"\xff\x00", a_blob(b"\xff\x00")),
        (None, b"", a_blob(b"")),
        (None, None, a_blob(b"")),
        ([("x", b"y")], b'{"a":1}', a_blob({"a": 1})),
        ([("_format", b"JSON")], b"[1]", a_blob([1])),
        ([("_format", b"donut")], b"\x00x", a_blob(b"\x00x", missing_schema=True)),
        ([("_format", b"json"), ("_format", b"blob")], b"[1]", a_blob([1])),
        ([("_format", b"blob"), ("_format", b"json")], b"[1]", a_blob(b"[1]")),
        ([("_format", b"blob")], b'{"format":"star","content":{}}', None),
        ([("_format", b"blob")], None, a_blob(b"")),
        ([("_format", None)], b"[1]", a_blob([1])),
        ([("_format", b"\xff")], b"[1]", Blob(b"[1]", missing_schema=True)),
        ([("_format", b"Star")], b'{"name": "Vega"}', Star("Vega")),
        ([("_id", b"\xff"), ("_sender", b"\xff"), ("_format", b"json")], b"1", a_blob(1)),
        (
            [("_format", b"json")],
            b'{"format":"star","content":{"name":"x"}}',
            a_blob({"format": "star", "content": {"name": "x"}}),
        ),
    ],
)
def test_what_is_read(headers: Any, payload: bytes | None, expected: MessageModel | None):
    message = wire.decode(payload, headers)
    if expected is None:
        expected = a_blob(payload)
    assert message == expected
    assert type(message) is type(expected)


def test_nan_is_read():
    message = wire.decode(b'{"a":NaN}', None)
    assert isinstance(message, Blob)
    assert math.isnan(message["a"])


@pytest.mark.parametrize(
    ("headers", "payload", "problem"),
    [
        ([("_format", b"json")], b"{", "not JSON"),
        ([("_format", b"json")], None, "not JSON"),
        ([("_format", b"star")], b"{", "Star"),
        ([("_format", b"star")], b'{"name": 1, "more": 2}', "Star"),
        ([("_format", b"faulty")], b"key", "Faulty.*KeyError"),
        ([("_format", b"faulty")], b"deep", "Faulty.*RecursionError"),
        ([("_format", b"faulty")], b"config", "Faulty.*ConfigError"),
        ([("_format", b"faulty")], b"own", "^told by the plugin$"),
        ([("_format", b"faulty")], b"nothing", "Faulty.*None"),
        (None, b'{"format": 5, "content": 1}', "envelope"),
        (None, b'{"format": "star", "content": [1]}', "star"),
        (None, b'{"format": "star", "content": {"nom": 1}}', "Star"),
    ],
)
def test_what_cannot_be_read(headers: Any, payload: bytes | None, problem: str):
    with pytest.raises(MessageError, match=problem):
        wire.decode(payload, headers)


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [
        ({"format": "star", "content": {"name": "Vega"}}, Star("Vega")),
        ({"format": "STAR", "content": {"name": "Vega"}, "more": 1}, Star("Vega")),
        ({"format": "blob", "content": "some text"}, a_blob("some text")),
        ({"format": "blob", "content": {"a": [1]}}, a_blob({"a": [1]})),
        ({"format": "blob", "content": None}, JSONBlob(None)),
        ({"format": "json", "content": {"content": [1]}}, a_blob([1])),
        ({"format": "donut", "content": {"x": 1}}, a_blob({"x": 1}, missing_schema=True)),
        ({"format": "donut", "content": "x"}, a_blob("x", missing_schema=True)),
        ({"format": "donut"}, a_blob({"format": "donut"})),
        ({"content": 1}, a_blob({"content": 1})),
        ([{"format": "blob", "content": 1}], a_blob([{"format": "blob", "content": 1}])),
    ],
)
def test_the_envelope_of_2021_is_read(envelope: Any, expected: MessageModel):
    message = wire.decode(json.dumps(envelope).encode(), None)
    assert message == expected
    assert type(message) is type(expected)


@pytest.mark.parametrize(
    ("message", "envelope"),
    [
        (Star("Vega"), {"format": "star", "content": {"name": "Vega"}}),
        ({"a": 1}, {"format": "blob", "content": {"a": 1}}),
        ("text", {"format": "blob", "content": "text"}),
        (Blob([1]), {"format": "blob", "content": [1]}),
    ],
)
def test_the_envelope_of_2021_is_written(message: Any, envelope: Any):
    payload = wire.encode_envelope(message)
    assert json.loads(payload) == envelope
    assert wire.decode(payload, None) == message


@pytest.mark.parametrize("message", [b"x", bytearray(b"x"), memoryview(b"x"), Blob(b"x")])
def test_the_envelope_of_2021_has_no_place_for_bytes(message: Any):
    with pytest.raises(EncodeError, match="bytes"):
        wire.encode_envelope(message)


headers_of_strangers = st.none() | st.lists(
    st.tuples(
        st.text() | st.sampled_from(["_format", "_id", "_test"]),
        st.none() | st.binary() | st.sampled_from([b"json", b"star", b"faulty", b"blob", b"x"]),
    )
)


@given(st.none() | st.binary(), headers_of_strangers)
@example(b"[" * 100_000, [("_format", b"json")])
@example(b"[" * 100_000, None)
@example(b'{"format":"\\ud800","content":1}', None)
@example(b'{"format":"faulty","content":{}}', None)
@example(b'{"format":"json","content":{"error":1}}', None)
def test_nothing_but_a_message_or_its_error_comes_out(payload: bytes | None, headers: Any):
    try:
        message = wire.decode(payload, headers)
    except MessageError as error:
        assert isinstance(error, HopError)
        return
    assert isinstance(message, MessageModel)


@given(
    st.fixed_dictionaries({"format": st.text() | st.integers(), "content": st.none() | st.text()})
)
def test_nothing_else_comes_out_of_an_envelope(envelope: Any):
    try:
        message = wire.decode(json.dumps(envelope).encode(), None)
    except MessageError:
        return
    assert isinstance(message, Blob)
    assert message == envelope["content"]
