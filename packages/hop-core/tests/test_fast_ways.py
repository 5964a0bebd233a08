"""The short way that most messages take accepts and refuses what the long one does."""

from __future__ import annotations

import random

import pytest

from hop._messages.metadata import Header
from hop._wire import codec as wire
from hop._wire.decoding import JSON, json_message
from hop._wire.headers import FORMAT, TEST, format_name, marks
from hop.errors import MessageError
from hop.message import JSONBlob

SEEDS = [
    b'{"n": 12345, "time": "2026-01-31T12:30Z", "ra_deg": 83.6331, "flags": [true, null, -1e-3]}',
    b'[1, "two", {"three": [[]]}, "\\ud83d\\udd2d", 123456789012345678901234567890]',
    '{"name": "Îlot", "text": "a \\"quoted\\" word\\n", "empty": {}}'.encode(),
    b'  {"a": NaN, "b": Infinity}  ',
    b'"\\ud800"',
    b"",
]


def mutants(seed: bytes, count: int) -> list[bytes]:
    """The seed with bytes changed, taken out, put in, and cut off: always the same ones."""
    chance = random.Random(seed)
    found = [seed]
    for _ in range(count):
        data = bytearray(seed)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data) + 1)
            match chance.randrange(4):
                case 0:
                    data[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del data[at : at + chance.randint(1, 4)]
                case 2:
                    data[at:at] = chance.choice(
                        [b'"', b"{", b"]", b",", b"\\", b"9", b"\xff", b" "]
                    )
                case 3:
                    del data[at:]
        found.append(bytes(data))
    return found


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_json_is_as_strict_on_the_short_way(seed: bytes):
    refused = 0
    for payload in mutants(seed, 500):
        short = json_message(payload, None)
        try:
            long = wire.decode(payload, [(FORMAT, JSON)])
        except MessageError:
            refused += 1
            assert short is None, payload
        else:
            assert type(short) is type(long) is JSONBlob, payload
            # By repr: NaN is not equal to itself, and 1 is to 1.0 and True.
            assert repr(short) == repr(long), payload
    assert refused


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("_id", b"x"), ("_format", b"json")],
        [("_format", b"JSON")],
        [("_format", b"json"), ("_format", b"blob")],
        [("_format", None), ("_format", b"json")],
        [("_format", b""), ("_format", b"json")],
        [("_Format", b"json"), ("format", b"json")],
        [("_test", None), ("_format", b"json")],
        [("_format", b"\xff"), ("_test", b"true")],
    ],
)
def test_the_marks_of_a_message_are_those_that_decoding_sees(headers: list[Header]):
    form, is_test = marks(headers)
    assert is_test == any(name == TEST for name, _ in headers)
    # Whoever is told that it is JSON here is told so there; in other cases the long way decides.
    assert (form == JSON) <= (format_name(headers) == "json")
    if form in (None, b""):
        assert format_name(headers) is None
