"""From ``$schema``, topic and looks to a model, with models of nobody in particular."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from hop._wire import codec as wire
from hop._wire import plugins, registry
from hop._wire.decoding import Decoder
from hop.errors import DecodeError, MessageError
from hop.message import Blob, JSONBlob, MessageModel

pytestmark = pytest.mark.usefixtures("no_plugins")

URI = "https://orchard.example/schema/v7.2.1/trees/apple.schema.json"


@dataclass
class Apple(MessageModel):
    fields: dict[str, Any]

    hop_schemas: ClassVar[tuple[str, ...]] = (URI,)
    hop_topics: ClassVar[tuple[str, ...]] = (r"orchard\.apples(\..+)?",)

    @classmethod
    def load(cls, input_: Any) -> Apple:
        fields = json.loads(input_)
        if "worm" in fields:
            raise DecodeError("there is a worm in it")
        return cls(fields)


@dataclass
class Pear(Apple):
    hop_schemas: ClassVar[tuple[str, ...]] = ("https://orchard.example/schema/*/pear*",)
    hop_topics: ClassVar[tuple[str, ...]] = (r"orchard\.pears",)

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        return b"pear" in payload


class Ours(Pear):
    """As if it were of hop-models, which comes last."""

    __module__ = "hop.models.orchard"
    hop_schemas = (URI, "https://orchard.example/schema/*")
    hop_topics = (r"orchard\..*",)

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        return True


def announce(**models: type[MessageModel]) -> None:
    plugins.register(lambda: models)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]


def payload(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize("uri", [URI, URI + "#"])
def test_an_exact_schema_is_found_without_a_warning(uri: str, caplog: pytest.LogCaptureFixture):
    announce(apple=Apple)
    assert registry.claims().for_schema(uri) is Apple
    assert not warnings(caplog)


@pytest.mark.parametrize("version", ["v7.2.3", "7.3", "main", "v8", "8.0.0-rc.1", "master"])
def test_another_version_is_found_with_one_warning(version: str, caplog: pytest.LogCaptureFixture):
    announce(apple=Apple)
    uri = URI.replace("v7.2.1", version)
    for _ in range(3):
        assert registry.claims().for_schema(uri) is Apple
    [warning] = warnings(caplog)
    assert uri in warning
    assert "Apple" in warning


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "apple.schema.json",
        URI.replace("apple", "plum"),
        URI.replace("v7.2.1", "vineyard"),
        URI.replace("https", "http"),
        URI.replace("orchard.example", "other.example"),
        URI + "/more",
        "x" + URI,
    ],
)
def test_other_schemas_are_not_found(uri: str):
    announce(apple=Apple)
    assert registry.claims().for_schema(uri) is None


def test_a_pattern_is_found_without_a_warning(caplog: pytest.LogCaptureFixture):
    announce(pear=Pear)
    assert registry.claims().for_schema("https://orchard.example/schema/v9/pear.json") is Pear
    assert registry.claims().for_schema("https://orchard.example/schema/v9/plum.json") is None
    assert not warnings(caplog)


def test_other_packages_go_before_hop_models_whatever_their_order():
    announce(ours=Ours)
    announce(apple=Apple, pear=Pear)
    assert registry.claims().for_schema(URI) is Apple
    assert registry.claims().for_schema("https://orchard.example/schema/v9/pear.json") is Pear
    assert registry.claims().for_schema("https://orchard.example/schema/plum.json") is Ours
    assert registry.claims().for_topic("orchard.apples.red") is Apple
    assert registry.claims().for_topic("orchard.plums") is Ours
    assert list(registry.claims().by_looks(b"a pear")) == [Pear, Ours]


def test_a_topic_is_found_by_its_whole_name():
    announce(apple=Apple)
    assert registry.claims().for_topic("orchard.apples") is Apple
    assert registry.claims().for_topic("orchard.apples.red") is Apple
    for topic in ("orchard.apple", "my.orchard.apples", "orchard.applesauce", ""):
        assert registry.claims().for_topic(topic) is None


def test_a_model_that_is_announced_late_is_found():
    assert registry.claims().for_topic("orchard.apples") is None
    assert registry.claims().for_schema(URI) is None
    assert type(wire.decode(payload(a=1), None, "orchard.apples")) is JSONBlob
    announce(apple=Apple)
    assert registry.claims().for_topic("orchard.apples") is Apple
    assert registry.claims().for_schema(URI) is Apple
    assert type(wire.decode(payload(a=1), None, "orchard.apples")) is Apple


def test_faults_of_a_model_are_told_and_passed_over(caplog: pytest.LogCaptureFixture):
    class Rotten(Apple):
        hop_schemas = 5  # type: ignore[assignment]
        hop_topics = ("(", "orchard.rotten")

        @classmethod
        def sniff(cls, payload: bytes) -> bool:
            raise KeyError("x")

    class Single(Apple):
        hop_schemas = "https://orchard.example/single"  # type: ignore[assignment]
        hop_topics = ()

    announce(rotten=Rotten, apple=Apple, single=Single)
    assert registry.claims().for_topic("orchard.apples") is Apple
    assert registry.claims().for_topic("orchard.rotten") is Rotten
    assert registry.claims().for_schema("https://orchard.example/single") is Single
    assert list(registry.claims().by_looks(b"x")) == []
    assert len(warnings(caplog)) == 2
    assert all("Rotten" in each for each in warnings(caplog))


def test_memory_is_not_the_strangers_to_fill():
    announce(apple=Apple)
    for number in range(5000):
        wire.decode(payload(a=1), None, f"topic{number}")
        wire.decode(payload(**{"$schema": f"uri:{number}"}), None, "t")
    claims = registry.claims()
    assert len(claims._found_by_topic) <= 1000
    assert len(claims._found_by_schema) <= 1000
    assert len(claims._unclaimed_topics) <= 1000


# In a stream


def read(data: bytes, topic: str | None = "elsewhere", headers: Any = None) -> MessageModel:
    return wire.decode(data, headers, topic)


def test_the_order_in_which_a_message_is_told():
    announce(apple=Apple, pear=Pear)
    # A header that names a model goes before all; "json" names an encoding.
    named = payload(**{"$schema": URI})
    assert type(read(named, "orchard.plums", [("_format", b"json")])) is Apple
    assert type(read(payload(a=1), "orchard.pears", [("_format", b"json")])) is Pear
    assert type(read(payload(a="plum"), "orchard.plums", [("_format", b"json")])) is JSONBlob
    assert type(read(named, "orchard.pears", [("_format", b"pear")])) is Pear
    # Then the envelope.
    envelope = payload(format="apple", content={"fields": {}}, **{"$schema": URI})
    assert type(read(envelope, "orchard.pears")) is Apple
    # Then what it says of itself, then the topic, then its looks.
    assert type(read(named, "orchard.pears")) is Apple
    assert type(read(payload(a="pear"), "orchard.apples")) is Apple
    assert type(read(payload(a="pear"))) is Pear
    assert type(read(payload(a="pear"), None)) is Pear
    assert type(read(payload(a="plum"))) is JSONBlob


def test_the_next_one_is_asked_when_one_cannot_read_it():
    @dataclass
    class Picky(Apple):
        hop_schemas = (URI,)
        hop_topics = ()

        @classmethod
        def load(cls, input_: Any) -> Picky:
            raise KeyError("never good enough")

    announce(picky=Picky, pear=Pear)
    assert type(read(payload(**{"$schema": URI}), "orchard.pears")) is Pear
    with pytest.raises(MessageError, match="never good enough"):
        read(payload(**{"$schema": URI}))


def test_json_that_breaks_its_schema_arrives_as_json_with_the_reason(
    caplog: pytest.LogCaptureFixture,
):
    announce(apple=Apple)
    message = Decoder().decode(payload(worm=1), None, lambda: "here", "orchard.apples")
    assert message == {"worm": 1}
    assert type(message) is JSONBlob
    assert message.missing_schema
    assert "worm" in str(message.error)
    assert "here" in warnings(caplog)[0]
    with pytest.raises(DecodeError, match="worm"):
        Decoder("raise").decode(payload(worm=1), None, lambda: "here", "orchard.apples")


def test_bytes_that_break_their_format_arrive_as_bytes_with_the_reason():
    announce(apple=Apple)
    message = Decoder().decode(b"\xff{", None, lambda: "here", "orchard.apples")
    assert type(message) is Blob
    assert message.content == b"\xff{"
    assert message.to_wire() == ("blob", b"\xff{")
    assert isinstance(message.error, MessageError)


@pytest.mark.parametrize("uri", [5, None, ["x"], {"a": 1}, "", "\ud800", "x" * 100_000])
def test_a_schema_that_names_nothing_changes_nothing(uri: Any):
    announce(apple=Apple)
    message = read(payload(**{"$schema": uri}))
    assert type(message) is JSONBlob
    assert message == {"$schema": uri}


# A model that core has never heard of


@dataclass
class Nova(MessageModel):
    """A model of a new family, told apart by its markers alone."""

    fields: dict[str, Any]

    hop_markers: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"nova_id", "magnitude"}),
        frozenset({"outburst"}),
    )

    @classmethod
    def load(cls, input_: Any) -> Nova:
        fields = json.loads(input_)
        if "broken" in fields:
            raise DecodeError("broken")
        return cls(fields)

    @classmethod
    def hop_marks_test(cls, document: Any) -> bool:
        return isinstance(document, dict) and document.get("drill") is True


@pytest.mark.parametrize("headers", [None, [("_format", b"json")]])
@pytest.mark.parametrize(
    ("fields", "model"),
    [
        ({"nova_id": 1, "magnitude": 2}, Nova),
        ({"outburst": None, "more": 1}, Nova),
        ({"nova_id": 1}, JSONBlob),
        ({"magnitude": 2}, JSONBlob),
        ({"other": {"outburst": 1}}, JSONBlob),
    ],
)
def test_json_is_told_by_the_markers_of_a_model(
    fields: dict[str, Any], model: type[MessageModel], headers: Any
):
    announce(nova=Nova)
    assert type(read(payload(**fields), headers=headers)) is model


def test_a_model_with_markers_is_not_asked_of_other_json():
    class Asked(Nova):
        @classmethod
        def sniff(cls, payload: bytes) -> bool:
            raise AssertionError("asked")

    announce(nova=Asked)
    assert not registry.claims().may_be_claimed({"a": 1}, "alerts")
    assert registry.claims().may_be_claimed({"outburst": 1}, "alerts")
    assert type(read(payload(a=1))) is JSONBlob


@pytest.mark.parametrize(("drill", "is_test"), [(True, True), (False, False)])
@pytest.mark.parametrize("headers", [None, [("_format", b"json")]])
def test_a_broken_message_keeps_its_mark_of_a_test(headers: Any, drill: bool, is_test: bool):
    announce(nova=Nova)
    data = payload(outburst=1, broken=1, drill=drill)
    message = Decoder().decode(data, headers, lambda: "here", "alerts")
    assert type(message) is JSONBlob
    assert message.error is not None
    assert message.is_test is is_test


# What loads plugins


@pytest.fixture
def undiscovered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As at the start of a program with a plugin; gives what was loaded."""
    loaded: list[str] = []

    class Point:
        name, value = "orchard", "orchard"

        def load(self) -> None:
            loaded.append(self.value)
            announce(apple=Apple)

    monkeypatch.setattr(plugins, "_discovered", False)
    monkeypatch.setattr(plugins, "_entry_points", lambda: [Point()])
    return loaded


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (b'{"url":"x"}', [("_format", b"external")]),
        (b"\xff", [("_format", b"blob")]),
    ],
)
def test_formats_of_core_load_no_plugin(undiscovered: list[str], data: bytes, headers: Any):
    wire.decode(data, headers, "orchard.apples")
    assert undiscovered == []


