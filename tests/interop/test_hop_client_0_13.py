"""hop-client 0.13 reads what hop writes, and hop what that client writes: formats and headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop.io import Deserializer, Metadata, StartPosition
from hop.message import MessageModel
from hop.models import AvroBlob, Blob, GCNCircular, JSONBlob, VOEvent
from hop.sandbox import KafkaCluster

from .conftest import EXAMPLES, Peer, encoded, jsonable

NewTopic = Callable[[], str]

NOTHING = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False)
FIELDS = VOEvent(
    ivorn="ivo://example.org/stream#1",
    role="test",
    Who={"AuthorIVORN": "ivo://example.org", "Date": "2026-11-01T00:00:00"},
    What={"Param": {"name": "a", "value": "1.50", "dataType": "float", "Description": "ü & <"}},
)
CIRCULAR = GCNCircular(header={"title": "GCN CIRCULAR", "subject": "GRB ü"}, body="One\n\ntwo ∆\n")
TREE = {"a": [1, 2.5, None, True, {"b": "ü\u2028😀"}], "": "", "big": 2**53 + 1}


def examples(*formats: str, folder: str = "good") -> list[Path]:
    found = [path for name in formats for path in sorted((EXAMPLES / folder / name).iterdir())]
    assert found
    return found


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


# The programs that the packaging tests run with hop


def test_programs_for_hop_client_are_what_hop_client_runs(
    newer: Peer, kafka: KafkaCluster, tmp_path: Path
) -> None:
    kafka.create_topic("igwn.gwalert")
    programs = EXAMPLES.parents[1] / "tests/packaging/hop_client/programs"
    newer.run_program(programs / "publisher.py", kafka.url)
    seen = json.loads(newer.run_program(programs / "alert_stream.py", kafka.url))
    assert [kind for _, kind, _ in seen] == ["avro", "json"]
    kept = newer.run_program(programs / "archive.py", kafka.url, tmp_path / "auth.toml")
    assert len(kept.splitlines()) == 2


# What hop writes


@dataclass(frozen=True)
class Written:
    """A message that hop writes, and as what hop-client reads it."""

    name: str
    message: Any
    type: str
    fields: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


def expected_of(path: Path) -> tuple[str, dict[str, Any]]:
    """Class and fields that hop-client makes of an example."""
    data = path.read_bytes()
    match path.parent.name:
        case "voevent":
            # It knows the root element by one prefix only.
            return ("VOEvent" if b"<voe:VOEvent" in data else "error"), {}
        case "gcntextnotice":
            return "GCNTextNotice", {"raw": data}
        case "external":
            return "ExternalMessage", {"url": json.loads(data)["url"]}
        case "avro" | "lvkalert" if path.suffix == ".avro":
            loaded = AvroBlob.load(data)
            # It reads one record, and neither none nor many.
            return (
                ("AvroBlob", {"content": loaded.content}) if loaded.single_record else ("error", {})
            )
        case "circular" if path.suffix == ".gcn3":
            circular = GCNCircular.load(data.decode())
            return "GCNCircular", {"header": dict(circular.header), "body": circular.body}
        case _:
            return "JSONBlob", {"content": json.loads(data)}


def written_examples() -> Iterator[Written]:
    formats = ("voevent", "circular", "gcntextnotice", "json", "avro", "external")
    for path in [*examples(*formats), *examples("gcnnotice", "lvkalert", "circular_record")]:
        if path.parent.name == "circular" and path.suffix != ".gcn3":
            continue  # the wire form of what others here are the text form of
        yield Written(name_of(path), loaded(path), *expected_of(path))


def loaded(path: Path) -> MessageModel:
    if path.parent.name == "circular_record":  # circulars as the JSON that GCN sends
        return GCNCircular.from_wire(path.read_bytes())
    model: Any = Deserializer[path.parent.name.upper()]
    message: MessageModel = model.load_file(path)
    return message


def written_values() -> Iterator[Written]:
    for name, value in {
        "tree": TREE,
        "text": "hi",
        "number": 5,
        "nothing": None,
        "list": [1, 2.5, None],
        "an envelope's keys": {"format": "circular", "content": 1},
    }.items():
        yield Written(f"value: {name}", value, "JSONBlob", {"content": value})
    yield Written("JSONBlob", JSONBlob(TREE), "JSONBlob", {"content": TREE})
    for name, data in {"bytes": b"\x00\xff{", "no bytes": b"", "JSON": b'{"a": 1}'}.items():
        yield Written(f"bytes: {name}", data, "Blob", {"content": data})
        yield Written(f"Blob: {name}", Blob(data), "Blob", {"content": data})
    yield Written("VOEvent of fields", FIELDS, "VOEvent", {"ivorn": FIELDS.ivorn, "role": "test"})
    yield Written(
        "circular of fields",
        CIRCULAR,
        "GCNCircular",
        {"header": dict(CIRCULAR.header), "body": CIRCULAR.body},
    )
    record = {"a": 1, "b": "x", "c": [1.5], "d": None, "e": {"f": True}}
    yield Written("Avro without a schema", AvroBlob(record), "AvroBlob", {"content": record})


def written_headers() -> Iterator[Written]:
    own = [("one", b"\x00\xff"), ("two", "ä"), ("one", b"again")]
    one = {"content": 1}
    yield Written("headers", 1, "JSONBlob", one, {"headers": own})
    yield Written("headers of text", 1, "JSONBlob", one, {"headers": {"a": "ü", "b": ""}})
    yield Written("a key of text", 1, "JSONBlob", one, {"key": "kü"})
    yield Written("a key of bytes", 1, "JSONBlob", one, {"key": b"\x00\xff"})
    yield Written("a test", 1, "JSONBlob", one, {"test": True})
    yield Written(
        "all at once", FIELDS, "VOEvent", {}, {"test": True, "key": "k", "headers": {"a": "b"}}
    )


WRITTEN = [*written_examples(), *written_values(), *written_headers()]


@pytest.fixture(scope="module")
def read_by_client(kafka: KafkaCluster, new_topic: NewTopic, newer: Peer) -> dict[str, Any]:
    url = f"{kafka.url}/{new_topic()}"
    with NOTHING.open(url, "w") as stream:
        for each in WRITTEN:
            stream.write(each.message, **each.options)
    found = newer.read(url)
    assert len(found) == len(WRITTEN)
    unmarked = newer.read(url, ignoretest=True)
    marked = [each.name for each in WRITTEN if each.options.get("test")]
    assert len(unmarked) == len(WRITTEN) - len(marked)
    return {each.name: one for each, one in zip(WRITTEN, found, strict=True)}


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case.name)
def test_hop_client_reads(read_by_client: dict[str, Any], case: Written) -> None:
    read = read_by_client[case.name]
    assert read["type"] == case.type, read.get("text")
    if case.type == "error":
        return
    got = {key: read["fields"][key] for key in case.fields}
    assert repr(got) == repr(jsonable(case.fields))  # NaN differs from itself
    if case.type == "VOEvent":
        assert read["bytes"] == encoded(bytes(case.message))
        assert {**read["fields"]} == as_client_has_it(case.message)
    names = [name for name, _ in read["headers"]]
    own = dict(case.options.get("headers") or {}) if not names[0].startswith("_") else {}
    assert names[-1] == "_format"
    assert len(dict(read["headers"])["_id"]) == len(encoded(bytes(16)))
    assert ("_test" in names) is bool(case.options.get("test"))
    assert {name for name in names if not name.startswith("_")} == set(own)
    key = case.options.get("key")
    assert read["key"] == (None if key is None else encoded(key))


def as_client_has_it(event: VOEvent) -> dict[str, Any]:
    """The fields of hop-client's class, which has an empty dictionary where a section is absent."""
    sections = ("Who", "What", "WhereWhen", "How", "Why", "Citations", "Description", "Reference")
    tree = event.asdict()
    return {
        **{name: tree[name] for name in ("ivorn", "role", "version")},
        **{name: tree.get(name, {}) for name in sections},
    }


