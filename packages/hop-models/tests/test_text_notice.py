"""Classic notices of GCN: text read into fields, and sent on as it came."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hop.errors import DecodeError, MessageError, ValidationError
from hop.models.text_notice import GCNTextNotice, parse, render

GOOD = Path(__file__).parents[3] / "schemas/examples/good/gcntextnotice"
FOLDED = GOOD / "folded.txt"


def test_the_fields_of_a_notice() -> None:
    notice = GCNTextNotice.load_file(FOLDED)
    assert list(notice.fields)[:5] == [
        "title",
        "notice_date",
        "notice_type",
        "trigger_num",
        "grb_ra",
    ]
    assert notice.fields["notice_type"] == "Orchard Position"
    assert notice.fields["trigger_num"] == "310613,   Seg_Num: 0"
    assert notice.fields["grb_ra"] == (
        "103.786d {+06h 55m 09s} (J2000),\n104.110d {+06h 56m 27s} (current),\n"
        "103.117d {+06h 52m 28s} (1950)"
    )
    # A continuation with a colon in it is no key.
    assert notice.fields["grb_time"].endswith("UT\nseen again at 05:41:02.10 UT")
    assert notice.fields["comments"] == (
        "An invented event.\nThe position error is statistical only.\n"
    )
    assert notice.raw == bytes(notice) == FOLDED.read_bytes()
    assert notice.to_wire() == ("gcntextnotice", FOLDED.read_bytes())
    assert notice.to_document() == FOLDED.read_bytes()
    assert str(notice) == FOLDED.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("A: 1", {"a": "1"}),
        ("A:1\nB:", {"a": "1", "b": ""}),
        ("A: 1\r\nB: 2\r\n", {"a": "1", "b": "2"}),
        ("\n\nA: 1\n\n\nB: 2\n\n", {"a": "1", "b": "2"}),
        ("A: x:y", {"a": "x:y"}),
        ("A: 1\n   05:33:46 UT", {"a": "1\n05:33:46 UT"}),
        ("A: 1\n\tmore", {"a": "1\nmore"}),
        ("A: 1\nno colon", {"a": "1\nno colon"}),
        ("A: 1\nA: 2\nA:\nA: 3", {"a": "1\n2\n\n3"}),
        ("no colon\nA: 1", {"a": "1"}),
        ("   A: 1\n   B: 2", {"a": "1", "b": "2"}),
        ("\ufeffA: 1", {"a": "1"}),
        ("A: é ü", {"a": "é ü"}),
        (":x\nA: 1\n: y", {"a": "1\n: y"}),
        ("SRC RA: 1", {"src ra": "1"}),
    ],
)
def test_how_lines_are_read(text: str, fields: dict[str, str]) -> None:
    assert parse(text) == fields
    for source in (text, text.encode(), io.StringIO(text), io.BytesIO(text.encode())):
        notice = GCNTextNotice.load(source)
        assert notice.fields == fields
        assert bytes(notice) == text.encode()
    assert GCNTextNotice(raw=text.encode()) == notice


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "no colon at all",
        ": nothing before it",
        '{"json": 1}',
        '[{"a": 1}]',
        "<a:b>c</a:b>",
    ],
)
def test_what_has_no_field_is_refused(text: str) -> None:
    with pytest.raises(DecodeError, match="KEY: value"):
        GCNTextNotice.load(text)
    with pytest.raises(DecodeError):
        GCNTextNotice.from_wire(text.encode())


def test_another_encoding_is_refused_in_a_file_and_read_over_the_wire(tmp_path: Path) -> None:
    data = "A: é\nB: 2".encode("latin-1")
    with pytest.raises(DecodeError, match="not UTF-8 at byte 3"):
        GCNTextNotice.load(data)
    notice = GCNTextNotice.from_wire(data)
    assert notice.fields == {"a": "é", "b": "2"}
    assert isinstance(notice.error, DecodeError)
    assert bytes(notice) == data
    assert notice.asdict() == {"raw": "A: é\nB: 2", "fields": {"a": "é", "b": "2"}}


def test_a_change_of_a_field_changes_what_is_sent() -> None:
    notice = GCNTextNotice.load_file(FOLDED)
    notice.fields["grb_error"] = "3 [arcmin]"
    notice.fields["comments"] += "\nOne more."
    again = GCNTextNotice.load(bytes(notice))
    assert again.fields == notice.fields
    assert b"GRB_ERROR:        3 [arcmin]\n" in bytes(notice)
    assert b"COMMENTS:         One more.\n" in bytes(notice)
    notice.fields["bad:key"] = "x"
    with pytest.raises(ValidationError, match="bad:key"):
        bytes(notice)


def test_a_notice_is_made_from_fields() -> None:
    notice = GCNTextNotice(fields={"title": "GCN/ORCHARD NOTICE", "grb_ra": "1d,\n2d"})
    assert notice.raw == (
        b"TITLE:            GCN/ORCHARD NOTICE\nGRB_RA:           1d,\n                  2d\n"
    )
    assert GCNTextNotice.load(notice.raw) == notice


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"a": 1}, "fields/a"),
        ({1: "a"}, "fields"),
        ({"A": "upper case"}, "fields/A"),
        ({"a:b": "x"}, "fields/a:b"),
        ({"a": " blank"}, "fields/a"),
        ({"": "x"}, "fields"),
        ({"a": "1", "b\nc": "x"}, "fields"),
        ({}, "fields"),
        (None, "fields"),
        ([], "fields"),
    ],
)
def test_fields_that_cannot_be_written_are_refused(fields: Any, path: str) -> None:
    with pytest.raises(MessageError) as caught:
        GCNTextNotice(fields=fields)
    assert path in getattr(caught.value, "path", path)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text("abcxyz_0", min_size=1) | st.just("comments"),
        st.lists(st.text(st.characters(categories=["L", "N", "P"])), min_size=1).map("\n".join),
        min_size=1,
    )
)
def test_what_is_written_is_read_again(fields: dict[str, str]) -> None:
    assert parse(render(fields)) == fields


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_whatever_comes_is_sent_on_or_refused(data: bytes) -> None:
    try:
        notice = GCNTextNotice.from_wire(data)
    except MessageError:
        return
    assert bytes(notice) == data
    assert all(isinstance(value, str) for value in notice.fields.values())
    json.dumps(notice.asdict())


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        ({"raw": "A: 1", "fields": {"a": "1"}}, {"a": "1"}),
        ({"raw": "A: 1"}, {"a": "1"}),
        ({"fields": {"a": "1"}}, {"a": "1"}),
    ],
)
def test_the_envelope(content: dict[str, Any], fields: dict[str, str]) -> None:
    notice = GCNTextNotice.from_content(content)
    assert notice.fields == fields
    wrapped = notice.serialize()
    assert wrapped["format"] == "gcntextnotice"
    assert GCNTextNotice.from_content(json.loads(json.dumps(wrapped["content"]))) == notice


@pytest.mark.parametrize("content", [None, 5, [], {}, {"raw": 5}, {"raw": "", "fields": None}])
def test_an_envelope_without_a_notice_is_refused(content: Any) -> None:
    with pytest.raises(MessageError):
        GCNTextNotice.from_content(content)


def test_mock_events_are_tests() -> None:
    assert GCNTextNotice.load_file(GOOD / "mock.txt").is_test
    assert not GCNTextNotice.load_file(FOLDED).is_test


@pytest.mark.parametrize("file", sorted(GOOD.iterdir()), ids=lambda file: file.name)
def test_notices_are_told_by_their_looks(file: Path) -> None:
    assert GCNTextNotice.sniff(file.read_bytes())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"abc",
        b"Note: hello\nAnd: more",
        b"HOST: x\nACCEPT: y",
        b"TITLE: one line",
        b"\xff\xfe\x00",
        b"<VOEvent>",
        b'{"TITLE": 1}',
        b"NOTICE_DATE: x\nand then a text",
    ],
)
def test_other_texts_are_not_taken_for_notices(data: bytes) -> None:
    assert not GCNTextNotice.sniff(data)
