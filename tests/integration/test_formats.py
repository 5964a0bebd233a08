"""Every format over a real Kafka: sent bare as GCN does, read as its model, sent on as it came."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest

from hop import Stream
from hop.io import StartPosition
from hop.message import Blob, ExternalMessage, JSONBlob, MessageModel
from hop.models import (
    AvroBlob,
    GCNCircular,
    GCNNotice,
    GCNTextNotice,
    LVKAlert,
    VOEvent,
)
from hop.sandbox import KafkaCluster

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "schemas/examples/good"
DATA = Path(os.environ.get("HOP_TEST_DATA", ROOT.parent / "shared/data"))
READER = Stream(auth=False, start_at=StartPosition.EARLIEST, ignoretest=False)
COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")

# The beginning of the topics that carry a model, the model, and its files.
FAMILIES: list[tuple[str, type[MessageModel], list[Path]]] = [
    ("gcn.classic.voevent.TEST", VOEvent, [*DATA.glob("*.xml"), *GOOD.glob("voevent/*")]),
    ("gcn.notices.svom.voevent.grm", VOEvent, [*GOOD.glob("voevent/*")]),
    (
        "gcn.circulars",
        GCNCircular,
        [
            *DATA.glob("*.gcn3"),
            *DATA.glob("gcn_circular.json"),
            *GOOD.glob("circular*/*"),
        ],
    ),
    (
        "gcn.notices.orchard.tree",
        GCNNotice,
        [*(set(DATA.glob("gcn_*.json")) - {DATA / "gcn_circular.json"}), *GOOD.glob("gcnnotice/*")],
    ),
    ("gcn.classic.text.ORCHARD", GCNTextNotice, [*GOOD.glob("gcntextnotice/*")]),
    ("igwn.gwalert", LVKAlert, [*GOOD.glob("lvkalert/*")]),
]

NewTopic = Callable[[str], str]


@pytest.fixture
def topic_of(kafka: KafkaCluster) -> NewTopic:
    def make(family: str) -> str:
        name = f"{family}.{uuid.uuid4().hex[:8]}"
        kafka.create_topic(name)
        return name

    return make


def send_bare(kafka: KafkaCluster, topic: str, payloads: Iterable[bytes]) -> None:
    """As a program without hop does: no headers at all."""
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for payload in payloads:
        producer.produce(topic, payload)
    assert producer.flush(60) == 0


def read_bare(kafka: KafkaCluster, topic: str) -> list[tuple[bytes, bytes]]:
    """Format header and payload of each record."""
    consumer = confluent_kafka.Consumer(
        {
            "bootstrap.servers": kafka.bootstrap("PLAINTEXT"),
            "group.id": "bare",
            "enable.partition.eof": True,
        }
    )
    consumer.assign([confluent_kafka.TopicPartition(topic, 0, confluent_kafka.OFFSET_BEGINNING)])
    found = []
    while (record := consumer.poll(10)) is not None and record.error() is None:
        found.append((dict(record.headers() or [])["_format"], record.value()))
    consumer.close()
    return found


def read(kafka: KafkaCluster, topic: str, **options: Any) -> list[Any]:
    with READER.open(f"{kafka.url}/{topic}", "r", **options) as stream:
        return list(stream)


@pytest.mark.parametrize(("family", "model", "files"), FAMILIES, ids=[row[0] for row in FAMILIES])
def test_what_gcn_sends_without_headers_is_typed_and_sent_on_unchanged(
    kafka: KafkaCluster,
    topic: str,
    topic_of: NewTopic,
    family: str,
    model: type[MessageModel],
    files: list[Path],
) -> None:
    payloads = [file.read_bytes() for file in files]
    source = topic_of(family)
    send_bare(kafka, source, payloads)
    messages = read(kafka, source)
    assert [type(message) for message in messages] == [model] * len(files)
    assert [getattr(message, "error", None) for message in messages] == [None] * len(files)
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        for message in messages:
            stream.write(message)
    for file, message, (name, sent) in zip(files, messages, read_bare(kafka, topic), strict=True):
        if isinstance(message, GCNCircular) and message.original is None:
            assert name == b"circular"
            assert GCNCircular.from_wire(sent).asdict() == message.asdict()
        else:
            expected = {GCNCircular: "json", GCNNotice: "json", LVKAlert: file.suffix[1:]}
            assert name.decode() == expected.get(type(message), model.hop_format)
            assert sent == file.read_bytes()


def test_the_real_examples_are_all_tried() -> None:
    if not DATA.is_dir():
        pytest.skip(f"no real messages: neither HOP_TEST_DATA nor {DATA} is there")
    tried = {file for _, _, files in FAMILIES for file in files}
    assert {file for file in DATA.iterdir() if file.suffix != ".md"} <= tried


@pytest.mark.parametrize("where", ["their own topics", "any topic"])
def test_messages_that_are_not_what_they_should_be_arrive_and_the_stream_goes_on(
    kafka: KafkaCluster, topic_of: NewTopic, where: str
) -> None:
    malformed: list[tuple[str, bytes, type[MessageModel]]] = [
        ("gcn.notices.x", b'{"$schema": "https://gcn.nasa.gov/schema/v1/gcn/notices/x', Blob),
        ("gcn.notices.x", b'{"$schema": 5, "ra": 1}', GCNNotice),
        ("gcn.notices.x", b'{"ra": "five", "dec": NaN}', GCNNotice),
        ("gcn.notices.x", b"[1, 2]", JSONBlob),
        ("gcn.circulars", b'{"circularId": 5, "subject": "no body"}', JSONBlob),
        ("gcn.circulars", b'{"circularId": null, "body": null, "subject": null}', JSONBlob),
        ("gcn.circulars", b"\xff\xfe", Blob),
        ("gcn.classic.voevent.X", b"<VOEvent ivorn='ivo://a/b#c'><Who>", Blob),
        ("gcn.classic.voevent.X", b"not XML", Blob),
        ("gcn.classic.text.X", b"TITLE: GCN/\xe9 NOTICE\nNOTICE_TYPE: x", GCNTextNotice),
        ("gcn.classic.text.X", b"no field at all", Blob),
        ("igwn.gwalert", b"Obj\x01 and then nothing of it", Blob),
        ("igwn.gwalert", b'{"superevent_id": 5, "alert_type": null}', JSONBlob),
        ("igwn.gwalert", b'{"superevent_id":"S1","alert_type":"X","event":"?"}', LVKAlert),
        ("igwn.gwalert", b"", Blob),
    ]
    for family in dict.fromkeys(row[0] for row in malformed):
        rows = [row for row in malformed if row[0] == family]
        name = topic_of(family if where == "their own topics" else "alerts")
        send_bare(kafka, name, [payload for _, payload, _ in rows] + [b'{"the": "last"}'])
        *messages, last = read(kafka, name)
        assert last["the"] == "last"
        for (_, payload, kind), message in zip(rows, messages, strict=True):
            if where == "their own topics":
                assert type(message) is kind, payload
                faultless = b'{"$schema": 5, "ra": 1}'
                assert (message.error is None) == (payload == faultless), payload
            # Never changed without a word.
            if isinstance(message, JSONBlob):
                assert message.content == json.loads(payload)
            else:
                assert bytes(message) == payload


def test_headers_that_contradict_or_say_nothing(kafka: KafkaCluster, topic: str) -> None:
    circular = (GOOD / "circular_record/plain.json").read_bytes()
    sent: list[tuple[bytes, list[tuple[str, bytes | None]], type[MessageModel]]] = [
        # "json" names an encoding; the content says which model it is for.
        (circular, [("_format", b"json"), ("_format", b"circular")], GCNCircular),
        (circular, [("_format", b"circular"), ("_format", b"json")], GCNCircular),
        (circular, [("_format", None)], GCNCircular),
        (circular, [("_format", b"\xff\xfe")], Blob),
        (circular, [("_format", b"no_such_format")], Blob),
        (b"{", [("_format", b"gcnnotice")], Blob),
        (b'{"url": null}', [("_format", b"external")], Blob),
        (b"Obj", [("_format", b"avro")], Blob),
    ]
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for payload, headers, _ in sent:
        producer.produce(topic, payload, headers=headers)
    producer.produce(topic, None, headers=[("_format", b"json")])
    producer.flush(60)
    *messages, empty = read(kafka, topic)
    assert [type(message) for message in messages] == [kind for *_, kind in sent]
    assert [message.missing_schema for message in messages if type(message) is Blob] == [True] * 5
    assert empty == b""


def every_kind() -> list[MessageModel]:
    return [
        VOEvent.load_file(GOOD / "voevent/latin1.xml"),
        GCNCircular.load_file(GOOD / "circular/non_ascii.gcn3"),
        GCNTextNotice.load_file(GOOD / "gcntextnotice/folded.txt"),
        AvroBlob.load_file(GOOD / "avro/one_record.avro"),
        AvroBlob.load_file(GOOD / "avro/many_records.avro"),
        AvroBlob({"map": b"\x00\xff", "name": "x"}),
        JSONBlob({"a": [1, None, "é"]}),
        Blob(b"\x00\xff"),
        Blob("text"),
    ]


def test_every_format_that_hop_writes_is_read(kafka: KafkaCluster, topic: str) -> None:
    sent = every_kind()
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        for message in sent:
            stream.write(message, test=True)
    found = read(kafka, topic)
    assert [type(message) for message in found[:-1]] == [type(message) for message in sent[:-1]]
    assert found[-1] == "text"
    assert [message.asdict() for message in found] == [message.asdict() for message in sent]
    assert [bytes(message) for message in found] == [bytes(message) for message in sent]
    assert all(message.is_test for message in found)


def test_the_envelope_of_2021_holds_every_format_that_json_can(
    kafka: KafkaCluster, topic: str
) -> None:
    alert = LVKAlert.load_file(GOOD / "lvkalert/mock_with_coincidence.json")
    notice = GCNNotice.load_file(GOOD / "gcnnotice/all_kinds.json")
    sent = [
        *(each for each in every_kind() if b"\xff" not in bytes(each)),
        alert,
        notice,
        ExternalMessage("https://archive.example.org/1"),
    ]
    with Stream(auth=False, envelope=True).open(f"{kafka.url}/{topic}", "w") as stream:
        for message in sent:
            if not isinstance(message, AvroBlob):
                stream.write(message)
    found = read(kafka, topic, fetch_external=False)
    expected = [message for message in sent if not isinstance(message, AvroBlob)]
    assert [message.asdict() for message in found] == [message.asdict() for message in expected]


@pytest.mark.parametrize("kind", ["json", "avro"])
def test_a_header_that_names_an_encoding_hides_no_model(
    kafka: KafkaCluster, topic_of: NewTopic, kind: str
) -> None:
    """As LVK's own publisher writes, with the JSONBlob and the AvroBlob of hop-client."""
    topic = topic_of("igwn.gwalert")
    file = GOOD / f"lvkalert/preliminary.{kind}"
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    producer.produce(topic, file.read_bytes(), headers=[("_format", kind.encode())])
    assert producer.flush(20) == 0
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        stream.write(JSONBlob.load_file(file) if kind == "json" else AvroBlob.load_file(file))
        stream.write(LVKAlert.load_file(file))
    found = read(kafka, topic)
    assert len(found) == 3
    for message in found:
        match message:
            case LVKAlert(superevent_id=name):
                assert name == "S320302ab"
            case _:
                pytest.fail(f"not an alert, but {message!r:.80}")
        assert message.content["superevent_id"] == "S320302ab"
        assert message.content == message.asdict()
        assert message == LVKAlert.load_file(file)