def test_own_headers_arrive_as_they_were(read_by_client: dict[str, Any]) -> None:
    own = [("one", b"\x00\xff"), ("two", "ä".encode()), ("one", b"again")]
    read = read_by_client["headers"]["headers"]
    assert read[:3] == [[name, encoded(value)] for name, value in own]
    read = read_by_client["headers of text"]["headers"]
    assert read[:2] == [["a", encoded("ü")], ["b", ""]]


# What hop-client writes


@dataclass(frozen=True)
class Order:
    """A message that hop-client writes, and as what hop reads it."""

    name: str
    order: dict[str, Any]
    format: str
    content: Any
    payload: bytes | None = None


def ordered() -> Iterator[Order]:
    for path in examples("voevent", "gcntextnotice", "external"):
        data = path.read_bytes()
        if path.parent.name == "voevent" and b"<voe:VOEvent" not in data:
            continue  # it cannot load these
        name = path.parent.name
        order = {"format": name, "content": encoded(data)}
        content: Any = json.loads(data)["url"] if name == "external" else None
        yield Order(name_of(path), order, name, content, None if name == "external" else data)
    for path in examples("circular"):
        if path.suffix == ".gcn3":
            text = path.read_bytes().decode()
            order = {"format": "circular", "content": encoded(text)}
            circular = GCNCircular.load(text)
            yield Order(name_of(path), order, "circular", circular.asdict())
    values = {"tree": TREE, "text": "hi", "null": None, "not finite": [float("inf")]}
    for name, value in values.items():
        yield Order(f"value: {name}", {"value": value}, "json", value)
        content = encoded(json.dumps(value))
        yield Order(f"JSONBlob: {name}", {"format": "json", "content": content}, "json", value)
    for name, data in {"bytes": b"\x00\xff", "no bytes": b""}.items():
        yield Order(f"value: {name}", {"bytes": encoded(data)}, "blob", data)
        yield Order(f"Blob: {name}", {"format": "blob", "content": encoded(data)}, "blob", data)
    for name, record in {
        "record": {"a": 1, "b": "x"},
        "map": {"a": 1, "b": 2},
        "nested": {"a": [{"b": None, "c": 1.5}, {"b": None, "c": 2.5}], "d": True},
        "number": 5,
    }.items():
        yield Order(f"Avro: {name}", {"format": "avro", "content": record}, "avro", record)
    records = [{"n": 1}, {"n": 2}]
    schema = {"type": "record", "name": "R", "fields": [{"name": "n", "type": "long"}]}
    order = {"format": "avro", "content": records, "single": False, "schema": schema}
    yield Order("Avro: many records", order, "avro", records)
    headers = [["a", encoded("b")], ["c", encoded(b"\xff")], ["a", encoded("again")]]
    order = {"value": 1, "headers": headers, "key": encoded("k"), "test": True}
    yield Order("headers, key, test", order, "json", 1)


