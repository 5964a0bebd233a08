"""Messages too large for their topic: kept by an HTTP service, with a placeholder in Kafka.

A broker announces the service in its topic ``sys.metadata``. What is too large is posted there as
BSON, and a message of the format ``external`` takes its place, whose payload is the address.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from hop._config import ANY_PUBLIC, shown, trusted_ca_file
from hop._large.announcement import find_endpoint
from hop._large.bson_limits import check
from hop._large.libraries import bson as load_bson
from hop._messages import dumps
from hop._wire import FORMAT, ID, TEST
from hop.errors import (
    DecodeError,
    MessageTooLarge,
    TransportError,
    TransportTimeout,
)

if TYPE_CHECKING:
    from hop._config import Auth, Config
    from hop._large.service import Service
    from hop._messages import Header

_ASK_AGAIN_S = 1800.0
_TRIES = 3
_PAUSE_S = 0.5
_PORTS = {"http": 80, "https": 443}


class Fetched(NamedTuple):
    """A message that was kept outside Kafka.

    Attributes:
        payload: its payload.
        headers: its headers, as they would stand in Kafka.
        timestamp: when it was written, ms since 1970 UTC; None where that is not kept.
        key: its key; None where it has none.
    """

    payload: bytes
    headers: list[Header]
    timestamp: int | None
    key: str | bytes | None


class Offload:
    """The service for large messages of one broker. May be used by several threads.

    Args:
        brokers: ``host:port`` of the brokers.
        auth: the credential; it is shown to the announced service only.
    """

    def __init__(self, brokers: str | Sequence[str], auth: Auth | None) -> None:
        self._brokers, self._auth = brokers, auth
        self._lock = threading.Lock()
        self._endpoint: str | None = None
        self._asked_at: float | None = None

    def endpoint(self) -> str | None:
        """The address of the service; None where the broker announces none.

        It is looked up when it is first needed, and again after half an hour.
        """
        with self._lock:
            now = time.monotonic()
            if self._asked_at is None or now - self._asked_at > _ASK_AGAIN_S:
                self._asked_at = now
                self._endpoint = find_endpoint(self._brokers, self._auth)
            return self._endpoint

    def upload(
        self, topic: str, payload: bytes, headers: Sequence[Header], key: str | bytes | None
    ) -> tuple[bytes, list[Header]]:
        """Keep a message outside Kafka.

        Returns:
            Payload and format headers of the placeholder that takes its place; its id and sender
            are the writer's to add.

        Raises:
            hop.errors.TransportError: the service does not take it, or there is none.
            hop.errors.ConfigError: a library is not installed.
        """
        bson = load_bson()
        endpoint = self.endpoint()
        if endpoint is None:
            raise TransportError("the broker announces no service for large messages")
        identifier = next((value for name, value in headers if name == ID and value), None)
        if identifier is None or len(identifier) != 16:
            raise TransportError("a message without an id cannot be kept outside Kafka")
        document: dict[str, Any] = {
            "message": payload,
            "headers": [[name, value] for name, value in headers],
        }
        if key is not None:
            document["key"] = key
        address = f"{endpoint}/topic/{quote(topic, safe='')}+oversized"
        self._service(self._auth).post(address, bson.encode(document))
        url = f"{endpoint}/msg/{uuid.UUID(bytes=identifier)}"
        is_test = any(name == TEST for name, _ in headers)
        marks: list[Header] = [(TEST, b"true")] if is_test else []
        return dumps({"url": url}), [*marks, (FORMAT, b"external")]

    def fetch(self, url: str, config: Config) -> Fetched:
        """A message that is kept outside Kafka.

        Args:
            url: where; anybody who writes to the topic may have chosen it.
            config: from where, how long and how much is fetched.

        Raises:
            hop.errors.TransportError: it cannot be had, or is not fetched; the text says why.
            hop.errors.DecodeError: what is there is no such message.
            hop.errors.ConfigError: a library is not installed.
        """
        load_bson()  # before anything is fetched
        end = time.monotonic() + config.fetch_timeout
        is_announced = self._is_announced(url)
        is_named = any(_is_below(url, each) for each in config.fetch_from)
        if not (is_announced or is_named or ANY_PUBLIC in config.fetch_from):
            raise TransportError(
                f"{shown(url)!r} is not kept by the service that the broker announces, and is not "
                "fetched: anybody may have written it. If it is right, name its service: "
                "`hop configure set fetch_from https://HOST/PATH`"
            )
        for attempt in range(1, _TRIES + 1):
            # Others than the announced service learn nothing of the credential.
            service = self._service(
                self._auth if is_announced else None,
                timeout=max(end - time.monotonic(), 0.0),
                max_bytes=config.fetch_max_bytes,
                public_only=not (is_announced or is_named),
            )
            try:
                return _decode(service.get(url), url)
            except MemoryError:
                raise MessageTooLarge(f"{shown(url)} holds more than memory can") from None
            except TransportError as error:
                # What has taken all its time already holds up the stream no longer.
                is_slow = isinstance(error, TransportTimeout)
                if is_slow or not error.retriable or attempt == _TRIES:
                    raise
                time.sleep(min(_PAUSE_S * attempt, max(end - time.monotonic(), 0.0)))
        raise AssertionError  # the last attempt returns or raises

    def _is_announced(self, url: str) -> bool:
        endpoint = self.endpoint()
        return endpoint is not None and _is_below(url, endpoint)

    def _service(self, auth: Auth | None, **limits: Any) -> Service:
        from hop._large.service import Service  # ssl is heavy

        return Service(auth, self._auth.ca_file if self._auth else trusted_ca_file(), **limits)


def _is_below(url: str, service: str) -> bool:
    """Whether an address is one of a service: the same host and port, and below its path."""
    try:
        one, other = urlsplit(url), urlsplit(service)
        origins = [
            (each.scheme, each.hostname, each.port or _PORTS.get(each.scheme))
            for each in (one, other)
        ]
    except ValueError:
        return False
    path = other.path.rstrip("/") + "/"
    # However it is written, a server may take .. for the folder above.
    return origins[0] == origins[1] and one.path.startswith(path) and ".." not in unquote(one.path)


def _decode(data: bytes, url: str) -> Fetched:
    bson = load_bson()
    try:
        check(data)
    except DecodeError as error:
        raise type(error)(f"{shown(url)} holds no message: {error}") from None
    try:
        document = bson.decode(data)
        beside = document.get("metadata") or {}
        fetched = Fetched(
            document["message"],
            [(name, value) for name, value in beside.get("headers") or ()],
            beside.get("timestamp"),
            beside.get("key"),
        )
    except (bson.errors.BSONError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise DecodeError(f"{shown(url)} holds no message: {error}") from None
    except RecursionError:
        raise DecodeError(f"{shown(url)} holds no message: it is nested too deeply") from None
    good = all(
        isinstance(name, str) and (value is None or isinstance(value, bytes))
        for name, value in fetched.headers
    )
    if not isinstance(fetched.payload, bytes) or not good:
        raise DecodeError(f"{shown(url)} holds no message: payload and headers are not bytes")
    return fetched