def test_json_asks_the_plugins_once(undiscovered: list[str]):
    assert type(wire.decode(b'{"a":1}', None, "orchard.apples")) is Apple
    assert type(wire.decode(b'{"a":1}', None, "alerts")) is JSONBlob
    assert type(wire.decode(b"[1]", None, "alerts")) is JSONBlob
    assert undiscovered == ["orchard"]


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (b"{}", [("_format", b"apple")]),
        (b"{}", [("_format", b"json")]),
        (b"{}", None),
        (b'{"format": "apple", "content": {"fields": {}}}', None),
    ],
)
def test_a_message_knows_the_topic_it_was_read_from(payload: bytes, headers: Any):
    announce(apple=Apple)
    message = wire.decode(payload, headers, "orchard.apples.red")
    assert isinstance(message, Apple)
    assert message.hop_topic == "orchard.apples.red"
    assert Apple({}).hop_topic is None


@pytest.mark.parametrize("headers", [None, [("_format", b"json")], [("_format", b"drilled")]])
@pytest.mark.parametrize(("topic", "is_test"), [("orchard.x.drill", True), ("orchard.x", False)])
def test_a_topic_for_tests_marks_every_message_on_it(headers: Any, topic: str, is_test: bool):
    class Drilled(Apple):
        hop_schemas = ()
        hop_topics = ()
        hop_test_topics = (r"orchard\..*\.drill",)
        hop_markers = ()

    announce(drilled=Drilled)
    assert wire.decode(b'{"a": 1}', headers, topic).is_test is is_test
    assert wire.decode(b'{"a": 1}', headers).is_test is False
    broken = Decoder().decode(b"{", headers, lambda: "here", topic)
    assert broken is not None
    assert broken.is_test is is_test


