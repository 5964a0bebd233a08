"""Circulars: the text form by the rules of RFC 822, the wire form, and what is refused."""

from __future__ import annotations

import dataclasses
import email
import io
import json
import os
import pickle
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hop.errors import DecodeError, HopError, ValidationError
from hop.message import MessageModel
from hop.models.gcn import GCNCircular

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "schemas/gcn/circular.schema.json").read_text(encoding="utf-8"))
GOOD = sorted((ROOT / "schemas/examples/good/circular").glob("*.gcn3"))
DEMO = ROOT / "schemas/examples/demo/circular.gcn3"
REAL = Path(os.environ.get("HOP_TEST_DATA", ROOT.parent / "shared" / "data"))

TEXT = """TITLE:   GCN CIRCULAR
NUMBER:  91402
SUBJECT: R310412a: nothing seen
DATE:    31/04/12 05:02:33 GMT
FROM:    Tomasz Vey at Kestrel Monitor <tomasz@kestrel.example.org>

We looked.
"""
HEADER = {
    "title": "GCN CIRCULAR",
    "number": "91402",
    "subject": "R310412a: nothing seen",
    "date": "31/04/12 05:02:33 GMT",
    "from": "Tomasz Vey at Kestrel Monitor <tomasz@kestrel.example.org>",
}


@pytest.fixture
def circular() -> GCNCircular:
    return GCNCircular.load(TEXT)


def test_the_documented_shape(circular: GCNCircular) -> None:
    assert circular.asdict() == {"header": HEADER, "body": "We looked.\n"}
    assert circular.serialize() == {"format": "circular", "content": circular.asdict()}
    assert isinstance(circular, MessageModel)
    assert circular == GCNCircular(HEADER, "We looked.\n")
    assert GCNCircular(header=HEADER, body="other") != circular
    assert repr(circular).startswith("GCNCircular(header={'title'")
    assert dataclasses.is_dataclass(GCNCircular)


@pytest.mark.parametrize(
    "source",
    [
        TEXT,
        TEXT.encode(),
        io.StringIO(TEXT),
        io.BytesIO(TEXT.encode()),
        b"\xef\xbb\xbf" + TEXT.encode(),
    ],
    ids=["text", "bytes", "text file", "binary file", "byte order mark"],
)
def test_load_takes_text_bytes_and_files(source: str | bytes | io.IOBase) -> None:
    assert GCNCircular.load(source) == GCNCircular(HEADER, "We looked.\n")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "header", "body"),
    [
        ("SUBJECT: A  \n\nb", {"subject": "A  "}, "b"),
        ("SUBJECT: \t A\n\nb", {"subject": "A"}, "b"),
        ("TITLE:A\n\nb", {"title": "A"}, "b"),
        (
            "SUBJECT: long\n  continued\n\tagain\n\nb",
            {"subject": "long\n  continued\n\tagain"},
            "b",
        ),
        ("SUBJECT: one\nSUBJECT: two\n\nb", {"subject": "two"}, "b"),
        ("TITLE: A\r\nNUMBER: 1\r\n\r\nb\r\nc\r\n", {"title": "A", "number": "1"}, "b\r\nc\r\n"),
        ("\nTITLE: A\n\nb", {}, "TITLE: A\n\nb"),
        ("Dear all\nTITLE: A\n\nb", {}, "Dear all\nTITLE: A\n\nb"),
        ("TITLE: A\nno header\nNUMBER: 1\n", {"title": "A"}, "no header\nNUMBER: 1\n"),
        ("X-Foo: bar\nRevised: x\n\nb", {"x-foo": "bar", "revised": "x"}, "b"),
        ("", {}, ""),
        ("TITLE: A", {"title": "A"}, ""),
        ("SUBJECT: COLIBRÍ and Hβ\n\n星", {"subject": "COLIBRÍ and Hβ"}, "星"),
        ("TITLE: A\n\n\nb", {"title": "A"}, "\nb"),
        (
            'TITLE: A\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n\nhi\n--x--\n',
            {"title": "A", "content-type": 'multipart/mixed; boundary="x"'},
            "--x\n\nhi\n--x--\n",
        ),
    ],
)
def test_rules_of_the_text_form(text: str, header: dict[str, str], body: str) -> None:
    loaded = GCNCircular.load(text)
    assert loaded.asdict() == {"header": header, "body": body}
    assert GCNCircular.load(str(loaded)) == loaded


