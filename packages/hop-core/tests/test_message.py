"""What every message can do, and ``Blob``, the message without a schema."""

from __future__ import annotations

import copy
import dataclasses
import gzip
import io
import json
import pickle
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hop._messages import Blob, ExternalMessage, JSONBlob, MessageModel, mark_test, says_test
from hop.errors import DecodeError, EncodeError, LimitExceeded, MessageError


@dataclass
class Donut(MessageModel):
    """The documentation's example of a model from elsewhere."""

    category: str
    flavor: str
    has_filling: bool

    @classmethod
    def load(cls, input_):
        donut = json.load(input_) if hasattr(input_, "read") else json.loads(input_)
        return cls(**donut)


FIELDS = {"category": "cake", "flavor": "plain", "has_filling": False}
DONUT = Donut("cake", "plain", False)


def test_the_base_does_not_load():
    with pytest.raises(NotImplementedError, match="load"):
        MessageModel.load("{}")


def test_a_model_without_load_names_itself():
    @dataclass
    class Bagel(MessageModel):
        topping: str

    with pytest.raises(NotImplementedError, match="Bagel"):
        Bagel.load("{}")
    with pytest.raises(NotImplementedError, match="Bagel"):
        Bagel.from_wire(b"{}")


def test_a_model_that_is_no_dataclass_says_what_it_lacks():
    class Bagel(MessageModel):
        pass

    with pytest.raises(NotImplementedError, match=r"Bagel.*asdict"):
        Bagel().asdict()


def test_donut_loads_from_text_bytes_and_files(tmp_path: Path):
    text = json.dumps(FIELDS)
    file = tmp_path / "donut.json"
    file.write_text(text, encoding="utf-8")
    loaded = [
        Donut.load(text),
        Donut.load(text.encode()),
        Donut.load(io.StringIO(text)),
        Donut.load(io.BytesIO(text.encode())),
        Donut.load_file(file),
        Donut.load_file(str(file)),
        Donut.from_wire(text.encode()),
        Donut.from_content(FIELDS),
    ]
    assert loaded == [DONUT] * 8


def test_donut_writes_itself():
    assert DONUT.asdict() == FIELDS
    assert DONUT.serialize() == {"format": "donut", "content": FIELDS}
    assert json.loads(bytes(DONUT)) == FIELDS
    assert json.loads(DONUT.to_text()) == FIELDS
    name, payload = DONUT.to_wire()
    assert (name, Donut.from_wire(payload)) == ("donut", DONUT)


def test_a_model_of_another_format_name():
    class Cruller(Donut):
        hop_format = "fried"

    assert Cruller("a", "b", True).to_wire()[0] == "fried"
    assert Donut.hop_format == "donut"


def test_a_model_of_text_files(tmp_path: Path):
    class Note(MessageModel):
        hop_binary = False

        def __init__(self, text: str) -> None:
            self.text = text

        @classmethod
        def load(cls, input_: Any) -> Note:
            return cls(input_.read())

    file = tmp_path / "note"
    file.write_bytes("é\r\n".encode())
    assert Note.load_file(file).text == "é\r\n"


def test_a_model_written_for_hop_client_is_read_as_it_says():
    @dataclass
    class Packet(MessageModel):
        format_name = "Obs-Packet"
        ra: float

        def __bytes__(self) -> bytes:
            return str(self.ra).encode()

        @classmethod
        def deserialize(cls, data: bytes) -> Packet:
            return cls(float(data))

    class Sub(Packet):
        pass

    packet = Packet(1.5)
    assert packet.to_wire() == ("obs-packet", b"1.5")
    assert Packet.from_wire(b"1.5") == packet
    assert Sub.hop_format == "obs-packet"
    assert packet.serialize() == {"format": "obs-packet", "content": {"ra": 1.5}}


def test_deserialize_is_another_name_for_what_reads_the_wire():
    payload = DONUT.to_wire()[1]
    assert Donut.deserialize(payload) == DONUT
    assert JSONBlob.deserialize(b"[1]") == [1]

    class Strange(Donut):
        @classmethod
        def from_wire(cls, payload: bytes) -> Strange:
            return cls("strange", "plain", True)

    assert Strange.deserialize(payload).category == "strange"


