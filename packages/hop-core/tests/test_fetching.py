"""Large messages are fetched from where they may be kept only, and within limits."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import bson
import pytest

from hop._config import Config
from hop._large import Offload
from hop._large.service import Service
from hop.errors import ConfigError, MessageTooLarge, TransportError, TransportTimeout

DOCUMENT = bson.encode({"message": b"m", "metadata": {"headers": []}})


class Server:
    """A service for large messages on this machine.

    Attributes:
        asked: the paths that somebody asked for.
        answer: what writes the answer.
        written: how often that has written something.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.written = 0
        self.answer: Callable[[BaseHTTPRequestHandler], None] = self.give
        self.ended = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                owner.asked.append(self.path)
                try:
                    owner.answer(self)
                except OSError:
                    self.close_connection = True
                owner.ended.set()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/api"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def give(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(DOCUMENT)))
        handler.end_headers()
        handler.wfile.write(DOCUMENT)

    def repeat(self, start: bytes, part: bytes) -> None:
        """Answer with a beginning, and then with a part for ever."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(start)
            while True:
                handler.wfile.write(part)
                self.written += 1
                time.sleep(0.02)

        self.answer = answer

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


class Announced(Offload):
    """The service that a broker announces; None: it announces none."""

    def __init__(self, url: str | None) -> None:
        super().__init__("localhost:1", None)
        self._url = url

    def endpoint(self) -> str | None:
        return self._url


SPELLINGS = ("127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1", "[::ffff:127.0.0.1]")


@pytest.mark.parametrize("host", SPELLINGS)
def test_what_nobody_announced_or_named_is_not_asked(server: Server, host: str) -> None:
    url = f"http://{host}:{server.port}/api/msg/1"
    for announced in (None, "https://large.example.org/api"):
        with pytest.raises(TransportError, match="hop configure set fetch_from"):
            Announced(announced).fetch(url, Config())
    assert server.asked == []


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_private_address_is_a_public_one(server: Server, host: str) -> None:
    url = f"http://{host}:{server.port}/api/msg/1"
    with pytest.raises(TransportError):
        Announced(None).fetch(url, Config(fetch_from=("*",)))
    assert server.asked == []


PRIVATE = """10.0.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1%2 fd00::1
::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_a_name_of_a_private_address_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.32.1", 80))
    private = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 80, 0, 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [public, private])
    monkeypatch.setattr(socket, "socket", None)  # nothing connects
    with pytest.raises(TransportError, match="private network"):
        Announced(None).fetch("http://large.example.org/msg/1", Config(fetch_from=("*",)))


def test_what_is_announced_or_named_is_fetched(server: Server) -> None:
    url = f"{server.url}/msg/1"
    for announced, named in ((server.url, ()), (None, (server.url,)), (None, (f"{server.url}/",))):
        found = Announced(announced).fetch(url, Config(fetch_from=named))
        assert found.payload == b"m"


@pytest.mark.parametrize(
    "path",
    [
        "/admin?all=1",
        "/api/../admin",
        "/api/%2e%2E/admin",
        "/api/..%2fadmin",
        "/api/..;/a",
        "/apis/1",
    ],
)
def test_nothing_else_of_the_service_is_asked(server: Server, path: str) -> None:
    url = f"http://127.0.0.1:{server.port}{path}"
    with pytest.raises(TransportError, match="fetch_from"):
        Announced(server.url).fetch(url, Config())
    assert server.asked == []


def test_a_name_is_looked_up_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))
    answers = [[here]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.pop())
    url = f"http://large.example.org:{server.port}"
    assert Announced(url).fetch(f"{url}/msg/1", Config()).payload == b"m"
    assert answers == []


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (b"HTTP/1.1 200 OK\r\nA: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"Content-Length: 99999\r\n\r\n", b"a"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n"),
    ],
    ids=["a header", "100 Continue", "the body", "chunks", "trailers"],
)
def test_a_slow_answer_ends_with_its_time(server: Server, start: bytes, part: bytes) -> None:
    server.repeat(start, part)
    with pytest.raises(TransportTimeout, match=r"0\.\d+ s"):
        Announced(server.url).fetch(f"{server.url}/msg/1", Config(fetch_timeout=0.5))
    assert server.ended.wait(30)  # the connection is closed
    assert len(server.asked) == 1
    assert server.written < 1000


def test_a_name_that_nobody_looks_up_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(60))
    try:
        with pytest.raises(TransportTimeout):
            Service(None, "", timeout=0.1).get("http://large.example.org/msg/1")
    finally:
        over.set()


def test_a_large_answer_is_not_read(server: Server) -> None:
    config = Config(fetch_max_bytes=1000)
    server.repeat(HEAD + b"Content-Length: 100000000000\r\n\r\n", b"")
    with pytest.raises(MessageTooLarge, match="1000 bytes"):
        Announced(server.url).fetch(f"{server.url}/msg/1", config)
    server.repeat(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"3e8\r\n" + b"a" * 1000 + b"\r\n")
    with pytest.raises(MessageTooLarge, match="1000 bytes"):
        Announced(server.url).fetch(f"{server.url}/msg/1", config)


def test_errors_show_no_credential_of_an_address(server: Server) -> None:
    for url in (
        "http://ada:hunter2@large.example.org/msg/1?token=hunter2",
        "ftp://ada:hunter2@large.example.org/msg/1",
        "http://large.example.org/msg/1#hunter2",
    ):
        with pytest.raises(TransportError) as caught:
            Announced(None).fetch(url, Config())
        assert "hunter2" not in str(caught.value)


def test_the_libraries_of_large_messages_are_named_if_missing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bson", None)
    offload = Offload("localhost:1", None)
    with pytest.raises(ConfigError, match=r"library pymongo.*pip install pymongo scramp"):
        offload.fetch(f"{server.url}/msg/1", Config(fetch_from=(server.url,)))
    assert server.asked == []
