"""Maps are fetched from a real server on this machine: what is allowed, and every limit."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import maps
import pytest
import trustme

from hop.errors import (
    ConnectionFailed,
    DecodeError,
    LimitExceeded,
    TransportError,
    TransportTimeout,
)
from hop.sky import SkyMap
from hop.sky._cache import Cache
from hop.sky._fetching import Limits, fetch

MAP = maps.mixed_file(1, 300)
TRUSTED = Limits(trusted=True, pauses=(0.0, 0.01))
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A web server on this machine.

    Attributes:
        asked: the path of each request.
        answers: what each request gets; the last one stays.
        finished: set when the test ends; answers that hang wait for it.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[Answer] = [give(MAP)]
        self.finished = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.asked.append(self.path)
                owner.headers.append(dict(self.headers))
                answer = owner.answers[0] if len(owner.answers) == 1 else owner.answers.pop(0)
                try:
                    answer(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "http" if context is None else "https"
        self.port = self._server.server_port
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.finished.set()
        self._server.shutdown()
        self._server.server_close()


def give(content: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def redirect(where: str) -> Answer:
    return give(b"", 302, Location=where)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("HOP_CA_FILE", str(file))
    server = Server(context)
    yield server
    server.close()


def test_a_map_is_fetched(server: Server, secure: Server) -> None:
    for each in (server, secure):
        sky = SkyMap.read(f"{each.url}/map.fits", trusted=True)
        assert sky.area(0.9) == SkyMap.read(MAP).area(0.9)
    packed = gzip.compress(MAP)
    server.answers = [give(packed, Content_Encoding="x-gzip")]  # as some servers name .gz files
    assert SkyMap.read(f"{server.url}/map.fits.gz", trusted=True).cells == sky.cells


def test_an_error_names_the_address(server: Server) -> None:
    server.answers = [give(MAP[:-4000])]
    with pytest.raises(DecodeError, match=r"http://127\.0\.0\.1:\d+/map\.fits, HDU 1: truncated"):
        SkyMap.read(f"{server.url}/map.fits", trusted=True)


def test_only_https_unless_trusted(server: Server) -> None:
    with pytest.raises(TransportError, match=r"is not https.*--trusted"):
        SkyMap.read(f"{server.url}/map.fits")
    assert server.asked == []


SPELLINGS = ("127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1", "[::ffff:127.0.0.1]")


@pytest.mark.parametrize("host", SPELLINGS)
def test_private_addresses_are_refused_unless_trusted(secure: Server, host: str) -> None:
    with pytest.raises(TransportError, match=r"this machine or of a private network.*--trusted"):
        SkyMap.read(f"https://{host}:{secure.port}/map.fits")
    assert secure.asked == []


def test_redirects_are_followed_and_checked(secure: Server) -> None:
    secure.answers = [redirect("/new/map.fits"), give(MAP)]
    assert fetch(f"{secure.url}/map.fits", TRUSTED) == MAP
    assert secure.asked == ["/map.fits", "/new/map.fits"]
    # Trust is for the host that the user typed, not for those to which it leads.
    for where, problem in (
        (f"https://localhost:{secure.port}/map.fits", "private network"),
        (f"http://localhost:{secure.port}/map.fits", "is not https"),
        ("file:///etc/passwd", "no address of a file"),
        ("https://user:secret@127.0.0.1/map.fits", "without a user name"),
    ):
        secure.answers = [redirect(where)]
        with pytest.raises(TransportError, match=problem) as caught:
            fetch(f"{secure.url}/map.fits", TRUSTED)
        assert "secret" not in str(caught.value)


def test_redirects_end(server: Server) -> None:
    server.answers = [redirect("/map.fits")]
    with pytest.raises(TransportError, match="redirects more than 5 times"):
        fetch(f"{server.url}/map.fits", TRUSTED)
    assert len(server.asked) == 6


def test_a_map_that_is_not_there_yet_is_asked_for_again(server: Server) -> None:
    server.answers = [give(b"", 404), give(b"", 404), give(MAP)]
    assert fetch(f"{server.url}/map.fits", TRUSTED) == MAP
    assert len(server.asked) == 3


def test_after_three_tries_it_is_not_there(server: Server) -> None:
    server.answers = [give(b"", 404)]
    with pytest.raises(TransportError, match=r"not there \(HTTP 404\)") as caught:
        fetch(f"{server.url}/map.fits", TRUSTED)
    assert len(server.asked) == 3
    assert caught.value.retriable
    short = replace(TRUSTED, seconds=5.0, pauses=(60.0,))
    with pytest.raises(TransportError, match="not there"):  # no time for that pause
        fetch(f"{server.url}/map.fits", short)


def test_pauses_grow() -> None:
    pauses = Limits().pauses
    assert len(pauses) == 2
    assert pauses[0] < pauses[1]


def test_other_answers_are_errors(server: Server) -> None:
    for status in (403, 500, 503):
        server.answers = [give(b"", status)]
        with pytest.raises(TransportError, match=f"HTTP {status}") as caught:
            fetch(f"{server.url}/map.fits", TRUSTED)
        assert caught.value.code == f"HTTP {status}"


def test_what_is_too_large_is_not_taken(server: Server) -> None:
    limits = replace(TRUSTED, max_bytes=1000)
    with pytest.raises(LimitExceeded, match=r"1000 bytes that are allowed.*max_bytes"):
        fetch(f"{server.url}/map.fits", limits)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.finished.is_set():
            handler.wfile.write(bytes(10_000))

    server.answers = [endless]  # no length is announced
    with pytest.raises(LimitExceeded):
        fetch(f"{server.url}/map.fits", limits)


def test_a_map_of_2_gb_is_refused_by_what_it_announces(server: Server) -> None:
    server.answers = [give(b"", Content_Length=str(2_000_000_000))]
    with pytest.raises(LimitExceeded, match="100000000 bytes that are allowed"):
        SkyMap.read(f"{server.url}/map.fits", trusted=True)


def test_a_gzip_bomb_is_refused(server: Server) -> None:
    cards = b"SIMPLE  =".ljust(80) + b"COMMENT ".ljust(80) * 500_000
    server.answers = [give(gzip.compress(cards))]
    with pytest.raises(DecodeError, match=r"no END|larger"):
        SkyMap.read(f"{server.url}/map.fits.gz", trusted=True, max_bytes=10_000_000)


def test_a_slow_server_has_its_time_only(server: Server) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.finished.wait(0.02):
            handler.wfile.write(b"x")

    def silent(_handler: BaseHTTPRequestHandler) -> None:
        server.finished.wait(60)

    for answer in (drip, silent):
        server.answers = [answer]
        with pytest.raises(TransportTimeout, match=r"within its time, at most 0\.5 s"):
            fetch(f"{server.url}/map.fits", replace(TRUSTED, seconds=0.5))


def test_a_broken_answer_is_an_error(server: Server) -> None:
    server.answers = [give(MAP[:-1], Content_Length=str(len(MAP)))]
    with pytest.raises(ConnectionFailed, match="cannot be fetched"):
        fetch(f"{server.url}/map.fits", TRUSTED)
    server.answers = [lambda handler: handler.wfile.write(b"not HTTP\r\n\r\n")]
    with pytest.raises(ConnectionFailed):
        fetch(f"{server.url}/map.fits", TRUSTED)
    server.close()
    with pytest.raises(ConnectionFailed):
        fetch(f"{server.url}/map.fits", TRUSTED)


def test_a_certificate_must_be_trusted(secure: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOP_CA_FILE")
    with pytest.raises(ConnectionFailed, match="certificate is not trusted"):
        fetch(f"{secure.url}/map.fits", TRUSTED)


@pytest.mark.parametrize("url", ["https://", "https://[::1", "https://h:port/", "https://ü ü/x"])
def test_what_is_no_address_is_an_error(url: str) -> None:
    with pytest.raises(TransportError):
        fetch(url, TRUSTED)


def test_a_map_is_kept_and_asked_for_again(server: Server) -> None:
    def versioned(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"1"'
        give(b"" if same else MAP, 304 if same else 200, ETag='"1"')(handler)

    server.answers = [versioned]
    for _ in range(2):
        assert fetch(f"{server.url}/map.fits", TRUSTED) == MAP
    assert [each.get("If-None-Match") for each in server.headers] == [None, '"1"']
    server.answers = [give(b"another", ETag='"2"')]  # a new map at the same address
    assert fetch(f"{server.url}/map.fits", TRUSTED) == b"another"


def test_without_a_version_nothing_is_kept(server: Server, tmp_path: Path) -> None:
    fetch(f"{server.url}/map.fits", TRUSTED, cache=Cache(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


def test_the_cache_is_bounded_and_may_be_broken(tmp_path: Path) -> None:
    cache = Cache(tmp_path, max_bytes=25_000)
    for number in range(5):
        cache.keep(f"https://h/{number}", {"etag": b"1"}, bytes(10_000))
    assert len(list(tmp_path.glob("*.map"))) == 2
    cache.keep("https://h/large", {"etag": b"1"}, bytes(30_000))
    assert cache.find("https://h/large") is None
    assert cache.find("https://h/4") is not None
    for each in tmp_path.glob("*.map"):
        each.write_bytes(b"{\n")
    assert cache.find("https://h/4") is None
    file = tmp_path / "file"
    file.touch()
    Cache(file / "below").keep("https://h/1", {"etag": b"1"}, b"x")  # nothing is raised


def test_progress_is_told(server: Server) -> None:
    told: list[tuple[int, int | None]] = []
    fetch(f"{server.url}/map.fits", TRUSTED, progress=lambda *each: told.append(each))
    assert told[-1] == (len(MAP), len(MAP))