def test_a_model_that_wants_text_of_a_file_gets_it(tmp_path: Path):
    class Note(MessageModel):
        def __init__(self, text: str) -> None:
            self.text = text

        @classmethod
        def load(cls, input_: Any) -> Note:
            return cls(input_.read().split(",")[0])

    file = tmp_path / "note"
    file.write_bytes("é,b".encode())
    assert Note.load_file(file).text == "é"
    with pytest.raises(TypeError):
        Note.hop_from_file(b"5,\xff")


def test_a_file_compressed_by_gzip_is_unpacked(tmp_path: Path):
    file = tmp_path / "donut.json.gz"
    file.write_bytes(gzip.compress(b"[1,") + gzip.compress(b"2]"))
    assert JSONBlob.load_file(file) == [1, 2]
    # The bytes of a blob are the message.
    assert Blob.load_file(file) == file.read_bytes()


@pytest.mark.parametrize("damage", [slice(0, -9), slice(0, 12)], ids=["cut off", "header alone"])
def test_a_damaged_gzip_file_is_told(tmp_path: Path, damage: slice):
    file = tmp_path / "donut.json.gz"
    file.write_bytes(gzip.compress(b"[1, 2, 3]")[damage])
    with pytest.raises(DecodeError, match=r"donut\.json\.gz: compressed by gzip, and damaged"):
        JSONBlob.load_file(file)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    file = tmp_path / "bomb.json.gz"
    file.write_bytes(gzip.compress(bytes(2**20)) * 200)
    tracemalloc.start()
    with pytest.raises(LimitExceeded, match="64 MiB"):
        JSONBlob.load_file(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2.5 * 64 * 2**20


def test_a_missing_file_is_said_so():
    with pytest.raises(FileNotFoundError):
        Donut.load_file("/nonexistent/donut.json")


@pytest.mark.parametrize("content", [[1], "text", None, 5])
def test_an_envelope_of_fields_holds_an_object(content: Any):
    with pytest.raises(DecodeError, match="donut"):
        Donut.from_content(content)


def test_a_field_that_json_cannot_hold_is_refused():
    with pytest.raises(EncodeError):
        bytes(Donut("cake", object(), False))  # type: ignore[arg-type]


# Blob

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(json_values | st.binary())
def test_a_blob_equals_its_content(content: Any):
    assert Blob(content) == content
    assert content == Blob(content)
    assert Blob(content) == Blob(copy.deepcopy(content))
    assert Blob(content) != Blob([content])
    assert Blob(content) != [content]
    assert Blob(content, missing_schema=True) != Blob(content)
    assert Blob(content, missing_schema=True) == content


def test_a_blob_gives_its_items():
    blob = Blob({"a": 1, "b": [1, 2]})
    assert blob["a"] == 1
    assert "b" in blob
    assert "c" not in blob
    assert list(blob) == ["a", "b"]
    assert list(blob.keys()) == ["a", "b"]
    assert dict(blob) == {"a": 1, "b": [1, 2]}
    assert len(blob) == 2
    assert (blob.get("a"), blob.get("c"), blob.get("c", 7)) == (1, None, 7)
    with pytest.raises(KeyError):
        blob["c"]
    assert Blob([5, 6])[1] == 6
    assert Blob("text")[0] == "t"
    assert Blob(b"\x05")[0] == 5


def test_a_blob_without_items_behaves_as_its_content():
    with pytest.raises(TypeError):
        Blob(5)["a"]
    with pytest.raises(TypeError):
        iter(Blob(None))
    assert Blob(5).get("a", "nothing") == "nothing"


@pytest.mark.parametrize("content", [None, 0, "", b"", [], {}, False])
def test_an_empty_blob_is_a_message_all_the_same(content: Any):
    assert Blob(content)


def test_a_blob_is_not_hashable():
    # Its content may change, and equals things of other types.
    with pytest.raises(TypeError):
        hash(Blob(1))


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        ('{"a": 1}', {"a": 1}),
        (b"[1, null]", [1, None]),
        ("5", 5),
        ('"quoted"', "quoted"),
        ("plain text", "plain text"),
        (b"plain text", "plain text"),
        ("é".encode(), "é"),
        (b"\xff\x00", b"\xff\x00"),
        ("", ""),
        (b"", ""),
        (io.StringIO("[1]"), [1]),
        (io.BytesIO(b"\xff"), b"\xff"),
        (bytearray(b"[1]"), [1]),
        (memoryview(b"\xff"), b"\xff"),
    ],
)
def test_what_a_blob_is_loaded_from(raw: Any, content: Any):
    blob = Blob.load(raw)
    assert (blob.content, blob.missing_schema, blob.error) == (content, False, None)