# Models that are imported when a message asks for them


ORCHARD = r"""
import json
from dataclasses import dataclass

from hop.message import MessageModel


@dataclass
class Quince(MessageModel):
    fields: dict
    hop_topics = (r"quinces\..+",)

    @classmethod
    def load(cls, input_):
        return cls(json.loads(input_))

    @classmethod
    def sniff(cls, payload):
        return payload.startswith(b"quince")


class Fruit:
    pass
"""


@pytest.fixture
def quince(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[plugins.ModelDeclaration]:
    """The declaration of a model in a module that nobody has imported, announced as quince."""
    (tmp_path / "late_orchard.py").write_text(ORCHARD)
    monkeypatch.syspath_prepend(tmp_path)
    declared = plugins.ModelDeclaration(
        "late_orchard:Quince",
        schemas=("https://orchard.example/quince",),
        topics=(r"quinces\..+",),
        markers=(frozenset({"quince", "ripe"}),),
        sniffs=True,
    )
    plugins.register(lambda: {"Quince": declared})
    yield declared
    sys.modules.pop("late_orchard", None)


def is_imported() -> bool:
    return "late_orchard" in sys.modules


def test_other_messages_do_not_import_a_declared_model(quince: plugins.ModelDeclaration):
    for headers in (None, [("_format", b"json")]):
        assert type(read(payload(a=1), headers=headers)) is JSONBlob
        assert type(read(payload(quince=1), headers=headers)) is JSONBlob
    assert type(read(b"x", headers=[("_format", b"pear")])) is Blob
    assert "quince" in registry.known_formats()
    registry.claims().load_for(["quinces", "pears"])
    assert not is_imported()


@pytest.mark.parametrize(
    ("data", "topic", "headers"),
    [
        (payload(a=1), "quinces.ripe", None),
        (payload(**{"$schema": "https://orchard.example/quince"}), "alerts", None),
        (payload(a=1), "alerts", [("_format", b"QUINCE")]),
        (payload(format="quince", content={"fields": {}}), "alerts", None),
    ],
)
def test_a_message_imports_the_declared_model_it_is_for(
    quince: plugins.ModelDeclaration, data: bytes, topic: str, headers: Any
):
    assert type(read(data, topic, headers)).__name__ == "Quince"


def test_a_declared_model_is_asked_for_the_looks_of_a_message(quince: plugins.ModelDeclaration):
    looks = registry.claims().by_looks
    assert list(looks(b"quince")) == [quince.model]
    assert list(looks(b"plum")) == []
    assert list(looks(payload(quince=1, ripe=1), {"quince": 1, "ripe": 1})) == []


def test_a_declared_model_is_given_out_as_the_class(quince: plugins.ModelDeclaration):
    assert registry.model_for("quince") is plugins.get_models()["quince"] is quince.model
    assert registry.known_models()["quince"] is quince.model


def test_a_topic_of_a_declared_model_imports_it_before_a_message(quince: plugins.ModelDeclaration):
    registry.claims().load_for(["quinces.ripe"])
    assert is_imported()


@pytest.mark.parametrize("path", ["no_orchard:Quince", "late_orchard:Plum", "late_orchard:Fruit"])
def test_a_declared_model_that_cannot_be_imported_is_left_out(
    quince: plugins.ModelDeclaration, path: str, caplog: pytest.LogCaptureFixture
):
    broken = plugins.ModelDeclaration(path, topics=("alerts",), sniffs=True)
    plugins.register(lambda: {"broken": broken})
    assert type(read(payload(a=1), "alerts")) is JSONBlob
    assert type(read(b"x", headers=[("_format", b"broken")])) is Blob
    assert plugins.get_models() == {"quince": quince.model}
    [warning] = warnings(caplog)
    assert path.replace(":", ".") in warning


def test_a_name_that_is_announced_loads_no_plugin(undiscovered: list[str]):
    announce(pear=Pear)
    assert registry.model_for("pear") is Pear
    assert undiscovered == []
    assert registry.model_for("apple") is Apple
    assert undiscovered == ["orchard"]
