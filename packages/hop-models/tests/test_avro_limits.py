"""Avro from strangers is walked before it is read: what is walked is what fastavro reads."""

from __future__ import annotations

import bz2
import contextlib
import io
import json
import lzma
import math
import time
import zlib
from collections.abc import Callable
from typing import Any

import fastavro
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop.errors import DecodeError, HopError, LimitExceeded
from hop.models import AvroBlob
from hop.models._runtime.avro_limits import MAX_VALUES, Header, _parsed, _Walk, check

NODE = {"type": "record", "name": "N", "fields": [{"name": "next", "type": ["null", "N"]}]}


def number(value: int) -> bytes:
    value = (value << 1) ^ (value >> 63)
    data = b""
    while value > 127:
        data += bytes([value & 127 | 128])
        value >>= 7
    return data + bytes([value])


def text(data: bytes) -> bytes:
    return number(len(data)) + data


def container(schema: Any, *blocks: tuple[int, bytes], codec: str = "null") -> bytes:
    written = schema if isinstance(schema, bytes) else json.dumps(schema).encode()
    header = text(b"avro.schema") + text(written) + text(b"avro.codec") + text(codec.encode())
    body = b"".join(number(count) + text(data) + b"s" * 16 for count, data in blocks)
    return b"Obj\x01" + number(2) + header + number(0) + b"s" * 16 + body


def deflated(data: bytes) -> bytes:
    compressor = zlib.compressobj(9, wbits=-15)
    return compressor.compress(data) + compressor.flush()


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def tower(height: int) -> Any:
    """Records of so many levels, each of which may hold twenty of the next."""
    kind: Any = {"type": "record", "name": "N0", "fields": [{"name": "n", "type": "null"}]}
    for level in range(1, height):
        fields: list[dict[str, Any]] = [{"name": "f0", "type": ["null", kind]}]
        fields += [{"name": f"f{n}", "type": ["null", f"N{level - 1}"]} for n in range(1, 20)]
        kind = {"type": "record", "name": f"N{level}", "fields": fields}
    return ["null", kind]


