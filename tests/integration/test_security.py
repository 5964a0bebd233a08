"""Nobody is let in, and nothing is given away: on a real cluster."""

from __future__ import annotations

import base64
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from calibration import Clock
from confluent_kafka import Producer

from hop import Stream
from hop.auth import Auth, SASLMethod
from hop.errors import AuthenticationFailed, ConfigError, NotAuthorized, TransportError
from hop.io import StartPosition
from hop.models import Blob, GCNCircular, VOEvent
from hop.sandbox import KafkaCluster, credential, write_configuration

from .conftest import NewTopic, Secure
from .disclosure import everything_logged, variables_shown

WRONG = "not-the-password-of-anybody"


def use(auth: Auth, url: str, mode: str, **kafka: Any) -> None:
    """Open a stream and use it: what is refused may be refused only then."""
    stream = Stream(auth=auth, start_at=StartPosition.EARLIEST, kafka=kafka or None)
    with stream.open(url, mode) as opened:
        if mode == "w":
            opened.write("x")
        else:
            list(opened)


@pytest.fixture
def secrets(kafka: KafkaCluster) -> list[str]:
    return [WRONG, *kafka.users.values()]


@pytest.fixture
def logged(secrets: list[str]) -> Iterator[list[str]]:
    """All that is logged; no line has a secret."""
    with everything_logged() as lines:
        yield lines
    assert [line for line in lines if any(secret in line for secret in secrets)] == []


@pytest.fixture
def refuse(secrets: list[str], logged: list[str]) -> Callable[..., str]:
    """Sees that a stream is refused soon, and that nothing that is shown has a secret."""

    def refuse(kind: type[TransportError], auth: Auth, url: str, mode: str, **kafka: Any) -> str:
        clock = Clock()
        with pytest.raises(kind) as caught:
            use(auth, url, mode, debug="all", **kafka)
        assert clock.seconds() < 5
        assert type(caught.value) is kind
        for shown in (repr(auth), *variables_shown(caught.value, __file__)):
            assert [shown for secret in secrets if secret in shown] == []
        return str(caught.value)

    return refuse


Refuse = Callable[..., str]


@pytest.mark.parametrize("mode", ["r", "w"])
@pytest.mark.parametrize("method", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN", "OAUTHBEARER"])
def test_a_wrong_password_is_not_told_again(
    kafka: KafkaCluster,
    secure: Secure,
    topic: str,
    method: str,
    mode: str,
    refuse: Refuse,
    logged: list[str],
) -> None:
    auth = Auth(
        "alice",
        WRONG,
        method=method,
        ssl_ca_location=secure.auth.ssl_ca_location,
        token_endpoint=kafka.token_url if method == "OAUTHBEARER" else None,
    )
    text = refuse(AuthenticationFailed, auth, secure.url(topic), mode)
    assert text.startswith(f"{secure.address} refuses the credential of alice: ")
    assert "check user name, password and mechanism" in text
    assert any("rdkafka#" in line for line in logged)  # which tells more than hop


@pytest.mark.parametrize("mode", ["r", "w"])
@pytest.mark.parametrize("idempotent", [True, False])
def test_what_is_denied_is_told(
    kafka: KafkaCluster, secure: Secure, topic: str, mode: str, idempotent: bool, refuse: Refuse
) -> None:
    kafka.allow("alice", topic, "DESCRIBE", "WRITE" if mode == "r" else "READ")
    settings = {} if mode == "r" or idempotent else {"enable.idempotence": False}
    text = refuse(NotAuthorized, secure.auth, secure.url(topic), mode, **settings)
    assert text.startswith(f"{secure.address} does not let the user alice use topic {topic}; ask")


def printing(token: str) -> str:
    return f"printf %s {shlex.quote(token)}"


@pytest.fixture
def expired(kafka: KafkaCluster) -> Iterator[str]:
    """A token that was good until a minute ago; the endpoint gives such ones too."""
    tokens = kafka._tokens
    assert tokens is not None
    lifetime, tokens.lifetime = tokens.lifetime, -60
    yield tokens.token("alice")
    tokens.lifetime = lifetime


@pytest.mark.parametrize("mode", ["r", "w"])
def test_an_expired_token(
    secure: Secure, topic: str, mode: str, expired: str, refuse: Refuse
) -> None:
    ca_file = secure.auth.ssl_ca_location
    auth = Auth("alice", "", token_command=printing(expired), ssl_ca_location=ca_file)
    text = refuse(AuthenticationFailed, auth, secure.url(topic), mode)
    assert "expired" in text
    assert "token_command" in text
    assert expired not in text


@pytest.mark.parametrize("mode", ["r", "w"])
def test_an_expired_token_from_an_endpoint(
    kafka: KafkaCluster, secure: Secure, topic: str, mode: str, expired: str, refuse: Refuse
) -> None:
    auth = credential(kafka, "alice", SASLMethod.OAUTHBEARER)
    text = refuse(AuthenticationFailed, auth, secure.url(topic), mode)
    assert "alice" in text
    assert "unexpired token" in text or "expired" in text


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_token_of_somebody_else(
    kafka: KafkaCluster, secure: Secure, topic: str, mode: str, refuse: Refuse
) -> None:
    assert kafka._tokens is not None
    head, claims, signature = kafka._tokens.token("bob").split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(told | {"sub": "alice"}).encode()).decode()
    token = ".".join([head, forged.rstrip("="), signature])
    ca_file = secure.auth.ssl_ca_location
    auth = Auth("alice", "", token_command=printing(token), ssl_ca_location=ca_file)
    text = refuse(AuthenticationFailed, auth, secure.url(topic), mode)
    assert "refuses the credential of alice" in text
    assert signature not in text