ORDERED = list(ordered())


@pytest.fixture(scope="module")
def read_by_hop(
    kafka: KafkaCluster, new_topic: NewTopic, newer: Peer
) -> dict[str, tuple[MessageModel, Metadata]]:
    url = f"{kafka.url}/{new_topic()}"
    newer.write(url, [each.order for each in ORDERED])
    with NOTHING.open(url, fetch_external=False) as stream:
        found = list(stream.read(metadata=True))
    assert len(found) == len(ORDERED)
    with NOTHING.open(url, fetch_external=False, tests="header") as stream:
        assert len(list(stream)) == len(ORDERED) - 1
    return {each.name: one for each, one in zip(ORDERED, found, strict=True)}


@pytest.mark.parametrize("case", ORDERED, ids=lambda case: case.name)
def test_hop_reads(read_by_hop: dict[str, tuple[MessageModel, Metadata]], case: Order) -> None:
    message, metadata = read_by_hop[case.name]
    assert type(message) is type(message_of(case.format)), message
    assert getattr(message, "error", None) is None
    if case.payload is not None:
        assert bytes(message) == case.payload
    elif case.format == "circular":
        assert message.asdict() == case.content
    elif case.format == "external":
        assert message.url == case.content
    else:
        assert message.content == case.content
    names = [name for name, _ in metadata.headers]
    assert names[-1] == "_format"
    assert dict(metadata.headers)["_format"] == case.format.encode()
    assert len(dict(metadata.headers)["_id"]) == 16


