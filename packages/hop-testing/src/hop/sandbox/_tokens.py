"""A token endpoint: it gives signed tokens (JWT) for OAuth 2 client credentials."""

from __future__ import annotations

import base64
import binascii
import hmac
import http.server
import json
import ssl
import sys
import threading
import time
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

ISSUER = "hop-sandbox"
AUDIENCE = "kafka"
_KEY_NAME = "sandbox"
_LONGEST_FORM = 65536
_SILENT_S = 10.0  # how long a client may say nothing


def base64url(data: bytes) -> str:
    """Return bytes as text for URLs, without padding, as JWT and Kafka want it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Server(http.server.ThreadingHTTPServer):
    """A server with a thread for each client. It prints nothing of clients that leave early."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing of clients that leave, or do not speak TLS; they know it themselves."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class TokenServer:
    """An HTTPS endpoint on loopback that gives tokens for a user's password.

    Args:
        folder: where ``jwks.json`` is written; the brokers check tokens with it.
        context: the server's TLS context.
        clients: client ids and their secrets.
        lifetime: seconds that a token is valid.

    Attributes:
        url: the endpoint.
        requests: how many requests came.
    """

    def __init__(
        self,
        folder: Path,
        context: ssl.SSLContext,
        clients: Mapping[str, str],
        lifetime: int = 3600,
    ) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._clients, self.lifetime, self.requests = clients, lifetime, 0
        (folder / "jwks.json").write_text(json.dumps({"keys": [self._public_key()]}))
        self._server = _Server(("127.0.0.1", 0), self._handler())
        # Each client's own thread does the TLS handshake, so a silent client delays no other.
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.url = f"https://localhost:{self._server.server_port}/token"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.daemon = True
        self._thread.start()

    def _public_key(self) -> dict[str, str]:
        numbers = self._key.public_key().public_numbers()
        return {
            "kty": "RSA",
            "kid": _KEY_NAME,
            "alg": "RS256",
            "use": "sig",
            "n": base64url(numbers.n.to_bytes(256, "big")),
            "e": base64url(numbers.e.to_bytes(3, "big")),
        }

    def token(self, user: str) -> str:
        """Return a signed token for a user."""
        now = int(time.time())
        head = {"alg": "RS256", "typ": "JWT", "kid": _KEY_NAME}
        claims = {
            "sub": user,
            "iss": ISSUER,
            "aud": AUDIENCE,
            "scope": "kafka",  # brokers reject an empty one
            "iat": now,
            "exp": now + self.lifetime,
        }
        text = ".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
        signature = self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{base64url(signature)}"

    def respond(self, form: str, authorization: str) -> tuple[int, dict[str, object]]:
        """Return status and body of the response to a request.

        Args:
            form: the request's body; it may have ``client_id`` and ``client_secret``.
            authorization: the header of that name; it may have them too (Basic).
        """
        self.requests += 1
        fields = dict(urllib.parse.parse_qsl(form))
        user, secret = fields.get("client_id", ""), fields.get("client_secret", "")
        if authorization.startswith("Basic "):
            try:
                decoded = base64.b64decode(
                    authorization.removeprefix("Basic "), validate=True
                ).decode()
            except (binascii.Error, UnicodeDecodeError):
                return 400, {"error": "invalid_request"}
            # RFC 6749, 2.3.1: both parts are form-encoded. librdkafka sends them as they are.
            user, _, secret = decoded.partition(":")
        if fields.get("grant_type") != "client_credentials":
            return 400, {"error": "unsupported_grant_type"}
        known = self._clients.get(user)
        if known is None or not hmac.compare_digest(known.encode(), secret.encode()):
            return 401, {"error": "invalid_client"}
        token = {"access_token": self.token(user), "token_type": "Bearer"}
        return 200, {**token, "expires_in": self.lifetime}

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        respond = self.respond

        class Handler(http.server.BaseHTTPRequestHandler):
            timeout = _SILENT_S

            def do_POST(self) -> None:
                length = min(int(self.headers.get("Content-Length", 0)), _LONGEST_FORM)
                form = self.rfile.read(length).decode(errors="replace")
                status, content = respond(form, self.headers.get("Authorization", ""))
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        return Handler

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
