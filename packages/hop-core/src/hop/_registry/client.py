"""A schema registry, by the protocol of Confluent's.

confluent_kafka has a client too. It needs four more libraries, has no limit of time for a whole
exchange, and keeps nothing on disk.

Source: https://docs.confluent.io/platform/current/schema-registry/develop/api.html
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hop._config import trusted_ca_file
from hop._messages import dumps, loads
from hop.errors import ConfigError, DecodeError, EncodeError, HopError, TransportError

if TYPE_CHECKING:
    from hop._config import Auth
    from hop._registry.store import Store

TIMEOUT_S = 5.0
"""How long the registry may take: nothing is delivered meanwhile."""
AGAIN_S = 60.0
"""After a failure it is not asked again for so long."""

_LARGEST = 4 * 2**20
_CONTENT = "application/vnd.schemaregistry.v1+json"
# Numbers come from strangers: they must neither fill the memory nor let the registry be asked for
# each message.
_MOST_UNKNOWN, _MOST_KEPT = 20, 200
_NOT_THERE = "HTTP 404"


class Registry:
    """The schemas of a registry. A schema is asked for once, and kept in memory and on disk.

    Args:
        address: where it is, http or https.
        auth: whose user name and password to show; None: nobody's.
        store: where the schemas are kept.
        timeout: how long it may take to answer, s.
        clock: gives the time in s, for tests.
    """

    def __init__(
        self,
        address: str,
        auth: Auth | None,
        store: Store,
        *,
        timeout: float = TIMEOUT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address, self._auth, self._store = address, auth, store
        self._timeout, self._clock = timeout, clock
        self._numbers: dict[tuple[str, bytes], int] = {}
        self._texts: dict[int, bytes] = {}
        self._unknown: dict[int, tuple[float, str]] = {}
        self._away: tuple[float, str] | None = None
        self._lock = threading.Lock()

    def by_id(self, number: int) -> bytes:
        """The schema with this number, as JSON.

        Raises:
            hop.errors.DecodeError: it cannot be had; the text says why.
        """
        found = self._texts.get(number)
        if found is None:
            with self._lock:
                found = self._texts.get(number) or self._found(number)
        return found

    def known(self) -> Iterable[bytes]:
        """All schemas that were asked for, now or in an earlier run."""
        return [*self._texts.values(), *self._store.all()]

    def register(self, subject: str, schema: bytes) -> int:
        """The number of a schema under a subject; it is added if it is not there yet.

        Args:
            subject: such as ``TOPIC-value``.
            schema: as JSON.

        Raises:
            hop.errors.TransportError: the registry does not take it, or does not answer.
            hop.errors.EncodeError: it answers something else than a number.
        """
        if (number := self._numbers.get((subject, schema))) is not None:
            return number
        path = f"/subjects/{quote(subject, safe='')}/versions"
        answer = self._exchange("POST", path, dumps({"schema": schema.decode()}))
        number = answer.get("id")
        if type(number) is not int or not 0 <= number < 2**32:
            raise EncodeError(f"the registry {self._address} gives no number to a schema")
        if len(self._numbers) >= _MOST_KEPT:
            self._numbers.clear()
        self._numbers[subject, schema] = number
        return number

    def _found(self, number: int) -> bytes:
        text = self._store.load(number)
        if text is None:
            text = self._fetched(number)
            self._store.keep(number, text)
        while len(self._texts) >= _MOST_KEPT:
            del self._texts[next(iter(self._texts))]
        self._texts[number] = text
        return text

    def _fetched(self, number: int) -> bytes:
        why = self._known_failure(number)
        if why is None:
            try:
                return self._ask(number)
            except HopError as error:
                why = str(error)
                again = self._clock() + AGAIN_S
                is_about_it = isinstance(error, DecodeError) or (
                    isinstance(error, TransportError) and error.code == _NOT_THERE
                )
                if is_about_it:
                    self._unknown[number] = (again, why)
                else:
                    self._away = (again, why)
        raise DecodeError(f"its schema, number {number} of the registry, cannot be had: {why}")

    def _known_failure(self, number: int) -> str | None:
        """Why the registry is not asked; None if it is."""
        now = self._clock()
        if self._away is not None and now < self._away[0]:
            return f"{self._away[1]}; it is asked again after {AGAIN_S:.0f} s"
        self._unknown = {
            each: (until, why) for each, (until, why) in self._unknown.items() if now < until
        }
        if number in self._unknown:
            return self._unknown[number][1]
        if len(self._unknown) >= _MOST_UNKNOWN:
            return f"{_MOST_UNKNOWN} numbers within {AGAIN_S:.0f} s were unknown; others must wait"
        return None

    def _ask(self, number: int) -> bytes:
        try:
            answer = self._exchange("GET", f"/schemas/ids/{number}", b"")
        except TransportError as error:
            if error.code != _NOT_THERE:
                raise
            text = f"the registry {self._address} has no schema with the number {number}"
            raise TransportError(text, code=_NOT_THERE) from None
        schema = answer.get("schema")
        if answer.get("schemaType", "AVRO") != "AVRO" or answer.get("references"):
            raise DecodeError("it is not Avro, or refers to other schemas: that is not read")
        if not isinstance(schema, str):
            raise DecodeError(f"{self._address} answers as no registry does: without a schema")
        return schema.encode("utf-8", "replace")

    def _exchange(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        from hop._large.service import Service  # ssl is heavy

        service = Service(
            self._auth,
            trusted_ca_file() if self._auth is None else self._auth.ca_file,
            timeout=self._timeout,
            max_bytes=_LARGEST,
            by_password=True,
            content_type=_CONTENT,
        )
        url = f"{self._address}{path}"
        answer = service.get(url) if method == "GET" else service.post(url, body)
        try:
            found = loads(answer)
        except DecodeError:
            found = None
        if not isinstance(found, dict):
            raise ConfigError(f"{self._address} answers as no registry does: is it the right one?")
        return found
