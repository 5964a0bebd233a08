"""BSON of strangers is measured before it is read."""

from __future__ import annotations

import datetime
import re
import struct
from typing import Any

import bson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hop._large.bson_limits import MAX_BESIDE, check
from hop._large.offload import _decode
from hop.errors import DecodeError, HopError, LimitExceeded

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_characters="\0", codec="utf-8"))
    | st.binary()
    | st.sampled_from(
        [
            datetime.datetime(2031, 4, 12),
            re.compile("a.b", re.IGNORECASE),
            bson.ObjectId(),
            bson.Decimal128("1.5"),
            bson.Timestamp(1, 2),
            bson.MinKey(),
            bson.MaxKey(),
            bson.Code("a", {}),
            bson.Code("b"),
            bson.Binary(b"x", 4),
        ]
    ),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner),
    max_leaves=10,
)
documents = st.dictionaries(st.sampled_from(["message", "metadata", "a"]), values)


def nested(depth: int, kind: bytes) -> bytes:
    sizes = [5 + 8 * level for level in range(depth + 1)]
    opening = b"".join(struct.pack("<i", sizes[n]) + kind + b"0\0" for n in range(depth, 0, -1))
    return opening + struct.pack("<i", 5) + b"\0" * (depth + 1)


def document(*elements: bytes) -> bytes:
    content = b"".join(elements)
    return struct.pack("<i", len(content) + 5) + content + b"\0"


@given(documents)
def test_whatever_bson_writes_is_measured_to_its_end(content: dict[str, Any]):
    check(bson.encode(content))


@given(documents, st.data())
def test_broken_documents_are_nothing_but_errors_of_hop(
    content: dict[str, Any], data: st.DataObject
):
    written = bson.encode(content)
    at = data.draw(st.integers(0, len(written) - 1))
    changed = bytes([written[at] ^ data.draw(st.integers(1, 255))])
    for broken in (written[:at] + changed + written[at + 1 :], written[:at]):
        try:
            _decode(broken, "http://host/msg")
        except HopError as error:
            assert isinstance(error, DecodeError)


@pytest.mark.parametrize(
    "bomb",
    [
        document(b"\x03m\0" + nested(200_000, b"\x03")),
        document(b"\x04message\0" + document(*[b"\x030\0" + document()] * 200_000)),
        document(b"\x05message\0\x01\0\0\0\0x", b"\x02metadata\0\0\0\x20\0" + b"x" * 0x200000),
        bson.encode({"message": b"x", "metadata": {"headers": [["a", b"x" * MAX_BESIDE]]}}),
    ],
)
def test_bombs(bomb: bytes):
    with pytest.raises(LimitExceeded, match="beside its message"):
        _decode(bomb, "http://host/msg")


def test_what_is_deep_is_refused():
    with pytest.raises(DecodeError, match=r"recursion|deep"):
        _decode(document(b"\x03m\0" + nested(50_000, b"\x03")), "http://host/msg")


def test_a_large_message_is_read():
    large = b"x" * (3 * MAX_BESIDE)
    fetched = _decode(bson.encode({"message": large, "metadata": {"headers": []}}), "http://h/m")
    assert fetched.payload == large