BOMBS: dict[str, Callable[[], bytes]] = {
    "records of nothing": lambda: container("null", (2**60, b"")),
    "items of nothing": lambda: container(array("null"), (1, number(2**60) + number(0))),
    "items of nothing, with their size": lambda: container(
        array("null"), (1, number(-(2**60)) + number(1) + number(0))
    ),
    "empty records": lambda: container(
        array({"type": "record", "name": "E", "fields": []}), (1, number(2**40) + number(0))
    ),
    "records of many fields of nothing": lambda: container(
        {
            "type": "record",
            "name": "E",
            "fields": [{"name": f"f{n}", "type": "null"} for n in range(1000)],
        },
        (100_000, b""),
    ),
    "empty arrays": lambda: container(
        array(array("int")), (1, number(10_000_000) + b"\0" * 10_000_001)
    ),
    "numbers": lambda: container(array("int"), (1, number(10_000_000) + b"\0" * 10_000_001)),
    "booleans": lambda: container(array("boolean"), (1, number(10_000_000) + b"\0" * 10_000_001)),
    "deflate": lambda: container(
        "bytes", (1, deflated(number(10**8) + b"\0" * 10**8)), codec="deflate"
    ),
    "bzip2": lambda: container(
        "bytes", (1, bz2.compress(number(7 * 10**7) + b"\0" * 7 * 10**7)), codec="bzip2"
    ),
    "bzip2 in many streams": lambda: container(
        "bytes", (1, bz2.compress(number(10**8)) + bz2.compress(b"\0" * 10**7) * 10), codec="bzip2"
    ),
    "xz": lambda: container(
        "bytes",
        (1, lzma.compress(number(7 * 10**7) + b"\0" * 7 * 10**7, preset=0)),
        codec="xz",
    ),
    "many blocks": lambda: container(
        "bytes", *[(1, deflated(number(10**7) + b"\0" * 10**7))] * 10, codec="deflate"
    ),
    "an unknown codec": lambda: container("int", (1, b"\0"), codec="zstandard"),
    "a record in itself": lambda: container(NODE, (1, b"\x02" * 1_000_000 + b"\0")),
    "a tower of records": lambda: container(
        {
            "type": "record",
            "name": "T",
            "fields": [{"name": "b", "type": "bytes"}]
            + [
                {
                    "name": f"f{n}",
                    "type": [
                        "null",
                        {
                            "type": "record",
                            "name": f"T{n}",
                            "fields": [
                                {"name": "x", "type": ["null", f"T{n - 1}"] if n else "int"}
                            ],
                        },
                    ],
                }
                for n in range(1000)
            ],
        },
        (1, text(b"x" * 5000) + b"\0" * 999 + b"\x02" * 1000 + b"\0"),
    ),
    "a deep schema": lambda: container(
        b'{"type":"array","items":' * 100_000 + b'"int"' + b"}" * 100_000, (1, b"\0")
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    data = BOMBS[name]()
    with pytest.raises(LimitExceeded, match=r"is not read|no more than"):
        AvroBlob.load(data)


@pytest.mark.parametrize(
    "data",
    [
        b"Obj\x01",
        b"Obj\x01" + number(2**50),
        b"Obj\x01" + number(0) + b"s" * 16,
        container("bytes", (1, number(2**50) + b"x")),
        container("bytes", (1, number(-5) + b"x")),
        container("int", (1, b"\x80" * 20)),
        container("int", (1, b"\0\0")),
        container("int", (-1, b"\0")),
        container("int", (2, b"\0")),
        container(["null"], (1, number(1))),
        container(["null"], (1, number(-1))),
        container("int", (1, b"\0"), codec="deflate"),
        container("nothing", (1, b"\0")),
        container(b"{", (1, b"\0")),
        container({"type": 5}, (1, b"\0")),
        container({"type": "fixed", "name": "F", "size": "x"}, (1, b"\0")),
        container(array("int"), (1, number(5) + b"\0")),
        container("int", (1, b"\0"))[:-20],
    ],
)
def test_broken_files(data: bytes) -> None:
    with pytest.raises(DecodeError, match=r"[Aa]vro|JSON"):
        AvroBlob.load(data)


def test_what_is_not_too_much_is_read() -> None:
    values = list(range(1_000_000))
    file = io.BytesIO()
    fastavro.writer(file, array("long"), [values], codec="deflate")
    assert AvroBlob.load(file.getvalue()).content == values
    deep: Any = None
    for _ in range(100):
        deep = {"next": deep}
    file = io.BytesIO()
    fastavro.writer(file, NODE, [deep])
    assert AvroBlob.load(file.getvalue()).content == deep
    file = io.BytesIO()
    fastavro.writer(file, "string", ["a"] * MAX_VALUES)
    assert len(AvroBlob.load(file.getvalue()).content) == MAX_VALUES


def alert() -> tuple[dict[str, Any], dict[str, Any]]:
    """An alert as a survey of the sky sends it, with its schema: histories, and images of bytes."""

    def record(name: str, **numbers: int) -> dict[str, Any]:
        types: dict[str, Any] = {
            "d": "double",
            "n": "long",
            "f": "float",
            "i": "int",
            "s": "string",
        }
        kinds = [(f"{kind}{n}", types[kind]) for kind in numbers for n in range(numbers[kind])]
        fields = [{"name": key, "type": ["null", kind]} for key, kind in kinds]
        return {"type": "record", "name": name, "fields": fields}

    image = record("image") | {"fields": [{"name": "stamp", "type": "bytes"}]}
    fields = {
        "candidate": record("candidate", d=5, n=2, f=65, i=25, s=10),
        "before": ["null", array(record("earlier", d=3, n=1, f=30, i=12, s=4))],
        "forced": ["null", array(record("forced", d=1, n=1, f=18, i=6))],
        "science": ["null", image],
        "template": ["null", "image"],
    }
    listed = [{"name": name, "type": kind} for name, kind in fields.items()]
    schema = {"type": "record", "name": "alert", "namespace": "survey", "fields": listed}
    values = {"d": 2460000.5, "n": 10**15, "f": 0.5, "i": 3, "s": "text"}

    def filled(kind: dict[str, Any]) -> dict[str, Any]:
        return {field["name"]: values[field["name"][0]] for field in kind["fields"]}

    content = {
        "candidate": filled(fields["candidate"]),
        "before": [filled(fields["before"][1]["items"])] * 20,
        "forced": [filled(fields["forced"][1]["items"])] * 30,
        "science": {"stamp": bytes(range(250)) * 100},
        "template": {"stamp": bytes(range(250)) * 100},
    }
    return schema, content


def test_an_alert_of_a_survey_is_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    schema, content = alert()
    file = io.BytesIO()
    fastavro.writer(file, schema, [content])
    assert 55_000 < len(file.getvalue()) < 80_000

    def walks(*_: Any) -> None:
        raise AssertionError("it was walked")

    monkeypatch.setattr("hop.models._runtime.avro_limits._Walk", walks)
    assert AvroBlob.load(file.getvalue()).content == content


def test_an_alert_of_a_survey_takes_little_longer() -> None:
    schema, content = alert()
    file = io.BytesIO()
    fastavro.writer(file, schema, [content])
    data = file.getvalue()

    def took(work: Callable[[], Any]) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    # Side by side, and the best of many: 1.05 is usual, and 3.3 was so where it is walked.
    alone = hop = math.inf
    for _ in range(60):
        alone = min(alone, took(lambda: list(fastavro.reader(io.BytesIO(data)))))
        hop = min(hop, took(lambda: AvroBlob.load(data)))
    assert hop < 1.3 * alone


@pytest.mark.parametrize(
    "items",
    [
        "null",
        {"type": "record", "name": "E", "fields": []},
        {"type": "record", "name": "E", "fields": [{"name": "n", "type": "null"}]},
        {"type": "fixed", "name": "F", "size": 0},
        {"type": "fixed", "name": "F", "size": -1},
        tower(60),
        NODE,
        {"type": "record", "name": "L", "fields": [{"name": "l", "type": array("L")}]},
        ["null", {"type": "record", "name": "W", "fields": [
            {"name": f"f{n}", "type": "null"} for n in range(1000)
        ]}],
    ],
)  # fmt: skip
def test_what_may_blow_up_is_walked(items: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[int] = []
    monkeypatch.setattr(
        "hop.models._runtime.avro_limits._Walk.over", lambda _, count, __: walked.append(count)
    )
    for schema in (array(items), items):
        kind = {"type": "record", "name": "R", "fields": [
            {"name": "b", "type": "bytes"}, {"name": "a", "type": array(schema)}
        ]}  # fmt: skip
        check(container(kind, (1, text(b"x" * 5000) + number(0))))
    assert walked == [1, 1]


@pytest.mark.parametrize(
    "items",
    ["boolean", "int", "float", "double", "string", {"type": "fixed", "name": "F", "size": 4}],
)
def test_more_items_than_bytes_are_refused(items: Any) -> None:
    data = b"\0" * 6000
    for payload in (
        container(array(items), (1, number(2**40) + data)),
        container({"type": "map", "values": items}, (1, number(2**40) + data)),
        container(items, (2**40, data)),
    ):
        with pytest.raises(DecodeError, match=r"Avro"):
            AvroBlob.load(payload)


@pytest.mark.parametrize("length", [2**50, 5001, 4999, -1, -5])
def test_a_large_block_that_is_not_its_records_is_refused(length: int) -> None:
    with pytest.raises(DecodeError, match=r"[Aa]vro"):
        AvroBlob.load(container("bytes", (1, number(length) + b"x" * 5000)))


simple = st.sampled_from(["null", "boolean", "int", "long", "float", "double", "string", "bytes"])


@st.composite
def schemas(draw: st.DrawFn, depth: int = 3) -> Any:
    """Schemas of all kinds, with names that are used again."""
    names = iter(range(100))

    def schema(depth: int) -> Any:
        kind = draw(st.integers(0, 9 if depth else 3))
        match kind:
            case 0 | 1:
                return draw(simple)
            case 2:
                name = f"F{next(names)}"
                fixed = {"type": "fixed", "name": name, "size": draw(st.integers(0, 4))}
                return draw(st.sampled_from([fixed, ["null", fixed, array(name)]]))
            case 3:
                return {"type": "enum", "name": f"E{next(names)}", "symbols": ["A", "B"]}
            case 4 | 5:
                return array(schema(depth - 1))
            case 6:
                return {"type": "map", "values": schema(depth - 1)}
            case 7:
                return {"type": schema(depth - 1)}
            case 8:
                inner = schema(depth - 1)
                return inner if isinstance(inner, list) or inner == "null" else ["null", inner]
            case _:
                name = f"R{next(names)}"
                fields = [schema(depth - 1) for _ in range(draw(st.integers(0, 3)))]
                listed = [{"name": f"f{n}", "type": each} for n, each in enumerate(fields)]
                again = {"name": "again", "type": ["null", name]}
                return {
                    "type": "record",
                    "name": name,
                    "namespace": "a.b",
                    "fields": [*listed, again],
                }

    return schema(depth)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schemas(), st.sampled_from(["null", "deflate", "bzip2"]), st.integers(0, 5), st.data())
def test_what_fastavro_writes_is_walked_to_its_end(
    schema: Any, codec: str, count: int, data: st.DataObject
) -> None:
    from fastavro.utils import generate_many

    try:
        parsed = fastavro.parse_schema(schema)
        records = list(generate_many(parsed, count))
    except (fastavro.schema.SchemaParseException, RecursionError, TypeError):
        return
    file = io.BytesIO()
    fastavro.writer(file, parsed, records, codec=codec, sync_interval=20)
    payload = file.getvalue()
    check(payload)
    header = Header.read(payload)
    known = _parsed(header.schema)
    walk, size = _Walk(known), 0
    for number_of, block in header.blocks(payload):
        walk.over(number_of, block)
        size += len(block)
    # What the schema promises is never less than what is there.
    assert MAX_VALUES - walk._left <= (known.density * size if size else math.inf)
    # One byte that is wrong, or an end that is too early, is no other error than hop's.
    at = data.draw(st.integers(4, len(payload) - 1))
    broken = (
        payload[:at] + bytes([payload[at] ^ data.draw(st.integers(1, 255))]) + payload[at + 1 :]
    )
    for each in (broken, payload[:at]):
        with contextlib.suppress(HopError):
            AvroBlob.load(each)