@pytest.mark.parametrize(
    "setting",
    [
        {"enable.ssl.certificate.verification": False},
        {"enable.ssl.certificate.verification": "false"},
        {"ssl.endpoint.identification.algorithm": "none"},
    ],
)
@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_broker_must_prove_who_it_is(
    secure: Secure, topic: str, mode: str, setting: dict[str, Any]
) -> None:
    stranger = Auth("alice", "alice-secret")  # who does not know the sandbox's CA
    with pytest.raises(ConfigError, match="would let anybody pose as") as caught:
        use(stranger, secure.url(topic), mode, **setting)
    assert secure.address in str(caught.value)
    assert "ssl_ca_location" in str(caught.value)


@pytest.mark.parametrize("command", ["publish", "subscribe"])
def test_the_command_shows_no_secret(
    kafka: KafkaCluster, secure: Secure, topic: str, tmp_path: Path, command: str
) -> None:
    path = write_configuration(tmp_path, kafka, "alice")
    path.write_text(path.read_text().replace(kafka.users["alice"], WRONG))
    (tmp_path / "message").write_text('{"a": 1}')
    arguments = [secure.url(topic), *([str(tmp_path / "message")] if command == "publish" else [])]
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from hop.cli import main; raise SystemExit(main())"),
            *("--debug", command, *arguments),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)},
    )
    assert done.returncode == 77, done.stderr
    assert "Traceback" in done.stderr
    assert "refuses the credential of alice" in done.stderr
    assert WRONG not in done.stdout + done.stderr


NODE = {"type": "record", "name": "N", "fields": [{"name": "n", "type": ["null", "N"]}]}
AVRO = b"Obj\x01\x02\x16avro.schema" + bytes([2 * len(json.dumps(NODE)) & 127 | 128, 1])
MALFORMED: list[tuple[str | None, bytes | None]] = [
    ("voevent", b"not XML"),
    ("voevent", b"<VOEvent ivorn='a'><Who>"),
    ("voevent", b"<note/>"),
    ("voevent", b"<!DOCTYPE a [<!ENTITY x 'y'>]><VOEvent ivorn='&x;'/>"),
    ("voevent", b"{"),
    ("voevent", b""),
    ("voevent", None),
    ("circular", b"{}"),
    ("circular", b"[1]"),
    ("circular", b'{"header": 5, "body": []}'),
    ("circular", b"\xff\xfe"),
    ("json", b"{"),
    ("json", b'"\xff"'),
    ("json", b"[" * 100_000),
    ("json", b""),
    ("avro", b"no Avro"),
    ("avro", b"Obj\x01\x02"),
    (
        "avro",
        AVRO + json.dumps(NODE).encode() + b"\0" + b"s" * 16 + b"\x02\x04\x02\x02" + b"s" * 16,
    ),
    ("gcntextnotice", b""),
    ("gcnnotice", b"[]"),
    ("lvkalert", b"{}"),
    ("lvkalert", b"Obj\x01"),
    ("external", b"{}"),
    ("external", b'{"url": 5}'),
    (None, b'{"format": 5, "content": 1}'),
    (None, b'{"format": "voevent", "content": []}'),
    (None, b'{"format": "circular", "content": {"header": 1}}'),
    (None, b"[" * 100_000),
    (None, b"<VOEvent"),
    (None, b"Obj\x01"),
]
GOOD = (
    '<v:VOEvent xmlns:v="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0" ivorn="ivo://a#{}"/>'
)


def good(number: int) -> tuple[str | None, bytes]:
    """A good message of one of the formats, with a number."""
    match number % 5:
        case 0:
            return "voevent", GOOD.format(number).encode()
        case 1:
            return "circular", json.dumps({"header": {"number": f"{number}"}, "body": "b"}).encode()
        case 2:
            return None, json.dumps({"format": "blob", "content": {"n": number}}).encode()
        case 3:
            return None, json.dumps({"n": number}).encode()
        case _:
            return "json", json.dumps({"n": number}).encode()


def number_of(message: Any) -> int | None:
    """The number of a good message; None of any other."""
    if isinstance(message, VOEvent):
        return int(message.ivorn.rpartition("#")[2]) if "#" in message.ivorn else None
    if isinstance(message, GCNCircular):
        return int(message.header["number"])
    if isinstance(message, Blob) and message.error is None and isinstance(message.content, dict):
        return message.content.get("n")
    return None


def test_malformed_messages_do_no_harm(
    kafka: KafkaCluster, new_topic: NewTopic, caplog: pytest.LogCaptureFixture
) -> None:
    topic = new_topic()
    producer = Producer({"bootstrap.servers": kafka.bootstrap(), "linger.ms": 20})

    def send(form: str | None, payload: bytes | None) -> None:
        headers = [("_format", form.encode())] if form else None
        producer.produce(topic, payload, headers=headers)

    for number in range(10_000):
        send(*good(number))
        if number % 10 == 0:
            send(*MALFORMED[number // 10 % len(MALFORMED)])
    assert producer.flush(60) == 0
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, persist=True)
    numbers, others = [], []
    with stream.open(f"{kafka.url}/{topic}") as reader:
        for message in reader:
            number = number_of(message)
            if number is None:
                others.append(message)
            else:
                numbers.append(number)
            if len(numbers) + len(others) == 11_000:
                send("json", b'{"n": "the last"}')  # the stream is alive
                producer.flush(60)
            if number == "the last":
                break
    assert numbers == [*range(10_000), "the last"]
    assert len(others) == 1000
    assert all(isinstance(each, Blob) for each in others)
    named = [each for each in others if each.error is not None]
    assert len(named) > 900
    assert all(each.missing_schema and str(each.error) for each in named)
    # A warning a format, not one a message.
    assert 5 <= len([line for line in caplog.records if line.name == "hop._wire.decoding"]) < 30