def test_printed_form() -> None:
    circular = GCNCircular({"subject": "A", "submitted_by": "x"}, "b\n")
    assert str(circular) == circular.to_text() == "SUBJECT: A\nSUBMITTED_BY:x\n\nb\n"


@pytest.mark.parametrize("file", [*GOOD, DEMO], ids=lambda file: file.stem)
def test_good_examples(file: Path) -> None:
    circular = GCNCircular.load_file(file)
    Draft202012Validator(SCHEMA).validate(circular.asdict())
    assert circular.subject
    assert isinstance(circular.date, datetime)
    assert GCNCircular.load(str(circular)) == circular
    assert GCNCircular.from_wire(bytes(circular)) == circular
    assert json.loads(bytes(circular)) == circular.asdict()


@pytest.mark.parametrize("name", ["example.gcn3", "example_gcn_2020.gcn3"])
def test_real_circulars(name: str) -> None:
    if not (REAL / name).is_file():
        pytest.skip(f"no real messages: neither HOP_TEST_DATA nor {REAL} has {name}")
    text = (REAL / name).read_text(encoding="utf-8")
    circular = GCNCircular.load_file(REAL / name)
    assert list(circular.header) == ["title", "number", "subject", "date", "from"]
    assert GCNCircular.load(str(circular)) == circular
    assert circular.number is not None
    assert text.endswith(circular.body)


def test_items_and_attributes(circular: GCNCircular) -> None:
    assert circular["header"]["subject"] == circular.header["subject"] == circular.subject
    assert circular["body"] == circular.get("body") == "We looked.\n"
    assert dict(circular) == circular.asdict()
    assert "header" in circular
    assert "subject" not in circular
    assert circular.get("subject", "?") == "?"
    assert len(circular) == len(list(circular)) == 2
    with pytest.raises(KeyError):
        circular["subject"]


def test_typed_headers(circular: GCNCircular) -> None:
    assert circular.title == "GCN CIRCULAR"
    assert circular.number == 91402
    assert circular.sender == HEADER["from"]
    assert circular.date == datetime(2031, 4, 12, 5, 2, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "number"),
    [("40", 40), ("18448.5", 18448.5), ("18448a", 18448.5), ("", None), ("x", None), ("٣", None)],
)
def test_number(text: str, number: float | None) -> None:
    assert GCNCircular({"number": text}, "").number == number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("98/04/03 07:10:15 GMT", datetime(1998, 4, 3, 7, 10, 15, tzinfo=UTC)),
        ("89/12/31 23:59:59 GMT", datetime(2089, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("20/01/29 17:07:21 GMT", datetime(2020, 1, 29, 17, 7, 21, tzinfo=UTC)),
        ("2020/01/29 17:07:21 UT", datetime(2020, 1, 29, 17, 7, 21, tzinfo=UTC)),
        ("20/13/29 17:07:21 GMT", None),
        ("yesterday", None),
    ],
)
def test_date(text: str, date: datetime | None) -> None:
    assert GCNCircular({"date": text}, "").date == date


def test_missing_headers_are_none() -> None:
    bare = GCNCircular({}, "b")
    assert (bare.title, bare.number, bare.subject, bare.sender, bare.date) == (None,) * 5


