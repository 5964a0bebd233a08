"""The sandbox is a real Kafka, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from ssl import create_default_context
from typing import Any

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import ConfigResource

from hop.auth import Auth, load_auth
from hop.errors import ConfigError, HopError
from hop.sandbox import KafkaCluster, write_configuration

from .conftest import NewTopic, Secure


def settings(kafka: KafkaCluster, auth: Auth | None = None) -> dict[str, Any]:
    if auth is None:
        return {"bootstrap.servers": kafka.bootstrap()}
    listener = "SASL_SSL" if auth.ssl else "SASL_PLAINTEXT"
    return {"bootstrap.servers": kafka.bootstrap(listener), **auth()}


def write(client: dict[str, Any], topic: str, value: bytes) -> None:
    failures: list[KafkaError] = []
    producer = Producer({**client, "log_level": 0})
    producer.produce(topic, value, on_delivery=lambda error, _: error and failures.append(error))
    assert producer.flush(60) == 0
    if failures:
        raise KafkaException(failures[0])


def read(client: dict[str, Any], topic: str) -> bytes | None:
    consumer = Consumer({**client, "group.id": "test", "log_level": 0})
    try:
        consumer.assign([TopicPartition(topic, 0, 0)])
        message = consumer.poll(20)
        assert message is not None
        if message.error():
            raise KafkaException(message.error())
        return message.value()
    finally:
        consumer.close()


def test_a_message_goes_through(kafka: KafkaCluster, topic: str) -> None:
    write(settings(kafka), topic, b"a nova")
    assert read(settings(kafka), topic) == b"a nova"


@pytest.mark.parametrize("method", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN", "OAUTHBEARER"])
@pytest.mark.parametrize("ssl", [True, False])
def test_a_user_gets_in_by_every_method(
    kafka: KafkaCluster, new_topic: NewTopic, method: str, ssl: bool
) -> None:
    topic = new_topic()
    kafka.allow("alice", topic, "READ", "WRITE", "DESCRIBE", group="")
    by_token = method == "OAUTHBEARER"
    alice = Auth(
        "alice",
        kafka.users["alice"],
        ssl=ssl,
        method=method,
        ssl_ca_location=kafka.ca_file,
        token_endpoint=kafka.token_url if by_token else None,
    )
    write(settings(kafka, alice), topic, method.encode())
    assert read(settings(kafka, alice), topic) == method.encode()


def test_a_user_may_do_only_what_is_allowed(
    kafka: KafkaCluster, secure: Secure, topic: str
) -> None:
    alice = settings(kafka, secure.auth)
    with pytest.raises(KafkaException, match="TOPIC_AUTHORIZATION_FAILED"):
        write(alice, topic, b"no")
    kafka.allow("alice", topic, "WRITE", "DESCRIBE")
    write(alice, topic, b"yes")
    with pytest.raises(KafkaException, match="TOPIC_AUTHORIZATION_FAILED"):
        read(alice, topic)


def ask_for_token(kafka: KafkaCluster, secret: str) -> dict[str, Any]:
    form = {"grant_type": "client_credentials", "client_id": "bob", "client_secret": secret}
    body = urllib.parse.urlencode(form).encode()
    context = create_default_context(cafile=kafka.ca_file)
    with urllib.request.urlopen(kafka.token_url, body, 10, context=context) as answer:
        return json.load(answer)


def test_the_token_endpoint_gives_tokens_for_the_right_secret(kafka: KafkaCluster) -> None:
    answer = ask_for_token(kafka, kafka.users["bob"])
    assert answer["access_token"].count(".") == 2
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask_for_token(kafka, "wrong")


def test_the_token_endpoint_bears_clients_that_say_nothing_or_leave(
    kafka: KafkaCluster, capfd: pytest.CaptureFixture[str]
) -> None:
    place = ("127.0.0.1", urllib.parse.urlsplit(kafka.token_url).port)
    context = create_default_context(cafile=kafka.ca_file)
    with socket.create_connection(place, 10):
        with context.wrap_socket(socket.create_connection(place, 10), server_hostname="localhost"):
            assert ask_for_token(kafka, kafka.users["bob"])
        left = socket.create_connection(place, 10)
        left.sendall(b"GET")
        left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        left.close()
        assert ask_for_token(kafka, kafka.users["bob"])
        time.sleep(0.2)
    assert capfd.readouterr().err == ""


def test_topics_do_not_come_to_be_by_themselves(kafka: KafkaCluster) -> None:
    patient = {**settings(kafka), "topic.metadata.propagation.max.ms": 500}
    with pytest.raises(KafkaException, match="UNKNOWN_TOPIC_OR_PART"):
        write(patient, "not-made", b"lost")


def test_a_topic_is_made_once(kafka: KafkaCluster, topic: str) -> None:
    with pytest.raises(HopError, match="already exists"):
        kafka.create_topic(topic)


def test_messages_of_long_ago_are_kept(kafka: KafkaCluster, topic: str) -> None:
    asked = ConfigResource(ConfigResource.Type.TOPIC, topic)
    found = kafka.admin._client.describe_configs([asked])[asked].result(10)
    assert found["retention.ms"].value == "-1"


def test_a_configuration_lets_its_user_in(kafka: KafkaCluster, topic: str, tmp_path: Path) -> None:
    kafka.allow("bob", topic, "ALL")
    path = write_configuration(tmp_path, kafka, "bob")
    assert path == tmp_path / "hop" / "config.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    bob = load_auth(path, host=kafka.bootstrap("SASL_SSL"))
    write(settings(kafka, bob), topic, b"from bob")
    with pytest.raises(ConfigError, match="no user dave; it has: alice, bob, carol"):
        write_configuration(tmp_path, kafka, "dave")


def test_a_frozen_broker_answers_nothing_and_goes_on(kafka: KafkaCluster, topic: str) -> None:
    with kafka.pause_broker(0):
        impatient = {**settings(kafka), "message.timeout.ms": 1500}
        with pytest.raises(KafkaException, match="_MSG_TIMED_OUT"):
            write(impatient, topic, b"lost")
    write(settings(kafka), topic, b"after")
    assert read(settings(kafka), topic) == b"after"


def test_a_broker_that_cannot_run_says_why() -> None:
    with (
        pytest.raises(HopError, match=r"log\.retention\.ms"),
        KafkaCluster(config={"log.retention.ms": "soon"}),
    ):
        pass


def test_a_port_that_is_taken_is_named(kafka: KafkaCluster) -> None:
    port = int(kafka.url.rpartition(":")[2])
    with pytest.raises(ConfigError, match=f"127.0.0.1:{port}: Address already in use; choose"):
        KafkaCluster(port=port).__enter__()


def alive(pid: int) -> bool:
    # Where nobody reaps the orphans of a container, they stay as zombies (Z).
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return state.stdout.strip()[:1] not in ("", "Z")


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@contextlib.contextmanager
def start(code: str, stdin: int | None = None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


RUN = "import sys; from hop.sandbox import run; sys.exit(run({}))"
TELL = """
import sys
from hop.sandbox import KafkaCluster
with KafkaCluster() as kafka:
    print(kafka.pid(0), kafka.folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which the sandboxes of subprocesses make theirs."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    yield place


def brokers_in(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True)
    return [line for line in listed.stdout.splitlines() if f"{folder}/hop-sandbox-" in line]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_when_it_is_asked_to_end(folders: Path, end: signal.Signals) -> None:
    with start(RUN.format("topics=['a', 'b']")) as process:
        assert process.stdout is not None
        url = process.stdout.readline()
        assert url.startswith("kafka://localhost:")
        client = {"bootstrap.servers": url.strip().removeprefix("kafka://")}
        write(client, "a", b"there")
        write(client, "made-by-writing", b"there")
        assert brokers_in(folders)
        process.send_signal(end)
        output, talk = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output == ""
    assert f"hop subscribe --no-auth -s EARLIEST {url.strip()}/a" in talk
    assert "Traceback" not in talk
    assert not brokers_in(folders)
    assert not list(folders.iterdir())


def test_nothing_is_left_when_it_is_asked_to_end_while_it_starts(folders: Path) -> None:
    with start(RUN.format("")) as process:
        wait_until(lambda: any("kafka.Kafka" in line for line in brokers_in(folders)))
        process.send_signal(signal.SIGINT)
        output, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert output == ""
    assert "Traceback" not in talk
    assert not brokers_in(folders)
    assert not list(folders.iterdir())


def test_nothing_is_left_when_its_process_is_killed(folders: Path) -> None:
    with start(TELL, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        pid, folder = process.stdout.readline().split()
        assert alive(int(pid))
        process.kill()
        wait_until(lambda: not alive(int(pid)) and not Path(folder).exists())
    wait_until(lambda: not brokers_in(folders))


def test_a_command_runs_inside(folders: Path) -> None:
    code = (
        "import os; print(os.environ['HOP_SANDBOX_URL'], os.environ.get('XDG_CONFIG_HOME')); "
        "raise SystemExit(7)"
    )
    with start(RUN.format(f"command=[sys.executable, '-c', {code!r}]")) as process:
        output, talk = process.communicate(timeout=60)
    assert process.returncode == 7
    url, configuration = output.split()
    assert url.startswith("kafka://localhost:")
    assert configuration == os.environ.get("XDG_CONFIG_HOME", "None")
    assert "Traceback" not in talk
    assert not list(folders.iterdir())


def test_a_command_in_a_secure_sandbox_at_a_port_of_ones_choice_has_a_credential(
    folders: Path,
) -> None:
    code = """
import os
from confluent_kafka import Producer
from hop.auth import load_auth

address = os.environ["HOP_SANDBOX_URL"].removeprefix("kafka://")
auth = load_auth(host=address)
producer = Producer({"bootstrap.servers": address, **auth()})
producer.produce("alerts", b"there", on_delivery=lambda error, message: print(address, error))
assert producer.flush(60) == 0
"""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = f"secure=True, port={port}, command=[sys.executable, '-c', {code!r}]"
    with start(RUN.format(arguments)) as process:
        output, talk = process.communicate(timeout=60)
    assert (process.returncode, output) == (0, f"localhost:{port} None\n"), talk


def test_a_command_that_is_not_there_is_told_before_anything_starts(folders: Path) -> None:
    with start(RUN.format("command=['no-such-command-here']")) as process:
        _, talk = process.communicate(timeout=60)
    assert "there is no command no-such-command-here" in talk
    assert not list(folders.iterdir())


def test_the_end_of_the_sandbox_is_the_end_of_its_command(folders: Path) -> None:
    sleep = "command=[sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)']"
    with start(RUN.format(sleep)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert not list(folders.iterdir())
