"""What a stream gives that asks for one model (``model=``)."""

from __future__ import annotations

import dataclasses
import json
import logging
from typing import Any, ClassVar

import pytest

from hop import Stream, plugins
from hop._wire import Decoder
from hop.errors import DecodeError, MessageError
from hop.message import Blob, ExternalMessage, JSONBlob, MessageModel


@dataclasses.dataclass
class Flare(MessageModel):
    """A model that cannot tell its own messages."""

    star: str

    @classmethod
    def load(cls, input_: Any) -> Flare:
        return cls(json.loads(input_)["star"])


@dataclasses.dataclass
class Nova(Flare):
    """A model that tells its own messages by their keys."""

    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = (frozenset({"nova"}),)


@dataclasses.dataclass
class Comet(MessageModel):
    """A model that tells its own messages by their looks."""

    name: str

    @classmethod
    def load(cls, input_: Any) -> Comet:
        return cls(bytes(input_).decode().removeprefix("COMET "))

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        return payload.startswith(b"COMET ")


FLARE = b'{"star": "AD Leo"}'
JSON = [("_format", b"json")]


def where() -> str:
    return "topic stars, partition 0, offset 7"


@pytest.fixture(autouse=True)
def _only_these(no_plugins: None) -> None:
    plugins.register(lambda: {"flare": Flare, "comet": Comet})


def decoded(payload: bytes, model: Any, headers: Any = None, errors: Any = "blob") -> Any:
    return Decoder(errors, model).decode(payload, headers, where)


@pytest.mark.parametrize("headers", [[("_format", b"flare")], JSON, None])
def test_a_message_of_the_model_arrives(headers: Any) -> None:
    assert decoded(FLARE, Flare, headers) == Flare("AD Leo")


def test_a_model_that_is_not_registered_is_read() -> None:
    class Pulse(Flare):
        pass

    for headers in ([("_format", b"pulse")], JSON, None):
        assert type(decoded(FLARE, Pulse, headers)) is Pulse


def test_a_subclass_reads_the_messages_of_its_model() -> None:
    class OurFlare(Flare):
        pass

    assert type(decoded(FLARE, OurFlare, [("_format", b"flare")])) is OurFlare


def test_any_message_passes_if_the_base_is_asked_for() -> None:
    assert decoded(b"COMET Halley", MessageModel) == Comet("Halley")
    assert decoded(b"[1]", MessageModel) == [1]


def test_another_model_arrives_as_a_blob_with_the_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = decoded(b"COMET Halley", Flare)
    assert message == Blob(b"COMET Halley", missing_schema=True)
    assert isinstance(message.error, DecodeError)
    assert str(message.error) == "this is a comet, and model= asks for Flare"
    assert message.error.__notes__ == [where()]
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "not a good Flare" in record.getMessage()
    assert where() in record.getMessage()


def test_json_of_another_model_stays_json() -> None:
    for headers in (JSON, None):
        message = decoded(b'{"planet": "Mars"}', Nova, headers)
        assert type(message) is JSONBlob
        assert message["planet"] == "Mars"
        assert "no model claims" in str(message.error)


def test_another_model_is_raised_or_left_out_by_errors() -> None:
    with pytest.raises(DecodeError, match="this is a comet"):
        decoded(b"COMET Halley", Flare, errors="raise")
    assert decoded(b"COMET Halley", Flare, errors="skip") is None
    given: list[tuple[MessageError, bytes]] = []
    decoded(b"COMET Halley", Flare, errors=lambda *each: given.append(each))
    assert given[0][1] == b"COMET Halley"


def test_markers_and_looks_are_asked_before_a_model_reads() -> None:
    assert decoded(b'{"nova": 1, "star": "T CrB"}', Nova) == Nova("T CrB")
    assert decoded(FLARE, Nova, errors="skip") is None
    assert decoded(FLARE, Comet, errors="skip") is None
    assert decoded(b"COMET Halley", Comet) == Comet("Halley")


def test_a_faulty_message_of_the_model_tells_its_fault() -> None:
    message = decoded(b'{"star', Flare, [("_format", b"flare")])
    assert isinstance(message.error, DecodeError)
    assert "Flare cannot read this" in str(message.error)


def test_an_envelope_of_another_format_is_of_another_model() -> None:
    payload = json.dumps({"format": "blob", "content": {"star": "AD Leo"}}).encode()
    assert decoded(payload, Flare, errors="skip") is None
    payload = json.dumps({"format": "flare", "content": {"star": "AD Leo"}}).encode()
    assert decoded(payload, Flare) == Flare("AD Leo")


def test_a_test_of_the_model_stays_a_test() -> None:
    message = Decoder(model=Flare).decode(FLARE, JSON, where, None, True)
    assert message.is_test


def test_a_placeholder_that_is_not_fetched_goes_to_errors() -> None:
    class Record:
        def value(self) -> bytes:
            return b'{"url": "https://example.org/m"}'

        def headers(self) -> Any:
            return [("_format", b"external")]

        def topic(self) -> str:
            return "stars"

    placeholder: Any = ExternalMessage("https://example.org/m")
    record: Any = Record()
    assert Decoder().unfetched(placeholder, record, where) is placeholder
    assert Decoder(model=ExternalMessage).unfetched(placeholder, record, where) is placeholder
    assert Decoder("skip", Flare).unfetched(placeholder, record, where) is None
    instead: Any = Decoder(model=Flare).unfetched(placeholder, record, where)
    assert isinstance(instead, Blob)
    assert "fetch_external=True" in str(instead.error)


@pytest.mark.parametrize("model", ["lvkalert", dict, Flare("AD Leo")])
def test_what_is_no_model_is_refused(model: Any) -> None:
    with pytest.raises(ValueError, match="model is a class of messages"):
        Decoder(model=model)


def test_a_model_is_for_reading() -> None:
    with pytest.raises(ValueError, match="model is for reading"):
        Stream(auth=False).open("kafka://localhost:1/stars", "w", model=Flare)  # type: ignore[call-overload]