@pytest.mark.parametrize(
    ("arguments", "path", "expected", "got"),
    [
        ({"header": {"subject": 5}, "body": ""}, "header/subject", "text", "5"),
        ({"header": {"subject": b"x"}, "body": ""}, "header/subject", "text", "bytes"),
        ({"header": {1: "x"}, "body": ""}, "header/1", "text", "1"),
        ({"header": [], "body": ""}, "header", "object", "list"),
        ({"header": {}}, "body", "value", "missing"),
        ({"header": {}, "body": None}, "body", "text", "null"),
        ({"header": {}, "body": "", "footer": "f"}, "footer", "no such field", "'f'"),
        ({"header": {}, "body": "", "self": "me"}, "self", "no such field", "'me'"),
    ],
)
def test_wrong_fields_are_named(
    arguments: dict[str, object], path: str, expected: str, got: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        GCNCircular(**arguments)  # type: ignore[arg-type]
    assert caught.value.path == path
    assert expected in caught.value.expected
    assert got in caught.value.got


def test_positional_arguments_are_named_too() -> None:
    with pytest.raises(ValidationError, match="body: expected text, got number 5"):
        GCNCircular({}, 5)  # type: ignore[arg-type]


def test_a_changed_field_is_sent_or_refused(circular: GCNCircular) -> None:
    circular.body = "Twice."
    circular.header["number"] = "91403"
    assert json.loads(bytes(circular)) == {
        "header": {**HEADER, "number": "91403"},
        "body": "Twice.",
    }
    with pytest.raises(ValidationError, match="body"):
        circular.body = 5  # type: ignore[assignment]
    assert circular.body == "Twice."
    circular.header["number"] = 91403  # type: ignore[assignment]
    with pytest.raises(ValidationError, match="header/number"):
        bytes(circular)


def test_asdict_is_a_copy(circular: GCNCircular) -> None:
    circular.asdict()["header"]["subject"] = "changed"
    assert circular.subject == HEADER["subject"]


def test_pickle_and_replace(circular: GCNCircular) -> None:
    assert pickle.loads(pickle.dumps(circular)) == circular
    assert dataclasses.replace(circular, body="b").header == HEADER


def test_a_value_cannot_smuggle_in_another_header() -> None:
    sly = GCNCircular({"subject": "quiet\nFROM: somebody else\r\n\r\nand a body"}, "b")
    again = GCNCircular.load(str(sly))
    assert list(again.header) == ["subject"]
    assert again.body == "b"


def test_wire_form_falls_back_to_the_text_form(circular: GCNCircular) -> None:
    assert GCNCircular.from_wire(TEXT.encode()) == circular
    with pytest.raises(DecodeError, match="SUBJECT"):
        GCNCircular.from_wire(b"Dear all,\n\nnothing.\n")
    with pytest.raises(DecodeError, match="JSON"):
        GCNCircular.from_wire(b'{"header": ')


def test_half_a_character_survives_the_wire() -> None:
    # JSON can say a lone surrogate, UTF-8 cannot.
    broken = GCNCircular.from_wire(b'{"header": {"subject": "\\ud800"}, "body": ""}')
    assert broken.subject == "\ud800"
    assert GCNCircular.from_wire(bytes(broken)) == broken


@pytest.mark.parametrize("content", [None, [], "text", 5])
def test_content_that_is_no_object(content: object) -> None:
    with pytest.raises(ValidationError, match="an object with header and body"):
        GCNCircular.from_content(content)


def test_files_that_are_no_circulars(tmp_path: Path) -> None:
    file = tmp_path / "c.gcn3"
    for content, message in (
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"Dear all,\n\nnothing.\n", "'Dear all,'"),
        (b'{"header": {}', "not JSON"),
        (b"SUBJECT: caf\xe9\n\nb", "byte 12"),
    ):
        file.write_bytes(content)
        with pytest.raises(DecodeError, match=message) as caught:
            GCNCircular.load_file(file)
        assert "c.gcn3" in str(caught.value)
    with pytest.raises(FileNotFoundError):
        GCNCircular.load_file(tmp_path / "nowhere.gcn3")


@pytest.mark.parametrize(
    "payload",
    [
        b'{"header": {"subject": "A"}, "body": "b"}',
        (ROOT / "schemas/examples/good/circular_record/corrected.json").read_bytes(),
    ],
    ids=["of hop", "of GCN"],
)
def test_json_is_the_same_circular_wherever_it_is_read(payload: bytes, tmp_path: Path) -> None:
    file = tmp_path / "circular.json"
    file.write_bytes(payload)
    wanted = GCNCircular.from_wire(payload)
    assert GCNCircular.find_faults(payload) == []
    for found in (
        GCNCircular.load_file(file),
        GCNCircular.load(payload),
        GCNCircular.load(payload.decode()),
        GCNCircular.load(io.BytesIO(payload)),
    ):
        assert found == wanted
        assert found.to_wire() == wanted.to_wire()
        assert found.to_tree() == json.loads(payload)


def test_json_that_breaks_the_schema_gets_one_answer(tmp_path: Path) -> None:
    payload = b'{"subject": 5, "circularId": 1, "body": "b"}'
    file = tmp_path / "circular.json"
    file.write_bytes(payload)
    (fault,) = GCNCircular.find_faults(payload)
    assert fault.path == "subject"
    with pytest.raises(ValidationError, match="subject"):
        GCNCircular.load_file(file)
    lenient = GCNCircular.hop_from_file(payload, strict=False)
    assert "subject" in str(lenient.error)
    assert lenient.to_wire() == ("json", payload)