def test_a_blob_is_loaded_from_a_file(tmp_path: Path):
    (tmp_path / "blob").write_bytes(b'{"a": NaN}')
    assert "a" in Blob.load_file(tmp_path / "blob")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("bare", "bare"),
        (b"bytes of text", "bytes of text"),
        (b"\xff", '{"base64": "/w=="}'),
        ({"a": [1, "é"]}, '{"a": [1, "é"]}'),
        (None, "null"),
        (True, "true"),
        (float("nan"), "NaN"),
    ],
)
def test_what_a_person_reads(content: Any, text: str):
    assert Blob(content).to_text() == text
    assert str(Blob(content)) == text


@pytest.mark.parametrize(
    ("content", "wire"),
    [
        (b"\x00\xff", ("blob", b"\x00\xff")),
        (b"", ("blob", b"")),
        ("hi", ("json", b'"hi"')),
        ({"a": 1}, ("json", b'{"a":1}')),
        (None, ("json", b"null")),
    ],
)
def test_how_a_blob_is_sent(content: Any, wire: tuple[str, bytes]):
    assert Blob(content).to_wire() == wire


def test_the_documented_forms_of_a_blob():
    blob = Blob({"a": 1}, missing_schema=True)
    assert blob.serialize() == {"format": "blob", "content": {"a": 1}}
    assert blob.asdict() == {"content": {"a": 1}, "missing_schema": True}
    assert dataclasses.is_dataclass(blob)
    assert repr(blob) == "Blob(content={'a': 1}, missing_schema=True)"


def test_the_content_of_an_envelope_named_json():
    assert Blob.from_content({"content": [1]}) == Blob([1])
    # What else stands there is not this client's to set.
    crafted = Blob.from_content({"content": 1, "missing_schema": True, "error": "x"})
    assert (crafted.missing_schema, crafted.error) == (False, None)
    for content in ({"a": 1}, [1], "x", None):
        with pytest.raises(DecodeError):
            Blob.from_content(content)


def test_messages_travel_between_processes():
    for message in (DONUT, Blob({"a": [b"\xff"]}, True, DecodeError("why"))):
        again = pickle.loads(pickle.dumps(message))
        assert again == message
        assert type(again) is type(message)


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (b"\xff\x00", b"\xff\x00"),
        ("é\n", "é\n".encode()),
        ({"é": 1}, '{"é": 1}'.encode()),
        ("half \ud800", b"half \\ud800"),
    ],
)
def test_a_blob_as_a_file_holds_it(content: Any, document: bytes) -> None:
    assert Blob(content).to_document() == document


# JSONBlob, ExternalMessage


def test_a_json_blob_is_a_blob_that_is_json(tmp_path: Path):
    blob = JSONBlob.load(b'{"a": [1, NaN]}')
    assert isinstance(blob, Blob)
    assert blob["a"][0] == 1
    assert JSONBlob([1]) == [1] == Blob([1])
    assert JSONBlob([1]).to_wire() == ("json", b"[1]")
    assert JSONBlob([1]).serialize() == {"format": "blob", "content": [1]}
    with pytest.raises(EncodeError):
        JSONBlob(b"bytes").to_wire()
    file = tmp_path / "broken.json"
    for broken in (b'{"a": 1', b"", b"text", b"\xff", b"{'a': 1}"):
        file.write_bytes(broken)
        with pytest.raises(DecodeError):
            JSONBlob.load_file(file)
        assert isinstance(Blob.load_file(file), Blob)


