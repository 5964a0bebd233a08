"""A real S3 server (moto) on loopback, and a proxy before it that fails now and then."""

from __future__ import annotations

import http.client
import random
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import ClassVar

import boto3
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

BUCKET = "alerts"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_DROPPED = {"connection", "transfer-encoding", "keep-alive", "content-length"}


@contextmanager
def s3_server() -> Iterator[str]:
    """An S3 server with an empty bucket; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        # What an earlier server of this process held is still there.
        request = urllib.request.Request(f"{address}/moto-api/reset", method="POST")
        urllib.request.urlopen(request, timeout=30).close()
        client = boto3.client(
            "s3", endpoint_url=address, aws_access_key_id="test", aws_secret_access_key="test",
            region_name="us-east-1",
        )  # fmt: skip
        client.create_bucket(Bucket=BUCKET)
        yield address
    finally:
        server.stop()


class Failures:
    """Which requests fail: some before the server has them, some after it has done them.

    Attributes:
        rate: the part that fails, 0 to 1.
        count: how many failed.
        requests: how many came.
    """

    def __init__(self, rate: float, seed: int) -> None:
        self.rate, self.count, self.requests = rate, 0, 0
        self._random, self._lock = random.Random(seed), Lock()

    def next(self) -> str:
        """What becomes of a request: ``""`` is good."""
        with self._lock:
            self.requests += 1
            if self._random.random() >= self.rate:
                return ""
            self.count += 1
            return self._random.choice(["503 before", "500 after", "cut before", "cut after"])


@contextmanager
def failing(address: str, failures: Failures) -> Iterator[str]:
    """A proxy before a server; its address."""
    target = address.removeprefix("http://")
    # S3 makes an object that must not exist yet in one step; moto looks first, and makes it then.
    one_put = Lock()

    class Proxy(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def _pass_on(self) -> None:
            body = self._body()
            fate = failures.next()
            if fate.endswith("before"):
                self._fail(fate)
                return
            with one_put if self.command == "PUT" else nullcontext():
                answer, data = self._answer(body)
            if fate:
                self._fail(fate)
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _DROPPED:
                    self.send_header(name, value)
            length = answer.getheader("Content-Length") if self.command == "HEAD" else len(data)
            self.send_header("Content-Length", str(length or 0))
            self.end_headers()
            self.wfile.write(data)

        def _answer(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
            upstream = http.client.HTTPConnection(target, timeout=60)
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _DROPPED:
                    upstream.putheader(name, value)
            upstream.putheader("Content-Length", str(len(body)))
            upstream.endheaders(body)
            answer = upstream.getresponse()
            data = answer.read()
            upstream.close()
            return answer, data

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _fail(self, fate: str) -> None:
            if fate.startswith("cut"):
                self.close_connection = True
                self.connection.close()
                return
            self.send_response_only(int(fate[:3]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass_on

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
