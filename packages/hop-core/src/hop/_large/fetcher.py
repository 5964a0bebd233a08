"""The message in the place of its placeholder: fetched from where it is kept, and decoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._config import load_config
from hop._messages import ExternalMessage
from hop.errors import DecodeError, HopError, MessageError

if TYPE_CHECKING:
    from hop._config import Config
    from hop._large.offload import Fetched, Offload
    from hop._messages import Header, Record
    from hop._wire import Decoder


class Fetcher:
    """Fetches what stands behind placeholders, for one stream.

    Args:
        offload: the service for large messages.
        decoder: of the stream; it also says what becomes of a message that cannot be had.
        wanted: whether they are fetched; None: as configured, which is looked up when the first
            placeholder comes.
    """

    def __init__(self, offload: Offload, decoder: Decoder, wanted: bool | None) -> None:
        self._offload, self._decoder, self._wanted = offload, decoder, wanted
        self._config: Config | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether what stands behind a placeholder is fetched.

        Raises:
            hop.errors.ConfigError: the configuration does not say, since it cannot be used.
        """
        if self._wanted is False:
            return False
        if self._config is None:
            self._config = load_config(fetch_external=self._wanted)
        return self._config.fetch_external

    def fetch(
        self, placeholder: ExternalMessage, record: Record, where: Callable[[], str], is_test: bool
    ) -> tuple[Any | None, Record]:
        """The message, and its record with the headers and key that are kept beside it.

        Raises:
            hop.errors.MessageError: it cannot be had, and the stream raises such errors.
        """
        try:
            fetched = self._offload.fetch(placeholder.url, self._config or load_config())
        except HopError as failure:
            error = failure if isinstance(failure, MessageError) else DecodeError(str(failure))
            return self._decoder.stand_in(placeholder, error, record, where), record
        whole = _Whole(record, fetched)
        message = self._decoder.decode(
            fetched.payload, fetched.headers, where, record.topic(), is_test, key=whole.key()
        )
        return message, whole


class _Whole:
    """The record of a placeholder with what is kept outside Kafka."""

    def __init__(self, record: Record, fetched: Fetched) -> None:
        self._record, self._fetched = record, fetched
        self.topic, self.partition, self.offset = record.topic, record.partition, record.offset
        self.error = record.error

    def timestamp(self) -> tuple[int, int]:
        timestamp_type, stored = self._record.timestamp()
        written = self._fetched.timestamp
        return timestamp_type, written if isinstance(written, int) else stored

    def key(self) -> bytes | None:
        key = self._record.key()
        return key if key is not None else _bytes_of(self._fetched.key)

    def headers(self) -> list[Header] | None:
        return self._fetched.headers

    def value(self) -> bytes | None:
        return self._fetched.payload


def _bytes_of(key: str | bytes | None) -> bytes | None:
    return key.encode() if isinstance(key, str) else key
