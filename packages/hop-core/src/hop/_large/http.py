"""One exchange with an HTTP server, within limits of time and size.

Nothing is followed: an answer that points elsewhere is an error, so that credentials and messages
go to the address that was named and to no other. HTTP libraries have limits for each read or write,
but none for the exchange as a whole, which a server could draw out for ever.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from hop._addresses import are_public, resolve
from hop._config import shown
from hop._messages import check_file
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

_STALL_S = 15.0
_CHUNK = 2**20
_PORTS = {"http": 80, "https": 443}
_ERRORS: dict[int, tuple[type[TransportError], str]] = {
    401: (AuthenticationFailed, "refuses the credential; check user name and password"),
    403: (NotAuthorized, "does not let this user do that; ask its owner for the permission"),
    404: (TransportError, "has no such message; it may have been deleted"),
    413: (MessageTooLarge, "takes no message as large as this"),
}


class Refused(Exception):  # no error of hop's: it never leaves this room
    """An answer that is no success.

    Attributes:
        status: its status.
        challenge: its header ``WWW-Authenticate``.
        error: the error to raise if nothing can be done about it.
    """

    def __init__(self, status: int, challenge: str, error: TransportError) -> None:
        self.status, self.challenge, self.error = status, challenge, error
        super().__init__(status)


class _Reader(io.RawIOBase):
    """Reads from a socket, each time within what time is left."""

    def __init__(self, connected: socket.socket, seconds_left: Callable[[], float]) -> None:
        self._socket, self._seconds_left = connected, seconds_left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(self._seconds_left())
        return self._socket.recv_into(buffer)


class _Socket:
    """A socket as http.client uses it, each read and write of which has only the time left."""

    def __init__(self, connected: socket.socket, seconds_left: Callable[[], float]) -> None:
        self._socket, self._seconds_left = connected, seconds_left

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket, self._seconds_left))

    def sendall(self, data: Any) -> None:
        self._socket.settimeout(self._seconds_left())
        self._socket.sendall(data)

    def close(self) -> None:
        # http.client closes it before the answer is read; the request closes it at its end.
        pass


class Request:
    """A connection to one address, and how much time is left for it; a context manager.

    Args:
        method: GET or POST.
        url: the address, http or https.
        ca_file: the CA certificates to trust.
        timeout: how long all of it may take, s.
        public_only: connect to no address of this machine or of a private network.

    Raises:
        hop.errors.TransportError: of the block too: what goes wrong with the connection.
    """

    def __init__(
        self, method: str, url: str, ca_file: str, timeout: float, *, public_only: bool = False
    ) -> None:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
        except ValueError:
            parts, host, port = urlsplit(""), None, None
        if parts.scheme not in ("http", "https") or not host:
            raise TransportError(f"{shown(url)!r} is no http or https address")
        self._method, self._timeout = method, timeout
        self._end = time.monotonic() + timeout
        self.address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._context: ssl.SSLContext | None = None
        if parts.scheme == "https":
            self._context = _context(ca_file)
            self._connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, context=self._context
            )
        else:
            self._connection = http.client.HTTPConnection(host, port)
        self._connection.auto_open = 0  # only connected below, to addresses that are checked
        self._host, self._public_only = host, public_only
        self._socket: socket.socket | None = None
        self.info = ""  # the header Authentication-Info of the last answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        if self._socket is not None:
            self._socket.close()
        if isinstance(error, TimeoutError):
            raise TransportTimeout(
                f"{self.address} did not answer within its time, at most {self._timeout:g} s",
                retriable=True,
            ) from None
        if isinstance(error, ssl.SSLError):
            raise ConnectionFailed(
                f"no TLS connection to {self.address}: {error.reason or error}; name its CA "
                "certificates with ssl_ca_location in the credential"
            ) from None
        if isinstance(error, (OSError, http.client.HTTPException, UnicodeError)):
            raise ConnectionFailed(
                f"no answer from {self.address}: {type(error).__name__}: {error}", retriable=True
            ) from None

    def send(self, body: bytes, headers: dict[str, str], max_bytes: int) -> bytes:
        """The body of a success.

        Raises:
            TransportError: by the status of the answer, or by its size.
        """
        try:
            return self.ask(body, headers, max_bytes)
        except Refused as refused:
            raise refused.error from None

    def ask(self, body: bytes, headers: dict[str, str], max_bytes: int) -> bytes:
        """The body of a success.

        Raises:
            Refused: the answer is none.
            TransportError: the answer points elsewhere, or is too large.
        """
        # Before there is anything to send: an error of the connection then holds no credential.
        if self._connection.sock is None:
            self._connect()
        length = {"Content-Length": str(len(body))}
        self._connection.request(self._method, self._path, headers={**headers, **length})
        for start in range(0, len(body), _CHUNK):
            self._connection.send(memoryview(body)[start : start + _CHUNK])
        response = self._connection.getresponse()
        self.info = response.getheader("Authentication-Info", "")
        content = self._read(response, max_bytes)
        if 200 <= response.status < 300:
            return content
        if 300 <= response.status < 400:
            where = response.getheader("Location", "another address")
            raise TransportError(
                f"{self.address} points to {shown(where)!r}, which is not followed"
            )
        error_type, text = _ERRORS.get(
            response.status, (TransportError, f"answers with the status {response.status}")
        )
        raise Refused(
            response.status,
            response.getheader("WWW-Authenticate", ""),
            error_type(
                f"{self.address} {text}",
                code=f"HTTP {response.status}",
                retriable=500 < response.status < 505,
            ),
        )

    def _read(self, response: http.client.HTTPResponse, max_bytes: int) -> bytes:
        content = bytearray()
        if (response.length or 0) > max_bytes:
            raise MessageTooLarge(f"{self.address} sends more than {max_bytes} bytes")
        while part := response.read1(_CHUNK):
            content += part
            if len(content) > max_bytes:
                raise MessageTooLarge(f"{self.address} sends more than {max_bytes} bytes")
        if response.length:  # it ended before all that was announced had come
            raise http.client.IncompleteRead(b"", response.length)
        response.close()
        return bytes(content)

    def _seconds_left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(_STALL_S, left)

    def _connect(self) -> None:
        if self._socket is not None:
            self._socket.close()
        addresses = resolve(self._host, self._connection.port, self._seconds_left())
        if self._public_only and not are_public(addresses):
            raise TransportError(
                f"{self.address} is an address of this machine or of a private network: name it in "
                "the setting fetch_from if it is right"
            )
        problem: OSError = OSError("it has no address")
        for number, (family, kind, protocol, _, address) in enumerate(addresses):
            # The others get their share of the time.
            seconds = self._seconds_left() / (len(addresses) - number)
            try:
                self._socket = _connected(family, kind, protocol, address, seconds)
                break
            except OSError as error:
                problem = error
        else:
            raise problem
        if self._context is not None:
            self._socket.settimeout(self._seconds_left())
            self._socket = self._context.wrap_socket(self._socket, server_hostname=self._host)
        limited: Any = _Socket(self._socket, self._seconds_left)
        self._connection.sock = limited


def _context(ca_file: str) -> ssl.SSLContext:
    try:
        check_file(ca_file)  # OpenSSL would wait at a named pipe for ever
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise ConnectionFailed(
            f"{ca_file} holds no CA certificates that can be read: {error.strerror or error}"
        ) from None


def _connected(
    family: int, kind: int, protocol: int, address: Any, seconds: float
) -> socket.socket:
    found = socket.socket(family, kind, protocol)
    try:
        found.settimeout(seconds)
        found.connect(address)
    except BaseException:
        found.close()
        raise
    return found