def test_gcns_json_stays_as_it_came_in_files() -> None:
    payload = (ROOT / "schemas/examples/good/circular_record/corrected.json").read_bytes()
    circular = GCNCircular.from_wire(payload)
    assert circular.to_document() == payload
    circular.header["subject"] = "changed"
    assert b"SUBJECT: changed\n" in circular.to_document()
    assert circular.to_tree() == circular.asdict()


@pytest.mark.parametrize("text", ["{no JSON}\n", "[1, 2]", "{"])
def test_a_text_that_begins_like_json_is_still_a_text(text: str) -> None:
    assert GCNCircular.load(text) == GCNCircular(header={}, body=text)


def test_latin1_is_read_from_the_wire_and_the_reason_kept() -> None:
    raw = b"TITLE:   GCN CIRCULAR\nSUBJECT: caf\xe9\nFROM: Ren\xe9 at X <r@x.example>\n\nb\xb0\n"
    circular = GCNCircular.from_wire(raw)
    assert circular.subject == "café"
    assert circular.body == "b°\n"
    assert "not UTF-8 at byte 34" in str(circular.error)
    assert circular.to_document() == raw
    assert json.loads(bytes(circular)) == circular.asdict()
    assert pickle.loads(pickle.dumps(circular)).to_document() == raw
    circular.header["subject"] = "tea"
    assert circular.to_document().startswith(b"TITLE:   GCN CIRCULAR\nSUBJECT: tea\n")


def test_a_text_file_of_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "c.gcn3"
    file.write_bytes(b"SUBJECT: caf\xe9\n\nb")
    with file.open(encoding="utf-8") as opened, pytest.raises(DecodeError, match="byte 12"):
        GCNCircular.load(opened)


LINES = st.sampled_from(
    [
        "TITLE: A",
        "Subject:x",
        "FROM:  y ",
        " folded",
        "\tfolded",
        "plain",
        "a b: c",
        "",
        "É: x",
        "N:",
    ]
)
BREAKS = st.sampled_from(["\n", "\n", "\r\n", "\r"])
LETTERS = st.lists(st.tuples(LINES, BREAKS)).map(lambda parts: "".join(map("".join, parts)))


@settings(deadline=None)
@given(LETTERS | st.text())
def test_printing_and_loading_again_gives_the_same(text: str) -> None:
    circular = GCNCircular.load(text)
    assert GCNCircular.load(str(circular)) == circular
    assert GCNCircular.from_wire(bytes(circular)) == circular


@settings(deadline=None)
@given(LETTERS)
def test_as_python_reads_electronic_mail(text: str) -> None:
    # The e-mail parser has rules of its own for the envelope line of a mailbox, and drops a first
    # line that begins with a blank; neither is a circular's.
    if re.match(r"From |[ \t]", text):
        return
    message = email.message_from_string(text)
    expected = {name.lower(): value for name, value in message.items()}
    assert GCNCircular.load(text).asdict() == {"header": expected, "body": message.get_payload()}


@settings(deadline=None)
@given(st.binary() | LETTERS.map(str.encode) | st.text().map(lambda text: text.encode("utf-16")))
def test_bytes_give_a_circular_or_our_own_error(data: bytes) -> None:
    for read in (GCNCircular.load, GCNCircular.from_wire):
        try:
            assert isinstance(read(data), GCNCircular)
        except HopError as error:
            assert str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NEAR = st.dictionaries(
    st.sampled_from(["header", "body", "footer", "self", "__dataclass_self__"]),
    JSON | st.dictionaries(st.text(), st.text()),
)


@settings(deadline=None)
@given(JSON | NEAR)
def test_the_schema_and_the_model_agree(content: object) -> None:
    valid = Draft202012Validator(SCHEMA).is_valid(content)
    try:
        GCNCircular.from_content(content)
    except ValidationError as error:
        assert not valid
        assert error.expected
        assert error.got
    else:
        assert valid


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text()), st.text())
def test_on_the_wire_any_circular_comes_back(header: dict[str, str], body: str) -> None:
    circular = GCNCircular(header=header, body=body)
    assert GCNCircular.from_wire(bytes(circular)) == circular
    assert GCNCircular.from_content(circular.serialize()["content"]) == circular