def test_what_hop_writes_typed_it_reads_typed_with_its_content(
    kafka: KafkaCluster, topic: str
) -> None:
    sent: list[Any] = [
        GCNNotice.load_file(GOOD / "gcnnotice/all_kinds.json"),
        GCNCircular.load_file(GOOD / "circular_record/corrected.json"),
        GCNCircular({"subject": "s"}, "b"),
        LVKAlert(superevent_id="S1", alert_type="INITIAL"),
        JSONBlob({"a": 1}),
        AvroBlob({"a": 1}),
    ]
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        for message in sent:
            stream.write(message)
    found = read(kafka, topic)
    assert [type(message) for message in found] == [type(message) for message in sent]
    assert [message.content for message in found] == [message.content for message in sent]
    assert [bytes(message) for message in found] == [bytes(message) for message in sent]


def test_a_stream_hands_on_what_its_topic_says_of_tests(
    kafka: KafkaCluster, topic_of: NewTopic
) -> None:
    topic = topic_of("gcn.notices.orchard.test")
    send_bare(kafka, topic, [b'{"alert_tense": "current"}', b"\xff"])
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        stream.write({"ra": 1.5})
    assert [message.is_test for message in read(kafka, topic)] == [True] * 3


def test_circulars_in_latin1_arrive_with_the_reason(
    kafka: KafkaCluster, topic_of: NewTopic
) -> None:
    topic = topic_of("gcn.circulars")
    send_bare(kafka, topic, [b"TITLE: GCN CIRCULAR\nSUBJECT: caf\xe9\n\nb\n"])
    [circular] = read(kafka, topic)
    assert isinstance(circular, GCNCircular)
    assert circular.subject == "café"
    assert "not UTF-8" in str(circular.error)


