"""Alerts of surveys by streams: every frame and version arrives; nothing stops the stream."""

from __future__ import annotations

import asyncio
import copy
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer
from survey_records import ALERT, RUBIN, body, container, fingerprint, text_of

from hop.errors import ConfigError, TransportError
from hop.io import StartPosition, Stream
from hop.models import AvroBlob, Blob, JSONBlob, SurveyAlert
from hop.sandbox import KafkaCluster, SchemaRegistry
from hop.sandbox._java import cache_folder
from hop.testing import survey_alerts

pytestmark = pytest.mark.sync_only("the frames are read by the decoder, which both have")

NEWER = copy.deepcopy(RUBIN)
NEWER["fields"].insert(2, {"name": "new", "type": "string"})  # type: ignore[attr-defined]
NEWER["namespace"] = "hop.survey.v12_0"
OTHER = {"type": "record", "name": "other", "fields": [{"name": "what", "type": "string"}]}
BOMB = copy.deepcopy(RUBIN)
BOMB["fields"].append({"name": "n", "type": {"type": "array", "items": "null"}})  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Each test has a cache of its own; but Kafka is not fetched again."""
    folder = tmp_path / "cache"
    (folder / "hop").mkdir(parents=True)
    for each in cache_folder().parent.glob("kafka-*"):
        (folder / "hop" / each.name).symlink_to(each)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def registry() -> Iterator[SchemaRegistry]:
    with SchemaRegistry({1100: RUBIN, 1200: NEWER, 5: OTHER, 6: BOMB}) as found:
        yield found


def framed(number: int, schema: Any, record: Any) -> bytes:
    return b"\0" + number.to_bytes(4, "big") + body(schema, record)


def write(kafka: KafkaCluster, topic: str, *messages: Any) -> None:
    producer = Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    for each in messages:
        payload, key = each if isinstance(each, tuple) else (each, None)
        producer.produce(topic, payload, key)
    assert producer.flush(30) == 0


def read(url: str, **options: Any) -> list[Any]:
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, **options)
    with stream.open(url) as s:
        return list(s)


def test_every_frame_and_version_of_one_topic_arrives(
    kafka: KafkaCluster, topic: str, url: str, registry: SchemaRegistry
) -> None:
    newer = {**ALERT, "new": "field"}
    written = body(RUBIN, ALERT)
    write(
        kafka,
        topic,
        framed(1100, RUBIN, ALERT),
        framed(1200, NEWER, newer),
        framed(5, OTHER, {"what": "ever"}),
        (written, text_of(RUBIN)),
        b"\xc3\x01" + fingerprint(RUBIN) + written,
        container(RUBIN, [ALERT]),
        b'{"json": 1}',
        framed(1100, RUBIN, ALERT),
    )
    found = read(url, registry=registry.url)
    kinds = [SurveyAlert, SurveyAlert, AvroBlob, *[SurveyAlert] * 3, JSONBlob, SurveyAlert]
    assert [type(each) for each in found] == kinds
    assert found[1].content == newer
    assert (found[0].schema_version, found[1].schema_version) == ("11.0", "12.0")
    assert found[2].content == {"what": "ever"}
    assert all(found[place].content == ALERT for place in (0, 3, 4, 5, 7))
    assert sorted(registry.requests) == [f"/schemas/ids/{number}" for number in (1100, 1200, 5)]


def test_what_is_broken_arrives_with_the_reason(
    kafka: KafkaCluster, topic: str, url: str, registry: SchemaRegistry
) -> None:
    bomb = body(RUBIN, ALERT) + bytes.fromhex("feffffff0f00")
    broken = {
        "no schema with the number 77": framed(77, RUBIN, ALERT),
        "does not follow the schema": framed(1200, RUBIN, ALERT),
        "is not read": b"\0\0\0\0\x06" + bomb,
        "its key is no schema": (body(RUBIN, ALERT), b'{"type": "record", "fields": 3}'),
        "no known schema has it": b"\xc3\x0112345678" + body(RUBIN, ALERT),
    }
    write(kafka, topic, *broken.values(), framed(1100, RUBIN, ALERT))
    *found, last = read(url, registry=registry.url)
    for reason, each in zip(broken, found, strict=True):
        payload = broken[reason]
        assert type(each) is Blob
        assert each.content == (payload[0] if isinstance(payload, tuple) else payload)
        assert reason in str(each.error)
    assert type(last) is SurveyAlert


def test_a_registry_that_is_away_stops_nothing(
    kafka: KafkaCluster, topic: str, url: str, registry: SchemaRegistry
) -> None:
    write(kafka, topic, framed(1100, RUBIN, ALERT))
    assert type(read(url, registry=registry.url)[0]) is SurveyAlert
    registry.close()
    write(kafka, topic, framed(1200, NEWER, {**ALERT, "new": ""}), b'{"json": 1}')
    first, second, third = read(url, registry=registry.url)
    assert type(first) is SurveyAlert  # its schema is kept on disk
    assert type(second) is Blob
    assert "cannot be had" in str(second.error)
    assert type(third) is JSONBlob


def test_a_slow_registry_is_waited_for_once(kafka: KafkaCluster, topic: str, url: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        write(kafka, topic, *[framed(1100, RUBIN, ALERT)] * 50, framed(7, RUBIN, ALERT))
        found = read(url, registry=f"http://127.0.0.1:{silent.getsockname()[1]}")
        silent.settimeout(0)
        connections = 0
        while True:
            try:
                silent.accept()[0].close()
            except BlockingIOError:
                break
            connections += 1
    assert len(found) == 51
    assert all(type(each) is Blob and each.error is not None for each in found)
    assert connections == 1


def test_a_folder_serves_as_a_registry(
    kafka: KafkaCluster, topic: str, url: str, tmp_path: Path
) -> None:
    (tmp_path / "1100.avsc").write_bytes(text_of(RUBIN))
    write(kafka, topic, framed(1100, RUBIN, ALERT))
    assert read(url, registry=tmp_path)[0].content == ALERT


def test_without_a_registry_bytes_stay_a_blob(kafka: KafkaCluster, topic: str, url: str) -> None:
    payload = framed(1100, RUBIN, ALERT)
    write(kafka, topic, payload, (b"\1\2", b"a key"), (b'{"json": 1}', text_of(RUBIN)))
    first, second, third = read(url)
    assert type(first) is Blob
    assert (first.content, first.error) == (payload, None)
    assert (second.content, second.error) == (b"\1\2", None)
    assert type(third) is JSONBlob


def test_the_broker_of_a_name_has_a_registry(
    kafka: KafkaCluster,
    topic: str,
    registry: SchemaRegistry,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = tmp_path / "hop" / "config.toml"
    file.parent.mkdir()
    file.write_text(
        f'[brokers.rubin]\naddress = "{kafka.bootstrap("PLAINTEXT")}"\nprotocol = "PLAINTEXT"\n'
        f'registry = "{registry.url}"\n'
    )
    file.chmod(0o600)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    write(kafka, topic, framed(1100, RUBIN, ALERT))
    assert type(read(f"rubin:{topic}")[0]) is SurveyAlert


def test_a_filter_passes_bright_alerts(
    kafka: KafkaCluster, topic: str, url: str, registry: SchemaRegistry
) -> None:
    made = list(survey_alerts(count=40, seed=3, frame="key", objects=4))
    write(kafka, topic, *[(each.payload, each.key) for each in made])
    found = read(url, where=lambda alert: alert.p_astro > 0.5)
    expected = [each.id for each in made if each.content["diaSource"]["reliability"] > 0.5]
    assert [each.id for each in found] == expected
    assert 0 < len(expected) < 40
    assert "prvDiaSources" not in repr(found[0].record)


def test_a_message_in_avro_is_written_without_its_schema(
    kafka: KafkaCluster, topic: str, url: str, registry: SchemaRegistry
) -> None:
    stream = Stream(auth=False, registry=registry.url)
    with stream.open(url, "w") as s:
        s.write(AvroBlob({"what": "ever"}, OTHER))
        s.write(SurveyAlert(ALERT, RUBIN))
        s.write({"json": 1})
        s.write(AvroBlob({"what": "else"}, OTHER))
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url) as s:
        payloads = list(s.read_raw())
    assert payloads[0][:1] == payloads[1][:1] == b"\0"
    assert len(payloads[1]) < len(container(RUBIN, [ALERT])) - 500
    first, second, third, fourth = read(url, registry=registry.url)
    assert (first.content, fourth.content) == ({"what": "ever"}, {"what": "else"})
    assert type(second) is SurveyAlert
    assert second.content == ALERT
    assert third.content == {"json": 1}
    path = f"/subjects/{topic}-value/versions"
    assert registry.requests.count(path) == 2


def test_asyncio_does_not_wait_for_a_registry(
    kafka: KafkaCluster, url: str, registry: SchemaRegistry
) -> None:
    threads = []
    answer = registry.answer

    def noted(*given: Any) -> Any:
        # The loop runs meanwhile: it could not run this if it waited for the answer.
        threads.append(asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(3))
        return answer(*given)

    registry.answer = noted  # type: ignore[method-assign]

    async def write_one() -> None:
        nonlocal loop
        loop = asyncio.get_running_loop()
        async with Stream(auth=False, registry=registry.url).aopen(url, "w") as s:
            await s.write(AvroBlob({"what": "ever"}, OTHER))

    loop: Any = None
    asyncio.run(write_one())
    registry.answer = answer  # type: ignore[method-assign]
    assert threads == [None]
    assert read(url, registry=registry.url)[0].content == {"what": "ever"}


def test_a_registry_that_is_away_refuses_what_is_written(
    kafka: KafkaCluster, url: str, registry: SchemaRegistry, tmp_path: Path
) -> None:
    registry.close()
    stream = Stream(auth=False, registry=registry.url)
    with stream.open(url, "w") as s, pytest.raises(TransportError):
        s.write(AvroBlob({"what": "ever"}, OTHER))
    with pytest.raises(ConfigError, match="is a folder"):
        Stream(auth=False, registry=tmp_path).open(url, "w")


def hop(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hop", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_hop_publishes_by_a_registry_and_subscribes(
    kafka: KafkaCluster, url: str, registry: SchemaRegistry, tmp_path: Path
) -> None:
    file = tmp_path / "other.avro"
    file.write_bytes(container(OTHER, [{"what": "ever"}]))
    sent = hop("publish", "--no-auth", "-f", "AVRO", "--registry", registry.url, url, file)
    assert sent.returncode == 0, sent.stderr
    options = ("--no-auth", "-s", "EARLIEST", "-e", "-j", url)
    got = hop("subscribe", "--registry", registry.url, *options)
    assert '"what"' in got.stdout
    assert "ever" in got.stdout
    assert got.returncode == 0, got.stderr


PROGRAM = """
from hop import Stream
from hop.io import StartPosition

found = []
with Stream(auth=False, start_at=StartPosition.EARLIEST, persist=True).open("sandbox:rubin") as s:
    for alert in s:
        found.append((type(alert).__name__, alert.id))
        if len(found) == 5:
            break
print({name for name, _ in found}, len({number for _, number in found}))
"""


def test_a_sandbox_has_the_alerts_of_a_survey() -> None:
    program = ("--", sys.executable, "-c", PROGRAM)
    found = hop("sandbox", "--survey", "rubin", "--rate", 50, *program)
    assert found.returncode == 0, found.stderr
    assert found.stdout == "{'SurveyAlert'} 5\n"
