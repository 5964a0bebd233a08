"""One request to the HTTP service that keeps large messages, within limits of time and size.

Nothing is followed: an answer that points elsewhere is an error, so that credentials and messages
go to the address that was named and to no other. SCRAM over HTTP is RFC 7804.
"""

from __future__ import annotations

import base64
import http.client
import re
import ssl
import time
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from hop._config import SASLMethod, Secret, is_insecure
from hop.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    MessageTooLarge,
    NotAuthorized,
    TransportError,
    TransportTimeout,
)

if TYPE_CHECKING:
    from types import TracebackType

    from hop._config import Auth

TIMEOUT_S = 120.0
"""How long an exchange may take as a whole."""
MAX_BYTES = 1_000_000_000
"""The largest answer that is read."""

_STALL_S = 15.0
_CHUNK = 2**20
_PARAMETER = re.compile(r'(\w+)="?([^",\s]+)"?')
_KINDS: dict[int, tuple[type[TransportError], str]] = {
    401: (AuthenticationFailed, "refuses the credential; check user name and password"),
    403: (NotAuthorized, "does not let this user do that; ask its owner for the permission"),
    404: (TransportError, "has no such message; it may have been deleted"),
    413: (MessageTooLarge, "takes no message as large as this"),
}


class Service:
    """An HTTP service, asked with one credential or none.

    Args:
        auth: the credential; SCRAM and OAUTHBEARER ones can be used.
        ca_file: the CA certificates to trust.
        timeout: how long an exchange may take as a whole, s.
        max_bytes: the largest answer that is read.
    """

    def __init__(
        self,
        auth: Auth | None,
        ca_file: str,
        *,
        timeout: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._auth, self._ca_file = auth, ca_file
        self._timeout, self._max_bytes = timeout, max_bytes

    def get(self, url: str) -> bytes:
        """What is kept under an address.

        Raises:
            hop.errors.TransportError: it cannot be had, in time or at all; the text says why.
        """
        return self._exchange("GET", url, b"")

    def post(self, url: str, body: bytes) -> bytes:
        """Hand something over.

        Raises:
            hop.errors.TransportError: it is not taken; the text says why.
        """
        return self._exchange("POST", url, body)

    def _exchange(self, method: str, url: str, body: bytes) -> bytes:
        auth, limit = self._auth, self._max_bytes
        with Request(method, url, self._ca_file, self._timeout) as request:
            if auth is None:
                return request.send(body, {}, limit)
            if auth.method is SASLMethod.OAUTHBEARER:
                from hop._large.bearer import bearer_token

                if is_insecure(url):
                    raise AuthenticationFailed(
                        f"{request.address} has no https address: a token could be read on the "
                        "way, and is not sent there"
                    )
                bearer = Secret(f"Bearer {bearer_token(auth)}")
                return request.send(body, {"Authorization": bearer}, limit)
            if auth.method is SASLMethod.PLAIN:
                raise AuthenticationFailed(
                    f"{request.address} takes SCRAM credentials and tokens, not PLAIN ones"
                )
            return _by_scram(request, body, auth, limit)


class _Answer(Exception):  # no error of hop's: it never leaves this module
    """An answer that is no success, with what SCRAM needs of it."""

    def __init__(self, status: int, challenge: str) -> None:
        self.status, self.challenge = status, challenge
        super().__init__(status)


class Request:
    """A connection to one address, and how much time is left for it; a context manager.

    Args:
        method: GET or POST.
        url: the address, http or https.
        ca_file: the CA certificates to trust.
        timeout: how long all of it may take, s.

    Raises:
        hop.errors.TransportError: of the block too: what goes wrong with the connection.
    """

    def __init__(self, method: str, url: str, ca_file: str, timeout: float = TIMEOUT_S) -> None:
        try:
            place = urlsplit(url)
            host, port = place.hostname, place.port
        except ValueError:
            place, host, port = urlsplit(""), None, None
        if place.scheme not in ("http", "https") or not host:
            raise TransportError(f"{url[:200]!r} is no http or https address")
        self._method, self._timeout = method, timeout
        self._end = time.monotonic() + timeout
        self.address = f"{place.scheme}://{place.netloc.rpartition('@')[2]}"
        self._path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        if place.scheme == "https":
            context = ssl.create_default_context(cafile=ca_file)
            self._connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=_STALL_S, context=context
            )
        else:
            self._connection = http.client.HTTPConnection(host, port, timeout=_STALL_S)
        self.info = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        if isinstance(fault, TimeoutError):
            raise TransportTimeout(
                f"{self.address} did not answer within its time, at most {self._timeout:g} s",
                retriable=True,
            ) from None
        if isinstance(fault, ssl.SSLError):
            raise ConnectionFailed(
                f"no TLS connection to {self.address}: {fault.reason or fault}; name its CA "
                "certificates with ssl_ca_location in the credential"
            ) from None
        if isinstance(fault, (OSError, http.client.HTTPException, UnicodeError)):
            raise ConnectionFailed(
                f"no answer from {self.address}: {type(fault).__name__}: {fault}", retriable=True
            ) from None

    def send(self, body: bytes, headers: dict[str, str], max_bytes: int) -> bytes:
        """The body of a success.

        Raises:
            TransportError: by the status of the answer, or by its size.
        """
        try:
            return self.ask(body, headers, max_bytes)
        except _Answer as answer:
            raise self.failure(answer.status) from None

    def ask(self, body: bytes, headers: dict[str, str], max_bytes: int) -> bytes:
        """The body of a success; _Answer where it is none."""
        self._limit()
        # Before there is anything to send: an error of the connection then holds no credential.
        if self._connection.sock is None:
            self._connection.connect()
        length = {"Content-Length": str(len(body))}
        self._connection.request(self._method, self._path, headers={**headers, **length})
        for start in range(0, len(body), _CHUNK):
            self._limit()
            self._connection.send(memoryview(body)[start : start + _CHUNK])
        response = self._connection.getresponse()
        self.info = response.getheader("Authentication-Info", "")
        content = self._read(response, max_bytes)
        if 200 <= response.status < 300:
            return content
        if 300 <= response.status < 400:
            where = response.getheader("Location", "another address")
            raise TransportError(f"{self.address} points to {where[:200]!r}, which is not followed")
        raise _Answer(response.status, response.getheader("WWW-Authenticate", ""))

    def _read(self, response: http.client.HTTPResponse, max_bytes: int) -> bytes:
        parts, size = [], 0
        while True:
            self._limit()
            part = response.read1(_CHUNK)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > max_bytes:
                raise MessageTooLarge(f"{self.address} sends more than {max_bytes} bytes")
        if response.length:  # it ended before all that was announced had come
            raise http.client.IncompleteRead(b"", response.length)
        response.close()
        return b"".join(parts)

    def _limit(self) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.timeout = min(_STALL_S, left)
        if self._connection.sock is not None:
            self._connection.sock.settimeout(self._connection.timeout)

    def failure(self, status: int) -> TransportError:
        """The error of an answer that is no success."""
        kind, text = _KINDS.get(status, (TransportError, f"answers with the status {status}"))
        return kind(f"{self.address} {text}", code=f"HTTP {status}", retriable=500 < status < 505)