def test_each_message_is_a_line_of_json(kafka: KafkaCluster, topic: str) -> None:
    kinds = every_kind()
    in_avro = (GOOD / "lvkalert/preliminary.avro").read_bytes()
    notice = (GOOD / "gcnnotice/all_kinds.json").read_bytes()
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        for message in kinds:
            stream.write(message)
    send_bare(kafka, topic, [in_avro, notice, b"\xffbytes"])
    done = subprocess.run(
        [*COMMAND, "subscribe", "--no-auth", "-s", "EARLIEST", "-j", f"{kafka.url}/{topic}"],
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    voevent, circular, text, one, many, own, tree, raw, bare, alert, unified, unknown = lines
    assert voevent == kinds[0].asdict()
    assert circular == kinds[1].asdict()
    assert text == kinds[2].asdict()
    assert one == {"object": "Orchard 12", "magnitude": 17.5, "cutout": {"base64": "AP8="}}
    assert [each["object"] for each in many] == ["Orchard 0", "Orchard 1", "Orchard 2"]
    assert own == {"map": {"base64": "AP8="}, "name": "x"}
    assert tree == {"a": [1, None, "é"]}
    assert raw == {"base64": "AP8="}
    assert bare == "text"
    assert alert["superevent_id"] == "S320302ab"
    assert alert["event"]["skymap"].keys() == {"base64"}
    assert unified == json.loads(notice)
    assert unknown == {"base64": "/2J5dGVz"}


def test_the_command_publishes_files_of_each_format_and_prints_what_came(
    kafka: KafkaCluster, topic: str
) -> None:
    url = f"{kafka.url}/{topic}"
    files = {
        "LVKALERT": GOOD / "lvkalert/preliminary.avro",
        "GCNNOTICE": GOOD / "gcnnotice/all_kinds.json",
    }
    for name, file in files.items():
        done = subprocess.run(
            [*COMMAND, "publish", "--no-auth", "-f", name, url, file],
            capture_output=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, b"")
    sent = read_bare(kafka, topic)
    assert [payload for _, payload in sent] == [file.read_bytes() for file in files.values()]
    assert [name for name, _ in sent] == [b"avro", b"json"]
    done = subprocess.run(
        [*COMMAND, "subscribe", "--no-auth", "-s", "EARLIEST", url],
        capture_output=True,
        timeout=60,
    )
    alert, notice = (file.read_bytes() for file in files.values())
    assert done.stdout.startswith(alert + b"\n")
    # Under the name json it is JSON, and printed as such.
    assert json.loads(done.stdout.removeprefix(alert)) == json.loads(notice)


LOWERCASE = b"""<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0"
 ivorn="ivo://orchard.example/a#1"><What><Param name="a" datatype="int" value="1"/></What>
</voe:VOEvent>"""


def test_the_command_sends_what_breaks_its_schema_if_told_to(
    kafka: KafkaCluster, topic: str, tmp_path: Path
) -> None:
    faulty, good = tmp_path / "faulty.xml.gz", GOOD / "voevent/minimal.xml"
    faulty.write_bytes(gzip.compress(LOWERCASE))

    def publish(*options: str) -> subprocess.CompletedProcess[str]:
        url = f"{kafka.url}/{topic}"
        return subprocess.run(
            [*COMMAND, "publish", "--no-auth", "-f", "VOEVENT", *options, url, faulty, good],
            capture_output=True,
            text=True,
            timeout=60,
        )

    strict = publish()
    assert strict.returncode == 65
    assert "datatype" in strict.stderr
    lenient = publish("--lenient")
    assert lenient.returncode == 0
    [line] = lenient.stderr.splitlines()
    assert line.startswith(f"hop: {faulty}:2: What/Param/@datatype: expected no such attribute")
    sent = read_bare(kafka, topic)
    innocent = (b"voevent", good.read_bytes())
    assert sent == [innocent, (b"voevent", LOWERCASE), innocent]
    assert read(kafka, topic)[1].schema_error is not None