def test_an_external_message_is_an_address(tmp_path: Path):
    message = ExternalMessage.load(b'{"url": "https://a.example/1", "more": 1}')
    assert message == ExternalMessage("https://a.example/1")
    assert message.to_wire() == ("external", b'{"url":"https://a.example/1"}')
    assert message.serialize() == {"format": "external", "content": {"url": "https://a.example/1"}}
    assert ExternalMessage.from_content(message.asdict()) == message
    assert message.error is None
    (tmp_path / "a").write_bytes(bytes(message))
    assert ExternalMessage.load_file(tmp_path / "a") == message


@pytest.mark.parametrize("raw", ['"x"', "[]", "{}", '{"url": null}', '{"url": 5}', "{", ""])
def test_what_is_no_address_is_refused(raw: str):
    with pytest.raises(MessageError):
        ExternalMessage.load(raw)


def test_the_base_of_all_models_is_abstract():
    with pytest.raises(TypeError, match="abstract"):
        MessageModel()


def test_a_blob_says_that_a_schema_is_missing_only_if_it_is():
    assert Blob([1]).asdict() == {"content": [1]}
    assert Blob(b"x", missing_schema=True).asdict() == {"content": b"x", "missing_schema": True}


# Tests


@pytest.mark.parametrize(
    ("message", "is_test"),
    [
        # What marks a test is known to the models that claim such JSON, not to plain JSON.
        (Blob({"alert_tense": "test"}), False),
        (JSONBlob({"superevent_id": "MS181101ab"}), False),
        (Blob(b"test"), False),
        (DONUT, False),
    ],
    ids=repr,
)
def test_a_message_says_whether_it_is_a_test(message: MessageModel, is_test: bool):
    message = copy.deepcopy(message)
    assert message.is_test is is_test
    mark_test(message)
    assert message.is_test is True
    assert pickle.loads(pickle.dumps(message)).is_test is True


def test_the_mark_of_a_test_changes_nothing_else():
    marked = Donut("cake", "plain", False)
    mark_test(marked)
    assert marked == DONUT
    assert marked.asdict() == FIELDS
    assert bytes(marked) == bytes(DONUT)


def test_a_model_may_have_a_field_of_that_name():
    @dataclass
    class Flagged(MessageModel):
        name: str
        is_test: bool  # type: ignore[misc]

    with pytest.raises(TypeError):
        Flagged("x")  # type: ignore[call-arg]
    assert Flagged("x", True).is_test is True
    assert Flagged("x", False).is_test is False
    assert Flagged("x", False).asdict() == {"name": "x", "is_test": False}

    @dataclass
    class More(Flagged):
        more: int

    assert More("x", True, 5).is_test is True


def test_a_model_may_say_itself_what_a_test_is():
    class Trial(Donut):
        def hop_declares_test(self) -> bool:
            return self.flavor == "cardboard"

    assert Trial("cake", "cardboard", True).is_test
    assert not Trial("cake", "plain", True).is_test


def test_a_frozen_model_can_be_marked():
    @dataclass(frozen=True, slots=True)
    class Stone(MessageModel):
        name: str

    stone = Stone("x")
    mark_test(stone)
    assert stone.is_test


def test_who_leaves_tests_out_asks_what_a_model_says() -> None:
    @dataclasses.dataclass
    class Own(MessageModel):
        is_test: Any = None

        def hop_declares_test(self) -> bool:
            return True

    class Broken(MessageModel):
        def __init__(self) -> None: ...

        def hop_declares_test(self) -> bool:
            raise RuntimeError("a model of somebody else")

    class Says(Broken):
        def hop_declares_test(self) -> bool:
            return True

    assert says_test(Own(True))
    assert not says_test(Own("no"))
    assert not says_test(Own())
    assert not says_test(Broken())
    assert says_test(Says())
    assert not says_test({"is_test": True})
    marked = Own()
    mark_test(marked)
    assert says_test(marked)
    assert [says_test(JSONBlob(each)) for each in ({"is_test": True}, {"is_test": "x"}, [1])] == [
        True, False, False,
    ]  # fmt: skip
