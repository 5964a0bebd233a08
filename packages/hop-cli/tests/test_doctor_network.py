"""What `hop doctor` makes of names, ports and certificates, without a broker."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from calibration import Clock

from hop.cli.doctor import network
from hop.cli.doctor.findings import FAILED, OK, WARNING, failed
from hop.cli.doctor.waiting import Call, Late
from hop.errors import ConnectionFailed


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("h:1", ("h", 1)),
        ("[::1]:9092", ("::1", 9092)),
        ("[fe80::1%eth0]:77", ("fe80::1%eth0", 77)),
    ],
)
def test_host_and_port(address: str, parts: tuple[str, int]) -> None:
    assert network.split(address) == parts


@contextlib.contextmanager
def server(context: ssl.SSLContext) -> Iterator[str]:
    """Greets by TLS as often as it is asked to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with contextlib.suppress(OSError):
                        connection.settimeout(5)
                        context.wrap_socket(connection, server_side=True).close()

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize(
    ("left", "state"), [(timedelta(days=5), WARNING), (timedelta(days=90), OK)]
)
def test_a_certificate_that_expires_soon(tmp_path: Path, left: timedelta, state: object) -> None:
    trustme = pytest.importorskip("trustme", reason="hop-testing makes the certificates")
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1", not_after=datetime.now(UTC) + left).configure_cert(context)
    with server(context) as address:
        (found,) = network.secure([address], str(tmp_path / "ca.pem"))
        assert network.speaks_tls(address)
    assert found.state is state
    assert ("expires in" in found.cause) == (state is WARNING)


def test_an_invalid_file_of_ca_certificates(tmp_path: Path) -> None:
    for file in (tmp_path / "none.pem", tmp_path / "empty.pem"):
        (found,) = network.secure(["127.0.0.1:1"], str(file))
        assert found.state is FAILED
        assert str(file) in found.cause
        (tmp_path / "empty.pem").write_text("no certificate")


def test_a_server_without_tls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # and stays silent
        clock = Clock()
        assert not network.speaks_tls(f"127.0.0.1:{listener.getsockname()[1]}")
        assert clock.seconds() < 15


def test_one_of_two_brokers_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as other:
        other.bind(("127.0.0.1", 0))  # and does not listen
        brokers = [f"127.0.0.1:{each.getsockname()[1]}" for each in (listener, other)]
        found = [each for each in network.reach(brokers) if each.check == "tcp"]
    assert [each.state for each in found] == [OK, FAILED]
    assert "refused" in found[1].cause


def test_nobody_waits_for_a_call_that_hangs() -> None:
    forever = threading.Event()
    with pytest.raises(Late):
        Call(forever.wait).wait(0.05)
    forever.set()
    assert Call(lambda: 5).wait(60) == 5
    with pytest.raises(ValueError, match="invalid literal"):
        Call(lambda: int("x")).wait(60)


def test_cause_and_cure_of_an_error() -> None:
    found = failed("tcp", "no way", ConnectionFailed("it is closed; open it; wait"))
    assert (found.cause, found.cure) == ("it is closed", "open it; wait")
    assert found.lines() == [
        "failed  tcp: no way", "          cause: it is closed", "          cure: open it; wait",
    ]  # fmt: skip
    found = failed("tcp", "no way", ConnectionFailed("it is closed"))
    assert found.cure.endswith("see `hop explain ConnectionFailed`")
