"""A token endpoint: OAuth 2 client credentials against signed tokens (JWT)."""

from __future__ import annotations

import base64
import binascii
import hmac
import http.server
import json
import ssl
import threading
import time
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

from hop._handlers.quiet_server import SILENT_S, QuietThreads

ISSUER = "hop-sandbox"
AUDIENCE = "kafka"
_KEY_NAME = "sandbox"
_LONGEST_FORM = 65536


def base64url(data: bytes) -> str:
    """Bytes as text for URLs, without padding, as JWT and Kafka want it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Server(QuietThreads, http.server.HTTPServer):
    """Each client has a thread of its own, and nothing is printed of it."""


class TokenServer:
    """An HTTPS endpoint on loopback that gives tokens to those who know a user's password.

    Args:
        folder: where ``jwks.json`` is written, by which brokers check the tokens.
        context: the server's TLS side.
        clients: client ids and their secrets.
        lifetime: seconds that a token is valid.

    Attributes:
        url: the endpoint.
        requests: how often it was asked.
    """

    def __init__(
        self,
        folder: Path,
        context: ssl.SSLContext,
        clients: Mapping[str, str],
        lifetime: int = 3600,
    ) -> None:
        from cryptography.hazmat.primitives.asymmetric import rsa

        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._clients, self.lifetime, self.requests = clients, lifetime, 0
        (folder / "jwks.json").write_text(json.dumps({"keys": [self._public_key()]}))
        self._server = _Server(("127.0.0.1", 0), self._handler())
        # Each client's own thread does its handshake: one that says nothing holds up no other.
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
        """A signed token for a user."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        now = int(time.time())
        head = {"alg": "RS256", "typ": "JWT", "kid": _KEY_NAME}
        claims = {
            "sub": user,
            "iss": ISSUER,
            "aud": AUDIENCE,
            "scope": "kafka",  # brokers refuse an empty one
            "iat": now,
            "exp": now + self.lifetime,
        }
        text = ".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
        signature = self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{base64url(signature)}"

    def answer(self, form: str, authorization: str) -> tuple[int, dict[str, object]]:
        """Status and body for a request.

        Args:
            form: the request's body, which may hold ``client_id`` and ``client_secret``.
            authorization: the header of that name, which may hold them too (Basic).
        """
        self.requests += 1
        fields = dict(urllib.parse.parse_qsl(form))
        user, secret = fields.get("client_id", ""), fields.get("client_secret", "")
        if authorization.startswith("Basic "):
            try:
                given = base64.b64decode(
                    authorization.removeprefix("Basic "), validate=True
                ).decode()
            except (binascii.Error, UnicodeDecodeError):
                return 400, {"error": "invalid_request"}
            # RFC 6749, 2.3.1: both parts are form-encoded. librdkafka sends them as they are.
            user, _, secret = given.partition(":")
        if fields.get("grant_type") != "client_credentials":
            return 400, {"error": "unsupported_grant_type"}
        known = self._clients.get(user)
        if known is None or not hmac.compare_digest(known.encode(), secret.encode()):
            return 401, {"error": "invalid_client"}
        token = {"access_token": self.token(user), "token_type": "Bearer"}
        return 200, {**token, "expires_in": self.lifetime}

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        answer = self.answer

        class Handler(http.server.BaseHTTPRequestHandler):
            timeout = SILENT_S

            def do_POST(self) -> None:
                length = min(int(self.headers.get("Content-Length", 0)), _LONGEST_FORM)
                form = self.rfile.read(length).decode(errors="replace")
                status, content = answer(form, self.headers.get("Authorization", ""))
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
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
