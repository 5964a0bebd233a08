"""Messages too large for their topic, kept outside Kafka by one client and fetched by the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from hop import Stream
from hop.auth import Auth
from hop.io import StartPosition
from hop.models import VOEvent
from hop.sandbox import KafkaCluster

from ..integration.large_messages import Service
from .conftest import EXAMPLES, USERS, Peer, encoded

METADATA = "sys.metadata"
EVENT = (EXAMPLES / "good/voevent/every_element.xml").read_bytes()
PADDED = EVENT.replace(b"</Description>", b" " * 20_000 + b"</Description>", 1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(
    kafka: KafkaCluster, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The CA of the brokers and that of the service."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    path.write_bytes(kafka.ca_file.read_bytes() + authority.cert_pem.bytes())
    return path


@pytest.fixture(scope="module")
def service(kafka: KafkaCluster, authority: trustme.CA) -> Iterator[Service]:
    """A service for large messages that the broker announces."""
    kafka.create_topic(METADATA)
    kafka.create_topic("small", max_message_bytes=10_000)
    service = Service(authority, USERS)
    with Stream(auth=False).open(f"{kafka.url}/{METADATA}", "w") as stream:
        stream.write({"LargeMessageUploadEndpoint": service.endpoint})
    yield service
    service.close()


@pytest.fixture
def peer_env(ca_file: Path, kafka: KafkaCluster, newer: Peer, tmp_path: Path) -> dict[str, str]:
    env = {"XDG_CONFIG_HOME": str(tmp_path), "PEER_CA_FILE": str(ca_file)}
    file = tmp_path / "alice.csv"
    file.write_text(f"username,password,ssl_ca_location\nalice,{USERS['alice']},{ca_file}\n")
    newer.hop("auth", "add", file, env=env)
    return env


def test_one_keeps_and_the_other_fetches(
    kafka: KafkaCluster,
    service: Service,
    newer: Peer,
    ca_file: Path,
    peer_env: dict[str, str],
) -> None:
    assert len(PADDED) > 20_000
    url = f"kafka://{kafka.bootstrap('SASL_SSL')}/small"
    stream = Stream(auth=Auth("alice", USERS["alice"], ssl_ca_location=ca_file))
    headers = {"by": "hop"}
    with stream.open(url, "w") as writing:
        writing.write(VOEvent.load(PADDED), headers=headers, key="k")
        writing.write(b"\xff" * 20_000, test=True)
    order = {"format": "voevent", "content": encoded(PADDED), "headers": [["by", encoded("peer")]]}
    newer.write(
        url,
        [{**order, "key": encoded("k")}, {"bytes": encoded(b"\xff" * 20_000), "test": True}],
        auth=True,
        env=peer_env,
        automatic_offload=True,
    )
    assert len(service.kept) == 4

    theirs = newer.read(url, auth=True, env=peer_env, fetch_external=True)
    assert [each["type"] for each in theirs] == ["VOEvent", "Blob"] * 2
    assert [each["bytes"] for each in theirs[::2]] == [encoded(PADDED)] * 2
    assert [each["headers"][0] for each in theirs[::2]] == [
        ["by", encoded("hop")],
        ["by", encoded("peer")],
    ]

    reading = stream.open(url, start_at=StartPosition.EARLIEST, ignoretest=False)
    with reading:
        ours = list(reading.read(metadata=True))
    assert [bytes(message) for message, _ in ours] == [PADDED, b"\xff" * 20_000] * 2
    assert [message.is_test for message, _ in ours] == [False, True] * 2
    for (message, metadata), by in zip(ours[::2], (b"hop", b"peer"), strict=True):
        assert isinstance(message, VOEvent)
        assert metadata.headers[0] == ("by", by)
        assert metadata.key == b"k"
        assert dict(metadata.headers)["_sender"] == b"alice"
