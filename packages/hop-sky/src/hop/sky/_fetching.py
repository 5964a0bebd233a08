"""Fetch the file of a sky map from its address, within limits.

The address may come from a message, so it is a stranger's: only https, no address of this machine
or of a private network, and limits of size and time. Each redirect is checked in the same way.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore2 as httpcore

from hop._addresses import are_public, resolve
from hop._config import shown, trusted_ca_file
from hop.errors import (
    ConfigError,
    ConnectionFailed,
    LimitExceeded,
    TransportError,
    TransportTimeout,
)
from hop.sky._cache import Cache

_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_STALL_S = 15.0
_NOT_FOUND = 404
_NOT_MODIFIED = 304
_CURE = "if you trust it, fetch it with trusted=True, or --trusted"

Progress = Callable[[int, int | None], None]
"""Is told how many bytes have come, and how many there are, if the server says it."""


@dataclass(frozen=True)
class Limits:
    """What fetching may cost.

    Attributes:
        max_bytes: the size of the file, as it is sent.
        seconds: the time for all of it, with the pauses.
        pauses: how long to wait before each further try, if the map is not there yet, s.
        trusted: whether the user vouches for the host: http and private addresses are allowed.
    """

    max_bytes: int = 100_000_000
    seconds: float = 60.0
    pauses: tuple[float, ...] = (3.0, 10.0)
    trusted: bool = False


def fetch(
    url: str,
    limits: Limits | None = None,
    *,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Fetch a file.

    Args:
        url: its address.
        limits: what it may cost.
        cache: where files are kept; each is used again only if the server says that it is the same.
        progress: is told how far it is.

    Raises:
        hop.errors.TransportError: the address is not allowed, or the server has no such file.
        hop.errors.ConnectionFailed: the server cannot be reached, or TLS fails.
        hop.errors.TransportTimeout: it takes too long.
        hop.errors.LimitExceeded: it is too large.
    """
    return _Fetch(url, limits or Limits(), cache or Cache(), progress).run()


class _Fetch:
    def __init__(self, url: str, limits: Limits, cache: Cache, progress: Progress | None) -> None:
        self._url, self._limits, self._cache, self._progress = url, limits, cache, progress
        self._end = time.monotonic() + limits.seconds
        self._trusted_host = _parts(url)[1] if limits.trusted else None

    def run(self) -> bytes:
        for pause in (*self._limits.pauses, None):
            found = self._follow()
            if found is not None:
                return found
            if pause is None or pause >= self._end - time.monotonic():
                break
            time.sleep(pause)
        raise TransportError(
            f"{shown(self._url)} is not there (HTTP 404): maps may come minutes after their alert; "
            "try again later",
            code="HTTP 404",
            retriable=True,
        )

    def _follow(self) -> bytes | None:
        """The file; None if it is not there. Redirects are followed."""
        url = self._url
        for _ in range(_MOST_REDIRECTS + 1):
            with self._problems_of(url):
                found = self._ask(url)
            if not isinstance(found, str):
                return found
            url = urljoin(url, found)
        raise TransportError(f"{shown(self._url)} redirects more than {_MOST_REDIRECTS} times")

    def _ask(self, url: str) -> bytes | str | None:
        """The file, the address to go to, or None if it is not there."""
        scheme, host = _parts(url)
        is_trusted = host == self._trusted_host
        if scheme != "https" and not is_trusted:
            raise TransportError(f"{self._named(url)} is not https; {_CURE}")
        kept = self._cache.find(url)
        headers = [("User-Agent", "hop-sky"), ("Accept-Encoding", "identity")]
        headers += kept.conditions.items() if kept else ()
        limit: dict[str, Any] = dict.fromkeys(("connect", "read", "write", "pool"), _STALL_S)
        network = _Network(self._seconds_left, public_only=not is_trusted)
        context = _tls() if scheme == "https" else None
        with (
            httpcore.ConnectionPool(ssl_context=context, network_backend=network) as pool,
            pool.stream("GET", url, headers=headers, extensions={"timeout": limit}) as response,
        ):
            status = response.status
            answered = {name.lower().decode(): value for name, value in response.headers}
            if status == _NOT_MODIFIED and kept:
                return kept.read()
            if status in _REDIRECTS and "location" in answered:
                return answered["location"].decode("latin-1")
            if status == _NOT_FOUND:
                return None
            if status != 200:
                raise TransportError(
                    f"{self._named(url)} cannot be fetched: the server answers HTTP {status}",
                    code=f"HTTP {status}",
                    retriable=500 < status < 505,
                )
            content = self._content(response, answered, url)
        self._cache.keep(url, answered, content)
        return content

    def _content(self, response: Any, answered: dict[str, bytes], url: str) -> bytes:
        length = answered.get("content-length", b"")
        total = int(length) if length.isdigit() else None
        content = bytearray()
        most = self._limits.max_bytes
        if (total or 0) <= most:
            for part in response.iter_stream():
                content += part
                if len(content) > most:
                    break
                if self._progress is not None:
                    self._progress(len(content), total)
        if max(total or 0, len(content)) > most:
            raise LimitExceeded(
                f"{self._named(url)} is larger than the {most} bytes that are allowed; if you "
                "trust it, allow more with max_bytes"
            )
        return bytes(content)

    def _seconds_left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def _named(self, url: str) -> str:
        return (
            shown(url) if url == self._url else f"{shown(url)}, where {shown(self._url)} redirects,"
        )

    @contextlib.contextmanager
    def _problems_of(self, url: str) -> Any:
        """Errors of the library as hop's own."""
        try:
            yield
        except httpcore.TimeoutException:
            raise TransportTimeout(
                f"{self._named(url)} did not come within its time, at most "
                f"{self._limits.seconds:g} s",
                retriable=True,
            ) from None
        except (httpcore.UnsupportedProtocol, httpcore.LocalProtocolError) as error:
            raise TransportError(f"{self._named(url)} is no address of a file: {error}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise ConnectionFailed(
                f"{self._named(url)} cannot be fetched: {_reason(error)}", retriable=True
            ) from None


