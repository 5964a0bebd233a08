"""Messages too large for their topic: kept outside Kafka, and fetched from there."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bson
import confluent_kafka
import pytest
import requests
import trustme
from calibration import Clock

from hop._config import Config
from hop._large import Offload
from hop._large.announcement import TOPIC
from hop._large.service import Service as Client
from hop.auth import Auth
from hop.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DecodeError,
    MessageTooLarge,
    TransportError,
    TransportTimeout,
)
from hop.http_scram import SCRAMAuth
from hop.io import StartPosition
from hop.message import Blob, ExternalMessage
from hop.sandbox import KafkaCluster

from .apis import Stream
from .large_messages import Service, drip

USER, PASSWORD = "alice", "alice-secret"
EARLIEST = StartPosition.EARLIEST


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def service(authority: trustme.CA) -> Iterator[Service]:
    service = Service(authority, {USER: PASSWORD}, tokens=("a-token",))
    yield service
    service.close()


@pytest.fixture(scope="module")
def ca_file(
    authority: trustme.CA, cluster: KafkaCluster, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The CA of the service and that of the brokers, in one file."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    path.write_bytes(authority.cert_pem.bytes() + Path(cluster.ca_file).read_bytes())
    return str(path)


@pytest.fixture
def auth(ca_file: str) -> Auth:
    return Auth(USER, PASSWORD, ssl_ca_location=ca_file)


@pytest.fixture(scope="module")
def cluster() -> Iterator[KafkaCluster]:
    with KafkaCluster(users={USER: PASSWORD}, secure=True) as cluster:
        cluster.allow(USER, "*", "ALL", group="")
        cluster.create_topic(TOPIC)
        cluster.create_topic("small", max_message_bytes=10_000)
        yield cluster


def announce(cluster: KafkaCluster, payload: bytes) -> None:
    bare = confluent_kafka.Producer({"bootstrap.servers": cluster.bootstrap("PLAINTEXT")})
    bare.produce(TOPIC, payload)
    bare.flush()


@pytest.fixture
def url(cluster: KafkaCluster) -> str:
    name = f"small-{uuid.uuid4().hex[:8]}"
    cluster.create_topic(name, max_message_bytes=10_000)
    return f"{cluster.url}/{name}"


def test_a_large_message_passes_both_ways(
    cluster: KafkaCluster, service: Service, auth: Auth
) -> None:
    cluster.create_topic("ordinary")
    url = f"{cluster.url}/ordinary"
    announce(cluster, service.announcement)
    large = {"sky map": "x" * 1_500_000}  # larger than a broker takes by default
    with Stream(auth=auth).open(url, "w") as stream:
        stream.write({"small": 1})
        stream.write(large, headers={"priority": "1"}, key="k", test=True)
        stream.write({"small": 2})
    (_, (topic, document)) = service.kept.popitem()
    service.kept[str(uuid.UUID(bytes=dict(document["headers"])["_id"]))] = (topic, document)
    assert topic == url.rpartition("/")[2]
    assert json.loads(document["message"]) == large
    assert [name for name, _ in document["headers"]] == [
        "priority", "_id", "_sender", "_test", "_format",
    ]  # fmt: skip
    assert document["key"] in ("k", b"k")

    reading = Stream(auth=auth, start_at=EARLIEST, ignoretest=False)
    with reading.open(url) as stream:
        found = list(stream.read(metadata=True))
    assert sorted(m.content.get("small", 0) for m, _ in found) == [0, 1, 2]
    ((message, metadata),) = [each for each in found if "sky map" in each[0].content]
    assert type(message) is type(found[0][0])
    assert message == large
    assert message.is_test
    assert dict(metadata.headers)["priority"] == b"1"
    assert metadata.key == b"k"
    assert metadata.topic == topic

    with Stream(auth=auth, start_at=EARLIEST).open(url) as stream:
        assert len(list(stream)) == 2  # the placeholder is marked as a test too
    with reading.open(url, fetch_external=False) as stream:
        (placeholder,) = [each for each in stream if isinstance(each, ExternalMessage)]
    assert placeholder.url.startswith(f"{service.endpoint}/msg/")


def test_none_announced(cluster: KafkaCluster, auth: Auth, url: str) -> None:
    for nothing in (b"no JSON", b"[]", b'{"LargeMessageUploadEndpoint": 5}', b"{}"):
        announce(cluster, nothing)
        assert Offload(cluster.bootstrap("SASL_SSL"), auth).endpoint() is None
    with (
        pytest.raises(MessageTooLarge, match=r"larger than .* allows"),
        Stream(auth=auth).open(url, "w") as stream,
    ):
        stream.write("x" * 50_000)


def test_offload_can_be_switched_off(
    cluster: KafkaCluster, service: Service, auth: Auth, url: str
) -> None:
    announce(cluster, service.announcement)
    with (
        pytest.raises(MessageTooLarge),
        Stream(auth=auth).open(url, "w", automatic_offload=False) as stream,
    ):
        stream.write("x" * 50_000)
    assert service.kept == {}


def test_a_refused_upload_is_told(
    cluster: KafkaCluster, service: Service, ca_file: str, url: str, auth: Auth
) -> None:
    announce(cluster, service.announcement)
    service.fault = lambda handler: handler.answer(413, b"")  # type: ignore[attr-defined]
    with (
        pytest.raises(MessageTooLarge, match="localhost"),
        Stream(auth=auth).open(url, "w") as stream,
    ):
        stream.write("x" * 50_000)


def external(cluster: KafkaCluster, url: str, address: str) -> None:
    bare = confluent_kafka.Producer({"bootstrap.servers": cluster.bootstrap("PLAINTEXT")})
    payload = json.dumps({"url": address})
    bare.produce(url.rpartition("/")[2], payload, headers={"_format": "external"})
    bare.produce(url.rpartition("/")[2], b'"next"', headers={"_format": "json"})
    bare.flush()


def test_credentials_go_to_the_announced_service_only(
    cluster: KafkaCluster,
    service: Service,
    authority: trustme.CA,
    auth: Auth,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    announce(cluster, service.announcement)
    stranger = Service(authority, {USER: PASSWORD})
    try:
        external(cluster, url, f"{stranger.endpoint}/msg/{uuid.uuid4()}")
        with Stream(auth=auth, start_at=EARLIEST).open(url) as stream:
            placeholder, following = stream
        assert isinstance(placeholder, ExternalMessage)
        assert "fetch_from" in str(placeholder.error)
        assert following == "next"
        assert stranger.seen == []
        monkeypatch.setenv("HOP_FETCH_FROM", stranger.endpoint)
        with Stream(auth=auth, start_at=EARLIEST).open(url) as stream:
            placeholder, following = stream
        assert isinstance(placeholder, ExternalMessage)
        assert placeholder.error is not None
        assert following == "next"
        assert [given for _, _, given in stranger.seen] == [""] * len(stranger.seen)
        assert stranger.seen
    finally:
        stranger.close()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://localhost/x", "nonsense", ""])
def test_other_addresses_are_not_opened(
    cluster: KafkaCluster, auth: Auth, url: str, address: str
) -> None:
    external(cluster, url, address)
    with Stream(auth=auth, start_at=EARLIEST).open(url) as stream:
        placeholder, following = stream
    assert placeholder.error is not None
    assert following == "next"


def test_a_message_that_is_gone(
    cluster: KafkaCluster, service: Service, auth: Auth, url: str
) -> None:
    announce(cluster, service.announcement)
    external(cluster, url, f"{service.endpoint}/msg/{uuid.uuid4()}")
    with Stream(auth=auth, start_at=EARLIEST, errors="raise").open(url) as stream:
        with pytest.raises(DecodeError, match="no such message"):
            next(iter(stream))
        assert next(iter(stream)) == "next"


class TestClient:
    """The HTTP side alone."""

    def test_scram(self, service: Service, auth: Auth, ca_file: str) -> None:
        identifier = uuid.uuid4()
        document = {"message": b"m", "headers": [["_id", identifier.bytes]]}
        client = Client(auth, ca_file)
        client.post(f"{service.endpoint}/topic/t+oversized", bson.encode(document))
        got = bson.decode(client.get(f"{service.endpoint}/msg/{identifier}"))
        assert got["message"] == b"m"
        assert PASSWORD not in repr(service.seen)

    def test_a_wrong_password(self, service: Service, ca_file: str) -> None:
        client = Client(Auth(USER, "wrong"), ca_file)
        with pytest.raises(AuthenticationFailed):
            client.get(f"{service.endpoint}/msg/x")

    def test_a_service_that_does_not_know_the_password(
        self, service: Service, authority: trustme.CA, auth: Auth, ca_file: str
    ) -> None:
        def pretend(handler: Any) -> None:
            given = handler.headers.get("Authorization", "")
            if "sid=" not in given:
                handler.server_first = None
                nonce = __import__("base64").b64decode(given.partition("data=")[2]).decode()
                nonce = nonce.partition("r=")[2]
                first = f"r={nonce}x,s=c2FsdA==,i=4096"
                data = __import__("base64").b64encode(first.encode()).decode()
                handler.answer(401, b"", {"WWW-Authenticate": f"SCRAM-SHA-512 sid=1,data={data}"})
            else:
                data = __import__("base64").b64encode(b"v=AAAA").decode()
                handler.answer(200, b"false", {"Authentication-Info": f"sid=1,data={data}"})

        service.fault = pretend
        with pytest.raises(AuthenticationFailed, match="prove"):
            Client(auth, ca_file).get(f"{service.endpoint}/msg/x")

    def test_a_token(self, service: Service, ca_file: str) -> None:
        command = "echo e30.eyJzdWIiOiJtZSIsImV4cCI6OTk5OTk5OTk5OX0.c2ln"
        service.tokens = ("e30.eyJzdWIiOiJtZSIsImV4cCI6OTk5OTk5OTk5OX0.c2ln",)
        client = Client(Auth("me", "", token_command=command), ca_file)
        with pytest.raises(TransportError, match="no such message"):
            client.get(f"{service.endpoint}/msg/x")

    def test_slow(self, service: Service, ca_file: str) -> None:
        service.fault = drip  # which takes a minute
        clock = Clock()
        with pytest.raises(TransportTimeout, match="2 s"):
            Client(None, ca_file, timeout=2).get(f"{service.endpoint}/msg/x")
        assert clock.seconds() < 20

    def test_silent(self, service: Service, ca_file: str) -> None:
        is_over = threading.Event()
        service.fault = lambda _: is_over.wait(60)
        with pytest.raises(TransportTimeout):
            Client(None, ca_file, timeout=1).get(f"{service.endpoint}/msg/x")
        is_over.set()

    def test_too_large(self, service: Service, ca_file: str) -> None:
        service.fault = lambda handler: handler.answer(200, b"x" * 3_000_000)  # type: ignore[attr-defined]
        with pytest.raises(MessageTooLarge, match="1000000"):
            Client(None, ca_file, max_bytes=1_000_000).get(f"{service.endpoint}/msg/x")

    def test_cut_off(self, service: Service, ca_file: str) -> None:
        def cut(handler: Any) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"x" * 10)
            handler.close_connection = True

        service.fault = cut
        with pytest.raises(ConnectionFailed):
            Client(None, ca_file).get(f"{service.endpoint}/msg/x")

    def test_redirections_are_not_followed(
        self, service: Service, authority: trustme.CA, auth: Auth, ca_file: str
    ) -> None:
        elsewhere = Service(authority, {USER: PASSWORD})
        try:
            service.fault = lambda handler: handler.answer(  # type: ignore[attr-defined]
                302, b"", {"Location": f"{elsewhere.endpoint}/msg/x"}
            )
            with pytest.raises(TransportError, match="not followed"):
                Client(auth, ca_file).get(f"{service.endpoint}/msg/x")
            assert elsewhere.seen == []
        finally:
            elsewhere.close()

    def test_wrong_content(self, service: Service, auth: Auth, ca_file: str) -> None:
        offload = Offload("localhost:1", None)
        nested: Any = b"x"
        for _ in range(50):
            nested = {"a": nested}
        for body in (b"", b"junk", bson.encode({"message": "text"}), bson.encode({"a": nested})):
            service.fault = lambda handler, body=body: handler.answer(200, body)  # type: ignore[misc]
            client = Client(None, ca_file)
            offload._service = lambda _, client=client, **__: client  # type: ignore[method-assign,assignment,misc]
            with pytest.raises(DecodeError, match="holds no message"):
                offload.fetch(f"{service.endpoint}/msg/x", Config(fetch_from=(service.endpoint,)))

    def test_certificates_are_checked(self, service: Service) -> None:
        import certifi

        with pytest.raises(ConnectionFailed, match="TLS"):
            Client(None, certifi.where()).get(f"{service.endpoint}/msg/x")


def test_a_blob_of_bytes_is_kept_whole(
    cluster: KafkaCluster, service: Service, auth: Auth, url: str
) -> None:
    announce(cluster, service.announcement)
    large = bytes(range(256)) * 4000
    with Stream(auth=auth).open(url, "w") as stream:
        stream.write(large)
    with Stream(auth=auth, start_at=EARLIEST).open(url) as stream:
        (message,) = stream
    assert type(message) is Blob
    assert message.content == large


# Programs that ask such a service with requests


@pytest.fixture
def ask(service: Service, authority: trustme.CA, tmp_path: Path) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False  # a proxy or a CA of the machine
        session.verify = str(tmp_path / "ca.pem")
        authority.cert_pem.write_to_path(session.verify)
        yield session


@pytest.mark.parametrize("shortcut", [False, True])
def test_requests_asks_a_service_by_scram(
    service: Service, ask: requests.Session, shortcut: bool
) -> None:
    auth = SCRAMAuth(Auth(USER, PASSWORD), shortcut=shortcut)
    identity = uuid.uuid4()
    document = bson.encode({"message": b"a", "headers": [("_id", identity.bytes)]})
    posted = ask.post(f"{service.endpoint}/topic/t+oversized", data=document, auth=auth)
    assert posted.status_code == 201
    got = ask.get(f"{service.endpoint}/msg/{identity}", auth=auth)
    assert bson.decode(got.content)["message"] == b"a"
    assert all(PASSWORD not in given for _, _, given in service.seen)


def test_requests_gets_401_for_a_wrong_password(service: Service, ask: requests.Session) -> None:
    auth = SCRAMAuth(Auth(USER, "wrong"))
    assert ask.get(f"{service.endpoint}/msg/1", auth=auth).status_code == 401


def test_requests_believes_no_service_that_proves_nothing(
    service: Service, ask: requests.Session
) -> None:
    def promise(handler: Any) -> None:
        data = {"WWW-Authenticate": "SCRAM-SHA-512 sid=1,data=cj1ub3RoaW5n"}
        handler.answer(401, b"", data)

    service.fault = promise
    with pytest.raises(AuthenticationFailed, match="does not prove"):
        ask.get(f"{service.endpoint}/msg/1", auth=SCRAMAuth(Auth(USER, PASSWORD)))
    service.fault = lambda handler: handler.answer(200, b"for everybody")  # type: ignore[attr-defined]
    with pytest.raises(AuthenticationFailed, match="does not ask"):
        ask.post(
            f"{service.endpoint}/topic/t",
            data=b"x",
            auth=SCRAMAuth(Auth(USER, PASSWORD), shortcut=True),
        )
