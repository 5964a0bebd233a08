"""A service that keeps large messages, over HTTPS, by the offload protocol; and its faults."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import bson
import trustme
from scramp import ScramException, ScramMechanism

MECHANISM = "SCRAM-SHA-512"


class Service:
    """Messages by their ids, given and taken by those who know the password or the token.

    Attributes:
        kept: what was posted: topic and document, by id.
        seen: method, path and Authorization header of each request.
        fault: answers a GET in the service's place, for its faults.
    """

    def __init__(self, ca: trustme.CA, users: dict[str, str], tokens: tuple[str, ...] = ()) -> None:
        import ssl

        self.kept: dict[str, tuple[str, dict[str, Any]]] = {}
        self.seen: list[tuple[str, str, str]] = []
        self.fault: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.tokens = tokens
        mechanism = ScramMechanism(MECHANISM)
        known = {user: mechanism.make_auth_info(password) for user, password in users.items()}
        self._sessions: dict[str, Any] = {}
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._handle(b"")

            def do_POST(self) -> None:
                self._handle(self.rfile.read(int(self.headers["Content-Length"])))

            def _handle(self, body: bytes) -> None:
                given = self.headers.get("Authorization", "")
                owner.seen.append((self.command, self.path, given))
                if owner.fault:
                    owner.fault(self)
                    return
                info = self._authenticate(given)
                if info is None:
                    return
                if self.command == "POST":
                    document = bson.decode(body)
                    found = re.fullmatch(r"/api/topic/([\w.-]+)\+oversized", self.path)
                    assert found
                    names = dict(document["headers"])
                    owner.kept[str(uuid.UUID(bytes=names["_id"]))] = (found[1], document)
                    self.answer(201, b"", info)
                else:
                    kept = owner.kept.get(self.path.removeprefix("/api/msg/"))
                    if kept is None:
                        self.answer(404, b"", info)
                        return
                    document = dict(kept[1])
                    beside = {"headers": document.pop("headers"), "timestamp": 1234567890123}
                    if "key" in document:
                        beside["key"] = document.pop("key")
                    self.answer(200, bson.encode(document | {"metadata": beside}), info)

            def _authenticate(self, given: str) -> dict[str, str] | None:
                kind, _, rest = given.partition(" ")
                if kind == "Bearer":
                    if rest in owner.tokens:
                        return {}
                    self.answer(401, b"")
                    return None
                values = dict(re.findall(r'(\w+)="?([^",\s]+)"?', rest))
                if kind != MECHANISM or "data" not in values:
                    self.answer(401, b"")
                    return None
                data = base64.b64decode(values["data"]).decode()
                try:
                    if "sid" not in values:
                        server = mechanism.make_server(lambda user: known[user])
                        server.set_client_first(data)
                        sid = uuid.uuid4().hex
                        owner._sessions[sid] = server
                        first = base64.b64encode(server.get_server_first().encode()).decode()
                        challenge = f"{MECHANISM} sid={sid},data={first}"
                        self.answer(401, b"", {"WWW-Authenticate": challenge})
                        return None
                    server = owner._sessions.pop(values["sid"])
                    server.set_client_final(data)
                    final = base64.b64encode(server.get_server_final().encode()).decode()
                    return {"Authentication-Info": f"sid={values['sid']},data={final}"}
                except (ScramException, KeyError):
                    self.answer(401, b"")
                    return None

            def answer(
                self, status: int, body: bytes, headers: dict[str, str] | None = None
            ) -> None:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("localhost", "127.0.0.1").configure_cert(context)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.origin = f"https://localhost:{self._server.server_port}"
        self.endpoint = f"{self.origin}/api"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def announcement(self) -> bytes:
        return json.dumps({"LargeMessageUploadEndpoint": self.endpoint}).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte at a time, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    try:
        for _ in range(600):
            handler.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        pass
