"""What becomes of a message that cannot be decoded."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hop._wire.decoding import Decoder
from hop.errors import DecodeError, MessageError
from hop.message import Blob, MessageModel

pytestmark = pytest.mark.usefixtures("no_plugins")

BROKEN = (b"{", [("_format", b"json")])


def where() -> str:
    return "topic alerts, partition 0, offset 7"


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "hop._wire.decoding"]


def test_a_good_message_passes_and_nobody_is_asked_where_it_stands():
    def never() -> str:
        raise AssertionError("asked without need")

    message = Decoder().decode(b"[1]", [("_format", b"json")], never)
    assert message == [1]
    assert message.error is None


def test_by_default_the_raw_bytes_arrive_with_the_reason(caplog: pytest.LogCaptureFixture):
    message = Decoder().decode(*BROKEN, where)
    assert message == Blob(b"{", missing_schema=True)
    assert isinstance(message.error, DecodeError)
    assert "not JSON" in str(message.error)
    assert message.error.__notes__ == [where()]
    [warning] = messages(caplog)
    assert where() in warning
    assert "not JSON" in warning


def test_a_null_payload_that_cannot_be_decoded_arrives_empty():
    assert Decoder().decode(None, [("_format", b"json")], where) == b""


def test_the_warning_comes_once_a_format(caplog: pytest.LogCaptureFixture):
    decoder = Decoder()
    for _ in range(3):
        decoder.decode(*BROKEN, where)
        decoder.decode(b"x", [("_format", b"donut")], where)
    assert len(messages(caplog)) == 2
    Decoder().decode(*BROKEN, where)
    assert len(messages(caplog)) == 3


def test_a_format_without_a_model_arrives_whatever_the_option(caplog: pytest.LogCaptureFixture):
    for option in ("blob", "raise", "skip"):
        message = Decoder(option).decode(b"x", [("_format", b"donut")], where)  # type: ignore[arg-type]
        assert message == Blob(b"x", missing_schema=True)
        assert message.error is None
    assert len(messages(caplog)) == 3
    assert "donut" in messages(caplog)[0]


def test_raise_says_where():
    with pytest.raises(DecodeError) as caught:
        Decoder("raise").decode(*BROKEN, where)
    assert caught.value.__notes__ == [where()]


def test_skip_leaves_out_with_a_warning(caplog: pytest.LogCaptureFixture):
    assert Decoder("skip").decode(*BROKEN, where) is None
    assert "left out" in messages(caplog)[0]


def test_a_callable_decides():
    seen: list[Any] = []

    def judge(error: MessageError, raw: bytes) -> Any:
        seen.append((type(error), raw))
        return "in its place"

    assert Decoder(judge).decode(*BROKEN, where) == "in its place"
    assert seen == [(DecodeError, b"{")]
    assert Decoder(lambda *_: None).decode(*BROKEN, where) is None


def test_what_a_callable_raises_comes_out():
    def judge(error: MessageError, raw: bytes) -> Any:
        raise error

    with pytest.raises(DecodeError):
        Decoder(judge).decode(*BROKEN, where)


@pytest.mark.parametrize("option", ["Blob", "ignore", None, 5, ""])
def test_other_options_are_refused(option: Any):
    with pytest.raises(ValueError, match='"blob", "raise", "skip"'):
        Decoder(option)


def test_a_stranger_cannot_write_lines_into_the_log(caplog: pytest.LogCaptureFixture):
    header = b"x\r\nWARNING all is lost\x1b[31m"
    Decoder().decode(b"x", [("_format", header)], where)
    [warning] = messages(caplog)
    assert "\n" not in warning
    assert "\r" not in warning
    assert "\x1b" not in warning


def test_a_stranger_cannot_fill_log_or_memory(caplog: pytest.LogCaptureFixture):
    decoder = Decoder()
    for number in range(5000):
        name = f"{number}".encode() + b"x" * 2000
        decoder.decode(b"x", [("_format", name)], where)
    assert len(messages(caplog)) <= 101
    assert max(map(len, messages(caplog))) < 500
    assert len(decoder._warned) <= 101


@given(
    st.none() | st.binary(),
    st.none()
    | st.lists(
        st.tuples(st.sampled_from(["_format", "a"]), st.sampled_from([b"json", b"x", None]))
    ),
)
def test_a_stream_never_ends_of_a_message(payload: bytes | None, headers: Any):
    logging.disable(logging.WARNING)
    try:
        assert isinstance(Decoder().decode(payload, headers, where), MessageModel)
        Decoder("skip").decode(payload, headers, where)
    finally:
        logging.disable(logging.NOTSET)


def test_the_header_of_a_test_is_known_to_the_message():
    headers = [("_test", b"false"), ("_format", b"json")]
    decoder = Decoder()
    assert decoder.decode(b"[1]", headers, where, None, True).is_test
    assert not decoder.decode(b"[1]", headers[1:], where).is_test
    assert decoder.decode(b"{", headers, where, None, True).is_test
    assert Decoder(lambda *_: 5).decode(b"{", headers, where, None, True) == 5
