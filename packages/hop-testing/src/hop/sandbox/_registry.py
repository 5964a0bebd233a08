"""A schema registry for a sandbox: the part of Confluent's protocol that clients of alerts use.

It answers ``GET /schemas/ids/N``, ``GET /subjects``, ``GET``, ``POST /subjects/S/versions``
and ``GET /subjects/S/versions/latest``. It keeps schemas in memory, takes any JSON, and checks no
compatibility. It has no references, no JSON Schema, no protobuf and no deletion. A real registry
needs a Java program of its own and more memory than the broker.
"""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections.abc import Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote

_LARGEST = 4 * 2**20
_CONTENT = "application/vnd.schemaregistry.v1+json"
_NO_SUBJECT, _NO_SCHEMA, _INVALID = 40401, 40403, 42201


class SchemaRegistry:
    """A registry on a free port of loopback, as a context manager.

    Args:
        schemas: those that it has from the start, by their numbers.
        user: the user name that it asks for; None: it asks for none.
        password: the password.
        port: the port; 0: a free one.

    Attributes:
        url: its address.
        requests: the paths that it was asked for.
    """

    def __init__(
        self,
        schemas: Mapping[int, dict[str, Any] | str] | None = None,
        *,
        user: str | None = None,
        password: str = "",
        port: int = 0,
    ) -> None:
        self._schemas = {
            number: each if isinstance(each, str) else json.dumps(each, separators=(",", ":"))
            for number, each in (schemas or {}).items()
        }
        self._subjects: dict[str, list[int]] = {}
        pair = f"{user}:{password}".encode()
        self._expected = "" if user is None else f"Basic {base64.b64encode(pair).decode()}"
        self._lock = threading.Lock()
        self.requests: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()

    def add(self, subject: str, schema: str, number: int | None = None) -> int:
        """Add a schema under a subject, unless it is there.

        Args:
            subject: such as ``TOPIC-value``.
            schema: as JSON.
            number: its number; None: the next one.

        Returns:
            The number of the schema.
        """
        with self._lock:
            known = {text: each for each, text in self._schemas.items()}
            found = number or known.get(schema) or max(self._schemas, default=0) + 1
            self._schemas[found] = schema
            versions = self._subjects.setdefault(subject, [])
            if found not in versions:
                versions.append(found)
            return found

    def answer(self, path: str, body: bytes | None, shown: str) -> tuple[int, Any]:
        """The status and the JSON of an answer.

        Args:
            path: what is asked for.
            body: what is handed over; None: nothing.
            shown: the header ``Authorization``.
        """
        self.requests.append(path)
        if self._expected and not hmac.compare_digest(shown.encode(), self._expected.encode()):
            return 401, {"error_code": 40101, "message": "Unauthorized"}
        match path.strip("/").split("/"):
            case ["schemas", "ids", number] if number.isdecimal():
                text = self._schemas.get(int(number))
                return (200, {"schema": text}) if text else _fault(404, _NO_SCHEMA)
            case ["subjects"]:
                return 200, sorted(self._subjects)
            case ["subjects", subject, "versions"] if body is not None:
                return self._added(unquote(subject), body)
            case ["subjects", subject, "versions", *rest]:
                return self._versions(unquote(subject), rest)
        return _fault(404, 404)

    def _added(self, subject: str, body: bytes) -> tuple[int, Any]:
        try:
            schema = json.loads(body)["schema"]
            json.loads(schema)
        except (ValueError, KeyError, TypeError):
            return _fault(422, _INVALID)
        return 200, {"id": self.add(subject, schema)}

    def _versions(self, subject: str, rest: list[str]) -> tuple[int, Any]:
        numbers = self._subjects.get(subject)
        if not numbers:
            return _fault(404, _NO_SUBJECT)
        if not rest:
            return 200, list(range(1, len(numbers) + 1))
        if rest == ["latest"]:
            version, number = len(numbers), numbers[-1]
            found = {"subject": subject, "version": version, "id": number}
            return 200, {**found, "schema": self._schemas[number]}
        return _fault(404, 40402)


def _fault(status: int, code: int) -> tuple[int, Any]:
    return status, {"error_code": code, "message": "not found" if status == 404 else "invalid"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def __init__(self, registry: SchemaRegistry, *given: Any) -> None:
        self._registry = registry
        super().__init__(*given)

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer(None)

    def do_POST(self) -> None:
        """Take a schema."""
        try:
            size = int(self.headers.get("Content-Length", "0"))
        except ValueError:
            size = _LARGEST + 1
        self._answer(self.rfile.read(size) if 0 <= size <= _LARGEST else b"")

    def _answer(self, body: bytes | None) -> None:
        status, found = self._registry.answer(
            self.path, body, self.headers.get("Authorization", "")
        )
        data = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", _CONTENT)
        self.send_header("Content-Length", str(len(data)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="registry"')
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Stay quiet: a test shows what goes wrong."""
