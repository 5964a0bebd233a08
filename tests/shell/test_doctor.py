"""`hop doctor` names each fault, made for real, and is soon done."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import certifi
import confluent_kafka
import pytest
import tomlkit
import trustme
from calibration import Clock

from hop import Stream
from hop._config import credentials, files
from hop.auth import Auth, SASLMethod
from hop.sandbox import KafkaCluster, credential
from hop.sandbox._processes import free_ports

LONGEST_S = 10


@dataclass(frozen=True)
class Diagnosis:
    code: int
    findings: list[dict[str, str]]

    def failed(self) -> dict[str, str]:
        """The one finding that is a failure."""
        (finding,) = [each for each in self.findings if each["state"] == "failed"]
        assert finding["cause"]
        assert finding["cure"]
        return finding

    def of(self, check: str) -> list[dict[str, str]]:
        return [each for each in self.findings if each["check"] == check]


Doctor = Callable[..., Diagnosis]


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Auth], Path]:
    """Stores a credential, as the only one."""
    for name in ("HOP_USERNAME", "HOP_PASSWORD", "HOP_CA_FILE", "HOP_SANDBOX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("XDG_CONFIG_PATH", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def store(auth: Auth) -> Path:
        path = tmp_path / "hop/config.toml"
        files.write_private(path, tomlkit.dumps({"auth": credentials.to_entry(auth)}))
        return path

    return store


@pytest.fixture
def doctor(capfd: pytest.CaptureFixture[str], configured: Any) -> Doctor:
    def run(*arguments: str) -> Diagnosis:
        from hop.cli.program import run

        capfd.readouterr()
        clock = Clock()
        code = run(["doctor", "--json", *arguments])
        took = clock.seconds()
        out, err = capfd.readouterr()
        assert err == ""
        assert took < LONGEST_S
        findings = [json.loads(line) for line in out.splitlines()]
        assert {each["state"] for each in findings} <= {"ok", "warning", "failed"}
        return Diagnosis(code, findings)

    return run


@pytest.fixture
def address(kafka: KafkaCluster) -> str:
    return kafka.bootstrap("SASL_SSL")


def test_all_is_well(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(credential(kafka, "alice"))
    kafka.allow("alice", topic, "READ", "WRITE", group="alice-")
    with Stream(auth=False).open(f"{kafka.url}/{topic}", "w") as stream:
        for number in range(3):
            stream.write(number)
    result = doctor(f"kafka://alice-telescope@{address}/{topic}")
    assert (result.code, [each for each in result.findings if each["state"] == "failed"]) == (0, [])
    checks = {each["check"] for each in result.findings}
    assert checks >= {
        "versions", "configuration", "credential", "name", "tcp", "tls", "login", "metadata",
        "topic", "group", "clock",
    }  # fmt: skip
    (found,) = result.of("topic")
    assert "may be read, and the broker says that it may be written" in found["text"]
    assert "offsets 0-3" in found["text"]
    assert found["text"].count(f"{datetime.now(UTC):%Y-%m-%dT}") == 2
    assert "alice-secret" not in str(result.findings)


def test_a_token_and_the_time_at_its_endpoint(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(credential(kafka, "alice", SASLMethod.OAUTHBEARER))
    kafka.allow("alice", topic, "READ")
    result = doctor(f"kafka://{address}/{topic}")
    assert result.code == 0
    (token,) = result.of("token")
    assert kafka.token_url in token["text"]
    (clock,) = result.of("clock")
    assert (clock["state"], clock["text"][-13:]) == ("ok", " at localhost")


def test_a_message_of_the_future(kafka: KafkaCluster, topic: str, doctor: Doctor) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=30)
    producer = confluent_kafka.Producer({"bootstrap.servers": kafka.bootstrap("PLAINTEXT")})
    producer.produce(topic, b"x", timestamp=int(ahead.timestamp() * 1000))
    assert producer.flush(60) == 0
    result = doctor("--no-auth", f"{kafka.url}/{topic}")
    (clock,) = result.of("clock")
    assert (result.code, clock["state"]) == (0, "warning")
    assert f"{ahead:%H:%M:%S}" in clock["cause"]


def test_no_credential_where_one_is_wanted(topic: str, address: str, doctor: Doctor) -> None:
    result = doctor("--no-auth", f"kafka://{address}/{topic}")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "metadata")
    assert "speaks TLS" in found["cause"]
    assert "credential" in found["cure"]


def test_what_people_read(
    kafka: KafkaCluster, configured: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    from hop.cli.program import run

    assert run(["doctor", "--no-auth", f"{kafka.url}/not-there"]) == 69
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("ok      versions: hop-core ")
    (at,) = [number for number, line in enumerate(lines) if line.startswith("failed  topic: ")]
    assert lines[at + 1].startswith("          cause: topic not-there does not exist")
    assert lines[at + 2].startswith("          cure: check the spelling")


def test_this_machine_alone(doctor: Doctor) -> None:
    result = doctor()
    assert result.code == 0
    assert {each["check"] for each in result.findings} >= {"versions", "configuration", "clock"}


def test_a_topic_that_may_not_be_written(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(credential(kafka, "bob"))
    kafka.allow("bob", topic, "READ")
    result = doctor(f"kafka://{address}/{topic}")
    assert result.code == 0
    (found,) = result.of("topic")
    assert "may not be written" in found["text"]
    assert "empty" in found["text"]


def test_a_closed_port(doctor: Doctor) -> None:
    (port,) = free_ports(1)
    result = doctor("--no-auth", f"kafka://localhost:{port}/t")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "tcp")
    assert "refused" in found["cause"]


def test_a_host_that_is_not_there(doctor: Doctor) -> None:
    result = doctor("--no-auth", "kafka://nowhere.invalid/t")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "name")
    assert "spelling" in found["cure"]


def test_a_ca_that_is_not_trusted(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(Auth("alice", "alice-secret", ssl_ca_location=certifi.where()))
    result = doctor(f"kafka://{address}/{topic}")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "tls")
    assert "signed by no CA" in found["text"]
    assert "ssl_ca_location" in found["cure"]


@contextlib.contextmanager
def tls_server(ca: trustme.CA, certificate: trustme.LeafCert, folder: Path) -> Iterator[int]:
    """A server that does TLS and nothing else."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                with contextlib.suppress(OSError):
                    connection.settimeout(5)
                    context.wrap_socket(connection, server_side=True).close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()