class _Network(httpcore.NetworkBackend):
    """Connects to addresses that were checked, within the time that is left."""

    def __init__(self, seconds_left: Callable[[], float], *, public_only: bool) -> None:
        self._seconds_left, self._public_only = seconds_left, public_only
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = resolve(host.strip("[]"), port, self._seconds_left())
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            raise httpcore.ConnectError(f"{host} has no address: {error.strerror}") from None
        if self._public_only and not are_public(addresses):
            raise TransportError(
                f"{host} is an address of this machine or of a private network; {_CURE}"
            )
        for number, (*_, address) in enumerate(addresses):
            # The others get their share of the time.
            seconds = min(_STALL_S, self._seconds_left()) / (len(addresses) - number)
            try:
                stream = self._plain.connect_tcp(
                    address[0], port, seconds, local_address, socket_options or ()
                )
                return _Stream(stream, self._seconds_left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses) - 1:
                    raise
        raise httpcore.ConnectError(f"{host} has no address")


class _Stream(httpcore.NetworkStream):
    """A connection, each read and write of which has only the time left."""

    def __init__(self, stream: httpcore.NetworkStream, seconds_left: Callable[[], float]) -> None:
        self._stream, self._seconds_left = stream, seconds_left

    def _limit(self, timeout: float | None) -> float:
        left = self._seconds_left()
        return left if timeout is None else min(timeout, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._limit(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._limit(timeout))
        return _Stream(stream, self._seconds_left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _tls() -> ssl.SSLContext:
    path = trusted_ca_file()
    try:
        return ssl.create_default_context(cafile=path)
    except OSError as error:
        raise ConfigError(
            f"{path} holds no CA certificates that can be read: {error.strerror or error}"
        ) from None


def _parts(url: str) -> tuple[str, str]:
    """Scheme and host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    is_odd = not url.isascii() or not url.isprintable() or " " in url
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or is_odd:
        raise TransportError(
            f"{shown(url)} is no address of a file; one is https://HOST/PATH, in ASCII, "
            "without a user name"
        )
    return parts.scheme, host


def _reason(error: Exception) -> str:
    """What the system says, without the name of a class of the library."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {cause.verify_message}"
    return str(error) or str(cause or type(error).__name__)