def message_of(format_name: str) -> MessageModel:
    """Some message of a format."""
    if format_name == "json":
        return JSONBlob(1)
    if format_name == "blob":
        return Blob(b"")
    if format_name == "avro":
        return AvroBlob(1)
    files = examples(format_name)
    file = next((file for file in files if file.suffix != ".json"), files[0])
    return loaded(file)


def test_headers_and_key_arrive_as_they_were(
    read_by_hop: dict[str, tuple[MessageModel, Metadata]],
) -> None:
    message, metadata = read_by_hop["headers, key, test"]
    assert metadata.headers[:3] == [("a", b"b"), ("c", b"\xff"), ("a", b"again")]
    assert metadata.key == b"k"
    assert message.is_test
    assert [name for name, _ in metadata.headers[3:]] == ["_id", "_test", "_format"]


# What others write

RECORDS: list[tuple[bytes, list[tuple[str, bytes]] | None]] = [
    (b"5", None),
    (b'{"a": 1}', [("x", b"y")]),
    (b"abc", None),
    (b"\xff\x00", None),
    (b"", None),
    (b'{"a": 1}', [("_format", b"JSON")]),
    (b'{"a": 1}', [("_format", b"donut")]),
    (b'{"a": 1}', [("_format", b"json"), ("_format", b"blob")]),
    (b'{"a": 1}', [("_format", b"blob"), ("_format", b"json")]),
    (b'{"a": NaN}', [("_format", b"json")]),
    (b'{"a": 1}', [("_test", b"false"), ("_format", b"json")]),
    (b'{"format": "blob", "content": "some text"}', None),
    (b'{"format": "json", "content": {"content": [1]}}', None),
    (b'{"format": "circular", "content": {"header": {"title": "t"}, "body": "b"}}', None),
    (b'{"format": "gcntextnotice", "content": {"raw": "A: b", "fields": {"a": "b"}}}', None),
    (b'{"format": "external", "content": {"url": "https://example.org/1"}}', None),
    (
        b'{"format": "voevent", "content": {"ivorn": "ivo://e/s#1", "role": "test", '
        b'"version": "2.0", "Who": {"Date": "2026-11-01T00:00:00"}}}',
        None,
    ),
    (
        b'{"ivorn": "ivo://e/s#1", "role": "test", "version": "2.0", '
        b'"Who": {"Date": "2026-11-01T00:00:00"}}',
        [("_format", b"voevent")],
    ),
]


@pytest.fixture(scope="module")
def read_by_both(
    kafka: KafkaCluster, new_topic: NewTopic, newer: Peer
) -> list[tuple[Any, dict[str, Any]]]:
    topic = new_topic()
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap()})
    for payload, headers in RECORDS:
        producer.produce(topic, payload, headers=headers)
    assert producer.flush(30) == 0
    url = f"{kafka.url}/{topic}"
    with NOTHING.open(url, fetch_external=False) as stream:
        ours = list(stream)
    return list(zip(ours, newer.read(url), strict=True))


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_both_read_the_same(read_by_both: list[tuple[Any, dict[str, Any]]], number: int) -> None:
    ours, theirs = read_by_both[number]
    assert theirs["type"] in [each.__name__ for each in type(ours).__mro__], (ours, theirs)
    if theirs["type"] == "JSONBlob":
        assert repr(ours.content) == repr(theirs["fields"]["content"])  # NaN differs from itself
    elif theirs["type"] == "Blob":
        assert theirs["fields"]["content"] == {"base64": encoded(ours.content)}
    elif theirs["type"] == "GCNCircular":
        assert theirs["fields"] == ours.asdict()
    elif theirs["type"] == "VOEvent":
        assert theirs["fields"] == as_client_has_it(ours)