def _by_scram(request: Request, body: bytes, auth: Auth, max_bytes: int) -> bytes:
    from scramp import ScramClient, ScramException

    method = str(auth.method)
    client = ScramClient([method], auth.user, auth.password)
    first = {"Authorization": f"{method} data={_encoded(client.get_client_first())}"}
    try:
        answer = request.ask(b"", first, max_bytes)
    except _Answer as challenge:
        if challenge.status != 401:
            raise request.failure(challenge.status) from None
        given = dict(_PARAMETER.findall(challenge.challenge))
        if "sid" not in given or "data" not in given:
            raise request.failure(401) from None
    else:
        if not body:  # it gives this to everybody
            return answer
        raise AuthenticationFailed(f"{request.address} does not ask who sends a message")
    try:
        client.set_server_first(_decoded(given["data"]))
        final = _encoded(client.get_client_final())
        proof = {"Authorization": f"{method} sid={given['sid']},data={final}"}
        answer = request.send(body, proof, max_bytes)
        told = dict(_PARAMETER.findall(request.info))
        if told.get("sid") != given["sid"]:
            raise ValueError("another session answers")
        client.set_server_final(_decoded(told.get("data", "")))
    except (ScramException, ValueError):
        raise AuthenticationFailed(
            f"{request.address} does not prove that it knows {auth.user}; is it the right service?"
        ) from None
    return answer


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _decoded(text: str) -> str:
    return base64.b64decode(text, validate=True).decode()