@pytest.mark.parametrize(
    ("names", "left", "words"),
    [
        (["elsewhere.example.org"], timedelta(days=90), "another host name"),
        (["localhost"], timedelta(days=-1), "out of date"),
    ],
)
def test_a_certificate_that_is_wrong(
    tmp_path: Path,
    configured: Any,
    doctor: Doctor,
    names: list[str],
    left: timedelta,
    words: str,
) -> None:
    ca = trustme.CA()
    now = datetime.now(UTC)
    certificate = ca.issue_cert(*names, not_before=now - timedelta(days=2), not_after=now + left)
    configured(Auth("u", "p", ssl_ca_location=tmp_path / "ca.pem"))
    with tls_server(ca, certificate, tmp_path) as port:
        result = doctor(f"kafka://localhost:{port}/t")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "tls")
    assert words in found["text"]


def test_a_port_without_tls(
    kafka: KafkaCluster, topic: str, configured: Any, doctor: Doctor
) -> None:
    configured(Auth("alice", "alice-secret", ssl_ca_location=kafka.ca_file))
    result = doctor(f"kafka://{kafka.bootstrap('PLAINTEXT')}/{topic}")
    assert (result.code, result.failed()["check"]) == (69, "tls")


def test_a_wrong_password(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(Auth("alice", "no-such-secret", ssl_ca_location=kafka.ca_file))
    result = doctor(f"kafka://{address}/{topic}")
    found = result.failed()
    assert (result.code, found["check"]) == (77, "login")
    assert "alice is refused" in found["text"]
    assert "password" in found["cure"]
    assert "no-such-secret" not in str(result.findings)


def test_a_secret_that_the_token_endpoint_refuses(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(
        Auth(
            "alice",
            "no-such-secret",
            ssl_ca_location=kafka.ca_file,
            token_endpoint=kafka.token_url,
        )
    )
    result = doctor(f"kafka://{address}/{topic}")
    assert (result.code, result.failed()["check"]) == (77, "token")


def test_a_denied_topic_and_a_denied_group(
    kafka: KafkaCluster, new_topic: Any, address: str, configured: Any, doctor: Doctor
) -> None:
    good, denied = new_topic(), new_topic()
    configured(credential(kafka, "carol"))  # whom no other test allows a group
    kafka.allow("carol", good, "READ")
    result = doctor(f"kafka://{address}/{good},{denied}")
    found = result.failed()
    assert (result.code, found["check"]) == (77, "topic")
    assert denied in found["text"]
    assert "carol" in found["cause"]
    assert len(result.of("topic")) == 2
    result = doctor(f"kafka://others@{address}/{good}")
    found = result.failed()
    assert (result.code, found["check"]) == (77, "group")
    assert "carol-NAME" in found["cure"]


def test_a_topic_that_may_be_seen_but_not_read(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(credential(kafka, "bob"))
    kafka.allow("bob", topic, "DESCRIBE")
    result = doctor(f"kafka://{address}/{topic}")
    assert (result.code, result.failed()["check"]) == (77, "topic")


def test_a_topic_that_is_not_there(kafka: KafkaCluster, doctor: Doctor) -> None:
    result = doctor("--no-auth", f"{kafka.url}/not-there")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "topic")
    assert "spelling" in found["cure"]


@pytest.mark.parametrize("listener", ["SASL_SSL", "PLAINTEXT"])
def test_a_paused_broker(
    kafka: KafkaCluster, topic: str, configured: Any, doctor: Doctor, listener: str
) -> None:
    configured(credential(kafka, "alice"))
    options = () if listener == "SASL_SSL" else ("--no-auth",)
    with kafka.pause_broker(0):
        result = doctor(*options, f"kafka://{kafka.bootstrap(listener)}/{topic}")
    found = result.failed()
    assert (result.code, found["check"]) == (69, "tls" if not options else "metadata")
    assert "paused" in found["cure"]


def test_a_configuration_that_others_can_read(
    kafka: KafkaCluster, topic: str, address: str, configured: Any, doctor: Doctor
) -> None:
    configured(credential(kafka, "alice")).chmod(0o644)
    result = doctor(f"kafka://{address}/{topic}")
    (first, *_) = [each for each in result.findings if each["state"] == "failed"]
    assert (result.code, first["check"]) == (78, "credentials")
    assert "0644" in first["cause"]
    assert "chmod 600" in first["cure"]
